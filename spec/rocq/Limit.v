(** * The theorems with numbers, and full randomness amplification *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes Checker MajorityLemma Tensor Selection Expectation Rows Grid Theorems Families.
From Freebit.Certificates Require Import families.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The first three parties *)
Definition first_three : parties3 := (inord 0, inord 1, inord 2).

Section Vanishing.
Variable R : archiFieldType.

Lemma bernoulli (h : R) n : 0 <= h -> 1 + n%:R * h <= (1 + h) ^+ n.
Proof.
move=> h0; elim: n => [|n IH]; first by rewrite mul0r addr0.
rewrite exprS; apply: le_trans (ler_wpmul2l (addr_ge0 ler01 h0) IH).
rewrite -[n.+1]addn1 natrD [X in 1 + X]mulrDl mul1r mulrDr mulr1 [X in _ <= _ + X]mulrDl mul1r -[X in _ <= X]addrA.
rewrite [X in _ <= 1 + X]addrCA !ler_add2l ler_addl.
by rewrite mulr_ge0 // mulr_ge0 ?ler0n.
Qed.

(** Powers of a number below 1 become smaller than anything. *)
Lemma powers_vanish (x d : R) : 0 <= x -> x < 1 -> 0 < d -> exists n, x ^+ n <= d.
Proof.
move=> x0 x1 d0; have [-> | xn0] := eqVneq x 0; first by exists 1%N; rewrite expr1 ltW.
have xp : 0 < x by rewrite lt_def xn0.
pose h := x^-1 - 1; have h0 : 0 < h by rewrite subr_gt0 invf_gt1.
have hd0 : 0 <= (h * d)^-1 by rewrite invr_ge0 mulr_ge0 // ltW.
exists (Num.bound (h * d)^-1); set n := Num.bound _.
have n_large : (h * d)^-1 < n%:R := archi_boundP hd0.
have xE : x^-1 = 1 + h by rewrite addrC subrK.
have onePh : 0 < 1 + h by rewrite -xE invr_gt0.
rewrite -[x]invrK xE exprVn -[d]invrK lef_pinv ?posrE ?invr_gt0 ?exprn_gt0 //.
apply: le_trans _ (bernoulli n (ltW h0)); rewrite -[X in X <= _]add0r; apply: ler_add; first exact: ler01.
rewrite -ler_pdivr_mulr // -invfM mulrC; exact: ltW.
Qed.
End Vanishing.

(** ** One family serves every eps: alpha = 1/2, K = 5/2 + 3 r^2 with r = (1 - eps)/eps *)
Section Half.
Variables (R : realFieldType) (eps : R).
Hypothesis weak : 0 < eps <= 1 / 2%:R.

Definition K_half : R := 5%:R / 2%:R + 3%:R * ((1 - eps) / eps) ^+ 2.

Lemma parties_first_three : parties_of first_three = (1, 2, 3)%N.
Proof. by rewrite /parties_of /= !inordK. Qed.

Lemma first_three_triple : triple first_three.
Proof. by rewrite /triple /= !inordK. Qed.

Lemma half_certified : certified_family first_three (1 / 2%:R : R) (family_beta R families_vertex_4.certificate).
Proof.
move=> y Xy; have := @family_sound R families_vertex_4.certificate first_three y (esym parties_first_three) families_vertex_4.accepted Xy.
by rewrite /family_alpha !ofZ_pos.
Qed.

Lemma half_weighs : weighs eps (family_beta R families_vertex_4.certificate) K_half.
Proof.
have /andP[eps0 h] := weak; have eps1 : eps <= 1.
  by apply: le_trans h _; rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n.
have := @family_weighs R _ eps 5 6 0 2 eps0 eps1 families_vertex_4.accepted isT _.
rewrite /K_half !ofZ_pos ofZ0 mul0r mul0r addr0.
have -> : (Pos.to_nat 6)%:R / (Pos.to_nat 2)%:R = 3%:R :> R.
  by rewrite -[Pos.to_nat 6]/(3 * 2)%N natrM mulfK // pnatr_eq0.
by apply; vm_compute.
Qed.

End Half.

(** ** The explicit theorems with this family *)
Section HalfTheorems.
Variables (R : realFieldType) (N Nd m : nat) (Z E : finType) (P : Z -> E -> table R (all_parties N)) (eps : R).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Hypothesis large : (3 * (Nd * 2 ^ m) <= N + 2)%N.
Let K := K_half eps.

(** [R5.33] at alpha = 1/2: column selection, with at most [w] wrong cells tolerated in a column *)
Theorem column_half (S : Z -> E -> bits (source_bits N [finType of 'I_Nd * 'I_m]) -> R) w : assumptions S P eps ->
  guess (@column Nd m) S P w first_three <= 1 / 2%:R + 1 / 4%:R * (1 / 2%:R + K * likeliest m w.+1 eps) ^+ Nd.
Proof. move=> setting; exact: (column_theorem weak large (half_certified R) (half_weighs weak) w setting). Qed.

(** ... and without tolerance *)
Theorem column_half_strict (S : Z -> E -> bits (source_bits N [finType of 'I_Nd * 'I_m]) -> R) : assumptions S P eps ->
  guess (@column Nd m) S P 0 first_three <= 1 / 2%:R + 1 / 4%:R * (1 / 2%:R + K * (1 - eps) ^+ m) ^+ Nd.
Proof. move=> setting; exact: (column_theorem_strict weak large (half_certified R) (half_weighs weak) setting). Qed.

(** [R5.31] at alpha = 1/2: row selection *)
Theorem row_half (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R) : assumptions S P eps ->
  guess (@row Nd m) S P 0 first_three <= 1 / 2%:R + 1 / 4%:R *
    ((1 / 2%:R) ^+ Nd + (1 - eps) ^+ m * ((1 / 2%:R + K) ^+ Nd - (1 / 2%:R) ^+ Nd)).
Proof. move=> setting; exact: (row_theorem weak large (half_certified R) (half_weighs weak) setting). Qed.

End HalfTheorems.

(** ** Whatever eps > 0 and delta > 0, some numbers of columns and rows bring (12) to at most 1/2 + delta

    The numbers [Nd] and [m] come before [N], the source, the devices and the adversary: they serve all of them. *)
Section Amplification.
Variables (R : archiFieldType) (eps delta : R).
Hypotheses (weak : 0 < eps <= 1 / 2%:R) (wanted : 0 < delta).

Let eps0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Let two0 : 0 < 2%:R :> R. Proof. by rewrite ltr0n. Qed.
Let half0 : 0 < 1 / 2%:R :> R. Proof. by rewrite divr_gt0 ?ltr01. Qed.
Let half1 : 1 / 2%:R < 1 :> R. Proof. by rewrite ltr_pdivr_mulr // mul1r ltr1n. Qed.
Let rest0 : 0 <= 1 - eps.
Proof. by rewrite subr_ge0 ltW //; have /andP[_ h] := weak; apply: le_lt_trans h half1. Qed.
Let rest1 : 1 - eps < 1. Proof. by rewrite ltr_subl_addr ltr_addl. Qed.
Let quarter0 : 0 <= 1 / 4%:R :> R. Proof. by rewrite divr_ge0 ?ler01 ?ler0n. Qed.

Let K0 : 0 < K_half eps.
Proof.
rewrite /K_half; apply: ltr_paddr; last by rewrite divr_gt0 // ltr0n.
by rewrite mulr_ge0 ?ler0n // exprn_ge0 // divr_ge0 // ltW.
Qed.

Let quarter_below (c : R) : 0 <= c -> c <= delta -> 1 / 2%:R + 1 / 4%:R * c <= 1 / 2%:R + delta.
Proof.
move=> c0 cd; rewrite ler_add2l; apply: le_trans _ cd; rewrite -[X in _ <= X]mul1r; apply: ler_wpmul2r => //.
by rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n.
Qed.

Theorem full_amplification_column : exists Nd m, forall N (Z E : finType) (P : Z -> E -> table R (all_parties N))
    (S : Z -> E -> bits (source_bits N [finType of 'I_Nd * 'I_m]) -> R),
  (3 * (Nd * 2 ^ m) <= N + 2)%N -> assumptions S P eps ->
  guess (@column Nd m) S P 0 first_three <= 1 / 2%:R + delta.
Proof.
have gap0 : 0 < 1 / 4%:R / K_half eps by rewrite divr_gt0 // divr_gt0 ?ltr01 ?ltr0n.
have [m small] := powers_vanish rest0 rest1 gap0.
pose rate := 1 / 2%:R + K_half eps * (1 - eps) ^+ m.
have rate0 : 0 <= rate by apply: addr_ge0; [exact: ltW | apply: mulr_ge0; [exact: ltW | exact: exprn_ge0]].
have rate1 : rate < 1.
  apply: (@le_lt_trans _ _ (1 / 2%:R + 1 / 4%:R)).
    by rewrite ler_add2l mulrC -ler_pdivl_mulr.
  rewrite [X in _ < X]splitr ltr_add2l.
  by rewrite !div1r ltf_pinv ?posrE ?ltr0n // ltr_nat.
have [Nd vanish] := powers_vanish rate0 rate1 wanted.
exists Nd, m => N Z E P S large setting; apply: le_trans (column_half_strict weak large setting) _.
by apply: quarter_below => //; apply: exprn_ge0.
Qed.

Theorem full_amplification_row : exists Nd m, forall N (Z E : finType) (P : Z -> E -> table R (all_parties N))
    (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R),
  (3 * (Nd * 2 ^ m) <= N + 2)%N -> assumptions S P eps ->
  guess (@row Nd m) S P 0 first_three <= 1 / 2%:R + delta.
Proof.
have [Nd vanish] := powers_vanish (ltW half0) half1 wanted.
pose big := (1 / 2%:R + K_half eps) ^+ Nd; have big0 : 0 < big by rewrite exprn_gt0 // addr_gt0.
have [m small] := powers_vanish rest0 rest1 (divr_gt0 wanted big0).
exists Nd, m => N Z E P S large setting.
apply: le_trans (row_theorem_sharp weak large (half_certified R) (half_weighs weak) setting) _.
apply: quarter_below; first by rewrite le_maxr exprn_ge0 // ltW.
by rewrite le_maxl vanish /= -ler_pdivl_mulr.
Qed.

End Amplification.
