(** * A bit of n parties

    What the theorems of [Parties.v] are about, after [Definitions.v] and the GHZ games [ghz_asked], [ghz_loses] of
    [TestedDefinitions.v].  To be checked by eye; no proof occurs here. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions TestedDefinitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Bit.
Variables (R : realFieldType) (n : nat).
Implicit Type P : table R 'I_n.

(** [R2.13] The loss in the GHZ game of [n] parties [R2.5]; maximal violation is [ghz_loss P = 0]. *)
Definition ghz_loss P : R := \sum_x \sum_a (ghz_loses a x)%:R * P a x.

(** The input 1...1, which the game asks for *)
Definition all_ones : bits 'I_n := [ffun => true].

(** The bit f of the outputs: whether 2, 6, 10, ... of them are 1 *)
Definition two_mod_four (a : bits 'I_n) : bool := (weight a %% 4 == 2)%N.

(** P(f = v | 1...1) *)
Definition prob_bit P (v : bool) : R := \sum_(a | two_mod_four a == v) P a all_ones.

End Bit.
