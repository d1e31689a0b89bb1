(** * What the checker of CodeChecks.v accepts is what Codes.v says *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Export CodeChecks.
From Freebit Require Import Definitions TestedDefinitions Checker Codes CodeWeights CodeInner.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** The modulus is irreducible [R3.91] *)
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

Lemma as_low_first (q : {poly 'F_2}) k : size q = k.+2 -> exists2 d, d \in words k.+1 & low_first (rcons d true) = q.
Proof.
move=> sq; exists [seq q`_i == 1 | i <- iota 0 k.+1]; first by apply: mem_words; rewrite size_map size_iota.
apply/polyP => i; rewrite low_first_coef nth_rcons size_map size_iota.
have F2E (x : 'F_2) : (x == 1)%:R = x by apply: F2_eq; rewrite F2_bool.
case: (ltngtP i k.+1) => ik; first by rewrite (nth_map 0%N) ?size_iota // nth_iota // F2E.
  by rewrite nth_default // sq.
rewrite ik -[RHS]F2E; have : lead_coef q != 0 by rewrite lead_coef_eq0 -size_poly_eq0 sq.
rewrite lead_coefE sq /=; case: (q`_k.+1 =P 1) => // no; case/negP; apply/eqP/F2_eq.
by apply/eqP; rewrite eq_sym; case: eqP no.
Qed.

Lemma low_first_rev s : low_first (rev s) = polynomial s.
Proof. by []. Qed.

Lemma size_modulus s : head false s -> size (polynomial s) = (size s).-1.+1.
Proof.
case: s => // b s /= ->; rewrite /polynomial rev_cons map_rcons (@PolyK _ 0).
  by rewrite size_rcons size_map size_rev.
by rewrite last_rcons oner_eq0.
Qed.

Lemma irreducible_modulus s : head false s -> (1 < (size s).-1)%N -> check_irreducible s -> irreducible_poly (polynomial s).
Proof.
move=> hs m1 ok; have sp := size_modulus hs; split; first by rewrite sp ltnS ltnW.
move=> q q1 /dvdpP[r pE]; have p0 : polynomial s != 0 by rewrite -size_poly_eq0 sp.
have [r0 q0] : r != 0 /\ q != 0 by move: p0; rewrite pE mulf_eq0 negb_or => /andP.
have sizes : (size r + size q).-1 = (size s).-1.+1 by rewrite -sp pE size_mul.
rewrite -(dvdp_size_eqp (_ : q %| _)); last by rewrite pE dvdp_mull.
rewrite sp; have [r1 | r1] := eqVneq (size r) 1%N; first by move: sizes; rewrite r1 add1n /= => ->.
have sq0 : (0 < size q)%N by rewrite size_poly_gt0.
have sr0 : (0 < size r)%N by rewrite size_poly_gt0.
case sqE: (size q) sq0 q1 => [|[|k]] // _ _; case srE: (size r) sr0 r1 => [|[|k']] // _ _.
have [d din dE] := as_low_first sqE; have [e ein eE] := as_low_first srE.
have mk : ((size s).-1 - k.+1 = k'.+1)%N 
  by have -> : (size s).-1 = (k'.+1 + k.+1)%N; [apply: succn_inj; rewrite -sizes srE sqE addSn addnS | rewrite addnK].
have kin : k.+1 \in iota 1 (size s).-1.-1.
  by rewrite mem_iota /= add1n prednK ?(ltnW m1) // -subn_gt0 mk.
have := allP (allP (allP ok _ kin) _ din) e; rewrite mk => /(_ ein) /hasP[b].
move=> /(nthP false)[i _ <-] /= bit; have := low_first_coef (add_polynomials (multiply (rcons d true) (rcons e true)) (rev s)) i.
rewrite bit add_polynomialsE multiplyE dE eE low_first_rev pE [r * q]mulrC coefD => /(congr1 (fun x => x == 1)).
by rewrite F2_sum addbb F2_bool.
Qed.
