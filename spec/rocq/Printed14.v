(** * Eq (14) as printed is not enough: classical devices defeat the protocol

    Eq (14) bounds P(x_1, ..., x_n | e) and not the probability given all other bits.  A source that with some probability is
    fair, and otherwise asks every quintuplet one of the ten questions that a fixed answer wins, obeys such bounds. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Identities Boxes Checker MajorityLemma Tensor Selection Expectation Rows Grid Limit Distinguisher Steps.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Trap.
Variables (R : realFieldType) (N m : nat) (c : R).
Hypothesis c01 : 0 <= c <= 1.
Add Field R_field : (field_laws R).
Notation T := (all_parties N).
Notation B := (source_bits N [finType of 'I_m]).
Implicit Types (s : bits B) (J : {set B}).

Let c0 : 0 <= c. Proof. by case/andP: c01. Qed.
Let c1 : 0 <= 1 - c. Proof. by rewrite subr_ge0; case/andP: c01. Qed.
Let half0 : 0 <= 1 / 2%:R :> R. Proof. by rewrite divr_ge0 ?ler01 ?ler0n. Qed.

Lemma half_less : 1 / 2%:R <= 3%:R / 5%:R :> R.
Proof.
rewrite -subr_ge0; have -> : 3%:R / 5%:R - 1 / 2%:R = 1 / 10%:R :> R by fractions R.
by rewrite divr_ge0 ?ler01 ?ler0n.
Qed.

(** ** The source *)
Definition tenth (u : bits party) : R := if X1 u then 1 / 10%:R else 0.
Definition leaning s : R := (\prod_n tenth (quintuplet n (inputs s))) * (1 / 2%:R) ^+ m.
Definition trap (_ _ : unit) s : R := c * (1 / 2%:R) ^+ #|{: B}| + (1 - c) * leaning s.

Lemma tenth0 u : 0 <= tenth u.
Proof. by rewrite /tenth; case: ifP => _ //; rewrite divr_ge0 ?ler01 ?ler0n. Qed.

Lemma leaning0 s : 0 <= leaning s.
Proof. by rewrite mulr_ge0 ?exprn_ge0 //; apply: prodr_ge0 => n _; apply: tenth0. Qed.

Lemma trap0 z e s : 0 <= trap z e s.
Proof. by rewrite addr_ge0 // mulr_ge0 ?exprn_ge0 ?leaning0. Qed.

Definition X1_word (w : seq bool) : bool := ones w == 3%N.

Lemma X1_wordE (x : bits party) : X1_word (word_of x) = X1 x.
Proof. by rewrite /X1_word ones_word. Qed.

Lemma ten_questions : \sum_u tenth u = 1.
Proof.
rewrite (eq_bigr (fun u => if X1_word (word_of u) then 1 / 10%:R else 0)) => [|u _]; last by rewrite X1_wordE.
by rewrite sum_indicator (_ : count _ _ = 10%N) //; fractions R.
Qed.

(** A single bit has either value with at most 6/10. *)
Lemma one_known_counts : all (fun i => all (fun v => (count (fun w => X1_word w && (nth false w i == v)) (words 5) <= 6)%N)
  [:: false; true]) (iota 0 5).
Proof. by vm_compute. Qed.

Lemma one_known (i : party) v : \sum_(u : bits party | u i == v) tenth u <= 3%:R / 5%:R.
Proof.
rewrite big_mkcond (eq_bigr (fun u => if X1_word (word_of u) && (nth false (word_of u) i == v) then 1 / 10%:R else 0)) => [|u _]; last first.
  by rewrite X1_wordE nth_word /tenth; case: (u i == v); rewrite ?andbT ?andbF.
rewrite (sum_indicator (fun w => X1_word w && (nth false w i == v))).
have le : (count (fun w => X1_word w && (nth false w i == v)) (words 5) <= 6)%N.
  have := allP one_known_counts i; rewrite mem_iota ltn_ord => /(_ isT)/allP; apply.
  by case: v.
apply: (@le_trans _ _ (1 / 10%:R *+ 6)).
  by apply: ler_wpmuln2l => //; rewrite divr_ge0 ?ler01 ?ler0n.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; fractions R.
Qed.

(** ** The probability of given values of the bits [J] *)
Definition agrees J s (s' : bits B) : bool := [forall j in J, s' j == s j].

Lemma fair_part J s : \sum_(s' | agrees J s s') (1 / 2%:R) ^+ #|{: B}| = (1 / 2%:R) ^+ #|J| :> R.
Proof.
pose A (j : B) (v : bool) : R := if (j \in J) ==> (v == s j) then 1 / 2%:R else 0.
transitivity (\sum_(s' : bits B) \prod_j A j (s' j)).
  rewrite big_mkcond; apply: eq_bigr => s' _; case: ifP => [/forall_inP on | /negbT].
    rewrite -prodr_const; apply: eq_bigr => j _; rewrite /A ifT //; apply/implyP; exact: on.
  by rewrite negb_forall_in => /exists_inP[j jJ ne]; rewrite (bigD1 j) //= /A jJ (negbTE ne) mul0r.
rewrite -(bigA_distr_bigA A) -prodr_const [RHS]big_mkcond; apply: eq_bigr => j _; rewrite big_bool /A.
case: (j \in J) => /=; last by fractions R.
by case: (s j); rewrite /= ?addr0 ?add0r.
Qed.

Definition known J (n : 'I_N) : bool := [exists i, inl (n, i) \in J].
Definition hits J : nat := (#|[set n | known J n]| + #|[set j : 'I_m | inr j \in J]|)%N.

Lemma hits_many J : (#|J| <= 5 * hits J)%N.
Proof.
rewrite -sum1_card big_mkcond big_sumType /= /hits mulnDr; apply: leq_add.
  pose A n i := (if inl (n, i) \in J then 1 else 0)%N.
  rewrite (eq_bigr (fun p => A p.1 p.2)) => [|[n i] _ //]; rewrite -(pair_bigA _ A) /A -sum1_card big_distrr [X in (_ <= X)%N]big_mkcond /=.
  apply: leq_sum => n _; rewrite inE; case: (boolP (known J n)) => [_ | none].
    apply: (@leq_trans (\sum_(i < 5) 1)); last by rewrite sum_nat_const card_ord.
    by apply: leq_sum => i _; case: ifP.
  rewrite big1 // => i _; case: ifP => // iJ; case/negP: none; apply/existsP; by exists i.
rewrite -big_mkcond sum1_card; apply: (@leq_trans #|[set j : 'I_m | inr j \in J]|); last by rewrite leq_pmull.
by rewrite leq_eqVlt; apply/orP; left; apply/eqP/eq_card => j; rewrite inE.
Qed.

Lemma leaning_part J s : \sum_(s' | agrees J s s') leaning s' <= (3%:R / 5%:R) ^+ hits J.
Proof.
pose Q n (u : bits party) := [forall i, (inl (n, i) \in J) ==> (u i == s (inl (n, i)))].
pose A n u : R := if Q n u then tenth u else 0.
pose C (j : 'I_m) (v : bool) : R := if (inr j \in J) ==> (v == s (inr j)) then 1 / 2%:R else 0.
have -> : \sum_(s' | agrees J s s') leaning s' =
    \sum_(x : bits T) \sum_(l : bits 'I_m) (\prod_n A n (quintuplet n x)) * \prod_j C j (l j).
  rewrite big_mkcond sum_join; apply: eq_bigr => x _; apply: eq_bigr => l _; rewrite /leaning inputs_join.
  case: ifP => [/forall_inP on | /negbT].
    rewrite -[m in _ ^+ m]card_ord -prodr_const; congr (_ * _); apply: eq_bigr => k _.
      rewrite /A ifT //; apply/forallP => i; apply/implyP => iJ; have := on _ iJ; by rewrite !ffunE.
    rewrite /C ifT //; apply/implyP => kJ; have := on _ kJ; by rewrite !ffunE.
  rewrite negb_forall_in => /exists_inP[[[n i] | j] jJ]; rewrite ffunE => ne.
    rewrite (bigD1 n) //= {1}/A ifF ?mul0r //; apply/negbTE; rewrite negb_forall; apply/existsP; exists i.
    by rewrite jJ !ffunE.
  by rewrite [X in _ * X](bigD1 j) //= {1}/C jJ (negbTE ne) mul0r mulr0.
rewrite (eq_bigr (fun x => (\prod_n A n (quintuplet n x)) * \sum_(l : bits 'I_m) \prod_j C j (l j))) => [|x _]; last first.
  by rewrite mulr_sumr.
rewrite -mulr_suml (sum_quintuplets A) -(bigA_distr_bigA C) /hits exprD.
have A0 n u : 0 <= A n u by rewrite /A; case: ifP => // _; apply: tenth0.
have C0 j v : 0 <= C j v by rewrite /C; case: ifP.
have less1 : 3%:R / 5%:R <= 1 :> R by rewrite ler_pdivr_mulr ?ltr0n // mul1r ler_nat.
apply: ler_pmul; try by apply: prodr_ge0 => k _; apply: sumr_ge0.
  rewrite -prodr_const [X in _ <= X]big_mkcond; apply: ler_prod => n _; rewrite sumr_ge0 //= inE.
  case: (boolP (known J n)) => [/existsP[i iJ] | _].
    apply: le_trans (one_known i (s (inl (n, i)))); rewrite [X in _ <= X]big_mkcond; apply: ler_sum => u _.
    rewrite /A; case: (boolP (Q n u)) => [/forallP/(_ i) | _]; first by rewrite iJ /= => ->.
    by case: ifP => _ //; apply: tenth0.
  by rewrite -ten_questions; apply: ler_sum => u _; rewrite /A; case: ifP => // _; apply: tenth0.
rewrite -prodr_const [X in _ <= X]big_mkcond; apply: ler_prod => j _; rewrite sumr_ge0 //= inE big_bool /C.
case: (inr j \in J) => /=; last by rewrite -splitr.
by have le := half_less; case: (s _); rewrite /= ?addr0 ?add0r.
Qed.

Lemma rounded_up k h : (k <= 5 * h)%N -> ((k + 4) %/ 5 <= h)%N.
Proof. by move=> le; rewrite -ltnS ltn_divLR // mulSnr mulnC -addnS leq_add2r. Qed.

(** n bits have given values with a probability between c/2^n and (3/5)^(n/5), rounded up. *)
Lemma trap_bounds J s : c * (1 / 2%:R) ^+ #|J| <= prob_bits trap tt tt J s <= (3%:R / 5%:R) ^+ ((#|J| + 4) %/ 5).
Proof.
have q0 : 0 <= 3%:R / 5%:R :> R by rewrite divr_ge0 ?ler0n.
have q1 : 3%:R / 5%:R <= 1 :> R by rewrite ler_pdivr_mulr ?ltr0n // mul1r ler_nat.
have -> : prob_bits trap tt tt J s = c * (1 / 2%:R) ^+ #|J| + (1 - c) * \sum_(s' | agrees J s s') leaning s'.
  by rewrite /prob_bits /trap big_split /= -!mulr_sumr fair_part.
rewrite ler_addl mulr_ge0 ?sumr_ge0 //= => [|s' _]; last exact: leaning0.
have -> : (3%:R / 5%:R) ^+ ((#|J| + 4) %/ 5) = c * (3%:R / 5%:R) ^+ ((#|J| + 4) %/ 5) + (1 - c) * (3%:R / 5%:R) ^+ ((#|J| + 4) %/ 5) :> R.
  by rewrite -mulrDl addrC subrK mul1r.
apply: ler_add; apply: ler_wpmul2l => //.
  apply: (@le_trans _ _ ((3%:R / 5%:R) ^+ #|J|)).
    by apply: ler_expn2r; rewrite ?nnegrE // half_less.
  by apply: ler_wiexpn2l => //; apply: rounded_up; rewrite leq_pmull.
apply: le_trans (leaning_part J s) _; apply: ler_wiexpn2l => //; apply: rounded_up; exact: hits_many.
Qed.

Lemma leaning_total : \sum_s leaning s = 1.
Proof.
rewrite sum_join /leaning (eq_bigr (fun x => \prod_n tenth (quintuplet n x))) => [|x _].
  by rewrite (sum_quintuplets (fun=> tenth)) big1 // => n _; exact: ten_questions.
transitivity (\sum_(l : bits 'I_m) (\prod_n tenth (quintuplet n x)) * (1 / 2%:R) ^+ m).
  by apply: eq_bigr => l _; rewrite inputs_join.
rewrite sumr_const card_ffun card_bool card_ord -mulrnAr -[X in _ * X]mulr_natr natrX -exprMn.
by rewrite div1r mulVf ?pnatr_eq0 // expr1n mulr1.
Qed.

Lemma trap_total : \sum_s trap tt tt s = 1.
Proof.
have := fair_part set0 [ffun=> false]; have := leaning_part set0 [ffun=> false]; rewrite /trap big_split /= -!mulr_sumr.
have all_agree (F : bits B -> R) : \sum_(s' | agrees set0 [ffun=> false] s') F s' = \sum_s' F s'.
  by apply: eq_bigl => s'; apply/forall_inP => j; rewrite inE.
rewrite !all_agree cards0 => _ ->.
by rewrite leaning_total expr0 !mulr1 addrC subrK.
Qed.

(** ** The devices: party 1 answers 1, the others answer 0 *)
Definition answer : bits T := [ffun p => p.2 == ord0].
Definition fixed (_ _ : unit) : table R T := fun a x => (a == answer)%:R.

Lemma fixed_is_box : box (fixed tt tt).
Proof.
split=> [a x | x | //]; first exact: ler0n.
by rewrite (bigD1 answer) //= /fixed eqxx big1 ?addr0 // => a /negbTE ->.
Qed.

Lemma trap_setting : but_eq1 trap fixed.
Proof.
split=> [z e s | z | [] [] | [] []] //; first exact: trap0.
  by case: z; rewrite (big_pred1 tt) => [|[]] //; exact: trap_total.
exact: fixed_is_box.
Qed.

(** They answer these questions rightly, and always have the majority 0. *)
Lemma answer_wins n (x : bits T) : X1 (quintuplet n x) -> wrong answer x n = false.
Proof.
rewrite /wrong /I => X1x; have -> : X0 (quintuplet n x) = false by move: X1x; rewrite /X0 /X1 => /eqP ->.
rewrite X1x /= /parity /weight (bigD1 ord0) //= !ffunE eqxx big1 // => i ne.
by rewrite !ffunE (negbTE ne).
Qed.

Variables (Nd : nat) (f : bits 'I_Nd -> bool) (t : parties3).
Hypothesis tt3 : triple t.

Lemma answer_majority (M : {set 'I_N}) (l : bits 'I_m) (i : 'I_Nd) : maj t (in_block M answer l i) = false.
Proof.
have zero (p : party) : p != ord0 -> in_block M answer l i p = false.
  by move=> ne; rewrite !ffunE; apply/existsP => -[n]; rewrite !ffunE (negbTE ne) andbF.
case/andP: tt3 => lt12 lt23; rewrite /maj !(zero t.1.2) ?(zero t.2) //.
- by case: (in_block _ _ _ _ _).
- by rewrite -val_eqE /= -lt0n (leq_ltn_trans _ lt23).
- by rewrite -val_eqE /= -lt0n (leq_ltn_trans _ lt12).
Qed.

Let k0 := f [ffun=> false].

Lemma answer_key s : paper_g Nd s answer -> paper_key f t s answer = k0.
Proof.
by rewrite /paper_key => ->; congr (f _); apply/ffunP => i; rewrite ffunE [RHS]ffunE answer_majority.
Qed.

(** If all questions are of these ten, the protocol goes on. *)
Lemma answer_passes s : (forall n, X1 (quintuplet n (inputs s))) -> paper_g Nd s answer.
Proof.
move=> all1; have all_kept : kept (inputs s) = setT by apply/setP => n; rewrite !inE /X all1 orbT.
rewrite /paper_g all_kept; set M : {set 'I_N} := setT; rewrite /enough cardsT card_ord leq_pmull //=.
apply/forallP => j; apply/implyP => _; rewrite /r; apply/forallP => i.
case: (pickP (cell M j i)) => [n here | none].
  by rewrite !(in_block_cell _ here) -[I _ _]/(wrong answer (inputs s) n) answer_wins.
by rewrite (in_block_none (inputs s) none) zeros_right.
Qed.

(** ** The adversary knows k. *)
Notation block := {ffun 'I_Nd -> bits party}.
Notation view := (block * (bits 'I_m * {ffun bits 'I_m -> option (block * block)}) * bool)%type.
Lemma guess_trapped : 1 / 2%:R + 1 / 4%:R * (1 - c) <= paper_guess f t trap fixed.
Proof.
rewrite /paper_guess /best_guess ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
pose real := paper_real f t trap fixed.
have never z e (v : view) : v.2 -> real z e (~~ k0, v) = 0.
  move=> go; rewrite /real /paper_real big1 // => s _; rewrite big1 // => a /eqP[kE vE].
  rewrite /joint /fixed; case: eqP => [aE | _]; last by rewrite mulr0.
  move: kE; rewrite aE answer_key; first by case: (k0).
  by have := congr1 snd vE; rewrite aE go.
pose weight (v : view) := real tt tt (k0, v).
have weight0 v : 0 <= weight v.
  by apply: sumr_ge0 => s _; apply: sumr_ge0 => a _; rewrite mulr_ge0 ?ler0n ?trap0.
have both (p : R) : 0 <= p -> `|p - 1 / 2%:R * p| + `|0 - 1 / 2%:R * p| = p.
  move=> p0; rewrite sub0r normrN (_ : p - 1 / 2%:R * p = 1 / 2%:R * p); last by fractions R.
  by rewrite ger0_norm -?mulrDr ?half_double //; apply: mulr_ge0.
have one_view (v : view) : v.2 -> \sum_(k : bool) `|real tt tt (k, v) - eq11 snd real tt tt (k, v)| = weight v.
  move=> go; have := never tt tt v go; have := weight0 v; rewrite big_bool /eq11 go /weight.
  case: (k0) => w0 /= ->; first by rewrite add0r; apply: both.
  by rewrite addr0 [X in X = _]addrC; apply: both.
apply: (@le_trans _ _ (\sum_(v : view | v.2) weight v)).
  have -> : 1 - c = \sum_s (1 - c) * leaning s by rewrite -mulr_sumr leaning_total mulr1.
  rewrite /weight /real /paper_real exchange_big /=.
  apply: ler_sum => s _; case: (boolP [forall n, X1 (quintuplet n (inputs s))]) => [/forallP all1 | ]; last first.
    rewrite negb_forall => /existsP[n /negbTE no].
    have -> : leaning s = 0 by rewrite /leaning (bigD1 n) //= {1}/tenth no !mul0r.
    rewrite mulr0.
    apply: sumr_ge0 => v _; apply: sumr_ge0 => a _; by rewrite mulr_ge0 ?ler0n ?trap0.
  have go := answer_passes all1; rewrite (bigD1 (paper_published Nd s answer)) //=.
  rewrite (bigD1 answer) /=; last by rewrite answer_key // eqxx.
  rewrite -addrA; apply: (@le_trans _ _ (joint trap fixed tt tt s answer)).
    by rewrite /joint /fixed eqxx mulr1 /trap ler_addr mulr_ge0 ?exprn_ge0.
  rewrite ler_addl addr_ge0 ?sumr_ge0 // => [a _ | v _]; last apply: sumr_ge0 => a _; by rewrite mulr_ge0 ?ler0n ?trap0.
rewrite /apart (eq_bigr (fun o : bool * view => (fun k v => \big[Num.max/0]_(z : unit) \sum_(e : unit)
  `|real z e (k, v) - eq11 snd real z e (k, v)|) o.1 o.2)) => [|[k v] _ //].
rewrite -(pair_bigA _ (fun k v => \big[Num.max/0]_(z : unit) \sum_(e : unit) `|real z e (k, v) - eq11 snd real z e (k, v)|)) /=.
rewrite [X in _ <= X]exchange_big [X in X <= _]big_mkcond; apply: ler_sum => v _.
case: (boolP v.2) => [go | _]; last by apply: sumr_ge0 => k _; apply: bigmax_ge0 => z; apply: sumr_ge0.
rewrite -(one_view v go); apply: ler_sum => k _.
rewrite /eq11 go; pose both_keys z e := 1 / 2%:R * (real z e (false, v) + real z e (true, v)).
apply: le_trans (bigmax_le (fun z => \sum_(e : unit) `|real z e (k, v) - both_keys z e|) tt).
by rewrite (big_pred1 tt) => [|[]].
Qed.
End Trap.

(** ** Eq (14) as printed

    For every c and all bounds with G(n) < c/2^n and F(n) >= (3/5)^(n/5), rounded up, and for all sizes, there are a source that
    obeys the printed eq (14) and devices with no randomness, such that the adversary guesses with 3/4 - c/4, whatever the function f. *)
Theorem eq14_as_printed_fails (R : realFieldType) (c : R) (G F : nat -> R) : 0 <= c <= 1 ->
  (forall n, G n < c / 2%:R ^+ n) -> (forall n, (3%:R / 5%:R) ^+ ((n + 4) %/ 5) <= F n) ->
  forall N Nd m, exists (S : unit -> unit -> bits (source_bits N [finType of 'I_m]) -> R) (P : unit -> unit -> table R (all_parties N)),
  [/\ but_eq1 S P, eq14_printed S G F, (forall z e a x, P z e a x = 0 \/ P z e a x = 1) &
    forall (f : bits 'I_Nd -> bool) t, triple t -> 1 / 2%:R + 1 / 4%:R * (1 - c) <= paper_guess f t S P].
Proof.
move=> c01 lo hi N Nd m; exists (trap c), (@fixed R N); split.
- exact: trap_setting.
- move=> [] [] J s _; rewrite /prob_e trap_total divr1; have /andP[ge le] := trap_bounds c01 J s.
  by rewrite (lt_le_trans (lo _)) ?(le_trans le) // -exprVn -div1r.
- by move=> z e a x; rewrite /fixed; case: (_ == _); [right | left].
by move=> f t tt3; apply: guess_trapped.
Qed.

Section Number.
Variable R : realFieldType.
Add Field R_field : (field_laws R).
Lemma five_eighths : 5%:R / 8%:R = 1 / 2%:R + 1 / 4%:R * (1 - 1 / 2%:R) :> R.
Proof. fractions R. Qed.
End Number.

(** In particular there are G > 0 and F -> 0 as the paper asks for with which no sizes whatever bring (12) below 5/8. *)
Theorem eq14_as_printed_is_false (R : archiFieldType) : exists G F : nat -> R,
  [/\ forall n, 0 < G n, tends_to_0 F & forall N Nd m,
    exists (S : unit -> unit -> bits (source_bits N [finType of 'I_m]) -> R) (P : unit -> unit -> table R (all_parties N)),
    [/\ but_eq1 S P, eq14_printed S G F &
      forall (f : bits 'I_Nd -> bool) t, triple t -> 5%:R / 8%:R <= paper_guess f t S P]].
Proof.
have two0 : 0 < 2%:R :> R by rewrite ltr0n.
exists (fun n => 1 / 4%:R / 2%:R ^+ n), (fun n => (3%:R / 5%:R) ^+ ((n + 4) %/ 5)); split.
- by move=> n; rewrite !divr_gt0 ?exprn_gt0 ?ltr01 ?ltr0n.
- move=> d d0; have q0 : 0 <= 3%:R / 5%:R :> R by rewrite divr_ge0 ?ler0n.
  have q1 : 3%:R / 5%:R < 1 :> R by rewrite ltr_pdivr_mulr ?ltr0n // mul1r ltr_nat.
  have [n0 small] := powers_vanish q0 q1 d0; exists (5 * n0)%N => n le; apply: le_trans small.
  apply: ler_wiexpn2l => //; first exact: ltW.
  by rewrite leq_divRL // mulnC; apply: leq_trans le (leq_addr _ _).
move=> N Nd m; have c01 : 0 <= (1 / 2%:R : R) <= 1.
  by apply/andP; split; [rewrite divr_ge0 ?ler01 ?ler0n | rewrite ler_pdivr_mulr // mul1r ler1n].
have lo n : 1 / 4%:R / 2%:R ^+ n < 1 / 2%:R / 2%:R ^+ n :> R.
  by rewrite ltr_pmul2r ?invr_gt0 ?exprn_gt0 // !div1r ltf_pinv ?posrE ?ltr0n // ltr_nat.
have [S [P [setting printed _ known]]] := eq14_as_printed_fails c01 lo (fun n => lexx _) N Nd m.
by exists S, P; split=> // f t tt3; rewrite five_eighths; apply: known.
Qed.
