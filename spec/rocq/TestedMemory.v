(** * Devices with memory: what the theorems must exclude [R5.41], [R5.46]

    Let every cell be a non-signalling box that may depend on the outputs and inputs of earlier cells, and let nothing else
    signal.  Then the bounds fail: if one party of each cell answers the XOR of the majorities of all earlier cells, no cell is
    ever wrong, the run always passes, and the key is guessed with probability 3/4, however many cells there are. *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Identities Boxes Checker MajorityLemma Tensor Selection Expectation Attained TestedDefinitions Master TestedCells
  TestedTheorems TestedKinds TestedHonest.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Devices that remember *)
Section Remember.
Variables (R : realFieldType) (N : nat) (U : finType).
Notation T := ('I_N * U)%type.
Notation cell := (@quintuplet N U).
Implicit Types (a x : bits T) (c : 'I_N).

(** [a] and [b] agree in all cells before cell [c]. *)
Definition same_past c a b : bool := [forall c' : 'I_N, (c' < c)%N ==> (cell c' a == cell c' b)].

(** Each cell is a box that depends on the past alone. *)
Definition remembering (P : table R T) : Prop := exists Q : 'I_N -> bits T -> bits T -> table R U,
  [/\ forall c a x, box (Q c a x),
      forall c a a' x x', same_past c a a' -> same_past c x x' -> Q c a x = Q c a' x' &
      forall a x, P a x = \prod_c Q c a x (cell c a) (cell c x)].

(** Sums over one cell's outputs *)
Lemma sum_cell c (h : bits T -> R) (u v : bits T -> bits U -> R) (d : R) : (forall a b, h (put c b a) = h a) ->
  (forall a b, u (put c b a) = u a) -> (forall a b, v (put c b a) = v a) -> (forall a, \sum_b u a b = d * \sum_b v a b) ->
  \sum_a h a * u a (cell c a) = d * \sum_a h a * v a (cell c a).
Proof.
move=> free freeu freev same; set k := #|{: bits U}|.
have k0 : (0 < k)%N by rewrite /k card_ffun card_bool expn_gt0.
have average (f : bits T -> bits U -> R) : (forall a b, f (put c b a) = f a) ->
    (\sum_a h a * f a (cell c a)) *+ k = \sum_a h a * \sum_b f a b.
  move=> freef; rewrite -(sum_put c); apply: eq_bigr => a _; rewrite mulr_sumr; apply: eq_bigr => b _.
  by rewrite free freef quintuplet_put.
apply: (pmulrnI k0); rewrite average // -mulrnAr average // [RHS]mulr_sumr; apply: eq_bigr => a _.
by rewrite same mulrCA.
Qed.

Section Sums.
Variables (Q : 'I_N -> bits T -> table R U) (x : bits T).
Hypotheses (norm : forall c a, \sum_b Q c a b (cell c x) = 1) (past : forall c a a', same_past c a a' -> Q c a = Q c a').

Lemma past_put c c' a b : (c <= c')%N -> same_past c (put c' b a) a.
Proof. by move=> le; apply/forallP => c2; apply/implyP => lt; rewrite quintuplet_put_off // neq_ltn (leq_trans lt le). Qed.

Definition uniform : R := #|{: bits U}|%:R^-1.

(** The first [j] cells as they are, the others uniform *)
Definition until (j : nat) a : R := \prod_(c : 'I_N) (if (c < j)%N then Q c a (cell c a) (cell c x) else uniform).

Definition rest (c : 'I_N) a : R := \prod_(c' | c' != c) (if (c' < c)%N then Q c' a (cell c' a) (cell c' x) else uniform).

Lemma rest_free c a b : rest c (put c b a) = rest c a.
Proof.
apply: eq_bigr => c' ne; case: ifP => // lt.
by have /past E := @past_put c' c a b (ltnW lt); rewrite quintuplet_put_off // E.
Qed.

Lemma until_here (c : 'I_N) a : until c.+1 a = rest c a * Q c a (cell c a) (cell c x).
Proof.
rewrite /until (bigD1 c) //= ltnSn mulrC; congr (_ * _); apply: eq_bigr => c' ne.
by rewrite ltnS leq_eqVlt -[nat_of_ord c' == c]/(c' == c) (negbTE ne).
Qed.

Lemma until_before (c : 'I_N) a : until c a = rest c a * uniform.
Proof. by rewrite /until (bigD1 c) //= ltnn mulrC. Qed.

Lemma until_sign (c : 'I_N) (w : bits T -> bits U -> R) d : (forall a b, w (put c b a) = w a) ->
  (forall a, \sum_b w a b * Q c a b (cell c x) = d) -> \sum_a w a (cell c a) * until c.+1 a = d * \sum_a until c a.
Proof.
move=> freew same; rewrite (eq_bigr (fun a => rest c a * (w a (cell c a) * Q c a (cell c a) (cell c x)))) => [|a _]; last first.
  by rewrite until_here mulrCA.
rewrite (eq_bigr (fun a => rest c a * uniform) (F1 := until c)) => [|a _]; last exact: until_before.
apply: (@sum_cell c (rest c) (fun a b => w a b * Q c a b (cell c x)) (fun _ _ => uniform) d) => // [a b | a b | a].
- exact: rest_free.
- by have /past E := @past_put c c a b (leqnn _); rewrite freew E.
rewrite same sumr_const /uniform -[X in d * X]mulr_natl divff ?mulr1 // pnatr_eq0 -lt0n.
by rewrite card_ffun card_bool expn_gt0.
Qed.

Lemma until_total j : (j <= N)%N -> \sum_a until j a = 1.
Proof.
elim: j => [|j IH] jN.
  rewrite /until (eq_bigr (fun=> uniform ^+ N)) => [|a _]; last by rewrite prodr_const card_ord.
  rewrite sumr_const -[LHS]mulr_natl /uniform exprVn -natrX.
  have -> : #|{: bits T}| = (#|{: bits U}| ^ N)%N by rewrite !card_ffun card_prod card_ord mulnC expnM.
  by rewrite divff // pnatr_eq0 -lt0n expn_gt0 card_ffun card_bool expn_gt0.
have := @until_sign (Ordinal jN) (fun _ _ => 1) 1; rewrite /= (IH (ltnW jN)) mul1r => <- //.
  by apply: eq_bigr => a _; rewrite mul1r.
by move=> a; rewrite -[RHS](norm (Ordinal jN) a); apply: eq_bigr => b _; rewrite mul1r.
Qed.

Lemma until_all a : until N a = \prod_c Q c a (cell c a) (cell c x).
Proof. by apply: eq_bigr => c _; rewrite ltn_ord. Qed.

End Sums.

(** Devices that remember are not distinguished from others by the sum of their outputs' probabilities. *)
Lemma remembering_total P x : remembering P -> \sum_a P a x = 1.
Proof.
case=> Q [boxQ past E]; rewrite -(@until_total (fun c a => Q c a x) x _ _ N (leqnn _)).
- by apply: eq_bigr => a _; rewrite E until_all.
- by move=> c a; have [_ norm _] := boxQ c a x; apply: norm.
by move=> c a a' same; apply: past => //; apply/forallP => c'; rewrite eqxx implybT.
Qed.
End Remember.

(** ** One bit, and an adversary who knows nothing: eq (12) in closed form *)
Section Value.
Variables (R : realFieldType) (B T O : finType) (p : protocol B T [finType of unit] O).
Variables (S : unit -> unit -> bits B -> R) (P : unit -> unit -> table R T).
Hypothesis S0 : forall z e s, 0 <= S z e s.

Lemma max_of_unit (F : unit -> R) : 0 <= F tt -> \big[Num.max/0]_(z : unit) F z = F tt.
Proof. exact: max_unit. Qed.

Theorem guess_value : guess_of p S P =
  1 / 2%:R + 1 / 4%:R * \sum_s \sum_o `|S tt tt s * signed p [ffun=> true] s o (P tt tt)|.
Proof.
have bit_sum (F : bits unit -> R) : \sum_k F k = F [ffun=> false] + F [ffun=> true].
  rewrite (bigD1 [ffun=> false]) //=; congr (_ + _); exact: one_mask.
rewrite /guess_of; congr (_ + _ * _).
pose value k s o (b : bool) := `|real_of p S P tt tt k (s, o, b) - ideal_of p S P tt tt k (s, o, b)|.
have one k v : \big[Num.max/0]_(z : unit) (\sum_(e : unit) `|real_of p S P z e k v - ideal_of p S P z e k v|) =
    `|real_of p S P tt tt k v - ideal_of p S P tt tt k v|.
  rewrite max_unit; last by apply: sumr_ge0 => e _; apply: normr_ge0.
  by rewrite (big_pred1 tt) // => -[].
rewrite (eq_bigr _ (fun k _ => eq_bigr _ (fun v _ => one k v))).
have halves k s o : value k s o true = `|S tt tt s * signed p [ffun=> true] s o (P tt tt)| / 2%:R.
  rewrite /value /ideal_of /marginal_of from_masks one_mask card_unit expr1 normrM normrM normr_sign mul1r.
  by rewrite masked_real [`|_^-1|]ger0_norm // invr_ge0 ler0n.
have none k s o : value k s o false = 0 by rewrite /value aborted_ideal normr0.
have views (F : bits B * O * bool -> R) : \sum_v F v = \sum_s \sum_o \sum_(b : bool) F (s, o, b).
  by rewrite !pair_bigA /=; apply: eq_bigr => -[[s o] b].
rewrite bit_sum !views -big_split; apply: eq_bigr => s _; rewrite -big_split; apply: eq_bigr => o _ /=.
transitivity (value [ffun=> false] s o true + value [ffun=> false] s o false +
  (value [ffun=> true] s o true + value [ffun=> true] s o false)); first by rewrite !big_bool.
by rewrite !halves !none !addr0 -splitr.
Qed.

End Value.

(** ** The attack *)
Section Attack.
Variables (R : realFieldType) (N' : nat) (t : parties3) (j : party).
Hypothesis tt3 : triple t.
Add Field R_field : (field_laws R).
Notation N := N'.+1.
Definition memory_cells : kind := derived_inputs j (fun a _ => maj t a).
Notation k := memory_cells.
Notation everyone := ('I_N * party)%type.
Notation cell := (@quintuplet N [finType of party]).
Implicit Types (a x : bits everyone) (c : 'I_N).

(** The XOR of the majorities before cell [c] *)
Definition heard c a : bool := \big[addb/false]_(c' < N | (c' < c)%N) maj t (cell c' a).
(** Each cell is a 3/4-box whose first party answers what the cell has heard. *)
Definition echo : table R everyone := fun a x => \prod_c attaining_box R t.1.1 (heard c a) (cell c a) (cell c x).

Lemma heard_past c a a' : same_past c a a' -> heard c a = heard c a'.
Proof. by move=> /forallP same; apply: eq_bigr => c' lt; have := same c'; rewrite lt => /eqP ->. Qed.

Theorem echo_remembers : remembering echo.
Proof.
exists (fun c a _ => attaining_box R t.1.1 (heard c a)); split=> // [c a x | c a a' x x' same _]; first exact: attaining_is_box.
by rewrite (heard_past same).
Qed.

(** A 3/4-box that answers [v]: (-1)^(maj + v) has the mean 1/2. *)
Lemma answered_sign (v : bool) y : X y -> \sum_b (-1) ^+ v * (-1) ^+ maj t b * attaining_box R t.1.1 v b y = 1 / 2%:R.
Proof.
move=> Xy; rewrite (eq_bigr (fun b => (-1) ^+ v * ((-1) ^+ maj t b * attaining_box R t.1.1 v b y))) => [|b _]; last by rewrite mulrA.
rewrite -mulr_sumr prob_maj_difference; have := prob_maj_total t y (attaining_is_box R t.1.1 v).
have := attaining_value R v tt3 Xy; case: v => /= ->.
  by rewrite addrC => /(canRL (addKr _)) ->; rewrite mulN1r; fractions R.
by move=> /(canRL (addKr _)) ->; rewrite mul1r; fractions R.
Qed.

(** On inputs of the game (-1)^k has the mean 1/2. *)
Lemma echo_sign x : (forall c, X (cell c x)) -> \sum_a (-1) ^+ (\big[addb/false]_c maj t (cell c a)) * echo a x = 1 / 2%:R.
Proof.
move=> all_asked; pose Q c a : table R party := attaining_box R t.1.1 (heard c a).
have norm c a : \sum_b Q c a b (cell c x) = 1 by have [_ norm _] := attaining_is_box R t.1.1 (heard c a); apply: norm.
have past c a a' : same_past c a a' -> Q c a = Q c a' by move=> same; rewrite /Q (heard_past same).
have := @until_sign R N [finType of party] Q x past ord_max (fun a b => (-1) ^+ heard ord_max a * (-1) ^+ maj t b) (1 / 2%:R).
rewrite until_total // mulr1 => <-; last first.
- by move=> a; apply: answered_sign.
- by move=> a b; rewrite (heard_past (past_put _ _ (leqnn _))).
apply: eq_bigr => a _; rewrite until_all -signr_addb; congr ((-1) ^+ _ * _).
rewrite big_ord_recr /=; congr (_ (+) _); rewrite /heard [RHS]big_mkcond [RHS]big_ord_recr /= ltnn addbF.
by apply: eq_bigr => i _; rewrite ltn_ord.
Qed.

Lemma echo_never_wrong (s : bits ('I_N * drawn k)) a : (0 < #|wrong_cells s a|)%N -> echo a (dealt s) = 0.
Proof.
case/card_gt0P => c; rewrite !inE => /andP[ask lost].
have Xc : X (cell c (dealt s)) by rewrite -asked_five.
have Ic : I (cell c a) (cell c (dealt s)) by rewrite -loses_five.
by rewrite /echo (bigD1 c) //= {1}/attaining_box game_input_id // Ic andbF mul0r.
Qed.

Variables (n T : nat).
Hypothesis few : (n <= N)%N.
Notation p := (tested k N n T every_cell).
Notation fair := (@fair_source R [finType of 'I_N * drawn k]).
Notation devices := (fun _ _ : unit => echo).

(** All that R5.7 and R5.8 ask for holds, but that cells do not hear earlier ones. *)
Theorem memory_allowed (eps : R) : eps <= 1 / 2%:R ->
  [/\ forall z e s, 0 <= fair z e s, forall z, \sum_e \sum_s fair z e s = 1, eq1 fair eps, forall z e, remembering (devices z e) &
      forall z z' s a, \sum_e joint_of p fair devices z e s a = \sum_e joint_of p fair devices z' e s a].
Proof.
move=> small; have [S0 S1 A1 _ _] := @tested_honest_allowed R 4 N n T _ _ every_cell (complete j) (without j) (fun (b _ : bits party) => maj t b) eps small.
by split=> // z e; apply: echo_remembers.
Qed.

Lemma echo_signed (s : bits ('I_N * drawn k)) o : signed p [ffun=> true] s o echo =
  if o == (blank setT ([ffun=> false] : bits everyone), set0) then 1 / 2%:R else 0.
Proof.
have kept_all : kept_cells s = setT by apply/setP => c; rewrite !inE cell_dealt; apply: derived_asked.
have all_asked c : X (cell c (dealt s)) by rewrite -asked_five; have := in_setT c; rewrite -kept_all inE.
have shown a : wrong_cells s a = set0 -> shows p s a = (blank setT ([ffun=> false] : bits everyone), set0).
  by move=> E; rewrite /= E setD0 kept_all; congr (_, _); apply/ffunP => q; rewrite !ffunE in_setT.
pose right a := wrong_cells s a == set0.
rewrite /signed (bigID right) /= [X in _ + X]big1 ?addr0 => [|a /andP[_ wr]]; last first.
  by rewrite echo_never_wrong ?mulr0 // card_gt0.
case: eqP => [-> | ne]; last first.
  rewrite big_pred0 // => a; apply/negbTE; apply/negP => /andP[/andP[_ /eqP E] /eqP /shown E'].
  by apply: ne; rewrite -E.
rewrite -(echo_sign all_asked) [RHS](bigID right) /= [X in _ = _ + X]big1 ?addr0 => [|a wr]; last first.
  by rewrite echo_never_wrong ?mulr0 // card_gt0.
apply: eq_big => [a | a _].
  case wr: (right a); rewrite ?andbF ?andbT //; move/eqP: wr => wr.
  by have := shown a wr; rewrite /= => ->; rewrite eqxx andbT wr cards0 leq0n andbT kept_all cardsT card_ord.
congr ((-1) ^+ _ * _); rewrite /masked (big_pred1 tt) => [|[]]; last by rewrite ffunE.
by rewrite ffunE kept_all; congr nat_of_bool; apply: eq_bigl => c; rewrite in_setT.
Qed.

(** [R5.46] P(guess) is 5/8, for every number of cells, threshold and tolerance. *)
Theorem memory_attack : guess_of p fair devices = 5%:R / 8%:R.
Proof.
have count0 : 0 < #|{: bits ('I_N * drawn k)}|%:R :> R by rewrite ltr0n card_ffun card_bool expn_gt0.
have fair0 z e s : 0 <= fair z e s by rewrite invr_ge0 ltW.
rewrite guess_value // (eq_bigr (fun=> #|{: bits ('I_N * drawn k)}|%:R^-1 * (1 / 2%:R))) => [|s _].
  have total : \sum_(s : bits ('I_N * drawn k)) #|{: bits ('I_N * drawn k)}|%:R^-1 * (1 / 2%:R) = 1 / 2%:R :> R.
    by rewrite sumr_const -mulr_natl mulrA divff ?mul1r // gt_eqF.
  by rewrite total; fractions R.
rewrite (bigD1 (blank setT ([ffun=> false] : bits everyone), set0)) //= big1 ?addr0 => [|o /negbTE ne].
  by rewrite echo_signed eqxx ger0_norm // mulr_ge0 ?fair0 // divr_ge0 ?ler01 ?ler0n.
by rewrite echo_signed ne mulr0 normr0.
Qed.


End Attack.
