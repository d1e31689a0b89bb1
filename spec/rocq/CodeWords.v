(** * The weights of the words of a concatenation, by the zeros of their outer words *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions TestedDefinitions Codes CodeWeights CodeInner.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.


Section Concatenations.
Variables (rm : bool) (modulus : seq bool) (N K L : nat).
Notation m := (size modulus).-1.
Notation p := (polynomial modulus).
Notation v := (inner_length rm m).
Hypotheses (irreducible : irreducible_poly p) (size_p : size p = m.+1) (m_gt1 : (1 < m)%N).
Hypotheses (K_le : (K <= N)%N) (N_le : (N <= 2 ^ m)%N) (L_le : (L <= m * K)%N).
Notation code := (fun l : 'I_L => concatenation_bit rm modulus l).
Notation n := (N * v)%N.
Let m_gt0 : (0 < m)%N. Proof. exact: ltnW. Qed.
Implicit Types u : bits 'I_L.

(** The value of a message at a point *)
Definition value u (q : {poly 'F_2}) : {poly 'F_2} := (outer m K (number u)).[q] %% p.

(** Whether the coefficients are 1 *)
Definition bit_of (q : {poly 'F_2}) (k : nat) : bool := q`_k == 1.

Lemma modp_sum (I : finType) (P : pred I) (F : I -> {poly 'F_2}) : (\sum_(i | P i) F i) %% p = \sum_(i | P i) F i %% p.
Proof. by apply: (big_morph (fun q => q %% p)) => [q r|]; rewrite ?modpD ?mod0p. Qed.

Lemma valueE u q : value u q = \sum_(l < L | u l) ('X^(m.-1 - l %% m) * q ^+ (l %/ m)) %% p.
Proof.
rewrite /value outer_at modp_sum.
rewrite [RHS](eq_bigl (fun l : 'I_L => number u l == 1)) => [|l]; last by rewrite numberE F2_bool.
rewrite (big_ord_widen_cond _ (fun l => number u l == 1) (fun l => ('X^(m.-1 - l %% m) * q ^+ (l %/ m)) %% p) L_le).
rewrite [RHS]big_mkcond; apply: eq_bigr => l _; rewrite {1}/number; case: insubP => [i li <-|]; last first.
  by rewrite -leqNgt => no; rewrite scale0r mul0r mod0p /number insubF ?ltnNge ?no.
by rewrite numberE F2_bool ltn_ord andbT; case: (u i); rewrite ?scale1r // scale0r mul0r mod0p.
Qed.

Lemma word_of_point u (i t : nat) : (t < v)%N ->
  word_at code u (i * v + t) = product m (bit_of (value u (digits m i))) (first_column rm m + t).
Proof.
move=> tv; have v0 : (0 < v)%N by apply: leq_ltn_trans tv.
pose s l : {poly 'F_2} := ('X^(m.-1 - l %% m) * digits m i ^+ (l %/ m)) %% p.
rewrite /word_at /product.
transitivity (\big[addb/false]_(l < L | u l) \big[addb/false]_(k < m) (bit_of (s l) k && odd ((first_column rm m + t) %/ 2 ^ k)%N)).
  apply: eq_bigr => l _; rewrite /concatenation_bit /product divnMDl // (divn_small tv) addn0.
  by apply: eq_bigr => k _; rewrite modnMDl (modn_small tv).
rewrite exchange_big; apply: eq_bigr => k _ /=; rewrite -big_distrl /= valueE /bit_of coef_sum; congr (_ && _).
apply/esym/(big_morph (fun x : 'F_2 => x == 1)) => // x y; exact: F2_sum.
Qed.

Lemma sum_blocks (h : nat -> nat) a b : (\sum_(j < a * b) h j = \sum_(i < a) \sum_(t < b) h (i * b + t))%N.
Proof.
elim: a => [|a ih]; first by rewrite !big_ord0.
by rewrite big_ord_recr /= -ih -[in LHS](addn1 a) mulnDl mul1n big_split_ord.
Qed.

Lemma weight_by_points u :
  word_weight n code u = (\sum_(i < N) inner_weight rm m (bit_of (value u (digits m i))))%N.
Proof.
rewrite /word_weight (sum_blocks (fun j => word_at code u j)); apply: eq_bigr => i _.
by apply: eq_bigr => t _; rewrite word_of_point.
Qed.

(** The message filled up with zeros *)
Definition filled u : {ffun 'I_(m * K) -> bool} := [ffun l : 'I_(m * K) => number u l == 1].

Lemma number_filled u : outer m K (number (filled u)) = outer m K (number u).
Proof. by apply: eq_bigr => l _; rewrite numberE ffunE; congr ((_ *: _) *: _); apply: F2_eq; rewrite F2_bool. Qed.

Lemma filled_inj : injective filled.
Proof.
move=> u w /ffunP same; apply/ffunP => l; have := same (widen_ord L_le l); rewrite !ffunE /=.
by rewrite !numberE !F2_bool.
Qed.

Lemma nonzero_filled u : nonzero (filled u) = (u != [ffun=> false]).
Proof.
congr (~~ _); apply/eqP/eqP => [/ffunP e | ->]; last first.
  by apply/ffunP => l; rewrite !ffunE /number; case: insubP => [i|]; rewrite ?ffunE.
apply/ffunP => l; have := e (widen_ord L_le l); rewrite !ffunE /=.
by rewrite numberE F2_bool.
Qed.

Notation zeros_of u := (zeros p N (filled u)).

Lemma others (Z : {set 'I_N}) : (N - #|Z| = \sum_(i < N | i \notin Z) 1)%N.
Proof. by rewrite -{1}[N]card_ord -(cardsC Z) addKn -sum1_card; apply: eq_bigl => i; rewrite inE. Qed.

Notation at_zero u i := (vanishes p m K (number (filled u)) i).

Lemma symbol_bit u (i : 'I_N) : ~~ at_zero u i -> exists2 k, (k < m)%N & bit_of (value u (digits m i)) k.
Proof.
move=> no; have [/existsP[k ok] | /existsPn none] := boolP [exists k : 'I_m, bit_of (value u (digits m i)) k]; first by exists k.
case/negP: no; rewrite /vanishes number_filled /dvdp -/(value u _); apply/eqP/polyP => k; rewrite coef0.
case: (ltnP k m) => km; last by rewrite nth_default // (leq_trans (size_symbol irreducible size_p _)).
apply: F2_eq; exact/negbTE/(none (Ordinal km)).
Qed.

Lemma weight_ge u : (least_inner rm m * (N - zeros_of u) <= word_weight n code u)%N.
Proof.
rewrite weight_by_points /zeros others big_distrr /= [X in (_ <= X)%N](bigID (fun i : 'I_N => i \notin [set i | at_zero u i])) /=.
rewrite (leq_trans _ (leq_addr _ _)) //; apply: leq_sum => i; rewrite inE muln1 => /symbol_bit; exact: inner_weight_ge.
Qed.

Lemma weight_simplex u : rm = false -> word_weight n code u = (least_inner rm m * (N - zeros_of u))%N.
Proof.
move=> simplex; rewrite weight_by_points /zeros others big_distrr /= [RHS]big_mkcond; apply: eq_bigr => i _; rewrite inE muln1.
case: ifP => [/symbol_bit | /negbFE zero]; first by rewrite simplex; apply: simplex_weight.
rewrite /inner_weight big1 // => t _; rewrite /product big1 // => k _.
by move: zero; rewrite /vanishes number_filled /dvdp -/(value u _) => /eqP ->; rewrite /bit_of coef0.
Qed.

Notation counted := (with_zeros p m N K).

Lemma count_by_zeros (ok : nat -> bool) :
  #|[set u : {ffun 'I_(m * K) -> bool} | nonzero u && ok (zeros p N u)]| = (\sum_(l < K | ok l) counted l)%N.
Proof.
transitivity (\sum_(u : {ffun 'I_(m * K) -> bool} | nonzero u) ok (zeros p N u))%N.
  rewrite -sum1_card [LHS]big_mkcond [RHS]big_mkcond; apply: eq_bigr => u _; rewrite inE.
  by case: nonzero => //=; case: (ok _).
rewrite (by_zeros K irreducible size_p m_gt0 N_le (fun l => ok l)) [RHS]big_mkcond; apply: eq_bigr => l _.
by case: (ok l); rewrite ?mul1n ?mul0n.
Qed.

(** At most so many words are light, and exactly so many if inner words all have one weight and no message is left out. *)
Lemma light_by_zeros w : (light_words n code w <= \sum_(l < K | (least_inner rm m * (N - l) <= w)%N) counted l)%N.
Proof.
rewrite -(count_by_zeros (fun l => least_inner rm m * (N - l) <= w)%N) /light_words -(card_imset _ filled_inj).
apply: subset_leq_card; apply/subsetP => u' /imsetP[u]; rewrite !inE => /andP[nz light] ->.
by rewrite nonzero_filled nz /= (leq_trans (weight_ge u)).
Qed.

Lemma words_by_zeros w : rm = false -> L = (m * K)%N ->
  words_of_weight n code w = (\sum_(l < K | least_inner rm m * (N - l) == w) counted l)%N.
Proof.
move=> simplex LE.
rewrite -(count_by_zeros (fun l => least_inner rm m * (N - l) == w)%N) /words_of_weight -(card_imset _ filled_inj).
apply: eq_card => u'; rewrite !inE.
have : u' \in [set filled u | u in [set: bits 'I_L]].
  suff -> : [set filled u | u in [set: bits 'I_L]] = setT by rewrite inE.
  by apply/eqP; rewrite eqEcard subsetT (card_imset _ filled_inj) !cardsT !card_ffun !card_bool !card_ord LE /=.
case/imsetP => u _ ->; rewrite nonzero_filled -weight_simplex //.
by apply/imsetP/idP => [[u2] | ok]; [rewrite inE => ok /filled_inj -> | exists u; rewrite ?inE].
Qed.
End Concatenations.
