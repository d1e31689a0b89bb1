(** * What classical devices can do: the minimum 6 of inequality (2), and CHSH with a weak source *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Identities Boxes Checker Strategies MajorityLemma Expectation General Eq14 Sources.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Deterministic strategies of five parties *)
Lemma strategies_lose : all (fun f0 => all (fun f1 => 6 <= count (fun x => I_word (response_word f0 f1 x) x) (words 5))%N (words 5)) (words 5).
Proof. by vm_compute. Qed.

Section Five.
Variable R : realFieldType.

Lemma lost_inputs F : 6%:R <= \sum_x (I (response F x) x)%:R :> R.
Proof.
set f0 := word_of [ffun i => (F i).1]; set f1 := word_of [ffun i => (F i).2].
rewrite (eq_bigr (fun x => if I_word (response_word f0 f1 (word_of x)) (word_of x) then 1 else 0)) => [|x _]; last first.
  by rewrite -response_wordE I_wordE; case: (I _ _).
rewrite (sum_indicator (fun w => I_word (response_word f0 f1 w) w)) ler_nat.
by apply: (allP (allP strategies_lose _ (mem_words _)) _ (mem_words _)); rewrite size_word.
Qed.

Variables (E : finType) (q : E -> party -> bool -> bool -> R).
Hypothesis ans : answers q.

(** Inequality (2): classical boxes lose at least 6. *)
Theorem classical_minimum (p : E -> R) : (forall e, 0 <= p e) -> \sum_e p e = 1 -> 6%:R <= loss (classical_box p q).
Proof. exact: (classical_loses (J := I) ans lost_inputs). Qed.

(** [R8.11] With inputs from a source of eq (1) they lose in a round with probability at least 6 eps^5. *)
Theorem classical_round (S : unit -> E -> bits party -> R) eps : 0 < eps <= 1 / 2%:R -> probabilities S -> eq1 S eps ->
  6%:R * eps ^+ 5 <= \sum_e \sum_s S tt e s * \sum_a (I a s)%:R * given_e q e a s.
Proof.
move=> weak [S0 S1] eq1S; have [q0 _] := ans.
have whole e s : eps ^+ 5 * (\sum_s' S tt e s') <= S tt e s.
  have -> : \sum_s' S tt e s' = prob_rest S tt e setT s.
    by apply: eq_bigl => s'; apply/esym/forallP => j; rewrite inE.
  by have /andP[] := rest_bounds S0 (eq1_is_eq14 weak S0 eq1S) tt e setT s; rewrite cardsT card_ord.
have -> : 6%:R * eps ^+ 5 = \sum_e (eps ^+ 5 * \sum_s S tt e s) * 6%:R by rewrite -mulr_suml -mulr_sumr (S1 tt) mulr1 mulrC.
apply: ler_sum => e _; have pos : 0 <= eps ^+ 5 * (\sum_s S tt e s).
  by rewrite mulr_ge0 ?sumr_ge0 // exprn_ge0 // ltW // (weak0 weak).
apply: le_trans (ler_wpmul2l pos (given_loses (J := I) ans lost_inputs e)) _; rewrite mulr_sumr; apply: ler_sum => s _.
apply: ler_wpmul2r; last exact: whole.
by apply: sumr_ge0 => a _; rewrite mulr_ge0 ?ler0n //; apply: prodr_ge0.
Qed.
End Five.

(** The minimum is reached: party 1 answers 1, the others answer 0. *)
Section Reached.
Variable R : realFieldType.
Definition ones_first (_ : unit) (i : party) (b _ : bool) : R := (b == (i == ord0))%:R.

Lemma ones_first_answers : answers ones_first.
Proof. by split=> [e i b v | e i v]; rewrite /ones_first ?ler0n // big_bool; case: (i == ord0); rewrite /= ?addr0 ?add0r. Qed.

Theorem classical_minimum_reached : loss (classical_box (fun=> 1) ones_first) = 6%:R :> R.
Proof.
pose answer : bits party := [ffun i => i == ord0].
have boxE a x : classical_box (fun=> 1) ones_first a x = (a == answer)%:R.
  rewrite /classical_box (big_pred1 tt) => [|[]] //; rewrite mul1r /given_e.
  case: eqP => [-> | ne]; first by rewrite big1 // => i _; rewrite /ones_first ffunE eqxx.
  have [i] : exists i, a i != answer i.
    by apply/existsP; rewrite -negb_forall; apply/negP => /forallP same; apply: ne; apply/ffunP => i; apply/eqP.
  by rewrite ffunE => /negbTE no; rewrite (bigD1 i) //= /ones_first no mul0r.
rewrite /loss (eq_bigr (fun x => (I answer x)%:R)) => [|x _]; last first.
  by rewrite (bigD1 answer) //= boxE eqxx mulr1 big1 ?addr0 // => a ne; rewrite boxE (negbTE ne) mulr0.
pose w := [:: true; false; false; false; false].
have answerE : word_of answer = w.
  apply: (@eq_from_nth _ false) => [|k]; rewrite size_word // => k5.
  by rewrite -[k]/(val (Ordinal k5)) nth_word ffunE; case: k k5 => [|[|[|[|[|]]]]].
rewrite (eq_bigr (fun x => if I_word w (word_of x) then 1 else 0)) => [|x _]; last by rewrite -answerE I_wordE; case: (I _ _).
by rewrite (sum_indicator (I_word w)).
Qed.
End Reached.

(** ** CHSH with a weak source *)
Section Chsh.
Variables (R : realFieldType) (eps p : R).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Add Field R_field : (field_laws R).
Implicit Types s : bits 'I_2.

Definition two (x y : bool) : bits 'I_2 := [ffun i => if i == ord0 then x else y].

Lemma two0 x y : two x y ord0 = x. Proof. by rewrite ffunE eqxx. Qed.
Lemma two1 x y : two x y ord_max = y. Proof. by rewrite ffunE. Qed.
Lemma two_parts s : two (s ord0) (s ord_max) = s.
Proof.
apply/ffunP => i; rewrite ffunE; case: eqP => [-> // | ne]; congr (s _); apply: val_inj.
by case: i ne => [[|[|]]] // i2 [] //; apply: val_inj.
Qed.

Lemma sum_two (F : bits 'I_2 -> R) : \sum_s F s = F (two true true) + F (two true false) + (F (two false true) + F (two false false)).
Proof.
transitivity (\sum_(v : bool * bool) F (two v.1 v.2)).
  rewrite (reindex (fun v : bool * bool => two v.1 v.2)) //; exists (fun s => (s ord0, s ord_max)) => [[x y] _ | s _] /=.
    by rewrite two0 two1.
  exact: two_parts.
by rewrite -(pair_bigA _ (fun x y => F (two x y))) /= !big_bool.
Qed.

(** A deterministic strategy of CHSH loses on some input. *)
Lemma chsh_loses (A B : bool -> bool) : exists x y, chsh_lost (A x) (B y) x y.
Proof.
case E0: (chsh_lost (A false) (B false) false false); first by exists false, false.
case E1: (chsh_lost (A false) (B true) false true); first by exists false, true.
case E2: (chsh_lost (A true) (B false) true false); first by exists true, false.
exists true, true; move: E0 E1 E2; rewrite /chsh_lost.
by case: (A false) (A true) (B false) (B true) => [] [] [] [].
Qed.

(** Such devices lose with probability at least eps^2. *)
Lemma faked_threshold : chsh_faked eps p -> eps ^+ 2 <= p.
Proof.
case=> E [S [A [B [[S0 S1] eq1S stats]]]].
pose lost s e := chsh_lost (A e (s ord0)) (B e (s ord_max)) (s ord0) (s ord_max).
have whole e s : eps ^+ 2 * (\sum_s' S tt e s') <= S tt e s.
  have -> : \sum_s' S tt e s' = prob_rest S tt e setT s.
    by apply: eq_bigl => s'; apply/esym/forallP => j; rewrite inE.
  by have /andP[] := rest_bounds S0 (eq1_is_eq14 weak S0 eq1S) tt e setT s; rewrite cardsT card_ord.
have -> : p = \sum_s \sum_(e | lost s e) S tt e s.
  have one s : \sum_(e | lost s e) S tt e s = 1 / 4%:R * p.
    have -> : \sum_(e | lost s e) S tt e s =
        \sum_(a : bool) \sum_(b : bool) if chsh_lost a b (s ord0) (s ord_max) then 1 / 4%:R * chsh_box p a b (s ord0) (s ord_max) else 0.
      rewrite (eq_bigr (fun a => \sum_(b : bool) if chsh_lost a b (s ord0) (s ord_max)
        then \sum_(e | (A e (s ord0) == a) && (B e (s ord_max) == b)) S tt e s else 0)) => [|a _]; last first.
        by apply: eq_bigr => b _; rewrite stats.
      rewrite pair_bigA (partition_big (fun e => (A e (s ord0), B e (s ord_max))) predT) //=; apply: eq_bigr => -[a b] _ /=.
      case: ifP => [la | la]; [apply: eq_bigl | apply: big_pred0] => e; rewrite xpair_eqE /lost;
        by case: eqP => [-> | _]; case: eqP => [-> | _]; rewrite ?la ?andbT ?andbF.
    rewrite !big_bool /chsh_box /chsh_lost; case: (s ord0) (s ord_max) => [] [] /=; fractions R.
  by rewrite (eq_bigr _ (fun s _ => one s)) sum_two; fractions R.
rewrite (exchange_big_dep predT) //=.
have -> : eps ^+ 2 = \sum_e eps ^+ 2 * \sum_s S tt e s by rewrite -mulr_sumr S1 mulr1.
apply: ler_sum => e _; have [x [y lose]] := chsh_loses (A e) (B e).
apply: le_trans (whole e (two x y)) _; rewrite (bigD1 (two x y)) ?two0 ?two1 //=.
  by rewrite ler_addl sumr_ge0.
by rewrite /lost two0 two1.
Qed.

(** The label says which input is lost (u, v) and whether the outputs are turned (c); the source leans towards that input. *)
Variable t : R.
Hypotheses (tE : t ^+ 2 = p) (eps_t : eps <= t) (t_half : t <= 1 / 2%:R).

Let towards (x u : bool) : R := if x == u then t else 1 - t.
Let fake_source (_ : unit) (e : bool * bool * bool) s : R := 1 / 8%:R * (towards (s ord0) e.1.1 * towards (s ord_max) e.1.2).
Let fake_A (e : bool * bool * bool) (x : bool) : bool := e.2 (+) (x && ~~ e.1.2).
Let fake_B (e : bool * bool * bool) (y : bool) : bool := e.2 (+) (y && ~~ e.1.1) (+) (~~ e.1.1 && ~~ e.1.2).

Let t0 : 0 < t. Proof. by apply: lt_le_trans eps_t; apply: weak0 weak. Qed.
Let rest_t : t <= 1 - t.
Proof. by rewrite ler_subr_addr; apply: le_trans (ler_add t_half t_half) _; rewrite -splitr. Qed.
Let rest0 : 0 < 1 - t. Proof. exact: lt_le_trans t0 rest_t. Qed.
Let towards0 x u : 0 < towards x u. Proof. by rewrite /towards; case: ifP. Qed.

Lemma fake_is_source : probabilities fake_source /\ eq1 fake_source eps.
Proof.
have h0 : 0 < 1 / 8%:R :> R by rewrite divr_gt0 ?ltr01 ?ltr0n.
have pos z e s : 0 < fake_source z e s by rewrite /fake_source mulr_gt0 ?h0 ?mulr_gt0 ?towards0.
split.
  split=> [z e s | z]; first exact: ltW (pos z e s).
  rewrite -(pair_bigA _ (fun uv c => \sum_s fake_source z (uv, c) s)) /=.
  rewrite -(pair_bigA _ (fun u v => \sum_(c : bool) \sum_s fake_source z (u, v, c) s)) /= !big_bool /= !sum_two.
  by rewrite /fake_source /towards !two0 !two1 /=; fractions R.
move=> z e j s _; rewrite /prob_given_others /prob_others sum_agree.
suff : fake_source z e s / (fake_source z e s + fake_source z e (flip j s)) \in [:: t; 1 - t].
  rewrite !inE => /orP[] /eqP ->; first by rewrite eps_t /= ler_subr_addl -ler_subr_addr (le_trans eps_t).
  by rewrite (le_trans eps_t) //= ler_add2l ler_opp2.
have share (h a a' b : R) : 0 < h -> 0 < b -> a + a' = 1 -> h * (a * b) / (h * (a * b) + h * (a' * b)) = a.
  by move=> h1 b1 sum1; rewrite -mulrDr -mulrDl sum1 mul1r; fractions R.
have both x u : towards x u + towards (~~ x) u = 1.
  by rewrite /towards; case: x u => [] [] /=; rewrite ?subrK // addrC subrK.
have value x u : towards x u \in [:: t; 1 - t] by rewrite /towards !inE; case: ifP => _; rewrite eqxx ?orbT.
rewrite /fake_source; have [-> | j1] := eqVneq j ord0.
  by rewrite flip_at flip_off // share.
have -> : j = ord_max by apply: val_inj; case: (j) j1 => [[|[|]]].
by rewrite flip_at flip_off // ![towards (s ord0) _ * _]mulrC share.
Qed.

Lemma fake_shows a b s : \sum_(e | (fake_A e (s ord0) == a) && (fake_B e (s ord_max) == b)) fake_source tt e s =
  1 / 4%:R * chsh_box p a b (s ord0) (s ord_max).
Proof.
rewrite big_mkcond -(pair_bigA _ (fun uv c => if (fake_A (uv, c) (s ord0) == a) && (fake_B (uv, c) (s ord_max) == b)
  then fake_source tt (uv, c) s else 0)) /=.
rewrite -(pair_bigA _ (fun u v => \sum_(c : bool) if (fake_A (u, v, c) (s ord0) == a) && (fake_B (u, v, c) (s ord_max) == b)
  then fake_source tt (u, v, c) s else 0)) /= !big_bool /= /fake_A /fake_B /fake_source /towards /chsh_box /chsh_lost /= -tE.
by case: (s ord0) (s ord_max) a b => [] [] [] [] /=; fractions R.
Qed.

Lemma faked_if : chsh_faked eps p.
Proof.
have [prob source] := fake_is_source.
by exists [finType of bool * bool * bool], fake_source, fake_A, fake_B; split=> //; exact: fake_shows.
Qed.
End Chsh.

(** [R8.11] For p = t^2, 0 <= t <= 1/2, the statistics are faked iff eps <= t; Tsirelson's p is (2 - sqrt 2)/4, the square of sin(pi/8). *)
Theorem chsh_threshold (R : realFieldType) (eps t : R) : 0 < eps <= 1 / 2%:R -> 0 <= t <= 1 / 2%:R ->
  chsh_faked eps (t ^+ 2) <-> eps <= t.
Proof.
move=> weak /andP[t0 th]; split=> [/(faked_threshold weak) | le]; last exact: (faked_if weak (erefl _)).
by rewrite ler_pexpn2r // nnegrE // ltW // (weak0 weak).
Qed.

Theorem chsh_tsirelson (R : rcfType) (eps : R) : 0 < eps <= 1 / 2%:R ->
  chsh_faked eps ((2%:R - Num.sqrt 2%:R) / 4%:R) <-> eps <= Num.sqrt ((2%:R - Num.sqrt 2%:R) / 4%:R).
Proof.
move=> weak; have root2 : 1 <= Num.sqrt 2%:R :> R by rewrite -[X in X <= _]sqrtr1; apply: ler_wsqrtr; rewrite ler1n.
have root2' : Num.sqrt 2%:R <= 2%:R :> R.
  rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?sqrtr_ge0 ?ler0n // sqr_sqrtr ?ler0n // -natrX ler_nat //.
have p0 : 0 <= (2%:R - Num.sqrt 2%:R) / 4%:R :> R by rewrite divr_ge0 ?subr_ge0 ?ler0n.
rewrite -{1}(sqr_sqrtr p0); apply: chsh_threshold => //; rewrite sqrtr_ge0 /=.
rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?sqrtr_ge0 ?divr_ge0 ?ler01 ?ler0n // sqr_sqrtr // expr_div_n expr1n -natrX.
by apply: ler_pmul; rewrite ?subr_ge0 ?invr_ge0 ?ler0n // ler_subl_addr -ler_subl_addl (_ : 2%:R - 1 = 1 :> R) // -[2%:R]/(1 + 1 : R) addrK.
Qed.
