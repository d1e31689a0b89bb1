(** * How well an epsilon-source can aim at few rows *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes Selection Expectation.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma bigmax_attains (R : realFieldType) (I : finType) (Q : pred I) (F : I -> R) i :
  Q i -> F i <= \big[Num.max/0]_(i | Q i) F i.
Proof.
move=> Qi; have : i \in index_enum I by apply: mem_index_enum.
elim: (index_enum I) => // k r IH; rewrite inE big_cons => /orP[/eqP <- | ir].
  by rewrite Qi le_maxr lexx.
by case: ifP => _; rewrite ?le_maxr IH ?orbT.
Qed.

Section Cons.
Variable m : nat.
Definition cons_bit (v : bool) (b : bits 'I_m) : bits 'I_m.+1 :=
  [ffun j => if unlift ord0 j is Some j' then b j' else v].

Lemma cons_head v b : cons_bit v b ord0 = v.
Proof. by rewrite ffunE unlift_none. Qed.
Lemma cons_tail v b : tail (cons_bit v b) = b.
Proof. by apply/ffunP => j; rewrite !ffunE liftK. Qed.
Lemma cons_parts (b : bits 'I_m.+1) : cons_bit (b ord0) (tail b) = b.
Proof. by apply/ffunP => j; rewrite ffunE; case: unliftP => [j' -> | ->]; rewrite ?ffunE. Qed.
Lemma cons_flip0 v b : flip ord0 (cons_bit v b) = cons_bit (~~ v) b.
Proof.
apply/ffunP => j; rewrite !ffunE; case: unliftP => [j' -> | ->]; last by rewrite eqxx addbT.
by rewrite eq_sym (negbTE (neq_lift _ _)) addbF.
Qed.
Lemma cons_flip j v b : flip (lift ord0 j) (cons_bit v b) = cons_bit v (flip j b).
Proof.
apply/ffunP => k; rewrite !ffunE; case: unliftP => [k' -> | ->]; last by rewrite (negbTE (neq_lift _ _)) addbF.
by rewrite ffunE (inj_eq lift_inj).
Qed.

Lemma sum_cons (R : realFieldType) (F : bits 'I_m.+1 -> R) :
  \sum_b F b = \sum_(v : bool) \sum_b F (cons_bit v b).
Proof.
rewrite pair_big (reindex (fun p : bool * bits 'I_m => cons_bit p.1 p.2)) //.
exists (fun b : bits 'I_m.+1 => (b ord0, tail b)) => [[v b] | b] _ /=; last exact: cons_parts.
by rewrite cons_head cons_tail.
Qed.

Lemma card_cons (R : realFieldType) (A : {set bits 'I_m.+1}) :
  #|A|%:R = #|[set b | cons_bit true b \in A]|%:R + #|[set b | cons_bit false b \in A]|%:R :> R.
Proof.
rewrite -sum1_card natr_sum big_mkcond sum_cons big_bool.
by congr (_ + _); rewrite -sum1_card natr_sum [RHS]big_mkcond; apply: eq_bigr => b _; rewrite inE.
Qed.
End Cons.

Section Aim.
Variables (R : realFieldType) (eps : R).
Hypotheses (eps0 : 0 < eps) (eps1 : eps <= 1).

(** A distribution (not normalised) in which each bit, given all others, has each value with at most 1 - eps *)
Definition spread m (p : bits 'I_m -> R) := forall j b, p b <= (1 - eps) * (p b + p (flip j b)).

Lemma mass_ge0 m (b : bits 'I_m) : 0 <= mass eps b.
Proof. by apply: prodr_ge0 => j _; case: ifP => _; [apply: ltW | rewrite subr_ge0]. Qed.

Lemma mass_cons m v (b : bits 'I_m) : mass eps (cons_bit v b) = (if v then eps else 1 - eps) * mass eps b.
Proof.
rewrite /mass big_ord_recl cons_head; congr (_ * _); apply: eq_bigr => j _.
by rewrite ffunE liftK.
Qed.

Lemma shift_mass (x y s s' : R) : y <= x -> s <= (1 - eps) * (s + s') ->
  x * s + y * s' <= ((1 - eps) * x + eps * y) * (s + s').
Proof.
move=> yx le; have -> : x * s + y * s' = y * (s + s') + (x - y) * s.
  by rewrite mulrDr mulrBl [RHS]addrC addrA subrK.
have -> : ((1 - eps) * x + eps * y) * (s + s') = y * (s + s') + (x - y) * ((1 - eps) * (s + s')).
  rewrite mulrA -mulrDl; congr (_ * _); rewrite [(x - y) * _]mulrC mulrBr addrCA; congr (_ + _).
  by rewrite mulrBl mul1r opprB addrC subrK.
by rewrite ler_add2l ler_wpmul2l // subr_ge0.
Qed.

Lemma rearranged m (p : bits 'I_m -> R) (A : {set bits 'I_m}) : (forall b, 0 <= p b) -> spread p ->
  exists2 A' : {set bits 'I_m}, #|A'| = #|A| & \sum_(b in A) p b <= (\sum_(b in A') mass eps b) * \sum_b p b.
Proof.
elim: m p A => [|m IH] p A p0 sp.
  exists A => //; rewrite mulr_suml; apply: ler_sum => b _.
  rewrite /mass big_ord0 mul1r (bigD1 b) //= ler_addl; exact: sumr_ge0.
pose pv v b := p (cons_bit v b); pose Av v := [set b | cons_bit v b \in A].
have part v : exists2 A' : {set bits 'I_m}, #|A'| = #|Av v| &
    \sum_(b in Av v) pv v b <= (\sum_(b in A') mass eps b) * \sum_b pv v b.
  by apply: IH => [b | j b]; [apply: p0 | rewrite /pv -cons_flip; apply: sp].
have [Bf cardf lef] := part false; have [Bt cardt let_] := part true.
pose B v := if v then Bt else Bf.
have cardB v : #|B v| = #|Av v| by case: v.
pose u v := \sum_(b in B v) mass eps b; pose total v := \sum_b pv v b.
have leB v : \sum_(b in Av v) pv v b <= u v * total v by case: v.
have total_step v : total v <= (1 - eps) * (total v + total (~~ v)).
  rewrite /total -big_split /= mulr_sumr; apply: ler_sum => b _.
  by rewrite /pv -cons_flip0; apply: sp.
have [c uc] : exists c, u (~~ c) <= u c.
  by case: (leP (u true) (u false)) => [le | /ltW le]; [exists false | exists true].
(* the better set goes where the bit is 0, with probability 1 - eps *)
exists [set b : bits 'I_m.+1 | tail b \in B (b ord0 (+) c)].
  apply/eqP; rewrite -(eqr_nat R) [X in _ == X](card_cons R) (card_cons R).
  have cardC v : #|[set b | cons_bit v b \in [set b | tail b \in B (b ord0 (+) c)]]| = #|Av (v (+) c)|.
    by rewrite -cardB; apply: eq_card => b; rewrite !inE cons_tail cons_head.
  by rewrite !cardC; case: (c); rewrite //= addrC.
have -> : \sum_(b in A) p b = \sum_(b in Av true) pv true b + \sum_(b in Av false) pv false b.
  by rewrite big_mkcond sum_cons big_bool /= -!big_mkcond; congr (_ + _); apply: eq_bigl => b; rewrite inE.
have -> : \sum_(b in [set b : bits 'I_m.+1 | tail b \in B (b ord0 (+) c)]) mass eps b =
    (1 - eps) * u c + eps * u (~~ c).
  rewrite big_mkcond sum_cons big_bool addrC /=; congr (_ + _); rewrite /u mulr_sumr [RHS]big_mkcond;
    by apply: eq_bigr => b _; rewrite inE cons_tail cons_head mass_cons /= ?addTb ?addFb; case: ifP.
have -> : \sum_b p b = total c + total (~~ c).
  by rewrite sum_cons big_bool /total; case: (c) => //=; rewrite addrC.
apply: (@le_trans _ _ (u c * total c + u (~~ c) * total (~~ c))).
  by have := ler_add (leB true) (leB false); case: (c) => //=; rewrite [X in _ <= X -> _]addrC.
exact: shift_mass.
Qed.

Lemma likeliest_ge0 m s : 0 <= likeliest m s eps.
Proof.
rewrite /likeliest; apply: le_trans (bigmax_attains _ (_ : #|set0 : {set bits 'I_m}| <= s)%N).
  by rewrite big_set0.
by rewrite cards0.
Qed.

(** No spread distribution hits a set of [s] rows with more than the likeliest [s] masses. *)
Theorem aim_bound m (p : bits 'I_m -> R) (A : {set bits 'I_m}) s : (forall b, 0 <= p b) -> spread p ->
  (#|A| <= s)%N -> \sum_(b in A) p b <= likeliest m s eps * \sum_b p b.
Proof.
move=> p0 sp As; have [A' cardA' le] := rearranged A p0 sp.
apply: le_trans le _; apply: ler_wpmul2r; first exact: sumr_ge0.
by apply: (bigmax_attains (fun A : {set bits 'I_m} => \sum_(b in A) mass eps b)); rewrite cardA'.
Qed.

Lemma likeliest_none m : likeliest m 0 eps = 0.
Proof.
apply/eqP; rewrite eq_le likeliest_ge0 andbT; apply: bigmax_bound => // A.
by rewrite leqn0 cards_eq0 => /eqP ->; rewrite big_set0.
Qed.

(** M(m, 1, eps) = (1 - eps)^m for eps <= 1/2 *)
Theorem likeliest_one m : eps <= 1 - eps -> likeliest m 1 eps = (1 - eps) ^+ m.
Proof.
move=> half; have e1 : 0 <= 1 - eps by rewrite subr_ge0.
apply/eqP; rewrite eq_le; apply/andP; split.
  apply: bigmax_bound => [|A]; first exact: exprn_ge0.
  rewrite leq_eqVlt ltnS leqn0 => /orP[/cards1P[b ->] | ]; last first.
    by rewrite cards_eq0 => /eqP ->; rewrite big_set0 exprn_ge0.
  rewrite big_set1 /mass -[X in _ <= _ ^+ X]card_ord -prodr_const; apply: ler_prod => j _.
  by case: ifP => _; rewrite ?e1 ?lexx // ltW.
pose zero : bits 'I_m := [ffun=> false].
apply: le_trans (bigmax_attains _ (_ : #|[set zero]| <= 1)%N); last by rewrite cards1.
rewrite big_set1 /mass (eq_bigr (fun=> 1 - eps)) ?prodr_const ?card_ord // => j _.
by rewrite ffunE.
Qed.

(** ** Many columns *)
Section Columns.
Variables (Nd m : nat).
Implicit Types (l : bits ('I_Nd * 'I_m)) (F : bits ('I_Nd * 'I_m) -> R).

Lemma column_flip (i : 'I_Nd) j l : column (flip (i, j) l) i = flip j (column l i).
Proof. by apply/ffunP => k; rewrite !ffunE xpair_eqE eqxx. Qed.
Lemma column_flip_off (i i' : 'I_Nd) j l : i' != i -> column (flip (i, j) l) i' = column l i'.
Proof. by move=> /negbTE ne; apply/ffunP => k; rewrite !ffunE xpair_eqE ne addbF. Qed.

Definition column_spread F (i : 'I_Nd) := forall j l, F l <= (1 - eps) * (F l + F (flip (i, j) l)).

(** [f] is a charge for the row chosen in a column, at most [c] on average whatever the source does *)
Definition charge_below (f : bits 'I_m -> R) c :=
  forall p : bits 'I_m -> R, (forall b, 0 <= p b) -> spread p -> \sum_b f b * p b <= c * \sum_b p b.

Lemma one_column F i f c : (forall l, 0 <= F l) -> column_spread F i -> charge_below f c ->
  \sum_l f (column l i) * F l <= c * \sum_l F l.
Proof.
move=> F0 sp below; pose p b := \sum_(l | column l i == b) F l.
have -> : \sum_l f (column l i) * F l = \sum_b f b * p b.
  rewrite (partition_big (fun l => column l i) predT) //=; apply: eq_bigr => b _.
  by rewrite /p mulr_sumr; apply: eq_bigr => l /eqP ->.
have -> : \sum_l F l = \sum_b p b by rewrite (partition_big (fun l => column l i) predT).
apply: below => [b | j b]; first by apply: sumr_ge0.
have -> : p (flip j b) = \sum_(l | column l i == b) F (flip (i, j) l).
  rewrite /p (reindex_inj (@flip_inj _ (i, j))) /=; apply: eq_bigl => l.
  by rewrite column_flip (inj_eq (@flip_inj _ j)).
by rewrite /p -big_split mulr_sumr /=; apply: ler_sum => l _; apply: sp.
Qed.

Variables (f : 'I_Nd -> bits 'I_m -> R) (c : R).
Hypotheses (f0 : forall i b, 0 <= f i b) (c0 : 0 <= c) (below : forall i, charge_below (f i) c).

Lemma some_columns (r : seq 'I_Nd) F : uniq r -> (forall l, 0 <= F l) -> (forall i, column_spread F i) ->
  \sum_l (\prod_(i <- r) f i (column l i)) * F l <= c ^+ size r * \sum_l F l.
Proof.
elim: r => [_ _ _ | i r IH /= /andP[ir ur] F0 sp].
  by rewrite mul1r le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => l _; rewrite big_nil mul1r.
pose G l := (\prod_(i <- r) f i (column l i)) * F l.
have G0 l : 0 <= G l by rewrite mulr_ge0 // prodr_ge0.
have spG : column_spread G i.
  move=> j l; have same : \prod_(k <- r) f k (column (flip (i, j) l) k) = \prod_(k <- r) f k (column l k).
    by apply: eq_big_seq => k kr; rewrite column_flip_off //; apply: contraNneq ir => <-.
  by rewrite /G same -mulrDr mulrCA; apply: ler_wpmul2l; [rewrite prodr_ge0 | apply: sp].
rewrite exprS -mulrA; apply: le_trans (ler_wpmul2l c0 (IH ur F0 sp)).
rewrite (eq_bigr (fun l => f i (column l i) * G l)) => [|l _]; last by rewrite big_cons mulrA.
exact: one_column.
Qed.

Theorem all_columns F : (forall l, 0 <= F l) -> (forall i, column_spread F i) ->
  \sum_l (\prod_i f i (column l i)) * F l <= c ^+ Nd * \sum_l F l.
Proof.
move=> F0 sp; have := some_columns (enum_uniq 'I_Nd) F0 sp; rewrite size_enum_ord => le.
by apply: le_trans le; rewrite le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => l _; rewrite big_enum.
Qed.
End Columns.
End Aim.
