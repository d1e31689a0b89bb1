(** * What the checker of LimitChecks.v accepts: no certificate for tested cells has a lower rate *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Export LimitChecks.
From Freebit Require Import Definitions Identities Boxes Checker MajorityLemma Tensor Selection Expectation Rows Families
  TestedDefinitions TestedCells TestedTheorems TestedKinds TestedChecker TestedFiles Games GameBoxes.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** Weights and tables bound the rate of every family from below. *)
Section NoneBetter.
Variables (R : realFieldType) (k : kind) (eps right wrong : R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1) (family : tested_family k eps right wrong).
Notation r := ((1 - eps) / eps).
Implicit Types (y x a : bits (seats k)).

Theorem none_better (mu : table R (seats k)) (plus minus : bits (seats k) -> table R (seats k)) (rate : R) x0 : asked x0 ->
  (forall a x, 0 <= mu a x) -> \sum_(x | asked x) \sum_a mu a x <= 1 ->
  (forall y, asked y -> nonnegative (plus y) /\ nonsignalling (plus y)) ->
  (forall y, asked y -> nonnegative (minus y) /\ nonsignalling (minus y)) ->
  (forall y a x, asked y -> asked x -> plus y a x + minus y a x <= r ^+ distance (undeal y) (undeal x) * mu a x) ->
  rate <= \sum_(y | asked y) (pairing (part_of R false true y) (plus y) - pairing (part_of R false true y) (minus y)) ->
  rate <= Num.max right wrong.
Proof.
move=> ask0 mu0 mu1 okp okm dom reach; have r0 : 0 <= r by apply: ratio_ge0.
have [v [G [V [H [cert loads]]]]] := family; set c := Num.max right wrong.
pose C := certified_part v H.
have load a x : asked x -> \sum_(y | asked y) C y a x * r ^+ distance (undeal y) (undeal x) <= c.
  move=> ax; apply: (@le_trans _ _ (if loses a x then wrong else right)); last by rewrite /c le_maxr; case: ifP; rewrite lexx ?orbT.
  apply: le_trans (loads a x ax); rewrite le_eqVlt; apply/orP; left; apply/eqP.
  rewrite (eq_bigr (fun y => v * (x == y)%:R * r ^+ distance (undeal y) (undeal x) + H y a x * r ^+ distance (undeal y) (undeal x))) => [|y _].
    rewrite big_split; congr (_ + _); rewrite (bigD1 x) //= eqxx mulr1 big1 ?addr0 => [|y /andP[_ /negbTE ne]].
      by have /eqP -> : distance (undeal x) (undeal x) == 0%N; [apply/distance0P | rewrite mulr1].
    by rewrite eq_sym ne mulr0 mul0r.
  by rewrite /C /certified_part /honest_part ax mul1r mulrDl.
have C0 y a x : asked y -> 0 <= C y a x by exact: (certified_ge0 cert a x).
have c0 : 0 <= c.
  apply: le_trans (load [ffun=> false] x0 ask0); apply: sumr_ge0 => y ay; by rewrite mulr_ge0 ?exprn_ge0 ?C0.
have one y (Q : table R (seats k)) : asked y -> nonnegative Q -> nonsignalling Q -> `|pairing (part_of R false true y) Q| <= pairing (C y) Q.
  move=> ay Q0 Qn; rewrite (alike_right cert ay Q0 Qn) -(alike_certified cert ay Q0 Qn); apply: pairing_abs => // a x.
  by have [_ _ _ _ le] := cert y ay; apply: le.
apply: le_trans reach _; apply: (@le_trans _ _ (\sum_(y | asked y) \sum_(x | asked x) \sum_a C y a x * (r ^+ distance (undeal y) (undeal x) * mu a x))).
  apply: ler_sum => y ay; have [p0 pn] := okp y ay; have [m0 mn] := okm y ay.
  apply: (@le_trans _ _ (pairing (C y) (plus y) + pairing (C y) (minus y))).
    apply: ler_add; first by apply: le_trans (one _ _ ay p0 pn); rewrite ler_norm.
    by apply: le_trans (one _ _ ay m0 mn); rewrite -normrN ler_norm.
  rewrite /pairing -big_split [X in _ <= X]big_mkcond; apply: ler_sum => x _ /=; rewrite -big_split /=.
  case: ifP => ax; last first.
    rewrite big1 // => a _; have off : C y a x = 0 by apply: certified_off; rewrite ?ax.
    by rewrite off !mul0r addr0.
  by apply: ler_sum => a _; rewrite -mulrDr; apply: ler_wpmul2l; [apply: C0 | apply: dom].
rewrite exchange_big /=; apply: (@le_trans _ _ (\sum_(x | asked x) \sum_a c * mu a x)).
  apply: ler_sum => x ax; rewrite exchange_big; apply: ler_sum => a _ /=.
  rewrite (eq_bigr (fun y => C y a x * r ^+ distance (undeal y) (undeal x) * mu a x)) => [|y _]; last by rewrite mulrA.
  by rewrite -mulr_suml; apply: ler_wpmul2r => //; apply: load.
rewrite -[X in _ <= X]mulr1; apply: le_trans (ler_wpmul2l c0 mu1); rewrite mulr_sumr le_eqVlt; apply/orP; left; apply/eqP.
by apply: eq_bigr => x _; rewrite mulr_sumr.
Qed.
(** [R5.101] The same tables at whatever epsilon: V of them is at most the rate times M, the sum over all entries with x in X of the
    largest of s^d (P_y+ + P_y-), s = eps/(1 - eps). *)
Definition table_mass (plus minus : bits (seats k) -> table R (seats k)) : R :=
  \sum_(x | asked x) \sum_a \big[Num.max/0]_(y | asked y) ((plus y a x + minus y a x) / r ^+ distance (undeal y) (undeal x)).

Theorem none_better_everywhere (plus minus : bits (seats k) -> table R (seats k)) x0 : eps < 1 -> asked x0 ->
  (forall y, asked y -> nonnegative (plus y) /\ nonsignalling (plus y)) ->
  (forall y, asked y -> nonnegative (minus y) /\ nonsignalling (minus y)) -> 0 < table_mass plus minus ->
  \sum_(y | asked y) (pairing (part_of R false true y) (plus y) - pairing (part_of R false true y) (minus y))
    <= table_mass plus minus * Num.max right wrong.
Proof.
move=> eps_lt ask0 okp okm M0; set M := table_mass plus minus in M0 *; set V := \sum_(y | asked y) _.
have r0 : 0 < r by rewrite divr_gt0 // subr_gt0.
pose top a x := \big[Num.max/0]_(y | asked y) ((plus y a x + minus y a x) / r ^+ distance (undeal y) (undeal x)).
have top0 a x : 0 <= top a x by rewrite /top; elim/big_rec: _ => // y m _ m0; rewrite le_maxr m0 orbT.
pose cut (P : bits (seats k) -> table R (seats k)) y : table R (seats k) := fun a x => P y a x / M.
have scaled P : (forall y, asked y -> nonnegative (P y) /\ nonsignalling (P y)) ->
    forall y, asked y -> nonnegative (cut P y) /\ nonsignalling (cut P y).
  move=> ok y /ok[p0 pn]; split=> [a x | ]; first by rewrite divr_ge0 ?(ltW M0).
  by move=> i x x' a same; rewrite /cut -!mulr_suml; congr (_ / _); apply: pn.
have pairing_cut P y : pairing (part_of R false true y) (cut P y) = pairing (part_of R false true y) (P y) / M.
  by rewrite /pairing mulr_suml; apply: eq_bigr => x _; rewrite mulr_suml; apply: eq_bigr => a _; rewrite mulrA.
rewrite mulrC -ler_pdivr_mulr //.
apply: (none_better (x0 := x0) (mu := fun a x => top a x / M) (plus := cut plus) (minus := cut minus)) => //.
- by move=> a x; rewrite divr_ge0 ?(ltW M0) //; apply: top0.
- rewrite (eq_bigr (fun x => (\sum_a top a x) / M)) => [|x _]; last by rewrite mulr_suml.
  by rewrite -mulr_suml divff ?lt0r_neq0.
- exact: scaled.
- exact: scaled.
- move=> y a x y_asked x_asked; rewrite /cut -mulrDl mulrA; apply: ler_wpmul2r; first by rewrite invr_ge0 ltW.
  rewrite mulrC -ler_pdivr_mulr ?exprn_gt0 //.
  exact: (bigmax_attains (fun y => (plus y a x + minus y a x) / r ^+ distance (undeal y) (undeal x)) y_asked).
rewrite /V mulr_suml le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => y _.
by rewrite !pairing_cut mulrBl.
Qed.
End NoneBetter.

(** ** Files *)
Section Sound.
Variables (R : realFieldType) (n B : nat) (give : bits 'I_B -> bits 'I_n) (back : bits 'I_n -> bits 'I_B).
Variables (f : bits 'I_n -> bits 'I_n -> bool) (fw : seq bool -> seq bool -> bool) (bw : seq bool -> seq bool) (file : limit_file).
Hypothesis fwE : forall a x : bits 'I_n, fw (word_of a) (word_of x) = f a x.
Hypothesis bwE : forall x : bits 'I_n, bw (word_of x) = word_of (back x).
Hypothesis checked : check_limit n fw bw file.
Add Field R_field : (field_laws R).
Notation cells := (@Kind _ _ give back (@ghz_asked n) (@ghz_loses n) f).
Notation s := (ofZ R (limit_scale file)).
Notation eps := (ofZ R (limit_p file) / ofZ R (limit_q file)).
Implicit Types (a x y : bits 'I_n).

Let d0 : Z.ltb 0 (limit_scale file). Proof. by have /and4P[_ _ ? _] := checked. Qed.
Let p0 : 0 < ofZ R (limit_p file). Proof. by have /and4P[/ofZ_gt0] := checked. Qed.
Let s0 : 0 < s := ofZ_gt0 R d0.

Lemma good_tableP (t : tree n) : good_table t -> nonnegative (box_of R (limit_scale file) t) /\ nonsignalling (box_of R (limit_scale file) t).
Proof.
case/andP => pos ns; split=> [a x |]; first by rewrite divr_ge0 ?(ltW s0) // ofZ_ge0 //; apply: (all_entriesP _ pos).
apply: (agreeing_nonsignalling (Q := fun p => ofZ R (entry t p) / s)) => // p q pq.
by rewrite -!mulrDl (agreesP R ns).
Qed.

Let tables y : tree n * tree n := (tables_at (all_tables n file) (word_of y)).2.

Lemma all_boxes (ok : seq bool * (tree n * tree n) -> bool) y : all ok (boxes_of n file) -> ghz_asked y -> ok (word_of y, tables y).
Proof. by rewrite /boxes_of all_map => /allP all_ok ay; exact: (all_ok _ (mem_asked_words ay)). Qed.

Lemma reachesE y : ghz_asked y -> ofZ R (reaches fw (word_of y, tables y)) / s =
  pairing (part_of R (k := cells) false true y) (box_of R (limit_scale file) (tables y).1) -
  pairing (part_of R (k := cells) false true y) (box_of R (limit_scale file) (tables y).2).
Proof.
move=> ay; have half (Q : table R 'I_n) : pairing (part_of R (k := cells) false true y) Q =
    \sum_a (if ghz_loses a y then 0 else (-1) ^+ f a y) * Q a y.
  rewrite -(indicator_pairing y (fun a => if ghz_loses a y then 0 else (-1) ^+ f a y)); apply: eq_pairing => a x.
  by rewrite /part_of /=; case: eqP => [-> | _]; rewrite ?mul0r ?mul1r //; case: ghz_loses; rewrite /= ?mul0r ?mul1r.
rewrite !half -sumrB /reaches; case: (tables y) => P M /=; rewrite sum_overE mulr_suml; apply: eq_bigr => a _.
rewrite ghz_loses_wordE fwE zip_words /box_of /vector.
by case: ghz_loses; case: (f a y); rewrite ?ofZ0 ?ofZ_sub ?expr0 ?expr1; fractions R.
Qed.

Theorem limit_sound right wrong : tested_family cells eps right wrong ->
  ofZ R (limit_rate file) / s <= Num.max right wrong.
Proof.
have /and5P[_ half _ muok /and4P[mu1 good below reach]] := checked.
set mu := tree_of_rows n (mu_rows file) in muok mu1 below.
have pn0 : ofZ R (limit_p file) != 0 by rewrite gt_eqF.
have pq : ofZ R (limit_p file) <= ofZ R (limit_q file).
  by apply: ofZ_le; apply/Z.leb_le; have := elimT (Z.leb_spec0 _ _) half; have /and4P[/Z.ltb_lt] := checked; lia.
have q0 : 0 < ofZ R (limit_q file) by apply: lt_le_trans p0 pq.
have qn0 : ofZ R (limit_q file) != 0 by rewrite gt_eqF.
have e0 : 0 < eps by rewrite divr_gt0.
have e1 : eps <= 1 by rewrite ler_pdivr_mulr // mul1r.
have rE : (1 - eps) / eps = ofZ R (limit_q file - limit_p file) / ofZ R (limit_p file) by rewrite ofZ_sub; fractions R.
have mu0 a x : 0 <= box_of R (limit_scale file) mu a x.
  rewrite divr_ge0 ?(ltW s0) //; have := everywhereP a x muok; rewrite ghz_asked_wordE zip_words /vector.
  by case: ghz_asked; [apply: ofZ_ge0 | move/Z.eqb_eq => ->; rewrite ofZ0].
move=> family; apply: (none_better e0 e1 family (x0 := [ffun=> true]) (mu := box_of R (limit_scale file) mu)
  (plus := fun y => box_of R (limit_scale file) (tables y).1) (minus := fun y => box_of R (limit_scale file) (tables y).2)) => //=.
- by rewrite /ghz_asked /zeros big1 // => i _; rewrite ffunE.
- apply: (@le_trans _ _ (\sum_x \sum_a box_of R (limit_scale file) mu a x)).
    by rewrite big_mkcond; apply: ler_sum => x _; case: ifP => // _; apply: sumr_ge0.
  have -> : \sum_x \sum_a box_of R (limit_scale file) mu a x = ofZ R (sum_over (words n) (fun u => sum_over (words n) (fun w => entry mu (zip w u)))) / s.
    rewrite sum_overE mulr_suml; apply: eq_bigr => x _; rewrite sum_overE mulr_suml; apply: eq_bigr => a _.
    by rewrite zip_words.
  by rewrite ler_pdivr_mulr // mul1r ofZ_le.
- by move=> y ay; have := all_boxes good ay; case: (tables y) => P M /andP[/good_tableP].
- by move=> y ay; have := all_boxes good ay; case: (tables y) => P M /andP[_ /good_tableP].
- move=> y a x ay ax; have := all_boxes below ay; rewrite /check_below; case: (tables y) => P M /=.
  move=> /allP/(_ _ (mem_asked_words ax))/allP/(_ _ (mem_words (size_word a))).
  rewrite zip_words !bwE distance_wordE /box_of /vector rE => /(ofZ_le R); rewrite !ofZ_mul ofZ_add !powE.
  set d := distance _ _; set u := ofZ R (limit_p file) ^+ d; set w := _ ^+ d => le.
  have u0 : 0 < u by rewrite exprn_gt0.
  have un0 : u != 0 by rewrite gt_eqF.
  rewrite expr_div_n -/u -/w -mulrDl mulrA; apply: ler_wpmul2r; first by rewrite invr_ge0 ltW.
  by rewrite mulrAC ler_pdivl_mulr // [X in _ <= X]mulrC.
rewrite (eq_bigr (fun y => ofZ R (reaches fw (word_of y, tables y)) / s)) => [|y ay]; last by rewrite -reachesE.
rewrite -mulr_suml; apply: ler_wpmul2r; first by rewrite invr_ge0 ltW.
apply: le_trans (ofZ_le R reach) _; rewrite le_eqVlt; apply/orP; left; apply/eqP.
have -> : \sum_(y | ghz_asked y) ofZ R (reaches fw (word_of y, tables y)) =
    \sum_(w <- words n) if ghz_asked_word w then ofZ R (reaches fw (w, (tables_at (all_tables n file) w).2)) else 0.
  rewrite big_mkcond -(@sum_words R n (fun w => if ghz_asked_word w then ofZ R (reaches fw (w, (tables_at (all_tables n file) w).2)) else 0)).
  by apply: eq_bigr => y _; rewrite ghz_asked_wordE.
rewrite -big_mkcond -big_filter -/(asked_words n) /boxes_of.
elim: (asked_words n) => [|w ws IH]; first by rewrite big_nil ofZ0.
by rewrite big_cons /= ofZ_add IH.
Qed.
End Sound.

Theorem limit_local_sound (R : realFieldType) (f : cell_function) file n (right wrong : R) : check_limit_local n f file ->
  tested_family (local_inputs (@f_bits n f)) (ofZ R (limit_p file) / ofZ R (limit_q file)) right wrong ->
  ofZ R (limit_rate file) / ofZ R (limit_scale file) <= Num.max right wrong.
Proof. by move=> ok; apply: (@limit_sound R n n id id (@f_bits n f) (f_word f) id file (fun a x => erefl) (fun x => erefl) ok). Qed.

Theorem limit_derived_sound (R : realFieldType) (f : cell_function) file m (j : 'I_m.+1) (right wrong : R) : check_limit_derived m j f file ->
  tested_family (derived_inputs j (@f_bits m.+1 f)) (ofZ R (limit_p file) / ofZ R (limit_q file)) right wrong ->
  ofZ R (limit_rate file) / ofZ R (limit_scale file) <= Num.max right wrong.
Proof.
by move=> ok; apply: (@limit_sound R m.+1 m (complete j) (without j) (@f_bits m.+1 f) (f_word f) (without_place j) file
  (fun a x => erefl) (@without_place_word m j) ok).
Qed.
