(** * What certificates about games are about

    The games of n parties, and what the certificates of the kinds attainment, predictability, family, distillation and
    fixing-boxes claim; after Definitions.v and TestedDefinitions.v.  To be checked by eye; no proof occurs here. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions TestedDefinitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [R2.6] *)
Inductive game := Mermin | Ghz.

Section Games.
Variables (R : realFieldType) (g : game) (n : nat).
Implicit Types (a x y : bits 'I_n) (P : table R 'I_n).

(** The right parity of the outputs, if the inputs are asked [R2.2], [R2.3], [R2.5] *)
Definition target x : option bool :=
  match g with
  | Mermin => if (weight x %% 4 == 1)%N then Some false else if (weight x %% 4 == 3)%N then Some true else None
  | Ghz => if odd (zeros x) then None else Some (odd (zeros x)./2)
  end.
Definition asks x : bool := target x != None.
(** [R2.4] I(a,x) *)
Definition loses_at a x : bool := if target x is Some t then parity a != t else false.

(** [R2.13] *)
Definition loss_in P : R := \sum_x \sum_a (loses_at a x)%:R * P a x.
Definition maximal P : Prop := box P /\ loss_in P = 0.

(** P(f = 0|x), where f is 0 just on [zs] *)
Definition prob_zero (zs : {set bits 'I_n}) P x : R := \sum_(a in zs) P a x.
(** P(the majority of parties i, j, l is v|x) *)
Definition prob_majority (i j l : 'I_n) (v : bool) P x : R := \sum_(a | majority_of i j l a x == v) P a x.

(** Kind attainment [R3.20]-[R3.22] *)
Definition attained (ts : seq ('I_n * 'I_n * 'I_n)) (xs : seq (bits 'I_n)) (v : bool) (p : R) : Prop :=
  exists P, maximal P /\ forall t x, t \in ts -> x \in xs -> prob_majority t.1.1 t.1.2 t.2 v P x = p.

(** Kind predictability [R3.30]-[R3.34]: a bound for all boxes of maximal violation, and that one reaches it *)
Definition bounded_by (zs : {set bits 'I_n}) x0 (maximum : bool) (p : R) : Prop :=
  forall P, maximal P -> if maximum then prob_zero zs P x0 <= p else p <= prob_zero zs P x0.
Definition reached (zs : {set bits 'I_n}) x0 (p : R) : Prop := exists P, maximal P /\ prob_zero zs P x0 = p.

(** Kind fixing-boxes [R3.65] *)
Definition everything_fixed : Prop :=
  forall x (f : bits 'I_n -> bool), asks x -> exists P v, maximal P /\ \sum_(a | f a == v) P a x = 0.

(** [R3.10]-[R3.17] (W, G) is a certificate for the input [y]: Definitions.v has it for the game of five parties. *)
Record vectors_for (i j l : 'I_n) y (W G : table R 'I_n) : Prop := VectorsFor {
  acts_as_one : forall P, box P -> pairing W P = 1;
  acts_as_majority : forall P, box P -> pairing G P = prob_majority i j l false P y - prob_majority i j l true P y
}.

(** Kind family: the bound that follows *)
Definition majority_bound (i j l : 'I_n) y (alpha : R) (beta : bits 'I_n -> R) : Prop :=
  forall P, box P -> `|prob_majority i j l false P y - prob_majority i j l true P y| <=
    alpha + \sum_x beta x * \sum_a (loses_at a x)%:R * P a x.

(** Kind distillation [R3.40]-[R3.44]: alpha W + beta I >= 0, W^2 + G^2 <= 2 (alpha W + beta I)^2, and the pairs (W+G, W-G), over all
    the inputs [ys] and all entries, take few directions. *)
Definition distils_well (i j l : 'I_n) (ys : seq (bits 'I_n)) (alpha beta : R) (few : nat) : Prop :=
  exists (W G : bits 'I_n -> table R 'I_n) (ds : seq (R * R)),
  [/\ forall y, y \in ys -> vectors_for i j l y (W y) (G y),
      forall y a x, y \in ys -> let c := alpha * W y a x + beta * (loses_at a x)%:R in
        0 <= c /\ W y a x ^+ 2 + G y a x ^+ 2 <= (c ^+ 2) *+ 2,
      (size ds <= few)%N, forall d, d \in ds -> d != (0, 0) &
      forall y a x, y \in ys -> exists2 d, d \in ds \/ W y a x = 0 /\ G y a x = 0 &
        (W y a x + G y a x) * d.2 = (W y a x - G y a x) * d.1].

End Games.
