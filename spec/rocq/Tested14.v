(** * The tested protocol for the sources of eq (14), all other bits being given *)

From mathcomp Require Import all_ssreflect ssralg ssrnum poly.
From Freebit Require Import Definitions Paper Boxes Tensor Selection General TestedDefinitions Master Walk TestedCells TestedTheorems.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** [R5.81] The epsilon of such a source *)
Definition eps14 (R : realFieldType) (G F : nat -> R) : R := Num.max (G 1%N) (1 - F 1%N).

Section OneBit.
Variables (R : realFieldType) (Z E B : finType) (S : Z -> E -> bits B -> R) (G F : nat -> R).

Theorem eq14_is_eq1 : eq14 S G F -> eq1 S (eps14 G F).
Proof.
move=> S14 z e j s pos; have othersE := sum_agree j s (S z e); rewrite -/(prob_others S z e j s) in othersE.
have rest s' : prob_rest S z e [set j] s' = prob_others S z e j s'.
  by apply: eq_bigl => s2; rewrite /agree_except; apply: eq_forallb => i; rewrite inE [s2 i == _]eq_sym.
have flipped : prob_others S z e j (flip j s) = prob_others S z e j s.
  by rewrite [LHS]/prob_others sum_agree flipK addrC -othersE.
have one : S z e (flip j s) / prob_others S z e j s = 1 - S z e s / prob_others S z e j s.
  by rewrite -[1](divff (lt0r_neq0 pos)) -mulrBl {2}othersE addrAC subrr add0r.
have at_s := S14 z e [set j] s; have at_flip := S14 z e [set j] (flip j s).
rewrite rest cards1 in at_s; rewrite rest flipped cards1 one in at_flip.
have /andP[g f] := at_s pos; have /andP[g' f'] := at_flip pos; apply/andP; split; rewrite /prob_given_others /eps14.
  by rewrite le_maxl g ler_subl_addr -ler_subl_addl.
by rewrite ler_subr_addr -ler_subr_addl le_maxl g' ler_add2l ler_opp2.
Qed.
End OneBit.

(** [R5.81] The bound for tested cells holds for such a source, with this epsilon. *)
Section Tested14.
Variables (R : realFieldType) (k : kind) (N n T : nat) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (G F : nat -> R) (u : R).
Hypotheses (prop : proper k) (weak : 0 < eps14 G F <= 1 / 2%:R).
Hypotheses (nonneg : forall z e s, 0 <= S z e s) (normal : forall z, \sum_e \sum_s S z e s = 1) (S14 : eq14 S G F).
Notation p := (tested k N n T every_cell).
Hypotheses (boxes : forall z e, box (P z e)).
Hypotheses (unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a).
Hypotheses (bounds : 0 <= u <= 1) (family : tested_family k (eps14 G F) (1 - u) (1 - u)).

Theorem tested14 : guess_of p S P <= 1 / 2%:R + 1 / 4%:R * at_most n T u.
Proof.
apply: (tested_theorem prop weak _ bounds family).
by split=> //; apply: eq14_is_eq1.
Qed.
End Tested14.

(** ** More sharply, without tolerance *)

(** [R5.82] The load of the outputs [a] and the inputs [x] of a cell as a polynomial: its numbers H_y(a,x), by the distance of [y] *)
Definition load14 (R : realFieldType) (k : kind) (v : R) (H : bits (seats k) -> table R (seats k)) (a x : bits (seats k)) : {poly R} :=
  v%:P + \sum_(y | asked y) H y a x *: 'X^(distance (undeal y) (undeal x)).

Section Sharp14.
Variables (R : realFieldType) (k : kind) (N n : nat) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (Low High : nat -> R).
Hypotheses (prop : proper k) (bounded : bounds14 Low High).
Hypotheses (nonneg : forall z e s, 0 <= S z e s) (normal : forall z, \sum_e \sum_s S z e s = 1) (S14 : eq14 S Low High).
Notation p := (tested k N n 0 every_cell).
Hypotheses (boxes : forall z e, box (P z e)).
Hypotheses (unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a).
Variables (v : R) (G V H : bits (seats k) -> table R (seats k)).
Hypothesis certified : forall y, asked y -> tested_certificate v y (G y) (V y) (H y).

(** M is at least every product of the loads of at least n entries, each x^d replaced by F(d)/G(d), the bounds of eq (14). *)
Variable M : R.
Hypothesis M0 : 0 <= M.
Hypothesis most : forall r : seq (bits (seats k) * bits (seats k)), (n <= size r <= N)%N -> all (fun e => asked e.2) r ->
  replaced (ratio Low High) (\prod_(e <- r) load14 v H e.1 e.2) <= M.

Notation rho := (ratio Low High).
Notation cell := (@quintuplet N (seats k)).
Notation drawn_at := (@quintuplet N (drawn k)).
Notation zero := [ffun=> false].
Let rho0 := ratio14_ge0 bounded.

(** What an honest cell counts, right or wrong: at its inputs v and H, if it is in the mask, which it is *)
Let A := certified_part v H.
Let only (b : bool) y : table R (seats k) := fun a x => (x == y)%:R * (loses a x == b)%:R.
Let HA (i : bool) (m t : nat) y : table R (seats k) := fun a x => if i then A y a x else only false y a x.
Let HW (i : bool) (m t : nat) y : table R (seats k) := only true y.

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

Let HA0 i m t y a x : asked y -> 0 <= HA i m t y a x.
Proof. by move=> y_asked; rewrite /HA; case: i; rewrite ?A0 ?only_ge0. Qed.

Let HA_off i m t y a x : asked y -> ~~ asked x -> HA i m t y a x = 0.
Proof. by move=> y_asked x_off; rewrite /HA /A only_off // (certified_off _ _ _ y_asked x_off); case: i. Qed.

Lemma masks_every (u : bits unit) (s : bits ('I_N * drawn k)) c : u != zero -> masks every_cell u s c.
Proof.
move=> ne; have u1 : u tt = true.
  by apply: contraNT ne => /negbTE u0; apply/eqP/ffunP => -[]; rewrite ffunE.
by rewrite /masks /word_at (big_pred1 tt) // => -[]; rewrite u1.
Qed.

Lemma strict_walk (u : bits unit) (s : bits ('I_N * drawn k)) (r : seq 'I_N) a x : u != zero ->
  walk_at (here every_cell u s HA) (here every_cell u s HW) r 0 a x = \prod_(c <- r) A (cell c (dealt s)) (cell c a) (cell c x).
Proof.
move=> ne; rewrite /walk_at; elim: r => [|c r IH] /=; first by rewrite big_nil.
by rewrite IH addr0 big_cons /here masks_every.
Qed.

Lemma load14E a x : asked x -> \sum_(y | asked y) A y a x *: 'X^(distance (undeal y) (undeal x)) = load14 v H a x.
Proof.
move=> x_asked; rewrite /load14 /A /certified_part /honest_part x_asked.
rewrite (eq_bigr (fun y => (v * (x == y)%:R) *: 'X^(distance (undeal y) (undeal x)) + H y a x *: 'X^(distance (undeal y) (undeal x)))) => [|y _]; last first.
  by rewrite mul1r scalerDl.
rewrite big_split /=; congr (_ + _); rewrite (bigD1 x) //= big1 ?addr0 => [|y /andP[_ /negbTE]]; last first.
  by rewrite eq_sym => ->; rewrite mulr0 scale0r.
have /eqP -> : distance (undeal x) (undeal x) == 0%N by apply/distance0P.
by rewrite eqxx mulr1 expr0 -alg_polyC.
Qed.

Lemma charged14 (u : bits unit) (s' : bits ('I_N * drawn k)) a : u != zero ->
  \sum_s rho (distance s s') * (\sum_o weights n 0 every_cell HA HW u o s s' a) <= M.
Proof.
move=> ne; set D := kept_cells s'.
pose C c d : {poly R} := if asked (deal d) then A (deal d) (cell c a) (cell c (dealt s')) *: 'X^(distance d (drawn_at c s')) else 0.
have C0 c d : below 0 (C c d).
  rewrite /C; case: ifP => [y_asked | _]; last exact: below_refl.
  by move=> i; rewrite coef0 coefZ coefXn mulr_ge0 ?ler0n ?A0.
pose total := \sum_(s | agree_outside D s' s && (n <= #|D|)%N) \prod_(c in D) C c (drawn_at c s).
have tail s : below 0 (\prod_(c in D) C c (drawn_at c s)).
  by have [] := @below_prod R _ (index_enum _) (mem D) _ _ (fun c _ => conj (C0 c (drawn_at c s)) (@below_refl R _)).
apply: (@le_trans _ _ (replaced rho total)).
  rewrite /total replaced_sum [X in _ <= X]big_mkcond; apply: ler_sum => s _ /=.
  rewrite sum_weights; case: ifP => [/andP[many agree] | _]; last by rewrite mulr0; case: ifP => // _; apply: replaced_ge0.
  case: (boolP [forall c in kept_cells s, asked (cell c (dealt s'))]) => [/forall_inP all_asked | ]; last first.
    rewrite negb_forall_in => /exists_inP[c cD off].
    rewrite (honest_walk_off _ _ _ _ _ _ cD off) ?mulr0 //; first by case: ifP => // _; apply: replaced_ge0.
    by move=> i m t y a' x; apply: only_off.
  have same := kept_same agree all_asked.
  rewrite /D same agree_outside_sym agree many /=.
  rewrite (distance_outside agree) /honest_walk strict_walk // big_enum /= mulrC -replacedXn -replacedZ.
  rewrite le_eqVlt; apply/orP; left; apply/eqP; congr (replaced _ _).
  rewrite -mul_polyC (big_morph _ (fun i j => exprD 'X i j) (expr0 'X)) rmorph_prod -big_split /=.
  by apply: eq_bigr => c /kept_asked y_asked; rewrite /C -cell_dealt y_asked mul_polyC.
rewrite /total; case: (leqP n #|D|) => many; last first.
  by rewrite big_pred0 ?replaced0 // => s; rewrite andbF.
rewrite (eq_bigl (agree_outside D s')) => [|s]; last by rewrite andbT.
rewrite (sum_agree_outside D s' C).
have -> : \prod_(c in D) (\sum_d C c d) = \prod_(e <- [seq (cell c a, cell c (dealt s')) | c <- enum D]) load14 v H e.1 e.2.
  rewrite big_map big_enum; apply: eq_bigr => c /kept_asked x_asked /=; rewrite -load14E // /C -big_mkcond /=.
  rewrite [RHS](reindex_onto (@deal k) (@undeal k)) => [|y]; last exact: (proj2 prop).
  by apply: eq_big => [d | d _]; rewrite (proj1 prop) ?eqxx ?andbT // [cell c (dealt s')]cell_dealt (proj1 prop).
apply: most; rewrite ?size_map -?cardE.
  by rewrite many -[X in (_ <= X)%N](card_ord N) max_card.
by rewrite all_map; apply/allP => c; rewrite mem_enum => /kept_asked.
Qed.

Lemma dominated14 (u : bits unit) : u != zero -> dominated p rho u (weights n 0 every_cell HA HW u) (fun _ _ => M).
Proof.
move=> ne; split; [move=> [shown w] s s' a | | by move=> s' a; apply: charged14].
  rewrite /weights; case: ifP => // _; apply: honest_walk_of_ge0; first exact: HA0.
  by move=> i m t y a' x _; apply: only_ge0.
move=> Q s o pos ns; apply: weights_dominate_tested => //; first by move=> i m t y a x; apply: only_off.
move=> {ne o pos ns} {}u {}s w {}Q event pos ns sub outside.
pose y c := cell c (dealt s).
pose GA c (_ : seq 'I_N) (_ : nat) : table R (seats k) := if masks every_cell u s c then G (y c) else part_of R false false (y c).
pose EA c (_ : seq 'I_N) (_ : nat) : table R (seats k) := fun a x => if masks every_cell u s c
  then V (y c) a x + honest_part H (y c) a x else only false (y c) a x.
apply: (@sign_bound R k N Q pos ns _ w _ _ event 0 sub outside GA EA).
- move=> c r' t /kept_asked y_asked; rewrite /GA -/(y c) in y_asked *; case: (masks every_cell u s c); last by [].
  exact: (alike_right certified y_asked).
- move=> c r' t a x /kept_asked y_asked; rewrite /GA /EA -/(y c) in y_asked *; case: (masks every_cell u s c); last exact: part_size.
  by have [_ _ _ _ dom] := certified y_asked; apply: dom.
- by move=> c r' t a x _; apply: part_size.
move=> c r' t /kept_asked y_asked; rewrite /here /EA /HA -/(y c) in y_asked *; case: (masks every_cell u s c); last by [].
by move=> Q' pos' ns'; rewrite (alike_certified certified y_asked pos' ns').
Qed.

Theorem tested14_sharp : guess_of p S P <= 1 / 2%:R + 1 / 4%:R * M.
Proof.
case: (pickP (fun _ : Z => true)) => [z _ | none]; last first.
  rewrite /guess_of ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
  by rewrite big1 // => key _; rewrite big1 // => view _; rewrite big_pred0.
apply: le_trans (master_bound_of nonneg boxes unheard rho0 (ratio14 nonneg S14 bounded) z dominated14) _.
rewrite ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
rewrite one_mask -[X in _ <= X]mulr1 -(seen_of_total_of p normal boxes z) mulr_sumr.
by apply: ler_sum => s _; rewrite mulr_sumr.
Qed.
End Sharp14.
