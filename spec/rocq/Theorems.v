(** * The explicit theorems

    For every number of quintuplets, columns and rows, every source, every devices and adversary that the
    assumptions allow, and every certified family, the guessing probability (12) is bounded.  [g] and [key] are those
    of the protocol with f = XOR; [w] is the number of wrong cells tolerated in a column. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection Expectation Rows Grid.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Theorems.
Variables (R : realFieldType) (N Nd m : nat) (Z E : finType) (P : Z -> E -> table R (all_parties N)).
Variables (eps alpha K : R) (beta : bits party -> bits party -> R) (t : parties3).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Hypothesis large : (3 * (Nd * 2 ^ m) <= N + 2)%N.
Hypothesis family : certified_family t alpha beta.
Hypothesis weight_K : weighs eps beta K.

Let half_below_one : 1 / 2%:R <= 1 :> R.
Proof. by rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n. Qed.

Let eps0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Let eps1 : eps <= 1. Proof. by have /andP[_ h] := weak; apply: le_trans h half_below_one. Qed.
Let eps_half : eps <= 1 - eps.
Proof.
have /andP[_ h] := weak; rewrite ler_subr_addr; apply: le_trans (ler_add h h) _.
by rewrite -mulrDl -mulr2n divff // pnatr_eq0.
Qed.

(** A bound on the expectation is a bound on (12), also if the adversary has no measurement at all. *)
Lemma guess_bound (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m)
    (S : Z -> E -> bits (source_bits N L) -> R) w c : assumptions S P eps -> 0 <= c ->
  (forall z, expected choice S P w alpha K z <= c) ->
  guess choice S P w t <= 1 / 2%:R + 1 / 4%:R * c.
Proof.
move=> setting c0 below; have quarter : 0 <= 1 / 4%:R :> R by rewrite divr_ge0 ?ler01 ?ler0n.
case: (pickP (fun _ : Z => true)) => [z _ | none].
  apply: le_trans (expectation_bound choice w setting eps0 eps1 family weight_K z) _.
  by rewrite ler_add2l; apply: ler_wpmul2l.
rewrite /guess ler_add2l; apply: ler_wpmul2l => //.
by rewrite big1 // => k _; rewrite big1 // => v _; rewrite big_pred0.
Qed.

Let a0 : 0 <= alpha := alpha_ge0 family.
Let K0 : 0 <= K := K_ge0 eps0 eps1 family weight_K.
Let q0 s : 0 <= likeliest m s eps := likeliest_ge0 eps m s.

(** ** Column selection *)
Section Column.
Variables (S : Z -> E -> bits (source_bits N [finType of 'I_Nd * 'I_m]) -> R) (w : nat).
Hypothesis setting : assumptions S P eps.

(** [R5.33] *)
Theorem column_theorem :
  guess (@column Nd m) S P w t <= 1 / 2%:R + 1 / 4%:R * (alpha + K * likeliest m w.+1 eps) ^+ Nd.
Proof.
apply: guess_bound => // [|z]; first by rewrite exprn_ge0 // addr_ge0 // mulr_ge0.
exact: (column_expected eps0 eps1 family weight_K large).
Qed.

(** [R5.34] *)
Theorem column_theorem_sharp :
  guess (@column Nd m) S P w t <= 1 / 2%:R + 1 / 4%:R *
    Num.max (alpha + K * likeliest m w eps) ((alpha + K) * likeliest m w.+1 eps) ^+ Nd.
Proof.
apply: guess_bound => // [|z].
  by rewrite exprn_ge0 // le_maxr addr_ge0 // mulr_ge0.
exact: (column_expected_sharp eps0 eps1 family weight_K large).
Qed.
End Column.

Section ColumnStrict.
Variable S : Z -> E -> bits (source_bits N [finType of 'I_Nd * 'I_m]) -> R.
Hypothesis setting : assumptions S P eps.

(** [R5.33] without tolerance *)
Theorem column_theorem_strict :
  guess (@column Nd m) S P 0 t <= 1 / 2%:R + 1 / 4%:R * (alpha + K * (1 - eps) ^+ m) ^+ Nd.
Proof. by rewrite -(likeliest_one eps0 eps1 m eps_half); apply: column_theorem. Qed.

(** [R5.34] without tolerance *)
Theorem column_theorem_sharp_strict :
  guess (@column Nd m) S P 0 t <= 1 / 2%:R + 1 / 4%:R * Num.max alpha ((1 - eps) ^+ m * (alpha + K)) ^+ Nd.
Proof.
have := column_theorem_sharp 0 setting.
by rewrite likeliest_none mulr0 addr0 likeliest_one // [_ * _ ^+ m]mulrC.
Qed.
End ColumnStrict.

(** ** Row selection, the paper's protocol *)
Section Row.
Variable S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R.
Hypothesis setting : assumptions S P eps.

(** [R5.32] *)
Theorem row_theorem_sharp :
  guess (@row Nd m) S P 0 t <= 1 / 2%:R + 1 / 4%:R * Num.max (alpha ^+ Nd) ((1 - eps) ^+ m * (alpha + K) ^+ Nd).
Proof.
rewrite -(likeliest_one eps0 eps1 m eps_half); apply: guess_bound => // [|z].
  by rewrite le_maxr exprn_ge0.
exact: (row_expected_sharp eps0 eps1 family weight_K large).
Qed.

(** [R5.31] *)
Theorem row_theorem :
  guess (@row Nd m) S P 0 t <=
  1 / 2%:R + 1 / 4%:R * (alpha ^+ Nd + (1 - eps) ^+ m * ((alpha + K) ^+ Nd - alpha ^+ Nd)).
Proof.
apply: le_trans row_theorem_sharp _; rewrite ler_add2l; apply: ler_wpmul2l.
  by rewrite divr_ge0 ?ler01 ?ler0n.
have grow : alpha ^+ Nd <= (alpha + K) ^+ Nd by apply: ler_expn2r; rewrite ?nnegrE ?addr_ge0 // ler_addl.
have e0 : 0 <= 1 - eps by rewrite subr_ge0.
have e1 : 1 - eps <= 1 by rewrite ler_subl_addr ler_addl ltW.
rewrite le_maxl ler_addl mulr_ge0 ?exprn_ge0 ?subr_ge0 //= mulrBr addrCA ler_addl subr_ge0.
by rewrite -[X in _ <= X]mul1r; apply: ler_wpmul2r; rewrite ?exprn_ge0 // exprn_ile1.
Qed.
End Row.

End Theorems.
