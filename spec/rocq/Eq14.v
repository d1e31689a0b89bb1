(** * The theorems for sources more general than those of eq (1), as eq (14) is read here: all other bits are given *)

From mathcomp Require Import all_ssreflect ssralg ssrnum poly zmodp.
From Freebit Require Import Definitions Paper Identities Boxes MajorityLemma Tensor Selection Expectation Rows Grid Theorems
  Limit General Mixtures.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Steps 5 and 6: hitting *)
Section Hit.
Variables (R : realFieldType) (N : nat) (L : finType) (Z E : finType) (S : Z -> E -> bits (source_bits N L) -> R).
Variables (G F : nat -> R).
Hypotheses (S0 : forall z e s, 0 <= S z e s) (S14 : eq14 S G F) (GF : bounds14 G F).

(** n selection bits have given values with a probability of at most F(n). *)
Lemma aim14 z e x (J : {set L}) l0 :
  \sum_(l : bits L | [forall j in J, l j == l0 j]) S z e (join x l) <= F #|J| * \sum_l S z e (join x l).
Proof.
pose K : {set source_bits N L} := [set inr j | j in J].
have cardK : #|K| = #|J| by rewrite card_imset // => j j' [].
have restE l : prob_rest S z e K (join x l) = \sum_(l' : bits L | [forall j, (j \notin J) ==> (l' j == l j)]) S z e (join x l').
  rewrite /prob_rest big_mkcond sum_join (bigD1 x) //= [X in _ + X]big1 ?addr0 => [|x' ne].
    rewrite -big_mkcond; apply: eq_bigl => l'; apply/forallP/forallP => same j.
      by have := same (inr j); rewrite !ffunE mem_imset // => ? ? [].
    case: j => [p | j]; first by rewrite !ffunE eqxx implybT.
    by have := same j; rewrite !ffunE mem_imset // => ? ? [].
  rewrite big1 // => l' _; case: forallP => // same; case/eqP: ne; apply/ffunP => p.
  have := same (inl p); rewrite !ffunE => /implyP/(_ _)/eqP -> //.
  by apply/imsetP => -[].
apply: (@le_trans _ _ (\sum_(l : bits L | [forall j in J, l j == l0 j]) F #|J| *
    \sum_(l' : bits L | [forall j, (j \notin J) ==> (l' j == l j)]) S z e (join x l'))).
  by apply: ler_sum => l _; rewrite -restE -cardK; have /andP[] := rest_bounds S0 S14 z e K (join x l).
rewrite -mulr_sumr (exchange_big_dep predT) //= le_eqVlt; apply/orP; left; apply/eqP; congr (_ * _); apply: eq_bigr => l' _.
rewrite (big_pred1 [ffun j => if j \in J then l0 j else l' j]) // => l; apply/andP/eqP => [[/forall_inP on /forallP off] | ->].
  apply/ffunP => j; rewrite ffunE; case: ifP => jJ; first by apply/eqP; apply: on.
  by apply/esym/eqP; have := off j; rewrite jJ.
split; first by apply/forall_inP => j jJ; rewrite ffunE jJ.
by apply/forallP => j; apply/implyP => /negbTE jJ; rewrite ffunE jJ.
Qed.
End Hit.

(** Runs that pass agree on the wrong columns, and on the rows chosen there. *)
Lemma wrong_columns N Nd m (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m) (x a : bits (all_parties N)) c l l0 :
  (forall b i, cell (kept x) b i (c b i)) -> g choice 0 (join x l) a -> g choice 0 (join x l0) a ->
  [set i | wrong a x (c (choice l i) i)] = [set i | wrong a x (c (choice l0 i) i)] /\
  (forall i, wrong a x (c (choice l0 i) i) -> choice l i = choice l0 i).
Proof.
move=> cells pass pass0.
have only l1 l2 i : g choice 0 (join x l2) a -> wrong a x (c (choice l1 i) i) -> choice l2 i = choice l1 i.
  move=> go wr; apply/eqP; rewrite eq_sym -[_ == _]negbK; apply/negP => ne.
  have := g_wrong i cells go; rewrite leqn0 cards_eq0 => /eqP/setP/(_ (choice l1 i)).
  by rewrite !inE ne wr.
split; last by move=> i; apply: only.
by apply/setP => i; rewrite !inE; apply/idP/idP => wr; rewrite (only _ _ _ _ wr) // -?(only _ _ _ pass wr).
Qed.

Lemma subset_of_size (T : finType) (A : {set T}) s : (s <= #|A|)%N -> exists2 U : {set T}, U \subset A & #|U| = s.
Proof.
move=> le; exists [set i in take s (enum A)].
  by apply/subsetP => i; rewrite inE => /mem_take; rewrite mem_enum.
by rewrite cardsE (card_uniqP _) ?take_uniq ?enum_uniq // size_takel // -cardE.
Qed.

Section Theorems14.
Variables (R : realFieldType) (N Nd m : nat) (Z E : finType) (P : Z -> E -> table R (all_parties N)).
Variables (G F : nat -> R) (t : parties3) (alpha : R) (beta : bits party -> bits party -> R) (kappa : {poly R}).
Hypotheses (GF : bounds14 G F) (large : (3 * (Nd * 2 ^ m) <= N + 2)%N).
Hypotheses (family : certified_family t alpha beta) (weight_kappa : weighs14 beta kappa).
Notation rho := (ratio G F).
Notation L := (L14 rho alpha kappa Nd).

Let a0 : 0 <= alpha := alpha_ge0 family.
Let rho0 := ratio14_ge0 GF.
Lemma F14_ge0 n : 0 <= F n. Proof. by case: GF => _ _ /(_ n)/andP[lt le]; apply: le_trans (ltW lt) le. Qed.
Hint Resolve F14_ge0 : core.
Let kappa_s s : 0 <= replaced rho (kappa ^+ s).
Proof.
apply: replaced_ge0 => //; elim: s => [|s IH]; first by move=> n; rewrite coef0 coef1 ler0n.
by rewrite exprS; apply: below_mul0 => //; apply: kappa0 family weight_kappa.
Qed.
Let term0 s : 0 <= alpha ^+ (Nd - s) * replaced rho (kappa ^+ s).
Proof. by rewrite mulr_ge0 ?exprn_ge0. Qed.

Lemma L14_ge0 T : 0 <= L T.
Proof. by apply: sumr_ge0 => s _; rewrite -mulrA mulr_ge0 ?ler0n. Qed.

Lemma L14_zero : L 0 = alpha ^+ Nd.
Proof. by rewrite /L14 big_ord1 bin0 mul1r subn0 expr0 /replaced size_poly1 big_ord1 coef1 /ratio; case: GF => -> -> _; rewrite divr1 !mulr1. Qed.

(** Sums over s <= T with C(T,s) are at most sums over s <= T' with C(T',s). *)
Lemma binomials_mono T T' (q : nat -> R) : (T <= T')%N -> (forall s, 0 <= q s) ->
  \sum_(s < T.+1) 'C(T, s)%:R * q s <= \sum_(s < T'.+1) 'C(T', s)%:R * q s.
Proof.
move=> le q0; rewrite (big_ord_widen T'.+1 (fun s => 'C(T, s)%:R * q s)) // big_mkcond; apply: ler_sum => s _.
case: ifP => _; last by rewrite mulr_ge0 ?ler0n.
by apply: ler_wpmul2r; rewrite ?ler_nat ?leq_bin2l.
Qed.

Lemma L14_mono T T' : (T <= T')%N -> L T <= L T'.
Proof.
move=> le; have := binomials_mono le term0; rewrite /L14.
by rewrite !(eq_bigr _ (fun s _ => mulrA _ _ _)).
Qed.

(** A bound on the mean over the selections, whatever else happens, is a bound on (12). *)
Lemma guess14 (K : finType) (choice : bits K -> 'I_Nd -> bits 'I_m) (S : Z -> E -> bits (source_bits N K) -> R) b :
  but_eq1 S P -> eq14 S G F -> 0 <= b ->
  (forall z e x a c l0, (forall b i, cell (kept x) b i (c b i)) -> g choice 0 (join x l0) a ->
    let T := #|[set i | wrong a x (c (choice l0 i) i)]| in
    L T * (\sum_(l | g choice 0 (join x l) a) S z e (join x l)) <= b * (\sum_l S z e (join x l))) ->
  guess choice S P 0 t <= 1 / 2%:R + 1 / 4%:R * b.
Proof.
move=> setting S14 b0 bound; have quarter : 0 <= 1 / 4%:R :> R by rewrite divr_ge0 ?ler01 ?ler0n.
case: (pickP (fun _ : Z => true)) => [z _ | none]; last first.
  rewrite /guess ler_add2l; apply: ler_wpmul2l => //.
  by rewrite big1 // => k _; rewrite big1 // => v _; rewrite big_pred0.
apply: le_trans (expectation14 choice 0 setting S14 GF family weight_kappa z) _; rewrite ler_add2l; apply: ler_wpmul2l => //.
apply: (average_bound (h := fun x l a => replaced rho (paid choice alpha kappa x l a))).
- exact: (b1_boxes setting).
- exact: (b1_normalised setting).
move=> e x a; have sum0 : 0 <= \sum_l S z e (join x l) by apply: sumr_ge0 => l _; apply: (b1_nonnegative setting).
case: (pickP (fun l => g choice 0 (join x l) a)) => [l0 pass0 | none]; last by rewrite big_pred0 // mulr_ge0.
have many : enough (kept x) by move: pass0; rewrite /g inputs_join => /andP[].
have [c cells] := cells_exist large many.
apply: le_trans (bound z e x a c l0 cells pass0); rewrite mulr_sumr le_eqVlt; apply/orP; left; apply/eqP.
apply: eq_bigr => l pass; rewrite (@paidE _ _ _ _ _ choice G F alpha kappa c x l a cells); congr (L14 _ _ _ _ _ * _); apply: eq_card => i.
by have [-> _] := wrong_columns cells pass pass0.
Qed.

(** *** Row selection *)
Section Row14.
Variable S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R.
Hypotheses (setting : but_eq1 S P) (S14 : eq14 S G F).
Let S0 := b1_nonnegative setting.

Lemma hit_row z e x (l0 : bits 'I_m) : S z e (join x l0) <= F m * \sum_l S z e (join x l).
Proof.
have := aim14 S0 S14 z e x setT l0; rewrite cardsT card_ord (big_pred1 l0) // => l.
by apply/forall_inP/eqP => [same | -> //]; apply/ffunP => j; apply/eqP; apply: same; rewrite inE.
Qed.

Lemma row_cases z e x a (c : bits 'I_m -> 'I_Nd -> 'I_N) l0 : (forall b i, cell (kept x) b i (c b i)) -> g (@row Nd m) 0 (join x l0) a ->
  let T := #|[set i | wrong a x (c (row l0 i) i)]| in let q := \sum_(l | g (@row Nd m) 0 (join x l) a) S z e (join x l) in
  let total := \sum_l S z e (join x l) in
  (T = 0%N \/ (q <= F m * total)) /\ q <= total.
Proof.
move=> cells pass0 T q total; split; last first.
  by rewrite /total [X in _ <= X](bigID (fun l => g (@row Nd m) 0 (join x l) a)) /= ler_addl sumr_ge0.
case: (set_0Vmem [set i | wrong a x (c (row l0 i) i)]) => [none | [i]]; first by left; rewrite /T none cards0.
rewrite inE => wr; right; apply: le_trans (hit_row z e x l0); rewrite /q (big_pred1 l0) // => l /=.
by apply/idP/eqP => [pass | -> //]; have [_ /(_ i wr)] := wrong_columns cells pass pass0.
Qed.

(** [R5.38], `row-sharp` *)
Theorem row14_sharp : guess (@row Nd m) S P 0 t <= 1 / 2%:R + 1 / 4%:R * Num.max (alpha ^+ Nd) (F m * L Nd).
Proof.
apply: guess14 => //; first by rewrite le_maxr exprn_ge0.
move=> z e x a c l0 cells pass0; have := row_cases z e cells pass0; set T := #|_|; set q := \sum_(l | _) _.
set total := \sum_l _ => -[hit le] /=; have total0 : 0 <= total by apply: sumr_ge0.
case: hit => [-> | hit].
  by rewrite L14_zero; apply: ler_pmul; rewrite ?exprn_ge0 ?sumr_ge0 // le_maxr lexx.
apply: (@le_trans _ _ (L Nd * (F m * total))).
  by apply: ler_pmul; rewrite ?L14_ge0 ?sumr_ge0 // L14_mono // -[X in (_ <= X)%N](card_ord Nd) max_card.
by rewrite mulrA [L Nd * _]mulrC; apply: ler_wpmul2r => //; rewrite le_maxr lexx orbT.
Qed.

(** [R5.38], `row` *)
Theorem row14 : guess (@row Nd m) S P 0 t <= 1 / 2%:R + 1 / 4%:R * (alpha ^+ Nd + F m * (L Nd - alpha ^+ Nd)).
Proof.
have more : 0 <= L Nd - alpha ^+ Nd by rewrite subr_ge0 -L14_zero L14_mono.
apply: guess14 => //; first by rewrite addr_ge0 ?exprn_ge0 // mulr_ge0.
move=> z e x a c l0 cells pass0; have := row_cases z e cells pass0; set T := #|_|; set q := \sum_(l | _) _.
set total := \sum_l _ => -[hit le] /=; have total0 : 0 <= total by apply: sumr_ge0.
have q0 : 0 <= q by apply: sumr_ge0.
case: hit => [-> | hit].
  by rewrite L14_zero; apply: ler_pmul; rewrite ?exprn_ge0 // ler_addl mulr_ge0.
apply: (@le_trans _ _ (L Nd * q)).
  by apply: ler_wpmul2r => //; rewrite L14_mono // -[X in (_ <= X)%N](card_ord Nd) max_card.
have -> : L Nd * q = alpha ^+ Nd * q + (L Nd - alpha ^+ Nd) * q by rewrite -mulrDl addrC subrK.
rewrite [X in _ <= X]mulrDl; apply: ler_add; first by apply: ler_wpmul2l; rewrite ?exprn_ge0.
by rewrite [F m * _]mulrC -[X in _ <= X]mulrA; apply: ler_wpmul2l.
Qed.
End Row14.

(** *** Column selection *)
Section Column14.
Variable S : Z -> E -> bits (source_bits N [finType of 'I_Nd * 'I_m]) -> R.
Hypotheses (setting : but_eq1 S P) (S14 : eq14 S G F).
Let S0 := b1_nonnegative setting.

Lemma hit_columns z e x a (c : bits 'I_m -> 'I_Nd -> 'I_N) l0 (U : {set 'I_Nd}) : (forall b i, cell (kept x) b i (c b i)) ->
  g (@column Nd m) 0 (join x l0) a -> U \subset [set i | wrong a x (c (column l0 i) i)] ->
  \sum_(l | g (@column Nd m) 0 (join x l) a) S z e (join x l) <= F (m * #|U|) * \sum_l S z e (join x l).
Proof.
move=> cells pass0 sub; have := aim14 S0 S14 z e x (setX U setT) l0.
rewrite cardsX cardsT card_ord mulnC; apply: le_trans.
rewrite [X in X <= _]big_mkcond [X in _ <= X]big_mkcond; apply: ler_sum => l _; case: ifP => [pass | _]; last first.
  by case: ifP => // _; apply: S0.
rewrite ifT //; apply/forall_inP => -[i j]; rewrite inE /= => /andP[iU _].
have := subsetP sub i iU; rewrite inE => wr; have [_ /(_ i wr)] := wrong_columns cells pass pass0.
by move/ffunP/(_ j); rewrite !ffunE => ->.
Qed.

(** [R5.38], `column-sharp`: the largest of F(m T) L(T) *)
Theorem column14_sharp : guess (@column Nd m) S P 0 t <=
  1 / 2%:R + 1 / 4%:R * \big[Num.max/0]_(T < Nd.+1) (F (m * T) * L T).
Proof.
apply: guess14 => //; first by apply: (le_trans _ (bigmax_attains (i := ord0) _ _)); rewrite ?mulr_ge0 ?L14_ge0.
move=> z e x a c l0 cells pass0 /=; set T := #|_|; have total0 : 0 <= \sum_l S z e (join x l) by apply: sumr_ge0.
have TNd : (T < Nd.+1)%N by rewrite ltnS -[X in (_ <= X)%N](card_ord Nd) max_card.
apply: le_trans (ler_wpmul2l (L14_ge0 T) (hit_columns z e cells pass0 (subxx _))) _.
rewrite mulrA [L T * _]mulrC; apply: ler_wpmul2r => //.
exact: (bigmax_attains (Q := fun=> true) (fun T : 'I_Nd.+1 => F (m * T) * L T) (i := Ordinal TNd)).
Qed.

(** [R5.38], `column` *)
Theorem column14 : guess (@column Nd m) S P 0 t <= 1 / 2%:R + 1 / 4%:R *
  \sum_(s < Nd.+1) 'C(Nd, s)%:R * (alpha ^+ (Nd - s) * replaced rho (kappa ^+ s) * F (m * s)).
Proof.
have paid s : 0 <= alpha ^+ (Nd - s) * replaced rho (kappa ^+ s) * F (m * s) by rewrite mulr_ge0.
apply: guess14 => //; first by apply: sumr_ge0 => s _; rewrite mulr_ge0 ?ler0n.
move=> z e x a c l0 cells pass0 /=; set T := #|_|; have total0 : 0 <= \sum_l S z e (join x l) by apply: sumr_ge0.
have TNd : (T <= Nd)%N by rewrite -[X in (_ <= X)%N](card_ord Nd) max_card.
apply: le_trans _ (ler_wpmul2r total0 (binomials_mono TNd paid)); rewrite /L14 !mulr_suml; apply: ler_sum => s _.
have [U sub cardU] := subset_of_size (leq_ord s : (s <= T)%N).
have := hit_columns z e cells pass0 sub; rewrite cardU => hit.
apply: le_trans (ler_wpmul2l _ hit) _; last by rewrite !mulrA.
by rewrite -mulrA mulr_ge0 ?ler0n.
Qed.
End Column14.
End Theorems14.

(** ** Eq (1) is the case G(n) = eps^n, F(n) = (1-eps)^n *)
Section Powers.
Variables (R : realFieldType) (eps : R).
Hypothesis weak : 0 < eps <= 1 / 2%:R.

Let eps0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Let rest_large : eps <= 1 - eps.
Proof.
have /andP[_ h] := weak; rewrite ler_subr_addr; apply: le_trans (ler_add h h) _.
by rewrite -mulrDl -mulr2n divff // pnatr_eq0.
Qed.
Let rest0 : 0 < 1 - eps. Proof. exact: lt_le_trans eps0 rest_large. Qed.

Notation low := (low eps).
Notation high := (high eps).

Lemma powers_bounds : bounds14 low high.
Proof.
by split=> // n; rewrite exprn_gt0 //=; apply: ler_expn2r; rewrite ?nnegrE // ltW.
Qed.

(** [R1.13] *)
Theorem eq1_is_eq14 (Z : Type) (E B : finType) (S : Z -> E -> bits B -> R) :
  (forall z e s, 0 <= S z e s) -> eq1 S eps -> eq14 S low high.
Proof.
move=> S0 S1 z e J s pos; rewrite ler_pdivl_mulr // ler_pdivr_mulr //; move: {pos} s.
move Ek: #|J| => k; elim: k J Ek => [|k IH] J Ek s.
  rewrite /Paper.low /Paper.high !mul1r [prob_rest _ _ _ _ _](_ : _ = S z e s) ?lexx //.
  rewrite /prob_rest (big_pred1 s) // => s'; apply/forallP/eqP => [same | -> j]; last by rewrite eqxx implybT.
  by apply/ffunP => j; apply/eqP; have := same j; move/eqP: Ek; rewrite cards_eq0 => /eqP ->; rewrite inE.
have [j jJ] : exists j, j \in J by apply/set0Pn; rewrite -cards_eq0 Ek.
pose J' := J :\ j; have cardJ' : #|J'| = k by move: Ek; rewrite (cardsD1 j) jJ => -[].
have jJ' : j \notin J' by rewrite !inE eqxx.
have flipped u : prob_rest S z e J' (flip j u) = \sum_(s' : bits B | [forall i, (i \notin J') ==> (s' i == u i)]) S z e (flip j s').
  rewrite /prob_rest (reindex_inj (@flip_inj _ j)); apply: eq_bigl => s'; apply: eq_forallb => i.
  by rewrite !ffunE (inj_eq (@addIb _)).
have restE : prob_rest S z e J s = prob_rest S z e J' s + prob_rest S z e J' (flip j s).
  rewrite /prob_rest (bigID (fun s' : bits B => s' j == s j)) /=; congr (_ + _); apply: eq_bigl => s'.
    apply/andP/forallP => [[/forallP same sj] i | same]; last first.
      split; last by have := same j; rewrite jJ'.
      by apply/forallP => i; apply/implyP => iJ; apply: (implyP (same i)); rewrite inE negb_and iJ orbT.
    apply/implyP; rewrite !inE negb_and negbK => /orP[/eqP -> // | iJ]; exact: (implyP (same i)).
  apply/andP/forallP => [[/forallP same sj] i | same].
    apply/implyP; rewrite !inE negb_and negbK ffunE => /orP[/eqP -> | iJ].
      by rewrite eqxx addbT; case: (s' j) (s j) sj => [] [].
    rewrite (negbTE (_ : i != j)) ?addbF; first exact: (implyP (same i)).
    by apply: contraNneq iJ => ->.
  split; last by have := implyP (same j) jJ'; rewrite flip_at => /eqP ->; case: (s j).
  apply/forallP => i; apply/implyP => iJ; have ij : i != j by apply: contraNneq iJ => ->.
  by have := same i; rewrite flip_off // !inE ij negb_and iJ.
have bound u := @source_bounds _ _ _ _ S eps S0 S1 z e j u _ (erefl _).
have low_sum : eps * prob_rest S z e J s <= prob_rest S z e J' s.
  rewrite restE flipped -big_split mulr_sumr; apply: ler_sum => u _; by have /andP[] := bound u.
have high_sum : prob_rest S z e J' s <= (1 - eps) * prob_rest S z e J s.
  rewrite restE flipped -big_split mulr_sumr; apply: ler_sum => u _; by have /andP[] := bound u.
have /andP[lo hi] := IH J' cardJ' s; apply/andP; split.
  apply: le_trans lo; rewrite /Paper.low exprSr -mulrA; apply: ler_wpmul2l => //; exact: exprn_ge0 (ltW eps0).
apply: le_trans hi _; rewrite /Paper.high exprSr -mulrA; apply: ler_wpmul2l => //; exact: exprn_ge0 (ltW rest0).
Qed.

(** [R5.39] With these the numbers of [R5.38] are those of [R5.31]-[R5.34]; K is the value of kappa at r. *)
Notation r := ((1 - eps) / eps).
Variables (alpha : R) (kappa : {poly R}) (Nd m : nat).
Notation K := kappa.[r].
Notation L := (L14 (ratio low high) alpha kappa Nd).

Lemma replaced_powers p : replaced (ratio low high) p = p.[r].
Proof. by rewrite horner_coef /replaced; apply: eq_bigr => i _; rewrite /ratio -expr_div_n. Qed.

Lemma L14_powers T : (T <= Nd)%N -> L T = alpha ^+ (Nd - T) * (alpha + K) ^+ T.
Proof. by move=> le; rewrite -L14E // replaced_powers !hornerE !horner_exp !hornerE. Qed.

Theorem row14_powers : alpha ^+ Nd + high m * (L Nd - alpha ^+ Nd) =
  alpha ^+ Nd + (1 - eps) ^+ m * ((alpha + K) ^+ Nd - alpha ^+ Nd).
Proof. by rewrite L14_powers // subnn mul1r. Qed.

Theorem row14_sharp_powers : Num.max (alpha ^+ Nd) (high m * L Nd) =
  Num.max (alpha ^+ Nd) ((1 - eps) ^+ m * (alpha + K) ^+ Nd).
Proof. by rewrite L14_powers // subnn mul1r. Qed.

Theorem column14_powers :
  \sum_(s < Nd.+1) 'C(Nd, s)%:R * (alpha ^+ (Nd - s) * replaced (ratio low high) (kappa ^+ s) * high (m * s)) =
  (alpha + K * (1 - eps) ^+ m) ^+ Nd.
Proof.
rewrite exprDn; apply: eq_bigr => s _.
by rewrite mulr_natl replaced_powers horner_exp exprMn /Paper.high exprM mulrA.
Qed.

Theorem column14_sharp_powers : 0 <= alpha -> 0 <= K ->
  \big[Num.max/0]_(T < Nd.+1) (high (m * T) * L T) = Num.max alpha ((1 - eps) ^+ m * (alpha + K)) ^+ Nd.
Proof.
move=> a0 K0; pose q := (1 - eps) ^+ m; pose b := q * (alpha + K).
have q0 : 0 <= q by apply: exprn_ge0; apply: ltW.
have b0 : 0 <= b by rewrite mulr_ge0 ?addr_ge0.
have valueE (T : 'I_Nd.+1) : high (m * T) * L T = alpha ^+ (Nd - T) * b ^+ T.
  by rewrite L14_powers ?leq_ord // /Paper.high exprM mulrCA -exprMn.
apply/eqP; rewrite eq_le; apply/andP; split.
  apply: bigmax_bound => [|T _]; first by rewrite exprn_ge0 // le_maxr a0.
  rewrite valueE -[X in _ <= _ ^+ X](subnK (leq_ord T : (T <= Nd)%N)) exprD.
  by apply: ler_pmul; rewrite ?exprn_ge0 //; apply: ler_expn2r; rewrite ?nnegrE ?le_maxr ?lexx ?orbT // ?a0.
have [] := leP b alpha => le.
  have := bigmax_attains (Q := fun=> true) (fun T : 'I_Nd.+1 => high (m * T) * L T) (i := ord0) isT.
  by rewrite valueE /= subn0 expr0 mulr1.
have := bigmax_attains (Q := fun=> true) (fun T : 'I_Nd.+1 => high (m * T) * L T) (i := ord_max) isT.
by rewrite valueE /= subnn mul1r.
Qed.
End Powers.

(** ** The paper's claim, for our reading: G(n) > 0 and F(n) -> 0 suffice *)
Section Amplification14.
Variables (R : archiFieldType) (G F : nat -> R) (delta : R).
Hypotheses (GF : bounds14 G F) (vanishing : tends_to_0 F) (wanted : 0 < delta).

Theorem full_amplification14 : exists Nd n0, forall m, (n0 <= m)%N ->
  forall N (Z E : finType) (P : Z -> E -> table R (all_parties N)) (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R),
  (3 * (Nd * 2 ^ m) <= N + 2)%N -> but_eq1 S P -> eq14 S G F ->
  guess (@row Nd m) S P 0 first_three <= 1 / 2%:R + delta.
Proof.
have half0 : 0 < 1 / 2%:R :> R by rewrite divr_gt0 ?ltr01 ?ltr0n.
have half1 : 1 / 2%:R < 1 :> R by rewrite ltr_pdivr_mulr ?ltr0n // mul1r ltr1n.
have [Nd small] := powers_vanish (ltW half0) half1 wanted.
pose i : 'I_8 := ord0; have certified := committed_certified R i; have le := committed_weighs14 R i.
pose big := L14 (ratio G F) (vertex_alpha R i) (vertex_kappa R i) Nd Nd.
have big0 : 0 < big.
  apply: (@lt_le_trans _ _ (vertex_alpha R i ^+ Nd)); first exact: exprn_gt0.
  rewrite /big -(L14_zero Nd _ (vertex_kappa R i) GF); exact: (L14_mono Nd GF certified le (leq0n Nd)).
have [n0 hit] := vanishing (divr_gt0 wanted big0).
exists Nd, n0 => m n0m N Z E P S large setting S14.
apply: le_trans (row14_sharp GF large certified le setting S14) _; rewrite ler_add2l.
have below : Num.max (vertex_alpha R i ^+ Nd) (F m * big) <= delta.
  by rewrite le_maxl small /= -ler_pdivl_mulr //; apply: hit.
apply: le_trans (ler_wpmul2l _ below) _; first by rewrite divr_ge0 ?ler01 ?ler0n.
by rewrite ger_pmull // ler_pdivr_mulr ?ltr0n // mul1r ler1n.
Qed.
End Amplification14.
