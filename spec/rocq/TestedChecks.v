(** * A checker of certificates for tested cells that computes

    A file gives G and V for some inputs y, and says for the others from which of these, and by which relabelling of outputs and
    inputs, they are carried.  What is carried is checked in full: a wrong relabelling is refused like a wrong number.  H is
    the least possible, |G| - V where this is positive.  TestedChecker.v proves what the checker accepts. *)

From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat seq.
From Freebit Require Export Checks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Delimit Scope Z_scope with z.

(** ** The game on words *)
Definition ghz_asked_word (x : seq bool) : bool := ~~ odd (zeros_word x).
Definition ghz_loses_word (a x : seq bool) : bool := ghz_asked_word x && (odd (ones a) != odd (zeros_word x)./2).

(** A word without its place [j], counted from 0 *)
Definition without_place (j : nat) (x : seq bool) : seq bool := take j x ++ drop j.+1 x.

(** ** Files *)

(** A vector: for the inputs [row.1], written as in Checker.v, one number for each output, in the order of the words; rows of zeros
    are left out. *)
Notation rows := (seq (Z * seq Z)).
Record given_member := Given { given_input : Z; G_rows : rows; V_rows : rows }.

(** Carried from the given member number [source] (from 0), as R2.15 has it: party i's entry (a_i,x_i) becomes
    (a_i + s_i + t_i x_i, x_i + c_i), then the new parties are the old ones named in [order] (from 1); and G changes its sign
    if [minus]. *)
Record carried_member := Carried { carried_input : Z; source : nat; order : seq nat; s_word : Z; t_word : Z; c_word : Z; minus : bool }.

(** The common denominator of all numbers, the numerators of v and of the loads of right and of wrong entries, constant term
    first, and the members *)
Record tested_file := TestedFile {
  scale : Z; level : Z; right_loads : seq (seq Z); wrong_loads : seq (seq Z); given_members : seq given_member; carried_members : seq carried_member }.

Section Files.
Variables (n B : nat).

Definition tree_of_rows (rs : rows) : tree n :=
  foldr (fun r t => let x := word n r.1 in foldr (fun av t => insert (zip av.1 x) av.2 t) t (zip (words n) r.2))
    (tabulate n (fun _ => 0%z)) rs.

(** The place to which a place is carried *)
Definition carry (os : seq nat) (s t c : seq bool) (p : place) : place :=
  [seq let i := o.-1 in let: (a, x) := nth (false, false) p i in
    (a (+) nth false s i (+) (nth false t i && x), x (+) nth false c i) | o <- os].
Definition carried_tree (m : carried_member) (negate : bool) (t : tree n) : tree n :=
  let move := carry (order m) (word n (s_word m)) (word n (t_word m)) (word n (c_word m)) in
  foldr (fun x u => foldr (fun a u => let p := zip a x in let z := entry t p in
    insert (move p) (if negate then (- z)%z else z) u) u (words n)) (tabulate n (fun _ => 0%z)) (words n).

(** An input with the trees of G and V *)
Notation vectors := (seq bool * (tree n * tree n))%type.
Definition no_vectors : vectors := ([::], (tabulate n (fun _ => 0%z), tabulate n (fun _ => 0%z))).
Definition given_vectors (f : tested_file) : seq vectors :=
  [seq (word n (given_input m), (tree_of_rows (G_rows m), tree_of_rows (V_rows m))) | m <- given_members f].
Definition all_vectors (f : tested_file) : seq vectors :=
  let ms := given_vectors f in
  ms ++ [seq let: (_, (G, V)) := nth no_vectors ms (source c) in
           (word n (carried_input c), (carried_tree c (minus c) G, carried_tree c false V)) | c <- carried_members f].

Definition vectors_at (vs : seq vectors) (y : seq bool) : vectors :=
  nth no_vectors vs (find (fun m => m.1 == y) vs).
Definition asked_words : seq (seq bool) := [seq y <- words n | ghz_asked_word y].
(** One member for each input of the game *)
Definition members_of (f : tested_file) : seq vectors :=
  let vs := all_vectors f in [seq (y, (vectors_at vs y).2) | y <- asked_words].

(** ** The checks: [fw] is f, [bw] leads from inputs to the [B] source bits behind them. *)
Variable fw : seq bool -> seq bool -> bool.
Variable bw : seq bool -> seq bool.

Definition check_right (d : Z) (y : seq bool) (G : tree n) : bool :=
  acts_zero (map2 Z.sub G (tabulate n (fun p => if (settings p == y) && ~~ ghz_loses_word (outputs p) y
    then (if fw (outputs p) y then - d else d)%z else 0%z))).
Definition check_mean (l : Z) (y : seq bool) (V : tree n) : bool :=
  acts_zero (map2 Z.sub V (tabulate n (fun p => if settings p == y then l else 0%z))).
Definition check_outside (G V : tree n) : bool :=
  all (fun x => ghz_asked_word x || all (fun a => let p := zip a x in Z.leb (Z.abs (entry G p)) (entry V p)) (words n)) (words n).
Definition check_vectors (f : tested_file) (m : vectors) : bool :=
  [&& check_right (scale f) m.1 m.2.1, check_mean (level f) m.1 m.2.2 & check_outside m.2.1 m.2.2].

(** Not by projections: to them the types are arguments, and a machine that computes would compute [tree n] each time. *)
Definition excess (m : vectors) (p : place) : Z := let: (_, (G, V)) := m in Z.max 0 (Z.abs (entry G p) - entry V p).

(** The load of an entry: for each distance, the sum of the excesses there *)
Fixpoint add_at (d : nat) (z : Z) (cs : seq Z) {struct cs} : seq Z :=
  if cs is c :: cs' then (if d is d'.+1 then c :: add_at d' z cs' else (c + z)%z :: cs') else [::].
Definition load (ms : seq (nat * vectors)) (p : place) : seq Z :=
  foldr (fun m cs => let: (d, m) := m in add_at d (excess m p) cs) (nseq B.+1 0%z) ms.
Definition distances_to (ms : seq vectors) (x : seq bool) : seq (nat * vectors) :=
  [seq let: (y, _) := m in (distance_word (bw y) (bw x), m) | m <- ms].
Definition below (cs ds : seq Z) : bool := all2 Z.leb cs ds.
(** In place of an empty list one load of zeros *)
Definition allowed (loads : seq (seq Z)) : seq (seq Z) := if loads is [::] then [:: nseq B.+1 0%z] else loads.
Definition check_loads (f : tested_file) (ms : seq vectors) : bool :=
  all (fun x => let ds := distances_to ms x in
    all (fun a => has (below (load ds (zip a x))) (allowed (if ghz_loses_word a x then wrong_loads f else right_loads f)))
      (words n)) asked_words.

Definition check_tested (f : tested_file) : bool :=
  let ms := members_of f in
  [&& Z.ltb 0 (scale f), Z.leb 0 (level f), all (check_vectors f) ms & check_loads f ms].

(** Whether u = [num]/[den] is allowed for eps = [p]/[q].  A load cs_0 + cs_1 r + ..., r = w/p, times p^B *)
Fixpoint homogeneous (cs : seq Z) (w p : Z) : Z :=
  if cs is c :: cs' then (c * p ^ Z.of_nat (size cs') + w * homogeneous cs' w p)%z else 0%z.
Definition greatest (loads : seq (seq Z)) (w p : Z) : Z := foldr Z.max 0%z [seq homogeneous cs w p | cs <- loads].
Definition check_u (f : tested_file) (p q num den : Z) : bool :=
  let unit := (p ^ Z.of_nat B)%z in let total := (scale f * unit)%z in
  let right := (level f * unit + greatest (right_loads f) (q - p) p)%z in
  let wrong := (level f * unit + greatest (wrong_loads f) (q - p) p)%z in
  [&& Z.ltb 0 p, Z.leb p q, Z.ltb 0 den, Z.leb 0 num,
      all (fun cs => size cs == B.+1) (right_loads f), all (fun cs => size cs == B.+1) (wrong_loads f) &
      Z.leb (num * (total - right + Z.max right wrong)) (den * (total - right))].

End Files.

(** ** f by name *)

(** [R4.57] The majority of a_1, a_2, a_3; a_1 + (a_4 ? a_2 : a_3); or a table that has, for inputs x, the list of the outputs at
    which f is 1 *)
Inductive cell_function := Majority | Multiplexer | Table of seq (seq bool * seq (seq bool)).

Definition f_word (f : cell_function) (a x : seq bool) : bool :=
  match f with
  | Majority => (2 <= nth false a 0 + nth false a 1 + nth false a 2)%N
  | Multiplexer => nth false a 0 (+) (if nth false a 3 then nth false a 1 else nth false a 2)
  | Table rows => has (fun row => (row.1 == x) && (a \in row.2)) rows
  end.

(** The checks for local inputs, and for inputs that party number [j] (from 0) derives *)
Definition check_local (n : nat) (f : cell_function) : tested_file -> bool := check_tested n n (f_word f) id.
Definition check_derived (m j : nat) (f : cell_function) : tested_file -> bool :=
  check_tested m.+1 m (f_word f) (without_place j).
