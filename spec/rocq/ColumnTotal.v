(** * Column selection with one tolerance for all columns together *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection Expectation Rows Grid TestedDefinitions Master
  TestedTheorems.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** What wrong cells cost, given how many there are in a column *)
Section Rate.
Variables (R : realFieldType) (m : nat) (eps alpha K theta : R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1) (a0 : 0 <= alpha) (K0 : 0 <= K) (theta0 : 0 < theta) (theta1 : theta <= 1).

(** Each wrong cell that is not distilled weighs [theta]. *)
Definition theta_charge (A : {set bits 'I_m}) (b : bits 'I_m) : R := theta ^+ #|A :\ b| * (alpha + K * (b \in A)%:R).

Lemma theta_charge_ge0 A b : 0 <= theta_charge A b.
Proof. by rewrite mulr_ge0 ?exprn_ge0 ?addr_ge0 ?mulr_ge0 ?ler0n // ltW. Qed.

Let more : 0 <= (alpha + K) / theta - alpha.
Proof.
rewrite subr_ge0 ler_pdivl_mulr //; apply: (@le_trans _ _ (alpha * 1)); first exact: ler_wpmul2l.
by rewrite mulr1 ler_addl.
Qed.

Lemma theta_charge_below A : charge_below eps (theta_charge A) (total_rate m eps alpha K theta).
Proof.
move=> p p0 sp; have extra0 := more; set c := #|A|; set extra := (alpha + K) / theta - alpha in extra0 *.
have tn0 : theta != 0 by rewrite gt_eqF.
have chargeE b : theta_charge A b = theta ^+ c * (alpha + extra * (b \in A)%:R).
  rewrite /theta_charge /c (cardsD1 b A); case: (b \in A); last by rewrite !mulr0.
  rewrite add1n exprS !mulr1 /extra addrCA subrr addr0 [theta * _]mulrC -mulrA; congr (_ * _).
  by rewrite mulrC divfK.
rewrite (eq_bigr (fun b => theta ^+ c * (alpha * p b + extra * (if b \in A then p b else 0)))) => [|b _]; last first.
  by rewrite chargeE -mulrA mulrDl -mulrA; case: (b \in A); rewrite ?mul1r ?mul0r.
rewrite -mulr_sumr big_split -!mulr_sumr -big_mkcond /=.
have c_small : (c < (2 ^ m).+1)%N by rewrite ltnS; have := max_card (mem A); rewrite card_ffun card_bool card_ord.
have sum0 : 0 <= \sum_b p b by apply: sumr_ge0.
apply: le_trans (ler_wpmul2r sum0 (bigmax_attains (Q := predT)
  (fun c : 'I_(2 ^ m).+1 => theta ^+ c * (alpha + likeliest m c eps * extra)) (i := Ordinal c_small) isT)) => /=.
rewrite -mulrA; apply: ler_wpmul2l; first by rewrite exprn_ge0 // ltW.
rewrite [X in _ <= X]mulrDl ler_add2l [likeliest _ _ _ * _]mulrC -mulrA; apply: ler_wpmul2l => //.
exact: aim_bound.
Qed.

Lemma total_rate_ge0 : 0 <= total_rate m eps alpha K theta.
Proof.
apply: le_trans (bigmax_attains (Q := predT) (fun c : 'I_(2 ^ m).+1 =>
  theta ^+ c * (alpha + likeliest m c eps * ((alpha + K) / theta - alpha))) (i := ord0) isT).
by rewrite mulr_ge0 ?exprn_ge0 ?(ltW theta0) // addr_ge0 // mulr_ge0 ?likeliest_ge0.
Qed.

End Rate.

(** ** The theorem *)
Section Total.
Variables (R : realFieldType) (N Nd m : nat) (Z E : finType) (P : Z -> E -> table R (all_parties N)).
Notation L := [finType of 'I_Nd * 'I_m].
Variables (S : Z -> E -> bits (source_bits N L) -> R) (eps alpha K theta : R) (beta : bits party -> bits party -> R) (t : parties3) (T : nat).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Hypothesis large : (3 * (Nd * 2 ^ m) <= N + 2)%N.
Hypothesis family : certified_family t alpha beta.
Hypothesis weight_K : weighs eps beta K.
Hypothesis weight : 0 < theta <= 1.
Notation p := (column_total N Nd m t T).
Hypothesis setting : assumptions_of p S P eps.
Notation choice := (@column Nd m).
Notation parties := (all_parties N).
Notation cell := (@quintuplet N [finType of party]).
Notation D x l := (distilled choice (kept x) l).
Implicit Types (x a : bits parties) (l : bits L) (s : bits (source_bits N L)).

Let eps0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Let eps1 : eps <= 1.
Proof. by have /andP[_ h] := weak; apply: le_trans h _; rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n. Qed.
Let theta0 : 0 < theta. Proof. by have /andP[] := weight. Qed.
Let theta1 : theta <= 1. Proof. by have /andP[] := weight. Qed.
Let a0 : 0 <= alpha := alpha_ge0 family.
Let K0 : 0 <= K := K_ge0 eps0 eps1 family weight_K.
Notation r := ((1 - eps) / eps).

Lemma passes_change x x' l a a' : kept x' = kept x -> agree_outside (D x l) x x' -> agree_outside (D x l) a a' ->
  passes p (join x' l) a' = passes p (join x l) a.
Proof.
move=> same xx aa; rewrite /= !inputs_join !selection_join same; congr (_ && (_ <= _)%N).
apply: eq_bigr => i _; apply: eq_card => n; rewrite !inE.
case nc: [exists b, _] => //=; have out : n \notin D x l.
  by apply: (@checked_not_distilled _ _ _ _ _ _ _ i); rewrite inE.
by rewrite /wrong (agree_outsideP xx out) (agree_outsideP aa out).
Qed.

Definition total_weights (o : bits parties) s s' a : R :=
  let x := inputs s in let l := selection s in
  if [&& selection s' == l, agree_outside (D x l) x (inputs s'), blank (D x l) a == o & passes p s a]
  then \prod_(n in D x l) weigh alpha beta (cell n x) (cell n a) (cell n (inputs s')) else 0.

Lemma D_in_X x l n : n \in D x l -> X (cell n x).
Proof. by move/distilled_kept; rewrite inE. Qed.

Lemma weigh_ge0 y (a x : bits party) : X y -> 0 <= weigh alpha beta y a x.
Proof. by move=> Xy; rewrite addr_ge0 // mulr_ge0 ?ler0n ?(beta_ge0 family). Qed.

Lemma total_weights_ge0 o s s' a : 0 <= total_weights o s s' a.
Proof. by rewrite /total_weights; case: ifP => // _; apply: prodr_ge0 => n /D_in_X; apply: weigh_ge0. Qed.

Lemma signed_total s o (Q : table R parties) : let x := inputs s in let l := selection s in
  signed p [ffun=> true] s o Q =
  \sum_(a | (blank (D x l) a == o) && passes p s a) (-1) ^+ xor_maj t (D x l) a * Q a x.
Proof.
rewrite /signed; apply: eq_big => [a | a _]; first by rewrite andbC.
by rewrite /masked (big_pred1 tt) => [|[]]; rewrite !ffunE.
Qed.

Lemma total_dominates Q s o : nonnegative Q -> nonsignalling Q ->
  `|signed p [ffun=> true] s o Q| <= \sum_s' \sum_a total_weights o s s' a * Q a (inputs_of p s').
Proof.
move=> pos ns; rewrite signed_total -{1 2 3 4 5}(join_parts s); set x := inputs s; set l := selection s.
rewrite inputs_join selection_join; pose v a := (blank (D x l) a == o) && passes p (join x l) a.
have v_outside n : n \in D x l -> forall b a, v (put n b a) = v a.
  move=> nD b a; rewrite /v blank_put // (@passes_change x x l a) //; first by apply/forallP => k; rewrite eqxx implybT.
  by rewrite -blank_agree blank_put.
apply: le_trans (xor_bound family pos ns (@D_in_X x l) v_outside) _.
apply: (@le_trans _ _ (\sum_x' \sum_a total_weights o s (join x' l) a * Q a x')).
  rewrite [X in X <= _]big_mkcond; apply: ler_sum => x' _ /=.
  rewrite /total_weights -/x -/l selection_join inputs_join eqxx /=.
  case: ifP => agree /=; last by rewrite big1 // => a _; rewrite mul0r.
  rewrite [X in X <= _]big_mkcond; apply: ler_sum => a _ /=.
  by rewrite /v /= inputs_join selection_join; case: ifP => _; rewrite ?mul0r.
rewrite (sum_join (fun s' => \sum_a total_weights o s s' a * Q a (inputs s'))); apply: ler_sum => x' _.
rewrite (bigD1 l) //= inputs_join ler_addl; apply: sumr_ge0 => l' _; apply: sumr_ge0 => a _.
by rewrite mulr_ge0 ?total_weights_ge0.
Qed.

Lemma sum_total_weights s s' a : \sum_o total_weights o s s' a =
  if [&& selection s' == selection s, agree_outside (D (inputs s) (selection s)) (inputs s) (inputs s') & passes p s a]
  then \prod_(n in D (inputs s) (selection s)) weigh alpha beta (cell n (inputs s)) (cell n a) (cell n (inputs s')) else 0.
Proof.
set x := inputs s; set l := selection s; rewrite (bigD1 (blank (D x l) a)) //= big1 ?addr0 => [|o /negbTE ne]; last first.
  by rewrite /total_weights -/x -/l [blank _ _ == _]eq_sym ne !andbF.
by rewrite /total_weights -/x -/l eqxx andTb.
Qed.

Lemma distance_same_selection x x' l : distance (join x l) (join x' l) = distance x x'.
Proof.
rewrite /distance big_sumType /= [X in (_ + X)%N]big1 ?addn0 => [|j _]; last by rewrite !ffunE eqxx.
by apply: eq_bigr => q _; rewrite !ffunE.
Qed.

Lemma total_charged s' a : (\sum_s r ^+ distance s s' * (\sum_o total_weights o s s' a)) <=
  if passes p s' a then \prod_(n in D (inputs s') (selection s')) (alpha + K * (wrong a (inputs s') n)%:R) else 0.
Proof.
rewrite -(join_parts s'); set x' := inputs s'; set l := selection s'.
apply: (@le_trans _ _ (\sum_(x | agree_outside (D x l) x x' && passes p (join x l) a)
    \prod_(n in D x l) charge eps alpha beta (cell n x) (cell n a) (cell n x'))).
  rewrite (sum_join (fun s => r ^+ distance s (join x' l) * (\sum_o total_weights o s (join x' l) a))) exchange_big (bigD1 l) //.
  rewrite [X in _ + X <= _]big1 ?addr0 => [|l' /andP[_ ne]]; last first.
    by rewrite big1 // => x _; rewrite sum_total_weights !selection_join [l == l']eq_sym (negbTE ne) mulr0.
  rewrite [X in _ <= X]big_mkcond; apply: ler_sum => x _.
  rewrite sum_total_weights !selection_join !inputs_join eqxx andTb distance_same_selection.
  case: ifP => [/andP[agree _] | _]; last by rewrite mulr0.
  rewrite (distance_outside agree) (big_morph (fun n => r ^+ n) (exprD _) (expr0 _)) -big_split /=.
  rewrite le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => n _; exact: charge_weigh.
rewrite !inputs_join !selection_join.
apply: (sum_alternatives_of (go := passes p) eps0 eps1 family weight_K) => x same agree.
by apply: passes_change => //; apply/forallP => n; rewrite eqxx implybT.
Qed.

Lemma total_expected z : \sum_s \sum_a
    (if passes p s a then \prod_(n in D (inputs s) (selection s)) (alpha + K * (wrong a (inputs s) n)%:R) else 0) * seen_of p S P z s a <=
  theta ^- T * total_rate m eps alpha K theta ^+ Nd.
Proof.
have S0 := nonnegative_source setting; have S1 := A1 setting.
pose h x l a : R := \prod_(n in D x l) (alpha + K * (wrong a x n)%:R).
apply: (@le_trans _ _ (\sum_x \sum_l \sum_(a | passes p (join x l) a) h x l a * seen S P z x l a)).
  rewrite (sum_join (fun s => \sum_a (if passes p s a then \prod_(n in D (inputs s) (selection s))
    (alpha + K * (wrong a (inputs s) n)%:R) else 0) * seen_of p S P z s a)).
  apply: ler_sum => x _; apply: ler_sum => l _; rewrite [X in _ <= X]big_mkcond; apply: ler_sum => a _.
  by rewrite inputs_join selection_join; case: ifP => _; rewrite ?mul0r.
apply: (average_bound (h := h)) => [e | | e x a]; first exact: (A2_among setting).
  exact: (normalised_source setting).
have sum0 : 0 <= \sum_l S z e (join x l) by apply: sumr_ge0.
have k0 : 0 <= theta ^- T * total_rate m eps alpha K theta ^+ Nd.
  by rewrite mulr_ge0 ?invr_ge0 ?exprn_ge0 ?(ltW theta0) // total_rate_ge0.
case: (boolP (enough (kept x))) => [many | /negbTE few]; last first.
  by rewrite big_pred0 => [|l]; [exact: mulr_ge0 | rewrite /= inputs_join few].
have [cc cells] := cells_exist large many.
pose A i := [set b | wrong a x (cc b i)].
have sp i : column_spread eps (fun l => S z e (join x l)) i.
  by move=> j l; rewrite join_flip_selection; apply: source_step S0 S1 _ _ _ _.
rewrite -mulrA.
have rate0 : 0 <= total_rate m eps alpha K theta by exact: total_rate_ge0.
have below i : charge_below eps (theta_charge alpha K theta (A i)) (total_rate m eps alpha K theta) by exact: theta_charge_below.
have ge0 i b : 0 <= theta_charge alpha K theta (A i) b by exact: theta_charge_ge0.
have weight0 : 0 <= theta ^- T by rewrite invr_ge0 exprn_ge0 // ltW.
apply: le_trans _ (ler_wpmul2l weight0 (all_columns ge0 rate0 below (fun l => S0 z e (join x l)) sp)).
rewrite mulr_sumr [X in X <= _]big_mkcond; apply: ler_sum => l _; case: ifP => [pass | _]; last first.
  by rewrite mulr_ge0 ?invr_ge0 ?exprn_ge0 ?(ltW theta0) // mulr_ge0 // prodr_ge0 // => i _; apply: theta_charge_ge0.
rewrite mulrA; apply: ler_wpmul2r => //.
rewrite /h (prod_distilled _ cells) mulrC ler_pdivl_mulr ?exprn_gt0 // /theta_charge big_split /=.
rewrite [X in _ <= _ * X](eq_bigr (fun i => alpha + K * (wrong a x (cc (column l i) i))%:R)) => [|i _]; last by rewrite inE.
rewrite mulrC; apply: ler_wpmul2r.
  by apply: prodr_ge0 => i _; rewrite addr_ge0 ?mulr_ge0 ?ler0n.
rewrite -(big_morph (fun n => theta ^+ n) (exprD _) (expr0 _)); apply: ler_wiexpn2l; rewrite ?(ltW theta0) //.
move: pass; rewrite /= inputs_join selection_join => /andP[_]; apply: leq_trans.
apply: leq_sum => i _; apply: leq_trans (wrong_checked choice cells (wrong a x) l i).
by apply: subset_leq_card; apply/subsetP => b; rewrite !inE.
Qed.

Theorem column_total_theorem :
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * (theta ^- T * total_rate m eps alpha K theta ^+ Nd).
Proof.
have k0 : 0 <= theta ^- T * total_rate m eps alpha K theta ^+ Nd.
  by rewrite mulr_ge0 ?invr_ge0 ?exprn_ge0 ?(ltW theta0) // total_rate_ge0.
have q0 : 0 <= 1 / 4%:R :> R by rewrite divr_ge0 ?ler01 ?ler0n.
case: (pickP (fun _ : Z => true)) => [z _ | none]; last first.
  rewrite /guess_of ler_add2l; apply: ler_wpmul2l => //; rewrite big1 // => key _; by rewrite big1 // => view _; rewrite big_pred0.
pose c (_ : bits unit) s a : R :=
  if passes p s a then \prod_(n in D (inputs s) (selection s)) (alpha + K * (wrong a (inputs s) n)%:R) else 0.
have dom (u : bits unit) : u != [ffun=> false] -> domination p eps u total_weights (c u).
  move=> u1; have -> : u = [ffun=> true].
    apply/ffunP => -[]; rewrite ffunE; apply: contraNT u1 => /negbTE u0; by apply/eqP/ffunP => -[]; rewrite ffunE.
  split; [exact: total_weights_ge0 | exact: total_dominates | exact: total_charged].
apply: le_trans (master_bound setting eps0 eps1 z dom) _.
by rewrite ler_add2l; apply: ler_wpmul2l => //; rewrite one_mask; apply: total_expected.
Qed.

End Total.
