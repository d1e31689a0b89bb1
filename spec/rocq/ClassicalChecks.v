(** * Checkers of certificates of the kinds classical-bound and magic-square, which compute

    ClassicalChecker.v proves what these accept; no proof occurs here. *)

From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat seq.
From Freebit Require Export GameChecks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Delimit Scope Z_scope with z.

(** ** Classical bounds *)

(** The outputs on the inputs [x] if the parties answer [f0] on input 0 and [f1] on input 1 *)
Definition response_word (f0 f1 x : seq bool) : seq bool := [seq if p.2 then p.1.2 else p.1.1 | p <- zip (zip f0 f1) x].

Section Classical.
Variables (mermin : bool) (n : nat).

(** The value is [c_value]/[c_unit]; [answers_0] and [answers_1] are the outputs on input 0 and on input 1. *)
Record classical_file := ClassicalFile { c_value : Z; c_unit : Z; answers_0 : seq bool; answers_1 : seq bool }.

(** (-1)^t if [x] is asked and t is the right parity, else 0 *)
Definition sign_word (x : seq bool) : Z := if target_word mermin x is Some t then (if t then -1 else 1)%z else 0%z.
Definition xor_words (x u : seq bool) : seq bool := [seq p.1 (+) p.2 | p <- zip x u].
(** C(u) of R3.60 *)
Definition correlation (u : seq bool) : Z := sum_over (words n) (fun x => (sign_word x * sign_word (xor_words x u))%z).

Definition check_classical (f : classical_file) : bool :=
  let room := (c_unit f * sum_over (words n) (fun x => if asks_word mermin x then 1 else 0) - 2 * c_value f)%z in
  [&& Z.ltb 0 (c_unit f), (size (answers_0 f) == n) && (size (answers_1 f) == n), Z.leb 0 room,
      Z.leb (c_unit f * c_unit f * sum_over (words n) (fun u => Z.abs (correlation u)))%z (room * room)%z &
      Z.eqb (c_unit f * sum_over (words n) (fun x =>
        if loses_word mermin (response_word (answers_0 f) (answers_1 f) x) x then 1 else 0))%z (c_value f)].
End Classical.

(** ** The magic square *)

(** The numbers of a box, numerators over a common denominator: for each row, column, answer to the row and answer to the column, in
    this order *)
Notation square := (seq (seq (seq (seq Z)))).
Definition row_answers : seq (seq bool) := [seq w <- words 3 | ~~ odd (ones w)].
Definition column_answers : seq (seq bool) := [seq w <- words 3 | odd (ones w)].
Definition at_square (t : square) (a b : seq bool) (r c : nat) : Z :=
  nth 0%z (nth [::] (nth [::] (nth [::] t r) c) (index a row_answers)) (index b column_answers).

Definition every_input (ok : nat -> nat -> bool) : bool := all (fun r => all (ok r) (iota 0 3)) (iota 0 3).
Definition check_square_box (d : Z) (t : square) : bool :=
  let over_columns a r c := sum_over column_answers (fun b => at_square t a b r c) in
  let over_rows b r c := sum_over row_answers (fun a => at_square t a b r c) in
  every_input (fun r c =>
    [&& all (fun a => all (fun b => Z.leb 0 (at_square t a b r c)) column_answers) row_answers,
        Z.eqb (sum_over row_answers (fun a => over_columns a r c)) d,
        all (fun a => Z.eqb (over_columns a r c) (over_columns a r 0%N)) row_answers,
        all (fun b => Z.eqb (over_rows b r c) (over_rows b 0%N c)) column_answers &
        all (fun a => all (fun b => (nth false a c != nth false b r) ==> Z.eqb (at_square t a b r c) 0) column_answers) row_answers]).

(** [boxes] has the box of each input, row by row. *)
Definition check_square (d : Z) (boxes : seq square) : bool :=
  [&& Z.ltb 0 d, all (check_square_box d) boxes, size boxes == 9%N &
      every_input (fun r c => has (fun a => has (fun b => Z.eqb (at_square (nth [::] boxes (3 * r + c)) a b r c) d) column_answers) row_answers)].
