(** * The tested protocol for the sources of eq (14), all other bits being given *)

From mathcomp Require Import all_ssreflect ssralg ssrnum poly.
From Freebit Require Import Definitions Paper Boxes Tensor Selection Expectation General TestedDefinitions Master Walk TestedCells
  TestedTheorems TestedCharges.
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

(** ** What eq (14) says of two strings *)
Section Strings.
Variables (R : realFieldType) (Z : Type) (E B : finType) (S : Z -> E -> bits B -> R) (G F : nat -> R).
Hypotheses (S0 : forall z e s, 0 <= S z e s) (S14 : eq14 S G F).
Implicit Types (J : {set B}) (s : bits B).

(** [R5.104] As the probabilities of all 2^n values of n bits add up to 1, each is also at least 1 - (2^n - 1) F(n), and at most
    1 - (2^n - 1) G(n). *)
Definition tight_low (n : nat) : R := Num.max (G n) (1 - (2 ^ n - 1)%:R * F n).
Definition tight_high (n : nat) : R := Num.min (F n) (1 - (2 ^ n - 1)%:R * G n).

Lemma card_rest J s : #|[set s' : bits B | [forall j, (j \notin J) ==> (s' j == s j)]]| = (2 ^ #|J|)%N.
Proof.
pose A j := [pred v : bool | (j \in J) || (v == s j)].
have -> : #|[set s' : bits B | [forall j, (j \notin J) ==> (s' j == s j)]]| = #|family A|.
  by apply: eq_card => s'; rewrite inE; apply/forallP/familyP => same j; have := same j; rewrite inE; case: (j \in J).
rewrite card_family foldrE big_map -[RHS]prod_nat_const [RHS]big_mkcond /= big_enum; apply: eq_bigr => j _; case jJ: (j \in J).
  by rewrite (eq_card (B := predT)) ?card_bool // => v; rewrite !inE jJ.
by rewrite (eq_card (B := pred1 (s j))) ?card1 // => v; rewrite !inE jJ.
Qed.

Theorem eq14_tight : eq14 S tight_low tight_high.
Proof.
move=> z e J s pos; set n := #|J|; set rest := prob_rest S z e J s in pos *.
pose A := [set s' : bits B | [forall j, (j \notin J) ==> (s' j == s j)]].
have restE s' : s' \in A -> prob_rest S z e J s' = rest.
  rewrite inE => /forallP same; apply: eq_bigl => u; apply: eq_forallb => j.
  by have := same j; case: (j \in J) => //= /eqP ->.
have share s' : s' \in A -> G n <= S z e s' / rest <= F n.
  by move=> s'A; rewrite -(restE s' s'A); apply: S14; rewrite restE.
have sA : s \in A by rewrite inE; apply/forallP => j; rewrite eqxx implybT.
have total : \sum_(s' in A) S z e s' / rest = 1.
  rewrite -mulr_suml (eq_bigl (fun s' : bits B => [forall j, (j \notin J) ==> (s' j == s j)])) => [|s']; last by rewrite inE.
  exact: divff (lt0r_neq0 pos).
have others : #|A :\ s| = (2 ^ n - 1)%N by rewrite -(card_rest J s) (cardsD1 s A) sA addKn.
have self : S z e s / rest = 1 - \sum_(s' in A :\ s) S z e s' / rest.
  by rewrite -total (big_setD1 s sA) /= addrK.
have /andP[low high] := share s sA.
rewrite /tight_low /tight_high le_maxl le_minr low high self /= !ler_add2l !ler_opp2 -others.
rewrite !mulr_natl -!sumr_const; apply/andP; split; apply: ler_sum => s' /setD1P[_ /share/andP[]] //.
Qed.

(** Between two strings there is one at any distance up to theirs. *)
Lemma between d s s' : (d <= distance s s')%N -> exists2 s2, distance s s2 = d & (d + distance s2 s')%N = distance s s'.
Proof.
pose J := [set j | s j != s' j]; have JE : distance s s' = #|J|.
  by rewrite -sum1_card /distance [RHS]big_mkcond; apply: eq_bigr => j _; rewrite inE; case: eqP.
move=> le; pose A := [set j in take d (enum J)].
have AJ j : j \in A -> s j != s' j by rewrite inE => /mem_take; rewrite mem_enum inE.
have cardA : #|A| = d.
  rewrite cardsE (card_uniqP _) ?take_uniq ?enum_uniq // size_take -cardE -JE.
  by case: ltnP => // ge; apply/eqP; rewrite eqn_leq ge le.
exists [ffun j => if j \in A then s' j else s j].
  rewrite -[RHS]cardA -sum1_card /distance [RHS]big_mkcond; apply: eq_bigr => j _; rewrite ffunE.
  by case jA: (j \in A); [rewrite AJ | rewrite eqxx].
rewrite -{1}cardA -sum1_card [X in (X + _)%N]big_mkcond /distance -big_split; apply: eq_bigr => j _; rewrite ffunE.
by case jA: (j \in A) => //=; rewrite AJ // eqxx.
Qed.

Hypothesis GF : bounds14 G F.

(** [R5.104] Strings that differ in d_1 + ... + d_m bits have probabilities that differ by at most the product of the F(d_i)/G(d_i). *)
Lemma near_steps z e ds s s' : sumn ds = distance s s' -> S z e s <= (\prod_(d <- ds) ratio G F d) * S z e s'.
Proof.
elim: ds s => [|d ds IH] s /=; first by move=> /esym/eqP/distance0P ->; rewrite big_nil mul1r.
move=> total; have [|s2 ds2 rest] := @between d s s'; first by rewrite -total leq_addr.
apply: le_trans (ratio14 S0 S14 GF z e s s2) _; rewrite ds2 big_cons -mulrA; apply: ler_wpmul2l; first exact: ratio14_ge0.
by apply: IH; apply: (@addnI d); rewrite total rest.
Qed.

(** Such a number for each distance *)
Definition steps14 (f : nat -> R) : Prop := forall d, exists2 ds, sumn ds = d & \prod_(i <- ds) ratio G F i <= f d.

Lemma near_steps14 f : steps14 f -> forall z e s s', S z e s <= f (distance s s') * S z e s'.
Proof.
move=> steps z e s s'; have [ds total le] := steps (distance s s').
exact: le_trans (near_steps z e total) (ler_wpmul2r (S0 z e s') le).
Qed.

Lemma steps14_ge0 f : steps14 f -> forall d, 0 <= f d.
Proof. by move=> steps d; have [ds _] := steps d; apply: le_trans; apply: prodr_ge0 => i _; apply: ratio14_ge0. Qed.

(** One step *)
Lemma steps14_ratio : steps14 (ratio G F).
Proof. by move=> d; exists [:: d]; rewrite /= ?addn0 // big_seq1. Qed.
End Strings.

(** ** Sources of eq (14) *)
Section Theorems14.
Variables (R : realFieldType) (k : kind) (N n T : nat) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (Low High : nat -> R).
Hypotheses (prop : proper k) (bounded : bounds14 Low High).
Hypotheses (nonneg : forall z e s, 0 <= S z e s) (normal : forall z, \sum_e \sum_s S z e s = 1) (S14 : eq14 S Low High).
Hypothesis boxes : forall z e, box (P z e).
(** F(d)/G(d), or the product of these for some numbers whose sum is d *)
Variable f : nat -> R.
Hypothesis steps : steps14 Low High f.
Variables (v : R) (G V H : bits (seats k) -> table R (seats k)).
Hypothesis certified : forall y, asked y -> tested_certificate v y (G y) (V y) (H y).
Let f0 := steps14_ge0 bounded steps.
Let near := near_steps14 nonneg S14 bounded steps.

Section Code.
Variables (L : finType) (code : L -> nat -> bool).
Notation p := (tested k N n T code).
Hypothesis unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a.
(** For each number [w] of cells, the weights and what they give *)
Variables (q : nat -> nat -> nat -> R) (M : nat -> R).
Hypotheses (q01 : forall w m t, 0 <= q w m t <= 1) (M0 : forall w, 0 <= M w).
Hypothesis covered : forall w, (w <= n)%N -> (w <= N)%N -> covers14 v H f (q w) w T (M w).

Lemma word_weight_le (u : bits L) : (word_weight n code u <= n)%N.
Proof.
apply: (@leq_trans (\sum_(j < n) 1)); last by rewrite sum_nat_const card_ord muln1.
by apply: leq_sum => j _; apply: leq_b1.
Qed.

(** [R5.104] Many bits by any code: for each message that is not zero the least number for at most so many cells as its word has *)
Theorem many_bits14 : guess_of p S P <=
  1 / 2%:R + 1 / 4%:R * \sum_(u | u != [ffun=> false]) least14 M (word_weight n code u).
Proof.
pose at_ (u : bits L) := least14_at M (word_weight n code u).
have le u : (s2val (at_ u) <= word_weight n code u)%N := s2valP (at_ u).
rewrite (eq_bigr (fun u => M (s2val (at_ u)))) => [|u _]; last exact: (s2valP' (at_ u)).
apply: (guess_near prop nonneg normal f0 near boxes unheard certified
  (m0 := fun u => s2val (at_ u)) (q := fun u => q (s2val (at_ u)))) => // u _.
by apply: covered; apply: leq_trans (le u) (word_weight_le u).
Qed.

(** ... and by a list that bounds the numbers of light words *)
Theorem many_bits14_listed (B : nat -> nat) :
  (forall w, (w <= n)%N -> (light_words n code w <= \sum_(v < w.+1) B v)%N) ->
  guess_of p S P <= 1 / 2%:R + 1 / 4%:R * \sum_(w < n.+1) (B w)%:R * least14 M w.
Proof.
move=> listed; apply: le_trans many_bits14 _.
rewrite ler_add2l; apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler01 ?ler0n.
have small u : (word_weight n code u < n.+1)%N by rewrite ltnS word_weight_le.
rewrite (partition_big (fun u => Ordinal (small u)) predT) //=.
apply: (@le_trans _ _ (\sum_(w < n.+1) (words_of_weight n code w)%:R * least14 M w)).
  apply: ler_sum => w _; rewrite (eq_bigr (fun=> least14 M w)) => [|u /andP[_ /eqP <-] //].
  rewrite sumr_const -[X in X <= _]mulr_natl le_eqVlt; apply/orP; left; apply/eqP; congr (_%:R * _).
  by apply: eq_card => u; rewrite !inE unfold_in -val_eqE.
apply: (@weighed_by_parts R (least14 M)) => [w | w | w le_wn].
- by have [m _ ->] := least14_at M w.
- exact: least14_falls.
by rewrite -light_words_sum; apply: listed.
Qed.
End Code.

(** [R5.104] One bit, and so the XOR of f over all kept cells: [n] entries are enough, whatever is kept beside them. *)
Section OneBit14.
Notation p := (tested k N n T every_cell).
Hypothesis unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a.
Variables (q : nat -> nat -> R) (M : R).
Hypotheses (q01 : forall m t, 0 <= q m t <= 1) (M0 : 0 <= M) (covered : (n <= N)%N -> covers14 v H f q n T M).

Theorem tested14_tolerant : guess_of p S P <= 1 / 2%:R + 1 / 4%:R * M.
Proof.
rewrite -[X in _ <= _ + _ * X](one_mask (fun=> M)).
apply: (guess_near prop nonneg normal f0 near boxes unheard certified
  (m0 := fun=> n) (q := fun=> q)) => // u ne.
suff -> : u = [ffun=> true] by rewrite every_cell_weight.
apply/ffunP => -[]; rewrite ffunE; apply: contraNT ne => /negbTE u0.
by apply/eqP/ffunP => -[]; rewrite ffunE.
Qed.
End OneBit14.
End Theorems14.

(** [R5.82] Without tolerance: M is at least every product of the loads of [n] entries, each x^d replaced by F(d)/G(d). *)
Lemma charges14_strict (R : realFieldType) (k : kind) (v : R) H (r : seq (bits (seats k) * bits (seats k))) :
  charges14 v H (fun _ _ => 0) r 0 = \prod_(e <- r) load14 v H e.1 e.2.
Proof.
rewrite /charges14; elim: r => [|e r IH] /=; first by rewrite big_nil.
by rewrite big_cons IH addr0 mul0r subr0 scale1r add0r.
Qed.

Section Sharp14.
Variables (R : realFieldType) (k : kind) (N n : nat) (Z E : finType).
Variables (S : Z -> E -> bits ('I_N * drawn k) -> R) (P : Z -> E -> table R ('I_N * seats k)) (Low High : nat -> R).
Hypotheses (prop : proper k) (bounded : bounds14 Low High).
Hypotheses (nonneg : forall z e s, 0 <= S z e s) (normal : forall z, \sum_e \sum_s S z e s = 1) (S14 : eq14 S Low High).
Notation p := (tested k N n 0 every_cell).
Hypotheses (boxes : forall z e, box (P z e)).
Hypotheses (unheard : forall z z' s a, \sum_e joint_of p S P z e s a = \sum_e joint_of p S P z' e s a).
Variable f : nat -> R.
Hypothesis steps : steps14 Low High f.
Variables (v : R) (G V H : bits (seats k) -> table R (seats k)).
Hypothesis certified : forall y, asked y -> tested_certificate v y (G y) (V y) (H y).
Variable M : R.
Hypothesis M0 : 0 <= M.
Hypothesis most : forall r : seq (bits (seats k) * bits (seats k)), size r = n -> (n <= N)%N -> all (fun e => asked e.2) r ->
  replaced f (\prod_(e <- r) load14 v H e.1 e.2) <= M.

Theorem tested14_sharp : guess_of p S P <= 1 / 2%:R + 1 / 4%:R * M.
Proof.
apply: (tested14_tolerant prop bounded nonneg normal S14 boxes steps certified unheard (q := fun _ _ => 0)) => //.
  by move=> m t; rewrite lexx ler01.
move=> small r t size_r all_asked; rewrite leqn0 => /eqP ->.
by rewrite charges14_strict; apply: most.
Qed.
End Sharp14.
