(** * Mixtures of families [R5.24], and the numbers of the committed ones [R5.22] *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect ssralg ssrnum poly.
From Freebit Require Import Definitions Paper Identities Boxes Checker MajorityLemma Tensor Selection Expectation Theorems
  Families General Limit.
From Freebit.Certificates Require Import families.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

Section Mixtures.
Variables (R : realFieldType) (t : parties3).
Implicit Types (beta : bits party -> bits party -> R) (kappa : {poly R}).
Add Field R_field : (field_laws R).

(** No family has an alpha below 1/2: the attaining box never loses, and its majority is 0 with 3/4. *)
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
have := prob_maj_total t [ffun i => i == ord0] boxA; rewrite !(attaining_value R false tt x1_asked).
move/(canRL (addKr _)) => ->.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; fractions R.
Qed.

Section Mix.
Variables (J : finType) (c : J -> R) (alphas : J -> R) (betas : J -> bits party -> bits party -> R).
Hypotheses (cs : weights c) (tt : triple t) (families : forall i, certified_family t (alphas i) (betas i)).

Lemma pairing_mix (T : finType) (F : J -> table R T) (P : table R T) :
  pairing (fun a x => \sum_i c i * F i a x) P = \sum_i c i * pairing (F i) P.
Proof.
rewrite /pairing (eq_bigr (fun i => \sum_x c i * \sum_a F i a x * P a x)) => [|i _]; last by rewrite mulr_sumr.
rewrite [RHS]exchange_big; apply: eq_bigr => x _.
rewrite [RHS](eq_bigr (fun i => \sum_a c i * (F i a x * P a x))) => [|i _]; last by rewrite mulr_sumr.
rewrite [RHS]exchange_big; apply: eq_bigr => a _ /=; rewrite mulr_suml; apply: eq_bigr => i _; by rewrite mulrA.
Qed.

(** [R5.24] *)
Theorem mixture_certified : certified_family t (\sum_i c i * alphas i) (fun y x => \sum_i c i * betas i y x).
Proof.
have [c0 c1] := cs; move=> y Xy; set alpha := \sum_i _.
have alpha_half : 1 / 2%:R <= alpha.
  have -> : 1 / 2%:R = \sum_i c i * (1 / 2%:R) by rewrite -mulr_suml c1 [RHS]mul1r.
  by apply: ler_sum => i _; apply: ler_wpmul2l => //; apply: alpha_at_least_half tt (families i).
have alpha0 : 0 < alpha by apply: lt_le_trans alpha_half; rewrite divr_gt0 ?ltr01 ?ltr0n.
have chosen i : exists WG : table R party * table R party, certificate t (alphas i) (betas i y) y WG.1 WG.2.
  by have [W [G cert]] := families i Xy; exists (W, G).
have [WG cert] := fin_all_exists chosen.
exists (fun a x => alpha^-1 * \sum_i c i * (alphas i * (WG i).1 a x)), (fun a x => \sum_i c i * (WG i).2 a x); split.
- by move=> x; apply: sumr_ge0 => i _; rewrite mulr_ge0 //; have [b0 _ _ _] := cert i; apply: b0.
- move=> P boxP; rewrite pairingZ (pairing_mix (fun i a x => alphas i * (WG i).1 a x)).
  rewrite (eq_bigr (fun i => c i * alphas i)) => [|i _]; first by rewrite mulVf ?gt_eqF.
  by have [_ W1 _ _] := cert i; rewrite pairingZ W1 // mulr1.
- move=> P boxP; rewrite (pairing_mix (fun i => (WG i).2)) -[RHS]mul1r -c1 mulr_suml; apply: eq_bigr => i _.
  by have [_ _ Gm _] := cert i; rewrite Gm.
move=> a x; rewrite mulrA mulfV ?gt_eqF // mul1r mulr_suml -big_split.
apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => i _ /=.
rewrite normrM ger0_norm // -mulrA -mulrDr; apply: ler_wpmul2l => //.
by have [_ _ _ dom] := cert i; apply: dom.
Qed.

Theorem mixture_weighs eps (Ks : J -> R) : (forall i, weighs eps (betas i) (Ks i)) ->
  weighs eps (fun y x => \sum_i c i * betas i y x) (\sum_i c i * Ks i).
Proof.
have [c0 _] := cs; move=> le x Xx.
rewrite (eq_bigr (fun y => \sum_i c i * (betas i y x * ((1 - eps) / eps) ^+ distance y x))) => [|y _]; last first.
  by rewrite mulr_suml; apply: eq_bigr => i _; rewrite mulrA.
rewrite exchange_big; apply: ler_sum => i _; rewrite -mulr_sumr; apply: ler_wpmul2l => //; exact: le.
Qed.

Theorem mixture_weighs14 (kappas : J -> {poly R}) : (forall i, weighs14 (betas i) (kappas i)) ->
  weighs14 (fun y x => \sum_i c i * betas i y x) (\sum_i c i *: kappas i).
Proof.
have [c0 _] := cs; move=> le x d Xx; rewrite exchange_big coef_sum; apply: ler_sum => i _.
by rewrite -mulr_sumr coefZ; apply: ler_wpmul2l => //; apply: le.
Qed.
End Mix.

(** The number K is the value of the polynomial at r. *)
Lemma distance_small (x y : bits party) : (distance y x < 6)%N.
Proof.
apply: (@leq_ltn_trans (\sum_(i < 5) 1)); last by rewrite sum_nat_const card_ord.
by apply: leq_sum => i _; apply: leq_b1.
Qed.

Theorem weighs14_weighs eps beta kappa : 0 < eps -> eps <= 1 -> weighs14 beta kappa -> weighs eps beta kappa.[(1 - eps) / eps].
Proof.
move=> eps0 eps1 le x Xx; set r := (1 - eps) / eps; have r0 : 0 <= r by rewrite divr_ge0 ?subr_ge0 // ltW.
pose n := maxn 6 (size kappa).
have small y : (distance y x < n)%N by apply: leq_trans (distance_small x y) _; rewrite leq_maxl.
rewrite (partition_big (fun y => Ordinal (small y)) predT) //= (horner_coef_wide _ (leq_maxr 6 (size kappa))).
apply: ler_sum => d _; apply: (@le_trans _ _ (\sum_(y | X y && (distance y x == d)) beta y x * r ^+ d)).
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; apply: eq_big => [y | y /andP[_ /eqP <-]].
by rewrite -mulr_suml; apply: ler_wpmul2r; rewrite ?exprn_ge0 // le.
Qed.
End Mixtures.

(** ** The eight committed families *)
Section Committed.
Variable R : realFieldType.
Add Field R_field : (field_laws R).

Definition committed (i : 'I_8) : family := nth families_vertex_8.certificate
  [:: families_vertex_1.certificate; families_vertex_2.certificate; families_vertex_3.certificate; families_vertex_4.certificate;
      families_vertex_5.certificate; families_vertex_6.certificate; families_vertex_7.certificate; families_vertex_8.certificate] i.

(** The table [R5.22] in integers: the numerator and denominator of alpha, four times the kappa *)
Definition vertex_numbers (i : 'I_8) : Z * Z * (Z * Z * Z) := nth (0, 0, (0, 0, 0))%z
  [:: (1, 2, (0, 10, 6)); (1, 2, (3, 16, 3)); (1, 2, (7, 6, 3)); (1, 2, (10, 12, 0));
      (2, 3, (0, 4, 4)); (2, 3, (2, 4, 2)); (3, 4, (1, 6, 0)); (1, 1, (0, 0, 0))]%z i.

Lemma committed_accepted i : check_family (committed i).
Proof.
case: i => -[|[|[|[|[|[|[|[|//]]]]]]]] i8.
- exact: families_vertex_1.accepted.
- exact: families_vertex_2.accepted.
- exact: families_vertex_3.accepted.
- exact: families_vertex_4.accepted.
- exact: families_vertex_5.accepted.
- exact: families_vertex_6.accepted.
- exact: families_vertex_7.accepted.
- exact: families_vertex_8.accepted.
Qed.

Lemma committed_numbers i : let: (p, q, (k0, k2, k4)) := vertex_numbers i in
  [&& parties (committed i) == (1, 2, 3)%N, alpha_is p q (committed i) & check_kappa k0 k2 k4 4 (committed i)].
Proof. by case: i => -[|[|[|[|[|[|[|[|//]]]]]]]] i8; vm_compute. Qed.

(** [R5.13] The sums of beta at each distance *)
Lemma family_at_distance f k0 k2 k4 k c x d : check_family f -> Z.ltb 0 c -> check_kappa k0 k2 k4 c f -> X x ->
  k = (if d == 0 then k0 else if d == 2 then k2 else if d == 4 then k4 else 0%z)%N ->
  \sum_(y | X y && (distance y x == d)) family_beta R f y x <= ofZ R k / ofZ R c.
Proof.
move=> /and4P[d0 _ _ _] c0 checked Xx kE; have dR := ofZ_gt0 R d0; have cR := ofZ_gt0 R c0.
pose ux := word_of x.
have := allP checked _ (mem_words (size_word x)); rewrite asked_wordE Xx => /and3P[le0 le2 le4].
have := allP distances_even _ (mem_words (size_word x)); rewrite asked_wordE Xx => /allP even.
pose A (y : seq bool) : R := if asked_word y && (distance_word y ux == d) then ofZ R (beta_numerator f y ux) / ofZ R (denominator f) else 0.
rewrite big_mkcond (eq_bigr (fun y => A (word_of y))) => [|y _]; last by rewrite /A asked_wordE distance_wordE.
rewrite (sum_words 5 A) -big_mkcond.
have part k' : Z.leb (c * kappa f ux d) (k' * denominator f) ->
    \sum_(y <- words 5 | asked_word y && (distance_word y ux == d)) ofZ R (beta_numerator f y ux) / ofZ R (denominator f)
    <= ofZ R k' / ofZ R c.
  move=> /(ofZ_le R); rewrite !ofZ_mul /kappa ofZ_sum -mulr_suml => le.
  by rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr // [X in X <= _]mulrC.
rewrite kE; case: (d =P 0%N) part => [-> part | /eqP d_0 part]; first exact: part.
case: (d =P 2%N) part => [-> part | /eqP d_2 part]; first exact: part.
case: (d =P 4%N) part => [-> part | /eqP d_4 part]; first exact: part.
rewrite ofZ0 mul0r big_seq_cond big_pred0 // => y; apply/and3P => -[yin ask /eqP dist].
by have := even y yin; rewrite ask dist !inE (negbTE d_0) (negbTE d_2) (negbTE d_4).
Qed.

Definition committed_beta i := family_beta R (committed i).

Lemma committed_certified i : certified_family first_three (vertex_alpha R i) (committed_beta i).
Proof.
have := committed_numbers i; case En: (vertex_numbers i) => [[p q] [[k0 k2] k4]] /and3P[/eqP pE alphaE _] y Xy.
have -> : vertex_alpha R i = family_alpha R (committed i).
  rewrite (alpha_value R alphaE); move: En; rewrite /vertex_numbers /vertex_alpha.
  by case: i {pE alphaE Xy y} => -[|[|[|[|[|[|[|[|//]]]]]]]] i8 /= [<- <- _ _ _]; rewrite !ofZ_pos // divr1.
by apply: family_sound (committed_accepted i) Xy; rewrite pE parties_first_three.
Qed.

Lemma committed_weighs14 i : weighs14 (committed_beta i) (vertex_kappa R i).
Proof.
have := committed_numbers i; case En: (vertex_numbers i) => [[p q] [[k0 k2] k4]] /and3P[_ _ kappaE] x d Xx.
apply: le_trans (family_at_distance (committed_accepted i) _ kappaE Xx (erefl _)) _ => //.
rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite /vertex_kappa; move: En; rewrite /vertex_numbers.
have quarter (n : R) (v : Z) : ofZ R v = 4%:R * n -> ofZ R v / ofZ R 4 = n by move=> ->; rewrite ofZ_pos mulrC mulKf ?pnatr_eq0.
have table (u0 u2 u4 : R) : ofZ R k0 = 4%:R * u0 -> ofZ R k2 = 4%:R * u2 -> ofZ R k4 = 4%:R * u4 ->
    ofZ R (if d == 0 then k0 else if d == 2 then k2 else if d == 4 then k4 else 0%z)%N / ofZ R 4 = (by_distance (u0, u2, u4))`_d.
  move=> E0 E2 E4; rewrite /by_distance !coefD !coefZ coefC !coefXn.
  case: d => [|[|[|[|[|d]]]]] /=; rewrite ?mulr0 ?mulr1 ?addr0 ?add0r ?ofZ0 ?mul0r //; exact: quarter.
by case: i {kappaE} => -[|[|[|[|[|[|[|[|//]]]]]]]] i8 /= [? ? ? ? ?]; subst; apply: table;
  rewrite ?ofZ_pos ?ofZ0;
  repeat match goal with |- context [Pos.to_nat ?p] => let n := eval compute in (Pos.to_nat p) in change (Pos.to_nat p) with n end;
  fractions R.
Qed.

(** All mixtures of the eight are certified, with the numbers of the table averaged. *)
Theorem committed_mixtures (c : 'I_8 -> R) : weights c -> exists beta,
  certified_family first_three (mixed_alpha c) beta /\ weighs14 beta (mixed_kappa c).
Proof.
move=> cs; exists (fun y x => \sum_i c i * committed_beta i y x); split.
  exact: mixture_certified cs first_three_triple committed_certified.
exact: (mixture_weighs14 cs committed_weighs14).
Qed.
End Committed.

(** ** The bounds of the plans: any mixture of the committed families *)
Section Bounds.
Variables (R : realFieldType) (N Nd m : nat) (Z E : finType) (P : Z -> E -> table R (all_parties N)) (eps : R).
Variable c : 'I_8 -> R.
Hypotheses (weak : 0 < eps <= 1 / 2%:R) (large : (3 * (Nd * 2 ^ m) <= N + 2)%N) (cs : weights c).
Let alpha := mixed_alpha c.
Let K := (mixed_kappa c).[(1 - eps) / eps].

Let numbers : exists beta, certified_family first_three alpha beta /\ weighs eps beta K.
Proof.
have /andP[eps0 h] := weak; have eps1 : eps <= 1.
  by apply: le_trans h _; rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n.
have [beta [certified le]] := committed_mixtures cs; exists beta; split=> //; exact: weighs14_weighs.
Qed.

Theorem row_mixed (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R) : assumptions S P eps ->
  guess (@row Nd m) S P 0 first_three <= 1 / 2%:R + 1 / 4%:R * Num.max (alpha ^+ Nd) ((1 - eps) ^+ m * (alpha + K) ^+ Nd).
Proof. move=> setting; have [beta [certified le]] := numbers; exact: (row_theorem_sharp weak large certified le setting). Qed.

Theorem column_mixed (S : Z -> E -> bits (source_bits N [finType of 'I_Nd * 'I_m]) -> R) w : assumptions S P eps ->
  guess (@column Nd m) S P w first_three <= 1 / 2%:R + 1 / 4%:R * (alpha + K * likeliest m w.+1 eps) ^+ Nd.
Proof. move=> setting; have [beta [certified le]] := numbers; exact: (column_theorem weak large certified le w setting). Qed.

Theorem column_mixed_sharp (S : Z -> E -> bits (source_bits N [finType of 'I_Nd * 'I_m]) -> R) w : assumptions S P eps ->
  guess (@column Nd m) S P w first_three <= 1 / 2%:R + 1 / 4%:R *
    Num.max (alpha + K * likeliest m w eps) ((alpha + K) * likeliest m w.+1 eps) ^+ Nd.
Proof. move=> setting; have [beta [certified le]] := numbers; exact: (column_theorem_sharp weak large certified le w setting). Qed.
End Bounds.
