(** * Cell after cell, with so many wrong ones left to tolerate

    A cell contributes one factor if it is right and another if it is wrong, and at most [t] cells may be wrong.  The sum
    over all ways is built by walking through the cells; the factors may depend on the cells that are left and on
    the tolerance that is left.  That freedom gives the binomial bound. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes Tensor Selection TestedDefinitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Walk.
Variables (R : comRingType) (C : eqType).
Notation factors := (C -> seq C -> nat -> R).
Implicit Types (A W : factors) (r : seq C) (n : C) (t : nat).

(** A: right, W: wrong *)
Fixpoint walk A W r t : R :=
  if r is n :: r' then A n r' t * walk A W r' t + (if t is t'.+1 then W n r' t * walk A W r' t' else 0) else 1.

Lemma eq_walk A W A' W' r t : (forall n, n \in r -> A n =2 A' n) -> (forall n, n \in r -> W n =2 W' n) ->
  walk A W r t = walk A' W' r t.
Proof.
elim: r t => //= n r IH t EA EW.
have later n' : n' \in r -> n' \in n :: r by rewrite inE orbC => ->.
have {}IH t' : walk A W r t' = walk A' W' r t' by apply: IH => n' /later; [apply: EA | apply: EW].
by case: t => [|t]; rewrite !IH EA ?mem_head // EW ?mem_head.
Qed.

(** A cell that can be neither right nor wrong stops the walk. *)
Lemma walk_stops A W n r t : n \in r -> (forall r' t', A n r' t' = 0) -> (forall r' t', W n r' t' = 0) -> walk A W r t = 0.
Proof.
move=> nr A0 W0; elim: r t nr => //= n' r IH t; rewrite inE => /predU1P[<- | nr].
  by rewrite A0 mul0r add0r; case: t => // t; rewrite W0 mul0r.
by rewrite IH // mulr0 add0r; case: t => // t; rewrite IH // mulr0.
Qed.

(** A price for each cell *)
Lemma walk_scale (c : C -> R) A W r t :
  (\prod_(n <- r) c n) * walk A W r t = walk (fun n r' t' => c n * A n r' t') (fun n r' t' => c n * W n r' t') r t.
Proof.
elim: r t => [|n r IH] t /=; first by rewrite big_nil mul1r.
by rewrite big_cons mulrDr mulrACA IH; congr (_ + _); case: t => [|t]; rewrite ?mulr0 // mulrACA IH.
Qed.

End Walk.

(** A walk through what a homomorphism makes of the factors *)
Lemma rmorph_walk (R R' : comRingType) (C : eqType) (f : {rmorphism R -> R'}) (A W : C -> seq C -> nat -> R) r t :
  f (walk A W r t) = walk (fun n r' t' => f (A n r' t')) (fun n r' t' => f (W n r' t')) r t.
Proof.
elim: r t => [|n r IH] t /=; first exact: rmorph1.
by rewrite rmorphD rmorphM IH; congr (_ + _); case: t => [|t]; rewrite ?rmorph0 // rmorphM IH.
Qed.

(** ** Bounds on walks *)
Section Bounds.
Variables (R : realFieldType) (C : eqType).
Notation factors := (C -> seq C -> nat -> R).
Implicit Types (A W : factors) (r : seq C) (n : C) (t : nat).

Lemma walk_abs A W A' W' r t : (forall n r' t', n \in r -> `|A n r' t'| <= A' n r' t') ->
  (forall n r' t', n \in r -> `|W n r' t'| <= W' n r' t') -> `|walk A W r t| <= walk A' W' r t.
Proof.
elim: r t => [|n r IH] t leA leW /=; first by rewrite normr1.
have {}IH t' : `|walk A W r t'| <= walk A' W' r t'.
  by apply: IH => n' r' t2 n'r; [apply: leA | apply: leW]; rewrite inE n'r orbT.
apply: le_trans (ler_norm_add _ _) _; apply: ler_add.
  by rewrite normrM; apply: ler_pmul => //; apply: leA; apply: mem_head.
by case: t => [|t]; rewrite ?normr0 // normrM; apply: ler_pmul => //; apply: leW; apply: mem_head.
Qed.

Lemma walk_ge0 A W r t : (forall n r' t', n \in r -> 0 <= A n r' t') ->
  (forall n r' t', n \in r -> 0 <= W n r' t') -> 0 <= walk A W r t.
Proof.
move=> A0 W0; apply: le_trans (walk_abs (A := A) (W := W) (A' := A) (W' := W) t _ _); first exact: normr_ge0.
  by move=> n r' t' nr; rewrite ger0_norm // A0.
by move=> n r' t' nr; rewrite ger0_norm // W0.
Qed.

(** [b m t] bounds every walk through [m] cells that count with tolerance [t]; other cells are passed at no price. *)
Lemma walk_bound (counts : pred C) (b : nat -> nat -> R) A W r t :
  (forall m t, 0 <= b m t) -> (forall t, 1 <= b 0%N t) ->
  (forall n r' t', n \in r -> 0 <= A n r' t') -> (forall n r' t', n \in r -> 0 <= W n r' t') ->
  (forall n r' t', n \in r -> let m := count counts r' in
     A n r' t' * b m t' + (if t' is t''.+1 then W n r' t' * b m t'' else 0) <= b (counts n + m)%N t') ->
  walk A W r t <= b (count counts r) t.
Proof.
move=> b0 b1; elim: r t => [|n r IH] t //= A0 W0 step.
have later n' : n' \in r -> n' \in n :: r by rewrite inE orbC => ->.
have {}IH t' : walk A W r t' <= b (count counts r) t'.
  by apply: IH => n' r' t2 /later; [apply: A0 | apply: W0 | apply: step].
have An : 0 <= A n r t by apply: A0; apply: mem_head.
apply: le_trans (step n r t (mem_head _ _)); apply: ler_add; first exact: ler_wpmul2l.
by case: t {An} => // t; apply: ler_wpmul2l => //; apply: W0; apply: mem_head.
Qed.

End Bounds.

(** ** All sets of wrong cells *)
Section Subsets.
Variables (R : comRingType) (C : finType).
Notation factors V := (C -> seq C -> nat -> V).
Implicit Types (A W : factors R) (r : seq C) (w : {set C}).

(** The factors of the walk on which just the cells [w] are wrong *)
Definition off_set V (none : V) w (A : factors V) : factors V := fun n r' t' => if n \in w then none else A n r' t'.
Definition on_set V (none : V) w (W : factors V) : factors V := fun n r' t' => if n \in w then W n r' t' else none.

Lemma walk_subsets A W r t : uniq r ->
  \sum_(w : {set C} | w \subset r) walk (off_set 0 w A) (on_set 0 w W) r t = walk A W r t.
Proof.
elim: r t => [|n r IH] t /=.
  move=> _; rewrite (big_pred1 set0) // => w; apply/subsetP/eqP => [sub | -> c]; last by rewrite inE.
  by apply/setP => c; rewrite inE; apply/negbTE/negP => /sub.
move=> /andP[nr ur].
have out w : w \subset r -> n \notin w by move=> /subsetP sub; apply: contra nr; apply: sub.
have same w t' : walk (off_set 0 (n |: w) A) (on_set 0 (n |: w) W) r t' = walk (off_set 0 w A) (on_set 0 w W) r t'.
  by apply: eq_walk => c cr r' t2; rewrite /off_set /on_set !inE; case: eqP => // E; rewrite -E cr in nr.
rewrite (bigID (fun w : {set C} => n \in w)) /= addrC; congr (_ + _).
  rewrite -(IH t ur) mulr_sumr; apply: eq_big => [w | w /andP[_ /negbTE nw]].
    apply/andP/idP => [[/subsetP sub nw] | sub]; last first.
      by rewrite out //; split=> //; apply/subsetP => c /(subsetP sub); rewrite inE orbC => ->.
    by apply/subsetP => c cw; have := sub c cw; rewrite inE => /predU1P[E | //]; rewrite -E cw in nw.
  by rewrite {1}/off_set {2}/on_set nw; case: t => [|t]; rewrite ?mul0r addr0.
rewrite (reindex_onto (fun w => n |: w) (fun w => w :\ n)) /= => [|w /andP[_ nw]]; last exact: setD1K.
rewrite (eq_bigl (fun w : {set C} => w \subset r)) => [|w]; last first.
  rewrite setU11 andbT; apply/andP/idP => [[/subsetP sub /eqP E] | sub].
    apply/subsetP => c cw; have := sub c; rewrite !inE cw orbT => /(_ isT)/predU1P[E' | //].
    by move: cw; rewrite -E E' !inE eqxx.
  split; last by rewrite setU1K // out.
  by apply/subsetP => c; rewrite !inE => /predU1P[-> | /(subsetP sub) ->]; rewrite ?eqxx ?orbT.
rewrite (eq_bigr (fun w => if t is t'.+1 then W n r t * walk (off_set 0 w A) (on_set 0 w W) r t' else 0)) => [|w _]; last first.
  by rewrite {1}/off_set {2}/on_set setU11 mul0r add0r; case: t => [|t] //; rewrite same.
by case: t => [|t]; [rewrite big1 | rewrite -(IH t ur) mulr_sumr].
Qed.

End Subsets.

(** ** The binomial distribution as such a bound *)
Section Binomial.
Variables (R : realFieldType) (u : R).
Hypotheses (u0 : 0 <= u) (u1 : u <= 1).

Let rest0 : 0 <= 1 - u. Proof. by rewrite subr_ge0. Qed.
Definition just (n j : nat) : R := u ^+ j * (1 - u) ^+ (n - j) *+ 'C(n, j).

Lemma just_ge0 n j : 0 <= just n j.
Proof. by rewrite mulrn_wge0 // mulr_ge0 // exprn_ge0. Qed.

Lemma just0 n : just n.+1 0 = (1 - u) * just n 0.
Proof. by rewrite /just !bin0 !subn0 !mul1r exprS. Qed.

Lemma justS n j : just n.+1 j.+1 = (1 - u) * just n j.+1 + u * just n j.
Proof.
rewrite /just binS mulrnDr subSS; congr (_ + _); last by rewrite exprS -mulrA -mulrnAr.
case: (ltnP j n) => [lt | ge]; last by rewrite bin_small ?ltnS // mulr0.
by rewrite mulrnAr mulrCA -exprS subnSK.
Qed.

Lemma at_most_ge0 n t : 0 <= at_most n t u.
Proof. by apply: sumr_ge0 => j _; apply: just_ge0. Qed.

Lemma at_most0 t : at_most 0 t u = 1.
Proof.
by rewrite /at_most big_ord_recl bin0 !mul1r expr0 big1 ?addr0.
Qed.

Lemma at_most_none n : at_most n.+1 0 u = (1 - u) * at_most n 0 u.
Proof. by rewrite /at_most !big_ord_recl !big_ord0 !addr0; apply: just0. Qed.

Lemma at_mostS n t : at_most n.+1 t.+1 u = (1 - u) * at_most n t.+1 u + u * at_most n t u.
Proof.
rewrite /at_most [in LHS]big_ord_recl [X in _ * X + _]big_ord_recl -/(just n.+1 0) -/(just n 0) just0 mulrDr -addrA.
congr (_ + _); rewrite !mulr_sumr -big_split /=; apply: eq_bigr => j _; exact: justS.
Qed.

Lemma at_most_tolerance n t : at_most n t u <= at_most n t.+1 u.
Proof. by rewrite /at_most [in X in _ <= X]big_ord_recr ler_addl; apply: just_ge0. Qed.

Lemma at_most_more n t : at_most n.+1 t u <= at_most n t u.
Proof.
case: t => [|t]; first by rewrite at_most_none -[X in _ <= X]mul1r; apply: ler_wpmul2r; rewrite ?at_most_ge0 ?ler_subl_addr ?ler_addl.
rewrite at_mostS; apply: (@le_trans _ _ ((1 - u) * at_most n t.+1 u + u * at_most n t.+1 u)).
  by rewrite ler_add2l; apply: ler_wpmul2l (at_most_tolerance n t).
by rewrite -mulrDl subrK mul1r.
Qed.

Lemma at_most_decreases m n t : (m <= n)%N -> at_most n t u <= at_most m t u.
Proof.
move/subnK <-; elim: (n - m)%N => //= d IH; rewrite addSn; apply: le_trans IH; exact: at_most_more.
Qed.

Lemma at_most_le1 n t : at_most n t u <= 1.
Proof. by rewrite -(at_most0 t); apply: at_most_decreases. Qed.

Lemma at_most_strict n : at_most n 0 u = (1 - u) ^+ n.
Proof. by rewrite /at_most big_ord_recl big_ord0 addr0 subn0 bin0 mul1r. Qed.

(** How much of a cell's right part is left as it is, with [m] cells and the tolerance [t] to come *)
Definition rho m t : R := if t is t'.+1 then at_most m t' u / at_most m t u else 0.

Lemma rho_ge0 m t : 0 <= rho m t.
Proof. by case: t => // t; rewrite divr_ge0 ?at_most_ge0. Qed.

Lemma rho_le1 m t : rho m t <= 1.
Proof.
case: t => [|t]; first exact: ler01.
have [E | ne] := eqVneq (at_most m t.+1 u) 0; first by rewrite /rho E invr0 mulr0 ler01.
by rewrite /rho ler_pdivr_mulr ?mul1r ?at_most_tolerance // lt_def ne at_most_ge0.
Qed.

Lemma rho_mul m t : rho m t * at_most m t u = if t is t'.+1 then at_most m t' u else 0.
Proof.
case: t => [|t]; first by rewrite mul0r.
have [E | ne] := eqVneq (at_most m t.+1 u) 0; last by rewrite /rho divfK.
by rewrite E mulr0; apply/eqP; rewrite eq_le at_most_ge0 -{1}E at_most_tolerance.
Qed.

(** A right cell costs what a wrong one costs. *)
Lemma rho_step m t (right : bool) :
  ((1 - rho m t) * (1 - u) + rho m t * right%:R) * at_most m t u +
  (if t is t'.+1 then (~~ right)%:R * at_most m t' u else 0) = at_most m.+1 t u.
Proof.
have -> : at_most m.+1 t u = (1 - u) * at_most m t u + u * (rho m t * at_most m t u).
  by rewrite rho_mul; case: t => [|t]; [rewrite at_most_none mulr0 addr0 | rewrite at_mostS].
have -> : (if t is t'.+1 then (~~ right)%:R * at_most m t' u else 0) = (~~ right)%:R * (rho m t * at_most m t u).
  by rewrite rho_mul; case: t => [|t] //; rewrite mulr0.
set b := at_most m t u; set q := rho m t.
have E : (1 - q) * (1 - u) + q = 1 - u + u * q.
  by rewrite mulrBl mul1r [q * (1 - u)]mulrBr mulr1 opprB -addrA subrK [q * u]mulrC.
by case: right; rewrite !(mulr1, mulr0, addr0, mul0r, mul1r) -?mulrDl E mulrDl mulrA.
Qed.

(** One weight for a wrong cell, wherever it comes: the form of Chernoff *)
Lemma at_most_chernoff (theta : R) n t : 0 < theta -> theta <= 1 ->
  at_most n t u <= theta ^- t * (1 - (1 - theta) * u) ^+ n.
Proof.
move=> th0 th1; have rate0 : 0 <= 1 - (1 - theta) * u.
  rewrite subr_ge0; apply: (@le_trans _ _ (1 * u)); last by rewrite mul1r.
  by apply: ler_wpmul2r => //; rewrite ler_subl_addr ler_addl ltW.
have rateE : 1 - (1 - theta) * u = (1 - u) + theta * u by rewrite mulrBl mul1r opprB addrCA addrC.
rewrite mulrC ler_pdivl_mulr ?exprn_gt0 //.
elim: n t => [|n IH] t; first by rewrite at_most0 mul1r exprn_ile1 // ltW.
rewrite exprS {1}rateE [X in _ <= X]mulrDl; case: t => [|t].
  rewrite at_most_none expr0 mulr1 -[X in X <= _]addr0; apply: ler_add.
    by apply: ler_wpmul2l => //; have := IH 0%N; rewrite expr0 mulr1.
  by rewrite mulr_ge0 ?exprn_ge0 // mulr_ge0 // ltW.
rewrite at_mostS [X in X <= _]mulrDl; apply: ler_add; first by rewrite -mulrA; apply: ler_wpmul2l.
rewrite exprS mulrACA [u * theta]mulrC -!mulrA; apply: ler_wpmul2l; first exact: ltW.
by apply: ler_wpmul2l.
Qed.

End Binomial.
