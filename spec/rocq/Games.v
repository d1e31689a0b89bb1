(** * What certificates about games are about

    The games of n parties and the magic square, and what the certificates of the kinds attainment, predictability, family,
    distillation, fixing-boxes, classical-bound, magic-square and predictability-table claim; after Definitions.v, Paper.v and
    TestedDefinitions.v.  To be checked by eye; no proof occurs here. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper TestedDefinitions.
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

(** Kind classical-bound [R3.60], [R3.61]: the least loss of classical devices, reached by answers [u] on input 0 and [v] on input 1 *)
Definition least_classical_loss (p : R) : Prop :=
  (forall (E : finType) (w : E -> R) q, (forall e, 0 <= w e) -> \sum_e w e = 1 -> answers q -> p <= loss_in (classical_box w q)) /\
  exists u v : bits 'I_n, loss_in (classical_box (fun=> 1) (fun (_ : unit) i b (s : bool) => (b == (if s then v i else u i))%:R)) = p.

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

(** ** Kind predictability-table *)

(** [R2.15] The new party [j] is the old party [order_of r j], i say, with the output a_i + s_i + t_i x_i and the input x_i + c_i. *)
Record relabelling := Relabelling { order_of : 'I_n -> 'I_n; s_of : bits 'I_n; t_of : bits 'I_n; c_of : bits 'I_n }.
Definition output_to (r : relabelling) a x : bits 'I_n := [ffun j => let i := order_of r j in a i (+) s_of r i (+) (t_of r i && x i)].
Definition input_to (r : relabelling) x : bits 'I_n := [ffun j => let i := order_of r j in x i (+) c_of r i].
Definition symmetry (r : relabelling) : Prop := injective (order_of r) /\
  forall a x, asks (input_to r x) = asks x /\ loses_at (output_to r a x) (input_to r x) = loses_at a x.

(** What symmetries and the exchange of 0 and 1 make of the function [f0] of the outputs at the input [x0]: functions at inputs, of
    which only the values on outputs that win matter *)
Inductive makes (x0 : bits 'I_n) (f0 : bits 'I_n -> bool) : bits 'I_n -> (bits 'I_n -> bool) -> Prop :=
| Itself : makes x0 f0 x0 f0
| Alike x f f' : makes x0 f0 x f -> (forall a, ~~ loses_at a x -> f' a = f a) -> makes x0 f0 x f'
| Exchanged x f : makes x0 f0 x f -> makes x0 f0 x (fun a => ~~ f a)
| Relabelled r x f f' : makes x0 f0 x f -> symmetry r -> (forall a, f' (output_to r a x) = f a) -> makes x0 f0 (input_to r x) f'.

(** The largest P(f=v|x) of boxes of maximal violation, over both values v *)
Definition prob_value (f : bits 'I_n -> bool) (v : bool) P x : R := \sum_(a | f a == v) P a x.
Definition predictability_is (f : bits 'I_n -> bool) x (p : R) : Prop :=
  (forall P v, maximal P -> prob_value f v P x <= p) /\ exists P v, maximal P /\ prob_value f v P x = p.

End Games.

(** ** The magic square [R2.16]

    [P a b r c] is P(a,b|r,c), for answers [a] of even and [b] of odd parity; rows and columns are counted from 0. *)
Section Square.
Variable R : realFieldType.
Notation three := (bits 'I_3).
Notation even_parity a := (~~ parity a).
Implicit Types (P : three -> three -> 'I_3 -> 'I_3 -> R) (a b : three) (r c : 'I_3).

(** [R2.17]-[R2.19] *)
Record square_box P : Prop := SquareBox {
  square_nonnegative : forall a b r c, even_parity a -> parity b -> 0 <= P a b r c;
  square_normalised : forall r c, \sum_(a | even_parity a) \sum_(b | parity b) P a b r c = 1;
  square_rows : forall a r c c', even_parity a -> \sum_(b | parity b) P a b r c = \sum_(b | parity b) P a b r c';
  square_columns : forall b r r' c, parity b -> \sum_(a | even_parity a) P a b r c = \sum_(a | even_parity a) P a b r' c
}.
(** [R2.20] *)
Definition always_wins P : Prop := forall a b r c, even_parity a -> parity b -> a c != b r -> P a b r c = 0.

(** Kind magic-square [R3.121]: for each input a box that always wins and answers it in one way *)
Definition square_answers_certain : Prop := forall r c, exists P a b,
  [/\ square_box P, always_wins P, even_parity a, parity b & P a b r c = 1].
(** Every function of the answers is certain in such a box. *)
Definition square_functions_certain : Prop := forall r c (f : three -> three -> bool), exists P v,
  [/\ square_box P, always_wins P & \sum_(a | even_parity a) \sum_(b | parity b && (f a b != v)) P a b r c = 0].
End Square.
