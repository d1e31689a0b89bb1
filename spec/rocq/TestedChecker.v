(** * A checker of certificates for tested cells that computes, and the proof that what it accepts is one

    A file gives G and V for some inputs y, and says for the others from which of these, and by which relabelling of outputs and
    inputs, they are carried.  What is carried is checked in full: a wrong relabelling is refused like a wrong number.  H is
    the least possible, |G| - V where this is positive. *)

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

(** A vector: for the inputs [row.1], written as in Checker.v, one number for each output, in the order of the words; rows of zeros
    are left out. *)
Notation rows := (seq (Z * seq Z)).
Record given_member := Given { given_input : Z; G_rows : rows; V_rows : rows }.

(** Carried from the given member number [source] (from 0), as R2.15 has it: party i's entry (a_i,x_i) becomes
    (a_i + s_i + t_i x_i, x_i + c_i), then the new parties are the old ones named in [order] (from 1); and G changes its sign
    if [minus]. *)
Record carried_member := Carried { carried_input : Z; source : nat; order : seq nat; s_word : Z; t_word : Z; c_word : Z; minus : bool }.

(** The common denominator of all numbers, the numerators of v and of the loads of right and of wrong entries, constant term
    first, and the members *)
Record tested_file := TestedFile {
  scale : Z; level : Z; right_loads : seq (seq Z); wrong_loads : seq (seq Z); given_members : seq given_member; carried_members : seq carried_member }.

Section Files.
Variables (n B : nat).

Definition tree_of_rows (rs : rows) : tree n :=
  foldr (fun r t => let x := word n r.1 in foldr (fun av t => insert (zip av.1 x) av.2 t) t (zip (words n) r.2))
    (tabulate n (fun _ => 0%z)) rs.

(** The place to which a place is carried *)
Definition carry (os : seq nat) (s t c : seq bool) (p : place) : place :=
  [seq let i := o.-1 in let: (a, x) := nth (false, false) p i in
    (a (+) nth false s i (+) (nth false t i && x), x (+) nth false c i) | o <- os].
Definition carried_tree (m : carried_member) (negate : bool) (t : tree n) : tree n :=
  let move := carry (order m) (word n (s_word m)) (word n (t_word m)) (word n (c_word m)) in
  foldr (fun x u => foldr (fun a u => let p := zip a x in let z := entry t p in
    insert (move p) (if negate then (- z)%z else z) u) u (words n)) (tabulate n (fun _ => 0%z)) (words n).

(** An input with the trees of G and V *)
Notation vectors := (seq bool * (tree n * tree n))%type.
Definition no_vectors : vectors := ([::], (tabulate n (fun _ => 0%z), tabulate n (fun _ => 0%z))).
Definition given_vectors (f : tested_file) : seq vectors :=
  [seq (word n (given_input m), (tree_of_rows (G_rows m), tree_of_rows (V_rows m))) | m <- given_members f].
Definition all_vectors (f : tested_file) : seq vectors :=
  let ms := given_vectors f in
  ms ++ [seq let: (_, (G, V)) := nth no_vectors ms (source c) in
           (word n (carried_input c), (carried_tree c (minus c) G, carried_tree c false V)) | c <- carried_members f].

Definition vectors_at (vs : seq vectors) (y : seq bool) : vectors :=
  nth no_vectors vs (find (fun m => m.1 == y) vs).
Definition asked_words : seq (seq bool) := [seq y <- words n | ghz_asked_word y].
(** One member for each input of the game *)
Definition members_of (f : tested_file) : seq vectors :=
  let vs := all_vectors f in [seq (y, (vectors_at vs y).2) | y <- asked_words].

(** ** The checks: [fw] is f, [bw] leads from inputs to the [B] source bits behind them. *)
Variable fw : seq bool -> seq bool -> bool.
Variable bw : seq bool -> seq bool.

Definition check_right (d : Z) (y : seq bool) (G : tree n) : bool :=
  acts_zero (map2 Z.sub G (tabulate n (fun p => if (settings p == y) && ~~ ghz_loses_word (outputs p) y
    then (if fw (outputs p) y then - d else d)%z else 0%z))).
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

(** The load of an entry: for each distance, the sum of the excesses there *)
Fixpoint add_at (d : nat) (z : Z) (cs : seq Z) {struct cs} : seq Z :=
  if cs is c :: cs' then (if d is d'.+1 then c :: add_at d' z cs' else (c + z)%z :: cs') else [::].
Definition load (ms : seq (nat * vectors)) (p : place) : seq Z :=
  foldr (fun m cs => let: (d, m) := m in add_at d (excess m p) cs) (nseq B.+1 0%z) ms.
Definition distances_to (ms : seq vectors) (x : seq bool) : seq (nat * vectors) :=
  [seq let: (y, _) := m in (distance_word (bw y) (bw x), m) | m <- ms].
Definition below (cs ds : seq Z) : bool := all2 Z.leb cs ds.
(** In place of an empty list one load of zeros *)
Definition allowed (loads : seq (seq Z)) : seq (seq Z) := if loads is [::] then [:: nseq B.+1 0%z] else loads.
Definition check_loads (f : tested_file) (ms : seq vectors) : bool :=
  all (fun x => let ds := distances_to ms x in
    all (fun a => has (below (load ds (zip a x))) (allowed (if ghz_loses_word a x then wrong_loads f else right_loads f)))
      (words n)) asked_words.

Definition check_tested (f : tested_file) : bool :=
  let ms := members_of f in
  [&& Z.ltb 0 (scale f), Z.leb 0 (level f), all (check_vectors f) ms & check_loads f ms].

(** Whether u = [num]/[den] is allowed for eps = [p]/[q].  A load cs_0 + cs_1 r + ..., r = w/p, times p^B *)
Fixpoint homogeneous (cs : seq Z) (w p : Z) : Z :=
  if cs is c :: cs' then (c * p ^ Z.of_nat (size cs') + w * homogeneous cs' w p)%z else 0%z.
Definition greatest (loads : seq (seq Z)) (w p : Z) : Z := foldr Z.max 0%z [seq homogeneous cs w p | cs <- loads].
Definition check_u (f : tested_file) (p q num den : Z) : bool :=
  let unit := (p ^ Z.of_nat B)%z in let total := (scale f * unit)%z in
  let right := (level f * unit + greatest (right_loads f) (q - p) p)%z in
  let wrong := (level f * unit + greatest (wrong_loads f) (q - p) p)%z in
  [&& Z.ltb 0 p, Z.leb p q, Z.ltb 0 den, Z.leb 0 num,
      all (fun cs => size cs == B.+1) (right_loads f), all (fun cs => size cs == B.+1) (wrong_loads f) &
      Z.leb (num * (total - right + Z.max right wrong)) (den * (total - right))].

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
Variables (R : realFieldType) (n B : nat) (give : bits 'I_B -> bits 'I_n) (back : bits 'I_n -> bits 'I_B).
Variables (f : bits 'I_n -> bits 'I_n -> bool) (fw : seq bool -> seq bool -> bool) (bw : seq bool -> seq bool) (file : tested_file).
Hypothesis fwE : forall a x : bits 'I_n, fw (word_of a) (word_of x) = f a x.
Hypothesis bwE : forall x : bits 'I_n, bw (word_of x) = word_of (back x).

Definition file_cells : kind := @Kind _ _ give back (@ghz_asked n) (@ghz_loses n) f.

Fixpoint poly (cs : seq Z) (r : R) : R := if cs is c :: cs' then ofZ R c + r * poly cs' r else 0.
(** v and the greatest of some loads *)
Definition rate (loads : seq (seq Z)) (r : R) : R :=
  (ofZ R (level file) + foldr Num.max 0 [seq poly cs r | cs <- loads]) / ofZ R (scale file).

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

Lemma load_poly (ms : seq (nat * (seq bool * (tree n * tree n)))) p r : all (fun m => m.1 < B.+1)%N ms ->
  poly (load B ms p) r = \sum_(m <- ms) ofZ R (excess m.2 p) * r ^+ m.1.
Proof.
have size_load (ms' : seq (nat * (seq bool * (tree n * tree n)))) : size (load B ms' p) = B.+1.
  by elim: ms' => [|[d m] ms' IH]; [rewrite /load size_nseq | rewrite /= size_add_at].
elim: ms => [_ | [d m] ms IH /= /andP[lt /IH E]]; first by rewrite big_nil poly_zeros.
by rewrite big_cons poly_add ?size_load // E addrC.
Qed.

Lemma below_max (loads : seq (seq Z)) cs r : 0 <= r -> has (below cs) (allowed B loads) ->
  poly cs r <= foldr Num.max 0 [seq poly ds r | ds <- loads].
Proof.
move=> r0; rewrite /allowed; case: loads => [| ds0 loads0].
  by rewrite [has _ _]orbF => /(poly_le r0); rewrite poly_zeros.
move: {ds0 loads0} (ds0 :: loads0) => loads; elim: loads => //= ds loads IH /orP[le | /IH le]; rewrite le_maxr; first by rewrite (poly_le r0 le).
by rewrite le orbT.
Qed.

Hypothesis checked : check_tested n B fw bw file.
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
have /and4P[_ _ ok _] := checked; move: ok; rewrite /members_of all_map => /allP ok ay.
exact: (ok _ (mem_asked_words ay)).
Qed.

Lemma load_charged eps (r := (1 - eps) / eps) (a x : bits 'I_n) : 0 < eps -> eps <= 1 -> ghz_asked x ->
  ofZ R (level file) / ofZ R (scale file) + \sum_(y | ghz_asked y) H y a x * r ^+ distance (back y) (back x) <=
  if ghz_loses a x then rate (wrong_loads file) r else rate (right_loads file) r.
Proof.
move=> eps0 eps1 ax; have r0 : 0 <= r by apply: ratio_ge0.
pose ds := distances_to bw (members_of n file) (word_of x).
have -> : \sum_(y | ghz_asked y) H y a x * r ^+ distance (back y) (back x) = poly (load B ds (place_of a x)) r / ofZ R (scale file).
  rewrite load_poly; last first.
    have near w : (distance_word (bw w) (bw (word_of x)) < B.+1)%N.
      by rewrite bwE ltnS; apply: leq_trans (count_size _ _) _; rewrite size_zip size_word geq_minr.
    by rewrite /ds all_map; elim: (members_of n file) => //= -[w v] ms -> /=; rewrite near.
  rewrite /ds /distances_to big_map /members_of big_map big_filter mulr_suml.
  pose F w := if ghz_asked_word w then ofZ R (excess (w, (vectors_at (all_vectors n file) w).2) (place_of a x)) *
    r ^+ distance_word (bw w) (bw (word_of x)) / ofZ R (scale file) else 0.
  rewrite [RHS]big_mkcond -[RHS]/(\sum_(w <- words n) F w) -sum_words big_mkcond; apply: eq_bigr => y _ /=.
  rewrite /F ghz_asked_wordE; case: ifP => // _.
  by rewrite !bwE distance_wordE mulrAC.
have /and4P[_ _ _ /allP/(_ _ (mem_asked_words ax))/allP/(_ _ (mem_words (size_word a)))] := checked.
rewrite ghz_loses_wordE zip_words -/ds -mulrDl; case: ifP => _ /(below_max r0) le;
  by apply: ler_wpmul2r; rewrite ?invr_ge0 ?(ltW d0) // ler_add2l.
Qed.

Lemma norm_ofZ z : `|ofZ R z| = ofZ R (Z.abs z).
Proof.
case: (Z.le_ge_cases 0 z) => z0.
  by rewrite Z.abs_eq // ger0_norm // ofZ_ge0 //; apply/Z.leb_le.
rewrite Z.abs_neq // ofZ_opp -normrN -ofZ_opp ger0_norm ?ofZ_opp // -ofZ_opp ofZ_ge0 //.
by apply/Z.leb_le; lia.
Qed.

(** What the checker accepts is a family for every eps. *)
Theorem tested_sound eps : 0 < eps -> eps <= 1 -> let r := (1 - eps) / eps in
  tested_family file_cells eps (rate (right_loads file) r) (rate (wrong_loads file) r).
Proof.
move=> eps0 eps1 r; pose m y : table R 'I_n := part_of (k := file_cells) R false true y.
have pairing_m y (P : table R 'I_n) : pairing (m y) P = prob_right (k := file_cells) P y false - prob_right (k := file_cells) P y true.
  exact (@pairing_right R file_cells y P).
exists (ofZ R (level file) / ofZ R (scale file)), G, V, H; split=> [y ay | a x ax]; last exact: load_charged.
have /and3P[right mean outside] := member_checked ay.
split=> [P [_ _ nsP] | P [_ norm nsP] | | a x | a x].
- rewrite -pairing_m; apply: (scaled_vector _ nsP right); first by have /andP[] := checked.
  move=> a x; rewrite settings_place outputs_place (inj_eq (@word_of_inj n)) ghz_loses_wordE fwE /m /part_of /=.
  case: eqP => [-> | _]; last by rewrite mul0r mulr0 ofZ0.
  by case: (ghz_loses a y); case: (f a y); rewrite /= ?ofZ_opp ?ofZ0 ?mul0r ?mulr0 ?mul1r ?mulr1 ?mulrN1.
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

(** *** u at a rational epsilon *)
Lemma powE w m : ofZ R (w ^ Z.of_nat m) = ofZ R w ^+ m.
Proof.
elim: m => [|m IH]; first exact: ofZ1.
by rewrite Nat2Z.inj_succ Z.pow_succ_r ?ofZ_mul ?IH ?exprS //; lia.
Qed.

Lemma homogeneousE cs w p : ofZ R p != 0 ->
  ofZ R (homogeneous cs w p) * ofZ R p = poly cs (ofZ R w / ofZ R p) * ofZ R p ^+ size cs.
Proof.
move=> p0; elim: cs => [|c cs IH] /=; first by rewrite ofZ0 !mul0r.
rewrite ofZ_add !ofZ_mul powE [LHS]mulrDl [RHS]mulrDl -!mulrA -exprSr; congr (_ + _ ); congr (_ * _).
by rewrite IH exprS [poly _ _ * (_ * _)]mulrCA mulKf.
Qed.

Lemma ofZ_max u v : ofZ R (Z.max u v) = Num.max (ofZ R u) (ofZ R v).
Proof.
case: (Z.le_ge_cases u v) => le; have := ofZ_le R (introT (Z.leb_spec0 _ _) le).
  by rewrite Z.max_r // => /max_idPr ->.
by rewrite Z.max_l // => /max_idPl ->.
Qed.

Lemma rate_at p q loads (r := ofZ R (q - p) / ofZ R p) : 0 < ofZ R p -> all (fun cs => size cs == B.+1) loads ->
  rate loads r = ofZ R (level file * p ^ Z.of_nat B + greatest loads (q - p) p) / ofZ R (scale file * p ^ Z.of_nat B).
Proof.
move=> p0 sizes; have pn0 : ofZ R p != 0 by rewrite gt_eqF.
have pB : ofZ R p ^+ B != 0 by rewrite expf_neq0.
have -> : ofZ R (level file * p ^ Z.of_nat B + greatest loads (q - p) p) =
    (ofZ R (level file) + foldr Num.max 0 [seq poly cs r | cs <- loads]) * ofZ R p ^+ B.
  rewrite ofZ_add ofZ_mul powE [RHS]mulrDl; congr (_ + _); rewrite /greatest.
  elim: loads sizes => [|cs loads IH] /=; first by rewrite ofZ0 mul0r.
  case/andP => /eqP size_cs /IH E; rewrite ofZ_max E.
  have -> : ofZ R (homogeneous cs (q - p) p) = poly cs r * ofZ R p ^+ B.
    by apply: (mulIf pn0); rewrite homogeneousE // size_cs exprSr mulrA.
  by rewrite maxr_pmull // exprn_ge0 // ltW.
by rewrite ofZ_mul powE /rate invfM mulrACA divff // mulr1.
Qed.

Theorem tested_at p q num den : check_u B file p q num den ->
  let u := ofZ R num / ofZ R den in tested_family file_cells (ofZ R p / ofZ R q) (1 - u) (1 - u).
Proof.
case/andP => p0 /and5P[pq den0 num0 sizes_right /andP[sizes_wrong low]] u.
have pR := ofZ_gt0 R p0; have denR := ofZ_gt0 R den0.
have qR : 0 < ofZ R q by apply: lt_le_trans pR (ofZ_le R pq).
have pn0 : ofZ R p != 0 by rewrite gt_eqF.
have qn0 : ofZ R q != 0 by rewrite gt_eqF.
have e0 : 0 < ofZ R p / ofZ R q by rewrite divr_gt0.
have e1 : ofZ R p / ofZ R q <= 1 by rewrite ler_pdivr_mulr // mul1r ofZ_le.
have rE : (1 - ofZ R p / ofZ R q) / (ofZ R p / ofZ R q) = ofZ R (q - p) / ofZ R p.
  by rewrite invf_div mulrA mulrBl mul1r divfK // ofZ_sub.
have t0 : 0 < ofZ R (scale file * p ^ Z.of_nat B) by rewrite ofZ_mul powE mulr_gt0 // exprn_gt0.
have := tested_sound e0 e1; rewrite /= rE !rate_at // => /balanced_family fam.
move: t0 low fam; move: (scale file * _)%z (_ + greatest (right_loads file) _ _)%z (_ + greatest (wrong_loads file) _ _)%z.
move=> total right wrong t0 /(ofZ_le R); rewrite !ofZ_mul ofZ_add ofZ_max !ofZ_sub.
have tn0 : ofZ R total != 0 by rewrite gt_eqF.
move: t0 tn0; set T := ofZ R total; set a := ofZ R right; set b := ofZ R wrong => t0 tn0 low.
have ti0 : 0 < T^-1 by rewrite invr_gt0.
set c := T - a in low *; set d := c + Num.max a b in low *.
have cE : 1 - a / T = c / T by rewrite /c [RHS]mulrBl divff.
have dE : 1 - a / T + Num.max (a / T) (b / T) = d / T by rewrite cE -maxr_pmull ?(ltW ti0) // -mulrDl.
rewrite /= dE cE.
have dpos : 0 < d by apply: lt_le_trans t0 _; rewrite /d /c -addrA ler_addl addrC subr_ge0 le_maxr lexx.
have le : u <= c / T / (d / T).
  have dT : 0 < d / T by rewrite divr_gt0.
  rewrite ler_pdivl_mulr // mulrA; apply: ler_wpmul2r; first exact: ltW.
  by rewrite /u mulrAC ler_pdivr_mulr // [X in _ <= X]mulrC.
by apply: tested_family_le; rewrite ler_add2l ler_opp2.
Qed.

End Sound.
