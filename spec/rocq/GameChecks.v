(** * Checkers of certificates about games, which compute

    For the kinds attainment, predictability, family, distillation and fixing-boxes.  Every file has one common denominator,
    [scale].  GameChecker.v proves what these accept; no proof occurs here. *)

From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat div seq path.
From Freebit Require Export TestedChecks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Delimit Scope Z_scope with z.

(** Whether the game is the Mermin game; else it is the GHZ game. *)
Definition target_word (mermin : bool) (x : seq bool) : option bool :=
  if mermin then
    if (ones x %% 4 == 1)%N then Some false else if (ones x %% 4 == 3)%N then Some true else None
  else if odd (zeros_word x) then None else Some (odd (zeros_word x)./2).
Definition asks_word (mermin : bool) (x : seq bool) : bool := target_word mermin x != None.
Definition loses_word (mermin : bool) (a x : seq bool) : bool :=
  if target_word mermin x is Some t then odd (ones a) != t else false.

Fixpoint before (v w : seq bool) : bool :=
  match v, w with
  | b :: v', c :: w' => if b == c then before v' w' else c
  | _, _ => false
  end.

Section Checks.
Variables (mermin : bool) (n : nat).

Fixpoint all_entries m (ok : Z -> bool) : tree m -> bool :=
  if m is m'.+1 then fun t =>
    let: (t00, t01, t10, t11) := t in [&& all_entries ok t00, all_entries ok t01, all_entries ok t10 & all_entries ok t11]
  else ok.
Fixpoint same m : tree m -> tree m -> bool :=
  if m is m'.+1 then fun t u =>
    let: (t00, t01, t10, t11) := t in let: (u00, u01, u10, u11) := u in
    [&& same t00 u00, same t01 u01, same t10 u10 & same t11 u11]
  else Z.eqb.
Fixpoint agrees m : tree m -> bool :=
  if m is m'.+1 then fun t =>
    let: (t00, t01, t10, t11) := t in
    [&& same (map2 Z.add t00 t10) (map2 Z.add t01 t11), agrees t00, agrees t01, agrees t10 & agrees t11]
  else fun _ => true.
(** The sum over the outputs at the input 0...0 *)
Fixpoint total m : tree m -> Z :=
  if m is m'.+1 then fun t => let: (t00, _, t10, _) := t in (total t00 + total t10)%z else id.

(** Whether all entries [(a,x)] that have the property are right. *)
Definition everywhere (ok : seq bool -> seq bool -> bool) : bool := all (fun x => all (fun a => ok a x) (words n)) (words n).

Definition sum_over (ws : seq (seq bool)) (F : seq bool -> Z) : Z := foldr (fun a s => (F a + s)%z) 0%z ws.

(** [R2.8]-[R2.10], [R2.13] A box of maximal violation *)
Definition check_box (d : Z) (t : tree n) : bool :=
  [&& all_entries (Z.leb 0) t, Z.eqb (total t) d, agrees t &
      everywhere (fun a x => loses_word mermin a x ==> Z.eqb (entry t (zip a x)) 0)].

(** ** Attainment *)
Record attainment_file := AttainmentFile {
  at_triples : seq (nat * nat * nat); at_inputs : seq (seq bool); at_value : bool; at_scale : Z; at_probability : Z; at_box : rows }.

(** Three parties from 1 in increasing order *)
Definition good_triple (t : nat * nat * nat) : bool := [&& 0 < t.1.1, t.1.1 < t.1.2, t.1.2 < t.2 & t.2 <= n]%N.

Definition check_attainment (f : attainment_file) : bool :=
  let t := tree_of_rows n (at_box f) in
  [&& Z.ltb 0 (at_scale f), (at_triples f != [::]), (at_inputs f != [::]), uniq (at_triples f), uniq (at_inputs f),
      all good_triple (at_triples f), all (fun x => (size x == n) && asks_word mermin x) (at_inputs f), check_box (at_scale f) t &
      all (fun x => all (fun m =>
        Z.eqb (sum_over (words n) (fun a => if maj_word m a == at_value f then entry t (zip a x) else 0%z)) (at_probability f))
        (at_triples f)) (at_inputs f)].

(** ** Predictability: [dual] and [primal] may be absent. *)
Record extreme_file := ExtremeFile {
  zero_outputs : seq (seq bool); extreme_input : seq bool; maximum : bool; extreme_scale : Z; extreme_value : Z;
  dual : option rows; primal : option rows }.

Definition check_dual (f : extreme_file) (t : tree n) : bool :=
  everywhere (fun a x => loses_word mermin a x || Z.leb 0 (entry t (zip a x))) &&
  acts_zero (map2 Z.sub t (tabulate n (fun p => if settings p == extreme_input f then
    let gap := (extreme_value f - (if outputs p \in zero_outputs f then extreme_scale f else 0))%z in
    if maximum f then gap else (- gap)%z else 0%z))).
Definition check_primal (f : extreme_file) (t : tree n) : bool :=
  check_box (extreme_scale f) t &&
  Z.eqb (sum_over (words n) (fun a => if a \in zero_outputs f then entry t (zip a (extreme_input f)) else 0%z)) (extreme_value f).

Definition check_extreme (f : extreme_file) : bool :=
  [&& Z.ltb 0 (extreme_scale f), isSome (dual f) || isSome (primal f), sorted before (zero_outputs f),
      (size (extreme_input f) == n) && asks_word mermin (extreme_input f),
      (if dual f is Some rs then check_dual f (tree_of_rows n rs) else true) &
      (if primal f is Some rs then check_primal f (tree_of_rows n rs) else true)].

(** ** Families and distillation: W and G for some inputs *)
Record vectors_file := VectorsFile { vectors_input : seq bool; vectors_W : rows; vectors_G : rows }.

Definition check_one (d : Z) (y : seq bool) (W : tree n) : bool :=
  acts_zero (map2 Z.sub W (tabulate n (fun p => if settings p == y then d else 0%z))).
Definition check_maj (d : Z) (m : nat * nat * nat) (y : seq bool) (G : tree n) : bool :=
  acts_zero (map2 Z.sub G (tabulate n (fun p => if settings p == y then (if maj_word m (outputs p) then - d else d)%z else 0%z))).

(** The numbers beta(y,x), numerators over [g_scale], alpha = [g_alpha]/[g_alpha_den] *)
Record game_family := GameFamily {
  g_triple : nat * nat * nat; g_alpha : Z; g_alpha_den : Z; g_scale : Z; g_members : seq (seq (seq bool * Z) * vectors_file) }.

Definition beta_of (bs : seq (seq bool * Z)) (x : seq bool) : Z := foldr (fun e v => if e.1 == x then e.2 else v) 0%z bs.

Definition check_game_member (f : game_family) (m : seq (seq bool * Z) * vectors_file) : bool :=
  let: (bs, v) := m in let y := vectors_input v in
  let W := tree_of_rows n (vectors_W v) in let G := tree_of_rows n (vectors_G v) in
  [&& (size y == n) && asks_word mermin y, uniq (map fst bs), all (fun e => Z.leb 0 e.2) bs,
      all (fun x => asks_word mermin x == (x \in map fst bs)) (words n), all (fun x => size x == n) (map fst bs),
      check_one (g_scale f) y W, check_maj (g_scale f) (g_triple f) y G &
      all (fun x => let beta := (g_alpha_den f * beta_of bs x)%z in
        all (fun a => let p := zip a x in
          Z.leb (g_alpha_den f * Z.abs (entry G p)) (g_alpha f * entry W p + (if loses_word mermin a x then beta else 0))%z)
          (words n)) (words n)].
Definition check_game_family (f : game_family) : bool :=
  [&& Z.ltb 0 (g_scale f), Z.ltb 0 (g_alpha_den f), good_triple (g_triple f), (0 < size (g_members f))%N,
      uniq [seq vectors_input m.2 | m <- g_members f] & all (check_game_member f) (g_members f)].

(** alpha and beta over a common denominator [d_unit] *)
Record distillation_file := DistillationFile {
  d_triple : nat * nat * nat; d_alpha : Z; d_beta : Z; d_unit : Z; d_directions : nat; d_scale : Z; d_members : seq vectors_file }.

Definition parallel (p q : Z * Z) : bool := Z.eqb (p.1 * q.2) (p.2 * q.1).
Definition with_direction (ds : seq (Z * Z)) (w g : Z) : seq (Z * Z) :=
  let p := (w + g, w - g)%z in
  if (Z.eqb w 0 && Z.eqb g 0) || has (parallel p) ds then ds else p :: ds.

Definition trees_of (v : vectors_file) : tree n * tree n := (tree_of_rows n (vectors_W v), tree_of_rows n (vectors_G v)).

Definition check_squares (f : distillation_file) (v : vectors_file) : bool :=
  let: (W, G) := trees_of v in
  everywhere (fun a x => let p := zip a x in let w := entry W p in let g := entry G p in
    let c := (d_alpha f * w + (if loses_word mermin a x then d_beta f * d_scale f else 0))%z in
    Z.leb 0 c && Z.leb ((w * w + g * g) * (d_unit f * d_unit f))%z (2 * (c * c))%z).
Definition directions_of (vs : seq vectors_file) : seq (Z * Z) :=
  foldr (fun v ds => let: (W, G) := trees_of v in
    foldr (fun x ds => foldr (fun a ds => let p := zip a x in with_direction ds (entry W p) (entry G p)) ds (words n)) ds (words n))
    [::] vs.

Definition check_distillation (f : distillation_file) : bool :=
  [&& Z.ltb 0 (d_scale f), Z.ltb 0 (d_unit f), good_triple (d_triple f), (0 < size (d_members f))%N,
      uniq [seq vectors_input v | v <- d_members f],
      all (fun v => (size (vectors_input v) == n) && asks_word mermin (vectors_input v)) (d_members f),
      [&& Z.ltb 0 (d_alpha f), Z.ltb (d_alpha f) (d_unit f), Z.ltb (d_unit f) (d_beta f) & d_directions f <= 45]%N,
      all (fun v => check_one (d_scale f) (vectors_input v) (trees_of v).1 &&
                    check_maj (d_scale f) (d_triple f) (vectors_input v) (trees_of v).2) (d_members f),
      all (check_squares f) (d_members f) & (size (directions_of (d_members f)) <= d_directions f)%N].

(** ** Boxes that make every function certain *)
Definition support (t : tree n) (x : seq bool) : seq (seq bool) := [seq a <- words n | ~~ Z.eqb (entry t (zip a x)) 0].
(** All functions on outputs, as lists of the outputs at which they are 1 *)
Fixpoint subsets (T : Type) (s : seq T) : seq (seq T) :=
  if s is a :: s' then let r := subsets s' in r ++ [seq a :: u | u <- r] else [:: [::]].
Definition certain (us : seq (seq bool)) (s : seq (seq bool)) : bool :=
  all (fun a => a \in us) s || all (fun a => a \notin us) s.

Definition check_fixing (d : Z) (boxes : seq rows) : bool :=
  let ts := [seq tree_of_rows n rs | rs <- boxes] in
  [&& Z.ltb 0 d, all (check_box d) ts &
      all (fun x => asks_word mermin x ==>
        (let ss := [seq support t x | t <- ts] in all (fun us => has (certain us) ss) (subsets (words n)))) (words n)].

End Checks.
