(** * Identities in an ordered field, by Rocq's own tactics [ring] and [field]

    In a section about a field [R] say [Add Field R_field : (field_laws R)]; then [identity R] and [fractions R] prove equations
    that hold in every field, numerals and constant powers included. *)

From Coq Require Export Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Operations.
Variable R : realFieldType.
Definition zero : R := 0.
Definition one : R := 1.
Definition plus (x y : R) : R := x + y.
Definition times (x y : R) : R := x * y.
Definition minus (x y : R) : R := x - y.
Definition opposite (x : R) : R := - x.
Definition over (x y : R) : R := x / y.
Definition inverse (x : R) : R := x^-1.

Lemma field_laws : field_theory zero one plus times minus opposite over inverse eq.
Proof.
split=> [||//|x /eqP x0]; [split=> // | by apply/eqP; exact: oner_neq0 | exact: mulVf].
- exact: add0r.
- exact: addrC.
- exact: addrA.
- exact: mul1r.
- exact: mulrC.
- exact: mulrA.
- exact: mulrDl.
- exact: subrr.
Qed.

Lemma nonzero (x : R) : 0 < x -> x <> zero.
Proof. by move=> x0 E; rewrite E ltxx in x0. Qed.
Lemma one_positive : 0 < one. Proof. exact: ltr01. Qed.
Lemma plus_positive x y : 0 < x -> 0 < y -> 0 < plus x y. Proof. exact: addr_gt0. Qed.
Lemma times_positive x y : 0 < x -> 0 < y -> 0 < times x y. Proof. exact: mulr_gt0. Qed.
End Operations.

Ltac multiple R x n := lazymatch n with
  | O => constr:(@zero R)
  | S O => x
  | S ?n' => let u := multiple R x n' in constr:(@plus R x u)
end.

Ltac power R x n := lazymatch n with
  | O => constr:(@one R)
  | S O => x
  | S ?n' => let u := power R x n' in constr:(@times R x u)
end.

Ltac reflected R t := lazymatch t with
  | @GRing.zero _ => constr:(@zero R)
  | @GRing.one _ => constr:(@one R)
  | @GRing.add _ ?x (@GRing.opp _ ?y) => let x' := reflected R x in let y' := reflected R y in constr:(@minus R x' y')
  | @GRing.add _ ?x ?y => let x' := reflected R x in let y' := reflected R y in constr:(@plus R x' y')
  | @GRing.mul _ ?x (@GRing.inv _ ?y) => let x' := reflected R x in let y' := reflected R y in constr:(@over R x' y')
  | @GRing.mul _ ?x ?y => let x' := reflected R x in let y' := reflected R y in constr:(@times R x' y')
  | @GRing.opp _ ?x => let x' := reflected R x in constr:(@opposite R x')
  | @GRing.inv _ ?x => let x' := reflected R x in constr:(@inverse R x')
  | @GRing.natmul _ ?x ?n => match constr:(tt) with
    | _ => let x' := reflected R x in multiple R x' n
    | _ => constr:(t : Num.RealField.sort R) end
  | @GRing.exp _ ?x ?n => match constr:(tt) with
    | _ => let x' := reflected R x in power R x' n
    | _ => constr:(t : Num.RealField.sort R) end
  | _ => constr:(t : Num.RealField.sort R)
end.

Ltac reflected_goal R := lazymatch goal with |- ?a = ?b =>
  let a' := reflected R a in let b' := reflected R b in change (a' = b') end.
Ltac positive := repeat first [exact: one_positive | assumption | apply: times_positive | apply: plus_positive].
Ltac denominators := repeat match goal with |- _ /\ _ => split end;
  try match goal with |- _ <> _ => first [by apply/eqP | by apply: nonzero; positive] end.
(** Without and with denominators; denominators that are numerals, known not to be 0 or known to be positive are discharged. *)
Ltac identity R := reflected_goal R; ring.
Ltac fractions R := reflected_goal R; field; denominators.
