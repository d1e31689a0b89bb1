(** * The paper's own wording, and what its smaller claims are about

    [Definitions.v] says what the bounds are about.  This file adds what the paper's theorem, eq (13), and its further
    claims need.  It is to be checked by eye as well; no proof occurs here. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum poly.
From Freebit Require Import Definitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Telling two tables apart

    [P z e o] is P(o,e|z), where [o] is all that is seen before [z] is chosen. *)
Section Distinguishing.
Variables (R : realFieldType) (Z E O : finType).
Implicit Types P Q : Z -> E -> O -> R.

(** The sum in eq (12), and its right side *)
Definition apart P Q : R := \sum_o \big[Num.max/0]_z \sum_e `|P z e o - Q z e o|.
Definition best_guess P Q : R := 1 / 2%:R + 1 / 4%:R * apart P Q.

(** Probabilities that sum to 1, in which [z] has no influence on [o] *)
Definition no_influence P : Prop :=
  (forall z z' o, \sum_e P z e o = \sum_e P z' e o) /\ (forall z, \sum_o \sum_e P z e o = 1).

(** Whoever has to tell [P] from [Q] sees [o], chooses [z] with the probabilities [choose o z], sees [e], and says that
    it is [P] with the probability [says o z e]. *)
Definition strategy (choose : O -> Z -> R) (says : O -> Z -> E -> R) : Prop :=
  [/\ forall o z, 0 <= choose o z, forall o, \sum_z choose o z = 1 & forall o z e, 0 <= says o z e <= 1].

(** The probability that this is right, if [P] and [Q] are equally likely *)
Definition success P Q choose says : R :=
  1 / 2%:R * \sum_o \sum_z choose o z * \sum_e (says o z e * P z e o + (1 - says o z e) * Q z e o).

(** [p] is the largest probability of any strategy, and some strategy that tosses no coins reaches it (provided that
    there is some [z] to choose). *)
Definition largest_success P Q (p : R) : Prop :=
  (forall choose says, strategy choose says -> success P Q choose says <= p) /\
  (Z -> exists (pick : O -> Z) (verdict : O -> Z -> E -> bool),
     success P Q (fun o z => (z == pick o)%:R) (fun o z e => (verdict o z e)%:R) = p).
End Distinguishing.

(** Eq (11): the ideal table of a table of k and of what else is seen; [goes_on] reads g from the latter. *)
Definition eq11 (R : realFieldType) (Z E V : finType) (goes_on : V -> bool) (P : Z -> E -> bool * V -> R) z e (o : bool * V) : R :=
  let: (k, v) := o in let marginal := P z e (false, v) + P z e (true, v) in
  if goes_on v then 1 / 2%:R * marginal else (k == false)%:R * marginal.

(** [R5.4] in words: the marginal of all but k, that is, of all that is published and e, is that of [P]; if g = 1 both keys are
    equally likely, whatever else happens; and if g = 0 the key is 0. *)
Definition ideal_of_table (R : realFieldType) (Z E V : finType) (goes_on : V -> bool) (P Q : Z -> E -> bool * V -> R) : Prop :=
  [/\ forall z e v, Q z e (false, v) + Q z e (true, v) = P z e (false, v) + P z e (true, v),
      forall z e v, goes_on v -> Q z e (false, v) = Q z e (true, v) &
      forall z e v, ~~ goes_on v -> Q z e (true, v) = 0].

(** [real] and [ideal] of [Definitions.v] as tables of all that is seen: the pairs of k and what is published *)
Section Whole.
Variables (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m) (R : realFieldType) (Z E : finType).
Variables (S : Z -> E -> bits (source_bits N L) -> R) (P : Z -> E -> table R (all_parties N)) (w : nat) (t : parties3).
Notation view := (bits (source_bits N L) * bits (all_parties N) * bool)%type.
Definition whole_table z e (o : bool * view) : R := real choice S P w t z e o.1 o.2.
Definition whole_ideal z e (o : bool * view) : R := ideal choice S P w t z e o.1 o.2.
End Whole.

(** ** The protocol as the paper writes it: blocks, row selection, any function f *)
Section Paper.
Variables (N Nd m : nat).
Implicit Types (x a : bits (all_parties N)) (s : bits (source_bits N [finType of 'I_m])) (j l : bits 'I_m).

(** Step 3: what the quintuplets of block [j] have in [x]: their inputs y_j if [x] are all inputs, their outputs b_j if
    [x] are all outputs; zeros where step 2 has kept too few to fill the block. *)
Notation block := {ffun 'I_Nd -> bits party}.
Definition in_block (M : {set 'I_N}) x j : block := [ffun i => [ffun p => [exists n, cell M j i n && x (n, p)]]].

(** Eq (8) *)
Definition r (b y : block) : bool := [forall i, ~~ I (b i) (y i)].

(** Step 2 and eq (9): enough quintuplets are kept, and all blocks but the distilling one are right. *)
Definition paper_g s a : bool := let M := kept (inputs s) in let l := selection s in
  enough M && [forall j, (j != l) ==> r (in_block M a j) (in_block M (inputs s) j)].

(** Step 5, eq (10): k = f(maj(a_1), ..., maj(a_Nd)), for the outputs of the distilling block; 0 if aborted *)
Variables (f : bits 'I_Nd -> bool) (t : parties3).
Definition paper_key s a : bool := let M := kept (inputs s) in let l := selection s in
  if paper_g s a then f [ffun i => maj t (in_block M a l i)] else false.

(** The inputs of the distilling block; t = [l, (b_1, y_1), ..., (b_Nb, y_Nb)] without the distilling block; and g *)
Notation paper_view := (block * (bits 'I_m * {ffun bits 'I_m -> option (block * block)}) * bool)%type.
Definition paper_published s a : paper_view := let M := kept (inputs s) in let l := selection s in
  (in_block M (inputs s) l,
   (l, [ffun j => if j == l then None else Some (in_block M a j, in_block M (inputs s) j)]),
   paper_g s a).

(** P(k,y,t,g,e|z), and P(guess) of eq (12) *)
Variables (R : realFieldType) (Z E : finType).
Variables (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R) (P : Z -> E -> table R (all_parties N)).
Definition paper_real z e (o : bool * paper_view) : R :=
  \sum_s \sum_(a | (paper_key s a, paper_published s a) == o) joint S P z e s a.
Definition paper_guess : R := best_guess paper_real (eq11 snd paper_real).
End Paper.
Arguments in_block {N Nd m}.

(** The right side of eq (13), where [root] is the root of Nd, and Nb = 2^m, so that Nb^(log2 (1 - eps)) = (1 - eps)^m *)
Definition bound13 (R : realFieldType) (alpha beta eps root : R) (Nd m : nat) : R :=
  1 / 2%:R + 3%:R * root / 2%:R *
    (alpha ^+ Nd + 2%:R * (1 - eps) ^+ m * (32%:R * beta * eps ^- 5) ^+ Nd).

(** The paper's choice after eq (13): 2^m is at least (32 beta eps^-5)^(2 Nd / |log2 (1 - eps)|), that is,
    (1 - eps)^m is at most (32 beta eps^-5)^(-2 Nd). *)
Definition paper_size (R : realFieldType) (beta eps : R) (Nd m : nat) : bool :=
  (1 - eps) ^+ m <= (32%:R * beta * eps ^- 5) ^- (2 * Nd).

(** ** Sources more general than those of eq (1): eq (14)

    [B] is the set of all source bits, [S z e s] is P(s,e|z). *)
Section Eq14.
Variables (R : realFieldType) (Z : Type) (E B : finType) (S : Z -> E -> bits B -> R).
Implicit Types (J : {set B}) (s : bits B) (G F : nat -> R).

(** As printed: G(n) < P(x_1, ..., x_n | e) <= F(n), for n chosen bits [J] and all their values; no other bits are given. *)
Definition prob_e z e : R := \sum_s S z e s.
Definition prob_bits z e J s : R := \sum_(s' : bits B | [forall j in J, s' j == s j]) S z e s'.
Definition eq14_printed G F := forall z e J s, 0 < prob_e z e ->
  G #|J| < prob_bits z e J s / prob_e z e <= F #|J|.

(** [R1.12], [R5.37] As read here: given all other bits *)
Definition prob_rest z e J s : R := \sum_(s' : bits B | [forall j, (j \notin J) ==> (s' j == s j)]) S z e s'.
Definition eq14 G F := forall z e J s, 0 < prob_rest z e J s ->
  G #|J| <= S z e s / prob_rest z e J s <= F #|J|.
End Eq14.

(** Bounds on the probability of n bits: positive, and 1 for no bits at all *)
Definition bounds14 (R : realFieldType) (G F : nat -> R) : Prop := [/\ G 0%N = 1, F 0%N = 1 & forall n, 0 < G n <= F n].
(** [R1.13] The bounds of a source of eq (1) *)
Definition low (R : realFieldType) (eps : R) (n : nat) : R := eps ^+ n.
Definition high (R : realFieldType) (eps : R) (n : nat) : R := (1 - eps) ^+ n.
Definition tends_to_0 (R : realFieldType) (F : nat -> R) : Prop := forall d, 0 < d -> exists n0, forall n, (n0 <= n)%N -> F n <= d.

(** What [assumptions] in [Definitions.v] asks for apart from eq (1) *)
Record but_eq1 (R : realFieldType) (N : nat) (L Z E : finType) (S : Z -> E -> bits (source_bits N L) -> R)
    (P : Z -> E -> table R (all_parties N)) : Prop := ButEq1 {
  b1_nonnegative : forall z e s, 0 <= S z e s;
  b1_normalised : forall z, \sum_e \sum_s S z e s = 1;
  b1_boxes : forall z e, box (P z e);
  b1_adversary : forall z z' s a, \sum_e joint S P z e s a = \sum_e joint S P z' e s a
}.

(** [R5.38] The numbers of a family, by distance: kappa = sum of kappa_d x^d.  [replaced rho p] is p with each x^n replaced
    by rho(n). *)
Definition weighs14 (R : realFieldType) (beta : bits party -> bits party -> R) (kappa : {poly R}) : Prop :=
  forall x d, X x -> \sum_(y | X y && (distance y x == d)) beta y x <= kappa`_d.
Definition replaced (R : realFieldType) (rho : nat -> R) (p : {poly R}) : R := \sum_(n < size p) p`_n * rho n.
Definition ratio (R : realFieldType) (G F : nat -> R) (n : nat) : R := F n / G n.

(** L(T) *)
Definition L14 (R : realFieldType) (rho : nat -> R) (alpha : R) (kappa : {poly R}) (Nd T : nat) : R :=
  \sum_(s < T.+1) 'C(T, s)%:R * alpha ^+ (Nd - s) * replaced rho (kappa ^+ s).

(** ** Mixtures of the committed families *)

(** [R5.22] The table of the eight vertices: alpha and kappa *)
Section Vertices.
Variable R : realFieldType.
Definition vertex_alpha (i : 'I_8) : R :=
  nth 0 [:: 1 / 2%:R; 1 / 2%:R; 1 / 2%:R; 1 / 2%:R; 2%:R / 3%:R; 2%:R / 3%:R; 3%:R / 4%:R; 1] i.
Definition by_distance (kappa : R * R * R) : {poly R} :=
  let: (kappa0, kappa2, kappa4) := kappa in kappa0%:P + kappa2 *: 'X^2 + kappa4 *: 'X^4.
Definition vertex_kappa (i : 'I_8) : {poly R} := by_distance (nth (0, 0, 0)
  [:: (0, 5%:R / 2%:R, 3%:R / 2%:R); (3%:R / 4%:R, 4%:R, 3%:R / 4%:R); (7%:R / 4%:R, 3%:R / 2%:R, 3%:R / 4%:R); (5%:R / 2%:R, 3%:R, 0);
      (0, 1, 1); (1 / 2%:R, 1, 1 / 2%:R); (1 / 4%:R, 3%:R / 2%:R, 0); (0, 0, 0)] i).

(** [R5.24] The numbers of a mixture *)
Definition mixed_alpha (c : 'I_8 -> R) : R := \sum_i c i * vertex_alpha i.
Definition mixed_kappa (c : 'I_8 -> R) : {poly R} := \sum_i c i *: vertex_kappa i.
Definition weights (I : finType) (c : I -> R) : Prop := (forall i, 0 <= c i) /\ \sum_i c i = 1.
End Vertices.

(** ** Weak sources *)

(** Probabilities *)
Definition probabilities (R : realFieldType) (Z : Type) (E B : finType) (S : Z -> E -> bits B -> R) : Prop :=
  (forall z e s, 0 <= S z e s) /\ (forall z, \sum_e \sum_s S z e s = 1).

(** Santha and Vazirani's condition: each bit, given those before it and [e] alone, has either value with at least [q]. *)
Section Past.
Variables (R : realFieldType) (Z : Type) (E : finType) (n : nat) (S : Z -> E -> bits 'I_n -> R).
(** P(the first k bits, e | z) *)
Definition prob_first (k : nat) z e (s : bits 'I_n) : R := \sum_(s' : bits 'I_n | [forall i : 'I_n, (i < k)%N ==> (s' i == s i)]) S z e s'.
Definition past_only (q : R) : Prop := forall z e (j : 'I_n) s, 0 < prob_first j z e s ->
  q <= prob_first j.+1 z e s / prob_first j z e s <= 1 - q.
End Past.

(** ** Classical devices *)

(** Given [e], party [i] answers [b] on input [v] with probability [q e i b v], by itself; with probabilities 0 and 1 this is a
    deterministic strategy. *)
Section Classical.
Variables (R : realFieldType) (T E : finType).
Definition answers (q : E -> T -> bool -> bool -> R) : Prop :=
  (forall e i b v, 0 <= q e i b v) /\ (forall e i v, \sum_(b : bool) q e i b v = 1).
Definition given_e (q : E -> T -> bool -> bool -> R) e : table R T := fun a x => \prod_i q e i (a i) (x i).
(** A mixture: [e] has the probability [p e]. *)
Definition classical_box (p : E -> R) q : table R T := fun a x => \sum_e p e * given_e q e a x.
End Classical.

(** CHSH: two parties with inputs [x], [y] and outputs [a], [b] lose if the sum of the outputs is not [x y]. *)
Definition chsh_lost (a b x y : bool) : bool := a (+) b != x && y.
(** The box that loses on each input with probability [p] and has uniform single outputs: Tsirelson's for p = (2 - sqrt 2)/4 *)
Definition chsh_box (R : realFieldType) (p : R) (a b x y : bool) : R := if chsh_lost a b x y then p / 2%:R else (1 - p) / 2%:R.
(** Some source of eq (1) and deterministic devices that share [e] with it show the statistics of that box with uniform inputs. *)
Definition chsh_faked (R : realFieldType) (eps p : R) : Prop :=
  exists (E : finType) (S : unit -> E -> bits 'I_2 -> R) (A B : E -> bool -> bool),
  [/\ probabilities S, eq1 S eps & forall a b (s : bits 'I_2),
    \sum_(e | (A e (s ord0) == a) && (B e (s ord_max) == b)) S tt e s = 1 / 4%:R * chsh_box p a b (s ord0) (s ord_max)].

(** ** Quantum devices: X (input 1) or Y (input 0) on each qubit of (|00000> + |11111>)/sqrt 2 *)

(** 32 P(a|x) *)
Definition ghz_32 (a x : bits party) : nat := (if X x then if I a x then 0 else 2 else 1)%N.
Definition ghz_box (R : realFieldType) : table R party := fun a x => (ghz_32 a x)%:R / 32%:R.

Section Ghz.
Variable C : numClosedFieldType.
(** The state: <b|Psi> *)
Definition ghz_state (b : bits party) : C := if (b == [ffun=> false]) || (b == [ffun=> true]) then 1 / sqrtC 2%:R else 0.
(** The matrices of X and Y: <b|X|b'> and <b|Y|b'> *)
Definition pauli (x b b' : bool) : C := if b == b' then 0 else if x then 1 else if b then 'i else - 'i.
(** Their eigenvectors for the eigenvalue (-1)^a: the output is [a]. *)
Definition eigenvector (x a b : bool) : C := (if b then (-1) ^+ a * (if x then 1 else 'i) else 1) / sqrtC 2%:R.
(** Born's rule *)
Definition born (a x : bits party) : C := `|\sum_(b : bits party) (\prod_i (eigenvector (x i) (a i) (b i))^* ) * ghz_state b| ^+ 2.
End Ghz.

(** Every quintuplet has devices [D], independently of all others. *)
Definition independent (R : realFieldType) (N : nat) (D : table R party) : table R (all_parties N) :=
  fun a x => \prod_n D (quintuplet n a) (quintuplet n x).

(** ** Two uses at once

    [o] is (k_1, (v_1, (k_2, v_2))): for each use its key and all else that is published. *)
Section TwoUses.
Variables (R : realFieldType) (Z E V1 V2 : finType) (goes_on1 : V1 -> bool) (goes_on2 : V2 -> bool).
Notation table2 := (Z -> E -> bool * (V1 * (bool * V2)) -> R).
Implicit Types P : table2.

(** The key of the first use replaced by an ideal one, all that the second produces counting among what is published *)
Definition ideal_first P : table2 := eq11 (fun v => goes_on1 v.1) P.
(** The same the other way round *)
Definition swapped P z e (o : bool * (V2 * (bool * V1))) : R := let: (k2, (v2, (k1, v1))) := o in P z e (k1, (v1, (k2, v2))).
Definition ideal_second P : table2 := fun z e o =>
  let: (k1, (v1, (k2, v2))) := o in eq11 (fun v => goes_on2 v.1) (swapped P) z e (k2, (v2, (k1, v1))).
End TwoUses.

(** Two runs that share the source's correlations, the adversary, z and e, and in which every box is a party of its own *)
Section TwoRuns.
Definition left_part (A B : finType) (s : bits (A + B)) : bits A := [ffun q => s (inl q)].
Definition right_part (A B : finType) (s : bits (A + B)) : bits B := [ffun q => s (inr q)].
Definition beside (A B : finType) (u : bits A) (v : bits B) : bits (A + B) := [ffun q => match q with inl i => u i | inr j => v j end].

Variables (R : realFieldType) (N1 N2 : nat) (L1 L2 Z E : finType).
Notation B1 := (source_bits N1 L1).
Notation B2 := (source_bits N2 L2).
Notation T1 := (all_parties N1).
Notation T2 := (all_parties N2).
Variables (S : Z -> E -> bits (B1 + B2) -> R) (P : Z -> E -> table R (T1 + T2)%type).

Definition joint2 z e (s : bits (B1 + B2)) (a : bits (T1 + T2)) : R :=
  S z e s * P z e a (beside (inputs (left_part s)) (inputs (right_part s))).

Record assumptions2 (eps : R) : Prop := Assumptions2 {
  two_probabilities : probabilities S;
  two_source : eq1 S eps;
  two_boxes : forall z e, box (P z e);
  two_adversary : forall z z' s a, \sum_e joint2 z e s a = \sum_e joint2 z' e s a
}.

(** P(k_1, v_1, k_2, v_2, e | z), for the keys and all that is published *)
Variables (V1 V2 : finType).
Variables (key1 : bits B1 -> bits T1 -> bool) (view1 : bits B1 -> bits T1 -> V1).
Variables (key2 : bits B2 -> bits T2 -> bool) (view2 : bits B2 -> bits T2 -> V2).
Definition two_table z e (o : bool * (V1 * (bool * V2))) : R :=
  \sum_(s : bits (B1 + B2)) \sum_(a : bits (T1 + T2) |
    (key1 (left_part s) (left_part a), (view1 (left_part s) (left_part a),
      (key2 (right_part s) (right_part a), view2 (right_part s) (right_part a)))) == o) joint2 z e s a.
End TwoRuns.
