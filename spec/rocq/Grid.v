(** * Rows and columns: a test passed with a wrong distilling block means that the source hit few cells *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection Expectation Rows.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** The cells of the grid *)
Section Cells.
Variables (N Nd m : nat).
Implicit Types (M : {set 'I_N}) (n : 'I_N) (b : bits 'I_m) (i : 'I_Nd).

Lemma number_mono M n n' : n \in M -> (n < n')%N -> (number M n < number M n')%N.
Proof.
move=> nM lt; apply: proper_card; apply/properP; split.
  by apply/subsetP => k; rewrite !inE => /andP[-> kn] /=; apply: ltn_trans lt.
by exists n; rewrite !inE nM // ltnn.
Qed.

Lemma number_inj M n n' : n \in M -> n' \in M -> number M n = number M n' -> n = n'.
Proof.
move=> nM n'M E; apply: val_inj; case: (ltngtP n n') => // lt.
  by have := number_mono nM lt; rewrite E ltnn.
by have := number_mono n'M lt; rewrite E ltnn.
Qed.

Lemma number_lt M n : n \in M -> (number M n < #|M|)%N.
Proof.
move=> nM; apply: proper_card; apply/properP; split; first by apply/subsetP => k; rewrite inE => /andP[].
by exists n; rewrite // inE ltnn andbF.
Qed.

Lemma number_onto M k : (k < #|M|)%N -> exists2 n, n \in M & number M n = k.
Proof.
move=> kM; pose f n : 'I_#|M| := insubd (Ordinal kM) (number M n).
have fE n : n \in M -> f n = number M n :> nat by move=> nM; rewrite val_insubd number_lt.
have f_inj : {in M &, injective f}.
  by move=> n n' nM n'M E; apply: (number_inj nM n'M); rewrite -(fE n nM) -(fE n' n'M) E.
have : Ordinal kM \in f @: M.
  suff -> : f @: M = setT by rewrite inE.
  by apply/eqP; rewrite eqEcard subsetT cardsT card_ord card_in_imset ?leqnn.
case/imsetP => n nM E; exists n => //.
by rewrite -fE // -E.
Qed.

Lemma cell_unique M b i n n' : cell M b i n -> cell M b i n' -> n = n'.
Proof. by move=> /andP[nM /eqP E] /andP[n'M /eqP E']; apply: (number_inj nM n'M); rewrite E E'. Qed.

(** [R4.4] If enough quintuplets are kept and Nd Nb is at most N/3, rounded up, every place of the grid has its cell. *)
Lemma cells_exist M : (3 * (Nd * 2 ^ m) <= N + 2)%N -> enough M ->
  exists c : bits 'I_m -> 'I_Nd -> 'I_N, forall b i, cell M b i (c b i).
Proof.
move=> large; rewrite /enough => kept_many.
have one b i : exists n, cell M b i n.
  have lt : (value b * Nd + i < #|M|)%N.
    apply: (@leq_trans (Nd * 2 ^ m)); last first.
      by rewrite -ltnS -(@ltn_pmul2l 3) // (leq_ltn_trans large) // mulnSr addn2 addn3 !ltnS.
    apply: (@leq_trans (value b * Nd + Nd)); first by rewrite ltn_add2l.
    by rewrite -mulSnr mulnC leq_mul2l value_lt orbT.
  by have [n nM E] := number_onto lt; exists n; rewrite /cell nM E eqxx.
have row b : exists c : 'I_Nd -> 'I_N, forall i, cell M b i (c i) := fin_all_exists (one b).
by have [c all] := fin_all_exists row; exists c.
Qed.

End Cells.

Section Grid.
Variables (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m).
Variables (M : {set 'I_N}) (c : bits 'I_m -> 'I_Nd -> 'I_N).
Hypothesis cells : forall b i, cell M b i (c b i).

Lemma cells_inj b b' i i' : c b i = c b' i' -> i = i' /\ b = b'.
Proof. by move=> E; have := cells b' i'; rewrite -E => /(cell_column (cells b i)). Qed.

Lemma distilled_cells l : distilled choice M l = [set c (choice l i) i | i : 'I_Nd].
Proof.
apply/setP => n; rewrite inE; apply/existsP/imsetP => [[i here] | [i _ ->]]; exists i => //.
exact: cell_unique here (cells _ _).
Qed.

Lemma prod_distilled (R : comRingType) l (F : 'I_N -> R) :
  \prod_(n in distilled choice M l) F n = \prod_i F (c (choice l i) i).
Proof.
by rewrite distilled_cells big_imset //= => i i' _ _ /cells_inj[].
Qed.

Lemma wrong_checked (Q : pred 'I_N) l i :
  (#|[set b | (b != choice l i) && Q (c b i)]| <= #|[set n in checked choice M l i | Q n]|)%N.
Proof.
have c_inj : injective (fun b => c b i) by move=> b b' /cells_inj[].
rewrite -(card_imset _ c_inj).
apply/subset_leq_card/subsetP => n /imsetP[b]; rewrite inE => /andP[bl Qb] ->.
by rewrite !inE Qb andbT; apply/existsP; exists b; rewrite bl cells.
Qed.

End Grid.

(** ** The two selection rules *)
Section Rules.
Variables (R : realFieldType) (N Nd m : nat) (Z E : finType) (P : Z -> E -> table R (all_parties N)).
Variables (eps : R) (t : parties3) (alpha K : R) (beta : bits party -> bits party -> R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).
Hypothesis tt : triple t.
Hypothesis family : certified_family t alpha beta.
Hypothesis weight_K : weighs eps beta K.
Hypothesis large : (3 * (Nd * 2 ^ m) <= N + 2)%N.

(** If, for all inputs, outputs and e, the source keeps the average over l below [c], so is the whole. *)
Lemma average_bound (L : finType) (go : bits (source_bits N L) -> bits (all_parties N) -> bool)
    (h : bits (all_parties N) -> bits L -> bits (all_parties N) -> R) (S : Z -> E -> bits (source_bits N L) -> R) z c :
  (forall e, box (P z e)) -> \sum_e \sum_s S z e s = 1 ->
  (forall e x a, \sum_(l | go (join x l) a) h x l a * S z e (join x l) <= c * \sum_l S z e (join x l)) ->
  \sum_x \sum_l \sum_(a | go (join x l) a) h x l a * seen S P z x l a <= c.
Proof.
move=> boxes total below.
apply: (@le_trans _ _ (\sum_x \sum_e \sum_a P z e a x * (c * \sum_l S z e (join x l)))).
  apply: ler_sum => x _; pose F l a e := h x l a * joint S P z e (join x l) a.
  rewrite (eq_bigr (fun l => \sum_a \sum_e if go (join x l) a then F l a e else 0)) => [|l _]; last first.
    rewrite big_mkcond; apply: eq_bigr => a _; case: ifP => _; last by rewrite big1.
    by rewrite /seen mulr_sumr.
  rewrite exchange_big (eq_bigr (fun a => \sum_e \sum_l if go (join x l) a then F l a e else 0)) => [|a _]; last first.
    by rewrite exchange_big.
  rewrite exchange_big /=; apply: ler_sum => e _; apply: ler_sum => a _.
  have [pos _ _] := boxes e.
  apply: le_trans (ler_wpmul2l (pos a x) (below e x a)).
  rewrite -big_mkcond mulr_sumr le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => l _.
  by rewrite /F /joint inputs_join [P _ _ _ _ * _]mulrC mulrA.
rewrite exchange_big /=.
apply: (@le_trans _ _ (\sum_e \sum_x c * \sum_l S z e (join x l))).
  apply: ler_sum => e _; apply: ler_sum => x _; rewrite -mulr_suml.
  by have [_ norm _] := boxes e; rewrite norm mul1r.
rewrite (eq_bigr (fun e => c * \sum_s S z e s)) => [|e _]; last by rewrite (sum_join (S z e)) mulr_sumr.
by rewrite -mulr_sumr total mulr1.
Qed.

Lemma expected_bound (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m)
    (S : Z -> E -> bits (source_bits N L) -> R) w z c :
  assumptions S P eps ->
  (forall e x a, \sum_(l | g choice w (join x l) a)
      (\prod_(n in distilled choice (kept x) l) (alpha + K * (wrong a x n)%:R)) * S z e (join x l)
    <= c * \sum_l S z e (join x l)) ->
  expected choice S P w alpha K z <= c.
Proof.
move=> setting; apply: (average_bound (h := fun x l a => \prod_(n in _) (alpha + K * (wrong a x n)%:R))).
  exact: (A2_boxes setting).
exact: (source_normalised setting).
Qed.

Lemma too_few (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m) w (x : bits (all_parties N)) l a :
  ~~ enough (kept x) -> g choice w (join x l) a = false.
Proof. by rewrite /g inputs_join => /negbTE ->. Qed.

Lemma g_wrong (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m) c w (x : bits (all_parties N)) l a i :
  (forall b i, cell (kept x) b i (c b i)) -> g choice w (join x l) a ->
  (#|[set b | (b != choice l i) && wrong a x (c b i)]| <= w)%N.
Proof.
move=> cells; rewrite /g inputs_join selection_join => /andP[_ /forallP/(_ i)].
exact: leq_trans (wrong_checked choice cells _ l i).
Qed.

(** Column selection, with at most w wrong cells tolerated in each column *)
Section Column.
Variables (S : Z -> E -> bits (source_bits N [finType of 'I_Nd * 'I_m]) -> R) (w : nat) (z : Z).
Hypothesis setting : assumptions S P eps.

(** What a column with the wrong rows [A] is charged if the row [b] is chosen: nothing if it fails the test *)
Definition column_charge (A : {set bits 'I_m}) (b : bits 'I_m) : R :=
  if (#|A :\ b| <= w)%N then alpha + K * (b \in A)%:R else 0.

Let a0 : 0 <= alpha := alpha_ge0 family.
Let K0 : 0 <= K := K_ge0 eps0 eps1 family weight_K.

Lemma column_charge_ge0 A b : 0 <= column_charge A b.
Proof. by rewrite /column_charge; case: ifP => // _; rewrite addr_ge0 // mulr_ge0 ?ler0n. Qed.

Lemma column_expected_of c : 0 <= c -> (forall A, charge_below eps (column_charge A) c) ->
  expected (@column Nd m) S P w alpha K z <= c ^+ Nd.
Proof.
move=> c0 below; apply: (expected_bound setting) => e x a.
have S0 l : 0 <= S z e (join x l) by apply: (source_nonnegative setting).
case: (boolP (enough (kept x))) => [many | few]; last first.
  rewrite big_pred0 => [|l]; first by rewrite mulr_ge0 ?sumr_ge0 // exprn_ge0.
  exact: too_few.
have [cc cells] := cells_exist large many.
pose A i := [set b | wrong a x (cc b i)].
have sp i : column_spread eps (fun l => S z e (join x l)) i.
  by move=> j l; rewrite join_flip_selection; apply: source_step (source_nonnegative setting) (A1_source setting) _ _ _ _.
apply: le_trans _ (all_columns (fun i b => column_charge_ge0 (A i) b) c0 (fun i => below (A i)) S0 sp).
rewrite big_mkcond; apply: ler_sum => l _; case: ifP => [pass | _]; last first.
  by rewrite mulr_ge0 // prodr_ge0 // => i _; apply: column_charge_ge0.
apply: ler_wpmul2r => //; rewrite (prod_distilled _ cells) le_eqVlt; apply/orP; left; apply/eqP.
apply: eq_bigr => i _; rewrite /column_charge inE ifT //.
apply: leq_trans (g_wrong i cells pass); apply: subset_leq_card.
by apply/subsetP => b; rewrite !inE.
Qed.

Lemma aim_charge (A : {set bits 'I_m}) s : (#|A| <= s)%N ->
  charge_below eps (fun b => alpha + K * (b \in A)%:R) (alpha + K * likeliest m s eps).
Proof.
move=> As p p0 sp; rewrite mulrDl -mulrA.
rewrite (eq_bigr (fun b => alpha * p b + K * (if b \in A then p b else 0))) => [|b _]; last first.
  by rewrite mulrDl -mulrA; case: (b \in A); rewrite ?mul1r ?mul0r.
rewrite big_split /= -!mulr_sumr -big_mkcond ler_add2l; apply: ler_wpmul2l => //.
exact: aim_bound.
Qed.

Lemma column_expected :
  expected (@column Nd m) S P w alpha K z <= (alpha + K * likeliest m w.+1 eps) ^+ Nd.
Proof.
have c0 : 0 <= alpha + K * likeliest m w.+1 eps by rewrite addr_ge0 // mulr_ge0 // likeliest_ge0.
apply: column_expected_of => // A p p0 sp.
case: (leqP #|A| w.+1) => [small | big].
  apply: le_trans (aim_charge small p0 sp); apply: ler_sum => b _; apply: ler_wpmul2r => //.
  by rewrite /column_charge; case: ifP => // _; rewrite addr_ge0 // mulr_ge0 ?ler0n.
rewrite big1 ?mulr_ge0 ?sumr_ge0 // => b _; rewrite /column_charge ifF ?mul0r //.
apply/negbTE; rewrite -ltnNge -ltnS; apply: leq_trans big _.
by rewrite (cardsD1 b) -add1n; apply: leq_add; first exact: leq_b1.
Qed.

Lemma column_expected_sharp : expected (@column Nd m) S P w alpha K z <=
  Num.max (alpha + K * likeliest m w eps) ((alpha + K) * likeliest m w.+1 eps) ^+ Nd.
Proof.
set c := Num.max _ _.
have c1 : alpha + K * likeliest m w eps <= c by rewrite le_maxr lexx.
have c2 : (alpha + K) * likeliest m w.+1 eps <= c by rewrite le_maxr lexx orbT.
have c0 : 0 <= c by apply: le_trans c1; rewrite addr_ge0 // mulr_ge0 // likeliest_ge0.
apply: column_expected_of => // A p p0 sp.
have sum0 : 0 <= \sum_b p b by apply: sumr_ge0.
have remove b : (#|A| <= #|A :\ b|.+1)%N by rewrite (cardsD1 b) -add1n; apply: leq_add; first exact: leq_b1.
case: (leqP #|A| w) => [small | big].
  apply: le_trans _ (ler_wpmul2r sum0 c1); apply: le_trans _ (aim_charge small p0 sp).
  apply: ler_sum => b _; apply: ler_wpmul2r => //.
  by rewrite /column_charge; case: ifP => // _; rewrite addr_ge0 // mulr_ge0 ?ler0n.
case: (leqP #|A| w.+1) => [exact_ | too_big]; last first.
  rewrite big1 ?mulr_ge0 // => b _; rewrite /column_charge ifF ?mul0r //.
  by apply/negbTE; rewrite -ltnNge -ltnS; apply: leq_trans too_big (remove b).
apply: le_trans _ (ler_wpmul2r sum0 c2); rewrite -mulrA.
apply: le_trans _ (ler_wpmul2l (addr_ge0 a0 K0) (aim_bound p0 sp exact_)).
rewrite mulr_sumr [X in _ <= X]big_mkcond; apply: ler_sum => b _; rewrite /column_charge.
case: (boolP (b \in A)) => [_ | bA].
  by case: ifP => _; rewrite ?mulr1 // mul0r mulr_ge0 // addr_ge0.
by rewrite (cardsD1 b A) (negbTE bA) add0n in big; rewrite leqNgt big /= mul0r.
Qed.
End Column.

(** Row selection, with no wrong cell tolerated *)
Section Row.
Variables (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R) (z : Z).
Hypothesis setting : assumptions S P eps.

Lemma row_expected_sharp : expected (@row Nd m) S P 0 alpha K z <=
  Num.max (alpha ^+ Nd) (likeliest m 1 eps * (alpha + K) ^+ Nd).
Proof.
have a0 : 0 <= alpha := alpha_ge0 family; have K0 : 0 <= K := K_ge0 eps0 eps1 family weight_K.
set q := likeliest m 1 eps; set c := Num.max _ _.
have c1 : alpha ^+ Nd <= c by rewrite le_maxr lexx.
have c2 : q * (alpha + K) ^+ Nd <= c by rewrite le_maxr lexx orbT.
have c0 : 0 <= c by apply: le_trans c1; apply: exprn_ge0.
apply: (expected_bound setting) => e x a.
have S0 l : 0 <= S z e (join x l) by apply: (source_nonnegative setting).
have sum0 : 0 <= \sum_l S z e (join x l) by apply: sumr_ge0.
case: (boolP (enough (kept x))) => [many | few]; last first.
  by rewrite big_pred0 ?mulr_ge0 // => l; apply: too_few.
have [cc cells] := cells_exist large many.
(* either no row is wrong anywhere, or the row chosen must be the only wrong one *)
case: (pickP (fun l => [exists i, wrong a x (cc l i)])) => [bad /existsP[i wi] | right].
  have only l : g (@row Nd m) 0 (join x l) a -> l = bad.
    move=> pass; apply/eqP; rewrite eq_sym -[_ == _]negbK; apply/negP => ne.
    have := g_wrong i cells pass; rewrite leqn0 cards_eq0 => /eqP/setP/(_ bad).
    by rewrite !inE /row ne wi.
  apply: le_trans _ (ler_wpmul2r sum0 c2); rewrite [q * _]mulrC -mulrA.
  have aim : \sum_(l in [set bad]) S z e (join x l) <= q * \sum_l S z e (join x l).
    apply: (aim_bound (p := fun l => S z e (join x l))) => // [j l |]; last by rewrite cards1.
    by rewrite join_flip_selection; apply: source_step (source_nonnegative setting) (A1_source setting) _ _ _ _.
  apply: le_trans _ (ler_wpmul2l (exprn_ge0 _ (addr_ge0 a0 K0)) aim).
  rewrite mulr_sumr [X in X <= _]big_mkcond [X in _ <= X]big_mkcond; apply: ler_sum => l _.
  rewrite inE; case: ifP => [pass | _]; last by case: ifP => // _; rewrite mulr_ge0 // exprn_ge0 // addr_ge0.
  rewrite (only l pass) eqxx; apply: ler_wpmul2r => //; rewrite (prod_distilled _ cells).
  rewrite -[X in _ <= _ ^+ X]card_ord -prodr_const; apply: ler_prod => k _.
  rewrite addr_ge0 ?mulr_ge0 ?ler0n //= ler_add2l -[X in _ <= X]mulr1; apply: ler_wpmul2l => //.
  by case: (wrong _ _ _); rewrite ?ler01 ?lexx.
apply: le_trans _ (ler_wpmul2r sum0 c1); rewrite mulr_sumr big_mkcond; apply: ler_sum => l _.
case: ifP => [_ | _]; last by rewrite mulr_ge0 // exprn_ge0.
apply: ler_wpmul2r => //; rewrite (prod_distilled _ cells).
rewrite -[X in _ <= _ ^+ X]card_ord -prodr_const; apply: ler_prod => i _.
have /negbT := right l; rewrite negb_exists => /forallP/(_ i)/negbTE no.
by rewrite /row no mulr0 addr0 a0 lexx.
Qed.
End Row.
End Rules.
