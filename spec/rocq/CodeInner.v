(** * The weights of inner words

    An inner word that is not zero has ones at half of all numbers v, or of those whose highest bit is 1. *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions TestedDefinitions Codes.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.

Lemma odd_above k v i : (i < k)%N -> odd ((2 ^ k + v) %/ 2 ^ i) = odd (v %/ 2 ^ i).
Proof.
move=> ik; rewrite divnDl ?dvdn_exp2l ?(ltnW ik) // oddD -expnB ?(ltnW ik) //.
by rewrite oddX subn_eq0 leqNgt ik.
Qed.

Lemma product_below k s v : (v < 2 ^ k)%N -> product k.+1 s v = product k s v.
Proof. by move=> small; rewrite /product big_ord_recr /= divn_small // andbF addbF. Qed.
Lemma product_above k s v : (v < 2 ^ k)%N -> product k.+1 s (2 ^ k + v) = product k s v (+) s k.
Proof.
move=> small; rewrite /product big_ord_recr /= divnDl ?dvdnn // divnn expn_gt0 /= divn_small // andbT; congr (_ (+) _).
by apply: eq_bigr => i _; rewrite odd_above.
Qed.

Lemma sum_halves k (h : nat -> nat) : (\sum_(v < 2 ^ k.+1) h v = \sum_(v < 2 ^ k) h v + \sum_(v < 2 ^ k) h (2 ^ k + v)%N)%N.
Proof. by rewrite expnS mul2n -addnn big_split_ord. Qed.

Lemma half_of_all k (s : nat -> bool) b : (exists2 i, (i < k)%N & s i) -> (\sum_(v < 2 ^ k) (b (+) product k s v) = 2 ^ k.-1)%N.
Proof.
elim: k b => [|k ih] b [i]; first by []; rewrite ltnS => ik si.
rewrite (sum_halves k (fun v => b (+) product k.+1 s v : nat)) /=; have [/existsP[j sj] | /existsPn none] := boolP [exists j : 'I_k, s j].
  have half c : (\sum_(v < 2 ^ k) (c (+) product k s v) = 2 ^ k.-1)%N by apply: ih; exists j.
  rewrite -[RHS](_ : 2 ^ k.-1 + 2 ^ k.-1 = _)%N; last by rewrite addnn -mul2n -expnS prednK // (leq_ltn_trans _ (ltn_ord j)).
  rewrite -{1}(half b) -(half (b (+) s k)); congr (_ + _)%N; apply: eq_bigr => v _.
    by rewrite product_below.
  by rewrite product_above // [_ (+) s k]addbC addbA.
have sk : s k.
  move: ik si; rewrite leq_eqVlt => /orP[/eqP -> //|ik si].
  by have := none (Ordinal ik); rewrite si.
have zero v : product k s v = false by rewrite /product big1 // => j _; rewrite (negbTE (none j)).
have constant (h : nat -> bool) c : (forall v, (v < 2 ^ k)%N -> h v = c) -> (\sum_(v < 2 ^ k) h v = 2 ^ k * c)%N.
  move=> all_c; rewrite -[(2 ^ k)%N in RHS]card_ord -sum_nat_const; apply: eq_bigr => v _.
  by rewrite all_c.
rewrite (constant (fun v => b (+) product k.+1 s v) b) => [|v small]; last by rewrite product_below // zero addbF.
rewrite (constant (fun v => b (+) product k.+1 s (2 ^ k + v)) (~~ b)) => [|v small]; last by rewrite product_above // zero sk; case: (b).
by rewrite -mulnDr; case: b; rewrite muln1.
Qed.

Definition inner_weight rm m s : nat := \sum_(t < inner_length rm m) product m s (first_column rm m + t).
(** The least weight of an inner word that is not zero *)
Definition least_inner (rm : bool) (m : nat) : nat := if rm then 2 ^ m.-2 else 2 ^ m.-1.

Lemma simplex_weight m (s : nat -> bool) : (exists2 i, (i < m)%N & s i) -> inner_weight false m s = (2 ^ m.-1)%N.
Proof.
move=> some; rewrite -(half_of_all false some) /inner_weight /inner_length /first_column.
have shift q (h : nat -> bool) : (0 < q)%N -> h 0%N = false -> (\sum_(t < q - 1) h (1 + t) = \sum_(v < q) (false (+) h v))%N.
  by case: q => // q _ h0; rewrite subn1 big_ord_recl /= h0.
rewrite shift ?expn_gt0 //.
by rewrite /product big1 // => i _; rewrite div0n andbF.
Qed.

Lemma inner_weight_ge rm m (s : nat -> bool) : (exists2 i, (i < m)%N & s i) -> (least_inner rm m <= inner_weight rm m s)%N.
Proof.
case: rm => some; last by rewrite simplex_weight.
case: m some => [[i]//|m some]; rewrite /inner_weight /inner_length /first_column /least_inner /=.
have -> : (2 ^ m.+1 - 2 ^ m = 2 ^ m)%N by rewrite expnS mul2n -addnn addnK.
have [/existsP[j sj] | /existsPn none] := boolP [exists j : 'I_m, s j].
  rewrite -(half_of_all (s m) (ex_intro2 _ _ (nat_of_ord j) (ltn_ord j) sj)) leq_eqVlt; apply/orP; left; apply/eqP.
  by apply: eq_bigr => v _; rewrite product_above // addbC.
have sm : s m.
  case: some => i; rewrite ltnS leq_eqVlt => /orP[/eqP -> //|im si].
  by have := none (Ordinal im); rewrite si.
rewrite (eq_bigr (fun=> 1%N)) => [|v _].
  by rewrite sum_nat_const card_ord muln1 leq_exp2l // leq_pred.
by rewrite product_above // /product big1 ?sm // => j _; rewrite (negbTE (none j)).
Qed.
