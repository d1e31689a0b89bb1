(** * A bit of n parties becomes perfectly random as n grows

    The outline [R8.30]: let J be the parties, all of them or all but one, and G the sum of (-1)^(weight/2) over the strings of
    even weight inside J.  The half weight is a quadratic form, so G times the bias of f is the sum, over those strings S, of the
    correlators of S at 1...1 ([bias]); what wins ties each of them to the correlator of S at input 0 ([mean_off]), and their sum
    there is a power of 2 times the probability that all of J answer alike.  But no outcome is likely: of three parties on input 0
    one answers otherwise, in the mean ([three_differ]), so each further party costs a factor 2/3 ([unlikely]). *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions TestedDefinitions PartiesDefinitions Boxes Limit.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma even_half n : ~~ odd n -> (n./2).*2 = n.
Proof. by move=> /negbTE e; rewrite -[RHS]odd_double_half e. Qed.

Lemma double_mod_four n : (n.*2 %% 4 == 2)%N = odd n.
Proof. by rewrite -muln2 -[4%N]/(2 * 2)%N -muln_modl modn2; case: odd. Qed.

(** ** Signs *)
Section Signs.
Variables (R : realFieldType) (T : finType).
Implicit Types (S a b : bits T).

Definition dot S a : nat := \sum_i (S i && a i).
Definition chi S a : R := (-1) ^+ dot S a.
Definition half_sign a : R := (-1) ^+ (weight a)./2.
Definition add S a : bits T := [ffun i => S i (+) a i].

Lemma weight_add S a : (weight (add S a) + (dot S a).*2 = weight S + weight a)%N.
Proof.
rewrite /weight /dot -muln2 big_distrl -!big_split /=; apply: eq_bigr => i _; rewrite ffunE.
by case: (S i) (a i) => [] [].
Qed.

Lemma addK a : involutive (add^~ a).
Proof. by move=> S; apply/ffunP => i; rewrite !ffunE addbK. Qed.

Lemma addC S a : add S a = add a S.
Proof. by apply/ffunP => i; rewrite !ffunE addbC. Qed.

Lemma parity_add S a : parity (add S a) = parity S (+) parity a.
Proof. by have /(congr1 odd) := weight_add S a; rewrite !oddD odd_double addbF. Qed.

Lemma chi_sqr S a : chi S a * chi S a = 1.
Proof. by rewrite -expr2 /chi sqrr_sign. Qed.

Lemma half_sign_sqr a : half_sign a * half_sign a = 1.
Proof. by rewrite -expr2 /half_sign sqrr_sign. Qed.

(** The quadratic form: for strings of even weight, the half weight is additive up to the dot product. *)
Lemma half_sign_add S a : ~~ parity S -> ~~ parity a ->
  half_sign (add S a) = half_sign S * half_sign a * chi S a.
Proof.
move=> eS ea; have eSa : ~~ parity (add S a) by rewrite parity_add (negbTE eS).
have E : ((weight (add S a))./2 + dot S a = (weight S)./2 + (weight a)./2)%N.
  by apply: double_inj; rewrite !doubleD !even_half // weight_add.
by rewrite /half_sign /chi -exprD -E exprD -mulrA -expr2 sqrr_sign mulr1.
Qed.

Lemma chi_flip i S a : chi S (flip i a) = (if S i then -1 else 1) * chi S a.
Proof.
rewrite /chi /dot (bigD1 i) //= [in RHS](bigD1 i) //= flip_at.
have -> : (\sum_(j | j != i) (S j && flip i a j) = \sum_(j | j != i) (S j && a j))%N.
  by apply: eq_bigr => j ji; rewrite flip_off.
rewrite !exprD; case: (S i); rewrite /= ?mul1r //.
by case: (a i); rewrite /= ?expr0 ?expr1 ?mul1r ?mulN1r ?opprK.
Qed.

Lemma chiC S a : chi S a = chi a S.
Proof. by rewrite /chi /dot; congr (_ ^+ _); apply: eq_bigr => i _; rewrite andbC. Qed.

Lemma chi_local S a b : (forall i, S i -> a i = b i) -> chi S a = chi S b.
Proof.
move=> E; rewrite /chi /dot; congr (_ ^+ _); apply: eq_bigr => i _.
by case Si: (S i) => //=; rewrite E.
Qed.

Lemma chi_add S a b : chi S (add a b) = chi S a * chi S b.
Proof.
rewrite /chi -exprD -signr_odd -[in RHS]signr_odd oddD; congr (_ ^+ (nat_of_bool _)).
rewrite /dot; elim/big_rec3: _ => // i x y z _; rewrite !oddD ffunE => ->.
by case: (S i) (a i) (b i) => [] [] []; rewrite /= ?addbF ?addbT; case: (odd _) (odd _) => [] [].
Qed.

(** ** Sums over the strings inside [J] *)
Variable J : bits T.
Definition inside S : bool := [forall i, S i ==> J i].
Definition size_of : nat := #|[pred i | J i]|.

Lemma insideP S : reflect (forall i, S i -> J i) (inside S).
Proof. exact: 'forall_implyP. Qed.

Lemma inside_add S a : inside a -> inside (add S a) = inside S.
Proof.
move=> /insideP aJ; have sub b : inside b -> inside (add b a).
  by move=> /insideP bJ; apply/insideP => i; rewrite ffunE; case Eb: (b i) => /=; [rewrite bJ | exact: aJ].
by apply/idP/idP => [/sub | /sub //]; rewrite addK.
Qed.

Lemma weight_J : weight J = size_of.
Proof. by rewrite /weight /size_of -sum1_card [RHS]big_mkcond; apply: eq_bigr => i _; rewrite inE; case: (J i). Qed.

Lemma card_inside : #|[pred S | inside S]| = (2 ^ size_of)%N.
Proof.
pose F i := if J i then [pred b : bool | true] else pred1 false.
have -> : #|[pred S | inside S]| = #|family F|.
  apply: eq_card => S; rewrite !inE; apply/insideP/familyP => H i.
    by rewrite /F; case Ji: (J i) => //; rewrite !inE eqbF_neg; apply/negP => Si; have := H i Si; rewrite Ji.
  by have := H i; rewrite /F; case: (J i) => //; rewrite !inE => /eqP ->.
rewrite card_family /size_of -sum1_card.
rewrite foldrE big_map big_enum expn_sum [RHS]big_mkcond /=; apply: eq_bigr => i _; rewrite inE /F.
by case: (J i); rewrite ?card1 //; rewrite (eq_card (B := predT)) ?card_bool.
Qed.

(** [a] is 0, or 1, all over [J] *)
Definition flat (v : bool) a : bool := [forall i, J i ==> (a i == v)].

Lemma sum_inside a : \sum_(S | inside S) chi S a = (flat false a)%:R * (2 ^ size_of)%:R.
Proof.
case Ea: (flat false a).
  rewrite mul1r -card_inside -sum1_card natr_sum; apply: eq_bigr => S /insideP SJ.
  rewrite /chi /dot big1 // => i _; case Si: (S i) => //=.
  by have /forallP/(_ i)/implyP/(_ (SJ i Si))/eqP -> := Ea.
have /forallPn [i] : ~~ flat false a by rewrite Ea.
rewrite negb_imply => /andP[Ji]; rewrite eqbF_neg negbK => ai.
have one : inside [ffun j => j == i] by apply/insideP => j; rewrite ffunE => /eqP ->.
have opp : \sum_(S | inside S) chi S a = - \sum_(S | inside S) chi S a.
  rewrite {1}(reindex_inj (@flip_inj _ i)) -sumrN; apply: eq_big => [S | S _].
    rewrite -(inside_add S one); congr inside; apply/ffunP => j; by rewrite !ffunE.
  by rewrite chiC chi_flip ai mulN1r chiC.
rewrite mul0r; apply/eqP; have : (\sum_(S | inside S) chi S a) *+ 2 == 0 by rewrite mulr2n {1}opp addNr.
by rewrite mulrn_eq0.
Qed.

Lemma chi_J_even S : inside S -> chi S J = (-1) ^+ parity S.
Proof.
move=> /insideP SJ; rewrite /chi /parity -signr_odd; congr (_ ^+ nat_of_bool (odd _)).
by apply: eq_bigr => i _; case Si: (S i) => //=; rewrite SJ.
Qed.

Lemma flat_add (v : bool) a : flat v (add a J) = flat (~~ v) a.
Proof.
apply: eq_forallb => i; rewrite ffunE; case: (J i) => //=.
by case: (a i) v => [] [].
Qed.

(** The same over strings of even weight *)
Lemma sum_even_inside a : (0 < size_of)%N ->
  \sum_(S | inside S && ~~ parity S) chi S a = ((flat false a)%:R + (flat true a)%:R) * (2 ^ size_of.-1)%:R.
Proof.
move=> J0; have two : (2 ^ size_of)%:R = 2%:R * (2 ^ size_of.-1)%:R :> R by rewrite -natrM -expnS prednK.
apply: (@mulfI R 2%:R); first by rewrite pnatr_eq0.
rewrite [RHS]mulrCA -two [RHS]mulrDl -[flat true a]/(flat (~~ false) a) -(flat_add false a) -!sum_inside -big_split /=.
rewrite [RHS](bigID (fun S => ~~ parity S)) /= [X in _ = _ + X]big1 ?addr0 => [|S /andP[SJ]]; last first.
  by rewrite negbK => odd_S; rewrite chi_add chi_J_even // odd_S mulrN1 subrr.
rewrite mulr_sumr; apply: eq_bigr => S /andP[SJ even_S].
by rewrite chi_add chi_J_even // (negbTE even_S) mulr1 -mulr2n mulr_natl.
Qed.

Lemma sum_delta (C : pred (bits T)) (F : bits T -> R) z :
  \sum_(a | C a) F a * (a == z)%:R = if C z then F z else 0.
Proof.
rewrite big_mkcond (bigD1 z) //= eqxx mulr1 big1 ?addr0 // => a /negbTE ->.
by rewrite mulr0; case: (C a).
Qed.

Definition gauss a : R := \sum_(S | inside S && ~~ parity S) half_sign S * chi S a.
Definition gauss0 : R := \sum_(S | inside S && ~~ parity S) half_sign S.

Lemma gauss_even a : inside a -> ~~ parity a -> gauss a = half_sign a * gauss0.
Proof.
move=> aJ ea; rewrite /gauss0 (reindex_inj (inv_inj (addK a))) mulr_sumr /=; apply: eq_big => [S | S /andP[_ eS]].
  by rewrite inside_add // parity_add (negbTE ea) addbF.
by rewrite half_sign_add // mulrA [half_sign a * _]mulrC -[half_sign S * _ * _]mulrA half_sign_sqr mulr1.
Qed.

Lemma gauss0_sqr : (0 < size_of)%N ->
  gauss0 ^+ 2 = (2 ^ size_of.-1)%:R * (1 + (if odd size_of then 0 else half_sign J)).
Proof.
move=> J0; pose zero : bits T := [ffun => false].
have inside0 : inside zero by apply/insideP => i; rewrite !ffunE.
have even0 : ~~ parity zero by rewrite /parity /weight big1 // => i _; rewrite ffunE.
have half0 : half_sign zero = 1 by rewrite /half_sign /weight big1 // => i _; rewrite ffunE.
have insideJ : inside J by apply/insideP.
have flat_inside v S : inside S -> flat v S = (S == if v then J else zero).
  move=> /insideP SJ; apply/forallP/eqP => [H | -> i].
    apply/ffunP => i; case Ji: (J i); first by have := H i; rewrite Ji => /eqP ->; case: v {H}; rewrite ?ffunE.
    by case: v {H}; rewrite ?ffunE ?Ji; apply/negP => Si; have := SJ i Si; rewrite Ji.
  by case: v; rewrite ?ffunE ?eqxx ?implybT //; case: (J i).
have Jn0 : J != zero.
  by apply: contraTneq J0 => E; rewrite -weight_J E /weight big1 // => i _; rewrite ffunE.
have -> : gauss0 ^+ 2 = \sum_(a | inside a && ~~ parity a) half_sign a * \sum_(S | inside S && ~~ parity S) chi S a.
  rewrite expr2 {1}/gauss0 mulr_suml.
  transitivity (\sum_(S | inside S && ~~ parity S) \sum_(a | inside a && ~~ parity a) half_sign a * chi S a).
    apply: eq_bigr => S /andP[SJ eS]; rewrite /gauss0 (reindex_inj (inv_inj (addK S))) mulr_sumr /=.
    apply: eq_big => [a | a]; rewrite inside_add // parity_add (negbTE eS) addbF // => /andP[_ ea].
    by rewrite half_sign_add // [half_sign a * _]mulrC -mulrA mulrA half_sign_sqr mul1r chiC.
  by rewrite exchange_big /=; apply: eq_bigr => a _; rewrite mulr_sumr.
transitivity (\sum_(a | inside a && ~~ parity a) (half_sign a * (a == zero)%:R + half_sign a * (a == J)%:R) * (2 ^ size_of.-1)%:R).
  by apply: eq_bigr => a /andP[aJ _]; rewrite sum_even_inside // !flat_inside // mulrA mulrDr.
rewrite -mulr_suml mulrC big_split /= !sum_delta inside0 even0 insideJ half0 /=; congr (_ * (1 + _)).
by rewrite /parity weight_J; case: odd.
Qed.
End Signs.

(** ** What does not involve a party does not depend on its input *)
Section Ignoring.
Variables (R : realFieldType) (T : finType) (P : table R T).
Hypothesis ns : nonsignalling P.
Implicit Types (a x y : bits T).

Definition mean (F : bits T -> R) x : R := \sum_a F a * P a x.

Lemma mean_flip (i : T) (F : bits T -> R) x : (forall a, F (flip i a) = F a) -> mean F (flip i x) = mean F x.
Proof.
move=> Fi; apply: (@pmulrnI R 2 isT).
have twice z : mean F z *+ 2 = \sum_a F a * (P a z + P (flip i a) z).
  rewrite mulr2n {2}/mean (reindex_inj (@flip_inj _ i)) -big_split /=.
  by apply: eq_bigr => a _; rewrite Fi mulrDr.
rewrite !twice; apply: eq_bigr => a _; congr (_ * _).
by rewrite (proj1 (nonsignallingP P) ns i a x).
Qed.

Lemma mean_agree (F : bits T -> R) x y : (forall i a, x i != y i -> F (flip i a) = F a) -> mean F x = mean F y.
Proof.
move Ed: (distance x y) => d; elim: d x Ed => [|d IH] x Ed ignored; first by move/eqP/distance0P: Ed => ->.
case: (pickP (fun i => x i != y i)) => [i differ | same]; last first.
  by move: Ed; rewrite /distance big1 // => i _; rewrite same.
rewrite -(@mean_flip i F x) => [|a]; last exact: ignored.
apply: IH => [|j a]; first by move: Ed; rewrite (distance_step differ) => -[].
have [-> | ji] := eqVneq j i; last by rewrite (flip_off _ ji); apply: ignored.
by rewrite flip_at; case: (x i) (y i) differ => [] [].
Qed.

Lemma mean_add F G x : mean (fun a => F a + G a) x = mean F x + mean G x.
Proof. by rewrite /mean -big_split; apply: eq_bigr => a _; rewrite mulrDl. Qed.

Lemma mean_scale c F x : mean (fun a => c * F a) x = c * mean F x.
Proof. by rewrite /mean mulr_sumr; apply: eq_bigr => a _; rewrite mulrA. Qed.

Lemma mean_sum (I : finType) (C : pred I) (F : I -> bits T -> R) x :
  mean (fun a => \sum_(j | C j) F j a) x = \sum_(j | C j) mean (F j) x.
Proof. by rewrite /mean exchange_big; apply: eq_bigr => a _; rewrite mulr_suml. Qed.

End Ignoring.

(** ** Boxes of maximal violation *)
Section Maximal.
Variables (R : realFieldType) (n : nat) (P : table R 'I_n).
Notation T := 'I_n.
Hypotheses (boxP : box P) (wins : ghz_loss P = 0).
Implicit Types (a x y S J : bits T).

Let pos : nonnegative P. Proof. by case: boxP. Qed.
Let total : normalised P. Proof. by case: boxP. Qed.
Let ns : nonsignalling P. Proof. by case: boxP. Qed.

Lemma never_wrong a x : ghz_loses a x -> P a x = 0.
Proof.
move=> wrong; have ge0 b y : 0 <= (ghz_loses b y)%:R * P b y by rewrite mulr_ge0 ?ler0n.
have at_x : \sum_b (ghz_loses b x)%:R * P b x = 0.
  by apply: (psumr_eq0P _ wins) => // y _; apply: sumr_ge0 => b _.
by have /(_ a isT) := psumr_eq0P (fun b _ => ge0 b x) at_x; rewrite wrong mul1r.
Qed.

(** On an input that is asked the outputs have the right parity, in every mean. *)
Lemma mean_right F G x : ghz_asked x -> (forall a, parity a = odd (zeros x)./2 -> F a = G a) ->
  mean P F x = mean P G x.
Proof.
move=> asked E; apply: eq_bigr => a _; have [right | wrong] := eqVneq (parity a) (odd (zeros x)./2).
  by rewrite E.
by rewrite never_wrong ?mulr0 // /ghz_loses asked wrong.
Qed.

Notation ones := (all_ones n).
(** Input 0 for the parties of [J], 1 for the others *)
Definition off J : bits T := [ffun i => ~~ J i].

Lemma zeros_off J : zeros (off J) = weight J.
Proof. by apply: eq_bigr => i _; rewrite ffunE negbK. Qed.

Lemma zeros_ones : zeros ones = 0%N.
Proof. by apply: big1 => i _; rewrite ffunE. Qed.

Lemma ones_asked : ghz_asked ones.
Proof. by rewrite /ghz_asked zeros_ones. Qed.

Lemma chi_both J a : chi R J a * chi R (off J) a = (-1) ^+ parity a.
Proof.
rewrite ![chi R _ a]chiC -chi_add /chi /parity signr_odd; congr (_ ^+ _).
by apply: eq_bigr => i _; rewrite !ffunE addbN addbb andbT.
Qed.

(** P(f = 0 | 1...1) - P(f = 1 | 1...1) *)
Definition difference : R := prob_bit P false - prob_bit P true.

Lemma differenceE : difference = mean P (@half_sign R _) ones.
Proof.
rewrite /difference /prob_bit !(big_mkcond (fun a => two_mod_four a == _)) -sumrB /=.
apply: etrans (mean_right (F := fun a => (-1) ^+ two_mod_four a) ones_asked _); last first.
  move=> a; rewrite zeros_ones /parity /= => even_a.
  by rewrite /half_sign /two_mod_four -{1}(@even_half (weight a)) ?even_a // double_mod_four signr_odd.
apply: eq_bigr => a _; case: (two_mod_four a); rewrite /= ?expr1 ?expr0 ?mulN1r ?mul1r ?sub0r ?subr0 //.
Qed.

(** What parties of [S] measure in place of the input 1 is what the other parties of [J] measure. *)
Lemma mean_off J S : inside J S -> ~~ parity S ->
  mean P (fun a => chi R S a * chi R (off J) a) (off J) =
  half_sign R S * mean P (fun a => chi R S a * chi R (off J) a) ones.
Proof.
move=> /insideP SJ even_S; have asked : ghz_asked (off S) by rewrite /ghz_asked zeros_off.
pose others a := chi R J a * chi R S a.
have sign a : chi R S a * chi R (off J) a = (-1) ^+ parity a * others a.
  by rewrite -(chi_both J) /others mulrACA -mulrA [_ * chi R S a]mulrC !mulrA chi_sqr mul1r.
rewrite (@mean_agree _ _ _ ns _ (off J) (off S)) => [|i a]; last first.
  rewrite !ffunE !chi_flip ffunE; have := SJ i; case: (S i) (J i) => [] [] //= H _.
    by have := H isT.
  by rewrite !mul1r.
rewrite (@mean_right _ (fun a => half_sign R S * others a) _ asked) => [|a right]; last first.
  by rewrite sign right zeros_off signr_odd.
rewrite mean_scale (@mean_agree _ _ _ ns _ (off S) ones) => [|i a]; last first.
  rewrite !ffunE /others !chi_flip; have := SJ i; case: (S i) => //= -> // _.
  by rewrite !mulN1r mulrNN.
congr (_ * _); apply: mean_right ones_asked _ => a right.
by rewrite sign right zeros_ones mul1r.
Qed.

(** The bias of f, up to the number [gauss0 J], is a mean over the outputs that are equal all over [J] on input 0 there. *)
Lemma bias J : (0 < size_of J)%N ->
  (forall a, ~~ parity a -> chi R (off J) a * gauss R J a = half_sign R a * gauss0 R J) ->
  gauss0 R J * difference =
  (2 ^ (size_of J).-1)%:R * mean P (fun a => chi R (off J) a * ((flat J false a)%:R + (flat J true a)%:R)) (off J).
Proof.
move=> J0 H; rewrite differenceE -!mean_scale.
rewrite (@mean_right _ (fun a => chi R (off J) a * gauss R J a) _ ones_asked) => [|a right]; last first.
  by rewrite H ?right ?zeros_ones // mulrC.
transitivity (\sum_(S | inside J S && ~~ parity S) mean P (fun a => chi R S a * chi R (off J) a) (off J)).
  transitivity (mean P (fun a => \sum_(S | inside J S && ~~ parity S) half_sign R S * (chi R S a * chi R (off J) a)) ones).
    apply: eq_bigr => a _; congr (_ * _); rewrite /gauss mulr_sumr; apply: eq_bigr => S _.
    by rewrite mulrC -mulrA.
  by rewrite mean_sum; apply: eq_bigr => S /andP[SJ eS]; rewrite mean_scale mean_off // mulrA half_sign_sqr mul1r.
rewrite -mean_sum; apply: eq_bigr => a _; congr (_ * _).
by rewrite -mulr_suml sum_even_inside // [LHS]mulrC [(_ + _) * _]mulrC mulrCA.
Qed.

(** ** No outcome is likely *)
Lemma zeros_flip i x : ~~ x i -> zeros x = (zeros (flip i x)).+1.
Proof.
move=> xi; rewrite /zeros (bigD1 i) //= [in RHS](bigD1 i) //= flip_at (negbTE xi) /= add1n add0n.
by congr _.+1; apply: eq_bigr => j ji; rewrite flip_off.
Qed.

(** With two inputs changed from 0 to 1, the third party answers the other value where these two agree. *)
Lemma two_agree (G : bits T -> R) (v : bool) i j k x : i != j -> i != k -> j != k ->
  ghz_asked x -> ~~ x i -> ~~ x j ->
  (forall l a, l \in [:: i; j; k] -> G (flip l a) = G a) ->
  (forall a, G a != 0 -> parity a (+) (a i (+) a j (+) a k) = odd (zeros x)./2 (+) v) ->
  mean P (fun a => (a k != v)%:R * G a) x = mean P (fun a => (a i == a j)%:R * G a) (flip k (flip j (flip i x))).
Proof.
move=> ij ik jk asked xi xj ignores same.
have xj' : ~~ flip i x j by rewrite flip_off // eq_sym.
have zerosE : zeros x = (zeros (flip j (flip i x))).+2 by rewrite (zeros_flip xi) (zeros_flip xj').
have asked2 : ghz_asked (flip j (flip i x)) by move: asked; rewrite /ghz_asked zerosE /= negbK.
rewrite [RHS](@mean_flip _ _ _ ns k) => [|a]; last by rewrite ignores ?inE ?eqxx ?orbT // !flip_off.
rewrite -(@mean_flip _ _ _ ns i _ x) => [|a]; last by rewrite ignores ?inE ?eqxx // flip_off // eq_sym.
rewrite -(@mean_flip _ _ _ ns j _ (flip i x)) => [|a]; last first.
  by rewrite ignores ?inE ?eqxx ?orbT // flip_off // eq_sym.
apply: mean_right asked2 _ => a right; have [-> | Gn0] := eqVneq (G a) 0; first by rewrite !mulr0.
suff -> : (a k != v) = (a i == a j) by []; have := same a Gn0; clear same; rewrite right zerosE /=.
by case: (odd _); case: (a i) (a j) (a k) v => [] [] [] [].
Qed.

Lemma flipC i j x : flip i (flip j x) = flip j (flip i x).
Proof. by apply/ffunP => l; rewrite !ffunE addbAC. Qed.

Lemma mean_le F G x : (forall a, F a <= G a) -> mean P F x <= mean P G x.
Proof. by move=> le; apply: ler_sum => a _; rewrite ler_wpmul2r. Qed.

Lemma mean_le_right F G x : ghz_asked x -> (forall a, parity a = odd (zeros x)./2 -> F a <= G a) ->
  mean P F x <= mean P G x.
Proof.
move=> asked le; apply: ler_sum => a _; have [right | wrong] := eqVneq (parity a) (odd (zeros x)./2).
  by rewrite ler_wpmul2r // le.
by rewrite never_wrong ?mulr0 // /ghz_loses asked wrong.
Qed.

Lemma flat_flip (B : bits T) v l a : ~~ B l -> flat B v (flip l a) = flat B v a.
Proof.
move=> /negbTE Bl; apply: eq_forallb => i; have [-> | il] := eqVneq i l; first by rewrite Bl.
by rewrite flip_off.
Qed.

Lemma one_differs (b1 b2 b3 v : bool) : b1 (+) b2 (+) b3 != v -> (0 < (b1 != v) + (b2 != v) + (b3 != v))%N.
Proof. by case: b1 b2 b3 v => [] [] [] []. Qed.

(** Of three parties, given that those of [B] answer [v], at least one answers something else, counted in the mean. *)
Lemma three_differ (B : bits T) v i j k x : i != j -> i != k -> j != k -> ~~ B i -> ~~ B j -> ~~ B k ->
  ghz_asked x -> ~~ x i -> ~~ x j -> ~~ x k ->
  mean P (fun a => (flat B v a)%:R) x <=
  mean P (fun a => (a i != v)%:R * (flat B v a)%:R) x + mean P (fun a => (a j != v)%:R * (flat B v a)%:R) x
  + mean P (fun a => (a k != v)%:R * (flat B v a)%:R) x.
Proof.
move=> ij ik jk Bi Bj Bk asked xi xj xk; pose t := odd (zeros x)./2.
pose rest a := parity a (+) (a i (+) a j (+) a k).
pose F a : R := (flat B v a)%:R; pose G a := (rest a == t (+) v)%:R * F a; pose H a := (rest a != t (+) v)%:R * F a.
have GH a : G a + H a = F a.
  by rewrite /G /H -mulrDl; case: (rest a == _); rewrite /= ?addr0 ?add0r mul1r.
have split l : mean P (fun a => (a l != v)%:R * F a) x =
    mean P (fun a => (a l != v)%:R * G a) x + mean P (fun a => (a l != v)%:R * H a) x.
  by rewrite -mean_add; apply: eq_bigr => a _; rewrite -mulrDr GH.
have -> : mean P F x = mean P G x + mean P H x.
  by rewrite -mean_add; apply: eq_bigr => a _; rewrite GH.
have ignores l a : l \in [:: i; j; k] -> G (flip l a) = G a.
  move=> l3; have Bl : ~~ B l by move: l3; rewrite !inE => /or3P[] /eqP ->.
  rewrite /G /F flat_flip //; have -> // : rest (flip l a) = rest a.
  rewrite /rest odd_flip; move: l3; rewrite !inE => /or3P[] /eqP ->; rewrite flip_at !flip_off // 1?eq_sym //;
  by case: (parity a) (a i) (a j) (a k) => [] [] [] [].
have same a : G a != 0 -> parity a (+) (a i (+) a j (+) a k) = t (+) v.
  rewrite /G -[parity a (+) _]/(rest a); case E: (rest a == _); first by move/eqP: E.
  by rewrite mul0r eqxx.
have Gx : mean P G x = mean P G (flip k (flip j (flip i x))).
  by rewrite !(@mean_flip _ _ _ ns _ G) // => a; rewrite ignores ?inE ?eqxx ?orbT.
have pair_k := two_agree ij ik jk asked xi xj ignores same.
have pair_j : mean P (fun a => (a j != v)%:R * G a) x = mean P (fun a => (a i == a k)%:R * G a) (flip k (flip j (flip i x))).
  rewrite flipC; apply: two_agree => // [|l a l3|a /same <-]; first by rewrite eq_sym.
    by apply: ignores; move: l3; rewrite !inE => /or3P[] ->; rewrite ?orbT.
  by congr (_ (+) _); rewrite addbAC.
have pair_i : mean P (fun a => (a i != v)%:R * G a) x = mean P (fun a => (a j == a k)%:R * G a) (flip k (flip j (flip i x))).
  rewrite [flip j (flip i x)]flipC flipC; apply: two_agree => // [||l a l3|a /same <-]; rewrite 1?eq_sym //.
    by apply: ignores; move: l3; rewrite !inE => /or3P[] ->; rewrite ?orbT.
  by congr (_ (+) _); rewrite addbC addbA.
have G0 a : 0 <= G a by rewrite mulr_ge0 ?ler0n.
have H0 a : 0 <= H a by rewrite mulr_ge0 ?ler0n.
rewrite !split pair_i pair_j pair_k Gx.
rewrite [X in _ <= X + _]addrACA [X in _ <= X]addrACA -!mean_add; apply: ler_add.
  apply: mean_le => a; rewrite -!mulrDl; apply: ler_pemull => //.
  by rewrite -!natrD ler1n; case: (a i) (a j) (a k) => [] [] [].
apply: mean_le_right asked _ => a right; rewrite -!mulrDl; have [-> | Hn0] := eqVneq (H a) 0; first by rewrite !mulr0.
apply: ler_pemull => //; rewrite -!natrD ler1n; apply: one_differs.
by apply: contraNneq Hn0 => E; rewrite /H /rest right E eqxx mul0r.
Qed.

(** Input 0 for all but [o], whose input makes the game ask *)
Definition start (o : T) : bits T := [ffun i => (i == o) && odd #|T|].

Lemma start_off o i : i != o -> ~~ start o i.
Proof. by move=> /negbTE io; rewrite ffunE io. Qed.

Lemma start_asked o : ghz_asked (start o).
Proof.
have : (zeros (start o) + odd #|T| = #|T|)%N.
  rewrite /zeros (bigD1 o) //= ffunE eqxx /= (eq_bigr (fun=> 1%N)) => [|i io]; last by rewrite (start_off io).
  rewrite sum1_card addnAC addnC; have := cardD1 o T; rewrite inE add1n => ->.
  rewrite (eq_card (B := [predD1 T & o])) => [|i]; last by rewrite !inE andbT.
  by rewrite -addn1; congr (_ + _)%N; case: (odd _).
by move=> /(congr1 odd); rewrite oddD oddb /ghz_asked; case: (odd (zeros _)) (odd #|T|) => [] [].
Qed.

Definition with_party (B : bits T) l : bits T := [ffun i => B i || (i == l)].

Lemma flat_with (B : bits T) v l a : flat (with_party B l) v a = flat B v a && (a l == v).
Proof.
apply/forallP/andP => [H | [/forallP H /eqP al] i].
  split; first by apply/forallP => i; have := H i; rewrite ffunE; case: (B i).
  by have := H l; rewrite ffunE eqxx orbT.
by have := H i; rewrite ffunE; case: (B i) => //= _; apply/implyP => /eqP ->; rewrite al.
Qed.

Lemma size_with (B : bits T) l : ~~ B l -> size_of (with_party B l) = (size_of B).+1.
Proof.
move=> Bl; rewrite /size_of (cardD1 l) inE ffunE eqxx orbT add1n; congr _.+1; apply: eq_card => i.
by rewrite !inE ffunE; case: eqP => [-> | _] //=; [rewrite (negbTE Bl) | rewrite orbF].
Qed.

Lemma unlikely (A : bits T) v o s : ~~ A o -> (s.+2 <= size_of A)%N ->
  exists B, [/\ inside A B, size_of B = s & mean P (fun a => (flat B v a)%:R) (start o) <= (2%:R / 3%:R) ^+ s].
Proof.
move=> Ao; elim: s => [|s IH] room.
  exists [ffun=> false]; split; first by apply/insideP => i; rewrite !ffunE.
    by rewrite /size_of eq_card0 // => i; rewrite inE ffunE.
  rewrite expr0 -[X in _ <= X](total (start o)); apply: ler_sum => a _.
  by apply: ler_pimull; [apply: pos | rewrite lern1 leq_b1].
have [B [BA sizeB likely]] := IH (ltnW room); move/insideP: (BA) => BA'.
have : (2 < #|[pred i | A i && ~~ B i]|)%N.
  have E : (#|[pred i | A i && ~~ B i]| + size_of B = size_of A)%N.
    rewrite /size_of -!sum1_card big_mkcond [X in (_ + X)%N]big_mkcond [RHS]big_mkcond -big_split /=.
    apply: eq_bigr => i _; rewrite !inE.
    by have := BA' i; case: (A i) (B i) => [] [] // /(_ isT).
  by rewrite -(ltn_add2r (size_of B)) E sizeB.
case/card_gt2P => i [j [k [[]]]]; rewrite !inE => /andP[Ai Bi] /andP[Aj Bj] /andP[Ak Bk] [ij jk ki].
have no l : A l -> l != o by apply: contraTneq => ->.
have three := @three_differ B v i j k (start o) ij (contra_neq (@esym _ _ _) ki) jk Bi Bj Bk (start_asked o)
  (start_off (no i Ai)) (start_off (no j Aj)) (start_off (no k Ak)).
set q := mean P (fun a => (flat B v a)%:R) (start o) in three likely.
pose p l := mean P (fun a => (flat (with_party B l) v a)%:R) (start o).
have complement l : mean P (fun a => (a l != v)%:R * (flat B v a)%:R) (start o) = q - p l.
  apply/eqP; rewrite eq_sym subr_eq -mean_add; apply/eqP; apply: eq_bigr => a _; congr (_ * _).
  by rewrite flat_with; case: (flat B v a); case: eqP; rewrite /= ?mulr0 ?mulr1 ?addr0 ?add0r.
have sum : p i + p j + p k <= q + q.
  move: three; rewrite !complement [q - p i + _]addrACA [X in _ <= X]addrACA -!opprD ler_subr_addr.
  by rewrite [q + q + q]addrC ler_add2l.
have [l [Al Bl small]] : exists l, [/\ A l, ~~ B l & p l <= 2%:R / 3%:R * q].
  have [] := boolP (p i <= 2%:R / 3%:R * q); first by exists i.
  have [] := boolP (p j <= 2%:R / 3%:R * q); first by exists j.
  have [] := boolP (p k <= 2%:R / 3%:R * q); first by exists k.
  rewrite -!ltNge => Lk Lj Li; have := ltr_add (ltr_add Li Lj) Lk.
  rewrite ltNge; have -> : 2%:R / 3%:R * q + 2%:R / 3%:R * q + 2%:R / 3%:R * q = q + q.
    rewrite -mulr2n -mulrSr -[RHS]mulr2n -[LHS]mulr_natl -[RHS]mulr_natl mulrA mulrCA divff ?mulr1 //.
    by rewrite pnatr_eq0.
  by rewrite sum.
exists (with_party B l); split.
- by apply/insideP => m; rewrite ffunE => /orP[/BA' // | /eqP ->].
- by rewrite size_with // sizeB.
- by rewrite exprS; apply: le_trans small _; rewrite ler_wpmul2l // divr_ge0 ?ler0n.
Qed.

Lemma unlikely_flat (A : bits T) v o x : ~~ A o -> (1 < size_of A)%N -> (forall i, A i -> ~~ x i) ->
  mean P (fun a => (flat A v a)%:R) x <= (2%:R / 3%:R) ^+ (size_of A - 2).
Proof.
move=> Ao size2 x0; have [|B [BA _ small]] := @unlikely A v o (size_of A - 2) Ao; first by rewrite -addn2 subnK.
apply: le_trans small; rewrite (@mean_agree _ _ _ ns _ x (start o)) => [|i a]; last first.
  have [Ai | Ai _] := boolP (A i); last by rewrite flat_flip.
  by rewrite (negbTE (x0 i Ai)) (negbTE (start_off _)) //; apply: contraNneq Ao => <-.
apply: mean_le => a; rewrite ler_nat; case Ea: (flat A v a) => //; rewrite lt0b.
by apply/forallP => i; apply/implyP => Bi; move/forallP/(_ i)/implyP: Ea; apply; move/insideP: BA; apply.
Qed.

Definition but (o : T) : bits T := [ffun i => i != o].

Lemma size_but o : size_of (but o) = #|T|.-1.
Proof.
by rewrite /size_of (cardD1 o T) inE add1n /=; apply: eq_card => i; rewrite !inE ffunE andbT.
Qed.

Lemma size_all : size_of ones = #|T|.
Proof. by apply: eq_card => i; rewrite inE ffunE. Qed.

Lemma flat_inside A J v a : inside J A -> flat J v a -> flat A v a.
Proof. by move=> /insideP AJ /forallP H; apply/forallP => i; apply/implyP => /AJ; apply/implyP. Qed.

Lemma outcomes J o : (2 < #|T|)%N -> inside J (but o) ->
  `|mean P (fun a => chi R (off J) a * ((flat J false a)%:R + (flat J true a)%:R)) (off J)| <=
  2%:R * (2%:R / 3%:R) ^+ (#|T| - 3).
Proof.
move=> n2 Jo; have le v : mean P (fun a => (flat J v a)%:R) (off J) <= (2%:R / 3%:R) ^+ (#|T| - 3).
  have -> : (#|T| - 3 = size_of (but o) - 2)%N by rewrite size_but -subn1 -subnDA.
  apply: le_trans (@unlikely_flat (but o) v o (off J) _ _ _); first last.
  - by move=> i oi; rewrite ffunE negbK; move/insideP: Jo; apply.
  - by rewrite size_but -ltnS prednK // (leq_trans _ n2).
  - by rewrite ffunE eqxx.
  by apply: mean_le => a; rewrite ler_nat; case E: (flat J v a) => //; rewrite lt0b (flat_inside Jo).
apply: le_trans (ler_norm_sum _ _ _) _; rewrite -[2%:R]/(1 + 1) mulrDl mul1r.
apply: le_trans _ (ler_add (le false) (le true)); rewrite -mean_add; apply: ler_sum => a _.
rewrite !normrM /chi normrX normrN normr1 expr1n mul1r (ger0_norm (pos _ _)) ger0_norm //.
by rewrite addr_ge0 ?ler0n.
Qed.

(** Where [J] is all parties, or all but one, the bias is small. *)
Lemma small_bias J o : (2 < #|T|)%N -> inside J (but o) -> (0 < size_of J)%N ->
  (forall a, ~~ parity a -> chi R (off J) a * gauss R J a = half_sign R a * gauss0 R J) ->
  (odd (size_of J) || (half_sign R J == 1)) ->
  difference ^+ 2 <= 16%:R * (8%:R / 9%:R) ^+ (#|T| - 3).
Proof.
move=> n2 Jo J0 H large; set N : R := (2 ^ (size_of J).-1)%:R; have N0 : 0 < N by rewrite ltr0n expn_gt0.
have g2 : N <= gauss0 R J ^+ 2.
  rewrite gauss0_sqr // -/N; case: odd large => /= [_ | /eqP ->]; first by rewrite addr0 mulr1.
  by rewrite mulrDr mulr1 ler_addl ltW.
set k := (#|T| - 3)%N; pose q : R := 2%:R * (2%:R / 3%:R) ^+ k; have small := outcomes n2 Jo; rewrite -/q in small.
have q0 : 0 <= q by rewrite mulr_ge0 ?ler0n // exprn_ge0 // divr_ge0 ?ler0n.
have E : gauss0 R J ^+ 2 * difference ^+ 2 <= N ^+ 2 * q ^+ 2.
  rewrite -exprMn bias // exprMn ler_wpmul2l ?exprn_ge0 ?(ltW N0) //.
  by rewrite -(real_normK (num_real (mean P _ _))) ler_sqr ?nnegrE.
have D0 : 0 <= difference ^+ 2 by rewrite -(real_normK (num_real difference)) exprn_ge0.
have le_q : difference ^+ 2 <= N * q ^+ 2.
  rewrite -(ler_pmul2l N0) [N * (N * _)]mulrA -[N * N]expr2; exact: le_trans (ler_wpmul2r D0 g2) E.
apply: le_trans le_q _; have -> : 16%:R * (8%:R / 9%:R) ^+ k = (2 ^ #|T|.-1)%:R * q ^+ 2.
  have -> : #|T|.-1 = (2 + k)%N by rewrite /k; case: #|T| n2 => [|[|[|m]]] // _; rewrite !subSS subn0.
  have -> : q ^+ 2 = 2%:R ^+ 2 * (2%:R / 3%:R) ^+ 2 ^+ k by rewrite [q ^+ 2]exprMn exprAC.
  have -> : 8%:R / 9%:R = 2%:R * (2%:R / 3%:R) ^+ 2 :> R by rewrite expr_div_n mulrA -!natrX -natrM.
  rewrite natrX exprD mulrACA -[2%:R ^+ k * _]exprMn; congr (_ * _).
  by rewrite -natrX -natrM.
by rewrite ler_wpmul2r ?exprn_ge0 // ler_nat leq_exp2l // -!subn1 leq_sub2r // max_card.
Qed.

Lemma all_parties a : ~~ parity a -> chi R (off ones) a * gauss R ones a = half_sign R a * gauss0 R ones.
Proof.
move=> even_a; rewrite gauss_even //; last by apply/insideP => i; rewrite !ffunE.
by rewrite /chi /dot big1 ?mul1r // => i _; rewrite !ffunE.
Qed.

Lemma all_but_one o a : (#|T| %% 4 == 2)%N -> ~~ parity a ->
  chi R (off (but o)) a * gauss R (but o) a = half_sign R a * gauss0 R (but o).
Proof.
move=> n4 even_a; pose J := but o.
have -> : chi R (off J) a = (-1) ^+ a o.
  rewrite /chi /dot (bigD1 o) //= !ffunE eqxx /= big1 ?addn0 // => i io; by rewrite !ffunE io.
case ao: (a o); last first.
  by rewrite mul1r gauss_even //; apply/insideP => i ai; rewrite ffunE; apply: contraTneq ai => ->; rewrite ao.
pose b : bits T := [ffun i => (i != o) && ~~ a i].
have -> : gauss R J a = gauss R J b.
  apply: eq_bigr => S /andP[SJ eS]; congr (_ * _).
  transitivity (chi R S a * chi R S J); first by rewrite (chi_J_even R SJ) (negbTE eS) mulr1.
  rewrite -chi_add.
  by apply: chi_local => i Si; rewrite !ffunE; move/insideP/(_ i Si): SJ; rewrite ffunE => -> /=; rewrite addbT.
have weights : (weight b + weight a = #|T|)%N.
  rewrite /weight -big_split -sum1_card /=; apply: eq_bigr => i _; rewrite ffunE.
  by case: eqP => [-> | _] /=; [rewrite ao | case: (a i)].
have even_b : ~~ parity b.
  have := congr1 odd weights; rewrite oddD -/(parity a) -/(parity b) (negbTE even_a) addbF => ->.
  by rewrite (divn_eq #|T| 4) (eqP n4) oddD oddM andbF.
have halves : ((weight b)./2 + (weight a)./2 = (#|T| %/ 4).*2.+1)%N.
  apply: double_inj; rewrite doubleD !even_half // weights {1}(divn_eq #|T| 4) (eqP n4).
  by rewrite doubleS -!muln2 -mulnA addn2.
have -> : half_sign R a = - half_sign R b.
  have opposite : half_sign R a * half_sign R b = -1.
    by rewrite /half_sign -exprD addnC halves -signr_odd /= odd_double expr1.
  by rewrite -[LHS]mulr1 -(half_sign_sqr R b) mulrA opposite mulN1r.
by rewrite expr1 gauss_even ?mulN1r ?mulNr //; apply/insideP => i; rewrite !ffunE => /andP[].
Qed.
End Maximal.

(** ** The theorems: for every number of parties, and in the limit *)

Lemma odd_mod_four n : odd n || (n %% 4 == 0)%N || (n %% 4 == 2)%N.
Proof.
have -> : odd n = odd (n %% 4) by rewrite {1}(divn_eq n 4) oddD oddM andbF.
by have := ltn_pmod n (isT : 0 < 4)%N; case: (n %% 4)%N => [|[|[|[|]]]].
Qed.

Section ForAllNumbers.
Variables (R : realFieldType) (n : nat).
Implicit Type P : table R 'I_n.

(** [R8.30] In every box of maximal violation f is the less biased the more parties there are. *)
Theorem ghz_bit P : box P -> ghz_loss P = 0 -> (2 < n)%N ->
  (prob_bit P false - prob_bit P true) ^+ 2 <= 16%:R * (8%:R / 9%:R) ^+ (n - 3).
Proof.
move=> boxP wins n2; pose o : 'I_n := Ordinal (ltnW (ltnW n2)); rewrite -[n in (n - 3)%N]card_ord -/(difference P).
have n2' : (2 < #|'I_n|)%N by rewrite card_ord.
have inside_but : inside (all_ones n) (but o) by apply/insideP => i; rewrite !ffunE.
have [four | not_four] := boolP (n %% 4 == 2)%N.
  apply: (@small_bias R n P boxP wins (but o) o) => //; first by apply/insideP.
  - by rewrite size_but card_ord -ltnS prednK // ltnW // ltnW.
  - by move=> a; apply: all_but_one; rewrite card_ord.
  have even_n : odd n = false by rewrite {1}(divn_eq n 4) (eqP four) oddD oddM andbF.
  by rewrite size_but card_ord -[X in odd X]subn1 oddB ?(ltnW (ltnW n2)) // even_n.
apply: (@small_bias R n P boxP wins (all_ones n) o) => //; first by rewrite size_all card_ord (ltnW (ltnW n2)).
  by move=> a; apply: all_parties.
have := odd_mod_four n; rewrite (negbTE not_four) orbF size_all card_ord => /orP[-> // | four].
apply/orP; right; rewrite /half_sign weight_J size_all card_ord; have -> : n = ((n %/ 4).*2).*2.
  by rewrite {1}(divn_eq n 4) (eqP four) addn0 -!muln2 -mulnA.
by rewrite doubleK -muln2 exprM sqrr_sign.
Qed.


(** [R8.31] Unless n is 2 modulo 4, the same value of f is the likelier one in all boxes of maximal violation. *)
Theorem ghz_bit_one_sided : (0 < n)%N -> (n %% 4 != 2)%N ->
  exists s : bool, forall P, box P -> ghz_loss P = 0 -> prob_bit P (~~ s) <= prob_bit P s.
Proof.
move=> n0 not_four; pose J := all_ones n; have J0 : (0 < size_of J)%N by rewrite size_all card_ord.
have g0 : gauss0 R J != 0.
  rewrite -sqrf_eq0 gauss0_sqr // mulf_neq0 ?pnatr_eq0 -?lt0n ?expn_gt0 //.
  rewrite size_all card_ord; have := odd_mod_four n; rewrite (negbTE not_four) orbF => /orP[-> | four].
    by rewrite addr0 oner_eq0.
  have -> : odd n = false by rewrite {1}(divn_eq n 4) (eqP four) addn0 oddM andbF.
  rewrite /half_sign weight_J size_all card_ord; have -> : n = ((n %/ 4).*2).*2.
    by rewrite {1}(divn_eq n 4) (eqP four) addn0 -!muln2 -mulnA.
  by rewrite doubleK -muln2 exprM sqrr_sign -(natrD _ 1 1) pnatr_eq0.
exists (gauss0 R J < 0) => P boxP wins.
have sign : 0 <= gauss0 R J * (prob_bit P false - prob_bit P true).
  rewrite -/(difference P) bias //; last by move=> a; apply: all_parties.
  rewrite mulr_ge0 ?ler0n //; apply: sumr_ge0 => a _; case: boxP => pos _ _; rewrite mulr_ge0 //.
  rewrite /chi /dot big1 ?expr0 ?mul1r ?addr_ge0 ?ler0n // => i _; by rewrite !ffunE.
move: sign; case: ltrgt0P g0 => // g0 _; first by rewrite pmulr_rge0 // subr_ge0.
by rewrite nmulr_rge0 // subr_le0.
Qed.

End ForAllNumbers.

(** [R8.30] P(f = v | 1...1) tends to 1/2, uniformly in the boxes of maximal violation. *)
Theorem ghz_bit_limit (R : archiFieldType) (delta : R) : 0 < delta ->
  exists n0, forall n (P : table R 'I_n) v, (n0 <= n)%N -> box P -> ghz_loss P = 0 ->
  1 / 2%:R - delta <= prob_bit P v <= 1 / 2%:R + delta.
Proof.
move=> d0; have [|||k small] := @powers_vanish R (8%:R / 9%:R) (delta ^+ 2 / 4%:R).
- by rewrite divr_ge0 ?ler0n.
- by rewrite ltr_pdivr_mulr ?ltr0n // mul1r ltr_nat.
- by rewrite divr_gt0 ?exprn_gt0 ?ltr0n.
exists (3 + k)%N => n P v large boxP wins; have n2 : (2 < n)%N by apply: leq_trans large; rewrite leq_addr.
set half : R := 1 / 2%:R; pose D := prob_bit P false - prob_bit P true.
have sum1 : prob_bit P false + prob_bit P true = 1.
  case: boxP => _ total _; rewrite -(total (all_ones n)) [RHS](bigID (@two_mod_four n)) /= addrC; congr (_ + _);
  by apply: eq_bigl => a; case: two_mod_four.
have small_D : `|D| <= delta *+ 2.
  rewrite -ler_sqr ?nnegrE ?mulrn_wge0 ?(ltW d0) // real_normK ?num_real //.
  apply: le_trans (ghz_bit boxP wins n2) _.
  have -> : (delta *+ 2) ^+ 2 = 16%:R * (delta ^+ 2 / 4%:R).
    by rewrite exprMn_n [RHS]mulrCA -[16%N]/(2 ^ 2 * 4)%N natrM mulfK ?pnatr_eq0 // mulr_natr.
  rewrite ler_wpmul2l ?ler0n //; apply: le_trans small.
  apply: ler_wiexpn2l; rewrite ?divr_ge0 ?ler0n // ?ler_pdivr_mulr ?ltr0n // ?mul1r ?ler_nat //.
  by rewrite leq_subRL.
have twice : prob_bit P v *+ 2 = 1 + (-1) ^+ v * D.
  rewrite /D mulr2n; case: v => /=; last by rewrite expr0 mul1r -sum1 addrACA subrr addr0.
  by rewrite expr1 mulN1r opprB -sum1 [prob_bit P false + _]addrC addrACA subrr addr0.
have half2 : half *+ 2 = 1 by rewrite -mulr_natr divfK ?pnatr_eq0.
have : `|(-1) ^+ v * D| <= delta *+ 2 by rewrite normrM normrX normrN normr1 expr1n mul1r.
move=> /ler_normlP [low high]; rewrite -(@ler_pmuln2r _ 2) // -[prob_bit P v <= _](@ler_pmuln2r _ 2) //.
rewrite twice mulrnBl mulrnDl half2 !ler_add2l high andbT.
by rewrite ler_oppl.
Qed.
