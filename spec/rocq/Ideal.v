(** * The ideal distribution of eq (11) *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Identities.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Ideal.
Variables (R : realFieldType) (Z E V : finType) (goes_on : V -> bool).
Implicit Types P Q : Z -> E -> bool * V -> R.
Add Field R_field : (field_laws R).

(** [R5.4] It is the only table in which all but k is as in [P], k is a coin given all else if g = 1, and 0 if g = 0. *)
Theorem eq11_is_ideal P : ideal_of_table goes_on P (eq11 goes_on P).
Proof.
split=> z e v; rewrite /eq11; last by move=> /negbTE ->; rewrite mul0r.
  by case: (goes_on v); [move: (P z e _) (P z e _) => u u'; fractions R | rewrite mul0r mul1r addr0].
by move=> ->.
Qed.

Theorem eq11_is_unique P Q : ideal_of_table goes_on P Q -> forall z e o, Q z e o = eq11 goes_on P z e o.
Proof.
case=> same coin none z e [k v]; rewrite /eq11 -(same z e v); case: (boolP (goes_on v)) => g.
  by rewrite (coin z e v g); case: k; rewrite ?(coin z e v g); fractions R.
by rewrite (none z e v g) addr0; case: k; rewrite ?(none z e v g) ?mul0r ?mul1r.
Qed.
End Ideal.
