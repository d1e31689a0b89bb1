(** * The paper's Theorem, eq (13), and its limit *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Identities Boxes Selection Expectation Rows Grid Theorems Limit Distinguisher Steps.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** The paper's P(guess) is at most that of whoever sees the discarded quintuplets as well *)
Section Coarser.
Variables (R : realFieldType) (N Nd m : nat) (Z E : finType).
Variables (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R) (P : Z -> E -> table R (all_parties N)) (t : parties3).
Notation view := (bits (source_bits N [finType of 'I_m]) * bits (all_parties N) * bool)%type.
Notation block := {ffun 'I_Nd -> bits party}.

Definition less (v : view) : block * (bits 'I_m * {ffun bits 'I_m -> option (block * block)}) * bool :=
  let: (s, o, b) := v in let M := kept (inputs s) in let l := selection s in
  (in_block M (inputs s) l, (l, [ffun j => if j == l then None else Some (in_block M o j, in_block M (inputs s) j)]), b).

Lemma block_blank (M : {set 'I_N}) (l j : bits 'I_m) a : j != l ->
  in_block (Nd := Nd) M (blank (distilled (@row Nd m) M l) a) j = in_block M a j.
Proof.
move=> jl; apply/ffunP => i; case: (pickP (cell M j i)) => [n here | none]; last by rewrite !in_block_none.
rewrite !(in_block_cell _ here); apply/ffunP => p; rewrite !ffunE /=.
have -> // : n \notin distilled (@row Nd m) M l.
by rewrite inE; apply/existsP => -[i' there]; have [_ same] := cell_column here there; rewrite same eqxx in jl.
Qed.

Lemma published_less s a : paper_published Nd s a = less (published (@row Nd m) 0 s a).
Proof.
rewrite /paper_published /less /published paper_gE; congr (_, (_, _), _); apply/ffunP => j; rewrite !ffunE.
by case: eqP => // /eqP jl; rewrite block_blank.
Qed.

Theorem paper_guess_le : paper_guess (@xor Nd) t S P <= guess (@row Nd m) S P 0 t.
Proof.
rewrite guessE; have -> : best_guess (whole_table (@row Nd m) S P 0 t) (whole_ideal (@row Nd m) S P 0 t) =
    best_guess (whole_table (@row Nd m) S P 0 t) (eq11 snd (whole_table (@row Nd m) S P 0 t)).
  by congr (_ + _ * _); apply: eq_bigr => o _; apply: eq_bigr => z _; apply: eq_bigr => e _; rewrite whole_idealE.
apply: (seeing_less (h := less)) => [[[s o] b] // | z e k v'].
rewrite /paper_real /whole_table /real [RHS]exchange_big; apply: eq_bigr => s _.
rewrite (partition_big (published (@row Nd m) 0 s) (fun v => less v == v')) /= => [|a]; last first.
  by rewrite published_less => /eqP[_ ->].
apply: eq_bigr => v /eqP hv; apply: eq_bigl => a; rewrite xpair_eqE paper_keyE published_less -andbA.
by have [-> | _] := eqVneq (published _ _ _ a) v; rewrite ?hv ?eqxx ?andbF ?andbT.
Qed.
End Coarser.

(** ** Eq (13) *)
Section Theorem13.
Variables (R : realFieldType) (eps : R).
Hypothesis weak : 0 < eps <= 1 / 2%:R.
Add Field R_field : (field_laws R).

Let eps0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Let half1 : 1 / 2%:R <= 1 :> R. Proof. by rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n. Qed.
Let half0 : 0 <= 1 / 2%:R :> R. Proof. by rewrite divr_ge0 ?ler01 ?ler0n. Qed.
Let eps1 : eps <= 1. Proof. by have /andP[_ h] := weak; apply: le_trans h half1. Qed.
Let u1 : 1 <= eps^-1. Proof. by rewrite invf_ge1. Qed.
Let u0 : 0 <= eps^-1. Proof. exact: le_trans ler01 u1. Qed.

Let K0 : 0 <= K_half eps.
Proof.
by rewrite /K_half addr_ge0 ?divr_ge0 ?ler0n // mulr_ge0 ?ler0n // exprn_ge0 // divr_ge0 ?subr_ge0 // ltW.
Qed.

(** 1/2 + K = 3 eps^-2 - 6 (eps^-1 - 1) is at most 32 beta eps^-5. *)
Lemma half_below_paper beta : 1 <= beta -> 1 / 2%:R + K_half eps <= 32%:R * beta * eps ^- 5.
Proof.
move=> beta1; have en0 : eps != 0 by rewrite gt_eqF.
have -> : 1 / 2%:R + K_half eps = 3%:R * eps^-1 ^+ 2 - 6%:R * (eps^-1 - 1) by rewrite /K_half; fractions R.
apply: (@le_trans _ _ (3%:R * eps^-1 ^+ 2)).
  by rewrite ler_subl_addr ler_addl mulr_ge0 ?ler0n // subr_ge0.
rewrite -exprVn; apply: ler_pmul; rewrite ?ler0n ?exprn_ge0 //; last exact: ler_weexpn2l.
by apply: (@le_trans _ _ 32%:R); [rewrite ler_nat | rewrite ler_pmulr ?ltr0n].
Qed.

Variables (N Nd m : nat) (Z E : finType).
Variables (P : Z -> E -> table R (all_parties N)) (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R).
Hypothesis large : (3 * (Nd * 2 ^ m) <= N + 2)%N.
Hypothesis setting : assumptions S P eps.

(** For f = XOR already without the paper's factors 3 sqrt(Nd)/2 and 2 *)
Theorem eq13_sharper alpha beta : 1 / 2%:R <= alpha -> 1 <= beta ->
  paper_guess (@xor Nd) first_three S P <=
  1 / 2%:R + 1 / 4%:R * (alpha ^+ Nd + (1 - eps) ^+ m * (32%:R * beta * eps ^- 5) ^+ Nd).
Proof.
move=> alpha_half beta1; apply: le_trans (paper_guess_le Nd S P first_three) _.
apply: le_trans (row_half weak large setting) _; rewrite ler_add2l; apply: ler_wpmul2l.
  by rewrite divr_ge0 ?ler01 ?ler0n.
have q0 : 0 <= (1 - eps) ^+ m by rewrite exprn_ge0 // subr_ge0.
have ak0 : 0 <= 1 / 2%:R + K_half eps by rewrite addr_ge0.
apply: ler_add; first by apply: ler_expn2r; rewrite ?nnegrE // (le_trans half0).
apply: ler_wpmul2l => //; rewrite ler_subl_addr; apply: (@le_trans _ _ ((32%:R * beta * eps ^- 5) ^+ Nd)).
  by apply: ler_expn2r; rewrite ?nnegrE ?half_below_paper // (le_trans ak0) ?half_below_paper.
by rewrite ler_addl exprn_ge0.
Qed.

Theorem eq13_xor alpha beta root : 1 / 2%:R <= alpha -> 1 <= beta -> 0 <= root -> root ^+ 2 = Nd%:R -> (0 < Nd)%N ->
  paper_guess (@xor Nd) first_three S P <= bound13 alpha beta eps root Nd m.
Proof.
move=> alpha_half beta1 root0 rootE some; apply: le_trans (eq13_sharper alpha_half beta1) _.
have root1 : 1 <= root by rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?ler01 // expr1n rootE ler1n.
have q0 : 0 <= (1 - eps) ^+ m by rewrite exprn_ge0 // subr_ge0.
have c0 : 0 <= (32%:R * beta * eps ^- 5) ^+ Nd.
  apply: exprn_ge0; apply: mulr_ge0; last by rewrite -exprVn exprn_ge0.
  by rewrite mulr_ge0 ?ler0n // (le_trans ler01).
have a0 : 0 <= alpha ^+ Nd by rewrite exprn_ge0 // (le_trans half0).
rewrite /bound13 ler_add2l; apply: ler_pmul.
- by rewrite divr_ge0 ?ler01 ?ler0n.
- by rewrite addr_ge0 // mulr_ge0.
- apply: (@le_trans _ _ (1 : R)); first by rewrite ler_pdivr_mulr ?ltr0n // mul1r ler1n.
  rewrite ler_pdivl_mulr ?ltr0n // mul1r -[2%:R]mulr1; apply: ler_pmul; rewrite ?ler0n ?ler01 //.
  by rewrite ler_nat.
by rewrite ler_add2l -[2%:R * _ * _]mulrA ler_pemull ?mulr_ge0 ?ler1n.
Qed.
End Theorem13.

(** The paper's Theorem as it stands: there are such alpha and beta, and for each Nd an f, for all else at once. *)
Theorem eq13 (R : rcfType) : exists alpha beta : R, [/\ 0 < alpha, alpha < 1, 1 < beta &
  forall Nd, (0 < Nd)%N -> exists f : bits 'I_Nd -> bool,
  forall (eps : R) (N m : nat) (Z E : finType) (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R)
    (P : Z -> E -> table R (all_parties N)),
  0 < eps <= 1 / 2%:R -> (3 * (Nd * 2 ^ m) <= N + 2)%N -> assumptions S P eps ->
  paper_guess f first_three S P <= bound13 alpha beta eps (Num.sqrt Nd%:R) Nd m].
Proof.
exists (1 / 2%:R), 2%:R; split.
- by rewrite divr_gt0 ?ltr01 ?ltr0n.
- by rewrite ltr_pdivr_mulr ?ltr0n // mul1r ltr1n.
- by rewrite ltr1n.
move=> Nd some; exists (@xor Nd) => eps N m Z E S P weak large setting.
by apply: (eq13_xor weak large setting); rewrite ?ler1n ?sqrtr_ge0 // sqr_sqrtr ?ler0n.
Qed.

(** ** The limit, with the paper's own Nb *)
Section Limit13.
Variables (R : archiFieldType) (eps alpha beta : R).
Hypotheses (weak : 0 < eps <= 1 / 2%:R) (alpha01 : 0 <= alpha < 1) (beta1 : 1 <= beta).
Add Field R_field : (field_laws R).

Let c := 32%:R * beta * eps ^- 5.
Let eps0 : 0 < eps. Proof. by have /andP[] := weak. Qed.
Let half1 : 1 / 2%:R < 1 :> R. Proof. by rewrite ltr_pdivr_mulr ?ltr0n // mul1r ltr1n. Qed.
Let eps1 : eps < 1. Proof. by have /andP[_ h] := weak; apply: le_lt_trans h half1. Qed.

Let c2 : 2%:R <= c.
Proof.
apply: (@le_trans _ _ 32%:R); first by rewrite ler_nat.
rewrite /c -mulrA ler_pmulr ?ltr0n //; apply: mulr_ege1 => //; rewrite -exprVn exprn_ege1 //.
by rewrite invf_ge1 // ltW.
Qed.
Let c0 : 0 < c. Proof. by apply: lt_le_trans c2; rewrite ltr0n. Qed.

(** There is a least m as the paper asks for. *)
Theorem paper_size_exists Nd : exists2 m, paper_size beta eps Nd m & forall m', paper_size beta eps Nd m' -> (m <= m')%N.
Proof.
have some : exists m, paper_size beta eps Nd m.
  by apply: powers_vanish; rewrite ?subr_ge0 ?ltr_subl_addr ?ltr_addl ?invr_gt0 ?exprn_gt0 // ltW.
by case: (ex_minnP some) => m ok least; exists m.
Qed.

(** n(n-1)/2 h^2 <= (1 + h)^n *)
Lemma bernoulli2 (h : R) n : 0 <= h -> 'C(n, 2)%:R * h ^+ 2 <= (1 + h) ^+ n.
Proof.
move=> h0; elim: n => [|n IH]; first by rewrite mul0r ler01.
rewrite [_ ^+ n.+1]exprSr binS bin1 natrD mulrDl mulrDr mulr1; apply: ler_add => //.
rewrite expr2 mulrA; apply: ler_wpmul2r => //; apply: le_trans (bernoulli n h0).
by rewrite ler_addr ler01.
Qed.

(** n x^n becomes smaller than anything if x < 1. *)
Lemma multiples_vanish (x d : R) : 0 <= x -> x < 1 -> 0 < d -> exists n0, forall n, (n0 <= n)%N -> n%:R * x ^+ n <= d.
Proof.
move=> x0 x1 d0; have [-> | xn0] := eqVneq x 0.
  by exists 1%N => -[//|n _]; rewrite expr0n /= mulr0 ltW.
have xp : 0 < x by rewrite lt_def xn0.
have [h h0 xE] : exists2 h, 0 < h & x^-1 = 1 + h.
  by exists (x^-1 - 1); [rewrite subr_gt0 invf_gt1 | rewrite addrC subrK].
pose b := 2%:R / (d * h ^+ 2); have b0 : 0 <= b by rewrite divr_ge0 ?mulr_ge0 ?ler0n ?exprn_ge0 // ltW.
exists (Num.bound b).+2 => -[//|n] large.
have n_large : b <= n%:R.
  by apply: le_trans (ltW (archi_boundP b0)) _; rewrite ler_nat; apply: leq_trans (leqnSn _) large.
rewrite -[x]invrK exprVn xE ler_pdivr_mulr ?exprn_gt0 ?addr_gt0 //.
apply: le_trans (ler_wpmul2l (ltW d0) (bernoulli2 n.+1 (ltW h0))).
have binE : 'C(n.+1, 2)%:R = n.+1%:R * n%:R / 2%:R :> R.
  apply: (@mulIf _ 2%:R); rewrite ?pnatr_eq0 // divfK ?pnatr_eq0 // -!natrM; congr _%:R.
  by rewrite mulnC -mul_bin_diag bin1.
have regroup (a b' : R) : d * (a * b' / 2%:R * h ^+ 2) = a * (b' * ((d * h ^+ 2) / 2%:R)) by fractions R.
rewrite binE regroup.
rewrite ler_pmulr ?ltr0n // -ler_pdivr_mulr ?divr_gt0 ?mulr_gt0 ?exprn_gt0 ?ltr0n // mul1r invf_div.
exact: n_large.
Qed.

(** [R5.58] For all Nd from some n0 on and all m that the paper asks for, the right side of (13) is as close to 1/2 as wanted. *)
Theorem paper_limit delta : 0 < delta -> exists n0, forall Nd m root, (n0 <= Nd)%N -> 0 <= root -> root ^+ 2 = Nd%:R ->
  paper_size beta eps Nd m -> 1 / 2%:R <= bound13 alpha beta eps root Nd m <= 1 / 2%:R + delta.
Proof.
move=> d0; have /andP[a0 a1] := alpha01; pose x := Num.max alpha (1 / 2%:R).
have x0 : 0 <= x by rewrite le_maxr a0.
have x1 : x < 1 by rewrite lt_maxl a1.
have d9 : 0 < 2%:R * delta / 9%:R by rewrite divr_gt0 ?mulr_gt0 ?ltr0n.
have [n0 small] := multiples_vanish x0 x1 d9; exists n0.+1 => Nd m root large root0 rootE.
rewrite /paper_size -/c => size.
have q0 : 0 <= (1 - eps) ^+ m by rewrite exprn_ge0 // subr_ge0 ltW.
have cN : 0 < c ^+ Nd by apply: exprn_gt0.
have bracket0 : 0 <= alpha ^+ Nd + 2%:R * (1 - eps) ^+ m * c ^+ Nd.
  by rewrite addr_ge0 ?exprn_ge0 // mulr_ge0 ?(ltW cN) // mulr_ge0 ?ler0n.
have factor0 : 0 <= 3%:R * root / 2%:R by rewrite divr_ge0 ?mulr_ge0 ?ler0n.
rewrite /bound13 -/c ler_addl ler_add2l mulr_ge0 //=.
have root_le : root <= Nd%:R.
  rewrite -rootE expr2 ler_pmull; last first.
    by rewrite lt_def root0 andbT; apply: contraTneq large => r0; move/eqP: rootE; rewrite r0 expr0n eq_sym pnatr_eq0 => /eqP ->.
  by rewrite -(@ler_pexpn2r _ 2) ?nnegrE ?ler01 // expr1n rootE ler1n (leq_trans _ large).
have bracket : alpha ^+ Nd + 2%:R * (1 - eps) ^+ m * c ^+ Nd <= 3%:R * x ^+ Nd.
  have -> : 3%:R * x ^+ Nd = x ^+ Nd + 2%:R * x ^+ Nd by rewrite -[3%N]/(1 + 2)%N natrD mulrDl mul1r.
  apply: ler_add; first by apply: ler_expn2r; rewrite ?nnegrE // /x le_maxr lexx.
  rewrite -mulrA; apply: ler_wpmul2l; first exact: ler0n.
  apply: le_trans (ler_wpmul2r (ltW cN) size) _.
  rewrite mul2n -addnn exprD invfM -mulrA mulVf ?mulr1 ?gt_eqF // -exprVn; apply: ler_expn2r; rewrite ?nnegrE // ?invr_ge0 ?(ltW c0) //.
  by rewrite /x le_maxr div1r lef_pinv ?posrE ?c2 ?orbT ?ltr0n.
apply: le_trans (ler_wpmul2l factor0 bracket) _.
have -> : 3%:R * root / 2%:R * (3%:R * x ^+ Nd) = 9%:R / 2%:R * (root * x ^+ Nd) by move: (x ^+ Nd) => y; fractions R.
have -> : delta = 9%:R / 2%:R * (2%:R * delta / 9%:R) by fractions R.
apply: ler_wpmul2l; first by rewrite divr_ge0 ?ler0n.
apply: le_trans (small Nd (leq_trans (leqnSn _) large)); apply: ler_wpmul2r => //; exact: exprn_ge0.
Qed.
End Limit13.

(** The protocol with the paper's own sizes: for all Nd from some n0 on, and all m that the paper asks for, P(guess) is as close to
    1/2 as wanted, with f = XOR and for all else at once. *)
Theorem paper_amplification (R : archiFieldType) (eps beta delta : R) : 0 < eps <= 1 / 2%:R -> 1 <= beta -> 0 < delta ->
  exists n0, forall (Nd m N : nat) (Z E : finType) (S : Z -> E -> bits (source_bits N [finType of 'I_m]) -> R)
    (P : Z -> E -> table R (all_parties N)),
  (n0 <= Nd)%N -> paper_size beta eps Nd m -> (3 * (Nd * 2 ^ m) <= N + 2)%N -> assumptions S P eps ->
  paper_guess (@xor Nd) first_three S P <= 1 / 2%:R + delta.
Proof.
move=> weak beta1 d0; have /andP[eps0 eps_half] := weak.
have half0 : 0 <= 1 / 2%:R :> R by rewrite divr_ge0 ?ler01 ?ler0n.
have half1 : 1 / 2%:R < 1 :> R by rewrite ltr_pdivr_mulr ?ltr0n // mul1r ltr1n.
have eps1 : eps < 1 by apply: le_lt_trans eps_half half1.
set c := 32%:R * beta * eps ^- 5.
have c2 : 2%:R <= c.
  apply: (@le_trans _ _ 32%:R); first by rewrite ler_nat.
  by rewrite /c -mulrA ler_pmulr ?ltr0n //; apply: mulr_ege1 => //; rewrite -exprVn exprn_ege1 // invf_ge1 // ltW.
have c0 : 0 < c by apply: lt_le_trans c2; rewrite ltr0n.
have [n0 small] := powers_vanish half0 half1 d0.
exists n0 => Nd m N Z E S P n0Nd; rewrite /paper_size -/c => size large setting.
apply: le_trans (eq13_sharper weak large setting (lexx _) beta1) _; rewrite ler_add2l -/c.
have half_d : (1 / 2%:R) ^+ Nd <= delta.
  by apply: le_trans small; apply: ler_wiexpn2l => //; apply: ltW.
have second : (1 - eps) ^+ m * c ^+ Nd <= delta.
  apply: le_trans (ler_wpmul2r (exprn_ge0 _ (ltW c0)) size) _.
  rewrite mul2n -addnn exprD invfM -mulrA mulVf ?mulr1 ?gt_eqF ?exprn_gt0 //; apply: le_trans half_d.
  rewrite -exprVn; apply: ler_expn2r; rewrite ?nnegrE ?invr_ge0 ?(ltW c0) //.
  by rewrite div1r lef_pinv ?posrE ?ltr0n.
apply: (@le_trans _ _ (1 / 4%:R * (delta + delta))).
  by apply: ler_wpmul2l; [rewrite divr_ge0 ?ler01 ?ler0n | apply: ler_add].
by rewrite mul1r ler_pdivr_mull ?ltr0n // -mulr2n -[delta *+ 2]mulr_natl ler_pmul2r ?ler_nat.
Qed.
