(** * What the theorems are about

    This file is the one to check by eye.  It says, in the order of the paper, what a box, the game, the
    source, the protocol, the guessing probability and a certificate are.  Everything is finite and stated
    for an arbitrary ordered field [R] (rationals, reals, ...).  No proof occurs here.

    Reading aids.  [bits T] is the set of bit strings with one bit for each element of the finite set [T];
    [x i] is bit [i] of [x].  ['I_n] is {0, ..., n-1}.  [\sum_(a | C a) F a] is the sum of [F a] over all
    [a] with property [C].  A true Boolean counts as 1, a false one as 0; [b%:R] is that number in [R].
    [x ^+ n] is a power; [~~], [&&], [||], [==>] are not, and, or, implies.  [#|A|] counts a set. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Notation bits T := {ffun T -> bool}.

(** [a] and [b] agree everywhere except possibly at [i]. *)
Definition agree_except (T : finType) (i : T) (a b : bits T) : bool :=
  [forall j, (j != i) ==> (a j == b j)].

(** The weight of a bit string is its number of ones, its parity is the weight modulo 2, and the distance of
    two strings is the number of places where they differ. *)
Definition weight (T : finType) (x : bits T) : nat := \sum_i x i.
Definition parity (T : finType) (x : bits T) : bool := odd (weight x).
Definition distance (T : finType) (x y : bits T) : nat := \sum_i (x i != y i).

(** ** Boxes

    A table gives a number [P a x], the paper's P(a|x), for outputs [a] and inputs [x] of the parties [T]. *)
Notation table R T := (bits T -> bits T -> R).

Section Boxes.
Variables (R : realFieldType) (T : finType).
Implicit Type P : table R T.

(** [R2.8] *)
Definition nonnegative P := forall a x, 0 <= P a x.

(** [R2.9] *)
Definition normalised P := forall x, \sum_a P a x = 1.

(** [R2.10]: if only the input of party [i] changes, the sum over the output of party [i] does not. *)
Definition nonsignalling P := forall (i : T) x x' a, agree_except i x x' ->
  \sum_(b | agree_except i a b) P b x = \sum_(b | agree_except i a b) P b x'.

Definition box P := [/\ nonnegative P, normalised P & nonsignalling P].

End Boxes.

(** ** The game of five parties *)
Notation party := 'I_5.

(** [R2.2], eq (4) *)
Definition X0 (x : bits party) : bool := (weight x == 1%N) || (weight x == 5%N).
(** [R2.3], eq (5) *)
Definition X1 (x : bits party) : bool := weight x == 3%N.
(** [R2.3]: the inputs that occur in inequality (2) *)
Definition X (x : bits party) : bool := X0 x || X1 x.
(** [R2.4], eq (3) *)
Definition I (a x : bits party) : bool := (X0 x && parity a) || (X1 x && ~~ parity a).
(** [R2.13]: the left side of inequality (2); maximal violation is [loss P = 0] *)
Definition loss (R : realFieldType) (P : table R party) : R := \sum_x \sum_a (I a x)%:R * P a x.

(** A triple of parties, in increasing order, and the majority of its three outputs [R2.7] *)
Notation parties3 := (party * party * party)%type.
Definition triple (t : parties3) : bool := (t.1.1 < t.1.2)%N && (t.1.2 < t.2)%N.
Definition maj (t : parties3) (a : bits party) : bool := (2 <= a t.1.1 + a t.1.2 + a t.2)%N.

(** P(maj(a) = v | x), the probability that the majority of the triple takes the value [v] on input [x] *)
Definition prob_maj (R : realFieldType) (P : table R party) t (v : bool) x : R :=
  \sum_(a | maj t a == v) P a x.

(** ** The source, eq (1)

    [S z e s] is P(s,e|z): the probability that the source emits the bits [s] and that the adversary, who
    measures [z], obtains [e].  [B] is the set of all bits that the source emits, whenever and wherever. *)
Section Source.
Variables (R : realFieldType) (Z : Type) (E B : finType).
Variable S : Z -> E -> bits B -> R.

(** P(all bits other than s_j, e | z) and P(s_j | all other bits, e, z) *)
Definition prob_others z e (j : B) s : R := \sum_(s' | agree_except j s s') S z e s'.
Definition prob_given_others z e (j : B) s : R := S z e s / prob_others z e j s.

(** [R1.2], [R5.7] eq (1), for every bit of the source, of whatever use *)
Definition eq1 (eps : R) := forall z e j s, 0 < prob_others z e j s ->
  eps <= prob_given_others z e j s <= 1 - eps.
End Source.

(** ** The protocol, steps 1 to 5

    There are [N] quintuplets of parties; [Nd] of those kept are distilled, one in each of [Nd] columns; each column
    of kept quintuplets has [Nb = 2^m] rows, the paper's blocks.  [L] is the set of the source bits that are used to
    select, and [choice l i] is the row (as a string of [m] bits) that the selection bits [l] choose in
    column [i].  The two selection rules follow further down. *)
Notation all_parties N := ('I_N * party)%type.

(** The bits of quintuplet [n], or of cell [n] if the cells have the parties [T] instead of five *)
Definition quintuplet N (T : finType) (n : 'I_N) (x : bits ('I_N * T)) : bits T := [ffun i => x (n, i)].

(** The source emits one input bit for each party and the selection bits. *)
Notation source_bits N L := (all_parties N + L)%type.
Definition inputs N (L : finType) (s : bits (source_bits N L)) : bits (all_parties N) := [ffun p => s (inl p)].
Definition selection N (L : finType) (s : bits (source_bits N L)) : bits L := [ffun j => s (inr j)].

(** The number that a bit string spells, first bit most significant [R2.1] *)
Definition value m (b : bits 'I_m) : nat := \sum_(j < m) b j * 2 ^ (m - j.+1).

Section Protocol.
Variables (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m).
Implicit Types (x a : bits (all_parties N)) (s : bits (source_bits N L)) (l : bits L) (M D : {set 'I_N}).

(** [R4.11] Step 2: the quintuplets with inputs in X are kept; too few are kept if they are less than [N/3]. *)
Definition kept x : {set 'I_N} := [set n | X (quintuplet n x)].
Definition enough M : bool := (N <= 3 * #|M|)%N.

(** [R4.12] Step 3: the kept quintuplets [M] are numbered 0, 1, 2, ... in their order ... *)
Definition number M (n : 'I_N) : nat := #|[set n' in M | (n' < n)%N]|.
(** ... and number [b Nd + i] is the cell in row [b] (of 0, ..., 2^m - 1) and column [i] (of 0, ..., Nd - 1). *)
Definition cell M (b : bits 'I_m) (i : 'I_Nd) (n : 'I_N) : bool :=
  (n \in M) && (number M n == value b * Nd + i)%N.

(** [R4.16] The distilling block: in each column the cell in the chosen row. *)
Definition distilled M l : {set 'I_N} := [set n | [exists i, cell M (choice l i) i n]].
(** The other cells of column [i]: they are checked. *)
Definition checked M l (i : 'I_Nd) : {set 'I_N} :=
  [set n | [exists b, (b != choice l i) && cell M b i n]].

(** [R4.17] A quintuplet is wrong if its coefficient in inequality (2) is 1. *)
Definition wrong a x (n : 'I_N) : bool := I (quintuplet n a) (quintuplet n x).

(** [R4.18], [R4.19] Step 4, eqs (8) and (9), with tolerance: the protocol goes on (g = 1) if enough are kept and
    each column has at most [w] wrong cells among those checked.  The paper's protocol is [w = 0]. *)
Definition g (w : nat) s a : bool :=
  let x := inputs s in let M := kept x in
  enough M && [forall i, (#|[set n in checked M (selection s) i | wrong a x n]| <= w)%N].

(** [R4.21]-[R4.23] Step 5, eq (10), with f = XOR of the majorities of the distilling block; 0 if the protocol
    is aborted. *)
Definition key (w : nat) (t : parties3) s a : bool :=
  if g w s a
  then \big[addb/false]_(n in distilled (kept (inputs s)) (selection s)) maj t (quintuplet n a)
  else false.

(** What is published: all inputs, the selection bits, all outputs except those of the distilling block (they
    are blanked), and [g].  It determines the paper's inputs of the distilling block, [t] and [g], and also the
    discarded quintuplets. *)
Notation view := (bits (source_bits N L) * bits (all_parties N) * bool)%type.
Definition blank (T : finType) D (a : bits ('I_N * T)) : bits ('I_N * T) := [ffun p => (p.1 \notin D) && a p].
Definition published (w : nat) s a : view :=
  (s, blank (distilled (kept (inputs s)) (selection s)) a, g w s a).

(** ** The adversary, and the guessing probability of eq (12)

    The adversary chooses a measurement [z] and obtains [e].  [S z e s] is P(s,e|z), and [P z e a x] is P(a|x,e,z),
    the box that the devices are for this [z] and [e]. *)
Variables (R : realFieldType) (Z E : finType).
Variable S : Z -> E -> bits (source_bits N L) -> R.
Variable P : Z -> E -> table R (all_parties N).

(** P(a,s,e|z).  Given the inputs, [e] and [z], the outputs do not depend on the selection bits (A3) [R5.9]. *)
Definition joint z e s a : R := S z e s * P z e a (inputs s).

Record assumptions (eps : R) : Prop := Assumptions {
  source_nonnegative : forall z e s, 0 <= S z e s;
  source_normalised : forall z, \sum_e \sum_s S z e s = 1;
  (** A1 [R5.7]: an epsilon-source *)
  A1_source : eq1 S eps;
  (** A2 [R5.8]: no signalling among the parties ... *)
  A2_boxes : forall z e, box (P z e);
  (** ... and none from the adversary to what the honest parties see *)
  A2_adversary : forall z z' s a, \sum_e joint z e s a = \sum_e joint z' e s a
}.

Variables (w : nat) (t : parties3).

(** P(k,v,e|z), where [v] is all that is published; its marginal P(v,e|z); and the ideal distribution, [R5.4],
    eq (11) *)
Definition real z e (k : bool) (v : view) : R :=
  \sum_s \sum_(a | (key w t s a == k) && (published w s a == v)) joint z e s a.
Definition marginal z e v : R := real z e false v + real z e true v.
Definition ideal z e (k : bool) (v : view) : R :=
  let: (_, _, g) := v in
  if g then 1 / 2%:R * marginal z e v else (k == false)%:R * marginal z e v.

(** [R5.5] eq (12), the maximum over [z] inside the sum *)
Definition guess : R := 1 / 2%:R + 1 / 4%:R *
  \sum_(k : bool) \sum_(v : view) \big[Num.max/0]_(z : Z) \sum_(e : E) `| real z e k v - ideal z e k v |.

(** The probability that the protocol is not aborted *)
Definition prob_pass z : R := \sum_e \sum_s \sum_(a | g w s a) joint z e s a.

End Protocol.

(** The two selection rules [R4.6], [R4.13].  Row selection is the paper's: [m] bits choose one row for all columns. *)
Definition row Nd m (l : bits 'I_m) (i : 'I_Nd) : bits 'I_m := l.
(** Column selection: each column has [m] selection bits of its own. *)
Definition column Nd m (l : bits ('I_Nd * 'I_m)) (i : 'I_Nd) : bits 'I_m := [ffun j => l (i, j)].

(** ** Certificates *)
Section Certificates.
Variable R : realFieldType.
Implicit Types (W G : table R party) (P : table R party).

(** The value of a functional on a table *)
Definition pairing (T : finType) (F P : table R T) : R := \sum_x \sum_a F a x * P a x.

(** [R3.14]-[R3.17] (W, G) is a certificate for the input [y] and the triple [t] with the numbers [alpha] and [beta x]: on
    every box W gives 1, G gives P(maj = 0 | y) - P(maj = 1 | y), and |G| <= alpha W + beta I entry by entry. *)
Record certificate (t : parties3) (alpha : R) (beta : bits party -> R) (y : bits party) W G : Prop := Certificate {
  beta_nonnegative : forall x, 0 <= beta x;
  normalisation : forall P, box P -> pairing W P = 1;
  majority_difference : forall P, box P -> pairing G P = prob_maj P t false y - prob_maj P t true y;
  domination : forall a x, `|G a x| <= alpha * W a x + beta x * (I a x)%:R
}.

(** A certified family has a certificate for each input [y] of the game; [beta y x] is its number at input [x]. *)
Definition certified_family t alpha (beta : bits party -> bits party -> R) : Prop :=
  forall y, X y -> exists W G, certificate t alpha (beta y) y W G.

(** [R5.13] The number K of a family, for a source of eq (1) with [eps]: K bounds, for each input [x], the sum of beta(y,x) r^d over
    the inputs [y] of the game, where r = (1 - eps)/eps and d is the distance of [y] and [x]. *)
Definition weighs (eps : R) (beta : bits party -> bits party -> R) (K : R) : Prop :=
  forall x, X x -> \sum_(y | X y) beta y x * ((1 - eps) / eps) ^+ distance y x <= K.

(** [R5.15] The largest probability of a set of [s] strings of [m] bits that are independent and 0 with probability
    [1 - eps]: the sum of the [s] largest of the 2^m masses. *)
Definition mass eps m (b : bits 'I_m) : R := \prod_j (if b j then eps else 1 - eps).
Definition likeliest m s eps : R :=
  \big[Num.max/0]_(A : {set bits 'I_m} | (#|A| <= s)%N) \sum_(b in A) mass eps b.

End Certificates.
