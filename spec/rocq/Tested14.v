(** * The tested protocol for the sources of eq (14), all other bits being given *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Boxes Selection TestedDefinitions TestedTheorems.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [R5.81] The epsilon of such a source *)
Definition eps14 (R : realFieldType) (G F : nat -> R) : R := Num.max (G 1%N) (1 - F 1%N).

Section OneBit.
Variables (R : realFieldType) (Z E B : finType) (S : Z -> E -> bits B -> R) (G F : nat -> R).

Theorem eq14_is_eq1 : eq14 S G F -> eq1 S (eps14 G F).
Proof.
move=> S14 z e j s pos; have othersE := sum_agree j s (S z e); rewrite -/(prob_others S z e j s) in othersE.
have rest s' : prob_rest S z e [set j] s' = prob_others S z e j s'.
  by apply: eq_bigl => s2; rewrite /agree_except; apply: eq_forallb => i; rewrite inE [s2 i == _]eq_sym.
have flipped : prob_others S z e j (flip j s) = prob_others S z e j s.
  by rewrite [LHS]/prob_others sum_agree flipK addrC -othersE.
have one : S z e (flip j s) / prob_others S z e j s = 1 - S z e s / prob_others S z e j s.
  by rewrite -[1](divff (lt0r_neq0 pos)) -mulrBl {2}othersE addrAC subrr add0r.
have at_s := S14 z e [set j] s; have at_flip := S14 z e [set j] (flip j s).
rewrite rest cards1 in at_s; rewrite rest flipped cards1 one in at_flip.
have /andP[g f] := at_s pos; have /andP[g' f'] := at_flip pos; apply/andP; split; rewrite /prob_given_others /eps14.
  by rewrite le_maxl g ler_subl_addr -ler_subl_addl.
by rewrite ler_subr_addr -ler_subr_addl le_maxl g' ler_add2l ler_opp2.
Qed.
End OneBit.

(** [R5.81] The bound for tested cells holds for such a source, with this epsilon. *)
Section Tested14.
Variables (R : realFieldType) (k : kind) (N n T : nat) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (G F : nat -> R) (u : R).
Hypotheses (prop : proper k) (weak : 0 < eps14 G F <= 1 / 2%:R).
Hypotheses (nonneg : forall z e s, 0 <= S z e s) (normal : forall z, \sum_e \sum_s S z e s = 1) (S14 : eq14 S G F).
Notation p := (tested k N n T every_cell).
Hypotheses (boxes : forall z e, box (P z e)).
Hypotheses (unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a).
Hypotheses (bounds : 0 <= u <= 1) (family : tested_family k (eps14 G F) (1 - u) (1 - u)).

Theorem tested14 : guess_of p S P <= 1 / 2%:R + 1 / 4%:R * at_most n T u.
Proof.
apply: (tested_theorem prop weak _ bounds family).
by split=> //; apply: eq14_is_eq1.
Qed.
End Tested14.
