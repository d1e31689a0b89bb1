(** * What cells that are tested are charged by any source whose strings differ in probability by some factor of their distance

    With a tolerance for wrong cells, and for any code: loads are polynomials in x, one x for each source bit that differs, and each
    x^d is in the end replaced by the factor for d bits. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum poly.
From Freebit Require Import Definitions Paper Boxes Tensor Selection Expectation General TestedDefinitions Master Walk TestedCells
  TestedTheorems.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** What is charged *)

(** [R5.82] The load of the outputs [a] and the inputs [x] of a cell as a polynomial: its numbers H_y(a,x), by the distance of [y] *)
Definition load14 (R : realFieldType) (k : kind) (v : R) (H : bits (seats k) -> table R (seats k)) (a x : bits (seats k)) : {poly R} :=
  v%:P + \sum_(y | asked y) H y a x *: 'X^(distance (undeal y) (undeal x)).

(** [R5.104] What the outputs and inputs of some cells, one after the other, are charged if at most [t] of them may be wrong:
    [q m t] says how much of a right cell is left as it is if [m] cells and the tolerance [t] are still to come. *)
Definition charges14 (R : realFieldType) (k : kind) (v : R) H (q : nat -> nat -> R) :
    seq (bits (seats k) * bits (seats k)) -> nat -> {poly R} :=
  walk (fun e r t => (q (size r) t * (~~ loses e.1 e.2)%:R)%:P + (1 - q (size r) t) *: load14 v H e.1 e.2)
       (fun e _ _ => ((loses e.1 e.2)%:R)%:P).

(** [M] is at least what any [w] entries are charged with a tolerance of at most [T], each x^d replaced by [rho d]. *)
Definition covers14 (R : realFieldType) (k : kind) (v : R) H (rho : nat -> R) (q : nat -> nat -> R) (w T : nat) (M : R) : Prop :=
  forall (r : seq (bits (seats k) * bits (seats k))) t, size r = w -> all (fun e => asked e.2) r -> (t <= T)%N ->
  replaced rho (charges14 v H q r t) <= M.

(** The least of [M 0], ..., [M w] *)
Fixpoint least14 (R : realFieldType) (M : nat -> R) (w : nat) : R := if w is w'.+1 then Num.min (M w) (least14 M w') else M 0%N.

Lemma least14_at (R : realFieldType) (M : nat -> R) w : {m | (m <= w)%N & least14 M w = M m}.
Proof.
elim: w => [|w [m le E]] /=; first by exists 0%N.
by case: (leP (M w.+1) (least14 M w)) => _; [exists w.+1 | exists m => //; apply: ltnW].
Qed.

Lemma least14_falls (R : realFieldType) (M : nat -> R) w : least14 M w.+1 <= least14 M w.
Proof. by rewrite /= le_minl lexx orbT. Qed.

(** ** Any code, any code, and any source whose strings differ in probability by [rho] of their distance *)
Section General14.
Variables (R : realFieldType) (k : kind) (N n T : nat) (L : finType) (code : L -> nat -> bool) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (rho : nat -> R).
Hypothesis prop : proper k.
Hypotheses (nonneg : forall z e s, 0 <= S z e s) (normal : forall z, \sum_e \sum_s S z e s = 1).
Hypotheses (rho0 : forall d, 0 <= rho d) (near : forall z e s s', S z e s <= rho (distance s s') * S z e s').
Notation p := (tested k N n T code).
Hypotheses (boxes : forall z e, box (P z e)).
Hypotheses (unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a).
Variables (v : R) (G V H : bits (seats k) -> table R (seats k)).
Hypothesis certified : forall y, asked y -> tested_certificate v y (G y) (V y) (H y).

Notation cell := (@quintuplet N (seats k)).
Notation drawn_at := (@quintuplet N (drawn k)).
Notation zero := [ffun=> false].

Let A := certified_part v H.
Let only (b : bool) y : table R (seats k) := fun a x => (x == y)%:R * (loses a x == b)%:R.

Let A0 y a x : asked y -> 0 <= A y a x.
Proof. exact: (certified_ge0 certified). Qed.

Let only_ge0 b y a x : 0 <= only b y a x.
Proof. by rewrite /only mulr_ge0 ?ler0n. Qed.

Let only_off b y a x : asked y -> ~~ asked x -> only b y a x = 0.
Proof. by rewrite /only => y_asked x_off; case: eqP => [xy | _]; [rewrite xy y_asked in x_off | rewrite mul0r]. Qed.

Let part_size b c y a x : `|part_of R b c y a x| <= only b y a x.
Proof.
rewrite /part_of !normrM !normr_nat mulrA -[X in _ <= X]mulr1; apply: ler_wpmul2l; first exact: only_ge0.
by case: c; rewrite ?normr_sign ?normr1.
Qed.

(** A polynomial for each source string behind y: what is at the distance d from [x] is marked with x^d. *)
Let marked (F : bits (seats k) -> table R (seats k)) a x : {poly R} :=
  \sum_(y | asked y) F y a x *: 'X^(distance (undeal y) (undeal x)).

Lemma marked_itself (c : bits (seats k) -> R) x : asked x ->
  \sum_(y | asked y) ((x == y)%:R * c y) *: 'X^(distance (undeal y) (undeal x)) = (c x)%:P.
Proof.
move=> x_asked; rewrite (bigD1 x) //= big1 ?addr0 => [|y /andP[_ /negbTE]]; last first.
  by rewrite eq_sym => ->; rewrite mul0r scale0r.
have /eqP -> : distance (undeal x) (undeal x) == 0%N by apply/distance0P.
by rewrite eqxx mul1r expr0 -mul_polyC mulr1.
Qed.

Lemma load14E a x : asked x -> marked A a x = load14 v H a x.
Proof.
move=> x_asked; rewrite /marked /load14 /A /certified_part /honest_part x_asked.
rewrite (eq_bigr (fun y => ((x == y)%:R * v) *: 'X^(distance (undeal y) (undeal x)) + H y a x *: 'X^(distance (undeal y) (undeal x)))) => [|y _]; last first.
  by rewrite mul1r scalerDl [v * _]mulrC.
by rewrite big_split /= (marked_itself (fun=> v)).
Qed.

Lemma onlyE b a x : asked x -> marked (only b) a x = ((loses a x == b)%:R)%:P.
Proof. by move=> x_asked; rewrite /marked (marked_itself (fun=> _)). Qed.

(** *** One mask, of whose cells the last [m0] are charged *)
Section Mask.
Variables (u : bits L) (m0 : nat) (q : nat -> nat -> R) (M : R).
Hypotheses (q0 : forall m t, 0 <= q m t) (q1 : forall m t, q m t <= 1) (M0 : 0 <= M).
Hypotheses (short : (m0 <= word_weight n code u)%N) (covered : (m0 <= N)%N -> covers14 v H rho q m0 T M).

Let q1' m t : 0 <= 1 - q m t. Proof. by rewrite subr_ge0. Qed.

Let HA (i : bool) (m t : nat) y : table R (seats k) := fun a x =>
  if i && (m < m0)%N then q m t * only false y a x + (1 - q m t) * A y a x else only false y a x.
Let HW (i : bool) (m t : nat) y : table R (seats k) := only true y.

Let HA0 i m t y a x : asked y -> 0 <= HA i m t y a x.
Proof.
move=> y_asked; rewrite /HA; case: ifP => _; last exact: only_ge0.
by apply: addr_ge0; apply: mulr_ge0; rewrite ?q0 ?q1' ?A0 // only_ge0.
Qed.

Let HA_off i m t y a x : asked y -> ~~ asked x -> HA i m t y a x = 0.
Proof.
by move=> y_asked x_off; rewrite /HA /A only_off // (certified_off _ _ _ y_asked x_off) !mulr0 addr0; case: ifP.
Qed.

Let HW0 (i : bool) (m t : nat) y a x : asked y -> 0 <= HW i m t y a x.
Proof. by move=> _; apply: only_ge0. Qed.

Let HW_off (i : bool) (m t : nat) y a x : asked y -> ~~ asked x -> HW i m t y a x = 0.
Proof. exact: only_off. Qed.

Lemma HAE i m t a x : asked x -> marked (HA i m t) a x =
  if i && (m < m0)%N then (q m t * (~~ loses a x)%:R)%:P + (1 - q m t) *: load14 v H a x else ((~~ loses a x)%:R)%:P.
Proof.
move=> x_asked; have -> : (~~ loses a x) = (loses a x == false) by case: (loses a x).
rewrite /HA; case: ifP => _; last exact: onlyE.
rewrite -load14E // polyCM -onlyE // mul_polyC /marked !scaler_sumr -big_split /=.
by apply: eq_bigr => y _; rewrite scalerDl !scalerA.
Qed.

(** What cells are charged, those that are not masked in coming first *)
Definition charged_walk (i : pred 'I_N) a x : seq 'I_N -> nat -> {poly R} :=
  walk (fun c r t => marked (HA (i c) (count i r) t) (cell c a) (cell c x)) (fun c _ _ => marked (HW (i c) 0%N 0%N) (cell c a) (cell c x)).

Lemma covered_charges (i : pred 'I_N) a x r t : (m0 <= N)%N -> all (fun c => asked (cell c x)) r -> all i r -> size r = m0 -> (t <= T)%N ->
  replaced rho (charged_walk i a x r t) <= M.
Proof.
move=> small all_asked all_i size_r le_t; pose entry c := (cell c a, cell c x).
suff -> : charged_walk i a x r t = charges14 v H q (map entry r) t.
  apply: covered => //; rewrite ?size_map //; rewrite all_map; exact: all_asked.
have : (size r <= m0)%N by rewrite size_r.
rewrite /charged_walk /charges14.
elim: r t all_asked all_i {size_r le_t} => [|c r IH] t //= /andP[ca all_asked] /andP[ci all_i] le.
have {}IH t' := IH t' all_asked all_i (ltnW le).
have cnt : count i r = size r by apply/eqP; rewrite -all_count.
rewrite !IH HAE // onlyE // ci cnt le /= size_map; congr (_ + _).
by case: t => [|t]; rewrite ?IH //; case: (loses _ _).
Qed.

(** A cell that is not charged is right and costs nothing, or is wrong and takes one from the tolerance. *)
Lemma skip_cell (i : pred 'I_N) a x c r t : asked (cell c x) -> ~~ (i c && (count i r < m0)%N) ->
  (forall t', (t' <= t)%N -> replaced rho (charged_walk i a x r t') <= M) -> replaced rho (charged_walk i a x (c :: r) t) <= M.
Proof.
move=> ca /negbTE free IH; rewrite /charged_walk /= HAE // onlyE // free; case: (loses _ _); rewrite /= ?mul0r ?mul1r ?add0r.
  by case: t IH => [|t] IH; rewrite ?replaced0 ?mul1r //; apply: IH; apply: leqnSn.
by case: t IH => [|t] IH; rewrite ?mul0r addr0; apply: IH.
Qed.

Lemma charged_walk_le (i : pred 'I_N) a x r r' t : (m0 <= N)%N -> all (fun c => asked (cell c x)) (r ++ r') ->
  all (predC i) r -> all i r' -> (m0 <= size r')%N -> (t <= T)%N -> replaced rho (charged_walk i a x (r ++ r') t) <= M.
Proof.
move=> small; elim: r t => [|c r IH] t /=; last first.
  move=> /andP[ca all_asked] /andP[/negbTE ci all_r] all_r' many le.
  by apply: skip_cell => [//||t' le']; [rewrite ci | apply: IH => //; apply: leq_trans le' le].
elim: r' t => [|c r' IH] t /=.
  by move=> _ _ _; rewrite leqn0 => /eqP m0E le; apply: covered_charges; rewrite ?m0E.
move=> /andP[ca all_asked] _ /andP[ci all_i] many le.
have cnt : count i r' = size r' by apply/eqP; rewrite -all_count.
case: (ltnP (size r') m0) => [lt | ge].
  by apply: covered_charges => //=; rewrite ?ca ?ci //; apply/eqP; rewrite eqn_leq lt many.
by apply: skip_cell => [//||t' le']; [rewrite cnt ltnNge ge andbF | apply: IH => //; apply: leq_trans le' le].
Qed.

Lemma below_walk0 (C : eqType) (F W : C -> seq C -> nat -> {poly R}) r t :
  (forall c r t, below 0 (F c r t)) -> (forall c r t, below 0 (W c r t)) -> below 0 (walk F W r t).
Proof.
move=> F0 W0; elim: r t => [|c r IH] t /=; first by move=> j; rewrite coef0 coef1 ler0n.
case: t => [|t]; first by rewrite addr0; apply: below_mul0.
rewrite -[X in below X _](addr0 0); apply: below_add; exact: below_mul0.
Qed.

Lemma charged14 (s' : bits ('I_N * drawn k)) a :
  \sum_s rho (distance s s') * (\sum_o weights n T code HA HW u o s s' a) <= M.
Proof.
set D := kept_cells s'; pose i := masks code u s'.
pose price (F : bool -> nat -> nat -> bits (seats k) -> table R (seats k)) c d r' t' : {poly R} := if asked (deal d)
  then F (i c) (count i r') t' (deal d) (cell c a) (cell c (dealt s')) *: 'X^(distance d (drawn_at c s')) else 0.
have price0 F c d r' t' : (forall i m t' y a x, asked y -> 0 <= F i m t' y a x) -> below 0 (price F c d r' t').
  move=> F0 j; rewrite /price coef0; case: ifP => [y_asked | _]; last by rewrite coef0.
  by rewrite coefZ coefXn mulr_ge0 ?ler0n ?F0.
pose W s := walk (fun c => price HA c (drawn_at c s)) (fun c => price HW c (drawn_at c s)) (order code u s') T.
have W0 s : below 0 (W s) by apply: below_walk0 => c r' t'; apply: price0.
have setD : [set c in order code u s'] = D by apply/setP => c; rewrite inE mem_order.
apply: (@le_trans _ _ (replaced rho (\sum_(s | agree_outside D s' s && (n <= #|D|)%N) W s))).
  rewrite replaced_sum [X in _ <= X]big_mkcond; apply: ler_sum => s _ /=.
  rewrite sum_weights; case: ifP => [/andP[many agree] | _]; last by rewrite mulr0; case: ifP => // _; apply: replaced_ge0.
  case: (boolP [forall c in kept_cells s, asked (cell c (dealt s'))]) => [/forall_inP all_asked | ]; last first.
    rewrite negb_forall_in => /exists_inP[c cD off].
    by rewrite (honest_walk_off _ _ _ _ _ _ cD off) ?mulr0 //; case: ifP => // _; apply: replaced_ge0.
  have same := kept_same agree all_asked.
  rewrite /D same agree_outside_sym agree many /=.
  have masksE : masks code u s =1 i by move=> c; rewrite /i /masks same.
  have orderE : order code u s = order code u s' by rewrite /order same; congr (_ ++ _); apply: eq_filter => c; rewrite -/i masksE.
  rewrite (distance_outside agree) mulrC -replacedXn -replacedZ le_eqVlt; apply/orP; left; apply/eqP; congr (replaced _ _).
  rewrite -mul_polyC mulrC (big_morph _ (fun i j => exprD 'X i j) (expr0 'X)) -big_enum /= -(perm_big _ (order_all code u s)).
  rewrite /honest_walk /walk_at (rmorph_walk (polyC_rmorphism R)) walk_scale /W -orderE.
  apply: eq_walk => c; rewrite mem_order => /kept_asked y_asked r' t';
    by rewrite /here /price -cell_dealt y_asked masksE (eq_count masksE) /= mulrC mul_polyC.
case: (leqP n #|D|) => many; last first.
  by rewrite big_pred0 ?replaced0 // => s; rewrite andbF.
rewrite (eq_bigl (agree_outside D s')) => [|s]; last by rewrite andbT.
rewrite -setD (sum_walk (price HA) (price HW) T s' (order_uniq _ _ _)).
have priceE F c r' t' : c \in D ->
    \sum_d price F c d r' t' = marked (F (i c) (count i r') t') (cell c a) (cell c (dealt s')).
  move=> cD; rewrite -big_mkcond /= (sum_asked prop (fun y d => F _ _ _ y _ _ *: 'X^(distance d _))).
  by apply: eq_bigr => y _; rewrite [cell c (dealt s')]cell_dealt (proj1 prop).
have -> : walk (fun c r' t' => \sum_d price HA c d r' t') (fun c r' t' => \sum_d price HW c d r' t') (order code u s') T =
    charged_walk i a (dealt s') (order code u s') T.
  by apply: eq_walk => c; rewrite mem_order => cD r' t'; rewrite priceE.
have masked : size [seq c <- enum D | i c] = count i (enum D) by rewrite size_filter.
have enough : (m0 <= size [seq c <- enum D | i c])%N.
  by rewrite masked; apply: leq_trans short (word_on_cells (word_at code u) many).
apply: charged_walk_le => //.
- apply: leq_trans enough _; rewrite size_filter; apply: leq_trans (count_size _ _) _.
  by rewrite -cardE -[X in (_ <= X)%N](card_ord N) max_card.
- by apply/allP => c; rewrite -/(order code u s') mem_order => /kept_asked.
- by apply/allP => c; rewrite mem_filter => /andP[].
by apply/allP => c; rewrite mem_filter => /andP[].
Qed.

Lemma dominated14 : dominated p rho u (weights n T code HA HW u) (fun _ _ => M).
Proof.
split; [move=> [shown w] s s' a | | by move=> s' a; apply: charged14].
  by rewrite /weights; case: ifP => // _; apply: honest_walk_of_ge0.
move=> Q s o pos ns; apply: weights_dominate_tested => //.
move=> {o pos ns} u' {}s w {}Q event pos ns sub outside.
pose y c := cell c (dealt s).
pose counted c r' := masks code u' s c && (count (masks code u' s) r' < m0)%N.
pose share r' t := q (count (masks code u' s) r') t.
pose GA c r' t : table R (seats k) := if counted c r'
  then fun a x => share r' t * part_of R false true (y c) a x + (1 - share r' t) * G (y c) a x
  else part_of R false (masks code u' s c) (y c).
pose EA c r' t : table R (seats k) := fun a x => if counted c r'
  then share r' t * only false (y c) a x + (1 - share r' t) * (V (y c) a x + honest_part H (y c) a x) else only false (y c) a x.
apply: (@sign_bound R k N Q pos ns _ w _ _ event T sub outside _ (order_uniq code u' s) (mem_order code u' s) GA EA).
- move=> c r' t /kept_asked y_asked; rewrite /GA /counted -/(y c) in y_asked *.
  case: (masks code u' s c); case: (_ < _)%N => //=; try by [].
  move=> Q' pos' ns'; rewrite pairingD !pairingZ -(alike_right certified y_asked pos' ns').
  by rewrite -mulrDl addrC subrK mul1r.
- move=> c r' t a x /kept_asked y_asked; rewrite /GA /EA -/(y c) in y_asked *; case: (counted c r'); last exact: part_size.
  apply: le_trans (ler_norm_add _ _) _; rewrite [X in X + _]normrM [X in _ + X]normrM (ger0_norm (q0 _ _)) (ger0_norm (q1' _ _)).
  apply: ler_add; apply: ler_wpmul2l; [exact: q0 | exact: part_size | exact: q1' |].
  by have [_ _ _ _ dom] := certified y_asked; apply: dom.
- by move=> c r' t a x _; apply: part_size.
move=> c r' t /kept_asked y_asked; rewrite /here /EA /HA -/(counted c r') -/(y c) in y_asked *; case: (counted c r'); last by [].
move=> Q' pos' ns'; rewrite !pairingD !pairingZ; congr (_ + _ * _).
by rewrite (alike_certified certified y_asked pos' ns').
Qed.
End Mask.

(** *** All masks *)
Lemma guess_near (m0 : bits L -> nat) (q : bits L -> nat -> nat -> R) (M : bits L -> R) :
  (forall u m t, 0 <= q u m t <= 1) -> (forall u, 0 <= M u) -> (forall u, u != zero -> (m0 u <= word_weight n code u)%N) ->
  (forall u, u != zero -> (m0 u <= N)%N -> covers14 v H rho (q u) (m0 u) T (M u)) ->
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * \sum_(u | u != zero) M u.
Proof.
move=> q01 M0 short covered; case: (pickP (fun _ : Z => true)) => [z _ | none]; last first.
  rewrite /guess_of ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
  rewrite big1 ?sumr_ge0 // => key _; by rewrite big1 // => view _; rewrite big_pred0.
have q0 u m t : 0 <= q u m t by have /andP[] := q01 u m t.
have q1 u m t : q u m t <= 1 by have /andP[] := q01 u m t.
apply: le_trans (master_bound_of nonneg boxes unheard rho0 near z
  (fun u ne => dominated14 (q0 u) (q1 u) (M0 u) (short u ne) (covered u ne))) _.
rewrite ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
apply: ler_sum => u _; rewrite -[X in _ <= X]mulr1 -(seen_of_total_of p normal boxes z) mulr_sumr.
by apply: ler_sum => s _; rewrite mulr_sumr.
Qed.
End General14.
