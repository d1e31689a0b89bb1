(** * A checker of certificates of kind code, which computes

    CodeChecker.v proves what it accepts; no proof occurs here. *)

From Coq Require Import ZArith.
From mathcomp Require Import ssreflect ssrbool ssrfun eqtype ssrnat div seq path.
From Freebit Require Export Checks.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Delimit Scope Z_scope with z.

(** The rows of a generator; or whether the inner code is that of Reed and Muller, the modulus with the coefficient of the highest power
    first, the length N and the dimension K *)
Inductive stated_code := Generator of seq (seq bool) | Concatenation of bool & seq bool & nat & nat.
(** Numbers of bits and cells; the weights that are listed, with numbers of messages; whether the weights are exact; whether the
    words are to be counted, and not known by the closed form *)
Record code_file := CodeFile {
  code_bits : nat; code_cells : Z; code_stated : stated_code; code_listed : seq (Z * Z); code_exact : bool; code_counted : bool }.

Notation total := (foldr Z.add 0%z).
Definition sum_to (known : seq (Z * Z)) (w : Z) : Z := total [seq e.2 | e <- known & Z.leb e.1 w].
Definition sum_at (known : seq (Z * Z)) (w : Z) : Z := total [seq e.2 | e <- known & Z.eqb e.1 w].

(** [R3.92] *)
Definition check_listed (n : Z) (listed : seq (Z * Z)) : bool :=
  all (fun e => [&& Z.leb 0 e.1, Z.leb e.1 n & Z.leb 1 e.2]) listed && sorted Z.ltb [seq e.1 | e <- listed].

(** [R3.95], [R3.96] of known weights, that is, numbers of messages other than 0 *)
Definition check_weights (L : nat) (known listed : seq (Z * Z)) : bool :=
  all (fun e => Z.leb (Z.min (sum_to known e.1) (2 ^ Z.of_nat L - 1)) (sum_to listed e.1)) known.
Definition check_exact (known listed : seq (Z * Z)) : bool :=
  all (fun e => Z.eqb (sum_at listed e.1) (sum_at known e.1)) (known ++ listed).

(** ** Counting [R3.93] *)
Definition xor_rows (r s : seq bool) : seq bool := [seq p.1 (+) p.2 | p <- zip r s].
(** The weights of the words of all messages, that of 0 first, if [sum] is added to them *)
Fixpoint word_weights (sum : seq bool) (rows : seq (seq bool)) : seq nat :=
  if rows is r :: rows' then word_weights sum rows' ++ word_weights (xor_rows r sum) rows' else [:: count id sum].
(** One more at place [w] *)
Fixpoint tally (w : nat) (h : seq Z) : seq Z :=
  if h is c :: h' then (if w is w'.+1 then c :: tally w' h' else (c + 1)%z :: h') else [::].
(** The weights up to [n] that occur in a list, and how often *)
Definition occurring (n : nat) (weights : seq nat) : seq (Z * Z) :=
  [seq e <- zip [seq Z.of_nat w | w <- iota 0 n.+1] (foldr tally (nseq n.+1 0%z) weights) | Z.ltb 0 e.2].

(** ** The closed form [R3.94]

    Polynomials over the field of two elements, that of X^0 first *)
Fixpoint add_polynomials (s t : seq bool) : seq bool :=
  match s, t with b :: s', c :: t' => b (+) c :: add_polynomials s' t' | [::], _ => t | _, [::] => s end.
Fixpoint multiply (s t : seq bool) : seq bool :=
  if s is b :: s' then add_polynomials (if b then t else [::]) (false :: multiply s' t) else [::].
(** [R3.91] The modulus is no product of two polynomials of lower degree. *)
Definition check_irreducible (modulus : seq bool) : bool :=
  let m := (size modulus).-1 in let p := rev modulus in
  all (fun k => all (fun d => all (fun e =>
    has id (add_polynomials (multiply (rcons d true) (rcons e true)) p)) (words (m - k))) (words k)) (iota 1 m.-1).

(** ** The rows of a concatenation, for counting [R3.93]

    What remains of a polynomial modulo [p], of degree [m] *)
Fixpoint remainder (m : nat) (p s : seq bool) : seq bool :=
  if s is b :: s' then let r := b :: remainder m p s' in take m (if nth false r m then add_polynomials r p else r) else [::].
(** The elements of the field, in the order of their numbers *)
Fixpoint elements (m : nat) : seq (seq bool) :=
  if m is m'.+1 then let t := elements m' in [seq rcons e false | e <- t] ++ [seq rcons e true | e <- t] else [:: [::]].
(** s_0 v_0 + ... + s_(m-1) v_(m-1) for all numbers v of m bits *)
Fixpoint products (m : nat) (s : seq bool) : seq bool :=
  if m is m'.+1 then let t := products m' s in t ++ [seq nth false s m' (+) b | b <- t] else [:: false].

Section Rows.
Variables (rm : bool) (modulus : seq bool).
Notation m := (size modulus).-1.
Notation p := (rev modulus).
Definition power (e : seq bool) (k : nat) : seq bool := iter k (fun s => remainder m p (multiply s e)) (remainder m p [:: true]).
(** X^i e^k *)
Definition residue (i k : nat) (e : seq bool) : seq bool := remainder m p (multiply (rcons (nseq i false) true) (power e k)).
Definition concatenation_row (N l : nat) : seq bool :=
  flatten [seq drop (if rm then 2 ^ m.-1 else 1) (products m (residue (m.-1 - l %% m) (l %/ m) e)) | e <- take N (elements m)].
Definition concatenation_rows (N L : nat) : seq (seq bool) := [seq concatenation_row N l | l <- iota 0 L].
End Rows.

(** The first K binomial coefficients (n over i), for n = 0, and for n + 1 from those for n *)
Definition binomials_0 (K : nat) : seq Z := 1%z :: nseq K.-1 0%z.
Definition next_binomials (r : seq Z) : seq Z := [seq (p.1 + p.2)%z | p <- zip r (0%z :: r)].

Section Outer.
Variables (m N K : nat).
Definition pascal : seq (seq Z) := traject next_binomials (binomials_0 K) K.
Definition over_N : seq Z := iter N next_binomials (binomials_0 K).
Definition pairs_of_zeros (i : nat) : Z := (nth 0 over_N i * (2 ^ (Z.of_nat m * (Z.of_nat K - Z.of_nat i)) - 1))%z.
(** How many messages but 0 have i zeros, for i = 0, ..., K - 1, from the last one on *)
Definition zero_counts : seq Z :=
  foldr (fun i zs => (pairs_of_zeros i - total [seq nth 0 p.1 i * p.2 | p <- zip (drop i.+1 pascal) zs] :: zs)%z) [::] (iota 0 K).
(** They are the only numbers for which these equations hold. *)
Definition check_zero_counts (zs : seq Z) : bool :=
  (size zs == K) && all (fun i => Z.eqb (total [seq nth 0 p.1 i * p.2 | p <- zip pascal zs]%z) (pairs_of_zeros i)) (iota 0 K).

(** [R3.94] The known weights, if D is the least weight of an inner word *)
Definition known_weights (D : Z) (zs : seq Z) : seq (Z * Z) :=
  [seq (D * (Z.of_nat N - Z.of_nat p.1), p.2)%z | p <- zip (iota 0 K) zs].
End Outer.

Definition check_generator (f : code_file) (rows : seq (seq bool)) : bool :=
  let n := Z.to_nat (code_cells f) in
  [&& (code_bits f <= 16)%N && Z.leb (code_cells f) 65536, size rows == code_bits f, all (fun r => size r == n) rows &
      let known := occurring n (behead (word_weights (nseq n false) rows)) in
      check_weights (code_bits f) known (code_listed f) && (code_exact f ==> check_exact known (code_listed f))].

(** [R3.90], [R3.91] of a concatenation *)
Definition check_shape (f : code_file) (rm : bool) (modulus : seq bool) (N K : nat) : bool :=
  let m := (size modulus).-1 in
  let first := (if rm then 2 ^ Z.of_nat m.-1 else 1)%z in
  [&& (1 < m)%N && head false modulus, (0 < K <= N)%N && Z.leb (Z.of_nat N) (2 ^ Z.of_nat m), (code_bits f <= m * K)%N,
      Z.eqb (code_cells f) (Z.of_nat N * (2 ^ Z.of_nat m - first)) & check_irreducible modulus].

Definition check_concatenation (f : code_file) (rm : bool) (modulus : seq bool) (N K : nat) : bool :=
  let m := (size modulus).-1 in let L := code_bits f in
  let D := (if rm then 2 ^ Z.of_nat m.-2 else 2 ^ Z.of_nat m.-1)%z in
  check_shape f rm modulus N K &&
      let zs := zero_counts m N K in check_zero_counts m N K zs && (let known := known_weights N K D zs in
      check_weights L known (code_listed f) && (code_exact f ==> [&& ~~ rm, L == (m * K)%N & check_exact known (code_listed f)])).

(** The shape first: only then it is known how much there is to count. *)
Definition check_counted (f : code_file) (rm : bool) (modulus : seq bool) (N K : nat) : bool :=
  if [&& (code_bits f <= 16)%N, Z.leb (code_cells f) 65536 & check_shape f rm modulus N K]
  then check_generator f (concatenation_rows rm modulus N (code_bits f)) else false.

Definition check_code (f : code_file) : bool :=
  [&& (0 < code_bits f)%N, Z.leb 0 (code_cells f), check_listed (code_cells f) (code_listed f) &
      match code_stated f with
      | Generator rows => check_generator f rows
      | Concatenation rm modulus N K =>
          if code_counted f then check_counted f rm modulus N K else check_concatenation f rm modulus N K
      end].
