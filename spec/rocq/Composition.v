(** * Composition [R8.13]: two uses are at most as far from ideal as the sum of what each is *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Identities Boxes Selection Expectation Rows Distinguisher Limit Steps Eq13.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Apart.
Variables (R : realFieldType) (Z E O : finType).
Implicit Types P Q : Z -> E -> O -> R.

Lemma apart_triangle P Q T : apart P T <= apart P Q + apart Q T.
Proof.
rewrite /apart -big_split /=; apply: ler_sum => o _.
apply: bigmax_bound => [|z _]; first by rewrite addr_ge0 // bigmax_ge0 // => z; apply: sumr_ge0.
apply: le_trans (ler_add (bigmax_le (fun z => \sum_e `|P z e o - Q z e o|) z) (bigmax_le (fun z => \sum_e `|Q z e o - T z e o|) z)).
by rewrite -big_split; apply: ler_sum => e _ /=; rewrite -[P z e o - T z e o](subrKA (Q z e o)); apply: ler_norm_add.
Qed.
End Apart.

(** Replacing a key by an ideal one does not enlarge distances. *)
Section Contraction.
Variables (R : realFieldType) (Z E V : finType) (goes_on : V -> bool).
Implicit Types P Q : Z -> E -> bool * V -> R.

Lemma apart_keys P Q : apart P Q = \sum_v \sum_(k : bool) \big[Num.max/0]_z \sum_e `|P z e (k, v) - Q z e (k, v)|.
Proof.
by rewrite exchange_big pair_bigA; apply: eq_bigr => -[k v].
Qed.

Lemma eq11_contracts P Q : apart (eq11 goes_on P) (eq11 goes_on Q) <= apart P Q.
Proof.
rewrite !apart_keys; apply: ler_sum => v _; rewrite !big_bool /=.
pose d k z := \sum_e `|P z e (k, v) - Q z e (k, v)|.
have d0 k z : 0 <= d k z by apply: sumr_ge0.
have m0 k : 0 <= \big[Num.max/0]_z d k z by apply: bigmax_ge0.
have half0 : 0 <= 1 / 2%:R :> R by rewrite divr_ge0 ?ler01 ?ler0n.
set total := \big[Num.max/0]_z _ + _.
have sum z : \sum_e `|(P z e (false, v) + P z e (true, v)) - (Q z e (false, v) + Q z e (true, v))| <= d true z + d false z.
  rewrite addrC -big_split; apply: ler_sum => e _ /=; rewrite opprD addrACA; exact: ler_norm_add.
have top z : d true z + d false z <= \big[Num.max/0]_z d true z + \big[Num.max/0]_z d false z.
  by apply: ler_add; apply: (bigmax_le (d _)).
rewrite /total /eq11; case: (goes_on v).
  have bound : \big[Num.max/0]_z (\sum_e `|1 / 2%:R * (P z e (false, v) + P z e (true, v)) - 1 / 2%:R * (Q z e (false, v) + Q z e (true, v))|)
      <= 1 / 2%:R * (\big[Num.max/0]_z d true z + \big[Num.max/0]_z d false z).
    apply: bigmax_bound => [|z _]; first by rewrite mulr_ge0 // addr_ge0.
    apply: le_trans (ler_wpmul2l half0 (le_trans (sum z) (top z))); rewrite mulr_sumr; apply: ler_sum => e _.
    by rewrite -mulrBr normrM ger0_norm.
  by apply: le_trans (ler_add bound bound) _; rewrite -mulrDr half_double.
rewrite -[X in _ <= X]add0r; apply: ler_add.
  by apply: bigmax_bound => // z _; rewrite big1 // => e _; rewrite !mul0r subrr normr0.
apply: bigmax_bound => [|z _]; first by rewrite addr_ge0 ?m0.
by apply: le_trans (le_trans (sum z) (top z)); apply: ler_sum => e _; rewrite !mul1r.
Qed.
End Contraction.

Section Sum.
Variables (R : realFieldType) (Z E V1 V2 : finType) (goes_on1 : V1 -> bool) (goes_on2 : V2 -> bool).
Variable P : Z -> E -> bool * (V1 * (bool * V2)) -> R.

(** [R8.13] *)
Theorem composition : apart P (ideal_first goes_on1 (ideal_second goes_on2 P)) <=
  apart P (ideal_first goes_on1 P) + apart P (ideal_second goes_on2 P).
Proof.
apply: le_trans (apart_triangle _ (ideal_first goes_on1 P) _) _.
by rewrite ler_add2l; apply: eq11_contracts.
Qed.

Theorem composition_guess : let both := ideal_first goes_on1 (ideal_second goes_on2 P) in
  best_guess P both - 1 / 2%:R <=
  (best_guess P (ideal_first goes_on1 P) - 1 / 2%:R) + (best_guess P (ideal_second goes_on2 P) - 1 / 2%:R).
Proof.
rewrite /best_guess ![1 / 2%:R + _]addrC !addrK -mulrDr; apply: ler_wpmul2l; last exact: composition.
by rewrite divr_ge0 ?ler01 ?ler0n.
Qed.
End Sum.

(** ** Two strings beside each other *)
Section Beside.
Variables (A B : finType).
Implicit Types (u : bits A) (v : bits B) (s : bits (A + B)).

Lemma left_beside u v : left_part (beside u v) = u. Proof. by apply/ffunP => q; rewrite !ffunE. Qed.
Lemma right_beside u v : right_part (beside u v) = v. Proof. by apply/ffunP => q; rewrite !ffunE. Qed.
Lemma beside_parts s : beside (left_part s) (right_part s) = s.
Proof. by apply/ffunP => -[q | q]; rewrite !ffunE. Qed.
Lemma flip_beside_left i u v : beside (flip i u) v = flip (inl i) (beside u v).
Proof. by apply/ffunP => -[q | q]; rewrite !ffunE ?addbF. Qed.
Lemma flip_beside_right j u v : beside u (flip j v) = flip (inr j) (beside u v).
Proof. by apply/ffunP => -[q | q]; rewrite !ffunE ?addbF. Qed.

Lemma sum_beside (R : realFieldType) (F : bits (A + B) -> R) : \sum_s F s = \sum_v \sum_u F (beside u v).
Proof.
rewrite exchange_big pair_big (reindex (fun p : bits A * bits B => beside p.1 p.2)) //.
exists (fun s => (left_part s, right_part s)) => [[u v] | s] _ /=; last exact: beside_parts.
by rewrite left_beside right_beside.
Qed.
End Beside.

(** ** The first of two runs, the second being given *)
Section Given.
Variables (R : realFieldType) (N1 N2 : nat) (L1 L2 Z E : finType).
Notation B1 := (source_bits N1 L1).
Notation B2 := (source_bits N2 L2).
Notation T1 := (all_parties N1).
Notation T2 := (all_parties N2).
Variables (S : Z -> E -> bits (B1 + B2) -> R) (P : Z -> E -> table R (T1 + T2)%type) (eps : R).
Hypothesis setting : assumptions2 S P eps.
Implicit Types (z : Z) (e : E).
Add Field R_field : (field_laws R).

Let S0 z e s : 0 <= S z e s. Proof. by have [h _] := two_probabilities setting; apply: h. Qed.
Let P0 z e a x : 0 <= P z e a x. Proof. by have [h _ _] := two_boxes setting z e; apply: h. Qed.

(** What the boxes of the second run answer does not depend on the inputs of the first. *)
Variables (s2 : bits B2) (a2 : bits T2).
Definition rest z e : R := \sum_(a1 : bits T1) P z e (beside a1 a2) (beside [ffun=> false] (inputs s2)).

Lemma restE z e (x1 : bits T1) : \sum_(a1 : bits T1) P z e (beside a1 a2) (beside x1 (inputs s2)) = rest z e.
Proof.
pose Q : table R T1 := fun a x => P z e (beside a a2) (beside x (inputs s2)).
apply: (@total_const _ _ Q); apply/nonsignallingP => i a x; rewrite /Q !flip_beside_left.
by have [_ _ /nonsignallingP ns] := two_boxes setting z e; apply: ns.
Qed.

Lemma rest_ge0 z e : 0 <= rest z e. Proof. exact: sumr_ge0. Qed.

Lemma rest_zero z e a1 x1 : rest z e = 0 -> P z e (beside a1 a2) (beside x1 (inputs s2)) = 0.
Proof. by rewrite -(restE z e x1) => h; have /psumr_eq0P/(_ a1 isT) := h; apply=> a _. Qed.

Variable z0 : Z.
(** The probability of all that happens in the second run *)
Definition given z : R := \sum_e \sum_(s1 : bits B1) S z e (beside s1 s2) * rest z e.

Lemma givenE z : given z = \sum_(s1 : bits B1) \sum_(a1 : bits T1) \sum_e joint2 S P z e (beside s1 s2) (beside a1 a2).
Proof.
rewrite /given exchange_big; apply: eq_bigr => s1 _; rewrite exchange_big; apply: eq_bigr => e _ /=.
by rewrite /joint2 left_beside right_beside -(restE z e (inputs s1)) mulr_sumr.
Qed.

Lemma given_same z : given z = given z0.
Proof. by rewrite !givenE; apply: eq_bigr => s1 _; apply: eq_bigr => a1 _; apply: (two_adversary setting). Qed.

Lemma given_ge0 : 0 <= given z0.
Proof. by apply: sumr_ge0 => e _; apply: sumr_ge0 => s1 _; rewrite mulr_ge0 ?rest_ge0. Qed.

Definition source_given z e (s1 : bits B1) : R := S z e (beside s1 s2) * rest z e / given z0.
Definition boxes_given z e : table R T1 := fun a1 x1 => if rest z e == 0 then (a1 == [ffun=> false])%:R
  else P z e (beside a1 a2) (beside x1 (inputs s2)) / rest z e.

Lemma joint_given z e s1 a1 : 0 < given z0 ->
  given z0 * joint source_given boxes_given z e s1 a1 = joint2 S P z e (beside s1 s2) (beside a1 a2).
Proof.
move=> pos; have g0 : given z0 != 0 by rewrite gt_eqF.
rewrite /joint /joint2 /source_given /boxes_given left_beside right_beside; case: eqP => [r0 | /eqP r0].
  by rewrite r0 mulr0 !mul0r mulr0 rest_zero ?mulr0.
move: (S z e _) (P z e _ _) (rest z e) (given z0) r0 g0 => u v r' g' r0 g0; fractions R.
Qed.

Lemma setting_given : 0 < given z0 -> assumptions source_given boxes_given eps.
Proof.
move=> pos; have g0 : given z0 != 0 by rewrite gt_eqF.
split=> [z e s | z | z e j s | z e | z z' s a].
- by rewrite divr_ge0 ?given_ge0 // mulr_ge0 ?rest_ge0.
- rewrite -[RHS](mulfV g0) -{1}(given_same z) /given mulr_suml; apply: eq_bigr => e _; by rewrite mulr_suml.
- have others : prob_others source_given z e j s = prob_others S z e (inl j) (beside s s2) * (rest z e / given z0).
    by rewrite /prob_others !sum_agree -flip_beside_left mulrDl /source_given !mulrA.
  rewrite /prob_given_others others => h.
  have c0 : rest z e / given z0 != 0 by apply: contraTneq h => ->; rewrite mulr0 ltxx.
  have S1 : 0 < prob_others S z e (inl j) (beside s s2).
    rewrite lt_def; apply/andP; split; first by apply: contraTneq h => ->; rewrite mul0r ltxx.
    by rewrite /prob_others; apply: sumr_ge0.
  have cancel (u v c : R) : c != 0 -> u * c / (v * c) = u / v by move=> c1; rewrite -mulf_div mulfV // mulr1.
  by rewrite /source_given -[_ * _ / given z0]mulrA cancel //; exact: (two_source setting S1).
- split=> [a x | x | ].
  + by rewrite /boxes_given; case: ifP => _; [apply: ler0n | rewrite divr_ge0 ?rest_ge0].
  + rewrite /boxes_given; case: eqP => [r0 | /eqP r0]; last by rewrite -mulr_suml restE mulfV.
    by rewrite (bigD1 [ffun=> false]) //= eqxx big1 ?addr0 // => a /negbTE ->.
  apply/nonsignallingP => i a x; rewrite /boxes_given; case: ifP => // _.
  have [_ _ /nonsignallingP ns] := two_boxes setting z e.
  by rewrite -!mulrDl !flip_beside_left ns.
apply: (mulfI g0); rewrite !mulr_sumr (eq_bigr _ (fun e _ => joint_given z e s a pos)) (two_adversary setting z z').
by apply: eq_bigr => e _; rewrite joint_given.
Qed.

Variables (V1 : finType) (key1 : bits B1 -> bits T1 -> bool) (view1 : bits B1 -> bits T1 -> V1) (goes_on1 : V1 -> bool).

(** The first key and all that is published in the first run, and all of the second run *)
Definition fine_table z e (o : bool * V1) : R :=
  \sum_s1 \sum_(a1 | (key1 s1 a1, view1 s1 a1) == o) joint2 S P z e (beside s1 s2) (beside a1 a2).

Variable delta : R.
Hypothesis delta0 : 0 <= delta.
Hypothesis bound1 : forall (S' : Z -> E -> bits B1 -> R) (P' : Z -> E -> table R T1), assumptions S' P' eps ->
  best_guess (table_of S' P' key1 view1) (eq11 goes_on1 (table_of S' P' key1 view1)) <= 1 / 2%:R + delta.

Lemma fine_apart : apart fine_table (eq11 goes_on1 fine_table) <= given z0 * (4%:R * delta).
Proof.
have [g0 | pos] := eqVneq (given z0) 0.
  have zero z e s1 a1 : joint2 S P z e (beside s1 s2) (beside a1 a2) = 0.
    rewrite /joint2 left_beside right_beside; have := given_same z; rewrite g0 /given => sum0.
    have := psumr_eq0P _ sum0 => /(_ (fun e _ => sumr_ge0 _ (fun s1 _ => mulr_ge0 (S0 _ _ _) (rest_ge0 _ _))) e isT) sum1.
    have := psumr_eq0P _ sum1 => /(_ (fun s1 _ => mulr_ge0 (S0 _ _ _) (rest_ge0 _ _)) s1 isT)/eqP.
    rewrite mulf_eq0 => /orP[/eqP -> | /eqP r0]; first by rewrite mul0r.
    by rewrite rest_zero ?mulr0.
  have fine0 z e o : fine_table z e o = 0.
    by rewrite /fine_table big1 // => s1 _; rewrite big1 // => a1 _.
  rewrite g0 mul0r /apart big1 // => -[k v] _; apply/eqP; rewrite eq_le bigmax_ge0 ?andbT => [|z]; last exact: sumr_ge0.
  apply: bigmax_bound => // z _; rewrite big1 // => e _; rewrite /eq11 !fine0 addr0 !mulr0.
  by case: (goes_on1 v); rewrite subrr normr0.
have {}pos : 0 < given z0 by rewrite lt_def pos given_ge0.
pose T := table_of source_given boxes_given key1 view1.
have fineE z e o : fine_table z e o = given z0 * T z e o.
  rewrite /T /table_of mulr_sumr; apply: eq_bigr => s1 _; rewrite mulr_sumr; apply: eq_bigr => a1 _.
  by rewrite joint_given.
have -> : apart fine_table (eq11 goes_on1 fine_table) = given z0 * apart T (eq11 goes_on1 T).
  rewrite /apart mulr_sumr; apply: eq_bigr => -[k v] _.
  rewrite -bigmax_scale ?given_ge0 // => [|z]; last exact: sumr_ge0.
  apply: eq_bigr => z _; rewrite mulr_sumr; apply: eq_bigr => e _.
  rewrite -[X in X * _]ger0_norm ?given_ge0 // -normrM mulrBr fineE; congr `|_ - _|.
  by rewrite /eq11 !fineE; case: (goes_on1 v); rewrite -mulrDr mulrCA.
apply: ler_wpmul2l; first exact: given_ge0.
have := bound1 (setting_given pos); rewrite /best_guess ler_add2l mulrC -ler_pdivl_mulr ?divr_gt0 ?ltr01 ?ltr0n //.
by rewrite div1r invrK mulrC.
Qed.
End Given.

(** ** Two runs *)
Section TwoRuns.
Variables (R : realFieldType) (N1 N2 : nat) (L1 L2 Z E : finType).
Notation B1 := (source_bits N1 L1).
Notation B2 := (source_bits N2 L2).
Notation T1 := (all_parties N1).
Notation T2 := (all_parties N2).
Variables (S : Z -> E -> bits (B1 + B2) -> R) (P : Z -> E -> table R (T1 + T2)%type) (eps : R).
Hypothesis setting : assumptions2 S P eps.
Variables (V1 V2 : finType).
Variables (key1 : bits B1 -> bits T1 -> bool) (view1 : bits B1 -> bits T1 -> V1) (goes_on1 : V1 -> bool).
Variables (key2 : bits B2 -> bits T2 -> bool) (view2 : bits B2 -> bits T2 -> V2).
Variable delta : R.
Hypothesis delta0 : 0 <= delta.
Hypothesis bound1 : forall (S' : Z -> E -> bits B1 -> R) (P' : Z -> E -> table R T1), assumptions S' P' eps ->
  best_guess (table_of S' P' key1 view1) (eq11 goes_on1 (table_of S' P' key1 view1)) <= 1 / 2%:R + delta.
Notation whole := (two_table S P key1 view1 key2 view2).

(** All of the second run is seen. *)
Definition seen_all z e (o : bool * (V1 * (bits B2 * bits T2))) : R :=
  let: (k, (v, (s2, a2))) := o in fine_table S P s2 a2 key1 view1 z e (k, v).

Lemma first_alone : apart whole (ideal_first goes_on1 whole) <= 4%:R * delta.
Proof.
case: (pickP (fun _ : Z => true)) => [z0 _ | none]; last first.
  rewrite /apart big1 ?mulr_ge0 ?ler0n // => o _; by rewrite big_pred0.
have coarse : best_guess whole (ideal_first goes_on1 whole) <= best_guess seen_all (eq11 (fun v => goes_on1 v.1) seen_all).
  apply: (seeing_less (h := fun v : V1 * (bits B2 * bits T2) => (v.1, (key2 v.2.1 v.2.2, view2 v.2.1 v.2.2)))) => // z e k [v [k2 v2]].
  transitivity (\sum_s2 \sum_(a2 | (key2 s2 a2, view2 s2 a2) == (k2, v2)) fine_table S P s2 a2 key1 view1 z e (k, v)).
    rewrite /two_table [LHS]sum_beside; apply: eq_bigr => s2 _; rewrite [RHS]exchange_big /=; apply: eq_bigr => s1 _.
    rewrite [LHS]big_mkcond [LHS]sum_beside [RHS]big_mkcond; apply: eq_bigr => a2 _.
    rewrite -big_mkcond; case: ifP => here.
      by apply: eq_bigl => a1; rewrite !left_beside !right_beside !xpair_eqE -xpair_eqE here andbT.
    by rewrite big_pred0 // => a1; rewrite !left_beside !right_beside !xpair_eqE -xpair_eqE here !andbF.
  pose F (v' : V1) (s2 : bits B2) (a2 : bits T2) := if (v', (key2 s2 a2, view2 s2 a2)) == (v, (k2, v2))
    then fine_table S P s2 a2 key1 view1 z e (k, v') else 0.
  rewrite [RHS]big_mkcond (eq_bigr (fun o => F o.1 o.2.1 o.2.2)) => [|[v' [s2 a2]] _ //].
  rewrite -(pair_bigA _ (fun v' o => F v' o.1 o.2)) /= (bigD1 v) //= [X in _ = _ + X]big1 ?addr0 => [|v' ne]; last first.
    by rewrite big1 // => o _; rewrite /F xpair_eqE (negbTE ne).
  rewrite -(pair_bigA _ (F v)) /=; apply: eq_bigr => s2 _; rewrite big_mkcond; apply: eq_bigr => a2 _.
  by rewrite /F [in RHS]xpair_eqE eqxx.
have -> : 4%:R * delta = \sum_s2 \sum_a2 given S P s2 a2 z0 * (4%:R * delta).
  rewrite (eq_bigr (fun s2 => (\sum_a2 given S P s2 a2 z0) * (4%:R * delta))) => [|s2 _]; last by rewrite mulr_suml.
  rewrite -mulr_suml; have -> : \sum_s2 \sum_a2 given S P s2 a2 z0 = 1; last by rewrite mul1r.
  have [_ /(_ z0) total] := two_probabilities setting.
  rewrite -total (eq_bigr (fun s2 => \sum_s1 \sum_e S z0 e (beside s1 s2))) => [|s2 _].
    by rewrite -(sum_beside (fun s => \sum_e S z0 e s)) exchange_big.
  rewrite (eq_bigr (fun a2 => \sum_s1 \sum_a1 \sum_e joint2 S P z0 e (beside s1 s2) (beside a1 a2))) => [|a2 _]; last exact: (givenE setting).
  rewrite exchange_big; apply: eq_bigr => s1 _; rewrite -(sum_beside (fun a => \sum_e joint2 S P z0 e (beside s1 s2) a)).
  rewrite exchange_big; apply: eq_bigr => e _; rewrite /joint2 -mulr_sumr.
  by have [_ norm _] := two_boxes setting z0 e; rewrite norm mulr1.
have quarter : 0 < 1 / 4%:R :> R by rewrite divr_gt0 ?ltr01 ?ltr0n.
move: coarse; rewrite /best_guess ler_add2l ler_pmul2l // => coarse; apply: le_trans coarse _.
pose H (kv : bool * V1) s2 a2 := \big[Num.max/0]_(z : Z) \sum_(e : E)
  `|fine_table S P s2 a2 key1 view1 z e kv - eq11 goes_on1 (fine_table S P s2 a2 key1 view1) z e kv|.
have -> : apart seen_all (eq11 (fun v => goes_on1 v.1) seen_all) = \sum_s2 \sum_a2 \sum_kv H kv s2 a2.
  rewrite pair_bigA exchange_big pair_bigA /= /apart.
  rewrite (reindex (fun q : (bool * V1) * (bits B2 * bits T2) => (q.1.1, (q.1.2, q.2)))) /=.
    by apply: eq_bigr => -[[k v] [s2 a2]] _.
  by exists (fun o : bool * (V1 * (bits B2 * bits T2)) => ((o.1, o.2.1), o.2.2)) => [[[k v] w] | [k [v w]]].
apply: ler_sum => s2 _; apply: ler_sum => a2 _; exact: (fine_apart setting s2 a2 z0 bound1).
Qed.
End TwoRuns.

(** ** The two runs the other way round *)
Section Turned.
Variables (R : realFieldType).

Definition turned (A B : finType) (s : bits (B + A)) : bits (A + B) := beside (right_part s) (left_part s).

Lemma turnedK (A B : finType) : cancel (@turned A B) (@turned B A).
Proof. by move=> s; rewrite /turned left_beside right_beside beside_parts. Qed.

Definition turned_place (A B : finType) (j : B + A) : A + B := match j with inl b => inr b | inr a => inl a end.

Lemma turned_flip (A B : finType) j (s : bits (B + A)) : turned (flip j s) = flip (turned_place j) (turned s).
Proof. by case: j => j; apply/ffunP => -[q | q]; rewrite !ffunE ?addbF. Qed.

Lemma sum_turned (A B : finType) (F : bits (A + B) -> R) : \sum_s F s = \sum_s F (turned s).
Proof. by apply: reindex; exists (@turned B A) => s _; rewrite turnedK. Qed.

Variables (N1 N2 : nat) (L1 L2 Z E : finType).
Notation B1 := (source_bits N1 L1).
Notation B2 := (source_bits N2 L2).
Notation T1 := (all_parties N1).
Notation T2 := (all_parties N2).
Variables (S : Z -> E -> bits (B1 + B2) -> R) (P : Z -> E -> table R (T1 + T2)%type) (eps : R).

Definition turned_source z e (s : bits (B2 + B1)) : R := S z e (turned s).
Definition turned_boxes z e : table R (T2 + T1)%type := fun a x => P z e (turned a) (turned x).

Lemma joint_turned z e s a : joint2 turned_source turned_boxes z e s a = joint2 S P z e (turned s) (turned a).
Proof. by rewrite /joint2 /turned_source /turned_boxes /turned !left_beside !right_beside. Qed.

Lemma turned_setting : assumptions2 S P eps -> assumptions2 turned_source turned_boxes eps.
Proof.
move=> setting; have [S0 S1] := two_probabilities setting; split.
- split=> [z e s | z]; first exact: S0.
  by rewrite -(S1 z); apply: eq_bigr => e _; rewrite [RHS]sum_turned.
- move=> z e j s; rewrite /prob_given_others /prob_others !sum_agree /turned_source turned_flip.
  by have := @two_source _ _ _ _ _ _ _ _ _ _ setting z e (turned_place j) (turned s); rewrite /prob_given_others /prob_others !sum_agree.
- move=> z e; have [P0 norm /nonsignallingP ns] := two_boxes setting z e.
  split=> [a x | x | ]; first exact: P0.
    by rewrite -(norm (turned x)) [RHS]sum_turned.
  by apply/nonsignallingP => i a x; rewrite /turned_boxes !turned_flip ns.
by move=> z z' s a; rewrite (eq_bigr _ (fun e _ => joint_turned z e s a)) (two_adversary setting z z');
  apply: eq_bigr => e _; rewrite joint_turned.
Qed.

Variables (V1 V2 : finType).
Variables (key1 : bits B1 -> bits T1 -> bool) (view1 : bits B1 -> bits T1 -> V1) (goes_on1 : V1 -> bool).
Variables (key2 : bits B2 -> bits T2 -> bool) (view2 : bits B2 -> bits T2 -> V2) (goes_on2 : V2 -> bool).
Notation whole := (two_table S P key1 view1 key2 view2).
Notation whole' := (two_table turned_source turned_boxes key2 view2 key1 view1).

Lemma two_turned z e k1 v1 k2 v2 : whole' z e (k2, (v2, (k1, v1))) = whole z e (k1, (v1, (k2, v2))).
Proof.
rewrite /two_table [RHS]sum_turned; apply: eq_bigr => s _.
rewrite [RHS]big_mkcond [RHS]sum_turned -[RHS]big_mkcond; apply: eq_big => [a | a _]; last by rewrite joint_turned.
rewrite /turned !left_beside !right_beside !xpair_eqE.
by rewrite [in RHS]andbA [RHS]andbC andbA.
Qed.

Lemma apart_turned : apart whole (ideal_second goes_on2 whole) = apart whole' (ideal_first goes_on2 whole').
Proof.
rewrite /apart (reindex (fun o : bool * (V2 * (bool * V1)) => (o.2.2.1, (o.2.2.2, (o.1, o.2.1))))) /=.
  apply: eq_bigr => -[k2 [v2 [k1 v1]]] _ /=; apply: eq_bigr => z _; apply: eq_bigr => e _.
  by rewrite /ideal_first /eq11 /= !two_turned.
exists (fun o : bool * (V1 * (bool * V2)) => (o.2.2.1, (o.2.2.2, (o.1, o.2.1)))) => [[k2 [v2 [k1 v1]]] | [k1 [v1 [k2 v2]]]] //.
Qed.

(** Two runs with devices of their own: if each alone is within delta_i for whatever source and devices its assumptions allow,
    then both together are within the sum. *)
Theorem two_runs (delta1 delta2 : R) : assumptions2 S P eps -> 0 <= delta1 -> 0 <= delta2 ->
  (forall (S' : Z -> E -> bits B1 -> R) (P' : Z -> E -> table R T1), assumptions S' P' eps ->
    best_guess (table_of S' P' key1 view1) (eq11 goes_on1 (table_of S' P' key1 view1)) <= 1 / 2%:R + delta1) ->
  (forall (S' : Z -> E -> bits B2 -> R) (P' : Z -> E -> table R T2), assumptions S' P' eps ->
    best_guess (table_of S' P' key2 view2) (eq11 goes_on2 (table_of S' P' key2 view2)) <= 1 / 2%:R + delta2) ->
  best_guess whole (ideal_first goes_on1 (ideal_second goes_on2 whole)) <= 1 / 2%:R + (delta1 + delta2).
Proof.
move=> setting d1 d2 bound1 bound2; rewrite /best_guess ler_add2l.
rewrite mulrC -ler_pdivl_mulr ?divr_gt0 ?ltr01 ?ltr0n // div1r invrK [X in _ <= X]mulrC mulrDr.
apply: le_trans (composition goes_on1 goes_on2 whole) _; apply: ler_add; first exact: (first_alone setting _ _ d1 bound1).
by rewrite apart_turned; apply: (first_alone (turned_setting setting) _ _ d2 bound2).
Qed.
End Turned.

(** ** Two runs of the protocol of [Definitions.v], with any selection rules and tolerances *)
Section TwoGuesses.
Variables (R : realFieldType) (N1 N2 Nd1 Nd2 m1 m2 : nat) (L1 L2 Z E : finType) (eps : R).
Variables (choice1 : bits L1 -> 'I_Nd1 -> bits 'I_m1) (w1 : nat) (t1 : parties3).
Variables (choice2 : bits L2 -> 'I_Nd2 -> bits 'I_m2) (w2 : nat) (t2 : parties3).
Variables (S : Z -> E -> bits (source_bits N1 L1 + source_bits N2 L2) -> R) (P : Z -> E -> table R (all_parties N1 + all_parties N2)%type).
Notation whole := (two_table S P (key choice1 w1 t1) (published choice1 w1) (key choice2 w2 t2) (published choice2 w2)).

Lemma guess_table N Nd m (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m) (S' : Z -> E -> bits (source_bits N L) -> R)
    (P' : Z -> E -> table R (all_parties N)) w t :
  guess choice S' P' w t = best_guess (table_of S' P' (key choice w t) (published choice w))
    (eq11 snd (table_of S' P' (key choice w t) (published choice w))).
Proof.
rewrite guessE /best_guess /apart; congr (_ + _ * _); apply: eq_bigr => -[k v] _; apply: eq_bigr => z _; apply: eq_bigr => e _.
by rewrite whole_idealE /eq11 !whole_tableE.
Qed.

Theorem two_guesses (delta1 delta2 : R) : assumptions2 S P eps -> 0 <= delta1 -> 0 <= delta2 ->
  (forall (S' : Z -> E -> bits (source_bits N1 L1) -> R) (P' : Z -> E -> table R (all_parties N1)), assumptions S' P' eps ->
    guess choice1 S' P' w1 t1 <= 1 / 2%:R + delta1) ->
  (forall (S' : Z -> E -> bits (source_bits N2 L2) -> R) (P' : Z -> E -> table R (all_parties N2)), assumptions S' P' eps ->
    guess choice2 S' P' w2 t2 <= 1 / 2%:R + delta2) ->
  best_guess whole (ideal_first snd (ideal_second snd whole)) <= 1 / 2%:R + (delta1 + delta2).
Proof.
move=> setting d1 d2 bound1 bound2; apply: two_runs setting d1 d2 _ _ => S' P' setting'; rewrite -guess_table;
  [exact: bound1 | exact: bound2].
Qed.
End TwoGuesses.

(** ** Two runs of the paper's protocol *)
Theorem two_paper_runs (R : realFieldType) (N1 N2 Nd1 Nd2 m1 m2 : nat) (Z E : finType) (eps : R)
    (S : Z -> E -> bits (source_bits N1 [finType of 'I_m1] + source_bits N2 [finType of 'I_m2]) -> R)
    (P : Z -> E -> table R (all_parties N1 + all_parties N2)%type) :
  0 < eps <= 1 / 2%:R -> (3 * (Nd1 * 2 ^ m1) <= N1 + 2)%N -> (3 * (Nd2 * 2 ^ m2) <= N2 + 2)%N -> assumptions2 S P eps ->
  let whole := two_table S P (paper_key (@xor Nd1) first_three) (@paper_published N1 Nd1 m1)
    (paper_key (@xor Nd2) first_three) (@paper_published N2 Nd2 m2) in
  let excess Nd m := 1 / 4%:R * ((1 / 2%:R) ^+ Nd + (1 - eps) ^+ m * (32%:R * eps ^- 5) ^+ Nd) in
  best_guess whole (ideal_first snd (ideal_second snd whole)) <= 1 / 2%:R + (excess Nd1 m1 + excess Nd2 m2).
Proof.
move=> weak large1 large2 setting; cbv zeta; have /andP[eps0 half] := weak.
pose excess Nd m : R := 1 / 4%:R * ((1 / 2%:R) ^+ Nd + (1 - eps) ^+ m * (32%:R * eps ^- 5) ^+ Nd).
rewrite -[X in _ <= _ + (X + _)]/(excess Nd1 m1) -[X in _ <= _ + (_ + X)]/(excess Nd2 m2).
have one : 1 / 2%:R <= 1 :> R by rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n.
have excess0 Nd m : 0 <= excess Nd m.
  have h0 (n : nat) : 0 <= 1 / n%:R :> R by rewrite divr_ge0 ?ler01 ?ler0n.
  rewrite mulr_ge0 // addr_ge0 ?exprn_ge0 // mulr_ge0 ?exprn_ge0 ?subr_ge0 ?(le_trans half) //.
  by rewrite mulr_ge0 ?ler0n // -exprVn exprn_ge0 // invr_ge0 ltW.
apply: two_runs setting (excess0 _ _) (excess0 _ _) _ _ => S' P' setting'.
  by have := eq13_sharper weak large1 setting' (lexx _) (lexx 1); rewrite mulr1.
by have := eq13_sharper weak large2 setting' (lexx _) (lexx 1); rewrite mulr1.
Qed.
