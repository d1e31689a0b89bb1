(** * Mixtures of families [R5.24], and the numbers of the committed ones [R5.22] *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions Paper Identities Boxes Checker MajorityLemma Tensor Selection Expectation Theorems Families General.
From Freebit Require Import Limit.
From Freebit.Certificates Require families_vertex_1 families_vertex_2 families_vertex_3 families_vertex_4
  families_vertex_5 families_vertex_6 families_vertex_7 families_vertex_8.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

Section Mixtures.
Variables (R : realFieldType) (t : parties3).
Implicit Types (beta : bits party -> bits party -> R) (kappa : {poly R}).

(** No family has an alpha below 1/2: the attaining box never loses, and has a majority of 3/4. *)
Theorem alpha_at_least_half alpha beta : triple t -> certified_family t alpha beta -> 1 / 2%:R <= alpha.
Proof.
move=> tt family; have [W [G cert]] := family _ x1_asked.
have boxA := attaining_is_box R t.1.1 false.
have := certificate_bound boxA cert; rewrite big1 ?addr0 => [|x _]; last first.
  have loss0 := attaining_loss R t.1.1 false; rewrite /loss in loss0.
  have /psumr_eq0P -> // : \sum_x \sum_a (I a x)%:R * attaining_box R t.1.1 false a x = 0 by [].
    by rewrite mulr0.
  have [pos _ _] := boxA.
  by move=> y _; apply: sumr_ge0 => a _; rewrite mulr_ge0 ?ler0n.
apply: le_trans; apply: le_trans (ler_norm _).
rewrite (attaining_value R false tt x1_asked) ler_subr_addr -(prob_maj_total t _ boxA) (attaining_value R false tt x1_asked).
Abort.
End Mixtures.
