(** * The theorems about tested cells: P(guess) <= 1/2 + 1/4 P[Bin(n,u) <= T], for one bit and for many *)

From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection Expectation Rows Grid TestedDefinitions Master
  Walk TestedCells.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** What a certificate says of functionals *)
Section Certified.
Variables (R : realFieldType) (k : kind) (eps theta rate : R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).
Implicit Types (y a x : bits (seats k)).
Notation r := ((1 - eps) / eps).

Let r0 : 0 <= r := ratio_ge0 eps0 eps1.

Lemma pairing_part w y (P : table R (seats k)) :
  pairing (part_of R w true y) P = prob_yield P y w false - prob_yield P y w true.
Proof.
rewrite /pairing (bigD1 y) //= [X in _ + X]big1 ?addr0 => [|x /negbTE ne]; last first.
  by rewrite big1 // => a _; rewrite /part_of ne !mul0r.
rewrite (bigID (fun a => loses a y == w)) /= [X in _ + X]big1 ?addr0 => [|a /negbTE ne]; last first.
  by rewrite /part_of ne mul0r mulr0 mul0r.
rewrite (bigID (fun a => yields a y == false)) /= /prob_yield -sumrN; congr (_ + _).
  by apply: eq_bigr => a /andP[aw /eqP ay]; rewrite /part_of eqxx aw ay !mul1r.
apply: eq_big => [a | a]; first by case: (yields a y).
by case/andP => aw; rewrite /part_of eqxx aw; case: (yields a y) => //; rewrite !mul1r mulN1r.
Qed.

Variables (v : R) (G0 G1 V H : bits (seats k) -> table R (seats k)).
Hypothesis certified : forall y, asked y -> tested_certificate theta v y (G0 y) (G1 y) (V y) (H y).

(** H, where it counts *)
Definition honest_part y : table R (seats k) := fun a x => (asked x)%:R * H y a x.
(** v, and H: what V + H acts like *)
Definition certified_part y : table R (seats k) := fun a x => v * (x == y)%:R + honest_part y a x.

Lemma alike_right y : asked y -> alike (part_of R false true y) (G0 y).
Proof. by move=> /certified[E _ _ _ _ _]; apply: acts_unnormalised => P /E ->; apply: pairing_part. Qed.

Lemma alike_wrong y : asked y -> alike (part_of R true true y) (G1 y).
Proof. by move=> /certified[_ E _ _ _ _]; apply: acts_unnormalised => P /E ->; apply: pairing_part. Qed.

Lemma alike_certified y : asked y -> alike (fun a x => V y a x + honest_part y a x) (certified_part y).
Proof.
move=> /certified[_ _ E _ _ _]; apply: acts_unnormalised => P boxP; have [_ norm _] := boxP.
by rewrite !pairingD (E P boxP) pairingZ pairing_one norm mulr1.
Qed.

Lemma certified_ge0 y a x : asked y -> 0 <= certified_part y a x.
Proof.
move=> /certified[_ _ _ v0 H0 _]; rewrite addr_ge0 ?mulr_ge0 ?ler0n //; exact: H0.
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

Lemma charge_certified a x : asked x ->
  v + \sum_(y | asked y) H y a x * r ^+ distance (undeal y) (undeal x) <= rate ->
  \sum_(y | asked y) r ^+ distance (undeal y) (undeal x) * certified_part y a x <= rate.
Proof.
move=> x_asked; apply: le_trans; rewrite /certified_part.
rewrite (eq_bigr (fun y => r ^+ distance (undeal y) (undeal x) * ((x == y)%:R * v) +
    H y a x * r ^+ distance (undeal y) (undeal x))) => [|y _].
  by rewrite big_split /= (charge_itself (fun=> v)).
by rewrite mulrDr [v * _]mulrC /honest_part x_asked mul1r [H y a x * _]mulrC.
Qed.

End Certified.

(** ** The theorems *)
Section Theorems.
Variables (R : realFieldType) (k : kind) (N n T : nat) (L : finType) (code : L -> nat -> bool).
Notation source := ('I_N * drawn k)%type.
Notation everyone := ('I_N * seats k)%type.
Variables (Z E : finType) (S : Z -> E -> bits source -> R) (P : Z -> E -> table R everyone) (eps : R).
Hypotheses (prop : proper k) (weak : 0 < eps <= 1 / 2%:R).
Hypothesis setting : assumptions_of (tested k N n T code) S P eps.
Notation cell := (@quintuplet N (seats k)).
Implicit Types (y a x : bits (seats k)).

Let eps0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Let eps1 : eps <= 1.
Proof. by have /andP[_ h] := weak; apply: le_trans h _; rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n. Qed.
Notation r := ((1 - eps) / eps).

(** Also if the adversary has no measurement at all *)
Lemma guess_from_domination w (c : bits L -> R) : (forall m, 0 <= c m) ->
  (forall m, domination (tested k N n T code) eps m (w m) (fun _ _ => c m)) ->
  guess_of (tested k N n T code) S P <= 1 / 2%:R + 1 / 4%:R * \sum_(m | m != [ffun=> false]) c m.
Proof.
move=> c0 dom; case: (pickP (fun _ : Z => true)) => [z _ | none].
  apply: le_trans (master_bound setting eps0 eps1 z (fun m _ => dom m)) _.
  rewrite ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
  apply: ler_sum => m _; rewrite -[X in _ <= X]mulr1 -(seen_of_total setting z) mulr_sumr.
  by apply: ler_sum => s _; rewrite mulr_sumr.
rewrite /guess_of ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
rewrite big1 ?sumr_ge0 // => key _; by rewrite big1 // => view _; rewrite big_pred0.
Qed.

(** The same functionals, at their right or wrong outputs only *)
Definition only (b : bool) y : table R (seats k) := fun a x => (x == y)%:R * (loses a x == b)%:R.

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

Section Binomial.
Variable u : R.
Hypothesis bounds : 0 <= u <= 1.
Hypothesis family : tested_family k eps 0 (1 - u).

Let u0 : 0 <= u. Proof. by have /andP[] := bounds. Qed.
Let u1 : u <= 1. Proof. by have /andP[] := bounds. Qed.

(** [R5.92] Many bits *)
Theorem many_bits_theorem : guess_of (tested k N n T code) S P <=
  1 / 2%:R + 1 / 4%:R * \sum_(m | m != [ffun=> false]) at_most (word_weight n code m) T u.
Proof.
have [v [G0 [G1 [V [H [certified charged]]]]]] := family.
have rest0 : 0 <= 1 - u by rewrite subr_ge0.
pose A := certified_part v H.
pose HA (i : bool) m t y : table R (seats k) := fun a x =>
  if i then (1 - rho u m t) * A y a x + rho u m t * only false y a x else only false y a x.
pose HW (i : bool) (m t : nat) y : table R (seats k) := only true y.
have q0 m t : 0 <= rho u m t by apply: rho_ge0.
have q1 m t : 0 <= 1 - rho u m t by rewrite subr_ge0; apply: rho_le1.
have A0 y a x : asked y -> 0 <= A y a x by exact: (certified_ge0 certified).
rewrite (eq_bigr (fun m => 1 * at_most (word_weight n code m) T u)) => [|m _]; last by rewrite mul1r.
apply: (guess_from_domination (w := weights n T code HA HW 1)) => m; first by rewrite mul1r at_most_ge0.
apply: (@tested_domination R k N n T L code eps prop eps0 eps1 HA HW 1 (fun m t => at_most m t u)).
- exact: ler01.
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
  exact: charge_certified (charged a x x_asked).
move=> {}m s Q event pos ns outside.
pose q r' t := rho u (count (masks code m s) r') t.
pose y c := cell c (dealt s).
pose GA c r' t : table R (seats k) := if masks code m s c
  then fun a x => (1 - q r' t) * G0 (y c) a x + q r' t * part_of R false true (y c) a x else part_of R false false (y c).
pose EA c r' t : table R (seats k) := fun a x => if masks code m s c
  then (1 - q r' t) * (V (y c) a x + honest_part H (y c) a x) + q r' t * only false (y c) a x else only false (y c) a x.
apply: (@sign_bound R k N Q pos ns _ _ _ event T outside GA (fun c _ _ => part_of R true (masks code m s c) (y c))
  EA (fun c _ _ => only true (y c))).
- move=> c r' t /kept_asked y_asked; rewrite /GA -/(y c) in y_asked *; case: (masks code m s c); last by [].
  move=> Q' pos' ns'; rewrite pairingD !pairingZ -(alike_right certified y_asked pos' ns').
  by rewrite -mulrDl subrK mul1r.
- by [].
- move=> a x; rewrite mul1r; apply: walk_abs => c r' t; rewrite mem_enum => /kept_asked y_asked; last exact: part_size.
  rewrite /GA /EA -/(y c) in y_asked *; case: (masks code m s c); last exact: part_size.
  apply: le_trans (ler_norm_add _ _) _; rewrite [X in X + _]normrM [X in _ + X]normrM (ger0_norm (q0 _ _)) (ger0_norm (q1 _ _)).
  apply: ler_add; apply: ler_wpmul2l; rewrite ?q0 ?q1 //.
  have [_ _ _ _ _ dom] := certified _ y_asked; have := dom (cell c a) (cell c x).
  by rewrite mul0r addr0.
- move=> c r' t /kept_asked y_asked; rewrite /EA /HA -/(y c) in y_asked *; case: (masks code m s c); last by [].
  move=> Q' pos' ns'; rewrite !pairingD !pairingZ; congr (_ * _ + _).
  by rewrite (alike_certified certified y_asked pos' ns').
by [].
Qed.

End Binomial.

(** ** The form with one weight [theta] for wrong cells, and a certificate made for it *)
Section Theta.
Variables theta rate : R.
Hypotheses (weight : 0 < theta <= 1) (bounds : 0 <= rate <= 1).
Hypothesis family : tested_family k eps theta rate.

Let theta0 : 0 < theta. Proof. by have /andP[] := weight. Qed.
Let theta1 : theta <= 1. Proof. by have /andP[] := weight. Qed.
Let rate0 : 0 <= rate. Proof. by have /andP[] := bounds. Qed.
Let rate1 : rate <= 1. Proof. by have /andP[] := bounds. Qed.

(** [R5.93] Many bits, tolerance by one weight: the weight enumerator of the code at the rate *)
Theorem many_bits_theorem_theta : guess_of (tested k N n T code) S P <=
  1 / 2%:R + 1 / 4%:R * (theta ^- T * \sum_(m | m != [ffun=> false]) rate ^+ word_weight n code m).
Proof.
have [v [G0 [G1 [V [H [certified charged]]]]]] := family.
have kappa0 : 0 <= theta ^- T by rewrite invr_ge0 exprn_ge0 // ltW.
pose A := certified_part v H.
pose same y : table R (seats k) := fun a x => (x == y)%:R.
pose HA (i : bool) (m t : nat) y : table R (seats k) := if i then A y else same y.
pose HW (i : bool) (m t : nat) y : table R (seats k) := fun _ _ => 0.
have A0 y a x : asked y -> 0 <= A y a x by exact: (certified_ge0 certified).
rewrite mulr_sumr; apply: (guess_from_domination (w := weights n T code HA HW (theta ^- T))) => m.
  by rewrite mulr_ge0 ?exprn_ge0.
apply: (@tested_domination R k N n T L code eps prop eps0 eps1 HA HW (theta ^- T) (fun m _ => rate ^+ m)) => //.
- by move=> [] m' t y a x y_asked; rewrite /HA ?A0 // ler0n.
- move=> [] m' t y a x y_asked x_off; first exact: (certified_off _ _ _ y_asked x_off).
  by rewrite /HA /same; case: eqP => [xy | _] //; rewrite xy y_asked in x_off.
- by move=> m' t; apply: exprn_ge0.
- by move=> m' m2 t le; apply: ler_wiexpn2l.
- move=> i m' t a x x_asked; rewrite [charge_of eps HW _ _ _ _ _]big1 => [|y _]; last by rewrite mulr0.
  rewrite (_ : (if t is t'.+1 then 0 * rate ^+ m' else 0) = 0) ?addr0; last by case: t => [|t]; rewrite ?mul0r.
  rewrite exprD; apply: ler_wpmul2r; first exact: exprn_ge0.
  rewrite /charge_of; case: i; first by rewrite expr1; exact: charge_certified (charged a x x_asked).
  rewrite (eq_bigr (fun y => r ^+ distance (undeal y) (undeal x) * ((x == y)%:R * 1))) => [|y _]; last by rewrite mulr1.
  by rewrite (charge_itself _ (fun=> 1)).
move=> {}m s Q event pos ns outside.
pose y c := cell c (dealt s).
pose GA c : table R (seats k) := if masks code m s c then G0 (y c) else part_of R false false (y c).
pose GW c : table R (seats k) := if masks code m s c then G1 (y c) else part_of R true false (y c).
pose EA c : table R (seats k) := fun a x => if masks code m s c then V (y c) a x + honest_part H (y c) a x else same (y c) a x.
apply: (@sign_bound R k N Q pos ns _ _ _ event T outside (fun c _ _ => GA c) (fun c _ _ => GW c)
  (fun c _ _ => EA c) (fun _ _ _ _ _ => 0)) => //.
- move=> c _ _ /kept_asked y_asked; rewrite /GA; case: (masks code m s c); last by [].
  exact: (alike_right certified y_asked).
- move=> c _ _ /kept_asked y_asked; rewrite /GW; case: (masks code m s c); last by [].
  exact: (alike_wrong certified y_asked).
- move=> a x; rewrite /walk_at walk_prod.
  pose gA c := `|GA c (cell c a) (cell c x)|; pose gW c := `|GW c (cell c a) (cell c x)|.
  apply: (@le_trans _ _ (walk (fun c _ _ => gA c) (fun c _ _ => gW c) (enum (kept_cells s)) T)); first exact: walk_abs.
  rewrite [X in _ <= X]mulrC ler_pdivl_mulr ?exprn_gt0 // mulrC.
  apply: le_trans (walk_theta _ (ltW theta0) theta1 _ _) _; try by move=> c _; apply: normr_ge0.
  rewrite !big_enum /=; apply: ler_prod => c /kept_asked y_asked; rewrite addr_ge0 ?mulr_ge0 ?normr_ge0 ?(ltW theta0) //=.
  rewrite /gA /gW /GA /GW /EA -/(y c) in y_asked *; case: (masks code m s c).
    by have [_ _ _ _ _ dom] := certified _ y_asked; apply: dom.
  apply: le_trans (ler_add (part_size _ _ _ _ _) (ler_wpmul2l (ltW theta0) (part_size _ _ _ _ _))) _.
  rewrite /only /same mulrCA -mulrDr -[X in _ <= X]mulr1; apply: ler_wpmul2l; first by rewrite ler0n.
  by case: (loses _ _); rewrite ?mulr0 ?mulr1 ?addr0 ?add0r.
move=> c r' t /kept_asked y_asked; rewrite /EA /HA -/(y c) in y_asked *; case: (masks code m s c); last by [].
exact: (alike_certified certified y_asked).
Qed.

End Theta.
End Theorems.

(** ** One bit *)
Section OneBit.
Variables (R : realFieldType) (k : kind) (N n T : nat) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (eps : R).
Hypotheses (prop : proper k) (weak : 0 < eps <= 1 / 2%:R).
Hypothesis setting : assumptions_of (tested k N n T every_cell) S P eps.

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
Theorem tested_theorem (u : R) : 0 <= u <= 1 -> tested_family k eps 0 (1 - u) ->
  guess_of (tested k N n T every_cell) S P <= 1 / 2%:R + 1 / 4%:R * at_most n T u.
Proof.
move=> bounds fam; apply: le_trans (many_bits_theorem prop weak setting bounds fam) _.
by rewrite one_mask every_cell_weight.
Qed.

(** [R5.72] *)
Theorem tested_theorem_theta (theta rate : R) : 0 < theta <= 1 -> 0 <= rate <= 1 -> tested_family k eps theta rate ->
  guess_of (tested k N n T every_cell) S P <= 1 / 2%:R + 1 / 4%:R * (theta ^- T * rate ^+ n).
Proof.
move=> weight bounds fam; apply: le_trans (many_bits_theorem_theta prop weak setting weight bounds fam) _.
by rewrite one_mask every_cell_weight.
Qed.

End OneBit.

(** Without tolerance [R5.70] *)
Theorem tested_theorem_strict (R : realFieldType) k N n (Z E : finType) (S : Z -> E -> bits ('I_N * drawn k) -> R)
    (P : Z -> E -> table R ('I_N * seats k)) (eps u : R) :
  proper k -> 0 < eps <= 1 / 2%:R -> assumptions_of (tested k N n 0 every_cell) S P eps ->
  0 <= u <= 1 -> tested_family k eps 0 (1 - u) ->
  guess_of (tested k N n 0 every_cell) S P <= 1 / 2%:R + 1 / 4%:R * (1 - u) ^+ n.
Proof.
by move=> prop weak setting bounds fam; rewrite -at_most_strict; apply: (tested_theorem prop weak setting bounds fam).
Qed.

(** ** Many bits, by what is known of a code *)
Section Codes.
Variables (R : realFieldType) (n : nat) (L : finType) (code : L -> nat -> bool).
Implicit Type m : bits L.

Lemma word_weight_le m : (word_weight n code m <= n)%N.
Proof.
apply: (@leq_trans (\sum_(j < n) 1)); last by rewrite sum_nat_const card_ord muln1.
by apply: leq_sum => j _; apply: leq_b1.
Qed.

Lemma by_enumerator (c : nat -> R) :
  \sum_(m | m != [ffun=> false]) c (word_weight n code m) = \sum_(w < n.+1) (words_of_weight n code w)%:R * c w.
Proof.
rewrite (partition_big (fun m => Ordinal (word_weight_le m : (word_weight n code m < n.+1)%N)) predT) //=.
apply: eq_bigr => w _; rewrite (eq_bigr (fun=> c w)) => [|m /andP[_ /eqP <-] //].
rewrite sumr_const -[LHS]mulr_natl; congr (_%:R * _); apply: eq_card => m; rewrite !inE unfold_in.
by rewrite -val_eqE.
Qed.

Lemma by_distance (c : nat -> R) d : (forall w w', (w <= w')%N -> c w' <= c w) ->
  (forall m, m != [ffun=> false] -> (d <= word_weight n code m)%N) ->
  \sum_(m | m != [ffun=> false]) c (word_weight n code m) <= (2 ^ #|L| - 1)%:R * c d.
Proof.
move=> less far; apply: (@le_trans _ _ (\sum_(m : bits L | m != [ffun=> false]) c d)).
  by apply: ler_sum => m /far; apply: less.
have -> : (2 ^ #|L| - 1)%N = #|predC1 ([ffun=> false] : bits L)|.
  by rewrite cardC1 card_ffun card_bool subn1.
by rewrite sumr_const -[X in X <= _]mulr_natl.
Qed.

Variables (k : kind) (N T : nat) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (eps u : R).
Hypotheses (prop : proper k) (weak : 0 < eps <= 1 / 2%:R).
Hypothesis setting : assumptions_of (tested k N n T code) S P eps.
Hypothesis bounds : 0 <= u <= 1.
Hypothesis family : tested_family k eps 0 (1 - u).

(** [R5.94] By the weight enumerator *)
Theorem many_bits_enumerator : guess_of (tested k N n T code) S P <=
  1 / 2%:R + 1 / 4%:R * \sum_(w < n.+1) (words_of_weight n code w)%:R * at_most w T u.
Proof. by rewrite -(by_enumerator (fun w => at_most w T u)); exact: (many_bits_theorem prop weak setting bounds family). Qed.

(** [R5.95] By a lower bound on the weights of the words that are not zero *)
Theorem many_bits_distance d : (forall m, m != [ffun=> false] -> (d <= word_weight n code m)%N) ->
  guess_of (tested k N n T code) S P <= 1 / 2%:R + 1 / 4%:R * ((2 ^ #|L| - 1)%:R * at_most d T u).
Proof.
move=> far; apply: le_trans (many_bits_theorem prop weak setting bounds family) _.
rewrite ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
apply: (by_distance (c := fun w => at_most w T u)) => // w w'.
by case/andP: bounds => u0 u1; apply: at_most_decreases.
Qed.

End Codes.
