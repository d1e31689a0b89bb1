(** * All kept cells, tested and distilled: the sign of a masked key is dominated by honest runs *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes MajorityLemma Tensor Selection Expectation Rows Grid TestedDefinitions Master Walk.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Walks through functionals on cells *)
Section Replace.
Variables (R : realFieldType) (N : nat) (U : finType).
Notation T := ('I_N * U)%type.
Notation cell := (@quintuplet N U).
Notation functionals := ('I_N -> seq 'I_N -> nat -> table R U).
Implicit Types (A W : functionals) (h : table R T) (r : seq 'I_N).

Definition walk_at A W r t : table R T := fun a x =>
  walk (fun n r' t' => A n r' t' (cell n a) (cell n x)) (fun n r' t' => W n r' t' (cell n a) (cell n x)) r t.

Lemma walk_at_free A W r t n a x b y : n \notin r -> walk_at A W r t (put n b a) (put n y x) = walk_at A W r t a x.
Proof.
move=> nr; apply: eq_walk => n' n'r r' t'; rewrite !quintuplet_put_off //; by apply: contraNneq nr => <-.
Qed.

Definition alike (F G : table R U) := forall Q, nonnegative Q -> nonsignalling Q -> pairing F Q = pairing G Q.

Variable P : table R T.
Hypotheses (pos : nonnegative P) (ns : nonsignalling P).

(** Functionals that act alike may replace each other on the cells which the rest, [h], ignores. *)
Lemma walk_replace A A' W W' r t h : uniq r ->
  (forall n r' t', n \in r -> alike (A n r' t') (A' n r' t')) ->
  (forall n r' t', n \in r -> alike (W n r' t') (W' n r' t')) ->
  (forall n, n \in r -> (forall a x b y, h (put n b a) (put n y x) = h a x) \/ A n =2 A' n /\ W n =2 W' n) ->
  pairing (fun a x => h a x * walk_at A W r t a x) P = pairing (fun a x => h a x * walk_at A' W' r t a x) P.
Proof.
elim: r t h => [|n r IH] t h //= /andP[nr ur] EA EW free.
have later n' : n' \in r -> n' \in n :: r by rewrite inE orbC => ->.
have off n' : n' \in r -> n' != n by apply: contraTneq => ->.
(* one cell, with one of its two functionals, and all later ones *)
have one (F G : table R U) t' : alike F G -> (forall a x b y, h (put n b a) (put n y x) = h a x) \/ F = G ->
    pairing (fun a x => h a x * (F (cell n a) (cell n x) * walk_at A W r t' a x)) P =
    pairing (fun a x => h a x * (G (cell n a) (cell n x) * walk_at A' W' r t' a x)) P.
  move=> FG free_n; pose hF a x := h a x * F (cell n a) (cell n x).
  rewrite (@eq_pairing _ _ _ _ (fun a x => hF a x * walk_at A W r t' a x)) => [|a x]; last by rewrite /hF mulrA.
  rewrite (IH t' hF) //; first last.
  - move=> n' n'r; have [free' | same] := free n' (later n' n'r); [left=> a x b y | by right].
    by rewrite /hF free' !quintuplet_put_off // eq_sym; exact: off.
  - by move=> n' r' t2 /later; apply: EW.
  - by move=> n' r' t2 /later; apply: EA.
  pose g a x := h a x * walk_at A' W' r t' a x.
  rewrite (@eq_pairing _ _ _ _ (fun a x => g a x * F (cell n a) (cell n x))) => [|a x]; last by rewrite /hF /g mulrAC.
  transitivity (pairing (fun a x => g a x * G (cell n a) (cell n x)) P).
    case: free_n => [free_n | -> //]; apply: (@replace1 R N U P pos ns n F G g) => // a x b y.
    by rewrite /g free_n walk_at_free.
  by apply: eq_pairing => a x; rewrite /g -mulrA [_ * G _ _]mulrC.
have split_at A1 W1 a x : h a x * walk_at A1 W1 (n :: r) t a x =
    h a x * (A1 n r t (cell n a) (cell n x) * walk_at A1 W1 r t a x) +
    (if t is t'.+1 then h a x * (W1 n r t (cell n a) (cell n x) * walk_at A1 W1 r t' a x) else 0).
  by case: t => [|t']; rewrite /walk_at /= mulrDr ?mulr0.
rewrite (eq_pairing _ (split_at A W)) (eq_pairing _ (split_at A' W')) !pairingD.
have nr1 := mem_head n r; have [free_n | [sameA sameW]] := free n nr1.
  congr (_ + _); first by apply: one; [apply: EA | left].
  case: t {split_at} => [|t]; last by apply: one; [apply: EW | left].
  by apply: eq_pairing.
congr (_ + _); first by apply: one; [apply: EA | right].
case: t {split_at} => [|t]; last by apply: one; [apply: EW | right].
by apply: eq_pairing.
Qed.

End Replace.

(** ** Sums over the source bits of the cells of a walk *)
Section SumWalks.
Variables (R : comRingType) (N : nat) (U : finType).
Implicit Types (D : {set 'I_N}) (r : seq 'I_N) (s : bits ('I_N * U)).

Lemma agree_put r n u s s' : n \notin r ->
  agree_outside [set c in n :: r] s s' && (quintuplet n s' == u) = agree_outside [set c in r] (put n u s) s'.
Proof.
move=> nr; apply/andP/forallP => [[/forallP agree /eqP E] c | agree].
  have := agree c; rewrite !inE negb_or; case: (eqVneq c n) => [-> _ | cn] /=.
    by rewrite (negbTE nr) quintuplet_put E eqxx.
  by rewrite quintuplet_put_off.
split; last by have := agree n; rewrite inE nr quintuplet_put.
apply/forallP => c; have := agree c; rewrite !inE negb_or; case: (eqVneq c n) => //= cn.
by rewrite quintuplet_put_off.
Qed.

Lemma sum_walk (A W : 'I_N -> bits U -> seq 'I_N -> nat -> R) r t s : uniq r ->
  \sum_(s' | agree_outside [set c in r] s s') walk (fun n => A n (quintuplet n s')) (fun n => W n (quintuplet n s')) r t =
  walk (fun n r' t' => \sum_u A n u r' t') (fun n r' t' => \sum_u W n u r' t') r t.
Proof.
elim: r t s => [|n r IH] t s /=.
  move=> _; rewrite (big_pred1 s) // => s'; apply/forallP/eqP => [agree | -> c]; last by rewrite eqxx implybT.
  by apply: eq_quintuplets => c; have := agree c; rewrite inE => /eqP.
move=> /andP[nr ur]; rewrite (partition_big (quintuplet n) predT) //=.
pose rest u t' := \sum_(s' | agree_outside [set c in r] (put n u s) s')
  walk (fun n => A n (quintuplet n s')) (fun n => W n (quintuplet n s')) r t'.
transitivity (\sum_u (A n u r t * rest u t + (if t is t'.+1 then W n u r t * rest u t' else 0))).
  apply: eq_bigr => u _; rewrite (eq_bigl _ _ (fun s' => @agree_put r n u s s' nr)).
  have same s' : agree_outside [set c in r] (put n u s) s' -> quintuplet n s' = u.
    by rewrite -agree_put // => /andP[_ /eqP].
  rewrite /rest; case: t {rest} => [|t]; rewrite ?addr0 !mulr_sumr -?big_split; apply: eq_bigr => s' /same -> //.
  by rewrite addr0.
rewrite /rest; case: t {rest} => [|t]; rewrite big_split /=.
  rewrite [X in _ + X]big1 // !addr0 mulr_suml; apply: eq_bigr => u _; by rewrite IH.
by rewrite !mulr_suml; congr (_ + _); apply: eq_bigr => u _; rewrite IH.
Qed.

End SumWalks.

(** ** The sign of all counted cells, if at most [t] of the tested ones are wrong *)
Section Sign.
Variables (R : realFieldType) (k : kind) (N : nat).
Notation U := (seats k).
Notation T := ('I_N * U)%type.
Notation cell := (@quintuplet N U).
Notation functionals := ('I_N -> seq 'I_N -> nat -> table R U).
Implicit Types (D : {set 'I_N}) (counts : pred 'I_N) (a x : bits T).

Notation none := (fun _ _ : bits U => 0).

(** A cell's right or wrong part at the inputs [y], with the sign of f if the cell counts *)
Definition part_of (wrong counts : bool) (y : bits U) : table R U := fun a x : bits U =>
  (x == y)%:R * ((loses a x == wrong)%:R * (if counts then (-1) ^+ yields a x else 1)).

Lemma walk_parts (w : {set 'I_N}) counts y r t a x : (forall n, n \in r -> cell n x = cell n y) ->
  walk_at (off_set none w (fun n _ _ => part_of false (counts n) (cell n y)))
    (on_set none w (fun n _ _ => part_of true (counts n) (cell n y))) r t a x =
  ((count (mem w) r <= t)%N && all (fun n => loses (cell n a) (cell n y) == (n \in w)) r)%:R *
    \prod_(n <- r | counts n) (-1) ^+ yields (cell n a) (cell n y).
Proof.
rewrite /walk_at; elim: r t => [|n r IH] t agree /=; first by rewrite big_nil mulr1.
have {}IH t' := IH t' (fun n' n'r => agree n' (@mem_behead _ (n :: r) n' n'r)).
pose sign : R := if counts n then (-1) ^+ yields (cell n a) (cell n y) else 1.
have -> : \prod_(n' <- n :: r | counts n') (-1) ^+ yields (cell n' a) (cell n' y) =
    sign * \prod_(n' <- r | counts n') (-1) ^+ yields (cell n' a) (cell n' y) :> R.
  by rewrite big_cons /sign; case: (counts n); rewrite ?mul1r.
have part b : part_of b (counts n) (cell n y) (cell n a) (cell n x) = (loses (cell n a) (cell n y) == b)%:R * sign.
  by rewrite /part_of agree ?mem_head // eqxx mul1r.
case: t => [|t]; rewrite !IH /off_set /on_set; case: (n \in w); rewrite ?part; case: (loses _ _);
  rewrite /= ?andbF ?(mul0r, mul1r, add0r, addr0) // mulrCA //.
Qed.

Variable P : table R T.
Hypotheses (pos : nonnegative P) (ns : nonsignalling P).
Variables (D w : {set 'I_N}) (counts : pred 'I_N) (y : bits T) (v : bits T -> bool) (t : nat).
Hypothesis w_tested : w \subset D.
Hypothesis v_outside : forall n, n \in D :\: w -> forall b a, v (put n b a) = v a.
(** The cells of D, in the order in which the walk takes them *)
Variable r : seq 'I_N.
Hypotheses (ur : uniq r) (rD : forall n, (n \in r) = (n \in D)).

Let all_of_D : perm_eq r (enum D). Proof. by apply: uniq_perm; rewrite ?enum_uniq // => n; rewrite rD mem_enum. Qed.

(** G: what acts like the right parts; E: what dominates it; H: what acts like E and concerns honest runs only.  The wrong parts
    [HW] concern honest runs as they are. *)
Variables (GA EA HA HW : functionals).
Hypothesis right_part : forall n r' t', n \in D -> alike (part_of false (counts n) (cell n y)) (GA n r' t').
Hypothesis below_right : forall n r' t' (a x : bits U), n \in D -> `|GA n r' t' a x| <= EA n r' t' a x.
Hypothesis below_wrong : forall n r' t' (a x : bits U), n \in D -> `|part_of true (counts n) (cell n y) a x| <= HW n r' t' a x.
Hypothesis honest_right : forall n r' t', n \in D -> alike (EA n r' t') (HA n r' t').

Theorem sign_bound :
  `|\sum_(a | [&& (#|w| <= t)%N, [forall n in D, loses (cell n a) (cell n y) == (n \in w)] & v a])
      (\prod_(n in D | counts n) (-1) ^+ yields (cell n a) (cell n y)) * P a y| <=
  \sum_(x | agree_outside D y x) \sum_(a | v a) walk_at (off_set none w HA) (on_set none w HW) r t a x * P a x.
Proof.
pose h (a x : bits T) : R := (v a && agree_outside D y x)%:R.
pose m1 : functionals := fun n _ _ => part_of true (counts n) (cell n y).
pose over (A W : functionals) : table R T := fun a x => h a x * walk_at (off_set none w A) (on_set none w W) r t a x.
have replaced (A A' W : functionals) : (forall n r' t', n \in r -> alike (A n r' t') (A' n r' t')) ->
    pairing (over A W) P = pairing (over A' W) P.
  move=> same; apply: walk_replace => // [n r' t' nr | n nr]; first by rewrite /off_set; case: ifP => // _; apply: same.
  case nw: (n \in w); first by right; split=> r' t'; rewrite /off_set ?nw.
  left=> a x b u; rewrite /h agree_outside_put -?rD // v_outside // inE nw -rD nr //.
have -> : \sum_(a | [&& (#|w| <= t)%N, [forall n in D, loses (cell n a) (cell n y) == (n \in w)] & v a])
      (\prod_(n in D | counts n) (-1) ^+ yields (cell n a) (cell n y)) * P a y =
    pairing (over (fun n _ _ => part_of false (counts n) (cell n y)) m1) P.
  rewrite /pairing [RHS](bigD1 y) //= [X in _ = _ + X]big1 ?addr0 => [|x xy]; last first.
    rewrite big1 // => a _; rewrite /over /h.
    case agree: (agree_outside D y x); last by rewrite andbF !mul0r.
    have [n nD nx] : exists2 n, n \in D & cell n x != cell n y.
      apply/exists_inP; apply: contraNT xy; rewrite negb_exists_in => /forall_inP same.
      apply/eqP/eq_quintuplets => n; case nD: (n \in D); first by apply/eqP; rewrite -[_ == _]negbK; apply: same.
      by apply: agree_outsideP agree _; rewrite nD.
    rewrite /walk_at (@walk_stops _ _ _ _ n) ?rD ?mulr0 ?mul0r // => r' t';
      by rewrite /off_set /on_set /m1; case: ifP => // _; rewrite /part_of (negbTE nx) mul0r.
  rewrite big_mkcond /=; apply: eq_bigr => a _; rewrite /over /h walk_parts //.
  have -> : agree_outside D y y by apply/forallP => n; rewrite eqxx implybT.
  have -> : count (mem w) r = #|w|.
    rewrite (permP all_of_D) -sum1_count big_enum_cond -sum1_card; apply: eq_bigl => n.
    by rewrite andbC -in_setI (setIidPl w_tested).
  have -> : all (fun n => loses (cell n a) (cell n y) == (n \in w)) r =
      [forall n in D, loses (cell n a) (cell n y) == (n \in w)].
    by apply/allP/forall_inP => all_n n; [rewrite -rD | rewrite rD]; apply: all_n.
  rewrite andbT (perm_big _ all_of_D) big_enum_cond /= andbA; set b := (_ <= t)%N && _.
  by case: b; case: (v a); rewrite /= ?(mul0r, mul1r, mulr0).
rewrite (replaced _ GA); last by move=> n r' t'; rewrite rD; apply: right_part.
apply: le_trans (pairing_abs pos (G := over EA HW) _) _.
  move=> a x; rewrite normrM /over ger0_norm ?ler0n // ler_wpmul2l ?ler0n //.
  apply: walk_abs => n r' t'; rewrite rD => nD; rewrite /off_set /on_set; case: ifP => _; rewrite ?normr0 //;
    [exact: below_right | exact: below_wrong].
rewrite (replaced _ HA); last by move=> n r' t'; rewrite rD; apply: honest_right.
rewrite /pairing [X in _ <= X]big_mkcond le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => x _ /=.
rewrite /over /h; case: (agree_outside D y x); last by rewrite big1 // => a _; rewrite andbF !mul0r.
rewrite [RHS]big_mkcond; apply: eq_bigr => a _; rewrite andbT.
by case: (v a); rewrite ?mul1r ?mul0r.
Qed.

End Sign.

(** ** Numbers of cells *)
Section Numbers.
Variable N : nat.
Implicit Types (D : {set 'I_N}).

Lemma count_enum D (Q : pred 'I_N) : count Q (enum D) = (\sum_(n in D) Q n)%N.
Proof. by rewrite -sum1_count big_enum_cond /= big_mkcondr. Qed.

(** The first [m] places of a word lie on kept cells if so many are kept. *)
Lemma word_on_cells D (word : nat -> bool) m : (m <= #|D|)%N ->
  (\sum_(j < m) word j <= count (fun n => word (number D n)) (enum D))%N.
Proof.
move=> many; rewrite count_enum.
apply: (@leq_trans (\sum_(j < m) \sum_(n in D | number D n == j) word j)).
  apply: leq_sum => j _; have [n nD E] := number_onto (leq_trans (ltn_ord j) many).
  by rewrite (bigD1 n) /= ?leq_addr // nD E eqxx.
rewrite (exchange_big_dep (fun c => c \in D)) => [|j n _ /andP[] //]; apply: leq_sum => n nD /=.
rewrite nD /=; case: (ltnP (number D n) m) => [lt | ge].
  by rewrite (big_pred1 (Ordinal lt)) // => j; rewrite /= eq_sym.
by rewrite big_pred0 // => j; apply/negbTE; rewrite neq_ltn (leq_trans (ltn_ord j) ge) orbT.
Qed.

End Numbers.

Section Masks.
Variables (L : finType) (code : L -> nat -> bool).
Implicit Type u : bits L.

Lemma masked_xor u (C : finType) (D : {set C}) (number : C -> nat) (bit : C -> bool) :
  masked u [ffun l => \big[addb/false]_(c in D | code l (number c)) bit c] =
  \big[addb/false]_(c in D | word_at code u (number c)) bit c.
Proof.
rewrite /masked (eq_bigr (fun l => \big[addb/false]_(c in D | code l (number c)) bit c)) => [|l _]; last by rewrite ffunE.
rewrite (exchange_big_dep (fun c => c \in D)) /= => [|l c _ /andP[] //]; rewrite big_mkcondr; apply: eq_bigr => c cD.
rewrite (eq_bigl (fun l => u l && code l (number c))) => [|l]; last by rewrite cD.
rewrite big_mkcondr /word_at; case: (bit c); last by rewrite big1; [case: ifP | move=> l _; case: ifP].
transitivity (\big[addb/false]_(l | u l) code l (number c)); last by case: (\big[_/_]_(_ | _) _).
by apply: eq_bigr => l _; case: (code _ _).
Qed.

End Masks.

(** ** From a bound on each cell to a bound on each masked key *)
Section Domination.
Variables (R : realFieldType) (k : kind) (N n t : nat) (L : finType) (code : L -> nat -> bool) (eps : R).
Hypotheses (prop : proper k) (eps0 : 0 < eps) (eps1 : eps <= 1).
Notation U := (seats k).
Notation source := ('I_N * drawn k)%type.
Notation T := ('I_N * U)%type.
Notation cell := (@quintuplet N U).
Notation drawn_at := (@quintuplet N (drawn k)).
Notation p := (tested k N n t code).
Notation none := (fun _ _ : bits U => 0).
Notation r := ((1 - eps) / eps).
Implicit Types (D w : {set 'I_N}) (a x : bits T) (s : bits source) (u : bits L) (c : 'I_N).

Let dealK : cancel (@deal k) (@undeal k) := proj1 prop.
Let undealK := proj2 prop.
Let r0 : 0 <= r := ratio_ge0 eps0 eps1.

Lemma cell_dealt c s : cell c (dealt s) = deal (drawn_at c s).
Proof. by apply/ffunP => i; rewrite !ffunE. Qed.

Definition undealt x : bits source := [ffun q => undeal (cell q.1 x) q.2].

Lemma cell_undealt c x : drawn_at c (undealt x) = undeal (cell c x).
Proof. by apply/ffunP => i; rewrite !ffunE. Qed.

Lemma dealtK : cancel (@dealt k N) undealt.
Proof. by move=> s; apply: eq_quintuplets => c; rewrite cell_undealt cell_dealt dealK. Qed.

Lemma agree_dealt D s s' : agree_outside D (dealt s) (dealt s') = agree_outside D s s'.
Proof. by apply: eq_forallb => c; rewrite !cell_dealt (can_eq dealK). Qed.

Lemma sum_dealt (F : bits T -> R) : (forall x, dealt (undealt x) != x -> F x = 0) -> \sum_x F x = \sum_s F (dealt s).
Proof.
move=> F0; rewrite (bigID (fun x => dealt (undealt x) == x)) /= [X in _ + X]big1 ?addr0 //.
by rewrite (reindex_onto (@dealt k N) undealt) => [|x /eqP] //; apply: eq_bigl => s; rewrite dealtK !eqxx.
Qed.

Lemma kept_same s s' : agree_outside (kept_cells s) s s' ->
  (forall c, c \in kept_cells s -> asked (cell c (dealt s'))) -> kept_cells s' = kept_cells s.
Proof.
move=> agree all_asked; apply/setP => c; case cD: (c \in kept_cells s); first by rewrite inE all_asked.
by rewrite inE cell_dealt (agree_outsideP agree) ?cD // -cell_dealt; move: cD; rewrite inE.
Qed.

Lemma sum_asked (V : zmodType) (F : bits U -> bits (drawn k) -> V) :
  \sum_(d | asked (deal d)) F (deal d) d = \sum_(y | asked y) F y (undeal y).
Proof.
rewrite [RHS](reindex_onto (@deal k) (@undeal k)) => [|y /undealK //].
by apply: eq_big => [d | d _]; rewrite dealK ?eqxx ?andbT.
Qed.

(** What an honest cell counts: whether its bit is masked in, the number of masked cells to come, the tolerance to come, the
    inputs y in question; then its outputs and its inputs *)
Notation honest := (bool -> nat -> nat -> bits U -> table R U).
Variables (HA HW : honest) (b : nat -> nat -> R).

Definition masks u s c : bool := word_at code u (number (kept_cells s) c).
Definition here u s (H : honest) c r' t' : table R U := H (masks u s c) (count (masks u s) r') t' (cell c (dealt s)).

(** The cells whose bits are not masked in come first, so that the others know what of the tolerance is left to them. *)
Definition order u s : seq 'I_N :=
  [seq c <- enum (kept_cells s) | ~~ masks u s c] ++ [seq c <- enum (kept_cells s) | masks u s c].
Definition honest_walk u s : table R T := walk_at (here u s HA) (here u s HW) (order u s) t.
(** ... if just the cells [w] are wrong *)
Definition honest_walk_of w u s : table R T := walk_at (off_set none w (here u s HA)) (on_set none w (here u s HW)) (order u s) t.

Hypothesis HA0 : forall i m t' y (a x : bits U), asked y -> 0 <= HA i m t' y a x.
Hypothesis HW0 : forall i m t' y (a x : bits U), asked y -> 0 <= HW i m t' y a x.
Hypothesis HA_off : forall i m t' y (a x : bits U), asked y -> ~~ asked x -> HA i m t' y a x = 0.
Hypothesis HW_off : forall i m t' y (a x : bits U), asked y -> ~~ asked x -> HW i m t' y a x = 0.
Hypothesis b0 : forall m t', 0 <= b m t'.
Hypothesis b1 : forall t', 1 <= b 0 t'.
Hypothesis b_less : forall m m' t', (m <= m')%N -> b m' t' <= b m t'.
Definition charge_of (H : honest) i m t' (a x : bits U) : R :=
  \sum_(y | asked y) r ^+ distance (undeal y) (undeal x) * H i m t' y a x.
Hypothesis step : forall i m t' (a x : bits U), asked x ->
  charge_of HA i m t' a x * b m t' + (if t' is t''.+1 then charge_of HW i m t' a x * b m t'' else 0) <= b (i + m) t'.
Hypothesis dominate : forall u s w (Q : table R T) (v : bits T -> bool), nonnegative Q -> nonsignalling Q ->
  w \subset kept_cells s -> (forall c, c \in kept_cells s :\: w -> forall d a, v (put c d a) = v a) ->
  `|\sum_(a | [&& (#|w| <= t)%N, [forall c in kept_cells s, loses (cell c a) (cell c (dealt s)) == (c \in w)] & v a])
      (\prod_(c in kept_cells s | masks u s c) (-1) ^+ bit_of s a c) * Q a (dealt s)|
  <= \sum_(x | agree_outside (kept_cells s) (dealt s) x) \sum_(a | v a) honest_walk_of w u s a x * Q a x.

Definition weights u (o : bits T * {set 'I_N}) s s' a : R :=
  let: (shown, w) := o in let D := kept_cells s in
  if [&& (n <= #|D|)%N, agree_outside D s s', w \subset D & blank (D :\: w) a == shown] then honest_walk_of w u s a (dealt s') else 0.

Lemma kept_asked s c : c \in kept_cells s -> asked (cell c (dealt s)).
Proof. by rewrite inE. Qed.

Lemma order_all u s : perm_eq (order u s) (enum (kept_cells s)).
Proof. by rewrite /order perm_catC; apply/permPl/perm_filterC. Qed.

Lemma order_uniq u s : uniq (order u s).
Proof. by rewrite (perm_uniq (order_all u s)) enum_uniq. Qed.

Lemma mem_order u s c : (c \in order u s) = (c \in kept_cells s).
Proof. by rewrite (perm_mem (order_all u s)) mem_enum. Qed.

Lemma honest_walk_ge0 u s a x : 0 <= honest_walk u s a x.
Proof. by apply: walk_ge0 => c r' t'; rewrite mem_order => /kept_asked; [apply: HA0 | apply: HW0]. Qed.

Lemma honest_walk_of_ge0 w u s a x : 0 <= honest_walk_of w u s a x.
Proof.
apply: walk_ge0 => c r' t'; rewrite mem_order /off_set /on_set => /kept_asked y_asked; case: ifP => // _;
  [exact: HA0 | exact: HW0].
Qed.

Lemma honest_walk_off u s a x c : c \in kept_cells s -> ~~ asked (cell c x) -> honest_walk u s a x = 0.
Proof.
move=> cD off; have y_asked := kept_asked cD.
by apply: (@walk_stops _ _ _ _ c) => [|r' t'|r' t']; rewrite ?mem_order //; [apply: HA_off | apply: HW_off].
Qed.

Lemma honest_walk_of_off w u s a x c : c \in kept_cells s -> ~~ asked (cell c x) -> honest_walk_of w u s a x = 0.
Proof.
move=> cD off; have y_asked := kept_asked cD.
apply: (@walk_stops _ _ _ _ c) => [|r' t'|r' t']; rewrite ?mem_order // /off_set /on_set; case: ifP => // _;
  [exact: HA_off | exact: HW_off].
Qed.

Lemma wrong_are s a w : wrong_cells s a == w =
  (w \subset kept_cells s) && [forall c in kept_cells s, loses (cell c a) (cell c (dealt s)) == (c \in w)].
Proof.
apply/eqP/andP => [<- | [sub /forall_inP same]].
  by split; [apply/subsetP => c | apply/forall_inP => c cD]; rewrite inE ?cD // => /andP[].
apply/setP => c; rewrite inE; case cD: (c \in kept_cells s); first exact/eqP/same.
by apply/esym/negbTE; apply: contraFN cD; apply: (subsetP sub).
Qed.

Lemma signed_tested u s shown w (Q : table R T) : signed p u s (shown, w) Q =
  if (n <= #|kept_cells s|)%N && (w \subset kept_cells s) then
    \sum_(a | [&& (#|w| <= t)%N, [forall c in kept_cells s, loses (cell c a) (cell c (dealt s)) == (c \in w)] &
        blank (kept_cells s :\: w) a == shown])
      (\prod_(c in kept_cells s | masks u s c) (-1) ^+ bit_of s a c) * Q a (dealt s) else 0.
Proof.
rewrite /signed /=; case: ifP => [/andP[many sub] | no].
  apply: eq_big => [a | a _].
    have := wrong_are s a w; rewrite sub /= => <-; rewrite many xpair_eqE /=.
    by case: (wrong_cells s a =P w) => [-> | _]; rewrite ?andbT ?andbF.
  congr (_ * _); rewrite masked_xor; by elim/big_rec2: _ => // c e q _ <-; rewrite signr_addb.
rewrite big_pred0 // => a; rewrite xpair_eqE wrong_are.
by move/negbT: no; rewrite negb_and => /orP[] /negbTE ->; rewrite ?andbF.
Qed.

Lemma weights_dominate_tested u (Q : table R T) s o : nonnegative Q -> nonsignalling Q ->
  `|signed p u s o Q| <= \sum_s' \sum_a weights u o s s' a * Q a (inputs_of p s').
Proof.
case: o => shown w pos ns; rewrite signed_tested /weights /=.
case: ifP => [/andP[many sub] | no]; last first.
  rewrite normr0; apply: sumr_ge0 => s' _; rewrite big1 // => a _.
  rewrite (_ : [&& _, _, _ & _] = false) ?mul0r //.
  by move/negbT: no; rewrite negb_and => /orP[] /negbTE ->; rewrite ?andbF.
apply: le_trans (dominate u pos ns sub _) _.
  by move=> c cD d a; rewrite blank_put.
rewrite big_mkcond sum_dealt /= => [|x]; last first.
  case: ifP => // agree; apply: contraNeq => nz.
  apply/eqP/eq_quintuplets => c; rewrite cell_dealt cell_undealt.
  case cD: (c \in kept_cells s); last by rewrite (agree_outsideP agree) ?cD // cell_dealt dealK.
  apply: undealK; apply: contraNT nz => off; rewrite big1 // => a _.
  by rewrite (honest_walk_of_off _ _ _ cD off) mul0r.
rewrite le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => s' _; rewrite agree_dealt many sub /=.
case: ifP => _; last by rewrite big1 // => a _; rewrite mul0r.
by rewrite big_mkcond; apply: eq_bigr => a _; case: ifP; rewrite ?mul0r.
Qed.

(** Whatever is shown *)
Lemma sum_weights u s s' a : \sum_o weights u o s s' a =
  if (n <= #|kept_cells s|)%N && agree_outside (kept_cells s) s s' then honest_walk u s a (dealt s') else 0.
Proof.
transitivity (\sum_w \sum_shown weights u (shown, w) s s' a).
  by rewrite exchange_big pair_bigA /=; apply: eq_bigr => -[].
case: ifP => [/andP[many agree] | no]; last first.
  rewrite big1 // => w _; rewrite big1 // => shown _; rewrite /weights (_ : [&& _, _, _ & _] = false) //.
  by move/negbT: no; rewrite negb_and => /orP[] /negbTE ->; rewrite ?andbF.
rewrite /honest_walk /walk_at -walk_subsets ?order_uniq // [RHS]big_mkcond; apply: eq_bigr => w _.
rewrite (bigD1 (blank (kept_cells s :\: w) a)) //= big1 ?addr0 => [|shown ne]; last first.
  by rewrite /weights eq_sym (negbTE ne) !andbF.
rewrite /weights many agree eqxx andbT /=.
have -> : (w \subset order u s) = (w \subset kept_cells s) by apply: eq_subset_r => c; rewrite mem_order.
case: ifP => // _; rewrite /honest_walk_of /walk_at; apply: eq_walk => c _ r' t';
  by rewrite /off_set /on_set; case: ifP.
Qed.

(** What all source bits for the cells of [s'] are charged together *)
Lemma weights_charged_tested u s' a :
  (\sum_s r ^+ distance s s' * (\sum_o weights u o s s' a)) <= b (word_weight n code u) t.
Proof.
set D := kept_cells s'; pose i := masks u s'.
pose price (H : honest) c d r' t' : R := if asked (deal d)
  then r ^+ distance d (drawn_at c s') * H (i c) (count i r') t' (deal d) (cell c a) (cell c (dealt s')) else 0.
have price0 H c d r' t' : (forall i m t' y (a x : bits U), asked y -> 0 <= H i m t' y a x) -> 0 <= price H c d r' t'.
  by move=> H0; rewrite /price; case: ifP => // y_asked; rewrite mulr_ge0 ?exprn_ge0 ?H0.
pose W s := walk (fun c => price HA c (drawn_at c s)) (fun c => price HW c (drawn_at c s)) (order u s') t.
have W0 s : 0 <= W s by apply: walk_ge0 => c r' t' _; apply: price0.
have setD : [set c in order u s'] = D by apply/setP => c; rewrite inE mem_order.
apply: (@le_trans _ _ (\sum_(s | agree_outside D s' s && (n <= #|D|)%N) W s)).
  rewrite [X in _ <= X]big_mkcond; apply: ler_sum => s _ /=.
  rewrite sum_weights; case: ifP => [/andP[many agree] | _]; last by rewrite mulr0; case: ifP.
  case: (boolP [forall c in kept_cells s, asked (cell c (dealt s'))]) => [/forall_inP all_asked | ]; last first.
    rewrite negb_forall_in => /exists_inP[c cD off].
    by rewrite (honest_walk_off _ _ cD off) mulr0; case: ifP.
  have same := kept_same agree all_asked.
  rewrite /D same agree_outside_sym agree many /=.
  have masksE : masks u s =1 i by move=> c; rewrite /i /masks same.
  have orderE : order u s = order u s' by rewrite /order same; congr (_ ++ _); apply: eq_filter => c; rewrite -/i masksE.
  rewrite (distance_outside agree) (big_morph (fun m => r ^+ m) (exprD _) (expr0 _)) /honest_walk -big_enum /=.
  rewrite -(perm_big _ (order_all u s)) /walk_at walk_scale /W -orderE le_eqVlt; apply/orP; left; apply/eqP.
  apply: eq_walk => c; rewrite mem_order => /kept_asked y_asked r' t';
    by rewrite /here /price -cell_dealt y_asked masksE (eq_count masksE).
case: (leqP n #|D|) => many; last first.
  by rewrite big_pred0 // => s; rewrite andbF.
rewrite (eq_bigl (agree_outside D s')) => [|s]; last by rewrite andbT.
rewrite -setD (sum_walk (price HA) (price HW) t s' (order_uniq _ _)).
apply: le_trans (b_less _ (word_on_cells (word_at code u) many)); rewrite -(permP (order_all u s')).
have charge H c r' t' : c \in D ->
    \sum_d price H c d r' t' = charge_of H (i c) (count i r') t' (cell c a) (cell c (dealt s')).
  move=> cD; rewrite -big_mkcond /= (sum_asked (fun y d => r ^+ distance d _ * H _ _ _ y _ _)).
  by apply: eq_bigr => y _; rewrite [cell c (dealt s')]cell_dealt dealK.
apply: (walk_bound (counts := i)) => // [c r' t' | c r' t' | c r' t'].
- by move=> _; apply: sumr_ge0 => d _; apply: price0.
- by move=> _; apply: sumr_ge0 => d _; apply: price0.
rewrite mem_order => cD /=; rewrite !charge //; apply: step; exact: kept_asked.
Qed.

Lemma tested_domination u : domination p eps u (weights u) (fun _ _ => b (word_weight n code u) t).
Proof.
split; [move=> [shown w] s s' a | exact: weights_dominate_tested | exact: weights_charged_tested].
by rewrite /weights; case: ifP => // _; apply: honest_walk_of_ge0.
Qed.

End Domination.
