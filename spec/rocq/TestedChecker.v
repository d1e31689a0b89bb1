(** * A checker of certificates for tested cells that computes, and the proof that what it accepts is one

    A file holds G and V for some inputs y; for the others it says from which of these, and by which relabelling of outputs
    and inputs, they are made.  What is made so is checked in full: a wrong relabelling is refused like a wrong number.
    H is the least possible, |G| - V where this is positive. *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions Boxes Checker MajorityLemma Tensor Expectation Families TestedDefinitions TestedCells TestedTheorems TestedKinds.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** The game on words *)
Definition zeros_word (x : seq bool) : nat := count negb x.
Definition ghz_asked_word (x : seq bool) : bool := ~~ odd (zeros_word x).
Definition ghz_loses_word (a x : seq bool) : bool := ghz_asked_word x && (odd (ones a) != odd (zeros_word x)./2).

(** A word without its place [j], counted from 0 *)
Definition without_place (j : nat) (x : seq bool) : seq bool := take j x ++ drop j.+1 x.

(** ** Files *)

(** The entries of a vector at the inputs [row.1]: one number for each output, in the order of the words; rows of zeros are left out *)
Notation rows := (seq (Z * seq Z)).
Record tested_member := TestedMember { of_input : Z; G_rows : rows; V_rows : rows }.

(** Where a party's output and input come from: party [i] (counted from 0) of the entry taken from has the output a + s + t x and the
    input x + c, if party [from] of the entry looked up has the output a and the input x. *)
Record origin := Origin { from : nat; flip_s : bool; flip_t : bool; flip_c : bool }.
Record image := Image { image_input : Z; of_member : nat; negated : bool; origins : seq origin }.

(** The common denominator, the numerator of v, the members that are written out, and the others *)
Record tested_file := TestedFile { scale : Z; level : Z; written : seq tested_member; images : seq image }.

Section Files.
Variable n : nat.

Definition tree_of_rows (rs : rows) : tree n :=
  foldr (fun r t => let x := word n r.1 in foldr (fun av t => insert (zip av.1 x) av.2 t) t (zip (words n) r.2))
    (tabulate n (fun _ => 0%z)) rs.

(** An input with the trees of G and V *)
Notation vectors := (seq bool * (tree n * tree n))%type.

Definition looked_up (os : seq origin) (p : place) : place :=
  [seq let q := nth (false, false) p (from o) in (q.1 (+) flip_s o (+) (flip_t o && q.2), q.2 (+) flip_c o) | o <- os].
Definition relabelled (os : seq origin) (minus : bool) (t : tree n) : tree n :=
  tabulate n (fun p => let z := entry t (looked_up os p) in if minus then (- z)%z else z).

Definition empty_vectors : vectors := ([::], (tabulate n (fun _ => 0%z), tabulate n (fun _ => 0%z))).
Definition written_vectors (f : tested_file) : seq vectors :=
  [seq (word n (of_input m), (tree_of_rows (G_rows m), tree_of_rows (V_rows m))) | m <- written f].
Definition all_vectors (f : tested_file) : seq vectors :=
  let ms := written_vectors f in
  ms ++ [seq let m := (nth empty_vectors ms (of_member i)).2 in
           (word n (image_input i), (relabelled (origins i) (negated i) m.1, relabelled (origins i) false m.2)) | i <- images f].

Definition vectors_at (vs : seq vectors) (y : seq bool) : vectors :=
  nth empty_vectors vs (find (fun m => m.1 == y) vs).
Definition asked_words : seq (seq bool) := [seq y <- words n | ghz_asked_word y].
(** One member for each input of the game *)
Definition members_of (f : tested_file) : seq vectors :=
  let vs := all_vectors f in [seq (y, (vectors_at vs y).2) | y <- asked_words].

(** ** The checks *)
Variable fw : seq bool -> bool.
Variable bw : seq bool -> seq bool.

Definition check_right (d : Z) (y : seq bool) (G : tree n) : bool :=
  acts_zero (map2 Z.sub G (tabulate n (fun p => if (settings p == y) && ~~ ghz_loses_word (outputs p) y
    then (if fw (outputs p) then - d else d)%z else 0%z))).
Definition check_mean (l : Z) (y : seq bool) (V : tree n) : bool :=
  acts_zero (map2 Z.sub V (tabulate n (fun p => if settings p == y then l else 0%z))).
Definition check_outside (G V : tree n) : bool :=
  all (fun x => ghz_asked_word x || all (fun a => let p := zip a x in Z.leb (Z.abs (entry G p)) (entry V p)) (words n)) (words n).
Definition check_vectors (f : tested_file) (m : vectors) : bool :=
  [&& check_right (scale f) m.1 m.2.1, check_mean (level f) m.1 m.2.2 & check_outside m.2.1 m.2.2].

(** Not by projections: to them the types are arguments, and a machine that computes would compute [tree n] each time. *)
Definition excess (m : vectors) (p : place) : Z := let: (_, (G, V)) := m in Z.max 0 (Z.abs (entry G p) - entry V p).

Lemma excessE m p : excess m p = Z.max 0 (Z.abs (entry m.2.1 p) - entry m.2.2 p).
Proof. by case: m => y []. Qed.

(** Polynomials, constant term first *)
Fixpoint add_at (d : nat) (z : Z) (cs : seq Z) {struct cs} : seq Z :=
  if cs is c :: cs' then (if d is d'.+1 then c :: add_at d' z cs' else (c + z)%z :: cs') else [::].
Definition load (ms : seq (nat * vectors)) (p : place) : seq Z :=
  foldr (fun m cs => let: (d, m) := m in add_at d (excess m p) cs) (nseq n.+1 0%z) ms.
Definition distances_to (ms : seq vectors) (x : seq bool) : seq (nat * vectors) :=
  [seq let: (y, _) := m in (distance_word (bw y) (bw x), m) | m <- ms].
Definition below (cs ds : seq Z) : bool := all2 Z.leb cs ds.
(** The loads that occur, but for those that are nowhere above another *)
Definition loads (ms : seq vectors) : seq (seq Z) :=
  foldr (fun cs acc => if has (below cs) acc then acc else cs :: acc) [::]
    (flatten [seq let ds := distances_to ms x in [seq load ds (zip a x) | a <- words n] | x <- asked_words]).

Definition loads_of (f : tested_file) : seq (seq Z) := loads (members_of f).
Definition check_tested (f : tested_file) : bool :=
  [&& Z.ltb 0 (scale f), Z.leb 0 (level f) & all (check_vectors f) (members_of f)].

(** Whether the rate is at most [num]/[den] for eps = [p]/[q]: a sum of cs_d u^d w^(size cs - 1 - d) *)
Fixpoint homogeneous (cs : seq Z) (u w : Z) : Z :=
  if cs is c :: cs' then (c * w ^ Z.of_nat (size cs') + u * homogeneous cs' u w)%z else 0%z.
Definition check_rate (f : tested_file) (p q num den : Z) : bool :=
  [&& Z.ltb 0 p, Z.ltb 0 den, Z.leb p q, Z.leb 0 num, Z.leb (level f * den) (num * scale f) &
    all (fun cs => (size cs == n.+1) && Z.leb ((level f * p ^ Z.of_nat n + homogeneous cs (q - p) p) * den)
      (num * scale f * p ^ Z.of_nat n)) (loads_of f)].

End Files.

(** ** Words and strings *)
Section GameWords.
Variable n : nat.
Implicit Types (a x : bits 'I_n).

Lemma zeros_wordE x : zeros_word (word_of x) = zeros x.
Proof.
rewrite /zeros_word /word_of /zeros -big_enum /=.
by elim: (enum _) => [|i r IH]; rewrite ?big_nil // big_cons -IH.
Qed.

Lemma ghz_asked_wordE x : ghz_asked_word (word_of x) = ghz_asked x.
Proof. by rewrite /ghz_asked_word zeros_wordE. Qed.

Lemma ghz_loses_wordE a x : ghz_loses_word (word_of a) (word_of x) = ghz_loses a x.
Proof. by rewrite /ghz_loses_word ghz_asked_wordE zeros_wordE ones_word. Qed.

Lemma mem_asked_words x : ghz_asked x -> word_of x \in asked_words n.
Proof. by move=> ax; rewrite mem_filter ghz_asked_wordE ax mem_words // size_word. Qed.
End GameWords.

Lemma without_place_word m (j : 'I_m.+1) (x : bits 'I_m.+1) : without_place j (word_of x) = word_of (without j x).
Proof.
have jm : (j <= m)%N by rewrite -ltnS.
apply: (@eq_from_nth _ false).
  by rewrite size_cat size_take size_drop !size_word ltnS jm subSS subnKC.
move=> l; rewrite size_cat size_take size_drop !size_word ltnS jm subSS subnKC // => lm.
rewrite -[RHS]/(nth false (word_of (without j x)) (Ordinal lm)) nth_word ffunE -nth_word nth_cat size_take size_word ltnS jm.
rewrite /= /bump; case: ltnP => lj; first by rewrite nth_take.
by rewrite nth_drop addSn subnKC.
Qed.

(** ** Soundness *)
Section Sound.
Variables (R : realFieldType) (n : nat) (B : nat) (give : bits 'I_B -> bits 'I_n) (back : bits 'I_n -> bits 'I_B).
Variables (f : bits 'I_n -> bool) (fw : seq bool -> bool) (bw : seq bool -> seq bool) (file : tested_file).
Hypothesis fwE : forall a : bits 'I_n, fw (word_of a) = f a.
Hypothesis bwE : forall x : bits 'I_n, bw (word_of x) = word_of (back x).
Hypothesis Bn : (B <= n)%N.

Definition file_cells : kind := @Kind _ _ give back (@ghz_asked n) (@ghz_loses n) (fun a _ => f a).

Fixpoint poly (cs : seq Z) (r : R) : R := if cs is c :: cs' then ofZ R c + r * poly cs' r else 0.
Definition rate_of (eps : R) : R :=
  (ofZ R (level file) + foldr Num.max 0 [seq poly cs ((1 - eps) / eps) | cs <- loads_of n bw file]) / ofZ R (scale file).

Lemma poly_add d z cs r : (d < size cs)%N -> poly (add_at d z cs) r = poly cs r + ofZ R z * r ^+ d.
Proof.
elim: cs d => // c cs IH [_ | d /IH E] /=; first by rewrite ofZ_add mulr1 addrAC.
by rewrite E mulrDr addrA exprS [r * (_ * _)]mulrCA.
Qed.

Lemma size_add_at d z cs : size (add_at d z cs) = size cs.
Proof. by elim: cs d => // c cs IH [|d] //=; rewrite IH. Qed.

Lemma poly_le cs ds r : 0 <= r -> below cs ds -> poly cs r <= poly ds r.
Proof.
by move=> r0; elim: cs ds => [|c cs IH] [|d ds] //= /andP[/(ofZ_le R) le /IH les]; apply: ler_add => //; apply: ler_wpmul2l.
Qed.

Lemma poly_zeros m r : poly (nseq m 0%z) r = 0.
Proof. by elim: m => //= m ->; rewrite ofZ0 mulr0 addr0. Qed.

Lemma load_poly (ms : seq (nat * (seq bool * (tree n * tree n)))) p r : all (fun m => m.1 < n.+1)%N ms ->
  poly (load ms p) r = \sum_(m <- ms) ofZ R (excess m.2 p) * r ^+ m.1.
Proof.
have size_load (ms' : seq (nat * (seq bool * (tree n * tree n)))) : size (load ms' p) = n.+1.
  by elim: ms' => [|[d m] ms' IH]; [rewrite /load size_nseq | rewrite /= size_add_at].
elim: ms => [_ | [d m] ms IH /= /andP[lt /IH E]]; first by rewrite big_nil poly_zeros.
by rewrite big_cons poly_add ?size_load // E addrC.
Qed.

Lemma loads_cover (Q : pred (seq Z)) (all_loads : seq (seq Z)) : (forall cs ds, below cs ds -> Q ds -> Q cs) ->
  all Q (foldr (fun cs acc => if has (below cs) acc then acc else cs :: acc) [::] all_loads) -> all Q all_loads.
Proof.
move=> mono; elim: all_loads => //= cs all_loads IH; case: ifP => [covered ok | _ /= /andP[-> /IH]] //.
rewrite (IH ok) andbT; elim: (foldr _ _ _) covered ok => //= ds acc IH' /orP[le | more] /andP[Qds rest].
  exact: mono le Qds.
exact: IH' more rest.
Qed.

Lemma all_of_flatten (T : Type) (Q : pred T) (ss : seq (seq T)) : all Q (flatten ss) = all (all Q) ss.
Proof. by elim: ss => //= s ss IH; rewrite all_cat IH. Qed.

Lemma max_ge0 (rs : seq R) : 0 <= foldr Num.max 0 rs.
Proof. by elim: rs => //= c rs; rewrite le_maxr orbC => ->. Qed.

Hypothesis checked : check_tested n fw file.
Let d0 : 0 < ofZ R (scale file). Proof. by have /andP[/ofZ_gt0] := checked. Qed.
Let dn0 : ofZ R (scale file) != 0. Proof. by rewrite gt_eqF. Qed.
Let l0 : 0 <= ofZ R (level file). Proof. by have /and3P[_ /(ofZ_ge0 R)] := checked. Qed.

Let vectors_of (y : bits 'I_n) : seq bool * (tree n * tree n) :=
  (word_of y, (vectors_at (all_vectors n file) (word_of y)).2).
Let G y : table R 'I_n := fun a x => vector R (vectors_of y).2.1 a x / ofZ R (scale file).
Let V y : table R 'I_n := fun a x => vector R (vectors_of y).2.2 a x / ofZ R (scale file).
Let H y : table R 'I_n := fun a x => ofZ R (excess (vectors_of y) (place_of a x)) / ofZ R (scale file).

Lemma member_checked y : ghz_asked y -> check_vectors fw file (vectors_of y).
Proof.
have /and3P[_ _ ok] := checked; move: ok; rewrite /members_of all_map => /allP ok ay.
exact: (ok _ (mem_asked_words ay)).
Qed.

Lemma rate_charged eps (a x : bits 'I_n) : 0 < eps -> eps <= 1 -> ghz_asked x ->
  ofZ R (level file) / ofZ R (scale file) +
  \sum_(y | ghz_asked y) H y a x * ((1 - eps) / eps) ^+ distance (back y) (back x) <= rate_of eps.
Proof.
move=> eps0 eps1 ax; set r := (1 - eps) / eps; have r0 : 0 <= r by apply: ratio_ge0.
rewrite /rate_of [X in _ <= X]mulrDl ler_add2l.
pose ds := distances_to bw (members_of n file) (word_of x).
have -> : \sum_(y | ghz_asked y) H y a x * r ^+ distance (back y) (back x) = poly (load ds (place_of a x)) r / ofZ R (scale file).
  rewrite load_poly; last first.
    have near w : (distance_word (bw w) (bw (word_of x)) < n.+1)%N.
      rewrite bwE ltnS; apply: leq_trans (count_size _ _) (leq_trans _ Bn); by rewrite size_zip size_word geq_minr.
    by rewrite /ds all_map; elim: (members_of n file) => //= -[w v] ms -> /=; rewrite near.
  rewrite /ds /distances_to big_map /members_of big_map big_filter mulr_suml.
  pose F w := if ghz_asked_word w then ofZ R (excess (w, (vectors_at (all_vectors n file) w).2) (place_of a x)) *
    r ^+ distance_word (bw w) (bw (word_of x)) / ofZ R (scale file) else 0.
  rewrite [RHS]big_mkcond -[RHS]/(\sum_(w <- words n) F w) -sum_words big_mkcond; apply: eq_bigr => y _ /=.
  rewrite /F ghz_asked_wordE; case: ifP => // _.
  by rewrite !bwE distance_wordE mulrAC.
apply: ler_wpmul2r; first by rewrite invr_ge0 ltW.
set top := foldr _ _ _.
have : all (fun cs => poly cs r <= top) (loads_of n bw file).
  rewrite /top; elim: (loads_of n bw file) => //= cs css IH; rewrite le_maxr lexx /=.
  by apply: sub_all IH => ds' le; rewrite le_maxr le orbT.
move/loads_cover => /(_ (fun cs ds' b le => le_trans (poly_le r0 b) le)).
rewrite all_of_flatten all_map => /allP/(_ _ (mem_asked_words ax)) /=.
rewrite all_map => /allP/(_ _ (mem_words (size_word a))) /=.
by rewrite zip_words.
Qed.

Lemma norm_ofZ z : `|ofZ R z| = ofZ R (Z.abs z).
Proof.
case: (Z.le_ge_cases 0 z) => z0.
  by rewrite Z.abs_eq // ger0_norm // ofZ_ge0 //; apply/Z.leb_le.
rewrite Z.abs_neq // ofZ_opp -normrN -ofZ_opp ger0_norm ?ofZ_opp // -ofZ_opp ofZ_ge0 //.
by apply/Z.leb_le; lia.
Qed.

Theorem tested_sound eps : 0 < eps -> eps <= 1 -> tested_family file_cells eps (rate_of eps) (rate_of eps).
Proof.
move=> eps0 eps1; pose m y : table R 'I_n := part_of (k := file_cells) R false true y.
have pairing_m y (P : table R 'I_n) : pairing (m y) P = prob_right (k := file_cells) P y false - prob_right (k := file_cells) P y true.
  exact (@pairing_right R file_cells y P).
exists (ofZ R (level file) / ofZ R (scale file)), G, V, H; split=> [y ay | a x ax]; last first.
  by rewrite if_same; apply: rate_charged.
have /and3P[right mean outside] := member_checked ay.
split=> [P [_ _ nsP] | P [_ norm nsP] | | a x | a x].
- rewrite -pairing_m; apply: (scaled_vector _ nsP right); first by have /andP[] := checked.
  move=> a x; rewrite settings_place outputs_place (inj_eq (@word_of_inj n)) ghz_loses_wordE fwE /m /part_of /=.
  case: eqP => [-> | _]; last by rewrite mul0r mulr0 ofZ0.
  by case: (ghz_loses a y); case: (f a); rewrite /= ?ofZ_opp ?ofZ0 ?mul0r ?mulr0 ?mul1r ?mulr1 ?mulrN1.
- rewrite (scaled_vector (F := fun a x => (x == y)%:R * (ofZ R (level file) / ofZ R (scale file))) _ nsP mean).
  + rewrite (@eq_pairing _ _ _ _ (fun a x => ofZ R (level file) / ofZ R (scale file) * (x == y)%:R)) => [|a x]; last exact: mulrC.
    by rewrite pairingZ pairing_one norm mulr1.
  + by have /andP[] := checked.
  + move=> a x; rewrite settings_place (inj_eq (@word_of_inj n)); case: eqP => _; last by rewrite mul0r mulr0 ofZ0.
    by rewrite mul1r mulrC divfK.
- by rewrite divr_ge0 // ltW.
- by rewrite /H divr_ge0 ?(ltW d0) // ofZ_ge0 // excessE; apply/Z.leb_le; lia.
have i0 : 0 <= (ofZ R (scale file))^-1 by rewrite invr_ge0 ltW.
rewrite /G /V /H excessE normrM norm_ofZ (ger0_norm i0) /=; case ax: (ghz_asked x).
  rewrite mul1r -mulrDl -ofZ_add; apply: ler_wpmul2r => //; apply: ofZ_le; apply/Z.leb_le; lia.
rewrite mul0r addr0; apply: ler_wpmul2r => //; apply: ofZ_le.
have := allP outside _ (mem_words (size_word x)); rewrite ghz_asked_wordE ax /= => /allP/(_ _ (mem_words (size_word a))).
by rewrite zip_words.
Qed.

(** *** The rate at a rational epsilon *)
Lemma powE w m : ofZ R (w ^ Z.of_nat m) = ofZ R w ^+ m.
Proof.
elim: m => [|m IH]; first exact: ofZ1.
by rewrite Nat2Z.inj_succ Z.pow_succ_r ?ofZ_mul ?IH ?exprS //; lia.
Qed.

Lemma homogeneousE cs u w : ofZ R w != 0 ->
  ofZ R (homogeneous cs u w) * ofZ R w = poly cs (ofZ R u / ofZ R w) * ofZ R w ^+ size cs.
Proof.
move=> w0; elim: cs => [|c cs IH] /=; first by rewrite ofZ0 !mul0r.
rewrite ofZ_add !ofZ_mul powE [LHS]mulrDl [RHS]mulrDl -!mulrA -exprSr; congr (_ + _ ); congr (_ * _).
by rewrite IH exprS [poly _ _ * (_ * _)]mulrCA mulKf.
Qed.

Lemma max_le (rs : seq R) c : 0 <= c -> all (fun d => d <= c) rs -> foldr Num.max 0 rs <= c.
Proof. by move=> c0; elim: rs => //= d rs IH /andP[dc /IH]; rewrite le_maxl dc. Qed.

Theorem tested_rate p q num den : check_rate n bw file p q num den ->
  tested_family file_cells (ofZ R p / ofZ R q) (ofZ R num / ofZ R den) (ofZ R num / ofZ R den).
Proof.
case/andP => p0 /and5P[den0 pq num0 lev cover]; have pR := ofZ_gt0 R p0; have denR := ofZ_gt0 R den0.
have qR : 0 < ofZ R q by apply: lt_le_trans pR (ofZ_le R pq).
have pn0 : ofZ R p != 0 by rewrite gt_eqF.
have qn0 : ofZ R q != 0 by rewrite gt_eqF.
have e0 : 0 < ofZ R p / ofZ R q by rewrite divr_gt0.
have e1 : ofZ R p / ofZ R q <= 1 by rewrite ler_pdivr_mulr // mul1r ofZ_le.
have rE : (1 - ofZ R p / ofZ R q) / (ofZ R p / ofZ R q) = ofZ R (q - p) / ofZ R p.
  by rewrite invf_div mulrA mulrBl mul1r divfK // ofZ_sub.
suff low : rate_of (ofZ R p / ofZ R q) <= ofZ R num / ofZ R den by exact: (tested_family_le low low (tested_sound e0 e1)).
rewrite /rate_of rE ler_pdivr_mulr // mulrAC ler_pdivl_mulr // [X in X <= _]mulrC -ler_pdivl_mull //.
rewrite -ler_subr_addl; apply: max_le.
  by rewrite subr_ge0 ler_pdivl_mull // [X in X <= _]mulrC -!ofZ_mul; apply: ofZ_le.
rewrite all_map; apply: sub_all cover => cs /andP[/eqP size_cs /(ofZ_le R)] /=.
rewrite !ofZ_mul ofZ_add ofZ_mul powE => le; rewrite ler_subr_addl ler_pdivl_mull //.
have pn : 0 < ofZ R p ^+ n by apply: exprn_gt0.
have E : ofZ R (homogeneous cs (q - p) p) = poly cs (ofZ R (q - p) / ofZ R p) * ofZ R p ^+ n.
  by apply: (mulIf pn0); rewrite homogeneousE // size_cs exprSr mulrA.
rewrite -(ler_pmul2r pn); apply: le_trans le; rewrite le_eqVlt; apply/orP; left; apply/eqP.
by rewrite E -mulrDl [RHS]mulrC mulrA.
Qed.

End Sound.
