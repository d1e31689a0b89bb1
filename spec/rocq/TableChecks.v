(** * A checker of certificates of kind predictability-table, which computes

    What it finds by itself, classes of correlators and of functions, needs no proof where it is used in a way that is checked.
    TableChecker.v proves what is accepted; no proof occurs here. *)

From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat seq.
From Freebit Require Export GameChecks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Delimit Scope Z_scope with z.

(** A relabelling [R2.15]: the new parties are the old ones named in [m_order] (from 1). *)
Record table_move := TableMove { m_order : seq nat; m_s : seq bool; m_t : seq bool; m_c : seq bool }.
(** A function of the outputs that win at the input of the file, as its values; all numbers are numerators over [r_scale]. *)
Record table_row := TableRow {
  r_values : seq bool; r_scale : Z; r_number : Z; r_dual0 : rows; r_dual1 : rows; r_box : rows }.
Record table_file := TableFile { t_input : seq bool; t_moves : seq table_move; t_rows : seq table_row }.

(** ** Functions that are made of one another *)

(** A set of words, each with a number *)
Inductive marks := Empty | Here of nat | Fork of marks & marks.
Fixpoint mark (k : nat) (f : seq bool) (m : marks) : marks :=
  if f is b :: f' then
    let: (l, r) := if m is Fork l r then (l, r) else (Empty, Empty) in
    if b then Fork l (mark k f' r) else Fork (mark k f' l) r
  else Here k.
Fixpoint marked (f : seq bool) (m : marks) : option nat :=
  match f, m with
  | [::], Here k => Some k
  | b :: f', Fork l r => marked f' (if b then r else l)
  | _, _ => None
  end.

(** A relabelling that keeps the input, as the places from which the values come *)
Notation way := (seq nat).
Definition moved_function (w : way) (f : seq bool) : seq bool := [seq nth false f j | j <- w].
Definition made_of (ways : seq way) (f : seq bool) : seq (seq bool) := map negb f :: [seq moved_function w f | w <- ways].

(** Marks functions that are new, and lets them wait. *)
Definition add_new (k : nat) (fs : seq (seq bool)) (now : seq (seq bool) * marks) : seq (seq bool) * marks :=
  foldr (fun f now => let: (w, m) := now in if marked f m is None then (f :: w, mark k f m) else (w, m)) now fs.
(** Marks all that is made of the functions that wait. *)
Fixpoint flood (fuel : nat) (ways : seq way) (k : nat) (waiting : seq (seq bool)) (m : marks) : marks :=
  match fuel, waiting with
  | fuel'.+1, f :: rest => let: (waiting', m') := add_new k (made_of ways f) (rest, m) in flood fuel' ways k waiting' m'
  | _, _ => m
  end.
(** None if a function is made of an earlier one *)
Fixpoint floods (fuel : nat) (ways : seq way) (k : nat) (fs : seq (seq bool)) (m : marks) : option marks :=
  if fs is f :: fs' then
    if marked f m is None then floods fuel ways k.+1 fs' (flood fuel ways k [:: f] (mark k f m)) else None
  else Some m.

(** ** Correlators that are tied at maximal violation [R3.100] *)

(** For each party, left out or on an input *)
Notation correlator := (seq (option bool)).
Inductive totals := Total of Z | Totals of totals & totals & totals.
Definition part (q : option bool) (t : totals) : totals :=
  if t is Totals l z o then (if q is Some b then (if b then o else z) else l) else t.
Fixpoint total_at (c : correlator) (t : totals) : Z :=
  if c is q :: c' then total_at c' (part q t) else if t is Total z then z else 0%z.
Fixpoint add_total (c : correlator) (d : Z) (t : totals) : totals :=
  match c, t with
  | q :: c', Totals l z o => match q with
    | None => Totals (add_total c' d l) z o
    | Some false => Totals l (add_total c' d z) o
    | Some true => Totals l z (add_total c' d o) end
  | [::], Total z => Total (z + d)
  | _, _ => t
  end.
Fixpoint contract m : tree m -> totals :=
  if m is m'.+1 then fun t => let: (t00, t01, t10, t11) := t in
    Totals (contract (map2 Z.add (map2 Z.add t00 t10) (map2 Z.add t01 t11))) (contract (map2 Z.sub t00 t10)) (contract (map2 Z.sub t01 t11))
  else fun z => Total z.
Fixpoint correlators (m : nat) : seq correlator :=
  if m is m'.+1 then [seq q :: c | q <- [:: None; Some false; Some true], c <- correlators m'] else [:: [::]].

(** A total moves from a correlator to another one, to which it is tied at an input with a sign. *)
Record tie := Tie { tie_from : correlator; tie_to : correlator; tie_input : seq bool; tie_sign : Z }.
(** A class: its first correlator; for each other one a tie that leads towards the first, the last ones first; and, if there is one, a tie
    that contradicts the others, with the sign of where it starts *)
Record tied := Tied { first : correlator; towards : seq tie; against : option (tie * Z) }.

Section Ties.
Variables (mermin : bool) (n : nat).

Definition ties_of (c : correlator) : seq tie :=
  [seq Tie c [seq if p.1 is Some _ then None else Some p.2 | p <- zip c x] x (if target_word mermin x is Some true then -1 else 1)%z
  | x <- words n & asks_word mermin x && all (fun p => if p.1 is Some b then b == p.2 else true) (zip c x)].

(** In [signs] correlators that are reached have a sign, others 0. *)
Fixpoint follow (fuel : nat) (waiting : seq correlator) (signs : totals) (found : tied) : totals * tied :=
  match fuel, waiting with
  | fuel'.+1, c :: rest =>
    let: (waiting', signs', found') := foldl (fun (now : seq correlator * totals * tied) t =>
      let: (w, s, k) := now in
      let sign := (total_at c s * tie_sign t)%z in let there := total_at (tie_to t) s in
      if Z.eqb there 0 then
        (rcons w (tie_to t), add_total (tie_to t) sign s, Tied (first k) (Tie (tie_to t) c (tie_input t) (tie_sign t) :: towards k) (against k))
      else if Z.eqb there sign then now
      else (w, s, Tied (first k) (towards k) (Some (t, total_at c s)))) (rest, signs, found) (ties_of c) in
    follow fuel' waiting' signs' found'
  | _, _ => (signs, found)
  end.
Definition classes : seq tied :=
  let none := contract (tabulate n (fun _ => 0%z)) in let all := correlators n in
  let: (_, found) := foldl (fun (now : totals * seq tied) c => let: (s, ks) := now in
    if Z.eqb (total_at c s) 0 then
      let: (s', k) := follow (size all) [:: c] (add_total c 1 s) (Tied c [::] None) in (s', k :: ks)
    else now) (none, [::]) all in
  found.

(** What is taken from losing entries of an input moves an amount along a tie. *)
Notation change := (seq bool * seq bool * Z)%type.
Definition along_tie (t : tie) (amount : Z) (now : totals * seq change) : totals * seq change :=
  let: (s, m) := now in
  if Z.eqb amount 0 then now else
    (add_total (tie_to t) (tie_sign t * amount) (add_total (tie_from t) (- amount) s),
     [seq (a, tie_input t, if odd (count (fun p => isSome p.1 && p.2) (zip (tie_from t) a)) then amount else (- amount)%z)
     | a <- words n & loses_word mermin a (tie_input t)] ++ m).
Definition gather (k : tied) (now : totals * seq change) : totals * seq change :=
  foldl (fun (now : totals * seq change) t => let: (s, _) := now in along_tie t (total_at (tie_from t) s) now) now (towards k).
Definition settle (now : totals * seq change) (k : tied) : totals * seq change :=
  let now' := gather k now in
  if against k is Some (t, sign) then
    let: (s, _) := now' in gather k (along_tie t (Z.div (total_at (first k) s) 2 * sign) now')
  else now'.
(** A vector on losing entries that, added to 2^n times [t], gives what acts as zero, if [t] is equivalent to 0 at maximal violation *)
Definition on_losing (ks : seq tied) (t : tree n) : tree n :=
  let: (_, changes) := foldl settle (contract (map2 Z.add t t), [::]) ks in
  foldr (fun c u => let: (a, x, z) := c in let p := zip a x in insert p (entry u p + z) u) (tabulate n (fun _ => 0%z)) changes.

(** ** The checks *)
Definition image (m : table_move) (a x : seq bool) : place := carry (m_order m) (m_s m) (m_t m) (m_c m) (zip a x).
Definition input_image (m : table_move) (x : seq bool) : seq bool := settings (image m x x).

Definition check_symmetry (m : table_move) : bool :=
  [&& (size (m_order m) == n) && uniq (m_order m), all (fun o => 0 < o <= n)%N (m_order m) &
    everywhere n (fun a x => let p := image m a x in
      (asks_word mermin (settings p) == asks_word mermin x) && (loses_word mermin (outputs p) (settings p) == loses_word mermin a x))].

Fixpoint inputs_reached (fuel : nat) (ms : seq table_move) (xs : seq (seq bool)) : seq (seq bool) :=
  if fuel is fuel'.+1 then
    inputs_reached fuel' ms (foldr (fun m ys => foldr (fun x ys => let y := input_image m x in if y \in ys then ys else y :: ys) ys xs) xs ms)
  else xs.

Definition winning (x : seq bool) : seq (seq bool) := [seq a <- words n | ~~ loses_word mermin a x].
Definition place_in (x a : seq bool) : nat := index a (winning x).
Definition way_of (x : seq bool) (m : table_move) : way :=
  let places := [seq place_in x (outputs (image m a x)) | a <- winning x] in [seq index k places | k <- iota 0 (size places)].
Definition right_way (x : seq bool) (m : table_move) : bool :=
  let w := way_of x m in all (fun a => nth 0%N w (place_in x (outputs (image m a x))) == place_in x a) (winning x).

Definition check_functions (f : table_file) : bool :=
  let x := t_input f in let kept := [seq m <- t_moves f | input_image m x == x] in let w := size (winning x) in
  all (right_way x) kept && all (fun r => size (r_values r) == w) (t_rows f) &&
  (if floods (2 ^ w) (map (way_of x) kept) 0 (map r_values (t_rows f)) Empty is Some m then all (fun v => isSome (marked v m)) (words w) else false).

Definition value_at (x : seq bool) (r : table_row) (a : seq bool) : bool := nth false (r_values r) (place_in x a).
(** [R3.107] What the dual vector of a value acts as at maximal violation *)
Definition gap_at (x : seq bool) (r : table_row) (v : bool) : tree n :=
  tabulate n (fun p => let a := outputs p in if (settings p == x) && ~~ loses_word mermin a x
    then (r_number r - (if value_at x r a == v then r_scale r else 0))%z else 0%z).
Definition check_row_dual (ks : seq tied) (x : seq bool) (r : table_row) (v : bool) (t : tree n) : bool :=
  let d := map2 Z.sub t (gap_at x r v) in let m := on_losing ks d in
  [&& everywhere n (fun a y => if loses_word mermin a y then Z.eqb (entry t (zip a y)) 0 else Z.leb 0 (entry t (zip a y))),
      everywhere n (fun a y => loses_word mermin a y || Z.eqb (entry m (zip a y)) 0) &
      acts_zero (map2 (fun u w => 2 ^ Z.of_nat n * u + w)%z d m)].
Definition check_row_box (x : seq bool) (r : table_row) (t : tree n) : bool :=
  let ones_ := sum_over (winning x) (fun a => if value_at x r a then entry t (zip a x) else 0%z) in
  check_box mermin (r_scale r) t && (Z.eqb ones_ (r_number r) || Z.eqb ones_ (r_scale r - r_number r)).
Definition check_row (ks : seq tied) (x : seq bool) (r : table_row) : bool :=
  [&& Z.ltb 0 (r_scale r), check_row_dual ks x r false (tree_of_rows n (r_dual0 r)), check_row_dual ks x r true (tree_of_rows n (r_dual1 r)) &
      check_row_box x r (tree_of_rows n (r_box r))].

Definition check_table (f : table_file) : bool :=
  let x := t_input f in let asked := [seq y <- words n | asks_word mermin y] in
  [&& size x == n, all check_symmetry (t_moves f),
      (let xs := inputs_reached (size asked) (t_moves f) [:: x] in all (fun y => y \in xs) asked), check_functions f &
      (let ks := classes in all (check_row ks x) (t_rows f))].
End Ties.
