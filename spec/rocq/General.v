(** * Sources more general than those of eq (1): the bounds for our reading of eq (14) *)

From mathcomp Require Import all_ssreflect ssralg ssrnum poly.
From Freebit Require Import Definitions Paper Identities Boxes MajorityLemma Tensor Selection Expectation Rows Grid Theorems.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Polynomials with each x^n replaced by rho(n) *)
Section Replaced.
Variables (R : realFieldType) (rho : nat -> R).
Implicit Types p q : {poly R}.

Lemma replacedE p n : (size p <= n)%N -> replaced rho p = \sum_(i < n) p`_i * rho i.
Proof.
move=> le; rewrite /replaced (big_ord_widen n (fun i => p`_i * rho i) le) big_mkcond; apply: eq_bigr => i _ /=.
by case: ltnP => // out; rewrite nth_default ?mul0r.
Qed.

Lemma replacedD p q : replaced rho (p + q) = replaced rho p + replaced rho q.
Proof.
pose n := maxn (size p) (size q).
rewrite (@replacedE _ n) ?size_add // (@replacedE p n) ?leq_maxl // (@replacedE q n) ?leq_maxr // -big_split.
by apply: eq_bigr => i _; rewrite coefD mulrDl.
Qed.

Lemma replacedZ c p : replaced rho (c *: p) = c * replaced rho p.
Proof.
rewrite (@replacedE _ (size p)) ?size_scale_leq // (@replacedE p (size p)) // mulr_sumr.
by apply: eq_bigr => i _; rewrite coefZ mulrA.
Qed.

Lemma replaced0 : replaced rho 0 = 0.
Proof. by rewrite /replaced size_poly0 big_ord0. Qed.

Lemma replacedXn n : replaced rho 'X^n = rho n.
Proof.
rewrite (@replacedE _ n.+1) ?size_polyXn // big_ord_recr /= coefXn eqxx mul1r big1 ?add0r // => i _.
by rewrite coefXn ltn_eqF ?mul0r.
Qed.

Lemma replaced_sum (I : Type) (r : seq I) (Q : pred I) (F : I -> {poly R}) :
  replaced rho (\sum_(i <- r | Q i) F i) = \sum_(i <- r | Q i) replaced rho (F i).
Proof. exact: (big_morph _ replacedD replaced0). Qed.

(** *** Order, coefficient by coefficient *)
Definition below p q := forall n, p`_n <= q`_n.

Lemma below_refl p : below p p. Proof. by move=> n. Qed.

Lemma below_add p q p' q' : below p q -> below p' q' -> below (p + p') (q + q').
Proof. by move=> le le' n; rewrite !coefD ler_add. Qed.

Lemma below_mul p q p' q' : below 0 p -> below 0 p' -> below p q -> below p' q' -> below (p * p') (q * q').
Proof.
move=> p0 p'0 le le' n; rewrite !coefM; apply: ler_sum => i _.
by apply: ler_pmul; rewrite -?(coef0 R) ?p0 ?p'0 //; have := p0 i; have := p'0 (n - i)%N; rewrite !coef0.
Qed.

Lemma below_mul0 p q : below 0 p -> below 0 q -> below 0 (p * q).
Proof. by move=> p0 q0; have := below_mul (below_refl 0) (below_refl 0) p0 q0; rewrite mul0r. Qed.

Lemma below_prod (I : Type) (r : seq I) (Q : pred I) (F G : I -> {poly R}) :
  (forall i, Q i -> below 0 (F i) /\ below (F i) (G i)) ->
  below 0 (\prod_(i <- r | Q i) F i) /\ below (\prod_(i <- r | Q i) F i) (\prod_(i <- r | Q i) G i).
Proof.
move=> le; elim: r => [|i r [IH0 IH]].
  by rewrite !big_nil; split=> n; rewrite ?coef0 // coef1 ler0n.
rewrite !big_cons; case: ifP => // /le[F0 FG]; split; [exact: below_mul0 | exact: below_mul].
Qed.

Hypothesis rho0 : forall n, 0 <= rho n.

Lemma replaced_mono p q : below p q -> replaced rho p <= replaced rho q.
Proof.
move=> le; pose n := maxn (size p) (size q).
rewrite (@replacedE p n) ?leq_maxl // (@replacedE q n) ?leq_maxr //; apply: ler_sum => i _.
by apply: ler_wpmul2r.
Qed.

Lemma replaced_ge0 p : below 0 p -> 0 <= replaced rho p.
Proof. by move=> p0; rewrite -replaced0; apply: replaced_mono. Qed.
End Replaced.
Arguments replaced_mono {R rho} rho0 {p q}.

(** L(T) is (alpha + kappa)^T alpha^(Nd - T), expanded. *)
Lemma L14E (R : realFieldType) (rho : nat -> R) alpha (kappa : {poly R}) Nd T : (T <= Nd)%N ->
  replaced rho (alpha%:P ^+ (Nd - T) * (alpha%:P + kappa) ^+ T) = L14 rho alpha kappa Nd T.
Proof.
move=> le; rewrite exprDn mulr_sumr replaced_sum /L14; apply: eq_bigr => s _.
rewrite -!rmorphX /= !mul_polyC -[X in _ *: X]scaler_nat !replacedZ !mulrA.
rewrite [_ * 'C(T, s)%:R]mulrC -!mulrA; congr (_ * _); rewrite mulrA -exprD.
by rewrite addnBA ?subnK // -ltnS.
Qed.

(** ** What the bounds say about single strings *)
Section Source14.
Variables (R : realFieldType) (Z : Type) (E B : finType) (S : Z -> E -> bits B -> R) (G F : nat -> R).
Hypotheses (S0 : forall z e s, 0 <= S z e s) (S14 : eq14 S G F) (GF : bounds14 G F).
Implicit Types (J : {set B}) (s : bits B).

Let G0 n : 0 < G n. Proof. by case: GF => _ _ /(_ n)/andP[]. Qed.
Let F0 n : 0 <= F n. Proof. by case: GF => _ _ /(_ n)/andP[lt le]; apply: le_trans (ltW lt) le. Qed.

Lemma ratio14_ge0 n : 0 <= ratio G F n.
Proof. by rewrite /ratio divr_ge0 // ltW. Qed.

Lemma rest_ge z e J s : S z e s <= prob_rest S z e J s.
Proof.
rewrite /prob_rest (bigD1 s) /=; last by apply/forallP => j; rewrite eqxx implybT.
by rewrite ler_addl sumr_ge0.
Qed.

Lemma rest_bounds z e J s : G #|J| * prob_rest S z e J s <= S z e s <= F #|J| * prob_rest S z e J s.
Proof.
have le := rest_ge z e J s; have [E0 | ne] := eqVneq (prob_rest S z e J s) 0.
  by move: le; rewrite E0 !mulr0 => le; rewrite S0.
have pos : 0 < prob_rest S z e J s by rewrite lt_def ne (le_trans (S0 z e s)).
by have := S14 pos; rewrite ler_pdivl_mulr // ler_pdivr_mulr.
Qed.

(** Strings that differ in n bits have probabilities that differ by at most the factor F(n)/G(n). *)
Lemma ratio14 z e s s' : S z e s <= ratio G F (distance s s') * S z e s'.
Proof.
pose J := [set j | s j != s' j].
have cardJ : #|J| = distance s s'.
  by rewrite /J cardsE -sum1_card /distance big_mkcond; apply: eq_bigr => j _; rewrite -topredE /=; case: (_ != _).
have same : prob_rest S z e J s = prob_rest S z e J s'.
  apply: eq_bigl => u; apply: eq_forallb => j; rewrite inE.
  by case: eqP => [-> | _] //=; rewrite eqxx.
have /andP[_ high] := rest_bounds z e J s; have /andP[low _] := rest_bounds z e J s'.
rewrite cardJ same in high low; apply: le_trans high _; rewrite /ratio -mulrA; apply: ler_wpmul2l => //.
by rewrite mulrC ler_pdivl_mulr // mulrC.
Qed.
End Source14.

(** ** Step 3: no z any more *)
Section Master.
Variables (R : realFieldType) (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m).
Variables (Z E : finType) (S : Z -> E -> bits (source_bits N L) -> R) (P : Z -> E -> table R (all_parties N)).
Variables (G F : nat -> R) (w : nat) (t : parties3) (alpha : R) (beta : bits party -> bits party -> R) (kappa : {poly R}).
Hypotheses (setting : but_eq1 S P) (S14 : eq14 S G F) (GF : bounds14 G F).
Hypotheses (family : certified_family t alpha beta) (weight_kappa : weighs14 beta kappa).
Hypothesis large : (3 * (Nd * 2 ^ m) <= N + 2)%N.

Notation T := (all_parties N).
Notation D x l := (distilled choice (kept x) l).
Notation g := (@g N Nd m L choice w).
Notation quintuplet := (@quintuplet N [finType of party]).
Notation rho := (ratio G F).
Implicit Types (l : bits L) (z : Z) (e : E).

Let S0 := b1_nonnegative setting.
Let rho0 := ratio14_ge0 GF.
Let a0 : 0 <= alpha := alpha_ge0 family.
Let b0 y x : X y -> 0 <= beta y x := @beta_ge0 R t alpha beta family y x.

Lemma kappa0 : below 0 kappa.
Proof.
move=> d; rewrite coef0; have Xy := x1_asked; apply: le_trans (weight_kappa d Xy).
by apply: sumr_ge0 => y /andP[Xy' _]; apply: b0.
Qed.

Variable z0 : Z.
Notation seen := (seen S P z0).

Lemma seen14_ge0 x l a : 0 <= seen x l a.
Proof. by apply: sumr_ge0 => e _; rewrite mulr_ge0 //; have [pos _ _] := b1_boxes setting z0 e; apply: pos. Qed.

Definition bound14 x l o : R :=
  \sum_(x' | agree_outside (D x l) x x') \sum_(a | (blank (D x l) a == o) && g (join x l) a)
    (\prod_(n in D x l) weigh alpha beta (quintuplet n x) (quintuplet n a) (quintuplet n x')) * rho (distance x x') * seen x' l a.

Lemma weigh_ge0 y a x : X y -> 0 <= weigh alpha beta y a x.
Proof. by move=> Xy; rewrite addr_ge0 // mulr_ge0 ?ler0n ?b0. Qed.

Lemma prod_weigh_ge0 x l a x' :
  0 <= \prod_(n in D x l) weigh alpha beta (quintuplet n x) (quintuplet n a) (quintuplet n x').
Proof. by apply: prodr_ge0 => n nD; apply: weigh_ge0; apply: D_asked nD. Qed.

Lemma bound14_ge0 x l o : 0 <= bound14 x l o.
Proof.
apply: sumr_ge0 => x' _; apply: sumr_ge0 => a _.
by rewrite mulr_ge0 ?seen14_ge0 // mulr_ge0 ?prod_weigh_ge0.
Qed.

Lemma distance_join (x x' : bits T) l : distance (join x l) (join x' l) = distance x x'.
Proof.
rewrite /distance big_sumType /= [X in (_ + X)%N]big1 ?addn0 => [|j _]; last by rewrite !ffunE eqxx.
by apply: eq_bigr => p _; rewrite !ffunE.
Qed.

Lemma difference14 z x l o :
  \sum_e `|real choice S P w t z e false (join x l, o, true) - real choice S P w t z e true (join x l, o, true)| <=
  bound14 x l o.
Proof.
pose v a := (blank (D x l) a == o) && g (join x l) a.
have v_outside n : n \in D x l -> forall b a, v (put n b a) = v a.
  move=> nD b a; rewrite /v blank_put // (@g_change _ _ _ _ choice w x x l a) //.
    by apply/forallP => k; rewrite eqxx implybT.
  by rewrite -blank_agree blank_put.
pose W x' a := \prod_(n in D x l) weigh alpha beta (quintuplet n x) (quintuplet n a) (quintuplet n x').
apply: (@le_trans _ _ (\sum_e \sum_(x' | agree_outside (D x l) x x') \sum_(a | v a)
    W x' a * rho (distance x x') * joint S P z e (join x' l) a)).
  apply: ler_sum => e _; have [pos _ ns] := b1_boxes setting z e.
  rewrite real_difference normrM (ger0_norm (S0 _ _ _)).
  apply: le_trans (ler_wpmul2l (S0 _ _ _) (xor_bound family pos ns (@D_asked _ _ _ _ choice x l) v_outside)) _.
  rewrite mulr_sumr; apply: ler_sum => x' _; rewrite mulr_sumr; apply: ler_sum => a _.
  have WP0 : 0 <= W x' a * P z e a x' by rewrite mulr_ge0 ?prod_weigh_ge0.
  apply: le_trans (ler_wpmul2r WP0 (ratio14 S0 S14 GF z e (join x l) (join x' l))) _.
  rewrite distance_join /joint inputs_join le_eqVlt; apply/orP; left; apply/eqP.
  by rewrite mulrACA [rho _ * W _ _]mulrC.
rewrite exchange_big /= le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => x' _.
rewrite exchange_big /=; apply: eq_bigr => a _; rewrite -mulr_sumr; congr (_ * _).
exact: (b1_adversary setting).
Qed.

(** *** For given inputs x' the inputs x that could have been used instead *)

(** One quintuplet as a polynomial in the distance *)
Definition priced (y : bits party) (a x : bits party) : {poly R} := weigh alpha beta y a x *: 'X^(distance y x).

Lemma priced0 y a x : X y -> below 0 (priced y a x).
Proof. by move=> Xy d; rewrite coef0 coefZ coefXn mulr_ge0 ?ler0n ?weigh_ge0. Qed.

Lemma sum_priced a x : below (\sum_(y | X y) priced y a x) (alpha%:P + (I a x)%:R *: kappa).
Proof.
move=> d; rewrite coef_sum coefD coefC coefZ.
rewrite (eq_bigr (fun y => alpha * ((x == y) && (d == 0%N))%:R + (I a x)%:R * (beta y x * (d == distance y x)%:R))) => [|y _]; last first.
  rewrite coefZ coefXn /weigh mulrDl; congr (_ + _); last by rewrite [beta y x * _]mulrC -mulrA.
  case: eqP => [<- | _]; last by rewrite !mulr0 mul0r.
  by have /eqP -> : distance x x == 0%N; [apply/distance0P | rewrite mulr1].
rewrite big_split /= -!mulr_sumr; apply: ler_add.
  case: (d == 0%N); last by rewrite big1 ?mulr0 // => y _; rewrite andbF.
  rewrite -[X in _ <= X]mulr1; apply: ler_wpmul2l => //.
  case Xx: (X x); last by rewrite big1 ?ler01 // => y Xy; case: eqP Xx => // ->; rewrite Xy.
  by rewrite (bigD1 x) //= eqxx big1 ?addr0 // => y /andP[_ /negbTE]; rewrite eq_sym => ->.
case Iax: (I a x); last by rewrite !mul0r.
have Xx : X x by move: Iax; rewrite /I /X; case: (X0 x); case: (X1 x).
rewrite !mul1r; apply: le_trans (weight_kappa d Xx).
rewrite [X in _ <= X]big_mkcondr le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => y _.
by rewrite eq_sym; case: ifP => _; rewrite ?mulr1 ?mulr0.
Qed.

(** What a run pays: alpha for a right and alpha + kappa for a wrong distilled quintuplet *)
Definition paid (x : bits T) l (a : bits T) : {poly R} := \prod_(n in D x l) (alpha%:P + (wrong a x n)%:R *: kappa).

Lemma paid_cell0 (x a : bits T) n : below 0 (alpha%:P + (wrong a x n)%:R *: kappa).
Proof.
move=> d; rewrite coef0 coefD coefC coefZ addr_ge0 //; first by case: eqP.
by rewrite mulr_ge0 ?ler0n //; have := kappa0 d; rewrite coef0.
Qed.

Lemma paid0 x l a : below 0 (paid x l a).
Proof. by have [] := @below_prod R _ (index_enum _) (mem (D x l)) _ _ (fun n _ => conj (paid_cell0 x a n) (@below_refl R _)). Qed.

Lemma sum_alternatives14 l a x' :
  \sum_(x | agree_outside (D x l) x x' && g (join x l) a)
    (\prod_(n in D x l) weigh alpha beta (quintuplet n x) (quintuplet n a) (quintuplet n x')) * rho (distance x x') <=
  if g (join x' l) a then replaced rho (paid x' l a) else 0.
Proof.
pose A n u := if X u then priced u (quintuplet n a) (quintuplet n x') else 0.
have A0 n u : below 0 (A n u) by rewrite /A; case: ifP => // Xu; [apply: priced0 | apply: below_refl].
have one x : agree_outside (D x l) x x' ->
    (\prod_(n in D x l) weigh alpha beta (quintuplet n x) (quintuplet n a) (quintuplet n x')) * rho (distance x x') =
    replaced rho (\prod_(n in D x l) priced (quintuplet n x) (quintuplet n a) (quintuplet n x')).
  move=> agree; rewrite (distance_outside agree) -replacedXn -replacedZ; congr (replaced _ _).
  rewrite -mul_polyC (big_morph _ (fun n m => exprD 'X n m) (expr0 'X)) rmorph_prod -big_split /=.
  by apply: eq_bigr => n _; rewrite mul_polyC.
pose total := \sum_(x | agree_outside (D x' l) x' x && g (join x' l) a) \prod_(n in D x' l) A n (quintuplet n x).
have tail x : below 0 (\prod_(n in D x' l) A n (quintuplet n x)).
  by have [] := @below_prod R _ (index_enum _) (mem (D x' l)) _ _ (fun n _ => conj (A0 n (quintuplet n x)) (@below_refl R _)).
apply: (@le_trans _ _ (replaced rho total)).
  rewrite /total replaced_sum [X in X <= _]big_mkcond [X in _ <= X]big_mkcond; apply: ler_sum => x _ /=.
  case: ifP => [/andP[agree pass] | _]; last by case: ifP => // _; apply: replaced_ge0.
  rewrite one //.
  case: (boolP [forall n in D x l, X (quintuplet n x')]) => [/forall_inP asked | ]; last first.
    rewrite negb_forall_in => /exists_inP[n nD nX].
    rewrite (bigD1 n) //= [X in X * _](_ : _ = 0) ?mul0r ?replaced0.
      by case: ifP => // _; apply: replaced_ge0.
    rewrite /priced /weigh; have := nX; have := D_asked nD; rewrite /I /X.
    case: eqP => [-> -> // | _ _]; case: (X0 _); case: (X1 _) => //= _.
    by rewrite !mulr0 addr0 scale0r.
  have same := kept_change agree asked; rewrite agree_outside_sym same agree.
  rewrite (@g_change _ _ _ _ choice w x x' l a a same agree); last by apply/forallP => n; rewrite eqxx implybT.
  rewrite pass /= le_eqVlt; apply/orP; left; apply/eqP; congr (replaced _ _); apply: eq_bigr => n nD.
  by rewrite /A (D_asked nD).
rewrite /total; case: (g _ a); last by rewrite big1 ?replaced0 // => x; rewrite andbF.
rewrite (eq_bigl (agree_outside (D x' l) x')) => [|x]; last by rewrite andbT.
rewrite (sum_agree_outside (D x' l) x' A); apply: replaced_mono => //.
have [] // := @below_prod R _ (index_enum _) (mem (D x' l)) (fun n => \sum_u A n u) (fun n => alpha%:P + (wrong a x' n)%:R *: kappa) _.
move=> n _; split.
  by move=> d; rewrite coef0 coef_sum; apply: sumr_ge0 => u _; have := A0 n u d; rewrite coef0.
by rewrite -big_mkcond /=; apply: sum_priced.
Qed.

Definition expected14 : R := \sum_x \sum_l \sum_(a | g (join x l) a) replaced rho (paid x l a) * seen x l a.

Theorem expectation14 : guess choice S P w t <= 1 / 2%:R + 1 / 4%:R * expected14.
Proof.
apply: le_trans (guess_from_views bound14_ge0 difference14) _; rewrite ler_add2l; apply: ler_wpmul2l.
  by rewrite divr_ge0 ?ler01 ?ler0n.
rewrite exchange_big /expected14 [X in _ <= X]exchange_big; apply: ler_sum => l _ /=.
pose C x x' a := (\prod_(n in D x l) weigh alpha beta (quintuplet n x) (quintuplet n a) (quintuplet n x')) * rho (distance x x').
rewrite (eq_bigr (fun x => \sum_x' \sum_a
    (if agree_outside (D x l) x x' && g (join x l) a then C x x' a else 0) * seen x' l a)) => [|x _]; last first.
  rewrite /bound14 exchange_big /= big_mkcond; apply: eq_bigr => x' _ /=.
  case: ifP => agree /=; last by rewrite big1 // => a _; rewrite mul0r.
  rewrite [RHS](eq_bigr (fun a => if g (join x l) a then C x x' a * seen x' l a else 0)) => [|a _]; last first.
    by case: ifP; rewrite ?mul0r.
  rewrite -[RHS]big_mkcond [RHS](partition_big (blank (D x l)) predT) //=; apply: eq_bigr => o _.
  by apply: eq_bigl => a; rewrite andbC.
rewrite exchange_big /=; apply: ler_sum => x' _; rewrite exchange_big [X in _ <= X]big_mkcond; apply: ler_sum => a _ /=.
rewrite -mulr_suml -big_mkcond /=.
apply: le_trans (ler_wpmul2r (seen14_ge0 x' l a) (sum_alternatives14 l a x')) _.
by case: ifP; rewrite ?mul0r.
Qed.

(** With T wrong distilled quintuplets a run pays L(T). *)
Lemma paidE c x l a : (forall b i, cell (kept x) b i (c b i)) ->
  replaced rho (paid x l a) = L14 rho alpha kappa Nd #|[set i | wrong a x (c (choice l i) i)]|.
Proof.
move=> cells; rewrite /paid (prod_distilled choice cells); set wr := [set i | _].
rewrite -L14E; last by rewrite -[X in (_ <= X)%N](card_ord Nd) max_card.
congr (replaced _ _); rewrite (bigID (mem wr)) /= mulrC; congr (_ * _).
  rewrite (eq_bigr (fun=> alpha%:P)) => [|i]; last by rewrite inE => /negbTE ->; rewrite scale0r addr0.
  by rewrite prodr_const; congr (_ ^+ _); have := cardC (mem wr); rewrite card_ord => all; rewrite -[X in (X - _)%N]all addKn.
rewrite (eq_bigr (fun=> alpha%:P + kappa)) => [|i]; last by rewrite inE => ->; rewrite scale1r.
by rewrite prodr_const.
Qed.
End Master.
