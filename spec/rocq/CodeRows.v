(** * The rows that CodeChecks.v computes are those of the concatenation *)

From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Export CodeChecks.
From Freebit Require Import Definitions TestedDefinitions Codes CodeWeights CodeInner.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Polynomials over the field of two elements *)
Definition low_first (s : seq bool) : {poly 'F_2} := Poly [seq (b : bool)%:R | b <- s].

Lemma low_first_coef s i : (low_first s)`_i = (nth false s i)%:R.
Proof.
rewrite coef_Poly; case: (ltnP i (size s)) => si; first by rewrite (nth_map false).
by rewrite !nth_default ?size_map.
Qed.

Lemma low_first_cons b s : low_first (b :: s) = b%:R%:P + 'X * low_first s.
Proof. by rewrite /low_first /= cons_poly_def addrC mulrC. Qed.

Lemma F2_add (b c : bool) : (b (+) c)%:R = b%:R + c%:R :> 'F_2.
Proof. by case: b; case: c; apply: val_inj. Qed.

Lemma add_polynomialsE s t : low_first (add_polynomials s t) = low_first s + low_first t.
Proof.
have E0 : low_first [::] = 0 by [].
elim: s t => [|b s ih] [|c t]; rewrite /= ?E0 ?add0r ?addr0 //.
by rewrite !low_first_cons ih F2_add polyCD mulrDr addrACA.
Qed.

Lemma multiplyE s t : low_first (multiply s t) = low_first s * low_first t.
Proof.
elim: s => [|b s ih] /=; first by rewrite /low_first /= mul0r.
rewrite add_polynomialsE !low_first_cons ih mulrDl mulrA add0r; congr (_ + _).
by case: b; rewrite ?mul1r // mul0r.
Qed.

Lemma low_first_rev s : low_first (rev s) = polynomial s.
Proof. by []. Qed.

(** ** What remains modulo a polynomial *)
Lemma nth_add_polynomials s t i : nth false (add_polynomials s t) i = nth false s i (+) nth false t i.
Proof. by elim: s t i => [|b s ih] [|c t] [|i] //=; rewrite ?addFb ?addbF. Qed.
Lemma size_add_polynomials s t : size (add_polynomials s t) = maxn (size s) (size t).
Proof. by elim: s t => [|b s ih] [|c t] //=; rewrite ?max0n ?maxn0 // ih maxnSS. Qed.

Lemma twice (q : {poly 'F_2}) : q + q = 0.
Proof. by apply/polyP => i; rewrite coefD coef0; apply: F2_eq; rewrite F2_sum addbb. Qed.

Lemma low_first_take m s : (size s <= m.+1)%N -> nth false s m = false -> low_first (take m s) = low_first s.
Proof.
move=> sz top; apply/polyP => i; rewrite !low_first_coef.
have [im | mi] := ltnP i m; first by rewrite nth_take.
rewrite nth_default ?(leq_trans (size_take_le _ _)) // ?size_take; last by case: ltnP => // /leq_trans; apply.
move: mi; rewrite leq_eqVlt => /orP[/eqP <- | mi]; first by rewrite top.
by rewrite nth_default // (leq_trans sz).
Qed.

Section Field.
Variable modulus : seq bool.
Notation m := (size modulus).-1.
Notation p := (rev modulus).
Notation P := (polynomial modulus).
Hypotheses (m1 : (1 < m)%N) (lead : head false modulus).

Lemma size_p : size p = m.+1.
Proof. by rewrite size_rev prednK //; case: (modulus) lead. Qed.
Lemma top_p : nth false p m.
Proof. by rewrite nth_rev prednK ?subnn ?nth0 //; case: (modulus) lead. Qed.
Lemma size_P : (m < size P)%N.
Proof.
rewrite ltnNge; apply/negP => /leq_sizeP/(_ m (leqnn m)); rewrite -low_first_rev low_first_coef top_p.
by move/(congr1 (fun x => x == 1)); rewrite (F2_bool true).
Qed.

Lemma remainder_rest s : (exists q, low_first s = q * P + low_first (remainder m p s)) /\ (size (remainder m p s) <= m)%N.
Proof.
elim: s => [|b s [[q E] sz]]; first by split=> //; exists 0; rewrite mul0r add0r.
split; last by rewrite /= size_take; case: ltnP.
set r := b :: remainder m p s; have szr : (size r <= m.+1)%N by rewrite ltnS.
have rE : low_first r = b%:R%:P + 'X * low_first (remainder m p s) by rewrite low_first_cons.
rewrite /= -/r; case: ifP => top.
  have sza : (size (add_polynomials r p) <= m.+1)%N by rewrite size_add_polynomials size_p geq_max szr leqnn.
  have topa : nth false (add_polynomials r p) m = false by rewrite nth_add_polynomials top top_p.
  exists ('X * q + 1); rewrite (low_first_take sza topa) add_polynomialsE low_first_rev rE low_first_cons E.
  have same (A B C D : {poly 'F_2}) : B + (A + C) = A + (D + (B + (C + D))).
    by rewrite [D + _]addrC (addrA B C D) -(addrA (B + C)) twice addr0 addrCA.
  by rewrite mulrDl mul1r mulrDr mulrA -!addrA; apply: same.
exists ('X * q); rewrite (low_first_take szr top) rE low_first_cons E mulrDr mulrA.
by rewrite addrCA.
Qed.

Lemma remainderE s : low_first (remainder m p s) = low_first s %% P.
Proof.
have [[q ->] sz] := remainder_rest s; rewrite modpD modp_mull add0r modp_small //.
by apply: leq_ltn_trans size_P; apply: leq_trans sz; apply: leq_trans (size_Poly _) _; rewrite size_map.
Qed.

Lemma powerE e k : low_first (power modulus e k) = low_first e ^+ k %% P.
Proof.
elim: k => [|k ih].
  rewrite (_ : power modulus e 0 = remainder m p [:: true]) // remainderE.
  by rewrite low_first_cons expr0 (_ : low_first [::] = 0) // mulr0 addr0.
rewrite (_ : power modulus e k.+1 = remainder m p (multiply (power modulus e k) e)) // remainderE.
by rewrite multiplyE ih mulrC modp_mul exprS.
Qed.

Lemma residueE i k e : low_first (residue modulus i k e) = ('X^i * low_first e ^+ k) %% P.
Proof.
rewrite remainderE multiplyE powerE modp_mul; congr ((_ * _) %% _).
apply/polyP => j; rewrite low_first_coef coefXn nth_rcons size_nseq nth_nseq; case: ltngtP => //= _.
Qed.
End Field.

(** ** Elements, inner words, and rows *)
Lemma size_elements m : size (elements m) = (2 ^ m)%N.
Proof. by elim: m => //= m ih; rewrite size_cat !size_map ih addnn -mul2n -expnS. Qed.

Lemma nth_elements m j i : (j < 2 ^ m)%N -> nth false (nth [::] (elements m) j) i = (i < m)%N && odd (j %/ 2 ^ i).
Proof.
have sizes k e : e \in elements k -> size e = k.
  by elim: k e => [|k ih] e /=; [rewrite inE => /eqP -> | rewrite mem_cat => /orP[] /mapP[e' /ih <- ->]; rewrite size_rcons].
elim: m j i => [|m ih] j i /=; first by rewrite expn0 ltnS leqn0 => /eqP ->; rewrite nth_nil.
rewrite nth_cat size_map size_elements => jm; case: ltnP => small.
  rewrite (nth_map [::]) ?size_elements // nth_rcons (sizes m) ?mem_nth ?size_elements // ih // ltnS.
  case: (ltngtP i m) => //= ->; by rewrite divn_small.
have j'm : (j - 2 ^ m < 2 ^ m)%N by rewrite ltn_subLR // addnn -mul2n -expnS.
rewrite (nth_map [::]) ?size_elements // nth_rcons (sizes m) ?mem_nth ?size_elements // ih // ltnS -{2}(subnKC small).
case: (ltngtP i m) => //= [im | ->]; first by rewrite odd_above.
by rewrite divnDl ?dvdnn // divnn expn_gt0 /= divn_small.
Qed.

Lemma elementE m j : (j < 2 ^ m)%N -> low_first (nth [::] (elements m) j) = digits m j.
Proof. by move=> jm; apply/polyP => i; rewrite low_first_coef nth_elements // coef_poly; case: ltnP. Qed.

Lemma size_products m s : size (products m s) = (2 ^ m)%N.
Proof. by elim: m => //= m ih; rewrite size_cat !size_map ih addnn -mul2n -expnS. Qed.

Lemma nth_products m s v : (v < 2 ^ m)%N -> nth false (products m s) v = product m (nth false s) v.
Proof.
elim: m v => [|m ih] v /=; first by rewrite expn0 ltnS leqn0 => /eqP ->; rewrite /product big_ord0.
rewrite nth_cat size_products => vm; case: ltnP => small; first by rewrite ih // product_below.
have v'm : (v - 2 ^ m < 2 ^ m)%N by rewrite ltn_subLR // addnn -mul2n -expnS.
by rewrite (nth_map false) ?size_products // ih // -{2}(subnKC small) product_above // addbC.
Qed.

Lemma nth_blocks (T : Type) (x0 : T) v (ss : seq (seq T)) j : (0 < v)%N -> all (fun s => size s == v) ss ->
  nth x0 (flatten ss) j = nth x0 (nth [::] ss (j %/ v)) (j %% v).
Proof.
move=> v0; elim: ss j => [|s ss ih] j /=; first by rewrite !nth_nil.
move=> /andP[/eqP sz rest]; rewrite nth_cat sz; case: ltnP => jv; first by rewrite divn_small // modn_small.
by rewrite ih // -{3 4}(subnK jv) divnDr ?dvdnn // divnn v0 addn1 modnDr.
Qed.

Lemma concatenation_rowE rm modulus N l j : let m := (size modulus).-1 in (1 < m)%N -> head false modulus -> (N <= 2 ^ m)%N ->
  (j < N * inner_length rm m)%N -> nth false (concatenation_row rm modulus N l) j = concatenation_bit rm modulus l j.
Proof.
move=> m m1 lead N_le jn; rewrite /concatenation_row /concatenation_bit -/m.
have v0 : (0 < inner_length rm m)%N by case: (inner_length rm m) jn => //; rewrite muln0.
have jN : (j %/ inner_length rm m < N)%N by rewrite ltn_divLR.
have sN : size (take N (elements m)) = N by rewrite size_takel // size_elements.
rewrite (nth_blocks _ _ v0); last by rewrite all_map; apply/allP => e _ /=; rewrite size_drop size_products.
rewrite (nth_map [::]) ?sN // nth_take // nth_drop nth_products; last first.
  by rewrite -ltn_subRL; apply: ltn_pmod.
apply: eq_bigr => i _; congr (_ && _).
by rewrite -elementE ?(leq_trans jN) // -residueE // low_first_coef F2_bool.
Qed.
