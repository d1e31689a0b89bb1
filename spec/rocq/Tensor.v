(** * The XOR of majorities over a set of quintuplets of one non-signalling box

    Let [D] be a set of quintuplets and [y] the inputs.  The difference between the probabilities that the XOR
    over [D] is 0 and 1, together with any event [v] of the outputs outside [D], is at most the sum over all inputs
    [x] that agree with [y] outside [D], and over all outputs with [v], of P(a|x) times the product over [D] of
    alpha [x_n = y_n] + beta(y_n, x_n) I(a_n, x_n). *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Boxes.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** ** Strings that agree outside some quintuplets *)
Section Agree.
Variables (N : nat) (U : finType).
Implicit Types (D : {set 'I_N}) (n : 'I_N) (x y : bits ('I_N * U)).

(** x agrees with y outside the quintuplets D *)
Definition agree_outside D y x : bool :=
  [forall n, (n \notin D) ==> (quintuplet n x == quintuplet n y)].

Lemma agree_outside_sym D y x : agree_outside D y x = agree_outside D x y.
Proof. by apply: eq_forallb => n; rewrite eq_sym. Qed.

Lemma agree_outsideP D y x n : agree_outside D y x -> n \notin D -> quintuplet n x = quintuplet n y.
Proof. by move=> /forallP/(_ n)/implyP agree /agree/eqP. Qed.

Lemma agree_outside_put D y x n b : n \in D -> agree_outside D y (put n b x) = agree_outside D y x.
Proof.
move=> nD; apply: eq_forallb => k; case: (eqVneq k n) => [-> | kn]; first by rewrite nD.
by rewrite quintuplet_put_off.
Qed.

End Agree.

Section Tensor.
Variables (R : realFieldType) (N : nat).
Notation T := (all_parties N).
Variables (t : parties3) (alpha : R) (beta : bits party -> bits party -> R).
Hypothesis family : certified_family t alpha beta.

Implicit Types (D : {set 'I_N}) (n : 'I_N).

(** The weight with which the inputs [x] and outputs [a] of one quintuplet count *)
Definition weigh (y : bits party) : table R party := fun a x => alpha * (x == y)%:R + beta y x * (I a x)%:R.

Definition xor_maj (D : {set 'I_N}) (a : bits T) : bool := \big[addb/false]_(n in D) maj t (quintuplet n a).

Lemma xor_maj_sign D a : (-1) ^+ xor_maj D a = \prod_(n in D) (-1) ^+ maj t (quintuplet n a) :> R.
Proof. by rewrite /xor_maj; elim/big_rec2: _ => // n b p _ <-; rewrite signr_addb. Qed.

Lemma pairing_majority (y : bits party) (P : table R party) :
  pairing (fun a x => (x == y)%:R * (-1) ^+ maj t a) P = prob_maj P t false y - prob_maj P t true y.
Proof.
rewrite /pairing (bigD1 y) //= [X in _ + X]big1 ?addr0 => [|x /negbTE ne]; last first.
  by rewrite big1 // => a _; rewrite ne !mul0r.
rewrite (bigID (fun a => maj t a == false)) /= /prob_maj -sumrN; congr (_ + _).
  by apply: eq_bigr => a /eqP ->; rewrite eqxx !mul1r.
by apply: eq_big => [a | a]; case: (maj t a) => // _; rewrite eqxx mul1r mulN1r.
Qed.

Lemma pairing_one (U : finType) (y : bits U) (P : table R U) : pairing (fun _ x => (x == y)%:R) P = \sum_a P a y.
Proof.
rewrite /pairing (bigD1 y) //= [X in _ + X]big1 ?addr0 => [|x /negbTE ne]; last first.
  by rewrite big1 // => a _; rewrite ne mul0r.
by apply: eq_bigr => a _; rewrite eqxx mul1r.
Qed.


Variable P : table R T.
Hypotheses (pos : nonnegative P) (ns : nonsignalling P).
Variables (D : {set 'I_N}) (y : bits T) (v : bits T -> bool).
Hypothesis asked : forall n, n \in D -> X (quintuplet n y).
Hypothesis v_outside : forall n, n \in D -> forall b a, v (put n b a) = v a.

Theorem xor_bound :
  `|\sum_(a | v a) (-1) ^+ xor_maj D a * P a y| <=
  \sum_(x | agree_outside D y x) \sum_(a | v a)
     (\prod_(n in D) weigh (quintuplet n y) (quintuplet n a) (quintuplet n x)) * P a x.
Proof.
have chosen : forall u : bits party, exists WG : table R party * table R party,
    X u -> certificate t alpha (beta u) u WG.1 WG.2.
  move=> u; case Xu: (X u); last by exists (fun _ _ => 0, fun _ _ => 0).
  by have [W [G WG]] := family Xu; exists (W, G).
have [WG {chosen} cert] := fin_all_exists chosen.
pose r := enum D; have ur : uniq r by apply: enum_uniq.
have rD n : (n \in r) = (n \in D) by rewrite mem_enum.
pose h (a x : bits T) : R := (v a && agree_outside D y x)%:R.
have h_free n : n \in r -> forall a x b u, h (put n b a) (put n u x) = h a x.
  by rewrite rD => nD a x b u; rewrite /h v_outside // agree_outside_put.
pose q := @quintuplet N [finType of party].
pose over (F : 'I_N -> table R party) : table R T := fun a x => h a x * \prod_(n <- r) F n (q n a) (q n x).
have prodE (F : 'I_N -> R) : \prod_(n in D) F n = \prod_(n <- r) F n by rewrite /r big_enum.
(* the left side is a pairing with a product of functionals ... *)
have -> : \sum_(a | v a) (-1) ^+ xor_maj D a * P a y =
    pairing (over (fun n a x => (x == q n y)%:R * (-1) ^+ maj t a)) P.
  rewrite /pairing [RHS](bigD1 y) //= [X in _ = _ + X]big1 ?addr0 => [|x xy]; last first.
    rewrite big1 // => a _; rewrite /over /h.
    case agree: (agree_outside D y x); last by rewrite andbF !mul0r.
    have [n nD nx] : exists2 n, n \in D & q n x != q n y.
      apply/exists_inP; apply: contraNT xy; rewrite negb_exists_in => /forall_inP same.
      apply/eqP/eq_quintuplets => n; case nD: (n \in D); first by apply/eqP; rewrite -[_ == _]negbK; apply: same.
      by apply: agree_outsideP agree _; rewrite nD.
    by rewrite (bigD1_seq n) ?rD //= (negbTE nx) !mul0r mulr0 mul0r.
  rewrite big_mkcond /=; apply: eq_bigr => a _; rewrite /over /h.
  have -> : agree_outside D y y by apply/forallP => n; rewrite eqxx implybT.
  case: (v a); rewrite ?mul0r // mul1r; congr (_ * _); rewrite xor_maj_sign prodE.
  by apply: eq_bigr => n _; rewrite eqxx mul1r.
(* ... each of which may be replaced by the G of its certificate, *)
rewrite (replace_all pos ns (G := fun n => (WG (q n y)).2) ur) //; last first.
  move=> n; rewrite rD => nD; apply: acts_unnormalised => Q boxQ.
  by have [_ _ E _] := cert _ (asked nD); rewrite E // pairing_majority.
(* which is dominated; *)
pose K n : table R party := fun a x => alpha * (WG (q n y)).1 a x + beta (q n y) x * (I a x)%:R.
apply: le_trans (pairing_abs pos (G := over K) _) _.
  move=> a x; rewrite normrM /over ger0_norm ?ler0n // ler_wpmul2l ?ler0n //.
  rewrite -!prodE normr_prod; apply: ler_prod => n nD; rewrite normr_ge0 /=.
  by have [_ _ _ dom] := cert _ (asked nD); apply: dom.
(* and then W acts as the normalisation. *)
rewrite (replace_all pos ns (G := fun n => weigh (q n y)) ur) //; last first.
  move=> n; rewrite rD => nD; apply: acts_unnormalised => Q boxQ; have [_ norm _] := boxQ.
  rewrite /K /weigh !pairingD !pairingZ; congr (_ * _ + _).
  by have [_ E _ _] := cert _ (asked nD); rewrite E // pairing_one norm.
rewrite /pairing [X in _ <= X]big_mkcond le_eqVlt; apply/orP; left; apply/eqP; apply: eq_bigr => x _ /=.
rewrite /h; case: (agree_outside D y x); last by rewrite big1 // => a _; rewrite andbF !mul0r.
rewrite [RHS]big_mkcond; apply: eq_bigr => a _; rewrite andbT prodE.
by case: (v a); rewrite ?mul1r ?mul0r.
Qed.

End Tensor.
