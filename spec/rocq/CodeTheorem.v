(** * Many bits by a code of an accepted certificate *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions Paper TestedDefinitions TestedTheorems TestedCharges Tested14 Tested14Growth Codes CodeChecker.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Lemma listed_to_sum listed w : listed_to listed w = (\sum_(v < w.+1) listed_at listed v)%N.
Proof.
rewrite /listed_to /listed_at (eq_bigr (fun v : 'I_w.+1 => \sum_(e <- listed) if Z.to_nat e.1 == v then Z.to_nat e.2 else 0)%N) => [|v _].
  rewrite exchange_big [LHS]big_mkcond; apply: eq_bigr => e _ /=; case: leqP => [le | lt].
    rewrite (bigD1 (Ordinal (le : Z.to_nat e.1 < w.+1)%N)) //= eqxx big1 ?addn0 // => v.
    by rewrite -val_eqE /= eq_sym => /negbTE ->.
  by rewrite big1 // => v _; rewrite gtn_eqF // (leq_trans (ltn_ord v)).
by rewrite big_mkcond.
Qed.

(** [R5.92] If the code is that of an accepted certificate, its numbers of messages bound P(guess). *)
Theorem many_bits_certified (R : realFieldType) (k : kind) (N T : nat) (f : code_file) (Z E : finType)
    (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (eps u : R) :
  check_code f -> let n := Z.to_nat (code_cells f) in let code := fun l : 'I_(code_bits f) => code_bit (code_stated f) l in
  proper k -> 0 < eps <= 1 / 2%:R -> assumptions_of (tested k N n T code) S P eps -> 0 <= u <= 1 ->
  tested_family k eps (1 - u) (1 - u) ->
  guess_of (tested k N n T code) S P <= 1 / 2%:R + 1 / 4%:R * \sum_(w < n.+1) (listed_at (code_listed f) w)%:R * at_most w T u.
Proof.
move=> /code_sound /= [sound _] prop weak setting bounds family.
by apply: (many_bits_listed prop weak setting bounds family) => w _; rewrite -listed_to_sum; apply: sound.
Qed.

(** The same for the sources of eq (14), all other bits being given *)
Section Certified14.
Variables (R : realFieldType) (k : kind) (N T : nat) (f : code_file) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (Low High : nat -> R).
Hypothesis accepted : check_code f.
Notation n := (Z.to_nat (code_cells f)).
Notation p := (tested k N n T (fun l : 'I_(code_bits f) => code_bit (code_stated f) l)).
Notation B w := (listed_at (code_listed f) w)%:R.
Hypotheses (prop : proper k) (bounded : bounds14 Low High).
Hypotheses (nonneg : forall z e s, 0 <= S z e s) (normal : forall z, \sum_e \sum_s S z e s = 1) (S14 : eq14 S Low High).
Hypotheses (boxes : forall z e, box (P z e)).
Hypotheses (unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a).

Let listed w : (w <= n)%N ->
  (light_words n (fun l : 'I_(code_bits f) => code_bit (code_stated f) l) w <= \sum_(v < w.+1) listed_at (code_listed f) v)%N.
Proof. by move=> _; have [sound _] := code_sound accepted; rewrite -listed_to_sum; apply: sound. Qed.

(** [R5.81] *)
Theorem many_bits14_eps (u : R) : 0 < eps14 Low High <= 1 / 2%:R -> 0 <= u <= 1 ->
  tested_family k (eps14 Low High) (1 - u) (1 - u) ->
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * \sum_(w < n.+1) B w * at_most w T u.
Proof.
move=> weak bounds family; apply: (many_bits_listed prop weak _ bounds family listed).
by split=> //; apply: eq14_is_eq1.
Qed.

(** F(d)/G(d), or the product of these for some numbers whose sum is d *)
Variable h : nat -> R.
Hypothesis steps : steps14 Low High h.

(** [R5.104] *)
Theorem many_bits14_certified v (G V H : bits (seats k) -> table R (seats k)) (q : nat -> nat -> nat -> R) (M : nat -> R) :
  (forall y, asked y -> tested_certificate v y (G y) (V y) (H y)) ->
  (forall w m t, 0 <= q w m t <= 1) -> (forall w, 0 <= M w) ->
  (forall w, (w <= n)%N -> (w <= N)%N -> covers14 v H h (q w) w T (M w)) ->
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * \sum_(w < n.+1) B w * least14 M w.
Proof.
move=> certified q01 M0 covered.
exact: (many_bits14_listed prop bounded nonneg normal S14 boxes steps certified unheard q01 M0 covered listed).
Qed.

(** [R5.105] *)
Theorem many_bits14_growth_certified (g : nat -> R) (right wrong : R) (C : nat -> R) :
  (forall d, 0 <= g d) -> g 0%N = 1 -> (forall d d', g (d + d')%N <= g d * g d') ->
  right <= 1 -> 0 <= Num.max right wrong -> tested_family14 k g right wrong -> (forall w, 0 <= C w) ->
  (forall w d, (w <= n)%N -> (d <= w * #|drawn k|)%N -> h d <= C w * g d) ->
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * \sum_(w < n.+1) B w * least14 (fun v => C v * at_most v T (rate14 right wrong)) w.
Proof.
move=> g0 g_one g_sub right1 top0 family C0 growth.
exact: (many_bits14_growth prop bounded nonneg normal S14 boxes steps g0 g_one g_sub right1 top0 family unheard C0 growth listed).
Qed.
End Certified14.
