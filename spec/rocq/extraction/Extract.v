(** The checkers of Checks.v, TestedChecks.v, GameChecks.v, ClassicalChecks.v, TableChecks.v, SymmetricChecks.v,
    LimitChecks.v and CodeChecks.v as a program in OCaml.

    Booleans, lists, pairs, options and sums become OCaml's own; numbers stay as Coq defines them, in binary, so that no
    arithmetic but Coq's own is trusted.  That what they accept is true is proved in Checker.v, TestedChecker.v and so on. *)

From Coq Require Import ZArith Extraction ExtrOcamlBasic.
From Freebit Require Import Checks TestedChecks GameChecks ClassicalChecks TableChecks SymmetricChecks LimitChecks CodeChecks.

Extraction Language OCaml.
Extraction "proven.ml" check_members check_local check_derived check_attainment check_extreme check_game_family check_distillation
  check_fixing check_symmetric check_limit_local check_limit_derived check_classical check_square check_table check_code row_answers column_answers
  word words asked_word ghz_asked_word asks_word Z.add Z.mul Z.opp Z.div Z.gcd Z.eqb Z.ltb.
