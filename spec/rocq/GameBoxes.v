(** * Games on words, and boxes that are checked *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Export GameChecks.
From Freebit Require Import Definitions Identities Boxes TestedDefinitions Checker Games.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** The games on words *)
Definition is_mermin (g : game) : bool := if g is Mermin then true else false.

Section Words.
Variables (g : game) (n : nat).
Implicit Types (a x : bits 'I_n).

Lemma target_wordE x : target_word (is_mermin g) (word_of x) = target g x.
Proof. by case: g; rewrite /target_word /target /= ?ones_word ?zeros_wordE. Qed.

Lemma asks_wordE x : asks_word (is_mermin g) (word_of x) = asks g x.
Proof. by rewrite /asks_word target_wordE. Qed.

Lemma loses_wordE a x : loses_word (is_mermin g) (word_of a) (word_of x) = loses_at g a x.
Proof. by rewrite /loses_word target_wordE ones_word. Qed.

(** For five parties the Mermin game is that of Definitions.v. *)
Lemma asks_mermin_five (x : bits party) : asks Mermin x = X x.
Proof.
rewrite /asks /target /X /X0 /X1; have := leq_ltn_trans (max_card (fun i => x i)) (ltnSn _).
have -> : #|(fun i => x i : bool)| = weight x by rewrite /weight -sum1_card big_mkcond; apply: eq_bigr => i _; rewrite unfold_in; case: (x i).
by rewrite card_ord; case: (weight x) => [|[|[|[|[|[|]]]]]].
Qed.

Lemma loses_mermin_five (a x : bits party) : loses_at Mermin a x = I a x.
Proof.
rewrite /loses_at /target /I /X0 /X1; have := leq_ltn_trans (max_card (fun i => x i)) (ltnSn _).
have -> : #|(fun i => x i : bool)| = weight x by rewrite /weight -sum1_card big_mkcond; apply: eq_bigr => i _; rewrite unfold_in; case: (x i).
by rewrite card_ord; case: (weight x) => [|[|[|[|[|[|]]]]]] //= _; rewrite ?andbF ?orbF //; case: (parity a).
Qed.

Lemma asks_ghz x : asks Ghz x = ghz_asked x.
Proof. by rewrite /asks /target /ghz_asked; case: odd. Qed.

Lemma loses_ghz a x : loses_at Ghz a x = ghz_loses a x.
Proof. by rewrite /loses_at /target /ghz_loses /ghz_asked; case: odd. Qed.
End Words.

Section BoxesOfFiles.
Variables (R : realFieldType) (g : game) (n : nat).
Add Field R_field : (field_laws R).
Notation mermin := (is_mermin g).
Implicit Types (a x y : bits 'I_n) (P : table R 'I_n) (t : tree n) (d : Z).

(** ** Boxes *)
Definition box_of d t : table R 'I_n := fun a x => vector R t a x / ofZ R d.

Lemma all_entriesP m (ok : Z -> bool) (t : tree m) p : all_entries ok t -> ok (entry t p).
Proof.
elim: m t p => //= m IH [[[t00 t01] t10] t11] p /and4P[? ? ? ?].
by case: (head _ p) => [[] []] /=; apply: IH.
Qed.

Lemma sameP m (t u : tree m) p : same t u -> entry t p = entry u p.
Proof.
elim: m t u p => [|m IH] /=; first by move=> t u _ /Z.eqb_eq.
move=> [[[t00 t01] t10] t11] [[[u00 u01] u10] u11] p /and4P[? ? ? ?].
by case: (head _ p) => [[] []] /=; apply: IH.
Qed.

Lemma agreesP m (t : tree m) : agrees t -> agreeing m (fun p => ofZ R (entry t p)).
Proof.
elim: m t => // m IH [[[t00 t01] t10] t11] /and5P[eq ok00 ok01 ok10 ok11] [|c p] q [pq] /=.
  by have := sameP q eq; rewrite !entry_map2 => /(f_equal (ofZ R)); rewrite !ofZ_add.
by case: c => [[] []] /=; apply: IH.
Qed.

Lemma agreeing_nonsignalling (Q : place -> R) P : (forall a x, P a x = Q (place_of a x)) -> agreeing n Q -> nonsignalling P.
Proof.
move=> PQ ns; apply/nonsignallingP => i a x; pose p0 := place_of a x.
have step b v : agree_except i a b -> agree_except i x v -> place_of b v = take i p0 ++ (b i, v i) :: drop i.+1 p0.
  move=> ab xv; have i_n := ltnW (ltn_ord i); apply: (@eq_from_nth _ (false, false)) => [|k].
    by rewrite size_cat /= size_takel ?size_drop !size_place // subnSK // subnKC.
  rewrite size_place => kn; rewrite -[k]/(val (Ordinal kn)) nth_place nth_cat size_takel ?size_place //=.
  have off : Ordinal kn != i -> (b (Ordinal kn), v (Ordinal kn)) = nth (false, false) p0 k.
    move=> ne; rewrite -[k]/(val (Ordinal kn)) /p0 nth_place.
    by have /forallP/(_ (Ordinal kn)) := ab; have /forallP/(_ (Ordinal kn)) := xv; rewrite ne => /eqP -> /eqP ->.
  case: (ltngtP k i) => ki; last by subst k; rewrite subnn /=; congr (b _, v _); apply: val_inj.
    by rewrite nth_take // off // -val_eqE /= neq_ltn ki.
  by rewrite -subnSK //= nth_drop subnKC // off // -val_eqE /= neq_ltn ki orbT.
have refl (b : bits 'I_n) : agree_except i b b by apply/forallP => k; rewrite eqxx implybT.
have fl (b : bits 'I_n) : agree_except i b (flip i b) by rewrite agree_exceptE eqxx orbT.
have sz : (size (take i p0) + size (drop i.+1 p0)).+1 = n.
  by rewrite size_takel ?size_drop ?size_place ?(ltnW (ltn_ord i)) // -addSn subnKC.
have := ns _ _ sz; rewrite !PQ !step // !flip_at.
by case: (a i); case: (x i) => /= E; [rewrite addrC -E addrC | rewrite addrC E addrC | rewrite -E | rewrite E].
Qed.

Lemma totalE m (t : tree m) : ofZ R (total t) = \sum_(a <- words m) ofZ R (entry t (zip a (nseq m false))).
Proof.
elim: m t => [|m IH] /=; first by move=> t; rewrite big_seq1.
by move=> [[[t00 t01] t10] t11]; rewrite ofZ_add !IH cats0 big_cat !big_map.
Qed.

Lemma everywhereP ok a x : everywhere n ok -> ok (word_of a) (word_of x).
Proof. by move=> /allP/(_ _ (mem_words (size_word x)))/allP/(_ _ (mem_words (size_word a))). Qed.

Lemma check_boxP d t : Z.ltb 0 d -> check_box mermin d t -> maximal g (box_of d t).
Proof.
move=> /(ofZ_gt0 R) d0 /and4P[pos /Z.eqb_eq tot ns lost]; have dn0 : ofZ R d != 0 by rewrite gt_eqF.
have nsv : nonsignalling (box_of d t).
  apply: (agreeing_nonsignalling (Q := fun p => ofZ R (entry t p) / ofZ R d)) => // p q pq.
  by rewrite -!mulrDl (agreesP ns).
split; first split=> // [a x | x].
- by rewrite divr_ge0 ?(ltW d0) // ofZ_ge0 //; apply: (all_entriesP _ pos).
- rewrite (total_const nsv x [ffun=> false]) -mulr_suml; apply: (canLR (mulfK dn0)); rewrite mul1r -tot totalE.
  have -> : nseq n false = word_of ([ffun=> false] : bits 'I_n).
    apply: (@eq_from_nth _ false); first by rewrite size_nseq size_word.
    by move=> k; rewrite size_nseq => kn; rewrite nth_nseq kn -[k]/(val (Ordinal kn)) nth_word ffunE.
  rewrite -(@sum_words R n (fun w => ofZ R (entry t (zip w (word_of [ffun=> false]))))); apply: eq_bigr => a _; by rewrite zip_words.
rewrite /loss_in big1 // => x _; rewrite big1 // => a _.
have := everywhereP a x lost; rewrite loses_wordE zip_words; case: loses_at; last by rewrite mul0r.
by move=> /Z.eqb_eq E; rewrite /box_of /vector E ofZ0 mul0r mulr0.
Qed.

Lemma maximal_zero P a x : maximal g P -> loses_at g a x -> P a x = 0.
Proof.
move=> [[pos _ _] /eqP lost] la; move: lost; rewrite /loss_in psumr_eq0 => [|y _]; last first.
  by apply: sumr_ge0 => b _; rewrite mulr_ge0 ?ler0n.
move=> /allP/(_ x (mem_index_enum x)) /=; rewrite psumr_eq0 => [|b _]; last by rewrite mulr_ge0 ?ler0n.
by move=> /allP/(_ a (mem_index_enum a)) /=; rewrite la mul1r => /eqP.
Qed.

Lemma sum_overE (F : seq bool -> Z) : ofZ R (sum_over (words n) F) = \sum_(a : bits 'I_n) ofZ R (F (word_of a)).
Proof.
rewrite (@sum_words R n (fun w => ofZ R (F w))); elim: (words n) => [|w ws IH]; first by rewrite big_nil ofZ0.
by rewrite big_cons /= ofZ_add IH.
Qed.

Lemma ofZ_abs z : ofZ R (Z.abs z) = `|ofZ R z|.
Proof.
case: (Z.le_ge_cases 0 z) => z0.
  by rewrite Z.abs_eq // ger0_norm // ofZ_ge0 //; apply/Z.leb_le.
rewrite Z.abs_neq // ofZ_opp -normrN -ofZ_opp ger0_norm ?ofZ_opp // -ofZ_opp ofZ_ge0 //.
by apply/Z.leb_le; lia.
Qed.
End BoxesOfFiles.
