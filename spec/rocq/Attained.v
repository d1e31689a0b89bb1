(** * An explicit adversary: the assumptions can be fulfilled, and the first term of the bounds is reached

    There is nothing to measure and nothing to learn: the adversary only makes the devices.  Every quintuplet is the
    box that attains 3/4 (the first party of the triple always answers 0), independently of all others. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes Checker MajorityLemma Tensor Selection Expectation Rows Grid.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Replacing weights, one quintuplet after the other *)
Section Replace.
Variables (R : realFieldType) (N : nat) (c : R).
Implicit Types (n : 'I_N) (a : bits (all_parties N)) (h : bits (all_parties N) -> R).

Lemma replace_weight n (u v : bits party -> R) h : (forall a b, h (put n b a) = h a) ->
  (\sum_b u b) = c * (\sum_b v b) ->
  \sum_a h a * u (quintuplet n a) = c * \sum_a h a * v (quintuplet n a).
Proof.
move=> free same; set k := #|{: bits party}|.
have k0 : (0 < k)%N by rewrite /k card_ffun card_bool expn_gt0.
have average (f : bits party -> R) : (\sum_a h a * f (quintuplet n a)) *+ k = \sum_a h a * \sum_b f b.
  rewrite -(sum_put n); apply: eq_bigr => a _; rewrite mulr_sumr; apply: eq_bigr => b _.
  by rewrite free quintuplet_put.
apply: (pmulrnI k0); rewrite average -mulrnAr average same [RHS]mulr_sumr; apply: eq_bigr => a _.
by rewrite mulrCA.
Qed.

Lemma replace_weights (r : seq 'I_N) (u v : 'I_N -> bits party -> R) h : uniq r ->
  (forall n, n \in r -> forall a b, h (put n b a) = h a) ->
  (forall n, n \in r -> (\sum_b u n b) = c * (\sum_b v n b)) ->
  \sum_a h a * \prod_(n <- r) u n (quintuplet n a) = c ^+ size r * \sum_a h a * \prod_(n <- r) v n (quintuplet n a).
Proof.
elim: r h => [|n r IH] h /=.
  by move=> _ _ _; rewrite mul1r; apply: eq_bigr => a _; rewrite !big_nil.
move=> /andP[nr ur] free same.
have off n' : n' \in r -> n' != n by apply: contraTneq => ->.
rewrite (eq_bigr (fun a => (h a * \prod_(n' <- r) u n' (quintuplet n' a)) * u n (quintuplet n a))) => [|a _]; last first.
  by rewrite big_cons mulrA mulrAC.
rewrite (replace_weight (v := v n)); first last.
- by apply: same; apply: mem_head.
- move=> a b; rewrite free ?mem_head //; congr (_ * _); apply: eq_big_seq => n' /off ne.
  by rewrite quintuplet_put_off.
rewrite (eq_bigr (fun a => (h a * v n (quintuplet n a)) * \prod_(n' <- r) u n' (quintuplet n' a))) => [|a _]; last first.
  by rewrite mulrAC.
rewrite IH //; first last.
- by move=> n' n'r; apply: same; rewrite inE n'r orbT.
- move=> n' n'r a b; rewrite free ?inE ?n'r ?orbT // quintuplet_put_off // eq_sym; exact: off.
rewrite exprS -mulrA; congr (_ * (_ * _)); apply: eq_bigr => a _.
by rewrite big_cons mulrA.
Qed.

End Replace.

Section Devices.
Variables (R : realFieldType) (N : nat) (t : parties3).

(** The devices of the attack *)
Definition attack : table R (all_parties N) := fun a x =>
  \prod_n attaining_box R t.1.1 false (quintuplet n a) (quintuplet n x).

Lemma quintuplet_flip n n' j (a : bits (all_parties N)) :
  quintuplet n' (flip (n, j) a) = if n' == n then flip j (quintuplet n a) else quintuplet n' a.
Proof.
apply/ffunP => k; case: eqP => [-> | /eqP/negbTE ne]; rewrite !ffunE xpair_eqE ?eqxx //.
by rewrite ne addbF.
Qed.

Theorem attack_is_box : box attack.
Proof.
have [pos norm /nonsignallingP ns] := attaining_is_box R t.1.1 false.
split=> [a x | x | ]; first by apply: prodr_ge0 => n _; apply: pos.
  by rewrite (sum_quintuplets (fun n b => attaining_box R t.1.1 false b (quintuplet n x))) big1.
apply/nonsignallingP => -[n j] a x; rewrite /attack.
have split_at a' x' : \prod_n' attaining_box R t.1.1 false (quintuplet n' a') (quintuplet n' x') =
    attaining_box R t.1.1 false (quintuplet n a') (quintuplet n x') *
    \prod_(n' | n' != n) attaining_box R t.1.1 false (quintuplet n' a') (quintuplet n' x') by rewrite (bigD1 n).
rewrite !split_at !quintuplet_flip !eqxx.
set rest := \prod_(n' | n' != n) attaining_box R t.1.1 false (quintuplet n' a) (quintuplet n' x).
have same a' x' : (a' = a \/ a' = flip (n, j) a) -> (x' = x \/ x' = flip (n, j) x) ->
    \prod_(n' | n' != n) attaining_box R t.1.1 false (quintuplet n' a') (quintuplet n' x') = rest.
  move=> aa xx; apply: eq_bigr => n' /negbTE ne.
  by case: aa => ->; case: xx => ->; rewrite ?(quintuplet_flip n n' j) ?ne.
rewrite !same; first (by rewrite -!mulrDl ns); by [left | right].
Qed.

Hypothesis tt3 : triple t.

(** On an input of the game the mean of (-1)^maj is 3/4 - 1/4. *)
Lemma attack_bias y : X y -> \sum_b (-1) ^+ maj t b * attaining_box R t.1.1 false b y =
  1 / 2%:R * \sum_b attaining_box R t.1.1 false b y.
Proof.
move=> Xy; have boxA := attaining_is_box R t.1.1 false; have [_ norm _] := boxA.
rewrite prob_maj_difference norm mulr1; have := prob_maj_total t y boxA.
rewrite attaining_value // addrC => /(canRL (addrK _)) ->.
by rewrite -three_quarters opprB addrA -splitr addrAC subrr add0r.
Qed.

End Devices.

(** ** What the attack achieves, whatever the source and the selection rule *)
Section Value.
Variables (R : realFieldType) (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m).
Variables (S : unit -> unit -> bits (source_bits N L) -> R) (w : nat) (t : parties3).
Hypothesis tt3 : triple t.
Hypothesis large : (3 * (Nd * 2 ^ m) <= N + 2)%N.
Hypothesis S0 : forall z e s, 0 <= S z e s.
Notation P := (fun _ _ : unit => attack R t).
Notation g := (g choice w).

(** In the distilling block (-1)^k has the mean 2^-Nd, whatever else has happened. *)
Lemma attack_xor (x : bits (all_parties N)) l o : let D := distilled choice (kept x) l in
  (\sum_(a | (blank D a == o) && g (join x l) a) (-1) ^+ xor_maj t D a * attack R t a x) =
  (1 / 2%:R) ^+ Nd * (\sum_(a | (blank D a == o) && g (join x l) a) attack R t a x).
Proof.
move=> D; case: (boolP (enough (kept x))) => [many | few]; last first.
  by rewrite !big_pred0 ?mulr0 // => a; rewrite (too_few _ _ _ _ few) andbF.
have [c cells] := cells_exist large many.
pose v a := (blank D a == o) && g (join x l) a.
have v_outside n : n \in D -> forall a b, v (put n b a) = v a.
  move=> nD a b; have same : blank D (put n b a) = blank D a.
    apply/eqP; rewrite blank_agree; apply/forallP => k; apply/implyP => kD.
    by rewrite quintuplet_put_off //; apply: contraNneq kD => ->.
  rewrite /v same (@g_change _ _ _ _ choice w x x l a) //; first by apply/forallP => k; rewrite eqxx implybT.
  by rewrite -blank_agree same.
have sizeD : size (enum D) = Nd.
  rewrite -cardE /D (distilled_cells choice cells) card_imset ?card_ord // => i i' E.
  by case: (cells_inj cells E).
pose A n b := attaining_box R t.1.1 false b (quintuplet n x).
pose h a := (v a)%:R * \prod_(n | n \notin D) A n (quintuplet n a).
have parts (F : 'I_N -> bits party -> R) : \sum_(a | v a) (\prod_(n in D) F n (quintuplet n a)) *
      (\prod_(n | n \notin D) A n (quintuplet n a)) = \sum_a h a * \prod_(n <- enum D) F n (quintuplet n a).
  rewrite big_mkcond; apply: eq_bigr => a _; rewrite /h big_enum /=.
  by case: (v a); rewrite ?mul1r ?mul0r // mulrC.
transitivity (\sum_a h a * \prod_(n <- enum D) ((-1) ^+ maj t (quintuplet n a) * A n (quintuplet n a))).
  rewrite -(parts (fun n b => (-1) ^+ maj t b * A n b)); apply: eq_bigr => a _.
  by rewrite /attack [X in _ * X](bigID (mem D)) /= mulrA xor_maj_sign -big_split.
rewrite (@replace_weights _ _ (1 / 2%:R) (enum D) (fun n b => (-1) ^+ maj t b * A n b) A) ?enum_uniq //; first last.
- by move=> n; rewrite mem_enum => nD; apply: attack_bias => //; move/distilled_kept: nD; rewrite inE.
- move=> n; rewrite mem_enum => nD a b; rewrite /h v_outside //; congr (_ * _); apply: eq_bigr => k kD.
  by rewrite quintuplet_put_off //; apply: contraNneq kD => ->.
rewrite sizeD -(parts A); congr (_ * _); apply: eq_bigr => a _.
by rewrite /attack [RHS](bigID (mem D)).
Qed.

Lemma max_unit (F : unit -> R) : 0 <= F tt -> \big[Num.max/0]_(z : unit) F z = F tt.
Proof.
move=> F0; apply/eqP; rewrite eq_le (bigmax_attains (Q := fun=> true)) // andbT.
by apply: bigmax_bound => // -[].
Qed.

(** [R5.63] The guessing probability is 1/2 + 1/4 2^-Nd, up to the probability that the protocol is not aborted (which
    happens only if step 2 keeps too few quintuplets: the devices are never wrong). *)
Theorem attack_value :
  guess choice S P w t = 1 / 2%:R + 1 / 4%:R * ((1 / 2%:R) ^+ Nd * prob_pass choice S P w tt).
Proof.
have half0 : 0 <= 1 / 2%:R :> R by rewrite divr_ge0 ?ler01 ?ler0n.
rewrite /guess; congr (_ + _ * _).
pose D (s : bits (source_bits N L)) := distilled choice (kept (inputs s)) (selection s).
pose seen_o (s : bits (source_bits N L)) (o : bits (all_parties N)) := \sum_(a | (blank (D s) a == o) && g s a) joint S P tt tt s a.
have seen0 s o : 0 <= seen_o s o.
  by apply: sumr_ge0 => a _; rewrite mulr_ge0 ?S0 //; case: (attack_is_box R N t).
have diff s o : real choice S P w t tt tt false (s, o, true) - real choice S P w t tt tt true (s, o, true) =
    (1 / 2%:R) ^+ Nd * seen_o s o.
  rewrite /seen_o /D -(join_parts s) real_difference !inputs_join !selection_join attack_xor mulrCA mulr_sumr.
  by congr (_ * _); apply: eq_bigr => a _; rewrite /joint inputs_join.
have one k s o : \big[Num.max/0]_(z : unit) (\sum_(e : unit)
      `|real choice S P w t z e k (s, o, true) - ideal choice S P w t z e k (s, o, true)|) =
    1 / 2%:R * ((1 / 2%:R) ^+ Nd * seen_o s o).
  rewrite max_unit; last by apply: sumr_ge0 => e _; apply: normr_ge0.
  rewrite (big_pred1 tt) => [|[]] //; rewrite /ideal /marginal -diff.
  have halves (u u' : R) : u - 1 / 2%:R * (u + u') = 1 / 2%:R * (u - u').
    by apply/eqP; rewrite subr_eq -mulrDr addrACA [- u' + u']addNr addr0 half_double.
  have d0 : 0 <= 1 / 2%:R * (real choice S P w t tt tt false (s, o, true) - real choice S P w t tt tt true (s, o, true)).
    by rewrite diff; apply: mulr_ge0 => //; apply: mulr_ge0 => //; apply: exprn_ge0.
  case: k; last by rewrite halves ger0_norm.
  by rewrite [X in _ - _ * X]addrC halves -normrN -mulrN opprB ger0_norm.
have zero k s o : \big[Num.max/0]_(z : unit) (\sum_(e : unit)
      `|real choice S P w t z e k (s, o, false) - ideal choice S P w t z e k (s, o, false)|) = 0.
  rewrite max_unit; last by apply: sumr_ge0 => e _; apply: normr_ge0.
  rewrite (big_pred1 tt) => [|[]] //; apply/eqP; rewrite normr_eq0 /ideal /marginal.
  have r1 : real choice S P w t tt tt true (s, o, false) = 0.
    by rewrite Expectation.realE big_pred0 // => a; rewrite /key; case: (Definitions.g _ _ _ _); rewrite ?andbF.
  by case: k; rewrite r1 addr0 ?mul0r ?mul1r subrr.
have views (F : bits (source_bits N L) * bits (all_parties N) * bool -> R) :
    \sum_v F v = \sum_s \sum_o \sum_(b : bool) F (s, o, b).
  by rewrite !pair_bigA /=; apply: eq_bigr => -[[s o] b].
rewrite (eq_bigr (fun=> 1 / 2%:R * \sum_s \sum_o (1 / 2%:R) ^+ Nd * seen_o s o)) => [|k _]; last first.
  rewrite views mulr_sumr; apply: eq_bigr => s _; rewrite mulr_sumr; apply: eq_bigr => o _.
  by rewrite big_bool /= one zero addr0.
rewrite big_bool /= -mulrDr half_double /prob_pass (big_pred1 tt) => [|[]] //.
rewrite mulr_sumr; apply: eq_bigr => s _; rewrite -mulr_sumr; congr (_ * _).
rewrite [RHS](partition_big (blank (D s)) predT) //=; apply: eq_bigr => o _.
by apply: eq_bigl => a; rewrite andbC.
Qed.

End Value.

(** ** A source for it: independent and fair bits, which obey eq (1) for every eps up to 1/2 *)
Section Fair.
Variables (R : realFieldType) (N : nat) (L : finType) (t : parties3).
Notation B := (source_bits N L).

Definition fair (_ _ : unit) (s : bits B) : R := (#|{: bits B}|%:R)^-1.

Theorem attack_allowed (eps : R) : eps <= 1 / 2%:R -> assumptions fair (fun _ _ : unit => attack R t) eps.
Proof.
move=> small; have count0 : 0 < #|{: bits B}|%:R :> R by rewrite ltr0n card_ffun card_bool expn_gt0.
have fair0 : 0 < (#|{: bits B}|%:R)^-1 :> R by rewrite invr_gt0.
split.
- by move=> z e s; apply: ltW.
- move=> z; rewrite (big_pred1 tt) => [|[]] //.
  by rewrite /fair sumr_const -[LHS]mulr_natl; apply: divff; rewrite gt_eqF.
- move=> z e j s _; rewrite /prob_given_others /prob_others sum_agree /fair.
  have halved (c : R) : 0 < c -> c / (c + c) = 1 / 2%:R.
    by move=> c0; rewrite -mulr2n -[c *+ 2]mulr_natl invfM mulrCA divff ?mulr1 ?div1r // gt_eqF.
  rewrite halved // small /= ler_subr_addr; apply: le_trans (ler_add (lexx _) small) _.
  by rewrite -splitr.
- by move=> z e; apply: attack_is_box.
by move=> [] [].
Qed.

End Fair.

(** ** How often it passes: these devices are never wrong, and step 2 keeps enough at least every second time

    If the inputs of the first parties are turned, just the other quintuplets are kept; one of the two is enough. *)
Section Passing.
Variables (R : realFieldType) (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m).
Variables (w : nat) (t : parties3).

Lemma attack_never_wrong (x a : bits (all_parties N)) n : wrong a x n -> attack R t a x = 0.
Proof.
rewrite /wrong => Iax; have Xx : X (quintuplet n x) by move: Iax; rewrite /I /X; case: (X0 _); case: (X1 _).
by rewrite /attack (bigD1 n) //= {1}/attaining_box game_input_id // Iax andbF mul0r.
Qed.

Lemma attack_passes_step4 (s : bits (source_bits N L)) : enough (kept (inputs s)) ->
  \sum_(a | g choice w s a) attack R t a (inputs s) = 1.
Proof.
move=> many; have [_ norm _] := attack_is_box R N t.
rewrite -[RHS](norm (inputs s)) [RHS](bigID (g choice w s)) /= [X in _ = _ + X]big1 ?addr0 // => a.
rewrite /g many /= negb_forall => /existsP[i]; rewrite -ltnNge => lt.
have /card_gt0P[n] : (0 < #|[set n in checked choice (kept (inputs s)) (selection s) i | wrong a (inputs s) n]|)%N.
  exact: leq_ltn_trans lt.
by rewrite inE => /andP[_ /attack_never_wrong].
Qed.

Definition turn (s : bits (source_bits N L)) : bits (source_bits N L) :=
  [ffun q => s q (+) (if q is inl p then p.2 == ord0 else false)].

Lemma turnK : involutive turn.
Proof. by move=> s; apply/ffunP => q; rewrite !ffunE addbK. Qed.

Lemma kept_turn s : kept (inputs (turn s)) = ~: kept (inputs s).
Proof.
apply/setP => n; rewrite !inE !X_odd -![odd (weight _)]/(parity _).
have -> : quintuplet n (inputs (turn s)) = flip ord0 (quintuplet n (inputs s)).
  by apply/ffunP => j; rewrite !ffunE.
exact: odd_flip.
Qed.

Lemma enough_either (M : {set 'I_N}) : enough M || enough (~: M).
Proof.
case: (boolP (enough M)) => //= few; case: (boolP (enough _)) => // few'.
move: few few'; rewrite /enough -!ltnNge => lt lt'; have := leq_add lt lt'.
rewrite addSn addnS -mulnDr cardsC card_ord addnn -mul2n => le.
have : (3 * N < 2 * N)%N by apply: leq_trans le; apply: leqnSn.
by rewrite ltn_mul2r andbF.
Qed.

Theorem attack_passes : 1 / 2%:R <= prob_pass choice (fair R (L := L)) (fun _ _ : unit => attack (N := N) R t) w tt.
Proof.
pose E (s : bits (source_bits N L)) : R := (enough (kept (inputs s)))%:R.
have count0 : 0 < #|{: bits (source_bits N L)}|%:R :> R by rewrite ltr0n card_ffun card_bool expn_gt0.
have -> : prob_pass choice (fair R (L := L)) (fun _ _ : unit => attack (N := N) R t) w tt =
    (#|{: bits (source_bits N L)}|%:R)^-1 * \sum_s E s.
  rewrite /prob_pass (big_pred1 tt) => [|[]] //; rewrite mulr_sumr; apply: eq_bigr => s _.
  rewrite /joint -mulr_sumr; congr (_ * _); rewrite /E.
  case: (boolP (enough _)) => [many | few]; first exact: attack_passes_step4.
  by rewrite big_pred0 // => a; rewrite /g (negbTE few).
rewrite [X in _ <= X]mulrC ler_pdivl_mulr // div1r [X in X <= _]mulrC ler_pdivr_mulr ?ltr0n // mulr_natr mulr2n.
rewrite [X in _ + X](reindex_inj (inv_inj turnK)) -big_split -sumr_const; apply: ler_sum => s _.
rewrite /E /= kept_turn; set b := enough _; set b' := enough _; rewrite -natrD ler1n addn_gt0 !lt0b; exact: enough_either.
Qed.

End Passing.
