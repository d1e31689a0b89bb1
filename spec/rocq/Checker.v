(** * A checker of certificates that computes, and the proof that what it accepts is a certificate

    Vectors over the 4^5 entries (a,x) are complete trees with four branches per party; numbers are integers over a
    common denominator.  Two vectors act alike on all boxes if their difference is brought to zero by removing,
    party by party, what depends on that party's input by a sign only ([acts_as_zero] in Boxes.v). *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions Boxes.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** Integers in an ordered field *)
Section Integers.
Variable R : realFieldType.

Definition ofZ (z : Z) : R := (Z.to_nat z)%:R - (Z.to_nat (- z))%:R.

Lemma ofZ_add u v : ofZ (u + v) = ofZ u + ofZ v.
Proof.
rewrite /ofZ; apply/eqP; rewrite addrACA -opprD subr_eq addrAC eq_sym subr_eq -!natrD eqr_nat; apply/eqP.
by rewrite -!plusE; lia.
Qed.

Lemma ofZ_opp u : ofZ (- u) = - ofZ u.
Proof. by rewrite /ofZ Z.opp_involutive opprB. Qed.

Lemma ofZ_sub u v : ofZ (u - v) = ofZ u - ofZ v.
Proof. by rewrite -Z.add_opp_r ofZ_add ofZ_opp. Qed.

Lemma ofZ_double u : ofZ (2 * u) = ofZ u *+ 2.
Proof. by rewrite (_ : 2 * u = u + u)%z ?ofZ_add ?mulr2n //; lia. Qed.

Lemma ofZ0 : ofZ 0 = 0. Proof. by rewrite /ofZ subrr. Qed.
Lemma ofZ1 : ofZ 1 = 1. Proof. by rewrite /ofZ subr0. Qed.

Lemma ofZ_nat n : ofZ (Z.of_nat n) = n%:R.
Proof.
elim: n => [|n IH]; first exact: ofZ0.
by rewrite Nat2Z.inj_succ -Z.add_1_r ofZ_add IH ofZ1 -[n.+1]addn1 natrD.
Qed.

Lemma ofZ_ge0 u : Z.leb 0 u -> 0 <= ofZ u.
Proof.
move/Z.leb_le => u0; rewrite /ofZ (_ : Z.to_nat (- u) = 0%N) ?subr0 ?ler0n //; lia.
Qed.

Lemma ofZ_le u v : Z.leb u v -> ofZ u <= ofZ v.
Proof.
by move/Z.leb_le => uv; rewrite -subr_ge0 -ofZ_sub ofZ_ge0 //; apply/Z.leb_le; lia.
Qed.

Lemma ofZ_gt0 u : Z.ltb 0 u -> 0 < ofZ u.
Proof.
move/Z.ltb_lt => u0; rewrite /ofZ (_ : Z.to_nat (- u) = 0%N) ?subr0 ?ltr0n; last lia.
by apply/ssrnat.ltP; lia.
Qed.

Lemma ofZ_mul u v : ofZ (u * v) = ofZ u * ofZ v.
Proof.
have nat_mul n w : ofZ (Z.of_nat n * w) = n%:R * ofZ w.
  elim: n => [|n IH]; first by rewrite ofZ0 mul0r.
  by rewrite Nat2Z.inj_succ Z.mul_succ_l ofZ_add IH -[n.+1]addn1 natrD mulrDl mul1r.
have [u0 | u0] := Z.le_ge_cases 0 u; first by rewrite -(Z2Nat.id u) // nat_mul ofZ_nat.
have -> : (u * v = - (Z.of_nat (Z.to_nat (- u)) * v))%z by rewrite Z2Nat.id; lia.
rewrite ofZ_opp nat_mul -mulNr; congr (_ * _).
by rewrite -ofZ_nat Z2Nat.id ?ofZ_opp ?opprK //; lia.
Qed.
End Integers.

(** ** Trees *)
Fixpoint tree (n : nat) : Type :=
  if n is n'.+1 then (tree n' * tree n' * tree n' * tree n')%type else Z.

(** A place in a tree: for each party its output and its input *)
Notation place := (seq (bool * bool)).

Definition branch n (t : tree n.+1) (q : bool * bool) : tree n :=
  let: (t00, t01, t10, t11) := t in
  if q.1 then (if q.2 then t11 else t10) else (if q.2 then t01 else t00).

Fixpoint entry n : tree n -> place -> Z :=
  if n is n'.+1 then fun t p => entry (branch t (head (false, false) p)) (behead p) else fun z _ => z.

Fixpoint tabulate n : (place -> Z) -> tree n :=
  if n is n'.+1 then fun f =>
    (tabulate n' (fun p => f ((false, false) :: p)), tabulate n' (fun p => f ((false, true) :: p)),
     tabulate n' (fun p => f ((true, false) :: p)), tabulate n' (fun p => f ((true, true) :: p)))
  else fun f => f [::].

Fixpoint map2 (f : Z -> Z -> Z) n : tree n -> tree n -> tree n :=
  if n is n'.+1 then fun t u =>
    let: (t00, t01, t10, t11) := t in let: (u00, u01, u10, u11) := u in
    (map2 f t00 u00, map2 f t01 u01, map2 f t10 u10, map2 f t11 u11)
  else f.

Fixpoint is_zero n : tree n -> bool :=
  if n is n'.+1 then fun t =>
    let: (t00, t01, t10, t11) := t in [&& is_zero t00, is_zero t01, is_zero t10 & is_zero t11]
  else fun z => Z.eqb z 0.

(** Twice the vector, made free of the sum over party [j]'s output at input 1 *)
Fixpoint reduce n (j : nat) : tree n -> tree n :=
  if n is n'.+1 then fun t =>
    let: (t00, t01, t10, t11) := t in
    if j is j'.+1 then (reduce j' t00, reduce j' t01, reduce j' t10, reduce j' t11)
    else
      let s := map2 Z.add t01 t11 in
      let plus t := map2 (fun u v => 2 * u + v)%z t s in
      let minus t := map2 (fun u v => 2 * u - v)%z t s in
      (plus t00, minus t01, plus t10, minus t11)
  else fun z => (2 * z)%z.

Definition reduce_all n (t : tree n) : tree n := foldr (fun j t => @reduce n j t) t (iota 0 n).

Definition acts_zero n (t : tree n) : bool := is_zero (reduce_all t).

Lemma entry_tabulate n f p : size p = n -> entry (tabulate n f) p = f p.
Proof. by elim: n f p => [|n IH] f [|[[] []] p] //= [sp]; rewrite IH. Qed.

Lemma entry_map2 f n (t u : tree n) p : entry (map2 f t u) p = f (entry t p) (entry u p).
Proof.
elim: n t u p => //= n IH [[[t00 t01] t10] t11] [[[u00 u01] u10] u11] p.
by case: (head _ p) => [[] []] /=; rewrite IH.
Qed.

Lemma entry_zero n (t : tree n) p : is_zero t -> entry t p = 0%z.
Proof.
elim: n t p => [|n IH] /=; first by move=> z _ /Z.eqb_eq.
move=> [[[t00 t01] t10] t11] p /and4P[? ? ? ?].
by case: (head _ p) => [[] []] /=; rewrite IH.
Qed.

Lemma entry_reduce n j (t : tree n) p : (j < n)%N -> size p = n ->
  entry (reduce j t) p =
  let s := (entry t (set_nth (false, false) p j (false, true)) + entry t (set_nth (false, false) p j (true, true)))%z in
  if (nth (false, false) p j).2 then (2 * entry t p - s)%z else (2 * entry t p + s)%z.
Proof.
elim: n j t p => [|n IH] // [|j] [[[t00 t01] t10] t11] [|q p] //= jn [sp].
  by case: q => [[] []] /=; rewrite !entry_map2.
by case: q => [[] []] /=; rewrite IH.
Qed.

(** ** Trees as functionals *)
Section Functionals.
Variables (R : realFieldType) (n : nat).
Implicit Types (t : tree n) (a x : bits 'I_n) (j : 'I_n).

Definition place_of a x : place := [seq (a i, x i) | i <- enum 'I_n].

Lemma size_place a x : size (place_of a x) = n.
Proof. by rewrite size_map size_enum_ord. Qed.

Lemma nth_place a x j : nth (false, false) (place_of a x) j = (a j, x j).
Proof. by rewrite (nth_map j) ?size_enum_ord // nth_ord_enum. Qed.

Definition vector t : table R 'I_n := fun a x => ofZ R (entry t (place_of a x)).

Definition set_at j (v : bool) a : bits 'I_n := [ffun i => if i == j then v else a i].

Lemma set_at_flip j v a : set_at j v (flip j a) = set_at j v a.
Proof. by apply/ffunP => i; rewrite !ffunE; case: eqP => // _; rewrite addbF. Qed.

Lemma set_place j b v a x :
  set_nth (false, false) (place_of a x) j (b, v) = place_of (set_at j b a) (set_at j v x).
Proof.
apply: (@eq_from_nth _ (false, false)) => [|k].
  by rewrite size_set_nth !size_place (maxn_idPr _) // ltn_ord.
rewrite size_set_nth size_place (maxn_idPr (ltn_ord j)) => k5.
rewrite nth_set_nth /= -[k]/(val (Ordinal k5)) !nth_place !ffunE -val_eqE /=.
by case: eqP.
Qed.

(** One step of the reduction doubles what the vector gives on non-signalling tables. *)
Lemma pairing_reduce t j (P : table R 'I_n) : nonsignalling P ->
  pairing (vector (reduce j t)) P = pairing (vector t) P *+ 2.
Proof.
move=> ns; pose h a x := vector t (set_at j false a) (set_at j true x) + vector t (set_at j true a) (set_at j true x).
rewrite (@eq_pairing _ _ _ _ (fun a x => (1 + 1) * vector t a x + (-1) ^+ x j * h a x)) => [|a x].
  rewrite pairingD pairingZ acts_as_zero //; first by rewrite addr0 mulr2n mulrDl mul1r.
  - by move=> a x; rewrite /h !set_at_flip.
  - by move=> a x; rewrite /h !set_at_flip.
rewrite /vector entry_reduce ?size_place // nth_place !set_place /= mulrDl mul1r -mulr2n.
by case: (x j); rewrite ?(ofZ_sub, ofZ_add) ofZ_double ?expr1 ?expr0 ?mulN1r ?mul1r.
Qed.

Lemma pairing_acts_zero t (P : table R 'I_n) : acts_zero t -> nonsignalling P -> pairing (vector t) P = 0.
Proof.
move=> zero ns; have : pairing (vector (reduce_all t)) P = 0.
  by rewrite /pairing big1 // => x _; rewrite big1 // => a _; rewrite /vector entry_zero // ofZ0 mul0r.
have : all (fun j : nat => (j < n)%N) (iota 0 n) by apply/allP => j; rewrite mem_iota.
rewrite /reduce_all; elim: (iota 0 n) => //= j r IH /andP[jn rn].
rewrite -[j]/(val (Ordinal jn)) pairing_reduce // => /eqP; rewrite mulrn_eq0 /= => /eqP; exact: IH.
Qed.

End Functionals.

(** ** The checker *)

(** Words of bits, written as decimal numbers: 1011 is the string 01011. *)
Fixpoint word (n : nat) (z : Z) : seq bool :=
  if n is n'.+1 then rcons (word n' (Z.div z 10)) (Z.odd (Z.modulo z 10)) else [::].

(** The words of five bits have names, since Rocq reads names faster than numbers. *)
Definition w00000 := Eval compute in word 5 0. Definition w00001 := Eval compute in word 5 1.
Definition w00010 := Eval compute in word 5 10. Definition w00011 := Eval compute in word 5 11.
Definition w00100 := Eval compute in word 5 100. Definition w00101 := Eval compute in word 5 101.
Definition w00110 := Eval compute in word 5 110. Definition w00111 := Eval compute in word 5 111.
Definition w01000 := Eval compute in word 5 1000. Definition w01001 := Eval compute in word 5 1001.
Definition w01010 := Eval compute in word 5 1010. Definition w01011 := Eval compute in word 5 1011.
Definition w01100 := Eval compute in word 5 1100. Definition w01101 := Eval compute in word 5 1101.
Definition w01110 := Eval compute in word 5 1110. Definition w01111 := Eval compute in word 5 1111.
Definition w10000 := Eval compute in word 5 10000. Definition w10001 := Eval compute in word 5 10001.
Definition w10010 := Eval compute in word 5 10010. Definition w10011 := Eval compute in word 5 10011.
Definition w10100 := Eval compute in word 5 10100. Definition w10101 := Eval compute in word 5 10101.
Definition w10110 := Eval compute in word 5 10110. Definition w10111 := Eval compute in word 5 10111.
Definition w11000 := Eval compute in word 5 11000. Definition w11001 := Eval compute in word 5 11001.
Definition w11010 := Eval compute in word 5 11010. Definition w11011 := Eval compute in word 5 11011.
Definition w11100 := Eval compute in word 5 11100. Definition w11101 := Eval compute in word 5 11101.
Definition w11110 := Eval compute in word 5 11110. Definition w11111 := Eval compute in word 5 11111.

Fixpoint insert n : place -> Z -> tree n -> tree n :=
  if n is n'.+1 then fun p v t =>
    let: (t00, t01, t10, t11) := t in
    match head (false, false) p with
    | (false, false) => (insert (behead p) v t00, t01, t10, t11)
    | (false, true) => (t00, insert (behead p) v t01, t10, t11)
    | (true, false) => (t00, t01, insert (behead p) v t10, t11)
    | (true, true) => (t00, t01, t10, insert (behead p) v t11)
    end
  else fun _ v _ => v.

(** The words of n bits, in the order of the numbers they spell *)
Fixpoint words (n : nat) : seq (seq bool) :=
  if n is n'.+1 then [seq b :: w | b <- [:: false; true], w <- words n'] else [:: [::]].

(** A vector as the certificate files give it: the entries that are not zero, [At a x numerator] *)
Record given := At { outputs_at : seq bool; inputs_at : seq bool; numerator_at : Z }.
Notation entries := (seq given).
Definition tree_of (es : entries) : tree 5 :=
  foldr (fun e t => insert (zip (outputs_at e) (inputs_at e)) (numerator_at e) t) (tabulate 5 (fun _ => 0%z)) es.

(** What a certificate file says about one input y: y, the numerators of beta(y,x), W and G *)
Record member := Member { at_input : seq bool; betas : seq (seq bool * Z); W_entries : entries; G_entries : entries }.
(** A certificate file: the triple (parties counted from 1), the numerator and the denominator of alpha, the
    common denominator of the other numbers, and the members *)
Record family := Family {
  parties : nat * nat * nat; alpha_num : Z; alpha_den : Z; denominator : Z; members : seq member }.

Definition ones (w : seq bool) : nat := count id w.
Definition asked_word (x : seq bool) : bool := [|| ones x == 1, ones x == 5 | ones x == 3]%N.
Definition I_word (a x : seq bool) : bool :=
  (((ones x == 1) || (ones x == 5)) && odd (ones a) || (ones x == 3) && ~~ odd (ones a))%N.
Definition maj_word (t : nat * nat * nat) (a : seq bool) : bool :=
  (2 <= nth false a t.1.1.-1 + nth false a t.1.2.-1 + nth false a t.2.-1)%N.
Definition outputs (p : place) : seq bool := map fst p.
Definition settings (p : place) : seq bool := map snd p.

Definition beta_at (m : member) (x : seq bool) : Z :=
  foldr (fun e v => if e.1 == x then e.2 else v) 0%z (betas m).

Section Check.
Variable f : family.
Variable m : member.

Definition check_normalisation (y : seq bool) (W : tree 5) : bool :=
  acts_zero (map2 Z.sub W (tabulate 5 (fun p => if settings p == y then denominator f else 0%z))).
Definition check_majority (y : seq bool) (G : tree 5) : bool :=
  acts_zero (map2 Z.sub G (tabulate 5 (fun p => if settings p == y
    then (if maj_word (parties f) (outputs p) then - denominator f else denominator f)%z else 0%z))).
Definition check_domination (W G : tree 5) : bool :=
  all (fun x => let beta := (alpha_den f * beta_at m x)%z in all (fun a =>
    let p := zip a x in
    let bound := (alpha_num f * entry W p + (if I_word a x then beta else 0))%z in let g := (alpha_den f * entry G p)%z in
    Z.leb g bound && Z.leb (- g) bound) (words 5)) (words 5).

Definition check_member : bool :=
  let y := at_input m in let W := tree_of (W_entries m) in let G := tree_of (G_entries m) in
  [&& all (fun e => Z.leb 0 e.2) (betas m), check_normalisation y W, check_majority y G & check_domination W G].
End Check.

(** Every member is right. *)
Definition check_members (f : family) : bool :=
  [&& Z.ltb 0 (denominator f), Z.ltb 0 (alpha_den f) & all (check_member f) (members f)].

(** Every member is right and there is one for each input of the game. *)
Definition check_family (f : family) : bool :=
  [&& Z.ltb 0 (denominator f), Z.ltb 0 (alpha_den f), all (check_member f) (members f) &
      all (fun y => asked_word y ==> has (fun m => at_input m == y) (members f)) (words 5)].

(** ** What the checker accepts is a certified family *)

(** The string of a finite function *)
Section Words.
Variable n : nat.
Implicit Types (a x : bits 'I_n).

Definition word_of x : seq bool := [seq x i | i <- enum 'I_n].

Lemma size_word x : size (word_of x) = n.
Proof. by rewrite size_map size_enum_ord. Qed.

Lemma nth_word x (i : 'I_n) : nth false (word_of x) i = x i.
Proof. by rewrite (nth_map i) ?size_enum_ord // nth_ord_enum. Qed.

Lemma word_of_inj : injective word_of.
Proof. by move=> x y E; apply/ffunP => i; rewrite -!nth_word E. Qed.

Lemma ones_word x : ones (word_of x) = weight x.
Proof.
rewrite /ones /word_of /weight -big_enum /=.
by elim: (enum _) => [|i r IH]; rewrite ?big_nil // big_cons -IH.
Qed.

Lemma outputs_place a x : outputs (place_of a x) = word_of a.
Proof. by rewrite /outputs /place_of -map_comp. Qed.

Lemma settings_place a x : settings (place_of a x) = word_of x.
Proof. by rewrite /settings /place_of -map_comp. Qed.

Lemma zip_words a x : zip (word_of a) (word_of x) = place_of a x.
Proof. by rewrite /word_of /place_of; elim: (enum _) => //= i r ->. Qed.
End Words.

Lemma mem_words n w : size w = n -> w \in words n.
Proof.
elim: n w => [|n IH] [|b w] //= [/IH win]; rewrite !mem_cat.
by case: b; rewrite (map_f (cons _) win) ?orbT.
Qed.

Lemma size_words n w : w \in words n -> size w = n.
Proof.
elim: n w => [|n IH] w; first by rewrite inE => /eqP ->.
by rewrite /= !mem_cat => /or3P[] // /mapP[u /IH <- ->].
Qed.

(** Sums over strings are sums over a list. *)
Lemma sum_words (R : realFieldType) n (F : seq bool -> R) : \sum_(a : bits 'I_n) F (word_of a) = \sum_(w <- words n) F w.
Proof.
rewrite -(big_map (@word_of n) predT F); apply: perm_big; apply: uniq_perm.
- by rewrite (map_inj_uniq (@word_of_inj n)) index_enum_uniq.
- elim: n {F} => //= n IH; rewrite cats0 cat_uniq !map_inj_uniq ?IH /=; try by move=> ? ? [].
  by rewrite andbT; apply/hasPn => w /mapP[u _ ->]; apply/negP => /mapP[].
move=> w; apply/mapP/idP => [[a _ ->] | win]; first by apply: mem_words; rewrite size_word.
exists [ffun i : 'I_n => nth false w i]; first exact: mem_index_enum.
apply: (@eq_from_nth _ false) => [|k kn]; first by rewrite size_word (size_words win).
by rewrite (size_words win) in kn; rewrite -[k]/(val (Ordinal kn)) nth_word ffunE.
Qed.

Lemma asked_wordE (x : bits party) : asked_word (word_of x) = X x.
Proof. by rewrite /asked_word /X /X0 /X1 ones_word orbA. Qed.

Lemma I_wordE (a x : bits party) : I_word (word_of a) (word_of x) = I a x.
Proof. by rewrite /I_word /I /X0 /X1 /parity !ones_word. Qed.

(** The triple of a file, whose parties are counted from 1 *)
Definition parties_of (t : parties3) : nat * nat * nat := (t.1.1.+1, t.1.2.+1, t.2.+1).

Lemma maj_wordE t a : maj_word (parties_of t) (word_of a) = maj t a.
Proof. by rewrite /maj_word /maj /= !nth_word. Qed.

Definition member_at (f : family) (y : seq bool) : member :=
  nth (Member [::] [::] [::] [::]) (members f) (find (fun m => at_input m == y) (members f)).

Section Soundness.
Variable R : realFieldType.

Definition family_alpha (f : family) : R := ofZ R (alpha_num f) / ofZ R (alpha_den f).
Definition family_beta (f : family) (y x : bits party) : R :=
  ofZ R (beta_at (member_at f (word_of y)) (word_of x)) / ofZ R (denominator f).

Lemma indicator_pairing (U : finType) (y : bits U) (F : bits U -> R) (P : table R U) :
  pairing (fun a x => if x == y then F a else 0) P = \sum_a F a * P a y.
Proof.
rewrite /pairing (bigD1 y) //= [X in _ + X]big1 ?addr0 => [|x /negbTE ne]; last first.
  by rewrite big1 // => a _; rewrite ne mul0r.
by apply: eq_bigr => a _; rewrite eqxx.
Qed.

Lemma prob_maj_difference t y (P : table R party) :
  \sum_a (-1) ^+ maj t a * P a y = prob_maj P t false y - prob_maj P t true y.
Proof.
rewrite (bigID (fun a => maj t a == false)) /= -sumrN; congr (_ + _).
  by apply: eq_bigr => a /eqP ->; rewrite mul1r.
by apply: eq_big => [a | a]; case: (maj t a) => // _; rewrite mulN1r.
Qed.

Lemma scaled_vector n (d : Z) (T : tree n) (P F : table R 'I_n) (h : place -> Z) :
  Z.ltb 0 d -> nonsignalling P -> acts_zero (map2 Z.sub T (tabulate n h)) ->
  (forall a x, ofZ R (h (place_of a x)) = ofZ R d * F a x) ->
  pairing (fun a x => vector R T a x / ofZ R d) P = pairing F P.
Proof.
move=> /(ofZ_gt0 R) d0 ns zero hF; have dn0 : ofZ R d != 0 by rewrite gt_eqF.
have := pairing_acts_zero zero ns.
rewrite (@eq_pairing _ _ _ _ (fun a x => vector R T a x + (- ofZ R d) * F a x)) => [|a x]; last first.
  by rewrite /vector entry_map2 ofZ_sub entry_tabulate ?size_place // hF mulNr.
rewrite pairingD pairingZ mulNr => /eqP; rewrite subr_eq0 => /eqP E.
rewrite (@eq_pairing _ _ _ _ (fun a x => (ofZ R d)^-1 * vector R T a x)) => [|a x]; last by rewrite mulrC.
by rewrite pairingZ E mulKf.
Qed.

Lemma clear_denominators (q d p g w b i : R) : 0 < q -> 0 < d ->
  q * g <= p * w + q * (b * i) -> - (q * g) <= p * w + q * (b * i) ->
  `|g / d| <= p / q * (w / d) + b / d * i.
Proof.
move=> q0 d0 le1 le2; have qn0 : q != 0 by rewrite gt_eqF.
have dn0 : d != 0 by rewrite gt_eqF.
have cancel (u v : R) : u != 0 -> u * (v / u) = v by move=> u0; rewrite mulrC divfK.
have qd0 : 0 < q * d by rewrite mulr_gt0.
rewrite -(ler_pmul2l qd0) -[X in X * `|_|]gtr0_norm // -normrM -[X in `|X|]mulrA cancel //.
have -> : q * d * (p / q * (w / d) + b / d * i) = p * w + q * (b * i).
  rewrite mulrDr mulrACA !cancel //; congr (_ + _).
  by rewrite -[b / d * i]mulrAC -mulrA cancel.
by rewrite ler_norml le1 ler_oppl le2.
Qed.

(** Each member is a certificate for its input. *)
Theorem member_sound f t y : parties f = parties_of t -> check_members f -> has (fun m => at_input m == word_of y) (members f) ->
  exists W G, certificate t (family_alpha f) (family_beta f y) y W G.
Proof.
move=> ft /and3P[d0 a0 all_ok] found; set m := member_at f (word_of y).
have /eqP my : at_input m == word_of y by exact: nth_find found.
have ok : check_member f m by apply: (all_nthP _ all_ok); rewrite -has_find.
move: ok; rewrite /check_member my; set W := tree_of _; set G := tree_of _.
move=> /and4P[beta0 normW majG dom].
exists (fun a x => vector R W a x / ofZ R (denominator f)), (fun a x => vector R G a x / ofZ R (denominator f)).
have dR := ofZ_gt0 R d0; have aR := ofZ_gt0 R a0.
have dn0 : ofZ R (denominator f) != 0 by rewrite gt_eqF.
have an0 : ofZ R (alpha_den f) != 0 by rewrite gt_eqF.
split=> [x | P [_ normP nsP] | P [_ _ nsP] | a x].
- apply: divr_ge0; last exact: ltW.
  apply: ofZ_ge0; rewrite -/m /beta_at; elim: (betas m) beta0 => //= e r IH /andP[e0 /IH r0].
  by case: ifP.
- rewrite (scaled_vector (F := fun a x => if x == y then 1 else 0) d0 nsP normW) => [|a x].
    rewrite indicator_pairing -[RHS](normP y); by apply: eq_bigr => a _; rewrite mul1r.
  by rewrite settings_place (inj_eq (@word_of_inj 5)); case: eqP; rewrite ?mulr1 // mulr0 ofZ0.
- rewrite (scaled_vector (F := fun a x => if x == y then (-1) ^+ maj t a else 0) d0 nsP majG) => [|a x].
    by rewrite indicator_pairing prob_maj_difference.
  rewrite settings_place outputs_place ft maj_wordE (inj_eq (@word_of_inj 5)).
  by case: eqP => _; rewrite ?mulr0 ?ofZ0 //; case: maj; rewrite ?ofZ_opp ?mulrN1 ?mulr1.
have := allP (allP dom _ (mem_words (size_word x))) _ (mem_words (size_word a)); rewrite zip_words I_wordE.
rewrite /family_alpha /family_beta -/m /vector.
set g := entry G _; set w := entry W _; set b := beta_at m _.
case/andP => /(ofZ_le R) le1 /(ofZ_le R); move: le1.
rewrite ofZ_opp !ofZ_add !ofZ_mul.
have -> : ofZ R (if I a x then (alpha_den f * b)%z else 0%z) = ofZ R (alpha_den f) * (ofZ R b * (I a x)%:R).
  by case: (I a x); rewrite ?ofZ_mul ?ofZ0 ?mulr1 ?mulr0.
exact: clear_denominators.
Qed.

Theorem family_sound f t y : parties f = parties_of t -> check_family f -> X y ->
  exists W G, certificate t (family_alpha f) (family_beta f y) y W G.
Proof.
move=> ft /and4P[d0 a0 ok cover] Xy; apply: member_sound => //; first by rewrite /check_members d0 a0.
by have := allP cover _ (mem_words (size_word y)); rewrite asked_wordE Xy.
Qed.
End Soundness.
