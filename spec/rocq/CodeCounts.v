(** * What a computation with integers says about numbers of words

    Sums over lists, binomial coefficients, and equations with one solution. *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Export CodeChecks.
From Freebit Require Import Definitions TestedDefinitions Checker Codes.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import Order.POrderTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

Lemma Z_eqP : Equality.axiom Z.eqb.
Proof. by move=> u v; apply: (iffP idP) => /Z.eqb_eq. Qed.
Canonical Z_eqType := EqType Z (EqMixin Z_eqP).

Section Field.
Variable R : realFieldType.

Lemma ofZ_inj u v : ofZ R u = ofZ R v -> u = v.
Proof.
move=> same; case: (Z.lt_trichotomy u v) => [lt | [// | lt]].
  have : 0 < ofZ R (v - u) by apply: ofZ_gt0; apply/Z.ltb_lt; lia.
  by rewrite ofZ_sub same subrr ltxx.
have : 0 < ofZ R (u - v) by apply: ofZ_gt0; apply/Z.ltb_lt; lia.
by rewrite ofZ_sub same subrr ltxx.
Qed.

Lemma of_nat_power k : Z.of_nat (2 ^ k)%N = (2 ^ Z.of_nat k)%z.
Proof.
elim: k => [|k ih] //; rewrite expnS -multE Nat2Z.inj_mul ih (Nat2Z.inj_succ k) Z.pow_succ_r //; lia.
Qed.

Lemma of_nat_power_1 k : Z.of_nat (2 ^ k - 1)%N = (2 ^ Z.of_nat k - 1)%z.
Proof. by rewrite -of_nat_power; have : (0 < 2 ^ k)%N by [rewrite expn_gt0]; rewrite -minusE => /ssrnat.ltP; lia. Qed.

Lemma ofZ_total s : ofZ R (total s) = \sum_(z <- s) ofZ R z.
Proof. by elim: s => [|z s ih]; rewrite ?big_nil ?big_cons ?ofZ0 //= ofZ_add ih. Qed.

End Field.

(** ** Sums over lists of weights *)
Definition naturals (listed : seq (Z * Z)) : bool := all (fun e => Z.leb 0 e.1 && Z.leb 0 e.2) listed.

Lemma total_filter (listed : seq (Z * Z)) (P : pred (Z * Z)) : naturals listed ->
  total [seq e.2 | e <- listed & P e] = Z.of_nat (\sum_(e <- listed | P e) Z.to_nat e.2)%N.
Proof.
elim: listed => [|e listed ih] /=; first by rewrite big_nil.
move=> /andP[/andP[_ /Z.leb_le e0] /ih {}ih]; rewrite big_cons; case: (P e) => //=.
by rewrite ih -plusE Nat2Z.inj_add Z2Nat.id.
Qed.

Lemma sum_toE listed w : naturals listed -> sum_to listed (Z.of_nat w) = Z.of_nat (listed_to listed w).
Proof.
move=> ok; rewrite /sum_to total_filter //; congr Z.of_nat; rewrite /listed_to.
elim: listed ok => [|e listed ih] /=; first by rewrite !big_nil.
move=> /andP[/andP[/Z.leb_le e0 _] /ih {}ih]; rewrite !big_cons ih.
suff -> : Z.leb e.1 (Z.of_nat w) = (Z.to_nat e.1 <= w)%N by [].
by apply/idP/idP => [/Z.leb_le | /ssrnat.leP] le; [apply/ssrnat.leP | apply/Z.leb_le]; lia.
Qed.

Lemma sum_atE listed w : naturals listed -> sum_at listed (Z.of_nat w) = Z.of_nat (listed_at listed w).
Proof.
move=> ok; rewrite /sum_at total_filter //; congr Z.of_nat; rewrite /listed_at.
elim: listed ok => [|e listed ih] /=; first by rewrite !big_nil.
move=> /andP[/andP[/Z.leb_le e0 _] /ih {}ih]; rewrite !big_cons ih.
suff -> : Z.eqb e.1 (Z.of_nat w) = (Z.to_nat e.1 == w)%N by [].
by apply/idP/eqP => [/Z.eqb_eq | same]; [| apply/Z.eqb_eq]; lia.
Qed.

Section Lists.
Variables (L n : nat) (code : nat -> nat -> bool) (known listed : seq (Z * Z)).
Hypotheses (known_ok : naturals known) (listed_ok : naturals listed).

(** A weight that no entry has adds nothing. *)
Lemma listed_to_none es w : all (fun e => Z.to_nat e.1 != w.+1) es -> listed_to es w.+1 = listed_to es w.
Proof.
rewrite /listed_to; elim: es => [|e es ih] /=; rewrite ?big_nil // !big_cons => /andP[/negbTE ne /ih ->].
by rewrite leq_eqVlt ne ltnS.
Qed.

Lemma listed_to_mono es w : (listed_to es w <= listed_to es w.+1)%N.
Proof.
rewrite /listed_to; elim: es => [|e es ih]; rewrite ?big_nil // !big_cons.
case: (leqP (Z.to_nat e.1) w) => [le | _]; first by rewrite (leqW le) leq_add2l.
by case: ifP => // _; apply: leq_trans ih (leq_addl _ _).
Qed.

Lemma check_at w : check_weights L known listed -> ~~ all (fun e => Z.to_nat e.1 != w) known ->
  (minn (listed_to known w) (2 ^ L - 1) <= listed_to listed w)%N.
Proof.
move=> ok /allPn[e ein]; rewrite negbK => /eqP ew.
have e0 : (0 <= e.1)%z by case/andP: (allP known_ok _ ein) => /Z.leb_le.
have := allP ok _ ein; rewrite -(Z2Nat.id e.1) // ew !sum_toE // -of_nat_power_1 => /Z.leb_le le.
by apply/ssrnat.leP; move: le; rewrite /minn; case: ltnP => /ssrnat.leP; lia.
Qed.

Lemma check_everywhere w : check_weights L known listed -> (minn (listed_to known w) (2 ^ L - 1) <= listed_to listed w)%N.
Proof.
move=> ok; elim: w => [|w ih].
  have [none | some] := boolP (all (fun e => Z.to_nat e.1 != 0%N) known); last exact: check_at.
  suff -> : listed_to known 0 = 0%N by rewrite min0n.
  rewrite /listed_to big_seq_cond big1 // => e /andP[ein]; rewrite leqn0 => /eqP e0.
  by have := allP none _ ein; rewrite e0.
have [none | some] := boolP (all (fun e => Z.to_nat e.1 != w.+1) known); last exact: check_at.
by rewrite listed_to_none //; apply: leq_trans ih (listed_to_mono _ _).
Qed.

Lemma light_words_le w : (light_words n (fun l : 'I_L => code l) w <= 2 ^ L - 1)%N.
Proof.
rewrite /light_words; have -> : (2 ^ L - 1 = #|[set u : bits 'I_L | u != [ffun=> false]]|)%N.
  have := cardsC1 ([ffun=> false] : bits 'I_L); rewrite card_ffun card_bool card_ord subn1 => <-.
  by apply: eq_card => u; rewrite !inE.
by apply: subset_leq_card; apply/subsetP => u; rewrite !inE => /andP[].
Qed.

Lemma bound_sound : (forall w, light_words n (fun l : 'I_L => code l) w <= listed_to known w)%N ->
  check_weights L known listed -> no_more_light L n code listed.
Proof.
move=> bound ok w; apply: leq_trans (check_everywhere w ok).
by rewrite leq_min bound light_words_le.
Qed.

Lemma exact_sound : (forall w, words_of_weight n (fun l : 'I_L => code l) w = listed_at known w) ->
  check_exact known listed -> as_listed L n code listed.
Proof.
move=> exact ok w; rewrite exact.
have [none | ] := boolP (all (fun e => Z.to_nat e.1 != w) (known ++ listed)).
  have zero es : all (fun e => Z.to_nat e.1 != w) es -> listed_at es w = 0%N.
    move=> no; rewrite /listed_at big_seq_cond big1 // => e /andP[ein].
    by rewrite (negbTE (allP no _ ein)).
  by move: none; rewrite all_cat => /andP[no no']; rewrite !zero.
case/allPn => e ein; rewrite negbK => /eqP ew.
have e0 : (0 <= e.1)%z.
  have both : naturals (known ++ listed) by rewrite /naturals all_cat; apply/andP.
  by case/andP: (allP both _ ein) => /Z.leb_le.
have := allP ok _ ein; rewrite -(Z2Nat.id e.1) // ew !sum_atE // => /Z.eqb_eq; lia.
Qed.
End Lists.

(** ** Binomial coefficients *)
Lemma next_size r : size (next_binomials r) = size r.
Proof. by rewrite size_map size_zip /=; apply/minn_idPl. Qed.

Lemma next_nth r i : (i < size r)%N -> nth 0%z (next_binomials r) i = (nth 0 r i + nth 0 (0 :: r) i)%z.
Proof.
rewrite /next_binomials; have : (size r <= size (0 :: r)%z)%N by exact: leqnSn.
by elim: r i (0 :: r)%z => [|a r ih] [|i] [|b t] //= le ir; apply: ih.
Qed.

Lemma binomialsE K n i : (i < K)%N -> nth 0%z (iter n next_binomials (binomials_0 K)) i = Z.of_nat 'C(n, i).
Proof.
have sizes n' : size (iter n' next_binomials (binomials_0 K)) = (K.-1).+1.
  by elim: n' => [|n' ih]; rewrite ?next_size //= size_nseq.
elim: n i => [|n ih] i iK; first by case: i iK => //= i _; rewrite nth_nseq if_same.
have Kp : K.-1.+1 = K by rewrite prednK // (leq_trans _ iK).
rewrite iterS next_nth ?sizes ?Kp // ih //; case: i iK => [|i] iK /=; first by rewrite !bin0.
by rewrite ih ?(ltnW iK) // binS -plusE; lia.
Qed.

(** ** The equations have one solution. *)
Section Equations.
Variable R : realFieldType.

Lemma one_solution K (x : nat -> R) : (forall i, (i < K)%N -> \sum_(l < K) 'C(l, i)%:R * x l = 0) -> forall l, (l < K)%N -> x l = 0.
Proof.
move=> eqs; suff from_top d l : (l < K)%N -> (K - l <= d)%N -> x l = 0 by move=> l lK; apply: (from_top K l lK (leq_subr _ _)).
elim: d l => [|d ih] l lK; first by rewrite leqn0 subn_eq0 leqNgt lK.
move=> ld; have := eqs l lK; rewrite (bigD1 (Ordinal lK)) //= binn mul1r big1 ?addr0 // => l' ne.
case: (ltngtP l' l) => [lt | gt | e]; first by rewrite bin_small // mul0r.
  by rewrite ih ?mulr0 // -ltnS (leq_trans _ ld) // ltn_sub2l.
by case/eqP: ne; apply: val_inj.
Qed.

Lemma zero_countsE m N K (zs : seq Z) (c : nat -> nat) : check_zero_counts m N K zs ->
  (forall i, (i < K)%N -> (\sum_(l < K) 'C(l, i) * c l = 'C(N, i) * ((2 ^ m) ^ (K - i) - 1))%N) ->
  forall l, (l < K)%N -> nth 0%z zs l = Z.of_nat (c l).
Proof.
move=> /andP[/eqP sz ok] eqs l lK; apply: (@ofZ_inj R); apply/eqP; rewrite ofZ_nat -subr_eq0; apply/eqP.
move: l lK; apply: (@one_solution K (fun l => ofZ R (nth 0%z zs l) - (c l)%:R)) => i iK.
under eq_bigr do rewrite mulrBr; rewrite sumrB.
have -> : \sum_(l < K) 'C(l, i)%:R * (c l)%:R = (\sum_(l < K) 'C(l, i) * c l)%N%:R :> R.
  by rewrite natr_sum; apply: eq_bigr => l _; rewrite natrM.
have := allP ok i; rewrite mem_iota iK => /(_ isT) /Z.eqb_eq /(congr1 (ofZ R)).
rewrite ofZ_total big_map (big_nth ([::], 0%z)) size_zip size_traject sz minnn big_mkord.
rewrite (eq_bigr (fun l : 'I_K => 'C(l, i)%:R * ofZ R (nth 0%z zs l))) => [->|l _]; last first.
  rewrite /pascal nth_zip ?size_traject ?sz //= (set_nth_default (binomials_0 K)) ?size_traject //.
  by rewrite nth_traject // ofZ_mul binomialsE // !ofZ_nat.
rewrite eqs // /pairs_of_zeros ofZ_mul /over_N binomialsE // ofZ_nat natrM.
have -> : (2 ^ (Z.of_nat m * (Z.of_nat K - Z.of_nat i)) - 1)%z = Z.of_nat ((2 ^ m) ^ (K - i) - 1).
  rewrite -expnM of_nat_power_1; congr (2 ^ _ - 1)%z.
  by rewrite -multE -minusE Nat2Z.inj_mul Nat2Z.inj_sub //; apply/ssrnat.leP/ltnW.
by rewrite ofZ_nat subrr.
Qed.
End Equations.
