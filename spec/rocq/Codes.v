(** * Binary linear codes, and what certificates about them claim

    To check by eye, with [light_words] and [words_of_weight] of TestedDefinitions.v; no proof occurs here.  A code of L bits on n cells is
    a matrix: [code l j] is the bit at cell j of row l of its generator, both counted from 0. *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions TestedDefinitions CodeChecks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(** A generator, given as its rows *)
Definition generator_bit (rows : seq (seq bool)) (l j : nat) : bool := nth false (nth [::] rows l) j.

(** ** Concatenations

    The polynomial over the field of two elements whose coefficients are the bits of the number [v], the last bit being that of X^0 *)
Definition digits (m v : nat) : {poly 'F_2} := \poly_(i < m) (odd (v %/ 2 ^ i))%:R.
(** The polynomial with these coefficients, that of the highest power first *)
Definition polynomial (s : seq bool) : {poly 'F_2} := Poly [seq (b : bool)%:R | b <- rev s].

(** s_0 v_0 + ... + s_(m-1) v_(m-1) modulo 2, for the bits v_i of the number [v] *)
Definition product (m : nat) (s : nat -> bool) (v : nat) : bool := \big[addb/false]_(i < m) (s i && odd (v %/ 2 ^ i)).

(** The inner code has a bit for each number v from [first_column] to 2^m - 1: all but 0 (simplex), or those whose highest bit is 1
    (Reed-Muller). *)
Definition first_column (rm : bool) (m : nat) : nat := (if rm then 2 ^ m.-1 else 1)%N.
Definition inner_length (rm : bool) (m : nat) : nat := (2 ^ m - first_column rm m)%N.

(** Bit l of a message is the coefficient of X^(m-1-i) of element c_k, where l = k m + i; cell j is bit t of the inner word of the value
    at the element i', where j = i' v + t and v is the length of inner words. *)
Definition concatenation_bit (rm : bool) (modulus : seq bool) (l j : nat) : bool :=
  let m := (size modulus).-1 in let v := inner_length rm m in
  let s := ('X^(m.-1 - l %% m) * digits m (j %/ v) ^+ (l %/ m)) %% polynomial modulus in
  product m (fun i => s`_i == 1) (first_column rm m + j %% v).

(** The code that a file states *)
Definition code_bit (stated : stated_code) : nat -> nat -> bool :=
  match stated with
  | Generator rows => generator_bit rows
  | Concatenation rm modulus _ _ => concatenation_bit rm modulus
  end.

(** ** Claims about weights: pairs of a weight and a number of messages *)
Definition listed_to (listed : seq (Z * Z)) (w : nat) : nat := \sum_(e <- listed | (Z.to_nat e.1 <= w)%N) Z.to_nat e.2.
Definition listed_at (listed : seq (Z * Z)) (w : nat) : nat := \sum_(e <- listed | (Z.to_nat e.1 == w)%N) Z.to_nat e.2.

(** For every w, no more messages but 0 have words of weight at most w than are listed for weights up to w. *)
Definition no_more_light (L n : nat) (code : nat -> nat -> bool) (listed : seq (Z * Z)) : Prop :=
  forall w, (light_words n (fun l : 'I_L => code l) w <= listed_to listed w)%N.
(** As many messages but 0 have words of weight w as are listed for w. *)
Definition as_listed (L n : nat) (code : nat -> nat -> bool) (listed : seq (Z * Z)) : Prop :=
  forall w, words_of_weight n (fun l : 'I_L => code l) w = listed_at listed w.
