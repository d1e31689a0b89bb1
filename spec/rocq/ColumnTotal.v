(** * Column selection with one tolerance for all columns together *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Identities Selection Expectation Rows Grid TestedDefinitions Master
  TestedTheorems.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Column after column, with so many wrong cells left to tolerate *)
Section Table.
Variables (R : realFieldType) (m : nat) (eps alpha K : R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1) (a0 : 0 <= alpha) (K0 : 0 <= K).
Add Field R_field : (field_laws R).
Notation M c := (likeliest m c eps).
Notation table := (total_bound m eps alpha K).

(** A column with [c] wrong cells, [j] further columns, and [t] wrong cells left to tolerate *)
Definition total_term j t c : R :=
  (1 - M c) * alpha * (if (c <= t)%N then table j (t - c) else 0) + M c * (alpha + K) * table j (t.+1 - c).

Lemma sum_mass n : \sum_(b : bits 'I_n) mass eps b = 1.
Proof.
elim: n => [|n IH].
  rewrite (big_pred1 [ffun=> false]) => [|b]; first by rewrite /mass big_ord0.
  by apply/esym/eqP/ffunP => -[k lt]; have := lt; rewrite ltn0.
have part v : \sum_(b : bits 'I_n) mass eps (cons_bit v b) = (if v then eps else 1 - eps) :> R.
  by rewrite (eq_bigr _ (fun b _ => mass_cons eps v b)) -mulr_sumr IH mulr1.
by rewrite sum_cons big_bool !part /= addrCA subrr addr0.
Qed.

Lemma likeliest_le1 c : M c <= 1.
Proof.
apply: bigmax_bound => // A _; rewrite -(sum_mass m) [X in _ <= X](bigID (mem A)) /= ler_addl.
by apply: sumr_ge0 => b _; apply: mass_ge0.
Qed.

Let rest0 c : 0 <= 1 - M c. Proof. by rewrite subr_ge0 likeliest_le1. Qed.
Let M0 c : 0 <= M c . Proof. exact: likeliest_ge0. Qed.
Let aK0 : 0 <= alpha + K. Proof. by rewrite addr_ge0. Qed.

Lemma total_bound_ge0 j t : 0 <= table j t.
Proof. by case: j => [|j] /=; [apply: ler01 | elim/big_rec: _ => // c x _ x0; rewrite le_maxr x0 orbT]. Qed.

Lemma total_boundS j t c : (c <= t.+1)%N -> (c <= 2 ^ m)%N -> total_term j t c <= table j.+1 t.
Proof.
move=> ct cm; have lt : (c < (minn t.+1 (2 ^ m)).+1)%N by rewrite ltnS leq_min ct.
exact: (bigmax_attains (Q := predT) (fun c : 'I_(minn t.+1 (2 ^ m)).+1 => total_term j t c) (i := Ordinal lt) isT).
Qed.

Lemma total_bound_mono j t t' : (t <= t')%N -> table j t <= table j t'.
Proof.
elim: j t t' => [|j IH] t t' le; first exact: lexx.
apply: bigmax_bound => [|c _]; first exact: total_bound_ge0.
have := ltn_ord c; rewrite ltnS leq_min => /andP[ct cm].
apply: le_trans (total_boundS j (leq_trans ct (_ : (t.+1 <= t'.+1)%N)) cm) => //.
apply: ler_add; apply: ler_wpmul2l; rewrite ?mulr_ge0 //; last by apply: IH; apply: leq_sub2r.
by case: leqP => ct'; [rewrite (leq_trans ct' le) IH ?leq_sub2r | case: ifP; rewrite ?total_bound_ge0].
Qed.

(** If column [i] is aimed at, nothing is known of the others that a source does not allow. *)
Variable Nd : nat.
Implicit Types (l : bits ('I_Nd * 'I_m)) (F : bits ('I_Nd * 'I_m) -> R) (r : seq 'I_Nd).
Variable A : 'I_Nd -> {set bits 'I_m}.

Definition left_wrong l r : nat := \sum_(i <- r) #|A i :\ column l i|.
Definition charged l r t : R :=
  if (left_wrong l r <= t)%N then \prod_(i <- r) (alpha + K * (column l i \in A i)%:R) else 0.

Lemma charged_step i r l t : charged l (i :: r) t =
  if (#|A i :\ column l i| <= t)%N then (alpha + K * (column l i \in A i)%:R) * charged l r (t - #|A i :\ column l i|) else 0.
Proof.
rewrite /charged /left_wrong !big_cons; case: (leqP #|A i :\ column l i| t) => le.
  by rewrite leq_subRL //; case: ifP => _; rewrite ?mulr0.
by rewrite ifF //; apply/negbTE; rewrite -ltnNge; apply: leq_trans le (leq_addr _ _).
Qed.

Lemma some_charged r F t : uniq r -> (forall l, 0 <= F l) -> (forall i, i \in r -> column_spread eps F i) ->
  \sum_l charged l r t * F l <= table (size r) t * \sum_l F l.
Proof.
elim: r F t => [|i r IH] F t.
  move=> _ _ _; rewrite [table _ _]/= mul1r le_eqVlt; apply/orP; left; apply/eqP.
  by apply: eq_bigr => l _; rewrite /charged /left_wrong !big_nil mul1r.
rewrite cons_uniq => /andP[ir ur] F0 sp; set c := #|A i|; set total := \sum_l F l.
have total0 : 0 <= total by apply: sumr_ge0.
have {}IH (Q : pred (bits 'I_m)) t' :
    \sum_l charged l r t' * (if Q (column l i) then F l else 0) <= table (size r) t' * \sum_(l | Q (column l i)) F l.
  rewrite [X in _ <= _ * X]big_mkcond; apply: IH => // [l | k kr j l]; first by case: ifP.
  have ne : i != k by apply: contraNneq ir => ->.
  by rewrite (column_flip_off _ _ ne); case: ifP => _; [apply: sp; rewrite inE kr orbT | rewrite addr0 mulr0].
set hit := \sum_(l | column l i \in A i) F l.
have hitM : hit <= M c * total.
  have := one_column (f := fun b => (b \in A i)%:R) F0 (sp i (mem_head _ _)) (c := M c).
  rewrite (eq_bigr (fun l => if column l i \in A i then F l else 0)) => [|l _]; last by case: ifP; rewrite ?mul1r ?mul0r.
  rewrite -big_mkcond; apply=> p p0 spp.
  rewrite (eq_bigr (fun b => if b \in A i then p b else 0)) => [|b _]; last by case: ifP; rewrite ?mul1r ?mul0r.
  by rewrite -big_mkcond; apply: aim_bound.
have hit_total : total = hit + \sum_(l | column l i \notin A i) F l by rewrite /total (bigID (fun l => column l i \in A i)).
have cm : (c <= 2 ^ m)%N by have := max_card (mem (A i)); rewrite card_ffun card_bool card_ord.
case: (leqP c t.+1) => [ct | tc]; last first.
  rewrite big1 ?mulr_ge0 ?total_bound_ge0 // => l _; rewrite charged_step ifF ?mul0r //.
  apply/negbTE; rewrite -ltnNge -ltnS; apply: leq_trans tc _.
  by rewrite /c (cardsD1 (column l i)) -add1n leq_add2r leq_b1.
apply: le_trans (ler_wpmul2r total0 (total_boundS (size r) ct cm)).
set high := table (size r) (t.+1 - c); set low := if (c <= t)%N then table (size r) (t - c) else 0.
have low0 : 0 <= low by rewrite /low; case: ifP => _ //; apply: total_bound_ge0.
have low_high : alpha * low <= (alpha + K) * high.
  apply: ler_pmul => //; first by rewrite ler_addl.
  by rewrite /low; case: ifP => _; [apply: total_bound_mono; apply: leq_sub2r | apply: total_bound_ge0].
have caught : \sum_(l | column l i \in A i) charged l (i :: r) t * F l <= (alpha + K) * high * hit.
  apply: (@le_trans _ _ ((alpha + K) * \sum_l charged l r (t.+1 - c) * (if column l i \in A i then F l else 0))).
    rewrite mulr_sumr big_mkcond; apply: ler_sum => l _; case: ifP => inA; last by rewrite !mulr0.
    have cE : c = #|A i :\ column l i|.+1 by rewrite /c (cardsD1 (column l i)) inA.
    have le : (#|A i :\ column l i| <= t)%N by rewrite -ltnS -cE.
    by rewrite charged_step le inA mulr1 cE subSS mulrA.
  by rewrite -mulrA; apply: ler_wpmul2l => //; apply: (IH (mem (A i))).
have missed : \sum_(l | column l i \notin A i) charged l (i :: r) t * F l <= alpha * low * \sum_(l | column l i \notin A i) F l.
  have cE l : column l i \notin A i -> #|A i :\ column l i| = c by rewrite /c (cardsD1 (column l i) (A i)) => /negbTE ->.
  rewrite /low; case: leqP => ct'; last first.
    rewrite mulr0 mul0r big1 // => l nA; rewrite charged_step cE // ifF ?mul0r //.
    by apply/negbTE; rewrite -ltnNge.
  apply: (@le_trans _ _ (alpha * \sum_l charged l r (t - c) * (if column l i \notin A i then F l else 0))).
    rewrite mulr_sumr big_mkcond; apply: ler_sum => l _; case: ifP => nA; last by rewrite !mulr0.
    by rewrite charged_step cE // ct' (negbTE nA) mulr0 addr0 mulrA.
  by rewrite -mulrA; apply: ler_wpmul2l => //; apply: (IH (fun b => b \notin A i)).
rewrite (bigID (fun l => column l i \in A i)) /=; apply: le_trans (ler_add caught missed) _.
rewrite -/hit; have -> : \sum_(l | column l i \notin A i) F l = total - hit by rewrite hit_total addrAC subrr add0r.
have {total0 hit_total caught missed} swap (q w h x y : R) : ((1 - q) * alpha * x + q * (alpha + K) * y) * w -
    ((alpha + K) * y * h + alpha * x * (w - h)) = ((alpha + K) * y - alpha * x) * (q * w - h) by identity R.
rewrite -subr_ge0 /total_term -/high -/low swap.
by rewrite mulr_ge0 // subr_ge0.
Qed.

Theorem all_charged F t : (forall l, 0 <= F l) -> (forall i, column_spread eps F i) ->
  \sum_l (if (\sum_i #|A i :\ column l i| <= t)%N then \prod_i (alpha + K * (column l i \in A i)%:R) else 0) * F l <=
  table Nd t * \sum_l F l.
Proof.
move=> F0 sp; have := some_charged t (enum_uniq 'I_Nd) F0 (fun i _ => sp i); rewrite size_enum_ord => le.
by apply: le_trans le; rewrite le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => l _; rewrite /charged /left_wrong !big_enum.
Qed.

(** *** One weight for each wrong cell gives no less. *)
Lemma total_bound_theta theta j t : 0 < theta -> theta <= 1 ->
  table j t <= theta ^- t * total_rate m eps alpha K theta ^+ j.
Proof.
move=> theta0 theta1; have tn0 : theta != 0 by rewrite gt_eqF.
set rate := total_rate _ _ _ _ _.
have rate0 : 0 <= rate by rewrite /rate /total_rate; elim/big_rec: _ => // c x _ x0; rewrite le_maxr x0 orbT.
have inv0 k : 0 <= theta ^- k by rewrite invr_ge0 exprn_ge0 // ltW.
have inv1 k : 1 <= theta ^- k by rewrite -exprVn; apply: exprn_ege1; rewrite invf_ge1.
have split k c : (c <= k)%N -> theta ^- (k - c) = theta ^- k * theta ^+ c.
  move=> ck; have -> : theta ^+ k = theta ^+ (k - c) * theta ^+ c by rewrite -exprD subnK.
  by rewrite invfM divfK // expf_neq0.
have split1 k c : (c <= k.+1)%N -> theta ^- (k.+1 - c) = theta ^- k * theta ^+ c / theta.
  by move=> ck; rewrite split // exprS invfM [RHS]mulrC mulrA.
elim: j t => [|j IH] t; first by rewrite mulr1.
apply: bigmax_bound => [|c _]; first by rewrite mulr_ge0 ?exprn_ge0.
have := ltn_ord c; rewrite ltnS leq_min => /andP[ct cm].
have lt : (c < (2 ^ m).+1)%N by rewrite ltnS.
have atc : theta ^+ c * (alpha + M c * ((alpha + K) / theta - alpha)) <= rate.
  exact: (bigmax_attains (Q := predT) (fun c : 'I_(2 ^ m).+1 => theta ^+ c * (alpha + M c * ((alpha + K) / theta - alpha)))
    (i := Ordinal lt) isT).
apply: (@le_trans _ _ ((1 - M c) * alpha * (theta ^- t * theta ^+ c * rate ^+ j) +
    M c * (alpha + K) * (theta ^- t * theta ^+ c / theta * rate ^+ j))).
  apply: ler_add; apply: ler_wpmul2l; rewrite ?mulr_ge0 //.
    case: leqP => ct'; last by rewrite !mulr_ge0 ?exprn_ge0 // ltW.
    apply: le_trans (IH _) _; rewrite le_eqVlt; apply/orP; left; apply/eqP; congr (_ * _).
    exact: split.
  apply: le_trans (IH _) _; rewrite le_eqVlt; apply/orP; left; apply/eqP; congr (_ * _).
  exact: split1.
have -> : (1 - M c) * alpha * (theta ^- t * theta ^+ c * rate ^+ j) + M c * (alpha + K) * (theta ^- t * theta ^+ c / theta * rate ^+ j) =
    theta ^- t * rate ^+ j * (theta ^+ c * (alpha + M c * ((alpha + K) / theta - alpha))).
  by move: (theta ^- t) (theta ^+ c) (rate ^+ j) (M c) => p q w h; fractions R.
by rewrite exprSr [X in _ <= X]mulrA; apply: ler_wpmul2l => //; rewrite mulr_ge0 ?exprn_ge0.
Qed.

End Table.

(** ** The theorem *)
Section Total.
Variables (R : realFieldType) (N Nd m : nat) (Z E : finType) (P : Z -> E -> table R (all_parties N)).
Notation L := [finType of 'I_Nd * 'I_m].
Variables (S : Z -> E -> bits (source_bits N L) -> R) (eps alpha K : R) (beta : bits party -> bits party -> R) (t : parties3) (T : nat).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Hypothesis large : (3 * (Nd * 2 ^ m) <= N + 2)%N.
Hypothesis family : certified_family t alpha beta.
Hypothesis weight_K : weighs eps beta K.
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
  total_bound m eps alpha K Nd T.
Proof.
have S0 := nonnegative_source setting; have S1 := A1 setting.
have k0 : 0 <= total_bound m eps alpha K Nd T by exact: total_bound_ge0.
pose h x l a : R := \prod_(n in D x l) (alpha + K * (wrong a x n)%:R).
apply: (@le_trans _ _ (\sum_x \sum_l \sum_(a | passes p (join x l) a) h x l a * seen S P z x l a)).
  rewrite (sum_join (fun s => \sum_a (if passes p s a then \prod_(n in D (inputs s) (selection s))
    (alpha + K * (wrong a (inputs s) n)%:R) else 0) * seen_of p S P z s a)).
  apply: ler_sum => x _; apply: ler_sum => l _; rewrite [X in _ <= X]big_mkcond; apply: ler_sum => a _.
  by rewrite inputs_join selection_join; case: ifP => _; rewrite ?mul0r.
apply: (average_bound (h := h)) => [e | | e x a]; first exact: (A2_among setting).
  exact: (normalised_source setting).
have sum0 : 0 <= \sum_l S z e (join x l) by apply: sumr_ge0.
case: (boolP (enough (kept x))) => [many | /negbTE few]; last first.
  by rewrite big_pred0 => [|l]; [exact: mulr_ge0 | rewrite /= inputs_join few].
have [cc cells] := cells_exist large many.
pose A i := [set b | wrong a x (cc b i)].
have sp i : column_spread eps (fun l => S z e (join x l)) i.
  by move=> j l; rewrite join_flip_selection; apply: source_step S0 S1 _ _ _ _.
apply: le_trans _ (all_charged eps0 eps1 a0 K0 A T (fun l => S0 z e (join x l)) sp).
rewrite [X in X <= _]big_mkcond; apply: ler_sum => l _; case: ifP => [pass | _]; last first.
  by apply: mulr_ge0 => //; case: ifP => _ //; apply: prodr_ge0 => i _; rewrite addr_ge0 ?mulr_ge0 ?ler0n.
apply: ler_wpmul2r => //; rewrite ifT; last first.
  move: pass; rewrite /= inputs_join selection_join => /andP[_]; apply: leq_trans.
  apply: leq_sum => i _; apply: leq_trans (wrong_checked choice cells (wrong a x) l i).
  by apply: subset_leq_card; apply/subsetP => b; rewrite !inE.
rewrite /h (prod_distilled _ cells) le_eqVlt; apply/orP; left; apply/eqP.
by apply: eq_bigr => i _; rewrite inE.
Qed.

(** [R5.47] *)
Theorem column_total_sharp : guess_of p S P <= 1 / 2%:R + 1 / 4%:R * total_bound m eps alpha K Nd T.
Proof.
have k0 : 0 <= total_bound m eps alpha K Nd T by exact: total_bound_ge0.
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

Theorem column_total_theorem theta : 0 < theta <= 1 ->
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * (theta ^- T * total_rate m eps alpha K theta ^+ Nd).
Proof.
move=> /andP[theta0 theta1]; apply: le_trans column_total_sharp _; rewrite ler_add2l.
by apply: ler_wpmul2l; [rewrite divr_ge0 ?ler01 ?ler0n | exact: total_bound_theta].
Qed.

End Total.
