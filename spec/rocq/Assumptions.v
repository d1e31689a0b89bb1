(** * What the main theorems rest on

    Compiling this file prints, for each theorem, its statement and the axioms it uses; Assumptions.expected is what
    must be printed: none. *)

From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions MajorityLemma Theorems Limit Attained TestedDefinitions TestedTheorems TestedKinds TestedChecker.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Check majority_lemma.
Print Assumptions majority_lemma.
Check robust_lemma.
Print Assumptions robust_lemma.
Check lemma_is_attained.
Print Assumptions lemma_is_attained.
Check row_theorem.
Print Assumptions row_theorem.
Check row_theorem_sharp.
Print Assumptions row_theorem_sharp.
Check column_theorem.
Print Assumptions column_theorem.
Check column_theorem_strict.
Print Assumptions column_theorem_strict.
Check column_theorem_sharp.
Print Assumptions column_theorem_sharp.
Check column_theorem_sharp_strict.
Print Assumptions column_theorem_sharp_strict.
Check column_half.
Print Assumptions column_half.
Check column_half_strict.
Print Assumptions column_half_strict.
Check row_half.
Print Assumptions row_half.
Check full_amplification_column.
Print Assumptions full_amplification_column.
Check full_amplification_row.
Print Assumptions full_amplification_row.
Check attack_allowed.
Print Assumptions attack_allowed.
Check attack_value.
Print Assumptions attack_value.
Check attack_passes.
Print Assumptions attack_passes.
Check local_proper.
Print Assumptions local_proper.
Check derived_proper.
Print Assumptions derived_proper.
Check asked_five.
Print Assumptions asked_five.
Check loses_five.
Print Assumptions loses_five.
Check tested_theorem.
Print Assumptions tested_theorem.
Check tested_theorem_strict.
Print Assumptions tested_theorem_strict.
Check tested_theorem_theta.
Print Assumptions tested_theorem_theta.
Check family_tested.
Print Assumptions family_tested.
Check many_bits_theorem.
Print Assumptions many_bits_theorem.
Check many_bits_theta.
Print Assumptions many_bits_theta.
Check many_bits_enumerator.
Print Assumptions many_bits_enumerator.
Check many_bits_distance.
Print Assumptions many_bits_distance.
Check tested_mixture.
Print Assumptions tested_mixture.
Check balanced_family.
Print Assumptions balanced_family.
Check family_loads.
Print Assumptions family_loads.
Check tested_sound.
Print Assumptions tested_sound.
Check tested_rate.
Print Assumptions tested_rate.
