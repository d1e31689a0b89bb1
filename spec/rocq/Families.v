(** * The committed families [R5.22] and their numbers K = kappa_0 + kappa_2 r^2 + kappa_4 r^4, r = (1 - eps)/eps *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes Checker MajorityLemma.
From Freebit.Certificates Require Import families.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** The sums of beta at each distance, by computation *)
Definition beta_numerator (f : family) (y x : seq bool) : Z := beta_at (member_at f y) x.
Definition kappa (f : family) (x : seq bool) (d : nat) : Z :=
  foldr Z.add 0%z [seq beta_numerator f y x | y <- words 5 & asked_word y && (distance_word y x == d)].

(** Over the inputs x of the game, the sums at distances 0, 2 and 4 are at most k0/c, k2/c and k4/c. *)
Definition check_kappa (k0 k2 k4 c : Z) (f : family) : bool :=
  all (fun x => asked_word x ==>
    [&& Z.leb (c * kappa f x 0) (k0 * denominator f), Z.leb (c * kappa f x 2) (k2 * denominator f)
      & Z.leb (c * kappa f x 4) (k4 * denominator f)]) (words 5).

Lemma distances_even : all (fun x => asked_word x ==>
  all (fun y => asked_word y ==> (distance_word y x \in [:: 0; 2; 4]%N)) (words 5)) (words 5).
Proof. by vm_compute. Qed.

Lemma distance_wordE n (x y : bits 'I_n) : distance_word (word_of y) (word_of x) = distance y x.
Proof.
rewrite /distance_word /word_of /distance -big_enum /=.
by elim: (enum _) => [|i r IH]; rewrite ?big_nil // big_cons -IH.
Qed.

Section Kappa.
Variable R : realFieldType.

Lemma ofZ_sum (I : Type) (r : seq I) (Q : pred I) (F : I -> Z) :
  ofZ R (foldr Z.add 0%z [seq F i | i <- r & Q i]) = \sum_(i <- r | Q i) ofZ R (F i).
Proof.
elim: r => [|i r IH] /=; first by rewrite big_nil ofZ0.
by rewrite big_cons; case: (Q i); rewrite //= ofZ_add IH.
Qed.

Lemma family_weighs f (eps : R) k0 k2 k4 c : 0 < eps -> eps <= 1 ->
  check_family f -> Z.ltb 0 c -> check_kappa k0 k2 k4 c f ->
  let r := (1 - eps) / eps in
  weighs eps (family_beta R f)
    (ofZ R k0 / ofZ R c + ofZ R k2 / ofZ R c * r ^+ 2 + ofZ R k4 / ofZ R c * r ^+ 4).
Proof.
move=> eps0 eps1 /and4P[d0 _ _ _] c0 checked r x Xx.
have r0 : 0 <= r by rewrite divr_ge0 ?subr_ge0 // ltW.
have dR := ofZ_gt0 R d0; have cR := ofZ_gt0 R c0.
pose ux := word_of x.
have := allP checked _ (mem_words (size_word x)); rewrite asked_wordE Xx => /and3P[le0 le2 le4].
have := allP distances_even _ (mem_words (size_word x)); rewrite asked_wordE Xx => /allP even.
have part d k : Z.leb (c * kappa f ux d) (k * denominator f) ->
    \sum_(y <- words 5 | asked_word y && (distance_word y ux == d)) ofZ R (beta_numerator f y ux) / ofZ R (denominator f)
    <= ofZ R k / ofZ R c.
  move=> /(ofZ_le R); rewrite !ofZ_mul /kappa ofZ_sum -mulr_suml => le.
  by rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr // [X in X <= _]mulrC.
pose F (y : seq bool) : R := if asked_word y
  then ofZ R (beta_numerator f y ux) / ofZ R (denominator f) * r ^+ distance_word y ux else 0.
rewrite big_mkcond (eq_bigr (fun y => F (word_of y))) => [|y _]; last first.
  by rewrite /F asked_wordE distance_wordE.
rewrite sum_words.
pose G (d : nat) : R := \sum_(y <- words 5 | asked_word y && (distance_word y ux == d))
  ofZ R (beta_numerator f y ux) / ofZ R (denominator f).
have -> : \sum_(y <- words 5) F y = G 0%N + G 2%N * r ^+ 2 + G 4%N * r ^+ 4.
  rewrite /G !mulr_suml !(big_mkcond (fun y => asked_word y && _)) -!big_split /= !big_seq.
  apply: eq_bigr => y yin; rewrite /F; have := even y yin.
  case: (asked_word y); last by rewrite !addr0.
  by rewrite /= !inE => /or3P[] /eqP ->; rewrite /= ?addr0 ?add0r ?mulr1.
rewrite ler_add ?ler_add ?part //; by apply: ler_wpmul2r; rewrite ?exprn_ge0 // part.
Qed.

End Kappa.
