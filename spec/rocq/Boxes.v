(** * Non-signalling boxes: flips of single bits, vectors that act as zero, slices at a quintuplet *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Single bits *)
Section Flip.
Variable T : finType.
Implicit Types (i j : T) (a b x y : bits T).

Definition flip i a : bits T := [ffun j => a j (+) (j == i)].

Lemma flipK i : involutive (flip i).
Proof. by move=> a; apply/ffunP => j; rewrite !ffunE addbK. Qed.

Lemma flip_inj i : injective (flip i).
Proof. exact: inv_inj (flipK i). Qed.

Lemma flip_at i a : flip i a i = ~~ a i.
Proof. by rewrite ffunE eqxx addbT. Qed.

Lemma flip_off i j a : j != i -> flip i a j = a j.
Proof. by move=> /negbTE ji; rewrite ffunE ji addbF. Qed.

Lemma flip_neq i a : flip i a != a.
Proof. by apply/eqP => /ffunP/(_ i); rewrite flip_at; case: (a i). Qed.

Lemma agree_exceptE i a b : agree_except i a b = (b == a) || (b == flip i a).
Proof.
apply/forallP/idP => [agree | ].
  case: (eqVneq (b i) (a i)) => [same | differ]; apply/orP; [left | right];
    apply/eqP/ffunP => j; have := agree j; case: (eqVneq j i) => [-> _ | ji /= /eqP E]; rewrite ?(flip_off _ ji) //.
  by rewrite flip_at; case: (b i) (a i) differ => [] [].
by case/orP => /eqP -> j; apply/implyP => ji; rewrite ?flip_off.
Qed.

Lemma distance_step i x y : x i != y i -> distance x y = (distance (flip i x) y).+1.
Proof.
move=> differ; rewrite /distance (bigD1 i) //= [in RHS](bigD1 i) //= differ flip_at.
have -> : (~~ x i != y i) = false by case: (x i) (y i) differ => [] [].
rewrite add0n add1n; congr _.+1; apply: eq_bigr => j ji; by rewrite flip_off.
Qed.

Lemma distance0P x y : reflect (x = y) (distance x y == 0%N).
Proof.
apply: (iffP idP) => [|->]; last by rewrite /distance big1 // => i _; rewrite eqxx.
rewrite sum_nat_eq0 => /forallP same; apply/ffunP => i.
by have := same i; rewrite eqb0 negbK => /eqP.
Qed.

Lemma odd_flip i a : parity (flip i a) = ~~ parity a.
Proof.
rewrite /parity /weight (bigD1 i) //= [in RHS](bigD1 i) //= flip_at !oddD !oddb -addNb; congr (_ (+) odd _).
by apply: eq_bigr => j ji; rewrite flip_off.
Qed.

(** What holds along single flips up to a factor [r] holds over any distance up to a power of [r]. *)
Lemma along_flips (R : realFieldType) (r : R) (F : bits T -> R) : 0 <= r ->
  (forall i x, F x <= r * F (flip i x)) -> forall x y, F x <= r ^+ distance x y * F y.
Proof.
move=> r0 step x y; move Ed: (distance x y) => d; elim: d x Ed => [|d IH] x Ed.
  by rewrite mul1r; move/eqP/distance0P: Ed => ->.
case: (pickP (fun i => x i != y i)) => [i differ | same]; last first.
  by move: Ed; rewrite /distance big1 // => i _; rewrite same.
apply: le_trans (step i x) _; rewrite exprS -mulrA ler_wpmul2l //; apply: IH.
by move: Ed; rewrite (distance_step differ) => -[].
Qed.

End Flip.

(** ** Non-signalling as an equation between four entries *)
Section NonSignalling.
Variables (R : realFieldType) (T : finType).
Implicit Types (P : table R T) (a x : bits T).

Lemma sum_agree i a (F : bits T -> R) : \sum_(b | agree_except i a b) F b = F a + F (flip i a).
Proof.
rewrite (eq_bigl (fun b => (b == a) || (b == flip i a))) => [|b]; last exact: agree_exceptE.
rewrite (bigD1 a) ?eqxx //= (bigD1 (flip i a)) ?eqxx ?orbT ?flip_neq //= big_pred0 ?addr0 // => b.
by case: eqP; case: eqP.
Qed.

Lemma nonsignallingP P : nonsignalling P <->
  forall i a x, P a x + P (flip i a) x = P a (flip i x) + P (flip i a) (flip i x).
Proof.
split=> [ns i a x | ns i x x' a].
  by rewrite -!(sum_agree i a (fun b => P b _)); apply: ns; rewrite agree_exceptE eqxx orbT.
by rewrite agree_exceptE !sum_agree => /orP[] /eqP -> //; apply: ns.
Qed.

(** The total of a table does not depend on the inputs. *)
Lemma total_const P : nonsignalling P -> forall x y, \sum_a P a x = \sum_a P a y.
Proof.
move=> /nonsignallingP ns x y.
have twice i z : (\sum_a P a z) *+ 2 = \sum_a (P a z + P (flip i a) z).
  by rewrite mulr2n {2}(reindex_inj (@flip_inj _ i)) -big_split.
have step i z : \sum_a P a z = \sum_a P a (flip i z).
  by apply: (@pmulrnI R 2 isT); rewrite (twice i z) (twice i (flip i z)); apply: eq_bigr => a _; apply: ns.
move Ed: (distance x y) => d; elim: d x Ed => [|d IH] x Ed; first by move/eqP/distance0P: Ed => ->.
case: (pickP (fun i => x i != y i)) => [i differ | same]; last first.
  by move: Ed; rewrite /distance big1 // => i _; rewrite same.
by rewrite (step i x); apply: IH; move: Ed; rewrite (distance_step differ) => -[].
Qed.

(** A vector that carries the sign of the input of party [i], and otherwise ignores party [i], acts as zero. *)
Lemma acts_as_zero P i (h : table R T) : nonsignalling P ->
  (forall a x, h (flip i a) x = h a x) -> (forall a x, h a (flip i x) = h a x) ->
  pairing (fun a x => (-1) ^+ x i * h a x) P = 0.
Proof.
move=> /nonsignallingP ns ha hx; pose F x := \sum_a h a x * P a x.
have twice x : F x *+ 2 = \sum_a h a x * (P a x + P (flip i a) x).
  rewrite mulr2n {2}/F (reindex_inj (@flip_inj _ i)) -big_split /=.
  by apply: eq_bigr => a _; rewrite ha mulrDr.
have FE x : F (flip i x) = F x.
  apply: (@pmulrnI R 2 isT); rewrite !twice.
  by apply: eq_bigr => a _; rewrite hx (ns i a x).
set total := pairing _ _.
have E : total = \sum_(x : bits T) (-1) ^+ x i * F x.
  by apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => a _; rewrite mulrA.
have opp : total = - total.
  rewrite E {1}(reindex_inj (@flip_inj _ i)) -sumrN /=; apply: eq_bigr => x _.
  by rewrite FE flip_at signrN mulNr.
have : total *+ 2 == 0 by rewrite mulr2n {1}opp addNr.
by rewrite mulrn_eq0 /= => /eqP.
Qed.

Lemma eq_pairing P (F G : table R T) : (forall a x, F a x = G a x) -> pairing F P = pairing G P.
Proof. by move=> E; apply: eq_bigr => x _; apply: eq_bigr => a _; rewrite E. Qed.

Lemma pairingD P (F G : table R T) : pairing (fun a x => F a x + G a x) P = pairing F P + pairing G P.
Proof.
by rewrite -big_split; apply: eq_bigr => x _; rewrite -big_split; apply: eq_bigr => a _; rewrite mulrDl.
Qed.

Lemma pairingZ P c (F : table R T) : pairing (fun a x => c * F a x) P = c * pairing F P.
Proof.
by rewrite mulr_sumr; apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => a _; rewrite mulrA.
Qed.

Lemma pairing_scale P c (F : table R T) : pairing F (fun a x => c * P a x) = c * pairing F P.
Proof.
by rewrite mulr_sumr; apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => a _; rewrite mulrCA.
Qed.

Lemma pairing_abs P (F G : table R T) : nonnegative P ->
  (forall a x, `|F a x| <= G a x) -> `|pairing F P| <= pairing G P.
Proof.
move=> pos le; apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => x _.
apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => a _.
by rewrite normrM (ger0_norm (pos a x)) ler_wpmul2r.
Qed.

(** What acts on normalised boxes as [P => sum_a G P] acts so on unnormalised ones. *)
Lemma acts_unnormalised (F G : table R T) : (forall P, box P -> pairing F P = pairing G P) ->
  forall P, nonnegative P -> nonsignalling P -> pairing F P = pairing G P.
Proof.
move=> same P pos ns; pose y : bits T := [ffun=> false]; pose c := \sum_a P a y.
have total x : \sum_a P a x = c by apply: total_const.
have [c0 | cn0] := eqVneq c 0.
  have P0 a x : P a x = 0.
    by have /psumr_eq0P -> := etrans (total x) c0.
  by rewrite /pairing !big1 // => x _; rewrite big1 // => a _; rewrite P0 mulr0.
have boxQ : box (fun a x => c^-1 * P a x).
  split=> [a x | x |].
  - by rewrite mulr_ge0 // invr_ge0 sumr_ge0.
  - by rewrite -mulr_sumr total mulVf.
  - by apply/nonsignallingP => i a x; rewrite -!mulrDr (proj1 (nonsignallingP P) ns).
by have := same _ boxQ; rewrite !pairing_scale; apply: mulfI; rewrite invr_eq0.
Qed.

End NonSignalling.

(** ** The box of one quintuplet, all else being fixed

    A quintuplet may have any set [U] of parties in place of five. *)
Section Slice.
Variables (R : realFieldType) (N : nat) (U : finType).
Notation T := ('I_N * U)%type.
Implicit Types (n : 'I_N) (a x : bits T) (b y : bits U).

(** [put n b a] is [a] with the bits [b] at quintuplet [n]. *)
Definition put n b a : bits T := [ffun p => if p.1 == n then b p.2 else a p].

Lemma quintuplet_put n b a : quintuplet n (put n b a) = b.
Proof. by apply/ffunP => j; rewrite !ffunE eqxx. Qed.

Lemma quintuplet_put_off n n' b a : n' != n -> quintuplet n' (put n b a) = quintuplet n' a.
Proof. by move=> /negbTE ne; apply/ffunP => j; rewrite !ffunE ne. Qed.

Lemma put_quintuplet n b a : put n (quintuplet n a) (put n b a) = a.
Proof.
by apply/ffunP => -[n' j]; rewrite !ffunE /=; case: eqP => [-> | _]; rewrite ?ffunE.
Qed.

Lemma put_flip n j b a : put n (flip j b) a = flip (n, j) (put n b a).
Proof.
apply/ffunP => -[n' k]; rewrite !ffunE xpair_eqE /=.
by case: eqP => _; rewrite ?ffunE // addbF.
Qed.

Lemma eq_quintuplets a x : (forall n, quintuplet n a = quintuplet n x) -> a = x.
Proof. by move=> E; apply/ffunP => -[n j]; move/ffunP: (E n) => /(_ j); rewrite !ffunE. Qed.

(** Summing over everything is averaging, over the bits at [n], of summing over everything. *)
Lemma sum_put n (F : bits T -> R) : \sum_a \sum_b F (put n b a) = (\sum_a F a) *+ #|{: bits U}|.
Proof.
rewrite -sumrMnl pair_big /=.
have -> : \sum_a F a *+ #|{: bits U}| = \sum_(p : bits T * bits U) F p.1.
  by rewrite -(pair_big predT predT (fun a _ => F a)) /=; apply: eq_bigr => a _; rewrite sumr_const.
rewrite (reindex (fun p : bits T * bits U => (put n p.2 p.1, quintuplet n p.1))) /=.
  by apply: eq_bigr => -[a b] _ /=; rewrite put_quintuplet.
exists (fun p : bits T * bits U => (put n p.2 p.1, quintuplet n p.1)) => -[a b] _ /=;
  by rewrite put_quintuplet quintuplet_put.
Qed.

Variable P : table R T.
Hypotheses (pos : nonnegative P) (ns : nonsignalling P).

Definition slice n a x : table R U := fun b y => P (put n b a) (put n y x).

Lemma slice_nonnegative n a x : nonnegative (slice n a x).
Proof. by move=> b y; apply: pos. Qed.

Lemma slice_nonsignalling n a x : nonsignalling (slice n a x).
Proof. by apply/nonsignallingP => j b y; rewrite /slice !put_flip; apply: (proj1 (nonsignallingP P) ns). Qed.

(** Functionals that act alike on boxes may replace each other at a quintuplet which the rest, [h], ignores. *)
Lemma replace1 n (F G : table R U) (h : table R T) :
  (forall Q, nonnegative Q -> nonsignalling Q -> pairing F Q = pairing G Q) ->
  (forall a x b y, h (put n b a) (put n y x) = h a x) ->
  pairing (fun a x => h a x * F (quintuplet n a) (quintuplet n x)) P =
  pairing (fun a x => h a x * G (quintuplet n a) (quintuplet n x)) P.
Proof.
move=> same free; set c := #|{: bits U}|.
have c0 : (0 < c)%N by rewrite /c card_ffun card_bool expn_gt0.
have avg (H : table R U) :
  pairing (fun a x => h a x * H (quintuplet n a) (quintuplet n x)) P *+ c *+ c =
  \sum_x \sum_a h a x * pairing H (slice n a x).
  rewrite -(sum_put n) -sumrMnl; apply: eq_bigr => x _; rewrite -sumrMnl.
  rewrite (eq_bigr (fun y => \sum_a \sum_b h a x * (H b y * slice n a x b y))) => [|y _]; last first.
    rewrite -(sum_put n); apply: eq_bigr => a _; apply: eq_bigr => b _.
    by rewrite free !quintuplet_put mulrA.
  rewrite exchange_big; apply: eq_bigr => a _ /=; rewrite mulr_sumr; apply: eq_bigr => y _.
  by rewrite mulr_sumr.
apply: (pmulrnI c0); apply: (pmulrnI c0); rewrite !avg.
apply: eq_bigr => x _; apply: eq_bigr => a _; congr (_ * _).
by apply: same; [apply: slice_nonnegative | apply: slice_nonsignalling].
Qed.

Lemma replace_all (r : seq 'I_N) (F G : 'I_N -> table R U) (h : table R T) : uniq r ->
  (forall n, n \in r -> forall Q, nonnegative Q -> nonsignalling Q -> pairing (F n) Q = pairing (G n) Q) ->
  (forall n, n \in r -> forall a x b y, h (put n b a) (put n y x) = h a x) ->
  pairing (fun a x => h a x * \prod_(n <- r) F n (quintuplet n a) (quintuplet n x)) P =
  pairing (fun a x => h a x * \prod_(n <- r) G n (quintuplet n a) (quintuplet n x)) P.
Proof.
elim: r h => [|n r IH] h /=; first by move=> _ _ _; apply: eq_pairing => a x; rewrite !big_nil.
move=> /andP[nr ur] same free.
have off n' : n' \in r -> n' != n by apply: contraTneq => ->.
pose h1 a x := h a x * \prod_(n' <- r) F n' (quintuplet n' a) (quintuplet n' x).
pose h2 a x := h a x * G n (quintuplet n a) (quintuplet n x).
rewrite (@eq_pairing _ _ _ _ (fun a x => h1 a x * F n (quintuplet n a) (quintuplet n x))) => [|a x]; last first.
  by rewrite big_cons /h1 -mulrA [F n _ _ * _]mulrC.
rewrite (@replace1 n (F n) (G n)); first last.
- move=> a x b y; rewrite /h1 free ?mem_head //; congr (_ * _); apply: eq_big_seq => n' /off ne.
  by rewrite !quintuplet_put_off.
- by apply: same; apply: mem_head.
rewrite (@eq_pairing _ _ _ _ (fun a x => h2 a x * \prod_(n' <- r) F n' (quintuplet n' a) (quintuplet n' x))) => [|a x]; last first.
  by rewrite /h1 /h2 mulrAC.
rewrite IH //; first last.
- move=> n' n'r a x b y; rewrite /h2 free ?inE ?n'r ?orbT // !quintuplet_put_off // eq_sym; exact: off.
- by move=> n' n'r; apply: same; rewrite inE n'r orbT.
by apply: eq_pairing => a x; rewrite big_cons /h2 -mulrA.
Qed.

End Slice.
