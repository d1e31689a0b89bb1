(** * Eq (12) is the probability of the best distinguisher, and seeing less does not help *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Identities Boxes Expectation Rows.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Maxima.
Variables (R : realFieldType) (Z : finType).
Implicit Types F G : Z -> R.

Lemma bigmax_ge0 F : (forall z, 0 <= F z) -> 0 <= \big[Num.max/0]_z F z.
Proof. by move=> F0; elim/big_ind: _ => // u v u0 v0; rewrite le_maxr u0. Qed.

Lemma bigmax_le F z : F z <= \big[Num.max/0]_z F z.
Proof. exact: (bigmax_attains (Q := fun=> true)). Qed.

Lemma bigmax_reached (z0 : Z) F : (forall z, 0 <= F z) -> exists z, \big[Num.max/0]_z F z = F z.
Proof.
move=> F0; case: (@arg_maxP _ _ _ z0 (fun=> true) F isT) => z _ top; exists z.
apply/eqP; rewrite eq_le bigmax_le andbT; apply: bigmax_bound => // z' _; exact: top.
Qed.

Lemma bigmax_mono F G : (forall z, 0 <= G z) -> (forall z, F z <= G z) ->
  \big[Num.max/0]_z F z <= \big[Num.max/0]_z G z.
Proof.
by move=> G0 le; apply: bigmax_bound => [|z _]; [apply: bigmax_ge0 | apply: le_trans (le z) (bigmax_le G z)].
Qed.

Lemma bigmax_sum (I : finType) (Q : pred I) (F : I -> Z -> R) : (forall i z, 0 <= F i z) ->
  \big[Num.max/0]_z (\sum_(i | Q i) F i z) <= \sum_(i | Q i) \big[Num.max/0]_z F i z.
Proof.
move=> F0; apply: bigmax_bound => [|z _]; first by apply: sumr_ge0 => i _; apply: bigmax_ge0.
by apply: ler_sum => i _; apply: bigmax_le.
Qed.

Lemma bigmax_scale c F : 0 <= c -> (forall z, 0 <= F z) ->
  \big[Num.max/0]_z (c * F z) = c * \big[Num.max/0]_z F z.
Proof.
move=> c0 F0; case: (pickP (fun _ : Z => true)) => [z0 _ | none]; last by rewrite !big_pred0 // mulr0.
apply/eqP; rewrite eq_le; apply/andP; split.
  apply: bigmax_bound => [|z _]; first by rewrite mulr_ge0 // bigmax_ge0.
  by apply: ler_wpmul2l => //; apply: bigmax_le.
by have [z ->] := bigmax_reached z0 F0; apply: (bigmax_le (fun z => c * F z)).
Qed.
End Maxima.

(** ** The best distinguisher *)
Section Best.
Variables (R : realFieldType) (Z E O : finType).
Implicit Types P Q : Z -> E -> O -> R.
Add Field R_field : (field_laws R).

Lemma apart_ge0 P Q : 0 <= apart P Q.
Proof. by apply: sumr_ge0 => o _; apply: bigmax_ge0 => z; apply: sumr_ge0. Qed.

Let half0 : 0 <= 1 / 2%:R :> R. Proof. by rewrite divr_ge0 ?ler01 ?ler0n. Qed.

(** Saying "[p]" with the probability [d] *)
Lemma verdict_bound (p q d : R) : 0 <= d <= 1 -> d * p + (1 - d) * q <= 1 / 2%:R * (p + q + `|p - q|).
Proof.
case/andP=> d0 d1; rewrite -subr_ge0; case: (lerP q p) => le.
  have -> : 1 / 2%:R * (p + q + (p - q)) - (d * p + (1 - d) * q) = (1 - d) * (p - q) by fractions R.
  by rewrite mulr_ge0 ?subr_ge0.
have -> : 1 / 2%:R * (p + q + (q - p)) - (d * p + (1 - d) * q) = d * (q - p) by fractions R.
by rewrite mulr_ge0 ?subr_ge0 // ltW.
Qed.

Lemma best_verdict (p q : R) : (q <= p)%R%:R * p + (1 - (q <= p)%R%:R) * q = 1 / 2%:R * (p + q + `|p - q|).
Proof. by case: (lerP q p) => _ /=; fractions R. Qed.

Section Bound.
Variables P Q : Z -> E -> O -> R.
Hypotheses (niP : no_influence P) (niQ : no_influence Q).

(** What all strategies have in common, and the probability of the best for given [o] and [z] *)
Let total z : \sum_o \sum_e (P z e o + Q z e o) = 2%:R.
Proof.
by rewrite -[2%:R]/(1 + 1 : R) -{1}(niP.2 z) -(niQ.2 z) -big_split; apply: eq_bigr => o _; rewrite big_split.
Qed.

Let common z z' o : \sum_e (P z e o + Q z e o) = \sum_e (P z' e o + Q z' e o).
Proof. by rewrite !big_split /= (niP.1 z z') (niQ.1 z z'). Qed.

Lemma best_guessE (z0 : Z) : best_guess P Q = 1 / 2%:R * \sum_o (1 / 2%:R *
  (\sum_e (P z0 e o + Q z0 e o) + \big[Num.max/0]_z \sum_e `|P z e o - Q z e o|)).
Proof.
rewrite -mulr_sumr big_split /= total /best_guess -/(apart P Q).
by move: (apart P Q) => c; fractions R.
Qed.

(** No strategy, of whatever chances, is right with a larger probability than (12) says ... *)
Lemma no_strategy_is_better choose says : strategy choose says -> success P Q choose says <= best_guess P Q.
Proof.
case=> choose0 choose1 says01.
case: (pickP (fun _ : Z => true)) => [z0 _ | none]; last first.
  rewrite /success big1 ?mulr0 => [|o _]; last by rewrite big_pred0.
  by rewrite addr_ge0 // mulr_ge0 ?apart_ge0 // divr_ge0 ?ler01 ?ler0n.
rewrite (best_guessE z0) /success; apply: ler_wpmul2l => //; apply: ler_sum => o _.
set best := (X in _ <= X); rewrite -[best]mul1r -[X in _ <= X * _](choose1 o) mulr_suml; apply: ler_sum => z _.
apply: ler_wpmul2l => //; rewrite /best (common z0 z).
apply: le_trans (_ : _ <= 1 / 2%:R * (\sum_e (P z e o + Q z e o) + \sum_e `|P z e o - Q z e o|)) _.
  rewrite -big_split mulr_sumr; apply: ler_sum => e _; exact: verdict_bound.
apply: ler_wpmul2l => //; rewrite ler_add2l; exact: (bigmax_le (fun z => \sum_e `|P z e o - Q z e o|)).
Qed.

(** ... and one that tosses no coins is as good. *)
Lemma a_strategy_is_as_good (z0 : Z) : exists (pick : O -> Z) (verdict : O -> Z -> E -> bool),
  success P Q (fun o z => (z == pick o)%:R) (fun o z e => (verdict o z e)%:R) = best_guess P Q.
Proof.
have top o : exists z, \big[Num.max/0]_z (\sum_e `|P z e o - Q z e o|) = \sum_e `|P z e o - Q z e o|.
  by apply: bigmax_reached => // z; apply: sumr_ge0.
have [pick best] := fin_all_exists top.
exists pick, (fun o z e => Q z e o <= P z e o).
rewrite (best_guessE z0) /success; congr (_ * _); apply: eq_bigr => o _.
rewrite (bigD1 (pick o)) //= eqxx [X in X + _]mul1r [X in _ + X]big1 ?addr0 => [|z /negbTE ->]; last by rewrite mul0r.
rewrite best (common z0 (pick o)) -big_split mulr_sumr; apply: eq_bigr => e _; exact: best_verdict.
Qed.

(** [R5.5] *)
Theorem best_guess_is_best : largest_success P Q (best_guess P Q).
Proof. by split; [apply: no_strategy_is_better | apply: a_strategy_is_as_good]. Qed.
End Bound.
End Best.

(** ** Seeing less *)
Section Coarser.
Variables (R : realFieldType) (Z E V V' : finType) (h : V -> V') (goes_on : V -> bool) (goes_on' : V' -> bool).
Hypothesis same_g : forall v, goes_on' (h v) = goes_on v.
Variables (P : Z -> E -> bool * V -> R) (P' : Z -> E -> bool * V' -> R).
Hypothesis sums : forall z e k v', P' z e (k, v') = \sum_(v | h v == v') P z e (k, v).

Lemma eq11_coarser z e k v' : eq11 goes_on' P' z e (k, v') = \sum_(v | h v == v') eq11 goes_on P z e (k, v).
Proof.
rewrite /eq11 !sums -big_split (fun_if (fun x : R => x)) !mulr_sumr.
case on: (goes_on' v'); apply: eq_bigr => v /eqP hv; by rewrite -same_g hv on.
Qed.

Theorem seeing_less : best_guess P' (eq11 goes_on' P') <= best_guess P (eq11 goes_on P).
Proof.
rewrite /best_guess ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
have pairs (W : finType) (F : bool * W -> R) : \sum_o F o = \sum_k \sum_v F (k, v).
  by rewrite pair_bigA; apply: eq_bigr => -[].
rewrite /apart !pairs; apply: ler_sum => k _.
rewrite [X in _ <= X](partition_big h predT) //; apply: ler_sum => v' _.
apply: le_trans (bigmax_sum _ _); last by move=> v z; apply: sumr_ge0.
apply: bigmax_mono => z; first by apply: sumr_ge0 => v _; apply: sumr_ge0.
rewrite exchange_big; apply: ler_sum => e _; rewrite eq11_coarser sums -sumrB.
exact: ler_norm_sum.
Qed.
End Coarser.

(** ** The tables of the protocol *)
Section Tables.
Variables (R : realFieldType) (N : nat) (L : finType) (Z E V : finType).
Variables (S : Z -> E -> bits (source_bits N L) -> R) (P : Z -> E -> table R (all_parties N)).
Variables (key : bits (source_bits N L) -> bits (all_parties N) -> bool) (view : bits (source_bits N L) -> bits (all_parties N) -> V).
Variable goes_on : V -> bool.

(** P(k,v,e|z), where k and v are made from what the source and the boxes gave *)
Definition table_of z e (o : bool * V) : R := \sum_s \sum_(a | (key s a, view s a) == o) joint S P z e s a.

Lemma table_sum z o : \sum_e table_of z e o = \sum_s \sum_(a | (key s a, view s a) == o) \sum_e joint S P z e s a.
Proof. rewrite exchange_big; apply: eq_bigr => s _; exact: exchange_big. Qed.

Lemma table_total z : \sum_o \sum_e table_of z e o = \sum_s \sum_a \sum_e joint S P z e s a.
Proof.
rewrite (eq_bigr _ (fun o _ => table_sum z o)) exchange_big; apply: eq_bigr => s _.
by rewrite [RHS](partition_big (fun a => (key s a, view s a)) predT).
Qed.

Variable eps : R.
Hypothesis setting : assumptions S P eps.

Lemma table_no_influence : no_influence table_of.
Proof.
split=> [z z' o | z].
  by rewrite !table_sum; apply: eq_bigr => s _; apply: eq_bigr => a _; apply: (A2_adversary setting).
rewrite table_total -(source_normalised setting z) [RHS]exchange_big; apply: eq_bigr => s _.
rewrite exchange_big; apply: eq_bigr => e _; rewrite -mulr_sumr.
by have [_ norm _] := A2_boxes setting z e; rewrite norm mulr1.
Qed.

Lemma ideal_no_influence : no_influence (eq11 goes_on table_of).
Proof.
have [same total] := table_no_influence.
have sums z k v : \sum_e eq11 goes_on table_of z e (k, v) =
    (if goes_on v then 1 / 2%:R else (k == false)%:R) * (\sum_e table_of z e (false, v) + \sum_e table_of z e (true, v)).
  by rewrite -big_split mulr_sumr; apply: eq_bigr => e _; rewrite /eq11; case: (goes_on v).
split=> [z z' [k v] | z]; first by rewrite !sums !(same z z').
rewrite -(total z); have pairs (F : bool * V -> R) : \sum_o F o = \sum_v (F (false, v) + F (true, v)).
  rewrite (eq_bigr (fun o => F (o.1, o.2))) => [|[k v] //]; rewrite -(pair_bigA _ (fun k v => F (k, v))) /= exchange_big.
  by apply: eq_bigr => v _; rewrite big_bool addrC.
rewrite !pairs; apply: eq_bigr => v _; rewrite !sums -mulrDl; case: (goes_on v); last by rewrite addr0 mul1r.
by rewrite -splitr mul1r.
Qed.
End Tables.

(** ** Eq (12) is the probability of the best distinguisher: for [guess] of [Definitions.v] ... *)
Section Guess.
Variables (R : realFieldType) (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m) (Z E : finType).
Variables (S : Z -> E -> bits (source_bits N L) -> R) (P : Z -> E -> table R (all_parties N)) (w : nat) (t : parties3).
Notation view := (bits (source_bits N L) * bits (all_parties N) * bool)%type.

Notation whole_table := (whole_table choice S P w t).
Notation whole_ideal := (whole_ideal choice S P w t).

Lemma guessE : guess choice S P w t = best_guess whole_table whole_ideal.
Proof. by rewrite /guess /best_guess /apart pair_bigA. Qed.

Lemma whole_idealE z e o : whole_ideal z e o = eq11 snd whole_table z e o.
Proof. by case: o => k [[s o] b]. Qed.

Lemma whole_tableE z e o : whole_table z e o = table_of S P (key choice w t) (published choice w) z e o.
Proof. by case: o => k v; apply: eq_bigr => s _; apply: eq_bigl => a; rewrite xpair_eqE. Qed.

Lemma eq_no_influence (O : finType) (F G : Z -> E -> O -> R) : (forall z e o, F z e o = G z e o) ->
  no_influence G -> no_influence F.
Proof.
move=> E_ [same total]; split=> [z z' o | z].
  rewrite (eq_bigr _ (fun e _ => E_ z e o)) (same z z'); apply: eq_bigr => e _; by rewrite E_.
by rewrite -(total z); apply: eq_bigr => o _; apply: eq_bigr => e _; rewrite E_.
Qed.

Variable eps : R.
Hypothesis setting : assumptions S P eps.

Lemma whole_no_influence : no_influence whole_table /\ no_influence whole_ideal.
Proof.
split; first exact: eq_no_influence whole_tableE (table_no_influence _ _ setting).
apply: eq_no_influence (ideal_no_influence (key choice w t) (published choice w) snd setting) => z e [k v].
by rewrite whole_idealE /eq11 !whole_tableE.
Qed.

Theorem guess_is_best : largest_success whole_table whole_ideal (guess choice S P w t).
Proof. by rewrite guessE; have [? ?] := whole_no_influence; apply: best_guess_is_best. Qed.
End Guess.

(** ... and for the paper's, with any f *)
Section PaperGuess.
Variables (R : realFieldType) (N Nd m : nat) (f : bits 'I_Nd -> bool) (t : parties3) (Z E : finType) (eps : R).
Variables (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R) (P : Z -> E -> table R (all_parties N)).
Hypothesis setting : assumptions S P eps.

Theorem paper_guess_is_best : largest_success (paper_real f t S P) (eq11 snd (paper_real f t S P)) (paper_guess f t S P).
Proof.
apply: best_guess_is_best; first exact: table_no_influence setting.
exact: ideal_no_influence setting.
Qed.
End PaperGuess.
