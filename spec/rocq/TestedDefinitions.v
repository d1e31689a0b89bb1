(** * What the theorems about tested cells and many bits are about

    The second file to check by eye, after Definitions.v, whose notations it uses; again no proof occurs here.  It says
    what eqs (11) and (12) are for any protocol and a key of several bits, what the tested protocol is, for cells of any
    number of parties, and what a certificate for it is. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Any protocol

    A protocol makes, from the bits [B] of a source and the outputs of the parties [T], a verdict, a key whose bits are [K],
    and something in [O] that is published. *)
Record protocol (B T K O : finType) := Protocol {
  (** the inputs, which the source bits determine *)
  inputs_of : bits B -> bits T;
  (** the verdict: g = 1, the protocol is not aborted *)
  passes : bits B -> bits T -> bool;
  (** the key if g = 1 *)
  distils : bits B -> bits T -> bits K;
  (** what is published, beside the source bits and the verdict: outputs, for instance *)
  shows : bits B -> bits T -> O
}.

Section Guessing.
Variables (R : realFieldType) (B T K O Z E : finType) (p : protocol B T K O).
Implicit Types (s : bits B) (a : bits T) (k : bits K).

(** The adversary chooses a measurement [z] and obtains [e]; [S z e s] is P(s,e|z), and [P z e a x] is P(a|x,e,z). *)
Variable S : Z -> E -> bits B -> R.
Variable P : Z -> E -> table R T.

(** P(a,s,e|z) *)
Definition joint_of z e s a : R := S z e s * P z e a (inputs_of p s).

(** The assumptions of Definitions.v, for any protocol.  If no source bits are used to select, A3 says nothing. *)
Record assumptions_of (eps : R) : Prop := AssumptionsOf {
  nonnegative_source : forall z e s, 0 <= S z e s;
  normalised_source : forall z, \sum_e \sum_s S z e s = 1;
  (** A1 [R5.7]: every source bit obeys eq (1) *)
  A1 : eq1 S eps;
  (** A2 [R5.8]: no signalling among the parties, of whatever cells, ... *)
  A2_among : forall z e, box (P z e);
  (** ... and none from the adversary to what the honest parties see *)
  A2_from_adversary : forall z z' s a, \sum_e joint_of z e s a = \sum_e joint_of z' e s a
}.

(** [R4.70] The key is 0...0 if the protocol is aborted. *)
Definition key_of s a : bits K := if passes p s a then distils p s a else [ffun=> false].

(** What is published: all source bits, and so all inputs, what is shown, and [g] *)
Notation view := (bits B * O * bool)%type.
Definition published_of s a : view := (s, shows p s a, passes p s a).

(** P(k,v,e|z), its marginal P(v,e|z), and eq (11) [R5.90]: an ideal key is one of 2^L values, all alike, if g = 1. *)
Definition real_of z e k (v : view) : R :=
  \sum_s \sum_(a | (key_of s a == k) && (published_of s a == v)) joint_of z e s a.
Definition marginal_of z e v : R := \sum_k real_of z e k v.
Definition ideal_of z e k v : R :=
  let: (_, _, g) := v in
  if g then marginal_of z e v / 2%:R ^+ #|K| else (k == [ffun=> false])%:R * marginal_of z e v.

(** Eq (12) [R5.91], the maximum over [z] inside the sum *)
Definition guess_of : R := 1 / 2%:R + 1 / 4%:R *
  \sum_k \sum_(v : view) \big[Num.max/0]_(z : Z) \sum_(e : E) `| real_of z e k v - ideal_of z e k v |.

(** The probability that the protocol is not aborted *)
Definition prob_pass_of z : R := \sum_e \sum_s \sum_(a | passes p s a) joint_of z e s a.

End Guessing.

(** ** Kinds of cells

    A kind of cell says who plays, from which source bits they have their inputs, which game they play, and which bit f
    the cell yields.  The paper's quintuplets are the kind [local_inputs 5 f], f being the majority of three outputs. *)
Record kind := Kind {
  (** the parties of a cell *)
  seats : finType;
  (** the source bits that a cell uses, the inputs that they give, and the source bits that given inputs come from *)
  drawn : finType;
  deal : bits drawn -> bits seats;
  undeal : bits seats -> bits drawn;
  (** [asked x]: x is in X.  [loses a x]: I(a,x) = 1 *)
  asked : bits seats -> bool;
  loses : bits seats -> bits seats -> bool;
  (** f, of the outputs and perhaps the inputs *)
  yields : bits seats -> bits seats -> bool
}.

(** Source bits and inputs determine each other, as far as the game asks for the inputs. *)
Definition proper (k : kind) : Prop :=
  cancel (@deal k) (@undeal k) /\ forall x, asked x -> deal (undeal x) = x :> bits (seats k).

(** [R2.5] The GHZ game of [n] parties.  That of five parties is the game of Definitions.v. *)
Definition zeros n (x : bits 'I_n) : nat := \sum_i ~~ x i.
Definition ghz_asked n (x : bits 'I_n) : bool := ~~ odd (zeros x).
Definition ghz_loses n (a x : bits 'I_n) : bool := ghz_asked x && (parity a != odd (zeros x)./2).

(** [R4.58] Local inputs: each party has a source bit of its own. *)
Definition local_inputs n (f : bits 'I_n -> bits 'I_n -> bool) : kind :=
  @Kind _ _ id id (@ghz_asked n) (@ghz_loses n) f.

(** [R4.59] Derived inputs: all parties but [j] have source bits of their own, and the input of [j] is the one with which the game
    asks for the inputs. *)
Definition complete m (j : 'I_m.+1) (u : bits 'I_m) : bits 'I_m.+1 :=
  [ffun i => if unlift j i is Some l then u l else ~~ odd (zeros u)].
Definition without m (j : 'I_m.+1) (x : bits 'I_m.+1) : bits 'I_m := [ffun l => x (lift j l)].
Definition derived_inputs m (j : 'I_m.+1) (f : bits 'I_m.+1 -> bits 'I_m.+1 -> bool) : kind :=
  @Kind _ _ (complete j) (without j) (@ghz_asked m.+1) (@ghz_loses m.+1) f.

(** [R4.57] Two functions of the outputs: the majority of three parties, and a_h xor (a_l ? a_i : a_j). *)
Definition majority_of n (i j l : 'I_n) (a x : bits 'I_n) : bool := (2 <= a i + a j + a l)%N.
Definition mux_of n (h i j l : 'I_n) (a x : bits 'I_n) : bool := a h (+) (if a l then a i else a j).

(** ** The tested protocol

    There are [N] cells.  Those whose inputs the game asks for are kept; all that are kept are distilled, or some of them,
    and all are tested. *)
Section Tested.
Variables (k : kind) (N : nat).
Notation source := ('I_N * drawn k)%type.
Notation everyone := ('I_N * seats k)%type.
Implicit Types (s : bits source) (a : bits everyone).

Definition dealt s : bits everyone := [ffun q => deal (quintuplet q.1 s) q.2].

(** [R4.61], [R4.62] The kept cells, and those of them that are wrong *)
Definition kept_cells s : {set 'I_N} := [set c | asked (quintuplet c (dealt s))].
Definition wrong_cells s a : {set 'I_N} := [set c in kept_cells s | loses (quintuplet c a) (quintuplet c (dealt s))].

(** The bit that a cell yields *)
Definition bit_of s a (c : 'I_N) : bool := yields (quintuplet c a) (quintuplet c (dealt s)).

(** [R4.61], [R4.62] The protocol goes on (g = 1) if at least [n] cells are kept and at most [T] of them are wrong.  No
    cell is excused: those that are distilled are tested too.
    [R4.63], [R4.71] The kept cells are numbered 0, 1, 2, ... in their order, and key bit [l] is the XOR of f over those whose
    number [j] has [code l j], also over wrong ones.
    [R4.66] Published are, beside all inputs and [g], which kept cells are wrong, and all outputs but those of the kept cells that are
    right. *)
Definition tested (n T : nat) (L : finType) (code : L -> nat -> bool) :
    protocol [finType of source] [finType of everyone] L [finType of bits everyone * {set 'I_N}] :=
  {| inputs_of := dealt;
     passes s a := (n <= #|kept_cells s|)%N && (#|wrong_cells s a| <= T)%N;
     distils s a := [ffun l => \big[addb/false]_(c in kept_cells s | code l (number (kept_cells s) c)) bit_of s a c];
     shows s a := (blank (kept_cells s :\: wrong_cells s a) a, wrong_cells s a) |}.

End Tested.

(** One bit: the XOR over all kept cells, however many *)
Definition every_cell (l : unit) (j : nat) : bool := true.

(** [R4.72] Many bits: the first [n] kept cells are distilled, by the [L] times [n] matrix [C] over the field of two elements. *)
Definition first_cells n (L : finType) (C : L -> 'I_n -> bool) (l : L) (j : nat) : bool :=
  if insub j is Some i then C l i else false.

(** A word of the code is a sum of rows, those at which [u] is 1.  Here is the number of ones among its first [n] places. *)
Definition word_at (L : finType) (code : L -> nat -> bool) (u : bits L) (j : nat) : bool :=
  \big[addb/false]_(l | u l) code l j.
Definition word_weight n (L : finType) (code : L -> nat -> bool) (u : bits L) : nat := \sum_(j < n) word_at code u j.

(** The weight enumerator: how many [u], other than 0...0, give a word of weight [w] *)
Definition words_of_weight n (L : finType) (code : L -> nat -> bool) (w : nat) : nat :=
  #|[set u | (u != [ffun=> false]) && (word_weight n code u == w)]|.

(** The number of [u], other than 0...0, that give a word of weight at most [w]: what a certificate of kind [code] bounds *)
Definition light_words n (L : finType) (code : L -> nat -> bool) (w : nat) : nat :=
  #|[set u | (u != [ffun=> false]) && (word_weight n code u <= w)%N]|.

(** ** Column selection with a total tolerance

    The protocol of Definitions.v with column selection, but the columns share one tolerance: at most [T] of all cells that are
    checked, whatever their column, may be wrong. *)
Definition column_total N Nd m (t : parties3) (T : nat) :
    protocol [finType of source_bits N ('I_Nd * 'I_m)] [finType of all_parties N] [finType of unit] [finType of bits (all_parties N)] :=
  let D s := distilled (@column Nd m) (kept (inputs s)) (selection s) in
  {| inputs_of s := inputs s;
     passes s a := enough (kept (inputs s)) &&
       (\sum_i #|[set n in checked (@column Nd m) (kept (inputs s)) (selection s) i | wrong a (inputs s) n]| <= T)%N;
     distils s a := [ffun=> \big[addb/false]_(n in D s) maj t (quintuplet n a)];
     shows s a := blank (D s) a |}.

(** [R5.47] What [j] columns together are charged at most if [t] wrong cells are left to tolerate: [c] is the number of wrong cells
    of a column, that of its distilled cell included.  A distilled cell that is wrong is not tested. *)
Fixpoint total_bound (R : realFieldType) m (eps alpha K : R) (j t : nat) : R :=
  if j is j'.+1 then
    \big[Num.max/0]_(c < (minn t.+1 (2 ^ m)).+1)
      ((1 - likeliest m c eps) * alpha * (if (c <= t)%N then total_bound m eps alpha K j' (t - c) else 0) +
       likeliest m c eps * (alpha + K) * total_bound m eps alpha K j' (t.+1 - c))
  else 1.

(** The same with one weight theta for each wrong cell, which is no less: [c] is the number of wrong cells of a column, that of its distilled cell included. *)
Definition total_rate (R : realFieldType) m (eps alpha K theta : R) : R :=
  \big[Num.max/0]_(c < (2 ^ m).+1) (theta ^+ c * (alpha + likeliest m c eps * ((alpha + K) / theta - alpha))).

(** ** Certificates for tested cells *)
Section TestedCertificates.
Variables (R : realFieldType) (k : kind).
Implicit Types (y x a : bits (seats k)) (P G V : table R (seats k)).

(** P(cell right, f = v | y) *)
Definition prob_right P y (v : bool) : R := \sum_(a | ~~ loses a y && (yields a y == v)) P a y.

(** [R3.80]-[R3.85] (G, V, H) is a certificate for the inputs [y], with the number [v]: on every box G gives
    P(right, f = 0 | y) - P(right, f = 1 | y), V gives v, and |G| <= V + H entry by entry, H being at least 0 and counting on
    inputs of the game only. *)
Record tested_certificate (v : R) y G V (H : table R (seats k)) : Prop := TestedCertificate {
  right_difference : forall P, box P -> pairing G P = prob_right P y false - prob_right P y true;
  mean : forall P, box P -> pairing V P = v;
  mean_nonnegative : 0 <= v;
  honest_nonnegative : forall a x, 0 <= H a x;
  dominated : forall a x, `|G a x| <= V a x + (asked x)%:R * H a x
}.

(** [R5.70] A tested family has a certificate for each [y] in X, with the same number [v].  Its load at outputs [a] and inputs [x] in
    X, for a source of eq (1) with [eps], is the sum of [v] and of all H_y(a,x) r^d, where r = (1 - eps)/eps and d is the
    distance of the source bits behind [y] and [x].  No load is above [right] where (a,x) is right, nor above [wrong] where it
    is wrong. *)
Definition tested_family (eps right wrong : R) : Prop :=
  exists v (G V H : bits (seats k) -> table R (seats k)),
  (forall y, asked y -> tested_certificate v y (G y) (V y) (H y)) /\
  (forall a x, asked x ->
    v + \sum_(y | asked y) H y a x * ((1 - eps) / eps) ^+ distance (undeal y) (undeal x) <= if loses a x then wrong else right).

End TestedCertificates.

(** P[Bin(n,u) <= T], the probability of at most [T] successes in [n] independent trials of probability [u] *)
Definition at_most (R : realFieldType) (n T : nat) (u : R) : R :=
  \sum_(j < T.+1) u ^+ j * (1 - u) ^+ (n - j) *+ 'C(n, j).
