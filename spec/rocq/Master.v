(** * Eq (12) for any protocol: what keeps the signs of the key bits small keeps the key secret

    For a mask [u] of key bits let D be the mean of (-1)^(u.k), together with what is published, as a functional on the
    devices' box.  If D is dominated by a functional on honest runs, and this, charged r^d for the source bits that differ,
    sums up to at most [c u s a] on the run with source bits [s] and outputs [a], then eq (12) is at most
    1/2 + 1/4 times the sum over the masks u, not zero, of the expectation of [c u].  The measurement [z] has gone. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection Expectation TestedDefinitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Signs of masked keys *)
Section Signs.
Variables (R : realFieldType) (K : finType).
Implicit Types (u k : bits K).

Definition masked u k : bool := \big[addb/false]_(l | u l) k l.

Lemma masked_sign u k : (-1) ^+ masked u k = \prod_(l | u l) (-1) ^+ k l :> R.
Proof. by rewrite /masked; elim/big_rec2: _ => // l b p _ <-; rewrite signr_addb. Qed.

Lemma masked_zero k : masked [ffun=> false] k = false.
Proof. by rewrite /masked big_pred0 // => l; rewrite ffunE. Qed.

(** The signs of two different keys cancel over all masks. *)
Lemma sum_signs k k' : \sum_u (-1) ^+ masked u k * (-1) ^+ masked u k' = (k == k')%:R * 2%:R ^+ #|K| :> R.
Proof.
have [<- | ne] := eqVneq k k'.
  rewrite mul1r (eq_bigr (fun=> 1)) => [|u _]; last by rewrite -expr2 sqrr_sign.
  by rewrite sumr_const card_ffun card_bool natrX.
rewrite mul0r; have [l differ] : exists l, k l != k' l.
  by apply/existsP; apply: contraNT ne => /existsPn same; apply/eqP/ffunP => l; apply/eqP; rewrite -[_ == _]negbK.
have toggle u k0 : (-1) ^+ masked (flip l u) k0 = (-1) ^+ masked u k0 * (-1) ^+ k0 l :> R.
  rewrite !masked_sign [RHS]mulrC; case ul: (u l).
    rewrite [in RHS](bigD1 l) //= mulrA -expr2 sqrr_sign mul1r; apply: eq_bigl => j.
    by rewrite ffunE; case: eqP => [-> | _]; rewrite ?ul ?addbF ?andbT ?andbF.
  rewrite (bigD1 l) /= ?flip_at ?ul //; congr (_ * _); apply: eq_bigl => j.
  by rewrite ffunE; case: eqP => [-> | _]; rewrite ?ul ?addbF ?andbT ?andbF.
set total := \sum_u _; have opp : total = - total.
  rewrite {1}/total (reindex_inj (@flip_inj _ l)) -sumrN; apply: eq_bigr => u _ /=.
  rewrite !toggle mulrACA -[X in _ * X]signr_addb (_ : k l (+) k' l = true) ?mulrN1 //.
  by case: (k l) (k' l) differ => [] [].
have : total *+ 2 == 0 by rewrite mulr2n {1}opp addNr.
by rewrite mulrn_eq0 /= => /eqP.
Qed.

(** What a table of keys differs from the uniform one is made of the masks that are not zero. *)
Lemma from_masks (F : bits K -> R) k :
  F k - (\sum_k' F k') / 2%:R ^+ #|K| =
  (\sum_(u | u != [ffun=> false]) (-1) ^+ masked u k * \sum_k' (-1) ^+ masked u k' * F k') / 2%:R ^+ #|K|.
Proof.
have n0 : 2%:R ^+ #|K| != 0 :> R by rewrite expf_neq0 // pnatr_eq0.
pose all := \sum_u (-1) ^+ masked u k * \sum_k' (-1) ^+ masked u k' * F k'.
have allE : all = F k * 2%:R ^+ #|K|.
  rewrite /all (eq_bigr (fun u => \sum_k' (-1) ^+ masked u k * (-1) ^+ masked u k' * F k')) => [|u _]; last first.
    by rewrite mulr_sumr; apply: eq_bigr => k' _; rewrite mulrA.
  rewrite exchange_big /= (bigD1 k) //= [X in _ + X]big1 ?addr0 => [|k' ne].
    by rewrite -mulr_suml sum_signs eqxx mul1r mulrC.
  by rewrite -mulr_suml sum_signs eq_sym (negbTE ne) !mul0r.
apply: (canRL (mulfK n0)); rewrite mulrBl divfK // -allE /all (bigD1 [ffun=> false]) //=.
rewrite masked_zero mul1r addrAC (eq_bigr F) => [|k' _]; last by rewrite masked_zero mul1r.
by rewrite subrr add0r.
Qed.

End Signs.

Section Master.
Variables (R : realFieldType) (B T K O Z E : finType) (p : protocol B T K O).
Variables (S : Z -> E -> bits B -> R) (P : Z -> E -> table R T) (rho : nat -> R).
Hypotheses (S0 : forall z e s, 0 <= S z e s) (normal : forall z, \sum_e \sum_s S z e s = 1).
Hypotheses (boxes : forall z e, box (P z e)).
Hypotheses (unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a).
(** Source bits that differ in d places have probabilities that differ by the factor rho(d) at most. *)
Hypotheses (rho0 : forall d, 0 <= rho d) (near : forall z e s s', S z e s <= rho (distance s s') * S z e s').
Implicit Types (s : bits B) (a : bits T) (o : O) (k u : bits K) (z : Z) (e : E).

Notation zero := [ffun=> false].

Lemma joint_of_ge0 z e s a : 0 <= joint_of p S P z e s a.
Proof. by rewrite mulr_ge0 ?S0 //; have [pos _ _] := boxes z e; apply: pos. Qed.

(** ** Domination *)

(** The mean of (-1)^(u.k), together with g = 1 and with the outputs that are shown *)
Definition signed u s o (Q : table R T) : R :=
  \sum_(a | passes p s a && (shows p s a == o)) (-1) ^+ masked u (distils p s a) * Q a (inputs_of p s).

(** [w o s s' a] is what the run (s', a) counts for the source bits [s] and what is shown, [o]. *)
Record dominated u (w : O -> bits B -> bits B -> bits T -> R) (c : bits B -> bits T -> R) : Prop := Dominated {
  weights_nonnegative : forall o s s' a, 0 <= w o s s' a;
  weights_dominate : forall Q s o, nonnegative Q -> nonsignalling Q ->
    `|signed u s o Q| <= \sum_s' \sum_a w o s s' a * Q a (inputs_of p s');
  weights_charged : forall s' a, (\sum_s rho (distance s s') * (\sum_o w o s s' a)) <= c s' a
}.

Lemma real_ofE z e k s o b :
  real_of p S P z e k (s, o, b) =
  \sum_(a | [&& key_of p s a == k, shows p s a == o & passes p s a == b]) joint_of p S P z e s a.
Proof.
rewrite /real_of (bigD1 s) //= [X in _ + X]big1 ?addr0 => [|s' ne]; last first.
  by rewrite big_pred0 // => a; rewrite /published_of !xpair_eqE (negbTE ne) andbF.
by apply: eq_bigl => a; rewrite /published_of !xpair_eqE eqxx andbA.
Qed.

Lemma masked_real z e u s o :
  \sum_k (-1) ^+ masked u k * real_of p S P z e k (s, o, true) = S z e s * signed u s o (P z e).
Proof.
rewrite (eq_bigr (fun k => \sum_(a | (passes p s a && (shows p s a == o)) && (distils p s a == k))
    (-1) ^+ masked u (distils p s a) * joint_of p S P z e s a)) => [|k _]; last first.
  rewrite real_ofE mulr_sumr; apply: eq_big => a; last by rewrite /key_of => /and3P[/eqP <- _ /eqP ->].
  by rewrite /key_of; case: (passes p s a); rewrite ?andbF //= andbT andbC.
rewrite -(partition_big (distils p s) predT) //= /signed mulr_sumr.
by apply: eq_bigr => a _; rewrite /joint_of mulrCA.
Qed.

Lemma aborted_key z e k s o : k != zero -> real_of p S P z e k (s, o, false) = 0.
Proof.
move=> k0; rewrite real_ofE big_pred0 // => a; rewrite /key_of.
by case: (passes p s a); rewrite ?andbF // eq_sym (negbTE k0).
Qed.

(** A run that is aborted adds nothing; one that is not, the masks. *)
Lemma aborted_ideal z e k s o : real_of p S P z e k (s, o, false) - ideal_of p S P z e k (s, o, false) = 0.
Proof.
rewrite /ideal_of /marginal_of (bigD1 zero) //= big1 ?addr0 => [|k' ne]; last exact: aborted_key.
by case: eqP => [-> | /eqP ne]; rewrite ?mul1r ?subrr // mul0r subr0 aborted_key.
Qed.

Lemma passed_ideal z e k s o :
  `|real_of p S P z e k (s, o, true) - ideal_of p S P z e k (s, o, true)| <=
  (\sum_(u | u != zero) S z e s * `|signed u s o (P z e)|) / 2%:R ^+ #|K|.
Proof.
have n0 : 0 < 2%:R ^+ #|K| :> R by rewrite exprn_gt0 // ltr0n.
rewrite /ideal_of /marginal_of from_masks normrM [`|_^-1|]ger0_norm ?invr_ge0 ?(ltW n0) //.
apply: ler_wpmul2r; first by rewrite invr_ge0 ltW.
apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => u _.
by rewrite normrM normr_sign mul1r masked_real normrM (ger0_norm (S0 _ _ _)).
Qed.

Variable z0 : Z.

(** P(s,a), which is the same for all [z] *)
Definition seen_of s a : R := \sum_e joint_of p S P z0 e s a.

Lemma seen_of_ge0 s a : 0 <= seen_of s a.
Proof. by apply: sumr_ge0 => e _; apply: joint_of_ge0. Qed.

Lemma seen_of_total_of : \sum_s \sum_a seen_of s a = 1.
Proof.
rewrite -(normal z0) [RHS]exchange_big /=; apply: eq_bigr => s _.
rewrite exchange_big; apply: eq_bigr => e _; rewrite -mulr_sumr.
by have [_ norm _] := boxes z0 e; rewrite norm mulr1.
Qed.

Variables (w : bits K -> O -> bits B -> bits B -> bits T -> R) (c : bits K -> bits B -> bits T -> R).
Hypothesis dominate : forall u, u != zero -> dominated u (w u) (c u).

Definition view_cost u s o : R :=
  \sum_s' \sum_a rho (distance s s') * w u o s s' a * seen_of s' a.

Lemma view_cost_ge0 u s o : u != zero -> 0 <= view_cost u s o.
Proof.
move=> /dominate[w0 _ _]; apply: sumr_ge0 => s' _; apply: sumr_ge0 => a _.
by rewrite mulr_ge0 ?seen_of_ge0 // mulr_ge0 ?rho0.
Qed.

Lemma all_e_cost z u s o : u != zero -> \sum_e S z e s * `|signed u s o (P z e)| <= view_cost u s o.
Proof.
move=> /dominate[w0 dom _].
apply: (@le_trans _ _ (\sum_e \sum_s' \sum_a rho (distance s s') * w u o s s' a * joint_of p S P z e s' a)).
  apply: ler_sum => e _; have [pos _ ns] := boxes z e.
  apply: le_trans (ler_wpmul2l (S0 z e s) (dom _ s o pos ns)) _.
  rewrite mulr_sumr; apply: ler_sum => s' _; rewrite mulr_sumr; apply: ler_sum => a _.
  rewrite /joint_of [X in _ <= X]mulrACA; apply: ler_wpmul2r; first exact: mulr_ge0.
  exact: near.
rewrite exchange_big /=; apply: ler_sum => s' _; rewrite exchange_big /=; apply: ler_sum => a _.
by rewrite -mulr_sumr (unheard z z0).
Qed.

Lemma one_view_cost k s o b :
  \big[Num.max/0]_(z : Z) (\sum_e `|real_of p S P z e k (s, o, b) - ideal_of p S P z e k (s, o, b)|) <=
  if b then (\sum_(u | u != zero) view_cost u s o) / 2%:R ^+ #|K| else 0.
Proof.
have n0 : 0 <= (2%:R ^+ #|K|)^-1 :> R by rewrite invr_ge0 exprn_ge0 // ler0n.
apply: bigmax_bound => [|z _]; first by case: b => //; rewrite mulr_ge0 // sumr_ge0 // => u; apply: view_cost_ge0.
case: b; last by rewrite big1 // => e _; rewrite aborted_ideal normr0.
apply: le_trans (ler_sum _ (fun e _ => passed_ideal z e k s o)) _.
rewrite -mulr_suml; apply: ler_wpmul2r => //; rewrite exchange_big; apply: ler_sum => u u0.
exact: all_e_cost.
Qed.

Lemma one_mask_cost u : u != zero -> \sum_s \sum_o view_cost u s o <= \sum_s \sum_a c u s a * seen_of s a.
Proof.
move=> /dominate[_ _ charged].
rewrite (eq_bigr (fun s => \sum_s' \sum_a (rho (distance s s') * (\sum_o w u o s s' a)) * seen_of s' a)) => [|s _]; last first.
  rewrite /view_cost exchange_big; apply: eq_bigr => s' _; rewrite exchange_big; apply: eq_bigr => a _ /=.
  by rewrite [rho _ * (\sum_(_ | _) _)]mulr_sumr mulr_suml.
rewrite exchange_big; apply: ler_sum => s' _; rewrite exchange_big; apply: ler_sum => a _ /=.
by rewrite -mulr_suml; apply: ler_wpmul2r (charged s' a); apply: seen_of_ge0.
Qed.

Theorem master_bound_of :
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * \sum_(u | u != zero) \sum_s \sum_a c u s a * seen_of s a.
Proof.
have n0 : 2%:R ^+ #|K| != 0 :> R by rewrite expf_neq0 // pnatr_eq0.
rewrite /guess_of ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
pose cost s o := (\sum_(u | u != zero) view_cost u s o) / 2%:R ^+ #|K|.
apply: (@le_trans _ _ (\sum_(k : bits K) \sum_s \sum_o cost s o)).
  apply: ler_sum => k _.
  have -> (F : bits B * O * bool -> R) : \sum_v F v = \sum_s \sum_o \sum_(b : bool) F (s, o, b).
    by rewrite !pair_bigA /=; apply: eq_bigr => -[[s o] b].
  apply: ler_sum => s _; apply: ler_sum => o _; rewrite big_bool /= -[X in _ <= X]addr0.
  by apply: ler_add; apply: one_view_cost.
rewrite sumr_const card_ffun card_bool -[X in X <= _]mulr_natr natrX.
have -> : \sum_s \sum_o cost s o = (\sum_(u | u != zero) \sum_s \sum_o view_cost u s o) / 2%:R ^+ #|K|.
  rewrite (eq_bigr (fun s => (\sum_o \sum_(u | u != zero) view_cost u s o) / 2%:R ^+ #|K|)) => [|s _].
    rewrite -mulr_suml [in RHS]exchange_big; congr (_ / _); apply: eq_bigr => s _; exact: exchange_big.
  by rewrite /cost mulr_suml.
rewrite divfK //; apply: ler_sum => u; exact: one_mask_cost.
Qed.

End Master.

(** ** Sources of eq (1): a factor r for each bit *)
Section Eq1.
Variables (R : realFieldType) (B T K O Z E : finType) (p : protocol B T K O).
Variables (S : Z -> E -> bits B -> R) (P : Z -> E -> table R T) (eps : R).

Definition domination := dominated p (fun d => ((1 - eps) / eps) ^+ d).

Hypothesis setting : assumptions_of p S P eps.
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).
Let r0 : 0 <= (1 - eps) / eps := ratio_ge0 eps0 eps1.

Lemma source_distance_of z e s s' : S z e s <= ((1 - eps) / eps) ^+ distance s s' * S z e s'.
Proof. by apply: along_flips => // j s0; apply: (source_ratio (nonnegative_source setting) (A1 setting)). Qed.

Lemma seen_of_total z : \sum_s \sum_a seen_of p S P z s a = 1.
Proof. by case: setting => _ normal _ boxes _; apply: seen_of_total_of. Qed.

Theorem master_bound z (w : bits K -> O -> bits B -> bits B -> bits T -> R) (c : bits K -> bits B -> bits T -> R) :
  (forall u, u != [ffun=> false] -> domination u (w u) (c u)) ->
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * \sum_(u | u != [ffun=> false]) \sum_s \sum_a c u s a * seen_of p S P z s a.
Proof.
case: setting => S0 normal _ boxes unheard.
by apply: master_bound_of => // [d | z' e s s']; [apply: exprn_ge0 | apply: source_distance_of].
Qed.
End Eq1.
