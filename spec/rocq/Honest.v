(** * Honest devices: the GHZ state attains maximal violation, and such devices pass step 4 *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Identities Boxes Checker MajorityLemma Tensor Selection Expectation Grid Attained.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** The state and its measurement *)
Section State.
Variable C : numClosedFieldType.
Notation root2 := (sqrtC 2%:R : C).

Lemma root2_sq : root2 ^+ 2 = 2%:R. Proof. exact: sqrtCK. Qed.
Lemma root2_neq0 : root2 != 0. Proof. by rewrite sqrtC_eq0 pnatr_eq0. Qed.
Lemma root2_real : root2^* = root2.
Proof. by apply: CrealP; rewrite realE sqrtC_ge0 ler0n. Qed.
Lemma inv_root2 : root2^-1 * root2^-1 = 1 / 2%:R.
Proof. by rewrite -invfM -expr2 root2_sq div1r. Qed.

Theorem eigenvectors x a b :
  \sum_(b' : bool) pauli C x b b' * eigenvector C x a b' = (-1) ^+ a * eigenvector C x a b.
Proof.
rewrite big_bool /pauli /eigenvector; have ii : 'i * 'i = -1 :> C by rewrite -expr2 sqrCi.
case: b => /=; rewrite mul0r ?add0r ?addr0.
  by rewrite !mulrA -expr2 sqrr_sign mul1r mulr1.
case: x; first by rewrite !mul1r mulr1.
by rewrite -[_ * 'i / _]mulrA mulrCA [- 'i * _]mulrA mulNr ii opprK mul1r.
Qed.

Lemma unit_inv_root2 : `|root2^-1| ^+ 2 = 1 / 2%:R.
Proof. by rewrite normfV ger0_norm ?sqrtC_ge0 ?ler0n // exprVn root2_sq div1r. Qed.

Theorem eigenvectors_normalised x a : \sum_(b : bool) `|eigenvector C x a b| ^+ 2 = 1.
Proof.
have phase : `|(-1) ^+ a * (if x then 1 else 'i) : C| = 1.
  by rewrite normrM normrX normrN1 expr1n mul1r; case: x; rewrite ?normr1 ?normCi.
by rewrite big_bool /eigenvector /= ![`|_ / root2|]normrM !exprMn unit_inv_root2 phase normr1 expr1n mul1r -splitr.
Qed.

Let zeros : bits party := [ffun=> false].
Let ones : bits party := [ffun=> true].

Lemma sum_state (F : bits party -> C) : \sum_b F b * ghz_state C b = (F zeros + F ones) / root2.
Proof.
have differ : ones != zeros by apply/eqP => /ffunP/(_ ord0); rewrite !ffunE.
rewrite (bigD1 zeros) //= (bigD1 ones) //= big1 ?addr0 => [|b /andP[b0 b1]].
  by rewrite /ghz_state !eqxx orbT -mulrDl div1r.
by rewrite /ghz_state (negbTE b0) (negbTE b1) mulr0.
Qed.

Theorem state_normalised : \sum_b `|ghz_state C b| ^+ 2 = 1.
Proof.
have -> : \sum_b `|ghz_state C b| ^+ 2 = \sum_b root2^-1 * ghz_state C b.
  apply: eq_bigr => b _; rewrite /ghz_state; case: ifP => _; last by rewrite normr0 expr0n mulr0.
  by rewrite div1r unit_inv_root2 inv_root2.
by rewrite (sum_state (fun=> root2^-1)) mulrDl inv_root2 -splitr.
Qed.

(** The phase that the product of the eigenvectors gives to |11111> *)
Definition zeros_of (x : bits party) : nat := \sum_i ~~ x i.

Lemma weight_zeros x : (weight x + zeros_of x = 5)%N.
Proof.
rewrite /weight /zeros_of -big_split /= (eq_bigr (fun=> 1%N)) => [|i _]; last by case: (x i).
by rewrite sum_nat_const card_ord.
Qed.

Lemma bornE a x : born C a x = `|1 + (-1) ^+ parity a * (- 'i) ^+ zeros_of x| ^+ 2 / 64%:R.
Proof.
rewrite /born (sum_state (fun b => \prod_i (eigenvector C (x i) (a i) (b i))^* )).
have power : root2^-1 ^+ 5 * root2^-1 = 1 / 8%:R.
  by rewrite -exprSr exprVn (_ : 6 = 2 * 3)%N // exprM root2_sq -natrX div1r.
have at0 : \prod_i (eigenvector C (x i) (a i) (zeros i))^* = root2^-1 ^+ 5.
  rewrite (eq_bigr (fun=> root2^-1)) ?prodr_const ?card_ord // => i _.
  by rewrite ffunE /eigenvector rmorphM rmorph1 mul1r fmorphV root2_real.
have at1 : \prod_i (eigenvector C (x i) (a i) (ones i))^* = (-1) ^+ parity a * (- 'i) ^+ zeros_of x * root2^-1 ^+ 5.
  rewrite (eq_bigr (fun i => (-1) ^+ a i * (- 'i) ^+ (~~ x i) * root2^-1)) => [|i _]; last first.
    rewrite ffunE /eigenvector !rmorphM rmorph_sign fmorphV root2_real; congr (_ * _ * _).
    by case: (x i); rewrite /= ?rmorph1 ?conjCi ?expr1.
  rewrite !big_split /= prodr_const card_ord; congr (_ * _ * _); last by rewrite -prodrXr.
  by rewrite prodrXr -signr_odd.
rewrite at0 at1 -{1}[root2^-1 ^+ 5]mul1r -mulrDl -mulrA power normrM exprMn div1r normfV normr_nat exprVn -natrX.
by [].
Qed.

Lemma one_plus_i : `|1 + 'i : C| ^+ 2 = 2%:R.
Proof. by rewrite normCK rmorphD rmorph1 conjCi mulrC -subr_sqr expr1n sqrCi opprK. Qed.
Lemma one_minus_i : `|1 - 'i : C| ^+ 2 = 2%:R.
Proof. by rewrite normCK rmorphB rmorph1 conjCi opprK -subr_sqr expr1n sqrCi opprK. Qed.

(** The distribution of the outcomes is the table of GHZ devices. *)
Theorem ghz_born a x : born C a x = (ghz_32 a x)%:R / 32%:R.
Proof.
have quarter (n k : nat) : (n = 2 * k)%N -> n%:R / 64%:R = k%:R / 32%:R :> C.
  by move=> ->; rewrite -[64%N]/(2 * 32)%N !natrM invfM mulrACA mulfV ?mul1r // pnatr_eq0.
have ii : (- 'i) ^+ 2 = -1 :> C by rewrite sqrrN sqrCi.
have i4 : (- 'i) ^+ 4 = 1 :> C by rewrite -[4%N]/(2 * 2)%N exprM ii sqrrN expr1n.
have i5 : (- 'i) ^+ 5 = - 'i :> C by rewrite exprSr i4 mul1r.
have i3 : (- 'i) ^+ 3 = 'i :> C by rewrite exprSr ii mulN1r opprK.
have two : `|1 + 1 : C| ^+ 2 = 4%:R by rewrite -[1 + 1]/(2%:R) normr_nat -natrX.
have none : `|1 - 1 : C| ^+ 2 = 0%:R by rewrite subrr normr0 expr0n.
have at1 (p : bool) : `|1 + (-1) ^+ p * 1 : C| ^+ 2 = (if p then 0 else 4)%N%:R.
  by rewrite mulr1; case: p; rewrite ?expr1 ?expr0.
have atN1 (p : bool) : `|1 + (-1) ^+ p * -1 : C| ^+ 2 = (if p then 4 else 0)%N%:R.
  by rewrite mulrN1; case: p; rewrite ?expr1 ?expr0 ?opprK.
have ati (p : bool) : `|1 + (-1) ^+ p * 'i : C| ^+ 2 = 2%:R.
  by case: p; rewrite ?expr1 ?expr0 ?mulN1r ?mul1r ?one_plus_i ?one_minus_i.
have atNi (p : bool) : `|1 + (-1) ^+ p * - 'i : C| ^+ 2 = 2%:R.
  by case: p; rewrite ?expr1 ?expr0 ?mulN1r ?mul1r ?opprK ?one_plus_i ?one_minus_i.
have zE : zeros_of x = (5 - weight x)%N by have E := weight_zeros x; rewrite -[X in (X - _)%N]E addKn.
have : (weight x < 6)%N by have E := weight_zeros x; rewrite ltnS -[X in (_ <= X)%N]E leq_addr.
rewrite bornE zE /ghz_32 /X /I /X0 /X1; case: (weight x) => [|[|[|[|[|[|//]]]]]] _ /=; rewrite ?i5 ?i4 ?i3 ?ii ?expr1 ?expr0.
- by rewrite atNi; apply: quarter.
- by rewrite at1 orbF; case: (parity a); apply: quarter.
- by rewrite ati; apply: quarter.
- by rewrite atN1; case: (parity a); apply: quarter.
- by rewrite atNi; apply: quarter.
by rewrite at1 orbF; case: (parity a); apply: quarter.
Qed.
End State.

(** ** The devices *)
Section Devices.
Variable R : realFieldType.
Add Field R_field : (field_laws R).
Notation ghz := (ghz_box R).

Lemma ghz_pair j (a x : bits party) : ghz a x + ghz (flip j a) x = 1 / 16%:R.
Proof.
rewrite -mulrDl -natrD (_ : _ + _ = 2)%N; first by fractions R.
rewrite /ghz_32; case Xx: (X x) => //; rewrite I_flip //; by case: (I a x).
Qed.

Theorem ghz_is_box : box ghz.
Proof.
split=> [a x | x | ]; first by rewrite divr_ge0 ?ler0n.
  apply: (@pmulrnI R 2 isT); rewrite mulr2n {2}(reindex_inj (@flip_inj _ ord0)) -big_split /=.
  rewrite (eq_bigr _ (fun a _ => ghz_pair ord0 a x)) sumr_const card_ffun card_bool card_ord.
  by rewrite -[(2 ^ 5)%N]/32%N; fractions R.
by apply/nonsignallingP => j a x; rewrite !ghz_pair.
Qed.

(** Maximal violation of inequality (2) *)
Theorem ghz_is_maximal : loss ghz = 0.
Proof.
rewrite /loss big1 // => x _; rewrite big1 // => a _; rewrite /ghz_box /ghz_32.
case Iax: (I a x); last by rewrite mul0r.
have -> : X x by move: Iax; rewrite /I /X; case: (X0 x); case: (X1 x).
by rewrite mul0r mulr0.
Qed.

(** A box of maximal violation is never wrong. *)
Lemma never_wrong (D : table R party) a x : box D -> loss D = 0 -> I a x -> D a x = 0.
Proof.
move=> [pos _ _] loss0 Iax; have term0 a' x' : 0 <= (I a' x')%:R * D a' x' by rewrite mulr_ge0 ?ler0n.
have /psumr_eq0P/(_ x isT) : loss D = 0 by [].
move=> h; have /psumr_eq0P/(_ a isT) := h (fun x' _ => sumr_ge0 _ (fun a' _ => term0 a' x')).
by rewrite Iax mul1r; apply=> a' _.
Qed.

Variables (N : nat) (D : table R party).
Hypotheses (boxD : box D) (loss0 : loss D = 0).
Notation devices := (independent (N := N) D).

Theorem independent_is_box : box devices.
Proof.
have [pos norm /nonsignallingP ns] := boxD.
split=> [a x | x | ]; first by apply: prodr_ge0 => n _; apply: pos.
  by rewrite (sum_quintuplets (fun n b => D b (quintuplet n x))) big1.
apply/nonsignallingP => -[n j] a x; rewrite /independent.
have split_at a' x' : \prod_n' D (quintuplet n' a') (quintuplet n' x') =
    D (quintuplet n a') (quintuplet n x') * \prod_(n' | n' != n) D (quintuplet n' a') (quintuplet n' x') by rewrite (bigD1 n).
rewrite !split_at !quintuplet_flip !eqxx.
set rest := \prod_(n' | n' != n) D (quintuplet n' a) (quintuplet n' x).
have same a' x' : (a' = a \/ a' = flip (n, j) a) -> (x' = x \/ x' = flip (n, j) x) ->
    \prod_(n' | n' != n) D (quintuplet n' a') (quintuplet n' x') = rest.
  move=> aa xx; apply: eq_bigr => n' /negbTE ne.
  by case: aa => ->; case: xx => ->; rewrite ?(quintuplet_flip n n' j) ?ne.
rewrite !same; first (by rewrite -!mulrDl ns); by [left | right].
Qed.

Lemma independent_right (x a : bits (all_parties N)) n : wrong a x n -> devices a x = 0.
Proof. by move=> wr; rewrite /independent (bigD1 n) //= never_wrong // mul0r. Qed.

Variables (Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m) (w : nat).

(** Once step 2 is passed, P(g = 1) = 1, whatever the inputs and the selection ... *)
Theorem honest_passes (s : bits (source_bits N L)) : enough (kept (inputs s)) ->
  \sum_(a | g choice w s a) devices a (inputs s) = 1.
Proof.
move=> many; have [_ norm _] := independent_is_box.
rewrite -[RHS](norm (inputs s)) [RHS](bigID (g choice w s)) /= [X in _ = _ + X]big1 ?addr0 // => a.
rewrite /g many /= negb_forall => /existsP[i]; rewrite -ltnNge => lt.
have /card_gt0P[n] : (0 < #|[set n in checked choice (kept (inputs s)) (selection s) i | wrong a (inputs s) n]|)%N.
  exact: leq_ltn_trans lt.
by rewrite inE => /andP[_ /independent_right].
Qed.

(** ... so the probability that the protocol is not aborted is that of passing step 2; *)
Theorem honest_prob_pass (Z E : finType) (S : Z -> E -> bits (source_bits N L) -> R) z :
  prob_pass choice S (fun _ _ => devices) w z = \sum_e \sum_(s : bits (source_bits N L) | enough (kept (inputs s))) S z e s.
Proof.
rewrite /prob_pass; apply: eq_bigr => e _; rewrite [RHS]big_mkcond; apply: eq_bigr => s _; rewrite /joint -mulr_sumr.
case: (boolP (enough _)) => [many | few]; first by rewrite honest_passes // mulr1.
by rewrite big_pred0 ?mulr0 // => a; rewrite /g (negbTE few).
Qed.

(** ... and they are allowed, with every source of eq (1) that does not signal. *)
Theorem honest_allowed (Z E : finType) (S : Z -> E -> bits (source_bits N L) -> R) eps :
  probabilities S -> eq1 S eps -> (forall z z' s, \sum_e S z e s = \sum_e S z' e s) ->
  assumptions S (fun _ _ => devices) eps.
Proof.
case=> S0 S1 eq1S same; split=> // [z e | z z' s a]; first exact: independent_is_box.
by rewrite /joint -!mulr_suml (same z z').
Qed.
End Devices.
