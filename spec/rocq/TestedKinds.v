(** * Kinds of cells: local and derived inputs; the families of Definitions.v certify tested cells *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection Expectation TestedDefinitions Master Walk TestedCells
  TestedTheorems.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** The kinds are proper *)
Lemma zeros_weight n (x : bits 'I_n) : (zeros x + weight x = n)%N.
Proof.
rewrite /zeros /weight -big_split /= (eq_bigr (fun=> 1%N)) => [|i _]; last by case: (x i).
by rewrite sum_nat_const card_ord muln1.
Qed.

Theorem local_proper n f : proper (@local_inputs n f).
Proof. by []. Qed.

Section Derived.
Variables (m : nat) (j : 'I_m.+1).
Implicit Types (u : bits 'I_m) (x : bits 'I_m.+1).

Lemma zeros_without x : zeros x = (~~ x j + zeros (without j x))%N.
Proof. by rewrite /zeros (bigD1_ord j) //=; congr (_ + _)%N; apply: eq_bigr => l _; rewrite ffunE. Qed.

Lemma without_complete u : without j (complete j u) = u.
Proof. by apply/ffunP => l; rewrite !ffunE liftK. Qed.

Lemma complete_without x : ghz_asked x -> complete j (without j x) = x.
Proof.
rewrite /ghz_asked zeros_without oddD => even; apply/ffunP => i; rewrite ffunE.
case: unliftP => [l -> | ->]; first by rewrite ffunE.
by case: (x j) even; case: (odd (zeros _)).
Qed.

(** Every cell is kept. *)
Lemma complete_asked u : ghz_asked (complete j u).
Proof. by rewrite /ghz_asked zeros_without without_complete ffunE unlift_none negbK oddD oddb addbb. Qed.

Theorem derived_proper f : proper (derived_inputs j f).
Proof. by split; [exact: without_complete | exact: complete_without]. Qed.

Lemma derived_asked f u : asked (deal (k := derived_inputs j f) u).
Proof. exact: complete_asked. Qed.

End Derived.

(** ** The GHZ game of five parties is the game of Definitions.v [R2.5] *)
Section Five.
Implicit Types (a x : bits party).

Theorem asked_five x : ghz_asked x = X x.
Proof. by rewrite X_odd /ghz_asked; have := congr1 odd (zeros_weight x); rewrite oddD; case: (odd _); case: (odd _). Qed.

Theorem loses_five a x : ghz_loses a x = I a x.
Proof.
have zerosE : zeros x = (5 - weight x)%N.
  have := leq_addl (zeros x) (weight x); rewrite zeros_weight => le.
  by apply/eqP; rewrite -(eqn_add2r (weight x)) zeros_weight subnK.
rewrite /ghz_loses asked_five zerosE /I /X /X0 /X1.
by case: (weight x) => [|[|[|[|[|[|w]]]]]] //=; case: (parity a).
Qed.

End Five.

(** ** The certified families of Definitions.v, for cells that yield the majority of three

    They are given their numbers beta(y,x) for whoever chooses the inputs: only the distances differ. *)
Section FromFamilies.
Variables (R : realFieldType) (B : finType) (give : bits B -> bits party) (back : bits party -> bits B) (t : parties3).

Definition majority_cells : kind :=
  @Kind _ B give back (@ghz_asked 5) (@ghz_loses 5) (fun a _ => maj t a).

(** [R5.73] K, with the distances of the source bits behind the inputs *)
Definition weighs_drawn (eps : R) (beta : bits party -> bits party -> R) (K : R) : Prop :=
  forall x, X x -> \sum_(y | X y) beta y x * ((1 - eps) / eps) ^+ distance (back y) (back x) <= K.

Variables (eps alpha K : R) (beta : bits party -> bits party -> R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).
Hypothesis family : certified_family t alpha beta.
Hypothesis weight_K : weighs_drawn eps beta K.

Let a0 : 0 <= alpha := alpha_ge0 family.
Let K0 : 0 <= K.
Proof.
apply: le_trans (weight_K x1_asked); apply: sumr_ge0 => y Xy.
by rewrite mulr_ge0 ?(beta_ge0 family) // exprn_ge0 // ratio_ge0.
Qed.

(** [R5.73] Any share [c] of the family's certificate, the rest being the right part as it is *)
Theorem family_loads c : 0 <= c <= 1 ->
  tested_family majority_cells eps (1 - c * (1 - alpha)) (c * (alpha + K + 1)).
Proof.
case/andP => c0 c1; have s0 : 0 <= 1 - c by rewrite subr_ge0.
have chosen : forall u : bits party, exists WG : table R party * table R party,
    X u -> certificate t alpha (beta u) u WG.1 WG.2.
  move=> u; case Xu: (X u); last by exists (fun _ _ => 0, fun _ _ => 0).
  by have [W [G WG]] := family Xu; exists (W, G).
have [WG {chosen} cert] := fin_all_exists chosen.
pose m (w : bool) y : table R party := part_of (k := majority_cells) R w true y.
exists (c * alpha), (fun y a x => c * ((WG y).2 a x - m true y a x) + (1 - c) * m false y a x),
  (fun y a x => c * alpha * (WG y).1 a x),
  (fun y a x => (I a x)%:R * (c * (beta y x + (x == y)%:R)) + (1 - c) * (x == y)%:R * (~~ I a x)%:R).
split=> [y y_asked | a x x_asked]; last first.
  have Xx : X x by rewrite -asked_five.
  set d := fun y => ((1 - eps) / eps) ^+ distance (back y) (back x).
  have one : \sum_(y : bits party | X y) (x == y)%:R * d y = 1 :> R.
    rewrite -[RHS](@charge_itself R majority_cells eps x (fun=> 1) x_asked).
    by apply: eq_big => y; rewrite -?asked_five // mulr1 mulrC.
  rewrite (eq_bigl (fun y : bits party => X y)) => [|y]; last exact: asked_five.
  rewrite (eq_bigr (fun y => (I a x)%:R * (c * (beta y x * d y + (x == y)%:R * d y)) +
      (1 - c) * (~~ I a x)%:R * ((x == y)%:R * d y))) => [|y _]; last first.
    rewrite -/(d y) [LHS]mulrDl; congr (_ + _); last by rewrite [(1 - c) * _ * _]mulrAC [RHS]mulrA.
    by rewrite -mulrA -mulrA mulrDl.
  rewrite big_split -!mulr_sumr /= one mulr1 big_split /= one loses_five.
  case: (I a x); rewrite ?mul1r ?mul0r ?mulr1 ?mulr0 ?addr0 ?add0r.
    rewrite -mulrDr -addrA; apply: ler_wpmul2l => //; rewrite ler_add2l ler_add2r; exact: weight_K.
  by rewrite mulrBr mulr1 opprB addrCA.
have Xy : X y by rewrite -asked_five.
have [b0 norm maj_diff dom] := cert _ Xy.
split.
- move=> P boxP; rewrite pairingD !pairingZ -pairing_right.
  rewrite (@eq_pairing _ _ _ (fun a x => (WG y).2 a x - m true y a x) (fun a x => (WG y).2 a x + (-1) * m true y a x)) => [|a x]; last by rewrite mulN1r.
  rewrite pairingD pairingZ (maj_diff _ boxP) -pairing_majority.
  rewrite (@eq_pairing _ _ _ _ (fun a x => m false y a x + m true y a x)) => [|a x]; last first.
    rewrite /m /part_of; case: (x == y); rewrite ?mul0r ?addr0 // !mul1r -mulrDl.
    by case: (loses _ _); rewrite ?add0r ?addr0 mul1r.
  by rewrite pairingD mulN1r addrK -mulrDl addrC subrK mul1r.
- by move=> P boxP; rewrite pairingZ (norm _ boxP) mulr1.
- exact: mulr_ge0.
- move=> a x; apply: addr_ge0; apply: mulr_ge0; rewrite ?ler0n //; last by rewrite mulr_ge0 ?ler0n.
  by rewrite mulr_ge0 // addr_ge0 ?ler0n.
move=> a x; rewrite [asked x]asked_five.
have size w : `|m w y a x| <= (x == y)%:R * (I a x == w)%:R.
  rewrite /m /part_of !normrM !normr_nat normr_sign mulr1; apply: ler_wpmul2l; first by rewrite ler0n.
  by rewrite /= loses_five.
have size1 := size true; have size0 := size false; have le := dom a x; clear size dom.
have [E1 E0] : (I a x == true) = I a x /\ (I a x == false) = ~~ I a x by case: (I a x).
rewrite {}E1 in size1; rewrite {}E0 in size0.
set e : R := (x == y)%:R in size0 size1 *; set W := (WG y).1 a x in le *; set i : R := (I a x)%:R in size1 le *.
have -> : (X x)%:R * (i * (c * (beta y x + e)) + (1 - c) * e * (~~ I a x)%:R) =
    c * (beta y x * i) + c * (e * i) + (1 - c) * (e * (~~ I a x)%:R).
  rewrite /i /e; case Xx: (X x).
    rewrite mul1r; congr (_ + _); last by rewrite mulrA.
    by rewrite mulrCA mulrDr ![(I a x)%:R * _]mulrC mulrDr.
  have -> : I a x = false by move: Xx; rewrite /I /X; case: (X0 x); case: (X1 x).
  by case: eqP => [xy | _]; rewrite ?xy ?Xy // in Xx *; rewrite !(mul0r, mulr0, addr0).
rewrite !addrA; apply: le_trans (ler_norm_add _ _) _; apply: ler_add; last first.
  by rewrite normrM (ger0_norm s0); apply: ler_wpmul2l.
rewrite normrM (ger0_norm c0) -[c * alpha * W]mulrA -!mulrDr; apply: ler_wpmul2l => //.
by apply: le_trans (ler_norm_sub _ _) _; apply: ler_add.
Qed.

(** [R5.73] ... and the share with which both loads are alike *)
Theorem family_tested : let u := (1 - alpha) / (K + 2%:R) in tested_family majority_cells eps (1 - u) (1 - u).
Proof.
have share : 0 <= (1 : R) <= 1 by rewrite ler01 lexx.
have := balanced_family (family_loads share).
rewrite /= !mul1r !subKr (_ : Num.max alpha (alpha + K + 1) = alpha + K + 1); last first.
  by apply/max_idPr; rewrite -addrA ler_addl addr_ge0 ?ler01.
by rewrite !addrA subrK [1 + K]addrC -[K + 1 + 1]addrA -[1 + 1](natrD R 1 1).
Qed.

End FromFamilies.
