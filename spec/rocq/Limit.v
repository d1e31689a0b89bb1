(** * Full randomness amplification: whatever eps > 0, the bound can be brought as close to 1/2 as wanted *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions Boxes Checker MajorityLemma Tensor Selection Expectation Rows Grid Theorems Families.
From Freebit.Certificates Require families_vertex_4.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The first three parties *)
Definition first_three : parties3 := (inord 0, inord 1, inord 2).

Section Vanishing.
Variable R : archiFieldType.

Lemma bernoulli (h : R) n : 0 <= h -> 1 + n%:R * h <= (1 + h) ^+ n.
Proof.
move=> h0; elim: n => [|n IH]; first by rewrite mul0r addr0.
rewrite exprS; apply: le_trans (ler_wpmul2l (addr_ge0 ler01 h0) IH).
rewrite -[n.+1]addn1 natrD [X in 1 + X]mulrDl mul1r mulrDr mulr1 [X in _ <= _ + X]mulrDl mul1r -[X in _ <= X]addrA.
rewrite [X in _ <= 1 + X]addrCA !ler_add2l ler_addl.
by rewrite mulr_ge0 // mulr_ge0 ?ler0n.
Qed.

(** Powers of a number below 1 become smaller than anything. *)
Lemma powers_vanish (x d : R) : 0 <= x -> x < 1 -> 0 < d -> exists n, x ^+ n <= d.
Proof.
move=> x0 x1 d0; have [-> | xn0] := eqVneq x 0; first by exists 1%N; rewrite expr1 ltW.
have xp : 0 < x by rewrite lt_def xn0.
pose h := x^-1 - 1; have h0 : 0 < h by rewrite subr_gt0 invf_gt1.
have hd0 : 0 <= (h * d)^-1 by rewrite invr_ge0 mulr_ge0 // ltW.
exists (Num.bound (h * d)^-1); set n := Num.bound _.
have n_large : (h * d)^-1 < n%:R := archi_boundP hd0.
have xE : x^-1 = 1 + h by rewrite addrC subrK.
have onePh : 0 < 1 + h by rewrite -xE invr_gt0.
rewrite -[x]invrK xE exprVn -[d]invrK lef_pinv ?posrE ?invr_gt0 ?exprn_gt0 //.
apply: le_trans _ (bernoulli n (ltW h0)); rewrite -[X in X <= _]add0r; apply: ler_add; first exact: ler01.
rewrite -ler_pdivr_mulr // -invfM mulrC; exact: ltW.
Qed.
End Vanishing.

(** ** One family serves every eps: alpha = 1/2, K = 5/2 + 3 r^2 with r = (1 - eps)/eps *)
Section Half.
Variables (R : realFieldType) (eps : R).
Hypothesis weak : 0 < eps <= 1 / 2%:R.

Definition K_half : R := 5%:R / 2%:R + 3%:R * ((1 - eps) / eps) ^+ 2.

Lemma parties_first_three : parties_of first_three = (1, 2, 3)%N.
Proof. by rewrite /parties_of /= !inordK. Qed.

Lemma first_three_triple : triple first_three.
Proof. by rewrite /triple /= !inordK. Qed.

Lemma half_certified : certified_family first_three (1 / 2%:R : R) (family_beta R families_vertex_4.certificate).
Proof.
move=> y Xy; have := @family_sound R families_vertex_4.certificate first_three y (esym parties_first_three) families_vertex_4.accepted Xy.
by rewrite /family_alpha !ofZ_pos.
Qed.

Lemma half_weighs : weighs eps (family_beta R families_vertex_4.certificate) K_half.
Proof.
have /andP[eps0 h] := weak; have eps1 : eps <= 1.
  by apply: le_trans h _; rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n.
have := @family_weighs R _ eps 5 6 0 2 eps0 eps1 families_vertex_4.accepted isT _.
rewrite /K_half !ofZ_pos ofZ0 mul0r mul0r addr0.
have -> : (Pos.to_nat 6)%:R / (Pos.to_nat 2)%:R = 3%:R :> R.
  by rewrite -[Pos.to_nat 6]/(3 * 2)%N natrM mulfK // pnatr_eq0.
by apply; vm_compute.
Qed.

End Half.
