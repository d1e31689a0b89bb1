(** * What the checker of TableChecks.v accepts is what Games.v says of kind predictability-table *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect fingroup perm ssralg ssrnum.
From Freebit Require Export TableChecks.
From Freebit Require Import Definitions Identities Boxes TestedDefinitions Checker Games GameBoxes.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** Symmetries carry boxes of maximal violation to such boxes, and back. *)
Section Symmetries.
Variables (R : realFieldType) (g : game) (n : nat) (r : relabelling n).
Hypothesis sym : symmetry g r.
Implicit Types (a x : bits 'I_n) (P : table R 'I_n).

Let inj : injective (order_of r). Proof. by case: sym. Qed.
Let back (i : 'I_n) : 'I_n := invF inj i.
Let backK i : order_of r (back i) = i. Proof. exact: f_invF. Qed.

Lemma output_to_inj x : injective (fun a => output_to r a x).
Proof.
move=> a b E; apply/ffunP => i; have /ffunP/(_ (back i)) := E; rewrite !ffunE /= backK.
by move/addIb/addIb.
Qed.

Lemma input_to_inj : injective (input_to r).
Proof. by move=> x y E; apply/ffunP => i; have /ffunP/(_ (back i)) := E; rewrite !ffunE /= backK => /addIb. Qed.

Definition moved P : table R 'I_n := fun a x => P (output_to r a x) (input_to r x).

Lemma output_flip i a x : output_to r (flip i a) x = flip (back i) (output_to r a x).
Proof.
apply/ffunP => j; rewrite !ffunE /= !ffunE /= (_ : (order_of r j == i) = (j == back i)); last first.
  by rewrite -{1}(backK i) (inj_eq inj).
by rewrite -!addbA; congr (_ (+) _); rewrite addbC -addbA.
Qed.

Lemma input_flip i x : input_to r (flip i x) = flip (back i) (input_to r x).
Proof.
apply/ffunP => j; rewrite !ffunE /= !ffunE /= (_ : (order_of r j == i) = (j == back i)); last first.
  by rewrite -{1}(backK i) (inj_eq inj).
by rewrite -!addbA; congr (_ (+) _); rewrite addbC.
Qed.

Lemma output_at_flip i a x : output_to r a (flip i x) = if t_of r i then flip (back i) (output_to r a x) else output_to r a x.
Proof.
apply/ffunP => j; case t: (t_of r i); rewrite !ffunE /= ?ffunE /=; have [E | ne] := eqVneq (order_of r j) i.
- have -> : (j == back i) = true by apply/eqP/inj; rewrite backK.
  by rewrite E t ?eqxx; case: (a _); case: (s_of r _); case: (x _).
- have -> : (j == back i) = false by apply/negbTE; apply: contra ne => /eqP ->; rewrite backK.
  by rewrite ?(negbTE ne) !addbF.
- by rewrite E t.
by rewrite ?(negbTE ne) ?addbF.
Qed.

Lemma moved_maximal P : maximal g P -> maximal g (moved P).
Proof.
move=> maxP; have [[pos norm ns] _] := maxP; split; first split.
- by move=> a x; apply: pos.
- by move=> x; rewrite -[RHS](norm (input_to r x)) [RHS](reindex_inj (@output_to_inj x)).
- apply/nonsignallingP => i a x; have /nonsignallingP same := ns; rewrite /moved !output_flip input_flip !output_at_flip.
  by have := same (back i) (output_to r a x) (input_to r x); case: (t_of r i); rewrite ?flipK // => ->; rewrite addrC.
rewrite /loss_in big1 // => x _; rewrite big1 // => a _; case: sym => _ /(_ a x)[_ <-].
by case lost: loses_at; rewrite ?mul0r // /moved (maximal_zero maxP lost) mulr0.
Qed.

(** Every box of maximal violation is carried from one, since some power of a permutation does nothing. *)
Let there (p : bits 'I_n * bits 'I_n) := (output_to r p.1 p.2, input_to r p.2).
Let there_inj : injective there.
Proof. by move=> [a x] [b y] [E /input_to_inj F]; rewrite F in E *; rewrite (output_to_inj E). Qed.

Lemma moved_onto P : maximal g P -> exists2 Q, maximal g Q & forall a x, moved Q a x = P a x.
Proof.
move=> maxP; pose Q m : table R 'I_n := fun a x => let p := iter m there (a, x) in P p.1 p.2.
have maxQ m : maximal g (Q m).
  elim: m => // m /moved_maximal maxm; suff E a x : Q m.+1 a x = moved (Q m) a x.
    case: maxm => [[pos norm ns] lost]; split; first split.
    - by move=> a x; rewrite E.
    - by move=> x; rewrite -(norm x); apply: eq_bigr => a _; rewrite E.
    - apply/nonsignallingP => i a x; rewrite !E; by move/nonsignallingP: ns; apply.
    by rewrite -lost; apply: eq_bigr => x _; apply: eq_bigr => a _; rewrite E.
  by rewrite /Q /moved iterSr.
pose s := perm there_inj; exists (Q #[s]%g.-1) => // a x.
rewrite /moved /Q -[(output_to r a x, input_to r x)]/(there (a, x)) -iterSr prednK ?order_gt0 //.
have -> : iter #[s]%g there (a, x) = (a, x) => //.
have -> : iter #[s]%g there (a, x) = iter #[s]%g s (a, x) by apply: eq_iter => p; rewrite permE.
by rewrite -permX expg_order perm1.
Qed.
End Symmetries.

Section Sound.
Variables (R : realFieldType) (g : game) (n : nat).
Notation mermin := (is_mermin g).
Implicit Types (a x y : bits 'I_n) (P : table R 'I_n) (t : tree n) (d : Z) (f h : bits 'I_n -> bool).
Notation box_of := (@box_of R n).
Add Field R_field : (field_laws R).

Lemma prob_alike f h v P x : maximal g P -> (forall a, ~~ loses_at g a x -> h a = f a) -> prob_value h v P x = prob_value f v P x.
Proof.
move=> maxP same; rewrite /prob_value !(big_mkcond (fun a => _ == v)); apply: eq_bigr => a _.
by case lost: (loses_at g a x); [rewrite (maximal_zero maxP lost) !if_same | rewrite same ?lost].
Qed.

Theorem makes_keeps x0 f0 x f (p : R) : makes g x0 f0 x f -> predictability_is g f0 x0 p -> predictability_is g f x p.
Proof.
move=> made start; elim: {x f} made => // [x f h _ [most [P [v [maxP at_v]]]] same | x f _ [most [P [v [maxP at_v]]]] | r x f h _ [most [P [v [maxP at_v]]]] sym same].
- split=> [Q w maxQ|]; first by rewrite (prob_alike w maxQ same) most.
  by exists P, v; split=> //; rewrite (prob_alike v maxP same).
- have turn Q w : prob_value (fun a => ~~ f a) w Q x = prob_value f (~~ w) Q x.
    by apply: eq_bigl => a; case: (f a); case: w.
  split=> [Q w maxQ|]; first by rewrite turn most.
  by exists P, (~~ v); split=> //; rewrite turn negbK.
have turn Q w : prob_value h w Q (input_to r x) = prob_value f w (moved r Q) x.
  rewrite /prob_value (reindex_inj (@output_to_inj _ _ _ sym x)); by apply: eq_bigl => a; rewrite same.
split=> [Q w maxQ|]; first by rewrite turn most //; apply: moved_maximal.
have [Q maxQ QP] := moved_onto sym maxP; exists Q, v; split=> //; rewrite turn -at_v.
by apply: eq_bigr => a _; rewrite QP.
Qed.

(** ** Relabellings on words *)
Definition of_move (m : table_move) : relabelling n :=
  Relabelling (fun j : 'I_n => odflt j (insub (nth 0%N (m_order m) j).-1)) (bits_of n (m_s m)) (bits_of n (m_t m)) (bits_of n (m_c m)).

Lemma order_of_move m (j : 'I_n) : check_symmetry mermin n m -> order_of (of_move m) j = (nth 0%N (m_order m) j).-1 :> nat.
Proof.
case/and3P => /andP[/eqP so _] /allP within _; rewrite /of_move /=.
have /within/andP[o0 on] : nth 0%N (m_order m) j \in m_order m by rewrite mem_nth // so.
by rewrite insubT /= ?prednK // => lt; rewrite SubK.
Qed.

Lemma imageE m a x : check_symmetry mermin n m ->
  image m (word_of a) (word_of x) = place_of (output_to (of_move m) a x) (input_to (of_move m) x).
Proof.
move=> ok; have so : size (m_order m) = n by case/and3P: ok => /andP[/eqP].
apply: (@eq_from_nth _ (false, false)) => [|k]; rewrite /image /carry size_map so ?size_place // => kn.
pose j := Ordinal kn; rewrite (nth_map 0%N) ?so // zip_words.
have -> : (nth 0%N (m_order m) k).-1 = order_of (of_move m) j by rewrite (order_of_move j ok).
by rewrite nth_place (nth_place _ _ j) /output_to /input_to !ffunE.
Qed.

Lemma of_move_symmetry m : check_symmetry mermin n m -> symmetry g (of_move m).
Proof.
move=> ok; have /and3P[/andP[/eqP so unique] /allP within keeps] := ok; split=> [j k E | a x].
  have pos i : nth 0%N (m_order m) (i : 'I_n) = (order_of (of_move m) i).+1.
    rewrite (order_of_move i ok) prednK //; have /within/andP[] // : nth 0%N (m_order m) i \in m_order m by rewrite mem_nth // so.
  by apply/val_inj/eqP; rewrite -(nth_uniq 0%N _ _ unique) ?so ?ltn_ord //= !pos E.
move: (everywhereP a x keeps) => /=; rewrite (imageE a x ok) settings_place outputs_place !asks_wordE !loses_wordE.
by case/andP => /eqP -> /eqP ->.
Qed.

Lemma input_imageE m x : check_symmetry mermin n m -> input_image m (word_of x) = word_of (input_to (of_move m) x).
Proof. by move=> ok; rewrite /input_image imageE // settings_place. Qed.

Lemma mem_winning a x : (word_of a \in winning mermin n (word_of x)) = ~~ loses_at g a x.
Proof. by rewrite mem_filter loses_wordE mem_words ?size_word // andbT. Qed.

(** ** Every input of the game is reached. *)
Definition all_checked (ms : seq table_move) : Prop := forall m, List.In m ms -> check_symmetry mermin n m.

Lemma all_checkedP ms : all (check_symmetry mermin n) ms -> all_checked ms.
Proof. by elim: ms => [_ m [] | m ms IH /= /andP[ok /IH oks] k [<- | /oks]]. Qed.

(** Whatever is a function at a reached input is made of one at the first. *)
Definition carried x0 (w : seq bool) : Prop := exists2 x, w = word_of x &
  forall h, exists h0, forall f0, makes g x0 f0 x0 h0 -> makes g x0 f0 x h.

Lemma carried_step x0 m w : check_symmetry mermin n m -> carried x0 w -> carried x0 (input_image m w).
Proof.
move=> ok [x -> from]; exists (input_to (of_move m) x); first exact: input_imageE.
move=> h; have [h0 made] := from (fun a => h (output_to (of_move m) a x)); exists h0 => f0 /made Hx.
by apply: Relabelled Hx (of_move_symmetry ok) _.
Qed.

Lemma reachedP x0 fuel ms xs : all_checked ms -> (forall w, w \in xs -> carried x0 w) ->
  forall w, w \in inputs_reached fuel ms xs -> carried x0 w.
Proof.
move=> ok; elim: fuel xs => //= fuel IH xs here; apply: IH.
suff gather ys : (forall w, w \in ys -> carried x0 w) -> forall w, w \in foldr (fun m ys => foldr (fun v ys =>
    let u := input_image m v in if u \in ys then ys else u :: ys) ys xs) ys ms -> carried x0 w by apply: gather.
move=> ys_ok; elim: ms ok => //= m ms IHm okm.
have {}IHm := IHm (fun k kin => okm k (or_intror kin)); have okm1 := okm m (or_introl erefl).
move: (foldr _ ys ms) IHm => zs zs_ok; elim: xs here => //= v vs IHv here.
have {}IHv := IHv (fun w win => here w (mem_behead (s := v :: vs) win)); case: ifP => // _ w; rewrite inE => /orP[/eqP -> | /IHv //].
by apply: carried_step => //; apply: here; rewrite inE eqxx.
Qed.

(** ** Every function is made of one that is listed. *)
Local Arguments add_new : simpl never.
Lemma marked_mark k (f : seq bool) m v l : marked v (mark k f m) = Some l -> v = f /\ l = k \/ marked v m = Some l.
Proof.
elim: f m v => [|b f IH] m [|c v] //=; first by case=> <-; left.
  by case: m => [|?|? ?]; case: b.
case: m => [|?|l' r']; case: b; case: c => //=; try (by case/IH => [[-> ->]|]; [left | case: v]);
  try (by case: v); try (by right); by case/IH => [[-> ->]|]; [left | right].
Qed.

Section Functions.
Variables (x0 : bits 'I_n) (fs : seq (seq bool)) (ways : seq way).
Let won := size (winning mermin n (word_of x0)).

(** The function that a word stands for *)
Definition function_of (v : seq bool) a : bool := nth false v (place_in mermin n (word_of x0) (word_of a)).

Definition made (k : nat) (v : seq bool) : Prop :=
  [/\ (k < size fs)%N, size v = won & makes g x0 (function_of (nth [::] fs k)) x0 (function_of v)].
Hypothesis ways_right : forall w, w \in ways -> forall k v, made k v -> made k (moved_function w v).

Lemma place_in_lt a : ~~ loses_at g a x0 -> (place_in mermin n (word_of x0) (word_of a) < won)%N.
Proof. by move=> win; rewrite /place_in index_mem mem_winning. Qed.

Lemma made_negb k v : made k v -> made k (map negb v).
Proof.
move=> [kf sv made_v]; split=> //; first by rewrite size_map.
apply: Alike (Exchanged made_v) _ => a win.
by rewrite /function_of (nth_map false) // sv place_in_lt.
Qed.

Lemma made_more k v u : made k v -> u \in made_of ways v -> made k u.
Proof.
move=> made_v; rewrite inE => /orP[/eqP -> | /mapP[w win ->]]; first exact: made_negb.
exact: ways_right made_v.
Qed.

Definition all_made (m : marks) : Prop := forall v k, marked v m = Some k -> made k v.

Lemma floodP fuel k waiting m : (forall v, v \in waiting -> made k v) -> all_made m -> all_made (flood fuel ways k waiting m).
Proof.
elim: fuel waiting m => [|fuel IH] [|f rest] m //= waits ok.
have made_f : made k f by apply: waits; rewrite inE eqxx.
have rests v : v \in rest -> made k v by move=> vin; apply: waits; rewrite inE vin orbT.
have news : forall u, u \in made_of ways f -> made k u by move=> u; apply: made_more.
suff : (forall v, v \in (add_new k (made_of ways f) (rest, m)).1 -> made k v) /\ all_made (add_new k (made_of ways f) (rest, m)).2.
  by case: (add_new _ _ _) => w m' /= [okw okm]; apply: IH.
elim: (made_of ways f) news => // u us IHu news.
have [okw okm] := IHu (fun v vin => news v (mem_behead (s := u :: us) vin)).
have made_u : made k u by apply: news; rewrite inE eqxx.
rewrite /add_new /= -/(add_new k us (rest, m)); case: (add_new _ us _) okw okm => w m' /= okw okm; case: (marked u m') => //=; split=> v.
  by rewrite inE => /orP[/eqP -> | /okw].
by move=> l /marked_mark[[-> ->] | /okm].
Qed.

Lemma floodsP fuel k gs m m' : gs = drop k fs -> (forall v, v \in fs -> size v = won) -> all_made m ->
  floods fuel ways k gs m = Some m' -> all_made m'.
Proof.
move=> + sizes; elim: gs k m => [|f gs IH] k m /= E ok; first by case=> <-.
case: (marked f m) => //; have kf : (k < size fs)%N by rewrite ltnNge; apply/negP => le; rewrite drop_oversize in E.
have [Ef Eg] : f = nth [::] fs k /\ gs = drop k.+1 fs by move: E; rewrite (drop_nth [::] kf) => -[-> ->].
have made_f : made k f by split=> //; [apply: sizes; rewrite Ef mem_nth | rewrite Ef; apply: Itself].
apply: IH => //; apply: floodP => [v | v l]; first by rewrite inE => /eqP ->.
by case/marked_mark => [[-> ->] | /ok].
Qed.
End Functions.

Lemma way_ofP x0 m : check_symmetry mermin n m -> input_image m (word_of x0) = word_of x0 -> right_way mermin n (word_of x0) m ->
  forall fs k v, made x0 fs k v -> made x0 fs k (moved_function (way_of mermin n (word_of x0) m) v).
Proof.
move=> ok keeps /allP right fs k v [kf sv made_v]; set w := way_of _ _ _ _ in right *.
have sw : size w = size (winning mermin n (word_of x0)) by rewrite /w /way_of size_map size_iota size_map.
have fixed : input_to (of_move m) x0 = x0 by apply: (@word_of_inj n); rewrite -input_imageE.
split=> //; first by rewrite size_map.
have step : makes g x0 (function_of x0 (nth [::] fs k)) x0 (fun a => function_of x0 (moved_function w v) (output_to (of_move m) a x0)).
  apply: Alike made_v _ => a win; rewrite /function_of.
  have out : outputs (image m (word_of a) (word_of x0)) = word_of (output_to (of_move m) a x0) by rewrite imageE // outputs_place.
  have wins : ~~ loses_at g (output_to (of_move m) a x0) x0.
    by have [_ /(_ a x0)[_]] := of_move_symmetry ok; rewrite fixed => ->.
  rewrite (nth_map 0%N) ?sw ?place_in_lt // -out.
  by have /right/eqP -> : word_of a \in winning mermin n (word_of x0) by rewrite mem_winning.
by have := Relabelled step (of_move_symmetry ok) (fun a => erefl); rewrite fixed.
Qed.

(** ** The numbers of a row *)
Section Row.
Variables (x0 : bits 'I_n) (ks : seq tied) (r : table_row).
Hypothesis scale0 : Z.ltb 0 (r_scale r).
Notation s := (ofZ R (r_scale r)).
Notation fr := (function_of x0 (r_values r)).
Let s0 : 0 < s := ofZ_gt0 R scale0.

Lemma sum_winning (F : bits 'I_n -> R) P : maximal g P ->
  \sum_a (if loses_at g a x0 then 0 else F a) * P a x0 = \sum_a F a * P a x0.
Proof. by move=> maxP; apply: eq_bigr => a _; case lost: loses_at; rewrite // (maximal_zero maxP lost) !mulr0. Qed.

Lemma row_bound v t P : check_row_dual mermin ks (word_of x0) r v t -> maximal g P ->
  prob_value fr v P x0 <= ofZ R (r_number r) / s.
Proof.
case/and3P => signs lost zero maxP; have [[pos norm ns] _] := maxP.
set gap := gap_at mermin n (word_of x0) r v in lost zero; set m := on_losing _ _ _ in lost zero.
have c0 : 0 < ofZ R (2 ^ Z.of_nat n)%z by apply: ofZ_gt0; apply/Z.ltb_lt/Z.pow_pos_nonneg; [| apply: Zle_0_nat].
have m0 : pairing (vector R m) P = 0.
  rewrite /pairing big1 // => x _; rewrite big1 // => a _; have := everywhereP a x lost; rewrite loses_wordE zip_words.
  by case/orP => [/(maximal_zero maxP) -> | /Z.eqb_eq E]; rewrite ?mulr0 // /vector E ofZ0 mul0r.
have t0 : 0 <= pairing (vector R t) P.
  apply: sumr_ge0 => x _; apply: sumr_ge0 => a _; have := everywhereP a x signs; rewrite loses_wordE zip_words /vector.
  by case: loses_at => [/Z.eqb_eq -> | le]; rewrite ?ofZ0 ?mul0r // mulr_ge0 // ofZ_ge0.
have same : pairing (vector R t) P = pairing (vector R gap) P.
  have := pairing_acts_zero zero ns.
  rewrite (@eq_pairing _ _ _ _ (fun a x => ofZ R (2 ^ Z.of_nat n) * (vector R t a x + (-1) * vector R gap a x) + vector R m a x)).
    rewrite pairingD m0 addr0 pairingZ pairingD pairingZ mulN1r => /eqP.
    by rewrite mulf_eq0 gt_eqF //= subr_eq0 => /eqP.
  by move=> a x; rewrite /vector !entry_map2 ofZ_add ofZ_mul ofZ_sub mulN1r.
rewrite ler_pdivl_mulr // mulrC -subr_ge0; apply: le_trans t0 _; rewrite same le_eqVlt; apply/orP; left; apply/eqP.
rewrite (@eq_pairing _ _ _ _ (fun a x => if x == x0 then (if loses_at g a x0 then 0 else ofZ R (r_number r) - s * (fr a == v)%:R) else 0)).
  rewrite (indicator_pairing x0 (fun a => if loses_at g a x0 then 0 else ofZ R (r_number r) - s * (fr a == v)%:R)).
  rewrite (sum_winning (fun a => ofZ R (r_number r) - s * (fr a == v)%:R) maxP).
  have numberE : ofZ R (r_number r) = \sum_a ofZ R (r_number r) * P a x0 by rewrite -mulr_sumr norm mulr1.
  rewrite [X in _ = X - _]numberE.
  rewrite /prob_value (big_mkcond (fun a => _ == v)) mulr_sumr -sumrB; apply: eq_bigr => a _.
  by case: (fr a == v) => /=; identity R.
move=> a x; rewrite /vector /gap /gap_at entry_tabulate ?size_place // settings_place outputs_place loses_wordE (inj_eq (@word_of_inj n)).
case: (x == x0) => //=; last by rewrite ofZ0.
case: loses_at => /=; first by rewrite ofZ0.
by rewrite ofZ_sub -/(value_at mermin n (word_of x0) r (word_of a)) /fr; case: (_ == v); rewrite ?ofZ0 ?mulr1 ?mulr0.
Qed.

Lemma row_reached t : check_row_box mermin (word_of x0) r t ->
  exists P v, maximal g P /\ prob_value fr v P x0 = ofZ R (r_number r) / s.
Proof.
case/andP => /(check_boxP R scale0) maxP at_ones; set P := box_of (r_scale r) t in maxP.
have sn0 : s != 0 by rewrite gt_eqF.
have onesE : prob_value fr true P x0 =
    ofZ R (sum_over (winning mermin n (word_of x0)) (fun w => if value_at mermin n (word_of x0) r w then entry t (zip w (word_of x0)) else 0%z)) / s.
  pose F w := if value_at mermin n (word_of x0) r w then ofZ R (entry t (zip w (word_of x0))) else 0.
  have -> : ofZ R (sum_over (winning mermin n (word_of x0)) (fun w => if value_at mermin n (word_of x0) r w then entry t (zip w (word_of x0)) else 0%z)) =
      \sum_(w <- winning mermin n (word_of x0)) F w.
    elim: (winning _ _ _) => [|w ws IH]; first by rewrite big_nil ofZ0.
    by rewrite big_cons /= ofZ_add IH /F; case: ifP => //; rewrite ofZ0.
  rewrite /winning big_filter big_mkcond.
  rewrite -(@sum_words R n (fun w => if ~~ loses_word mermin w (word_of x0) then F w else 0)) mulr_suml.
  rewrite /prob_value big_mkcond; apply: eq_bigr => a _; rewrite loses_wordE /F zip_words eqb_id.
  case lost: (loses_at g a x0) => /=; last by rewrite -[value_at _ _ _ _ _]/(fr a); case: (fr a); rewrite ?mul0r.
  by rewrite (maximal_zero maxP lost) if_same mul0r.
have both : prob_value fr true P x0 + prob_value fr false P x0 = 1.
  have [[_ norm _] _] := maxP; rewrite -[RHS](norm x0) [RHS](bigID (fun a => fr a == true)) /=; congr (_ + _).
  by apply: eq_bigl => a; case: (fr a).
case/orP: at_ones => /Z.eqb_eq E; first by exists P, true; rewrite onesE E.
exists P, false; split=> //; rewrite E ofZ_sub in onesE.
by have := both; rewrite onesE mulrBl divff // => /(canRL (addKr _)) ->; rewrite opprB subrK.
Qed.
End Row.

Lemma all_in (T : Type) (p : pred T) (s : seq T) i : all p s -> List.In i s -> p i.
Proof. by elim: s => //= j s IH /andP[pj /IH ps] [<- | /ps]. Qed.

Lemma in_filter (T : Type) (p : pred T) (s : seq T) i : List.In i (filter p s) -> List.In i s /\ p i.
Proof. by elim: s => //= j s IH; case: ifP => pj //=; [case=> [<- | /IH[]] | case/IH]; split=> //; [left | right | right]. Qed.

Lemma in_map (T : Type) (U : eqType) (F : T -> U) (s : seq T) u : u \in map F s -> exists2 i, List.In i s & u = F i.
Proof. by elim: s => //= j s IH; rewrite inE => /orP[/eqP -> | /IH[i si ->]]; [exists j; first left | exists i; first right]. Qed.

(** Every function of the outputs, at every input of the game, is made of a listed one, and has its number as its predictability. *)
Theorem table_sound (f : table_file) x0 : t_input f = word_of x0 -> check_table mermin n f -> forall x h, asks g x ->
  exists r, [/\ List.In r (t_rows f), makes g x0 (function_of x0 (r_values r)) x h &
    predictability_is g h x (ofZ R (r_number r) / ofZ R (r_scale r))].
Proof.
move=> fx; rewrite /check_table fx => /and5P[_ /all_checkedP moves /allP reach functions numbers] x h ask.
have asked_x : word_of x \in [seq y <- words n | asks_word mermin y] by rewrite mem_filter asks_wordE ask mem_words ?size_word.
have first_one w : w \in [:: word_of x0] -> carried x0 w by rewrite inE => /eqP ->; exists x0 => // h0; exists h0.
have [x' /word_of_inj <- from] := reachedP moves first_one (reach _ asked_x).
have [h0 made_h] := from h; move: functions; rewrite /check_functions fx => /andP[/andP[right sizes]]; set fs := map r_values (t_rows f).
case E: (floods _ _ _ _ _) => [m|] // /allP all_marked.
have ways_right w : w \in [seq way_of mermin n (word_of x0) m0 | m0 <- t_moves f & input_image m0 (word_of x0) == word_of x0] ->
    forall k v, made x0 fs k v -> made x0 fs k (moved_function w v).
  case/in_map => m0 m0_in ->; have [m0_f /eqP keeps] := in_filter m0_in; move=> k v; exact: (way_ofP (moves _ m0_f) keeps (all_in right m0_in)).
have sizes_fs v : v \in fs -> size v = size (winning mermin n (word_of x0)).
  by case/in_map => r r_in ->; apply/eqP; apply: all_in sizes r_in.
have none : all_made x0 fs Empty by case.
have := all_marked [seq h0 (bits_of n a) | a <- winning mermin n (word_of x0)] (mem_words (size_map _ _)).
case F: (marked _ m) => [k|] // _; have [kf _ made_k] := floodsP ways_right (esym (drop0 fs)) sizes_fs none E F.
rewrite /fs size_map in kf; pose r := nth (TableRow [::] 0 0 [::] [::] [::]) (t_rows f) k.
have r_in : List.In r (t_rows f) by rewrite /r; elim: (t_rows f) k kf {F made_k r} => //= r rs IH [|k] lt; [left | right; apply: IH].
have made_x : makes g x0 (function_of x0 (r_values r)) x h.
  apply: made_h; rewrite (nth_map (TableRow [::] 0 0 [::] [::] [::])) // in made_k.
  apply: Alike made_k _ => a win.
  by rewrite /function_of (nth_map [::]) ?place_in_lt // /place_in nth_index ?mem_winning // bits_of_word.
exists r; split=> //; apply: makes_keeps made_x _.
have /and4P[s0 d0 d1 b] := all_in numbers r_in; split=> [P v maxP|]; last exact: row_reached b.
by case: v; [apply: row_bound d1 maxP | apply: row_bound d0 maxP].
Qed.
End Sound.
