(** * What the checker of CodeChecks.v accepts is what Codes.v says *)

From Coq Require Import ZArith Lia.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Export CodeChecks.
From Freebit Require Import Definitions TestedDefinitions Checker Codes CodeWeights CodeInner CodeWords CodeCounts CodeRows.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Delimit Scope Z_scope with z.

(** ** The modulus is irreducible [R3.91] *)
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

(** ** Counting the words of a generator [R3.93] *)
Fixpoint row_sum (sum : seq bool) (rows : seq (seq bool)) (w : seq bool) : seq bool :=
  match rows, w with r :: rows', b :: w' => row_sum (if b then xor_rows r sum else sum) rows' w' | _, _ => sum end.

Lemma word_weightsE sum rows : word_weights sum rows = [seq count id (row_sum sum rows w) | w <- words (size rows)].
Proof. by elim: rows sum => //= r rows ih sum; rewrite !ih cats0 map_cat -!map_comp. Qed.

Lemma words_head n : words n = nseq n false :: behead (words n).
Proof. by elim: n => //= n ->. Qed.

Lemma nth_tally w h i : (i < size h)%N -> nth 0%z (tally w h) i = (nth 0 h i + Z.of_nat (w == i))%z.
Proof.
by elim: h w i => [|c h ih] [|w] [|i] //= lt; rewrite ?Z.add_0_r // ih.
Qed.

Lemma size_tally w h : size (tally w h) = size h.
Proof. by elim: h w => [|c h ih] [|w] //=; rewrite ih. Qed.

Lemma tallied N ws : foldr tally (nseq N 0%z) ws = [seq Z.of_nat (count_mem i ws) | i <- iota 0 N].
Proof.
have sz : size (foldr tally (nseq N 0%z) ws) = N by elim: ws => [|w ws ih]; rewrite ?size_nseq //= size_tally.
apply: (@eq_from_nth _ 0%z) => [|i]; rewrite sz ?size_map ?size_iota // => iN.
rewrite (nth_map 0%N) ?size_iota // nth_iota // add0n; elim: ws sz => [_|w ws ih] /=; first by rewrite nth_nseq if_same.
by rewrite size_tally => sz; rewrite nth_tally ?sz // ih // addnC -plusE Nat2Z.inj_add.
Qed.

Lemma zip_maps (A B C : Type) (f : A -> B) (g : A -> C) s : zip (map f s) (map g s) = [seq (f x, g x) | x <- s].
Proof. by elim: s => //= x s ->. Qed.

Lemma occurring_sum n ws (ok : nat -> bool) : all (fun w => w <= n)%N ws ->
  (\sum_(e <- occurring n ws | ok (Z.to_nat e.1)) Z.to_nat e.2 = \sum_(w <- ws) ok w)%N.
Proof.
move=> small; rewrite /occurring tallied zip_maps big_filter_cond big_map.
transitivity (\sum_(i < n.+1) ok i * count_mem (nat_of_ord i) ws)%N.
  rewrite -(big_mkord predT (fun i => ok i * count_mem i ws)%N) /index_iota subn0 big_mkcond; apply: eq_bigr => i _ /=.
  rewrite !Nat2Z.id; case: (ok i); rewrite ?mul1n ?mul0n ?andbF ?andbT //.
  by case: Z.ltb_spec => //; case: (count_mem i ws) => // k; lia.
transitivity (\sum_(i < n.+1) \sum_(w <- ws) ok i * (w == i))%N.
  by apply: eq_bigr => i _; rewrite -big_distrr /= -sum1_count [in LHS]big_mkcond; congr (_ * _)%N; apply: eq_bigr => w _; case: eqP.
rewrite exchange_big !big_seq; apply: eq_bigr => w win.
have wn : (w < n.+1)%N by rewrite ltnS (allP small).
rewrite (bigD1 (Ordinal wn)) //= eqxx muln1 big1 ?addn0 // => i; rewrite -val_eqE /= eq_sym => /negbTE ->.
by rewrite muln0.
Qed.

Section Generators.
Variables (n : nat) (rows : seq (seq bool)).
Hypothesis sizes : all (fun r => size r == n) rows.
Notation L := (size rows).
Notation code := (fun l : 'I_L => generator_bit rows l).
Notation zero := (nseq n false).

Lemma size_row_sum sum w : size sum = n -> size (row_sum sum rows w) = n.
Proof.
elim: rows sizes sum w => [|r rs ih] //= /andP[/eqP sr /ih {}ih] sum [|b w] ss //=; apply: ih.
by case: b; rewrite // size_map size_zip sr ss minnn.
Qed.

Lemma nth_row_sum sum w j : size sum = n -> size w = L -> (j < n)%N ->
  nth false (row_sum sum rows w) j = nth false sum j (+) \big[addb/false]_(l < L) (nth false w l && nth false (nth [::] rows l) j).
Proof.
elim: rows sizes sum w => [|r rs ih] /=; first by move=> _ sum [] // _ _ _; rewrite big_ord0 addbF.
move=> /andP[/eqP sr /ih {}ih] sum [|b w] //= ss [sw] jn; rewrite big_ord_recl /= ih //; last first.
  by case: b; rewrite // size_map size_zip sr ss minnn.
rewrite addbA; congr (_ (+) _); case: b; rewrite ?addbF //.
by rewrite (nth_map (false, false)) ?nth_zip ?size_zip ?sr ?ss ?minnn //= addbC.
Qed.

Lemma generator_weight (u : bits 'I_L) : word_weight n code u = count id (row_sum zero rows (word_of u)).
Proof.
rewrite -sum1_count (big_nth false) size_row_sum ?size_nseq // big_mkord [RHS]big_mkcond; apply: eq_bigr => j _.
have -> : word_at code u j = nth false (row_sum zero rows (word_of u)) j; last by case: nth.
rewrite nth_row_sum ?size_word ?size_nseq // nth_nseq if_same addFb /word_at big_mkcond; apply: eq_bigr => l _.
by rewrite nth_word /generator_bit; case: (u l).
Qed.

Lemma sum_words_nat (F : seq bool -> nat) : (\sum_(u : bits 'I_L) F (word_of u) = \sum_(w <- words L) F w)%N.
Proof.
by apply/eqP; rewrite -(eqr_nat [numDomainType of rat]) !natr_sum (@sum_words [realFieldType of rat] L (fun w => (F w)%:R)).
Qed.

Lemma generator_count (ok : nat -> bool) :
  #|[set u : bits 'I_L | (u != [ffun=> false]) && ok (word_weight n code u)]| =
  (\sum_(e <- occurring n (behead (word_weights zero rows)) | ok (Z.to_nat e.1)) Z.to_nat e.2)%N.
Proof.
pose F (w : seq bool) : nat := ok (count id (row_sum zero rows w)).
have := sum_words_nat F; rewrite (bigD1 [ffun=> false]) //= words_head big_cons.
have -> : word_of ([ffun=> false] : bits 'I_L) = nseq L false.
  apply: (@eq_from_nth _ false); rewrite size_word ?size_nseq // => i iL.
  by rewrite -[i]/(val (Ordinal iL)) nth_word ffunE nth_nseq if_same.
move/addnI => sums; rewrite word_weightsE behead_map occurring_sum; last first.
  by apply/allP => v /mapP[w _ ->]; rewrite (leq_trans (count_size _ _)) // size_row_sum ?size_nseq.
rewrite big_map -sums -sum1_card [LHS]big_mkcond [RHS]big_mkcond; apply: eq_bigr => u _.
by rewrite inE generator_weight /F; case: (u != _) => //=; case: (ok _).
Qed.
End Generators.

(** ** What accepted files prove *)
Definition about (f : code_file) (code : nat -> nat -> bool) : Prop :=
  let L := code_bits f in let n := Z.to_nat (code_cells f) in
  no_more_light L n code (code_listed f) /\ (code_exact f -> as_listed L n code (code_listed f)).
Definition true_code (f : code_file) : Prop := about f (code_bit (code_stated f)).

Lemma listed_naturals n listed : check_listed n listed -> naturals listed.
Proof.
case/andP => ok _; apply: sub_all ok => e /and3P[-> _ /Z.leb_le e1] /=.
by apply/Z.leb_le; lia.
Qed.

Lemma generator_sound f rows : check_listed (code_cells f) (code_listed f) -> check_generator f rows -> about f (generator_bit rows).
Proof.
move=> /listed_naturals listed_ok /and4P[_ /eqP bits_ok sizes /andP[weights exact]]; rewrite /about.
set known := occurring _ _ in weights exact.
have known_ok : naturals known.
  rewrite /known /occurring tallied zip_maps; apply/allP => e; rewrite mem_filter => /andP[_ /mapP[w _ ->]] /=.
  by apply/andP; split; apply/Z.leb_le; lia.
split=> [|isexact].
  apply: (bound_sound known_ok listed_ok _ weights) => w; rewrite -bits_ok.
  by rewrite leq_eqVlt; apply/orP; left; apply/eqP; apply: (generator_count sizes (fun v => v <= w)%N).
move: exact; rewrite isexact; apply: (exact_sound known_ok listed_ok) => w; rewrite -bits_ok.
exact: (generator_count sizes (fun v => v == w)).
Qed.

(** Only bits of rows and cells that there are matter. *)
Lemma about_same f code code' : (forall l j, (l < code_bits f)%N -> (j < Z.to_nat (code_cells f))%N -> code l j = code' l j) ->
  about f code -> about f code'.
Proof.
move=> same; rewrite /about /no_more_light /as_listed.
have weightE u : word_weight (Z.to_nat (code_cells f)) (fun l : 'I_(code_bits f) => code l) u =
    word_weight (Z.to_nat (code_cells f)) (fun l : 'I_(code_bits f) => code' l) u.
  apply: eq_bigr => j _; congr nat_of_bool; rewrite /word_at.
  by apply: eq_bigr => l _; rewrite same.
case=> light exact; split=> [w | isexact w].
  apply: leq_trans (light w); rewrite /light_words; apply/eq_leq/eq_card => u.
  by rewrite !inE weightE.
by rewrite -(exact isexact w) /words_of_weight; apply/eq_card => u; rewrite !inE weightE.
Qed.

Lemma shape_cells f rm modulus N K : check_shape f rm modulus N K ->
  Z.to_nat (code_cells f) = (N * inner_length rm (size modulus).-1)%N /\ (N <= 2 ^ (size modulus).-1)%N.
Proof.
set m := (size modulus).-1; case/and5P => /andP[m1 _] /andP[_ /Z.leb_le N_le] _ /Z.eqb_eq cells _; split; last first.
  by apply/ssrnat.leP; move: N_le; rewrite -of_nat_power -/m; lia.
rewrite cells -[RHS]Nat2Z.id; congr Z.to_nat; rewrite -multE Nat2Z.inj_mul; congr (_ * _)%z.
rewrite /inner_length -minusE Nat2Z.inj_sub ?of_nat_power; last first.
  by apply/ssrnat.leP; rewrite /first_column; case: (rm); rewrite ?expn_gt0 // leq_exp2l // leq_pred.
by rewrite /first_column; case: (rm); rewrite ?of_nat_power.
Qed.

Lemma counted_sound f rm modulus N K : check_listed (code_cells f) (code_listed f) ->
  check_counted f rm modulus N K -> code_stated f = Concatenation rm modulus N K -> true_code f.
Proof.
move=> listed_ok; rewrite /check_counted; case: ifP => // /and3P[_ _ shape] /(generator_sound listed_ok) sound stated.
rewrite /true_code stated.
have [cells N_le] := shape_cells shape; case/and5P: shape => /andP[m1 lead] _ _ _ _.
apply: about_same sound => l j lL jn; rewrite /generator_bit /concatenation_rows (nth_map 0%N) ?size_iota // nth_iota //.
by rewrite add0n concatenation_rowE // -cells.
Qed.

Lemma concatenation_sound f rm modulus N K : check_listed (code_cells f) (code_listed f) ->
  check_concatenation f rm modulus N K -> code_stated f = Concatenation rm modulus N K -> true_code f.
Proof.
move=> /listed_naturals listed_ok ok stated; rewrite /true_code /about stated /=; move: ok; rewrite /check_concatenation.
set m := (size modulus).-1; set L := code_bits f.
case/andP => shape /andP[zs_ok /andP[weights exact]]; have [cells' N_le'] := shape_cells shape.
case/and5P: shape => /andP[m1 lead] /andP[/andP[K0 KN] _] L_le _ irr.
have irreducible := irreducible_modulus lead m1 irr; have size_p := size_modulus lead.
have m0 : (0 < m)%N by exact: ltnW.
have counts := zero_countsE [realFieldType of rat] zs_ok (double_count irreducible size_p m0 KN N_le').
set D := (if rm then _ else _) in weights exact.
have DE : D = Z.of_nat (least_inner rm m) by rewrite /D /least_inner; case: (rm); rewrite of_nat_power.
set known := known_weights _ _ _ _ in weights exact.
have knownE : known = [seq (Z.of_nat (least_inner rm m * (N - l)), Z.of_nat (with_zeros (polynomial modulus) m N K l)) | l <- iota 0 K].
  have /andP[/eqP sz _] := zs_ok.
  apply: (@eq_from_nth _ (0, 0)%z) => [|l]; rewrite !size_map size_zip size_iota sz minnn // => lK.
  rewrite (nth_map (0%N, 0%z)) ?size_zip ?size_iota ?sz ?minnn // nth_zip ?size_iota ?sz // (nth_map 0%N) ?size_iota //.
  rewrite nth_iota //= add0n counts // DE -multE -minusE Nat2Z.inj_mul Nat2Z.inj_sub //.
  by apply/ssrnat.leP; apply: leq_trans KN; apply: ltnW.
have known_ok : naturals known.
  by rewrite knownE; apply/allP => e /mapP[l _ ->] /=; apply/andP; split; apply/Z.leb_le; lia.
have by_list (good : nat -> bool) : (\sum_(l < K | good (least_inner rm m * (N - l))) with_zeros (polynomial modulus) m N K l =
    \sum_(e <- known | good (Z.to_nat e.1)) Z.to_nat e.2)%N.
  rewrite knownE big_map /index_iota -(subn0 K) -/(index_iota 0 K) big_mkord subn0.
  by apply: eq_big => [l | l _]; rewrite Nat2Z.id.
rewrite cells'; split=> [|isexact].
  apply: (bound_sound known_ok listed_ok _ weights) => w; rewrite /listed_to -(by_list (fun v => v <= w)%N).
  exact: light_by_zeros.
move: exact; rewrite isexact => /and3P[/negbTE simplex /eqP LE].
apply: (exact_sound known_ok listed_ok) => w; rewrite /listed_at -(by_list (fun v => v == w)).
exact: words_by_zeros.
Qed.

(** If a file is accepted, then for every w no more messages but 0 have words of weight at most w than are listed, and if it says so
    as many messages as are listed have words of each weight. *)
Theorem code_sound (f : code_file) : check_code f ->
  let L := code_bits f in let n := Z.to_nat (code_cells f) in let code := code_bit (code_stated f) in
  no_more_light L n code (code_listed f) /\ (code_exact f -> as_listed L n code (code_listed f)).
Proof.
rewrite /check_code => /and4P[_ _ listed_ok]; case stated: (code_stated f) => [rows | rm modulus N K].
  by move=> ok; have := generator_sound listed_ok ok; rewrite /about.
case: (code_counted f) => ok.
  by have := counted_sound listed_ok ok stated; rewrite /true_code /about stated.
by have := concatenation_sound listed_ok ok stated; rewrite /true_code /about stated.
Qed.
