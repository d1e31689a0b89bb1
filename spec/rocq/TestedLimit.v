(** * The theorems about tested cells with numbers, and full randomness amplification with about eps^-2 log(1/delta) cells *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes Checker MajorityLemma Tensor Selection Expectation Families Limit TestedDefinitions
  Master Walk TestedCells TestedTheorems TestedKinds TestedChecker Identities.
From Freebit.Certificates Require Import families.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** With n u >= k the bound is at most 1/2 + 1/4 2^-k. *)
Section Powers.
Variable R : realFieldType.

(** The geometric mean of k twos and n - k ones is at most their arithmetic mean. *)
Lemma two_power k n : (k <= n)%N -> (0 < n)%N -> 2%:R ^+ k <= (1 + k%:R / n%:R) ^+ n :> R.
Proof.
move=> kn n0; have nR : 0 < n%:R :> R by rewrite ltr0n.
pose E (i : 'I_n) : R := if (i < k)%N then 2%:R else 1.
have E0 i : i \in 'I_n -> 0 <= E i *+ #|'I_n| by move=> _; rewrite mulrn_wge0 // /E; case: ifP; rewrite ?ler0n ?ler01.
have [+ _] := leif_AGM_scaled E0; rewrite card_ord.
have -> : \prod_(i in 'I_n) (E i *+ n) = 2%:R ^+ k * n%:R ^+ n.
  rewrite (eq_bigr (fun i : 'I_n => (if (i < k)%N then 2%:R else 1) * n%:R)) => [|i _]; last by rewrite /E mulr_natr.
  rewrite big_split /= prodr_const card_ord; congr (_ * _).
  by rewrite -big_mkcond /= (big_ord_narrow kn) /= prodr_const card_ord.
have -> : \sum_(i in 'I_n) E i = n%:R + k%:R.
  rewrite (eq_bigr (fun i : 'I_n => 1 + (if (i < k)%N then 1 else 0))) => [|i _]; last by rewrite /E; case: ifP; rewrite ?addr0.
  by rewrite big_split /= sumr_const card_ord -big_mkcond /= (big_ord_narrow kn) /= sumr_const card_ord.
have -> : 1 + k%:R / n%:R = (n%:R + k%:R) / n%:R :> R by rewrite mulrDl divff // gt_eqF.
by rewrite expr_div_n ler_pdivl_mulr // exprn_gt0.
Qed.

Lemma half_power (u : R) k n : 0 <= u <= 1 -> k%:R <= n%:R * u -> (1 - u) ^+ n <= 2%:R ^- k.
Proof.
case/andP => u0 u1 many; have rest0 : 0 <= 1 - u by rewrite subr_ge0.
have kn : (k <= n)%N.
  by rewrite -(ler_nat R); apply: le_trans many _; rewrite -[X in _ <= X]mulr1; apply: ler_wpmul2l; rewrite ?ler0n.
case: (posnP n) => [n0 | n0]; first by move: kn; rewrite n0 leqn0 => /eqP ->; rewrite expr0 invr1.
have nR : 0 < n%:R :> R by rewrite ltr0n.
rewrite -[2%:R ^- k]mul1r ler_pdivl_mulr ?exprn_gt0 ?ltr0n //.
apply: le_trans (ler_wpmul2l (exprn_ge0 _ rest0) (two_power kn n0)) _.
rewrite -exprMn; apply: exprn_ile1; first by rewrite mulr_ge0 // addr_ge0 ?ler01 // divr_ge0 ?ler0n.
apply: (@le_trans _ _ ((1 - u) * (1 + u))).
  by apply: ler_wpmul2l => //; rewrite ler_add2l ler_pdivr_mulr // mulrC.
by rewrite -subr_sqr expr1n ler_subl_addr ler_addl exprn_ge0.
Qed.

End Powers.

(** ** The committed family with alpha = 1/2 serves every eps. *)
Section Half.
Variables (R : realFieldType) (eps : R).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Notation r := ((1 - eps) / eps).
Add Field R_field : (field_laws R).

Let eps0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Let eps1 : eps <= 1.
Proof. by have /andP[_ h] := weak; apply: le_trans h _; rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n. Qed.
Let r0 : 0 <= r := ratio_ge0 eps0 eps1.

(** The majority of the first three of five parties *)
Definition first_majority (a x : bits party) : bool := majority_of (inord 0) (inord 1) (inord 2) a x.

Definition u_half : R := 1 / (9%:R + 6%:R * r ^+ 2).

(** [R5.73] Five parties, the majority, local inputs: u = 1/(9 + 6 r^2) *)
Lemma half_tested : tested_family (local_inputs first_majority) eps (1 - u_half) (1 - u_half).
Proof.
have := @family_tested R _ id id first_three eps _ _ _ eps0 eps1 (half_certified R) (half_weighs weak).
have -> : (1 - 1 / 2%:R) / (K_half eps + 2%:R) = u_half; last by [].
have den0 : 0 < 9%:R + 6%:R * r ^+ 2 by rewrite ltr_paddr ?ltr0n // mulr_ge0 ?ler0n ?exprn_ge0.
have K2 : K_half eps + 2%:R = (9%:R + 6%:R * r ^+ 2) / 2%:R by rewrite /K_half; set s := r ^+ 2; fractions R.
rewrite K2 /u_half; set d := 9%:R + _ in den0 *; fractions R.
Qed.

Lemma u_half_bounds : 0 <= u_half <= 1.
Proof.
have den0 : 0 < 9%:R + 6%:R * r ^+ 2 by rewrite ltr_paddr ?ltr0n // mulr_ge0 ?ler0n ?exprn_ge0.
rewrite /u_half div1r invr_ge0 (ltW den0) invf_le1 //=; apply: ler_paddr; last by rewrite ler1n.
by rewrite mulr_ge0 ?ler0n ?exprn_ge0.
Qed.

Lemma u_half_large : eps ^+ 2 / 6%:R <= u_half.
Proof.
have den0 : 0 < 9%:R + 6%:R * r ^+ 2 by rewrite ltr_paddr ?ltr0n // mulr_ge0 ?ler0n ?exprn_ge0.
rewrite /u_half ler_pdivl_mulr // mulrAC ler_pdivr_mulr ?ltr0n // mul1r.
have -> : eps ^+ 2 * (9%:R + 6%:R * r ^+ 2) = 6%:R + eps * (15%:R * eps - 12%:R) by fractions R.
rewrite ger_addl; apply: mulr_ge0_le0; first exact: ltW.
rewrite subr_le0; apply: (@le_trans _ _ (15%:R * (1 / 2%:R))).
  by apply: ler_wpmul2l; [rewrite ler0n | have /andP[] := weak].
by rewrite mulrA mulr1 ler_pdivr_mulr ?ltr0n // -natrM ler_nat.
Qed.

End Half.

Section HalfTheorems.
Variables (R : realFieldType) (N n : nat) (Z E : finType) (eps : R).
Notation cells := (local_inputs first_majority).
Notation source := ('I_N * drawn cells)%type.
Notation everyone := ('I_N * seats cells)%type.
Variables (S : Z -> E -> bits source -> R) (P : Z -> E -> table R everyone).
Hypothesis weak : 0 < eps <= 1 / 2%:R.

(** [R5.71] with this u *)
Theorem tested_half T : assumptions_of (tested cells N n T every_cell) S P eps ->
  guess_of (tested cells N n T every_cell) S P <= 1 / 2%:R + 1 / 4%:R * at_most n T (u_half eps).
Proof.
move=> setting; apply: tested_theorem (local_proper _) weak setting (u_half_bounds weak) _; exact: half_tested.
Qed.

(** 6 k eps^-2 kept cells bring eq (12) to 1/2 + 1/4 2^-k. *)
Theorem tested_half_size k : (6 * k)%:R <= n%:R * eps ^+ 2 -> assumptions_of (tested cells N n 0 every_cell) S P eps ->
  guess_of (tested cells N n 0 every_cell) S P <= 1 / 2%:R + 1 / 4%:R * 2%:R ^- k.
Proof.
move=> many /tested_half/le_trans -> //; rewrite ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
rewrite at_most_strict; apply: half_power; first exact: u_half_bounds.
apply: le_trans (ler_wpmul2l _ (u_half_large weak)); last by rewrite ler0n.
by rewrite mulrA ler_pdivl_mulr ?ltr0n // -natrM mulnC.
Qed.

End HalfTheorems.

(** ** Whatever eps > 0 and delta > 0, some number of kept cells brings (12) to at most 1/2 + delta: it comes before the number of
    cells, the source, the devices and the adversary, and serves all of them. *)
Theorem full_amplification_tested (R : archiFieldType) (eps delta : R) : 0 < eps <= 1 / 2%:R -> 0 < delta ->
  exists n, forall N (Z E : finType) S (P : Z -> E -> table R ('I_N * seats (local_inputs first_majority))),
  assumptions_of (tested (local_inputs first_majority) N n 0 every_cell) S P eps ->
  guess_of (tested (local_inputs first_majority) N n 0 every_cell) S P <= 1 / 2%:R + delta.
Proof.
move=> weak wanted; have eps0 : 0 < eps by have /andP[] := weak.
have h0 : 0 <= 1 / 2%:R :> R by rewrite divr_ge0 ?ler01 ?ler0n.
have h1 : 1 / 2%:R < 1 :> R by rewrite ltr_pdivr_mulr ?ltr0n // mul1r ltr1n.
have [k small] := powers_vanish h0 h1 wanted.
have e2 : 0 < eps ^+ 2 by rewrite exprn_gt0.
pose n := Num.bound ((6 * k)%:R / eps ^+ 2); exists n => N Z E S P setting.
have many : (6 * k)%:R <= n%:R * eps ^+ 2.
  by rewrite -ler_pdivr_mulr // ltW // archi_boundP // divr_ge0 ?ler0n // ltW.
apply: le_trans (tested_half_size weak many setting) _; rewrite ler_add2l.
apply: le_trans small; rewrite [1 / 2%:R]div1r exprVn -[X in _ <= X]mul1r; apply: ler_wpmul2r.
  by rewrite invr_ge0 exprn_ge0 // ler0n.
by rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n.
Qed.
