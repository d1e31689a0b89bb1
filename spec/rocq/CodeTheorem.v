(** * Many bits by a code of an accepted certificate *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions TestedDefinitions TestedTheorems Codes CodeChecker.
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
