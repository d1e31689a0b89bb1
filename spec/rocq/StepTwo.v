(** * Step 2: how likely quintuplets are kept [R8.12] *)

From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions Paper Identities Boxes Checker MajorityLemma Selection Expectation Sources TestedDefinitions Walk.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Independent bits *)
Section Independent.
Variables (R : realFieldType) (p : R).
Add Field R_field : (field_laws R).

(** [R8.12] The five bits are independent and each is 1 with probability p. *)
Theorem independent_kept :
  \sum_(x : bits party | X x) \prod_i (if x i then p else 1 - p) = (1 - (1 - 2%:R * p) ^+ 5) / 2%:R.
Proof.
pose q (v : bool) : R := if v then p else 1 - p.
have total : \sum_(x : bits party) \prod_i q (x i) = 1.
  rewrite -(bigA_distr_bigA (fun (_ : party) v => q v)) big1 // => i _; rewrite big_bool /q; identity R.
have signed : \sum_(x : bits party) (-1) ^+ parity x * \prod_i q (x i) = (1 - 2%:R * p) ^+ 5.
  rewrite (eq_bigr (fun x : bits party => \prod_i ((-1) ^+ x i * q (x i)))) => [|x _]; last first.
    by rewrite big_split /=; congr (_ * _); rewrite prodrXr -signr_odd.
  rewrite -(bigA_distr_bigA (fun (_ : party) (v : bool) => (-1) ^+ v * q v)) prodr_const card_ord; congr (_ ^+ _).
  by rewrite big_bool /q /= expr1 expr0; identity R.
rewrite -signed -total; have split_sum (F : bits party -> R) : \sum_x F x = \sum_(x | X x) F x + \sum_(x | ~~ X x) F x by rewrite (bigID X).
rewrite !split_sum [X in _ - (X + _)](eq_bigr (fun x : bits party => - \prod_i q (x i))) => [|x]; last first.
  by rewrite X_odd -[odd _]/(parity x) => ->; rewrite expr1 mulN1r.
rewrite [X in _ - (_ + X)](eq_bigr (fun x : bits party => \prod_i q (x i))) => [|x]; last first.
  by rewrite X_odd -[odd _]/(parity x) => /negbTE ->; rewrite expr0 mul1r.
rewrite sumrN; move: (\sum_(x | X x) _) (\sum_(x | ~~ X x) _) => u v; fractions R.
Qed.
End Independent.

(** ** Any source of eq (1) *)
Section Any.
Variables (R : realFieldType) (N : nat) (L Z E : finType) (S : Z -> E -> bits (source_bits N L) -> R) (eps : R).
Hypotheses (weak : 0 < eps <= 1 / 2%:R) (prob : probabilities S) (eq1S : eq1 S eps).
Add Field R_field2 : (field_laws R).
Implicit Types (s : bits (source_bits N L)) (n : 'I_N).

Let S0 : forall z e s, 0 <= S z e s := prob.1.

(** The bit of party 1 decides whether the quintuplet is kept, the others being given. *)
Lemma keep_flip n s : X (quintuplet n (inputs (flip (inl (n, ord0)) s))) = ~~ X (quintuplet n (inputs s)).
Proof.
have -> : quintuplet n (inputs (flip (inl (n, ord0)) s)) = flip ord0 (quintuplet n (inputs s)).
  by apply/ffunP => j; rewrite !ffunE; congr (_ (+) _); rewrite -[RHS]andTb -(eqxx n) -xpair_eqE.
by rewrite !X_odd -![odd (weight _)]/(parity _) odd_flip.
Qed.

(** A decreasing function [G] of the number kept has a mean of at most that for an independent trial of probability eps. *)
Lemma one_trial n z e (G : nat -> R) (c : bits (source_bits N L) -> nat) :
  (forall k, G k.+1 <= G k) -> (forall s, c (flip (inl (n, ord0)) s) = c s) ->
  \sum_s S z e s * G (c s + X (quintuplet n (inputs s)))%N <= \sum_s S z e s * (eps * G (c s).+1 + (1 - eps) * G (c s)).
Proof.
move=> down free; apply: (@ler_pmuln2r R 2 isT _ _).1.
Abort.
End Any.
