(** * What the checkers of ClassicalChecks.v accept is what Games.v says *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Export ClassicalChecks.
From Freebit Require Import Definitions Paper Identities Boxes TestedDefinitions Checker Games GameBoxes Strategies.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

Section Classical.
Variables (R : realFieldType) (g : game) (n : nat).
Add Field R_field : (field_laws R).
Notation mermin := (is_mermin g).
Implicit Types (a x y u : bits 'I_n) (F : strategies n).

(** ** A bound by squares [R3.60] *)
Definition sign_of x : R := if target g x is Some t then (-1) ^+ nat_of_bool t else 0.
Definition xor_bits x u : bits 'I_n := [ffun i => x i (+) u i].

Lemma xor_bitsK x : involutive (xor_bits x).
Proof. by move=> u; apply/ffunP => i; rewrite !ffunE addKb. Qed.

Lemma xor_word x u : xor_words (word_of x) (word_of u) = word_of (xor_bits x u).
Proof. by rewrite /xor_words /word_of; elim: (enum _) => //= i r ->; rewrite ffunE. Qed.

Lemma sign_wordE x : ofZ R (sign_word mermin (word_of x)) = sign_of x.
Proof. by rewrite /sign_word target_wordE /sign_of; case: (target g x) => [[]|]; rewrite ?ofZ0 ?(ofZ_opp R 1) ?ofZ1. Qed.

Definition correlation_of u : R := \sum_x sign_of x * sign_of (xor_bits x u).

Lemma correlationE u : ofZ R (correlation mermin n (word_of u)) = correlation_of u.
Proof. by rewrite /correlation sum_overE; apply: eq_bigr => x _; rewrite ofZ_mul xor_word !sign_wordE. Qed.

Lemma sign_parity a : (-1) ^+ nat_of_bool (parity a) = \prod_i (-1) ^+ nat_of_bool (a i) :> R.
Proof. by rewrite /parity /weight signr_odd -prodrXr; apply: eq_bigr. Qed.

(** How the outputs on [x] and those on [x + u] differ depends on [u] alone. *)
Definition turned F u : R := \prod_i (if u i then (-1) ^+ nat_of_bool ((F i).1 (+) (F i).2) else 1).

Lemma two_outputs F x u :
  (-1) ^+ nat_of_bool (parity (response F x)) * (-1) ^+ nat_of_bool (parity (response F (xor_bits x u))) = turned F u :> R.
Proof.
rewrite !sign_parity -big_split; apply: eq_bigr => i _; rewrite /= !ffunE -signr_addb.
by case: (x i); case: (u i); case: (F i) => [[] []].
Qed.

Lemma norm_turned F u : `|turned F u| = 1.
Proof.
rewrite /turned normr_prod big1 // => i _; case: (u i); rewrite ?normr1 //.
by rewrite normrX normrN1 expr1n.
Qed.

Definition score F : R := \sum_x sign_of x * (-1) ^+ nat_of_bool (parity (response F x)).

Lemma score_square F : score F ^+ 2 <= \sum_u `|correlation_of u|.
Proof.
have -> : score F ^+ 2 = \sum_u turned F u * correlation_of u.
  rewrite expr2 {1}/score mulr_suml (eq_bigr (fun x => \sum_u turned F u * (sign_of x * sign_of (xor_bits x u)))) => [|x _].
    by rewrite exchange_big; apply: eq_bigr => u _; rewrite mulr_sumr.
  rewrite /score mulr_sumr (reindex_inj (can_inj (xor_bitsK x))); apply: eq_bigr => u _ /=.
  by rewrite -(two_outputs F x u); identity R.
apply: le_trans (ler_norm _) (le_trans (ler_norm_sum _ _ _) _).
by apply: ler_sum => u _; rewrite normrM norm_turned mul1r.
Qed.

Lemma score_lost F : score F = \sum_(x : bits 'I_n) (asks g x)%:R - 2%:R * \sum_x (loses_at g (response F x) x)%:R.
Proof.
rewrite mulr_sumr -sumrB; apply: eq_bigr => x _; rewrite /sign_of /asks /loses_at.
by case: (target g x) => [[]|]; case: (parity _); rewrite /= ?expr0 ?expr1; identity R.
Qed.

Lemma strategy_word (f0 f1 : seq bool) : size f0 = n -> size f1 = n ->
  let F : strategies n := [ffun i : 'I_n => (nth false f0 i, nth false f1 i)] in
  forall x, response_word f0 f1 (word_of x) = word_of (response F x).
Proof.
move=> s0 s1 F x; rewrite response_wordE; congr (response_word _ _ _).
  by rewrite -[LHS](word_of_bits s0); congr (word_of _); apply/ffunP => i; rewrite !ffunE.
by rewrite -[LHS](word_of_bits s1); congr (word_of _); apply/ffunP => i; rewrite !ffunE.
Qed.

Lemma count_over (ok : seq bool -> bool) : ofZ R (sum_over (words n) (fun w => if ok w then 1 else 0)%z) = \sum_(x : bits 'I_n) (ok (word_of x))%:R.
Proof. by rewrite sum_overE; apply: eq_bigr => x _; case: ifP; rewrite ?ofZ0 ?ofZ1. Qed.

Theorem classical_sound (f : classical_file) : check_classical mermin n f ->
  least_classical_loss g n (ofZ R (c_value f) / ofZ R (c_unit f)).
Proof.
case/and5P => /(ofZ_gt0 R) q0 /andP[/eqP s0 /eqP s1] /(ofZ_ge0 R) room0 /(ofZ_le R) squares /Z.eqb_eq/(f_equal (ofZ R)).
move: room0 squares; set q := ofZ R (c_unit f) in q0 *; set p := ofZ R (c_value f); have qn0 : q != 0 by rewrite gt_eqF.
rewrite !ofZ_mul ofZ_sub ofZ_double ofZ_mul -/q -/p !count_over => room0 squares reached.
set asked := \sum_x _ in room0 squares.
have askedE : asked = \sum_(x : bits 'I_n) (asks g x)%:R by apply: eq_bigr => x _; rewrite asks_wordE.
split=> [E w h w0 w1 ans | ].
  apply: (classical_loses (J := @loses_at g n) ans _ w0 w1) => F.
  have bound : q * score F <= q * asked - p *+ 2.
    case: (lerP 0 (q * score F)) => [pos | neg]; last by apply: le_trans (ltW neg) room0.
    rewrite -(@ler_pexpn2r _ 2) ?nnegrE // exprMn expr2 expr2 -expr2.
    apply: le_trans squares; rewrite -mulrA -expr2 mulrA -expr2; apply: ler_wpmul2l; first exact: sqr_ge0.
    rewrite sum_overE; apply: le_trans (score_square F) _; rewrite le_eqVlt; apply/orP; left; apply/eqP.
    by apply: eq_bigr => u _; rewrite ofZ_abs correlationE.
  rewrite ler_pdivr_mulr // -(ler_pmul2l (ltr0n R 2)); move: bound; rewrite score_lost -askedE mulrBr -[p *+ 2]mulr_natl.
  by rewrite ler_add2l ler_opp2 mulrCA [q * _]mulrC.
pose F : strategies n := [ffun i : 'I_n => (nth false (answers_0 f) i, nth false (answers_1 f) i)].
exists [ffun i => (F i).1], [ffun i => (F i).2].
have -> : p / q = \sum_x (loses_at g (response F x) x)%:R.
  apply: (canLR (mulfK qn0)); rewrite -reached mulrC; congr (_ * _); apply: eq_bigr => x _.
  by rewrite (strategy_word s0 s1) loses_wordE.
rewrite -(surely_loses R F (@loses_at g n)); apply: eq_bigr => x _; apply: eq_bigr => a _; congr (_ * _).
apply: eq_bigr => e _; congr (_ * _); apply: eq_bigr => i _; rewrite /surely !ffunE.
by case: (x i).
Qed.
End Classical.

(** ** The magic square *)
Section Square.
Variable R : realFieldType.
Implicit Types (a b : bits 'I_3) (r c : 'I_3).

Lemma mem_row_answers a : ~~ parity a -> word_of a \in row_answers.
Proof. by move=> ev; rewrite mem_filter ones_word ev mem_words ?size_word. Qed.

Lemma mem_column_answers b : parity b -> word_of b \in column_answers.
Proof. by move=> od; rewrite mem_filter ones_word -[odd _]/(parity b) od mem_words ?size_word. Qed.

Lemma sum_filter (even : pred (seq bool)) (Z0 : seq bool -> Z) :
  ofZ R (sum_over [seq w <- words 3 | even w] Z0) = \sum_(a : bits 'I_3 | even (word_of a)) ofZ R (Z0 (word_of a)).
Proof.
rewrite big_mkcond (@sum_words R 3 (fun w => if even w then ofZ R (Z0 w) else 0)) -big_mkcond -big_filter.
by elim: (filter _ _) => [|w ws IH]; rewrite ?big_nil ?ofZ0 // big_cons /= ofZ_add IH.
Qed.

Lemma sum_rows (Z0 : seq bool -> Z) : ofZ R (sum_over row_answers Z0) = \sum_(a : bits 'I_3 | ~~ parity a) ofZ R (Z0 (word_of a)).
Proof. by rewrite sum_filter; apply: eq_bigl => a; rewrite ones_word. Qed.

Lemma sum_columns (Z0 : seq bool -> Z) : ofZ R (sum_over column_answers Z0) = \sum_(b : bits 'I_3 | parity b) ofZ R (Z0 (word_of b)).
Proof. by rewrite sum_filter; apply: eq_bigl => b; rewrite ones_word. Qed.

Lemma every_inputP ok r c : every_input ok -> ok r c.
Proof.
have in3 (i : 'I_3) : (i : nat) \in iota 0 3 by rewrite mem_iota ltn_ord.
by move=> /allP/(_ _ (in3 r))/allP/(_ _ (in3 c)).
Qed.

Definition square_of (d : Z) (t : square) a b r c : R := ofZ R (at_square t (word_of a) (word_of b) r c) / ofZ R d.

Lemma check_square_boxP d t : Z.ltb 0 d -> check_square_box d t -> square_box (square_of d t) /\ always_wins (square_of d t).
Proof.
move=> /(ofZ_gt0 R) d0 ok; have dn0 : ofZ R d != 0 by rewrite gt_eqF.
have over a r c : \sum_(b | parity b) square_of d t a b r c =
    ofZ R (sum_over column_answers (fun w => at_square t (word_of a) w r c)) / ofZ R d by rewrite sum_columns mulr_suml.
have over' b r c : \sum_(a | ~~ parity a) square_of d t a b r c =
    ofZ R (sum_over row_answers (fun w => at_square t w (word_of b) r c)) / ofZ R d by rewrite sum_rows mulr_suml.
split; first split=> [a b r c ev od | r c | a r c c' ev | b r r' c od].
- have /and5P[/allP pos _ _ _ _] := every_inputP r c ok.
  rewrite divr_ge0 ?(ltW d0) // ofZ_ge0 //.
  exact: (allP (pos _ (mem_row_answers ev)) _ (mem_column_answers od)).
- have /and5P[_ /Z.eqb_eq/(f_equal (ofZ R)) one _ _ _] := every_inputP r c ok.
  rewrite (eq_bigr _ (fun a _ => over a r c)) -mulr_suml; apply: (canLR (mulfK dn0)).
  by rewrite mul1r -one sum_rows.
- have same c1 : sum_over column_answers (fun w => at_square t (word_of a) w r c1) = sum_over column_answers (fun w => at_square t (word_of a) w r 0%N).
    by have /and5P[_ _ /allP/(_ _ (mem_row_answers ev))/Z.eqb_eq -> _ _] := every_inputP r c1 ok.
  by rewrite !over !same.
- have same r1 : sum_over row_answers (fun w => at_square t w (word_of b) r1 c) = sum_over row_answers (fun w => at_square t w (word_of b) 0%N c).
    by have /and5P[_ _ _ /allP/(_ _ (mem_column_answers od))/Z.eqb_eq -> _] := every_inputP r1 c ok.
  by rewrite !over' !same.
move=> a b r c ev od ne; have /and5P[_ _ _ _ /allP lost] := every_inputP r c ok.
have := allP (lost _ (mem_row_answers ev)) _ (mem_column_answers od).
by rewrite !nth_word ne /square_of => /Z.eqb_eq ->; rewrite ofZ0 mul0r.
Qed.

Theorem square_sound d boxes : check_square d boxes -> square_answers_certain R.
Proof.
case/and4P => d0 /(all_nthP [::]) ok /eqP nine sure r c; have dn0 : ofZ R d != 0 by rewrite gt_eqF // ofZ_gt0.
set t := nth [::] boxes (3 * r + c).
have okt : check_square_box d t.
  by apply: ok; rewrite nine {t}; case: r => [[|[|[|//]]] ?]; case: c => [[|[|[|//]]] ?].
have [boxt wint] := check_square_boxP d0 okt.
have /hasP[a a_in /hasP[b b_in /Z.eqb_eq one]] := every_inputP r c sure.
move: a_in b_in; rewrite !mem_filter => /andP[ev /size_words sa] /andP[od /size_words sb].
exists (square_of d t), (bits_of 3 a), (bits_of 3 b); split=> //.
- by rewrite /parity -ones_word (word_of_bits sa).
- by rewrite /parity -ones_word (word_of_bits sb).
by rewrite /square_of (word_of_bits sa) (word_of_bits sb) one divff.
Qed.

Theorem square_functions_sound : square_answers_certain R -> square_functions_certain R.
Proof.
move=> certain r c f; have [P [a [b [boxP wins ev od one]]]] := certain r c.
exists P, (f a b); split=> //; have [pos norm _ _] := boxP.
pose part (w : bool) := \sum_(a' | ~~ parity a') \sum_(b' | parity b' && ((f a' b' == f a b) == w)) P a' b' r c.
have part_ge0 w : 0 <= part w by apply: sumr_ge0 => a' ev'; apply: sumr_ge0 => b' /andP[od' _]; apply: pos.
have both : part true + part false = 1.
  rewrite -(norm r c) -big_split; apply: eq_bigr => a' _ /=.
  by rewrite [RHS](bigID (fun b' => f a' b' == f a b)); congr (_ + _); apply: eq_bigl => b'; case: (_ == f a b).
have sure : 1 <= part true.
  rewrite /part (bigD1 a) //= (bigD1 b) /=; last by rewrite od eqxx.
  rewrite one -addrA ler_addl addr_ge0 //.
    by apply: sumr_ge0 => b' /andP[/andP[od' _] _]; apply: pos.
  by apply: sumr_ge0 => a' /andP[ev' _]; apply: sumr_ge0 => b' /andP[od' _]; apply: pos.
apply/eqP; rewrite eq_le (_ : \sum_(a' | _) _ = part false); last first.
  by apply: eq_bigr => a' _; apply: eq_bigl => b'; case: (_ == f a b).
by rewrite part_ge0 andbT -(ler_add2l (part true)) both addr0.
Qed.
End Square.
