(** * A checker of certificates of kind symmetric-predictability, which computes

    A vector has one number for each type of entry: for each of the four pairs (a_i,x_i) the number of parties at it.  It is written
    as a table by the first three of these numbers, those of (0,0), (1,0) and (0,1); the fourth is what is left of the n parties, and what
    is not written is 0.  SymmetricChecker.v proves what is accepted. *)

From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat seq path.
From Freebit Require Export GameChecks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Delimit Scope Z_scope with z.

Notation line := (seq Z).
Notation plane := (seq line).
Notation cube := (seq plane).

Definition get (t : cube) (i j k : nat) : Z := nth 0%z (nth [::] (nth [::] t i) j) k.

(** The table of a function on i + j + k <= n *)
Definition tab1 (n : nat) (g : nat -> Z) : line := [seq g k | k <- iota 0 n.+1].
Definition tab2 (n : nat) (g : nat -> nat -> Z) : plane := [seq tab1 (n - j) (g j) | j <- iota 0 n.+1].
Definition tab (n : nat) (g : nat -> nat -> nat -> Z) : cube := [seq tab2 (n - i) (g i) | i <- iota 0 n.+1].

(** Sums and differences, where the shorter table ends in zeros; only i + j + k <= n is kept. *)
Fixpoint both1 (f : Z -> Z -> Z) (n : nat) (u v : line) {struct n} : line :=
  f (head 0%z u) (head 0%z v) :: (if n is n'.+1 then both1 f n' (behead u) (behead v) else [::]).
Fixpoint both2 (f : Z -> Z -> Z) (n : nat) (u v : plane) {struct n} : plane :=
  both1 f n (head [::] u) (head [::] v) :: (if n is n'.+1 then both2 f n' (behead u) (behead v) else [::]).
Fixpoint both (f : Z -> Z -> Z) (n : nat) (u v : cube) {struct n} : cube :=
  both2 f n (head [::] u) (head [::] v) :: (if n is n'.+1 then both f n' (behead u) (behead v) else [::]).

(** The vector of the others if one party is at (0,0), (1,0) or (0,1); it is the same table if one is at (1,1). *)
Definition at00 (t : cube) : cube := behead t.
Definition at10 (t : cube) : cube := map behead t.
Definition at01 (t : cube) : cube := map (map behead) t.

(** One party is left out, or counts with its sign on input 0 or on input 1; [n] parties are left. *)
Definition left_out (n : nat) (t : cube) : cube := both Z.add n (both Z.add n (at00 t) (at10 t)) (both Z.add n (at01 t) t).
Definition on_0 (n : nat) (t : cube) : cube := both Z.sub n (at00 t) (at10 t).
Definition on_1 (n : nat) (t : cube) : cube := both Z.sub n (at01 t) t.

Fixpoint zero_on_1 (n : nat) (t : cube) : bool := if n is n'.+1 then zero_on_1 n' (on_1 n' t) else Z.eqb (get t 0 0 0) 0.
Fixpoint zero_on_0 (n : nat) (t : cube) : bool := zero_on_1 n t && (if n is n'.+1 then zero_on_0 n' (on_0 n' t) else true).
(** Whether it acts as zero: it does so on all correlators, some parties being left out, others on 0, others on 1. *)
Fixpoint acts_zero_by_type (n : nat) (t : cube) : bool :=
  zero_on_0 n t && (if n is n'.+1 then acts_zero_by_type n' (left_out n' t) else true).

(** The sum over all outputs at the inputs 0...0 or 1...1 *)
Fixpoint sum_at (b : bool) (n : nat) (t : cube) : Z :=
  if n is n'.+1 then sum_at b n' (if b then both Z.add n' (at01 t) t else both Z.add n' (at00 t) (at10 t)) else get t 0 0 0.

Definition all_types (n : nat) (ok : nat -> nat -> nat -> bool) : bool :=
  all (fun i => all (fun j => all (ok i j) (iota 0 (n - i - j).+1)) (iota 0 (n - i).+1)) (iota 0 n.+1).

Section Checks.
Variables (mermin : bool) (n : nat).

Record symmetric_file := SymmetricFile {
  s_weights : seq nat; s_bit : bool; s_maximum : bool; s_scale : Z; s_value : Z; s_dual : option cube; s_primal : option cube }.

(** A word with so many ones, and a word of zeros *)
Definition some_word (zeros_ ones_ : nat) : seq bool := nseq zeros_ false ++ nseq ones_ true.
Definition loses_type (i j k : nat) : bool :=
  let l := (n - i - j - k)%N in loses_word mermin (some_word 0 (j + l)) (some_word (i + j) (k + l)).

(** Whether the inputs of a type are all [b]; the number of ones of its outputs if they are *)
Definition type_at (b : bool) (i j k : nat) : bool := if b then (i + j == 0)%N else (i + j == n)%N.
Definition ones_at (b : bool) (j k : nat) : nat := if b then (n - k)%N else j.

Definition check_dual_by_type (f : symmetric_file) (t : cube) : bool :=
  all_types n (fun i j k => loses_type i j k || Z.leb 0 (get t i j k)) &&
  acts_zero_by_type n (tab n (fun i j k => get t i j k - (if type_at (s_bit f) i j k then
    let gap := s_value f - (if ones_at (s_bit f) j k \in s_weights f then s_scale f else 0) in
    if s_maximum f then gap else - gap else 0))%z).

Definition check_box_by_type (d : Z) (t : cube) : bool :=
  [&& all_types n (fun i j k => Z.leb 0 (get t i j k)), Z.eqb (sum_at false n t) d,
      (if n is n'.+1 then all_types n' (fun i j k => Z.eqb (get t i.+1 j k + get t i j.+1 k) (get t i j k.+1 + get t i j k)) else true) &
      all_types n (fun i j k => loses_type i j k ==> Z.eqb (get t i j k) 0)].
Definition check_primal_by_type (f : symmetric_file) (t : cube) : bool :=
  check_box_by_type (s_scale f) t &&
  Z.eqb (sum_at (s_bit f) n (tab n (fun i j k => if ones_at (s_bit f) j k \in s_weights f then get t i j k else 0%z))) (s_value f).

Definition check_symmetric (f : symmetric_file) : bool :=
  [&& Z.ltb 0 (s_scale f), isSome (s_dual f) || isSome (s_primal f), sorted ltn (s_weights f) && all (fun w => w <= n)%N (s_weights f),
      asks_word mermin (nseq n (s_bit f)),
      (if s_dual f is Some t then check_dual_by_type f t else true) & (if s_primal f is Some t then check_primal_by_type f t else true)].
End Checks.
