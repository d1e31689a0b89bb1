(** * What the main theorems say and rest on

    Compiling this file prints the statement of each theorem, and then the axioms that all of them together use;
    Assumptions.expected is what must be printed: no axiom. *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import PartiesDefinitions Parties.
From Freebit Require Import Definitions MajorityLemma Theorems Limit Attained TestedDefinitions TestedTheorems
  TestedKinds Checker TestedChecker TestedFiles TestedRates TestedHonest TestedLimit TestedMemory ColumnTotal Paper
  Distinguisher Steps Eq13 General Eq14 Mixtures Printed14 Tested14.
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
Check asks_mermin_five.
Check loses_mermin_five.

(** One search for axioms in all theorems that were printed *)
Definition everything := (
  @majority_lemma,
  @robust_lemma,
  @lemma_is_attained,
  @row_theorem,
  @row_theorem_sharp,
  @column_theorem,
  @column_theorem_strict,
  @column_theorem_sharp,
  @column_theorem_sharp_strict,
  @column_half,
  @column_half_strict,
  @row_half,
  @full_amplification_column,
  @full_amplification_row,
  @attack_allowed,
  @attack_value,
  @attack_passes,
  @ghz_bit,
  @ghz_bit_one_sided,
  @ghz_bit_limit,
  @local_proper,
  @derived_proper,
  @asked_five,
  @loses_five,
  @tested_theorem,
  @tested_theorem_strict,
  @tested_theorem_theta,
  @family_tested,
  @many_bits_theorem,
  @many_bits_theta,
  @many_bits_enumerator,
  @many_bits_listed,
  @many_bits_distance,
  @tested_mixture,
  @balanced_family,
  @family_loads,
  @tested_sound,
  @tested_at,
  @member_sound,
  @local_file_sound,
  @derived_file_sound,
  @five_multiplexer_local,
  @five_multiplexer_derived,
  @five_majority_local,
  @five_majority_derived,
  @four_majority_local,
  @four_majority_derived,
  @tested_honest_allowed,
  @honest_passes_if_kept,
  @honest_passes_derived,
  @honest_passes_local,
  @tested_half,
  @tested_half_size,
  @full_amplification_tested,
  @echo_remembers,
  @memory_allowed,
  @memory_attack,
  @eq14_is_eq1,
  @tested14,
  @tested14_sharp,
  @column_total_sharp,
  @column_total_theorem,
  @paper_gE,
  @paper_g_product,
  @tolerance,
  @g_ignores_distilled,
  @key_is_xor,
  @block_right,
  @grid_is_full,
  @grid_is_first,
  @best_guess_is_best,
  @guess_is_best,
  @paper_guess_is_best,
  @eq13,
  @eq13_xor,
  @eq13_sharper,
  @paper_size_exists,
  @paper_limit,
  @paper_amplification,
  @eq1_is_eq14,
  @row14,
  @row14_sharp,
  @column14,
  @column14_sharp,
  @row14_powers,
  @row14_sharp_powers,
  @column14_powers,
  @column14_sharp_powers,
  @full_amplification14,
  @eq14_as_printed_fails,
  @eq14_as_printed_is_false,
  @alpha_at_least_half,
  @mixture_certified,
  @mixture_weighs,
  @committed_mixtures,
  @weighs14_weighs,
  @row_mixed,
  @column_mixed,
  @column_mixed_sharp,
  @santha_vazirani,
  @no_function_improves,
  @unbiased_looking,
  @unbiased_looking_exact,
  @eq1_past,
  @past_only_is_weaker,
  @classical_minimum,
  @classical_minimum_reached,
  @classical_round,
  @chsh_threshold,
  @chsh_tsirelson,
  @eigenvectors,
  @eigenvectors_normalised,
  @state_normalised,
  @ghz_born,
  @ghz_is_box,
  @ghz_is_maximal,
  @honest_passes,
  @honest_prob_pass,
  @honest_allowed,
  @composition,
  @composition_guess,
  @two_runs,
  @two_guesses,
  @two_paper_runs,
  @eq11_is_ideal,
  @eq11_is_unique,
  @independent_kept,
  @independent_number,
  @kept_given_others,
  @kept_at_least,
  @rarely_few,
  @step2_excludes_none,
  @weakest_source,
  @attainment_sound,
  @dual_sound,
  @primal_sound,
  @game_family_sound,
  @distillation_sound,
  @fixing_sound,
  @classical_sound,
  @square_sound,
  @square_functions_sound,
  @makes_keeps,
  @table_sound,
  @symmetric_dual_sound,
  @symmetric_primal_sound,
  @none_better,
  @none_better_everywhere,
  @limit_local_sound,
  @limit_derived_sound,
  @code_sound,
  @many_bits_certified,
  @asks_mermin_five,
  @loses_mermin_five).
Print Assumptions everything.
