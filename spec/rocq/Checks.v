(** * A checker of certificates that computes

    Vectors over the 4^n entries (a,x) are complete trees with four branches per party; numbers are integers over a common
    denominator.  No proof occurs here, so that certificates compile against little; Checker.v proves what the checker accepts. *)

From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat seq.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Delimit Scope Z_scope with z.

(** ** Trees *)
Fixpoint tree (n : nat) : Type :=
  if n is n'.+1 then (tree n' * tree n' * tree n' * tree n')%type else Z.

(** A place in a tree: for each party its output and its input *)
Notation place := (seq (bool * bool)).

Definition branch n (t : tree n.+1) (q : bool * bool) : tree n :=
  let: (t00, t01, t10, t11) := t in
  if q.1 then (if q.2 then t11 else t10) else (if q.2 then t01 else t00).

Fixpoint entry n : tree n -> place -> Z :=
  if n is n'.+1 then fun t p => entry (branch t (head (false, false) p)) (behead p) else fun z _ => z.

Fixpoint tabulate n : (place -> Z) -> tree n :=
  if n is n'.+1 then fun f =>
    (tabulate n' (fun p => f ((false, false) :: p)), tabulate n' (fun p => f ((false, true) :: p)),
     tabulate n' (fun p => f ((true, false) :: p)), tabulate n' (fun p => f ((true, true) :: p)))
  else fun f => f [::].

Fixpoint map2 (f : Z -> Z -> Z) n : tree n -> tree n -> tree n :=
  if n is n'.+1 then fun t u =>
    let: (t00, t01, t10, t11) := t in let: (u00, u01, u10, u11) := u in
    (map2 f t00 u00, map2 f t01 u01, map2 f t10 u10, map2 f t11 u11)
  else f.

(** Whether the vector gives 0 on all non-signalling tables: for each party its sum over all four entries, and the difference of the
    outputs 0 and 1 on each input, are 0 in all combinations. *)
Fixpoint acts_zero n : tree n -> bool :=
  if n is n'.+1 then fun t =>
    let: (t00, t01, t10, t11) := t in
    [&& acts_zero (map2 Z.add (map2 Z.add t00 t10) (map2 Z.add t01 t11)),
        acts_zero (map2 Z.sub t00 t10) & acts_zero (map2 Z.sub t01 t11)]
  else fun z => Z.eqb z 0.

(** ** Files *)

(** Words of bits, written as decimal numbers: 1011 is the string 01011. *)
Fixpoint word (n : nat) (z : Z) : seq bool :=
  if n is n'.+1 then rcons (word n' (Z.div z 10)) (Z.odd (Z.modulo z 10)) else [::].

(** The words of five bits have names, since Rocq reads names faster than numbers. *)
Definition w00000 := Eval compute in word 5 0. Definition w00001 := Eval compute in word 5 1.
Definition w00010 := Eval compute in word 5 10. Definition w00011 := Eval compute in word 5 11.
Definition w00100 := Eval compute in word 5 100. Definition w00101 := Eval compute in word 5 101.
Definition w00110 := Eval compute in word 5 110. Definition w00111 := Eval compute in word 5 111.
Definition w01000 := Eval compute in word 5 1000. Definition w01001 := Eval compute in word 5 1001.
Definition w01010 := Eval compute in word 5 1010. Definition w01011 := Eval compute in word 5 1011.
Definition w01100 := Eval compute in word 5 1100. Definition w01101 := Eval compute in word 5 1101.
Definition w01110 := Eval compute in word 5 1110. Definition w01111 := Eval compute in word 5 1111.
Definition w10000 := Eval compute in word 5 10000. Definition w10001 := Eval compute in word 5 10001.
Definition w10010 := Eval compute in word 5 10010. Definition w10011 := Eval compute in word 5 10011.
Definition w10100 := Eval compute in word 5 10100. Definition w10101 := Eval compute in word 5 10101.
Definition w10110 := Eval compute in word 5 10110. Definition w10111 := Eval compute in word 5 10111.
Definition w11000 := Eval compute in word 5 11000. Definition w11001 := Eval compute in word 5 11001.
Definition w11010 := Eval compute in word 5 11010. Definition w11011 := Eval compute in word 5 11011.
Definition w11100 := Eval compute in word 5 11100. Definition w11101 := Eval compute in word 5 11101.
Definition w11110 := Eval compute in word 5 11110. Definition w11111 := Eval compute in word 5 11111.

Fixpoint insert n : place -> Z -> tree n -> tree n :=
  if n is n'.+1 then fun p v t =>
    let: (t00, t01, t10, t11) := t in
    match head (false, false) p with
    | (false, false) => (insert (behead p) v t00, t01, t10, t11)
    | (false, true) => (t00, insert (behead p) v t01, t10, t11)
    | (true, false) => (t00, t01, insert (behead p) v t10, t11)
    | (true, true) => (t00, t01, t10, insert (behead p) v t11)
    end
  else fun _ v _ => v.

(** The words of n bits, in the order of the numbers they spell *)
Fixpoint words (n : nat) : seq (seq bool) :=
  if n is n'.+1 then [seq b :: w | b <- [:: false; true], w <- words n'] else [:: [::]].

(** A vector as the certificate files give it: the entries that are not zero, [At a x numerator] *)
Record given := At { outputs_at : seq bool; inputs_at : seq bool; numerator_at : Z }.
Notation entries := (seq given).
Definition tree_of (es : entries) : tree 5 :=
  foldr (fun e t => insert (zip (outputs_at e) (inputs_at e)) (numerator_at e) t) (tabulate 5 (fun _ => 0%z)) es.

(** What a certificate file says about one input y: y, the numerators of beta(y,x), W and G *)
Record member := Member { at_input : seq bool; betas : seq (seq bool * Z); W_entries : entries; G_entries : entries }.
(** A certificate file: the triple (parties counted from 1), the numerator and the denominator of alpha, the
    common denominator of the other numbers, and the members *)
Record family := Family {
  parties : nat * nat * nat; alpha_num : Z; alpha_den : Z; denominator : Z; members : seq member }.

Definition ones (w : seq bool) : nat := count id w.
Definition zeros_word (x : seq bool) : nat := count negb x.
(** The number of places where two words differ *)
Definition distance_word (y x : seq bool) : nat := count (fun p => p.1 != p.2) (zip y x).
Definition asked_word (x : seq bool) : bool := [|| ones x == 1, ones x == 5 | ones x == 3]%N.
Definition I_word (a x : seq bool) : bool :=
  (((ones x == 1) || (ones x == 5)) && odd (ones a) || (ones x == 3) && ~~ odd (ones a))%N.
Definition maj_word (t : nat * nat * nat) (a : seq bool) : bool :=
  (2 <= nth false a t.1.1.-1 + nth false a t.1.2.-1 + nth false a t.2.-1)%N.
Definition outputs (p : place) : seq bool := map fst p.
Definition settings (p : place) : seq bool := map snd p.

Definition beta_at (m : member) (x : seq bool) : Z :=
  foldr (fun e v => if e.1 == x then e.2 else v) 0%z (betas m).

Section Check.
Variable f : family.
Variable m : member.

Definition check_normalisation (y : seq bool) (W : tree 5) : bool :=
  acts_zero (map2 Z.sub W (tabulate 5 (fun p => if settings p == y then denominator f else 0%z))).
Definition check_majority (y : seq bool) (G : tree 5) : bool :=
  acts_zero (map2 Z.sub G (tabulate 5 (fun p => if settings p == y
    then (if maj_word (parties f) (outputs p) then - denominator f else denominator f)%z else 0%z))).
Definition check_domination (W G : tree 5) : bool :=
  all (fun x => let beta := (alpha_den f * beta_at m x)%z in all (fun a =>
    let p := zip a x in
    let bound := (alpha_num f * entry W p + (if I_word a x then beta else 0))%z in let g := (alpha_den f * entry G p)%z in
    Z.leb g bound && Z.leb (- g) bound) (words 5)) (words 5).

Definition check_member : bool :=
  let y := at_input m in let W := tree_of (W_entries m) in let G := tree_of (G_entries m) in
  [&& all (fun e => Z.leb 0 e.2) (betas m), check_normalisation y W, check_majority y G & check_domination W G].
End Check.

(** Every member is right. *)
Definition check_members (f : family) : bool :=
  [&& Z.ltb 0 (denominator f), Z.ltb 0 (alpha_den f) & all (check_member f) (members f)].

(** Every member is right and there is one for each input of the game. *)
Definition check_family (f : family) : bool :=
  [&& Z.ltb 0 (denominator f), Z.ltb 0 (alpha_den f), all (check_member f) (members f) &
      all (fun y => asked_word y ==> has (fun m => at_input m == y) (members f)) (words 5)].
