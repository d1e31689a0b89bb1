(** * Honest devices and a fair source: the assumptions of the tested protocol can be fulfilled, and it can be passed

    The honest box of the GHZ game gives, on inputs of the game, all outputs that are right with the same probability, and all
    outputs with the same probability on other inputs [R2.14].  Quantum devices do the same. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection Expectation TestedDefinitions Master TestedCells TestedKinds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Independent cells *)
Section Product.
Variables (R : realFieldType) (N : nat) (U : finType).

Definition product_box (Q : 'I_N -> table R U) : table R [finType of 'I_N * U] := fun a x =>
  \prod_c Q c (quintuplet c a) (quintuplet c x).

Lemma cell_flip c c' i (a : bits ('I_N * U)) :
  quintuplet c' (flip (c, i) a) = if c' == c then flip i (quintuplet c a) else quintuplet c' a.
Proof.
apply/ffunP => j; case: eqP => [-> | /eqP/negbTE ne]; rewrite !ffunE xpair_eqE ?eqxx //.
by rewrite ne addbF.
Qed.

Theorem product_is_box (Q : 'I_N -> table R U) : (forall c, box (Q c)) -> box (product_box Q).
Proof.
move=> boxQ; split=> [a x | x | ].
- by apply: prodr_ge0 => c _; have [pos _ _] := boxQ c; apply: pos.
- rewrite /product_box (sum_quintuplets (fun c b => Q c b (quintuplet c x))) big1 // => c _.
  by have [_ norm _] := boxQ c.
apply/nonsignallingP => -[c i] a x; rewrite /product_box.
have split_at (a' x' : bits ('I_N * U)) : \prod_c' Q c' (quintuplet c' a') (quintuplet c' x') =
    Q c (quintuplet c a') (quintuplet c x') * \prod_(c' | c' != c) Q c' (quintuplet c' a') (quintuplet c' x') by rewrite (bigD1 c).
rewrite !split_at !cell_flip !eqxx.
set rest := \prod_(c' | c' != c) Q c' (quintuplet c' a) (quintuplet c' x).
have same (a' x' : bits ('I_N * U)) : (a' = a \/ a' = flip (c, i) a) -> (x' = x \/ x' = flip (c, i) x) ->
    \prod_(c' | c' != c) Q c' (quintuplet c' a') (quintuplet c' x') = rest.
  move=> aa xx; apply: eq_bigr => c' /negbTE ne.
  by case: aa => ->; case: xx => ->; rewrite ?(cell_flip c c' i) ?ne.
have [_ _ /nonsignallingP ns] := boxQ c.
by rewrite !same; first (by rewrite -!mulrDl ns); by [left | right].
Qed.

End Product.

(** ** The honest box *)
Section Honest.
Variables (R : realFieldType) (m : nat).
Notation n := m.+1.
Implicit Types (a x : bits 'I_n).

Definition honest_box : table R 'I_n := fun a x =>
  if ghz_asked x then (if ghz_loses a x then 0 else 2%:R / 2%:R ^+ n) else 1 / 2%:R ^+ n.

Lemma loses_flip i a x : ghz_asked x -> ghz_loses (flip i a) x = ~~ ghz_loses a x.
Proof. by move=> ax; rewrite /ghz_loses ax odd_flip /=; case: (parity a); case: (odd _). Qed.

Lemma honest_pair i a x : honest_box a x + honest_box (flip i a) x = 2%:R / 2%:R ^+ n.
Proof.
rewrite /honest_box; case ax: (ghz_asked x); last by rewrite -mulrDl.
by rewrite loses_flip //; case: (ghz_loses a x); rewrite ?add0r ?addr0.
Qed.

Theorem honest_is_box : box honest_box.
Proof.
have pow0 : 0 < 2%:R ^+ n :> R by rewrite exprn_gt0 // ltr0n.
split=> [a x | x | ]; last by apply/nonsignallingP => i a x; rewrite !honest_pair.
  by rewrite /honest_box; case: ifP => _; [case: ifP => _ // |]; rewrite divr_ge0 ?ler0n ?ler01 ?(ltW pow0).
apply: (@pmulrnI R 2 isT); rewrite mulr2n {2}(reindex_inj (@flip_inj _ ord0)) -big_split /=.
rewrite (eq_bigr (fun=> 2%:R / 2%:R ^+ n)) => [|a _]; last exact: honest_pair.
by rewrite sumr_const card_ffun card_bool card_ord -[LHS]mulr_natr natrX mulrAC mulfK // gt_eqF.
Qed.

Lemma honest_right a x : ghz_loses a x -> honest_box a x = 0.
Proof. by rewrite /honest_box => lost; have /andP[-> _] := lost; rewrite lost. Qed.

End Honest.

(** ** Honest devices in every cell, and a fair source *)
Definition honest_devices (R : realFieldType) N m (_ _ : unit) : table R [finType of 'I_N * 'I_m.+1] :=
  product_box (fun _ => @honest_box R m).
Definition fair_source (R : realFieldType) (D : finType) (_ _ : unit) (_ : bits D) : R := #|{: bits D}|%:R^-1.

Section Run.
Variables (R : realFieldType) (m N n T : nat) (L B : finType) (code : L -> nat -> bool).
Variables (give : bits B -> bits 'I_m.+1) (back : bits 'I_m.+1 -> bits B) (f : bits 'I_m.+1 -> bits 'I_m.+1 -> bool).
Definition ghz_cells : kind := @Kind _ _ give back (@ghz_asked m.+1) (@ghz_loses m.+1) f.
Notation k := ghz_cells.
Notation source := ('I_N * drawn k)%type.
Notation everyone := ('I_N * seats k)%type.

Notation devices := (@honest_devices R N m).
Notation fair := (@fair_source R [finType of source]).

Let count0 : 0 < #|{: bits source}|%:R :> R. Proof. by rewrite ltr0n card_ffun card_bool expn_gt0. Qed.

Theorem tested_honest_allowed (eps : R) : eps <= 1 / 2%:R -> assumptions_of (tested k N n T code) fair devices eps.
Proof.
move=> small; have fair0 : 0 < #|{: bits source}|%:R^-1 :> R by rewrite invr_gt0.
split.
- by move=> z e s; apply: ltW.
- move=> z; rewrite (big_pred1 tt) => [|[]] //.
  by rewrite /fair_source sumr_const -[LHS]mulr_natl; apply: divff; rewrite gt_eqF.
- move=> z e j s _; rewrite /prob_given_others /prob_others sum_agree /fair_source.
  have halved (c : R) : 0 < c -> c / (c + c) = 1 / 2%:R.
    by move=> c0; rewrite -mulr2n -[c *+ 2]mulr_natl invfM mulrCA divff ?mulr1 ?div1r // gt_eqF.
  rewrite halved // small /= ler_subr_addr; apply: le_trans (ler_add (lexx _) small) _.
  by rewrite -splitr.
- by move=> z e; apply: product_is_box => c; apply: honest_is_box.
by move=> [] [].
Qed.

Lemma honest_never_wrong s (a : bits everyone) : (0 < #|wrong_cells s a|)%N -> devices tt tt a (dealt s) = 0.
Proof.
case/card_gt0P => c; rewrite inE => /andP[_ lost].
by rewrite /honest_devices /product_box (bigD1 c) //= honest_right ?mul0r.
Qed.

(** They pass whenever enough cells are kept. *)
Theorem honest_passes_if_kept : prob_pass_of (tested k N n T code) fair devices tt =
  #|[set s : bits source | (n <= #|kept_cells s|)%N]|%:R / #|{: bits source}|%:R.
Proof.
rewrite /prob_pass_of (big_pred1 tt) => [|[]] //.
have [_ norm _] : box (devices tt tt) by apply: product_is_box => c; apply: honest_is_box.
have -> : #|[set s : bits source | (n <= #|kept_cells s|)%N]|%:R = \sum_(s : bits source) (n <= #|kept_cells s|)%N%:R :> R.
  by rewrite -sum1_card natr_sum big_mkcond; apply: eq_bigr => s _; rewrite inE; case: ifP.
rewrite mulr_suml; apply: eq_bigr => s _; rewrite /joint_of /fair_source -mulr_sumr mulrC; congr (_ * _).
case: (leqP n #|kept_cells s|) => many; last by rewrite big_pred0 // => a; rewrite /= leqNgt many.
rewrite -[RHS](norm (dealt s)) [RHS](bigID (fun a => #|wrong_cells s a| <= T)%N) /= [X in _ = _ + X]big1 ?addr0 => [|a].
  by apply: eq_bigl => a; rewrite many.
by rewrite -ltnNge => lost; apply: honest_never_wrong; apply: leq_ltn_trans lost.
Qed.

End Run.

(** With derived inputs every cell is kept, and they always pass. *)
Theorem honest_passes_derived (R : realFieldType) m N n T (L : finType) (code : L -> nat -> bool) (j : 'I_m.+1) f : (n <= N)%N ->
  prob_pass_of (tested (derived_inputs j f) N n T code) (@fair_source R _) (@honest_devices R N m) tt = 1.
Proof.
move=> nN; rewrite (@honest_passes_if_kept R m N n T L _ code (complete j) (without j) f).
rewrite (_ : [set s | _] = setT) ?cardsT ?divff ?pnatr_eq0 -?lt0n ?card_ffun ?card_bool ?expn_gt0 //.
apply/setP => s; rewrite !inE (_ : kept_cells s = setT) ?cardsT ?card_ord //.
apply/setP => c; rewrite !inE cell_dealt; exact: derived_asked.
Qed.

(** With local inputs they pass at least every second time, if at most half of the cells need be kept. *)
Section Local.
Variables (m N : nat) (f : bits 'I_m.+1 -> bits 'I_m.+1 -> bool).
Notation k := (local_inputs f).
Implicit Type s : bits ('I_N * drawn k).

(** The inputs of the first parties are turned: just the other cells are kept. *)
Definition turn_first s : bits ('I_N * drawn k) := [ffun q => s q (+) (q.2 == ord0)].

Lemma turn_firstK : involutive turn_first.
Proof. by move=> s; apply/ffunP => q; rewrite !ffunE addbK. Qed.

Lemma kept_turned s : kept_cells (turn_first s) = ~: kept_cells s.
Proof.
apply/setP => c; rewrite !inE !cell_dealt /= negbK.
have -> : quintuplet c (turn_first s) = flip ord0 (quintuplet c s) by apply/ffunP => i; rewrite !ffunE.
have zeros_odd (x : bits 'I_m.+1) : odd (zeros x) = odd m.+1 (+) parity x.
  by have := congr1 odd (zeros_weight x); rewrite oddD => <-; rewrite addbK.
by rewrite /ghz_asked !zeros_odd odd_flip addbN negbK.
Qed.

Theorem honest_passes_local (R : realFieldType) n T (L : finType) (code : L -> nat -> bool) : (n * 2 <= N.+1)%N ->
  1 / 2%:R <= prob_pass_of (tested k N n T code) (@fair_source R _) (@honest_devices R N m) tt.
Proof.
move=> half; rewrite (@honest_passes_if_kept R m N n T L _ code id id f); set A := [set s | _].
have few : (#|~: A| <= #|A|)%N.
  rewrite -(card_imset _ (inv_inj turn_firstK)); apply/subset_leq_card/subsetP => s' /imsetP[s]; rewrite !inE -ltnNge => lt ->.
  rewrite kept_turned; have := cardsC (kept_cells s); rewrite card_ord => E.
  rewrite leqNgt; apply: contraL half => lt'; rewrite -ltnNge.
  by have := leq_add lt lt'; rewrite addSn addnS E addnn -muln2.
have all0 : 0 < #|{: bits ('I_N * drawn k)}|%:R :> R by rewrite ltr0n card_ffun card_bool expn_gt0.
rewrite ler_pdivl_mulr // mulrC mulrA mulr1 ler_pdivr_mulr ?ltr0n // -natrM ler_nat muln2 -addnn.
by rewrite -[X in (X <= _)%N](cardsC A) leq_add2l.
Qed.
End Local.
