(** * Eq (12) is at most an expectation over what the honest parties see

    For any selection rule: the sum in eq (12) is at most the expectation of [g = 1] times the product, over the
    distilling block, of alpha for a right and alpha + K for a wrong quintuplet.  The measurement [z] has gone. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** The source, one bit at a time *)
Section Source.
Variables (R : realFieldType) (Z : Type) (E B : finType).
Variables (S : Z -> E -> bits B -> R) (eps : R).
Hypotheses (S0 : forall z e s, 0 <= S z e s) (S1 : eq1 S eps).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).

Lemma source_bounds z e j s total : total = S z e s + S z e (flip j s) ->
  eps * total <= S z e s <= (1 - eps) * total.
Proof.
move=> totalE; have total0 : 0 <= total by rewrite totalE addr_ge0.
have := @S1 z e j s; rewrite /prob_given_others /prob_others sum_agree -totalE.
have [E0 _ | ne pos] := eqVneq total 0.
  have : S z e s <= total by rewrite totalE ler_addl.
  by rewrite E0 !mulr0 => le; rewrite S0 le.
have total1 : 0 < total by rewrite lt_def ne.
by have := pos total1; rewrite ler_pdivl_mulr // ler_pdivr_mulr.
Qed.

Lemma source_step z e j s : S z e s <= (1 - eps) * (S z e s + S z e (flip j s)).
Proof. by have /andP[] := @source_bounds z e j s _ (erefl _). Qed.

Lemma source_ratio z e j s : S z e s <= (1 - eps) / eps * S z e (flip j s).
Proof.
have /andP[low _] := @source_bounds z e j (flip j s) _ (erefl _); rewrite flipK addrC in low.
apply: le_trans (source_step z e j s) _; rewrite -mulrA; apply: ler_wpmul2l; first by rewrite subr_ge0.
by rewrite mulrC ler_pdivl_mulr // mulrC.
Qed.

End Source.

(** ** Maxima *)
Lemma bigmax_bound (R : realFieldType) (I : Type) (r : seq I) (Q : pred I) (F : I -> R) c :
  0 <= c -> (forall i, Q i -> F i <= c) -> \big[Num.max/0]_(i <- r | Q i) F i <= c.
Proof. by move=> c0 le; elim/big_ind: _ => // u v uc vc; rewrite le_maxl uc vc. Qed.

Lemma half_double (R : realFieldType) (u : R) : 1 / 2%:R * (u + u) = u.
Proof. by rewrite mulrDr -mulrDl -mulrDl -mulr2n divff ?mul1r // pnatr_eq0. Qed.

Section Expectation.
Variables (R : realFieldType) (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m).
Variables (Z E : finType) (S : Z -> E -> bits (source_bits N L) -> R) (P : Z -> E -> table R (all_parties N)).
Variables (eps : R) (w : nat) (t : parties3).
Hypothesis setting : assumptions S P eps.
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).
Variables (alpha K : R) (beta : bits party -> bits party -> R).
Hypothesis tt : triple t.
Hypothesis family : certified_family t alpha beta.
Hypothesis weight_K : weighs eps beta K.

Notation T := (all_parties N).
Notation D x l := (distilled choice (kept x) l).
Notation g := (@g N Nd m L choice w).
Notation joint := (joint S P).
Notation quintuplet := (@quintuplet N [finType of party]).
Implicit Types (l : bits L) (z : Z) (e : E).

(** *** Signs of the numbers of a family *)
Let x1 : bits party := [ffun i => i == ord0].
Lemma x1_asked : X x1.
Proof. by rewrite X_odd /weight (bigD1 ord0) //= ffunE eqxx big1 // => i /negbTE; rewrite ffunE => ->. Qed.

Lemma alpha_ge0 : 0 <= alpha.
Proof.
have [W [G cert]] := family x1_asked.
have := certificate_bound (attaining_is_box R t.1.1 true) cert.
rewrite big1 ?addr0 => [|x _]; first by apply: le_trans.
have loss0 := attaining_loss R t.1.1 true; rewrite /loss in loss0.
have /psumr_eq0P -> // : \sum_x \sum_a (I a x)%:R * attaining_box R t.1.1 true a x = 0 by [].
  by rewrite mulr0.
have [pos _ _] := attaining_is_box R t.1.1 true.
by move=> y _; apply: sumr_ge0 => a _; rewrite mulr_ge0 ?ler0n.
Qed.

Lemma beta_ge0 y x : X y -> 0 <= beta y x.
Proof. by move=> Xy; have [W [G [b0 _ _ _]]] := family Xy; apply: b0. Qed.

Lemma ratio_ge0 : 0 <= (1 - eps) / eps.
Proof. by rewrite divr_ge0 ?subr_ge0 // ltW. Qed.

Lemma K_ge0 : 0 <= K.
Proof.
apply: le_trans (weight_K x1_asked); apply: sumr_ge0 => y Xy.
by rewrite mulr_ge0 ?beta_ge0 // exprn_ge0 // ratio_ge0.
Qed.

Let S0 := source_nonnegative setting.
Let S1 := A1_source setting.

Lemma joint_ge0 z e s a : 0 <= joint z e s a.
Proof. by rewrite mulr_ge0 ?S0 //; have [pos _ _] := A2_boxes setting z e; apply: pos. Qed.

(** *** One quintuplet, with the price r^d of a change of its inputs *)
Definition charge (y : bits party) : table R party := fun a x =>
  alpha * (x == y)%:R + beta y x * ((1 - eps) / eps) ^+ distance y x * (I a x)%:R.

Lemma charge_ge0 y a x : X y -> 0 <= charge y a x.
Proof.
move=> Xy; rewrite addr_ge0 // mulr_ge0 ?ler0n ?alpha_ge0 // mulr_ge0 ?beta_ge0 //.
by rewrite exprn_ge0 // ratio_ge0.
Qed.

Lemma charge_weigh y a x : ((1 - eps) / eps) ^+ distance y x * weigh alpha beta y a x = charge y a x.
Proof.
rewrite /weigh /charge mulrDr !mulrA; congr (_ + _); last by rewrite [_ * beta _ _]mulrC.
case: eqP => [-> | _]; last by rewrite !mulr0.
by have /eqP -> : distance y y == 0%N; [apply/distance0P | rewrite mul1r].
Qed.

Lemma sum_charge a x : \sum_(y | X y) charge y a x <= alpha + K * (I a x)%:R.
Proof.
rewrite big_split /=; apply: ler_add.
  rewrite -mulr_sumr -[X in _ <= X]mulr1; apply: ler_wpmul2l; first exact: alpha_ge0.
  case Xx: (X x); last by rewrite big1 ?ler01 // => y Xy; case: eqP Xx => // ->; rewrite Xy.
  by rewrite (bigD1 x) //= eqxx big1 ?addr0 // => y /andP[_ /negbTE]; rewrite eq_sym => ->.
rewrite -mulr_suml; case Iax: (I a x); last by rewrite !mulr0.
rewrite !mulr1; apply: weight_K; move: Iax; rewrite /I /X.
by case: (X0 x); case: (X1 x).
Qed.

(** *** One value of what is published *)
Lemma realE z e k s o b :
  real choice S P w t z e k (s, o, b) =
  \sum_(a | [&& key choice w t s a == k, blank (D (inputs s) (selection s)) a == o & g s a == b]) joint z e s a.
Proof.
rewrite /real (bigD1 s) //= [X in _ + X]big1 ?addr0 => [|s' ne]; last first.
  by rewrite big_pred0 // => a; rewrite /published !xpair_eqE (negbTE ne) andbF.
by apply: eq_bigl => a; rewrite /published !xpair_eqE eqxx andbA.
Qed.

(** *** All values of what is published

    Bounds on the difference of the two values of k, for each value of what is published, bound (12). *)
Section Views.
Variable bound : bits T -> bits L -> bits T -> R.
Hypothesis bound0 : forall x l o, 0 <= bound x l o.
Hypothesis difference : forall z x l o,
  \sum_e `|real choice S P w t z e false (join x l, o, true) - real choice S P w t z e true (join x l, o, true)| <= bound x l o.

Lemma one_view k s o b :
  \big[Num.max/0]_(z : Z) (\sum_e `|real choice S P w t z e k (s, o, b) - ideal choice S P w t z e k (s, o, b)|) <=
  if b then 1 / 2%:R * bound (inputs s) (selection s) o else 0.
Proof.
have half0 : 0 <= 1 / 2%:R :> R by rewrite divr_ge0 ?ler01 ?ler0n.
apply: bigmax_bound => [|z _]; first by case: b => //; rewrite mulr_ge0.
case: b => /=; last first.
  rewrite big1 // => e _; apply/eqP; rewrite normr_eq0 /marginal.
  have r1 : real choice S P w t z e true (s, o, false) = 0.
    by rewrite realE big_pred0 // => a; rewrite /key; case: (g s a); rewrite ?andbF.
  by case: k; rewrite r1 addr0 ?mul0r ?mul1r subrr.
rewrite -[s in X in X <= _](join_parts s).
apply: le_trans (ler_wpmul2l half0 (difference z (inputs s) (selection s) o)).
rewrite mulr_sumr; apply: ler_sum => e _; rewrite /ideal /marginal.
have halves (u u' : R) : u - 1 / 2%:R * (u + u') = 1 / 2%:R * (u - u').
  by apply/eqP; rewrite subr_eq -mulrDr addrACA [- u' + u']addNr addr0 half_double.
case: k; rewrite ?halves ?[_ + real _ _ _ _ _ _ _ true _]addrC ?halves normrM (ger0_norm half0) //.
by rewrite distrC.
Qed.

Theorem guess_from_views : guess choice S P w t <= 1 / 2%:R + 1 / 4%:R * \sum_x \sum_l \sum_o bound x l o.
Proof.
rewrite /guess ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
apply: (@le_trans _ _ (\sum_(k : bool) \sum_(s : bits (source_bits N L)) \sum_(o : bits T)
    1 / 2%:R * bound (inputs s) (selection s) o)).
  apply: ler_sum => k _.
  have -> (F : bits (source_bits N L) * bits T * bool -> R) : \sum_v F v = \sum_s \sum_o \sum_(b : bool) F (s, o, b).
    by rewrite !pair_bigA /=; apply: eq_bigr => -[[s o] b].
  apply: ler_sum => s _; apply: ler_sum => o _; rewrite big_bool /= -[X in _ <= X]addr0.
  by apply: ler_add; apply: one_view.
rewrite big_bool /= -mulr2n -mulr_natl mulr_sumr sum_join le_eqVlt; apply/orP; left; apply/eqP.
apply: eq_bigr => x _; apply: eq_bigr => l _; rewrite inputs_join selection_join mulr_sumr.
by apply: eq_bigr => o _; rewrite mulrA [2%:R * _]mulrC divfK ?mul1r // pnatr_eq0.
Qed.
End Views.

Lemma blank_put (U : finType) (D' : {set 'I_N}) n b (a : bits ('I_N * U)) : n \in D' -> blank D' (put n b a) = blank D' a.
Proof.
move=> nD; apply/eqP; rewrite blank_agree; apply/forallP => k; apply/implyP => kD.
by rewrite quintuplet_put_off //; apply: contraNneq kD => ->.
Qed.

Variable z0 : Z.
(** P(x,l,a), which is the same for all z *)
Definition seen x l a : R := \sum_e joint z0 e (join x l) a.

Lemma seen_ge0 x l a : 0 <= seen x l a.
Proof. by apply: sumr_ge0 => e _; apply: joint_ge0. Qed.

Definition view_bound x l o : R :=
  \sum_(x' | agree_outside (D x l) x x') \sum_(a | (blank (D x l) a == o) && g (join x l) a)
     (\prod_(n in D x l) charge (quintuplet n x) (quintuplet n a) (quintuplet n x')) * seen x' l a.

Lemma D_asked x l n : n \in D x l -> X (quintuplet n x).
Proof. by move/distilled_kept; rewrite inE. Qed.

Lemma view_bound_ge0 x l o : 0 <= view_bound x l o.
Proof.
apply: sumr_ge0 => x' _; apply: sumr_ge0 => a _; rewrite mulr_ge0 ?seen_ge0 //.
by apply: prodr_ge0 => n nD; apply: charge_ge0; apply: D_asked nD.
Qed.

Lemma source_distance z e x x' l :
  S z e (join x l) <= ((1 - eps) / eps) ^+ distance x x' * S z e (join x' l).
Proof.
apply: (@along_flips _ _ _ (fun x => S z e (join x l))); first exact: ratio_ge0.
by move=> p y; rewrite join_flip_input; apply: source_ratio.
Qed.

(** The two values of k differ by the mean of (-1)^k. *)
Lemma real_difference z e x l o :
  real choice S P w t z e false (join x l, o, true) - real choice S P w t z e true (join x l, o, true) =
  S z e (join x l) * \sum_(a | (blank (D x l) a == o) && g (join x l) a) (-1) ^+ xor_maj t (D x l) a * P z e a x.
Proof.
pose v a := (blank (D x l) a == o) && g (join x l) a.
rewrite !realE mulr_sumr [RHS](bigID (fun a => key choice w t (join x l) a == false)) /= -sumrN.
rewrite !inputs_join !selection_join; congr (_ + _).
  apply: eq_big => [a | a /and3P[/eqP k0 _ /eqP ga]]; first by rewrite /v eqb_id andbC.
  move: k0; rewrite /key ga inputs_join selection_join /joint inputs_join /xor_maj => ->.
  by rewrite mul1r.
apply: eq_big => [a | a /and3P[/eqP k1 _ /eqP ga]].
  by rewrite /v !eqb_id eqbF_neg negbK andbC.
move: k1; rewrite /key ga inputs_join selection_join /joint inputs_join /xor_maj => ->.
by rewrite mulN1r mulrN.
Qed.

Lemma difference_bound z e x l o :
  `|real choice S P w t z e false (join x l, o, true) - real choice S P w t z e true (join x l, o, true)| <=
  \sum_(x' | agree_outside (D x l) x x') \sum_(a | (blank (D x l) a == o) && g (join x l) a)
     (\prod_(n in D x l) charge (quintuplet n x) (quintuplet n a) (quintuplet n x')) * joint z e (join x' l) a.
Proof.
pose v a := (blank (D x l) a == o) && g (join x l) a.
have [pos _ ns] := A2_boxes setting z e.
have v_outside n : n \in D x l -> forall b a, v (put n b a) = v a.
  move=> nD b a; rewrite /v blank_put // (@g_change _ _ _ _ choice w x x l a) //.
    by apply/forallP => k; rewrite eqxx implybT.
  by rewrite -blank_agree blank_put.
rewrite real_difference.
rewrite normrM (ger0_norm (S0 _ _ _)).
apply: le_trans (ler_wpmul2l (S0 _ _ _) (xor_bound family pos ns (@D_asked x l) v_outside)) _.
rewrite mulr_sumr; apply: ler_sum => x' agree; rewrite mulr_sumr; apply: ler_sum => a _.
set W := \prod_(n in _) weigh _ _ _ _ _; have W0 : 0 <= W.
  apply: prodr_ge0 => n nD; have Xn := D_asked nD.
  by rewrite addr_ge0 // mulr_ge0 ?ler0n ?alpha_ge0 ?beta_ge0.
have WP0 : 0 <= W * P z e a x' by rewrite mulr_ge0.
apply: le_trans (ler_wpmul2r WP0 (source_distance z e x x' l)) _.
rewrite (distance_outside agree) (big_morph (fun n => ((1 - eps) / eps) ^+ n) (exprD _) (expr0 _)).
rewrite /joint inputs_join mulrACA -big_split /=.
rewrite le_eqVlt; apply/orP; left; apply/eqP; congr (_ * _).
by apply: eq_bigr => n _; rewrite charge_weigh.
Qed.

Lemma all_e_bound z x l o :
  \sum_e `|real choice S P w t z e false (join x l, o, true) - real choice S P w t z e true (join x l, o, true)|
  <= view_bound x l o.
Proof.
apply: le_trans (ler_sum _ (fun e _ => difference_bound z e x l o)) _.
rewrite exchange_big /= le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => x' _.
rewrite exchange_big /=; apply: eq_bigr => a _; rewrite -mulr_sumr; congr (_ * _).
exact: (A2_adversary setting).
Qed.

(** For given inputs x' the inputs x that could have been used instead sum up to alpha + K I. *)
Lemma sum_alternatives_of (go : bits (source_bits N L) -> bits T -> bool) l a x' :
  (forall x, kept x' = kept x -> agree_outside (D x l) x x' -> go (join x' l) a = go (join x l) a) ->
  \sum_(x | agree_outside (D x l) x x' && go (join x l) a)
    \prod_(n in D x l) charge (quintuplet n x) (quintuplet n a) (quintuplet n x') <=
  if go (join x' l) a then \prod_(n in D x' l) (alpha + K * (wrong a x' n)%:R) else 0.
Proof.
move=> go_change; pose F n u := if X u then charge u (quintuplet n a) (quintuplet n x') else 0.
have F0 n u : 0 <= F n u by rewrite /F; case: ifP => // Xu; apply: charge_ge0.
apply: (@le_trans _ _ (\sum_(x | agree_outside (D x' l) x' x && go (join x' l) a)
    \prod_(n in D x' l) F n (quintuplet n x))).
  rewrite [X in X <= _]big_mkcond [X in _ <= X]big_mkcond; apply: ler_sum => x _ /=.
  case: ifP => [/andP[agree pass] | _]; last first.
    by case: ifP => // _; apply: prodr_ge0 => n _; apply: F0.
  case: (boolP [forall n in D x l, X (quintuplet n x')]) => [/forall_inP asked | ]; last first.
    rewrite negb_forall_in => /exists_inP[n nD nX].
    rewrite (bigD1 n) //= [X in X * _](_ : _ = 0) ?mul0r.
      by case: ifP => // _; apply: prodr_ge0 => k _; apply: F0.
    rewrite /charge; have := nX; have := D_asked nD; rewrite /I /X.
    case: eqP => [-> -> // | _ _]; case: (X0 _); case: (X1 _) => //= _.
    by rewrite !mulr0 addr0.
  have same := kept_change agree asked; rewrite agree_outside_sym same agree.
  rewrite (go_change x same agree) pass /=; rewrite le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => n nD.
  by rewrite /F (D_asked nD).
case: (go _ a); last by rewrite big1 // => x; rewrite andbF.
rewrite (eq_bigl (agree_outside (D x' l) x')) => [|x]; last by rewrite andbT.
rewrite (sum_agree_outside (D x' l) x' F); apply: ler_prod => n nD.
by rewrite sumr_ge0 //= -big_mkcond /=; apply: sum_charge.
Qed.

Lemma sum_alternatives l a x' :
  \sum_(x | agree_outside (D x l) x x' && g (join x l) a)
    \prod_(n in D x l) charge (quintuplet n x) (quintuplet n a) (quintuplet n x') <=
  if g (join x' l) a then \prod_(n in D x' l) (alpha + K * (wrong a x' n)%:R) else 0.
Proof.
apply: sum_alternatives_of => x same agree.
by rewrite (@g_change _ _ _ _ choice w x x' l a a same agree) //; apply/forallP => n; rewrite eqxx implybT.
Qed.

Definition expected : R := \sum_x \sum_l \sum_(a | g (join x l) a)
  (\prod_(n in D x l) (alpha + K * (wrong a x n)%:R)) * seen x l a.

Theorem expectation_bound : guess choice S P w t <= 1 / 2%:R + 1 / 4%:R * expected.
Proof.
apply: le_trans (guess_from_views view_bound_ge0 all_e_bound) _; rewrite ler_add2l; apply: ler_wpmul2l.
  by rewrite divr_ge0 ?ler01 ?ler0n.
rewrite exchange_big /expected [X in _ <= X]exchange_big; apply: ler_sum => l _ /=.
pose C x x' a := \prod_(n in D x l) charge (quintuplet n x) (quintuplet n a) (quintuplet n x').
rewrite (eq_bigr (fun x => \sum_x' \sum_a
    (if agree_outside (D x l) x x' && g (join x l) a then C x x' a else 0) * seen x' l a)) => [|x _]; last first.
  rewrite /view_bound exchange_big /= big_mkcond; apply: eq_bigr => x' _ /=.
  case: ifP => agree /=; last by rewrite big1 // => a _; rewrite mul0r.
  rewrite [RHS](eq_bigr (fun a => if g (join x l) a then C x x' a * seen x' l a else 0)) => [|a _]; last first.
    by case: ifP; rewrite ?mul0r.
  rewrite -[RHS]big_mkcond [RHS](partition_big (blank (D x l)) predT) //=; apply: eq_bigr => o _.
  by apply: eq_bigl => a; rewrite andbC.
rewrite exchange_big /=; apply: ler_sum => x' _; rewrite exchange_big [X in _ <= X]big_mkcond; apply: ler_sum => a _ /=.
rewrite -mulr_suml -big_mkcond /=.
apply: le_trans (ler_wpmul2r (seen_ge0 x' l a) (sum_alternatives l a x')) _.
by case: ifP; rewrite ?mul0r.
Qed.

End Expectation.
