(** * The numbers u of committed certificates of tested cells *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Checker TestedDefinitions TestedChecker TestedFiles.
From Freebit.Certificates Require Import tested.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

Section Rates.
Variable R : realFieldType.

(** The fraction [p]/[q] *)
Definition fraction (p q : Z) : R := ofZ R p / ofZ R q.

(** For sources of eq (1) with [eps] the cells of [n] parties that yield [f] have the number [u]: local inputs, and inputs
    that party number [j] (from 0) derives. *)
Definition local_u (n : nat) (f : cell_function) (eps u : R) : Prop :=
  tested_family (local_inputs (@f_bits n f)) eps (1 - u) (1 - u).
Definition derived_u (m : nat) (j : 'I_m.+1) (f : cell_function) (eps u : R) : Prop :=
  tested_family (derived_inputs j (@f_bits m.+1 f)) eps (1 - u) (1 - u).
Arguments derived_u m j : clear implicits.

(** 5 parties, local inputs: a_1 + (a_4 ? a_2 : a_3) *)
Theorem five_multiplexer_local :
  local_u 5 Multiplexer (fraction 9 20) (fraction 12326888756934 116899300557383) /\
  local_u 5 Multiplexer (fraction 2 5) (fraction 65572 848217) /\
  local_u 5 Multiplexer (fraction 3 10) (fraction 8247 224612) /\
  local_u 5 Multiplexer (fraction 1 10) (fraction 19847 7287252) /\
  local_u 5 Multiplexer (fraction 1 100) (fraction 2 88215).
Proof.
do !split.
- exact: local_file_at five_multiplexer_local_best_9_20.accepted.
- exact: local_file_at five_multiplexer_local_best_2_5.accepted.
- exact: local_file_at five_multiplexer_local_best_3_10.accepted.
- exact: local_file_at five_multiplexer_local_best_1_10.accepted.
- exact: local_file_at five_multiplexer_local_below_3_20.accepted.
Qed.

(** 5 parties, inputs derived by party 4: a_1 + (a_4 ? a_2 : a_3) *)
Theorem five_multiplexer_derived :
  derived_u 4 (inord 3) Multiplexer (fraction 9 20) (fraction 8314643850642 73467184161967) /\
  derived_u 4 (inord 3) Multiplexer (fraction 2 5) (fraction 37870 417477) /\
  derived_u 4 (inord 3) Multiplexer (fraction 3 10) (fraction 4851 92905) /\
  derived_u 4 (inord 3) Multiplexer (fraction 1 10) (fraction 3589 668105) /\
  derived_u 4 (inord 3) Multiplexer (fraction 1 100) (fraction 25 522894).
Proof.
do !split.
- apply: derived_file_at; rewrite inordK //; exact: five_multiplexer_derived_4_best_9_20.accepted.
- apply: derived_file_at; rewrite inordK //; exact: five_multiplexer_derived_4_best_2_5.accepted.
- apply: derived_file_at; rewrite inordK //; exact: five_multiplexer_derived_4_best_3_10.accepted.
- apply: derived_file_at; rewrite inordK //; exact: five_multiplexer_derived_4_best_1_10.accepted.
- apply: derived_file_at; rewrite inordK //; exact: five_multiplexer_derived_4_below_3_20.accepted.
Qed.

(** 5 parties, local inputs: the majority of the first three *)
Theorem five_majority_local :
  local_u 5 Majority (fraction 9 20) (fraction 12015 135844).
Proof.
exact: local_file_at five_majority_local_best_9_20.accepted.
Qed.

(** 5 parties, inputs derived by party 1: the majority of the first three *)
Theorem five_majority_derived :
  derived_u 4 (inord 0) Majority (fraction 9 20) (fraction 176733 1922126).
Proof.
apply: derived_file_at; rewrite inordK //; exact: five_majority_derived_1_best_9_20.accepted.
Qed.

(** 4 parties, local inputs: the majority of the first three *)
Theorem four_majority_local :
  local_u 4 Majority (fraction 9 20) (fraction 12015 135844) /\
  local_u 4 Majority (fraction 3 10) (fraction 160958313879 4076804254844) /\
  local_u 4 Majority (fraction 1 10) (fraction 550967719 196498896366) /\
  local_u 4 Majority (fraction 1 100) (fraction 152881 6628030126).
Proof.
do !split.
- exact: local_file_at four_majority_local_best_9_20.accepted.
- exact: local_file_at four_majority_local_best_3_10.accepted.
- exact: local_file_at four_majority_local_best_1_10.accepted.
- exact: local_file_at four_majority_local_below_3_20.accepted.
Qed.

(** 4 parties, inputs derived by party 1: the majority of the first three *)
Theorem four_majority_derived :
  derived_u 3 (inord 0) Majority (fraction 9 20) (fraction 176733 1922126) /\
  derived_u 3 (inord 0) Majority (fraction 3 10) (fraction 61506 1085795) /\
  derived_u 3 (inord 0) Majority (fraction 1 10) (fraction 466552924277 84983848431566) /\
  derived_u 3 (inord 0) Majority (fraction 1 100) (fraction 6542 129619817).
Proof.
do !split.
- apply: derived_file_at; rewrite inordK //; exact: four_majority_derived_1_best_9_20.accepted.
- apply: derived_file_at; rewrite inordK //; exact: four_majority_derived_1_best_3_10.accepted.
- apply: derived_file_at; rewrite inordK //; exact: four_majority_derived_1_best_1_10.accepted.
- apply: derived_file_at; rewrite inordK //; exact: four_majority_derived_1_below_1_100.accepted.
Qed.

End Rates.

Arguments derived_u {R} m j f eps u.
