(** * From eq (12) to an expectation over what the honest parties see

    Whatever the selection rule, the sum in eq (12) is at most the expectation of [g = 1] times the product over the
    distilling block of alpha (right quintuplet) or alpha + K (wrong quintuplet).  No measurement [z] occurs in it. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Numbers of rows *)
Definition tail m (b : bits 'I_m.+1) : bits 'I_m := [ffun j => b (lift ord0 j)].

Lemma value_tail m (b : bits 'I_m.+1) : value b = (b ord0 * 2 ^ m + value (tail b))%N.
Proof.
rewrite /value big_ord_recl subSS subn0; congr (_ + _)%N.
by apply: eq_bigr => j _; rewrite ffunE subSS.
Qed.

Lemma value_lt m (b : bits 'I_m) : (value b < 2 ^ m)%N.
Proof.
elim: m b => [|m IH] b; first by rewrite /value big_ord0.
rewrite value_tail expnS mul2n -addnn -addSn -ltnS.
apply: (@leq_trans (b ord0 * 2 ^ m + 2 ^ m).+1); first by rewrite ltnS ltn_add2l IH.
by rewrite ltnS leq_add2r; case: (b ord0); rewrite ?mul1n ?mul0n.
Qed.

Lemma value_inj m : injective (@value m).
Proof.
elim: m => [|m IH] b c; first by move=> _; apply/ffunP => -[].
rewrite !value_tail => E.
have top : b ord0 = c ord0.
  case eb: (b ord0); case ec: (c ord0) => //; rewrite eb ec mul1n mul0n add0n in E;
    [have := value_lt (tail c); rewrite -E | have := value_lt (tail b); rewrite E]; by rewrite ltnNge leq_addr.
move: E; rewrite top => /eqP; rewrite eqn_add2l => /eqP/IH rest.
apply/ffunP => j; case: (unliftP ord0 j) => [j' | ] -> //.
by move/ffunP: rest => /(_ j'); rewrite !ffunE.
Qed.

(** ** Inputs and selection bits together *)
Section Join.
Variables (N : nat) (L : finType).
Implicit Types (x : bits (all_parties N)) (l : bits L) (s : bits (source_bits N L)).

Definition join x l : bits (source_bits N L) := [ffun q => match q with inl p => x p | inr j => l j end].

Lemma inputs_join x l : inputs (join x l) = x.
Proof. by apply/ffunP => p; rewrite !ffunE. Qed.
Lemma selection_join x l : selection (join x l) = l.
Proof. by apply/ffunP => j; rewrite !ffunE. Qed.
Lemma join_parts s : join (inputs s) (selection s) = s.
Proof. by apply/ffunP => -[p | j]; rewrite !ffunE. Qed.
Lemma join_flip_input p x l : join (flip p x) l = flip (inl p) (join x l).
Proof. by apply/ffunP => -[q | j]; rewrite !ffunE ?addbF. Qed.
Lemma join_flip_selection j x l : join x (flip j l) = flip (inr j) (join x l).
Proof. by apply/ffunP => -[q | k]; rewrite !ffunE ?addbF. Qed.

Lemma sum_join (R : realFieldType) (F : bits (source_bits N L) -> R) : \sum_s F s = \sum_x \sum_l F (join x l).
Proof.
rewrite pair_big (reindex (fun p : bits (all_parties N) * bits L => join p.1 p.2)) //.
exists (fun s => (inputs s, selection s)) => [[x l] | s] _ /=; last exact: join_parts.
by rewrite inputs_join selection_join.
Qed.

End Join.

(** ** Products over quintuplets *)
Section Products.
Variables (R : comRingType) (N : nat) (U : finType).
Implicit Types (x y : bits ('I_N * U)) (D : {set 'I_N}).

Lemma sum_quintuplets (F : 'I_N -> bits U -> R) :
  \sum_(x : bits ('I_N * U)) \prod_n F n (quintuplet n x) = \prod_n \sum_u F n u.
Proof.
rewrite bigA_distr_bigA /= (reindex (fun x : bits ('I_N * U) => [ffun n => quintuplet n x])) /=.
  by apply: eq_bigr => x _; apply: eq_bigr => n _; rewrite ffunE.
exists (fun h : {ffun 'I_N -> bits U} => [ffun p => h p.1 p.2]) => [x _ | h _].
  by apply/ffunP => -[n j]; rewrite !ffunE.
by apply/ffunP => n; apply/ffunP => j; rewrite !ffunE.
Qed.

Lemma sum_agree_outside D y (F : 'I_N -> bits U -> R) :
  \sum_(x | agree_outside D y x) \prod_(n in D) F n (quintuplet n x) = \prod_(n in D) \sum_u F n u.
Proof.
pose F' n u := if n \in D then F n u else (u == quintuplet n y)%:R.
transitivity (\sum_(x : bits ('I_N * U)) \prod_n F' n (quintuplet n x)).
  rewrite big_mkcond; apply: eq_bigr => x _ /=; rewrite [RHS](bigID (mem D)) /=.
  case: ifP => [agree | /negbT].
    rewrite [X in _ = _ * X]big1 ?mulr1 => [|n nD]; first by apply: eq_bigr => n nD; rewrite /F' nD.
    by rewrite /F' (negbTE nD) (agree_outsideP agree nD) eqxx.
  rewrite negb_forall => /existsP[n]; rewrite negb_imply => /andP[nD ne].
  by rewrite [X in _ = _ * X](bigD1 n) //= /F' (negbTE nD) (negbTE ne) mul0r mulr0.
rewrite sum_quintuplets (bigID (mem D)) /= [X in _ * X]big1 ?mulr1 => [|n nD].
  by apply: eq_bigr => n nD; apply: eq_bigr => u _; rewrite /F' nD.
rewrite (bigD1 (quintuplet n y)) //= /F' (negbTE nD) eqxx big1 ?addr0 // => u ne.
by rewrite (negbTE ne).
Qed.

Lemma distance_outside D x y : agree_outside D x y ->
  distance x y = (\sum_(n in D) distance (quintuplet n x) (quintuplet n y))%N.
Proof.
move=> agree; transitivity (\sum_n distance (quintuplet n x) (quintuplet n y))%N.
  rewrite /distance pair_bigA /=; apply: eq_bigr => -[n j] _; by rewrite !ffunE.
rewrite (bigID (mem D)) /= [X in (_ + X)%N]big1 ?addn0 // => n nD.
by rewrite (agree_outsideP agree nD); apply/eqP/distance0P.
Qed.

Lemma blank_agree D (a a' : bits ('I_N * U)) : (blank D a == blank D a') = agree_outside D a a'.
Proof.
apply/eqP/idP => [/ffunP E | agree].
  apply/forallP => n; apply/implyP => nD; apply/eqP/ffunP => j.
  by have := E (n, j); rewrite !ffunE /= nD.
apply/ffunP => -[n j]; rewrite !ffunE /=; case nD: (n \in D) => //=.
by have /ffunP/(_ j) := agree_outsideP agree (negbT nD); rewrite !ffunE.
Qed.

End Products.

(** ** What depends on the protocol's choices *)
Section Choices.
Variables (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m).
Implicit Types (x a : bits (all_parties N)) (l : bits L) (M D : {set 'I_N}).

Notation distilled := (@distilled N Nd m L choice).
Notation checked := (@checked N Nd m L choice).
Notation g := (@g N Nd m L choice).

Lemma distilled_kept M l n : n \in distilled M l -> n \in M.
Proof. by rewrite inE => /existsP[i /andP[]]. Qed.

Lemma cell_column M (b b' : bits 'I_m) (i i' : 'I_Nd) n : cell M b i n -> cell M b' i' n -> i = i' /\ b = b'.
Proof.
move=> /andP[_ /eqP E] /andP[_ /eqP]; rewrite E => E'.
have ii : i = i'.
  by apply: val_inj; have := congr1 (modn^~ Nd) E'; rewrite !modnMDl !modn_small.
split=> //; apply: value_inj; move: E'; rewrite ii => /eqP; rewrite eqn_add2r eqn_pmul2r => [/eqP //|].
by case: (Nd) i' {ii E} => [[]|].
Qed.

Lemma checked_not_distilled M l i n : n \in checked M l i -> n \notin distilled M l.
Proof.
rewrite !inE => /existsP[b /andP[bl bn]]; apply/negP => /existsP[i' in'].
by have [ii bb] := cell_column bn in'; rewrite bb ii eqxx in bl.
Qed.

Lemma kept_change x x' l : agree_outside (distilled (kept x) l) x x' ->
  (forall n, n \in distilled (kept x) l -> X (quintuplet n x')) -> kept x' = kept x.
Proof.
move=> agree asked; apply/setP => n; rewrite !inE.
case nD: (n \in distilled (kept x) l); first by rewrite asked //; have := distilled_kept nD; rewrite inE => ->.
by rewrite (agree_outsideP agree) // nD.
Qed.

Lemma g_change w x x' l a a' : kept x' = kept x ->
  agree_outside (distilled (kept x) l) x x' -> agree_outside (distilled (kept x) l) a a' ->
  g w (join x' l) a' = g w (join x l) a.
Proof.
move=> same xx aa; rewrite /Definitions.g !inputs_join !selection_join same; congr (_ && _).
apply: eq_forallb => i; congr (_ <= _)%N; apply: eq_card => n; rewrite !inE.
case nc: [exists b, _] => //=; have out : n \notin distilled (kept x) l.
  by apply: (@checked_not_distilled _ _ i); rewrite inE.
by rewrite /wrong (agree_outsideP xx out) (agree_outsideP aa out).
Qed.

End Choices.
