(** * The tested protocol for the sources of eq (14) at all sizes

    If what d bits change is at most C g(d), and g(d + d') is at most g(d) g(d'), then each cell is charged by itself, and the bounds
    for eq (1) hold with the factor C, g(d) being in the place of r^d. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum poly.
From Freebit Require Import Definitions Paper Identities Boxes Tensor Selection Expectation General TestedDefinitions Master Walk TestedCells
  TestedTheorems TestedCharges Tested14.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [R5.105] As [tested_family], with g(d) for r^d *)
Definition tested_family14 (R : realFieldType) (k : kind) (g : nat -> R) (right wrong : R) : Prop :=
  exists v (G V H : bits (seats k) -> table R (seats k)),
  (forall y, asked y -> tested_certificate v y (G y) (V y) (H y)) /\
  (forall a x, asked x ->
    v + \sum_(y | asked y) H y a x * g (distance (undeal y) (undeal x)) <= if loses a x then wrong else right).

(** [R5.72] *)
Definition rate14 (R : realFieldType) (right wrong : R) : R := (1 - right) / (1 - right + Num.max right wrong).

Lemma tested_family_is_14 (R : realFieldType) (k : kind) (eps right wrong : R) :
  tested_family k eps right wrong -> tested_family14 k (fun d => ((1 - eps) / eps) ^+ d) right wrong.
Proof. by []. Qed.

(** ** Products *)
Section Submultiplicative.
Variables (R : realFieldType) (g : nat -> R).
Hypotheses (g0 : forall d, 0 <= g d) (g_one : g 0%N = 1) (g_sub : forall d d', g (d + d')%N <= g d * g d').
Implicit Types p q : {poly R}.

Lemma replacedC (c : R) : replaced g c%:P = c.
Proof. by rewrite -[c%:P]mulr1 mul_polyC replacedZ -(expr0 'X) replacedXn g_one mulr1. Qed.

Lemma replaced_shift n q : below 0 q -> replaced g ('X^n * q) <= g n * replaced g q.
Proof.
move=> q0; rewrite -{1}[q]coefK poly_def mulr_sumr replaced_sum [X in _ * X]/replaced mulr_sumr; apply: ler_sum => i _.
rewrite -scalerAr replacedZ -exprD replacedXn mulrCA; apply: ler_wpmul2l; last exact: g_sub.
by have := q0 i; rewrite coef0.
Qed.

Lemma replacedM p q : below 0 p -> below 0 q -> replaced g (p * q) <= replaced g p * replaced g q.
Proof.
move=> p0 q0; rewrite -{1}[p]coefK poly_def mulr_suml replaced_sum [X in X * _]/replaced mulr_suml; apply: ler_sum => i _.
rewrite -scalerAl replacedZ -mulrA; apply: ler_wpmul2l; last exact: replaced_shift.
by have := p0 i; rewrite coef0.
Qed.
End Submultiplicative.

(** ** Charges of certified entries *)
Section Growth.
Variables (R : realFieldType) (k : kind) (g : nat -> R) (right wrong : R).
Hypotheses (g0 : forall d, 0 <= g d) (g_one : g 0%N = 1) (g_sub : forall d d', g (d + d')%N <= g d * g d').
Variables (v : R) (H : bits (seats k) -> table R (seats k)).
Hypotheses (v0 : 0 <= v) (H0 : forall y a x, asked y -> 0 <= H y a x) (right1 : right <= 1).
Hypothesis charged : forall a x, asked x ->
  v + \sum_(y | asked y) H y a x * g (distance (undeal y) (undeal x)) <= if loses a x then wrong else right.
Implicit Types (es : seq (bits (seats k) * bits (seats k))).
Add Field R_field14 : (field_laws R).

Notation top := (Num.max right wrong).
Notation total := (1 - right + top).
Notation share := total^-1.
Notation u := (rate14 right wrong).

Let total1 : 1 <= total.
Proof. by rewrite -addrA ler_addl addrC subr_ge0 le_maxr lexx. Qed.

Let total0 : 0 < total := lt_le_trans ltr01 total1.

Let share0 : 0 <= share. Proof. by rewrite invr_ge0 ltW. Qed.
Let share1 : share <= 1. Proof. by rewrite invf_le1. Qed.

Let rate_share : share * (1 - right) = u. Proof. by rewrite mulrC. Qed.

Let rest_share : share * top = 1 - u.
Proof.
have one : share * (1 - right) + share * top = 1 by rewrite -mulrDr mulVf ?gt_eqF.
by apply/eqP; rewrite eq_sym subr_eq addrC -rate_share one.
Qed.

Hypothesis top0 : 0 <= top.

Lemma rate14_bounds : 0 <= u <= 1.
Proof. by rewrite -rate_share mulr_ge0 ?subr_ge0 //= rate_share -subr_ge0 -rest_share mulr_ge0. Qed.

Let u0 : 0 <= u. Proof. by have /andP[] := rate14_bounds. Qed.
Let u1 : u <= 1. Proof. by have /andP[] := rate14_bounds. Qed.

(** The weights: the share of the certificate in its mixture with the trivial one, and the weights of the binomial bound *)
Definition weight14 m t : R := 1 - share * (1 - rho u m t).

Let left0 m t : 0 <= 1 - rho u m t.
Proof. by rewrite subr_ge0; apply: rho_le1. Qed.

Lemma weight14_bounds m t : 0 <= weight14 m t <= 1.
Proof.
rewrite /weight14 subr_ge0 ler_subl_addr ler_addl mulr_ge0 // andbT -[X in _ <= X]mulr1.
by apply: ler_pmul => //; rewrite ler_subl_addr ler_addl; apply: rho_ge0.
Qed.

Notation charges := (charges14 v H weight14).
Let q0 m t : 0 <= weight14 m t. Proof. by have /andP[] := weight14_bounds m t. Qed.
Let q1 m t : 0 <= 1 - weight14 m t. Proof. by rewrite subr_ge0; have /andP[] := weight14_bounds m t. Qed.

Lemma load14_at a x : replaced g (load14 v H a x) = v + \sum_(y | asked y) H y a x * g (distance (undeal y) (undeal x)).
Proof.
rewrite /load14 replacedD replacedC // replaced_sum; congr (_ + _); apply: eq_bigr => y _.
by rewrite replacedZ replacedXn.
Qed.

Lemma load14_ge0 a x : below 0 (load14 v H a x).
Proof.
move=> j; rewrite coef0 /load14 coefD coefC coef_sum addr_ge0 //; first by case: eqP.
by apply: sumr_ge0 => y y_asked; rewrite coefZ mulr_ge0 ?H0 // coefXn ler0n.
Qed.

Let const0 (c : R) : 0 <= c -> below 0 c%:P.
Proof. by move=> c0 [|j]; rewrite coef0 coefC. Qed.

Let factor (e : bits (seats k) * bits (seats k)) m t : {poly R} :=
  (weight14 m t * (~~ loses e.1 e.2)%:R)%:P + (1 - weight14 m t) *: load14 v H e.1 e.2.

Let factor0 e m t : below 0 (factor e m t).
Proof.
rewrite -[X in below X _](addr0 0); apply: below_add; first by apply: const0; apply: mulr_ge0; [exact: q0 | exact: ler0n].
by move=> j; rewrite coef0 coefZ; apply: mulr_ge0; [exact: q1 | have := load14_ge0 e.1 e.2 j; rewrite coef0].
Qed.

Lemma charges14_ge0 es t : below 0 (charges es t).
Proof. by apply: below_walk0 => e es' t'; [apply: factor0 | apply: const0; apply: ler0n]. Qed.

Lemma factor_at e m t : asked e.2 ->
  replaced g (factor e m t) <= (1 - rho u m t) * (1 - u) + rho u m t * (~~ loses e.1 e.2)%:R.
Proof.
move=> e_asked; rewrite replacedD replacedC // replacedZ load14_at; have := charged e.1 e_asked.
have leftE : 1 - weight14 m t = share * (1 - rho u m t) by rewrite /weight14 subKr.
case: (loses e.1 e.2) => le; rewrite /= ?mulr0 ?mulr1 ?add0r ?addr0.
  rewrite leftE; have -> : (1 - rho u m t) * (1 - u) = share * (1 - rho u m t) * top by rewrite -rest_share mulrCA mulrA.
  by apply: ler_wpmul2l; [exact: mulr_ge0 | apply: le_trans le _; rewrite le_maxr lexx orbT].
apply: (@le_trans _ _ (weight14 m t + (1 - weight14 m t) * right)); first by rewrite ler_add2l; apply: ler_wpmul2l.
have mixed (w q A : R) : 1 - w * (1 - q) + w * (1 - q) * A = (1 - q) * (1 - w * (1 - A)) + q by identity R.
by rewrite leftE /weight14 mixed rate_share.
Qed.

Let charges_cons e es t : charges (e :: es) t =
  factor e (size es) t * charges es t + (if t is t'.+1 then ((loses e.1 e.2)%:R)%:P * charges es t' else 0).
Proof. by []. Qed.

(** What entries are charged, with g(d) for x^d *)
Lemma charges14_at es t : all (fun e => asked e.2) es -> replaced g (charges es t) <= at_most (size es) t u.
Proof.
elim: es t => [|e es IH] t; first by rewrite /charges14 /= -(expr0 'X) replacedXn g_one at_most0.
rewrite charges_cons /= => /andP[e_asked all_asked]; have {}IH t' := IH t' all_asked.
have charge_ge0 t' : 0 <= replaced g (charges es t') by apply: replaced_ge0 => //; apply: charges14_ge0.
rewrite -(rho_step u0 u1 _ t (~~ loses e.1 e.2)) negbK replacedD; apply: ler_add.
  apply: le_trans (replacedM g_sub (factor0 e (size es) t) (charges14_ge0 es t)) _.
  apply: (@le_trans _ _ (((1 - rho u (size es) t) * (1 - u) + rho u (size es) t * (~~ loses e.1 e.2)%:R) * replaced g (charges es t))).
    by apply: ler_wpmul2r => //; apply: factor_at.
  by apply: ler_wpmul2l => //; apply: addr_ge0; apply: mulr_ge0; rewrite ?subr_ge0 ?rho_ge0 ?rho_le1 ?ler0n.
case: t => [|t] /=; first by rewrite replaced0.
by rewrite mul_polyC replacedZ; apply: ler_wpmul2l; first exact: ler0n.
Qed.

(** No charge of [w] entries has a power of x above [w] times the source bits of a cell. *)
Lemma charges14_degree es t d : (size es * #|drawn k| < d)%N -> (charges es t)`_d = 0.
Proof.
rewrite /charges14; elim: es t d => [|e es IH] t d /=; first by rewrite mul0n coef1; case: d.
rewrite mulSn => far.
have load_far j : (#|drawn k| < j)%N -> (load14 v H e.1 e.2)`_j = 0.
  move=> lt; rewrite /load14 coefD coefC coef_sum; case: j lt => // j lt; rewrite add0r big1 // => y _.
  rewrite coefZ coefXn gtn_eqF ?mulr0 //; apply: leq_ltn_trans lt.
  rewrite /distance; apply: (@leq_trans (\sum_(i : drawn k) 1)); last by rewrite sum_nat_const muln1.
  by apply: leq_sum => i _; apply: leq_b1.
have part_far (f : {poly R}) t' : (forall j, (#|drawn k| < j)%N -> f`_j = 0) -> (f * charges14 v H weight14 es t')`_d = 0.
  move=> f_far; rewrite coefM big1 // => j _; case: (ltnP #|drawn k| j) => [/f_far -> | le]; first by rewrite mul0r.
  rewrite /charges14 IH ?mulr0 //; apply: leq_trans (leq_sub2l d le); rewrite ltn_subRL; exact: far.
have const_far (c : R) j : (#|drawn k| < j)%N -> (c%:P)`_j = 0 by case: j => // j _; rewrite coefC.
rewrite coefD part_far ?add0r => [|j lt]; last by rewrite coefD const_far // coefZ load_far // mulr0 addr0.
by case: t => [|t]; rewrite ?coef0 // part_far // => j; apply: const_far.
Qed.

Lemma covers14_growth (f : nat -> R) (C : R) w T : 0 <= C -> (forall d, (d <= w * #|drawn k|)%N -> f d <= C * g d) ->
  covers14 v H f weight14 w T (C * at_most w T u).
Proof.
move=> C0 growth es t size_es all_asked le_t.
apply: (@le_trans _ _ (C * replaced g (charges es t))); last first.
  apply: ler_wpmul2l => //; apply: le_trans (charges14_at t all_asked) _; rewrite size_es.
  by move/subnK: le_t => <-; elim: (T - t)%N => // m IH; rewrite addSn; apply: le_trans IH (at_most_tolerance u0 u1 _ _).
rewrite /replaced mulr_sumr; apply: ler_sum => d _; rewrite mulrCA.
case: (ltnP (w * #|drawn k|) d) => [far | near]; first by rewrite charges14_degree ?size_es // !mul0r.
apply: ler_wpmul2l; last exact: growth.
by have := charges14_ge0 es t d; rewrite coef0.
Qed.
End Growth.

(** ** The theorems *)
Section Growth14.
Variables (R : realFieldType) (k : kind) (N n T : nat) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (Low High : nat -> R).
Hypotheses (prop : proper k) (bounded : bounds14 Low High).
Hypotheses (nonneg : forall z e s, 0 <= S z e s) (normal : forall z, \sum_e \sum_s S z e s = 1) (S14 : eq14 S Low High).
Hypotheses (boxes : forall z e, box (P z e)).
(** What [d] bits change, and what bounds it *)
Variables f g : nat -> R.
Hypotheses (steps : steps14 Low High f) (g0 : forall d, 0 <= g d) (g_one : g 0%N = 1) (g_sub : forall d d', g (d + d')%N <= g d * g d').
Variables right wrong : R.
Hypotheses (right1 : right <= 1) (top0 : 0 <= Num.max right wrong) (family : tested_family14 k g right wrong).
Notation u := (rate14 right wrong).

Let rate_ge0 : 0 <= u. Proof. by have /andP[] := rate14_bounds right1 top0. Qed.
Let rate_le1 : u <= 1. Proof. by have /andP[] := rate14_bounds right1 top0. Qed.

Lemma growth_covers : exists v (G V H : bits (seats k) -> table R (seats k)) q, [/\
  forall y, asked y -> tested_certificate v y (G y) (V y) (H y), forall m t, 0 <= q m t <= 1 &
  forall w C, 0 <= C -> (forall d, (d <= w * #|drawn k|)%N -> f d <= C * g d) -> covers14 v H f q w T (C * at_most w T u)].
Proof.
have [v [G [V [H [certified charged]]]]] := family; exists v, G, V, H, (weight14 right wrong); split=> // [m t | w C C0 growth].
  exact: weight14_bounds.
case: (pickP (@asked k)) => [y0 y0_asked | no].
  have [_ _ v0 _ _] := certified y0 y0_asked.
  have H0 y a x : asked y -> 0 <= H y a x by case/certified.
  exact (covers14_growth g0 g_one g_sub v0 H0 right1 charged top0 C0 growth).
move=> [|e es] t size_es; last by rewrite /= no.
move=> _ _; rewrite -size_es at_most0 mulr1 /charges14 /= -(expr0 'X) replacedXn.
by have := growth 0%N (leq0n _); rewrite g_one mulr1.
Qed.

(** [R5.105] One bit: d is at most the number of source bits of [n] cells. *)
Section OneBit.
Notation p := (tested k N n T every_cell).
Hypothesis unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a.
Variable C : R.
Hypotheses (C0 : 0 <= C) (growth : forall d, (d <= n * #|drawn k|)%N -> f d <= C * g d).

Theorem tested14_growth : guess_of p S P <= 1 / 2%:R + 1 / 4%:R * (C * at_most n T u).
Proof.
have [v [G [V [H [q [certified q01 covers]]]]]] := growth_covers.
apply: (tested14_tolerant prop bounded nonneg normal S14 boxes steps certified unheard q01) => [|_].
  by rewrite mulr_ge0 ?at_most_ge0.
exact: covers.
Qed.
End OneBit.

(** [R5.105] Many bits, by a list that bounds the numbers of light words: [C w] is for the source bits of [w] cells. *)
Section ManyBits.
Variables (L : finType) (code : L -> nat -> bool) (C : nat -> R) (B : nat -> nat).
Notation p := (tested k N n T code).
Hypothesis unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a.
Hypotheses (C0 : forall w, 0 <= C w) (growth : forall w d, (w <= n)%N -> (d <= w * #|drawn k|)%N -> f d <= C w * g d).
Hypothesis listed : forall w, (w <= n)%N -> (light_words n code w <= \sum_(v < w.+1) B v)%N.

Theorem many_bits14_growth : guess_of p S P <=
  1 / 2%:R + 1 / 4%:R * \sum_(w < n.+1) (B w)%:R * least14 (fun v => C v * at_most v T u) w.
Proof.
have [v [G [V [H [q [certified q01 covers]]]]]] := growth_covers.
apply: (many_bits14_listed prop bounded nonneg normal S14 boxes steps certified unheard (q := fun _ => q)) => // [w | w le _].
  by rewrite mulr_ge0 ?at_most_ge0.
by apply: covers => // d; apply: growth.
Qed.
End ManyBits.
End Growth14.
