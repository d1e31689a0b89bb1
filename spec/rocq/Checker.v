(** * What the checker of Checks.v accepts is a certificate *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Export Checks.
From Freebit Require Import Definitions Identities Boxes TestedDefinitions.
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
Lemma entry_tabulate n f p : size p = n -> entry (tabulate n f) p = f p.
Proof. by elim: n f p => [|n IH] f [|[[] []] p] //= [sp]; rewrite IH. Qed.

Lemma entry_map2 f n (t u : tree n) p : entry (map2 f t u) p = f (entry t p) (entry u p).
Proof.
elim: n t u p => //= n IH [[[t00 t01] t10] t11] [[[u00 u01] u10] u11] p.
by case: (head _ p) => [[] []] /=; rewrite IH.
Qed.

(** ** Words and strings *)

(** The string of a finite function *)
Section Words.
Variable n : nat.
Implicit Types (a x : bits 'I_n).

Definition place_of a x : place := [seq (a i, x i) | i <- enum 'I_n].

Lemma size_place a x : size (place_of a x) = n.
Proof. by rewrite size_map size_enum_ord. Qed.

Lemma nth_place a x (j : 'I_n) : nth (false, false) (place_of a x) j = (a j, x j).
Proof. by rewrite (nth_map j) ?size_enum_ord // nth_ord_enum. Qed.

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

Lemma zeros_wordE x : zeros_word (word_of x) = zeros x.
Proof.
rewrite /zeros_word /word_of /zeros -big_enum /=.
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

(** ** Trees as functionals *)
Definition bits_of n (w : seq bool) : bits 'I_n := [ffun i : 'I_n => nth false w i].

Lemma word_of_bits n w : size w = n -> word_of (bits_of n w) = w.
Proof.
move=> sw; apply: (@eq_from_nth _ false); rewrite size_word // => i ni.
by rewrite -[i]/(val (Ordinal ni)) nth_word ffunE.
Qed.

Lemma bits_of_word n (a : bits 'I_n) : bits_of n (word_of a) = a.
Proof. by apply/ffunP => i; rewrite ffunE nth_word. Qed.

Section Functionals.
Variable R : realFieldType.
Add Field R_field : (field_laws R).

(** The sum over all places *)
Fixpoint sum_places n (F : place -> R) : R :=
  if n is n'.+1 then
    sum_places n' (fun p => F ((false, false) :: p)) + sum_places n' (fun p => F ((true, false) :: p)) +
    (sum_places n' (fun p => F ((false, true) :: p)) + sum_places n' (fun p => F ((true, true) :: p)))
  else F [::].

Lemma eq_sum_places n F G : (forall p, size p = n -> F p = G p) -> sum_places n F = sum_places n G.
Proof. by elim: n F G => [|n IH] F G E /=; [apply: E | rewrite !(IH _ _ (fun p sp => E (_ :: p) (f_equal S sp)))]. Qed.

Lemma sum_places_words n F : sum_places n F = \sum_(x <- words n) \sum_(a <- words n) F (zip a x).
Proof.
elim: n F => [|n IH] F /=; first by rewrite !big_seq1.
rewrite !cats0 big_cat !big_map /=; congr (_ + _).
  rewrite !IH -big_split; apply: eq_bigr => x _; by rewrite big_cat !big_map.
rewrite !IH -big_split; apply: eq_bigr => x _; by rewrite big_cat !big_map.
Qed.

Lemma sum_placesE n F : \sum_(x : bits 'I_n) \sum_(a : bits 'I_n) F (place_of a x) = sum_places n F.
Proof.
rewrite sum_places_words -sum_words; apply: eq_bigr => x _.
by rewrite -(@sum_words R n (fun a => F (zip a (word_of x)))); apply: eq_bigr => a _; rewrite zip_words.
Qed.

(** [R2.10] for a table by places *)
Definition agreeing n (P : place -> R) : Prop := forall p q, (size p + size q).+1 = n ->
  P (p ++ (false, false) :: q) + P (p ++ (true, false) :: q) = P (p ++ (false, true) :: q) + P (p ++ (true, true) :: q).

Definition by_place n (P : table R 'I_n) (p : place) : R := P (bits_of n (outputs p)) (bits_of n (settings p)).

Lemma by_placeE n (P : table R 'I_n) a x : by_place P (place_of a x) = P a x.
Proof. by rewrite /by_place outputs_place settings_place !bits_of_word. Qed.

Lemma flip_cat n (i : 'I_n) (b : bool) p q : size p = i -> (size p + size q).+1 = n ->
  flip i (bits_of n (p ++ b :: q)) = bits_of n (p ++ ~~ b :: q).
Proof.
move=> pi pq; apply/ffunP => k; rewrite !ffunE !nth_cat pi -val_eqE /=.
case: (ltngtP k i) => [lt | gt | ->]; rewrite ?addbF ?subnn ?addbT //.
by rewrite -(subnKC gt) addSn -addnS addnC addnK.
Qed.

Lemma by_place_agreeing n (P : table R 'I_n) : nonsignalling P -> agreeing n (by_place P).
Proof.
move=> /nonsignallingP ns p q pq; have pn : (size p < n)%N by rewrite -pq ltnS leq_addr.
have := ns (Ordinal pn) (bits_of n (map fst p ++ false :: map fst q)) (bits_of n (map snd p ++ false :: map snd q)).
by rewrite !flip_cat ?size_map // /by_place /outputs /settings !map_cat.
Qed.

(** What the checker of [acts_zero] goes by: twice a functional is the sum of its three contractions. *)
Lemma contracted n (t : tree n) (P : place -> R) : acts_zero t -> agreeing n P ->
  sum_places n (fun p => ofZ R (entry t p) * P p) = 0.
Proof.
elim: n t P => [|n IH] t P /=; first by move/Z.eqb_eq => -> _; rewrite ofZ0 mul0r.
case: t => [[[t00 t01] t10] t11] /and3P[all on0 on1] ns.
have ns_sum q P' Q : agreeing n P' -> agreeing n Q -> agreeing n (fun p => P' p + (-1) ^+ nat_of_bool q * Q p).
  move=> nP nQ p r pr; have := nP _ _ pr; have := nQ _ _ pr; case: q; rewrite ?expr1 ?expr0 ?mulN1r ?mul1r => E F.
    by rewrite addrACA F -opprD E opprD addrACA.
  by rewrite addrACA F E addrACA.
have ns_at q : agreeing n (fun p => P (q :: p)) by move=> p r pr; apply: (ns (q :: p) r); rewrite /= addSn pr.
have same p : size p = n -> P ((false, false) :: p) + P ((true, false) :: p) = P ((false, true) :: p) + P ((true, true) :: p).
  by move=> sp; apply: (ns [::] p); rewrite /= sp.
have z1 := IH _ _ all (ns_sum false _ _ (ns_at (false, false)) (ns_at (true, false))).
have z2 := IH _ _ on0 (ns_sum true _ _ (ns_at (false, false)) (ns_at (true, false))).
have z3 := IH _ _ on1 (ns_sum true _ _ (ns_at (false, true)) (ns_at (true, true))).
have linear F G : sum_places n (fun p => F p + G p) = sum_places n F + sum_places n G.
  by elim: n {IH t00 t01 t10 t11 all on0 on1 ns ns_sum ns_at same z1 z2 z3} F G => //= n IH F G; rewrite !IH; identity R.
set total := (X in X = 0); have : total *+ 2 == 0; last by rewrite mulrn_eq0 /= => /eqP.
apply/eqP; rewrite -(addr0 0) -{2}(addr0 0) -{1}z1 -{1}z2 -z3 -!linear mulr2n /total -!linear.
apply: eq_sum_places => p sp; rewrite /= !entry_map2 !ofZ_sub !ofZ_add expr1 expr0.
by rewrite -[P ((true, true) :: p)](addKr (P ((false, true) :: p))) -same //; identity R.
Qed.

Variable n : nat.
Implicit Types (t : tree n) (a x : bits 'I_n).

Definition vector t : table R 'I_n := fun a x => ofZ R (entry t (place_of a x)).

Lemma pairing_places t (P : table R 'I_n) : pairing (vector t) P = sum_places n (fun p => ofZ R (entry t p) * by_place P p).
Proof. by rewrite -sum_placesE; apply: eq_bigr => x _; apply: eq_bigr => a _; rewrite by_placeE. Qed.

Lemma pairing_acts_zero t (P : table R 'I_n) : acts_zero t -> nonsignalling P -> pairing (vector t) P = 0.
Proof. by move=> zero ns; rewrite pairing_places contracted //; apply: by_place_agreeing. Qed.
End Functionals.

(** ** The game and f on words *)
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

(** ** What the checker accepts is a certified family *)
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
