(** * The Lemma, eq (6), its robust form, and that it is attained *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes Checker.
From Freebit.Certificates Require Import lemma.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** The ten certificate files *)

(** alpha is p/q and all beta(y,x) are at most b/c *)
Definition alpha_is (p q : Z) (f : family) : bool := Z.eqb (alpha_num f) p && Z.eqb (alpha_den f) q.
Definition betas_below (b c : Z) (f : family) : bool :=
  all (fun m => all (fun e => Z.leb (c * e.2) (b * denominator f)) (betas m)) (members f).

Section Numbers.
Variable R : realFieldType.

Lemma alpha_value p q f : alpha_is p q f -> family_alpha R f = ofZ R p / ofZ R q.
Proof. by case/andP => /Z.eqb_eq p_ /Z.eqb_eq q_; rewrite /family_alpha p_ q_. Qed.

Lemma beta_bound b c f y x : Z.ltb 0 (denominator f) -> Z.leb 0 b -> Z.ltb 0 c -> betas_below b c f ->
  family_beta R f y x <= ofZ R b / ofZ R c.
Proof.
move=> d0 b0 c0 below; have dR := ofZ_gt0 R d0; have cR := ofZ_gt0 R c0.
rewrite /family_beta ler_pdivr_mulr // mulrAC ler_pdivl_mulr // -!ofZ_mul Z.mul_comm.
apply: ofZ_le; set m := member_at _ _; set bound := (b * _)%z.
have : all (fun e => Z.leb (c * e.2) bound) (betas m).
  rewrite /m /member_at; case: (leqP (size (members f)) (find (fun m => at_input m == word_of y) (members f))).
    by move=> out; rewrite nth_default.
  by move=> inside; apply: (all_nthP _ below).
rewrite /beta_at; elim: (betas m) => [_|e r IH /= /andP[e0 /IH r0]] /=; last by case: ifP.
by apply/Z.leb_le; rewrite Z.mul_0_r; apply: Z.mul_nonneg_nonneg; [apply/Z.leb_le | move/Z.ltb_lt: d0 => /Z.lt_le_incl].
Qed.

Lemma ofZ_pos (p : positive) : ofZ R (Zpos p) = (Pos.to_nat p)%:R.
Proof. by rewrite -positive_nat_Z ofZ_nat. Qed.

End Numbers.

Lemma certificate_of_triple t : triple t -> exists f,
  [&& alpha_is 1 2 f & betas_below 5 8 f] /\ parties f = parties_of t /\ check_family f.
Proof.
have one f (u : parties3) : parties f = parties_of u -> check_family f ->
    alpha_is 1 2 f && betas_below 5 8 f -> exists f,
  [&& alpha_is 1 2 f & betas_below 5 8 f] /\ parties f = parties_of u /\ check_family f.
  by move=> fu ok nums; exists f.
case: t => -[[i i5] [j j5]] [k k5]; rewrite /triple /=.
case: i i5 => [|[|[|[|[|//]]]]] i5; case: j j5 => [|[|[|[|[|//]]]]] j5 //;
  case: k k5 => [|[|[|[|[|//]]]]] k5 // _.
- by apply: one lemma_majority_123.accepted _.
- by apply: one lemma_majority_124.accepted _.
- by apply: one lemma_majority_125.accepted _.
- by apply: one lemma_majority_134.accepted _.
- by apply: one lemma_majority_135.accepted _.
- by apply: one lemma_majority_145.accepted _.
- by apply: one lemma_majority_234.accepted _.
- by apply: one lemma_majority_235.accepted _.
- by apply: one lemma_majority_245.accepted _.
- by apply: one lemma_majority_345.accepted _.
Qed.

(** ** The Lemma *)
Section Lemma_.
Variable R : realFieldType.
Implicit Types (P : table R party) (t : parties3).

(** What one certificate says about a box *)
Lemma certificate_bound P t alpha beta y W G : box P -> certificate t alpha beta y W G ->
  `|prob_maj P t false y - prob_maj P t true y| <= alpha + \sum_x beta x * \sum_a (I a x)%:R * P a x.
Proof.
move=> boxP [_ W1 Gm dom]; have [pos _ _] := boxP.
rewrite -(Gm _ boxP) -[X in X + _]mulr1 -[X in _ * X + _](W1 _ boxP).
apply: le_trans (pairing_abs pos dom) _.
rewrite pairingD pairingZ ler_add2l /pairing; apply: ler_sum => x _.
by rewrite mulr_sumr; apply: ler_sum => a _; rewrite mulrA.
Qed.

Theorem robust_lemma P t x0 : box P -> triple t -> X x0 ->
  `|prob_maj P t false x0 - prob_maj P t true x0| <= 1 / 2%:R + 5%:R / 8%:R * loss P.
Proof.
move=> boxP tt Xx0; have [pos _ _] := boxP.
have [f [/andP[al be] [ft ok]]] := certificate_of_triple tt.
have [W [G cert]] := family_sound R ft ok Xx0.
apply: le_trans (certificate_bound boxP cert) _.
rewrite (alpha_value R al) !ofZ_pos /= ler_add2l /loss mulr_sumr; apply: ler_sum => x _.
apply: ler_wpmul2r; first by apply: sumr_ge0 => a _; rewrite mulr_ge0 ?ler0n.
have /andP[d0 _] := ok.
by have := @beta_bound R 5 8 f x0 x d0 isT isT be; rewrite !ofZ_pos.
Qed.

Lemma prob_maj_total P t x0 : box P -> prob_maj P t false x0 + prob_maj P t true x0 = 1.
Proof.
case=> _ norm _; rewrite -(norm x0) [RHS](bigID (fun a => maj t a == false)) /=; congr (_ + _).
by apply: eq_bigl => a; case: (maj t a).
Qed.

Lemma from_difference (p q c : R) : p + q = 1 -> `|p - q| <= c -> (1 - c) / 2%:R <= p <= (1 + c) / 2%:R.
Proof.
move=> pq; rewrite ler_norml => /andP[low high]; have two0 : 0 < 2%:R :> R by rewrite ltr0n.
have E : p * 2%:R = 1 + (p - q) by rewrite mulr_natr -pq addrACA subrr addr0 mulr2n.
by rewrite ler_pdivr_mulr // ler_pdivl_mulr // E !ler_add2l low high.
Qed.

Lemma one_quarter : (1 - 1 / 2%:R) / 2%:R = 1 / 4%:R :> R.
Proof.
have two0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
rewrite -[4%N]/(2 * 2)%N natrM invfM mulrA; congr (_ / _).
by apply/eqP; rewrite subr_eq -mulrDl -mulr2n divff.
Qed.

Lemma three_quarters : (1 + 1 / 2%:R) / 2%:R = 3%:R / 4%:R :> R.
Proof.
have two0 : 2%:R != 0 :> R by rewrite pnatr_eq0.
rewrite -[4%N]/(2 * 2)%N natrM invfM mulrA; congr (_ / _).
by rewrite -[3%N]/(2 + 1)%N natrD mulrDl divff.
Qed.

(** Eq (6), for every input of the game, every triple and either value. *)
Theorem majority_lemma P t x0 v : box P -> loss P = 0 -> triple t -> X x0 ->
  1 / 4%:R <= prob_maj P t v x0 <= 3%:R / 4%:R.
Proof.
move=> boxP loss0 tt Xx0; have := robust_lemma boxP tt Xx0; rewrite loss0 mulr0 addr0 => diff.
rewrite -one_quarter -three_quarters.
case: v; last exact: from_difference (prob_maj_total _ _ boxP) diff.
by rewrite distrC in diff; apply: from_difference diff; rewrite addrC prob_maj_total.
Qed.

(** ** The box that attains it: party [i] always answers [v] *)
Definition game_input i (x : bits party) : bits party := if odd (weight x) then x else flip i x.
Definition attaining_box (i : party) (v : bool) : table R party := fun a x =>
  if (a i == v) && ~~ I a (game_input i x) then 1 / 8%:R else 0.

Lemma X_odd (x : bits party) : X x = odd (weight x).
Proof.
have : (weight x < 6)%N.
  apply: (@leq_ltn_trans (\sum_(i < 5) 1)); last by rewrite sum_nat_const card_ord.
  by apply: leq_sum => i _; apply: leq_b1.
by rewrite /X /X0 /X1; case: (weight x) => [|[|[|[|[|[|n]]]]]].
Qed.

Lemma game_input_X i x : X (game_input i x).
Proof. by rewrite X_odd /game_input; case: ifP => // even; rewrite -[odd _]/(parity _) odd_flip /parity even. Qed.

Lemma game_input_id i x : X x -> game_input i x = x.
Proof. by rewrite X_odd /game_input => ->. Qed.

Lemma game_input_flip i x : game_input i (flip i x) = game_input i x.
Proof.
rewrite /game_input -![odd _]/(parity _) odd_flip flipK.
by case: (parity x).
Qed.

Lemma I_flip j (a x : bits party) : X x -> I (flip j a) x = ~~ I a x.
Proof.
rewrite /I /X odd_flip /X0 /X1; case: (weight x) => [|[|[|[|[|[|n]]]]]] //= _;
  by rewrite ?orbF ?negbK.
Qed.

Lemma attaining_pair i v j a x : j != i ->
  attaining_box i v a x + attaining_box i v (flip j a) x = if a i == v then 1 / 8%:R else 0.
Proof.
move=> ji; have ij : i != j by rewrite eq_sym.
rewrite /attaining_box I_flip ?game_input_X // flip_off //.
by case: (a i == v); case: (I a _); rewrite /= ?addr0 ?add0r.
Qed.

Lemma sum_indicator (Q : pred (seq bool)) (c : R) :
  \sum_(a : bits party) (if Q (word_of a) then c else 0) = c *+ count Q (words 5).
Proof.
rewrite (sum_words 5 (fun w => if Q w then c else 0)) -big_mkcond /=.
by rewrite big_const_seq iter_addr_0.
Qed.

Theorem attaining_is_box i v : box (attaining_box i v).
Proof.
have pair := @attaining_pair i v.
have [j ji] : exists j : party, j != i.
  by case: (eqVneq i ord0) => [-> | ne]; [exists ord_max | exists ord0; rewrite eq_sym].
split=> [a x | x | ].
- by rewrite /attaining_box; case: ifP => _ //; rewrite divr_ge0 ?ler01 ?ler0n.
- apply: (@pmulrnI R 2 isT); rewrite mulr2n {2}(reindex_inj (@flip_inj _ j)) -big_split /=.
  rewrite (eq_bigr (fun a => if nth false (word_of a) i == v then 1 / 8%:R else 0)) => [|a _]; last first.
    by rewrite pair // nth_word.
  rewrite (sum_indicator (fun w => nth false w i == v)).
  have -> : count (fun w => nth false w i == v) (words 5) = 16%N.
    by case: v {pair}; case: i ji => [[|[|[|[|[|]]]]]].
  by rewrite -[16%N]/(8 * 2)%N mulrnA -[_ *+ 8]mulr_natr divfK ?pnatr_eq0.
apply/nonsignallingP => k a x; have [-> | ki] := eqVneq k i; last by rewrite !pair.
by rewrite /attaining_box game_input_flip.
Qed.

Theorem attaining_loss i v : loss (attaining_box i v) = 0.
Proof.
rewrite /loss big1 // => x _; rewrite big1 // => a _.
case Xx: (X x); last by have -> : I a x = false; rewrite ?mul0r // /I; move: Xx; rewrite /X; case: (X0 x); case: (X1 x).
by rewrite /attaining_box game_input_id //; case: (I a x); rewrite ?andbF ?mulr0 // mul0r.
Qed.

Lemma attaining_counts : all (fun x => asked_word x ==> all (fun u => all (fun v =>
   count (fun a => [&& maj_word u a == v, nth false a u.1.1.-1 == v & ~~ I_word a x]) (words 5) == 6)%N [:: false; true])
   [:: (1, 2, 3); (1, 2, 4); (1, 2, 5); (1, 3, 4); (1, 3, 5); (1, 4, 5); (2, 3, 4); (2, 3, 5); (2, 4, 5); (3, 4, 5)]%N)
  (words 5).
Proof. by vm_compute. Qed.

Lemma six_eighths : 1 / 8%:R *+ 6 = 3%:R / 4%:R :> R.
Proof.
by rewrite -mulrnAl -[6%N]/(3 * 2)%N -[8%N]/(4 * 2)%N !natrM invfM mulrACA divff ?mulr1 // pnatr_eq0.
Qed.

Theorem attaining_value t v x0 : triple t -> X x0 -> prob_maj (attaining_box t.1.1 v) t v x0 = 3%:R / 4%:R.
Proof.
move=> tt Xx0; rewrite /prob_maj big_mkcond /=.
rewrite (eq_bigr (fun a => if [&& maj_word (parties_of t) (word_of a) == v, nth false (word_of a) t.1.1 == v
    & ~~ I_word (word_of a) (word_of x0)] then 1 / 8%:R else 0)) => [|a _]; last first.
  by rewrite maj_wordE nth_word I_wordE /attaining_box game_input_id //; case: (_ == v).
rewrite (sum_indicator (fun w => [&& maj_word _ w == v, nth false w t.1.1 == v & ~~ I_word w (word_of x0)])).
have := allP attaining_counts _ (mem_words (size_word x0)); rewrite asked_wordE Xx0 => /allP/(_ (parties_of t)).
have -> : parties_of t \in [:: (1, 2, 3); (1, 2, 4); (1, 2, 5); (1, 3, 4); (1, 3, 5); (1, 4, 5); (2, 3, 4); (2, 3, 5);
    (2, 4, 5); (3, 4, 5)]%N.
  case: t tt => -[[i i5] [j j5]] [k k5]; rewrite /triple /parties_of /=.
  case: i i5 => [|[|[|[|[|//]]]]] i5; case: j j5 => [|[|[|[|[|//]]]]] j5 //;
  by case: k k5 => [|[|[|[|[|//]]]]] k5.
move=> /(_ isT)/allP/(_ v); rewrite !inE eqb_id eqbF_neg orNb => /(_ isT)/eqP ->.
exact: six_eighths.
Qed.

(** The hypotheses of the Lemma can be fulfilled, and both of its bounds are reached. *)
Theorem lemma_is_attained t v x0 : triple t -> X x0 ->
  exists P, [/\ box P, loss P = 0, prob_maj P t v x0 = 3%:R / 4%:R & prob_maj P t (~~ v) x0 = 1 / 4%:R].
Proof.
move=> tt Xx0; exists (attaining_box t.1.1 v); split.
- exact: attaining_is_box.
- exact: attaining_loss.
- exact: attaining_value.
have := prob_maj_total t x0 (attaining_is_box t.1.1 v); have := attaining_value v tt Xx0.
have quarter : 1 - 3%:R / 4%:R = 1 / 4%:R :> R.
  by apply/eqP; rewrite subr_eq -mulrDl -[X in X / _](natrD R 1 3) divff // pnatr_eq0.
by case: v => /= E T; apply/eqP; rewrite -quarter -E eq_sym subr_eq ?T // addrC T.
Qed.

End Lemma_.
