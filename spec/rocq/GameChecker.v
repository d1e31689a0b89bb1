(** * What the checkers of GameChecks.v accept is what Games.v says *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Export GameChecks.
From Freebit Require Import Definitions Identities Boxes TestedDefinitions Checker Games GameBoxes.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

Section Sound.
Variables (R : realFieldType) (g : game) (n : nat).
Notation mermin := (is_mermin g).
Implicit Types (a x y : bits 'I_n) (P : table R 'I_n) (t : tree n) (d : Z).
Notation box_of := (@box_of R n).
Add Field R_field : (field_laws R).

(** The three parties of a file are counted from 1. *)
Notation three := ('I_n * 'I_n * 'I_n)%type.
Definition from_one (m : three) : nat * nat * nat := (m.1.1.+1, m.1.2.+1, m.2.+1).

Lemma majority_wordE (m : three) a x : maj_word (from_one m) (word_of a) = majority_of m.1.1 m.1.2 m.2 a x.
Proof. by rewrite /maj_word /majority_of /= !nth_word. Qed.

(** ** Attainment *)
Theorem attainment_sound (f : attainment_file) (ts : seq three) (xs : seq (bits 'I_n)) :
  at_triples f = map from_one ts -> at_inputs f = map (@word_of n) xs -> check_attainment mermin n f ->
  attained g ts xs (at_value f) (ofZ R (at_probability f) / ofZ R (at_scale f)).
Proof.
rewrite /check_attainment => -> -> /and5P[d0 _ _ _ /and5P[_ _ _ ok /allP right]].
set t := tree_of_rows n (at_box f) in ok right.
exists (box_of (at_scale f) t); split; first exact: check_boxP.
move=> m x mts xxs; have /allP/(_ _ (map_f from_one mts))/Z.eqb_eq/(f_equal (ofZ R)) := right _ (map_f _ xxs).
rewrite sum_overE => <-; rewrite mulr_suml /prob_majority big_mkcond; apply: eq_bigr => a _.
by rewrite (majority_wordE m a x) zip_words; case: eqP; rewrite ?ofZ0 ?mul0r.
Qed.

(** ** Predictability *)
Definition zero_set (f : extreme_file) : {set bits 'I_n} := [set a | word_of a \in zero_outputs f].

Lemma prob_zeroE f P x : prob_zero (zero_set f) P x = \sum_a (word_of a \in zero_outputs f)%:R * P a x.
Proof.
by rewrite /prob_zero big_mkcond; apply: eq_bigr => a _; rewrite inE; case: (_ \in _); rewrite ?mul1r ?mul0r.
Qed.

Theorem dual_sound (f : extreme_file) x0 : extreme_input f = word_of x0 -> check_extreme mermin n f -> isSome (dual f) ->
  bounded_by g (zero_set f) x0 (maximum f) (ofZ R (extreme_value f) / ofZ R (extreme_scale f)).
Proof.
move=> fx /and5P[d0 _ _ _ /andP[]]; case: (dual f) => // rs /andP[pos zero] _ _ P maxP.
have [[posP normP nsP] _] := maxP; set t := tree_of_rows n rs in pos zero.
have dR := ofZ_gt0 R d0; have dn0 : ofZ R (extreme_scale f) != 0 by rewrite gt_eqF.
set p := ofZ R (extreme_value f) / _; pose s : R := if maximum f then 1 else -1.
have D0 : 0 <= pairing (fun a x => vector R t a x / ofZ R (extreme_scale f)) P.
  apply: sumr_ge0 => x _; apply: sumr_ge0 => a _; have := everywhereP a x pos.
  rewrite loses_wordE zip_words => /orP[/(maximal_zero maxP) -> | D0]; first by rewrite mulr0.
  by rewrite mulr_ge0 // divr_ge0 ?(ltW dR) // ofZ_ge0.
move: D0; rewrite (scaled_vector (F := fun a x => if x == x0 then s * (p - (word_of a \in zero_outputs f)%:R) else 0) d0 nsP zero).
  rewrite indicator_pairing; have -> : \sum_a s * (p - (word_of a \in zero_outputs f)%:R) * P a x0 = s * (p - prob_zero (zero_set f) P x0).
    rewrite (eq_bigr (fun a => s * (p * P a x0 - (word_of a \in zero_outputs f)%:R * P a x0))) => [|a _]; last by rewrite -mulrA mulrBl.
    by rewrite -mulr_sumr sumrB -mulr_sumr normP mulr1 prob_zeroE.
  by rewrite /s; case: (maximum f); rewrite ?mul1r ?mulN1r ?opprB subr_ge0.
move=> a x; rewrite settings_place outputs_place fx (inj_eq (@word_of_inj n)).
have pd : ofZ R (extreme_scale f) * p = ofZ R (extreme_value f) by rewrite mulrC divfK.
case: eqP => _; last by rewrite mulr0 ofZ0.
by rewrite /s; case: (maximum f); case: (_ \in _); rewrite /= ?ofZ_opp ofZ_sub ?ofZ0 mulrCA mulrBr pd ?mul1r ?mulN1r ?mulr1 ?mulr0.
Qed.

Theorem primal_sound (f : extreme_file) x0 : extreme_input f = word_of x0 -> check_extreme mermin n f -> isSome (primal f) ->
  reached g (zero_set f) x0 (ofZ R (extreme_value f) / ofZ R (extreme_scale f)).
Proof.
move=> fx /and5P[d0 _ _ _ /andP[_]]; case: (primal f) => // rs /andP[ok /Z.eqb_eq/(f_equal (ofZ R)) val] _.
exists (box_of (extreme_scale f) (tree_of_rows n rs)); split; first exact: check_boxP.
rewrite -val sum_overE prob_zeroE mulr_suml; apply: eq_bigr => a _.
by rewrite fx zip_words; case: (_ \in _); rewrite ?ofZ0 ?mul0r ?mul1r.
Qed.

(** ** Families *)
Lemma check_oneP d y (W : tree n) : Z.ltb 0 d -> check_one d (word_of y) W -> forall P, box P -> pairing (box_of d W) P = 1.
Proof.
move=> d0 zero P [_ normP nsP].
rewrite (scaled_vector (F := fun a x => if x == y then 1 else 0) d0 nsP zero) => [|a x].
  rewrite indicator_pairing -[RHS](normP y); by apply: eq_bigr => a _; rewrite mul1r.
by rewrite settings_place (inj_eq (@word_of_inj n)); case: eqP; rewrite ?mulr1 // mulr0 ofZ0.
Qed.

Lemma majority_pairing (m : three) y P :
  pairing (fun a x => if x == y then (-1) ^+ majority_of m.1.1 m.1.2 m.2 a x else 0) P =
  prob_majority m.1.1 m.1.2 m.2 false P y - prob_majority m.1.1 m.1.2 m.2 true P y.
Proof.
rewrite (indicator_pairing y (fun a => (-1) ^+ majority_of m.1.1 m.1.2 m.2 a y)).
rewrite (bigID (fun a => majority_of m.1.1 m.1.2 m.2 a y == false)) /= -sumrN; congr (_ + _).
  by apply: eq_bigr => a /eqP ->; rewrite mul1r.
by apply: eq_big => [a | a]; case: majority_of => // _; rewrite mulN1r.
Qed.

Lemma check_majP d (m : three) y (G : tree n) : Z.ltb 0 d -> check_maj d (from_one m) (word_of y) G -> forall P, box P ->
  pairing (box_of d G) P = prob_majority m.1.1 m.1.2 m.2 false P y - prob_majority m.1.1 m.1.2 m.2 true P y.
Proof.
move=> d0 zero P [_ _ nsP]; rewrite -majority_pairing.
apply: (scaled_vector d0 nsP zero) => a x.
rewrite settings_place outputs_place (inj_eq (@word_of_inj n)) (majority_wordE m a x).
by case: eqP => _; rewrite ?mulr0 ?ofZ0 //; case: majority_of; rewrite ?ofZ_opp ?mulrN1 ?mulr1.
Qed.

Theorem game_family_sound (f : game_family) (m : three) bs v y :
  g_triple f = from_one m -> check_game_family mermin n f -> List.In (bs, v) (g_members f) -> vectors_input v = word_of y ->
  majority_bound g m.1.1 m.1.2 m.2 y (ofZ R (g_alpha f) / ofZ R (g_alpha_den f))
    (fun x => ofZ R (beta_of bs (word_of x)) / ofZ R (g_scale f)).
Proof.
rewrite /check_game_family => fm /and5P[d0 q0 _ _ /andP[_ ok]] member vy P boxP; have [posP _ _] := boxP.
have : check_game_member mermin n f (bs, v) by elim: (g_members f) ok member => //= c cs IH /andP[okc /IH] + [E | ]; [rewrite E in okc | exact].
rewrite /check_game_member vy fm; set W := tree_of_rows n _; set G := tree_of_rows n _.
move=> /and5P[_ _ _ _ /and4P[_ one maj /allP dom]].
have dR := ofZ_gt0 R d0; have qR := ofZ_gt0 R q0; set d := ofZ R (g_scale f) in dR *; set q := ofZ R (g_alpha_den f) in qR *.
rewrite -(check_majP d0 maj boxP) -[X in _ <= X + _]mulr1 -[X in _ <= _ * X + _](check_oneP d0 one boxP).
rewrite [X in _ <= _ + X](_ : _ = pairing (fun a x => ofZ R (beta_of bs (word_of x)) / d * (loses_at g a x)%:R) P); last first.
  by apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => a _; rewrite mulrA.
rewrite -pairingZ -pairingD; apply: pairing_abs => // a x.
have := allP (dom _ (mem_words (size_word x))) _ (mem_words (size_word a)); rewrite zip_words loses_wordE.
move=> /(ofZ_le R); rewrite ofZ_add !ofZ_mul ofZ_abs.
have -> : ofZ R (if loses_at g a x then (g_alpha_den f * beta_of bs (word_of x))%z else 0%z) =
    q * (ofZ R (beta_of bs (word_of x)) * (loses_at g a x)%:R).
  by case: loses_at; rewrite ?ofZ_mul ?ofZ0 ?mulr1 ?mulr0.
rewrite /box_of /vector -/d -/q => le.
have le' : - (q * ofZ R (entry G (place_of a x))) <= q * `|ofZ R (entry G (place_of a x))|.
  by rewrite -mulrN; apply: ler_wpmul2l; [exact: ltW | rewrite -normrN ler_norm].
apply: clear_denominators => //; last exact: le_trans le' le.
by apply: le_trans le; apply: ler_wpmul2l; [exact: ltW | rewrite ler_norm].
Qed.

(** ** Distillation *)
Definition member_for (f : distillation_file) (y : bits 'I_n) : vectors_file :=
  nth (VectorsFile [::] [::] [::]) (d_members f) (find (fun v => vectors_input v == word_of y) (d_members f)).

Lemma member_forP f ys y : map vectors_input (d_members f) = map (@word_of n) ys -> y \in ys ->
  vectors_input (member_for f y) = word_of y /\ List.In (member_for f y) (d_members f).
Proof.
move=> E /(map_f (@word_of n)); rewrite -E => yin.
have found : has (fun v => vectors_input v == word_of y) (d_members f).
  by elim: (d_members f) yin => //= v vs IH; rewrite inE eq_sym => /orP[-> // | /IH ->]; rewrite orbT.
split; first by apply/eqP; exact: (nth_find (VectorsFile [::] [::] [::]) found).
rewrite /member_for; move: found; rewrite has_find; move: (find _ _).
by elim: (d_members f) => //= v vs IH [|i] /= lt; [left | right; apply: IH].
Qed.

Lemma all_member (ok : vectors_file -> bool) vs v : all ok vs -> List.In v vs -> ok v.
Proof. by elim: vs => //= u vs IH /andP[oku /IH okv] [<- // | /okv]. Qed.

Definition direction (d : Z * Z) : R * R := (ofZ R d.1, ofZ R d.2).

(** All that is found stays, and everything is found. *)
Definition found (ds : seq (Z * Z)) (w h : Z) : Prop :=
  w = 0%z /\ h = 0%z \/ exists2 p, List.In p ds & parallel (w + h, w - h)%z p.

Lemma found_more ds w h w' h' : found ds w h -> found (with_direction ds w' h') w h.
Proof. by case=> [|[p pds par]]; [left | right; exists p => //; rewrite /with_direction; case: ifP => //= _; right]. Qed.

Lemma found_here ds w h : found (with_direction ds w h) w h.
Proof.
rewrite /with_direction; case: ifP => [/orP[/andP[/Z.eqb_eq -> /Z.eqb_eq ->] | ] | _]; first by left.
  move=> par; right; elim: ds par => //= p ds IH /orP[par | /IH[q qds par]]; [by exists p; first left | by exists q; first right].
by right; exists (w + h, w - h)%z; [left | rewrite /parallel /=; apply/Z.eqb_eq; lia].
Qed.

Lemma fold_found (T : Type) (s : seq T) (step : T -> seq (Z * Z) -> seq (Z * Z)) ds w h :
  (forall i ds, found ds w h -> found (step i ds) w h) -> found ds w h -> found (foldr step ds s) w h.
Proof. by move=> more here; elim: s => //= k s IH; apply: more. Qed.

Lemma fold_finds (T : Type) (s : seq T) (step : T -> seq (Z * Z) -> seq (Z * Z)) ds w h i :
  (forall i ds, found ds w h -> found (step i ds) w h) -> (forall ds, found (step i ds) w h) -> List.In i s ->
  found (foldr step ds s) w h.
Proof. by move=> more here; elim: s => //= k s IH [-> // | /IH]; apply: more. Qed.

Lemma in_words (w : seq bool) ws : w \in ws -> List.In w ws.
Proof. by elim: ws => //= v ws IH; rewrite inE => /orP[/eqP -> | /IH]; [left | right]. Qed.

Lemma directions_found vs v a x : List.In v vs ->
  found (directions_of n vs) (entry (tree_of_rows n (vectors_W v)) (place_of a x)) (entry (tree_of_rows n (vectors_G v)) (place_of a x)).
Proof.
apply: fold_finds => [u ds | ds].
  by move=> here; apply: fold_found => // x' ds' here'; apply: fold_found => // a' ds''; apply: found_more.
apply: (@fold_finds _ _ _ _ _ _ (word_of x)); last by apply: in_words; rewrite mem_words // size_word.
  by move=> x' ds' here'; apply: fold_found => // a' ds''; apply: found_more.
move=> ds'; apply: (@fold_finds _ _ _ _ _ _ (word_of a)); last by apply: in_words; rewrite mem_words // size_word.
  by move=> a' ds''; apply: found_more.
by move=> ds''; rewrite zip_words; apply: found_here.
Qed.

Definition not_zero (p : Z * Z) : bool := ~~ (Z.eqb p.1 0 && Z.eqb p.2 0).

Lemma directions_nonzero vs : all not_zero (directions_of n vs).
Proof.
have one ds w h : all not_zero ds -> all not_zero (with_direction ds w h).
  move=> ok; rewrite /with_direction; case: ifP => //= /negbT; rewrite negb_or => /andP[nz _].
  rewrite ok andbT; apply: contra nz => /andP[/Z.eqb_eq E /Z.eqb_eq F]; move: E F => /= E F.
  by apply/andP; split; apply/Z.eqb_eq; lia.
have folded (T : Type) (s : seq T) step ds : (forall i ds, all not_zero ds -> all not_zero (step i ds)) -> all not_zero ds ->
    all not_zero (foldr step ds s).
  by move=> keeps ok; elim: s => //= i s; apply: keeps.
by apply: (folded) => // v ds okds; apply: (folded) => // x ds1 okds1; apply: folded => // a ds''; apply: one.
Qed.

Lemma direction_in p ds : List.In p ds -> direction p \in map direction ds.
Proof. by elim: ds => //= q ds IH [-> | /IH]; rewrite inE ?eqxx // => ->; rewrite orbT. Qed.

Lemma ofZ_neq0 z : z <> 0%z -> ofZ R z != 0.
Proof.
move=> z0; case: (Z.lt_ge_cases 0 z) => s; first by rewrite gt_eqF // ofZ_gt0 //; apply/Z.ltb_lt.
by rewrite -oppr_eq0 -ofZ_opp gt_eqF // ofZ_gt0 //; apply/Z.ltb_lt; lia.
Qed.

Theorem distillation_sound (f : distillation_file) (m : three) (ys : seq (bits 'I_n)) :
  d_triple f = from_one m -> map vectors_input (d_members f) = map (@word_of n) ys -> check_distillation mermin n f ->
  distils_well g m.1.1 m.1.2 m.2 ys (ofZ R (d_alpha f) / ofZ R (d_unit f)) (ofZ R (d_beta f) / ofZ R (d_unit f)) (d_directions f).
Proof.
move=> fm fys /and5P[d0 u0 _ _ /and5P[_ _ _ vectors /andP[squares few]]].
have D0 := ofZ_gt0 R d0; have U0 := ofZ_gt0 R u0.
exists (fun y => box_of (d_scale f) (tree_of_rows n (vectors_W (member_for f y)))).
exists (fun y => box_of (d_scale f) (tree_of_rows n (vectors_G (member_for f y)))).
exists (map direction (directions_of n (d_members f))); split.
- move=> y /(member_forP fys)[vy vin]; have := all_member vectors vin; rewrite vy fm => /andP[one maj].
  by split=> P boxP; [apply: check_oneP one P boxP | apply: check_majP maj P boxP].
- move=> y a x /(member_forP fys)[_ vin] c; have := all_member squares vin.
  rewrite /check_squares /trees_of => /(everywhereP a x); rewrite loses_wordE zip_words.
  rewrite /c /box_of /vector; set w := entry _ _; set h := entry _ _; set cz := (_ + _)%z.
  move=> /andP[/(ofZ_ge0 R) c0 /(ofZ_le R)]; set D := ofZ R _ in D0 *; set U := ofZ R _ in U0 *.
  have -> : ofZ R (d_alpha f) / U * (ofZ R w / D) + ofZ R (d_beta f) / U * (loses_at g a x)%:R = ofZ R cz / (U * D).
    by rewrite /cz ofZ_add ofZ_mul; case: loses_at; rewrite ?ofZ_mul ?ofZ0 -/D /=; fractions R.
  rewrite ofZ_double !ofZ_mul ofZ_add !ofZ_mul -/U => le; split; first by rewrite divr_ge0 // mulr_ge0 // ltW.
  have -> : (ofZ R w / D) ^+ 2 + (ofZ R h / D) ^+ 2 = (ofZ R w * ofZ R w + ofZ R h * ofZ R h) * (U * U) / ((U * D) ^+ 2).
    by fractions R.
  have -> : (ofZ R cz / (U * D)) ^+ 2 *+ 2 = (ofZ R cz * ofZ R cz) *+ 2 / ((U * D) ^+ 2) by fractions R.
  by apply: ler_wpmul2r => //; rewrite invr_ge0 exprn_ge0 // mulr_ge0 // ltW.
- by rewrite size_map.
- move=> d; have := directions_nonzero (d_members f); elim: (directions_of _ _) => //= p ds IH /andP[nz /IH{}IH].
  rewrite inE => /orP[/eqP -> | /IH //]; apply: contra nz => /eqP[/eqP E /eqP F].
  apply/andP; split; apply/Z.eqb_eq.
  + by case: (Z.eq_dec p.1 0) => // /ofZ_neq0; rewrite E.
  + by case: (Z.eq_dec p.2 0) => // /ofZ_neq0; rewrite F.
move=> y a x /(member_forP fys)[_ vin]; rewrite /box_of /vector.
case: (directions_found a x vin) => [[-> ->] | [p pin /Z.eqb_eq/(f_equal (ofZ R))]].
  by exists (0, 0); [right; rewrite ofZ0 mul0r | rewrite !mulr0].
rewrite !ofZ_mul /= ofZ_add ofZ_sub => par; exists (direction p); first by left; apply: direction_in.
by rewrite -mulrDl -mulrBl /= mulrAC par mulrAC.
Qed.

(** ** Boxes that make every function certain *)
Lemma subsetsP (T : Type) (s : seq T) (f : T -> bool) : List.In (filter f s) (subsets s).
Proof.
elim: s => /= [|a s IH]; first by left.
by apply/List.in_or_app; case: (f a); [right; apply/List.in_map | left].
Qed.

Theorem fixing_sound d boxes : check_fixing mermin n d boxes -> everything_fixed R g n.
Proof.
case/and3P => d0 ok fixed x f ask; have := allP fixed _ (mem_words (size_word x)); rewrite asks_wordE ask /= => all_fixed.
pose us := [seq w <- words n | f (bits_of n w)].
have : has (certain us) [seq support t (word_of x) | t <- [seq tree_of_rows n rs | rs <- boxes]].
  by elim: (subsets _) all_fixed (subsetsP (words n) (fun w => f (bits_of n w))) => //= s ss IH /andP[hs /IH{}IH] [E | /IH //]; rewrite /us -E.
have : all (check_box mermin d) [seq tree_of_rows n rs | rs <- boxes] := ok.
elim: [seq tree_of_rows n rs | rs <- boxes] => //= t ts IH /andP[okt /IH{}IH] /orP[cert | /IH //].
have off v : (forall w, w \in support t (word_of x) -> f (bits_of n w) = v) ->
    exists P w, maximal g P /\ \sum_(a | f a == w) P a x = 0 :> R.
  move=> same_v; exists (box_of d t), (~~ v); split; first exact: check_boxP.
  apply: big1 => a /eqP fa; rewrite /box_of /vector; case: (Z.eqb_spec (entry t (place_of a x)) 0) => [-> | ne].
    by rewrite ofZ0 mul0r.
  have : word_of a \in support t (word_of x).
    by rewrite mem_filter zip_words mem_words ?size_word // andbT; apply/negP => /Z.eqb_eq.
  by move/same_v; rewrite bits_of_word fa; case: v {same_v fa}.
have us_f w : w \in support t (word_of x) -> (w \in us) = f (bits_of n w).
  by rewrite !mem_filter => /andP[_ ->]; rewrite andbT.
by case/orP: cert => /allP cert; [apply: (off true) | apply: (off false)] => w win; rewrite -us_f // ?(negbTE (cert _ win)) ?cert.
Qed.
End Sound.
