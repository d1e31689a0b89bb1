(** * The theorems about tested cells: P(guess) <= 1/2 + 1/4 P[Bin(n,u) <= T], for one bit and for many *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection Expectation Rows Grid TestedDefinitions Master
  Walk TestedCells.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** What a certificate says of functionals *)
Section Certified.
Variables (R : realFieldType) (k : kind) (eps : R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).
Implicit Types (y a x : bits (seats k)).
Notation r := ((1 - eps) / eps).

Let r0 : 0 <= r := ratio_ge0 eps0 eps1.

Lemma pairing_right y (P : table R (seats k)) :
  pairing (part_of R false true y) P = prob_right P y false - prob_right P y true.
Proof.
rewrite /pairing (bigD1 y) //= [X in _ + X]big1 ?addr0 => [|x /negbTE ne]; last first.
  by rewrite big1 // => a _; rewrite /part_of ne !mul0r.
rewrite (bigID (fun a => ~~ loses a y)) /= [X in _ + X]big1 ?addr0 => [|a /negPn lost]; last first.
  by rewrite /part_of lost mul0r mulr0 mul0r.
rewrite (bigID (fun a => yields a y == false)) /= /prob_right -sumrN; congr (_ + _).
  by apply: eq_bigr => a /andP[/negbTE won /eqP ay]; rewrite /part_of eqxx won ay !mul1r.
apply: eq_big => [a | a]; first by case: (yields a y).
by case/andP => /negbTE won; rewrite /part_of eqxx won; case: (yields a y) => //; rewrite !mul1r mulN1r.
Qed.

Variables (v : R) (G V H : bits (seats k) -> table R (seats k)).
Hypothesis certified : forall y, asked y -> tested_certificate v y (G y) (V y) (H y).

(** H, where it counts *)
Definition honest_part y : table R (seats k) := fun a x => (asked x)%:R * H y a x.
(** v, and H: what V + H acts like *)
Definition certified_part y : table R (seats k) := fun a x => v * (x == y)%:R + honest_part y a x.

Lemma alike_right y : asked y -> alike (part_of R false true y) (G y).
Proof. by move=> /certified[E _ _ _ _]; apply: acts_unnormalised => P /E ->; apply: pairing_right. Qed.

Lemma alike_certified y : asked y -> alike (fun a x => V y a x + honest_part y a x) (certified_part y).
Proof.
move=> /certified[_ E _ _ _]; apply: acts_unnormalised => P boxP; have [_ norm _] := boxP.
by rewrite !pairingD (E P boxP) pairingZ pairing_one norm mulr1.
Qed.

Lemma certified_ge0 y a x : asked y -> 0 <= certified_part y a x.
Proof.
move=> /certified[_ _ v0 H0 _]; rewrite addr_ge0 ?mulr_ge0 ?ler0n //; exact: H0.
Qed.

Lemma certified_off y a x : asked y -> ~~ asked x -> certified_part y a x = 0.
Proof.
move=> y_asked off; rewrite /certified_part /honest_part (negbTE off) mul0r addr0.
by case: eqP => [xy | _]; [rewrite xy y_asked in off | rewrite mulr0].
Qed.

(** The inputs themselves are charged nothing. *)
Lemma charge_itself x (c : bits (seats k) -> R) : asked x ->
  \sum_(y | asked y) r ^+ distance (undeal y) (undeal x) * ((x == y)%:R * c y) = c x.
Proof.
move=> x_asked; rewrite (bigD1 x) //= big1 ?addr0 => [|y /andP[_ /negbTE ne]]; last first.
  by rewrite eq_sym ne mul0r mulr0.
have -> : distance (undeal x) (undeal x) = 0%N by apply/eqP/distance0P.
by rewrite eqxx !mul1r.
Qed.

Lemma charge_certified load a x : asked x ->
  v + \sum_(y | asked y) H y a x * r ^+ distance (undeal y) (undeal x) <= load ->
  \sum_(y | asked y) r ^+ distance (undeal y) (undeal x) * certified_part y a x <= load.
Proof.
move=> x_asked; apply: le_trans; rewrite /certified_part.
rewrite (eq_bigr (fun y => r ^+ distance (undeal y) (undeal x) * ((x == y)%:R * v) +
    H y a x * r ^+ distance (undeal y) (undeal x))) => [|y _].
  by rewrite big_split /= (charge_itself (fun=> v)).
by rewrite mulrDr [v * _]mulrC /honest_part x_asked mul1r [H y a x * _]mulrC.
Qed.

End Certified.

(** ** Any protocol: a bound for each mask is a bound, also if the adversary has no measurement at all *)
Lemma guess_from_domination (R : realFieldType) (B T K O Z E : finType) (p : protocol B T K O)
    (S : Z -> E -> bits B -> R) (P : Z -> E -> table R T) (eps : R) w (c : bits K -> R) :
  assumptions_of p S P eps -> 0 < eps -> eps <= 1 -> (forall m, 0 <= c m) ->
  (forall m, domination p eps m (w m) (fun _ _ => c m)) ->
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * \sum_(m | m != [ffun=> false]) c m.
Proof.
move=> setting eps0 eps1 c0 dom; case: (pickP (fun _ : Z => true)) => [z _ | none].
  apply: le_trans (master_bound setting eps0 eps1 z (fun m _ => dom m)) _.
  rewrite ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
  apply: ler_sum => m _; rewrite -[X in _ <= X]mulr1 -(seen_of_total setting z) mulr_sumr.
  by apply: ler_sum => s _; rewrite mulr_sumr.
rewrite /guess_of ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
rewrite big1 ?sumr_ge0 // => key _; by rewrite big1 // => view _; rewrite big_pred0.
Qed.

(** ** Summation by parts: more weight early on is more, if what is weighed falls *)
Section Abel.
Variables (R : realFieldType) (b : nat -> R) (A B : nat -> nat).
Hypotheses (b0 : forall w, 0 <= b w) (falls : forall w, b w.+1 <= b w).

Lemma weighed_by_parts n : (forall w, (w <= n)%N -> (\sum_(v < w.+1) A v <= \sum_(v < w.+1) B v)%N) ->
  \sum_(w < n.+1) (A w)%:R * b w <= \sum_(w < n.+1) (B w)%:R * b w.
Proof.
pose total (F : nat -> nat) m : R := (\sum_(v < m.+1) F v)%N%:R.
pose weighed (F : nat -> nat) m : R := \sum_(w < m.+1) (F w)%:R * b w.
have totalS F m : total F m.+1 = total F m + (F m.+1)%:R by rewrite /total big_ord_recr /= natrD.
have weighedS F m : weighed F m.+1 = weighed F m + (F m.+1)%:R * b m.+1 by rewrite /weighed big_ord_recr.
move=> most; suff gap m : (m <= n)%N -> (total B m - total A m) * b m <= weighed B m - weighed A m.
  rewrite -subr_ge0; apply: le_trans (gap n (leqnn n)); apply: mulr_ge0 => //.
  by rewrite subr_ge0 ler_nat; apply: most.
elim: m => [|m IH] le_mn; first by rewrite /weighed /total !big_ord_recr !big_ord0 /= !add0r !add0n mulrBl.
rewrite !totalS !weighedS opprD addrACA [X in _ <= X](_ : _ = (weighed B m - weighed A m) +
    ((B m.+1)%:R - (A m.+1)%:R) * b m.+1); last by rewrite mulrBl opprD addrACA.
rewrite [X in X <= _]mulrDl ler_add2r; apply: le_trans (IH (ltnW le_mn)); apply: ler_wpmul2l => //.
by rewrite subr_ge0 ler_nat; apply: most; apply: ltnW.
Qed.

End Abel.

(** ** Many bits, for any code *)
Section ManyBits.
Variables (R : realFieldType) (k : kind) (N n T : nat) (L : finType) (code : L -> nat -> bool).
Variables (Z E : finType) (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)).
Variables (eps u : R).
Hypotheses (prop : proper k) (weak : 0 < eps <= 1 / 2%:R).
Hypothesis setting : assumptions_of (tested k N n T code) S P eps.
Hypothesis bounds : 0 <= u <= 1.
Hypothesis family : tested_family k eps (1 - u) (1 - u).
Notation cell := (@quintuplet N (seats k)).
Implicit Types (y a x : bits (seats k)).

Let eps0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Let eps1 : eps <= 1.
Proof. by have /andP[_ h] := weak; apply: le_trans h _; rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n. Qed.
Let u0 : 0 <= u. Proof. by have /andP[] := bounds. Qed.
Let u1 : u <= 1. Proof. by have /andP[] := bounds. Qed.
Notation r := ((1 - eps) / eps).

(** The inputs [y], with right outputs only or with wrong outputs only *)
Let only (b : bool) y : table R (seats k) := fun a x => (x == y)%:R * (loses a x == b)%:R.

Let only_ge0 b y a x : 0 <= only b y a x.
Proof. by rewrite /only mulr_ge0 ?ler0n. Qed.

Let only_off b y a x : asked y -> ~~ asked x -> only b y a x = 0.
Proof. by rewrite /only => y_asked x_off; case: eqP => [xy | _]; [rewrite xy y_asked in x_off | rewrite mul0r]. Qed.

Let only_charge b a x : asked x ->
  \sum_(y | asked y) r ^+ distance (undeal y) (undeal x) * only b y a x = (loses a x == b)%:R.
Proof. by move=> x_asked; rewrite (charge_itself _ (fun=> _)). Qed.

Let part_size b c y a x : `|part_of R b c y a x| <= only b y a x.
Proof.
rewrite /part_of !normrM !normr_nat mulrA -[X in _ <= X]mulr1; apply: ler_wpmul2l; first exact: only_ge0.
by case: c; rewrite ?normr_sign ?normr1.
Qed.

(** [R5.92] *)
Theorem many_bits_theorem : guess_of (tested k N n T code) S P <=
  1 / 2%:R + 1 / 4%:R * \sum_(m | m != [ffun=> false]) at_most (word_weight n code m) T u.
Proof.
have [v [G [V [H [certified charged]]]]] := family.
have rest0 : 0 <= 1 - u by rewrite subr_ge0.
pose A := certified_part v H.
pose HA (i : bool) m t y : table R (seats k) := fun a x =>
  if i then (1 - rho u m t) * A y a x + rho u m t * only false y a x else only false y a x.
pose HW (i : bool) (m t : nat) y : table R (seats k) := only true y.
have q0 m t : 0 <= rho u m t by apply: rho_ge0.
have q1 m t : 0 <= 1 - rho u m t by rewrite subr_ge0; apply: rho_le1.
have A0 y a x : asked y -> 0 <= A y a x by exact: (certified_ge0 certified).
apply: (guess_from_domination (w := weights n T code HA HW) setting eps0 eps1) => m; first exact: at_most_ge0.
apply: (@tested_domination R k N n T L code eps prop eps0 eps1 HA HW (fun m t => at_most m t u)).
- move=> [] m' t y a x y_asked; last exact: only_ge0.
  by apply: addr_ge0; apply: mulr_ge0; rewrite ?q0 ?q1 ?A0 // only_ge0.
- by move=> i m' t y a x _; apply: only_ge0.
- move=> i m' t y a x y_asked x_off; rewrite /HA only_off // /A (certified_off _ _ _ y_asked x_off).
  by rewrite !mulr0 addr0; case: i.
- by move=> i m' t y a x; apply: only_off.
- by move=> m' t; apply: at_most_ge0.
- by move=> t; rewrite at_most0.
- by move=> m' m2 t; apply: at_most_decreases.
- move=> i m' t a x x_asked; rewrite /charge_of only_charge //; case: i; last first.
    rewrite /HA only_charge //; case: (loses a x); rewrite /= ?mul0r ?mul1r ?add0r.
      by case: t => [|t]; rewrite ?at_most_ge0 ?mul1r ?at_most_tolerance.
    by case: t => [|t]; rewrite ?mul0r ?addr0.
  rewrite -[(true + m')%N]/(m'.+1) -(rho_step u0 u1 m' t (loses a x == false)).
  have -> : (~~ (loses a x == false)) = (loses a x == true) by case: (loses a x).
  rewrite ler_add2r; apply: ler_wpmul2r; first exact: at_most_ge0.
  rewrite /HA (eq_bigr (fun y => (1 - rho u m' t) * (r ^+ distance (undeal y) (undeal x) * A y a x) +
      rho u m' t * (r ^+ distance (undeal y) (undeal x) * only false y a x))) => [|y _]; last first.
    by rewrite mulrDr !mulrA ![r ^+ _ * _]mulrC.
  rewrite big_split -!mulr_sumr /= only_charge // ler_add2r; apply: ler_wpmul2l => //.
  by apply: charge_certified => //; have := charged a x x_asked; case: ifP.
move=> {}m s w Q event pos ns sub outside.
pose q r' t := rho u (count (masks code m s) r') t.
pose y c := cell c (dealt s).
pose GA c r' t : table R (seats k) := if masks code m s c
  then fun a x => (1 - q r' t) * G (y c) a x + q r' t * part_of R false true (y c) a x else part_of R false false (y c).
pose EA c r' t : table R (seats k) := fun a x => if masks code m s c
  then (1 - q r' t) * (V (y c) a x + honest_part H (y c) a x) + q r' t * only false (y c) a x else only false (y c) a x.
apply: (@sign_bound R k N Q pos ns _ w _ _ event T sub outside _ (order_uniq code m s) (mem_order code m s) GA EA).
- move=> c r' t /kept_asked y_asked; rewrite /GA -/(y c) in y_asked *; case: (masks code m s c); last by [].
  move=> Q' pos' ns'; rewrite pairingD !pairingZ -(alike_right certified y_asked pos' ns').
  by rewrite -mulrDl subrK mul1r.
- move=> c r' t a x /kept_asked y_asked; rewrite /GA /EA -/(y c) in y_asked *; case: (masks code m s c); last exact: part_size.
  apply: le_trans (ler_norm_add _ _) _; rewrite [X in X + _]normrM [X in _ + X]normrM (ger0_norm (q0 _ _)) (ger0_norm (q1 _ _)).
  apply: ler_add; apply: ler_wpmul2l; rewrite ?q0 ?q1 //.
  by have [_ _ _ _ dom] := certified _ y_asked; apply: dom.
- by move=> c r' t a x _; apply: part_size.
move=> c r' t /kept_asked y_asked; rewrite /here /EA /HA -/(y c) in y_asked *; case: (masks code m s c); last by [].
move=> Q' pos' ns'; rewrite !pairingD !pairingZ; congr (_ * _ + _).
by rewrite (alike_certified certified y_asked pos' ns').
Qed.

Let quarter (c d : R) : c <= d -> 1 / 2%:R + 1 / 4%:R * c <= 1 / 2%:R + 1 / 4%:R * d.
Proof. by move=> le; rewrite ler_add2l; apply: ler_wpmul2l => //; rewrite divr_ge0 ?ler01 ?ler0n. Qed.

(** [R5.94] By the weight enumerator of the code *)
Theorem many_bits_enumerator : guess_of (tested k N n T code) S P <=
  1 / 2%:R + 1 / 4%:R * \sum_(w < n.+1) (words_of_weight n code w)%:R * at_most w T u.
Proof.
apply: le_trans many_bits_theorem _; apply: quarter.
have small m : (word_weight n code m < n.+1)%N.
  rewrite ltnS; apply: (@leq_trans (\sum_(j < n) 1)); last by rewrite sum_nat_const card_ord muln1.
  by apply: leq_sum => j _; apply: leq_b1.
rewrite (partition_big (fun m => Ordinal (small m)) predT) //=; apply: ler_sum => w _.
rewrite (eq_bigr (fun=> at_most w T u)) => [|m /andP[_ /eqP <-] //].
rewrite sumr_const -[X in X <= _]mulr_natl le_eqVlt; apply/orP; left; apply/eqP; congr (_%:R * _).
by apply: eq_card => m; rewrite !inE unfold_in -val_eqE.
Qed.

Lemma light_words_sum w : light_words n code w = (\sum_(v < w.+1) words_of_weight n code v)%N.
Proof.
have number (p : pred (bits L)) : #|[set m | p m]| = (\sum_m p m)%N.
  by rewrite -sum1dep_card big_mkcond; apply: eq_bigr => m _; case: (p m).
rewrite /light_words /words_of_weight number (eq_bigr _ (fun v _ => number _)) exchange_big /=; apply: eq_bigr => m _.
case: (m != _) => /=; last by rewrite big1.
case: (leqP (word_weight n code m) w) => [le | lt].
  rewrite (bigD1 (Ordinal (le : word_weight n code m < w.+1)%N)) //= eqxx big1 // => v /negbTE.
  by rewrite -val_eqE /= eq_sym => ->.
by rewrite big1 // => v _; rewrite gtn_eqF // (leq_trans (ltn_ord v)).
Qed.

(** [R5.92] By a list of numbers of words: for every [w] no more words have a weight up to [w] than are listed up to [w]. *)
Theorem many_bits_listed (B : nat -> nat) :
  (forall w, (w <= n)%N -> (light_words n code w <= \sum_(v < w.+1) B v)%N) ->
  guess_of (tested k N n T code) S P <= 1 / 2%:R + 1 / 4%:R * \sum_(w < n.+1) (B w)%:R * at_most w T u.
Proof.
move=> listed; apply: le_trans many_bits_enumerator _; apply: quarter.
apply: (@weighed_by_parts R (fun w => at_most w T u)) => [w | w | w le_wn]; first exact: at_most_ge0.
  exact: at_most_decreases.
by rewrite -light_words_sum; apply: listed.
Qed.

(** [R5.95] By a lower bound on the weights of the words that are not zero *)
Theorem many_bits_distance d : (forall m : bits L, m != [ffun=> false] -> (d <= word_weight n code m)%N) ->
  guess_of (tested k N n T code) S P <= 1 / 2%:R + 1 / 4%:R * ((2 ^ #|L| - 1)%:R * at_most d T u).
Proof.
move=> far; apply: le_trans many_bits_theorem _; apply: quarter.
apply: (@le_trans _ _ (\sum_(m : bits L | m != [ffun=> false]) at_most d T u)).
  by apply: ler_sum => m /far; apply: at_most_decreases.
have -> : (2 ^ #|L| - 1)%N = #|predC1 ([ffun=> false] : bits L)|.
  by rewrite cardC1 card_ffun card_bool subn1.
by rewrite sumr_const -[X in X <= _]mulr_natl.
Qed.

(** [R5.96] With one weight [theta] for wrong cells: the weight enumerator of the code at the rate 1 - (1 - theta) u *)
Theorem many_bits_theta theta : 0 < theta <= 1 -> guess_of (tested k N n T code) S P <=
  1 / 2%:R + 1 / 4%:R * (theta ^- T * \sum_(m | m != [ffun=> false]) (1 - (1 - theta) * u) ^+ word_weight n code m).
Proof.
case/andP => theta0 theta1; apply: le_trans many_bits_theorem _; apply: quarter.
by rewrite mulr_sumr; apply: ler_sum => m _; apply: at_most_chernoff.
Qed.

End ManyBits.

(** ** One bit *)
Section OneBit.
Variables (R : realFieldType) (k : kind) (N n T : nat) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (eps u : R).
Hypotheses (prop : proper k) (weak : 0 < eps <= 1 / 2%:R).
Hypothesis setting : assumptions_of (tested k N n T every_cell) S P eps.
Hypothesis bounds : 0 <= u <= 1.
Hypothesis family : tested_family k eps (1 - u) (1 - u).

Lemma one_mask (c : bits unit -> R) : \sum_(m | m != [ffun=> false]) c m = c [ffun=> true].
Proof.
rewrite (big_pred1 [ffun=> true]) // => m; apply/idP/eqP => [ne | ->].
  apply/ffunP => -[]; rewrite ffunE; apply: contraNT ne => /negbTE m0.
  by apply/eqP/ffunP => -[]; rewrite ffunE.
by apply/eqP => /ffunP/(_ tt); rewrite !ffunE.
Qed.

Lemma every_cell_weight : word_weight n every_cell [ffun=> true] = n.
Proof.
rewrite /word_weight (eq_bigr (fun=> 1%N)) => [|j _]; first by rewrite sum_nat_const card_ord muln1.
by rewrite /word_at (big_pred1 tt) // => -[]; rewrite ffunE.
Qed.

(** [R5.71] *)
Theorem tested_theorem : guess_of (tested k N n T every_cell) S P <= 1 / 2%:R + 1 / 4%:R * at_most n T u.
Proof. by have := many_bits_theorem prop weak setting bounds family; rewrite one_mask every_cell_weight. Qed.

Theorem tested_theorem_theta theta : 0 < theta <= 1 ->
  guess_of (tested k N n T every_cell) S P <= 1 / 2%:R + 1 / 4%:R * (theta ^- T * (1 - (1 - theta) * u) ^+ n).
Proof. by move=> /(many_bits_theta prop weak setting bounds family); rewrite one_mask every_cell_weight. Qed.

End OneBit.

(** Without tolerance *)
Theorem tested_theorem_strict (R : realFieldType) k N n (Z E : finType) (S : Z -> E -> bits ('I_N * drawn k) -> R)
    (P : Z -> E -> table R ('I_N * seats k)) (eps u : R) :
  proper k -> 0 < eps <= 1 / 2%:R -> assumptions_of (tested k N n 0 every_cell) S P eps ->
  0 <= u <= 1 -> tested_family k eps (1 - u) (1 - u) ->
  guess_of (tested k N n 0 every_cell) S P <= 1 / 2%:R + 1 / 4%:R * (1 - u) ^+ n.
Proof.
by move=> prop weak setting bounds fam; rewrite -at_most_strict; apply: (tested_theorem prop weak setting bounds fam).
Qed.

(** ** What certificates give which *)
Section Families.
Variables (R : realFieldType) (k : kind) (eps : R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).
Let r0 : 0 <= (1 - eps) / eps := ratio_ge0 eps0 eps1.
Implicit Types (y a x : bits (seats k)).

Lemma tested_family_le (right wrong right' wrong' : R) : right <= right' -> wrong <= wrong' ->
  tested_family k eps right wrong -> tested_family k eps right' wrong'.
Proof.
move=> leA leB [v [G [V [H [cert charged]]]]]; exists v, G, V, H; split=> // a x ax.
by apply: le_trans (charged a x ax) _; case: ifP.
Qed.

(** Mixtures *)
Theorem tested_mixture (c right wrong right' wrong' : R) : 0 <= c <= 1 ->
  tested_family k eps right wrong -> tested_family k eps right' wrong' ->
  tested_family k eps (c * right + (1 - c) * right') (c * wrong + (1 - c) * wrong').
Proof.
case/andP => c0 c1 [v [G [V [H [cert charged]]]]] [v' [G' [V' [H' [cert' charged']]]]].
have d0 : 0 <= 1 - c by rewrite subr_ge0.
pose mix (F F' : bits (seats k) -> table R (seats k)) y : table R (seats k) := fun a x => c * F y a x + (1 - c) * F' y a x.
exists (c * v + (1 - c) * v'), (mix G G'), (mix V V'), (mix H H'); split=> [y ay | a x ax].
  have [right_diff mean v0 h0 dom] := cert y ay; have [right_diff' mean' v0' h0' dom'] := cert' y ay.
  split=> [P boxP | P boxP | | a x | a x].
  - by rewrite pairingD !pairingZ (right_diff P boxP) (right_diff' P boxP) -mulrDl addrC subrK mul1r.
  - by rewrite pairingD !pairingZ (mean P boxP) (mean' P boxP).
  - by rewrite addr_ge0 ?mulr_ge0.
  - by rewrite addr_ge0 ?mulr_ge0 ?h0 ?h0'.
  rewrite /mix; apply: le_trans (ler_norm_add _ _) _; rewrite !normrM (ger0_norm c0) (ger0_norm d0).
  rewrite mulrDr addrACA !(mulrCA _%:R) -!mulrDr; apply: ler_add; exact: ler_wpmul2l.
rewrite (eq_bigr (fun y => c * (H y a x * ((1 - eps) / eps) ^+ distance (undeal y) (undeal x)) +
    (1 - c) * (H' y a x * ((1 - eps) / eps) ^+ distance (undeal y) (undeal x)))) => [|y _]; last first.
  by rewrite /mix mulrDl !mulrA.
rewrite big_split -!mulr_sumr /= addrACA -!mulrDr.
have := charged a x ax; have := charged' a x ax; case: ifP => _ le' le; apply: ler_add; exact: ler_wpmul2l.
Qed.

(** [R5.72] The right part as it is: it is right and costs 1, or is wrong and costs nothing. *)
Theorem trivial_family : tested_family k eps 1 0.
Proof.
pose right y : table R (seats k) := fun a x => (x == y)%:R * (~~ loses a x)%:R.
exists 0, (fun y => part_of R false true y), (fun _ _ _ => 0), right; split=> [y ay | a x ax].
  split=> [P _ | P _ | // | a x | a x]; first exact: pairing_right.
  - by rewrite /pairing big1 // => x _; rewrite big1 // => a _; rewrite mul0r.
  - by rewrite mulr_ge0 ?ler0n.
  rewrite add0r /part_of !normrM !normr_nat normr_sign mulr1 /right.
  case: (x =P y) => [-> | _]; last by rewrite !mul0r mulr0.
  by rewrite ay !mul1r; case: (loses a y).
rewrite add0r (eq_bigr (fun y => ((1 - eps) / eps) ^+ distance (undeal y) (undeal x) * ((x == y)%:R * (~~ loses a x)%:R))) => [|y _].
  by rewrite charge_itself //; case: (loses a x).
by rewrite mulrC.
Qed.

(** [R5.72] With the right share of it the load of wrong cells is at most that of right ones. *)
Theorem balanced_family (right wrong : R) : tested_family k eps right wrong ->
  let u := (1 - right) / (1 - right + Num.max right wrong) in tested_family k eps (1 - u) (1 - u).
Proof.
move=> fam u; set top := Num.max right wrong in u *; set total := 1 - right + top in u *.
have total1 : 1 <= total by rewrite /total -addrA ler_addl addrC subr_ge0 /top le_maxr lexx.
have total0 : 0 < total := lt_le_trans ltr01 total1.
have total_n0 : total != 0 by rewrite gt_eqF.
have share : 0 <= total^-1 <= 1 by rewrite invr_ge0 (ltW total0) invf_le1.
have := tested_mixture share fam trivial_family; apply: tested_family_le.
  by rewrite mulr1 addrCA /u [X in _ - X]mulrBl mul1r opprB [total^-1 * right]mulrC.
rewrite mulr0 addr0 /u -[X in _ <= X - _](divff total_n0) -mulrBl mulrC; apply: ler_wpmul2r.
  by rewrite invr_ge0 ltW.
by rewrite /total [1 - right + _]addrC addrK /top le_maxr lexx orbT.
Qed.

End Families.
