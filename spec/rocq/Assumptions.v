(** * What the main theorems say and rest on

    Compiling this file prints the statement of each theorem, and then the axioms that all of them together use;
    Assumptions.expected is what must be printed: no axiom. *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import PartiesDefinitions Parties.
From Freebit Require Import Definitions MajorityLemma Theorems Limit Attained TestedDefinitions TestedTheorems
  TestedKinds Checker TestedChecker TestedFiles TestedRates TestedHonest TestedLimit TestedMemory ColumnTotal Paper
  Distinguisher Steps Eq13 General Eq14 Mixtures Printed14 TestedCharges Tested14 Tested14Growth.
From Freebit Require Import Games GameBoxes GameChecker ClassicalChecker TableChecker SymmetricChecker LimitChecker Codes CodeChecker
  CodeTheorem.
From Freebit Require Import Ideal Sources StepTwo Classical Honest Composition.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Check majority_lemma.
Check robust_lemma.
Check lemma_is_attained.
Check row_theorem.
Check row_theorem_sharp.
Check column_theorem.
Check column_theorem_strict.
Check column_theorem_sharp.
Check column_theorem_sharp_strict.
Check column_half.
Check column_half_strict.
Check row_half.
Check full_amplification_column.
Check full_amplification_row.
Check attack_allowed.
Check attack_value.
Check attack_passes.
Check ghz_bit.
Check ghz_bit_one_sided.
Check ghz_bit_limit.
Check local_proper.
Check derived_proper.
Check asked_five.
Check loses_five.
Check tested_theorem.
Check tested_theorem_strict.
Check tested_theorem_theta.
Check family_tested.
Check many_bits_theorem.
Check many_bits_theta.
Check many_bits_enumerator.
Check many_bits_listed.
Check many_bits_distance.
Check tested_mixture.
Check balanced_family.
Check family_loads.
Check tested_sound.
Check tested_at.
Check member_sound.
Check local_file_sound.
Check derived_file_sound.
Check five_multiplexer_local.
Check five_multiplexer_derived.
Check five_majority_local.
Check five_majority_derived.
Check four_majority_local.
Check four_majority_derived.
Check tested_honest_allowed.
Check honest_passes_if_kept.
Check honest_passes_derived.
Check honest_passes_local.
Check tested_half.
Check tested_half_size.
Check full_amplification_tested.
Check echo_remembers.
Check memory_allowed.
Check memory_attack.
Check eq14_is_eq1.
Check tested14.
Check tested14_sharp.
Check eq14_tight.
Check tested14_tolerant.
Check tested14_growth.
Check many_bits14.
Check many_bits14_growth.
Check column_total_sharp.
Check column_total_theorem.
Check paper_gE.
Check paper_g_product.
Check tolerance.
Check g_ignores_distilled.
Check key_is_xor.
Check block_right.
Check grid_is_full.
Check grid_is_first.
Check best_guess_is_best.
Check guess_is_best.
Check paper_guess_is_best.
Check eq13.
Check eq13_xor.
Check eq13_sharper.
Check paper_size_exists.
Check paper_limit.
Check paper_amplification.
Check eq1_is_eq14.
Check row14.
Check row14_sharp.
Check column14.
Check column14_sharp.
Check row14_powers.
Check row14_sharp_powers.
Check column14_powers.
Check column14_sharp_powers.
Check full_amplification14.
Check eq14_as_printed_fails.
Check eq14_as_printed_is_false.
Check alpha_at_least_half.
Check mixture_certified.
Check mixture_weighs.
Check committed_mixtures.
Check weighs14_weighs.
Check row_mixed.
Check column_mixed.
Check column_mixed_sharp.
Check santha_vazirani.
Check no_function_improves.
Check unbiased_looking.
Check unbiased_looking_exact.
Check eq1_past.
Check past_only_is_weaker.
Check classical_minimum.
Check classical_minimum_reached.
Check classical_round.
Check chsh_threshold.
Check chsh_tsirelson.
Check eigenvectors.
Check eigenvectors_normalised.
Check state_normalised.
Check ghz_born.
Check ghz_is_box.
Check ghz_is_maximal.
Check honest_passes.
Check honest_prob_pass.
Check honest_allowed.
Check composition.
Check composition_guess.
Check two_runs.
Check two_guesses.
Check two_paper_runs.
Check eq11_is_ideal.
Check eq11_is_unique.
Check independent_kept.
Check independent_number.
Check kept_given_others.
Check kept_at_least.
Check rarely_few.
Check step2_excludes_none.
Check weakest_source.

Check attainment_sound.
Check dual_sound.
Check primal_sound.
Check game_family_sound.
Check distillation_sound.
Check fixing_sound.
Check classical_sound.
Check square_sound.
Check square_functions_sound.
Check makes_keeps.
Check table_sound.
Check symmetric_dual_sound.
Check symmetric_primal_sound.
Check none_better.
Check none_better_everywhere.
Check limit_local_sound.
Check limit_derived_sound.
Check code_sound.
Check many_bits_certified.
Check many_bits14_eps.
Check many_bits14_certified.
Check many_bits14_growth_certified.
Check asks_mermin_five.
Check loses_mermin_five.

(** One search for axioms in all theorems that were printed *)
Definition everything :=
  let _ := @majority_lemma in
  let _ := @robust_lemma in
  let _ := @lemma_is_attained in
  let _ := @row_theorem in
  let _ := @row_theorem_sharp in
  let _ := @column_theorem in
  let _ := @column_theorem_strict in
  let _ := @column_theorem_sharp in
  let _ := @column_theorem_sharp_strict in
  let _ := @column_half in
  let _ := @column_half_strict in
  let _ := @row_half in
  let _ := @full_amplification_column in
  let _ := @full_amplification_row in
  let _ := @attack_allowed in
  let _ := @attack_value in
  let _ := @attack_passes in
  let _ := @ghz_bit in
  let _ := @ghz_bit_one_sided in
  let _ := @ghz_bit_limit in
  let _ := @local_proper in
  let _ := @derived_proper in
  let _ := @asked_five in
  let _ := @loses_five in
  let _ := @tested_theorem in
  let _ := @tested_theorem_strict in
  let _ := @tested_theorem_theta in
  let _ := @family_tested in
  let _ := @many_bits_theorem in
  let _ := @many_bits_theta in
  let _ := @many_bits_enumerator in
  let _ := @many_bits_listed in
  let _ := @many_bits_distance in
  let _ := @tested_mixture in
  let _ := @balanced_family in
  let _ := @family_loads in
  let _ := @tested_sound in
  let _ := @tested_at in
  let _ := @member_sound in
  let _ := @local_file_sound in
  let _ := @derived_file_sound in
  let _ := @five_multiplexer_local in
  let _ := @five_multiplexer_derived in
  let _ := @five_majority_local in
  let _ := @five_majority_derived in
  let _ := @four_majority_local in
  let _ := @four_majority_derived in
  let _ := @tested_honest_allowed in
  let _ := @honest_passes_if_kept in
  let _ := @honest_passes_derived in
  let _ := @honest_passes_local in
  let _ := @tested_half in
  let _ := @tested_half_size in
  let _ := @full_amplification_tested in
  let _ := @echo_remembers in
  let _ := @memory_allowed in
  let _ := @memory_attack in
  let _ := @eq14_is_eq1 in
  let _ := @tested14 in
  let _ := @tested14_sharp in
  let _ := @eq14_tight in
  let _ := @tested14_tolerant in
  let _ := @tested14_growth in
  let _ := @many_bits14 in
  let _ := @many_bits14_growth in
  let _ := @column_total_sharp in
  let _ := @column_total_theorem in
  let _ := @paper_gE in
  let _ := @paper_g_product in
  let _ := @tolerance in
  let _ := @g_ignores_distilled in
  let _ := @key_is_xor in
  let _ := @block_right in
  let _ := @grid_is_full in
  let _ := @grid_is_first in
  let _ := @best_guess_is_best in
  let _ := @guess_is_best in
  let _ := @paper_guess_is_best in
  let _ := @eq13 in
  let _ := @eq13_xor in
  let _ := @eq13_sharper in
  let _ := @paper_size_exists in
  let _ := @paper_limit in
  let _ := @paper_amplification in
  let _ := @eq1_is_eq14 in
  let _ := @row14 in
  let _ := @row14_sharp in
  let _ := @column14 in
  let _ := @column14_sharp in
  let _ := @row14_powers in
  let _ := @row14_sharp_powers in
  let _ := @column14_powers in
  let _ := @column14_sharp_powers in
  let _ := @full_amplification14 in
  let _ := @eq14_as_printed_fails in
  let _ := @eq14_as_printed_is_false in
  let _ := @alpha_at_least_half in
  let _ := @mixture_certified in
  let _ := @mixture_weighs in
  let _ := @committed_mixtures in
  let _ := @weighs14_weighs in
  let _ := @row_mixed in
  let _ := @column_mixed in
  let _ := @column_mixed_sharp in
  let _ := @santha_vazirani in
  let _ := @no_function_improves in
  let _ := @unbiased_looking in
  let _ := @unbiased_looking_exact in
  let _ := @eq1_past in
  let _ := @past_only_is_weaker in
  let _ := @classical_minimum in
  let _ := @classical_minimum_reached in
  let _ := @classical_round in
  let _ := @chsh_threshold in
  let _ := @chsh_tsirelson in
  let _ := @eigenvectors in
  let _ := @eigenvectors_normalised in
  let _ := @state_normalised in
  let _ := @ghz_born in
  let _ := @ghz_is_box in
  let _ := @ghz_is_maximal in
  let _ := @honest_passes in
  let _ := @honest_prob_pass in
  let _ := @honest_allowed in
  let _ := @composition in
  let _ := @composition_guess in
  let _ := @two_runs in
  let _ := @two_guesses in
  let _ := @two_paper_runs in
  let _ := @eq11_is_ideal in
  let _ := @eq11_is_unique in
  let _ := @independent_kept in
  let _ := @independent_number in
  let _ := @kept_given_others in
  let _ := @kept_at_least in
  let _ := @rarely_few in
  let _ := @step2_excludes_none in
  let _ := @weakest_source in
  let _ := @attainment_sound in
  let _ := @dual_sound in
  let _ := @primal_sound in
  let _ := @game_family_sound in
  let _ := @distillation_sound in
  let _ := @fixing_sound in
  let _ := @classical_sound in
  let _ := @square_sound in
  let _ := @square_functions_sound in
  let _ := @makes_keeps in
  let _ := @table_sound in
  let _ := @symmetric_dual_sound in
  let _ := @symmetric_primal_sound in
  let _ := @none_better in
  let _ := @none_better_everywhere in
  let _ := @limit_local_sound in
  let _ := @limit_derived_sound in
  let _ := @code_sound in
  let _ := @many_bits_certified in
  let _ := @many_bits14_eps in
  let _ := @many_bits14_certified in
  let _ := @many_bits14_growth_certified in
  let _ := @asks_mermin_five in
  let _ := @loses_mermin_five in
  tt.
Print Assumptions everything.
