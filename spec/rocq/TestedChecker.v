(** * What the checker of TestedChecks.v accepts is a certificate for tested cells *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Export TestedChecks.
From Freebit Require Import Definitions Boxes Checker MajorityLemma Tensor Expectation Families TestedDefinitions TestedCells TestedTheorems TestedKinds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** Words and strings *)
Section GameWords.
Variable n : nat.
Implicit Types (a x : bits 'I_n).

Lemma ghz_asked_wordE x : ghz_asked_word (word_of x) = ghz_asked x.
Proof. by rewrite /ghz_asked_word zeros_wordE. Qed.

Lemma ghz_loses_wordE a x : ghz_loses_word (word_of a) (word_of x) = ghz_loses a x.
Proof. by rewrite /ghz_loses_word ghz_asked_wordE zeros_wordE ones_word. Qed.

Lemma mem_asked_words x : ghz_asked x -> word_of x \in asked_words n.
Proof. by move=> ax; rewrite mem_filter ghz_asked_wordE ax mem_words // size_word. Qed.
End GameWords.

Lemma without_place_word m (j : 'I_m.+1) (x : bits 'I_m.+1) : without_place j (word_of x) = word_of (without j x).
Proof.
have jm : (j <= m)%N by rewrite -ltnS.
apply: (@eq_from_nth _ false).
  by rewrite size_cat size_take size_drop !size_word ltnS jm subSS subnKC.
move=> l; rewrite size_cat size_take size_drop !size_word ltnS jm subSS subnKC // => lm.
rewrite -[RHS]/(nth false (word_of (without j x)) (Ordinal lm)) nth_word ffunE -nth_word nth_cat size_take size_word ltnS jm.
rewrite /= /bump; case: ltnP => lj; first by rewrite nth_take.
by rewrite nth_drop addSn subnKC.
Qed.

(** ** Soundness *)
Lemma excessE n (m : seq bool * (tree n * tree n)) p : excess m p = Z.max 0 (Z.abs (entry m.2.1 p) - entry m.2.2 p).
Proof. by case: m => y []. Qed.

Section Sound.
Variables (R : realFieldType) (n B : nat) (give : bits 'I_B -> bits 'I_n) (back : bits 'I_n -> bits 'I_B).
Variables (f : bits 'I_n -> bits 'I_n -> bool) (fw : seq bool -> seq bool -> bool) (bw : seq bool -> seq bool) (file : tested_file).
Hypothesis fwE : forall a x : bits 'I_n, fw (word_of a) (word_of x) = f a x.
Hypothesis bwE : forall x : bits 'I_n, bw (word_of x) = word_of (back x).

Definition file_cells : kind := @Kind _ _ give back (@ghz_asked n) (@ghz_loses n) f.

Fixpoint poly (cs : seq Z) (r : R) : R := if cs is c :: cs' then ofZ R c + r * poly cs' r else 0.
(** v and the greatest of some loads *)
Definition rate (loads : seq (seq Z)) (r : R) : R :=
  (ofZ R (level file) + foldr Num.max 0 [seq poly cs r | cs <- loads]) / ofZ R (scale file).

Lemma poly_add d z cs r : (d < size cs)%N -> poly (add_at d z cs) r = poly cs r + ofZ R z * r ^+ d.
Proof.
elim: cs d => // c cs IH [_ | d /IH E] /=; first by rewrite ofZ_add mulr1 addrAC.
by rewrite E mulrDr addrA exprS [r * (_ * _)]mulrCA.
Qed.

Lemma size_add_at d z cs : size (add_at d z cs) = size cs.
Proof. by elim: cs d => // c cs IH [|d] //=; rewrite IH. Qed.

Lemma poly_le cs ds r : 0 <= r -> below cs ds -> poly cs r <= poly ds r.
Proof.
by move=> r0; elim: cs ds => [|c cs IH] [|d ds] //= /andP[/(ofZ_le R) le /IH les]; apply: ler_add => //; apply: ler_wpmul2l.
Qed.

Lemma poly_zeros m r : poly (nseq m 0%z) r = 0.
Proof. by elim: m => //= m ->; rewrite ofZ0 mulr0 addr0. Qed.

Lemma load_poly (ms : seq (nat * (seq bool * (tree n * tree n)))) p r : all (fun m => m.1 < B.+1)%N ms ->
  poly (load B ms p) r = \sum_(m <- ms) ofZ R (excess m.2 p) * r ^+ m.1.
Proof.
have size_load (ms' : seq (nat * (seq bool * (tree n * tree n)))) : size (load B ms' p) = B.+1.
  by elim: ms' => [|[d m] ms' IH]; [rewrite /load size_nseq | rewrite /= size_add_at].
elim: ms => [_ | [d m] ms IH /= /andP[lt /IH E]]; first by rewrite big_nil poly_zeros.
by rewrite big_cons poly_add ?size_load // E addrC.
Qed.

Lemma below_max (loads : seq (seq Z)) cs r : 0 <= r -> has (below cs) (allowed B loads) ->
  poly cs r <= foldr Num.max 0 [seq poly ds r | ds <- loads].
Proof.
move=> r0; rewrite /allowed; case: loads => [| ds0 loads0].
  by rewrite [has _ _]orbF => /(poly_le r0); rewrite poly_zeros.
move: {ds0 loads0} (ds0 :: loads0) => loads; elim: loads => //= ds loads IH /orP[le | /IH le]; rewrite le_maxr; first by rewrite (poly_le r0 le).
by rewrite le orbT.
Qed.

Hypothesis checked : check_tested n B fw bw file.
Let d0 : 0 < ofZ R (scale file). Proof. by have /andP[/ofZ_gt0] := checked. Qed.
Let dn0 : ofZ R (scale file) != 0. Proof. by rewrite gt_eqF. Qed.
Let l0 : 0 <= ofZ R (level file). Proof. by have /and3P[_ /(ofZ_ge0 R)] := checked. Qed.

Let vectors_of (y : bits 'I_n) : seq bool * (tree n * tree n) :=
  (word_of y, (vectors_at (all_vectors n file) (word_of y)).2).
Let G y : table R 'I_n := fun a x => vector R (vectors_of y).2.1 a x / ofZ R (scale file).
Let V y : table R 'I_n := fun a x => vector R (vectors_of y).2.2 a x / ofZ R (scale file).
Let H y : table R 'I_n := fun a x => ofZ R (excess (vectors_of y) (place_of a x)) / ofZ R (scale file).

Lemma member_checked y : ghz_asked y -> check_vectors fw file (vectors_of y).
Proof.
have /and4P[_ _ ok _] := checked; move: ok; rewrite /members_of all_map => /allP ok ay.
exact: (ok _ (mem_asked_words ay)).
Qed.

Lemma load_charged eps (r := (1 - eps) / eps) (a x : bits 'I_n) : 0 < eps -> eps <= 1 -> ghz_asked x ->
  ofZ R (level file) / ofZ R (scale file) + \sum_(y | ghz_asked y) H y a x * r ^+ distance (back y) (back x) <=
  if ghz_loses a x then rate (wrong_loads file) r else rate (right_loads file) r.
Proof.
move=> eps0 eps1 ax; have r0 : 0 <= r by apply: ratio_ge0.
pose ds := distances_to bw (members_of n file) (word_of x).
have -> : \sum_(y | ghz_asked y) H y a x * r ^+ distance (back y) (back x) = poly (load B ds (place_of a x)) r / ofZ R (scale file).
  rewrite load_poly; last first.
    have near w : (distance_word (bw w) (bw (word_of x)) < B.+1)%N.
      by rewrite bwE ltnS; apply: leq_trans (count_size _ _) _; rewrite size_zip size_word geq_minr.
    by rewrite /ds all_map; elim: (members_of n file) => //= -[w v] ms -> /=; rewrite near.
  rewrite /ds /distances_to big_map /members_of big_map big_filter mulr_suml.
  pose F w := if ghz_asked_word w then ofZ R (excess (w, (vectors_at (all_vectors n file) w).2) (place_of a x)) *
    r ^+ distance_word (bw w) (bw (word_of x)) / ofZ R (scale file) else 0.
  rewrite [RHS]big_mkcond -[RHS]/(\sum_(w <- words n) F w) -sum_words big_mkcond; apply: eq_bigr => y _ /=.
  rewrite /F ghz_asked_wordE; case: ifP => // _.
  by rewrite !bwE distance_wordE mulrAC.
have /and4P[_ _ _ /allP/(_ _ (mem_asked_words ax))/allP/(_ _ (mem_words (size_word a)))] := checked.
rewrite ghz_loses_wordE zip_words -/ds -mulrDl; case: ifP => _ /(below_max r0) le;
  by apply: ler_wpmul2r; rewrite ?invr_ge0 ?(ltW d0) // ler_add2l.
Qed.

Lemma norm_ofZ z : `|ofZ R z| = ofZ R (Z.abs z).
Proof.
case: (Z.le_ge_cases 0 z) => z0.
  by rewrite Z.abs_eq // ger0_norm // ofZ_ge0 //; apply/Z.leb_le.
rewrite Z.abs_neq // ofZ_opp -normrN -ofZ_opp ger0_norm ?ofZ_opp // -ofZ_opp ofZ_ge0 //.
by apply/Z.leb_le; lia.
Qed.

(** What the checker accepts is a family for every eps. *)
Theorem tested_sound eps : 0 < eps -> eps <= 1 -> let r := (1 - eps) / eps in
  tested_family file_cells eps (rate (right_loads file) r) (rate (wrong_loads file) r).
Proof.
move=> eps0 eps1 r; pose m y : table R 'I_n := part_of (k := file_cells) R false true y.
have pairing_m y (P : table R 'I_n) : pairing (m y) P = prob_right (k := file_cells) P y false - prob_right (k := file_cells) P y true.
  exact (@pairing_right R file_cells y P).
exists (ofZ R (level file) / ofZ R (scale file)), G, V, H; split=> [y ay | a x ax]; last exact: load_charged.
have /and3P[right mean outside] := member_checked ay.
split=> [P [_ _ nsP] | P [_ norm nsP] | | a x | a x].
- rewrite -pairing_m; apply: (scaled_vector _ nsP right); first by have /andP[] := checked.
  move=> a x; rewrite settings_place outputs_place (inj_eq (@word_of_inj n)) ghz_loses_wordE fwE /m /part_of /=.
  case: eqP => [-> | _]; last by rewrite mul0r mulr0 ofZ0.
  by case: (ghz_loses a y); case: (f a y); rewrite /= ?ofZ_opp ?ofZ0 ?mul0r ?mulr0 ?mul1r ?mulr1 ?mulrN1.
- rewrite (scaled_vector (F := fun a x => (x == y)%:R * (ofZ R (level file) / ofZ R (scale file))) _ nsP mean).
  + rewrite (@eq_pairing _ _ _ _ (fun a x => ofZ R (level file) / ofZ R (scale file) * (x == y)%:R)) => [|a x]; last exact: mulrC.
    by rewrite pairingZ pairing_one norm mulr1.
  + by have /andP[] := checked.
  + move=> a x; rewrite settings_place (inj_eq (@word_of_inj n)); case: eqP => _; last by rewrite mul0r mulr0 ofZ0.
    by rewrite mul1r mulrC divfK.
- by rewrite divr_ge0 // ltW.
- by rewrite /H divr_ge0 ?(ltW d0) // ofZ_ge0 // excessE; apply/Z.leb_le; lia.
have i0 : 0 <= (ofZ R (scale file))^-1 by rewrite invr_ge0 ltW.
rewrite /G /V /H excessE normrM norm_ofZ (ger0_norm i0) /=; case ax: (ghz_asked x).
  rewrite mul1r -mulrDl -ofZ_add; apply: ler_wpmul2r => //; apply: ofZ_le; apply/Z.leb_le; lia.
rewrite mul0r addr0; apply: ler_wpmul2r => //; apply: ofZ_le.
have := allP outside _ (mem_words (size_word x)); rewrite ghz_asked_wordE ax /= => /allP/(_ _ (mem_words (size_word a))).
by rewrite zip_words.
Qed.

(** *** u at a rational epsilon *)
Lemma powE w m : ofZ R (w ^ Z.of_nat m) = ofZ R w ^+ m.
Proof.
elim: m => [|m IH]; first exact: ofZ1.
by rewrite Nat2Z.inj_succ Z.pow_succ_r ?ofZ_mul ?IH ?exprS //; lia.
Qed.

Lemma homogeneousE cs w p : ofZ R p != 0 ->
  ofZ R (homogeneous cs w p) * ofZ R p = poly cs (ofZ R w / ofZ R p) * ofZ R p ^+ size cs.
Proof.
move=> p0; elim: cs => [|c cs IH] /=; first by rewrite ofZ0 !mul0r.
rewrite ofZ_add !ofZ_mul powE [LHS]mulrDl [RHS]mulrDl -!mulrA -exprSr; congr (_ + _ ); congr (_ * _).
by rewrite IH exprS [poly _ _ * (_ * _)]mulrCA mulKf.
Qed.

Lemma ofZ_max u v : ofZ R (Z.max u v) = Num.max (ofZ R u) (ofZ R v).
Proof.
case: (Z.le_ge_cases u v) => le; have := ofZ_le R (introT (Z.leb_spec0 _ _) le).
  by rewrite Z.max_r // => /max_idPr ->.
by rewrite Z.max_l // => /max_idPl ->.
Qed.

Lemma rate_at p q loads (r := ofZ R (q - p) / ofZ R p) : 0 < ofZ R p -> all (fun cs => size cs == B.+1) loads ->
  rate loads r = ofZ R (level file * p ^ Z.of_nat B + greatest loads (q - p) p) / ofZ R (scale file * p ^ Z.of_nat B).
Proof.
move=> p0 sizes; have pn0 : ofZ R p != 0 by rewrite gt_eqF.
have pB : ofZ R p ^+ B != 0 by rewrite expf_neq0.
have -> : ofZ R (level file * p ^ Z.of_nat B + greatest loads (q - p) p) =
    (ofZ R (level file) + foldr Num.max 0 [seq poly cs r | cs <- loads]) * ofZ R p ^+ B.
  rewrite ofZ_add ofZ_mul powE [RHS]mulrDl; congr (_ + _); rewrite /greatest.
  elim: loads sizes => [|cs loads IH] /=; first by rewrite ofZ0 mul0r.
  case/andP => /eqP size_cs /IH E; rewrite ofZ_max E.
  have -> : ofZ R (homogeneous cs (q - p) p) = poly cs r * ofZ R p ^+ B.
    by apply: (mulIf pn0); rewrite homogeneousE // size_cs exprSr mulrA.
  by rewrite maxr_pmull // exprn_ge0 // ltW.
by rewrite ofZ_mul powE /rate invfM mulrACA divff // mulr1.
Qed.

Theorem tested_at p q num den : check_u B file p q num den ->
  let u := ofZ R num / ofZ R den in tested_family file_cells (ofZ R p / ofZ R q) (1 - u) (1 - u).
Proof.
case/andP => p0 /and5P[pq den0 num0 sizes_right /andP[sizes_wrong low]] u.
have pR := ofZ_gt0 R p0; have denR := ofZ_gt0 R den0.
have qR : 0 < ofZ R q by apply: lt_le_trans pR (ofZ_le R pq).
have pn0 : ofZ R p != 0 by rewrite gt_eqF.
have qn0 : ofZ R q != 0 by rewrite gt_eqF.
have e0 : 0 < ofZ R p / ofZ R q by rewrite divr_gt0.
have e1 : ofZ R p / ofZ R q <= 1 by rewrite ler_pdivr_mulr // mul1r ofZ_le.
have rE : (1 - ofZ R p / ofZ R q) / (ofZ R p / ofZ R q) = ofZ R (q - p) / ofZ R p.
  by rewrite invf_div mulrA mulrBl mul1r divfK // ofZ_sub.
have t0 : 0 < ofZ R (scale file * p ^ Z.of_nat B) by rewrite ofZ_mul powE mulr_gt0 // exprn_gt0.
have := tested_sound e0 e1; rewrite /= rE !rate_at // => /balanced_family fam.
move: t0 low fam; move: (scale file * _)%z (_ + greatest (right_loads file) _ _)%z (_ + greatest (wrong_loads file) _ _)%z.
move=> total right wrong t0 /(ofZ_le R); rewrite !ofZ_mul ofZ_add ofZ_max !ofZ_sub.
have tn0 : ofZ R total != 0 by rewrite gt_eqF.
move: t0 tn0; set T := ofZ R total; set a := ofZ R right; set b := ofZ R wrong => t0 tn0 low.
have ti0 : 0 < T^-1 by rewrite invr_gt0.
set c := T - a in low *; set d := c + Num.max a b in low *.
have cE : 1 - a / T = c / T by rewrite /c [RHS]mulrBl divff.
have dE : 1 - a / T + Num.max (a / T) (b / T) = d / T by rewrite cE -maxr_pmull ?(ltW ti0) // -mulrDl.
rewrite /= dE cE.
have dpos : 0 < d by apply: lt_le_trans t0 _; rewrite /d /c -addrA ler_addl addrC subr_ge0 le_maxr lexx.
have le : u <= c / T / (d / T).
  have dT : 0 < d / T by rewrite divr_gt0.
  rewrite ler_pdivl_mulr // mulrA; apply: ler_wpmul2r; first exact: ltW.
  by rewrite /u mulrAC ler_pdivr_mulr // [X in _ <= X]mulrC.
by apply: tested_family_le; rewrite ler_add2l ler_opp2.
Qed.

End Sound.
