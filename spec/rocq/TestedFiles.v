(** * Certificates of tested cells as files have them: the game, the inputs and f by name *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes Checker TestedDefinitions TestedChecker.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

Definition f_bits n (f : cell_function) (a x : bits 'I_n) : bool := f_word f (word_of a) (word_of x).

Lemma f_majority n (i j l : 'I_n) a x : val i = 0%N -> val j = 1%N -> val l = 2%N ->
  f_bits Majority a x = majority_of i j l a x.
Proof. by move=> i0 j1 l2; rewrite /f_bits /f_word /majority_of -!nth_word i0 j1 l2. Qed.

Lemma f_multiplexer n (h i j l : 'I_n) a x : val h = 0%N -> val i = 1%N -> val j = 2%N -> val l = 3%N ->
  f_bits Multiplexer a x = mux_of h i j l a x.
Proof. by move=> h0 i1 j2 l3; rewrite /f_bits /f_word /mux_of -!nth_word h0 i1 j2 l3. Qed.

Section Sound.
Variables (R : realFieldType) (f : cell_function) (file : tested_file) (eps : R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).
Notation r := ((1 - eps) / eps).
Notation right := (rate file (right_loads file) r).
Notation wrong := (rate file (wrong_loads file) r).

Theorem local_file_sound n : check_local n f file -> tested_family (local_inputs (@f_bits n f)) eps right wrong.
Proof.
move=> ok; exact: (@tested_sound R n n id id (@f_bits n f) (f_word f) id file (fun a x => erefl) (fun x => erefl) ok eps eps0 eps1).
Qed.

Theorem derived_file_sound m (j : 'I_m.+1) : check_derived m j f file ->
  tested_family (derived_inputs j (@f_bits m.+1 f)) eps right wrong.
Proof.
move=> ok; exact: (@tested_sound R m.+1 m (complete j) (without j) (@f_bits m.+1 f) (f_word f) (without_place j) file
  (fun a x => erefl) (@without_place_word m j) ok eps eps0 eps1).
Qed.
End Sound.

(** The u of such a file at eps = [p]/[q] *)
Section At.
Variables (R : realFieldType) (f : cell_function) (file : tested_file) (p q num den : Z).
Notation eps := (ofZ R p / ofZ R q).
Notation u := (ofZ R num / ofZ R den).

Theorem local_file_at n : check_local n f file && check_u n file p q num den ->
  tested_family (local_inputs (@f_bits n f)) eps (1 - u) (1 - u).
Proof.
move=> /andP[ok low].
exact: (@tested_at R n n id id (@f_bits n f) (f_word f) id file (fun a x => erefl) (fun x => erefl) ok p q num den low).
Qed.

Theorem derived_file_at m (j : 'I_m.+1) : check_derived m j f file && check_u m file p q num den ->
  tested_family (derived_inputs j (@f_bits m.+1 f)) eps (1 - u) (1 - u).
Proof.
move=> /andP[ok low]; exact: (@tested_at R m.+1 m (complete j) (without j) (@f_bits m.+1 f) (f_word f) (without_place j) file
  (fun a x => erefl) (@without_place_word m j) ok p q num den low).
Qed.
End At.
