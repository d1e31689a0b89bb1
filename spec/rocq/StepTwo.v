(** * Step 2: how many quintuplets are kept [R8.12] *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Identities Boxes Checker MajorityLemma Tensor Selection Expectation Sources Attained TestedDefinitions Walk.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Independent bits *)
Section Independent.
Variables (R : realFieldType) (p : R).
Add Field R_field : (field_laws R).
Notation bit v := (if v then p else 1 - p).

Lemma independent_total : \sum_(x : bits party) \prod_i bit (x i) = 1.
Proof.
rewrite -(bigA_distr_bigA (fun (_ : party) v => bit v)); apply: big1 => i _; rewrite big_bool /=; identity R.
Qed.

(** The five bits are independent and each is 1 with probability p. *)
Theorem independent_kept :
  \sum_(x : bits party | X x) \prod_i (if x i then p else 1 - p) = (1 - (1 - 2%:R * p) ^+ 5) / 2%:R.
Proof.
have signed : \sum_(x : bits party) (-1) ^+ parity x * \prod_i bit (x i) = (1 - 2%:R * p) ^+ 5.
  rewrite (eq_bigr (fun x : bits party => \prod_i ((-1) ^+ x i * bit (x i)))) => [|x _]; last first.
    by rewrite big_split /=; congr (_ * _); rewrite prodrXr signr_odd.
  rewrite -(bigA_distr_bigA (fun (_ : party) (v : bool) => (-1) ^+ v * bit v)) prodr_const card_ord; congr (_ ^+ _).
  by rewrite big_bool /= expr1 expr0; identity R.
pose kept_sum := \sum_(x : bits party | X x) \prod_i bit (x i); pose lost_sum := \sum_(x : bits party | ~~ X x) \prod_i bit (x i).
have sum1 : kept_sum + lost_sum = 1 by rewrite -independent_total [in RHS](bigID X).
have sum2 : lost_sum - kept_sum = (1 - 2%:R * p) ^+ 5.
  rewrite -signed [RHS](bigID X) /= addrC -sumrN; congr (_ + _); apply: eq_bigr => x; rewrite X_odd -[odd _]/(parity x).
    by move=> ->; rewrite /= expr1 mulN1r.
  by move=> /negbTE ->; rewrite /= expr0 mul1r.
rewrite -/kept_sum -sum2 -{1}sum1; move: kept_sum lost_sum {sum1 sum2} => u v; fractions R.
Qed.

(** All bits of N quintuplets are independent: the number kept has a binomial distribution. *)
Theorem independent_number N (Q : pred nat) : let q := (1 - (1 - 2%:R * p) ^+ 5) / 2%:R in
  \sum_(x : bits (all_parties N) | Q #|kept x|) \prod_j (if x j then p else 1 - p) =
  \sum_(k < N.+1 | Q k) q ^+ k * (1 - q) ^+ (N - k) *+ 'C(N, k).
Proof.
move=> q; pose m (b : bits party) := \prod_i bit (b i).
have kept_q : \sum_(b | X b) m b = q := independent_kept.
have lost_q : \sum_(b | ~~ X b) m b = 1 - q.
  by apply/eqP; rewrite -kept_q eq_sym subr_eq addrC; apply/eqP; rewrite -[LHS]independent_total [LHS](bigID X).
pose F (A : {set 'I_N}) n b := if X b == (n \in A) then m b else 0.
have prodE (x : bits (all_parties N)) : \prod_j bit (x j) = \prod_n m (quintuplet n x).
  by rewrite pair_bigA /=; apply: eq_bigr => -[n i] _; rewrite ffunE.
have given A : \sum_(x : bits (all_parties N) | Q #|kept x| && (kept x == A)) \prod_j bit (x j) =
    if Q #|A| then q ^+ #|A| * (1 - q) ^+ (N - #|A|) else 0.
  case: (boolP (Q #|A|)) => QA; last by rewrite big_pred0 // => x; apply/andP => -[QK /eqP E]; rewrite E (negbTE QA) in QK.
  rewrite (eq_bigl (fun x => kept x == A)) => [|x]; last by case: eqP => [->|]; rewrite ?QA ?andbF.
  rewrite big_mkcond (eq_bigr (fun x => \prod_n F A n (quintuplet n x))) => [|x _]; last first.
    rewrite prodE; case: eqP => [<- | /eqP ne].
      by apply: eq_bigr => n _; rewrite /F inE eqxx.
    have [n bad] : exists n, X (quintuplet n x) != (n \in A).
      apply/existsP; apply: contraNT ne => /existsPn same; apply/eqP/setP => n.
      by have := same n; rewrite negbK inE => /eqP.
    by rewrite (bigD1 n) //= /F (negbTE bad) mul0r.
  rewrite sum_quintuplets (eq_bigr (fun n => if n \in A then q else 1 - q)) => [|n _]; last first.
    by rewrite /F -big_mkcond /=; case: (n \in A); [rewrite -kept_q | rewrite -lost_q]; apply: eq_bigl => b; case: (X b).
  rewrite (bigID (mem A)) /= [X in X * _](eq_bigr (fun=> q)) => [|n ->] //.
  rewrite [X in _ * X](eq_bigr (fun=> 1 - q)) => [|n /negbTE ->] //; rewrite !prodr_const; congr (_ * _ ^+ _).
  by rewrite -[X in _ = (X - _)%N](card_ord N) -(cardsC A) addKn; apply: eq_card => n; rewrite !inE.
rewrite (partition_big (@kept N) predT) //= (eq_bigr _ (fun A _ => given A)) -big_mkcond /=.
have fits (A : {set 'I_N}) : (#|A| < N.+1)%N by rewrite ltnS; have := max_card (mem A); rewrite card_ord.
rewrite (partition_big (fun A : {set 'I_N} => inord #|A| : 'I_N.+1) (fun k => Q k)) => [|A QA]; last by rewrite inordK.
apply: eq_bigr => k Qk; rewrite (eq_bigr (fun=> q ^+ k * (1 - q) ^+ (N - k))) => [|A /andP[_ /eqP <-]]; last by rewrite inordK.
rewrite sumr_const -[X in 'C(X, k)]card_ord -card_draws; congr (_ *+ _); apply: eq_card => A; rewrite !inE.
rewrite unfold_in -val_eqE /= inordK //; case: (#|A| =P k) => [->|]; by rewrite ?Qk ?andbF.
Qed.
End Independent.

(** ** The mean of a function of the number of successes in independent trials *)
Section Mean.
Variables (R : realFieldType) (eps : R).
Hypotheses (eps0 : 0 <= eps) (eps1 : eps <= 1).
Add Field R_field2 : (field_laws R).
Implicit Types (G F : nat -> R).

Fixpoint mean (k : nat) G : R := if k is k'.+1 then mean k' (fun j => eps * G j.+1 + (1 - eps) * G j) else G 0%N.

Lemma mean_ext k F G : F =1 G -> mean k F = mean k G.
Proof. by elim: k F G => [|k IH] F G same /=; [apply: same | apply: IH => j; rewrite !same]. Qed.

Lemma mean_le k F G : (forall j, F j <= G j) -> mean k F <= mean k G.
Proof.
elim: k F G => [|k IH] F G le /=; first exact: le.
by apply: IH => j; apply: ler_add; apply: ler_wpmul2l; rewrite ?le ?subr_ge0.
Qed.

Lemma mean_linear k a b F G : mean k (fun j => a * F j + b * G j) = a * mean k F + b * mean k G.
Proof.
elim: k F G => [|k IH] F G //=; rewrite -IH; apply: mean_ext => j.
move: (F j) (F j.+1) (G j) (G j.+1) => u u' v v'; identity R.
Qed.

Lemma mean_const k c : mean k (fun=> c) = c.
Proof.
by elim: k => //= k IH; rewrite -[RHS]IH; apply: mean_ext => j; rewrite -mulrDl addrC subrK mul1r.
Qed.

Lemma mean_square k a : mean k (fun j => (j%:R - a) ^+ 2) = (k%:R * eps - a) ^+ 2 + k%:R * (eps * (1 - eps)).
Proof.
elim: k a => [|k IH] a; first by rewrite /= !mul0r addr0.
rewrite /= (@mean_ext k _ (fun j => 1 * (j%:R - (a - eps)) ^+ 2 + 1 * (eps * (1 - eps)))) => [|j]; last first.
  by rewrite -[j.+1]addn1 natrD; move: (j%:R) => u; identity R.
rewrite mean_linear mean_const IH -[k.+1]addn1 natrD; move: (k%:R) => u; identity R.
Qed.

Lemma mean_at_most k t : mean k (fun j => (j <= t)%:R) = at_most k t eps.
Proof.
elim: k t => [|k IH] t; first by rewrite at_most0.
rewrite /= mean_linear IH; case: t => [|t].
  by rewrite at_most_none (@mean_ext k _ (fun=> 0)) // mean_const mulr0 add0r.
by rewrite at_mostS [RHS]addrC -[at_most k t eps]IH; congr (_ + _ * _); apply: mean_ext => j; rewrite ltnS.
Qed.
End Mean.

(** ** Any source of eq (1) *)
Section Any.
Variables (R : realFieldType) (N : nat) (L Z E : finType) (S : Z -> E -> bits (source_bits N L) -> R) (eps : R).
Hypotheses (weak : 0 < eps <= 1 / 2%:R) (prob : probabilities S) (eq1S : eq1 S eps).
Add Field R_field3 : (field_laws R).
Notation B := (source_bits N L).
Implicit Types (s : bits B) (n : 'I_N).

Let S0 : forall z e s, 0 <= S z e s := prob.1.
Let eps0 : 0 <= eps := ltW (weak0 weak).
Let eps1 : eps <= 1. Proof. by rewrite -subr_ge0 ltW // (rest_gt0 weak). Qed.

Lemma keep_flip n i s : X (quintuplet n (inputs (flip (inl (n, i)) s))) = ~~ X (quintuplet n (inputs s)).
Proof.
have -> : quintuplet n (inputs (flip (inl (n, i)) s)) = flip i (quintuplet n (inputs s)).
  by apply/ffunP => j; rewrite !ffunE; congr (_ (+) _); rewrite -[RHS]andTb -(eqxx n) -xpair_eqE.
by rewrite !X_odd -![odd (weight _)]/(parity _) odd_flip.
Qed.

(** Given e and all bits but the input of one of its parties, a quintuplet is kept with probability at least eps. *)
Theorem kept_given_others z e n i s : eps * prob_others S z e (inl (n, i)) s <=
  \sum_(s' | agree_except (inl (n, i)) s s' && X (quintuplet n (inputs s'))) S z e s'.
Proof.
rewrite [X in _ <= X]big_mkcondr /prob_others !sum_agree keep_flip; set f := flip _ s.
have /andP[low _] := @source_bounds R Z E _ S eps S0 eq1S z e (inl (n, i)) s _ (erefl _).
have /andP[low' _] := @source_bounds R Z E _ S eps S0 eq1S z e (inl (n, i)) f _ (erefl _).
by case: (X _); rewrite /= ?addr0 ?add0r //; rewrite /f flipK addrC in low'.
Qed.

Lemma one_trial n z e (G : nat -> R) (c : bits B -> nat) :
  (forall k, G k.+1 <= G k) -> (forall s, c (flip (inl (n, ord0)) s) = c s) ->
  \sum_s S z e s * G (c s + X (quintuplet n (inputs s)))%N <= \sum_s S z e s * (eps * G (c s).+1 + (1 - eps) * G (c s)).
Proof.
move=> down free; pose f (s : bits B) := flip (inl (n, ord0)) s.
have twice (F : bits B -> R) : \sum_s F s + \sum_s F s = \sum_s (F s + F (f s)).
  by rewrite big_split /=; congr (_ + _); apply: reindex_inj; apply: flip_inj.
have halved (u v : R) : u + u <= v + v -> u <= v by rewrite -!mulr2n ler_pmuln2r.
have mix (u v G1 G0 : R) : eps * (u + v) <= u -> G1 <= G0 ->
    u * G1 + v * G0 <= u * (eps * G1 + (1 - eps) * G0) + v * (eps * G1 + (1 - eps) * G0).
  move=> low le; rewrite -subr_ge0; have -> : u * (eps * G1 + (1 - eps) * G0) + v * (eps * G1 + (1 - eps) * G0) - (u * G1 + v * G0) =
    (u - eps * (u + v)) * (G0 - G1) by identity R.
  by rewrite mulr_ge0 // subr_ge0.
apply: halved; rewrite !twice; apply: ler_sum => s _; rewrite /f !free keep_flip -/(f s).
have /andP[low _] := @source_bounds R Z E _ S eps S0 eq1S z e (inl (n, ord0)) s _ (erefl _).
have /andP[low' _] := @source_bounds R Z E _ S eps S0 eq1S z e (inl (n, ord0)) (f s) _ (erefl _).
case: (X _) => /=; rewrite addn1 addn0; first exact: mix.
by rewrite [X in X <= _]addrC [X in _ <= X]addrC; apply: mix => //; rewrite /f flipK in low'.
Qed.

Lemma many_trials z e (r : seq 'I_N) (G : nat -> R) : uniq r -> (forall k, G k.+1 <= G k) ->
  \sum_s S z e s * G (\sum_(n <- r) X (quintuplet n (inputs s)))%N <= (\sum_s S z e s) * mean eps (size r) G.
Proof.
elim: r G => [|n r IH] G /=; first by rewrite mulr_suml => _ _; apply: ler_sum => s _; rewrite big_nil.
case/andP=> nr ur down; set c := fun s => (\sum_(n <- r) X (quintuplet n (inputs s)))%N.
rewrite (eq_bigr (fun s => S z e s * G (c s + X (quintuplet n (inputs s)))%N)) => [|s _]; last by rewrite big_cons addnC.
apply: le_trans (one_trial z e down _) _ => [s|].
  apply: eq_big_seq => n' n'r; congr (nat_of_bool (X _)); apply/ffunP => i; rewrite !ffunE -[RHS]addbF; congr (_ (+) _).
  by apply/eqP => -[same _]; rewrite -same n'r in nr.
apply: IH => // k; apply: ler_add; apply: ler_wpmul2l => //; by rewrite subr_ge0.
Qed.

Lemma kept_count (x : bits (all_parties N)) : #|kept x| = (\sum_(n <- enum 'I_N) X (quintuplet n x))%N.
Proof. by rewrite big_enum -sum1_card [LHS]big_mkcond; apply: eq_bigr => n _ /=; rewrite inE; case: (X _). Qed.

Lemma kept_mean z (G : nat -> R) : (forall k, G k.+1 <= G k) ->
  \sum_e \sum_s S z e s * G #|kept (inputs s)| <= mean eps N G.
Proof.
move=> down; rewrite -[X in _ <= X]mul1r -(prob.2 z) mulr_suml; apply: ler_sum => e _.
have := many_trials z e (enum_uniq 'I_N) down; rewrite size_enum_ord; apply: le_trans.
by apply: ler_sum => s _; rewrite kept_count.
Qed.

(** The number kept is at least that of N independent trials of probability eps, in stochastic order. *)
Theorem kept_at_least z T : \sum_e \sum_(s : bits B | (#|kept (inputs s)| <= T)%N) S z e s <= at_most N T eps.
Proof.
have down k : (k.+1 <= T)%N%:R <= (k <= T)%N%:R :> R by rewrite ler_nat; case: (ltnP k T) => //= /ltnW ->.
rewrite -mean_at_most; apply: le_trans (kept_mean z (G := fun k => (k <= T)%N%:R) down).
by apply: ler_sum => e _; rewrite big_mkcond; apply: ler_sum => s _; case: (_ <= _)%N; rewrite ?mulr1 ?mulr0.
Qed.

(** So for c > 1/eps it is rare that less than N/c are kept ... *)
Theorem rarely_few z (c : R) : 1 < c * eps ->
  (\sum_e \sum_(s : bits B | c * #|kept (inputs s)|%:R < N%:R) S z e s) * (N%:R * (c * eps - 1) ^+ 2) <= c ^+ 2.
Proof.
move=> many; have c0 : 0 < c by rewrite -(pmulr_lgt0 c (weak0 weak)) (lt_trans ltr01).
set few := \sum_e _; pose G (k : nat) : R := ((c * k%:R : R) < N%:R)%R%:R.
have down k : G k.+1 <= G k.
  rewrite /G ler_nat; case: (boolP (c * k.+1%:R < _)) => //= lt; rewrite (le_lt_trans _ lt) //.
  by rewrite ler_pmul2l // ler_nat.
have few_G : few <= mean eps N G.
  apply: le_trans (kept_mean z down).
  by apply: ler_sum => e _; rewrite big_mkcond; apply: ler_sum => s _; rewrite /G; case: (_ < _); rewrite ?mulr1 ?mulr0.
have square : (N%:R * (c * eps - 1)) ^+ 2 * mean eps N G <= c ^+ 2 * (N%:R * (eps * (1 - eps))).
  have := mean_square eps N (N%:R * eps); rewrite subrr expr0n add0r => <-.
  rewrite -[X in X <= _]addr0 -[X in _ <= X]addr0 -(mul0r (mean eps N (fun=> 0))) -!mean_linear; apply: mean_le => // j.
  rewrite !mul0r !addr0 /G; case: (boolP (_ < _)) => lt; last by rewrite mulr0 mulr_ge0 ?exprn_even_ge0.
  rewrite mulr1 -exprMn -[X in _ <= X]sqrrN ler_expn2r ?nnegrE ?mulr_ge0 ?ler0n ?subr_ge0 ?(ltW many) //.
    rewrite -mulrN opprB mulrBr subr_ge0 mulrCA; apply: le_trans (ltW lt) _; by rewrite ler_pemulr ?ler0n // ltW.
  by rewrite -mulrN opprB !mulrBr mulr1 mulrCA ler_sub // ltW.
have [-> | N0] := posnP N; first by rewrite mul0r mulr0 exprn_even_ge0.
have N1 : 0 < N%:R :> R by rewrite ltr0n.
rewrite -(ler_pmul2l N1); apply: (@le_trans _ _ ((N%:R * (c * eps - 1)) ^+ 2 * mean eps N G)).
  rewrite (_ : N%:R * (few * _) = (N%:R * (c * eps - 1)) ^+ 2 * few); last by move: (N%:R) => u; identity R.
  by apply: ler_wpmul2l few_G; rewrite exprn_even_ge0.
apply: le_trans square _; rewrite mulrCA ler_pmul2l // ler_pimulr ?exprn_even_ge0 //.
by rewrite mulr_ile1 ?subr_ge0 // ler_subl_addr ler_addl.
Qed.
End Any.

(** ... and every constant c > 1/eps lets all sources of eq (1) pass step 2 with a probability that tends to 1. *)
Theorem step2_excludes_none (R : archiFieldType) (eps c delta : R) : 0 < eps <= 1 / 2%:R -> 1 < c * eps -> 0 < delta ->
  exists n0, forall N (L Z E : finType) (S : Z -> E -> bits (source_bits N L) -> R) z, (n0 <= N)%N ->
    probabilities S -> eq1 S eps -> 1 - delta <= \sum_e \sum_(s : bits (source_bits N L) | N%:R <= c * #|kept (inputs s)|%:R) S z e s.
Proof.
move=> weak many delta0; set d := (c * eps - 1) ^+ 2; have d0 : 0 < d by rewrite exprn_gt0 // subr_gt0.
have dd0 : 0 < d * delta by rewrite mulr_gt0.
exists (Num.bound (c ^+ 2 / (d * delta))).+1 => N L Z E S z large prob eq1S.
have := rarely_few weak prob eq1S z many; set few := \sum_e _; rewrite -/d => bound.
have -> : \sum_e \sum_(s : bits (source_bits N L) | N%:R <= c * #|kept (inputs s)|%:R) S z e s = 1 - few.
  rewrite -[X in X - few](prob.2 z) /few -sumrB; apply: eq_bigr => e _; apply/eqP; rewrite eq_sym subr_eq; apply/eqP.
  by rewrite [LHS](bigID (fun s : bits _ => N%:R <= c * #|kept (inputs s)|%:R)) /=; congr (_ + _); apply: eq_bigl => s; rewrite ltNge.
rewrite ler_add2l ler_opp2; have N0 : 0 < N%:R :> R by rewrite ltr0n (leq_trans _ large).
have Nd0 : 0 < N%:R * d by rewrite mulr_gt0.
rewrite -(ler_pmul2r Nd0); apply: le_trans bound _; rewrite mulrCA [delta * d]mulrC -ler_pdivr_mulr //.
have b0 : 0 <= c ^+ 2 / (d * delta) by rewrite divr_ge0 ?exprn_even_ge0 // ltW.
by apply: le_trans (ltW (archi_boundP b0)) _; rewrite ler_nat ltnW.
Qed.

(** Some source keeps a given quintuplet with probability eps. *)
Theorem weakest_source (R : realFieldType) N (L : finType) (n : 'I_N) (eps : R) : 0 < eps <= 1 / 2%:R ->
  exists S : unit -> unit -> bits (source_bits N L) -> R,
  [/\ probabilities S, eq1 S eps & \sum_(s : bits (source_bits N L) | X (quintuplet n (inputs s))) S tt tt s = eps].
Proof.
move=> weak; pose f (s : bits (source_bits N L)) := X (quintuplet n (inputs s)).
have balanced : #|[set s | ~~ f s]| = #|[set s | f s]|.
  rewrite -(card_imset _ (@flip_inj _ (inl (n, ord0)))); apply: eq_card => s; rewrite !inE; apply/imsetP/idP => [[s' ] | fs].
    by rewrite inE => no ->; rewrite /f keep_flip.
  exists (flip (inl (n, ord0)) s); last by rewrite flipK.
  by rewrite inE /f keep_flip negbK.
have [S [prob eq1S lost]] := santha_vazirani weak balanced; exists S; split=> //.
have [_ /(_ tt)] := prob; rewrite (big_pred1 tt) => [|[]] //; rewrite (bigID f) /= lost => /eqP.
by rewrite eq_sym -subr_eq => /eqP <-; rewrite opprB addrC subrK.
Qed.
