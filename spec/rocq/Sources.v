(** * Weak sources: no function of their bits improves them all, they may look perfect, and eq (1) asks for more than the past *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Identities Boxes Expectation Limit.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Shares of two positive numbers *)
Section Shares.
Variables (R : realFieldType) (eps : R).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Add Field R_field : (field_laws R).

Lemma weak0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Lemma weak_half : eps <= 1 - eps.
Proof.
have /andP[_ h] := weak; rewrite ler_subr_addr; apply: le_trans (ler_add h h) _.
by rewrite -mulrDl -mulr2n divff // pnatr_eq0.
Qed.
Lemma rest_gt0 : 0 < 1 - eps. Proof. exact: lt_le_trans weak0 weak_half. Qed.

(** Of two weights, each eps or 1 - eps, the first has a share from eps to 1 - eps. *)
Lemma share (u v : bool) : let w (b : bool) := if b then 1 - eps else eps in eps <= w u / (w u + w v) <= 1 - eps.
Proof.
have e0 := weak0; have r0 := rest_gt0; have le := weak_half.
have /andP[_ half] := weak; have half' : 1 / 2%:R <= 1 - eps.
  by rewrite ler_subr_addr addrC -ler_subr_addr (_ : 1 - 1 / 2%:R = 1 / 2%:R) //; fractions R.
have same (c : R) : 0 < c -> c / (c + c) = 1 / 2%:R by move=> c0; fractions R.
by case: u v => [] [] /=; rewrite ?same ?half ?half' // ?[eps + _]addrC ?subrK ?divr1 ?lexx ?le //.
Qed.
End Shares.

(** ** Santha and Vazirani *)
Section Defeat.
Variables (R : realFieldType) (B : finType) (eps : R) (A : {set bits B}).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Add Field R_field2 : (field_laws R).

Definition heavier (s : bits B) : R := if s \in A then 1 - eps else eps.
Definition total_weight : R := \sum_s heavier s.
Definition defeating (_ _ : unit) (s : bits B) : R := heavier s / total_weight.

Let e0 := weak0 weak.
Let r0 := rest_gt0 weak.

Lemma heavier_gt0 s : 0 < heavier s.
Proof. by rewrite /heavier; case: ifP. Qed.

Lemma total_weight_gt0 : 0 < total_weight.
Proof.
rewrite /total_weight (bigD1 [ffun=> false]) //=; apply: ltr_paddr; last exact: heavier_gt0.
by apply: sumr_ge0 => s _; apply: ltW (heavier_gt0 s).
Qed.

Lemma total_weightE : total_weight = #|A|%:R * (1 - eps) + #|~: A|%:R * eps.
Proof.
rewrite /total_weight (bigID (mem A)) /= !mulr_natl -!sumr_const; congr (_ + _).
  by apply: eq_bigr => s; rewrite /heavier => ->.
by apply: eq_big => [s | s /negbTE]; rewrite ?inE // /heavier => ->.
Qed.

Lemma defeating_probabilities : probabilities defeating.
Proof.
split=> [z e s | z]; first by rewrite divr_ge0 // ltW ?heavier_gt0 ?total_weight_gt0.
by rewrite (big_pred1 tt) => [|[]] //; rewrite -mulr_suml divff // gt_eqF ?total_weight_gt0.
Qed.

Lemma defeating_eq1 : eq1 defeating eps.
Proof.
move=> z e j s _; rewrite /prob_given_others /prob_others sum_agree /defeating -mulrDl.
have cancel (h h' T : R) : 0 < h -> 0 < h' -> 0 < T -> h / T / ((h + h') / T) = h / (h + h') by move=> *; fractions R.
rewrite cancel ?heavier_gt0 ?total_weight_gt0 // /heavier; exact: (share weak).
Qed.

Lemma defeating_value : \sum_(s in A) defeating tt tt s = #|A|%:R * (1 - eps) / total_weight.
Proof.
by rewrite -mulr_suml (eq_bigr (fun=> 1 - eps)) => [|s]; rewrite ?sumr_const ?mulr_natl // /heavier => ->.
Qed.
End Defeat.

Section Functions.
Variables (R : realFieldType) (B : finType) (eps : R) (f : bits B -> bool).
Hypothesis weak : 0 < eps <= 1 / 2%:R.

(** [R8.10] For every function f that is 0 on half of the strings there is a source of eq (1) with P(f = 0) = 1 - eps ... *)
Theorem santha_vazirani : #|[set s | ~~ f s]| = #|[set s | f s]| ->
  exists S : unit -> unit -> bits B -> R, [/\ probabilities S, eq1 S eps & \sum_(s | ~~ f s) S tt tt s = 1 - eps].
Proof.
move=> half; pose A := [set s | ~~ f s]; have compl : ~: A = [set s | f s] by apply/setP => s; rewrite !inE negbK.
exists (defeating eps A); split; [exact: defeating_probabilities | exact: defeating_eq1 | ].
have -> : \sum_(s | ~~ f s) defeating eps A tt tt s = \sum_(s in A) defeating eps A tt tt s by apply: eq_bigl => s; rewrite inE.
rewrite defeating_value total_weightE compl -half -/A -mulrDr subrK mulr1 mulrAC divff ?mul1r //.
rewrite pnatr_eq0 -lt0n; have : (0 < #|A| + #|~: A|)%N by rewrite cardsC card_ffun card_bool expn_gt0.
by rewrite compl -half -/A addnn double_gt0.
Qed.

(** ... and whatever the function, one with which some value has at least the probability 1 - eps. *)
Theorem no_function_improves : exists (S : unit -> unit -> bits B -> R) (v : bool),
  [/\ probabilities S, eq1 S eps & 1 - eps <= \sum_(s | f s == v) S tt tt s].
Proof.
pose A v := [set s | f s == v]; have compl v : ~: A v = A (~~ v).
  by apply/setP => s; rewrite !inE; case: (f s) v => [] [].
have [v more] : exists v, (#|A (~~ v)| <= #|A v|)%N.
  by case: (leqP #|A true| #|A false|) => [le | /ltnW le]; [exists false | exists true].
exists (defeating eps (A v)), v; split; [exact: defeating_probabilities | exact: defeating_eq1 | ].
have -> : \sum_(s | f s == v) defeating eps (A v) tt tt s = \sum_(s in A v) defeating eps (A v) tt tt s.
  by apply: eq_bigl => s; rewrite inE.
rewrite defeating_value ler_pdivl_mulr ?total_weight_gt0 // mulrC; apply: ler_wpmul2r; first exact: ltW (rest_gt0 weak).
rewrite total_weightE compl; apply: (@le_trans _ _ (#|A v|%:R * (1 - eps) + #|A v|%:R * eps)).
  by rewrite ler_add2l; apply: ler_wpmul2r; rewrite ?ler_nat // ltW // (weak0 weak).
by rewrite -mulrDr subrK mulr1.
Qed.
End Functions.

(** ** A source that looks perfect *)
Section Unbiased.
Variables (R : realFieldType) (B : finType) (eps : R).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Add Field R_field3 : (field_laws R).

(** e is uniform, and each bit is that of e with probability 1 - eps. *)
Definition guessed (_ : unit) (e s : bits B) : R := (1 / 2%:R) ^+ #|B| * \prod_j (if s j == e j then 1 - eps else eps).

Let e0 := weak0 weak.
Let r0 := rest_gt0 weak.
Let weight_gt0 (b : bool) : 0 < if b then 1 - eps else eps. Proof. by case: b. Qed.

Lemma guessed_gt0 z e s : 0 < guessed z e s.
Proof. by rewrite mulr_gt0 ?exprn_gt0 ?divr_gt0 ?ltr01 ?ltr0n //; apply: prodr_gt0 => j _. Qed.

Lemma both_values (b : bool) : \sum_(v : bool) (if v == b then 1 - eps else eps) = 1 :> R.
Proof. by rewrite big_bool; case: b => /=; rewrite 1?addrC ?subrK // addrC subrK. Qed.

Lemma halves_one : (1 / 2%:R) ^+ #|B| *+ #|{: bits B}| = 1 :> R.
Proof. by rewrite card_ffun card_bool -mulr_natr natrX -exprMn div1r mulVf ?pnatr_eq0 // expr1n. Qed.

Lemma flip_given z e j s : prob_given_others guessed z e j s = if s j == e j then 1 - eps else eps.
Proof.
rewrite /prob_given_others /prob_others sum_agree /guessed !(bigD1 j (P := predT)) //= flip_at.
set rest := \prod_(i | i != j) (if s i == e i then _ else _).
have -> : \prod_(i | i != j) (if flip j s i == e i then 1 - eps else eps) = rest.
  by apply: eq_bigr => i ij; rewrite flip_off.
have rest0 : 0 < rest by apply: prodr_gt0 => i _.
have c0 : 0 < (1 / 2%:R) ^+ #|B| :> R by rewrite exprn_gt0 // divr_gt0 ?ltr01 ?ltr0n.
move: ((1 / 2%:R) ^+ #|B|) rest c0 rest0 => c rest c0 rest0.
have ratio p p' : p + p' = 1 -> c * (p * rest) / (c * (p * rest) + c * (p' * rest)) = p.
  by move=> sum1; rewrite -mulrDr -mulrDl sum1 mul1r; fractions R.
by case: (s j) (e j) => [] [] /=; apply: ratio; rewrite ?subrK // addrC subrK.
Qed.

(** [R8.14] Eq (1) holds with just eps; the bits are uniform for whoever does not know e; with e each bit is guessed with 1 - eps. *)
Theorem unbiased_looking : [/\ probabilities guessed, eq1 guessed eps,
  (forall s, \sum_e guessed tt e s = (1 / 2%:R) ^+ #|B|) &
  forall j, \sum_(e : bits B) \sum_(s : bits B | s j == e j) guessed tt e s = 1 - eps].
Proof.
have marginal s : \sum_e guessed tt e s = (1 / 2%:R) ^+ #|B|.
  rewrite -mulr_sumr -[RHS]mulr1; congr (_ * _).
  rewrite -(bigA_distr_bigA (fun j v => if s j == v then 1 - eps else eps)) big1 // => j _.
  by rewrite -[RHS](both_values (s j)); apply: eq_bigr => v _; rewrite eq_sym.
have given e : \sum_s guessed tt e s = (1 / 2%:R) ^+ #|B|.
  rewrite -mulr_sumr -[RHS]mulr1; congr (_ * _).
  rewrite -(bigA_distr_bigA (fun j v => if v == e j then 1 - eps else eps)) big1 // => j _; exact: both_values.
have total : \sum_(e : bits B) (1 / 2%:R) ^+ #|B| = 1 :> R by rewrite sumr_const halves_one.
split=> [| z e j s _ | // | j].
- split=> [z e s | []]; first exact: ltW (guessed_gt0 z e s).
  by rewrite -[RHS]total; apply: eq_bigr => e _; apply: given.
- have le := weak_half weak; rewrite flip_given; case: ifP => _; rewrite lexx ?le ?andbT //.
transitivity (\sum_(e : bits B) (1 / 2%:R) ^+ #|B| * (1 - eps)); last by rewrite -mulr_suml total mul1r.
apply: eq_bigr => e _.
rewrite -mulr_sumr; congr (_ * _).
pose A i (v : bool) : R := if (i == j) && (v != e i) then 0 else if v == e i then 1 - eps else eps.
transitivity (\sum_(s : bits B) \prod_i A i (s i)).
  rewrite big_mkcond; apply: eq_bigr => s _; case: ifP => [same | differ].
    by apply: eq_bigr => i _; rewrite /A; have [-> | _] := eqVneq i j; rewrite ?same.
  by rewrite (bigD1 j) //= /A eqxx differ mul0r.
rewrite -(bigA_distr_bigA A) (bigD1 j) //= [X in _ * X]big1 ?mulr1 => [|i ij].
  by rewrite big_bool /A eqxx; case: (e j); [exact: addr0 | exact: add0r].
rewrite -[RHS](both_values (e i)); apply: eq_bigr => v _; by rewrite /A (negbTE ij).
Qed.

(** ... and with no larger eps. *)
Theorem unbiased_looking_exact eps' (j : B) : eq1 guessed eps' -> eps' <= eps.
Proof.
pose e : bits B := [ffun=> false]; pose s := flip j e.
move=> /(_ tt e j s); rewrite flip_given flip_at /=; have -> : (~~ e j == e j) = false by case: (e j).
move=> h; have pos : 0 < prob_others guessed tt e j s by rewrite /prob_others sum_agree addr_gt0 ?guessed_gt0.
by have /andP[] := h pos.
Qed.
End Unbiased.

(** ** Given the past alone *)
Section Past.
Variables (R : realFieldType) (n : nat).

(** Eq (1) bounds each bit given those before it as well. *)
Lemma first_step (Z : Type) (E : finType) (S : Z -> E -> bits 'I_n -> R) z e (j : 'I_n) s :
  prob_first S j z e s = prob_first S j.+1 z e s + prob_first S j.+1 z e (flip j s).
Proof.
rewrite /prob_first (bigID (fun s' : bits 'I_n => s' j == s j)) /=; congr (_ + _); apply: eq_bigl => s'.
  apply/andP/forallP => [[/forallP same sj] i | same].
    by rewrite ltnS leq_eqVlt; apply/implyP => /orP[/eqP/val_inj -> // | ij]; apply: (implyP (same i)).
  split; last by have := same j; rewrite ltnSn.
  by apply/forallP => i; apply/implyP => ij; apply: (implyP (same i)); rewrite ltnS ltnW.
apply/andP/forallP => [[/forallP same sj] i | same].
  rewrite ltnS leq_eqVlt; apply/implyP => /orP[/eqP/val_inj -> | ij].
    by rewrite flip_at; case: (s' j) (s j) sj => [] [].
  rewrite flip_off; first exact: (implyP (same i)).
  by apply: contraTneq ij => ->; rewrite ltnn.
split; last by have := same j; rewrite ltnSn flip_at => /eqP ->; case: (s j).
apply/forallP => i; apply/implyP => ij; have := same i; rewrite ltnS ltnW // flip_off //.
by apply: contraTneq ij => ->; rewrite ltnn.
Qed.

Lemma first_flip (Z : Type) (E : finType) (S : Z -> E -> bits 'I_n -> R) z e (j : 'I_n) s :
  prob_first S j.+1 z e (flip j s) = \sum_(s' : bits 'I_n | [forall i : 'I_n, (i < j.+1)%N ==> (s' i == s i)]) S z e (flip j s').
Proof.
rewrite /prob_first (reindex_inj (@flip_inj _ j)); apply: eq_bigl => s'; apply: eq_forallb => i.
by rewrite !ffunE (inj_eq (@addIb _)).
Qed.

Theorem eq1_past (Z : Type) (E : finType) (S : Z -> E -> bits 'I_n -> R) eps :
  (forall z e s, 0 <= S z e s) -> eq1 S eps -> past_only S eps.
Proof.
move=> S0 S1 z e j s pos; rewrite ler_pdivl_mulr // ler_pdivr_mulr // first_step first_flip -big_split !mulr_sumr.
by apply/andP; split; apply: ler_sum => s' _; have /andP[] := @source_bounds _ _ _ _ S eps S0 S1 z e j s' _ (erefl _).
Qed.
End Past.

(** Bit 0 is fair, and each other bit equals it with probability 1 - q. *)
Section Copies.
Variables (R : realFieldType) (n : nat) (q : R).
Hypothesis weak : 0 < q <= 1 / 2%:R.
Add Field R_field4 : (field_laws R).

Definition copy (v : bool) (i : 'I_n.+1) (b : bool) : R := if i == ord0 then 1 / 2%:R else if b == v then 1 - q else q.
Definition copies (_ _ : unit) (s : bits 'I_n.+1) : R := \prod_i copy (s ord0) i (s i).

Let q0 := weak0 weak.
Let r0 := rest_gt0 weak.

Lemma copy_gt0 v i b : 0 < copy v i b.
Proof. by rewrite /copy; case: ifP => _; [rewrite divr_gt0 ?ltr01 ?ltr0n | case: ifP]. Qed.

Lemma copies_gt0 z e s : 0 < copies z e s.
Proof. by apply: prodr_gt0 => i _; apply: copy_gt0. Qed.

Lemma copy_total v i : \sum_(b : bool) copy v i b = 1.
Proof.
rewrite big_bool /copy; case: ifP => _; first by rewrite /= -splitr.
by case: v; rewrite /= 1?addrC ?subrK // addrC subrK.
Qed.

(** The probability of the first k+1 bits *)
Lemma copies_first k z e s : prob_first copies k.+1 z e s = \prod_(i : 'I_n.+1 | (i < k.+1)%N) copy (s ord0) i (s i).
Proof.
pose A (i : 'I_n.+1) (b : bool) : R := if (i < k.+1)%N ==> (b == s i) then copy (s ord0) i b else 0.
transitivity (\sum_(s' : bits 'I_n.+1) \prod_i A i (s' i)).
  rewrite /prob_first big_mkcond; apply: eq_bigr => s' _; case: ifP => [/forallP same | /negbT].
    have /eqP s0 : s' ord0 == s ord0 by apply: (implyP (same ord0)).
    by apply: eq_bigr => i _; rewrite /A (same i) s0.
  by rewrite negb_forall => /existsP[i /negbTE ne]; rewrite (bigD1 i) //= /A ne mul0r.
rewrite -(bigA_distr_bigA A) [RHS]big_mkcond; apply: eq_bigr => i _; rewrite /A; case: (i < k.+1)%N => /=.
  by rewrite big_bool; case: (s i); rewrite /= ?addr0 ?add0r.
exact: copy_total.
Qed.

Lemma copies_all z e s : prob_first copies 0 z e s = 1.
Proof.
have -> : prob_first copies 0 z e s = prob_first copies 1 z e s + prob_first copies 1 z e (flip ord0 s).
  exact: (first_step copies z e ord0 s).
rewrite !copies_first; have only0 u : \prod_(i : 'I_n.+1 | (i < 1)%N) copy (u ord0) i (u i) = 1 / 2%:R.
  by rewrite (big_pred1 ord0) /copy ?eqxx // => i; rewrite ltnS leqn0.
by rewrite !only0 -splitr.
Qed.

Theorem copies_probabilities : probabilities copies.
Proof.
split=> [z e s | z]; first exact: ltW (copies_gt0 z e s).
rewrite (big_pred1 tt) => [|[]] //; rewrite -(copies_all z tt [ffun=> false]).
by apply: eq_bigl => s'; apply/esym/forallP => i.
Qed.

Theorem copies_past : past_only copies q.
Proof.
have [le half] := (weak_half weak, andP weak).
move=> z e [[|k] kn] s _ /=.
  rewrite copies_all divr1 copies_first (big_pred1 ord0) => [|i]; last by rewrite ltnS leqn0.
  by rewrite /copy eqxx; case: half => _ h; rewrite h ler_subr_addr -ler_subr_addl (_ : 1 - 1 / 2%:R = 1 / 2%:R) //; fractions R.
pose j : 'I_n.+1 := Ordinal kn; rewrite !copies_first (bigD1 j) ?ltnS //=.
have -> : \prod_(i : 'I_n.+1 | (i < k.+2)%N && (i != j)) copy (s ord0) i (s i) = \prod_(i : 'I_n.+1 | (i < k.+1)%N) copy (s ord0) i (s i).
  apply: eq_bigl => i; rewrite -val_eqE /= ltnS leq_eqVlt; case: eqP => [-> | _] /=; first by rewrite ltnn.
  by rewrite andbT.
rewrite mulfK ?gt_eqF ?prodr_gt0 // => [|i _]; last exact: copy_gt0.
by rewrite /copy /=; case: ifP => _; rewrite lexx ?le ?andbT.
Qed.

(** Given all others, bit 0 has one value with probability q^n / (q^n + (1-q)^n) only. *)
Theorem copies_eq1 eps : eq1 copies eps -> eps <= q ^+ n / (q ^+ n + (1 - q) ^+ n).
Proof.
pose s : bits 'I_n.+1 := [ffun i => i == ord0].
have value (v : bool) (u : bits 'I_n.+1) : u ord0 = v -> (forall i, i != ord0 -> u i = false) ->
    copies tt tt u = 1 / 2%:R * (if v then q else 1 - q) ^+ n.
  move=> u0 rest; rewrite /copies (bigD1 ord0) //= {1}/copy eqxx u0; congr (_ * _).
  rewrite (eq_bigr (fun=> if v then q else 1 - q)) => [|i ne]; last by rewrite /copy (negbTE ne) rest //; case: (v).
  by rewrite prodr_const cardC1 card_ord.
have sE : copies tt tt s = 1 / 2%:R * q ^+ n.
  by apply: (value true); rewrite ?ffunE // => i /negbTE ne; rewrite ffunE ne.
have fE : copies tt tt (flip ord0 s) = 1 / 2%:R * (1 - q) ^+ n.
  by apply: (value false); rewrite ?flip_at ?ffunE // => i ne; rewrite flip_off // ffunE (negbTE ne).
move=> /(_ tt tt ord0 s); rewrite /prob_given_others /prob_others sum_agree sE fE -mulrDr.
have h0 : 0 < 1 / 2%:R :> R by rewrite divr_gt0 ?ltr01 ?ltr0n.
have sum0 : 0 < q ^+ n + (1 - q) ^+ n by rewrite addr_gt0 ?exprn_gt0.
move=> /(_ (mulr_gt0 h0 sum0))/andP[]; by rewrite invfM mulrACA mulfV ?gt_eqF // mul1r.
Qed.
End Copies.

(** Sources that are bounded by q < 1/2 given the past obey eq (1) with no eps that serves all of them. *)
Theorem past_only_is_weaker (R : archiFieldType) (q eps : R) : 0 < q -> q < 1 / 2%:R -> 0 < eps ->
  exists n, exists S : unit -> unit -> bits 'I_n -> R, [/\ probabilities S, past_only S q & ~ eq1 S eps].
Proof.
move=> q0 q_half eps0; have weak : 0 < q <= 1 / 2%:R by rewrite q0 ltW.
have r0 := rest_gt0 weak; have q_less : q < 1 - q.
  rewrite ltr_subr_addr; apply: lt_le_trans (ltr_add q_half q_half) _; by rewrite -splitr.
have x0 : 0 <= q / (1 - q) by rewrite divr_ge0 // ltW.
have x1 : q / (1 - q) < 1 by rewrite ltr_pdivr_mulr // mul1r.
have half0 : 0 < eps / 2%:R by rewrite divr_gt0 ?ltr0n.
have [n small] := powers_vanish x0 x1 half0.
exists n.+1, (copies (n := n) q); split; [exact: copies_probabilities | exact: copies_past | ].
move=> /(copies_eq1 weak) le; have : eps <= eps / 2%:R.
  apply: le_trans le (le_trans _ small); rewrite expr_div_n; apply: ler_wpmul2l; first by rewrite exprn_ge0 // ltW.
  by rewrite lef_pinv ?posrE ?addr_gt0 ?exprn_gt0 // ler_addr exprn_ge0 // ltW.
by rewrite ler_pdivl_mulr ?ltr0n // mulr_natr mulr2n ger_addl leNgt eps0.
Qed.
