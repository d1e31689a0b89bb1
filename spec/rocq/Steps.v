(** * Steps 2 to 5: the protocol of [Definitions.v] is the paper's, and the one of chapter 4 of the specification *)

From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Freebit Require Import Definitions Paper Boxes Tensor Selection Rows Grid.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope nat_scope.

(** ** Step 3: the grid *)
Section Cells.
Variables (N Nd m : nat).
Implicit Types (M : {set 'I_N}) (x a : bits (all_parties N)) (j : bits 'I_m) (i : 'I_Nd).

Lemma value_onto k : k < 2 ^ m -> exists j, value j = k.
Proof.
move=> km; pose f j : 'I_(2 ^ m) := Ordinal (value_lt j).
have f_inj : injective f by move=> j j' [] /value_inj.
have : Ordinal km \in f @: setT.
  suff -> : f @: setT = setT by rewrite inE.
  by apply/eqP; rewrite eqEcard subsetT card_imset // !cardsT card_ord card_ffun card_bool card_ord leqnn.
by case/imsetP => j _ [E]; exists j.
Qed.

(** [R4.12] If enough are kept, then at each place of the grid there is just one quintuplet, number (row) Nd + (column)
    of the kept ones ... *)
Theorem grid_is_full M j i : 3 * (Nd * 2 ^ m) <= N + 2 -> enough M ->
  exists2 n, (n \in M) && (number M n == value j * Nd + i) & forall n', cell M j i n' -> n' = n.
Proof.
move=> large many; have [c cells] := cells_exist large many; exists (c j i); first exact: cells.
by move=> n' here; apply: cell_unique here (cells j i).
Qed.

(** ... and the quintuplets in the grid are the first Nd Nb of the kept ones. *)
Theorem grid_is_first M n : (exists j i, cell M j i n) <-> n \in M /\ number M n < Nd * 2 ^ m.
Proof.
split=> [[j [i /andP[nM /eqP ->]]] | [nM lt]]; first split=> //.
  apply: (@leq_trans (value j * Nd + Nd)); first by rewrite ltn_add2l.
  by rewrite -mulSnr mulnC leq_mul2l value_lt orbT.
have Nd0 : 0 < Nd by case: (Nd) lt.
have [j jE] : exists j, value j = number M n %/ Nd by apply: value_onto; rewrite ltn_divLR // mulnC.
by exists j, (Ordinal (ltn_pmod (number M n) Nd0)); rewrite /cell nM jE /= -divn_eq eqxx.
Qed.

Lemma in_block_cell M x j i n : cell M j i n -> in_block M x j i = quintuplet n x.
Proof.
move=> here; rewrite ffunE; apply/ffunP => p; rewrite !ffunE; apply/existsP/idP => [[n' /andP[there]] | xp].
  by rewrite (cell_unique there here).
by exists n; rewrite here.
Qed.

Lemma in_block_none M x j i : (forall n, cell M j i n = false) -> in_block M x j i = [ffun=> false].
Proof.
move=> none; rewrite ffunE; apply/ffunP => p; rewrite !ffunE.
by apply/existsP => -[n]; rewrite none.
Qed.

Lemma zeros_right (b : bits party) : I b [ffun=> false] = false.
Proof. by rewrite /I /X0 /X1 /weight big1 // => i _; rewrite ffunE. Qed.

(** [R4.17] A block is right iff none of its cells is wrong, eq (8). *)
Theorem block_right M a x j :
  r (in_block (Nd := Nd) M a j) (in_block M x j) = [forall n, [exists i : 'I_Nd, cell M j i n] ==> ~~ wrong a x n].
Proof.
apply/forallP/forallP => right => [n | i].
  by apply/implyP => /existsP[i here]; have := right i; rewrite !(in_block_cell _ here).
case: (pickP (cell M j i)) => [n here | none]; last by rewrite (in_block_none x none) zeros_right.
by rewrite !(in_block_cell _ here); apply: (implyP (right n)); apply/existsP; exists i.
Qed.
End Cells.

(** ** Step 4, row selection *)
Section Row.
Variables (N Nd m : nat).
Implicit Types (a : bits (all_parties N)) (s : bits (source_bits N [finType of 'I_m])).

(** [R4.18] eq (9): the protocol goes on iff enough are kept and every block other than l is right. *)
Theorem paper_gE s a : paper_g Nd s a = g (@row Nd m) 0 s a.
Proof.
rewrite /paper_g /g; congr (_ && _); set M := kept _; set x := inputs s; set l := selection s.
apply/forallP/forallP => ok => [i | j].
  rewrite leqn0 cards_eq0 -subset0; apply/subsetP => n; rewrite !inE => /andP[/existsP[j /andP[jl here]] wr].
  have := implyP (ok j) jl; rewrite block_right => /forallP/(_ n)/implyP; rewrite wr; apply.
  by apply/existsP; exists i.
apply/implyP => jl; rewrite block_right; apply/forallP => n; apply/implyP => /existsP[i here].
have := ok i; rewrite leqn0 cards_eq0 -subset0 => /subsetP/(_ n); rewrite !inE; case: (wrong _ _ _) => //.
by move=> no; apply: contraTT isT => _; apply: no; rewrite andbT; apply/existsP; exists j; rewrite jl.
Qed.

(** The same as a product of the r's *)
Theorem paper_g_product s a : let M := kept (inputs s) in
  paper_g Nd s a = (enough M * \prod_(j | j != selection s) r (in_block (Nd := Nd) M a j) (in_block M (inputs s) j))%N :> nat.
Proof.
rewrite /paper_g /=; case: (enough _); rewrite ?mul1n ?mul0n //=.
case: forallP => [ok | no].
  by rewrite big1 // => j jl; rewrite (implyP (ok j) jl).
have [j jl /negbTE wr] : exists2 j, j != selection s & ~~ r (in_block (Nd := Nd) (kept (inputs s)) a j) (in_block (kept (inputs s)) (inputs s) j).
  apply/exists_inP; rewrite -negb_forall_in; apply/negP => ok; apply: no => j; apply/implyP => jl.
  by rewrite -[r _ _]negbK; move/forall_inP: ok => /(_ j jl); rewrite negbK.
by rewrite (bigD1 j) //= wr mul0n.
Qed.
End Row.

(** ** Steps 4 and 5, any selection *)
Section Any.
Variables (N Nd m : nat) (L : finType) (choice : bits L -> 'I_Nd -> bits 'I_m).
Implicit Types (x a : bits (all_parties N)) (s : bits (source_bits N L)) (M : {set 'I_N}).

(** [R4.19] The protocol goes on iff enough are kept and no column has more than w wrong cells that are not distilled. *)
Theorem tolerance w s a : let M := kept (inputs s) in let l := selection s in
  g choice w s a = enough M && [forall i : 'I_Nd,
    #|[set j | (j != choice l i) && [exists n, cell M j i n && wrong a (inputs s) n]]| <= w].
Proof.
rewrite /g /=; congr (_ && _); apply: eq_forallb => i; congr (_ <= w).
set M := kept _; set l := selection s; set A := [set n in _ | _]; set B := [set j | _].
have rowP n : n \in A -> exists2 j, j \in B & cell M j i n.
  rewrite !inE => /andP[/existsP[j /andP[jl here]] wr]; exists j => //; rewrite inE jl.
  by apply/existsP; exists n; rewrite here.
pose f n := odflt (choice l i) [pick j | cell M j i n].
have fE j n : cell M j i n -> f n = j.
  rewrite /f => here; case: pickP => [j' there | /(_ j)]; last by rewrite here.
  by have [_] := cell_column there here.
rewrite -(card_in_imset (f := f) (D := A)) => [|n n' nA n'A]; last first.
  have [j _ here] := rowP _ nA; have [j' _ there] := rowP _ n'A.
  rewrite (fE _ _ here) (fE _ _ there) => E; rewrite E in here; exact: cell_unique here there.
apply: eq_card => j; apply/imsetP/idP => [[n nA ->] | ].
  by have [j' jB here] := rowP _ nA; rewrite (fE _ _ here).
rewrite inE => /andP[jl /existsP[n /andP[here wr]]]; exists n; last by rewrite (fE _ _ here).
by rewrite !inE wr andbT; apply/existsP; exists j; rewrite jl.
Qed.

(** [R4.20] What the distilled cells answer has no influence on g. *)
Theorem g_ignores_distilled w s a a' :
  agree_outside (distilled choice (kept (inputs s)) (selection s)) a a' -> g choice w s a' = g choice w s a.
Proof.
move=> agree; rewrite -(join_parts s); apply: g_change => //; rewrite ?inputs_join ?selection_join //.
by apply/forallP => n; rewrite eqxx implybT.
Qed.

(** [R4.16], [R4.21], [R4.23] k is the XOR of the majorities m_i of the cells in row (choice l i) of column i, one for each column. *)
Theorem key_is_xor w t s a : let M := kept (inputs s) in let l := selection s in
  key choice w t s a = g choice w s a &&
    \big[addb/false]_(i < Nd) [exists n, cell M (choice l i) i n && maj t (quintuplet n a)].
Proof.
rewrite /key /=; case: (g _ _ _ _) => //=; set M := kept _; set l := selection s.
pose F n := maj t (quintuplet n a).
transitivity (\big[addb/false]_(i < Nd) \big[addb/false]_(n | cell M (choice l i) i n) F n).
  rewrite (exchange_big_dep (mem (distilled choice M l))) /= => [|i n _ here]; last first.
    by rewrite inE; apply/existsP; exists i.
  apply: eq_bigr => n; rewrite inE => /existsP[i here].
  by rewrite (big_pred1 i) // => i'; apply/idP/eqP => [there | ->] //; have [] := cell_column there here.
apply: eq_bigr => i _; case: (pickP (cell M (choice l i) i)) => [n here | none]; last first.
  by rewrite big_pred0 //; apply/esym/existsP => -[n]; rewrite none.
rewrite (big_pred1 n) => [|n']; last by apply/idP/eqP => [there | ->] //; apply: cell_unique there here.
apply/idP/existsP => [Fn | [n' /andP[there]]]; first by exists n; rewrite here.
by rewrite (cell_unique there here).
Qed.

(** [R4.22] Where g = 0, k = 0; and g = 0 either because too few are kept, or because the correlations are wrong. *)
Theorem key_of_abort w t s a : ~~ g choice w s a -> key choice w t s a = false.
Proof. by rewrite /key => /negbTE ->. Qed.
End Any.

(** ** Step 5, row selection: eq (10) with f = XOR is the key of [Definitions.v]. *)
Definition xor n (b : bits 'I_n) : bool := \big[addb/false]_i b i.

Theorem paper_keyE N Nd m t (s : bits (source_bits N [finType of 'I_m])) a :
  paper_key (@xor Nd) t s a = key (@row Nd m) 0 t s a.
Proof.
rewrite key_is_xor /paper_key paper_gE /xor; case: (g _ _ _ _) => //=; apply: eq_bigr => i _; rewrite ffunE /row.
set M := kept _; set l := selection s; case: (pickP (cell M l i)) => [n here | none].
  rewrite (in_block_cell _ here); apply/idP/existsP => [Fn | [n' /andP[there]]]; first by exists n; rewrite here.
  by rewrite (cell_unique there here).
rewrite (in_block_none _ none) /maj !ffunE; apply/esym/existsP => -[n]; by rewrite none.
Qed.
