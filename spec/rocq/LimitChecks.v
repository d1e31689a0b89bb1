(** * A checker of certificates of kind tested-limit, which computes

    A file has weights mu, and for some inputs y two tables P+ and P-; for the others it says from which of these, and by which
    relabelling, they are carried.  LimitChecker.v proves what is accepted; no proof occurs here. *)

From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat seq.
From Freebit Require Export GameChecks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Delimit Scope Z_scope with z.

Record given_tables := GivenTables { tables_input : Z; plus_rows : rows; minus_rows : rows }.
(** eps = [p]/[q]; the other numbers are numerators over [limit_scale]. *)
Record limit_file := LimitFile {
  limit_p : Z; limit_q : Z; limit_scale : Z; limit_rate : Z; mu_rows : rows;
  given_boxes : seq given_tables; carried_boxes : seq carried_member }.

Section Checks.
Variables (n : nat) (fw : seq bool -> seq bool -> bool) (bw : seq bool -> seq bool).

(** An input with the trees of P+ and P-, which are exchanged if f is turned *)
Notation tables := (seq bool * (tree n * tree n))%type.
Definition no_tables : tables := ([::], (tabulate n (fun _ => 0%z), tabulate n (fun _ => 0%z))).
Definition all_tables (f : limit_file) : seq tables :=
  let ms := [seq (word n (tables_input m), (tree_of_rows n (plus_rows m), tree_of_rows n (minus_rows m))) | m <- given_boxes f] in
  ms ++ [seq let: (_, (P, M)) := nth no_tables ms (source c) in
           let P' := carried_tree c false P in let M' := carried_tree c false M in
           (word n (carried_input c), if minus c then (M', P') else (P', M')) | c <- carried_boxes f].
Definition tables_at (ts : seq tables) (y : seq bool) : tables := nth no_tables ts (find (fun m => m.1 == y) ts).
(** One pair for each input of the game *)
Definition boxes_of (f : limit_file) : seq tables :=
  let ts := all_tables f in [seq (y, (tables_at ts y).2) | y <- asked_words n].

Definition good_table (t : tree n) : bool := all_entries (Z.leb 0) t && agrees t.
(** P+ + P- <= r^d mu, r = (q - p)/p *)
Definition check_below (f : limit_file) (mu : tree n) (m : tables) : bool :=
  let: (y, (P, M)) := m in
  all (fun x => let d := Z.of_nat (distance_word (bw y) (bw x)) in
    let up := (limit_p f ^ d)%z in let down := ((limit_q f - limit_p f) ^ d)%z in
    all (fun a => let p := zip a x in Z.leb ((entry P p + entry M p) * up) (entry mu p * down)) (words n)) (asked_words n).
(** P(right, f = 0|y) - P(right, f = 1|y) for P = P+ - P- *)
Definition reaches (m : tables) : Z :=
  let: (y, (P, M)) := m in
  sum_over (words n) (fun a => let p := zip a y in
    if ghz_loses_word a y then 0%z else if fw a y then (entry M p - entry P p)%z else (entry P p - entry M p)%z).

Definition check_limit (f : limit_file) : bool :=
  let mu := tree_of_rows n (mu_rows f) in let ms := boxes_of f in
  [&& Z.ltb 0 (limit_p f), Z.leb (2 * limit_p f) (limit_q f), Z.ltb 0 (limit_scale f),
      everywhere n (fun a x => let z := entry mu (zip a x) in if ghz_asked_word x then Z.leb 0 z else Z.eqb z 0),
      Z.leb (sum_over (words n) (fun x => sum_over (words n) (fun a => entry mu (zip a x)))) (limit_scale f),
      all (fun m : tables => let: (_, (P, M)) := m in good_table P && good_table M) ms,
      all (check_below f mu) ms &
      Z.leb (limit_rate f) (foldr (fun m s => (reaches m + s)%z) 0%z ms)].
End Checks.

(** The checks for local inputs, and for inputs that party number [j] (from 0) derives *)
Definition check_limit_local (n : nat) (f : cell_function) : limit_file -> bool := check_limit n (f_word f) id.
Definition check_limit_derived (m j : nat) (f : cell_function) : limit_file -> bool := check_limit m.+1 (f_word f) (without_place j).
