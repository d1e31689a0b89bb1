(** * The weights of words of concatenations with Reed-Solomon codes

    As many outer words vanish at given points as there are polynomials that do; double counting then gives the numbers of words
    with any number of zeros.  An inner word that is not zero has ones at half of all numbers. *)

From Coq Require Import ZArith.
From mathcomp Require Import all_ssreflect all_algebra.
From Freebit Require Import Definitions TestedDefinitions Codes.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Lemma F2_sum (x y : 'F_2) : (x + y == 1) = (x == 1) (+) (y == 1).
Proof. by case: x => [[|[|?]] ?] //; case: y => [[|[|?]] ?]. Qed.
Lemma F2_eq (x y : 'F_2) : (x == 1) = (y == 1) -> x = y.
Proof. by case: x => [[|[|?]] ?] //; case: y => [[|[|?]] ?] //= _; apply: val_inj. Qed.
Lemma F2_bool (b : bool) : (b%:R == 1 :> 'F_2) = b.
Proof. by case: b. Qed.

(** ** Roots modulo an irreducible polynomial *)
Section Roots.
Variable p : {poly 'F_2}.
Hypothesis irreducible : irreducible_poly p.

Lemma prime_divides (a b : {poly 'F_2}) : p %| a * b -> ~~ (p %| a) -> p %| b.
Proof.
move=> ab na; have co : coprimep p a.
  rewrite coprimep_def; apply: contraR na => one.
  have := irreducible.2 _ one (dvdp_gcdl p a); rewrite /eqp => /andP[_ there].
  exact: dvdp_trans there (dvdp_gcdr p a).
by rewrite -(Gauss_dvdpr b co).
Qed.

Lemma roots (qs : seq {poly 'F_2}) (C : {poly {poly 'F_2}}) : (size C <= size qs)%N ->
  pairwise (fun q r => ~~ (p %| r - q)) qs -> (forall q, q \in qs -> p %| C.[q]) -> forall k, p %| C`_k.
Proof.
elim: qs C => [|q qs ih] C; first by rewrite leqn0 size_poly_eq0 => /eqP -> _ _ k; rewrite coef0 dvdp0.
rewrite /= => sC /andP[apart apart'] vanish.
have /factor_theorem [D CE] : root (C - C.[q]%:P) q by rewrite /root !hornerE subrr.
have {}CE : C = D * ('X - q%:P) + C.[q]%:P by rewrite -CE subrK.
have pq := vanish q (mem_head _ _).
have sD : (size D <= size qs)%N.
  case: (D =P 0) => [-> | /eqP D0]; first by rewrite size_poly0.
  have : (size (C - C.[q]%:P)%R <= (size qs).+1)%N.
    by rewrite (leq_trans (size_add _ _)) // size_opp geq_max sC (leq_trans (size_polyC_leq1 _)).
  by rewrite {1}CE addrK (size_Mmonic D0 (monicXsubC q)) size_XsubC addn2.
have IH := ih D sD apart' => k.
have {}IH : forall k', p %| D`_k'.
  apply: IH => r rin; have := vanish r _; rewrite inE rin orbT => /(_ isT).
  rewrite {1}CE !hornerE dvdp_addl // mulrC => /prime_divides -> //.
  exact: (allP apart).
rewrite CE coefD coefC mulrBr coefB coefMX coefMC; apply: dvdp_add; last by case: (k == 0%N); rewrite ?dvdp0.
apply: dvdp_sub; first by case: (k == 0%N); rewrite ?dvdp0.
by rewrite dvdp_mulr.
Qed.
End Roots.

(** ** Outer words *)
Lemma digits_inj m i j : (i < 2 ^ m)%N -> (j < 2 ^ m)%N -> digits m i = digits m j -> i = j.
Proof.
move=> im jm /polyP same; have {same} same k : (k < m)%N -> odd (i %/ 2 ^ k) = odd (j %/ 2 ^ k).
  by move=> km; have := same k; rewrite !coef_poly km => /(congr1 (fun x => x == 1)); rewrite !F2_bool.
elim: m i j im jm same => [|m ih] i j; first by rewrite expn0 !ltnS !leqn0 => /eqP -> /eqP ->.
move=> im jm same; rewrite (divn_eq i 2) (divn_eq j 2) !modn2.
have := same 0%N isT; rewrite !expn0 !divn1 => ->; congr (_ * _ + _)%N.
apply: ih => [||k km]; [by rewrite ltn_divLR // -expnSr | by rewrite ltn_divLR // -expnSr |].
by rewrite -!divnMA -expnS; apply: same.
Qed.

Section Outer.
Variables (p : {poly 'F_2}) (m N K : nat).
Hypotheses (irreducible : irreducible_poly p) (size_p : size p = m.+1) (m_gt0 : (0 < m)%N).
Hypotheses (K_le : (K <= N)%N) (N_le : (N <= 2 ^ m)%N).
Notation message := {ffun 'I_(m * K) -> bool}.
Implicit Types (f g : nat -> 'F_2) (u v : message).

(** The outer word of a message is the values of this polynomial. *)
Definition outer f : {poly {poly 'F_2}} := \sum_(l < m * K) (f l *: 'X^(m.-1 - l %% m) : {poly 'F_2}) *: 'X^(l %/ m).

Lemma outer_at f q : (outer f).[q] = \sum_(l < m * K) (f l *: 'X^(m.-1 - l %% m)) * q ^+ (l %/ m).
Proof. by rewrite horner_sum; apply: eq_bigr => l _; rewrite hornerZ hornerXn. Qed.

Lemma outer_coef f k : (outer f)`_k = \sum_(l < m * K | (l %/ m)%N == k) (f l *: 'X^(m.-1 - l %% m)).
Proof.
rewrite coef_sum [RHS]big_mkcond; apply: eq_bigr => l _; rewrite coefZ coefXn eq_sym.
by case: eqP; rewrite ?mulr1 ?mulr0.
Qed.

Lemma size_outer f : (size (outer f) <= K)%N.
Proof.
apply: (leq_trans (size_sum _ _ _)); apply/bigmax_leqP => l _.
apply: (leq_trans (size_scale_leq _ _)); rewrite size_polyXn.
by rewrite ltn_divLR // [(K * m)%N]mulnC.
Qed.

Lemma size_outer_coef f k : (size ((outer f)`_k)%R <= m)%N.
Proof.
rewrite outer_coef; apply: (leq_trans (size_sum _ _ _)); apply/bigmax_leqP => l _.
apply: (leq_trans (size_scale_leq _ _)); rewrite size_polyXn.
by apply: (@leq_ltn_trans m.-1); rewrite ?leq_subr // prednK.
Qed.

Lemma outer_digit f (l : 'I_(m * K)) : (outer f)`_(l %/ m)`_(m.-1 - l %% m) = f l.
Proof.
have lm (k : nat) : (k %% m <= m.-1)%N by rewrite -ltnS prednK // ltn_mod.
rewrite outer_coef coef_sum (bigD1 l) //= coefZ coefXn eqxx mulr1 big1 ?addr0 // => l' /andP[/eqP same other].
rewrite coefZ coefXn; case: eqP => [e|]; last by rewrite mulr0.
case/eqP: other; apply: val_inj => /=; rewrite (divn_eq l m) (divn_eq l' m) same; congr (_ + _)%N.
by rewrite -(subKn (lm l)) -(subKn (lm l')) e.
Qed.

Lemma outerB f g : outer f - outer g = outer (fun l => f l - g l).
Proof.
rewrite /outer -sumrB; apply: eq_bigr => l _.
by rewrite scalerBl scalerBl.
Qed.

Lemma divides_small (q : {poly 'F_2}) : (size q <= m)%N -> p %| q -> q = 0.
Proof.
move=> sq pq; apply/eqP; apply: contraLR pq => q0; apply/negP => /(dvdp_leq q0).
by rewrite size_p ltnNge sq.
Qed.

(** The point [i] *)
Notation point i := (digits m (nat_of_ord i)).
Definition vanishes f (i : 'I_N) : bool := p %| (outer f).[point i].

Lemma points_apart (i j : 'I_N) : i != j -> ~~ (p %| point j - point i).
Proof.
apply: contraNN => /divides_small same; apply/eqP/esym/val_inj.
apply: (@digits_inj m); try exact: leq_trans (ltn_ord _) N_le.
by apply/eqP; rewrite -subr_eq0 same // (leq_trans (size_add _ _)) // size_opp geq_max !size_poly.
Qed.

Lemma outer_zero f (S : {set 'I_N}) : (K <= #|S|)%N -> (forall i, i \in S -> vanishes f i) -> forall l : 'I_(m * K), f l = 0.
Proof.
move=> many vanish l; rewrite -(outer_digit f l).
have -> : (outer f)`_(l %/ m) = 0; last by rewrite coef0.
apply: divides_small; first exact: size_outer_coef.
apply: (@roots p irreducible [seq point i | i <- enum S]).
- by rewrite size_map -cardE (leq_trans (size_outer f)).
- rewrite pairwise_map; have := enum_uniq (mem S); rewrite uniq_pairwise; apply: sub_pairwise => i j.
  exact: points_apart.
by move=> q /mapP[i]; rewrite mem_enum => /vanish v ->.
Qed.

(** ** Counting *)
Definition number k (u : {ffun 'I_k -> bool}) (l : nat) : 'F_2 := if insub l is Some i then (u i : bool)%:R else 0.

Lemma numberE k (u : {ffun 'I_k -> bool}) (l : 'I_k) : number u l = (u l)%:R.
Proof. by rewrite /number valK. Qed.

Definition symbol u (i : 'I_N) : {ffun 'I_m -> bool} := [ffun k : 'I_m => ((outer (number u)).[point i] %% p)`_k == 1].

Lemma size_symbol (q : {poly 'F_2}) : (size (q %% p)%R <= m)%N.
Proof. by rewrite -ltnS -size_p ltn_modpN0 // irredp_neq0. Qed.

Lemma symbol_same u v i : symbol u i = symbol v i -> vanishes (fun l => number u l - number v l) i.
Proof.
move=> same; rewrite /vanishes -outerB hornerD hornerN -/(_ %% _) /dvdp modpD modpN.
rewrite subr_eq0; apply/eqP/polyP => k; case: (ltnP k m) => km; last by rewrite !nth_default // (leq_trans (size_symbol _)).
by move/ffunP/(_ (Ordinal km)): same; rewrite !ffunE => /F2_eq.
Qed.

Lemma vanishes_symbol u i : vanishes (number u) i = (symbol u i == [ffun=> false]).
Proof.
rewrite /vanishes /dvdp; apply/eqP/eqP => [zero | /ffunP zero].
  by apply/ffunP => k; rewrite !ffunE zero coef0.
apply/polyP => k; rewrite coef0; case: (ltnP k m) => km; last by rewrite nth_default // (leq_trans (size_symbol _)).
by have := zero (Ordinal km); rewrite !ffunE => e; apply: F2_eq; rewrite e.
Qed.

Lemma vanish_number (S : {set 'I_N}) : (#|S| <= K)%N ->
  #|[set u : message | [forall i in S, vanishes (number u) i]]| = ((2 ^ m) ^ (K - #|S|))%N.
Proof.
move=> SK.
have [T ST TK] : exists2 T : {set 'I_N}, S \subset T & #|T| = K.
  pose more := take (K - #|S|) (enum (~: S)).
  have moreS i : i \in more -> i \notin S by move/mem_take; rewrite mem_enum inE.
  exists (S :|: [set i in more]); first exact: subsetUl.
  rewrite cardsU disjoint_setI0 ?cards0 ?subn0; last first.
    by rewrite disjoint_sym disjoints_subset; apply/subsetP => i; rewrite !inE; apply: moreS.
  rewrite cardsE (card_uniqP _) ?take_uniq ?enum_uniq // size_take -cardE.
  have -> : #|~: S| = (N - #|S|)%N by rewrite cardsCs setCK card_ord.
  have le : (K - #|S| <= N - #|S|)%N by apply: leq_sub2r.
  case: ltnP => [_ | ge]; first by rewrite subnKC.
  by rewrite -[RHS](subnKC SK); congr (_ + _)%N; apply/eqP; rewrite eqn_leq ge le.
pose psi u : {ffun 'I_N -> {ffun 'I_m -> bool}} := [ffun i => if i \in T then symbol u i else [ffun=> false]].
have psi_inj : injective psi.
  move=> u v /ffunP same; apply/ffunP => l.
  have := @outer_zero (fun l => number u l - number v l) T _ _ l; rewrite TK leqnn => /(_ isT).
  have van i : i \in T -> vanishes (fun l => number u l - number v l) i.
    by move=> iT; apply: symbol_same; have := same i; rewrite !ffunE iT.
  move=> /(_ van) /eqP; rewrite subr_eq0 !numberE => /eqP/(congr1 (fun x => x == 1)).
  by rewrite !F2_bool.
pose zero : {ffun 'I_m -> bool} := [ffun=> false].
have card_symbols : #|{: {ffun 'I_m -> bool}}| = (2 ^ m)%N by rewrite card_ffun card_bool card_ord.
have onto : [set psi u | u in [set: message]] = [set f in pffun_on zero T predT].
  apply/eqP; rewrite eqEcard; apply/andP; split.
    apply/subsetP => f /imsetP[u _ ->]; rewrite inE; apply/pffun_onP; split=> //.
    by apply/supportP => i /negbTE iT; rewrite ffunE iT.
  rewrite card_imset // cardsT card_ffun card_bool card_ord cardsE card_pffun_on TK.
  by rewrite (eq_card (B := {: {ffun 'I_m -> bool}})) // card_symbols expnM.
rewrite -(card_imset _ psi_inj) -card_symbols.
have -> : (K - #|S|)%N = #|T :\: S| by rewrite cardsD (setIidPr ST) TK.
rewrite -[RHS](card_pffun_on zero (T :\: S) predT) -[RHS]cardsE; apply: eq_card => f; rewrite !inE.
apply/imsetP/pffun_onP => [[u] | [/supportP outside _]].
  rewrite inE => /forall_inP vanish ->; split=> //; apply/supportP => i; rewrite !inE ffunE negb_and negbK.
  case: ifP => // iT /orP[iS | //]; apply/eqP; rewrite -vanishes_symbol; exact: vanish.
have : f \in [set psi u | u in [set: message]].
  rewrite onto inE; apply/pffun_onP; split=> //; apply/supportP => i iT; apply: outside.
  by rewrite inE (negbTE iT) andbF.
case/imsetP => u _ fE; exists u => //; rewrite inE; apply/forall_inP => i iS.
rewrite vanishes_symbol; have := outside i; rewrite !inE iS fE /= ffunE (subsetP ST _ iS) => -> //.
Qed.

Definition zeros u : nat := #|[set i | vanishes (number u) i]|.
Definition nonzero u : bool := u != [ffun=> false].

Lemma zeros_lt u : nonzero u -> (zeros u < K)%N.
Proof.
apply: contraNT; rewrite -leqNgt => many; apply/eqP/ffunP => l; rewrite ffunE.
have vanish i : i \in [set i | vanishes (number u) i] -> vanishes (number u) i by rewrite inE.
by have := outer_zero many vanish l; rewrite numberE; case: (u l) => // /eqP; rewrite oner_eq0.
Qed.

(** How many messages but 0 have [l] zeros *)
Definition with_zeros (l : nat) : nat := #|[set u : message | nonzero u && (zeros u == l)]|.

Lemma by_zeros (h : nat -> nat) : (\sum_(u : message | nonzero u) h (zeros u) = \sum_(l < K) h l * with_zeros l)%N.
Proof.
transitivity (\sum_(u : message | nonzero u) \sum_(l < K) (zeros u == l) * h l)%N.
  apply: eq_bigr => u nz; rewrite (bigD1 (Ordinal (zeros_lt nz))) //= eqxx mul1n big1 ?addn0 // => l.
  by rewrite -val_eqE /= eq_sym => /negbTE ->.
rewrite exchange_big; apply: eq_bigr => l _; rewrite -big_distrl /= mulnC; congr (_ * _)%N.
have -> : with_zeros l = (\sum_(u : message | nonzero u && (zeros u == l)) 1)%N.
  by rewrite /with_zeros -sum1_card; apply: eq_bigl => u; rewrite inE.
by rewrite [RHS]big_mkcondr; apply: eq_bigr => u _; case: eqP.
Qed.

Lemma double_count i : (i < K)%N ->
  (\sum_(l < K) 'C(l, i) * with_zeros l = 'C(N, i) * ((2 ^ m) ^ (K - i) - 1))%N.
Proof.
move=> iK.
rewrite -(by_zeros (fun l => 'C(l, i))).
transitivity (\sum_(u : message | nonzero u) \sum_(S : {set 'I_N} | #|S| == i) [forall j in S, vanishes (number u) j])%N.
  apply: eq_bigr => u _; rewrite /zeros -cards_draws -sum1_card.
  rewrite -[RHS]big_mkcondr; apply: eq_bigl => S; rewrite inE andbC; congr (_ && _).
  by apply/subsetP/forall_inP => sub j /sub; rewrite inE.
rewrite exchange_big /= (eq_bigr (fun=> ((2 ^ m) ^ (K - i) - 1)%N)) => [|S /eqP Si].
  by rewrite sum_nat_const; congr (_ * _)%N; rewrite -[N in RHS]card_ord -card_draws; apply: eq_card => S; rewrite inE.
rewrite -Si -vanish_number ?Si ?(ltnW iK) // -big_mkcondr sum1_card.
rewrite (cardsD1 [ffun=> false]) inE (introT forall_inP) ?add1n ?subn1 => [|j _].
  by apply: eq_card => u; rewrite !inE /nonzero.
by rewrite vanishes_symbol; apply/eqP/ffunP => k; rewrite !ffunE /outer big1 ?horner0 ?mod0p ?coef0 // => l _; rewrite numberE ffunE scale0r scale0r.
Qed.
End Outer.
