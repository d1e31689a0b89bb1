(** * What the checker of SymmetricChecks.v accepts is what Games.v says of predictability *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Export SymmetricChecks.
From Freebit Require Import Definitions Identities Boxes TestedDefinitions Checker Games GameBoxes.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** Tables *)
Lemma nth_map_default (S T : Type) (f : S -> T) d s i : nth (f d) (map f s) i = f (nth d s i).
Proof. by elim: s i => [|x s IH] [|i] //=. Qed.

Lemma get_at00 t i j k : get (at00 t) i j k = get t i.+1 j k.
Proof. by rewrite /get nth_behead. Qed.

Lemma get_at10 t i j k : get (at10 t) i j k = get t i j.+1 k.
Proof. by rewrite /get /at10 (nth_map_default behead [::]) nth_behead. Qed.

Lemma get_at01 t i j k : get (at01 t) i j k = get t i j k.+1.
Proof. by rewrite /get /at01 (nth_map_default (map behead) [::]) (nth_map_default behead [::]) nth_behead. Qed.

Lemma nth_both1 f n u v k : (k <= n)%N -> nth 0%z (both1 f n u v) k = f (nth 0%z u k) (nth 0%z v k).
Proof. by elim: n u v k => [|n IH] u v [|k] //= kn; rewrite ?nth0 // IH // !nth_behead. Qed.

Lemma nth_both2 f n u v j : (j <= n)%N -> nth [::] (both2 f n u v) j = both1 f (n - j) (nth [::] u j) (nth [::] v j).
Proof. by elim: n u v j => [|n IH] u v [|j] //= jn; rewrite ?nth0 ?subn0 // IH // !nth_behead subSS. Qed.

Lemma nth_both f n u v i : (i <= n)%N -> nth [::] (both f n u v) i = both2 f (n - i) (nth [::] u i) (nth [::] v i).
Proof. by elim: n u v i => [|n IH] u v [|i] //= i_n; rewrite ?nth0 ?subn0 // IH // !nth_behead subSS. Qed.

Lemma inside n i j k : (i + j + k <= n)%N -> [/\ i <= n, j <= n - i & k <= n - i - j]%N.
Proof.
move=> le; have ij := leq_trans (leq_addr k (i + j)) le; have i_n := leq_trans (leq_addr j i) ij.
by split=> //; rewrite -?subnDA leq_subRL // ?[(j + _)%N]addnC.
Qed.

Lemma get_both f n u v i j k : (i + j + k <= n)%N -> get (both f n u v) i j k = f (get u i j k) (get v i j k).
Proof. by case/inside => i_n jn kn; rewrite /get nth_both // nth_both2 // nth_both1. Qed.

Lemma get_tab n g i j k : (i + j + k <= n)%N -> get (tab n g) i j k = g i j k.
Proof.
case/inside => i_n jn kn; rewrite /get /tab (nth_map 0%N) ?size_iota // nth_iota // add0n.
by rewrite /tab2 (nth_map 0%N) ?size_iota // nth_iota // add0n /tab1 (nth_map 0%N) ?size_iota // nth_iota.
Qed.

Lemma all_typesP n ok i j k : all_types n ok -> (i + j + k <= n)%N -> ok i j k.
Proof.
move=> all_ok /inside[i_n jn kn].
have in_iota m l : (l <= m)%N -> l \in iota 0 m.+1 by rewrite mem_iota /= add0n ltnS.
exact: (allP (allP (allP all_ok _ (in_iota _ _ i_n)) _ (in_iota _ _ jn)) _ (in_iota _ _ kn)).
Qed.

(** ** Words of correlators: a party is left out, or on 0, or on 1. *)
Notation function := (nat -> nat -> nat -> Z).

Definition step (d : option bool) (g : function) : function := fun i j k =>
  match d with
  | None => (g i.+1 j k + g i j.+1 k + (g i j k.+1 + g i j k))%z
  | Some false => (g i.+1 j k - g i j.+1 k)%z
  | Some true => (g i j k.+1 - g i j k)%z
  end.
Fixpoint along (w : seq (option bool)) (g : function) : Z := if w is d :: w' then along w' (step d g) else g 0%N 0%N 0%N.

Lemma along_ext w g h : (forall i j k, (i + j + k <= size w)%N -> g i j k = h i j k) -> along w g = along w h.
Proof.
elim: w g h => [|d w IH] g h E /=; first exact: E.
apply: IH => i j k le; have up : (i + j + k <= (size w).+1)%N by apply: leqW.
rewrite /= in E; by case: d => [[]|]; rewrite /step !E //= ?addnS ?addSn ?ltnS.
Qed.

Lemma along_step d w g h : (forall i j k, (i + j + k <= size w)%N -> h i j k = step d g i j k) -> along w h = along (d :: w) g.
Proof. exact: along_ext. Qed.

Lemma along_move u d w g : along (u ++ d :: w) g = along (d :: u ++ w) g.
Proof.
elim: u g => //= c u IH g; rewrite IH /=; apply: along_ext => i j k _.
by case: c => [[]|]; case: d {IH} => [[]|]; rewrite /step; lia.
Qed.

Lemma along_sorted w g : exists a b c, (a + b + c = size w)%N /\
  along w g = along (nseq a None ++ nseq b (Some false) ++ nseq c (Some true)) g.
Proof.
elim: w g => [|d w IH] g; first by exists 0%N, 0%N, 0%N.
have [a [b [c [E F]]]] := IH (step d g); case: d F => [[]|] F.
- exists a, b, c.+1; rewrite !addnS E; split=> //.
  by have := along_move (nseq a None ++ nseq b (Some false)) (Some true) (nseq c (Some true)) g; rewrite -!catA /= -F => ->.
- exists a, b.+1, c; rewrite addnS addSn E; split=> //.
  by have := along_move (nseq a None) (Some false) (nseq b (Some false) ++ nseq c (Some true)) g; rewrite /= -F => ->.
- by exists a.+1, b, c; rewrite !addSn E.
Qed.

Lemma zero_on_1P n t : zero_on_1 n t -> along (nseq n (Some true)) (get t) = 0%z.
Proof.
elim: n t => [|n IH] t /=; first by move/Z.eqb_eq.
move=> /IH <-; apply/esym/along_ext => i j k; rewrite size_nseq => le.
by rewrite /on_1 get_both // get_at01.
Qed.

Lemma zero_on_0P n t b c : zero_on_0 n t -> (b + c = n)%N -> along (nseq b (Some false) ++ nseq c (Some true)) (get t) = 0%z.
Proof.
elim: b n t => [|b IH] n t; first by case: n => [|n] /andP[z _]; rewrite add0n => ->; apply: zero_on_1P.
case: n => // n /andP[_ z]; rewrite addSn => -[bc]; rewrite -(IH _ _ z bc); apply/esym/along_step => i j k.
by rewrite size_cat !size_nseq bc => le; rewrite /on_0 get_both // get_at00 get_at10.
Qed.

Lemma acts_zero_by_typeP n t w : acts_zero_by_type n t -> size w = n -> along w (get t) = 0%z.
Proof.
move=> zero sw; have [a [b [c [E ->]]]] := along_sorted w (get t); rewrite {w}sw in E.
elim: a n t zero E => [|a IH] n t.
  by case: n => [|n] /andP[z _]; rewrite add0n => E; apply: zero_on_0P z E.
case: n => [|n] /andP[_ z]; rewrite !addSn // => -[abc]; rewrite -(IH _ _ z abc); apply/esym/along_step => i j k.
by rewrite !size_cat !size_nseq addnA abc => le; rewrite /left_out !get_both // get_at00 get_at10 get_at01.
Qed.

(** ** Places by type *)
Definition c00 (p : place) : nat := count (fun q => ~~ q.1 && ~~ q.2) p.
Definition c10 (p : place) : nat := count (fun q => q.1 && ~~ q.2) p.
Definition c01 (p : place) : nat := count (fun q => ~~ q.1 && q.2) p.
Definition c11 (p : place) : nat := count (fun q => q.1 && q.2) p.
Definition typed (g : function) (p : place) : Z := g (c00 p) (c10 p) (c01 p).

Lemma counts p : (c00 p + c10 p + c01 p + c11 p = size p)%N.
Proof. by rewrite /c00 /c10 /c01 /c11; elim: p => // [[[] []] p] /= <-; rewrite ?add0n ?add1n ?addSn ?addnS ?addSn. Qed.

Lemma counts_le p : (c00 p + c10 p + c01 p <= size p)%N.
Proof. by rewrite -(counts p) leq_addr. Qed.

Lemma ones_outputs p : ones (outputs p) = (c10 p + c11 p)%N.
Proof. by rewrite /ones /outputs /c10 /c11; elim: p => // [[[] []] p] /= ->; rewrite ?add0n ?add1n ?addSn ?addnS. Qed.

Lemma ones_settings p : ones (settings p) = (c01 p + c11 p)%N.
Proof. by rewrite /ones /settings /c01 /c11; elim: p => // [[[] []] p] /= ->; rewrite ?add0n ?add1n ?addSn ?addnS. Qed.

Lemma zeros_settings p : zeros_word (settings p) = (c00 p + c10 p)%N.
Proof. by rewrite /zeros_word /settings /c00 /c10; elim: p => // [[[] []] p] /= ->; rewrite ?add0n ?add1n ?addSn ?addnS. Qed.

Section Sound.
Variables (R : realFieldType) (g : game) (n : nat).
Add Field R_field : (field_laws R).
Notation mermin := (is_mermin g).
Implicit Types (a x : bits 'I_n) (P : table R 'I_n) (t : cube) (d : Z).

Lemma loses_typeE p : size p = n -> loses_type mermin n (c00 p) (c10 p) (c01 p) = loses_word mermin (outputs p) (settings p).
Proof.
move=> sp; have l : (n - c00 p - c10 p - c01 p = c11 p)%N by rewrite -sp -(counts p) -!subnDA addnA addKn.
rewrite /loses_type l /loses_word /target_word ones_outputs ones_settings zeros_settings /some_word /ones /zeros_word.
by rewrite !count_cat !count_nseq /= !mul0n !mul1n !add0n !addn0.
Qed.

(** Contracted party by party, as in Checker.v *)
Lemma contracted_by_type m f (P : place -> R) : (forall w, size w = m -> along w f = 0%z) -> agreeing m P ->
  sum_places m (fun p => ofZ R (typed f p) * P p) = 0.
Proof.
elim: m f P => [|m IH] f P zero; first by move=> _; rewrite /= /typed /c00 /c10 /c01 /= -[f _ _ _]/(along [::] f) zero ?ofZ0 ?mul0r.
move=> ns.
have ns_sum q (U V : place -> R) : agreeing m U -> agreeing m V -> agreeing m (fun p => U p + (-1) ^+ nat_of_bool q * V p).
  move=> nP nQ p r pr; have := nP _ _ pr; have := nQ _ _ pr; case: q; rewrite ?expr1 ?expr0 ?mulN1r ?mul1r => E F.
    by rewrite addrACA F -opprD E opprD addrACA.
  by rewrite addrACA F E addrACA.
have ns_at q : agreeing m (fun p => P (q :: p)) by move=> p r pr; apply: (ns (q :: p) r); rewrite /= addSn pr.
have same p : size p = m -> P ((false, false) :: p) + P ((true, false) :: p) = P ((false, true) :: p) + P ((true, true) :: p).
  by move=> sp; apply: (ns [::] p); rewrite /= sp.
have sub e w : size w = m -> along w (step e f) = 0%z by move=> sw; apply: (zero (e :: w)); rewrite /= sw.
have z1 := IH _ _ (sub None) (ns_sum false _ _ (ns_at (false, false)) (ns_at (true, false))).
have z2 := IH _ _ (sub (Some false)) (ns_sum true _ _ (ns_at (false, false)) (ns_at (true, false))).
have z3 := IH _ _ (sub (Some true)) (ns_sum true _ _ (ns_at (false, true)) (ns_at (true, true))).
have linear (F G : place -> R) : sum_places m (fun p => F p + G p) = sum_places m F + sum_places m G.
  by elim: m {IH zero ns ns_sum ns_at same sub z1 z2 z3} F G => //= m IH F G; rewrite !IH; identity R.
set total := (X in X = 0); have : total *+ 2 == 0; last by rewrite mulrn_eq0 /= => /eqP.
apply/eqP; rewrite -(addr0 0) -{2}(addr0 0) -{1}z1 -{1}z2 -z3 -!linear mulr2n /total /= -!linear.
apply: eq_sum_places => p sp; rewrite /typed /step /c00 /c10 /c01 /= !add0n !add1n !ofZ_sub !ofZ_add expr1 expr0.
by rewrite -[P ((true, true) :: p)](addKr (P ((false, true) :: p))) -same //; identity R.
Qed.

Definition by_type d t : table R 'I_n := fun a x => ofZ R (typed (get t) (place_of a x)) / ofZ R d.

Lemma acts_zero_pairing t P : acts_zero_by_type n t -> nonsignalling P ->
  pairing (fun a x => ofZ R (typed (get t) (place_of a x))) P = 0.
Proof.
move=> zero ns; rewrite -(contracted_by_type (fun w => acts_zero_by_typeP zero) (by_place_agreeing ns)).
by rewrite -sum_placesE; apply: eq_bigr => x _; apply: eq_bigr => a _; rewrite by_placeE.
Qed.

Lemma sum_atE b m t : ofZ R (sum_at b m t) = \sum_(w <- words m) ofZ R (typed (get t) (zip w (nseq m b))).
Proof.
elim: m t => [|m IH] t /=; first by rewrite big_seq1.
rewrite cats0 big_cat !big_map /= IH -big_split !big_seq; apply: eq_bigr => w /size_words sw.
have le : (c00 (zip w (nseq m b)) + c10 (zip w (nseq m b)) + c01 (zip w (nseq m b)) <= m)%N.
  by apply: leq_trans (counts_le _) _; rewrite size_zip size_nseq geq_minr.
by case: b {IH} le => le; rewrite /typed get_both // ?get_at01 ?get_at00 ?get_at10 ofZ_add /c00 /c10 /c01 /= ?add0n ?add1n.
Qed.

Definition all_bit (b : bool) : bits 'I_n := [ffun=> b].

Lemma word_all_bit b : word_of (all_bit b) = nseq n b.
Proof.
apply: (@eq_from_nth _ false); first by rewrite size_nseq size_word.
by move=> k; rewrite size_word => kn; rewrite nth_nseq kn -[k]/(val (Ordinal kn)) nth_word ffunE.
Qed.

Lemma sum_at_bits b t : ofZ R (sum_at b n t) = \sum_a ofZ R (typed (get t) (place_of a (all_bit b))).
Proof.
rewrite sum_atE -(@sum_words R n (fun w => ofZ R (typed (get t) (zip w (nseq n b))))).
by apply: eq_bigr => a _; rewrite -word_all_bit zip_words.
Qed.

Lemma place_le a x : (c00 (place_of a x) + c10 (place_of a x) + c01 (place_of a x) <= n)%N.
Proof. by rewrite -[X in (_ <= X)%N](size_place a x) counts_le. Qed.

(** ** Boxes by type *)
Lemma check_box_by_typeP d t : Z.ltb 0 d -> check_box_by_type mermin n d t -> maximal g (by_type d t).
Proof.
move=> /(ofZ_gt0 R) d0 /and4P[pos /Z.eqb_eq tot ns lost]; have dn0 : ofZ R d != 0 by rewrite gt_eqF.
have nsv : nonsignalling (by_type d t).
  apply: (agreeing_nonsignalling (Q := fun p => ofZ R (typed (get t) p) / ofZ R d)) => // p q pq.
  rewrite -!mulrDl -!ofZ_add; congr (ofZ R _ / _); rewrite /typed /c00 /c10 /c01 !count_cat /= !add0n !add1n !addnS.
  have le : (c00 (p ++ q) + c10 (p ++ q) + c01 (p ++ q) <= n.-1)%N.
    by apply: leq_trans (counts_le _) _; rewrite size_cat -pq.
  move: ns; case: n pq le => // m _ le ns; have := all_typesP ns le.
  by rewrite /c00 /c10 /c01 !count_cat => /Z.eqb_eq.
split; first split=> // [a x | x].
- by rewrite divr_ge0 ?(ltW d0) // ofZ_ge0 //; apply: (all_typesP pos (place_le a x)).
- rewrite (total_const nsv x (all_bit false)) -mulr_suml; apply: (canLR (mulfK dn0)).
  by rewrite mul1r -tot sum_at_bits.
rewrite /loss_in big1 // => x _; rewrite big1 // => a _.
have := all_typesP lost (place_le a x); rewrite loses_typeE ?size_place // outputs_place settings_place loses_wordE.
case: loses_at; last by rewrite mul0r.
by move=> /Z.eqb_eq E; rewrite /by_type /typed E ofZ0 mul0r mulr0.
Qed.

(** ** The two theorems *)
Definition weight_set (f : symmetric_file) : {set bits 'I_n} := [set a | weight a \in s_weights f].

Lemma ones_at_place b a : ones_at n b (c10 (place_of a (all_bit b))) (c01 (place_of a (all_bit b))) = weight a.
Proof.
rewrite -ones_word -(outputs_place a (all_bit b)) ones_outputs; set p := place_of a _.
have sp : size p = n by rewrite size_place.
have sx : settings p = nseq n b by rewrite settings_place word_all_bit.
have one := ones_settings p; have zer := zeros_settings p; rewrite sx /ones /zeros_word !count_nseq in one zer.
clearbody p; case: b one zer {sx} => /=; rewrite ?mul1n ?mul0n /ones_at => one zer.
  have /eqP := esym zer; rewrite addn_eq0 => /andP[_ /eqP ->].
  by rewrite add0n one addKn.
by have /eqP := esym one; rewrite addn_eq0 => /andP[_ /eqP ->]; rewrite addn0.
Qed.

Lemma type_at_place b a x : type_at n b (c00 (place_of a x)) (c10 (place_of a x)) (c01 (place_of a x)) = (x == all_bit b).
Proof.
have := zeros_settings (place_of a x); have := ones_settings (place_of a x); have := counts (place_of a x).
rewrite settings_place size_place ones_word zeros_wordE /type_at => total one zer.
have wz : (weight x + zeros x = n)%N by rewrite one zer addnC addnA total.
case: b.
  rewrite -zer; apply/eqP/eqP => [z0 | ->]; last by rewrite /zeros big1 // => i _; rewrite ffunE.
  apply/ffunP => i; rewrite ffunE; move/eqP: z0; rewrite /zeros sum_nat_eq0 => /forallP/(_ i) /=; by case: (x i).
rewrite -zer -[X in _ == X]wz -[X in X == _]add0n eqn_add2r eq_sym; apply/eqP/eqP => [w0 | ->].
  apply/ffunP => i; rewrite ffunE; move/eqP: w0; rewrite /weight sum_nat_eq0 => /forallP/(_ i) /=; by case: (x i).
by rewrite /weight big1 // => i _; rewrite ffunE.
Qed.

Lemma prob_weights f P x : prob_zero (weight_set f) P x = \sum_a (weight a \in s_weights f)%:R * P a x.
Proof.
by rewrite /prob_zero big_mkcond; apply: eq_bigr => a _; rewrite inE; case: (_ \in _); rewrite ?mul1r ?mul0r.
Qed.

Theorem symmetric_dual_sound (f : symmetric_file) : check_symmetric mermin n f -> isSome (s_dual f) ->
  bounded_by g (weight_set f) (all_bit (s_bit f)) (s_maximum f) (ofZ R (s_value f) / ofZ R (s_scale f)).
Proof.
move=> /and5P[d0 _ _ _ /andP[]]; case: (s_dual f) => // t /andP[pos zero] _ _ P maxP.
have [[posP normP nsP] _] := maxP; have dR := ofZ_gt0 R d0; have dn0 : ofZ R (s_scale f) != 0 by rewrite gt_eqF.
set p := ofZ R (s_value f) / _; pose s : R := if s_maximum f then 1 else -1.
pose F a x : R := if x == all_bit (s_bit f) then s * (p - (weight a \in s_weights f)%:R) else 0.
have D0 : 0 <= pairing (by_type (s_scale f) t) P.
  apply: sumr_ge0 => x _; apply: sumr_ge0 => a _; have := all_typesP pos (place_le a x).
  rewrite loses_typeE ?size_place // outputs_place settings_place loses_wordE => /orP[/(maximal_zero maxP) -> | D0]; first by rewrite mulr0.
  by rewrite mulr_ge0 // divr_ge0 ?(ltW dR) // ofZ_ge0.
have DF : pairing (by_type (s_scale f) t) P = pairing F P.
  have := acts_zero_pairing zero nsP.
  rewrite (@eq_pairing _ _ _ _ (fun a x => ofZ R (s_scale f) * by_type (s_scale f) t a x + (- ofZ R (s_scale f)) * F a x)) => [|a x].
    by rewrite pairingD !pairingZ mulNr => /eqP; rewrite subr_eq0 => /eqP/(mulfI dn0).
  rewrite /typed get_tab ?place_le // ofZ_sub type_at_place /by_type /F /typed [_ * (_ / _)]mulrC divfK // mulNr; congr (_ - _).
  have pd : ofZ R (s_scale f) * p = ofZ R (s_value f) by rewrite mulrC divfK.
  case: eqP => [-> | _]; last by rewrite mulr0 ofZ0.
  rewrite ones_at_place /s.
  by case: (s_maximum f); case: (_ \in _); rewrite /= ?ofZ_opp ofZ_sub ?ofZ0 mulrCA mulrBr pd ?mul1r ?mulN1r ?mulr1 ?mulr0.
move: D0; rewrite DF (indicator_pairing (all_bit (s_bit f)) (fun a => s * (p - (weight a \in s_weights f)%:R))).
have -> : \sum_a s * (p - (weight a \in s_weights f)%:R) * P a (all_bit (s_bit f)) = s * (p - prob_zero (weight_set f) P (all_bit (s_bit f))).
  rewrite (eq_bigr (fun a => s * (p * P a (all_bit (s_bit f)) - (weight a \in s_weights f)%:R * P a (all_bit (s_bit f))))) => [|a _]; last by rewrite -mulrA mulrBl.
  by rewrite -mulr_sumr sumrB -mulr_sumr normP mulr1 prob_weights.
by rewrite /s; case: (s_maximum f); rewrite ?mul1r ?mulN1r ?opprB subr_ge0.
Qed.

Theorem symmetric_primal_sound (f : symmetric_file) : check_symmetric mermin n f -> isSome (s_primal f) ->
  reached g (weight_set f) (all_bit (s_bit f)) (ofZ R (s_value f) / ofZ R (s_scale f)).
Proof.
move=> /and5P[d0 _ _ _ /andP[_]]; case: (s_primal f) => // t /andP[ok /Z.eqb_eq/(f_equal (ofZ R)) val] _.
exists (by_type (s_scale f) t); split; first exact: check_box_by_typeP.
rewrite -val sum_at_bits prob_weights mulr_suml; apply: eq_bigr => a _.
by rewrite /typed get_tab ?place_le // ones_at_place; case: (_ \in _); rewrite ?ofZ0 ?mul0r ?mul1r.
Qed.
End Sound.
