(** * Classical devices are mixtures of deterministic strategies *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Export ClassicalChecks.
From Freebit Require Import Definitions Paper Boxes Checker.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** For each party its answer to input 0 and to input 1 *)
Notation strategies n := {ffun 'I_n -> bool * bool}.

Section Strategies.
Variable n : nat.
Definition response (F : strategies n) (x : bits 'I_n) : bits 'I_n := [ffun i => if x i then (F i).2 else (F i).1].

Lemma response_wordE F x :
  word_of (response F x) = response_word (word_of [ffun i => (F i).1]) (word_of [ffun i => (F i).2]) (word_of x).
Proof. by rewrite /word_of /response_word; elim: (enum _) => //= i r ->; rewrite !ffunE. Qed.

Variables (R : realFieldType) (E : finType) (q : E -> 'I_n -> bool -> bool -> R).
Hypothesis ans : answers q.

(** Answers at random are a mixture of strategies: party i fixes its answer to either input beforehand. *)
Definition chance e (F : strategies n) : R := \prod_i (q e i (F i).1 false * q e i (F i).2 true).

Lemma chance_ge0 e F : 0 <= chance e F.
Proof. by apply: prodr_ge0 => i _; have [q0 _] := ans; rewrite mulr_ge0. Qed.

Lemma given_strategies e a x : given_e q e a x = \sum_F chance e F * (response F x == a)%:R.
Proof.
have [_ q1] := ans.
pose A i (s : bool * bool) : R := q e i s.1 false * q e i s.2 true * ((if x i then s.2 else s.1) == a i)%:R.
rewrite (eq_bigr (fun F : strategies n => \prod_i A i (F i))) => [|F _].
  rewrite -(bigA_distr_bigA A) /given_e; apply: eq_bigr => i _.
  rewrite -(pair_bigA _ (fun u v => A i (u, v))) /= !big_bool /= /A /=.
  have := q1 e i false; have := q1 e i true; rewrite !big_bool /=; case: (x i) => /=.
  - by move=> _; case: (a i) => /=; rewrite ?mulr1 ?mulr0 ?addr0 ?add0r -mulrDl => ->; rewrite mul1r.
  - by move=> + _; case: (a i) => /=; rewrite ?mulr1 ?mulr0 ?addr0 ?add0r -mulrDr => ->; rewrite mulr1.
rewrite big_split /=; congr (_ * _); case: eqP => [<- | ne].
  by rewrite big1 // => i _; rewrite ffunE eqxx.
have [i] : exists i, response F x i != a i.
  by apply/existsP; rewrite -negb_forall; apply/negP => /forallP same; apply: ne; apply/ffunP => i; apply/eqP.
by rewrite ffunE => /negbTE no; rewrite (bigD1 i) //= no mul0r.
Qed.

Lemma chances_sum e : \sum_F chance e F = 1.
Proof.
have [_ q1] := ans; rewrite -(bigA_distr_bigA (fun i (s : bool * bool) => q e i s.1 false * q e i s.2 true)) big1 // => i _.
rewrite -(pair_bigA _ (fun u v => q e i u false * q e i v true)) /= -[RHS](q1 e i false); apply: eq_bigr => u _.
by rewrite -mulr_sumr q1 mulr1.
Qed.

(** What every strategy loses at least, classical devices lose at least: [J a x] says that [a] loses on [x]. *)
Variables (J : bits 'I_n -> bits 'I_n -> bool) (c : R).
Hypothesis all_lose : forall F, c <= \sum_x (J (response F x) x)%:R.

Lemma given_loses e : c <= \sum_x \sum_a (J a x)%:R * given_e q e a x.
Proof.
have -> : \sum_x \sum_a (J a x)%:R * given_e q e a x = \sum_F chance e F * \sum_x (J (response F x) x)%:R.
  rewrite (eq_bigr (fun F => \sum_x chance e F * (J (response F x) x)%:R)) => [|F _]; last by rewrite mulr_sumr.
  rewrite [RHS]exchange_big; apply: eq_bigr => x _.
  rewrite (eq_bigr (fun a => \sum_F chance e F * ((response F x == a)%:R * (J a x)%:R))) => [|a _]; last first.
    by rewrite given_strategies mulr_sumr; apply: eq_bigr => F _; rewrite mulrC -mulrA.
  rewrite exchange_big; apply: eq_bigr => F _; rewrite -mulr_sumr; congr (_ * _).
  by rewrite (bigD1 (response F x)) //= eqxx mul1r big1 ?addr0 // => a ne; rewrite eq_sym (negbTE ne) mul0r.
have -> : c = \sum_F chance e F * c by rewrite -mulr_suml chances_sum mul1r.
by apply: ler_sum => F _; apply: ler_wpmul2l; [apply: chance_ge0 | apply: all_lose].
Qed.

Lemma classical_loses (p : E -> R) : (forall e, 0 <= p e) -> \sum_e p e = 1 ->
  c <= \sum_x \sum_a (J a x)%:R * classical_box p q a x.
Proof.
move=> p0 p1; have -> : \sum_x \sum_a (J a x)%:R * classical_box p q a x = \sum_e p e * \sum_x \sum_a (J a x)%:R * given_e q e a x.
  rewrite (eq_bigr (fun e => \sum_x p e * \sum_a (J a x)%:R * given_e q e a x)) => [|e _]; last by rewrite mulr_sumr.
  rewrite [RHS]exchange_big; apply: eq_bigr => x _.
  rewrite (eq_bigr (fun e => \sum_a p e * ((J a x)%:R * given_e q e a x))) => [|e _]; last by rewrite mulr_sumr.
  rewrite [RHS]exchange_big; apply: eq_bigr => a _; rewrite /classical_box mulr_sumr.
  by apply: eq_bigr => e _; rewrite mulrCA.
have -> : c = \sum_e p e * c by rewrite -mulr_suml p1 mul1r.
by apply: ler_sum => e _; apply: ler_wpmul2l; rewrite ?given_loses.
Qed.
End Strategies.

(** A strategy as answers with probabilities 0 and 1 *)
Section Deterministic.
Variables (R : realFieldType) (n : nat) (F : strategies n).
Definition surely (_ : unit) (i : 'I_n) (b v : bool) : R := (b == (if v then (F i).2 else (F i).1))%:R.

Lemma surely_answers : answers surely.
Proof.
split=> [e i b v | e i v]; rewrite /surely ?ler0n // big_bool; move: (if v then _ else _) => b.
by case: b; rewrite /= ?addr0 ?add0r.
Qed.

Lemma surely_box a x : classical_box (fun=> 1) surely a x = (a == response F x)%:R.
Proof.
rewrite /classical_box (big_pred1 tt) => [|[]] //; rewrite mul1r /given_e.
case: eqP => [-> | ne]; first by rewrite big1 // => i _; rewrite /surely ffunE eqxx.
have [i] : exists i, a i != response F x i.
  by apply/existsP; rewrite -negb_forall; apply/negP => /forallP same; apply: ne; apply/ffunP => i; apply/eqP.
by rewrite ffunE => /negbTE no; rewrite (bigD1 i) //= /surely no mul0r.
Qed.

Lemma surely_loses (J : bits 'I_n -> bits 'I_n -> bool) :
  \sum_x \sum_a (J a x)%:R * classical_box (fun=> 1) surely a x = \sum_x (J (response F x) x)%:R.
Proof.
apply: eq_bigr => x _; rewrite (bigD1 (response F x)) //= surely_box eqxx mulr1 big1 ?addr0 // => a ne.
by rewrite surely_box (negbTE ne) mulr0.
Qed.
End Deterministic.
