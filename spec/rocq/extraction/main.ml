(* Decides certificates by the checkers that are proved in Checker.v, TestedFiles.v, GameChecker.v and others beside them.

   This file reads JSON into the records of those files, and prints; nothing in it decides that something is proved but
   a call of a function whose name begins with check_ and that Extract.v lists.  What it refuses by itself it refuses for a rule of chapters 3 and 6. *)

open Proven
open Json

exception Rejected of string * string  (* the rule, and why *)
exception Not_decided of string

let reject rule why = raise (Rejected (rule, why))

(* Numbers *)

let rec nat k = if k = 0 then O else S (nat (k - 1))
let rec positive k = if k = 1 then XH else if k land 1 = 1 then XI (positive (k lsr 1)) else XO (positive (k lsr 1))
let z k = if k = 0 then Z0 else if k > 0 then Zpos (positive k) else Zneg (positive (-k))
let rec bits_of = function XH -> 1 | XO p | XI p -> 1 + bits_of p
let bit_length = function Z0 -> 0 | Zpos p | Zneg p -> bits_of p
let one = z 1

(* Decimal digits, twelve at a time *)
let natural text =
  let n = String.length text in
  let rec go i acc =
    if i >= n then acc
    else
      let k = min 12 (n - i) in
      let power = int_of_float (10. ** float_of_int k) in
      go (i + k) (Z.add (Z.mul acc (z power)) (z (int_of_string ("0u" ^ String.sub text i k))))
  in
  go 0 Z0

(* [R6.11] "p" or "p/q" in lowest terms, q > 1; [R6.12] of at most 512 symbols *)
let parse_rational text =
  if String.length text > 512 then fail "R6.12" "a rational is too long";
  let bad () = fail "R6.11" "not a rational in lowest terms" in
  let digits t = t <> "" && String.for_all (fun c -> c >= '0' && c <= '9') t && t.[0] <> '0' in
  let whole t =
    if t = "0" then Z0
    else if t <> "" && t.[0] = '-' && digits (String.sub t 1 (String.length t - 1)) then
      Z.opp (natural (String.sub t 1 (String.length t - 1)))
    else if digits t then natural t
    else bad ()
  in
  match String.index_opt text '/' with
  | None -> (whole text, one)
  | Some i ->
    let below = String.sub text (i + 1) (String.length text - i - 1) in
    if not (digits below) then bad ();
    let p = whole (String.sub text 0 i) and q = natural below in
    if not (Z.ltb one q) || not (Z.eqb (Z.gcd p q) one) then bad ();
    (p, q)

let rationals : (string, z * z) Hashtbl.t = Hashtbl.create 64

let rational_of text =
  match Hashtbl.find_opt rationals text with
  | Some r -> r
  | None -> let r = parse_rational text in Hashtbl.add rationals text r; r

let lcm a b = if Z.eqb b one then a else Z.mul a (Z.div b (Z.gcd a b))
let common rs = List.fold_left (fun m q -> lcm m q) one (List.sort_uniq compare (List.map snd rs))

(* [R6.17] *)
let bounded rs = if bit_length (common rs) > 1024 then fail "R6.17" "a common denominator is too long"
let scaled scale (p, q) = if p = Z0 then Z0 else Z.mul p (Z.div scale q)

(* Places in a document *)

let members = function Object ms -> ms | _ -> fail "R6.6" "an object is wanted"
let elements = function List es -> es | _ -> fail "R6.6" "a list is wanted"
let text = function String t -> t | _ -> fail "R6.6" "a string is wanted"
let count = function Count k -> k | _ -> fail "R6.6" "an integer is wanted"
let rational v = rational_of (text v)

let child key v =
  match List.assoc_opt key (members v) with Some c -> c | None -> fail "R6.9" ("the key " ^ key ^ " is missing")

let only ?(optional = []) required v =
  List.iter (fun key -> ignore (child key v)) required;
  List.iter (fun (key, _) -> if not (List.mem key required || List.mem key optional) then fail "R6.10" "an unknown key") (members v)

let bits n t =
  if String.length t <> n || not (String.for_all (fun c -> c = '0' || c = '1') t) then fail "R6.13" "not a string of so many bits";
  List.init n (fun i -> t.[i] = '1')

let party n v =
  let k = count v in
  if k < 1 || k > n then fail "R6.15" "not a party number";
  k

(* [R6.14] the entries of a vector, by outputs and inputs *)
let vector n v =
  let entry (key, value) =
    if String.length key <> 2 * n + 1 || key.[n] <> '|' then fail "R6.14" "not outputs|inputs";
    let word t = try bits n t with Unreadable _ -> fail "R6.14" "not outputs|inputs" in
    let a = word (String.sub key 0 n) and x = word (String.sub key (n + 1) n) in
    (a, x, rational value)
  in
  let entries = List.map entry (members v) in
  bounded (List.map (fun (_, _, r) -> r) entries);
  entries

let numbers entries = List.map (fun (_, _, r) -> r) entries

(* [R6.16] *)
let game ?(limit = 9) v =
  only [ "name"; "parties" ] v;
  let name = text (child "name" v) and parties = count (child "parties" v) in
  if parties > limit then fail "R6.16" "too many parties";
  (match name with
   | "mermin" -> if parties < 3 || parties mod 2 = 0 then fail "R6.16" "the Mermin game needs an odd number of parties, at least 3"
   | "ghz" -> if parties < 2 then fail "R6.16" "the GHZ game needs at least 2 parties"
   | _ -> fail "R6.16" "an unknown game");
  (name, parties)

let number_of_word x = List.fold_left (fun k b -> (10 * k) + if b then 1 else 0) 0 x

(* A vector as the proved checkers read it: for the inputs at which it has entries, a number for each of the outputs *)
let rows n scale entries =
  let table = Hashtbl.create 64 and all = words (nat n) in
  List.iter (fun (a, x, r) -> Hashtbl.replace table (a, x) (scaled scale r)) entries;
  let inputs_used = List.sort_uniq compare (List.map (fun (_, x, _) -> x) entries) in
  List.map
    (fun x -> (z (number_of_word x), List.map (fun a -> Stdlib.Option.value (Hashtbl.find_opt table (a, x)) ~default:Z0) all))
    inputs_used

let triple n v =
  match elements v with
  | [ i; j; l ] -> let i = party n i in let j = party n j in let l = party n l in ((nat i, nat j), nat l)
  | _ -> fail "R6.6" "three parties are wanted"

let is_mermin name = name = "mermin"

(* Kind family, for the Mermin game of five parties *)

let five = nat 5
let asked_by holds n = List.filter holds (words n)

let mermin_family claim witness =
  only [ "game"; "triple"; "alpha"; "beta" ] claim;
  let triple = elements (child "triple" claim) in
  if List.length triple <> 3 then fail "R6.6" "three parties are wanted";
  let triple = List.map (party 5) triple in
  let alpha = rational (child "alpha" claim) in
  let row (key, v) =
    let y = bits 5 key in
    let found = List.map (fun (k, b) -> (bits 5 k, rational b)) (members v) in
    bounded (List.map snd found);
    (y, found)
  in
  let betas = List.map row (members (child "beta" claim)) in
  let pair (key, m) =
    let y = bits 5 key in
    only [ "W"; "G" ] m;
    (y, (vector 5 (child "W" m), vector 5 (child "G" m)))
  in
  let pairs = List.map pair (members witness) in
  (match triple with
   | [ i; j; l ] when i < j && j < l -> ()
   | _ -> reject "R3.10" "the triple is not three parties in order");
  let keys l = List.sort compare (List.map fst l) in
  if betas = [] || keys betas <> keys pairs then reject "R3.11" "claim and witness are not about the same inputs";
  let asked = List.sort compare (asked_by asked_word five) in
  if not (List.for_all (fun y -> List.mem y asked) (keys betas)) then reject "R3.12" "an input is not in X";
  if not (List.for_all (fun (_, row) -> keys row = asked) betas) then reject "R3.13" "beta is not there for just the inputs in X";
  let scale =
    common (List.concat_map (fun (_, row) -> List.map snd row) betas
            @ List.concat_map (fun (_, (w, g)) -> numbers w @ numbers g) pairs)
  in
  let given entries = List.map (fun (a, x, r) -> { outputs_at = a; inputs_at = x; numerator_at = scaled scale r }) entries in
  let member (y, row) =
    let w, g = List.assoc y pairs in
    { at_input = y; betas = List.map (fun (x, b) -> (x, scaled scale b)) row; w_entries = given w; g_entries = given g }
  in
  let file =
    { parties = (match List.map nat triple with [ i; j; l ] -> ((i, j), l) | _ -> assert false);
      alpha_num = fst alpha; alpha_den = snd alpha; denominator = scale; members = List.map member betas }
  in
  if not (check_members file) then reject "R3.14-R3.17" "check_members says no";
  Printf.sprintf "a family of bounds at %d inputs, alpha = %s" (List.length betas) (text (child "alpha" claim))

(* Kinds about any game: GameChecks.v decides all that their rules ask for, but that claim and witness are about the same inputs. *)

let keys table = List.sort compare (List.map fst table)

let pairs n witness =
  let pair (key, m) =
    let y = bits n key in
    only [ "W"; "G" ] m;
    let w = vector n (child "W" m) in
    (y, (w, vector n (child "G" m)))
  in
  List.map pair (members witness)

let all_numbers ps = List.concat_map (fun (_, (w, g)) -> numbers w @ numbers g) ps
let vectors n scale (y, (w, g)) = { vectors_input = y; vectors_W = rows n scale w; vectors_G = rows n scale g }

let game_family claim witness =
  only [ "game"; "triple"; "alpha"; "beta" ] claim;
  let name, n = game (child "game" claim) in
  let alpha = rational (child "alpha" claim) in
  let row (key, v) =
    let y = bits n key in
    let found = List.map (fun (k, b) -> let x = bits n k in (x, rational b)) (members v) in
    bounded (List.map snd found);
    (y, found)
  in
  let betas = List.map row (members (child "beta" claim)) in
  let triple = triple n (child "triple" claim) in
  let pairs = pairs n witness in
  if keys betas <> keys pairs then reject "R3.11" "claim and witness are not about the same inputs";
  let scale = common (List.concat_map (fun (_, r) -> List.map snd r) betas @ all_numbers pairs) in
  let member (y, r) = (List.map (fun (x, b) -> (x, scaled scale b)) r, vectors n scale (y, List.assoc y pairs)) in
  let file =
    { g_triple = triple; g_alpha = fst alpha; g_alpha_den = snd alpha; g_scale = scale; g_members = List.map member betas }
  in
  if not (check_game_family (is_mermin name) (nat n) file) then reject "R3.10-R3.17" "check_game_family says no";
  Printf.sprintf "a family of bounds at %d inputs, alpha = %s" (List.length betas) (text (child "alpha" claim))

let family claim witness =
  if game (child "game" claim) = ("mermin", 5) then mermin_family claim witness else game_family claim witness

let distillation claim witness =
  only [ "game"; "triple"; "inputs"; "alpha"; "beta"; "directions" ] claim;
  let name, n = game (child "game" claim) in
  let inputs = List.map (fun x -> bits n (text x)) (elements (child "inputs" claim)) in
  let alpha = rational (child "alpha" claim) in
  let beta = rational (child "beta" claim) in
  let directions = count (child "directions" claim) in
  let triple = triple n (child "triple" claim) in
  let pairs = pairs n witness in
  if List.sort compare inputs <> keys pairs then reject "R3.40" "claim and witness are not about the same inputs";
  let scale = common (all_numbers pairs) and unit_ = common [ alpha; beta ] in
  let file =
    { d_triple = triple; d_alpha = scaled unit_ alpha; d_beta = scaled unit_ beta; d_unit = unit_;
      (* more than 45 are refused, and these numbers are in ones *)
      d_directions = nat (min directions 46); d_scale = scale;
      d_members = List.map (fun y -> vectors n scale (y, List.assoc y pairs)) inputs }
  in
  if not (check_distillation (is_mermin name) (nat n) file) then
    reject "R3.10, R3.12, R3.15, R3.16, R3.40-R3.44" "check_distillation says no";
  Printf.sprintf "eq (13) at %d inputs, alpha = %s" (List.length inputs) (text (child "alpha" claim))

let attainment claim witness =
  only [ "game"; "triples"; "inputs"; "value"; "probability" ] claim;
  let name, n = game (child "game" claim) in
  let triples = List.map (triple n) (elements (child "triples" claim)) in
  let inputs = List.map (fun x -> bits n (text x)) (elements (child "inputs" claim)) in
  let value = bits 1 (text (child "value" claim)) = [ true ] in
  let probability = rational (child "probability" claim) in
  only [ "P" ] witness;
  let box = vector n (child "P" witness) in
  let scale = common (probability :: numbers box) in
  let file =
    { at_triples = triples; at_inputs = inputs; at_value = value; at_scale = scale;
      at_probability = scaled scale probability; at_box = rows n scale box }
  in
  if not (check_attainment (is_mermin name) (nat n) file) then
    reject "R3.10, R3.12, R3.20-R3.22, R2.8-R2.10, R2.13" "check_attainment says no";
  Printf.sprintf "a box with the probability %s" (text (child "probability" claim))

(* What the kinds predictability and symmetric-predictability share; [vector] reads what the witness shows. *)
let extreme n vector claim witness =
  let input = bits n (text (child "input" claim)) in
  let maximum = match text (child "sense" claim) with "max" -> true | "min" -> false | _ -> fail "R6.6" "max or min is wanted" in
  let value = rational (child "value" claim) in
  let shown key = Stdlib.Option.map vector (List.assoc_opt key (members witness)) in
  let dual = shown "dual" in
  (input, maximum, value, dual, shown "primal")

let extreme_told maximum claim = Printf.sprintf "the %s is %s" (if maximum then "maximum" else "minimum") (text (child "value" claim))

let predictability claim witness =
  only [ "game"; "zeros"; "input"; "sense"; "value" ] claim;
  only ~optional:[ "dual"; "primal" ] [] witness;
  let name, n = game (child "game" claim) in
  let input, maximum, value, dual, primal = extreme n (vector n) claim witness in
  let zeros = List.map (fun a -> bits n (text a)) (elements (child "zeros" claim)) in
  let numbers_of = function None -> [] | Some v -> numbers v in
  let scale = common ((value :: numbers_of dual) @ numbers_of primal) in
  let file =
    { zero_outputs = zeros; extreme_input = input; maximum; extreme_scale = scale; extreme_value = scaled scale value;
      dual = Stdlib.Option.map (rows n scale) dual; primal = Stdlib.Option.map (rows n scale) primal }
  in
  if not (check_extreme (is_mermin name) (nat n) file) then
    reject "R3.12, R3.30-R3.34, R2.8-R2.10, R2.13" "check_extreme says no";
  extreme_told maximum claim

(* [R6.25] A number for each type of entry, in a cube: by how many parties are at (0,0), (1,0) and (0,1) *)
let types n v =
  let number t =
    if t = "0" || (t <> "" && String.length t <= 2 && t.[0] <> '0' && String.for_all (fun c -> c >= '0' && c <= '9') t) then
      int_of_string t
    else fail "R6.25" "not k,l|m,n"
  in
  let pair t = match String.split_on_char ',' t with [ i; j ] -> (number i, number j) | _ -> fail "R6.25" "not k,l|m,n" in
  let entry (key, value) =
    match String.split_on_char '|' key with
    | [ left; right ] ->
      let (k, l), (m, o) = (pair left, pair right) in
      if k + l + m + o <> n then fail "R6.25" "the numbers of a type do not sum to n";
      ((k, l, m), rational value)
    | _ -> fail "R6.25" "not k,l|m,n"
  in
  let entries = List.map entry (members v) in
  bounded (List.map snd entries);
  entries

let cube n scale entries =
  let table = Hashtbl.create 64 in
  List.iter (fun (kind, r) -> Hashtbl.replace table kind (scaled scale r)) entries;
  let get i j k = Stdlib.Option.value (Hashtbl.find_opt table (i, j, k)) ~default:Z0 in
  List.init (n + 1) (fun i -> List.init (n - i + 1) (fun j -> List.init (n - i - j + 1) (get i j)))

let symmetric claim witness =
  only [ "game"; "weights"; "input"; "sense"; "value" ] claim;
  only ~optional:[ "dual"; "primal" ] [] witness;
  let name, n = game ~limit:24 (child "game" claim) in
  let input, maximum, value, dual, primal = extreme n (types n) claim witness in
  let weights = List.map count (elements (child "weights" claim)) in
  if List.exists (fun b -> b <> List.hd input) input then reject "R3.72" "the bits of the input are not all equal";
  let numbers_of = function None -> [] | Some v -> List.map snd v in
  let scale = common ((value :: numbers_of dual) @ numbers_of primal) in
  let file =
    (* weights above n are refused, and these numbers are in ones *)
    { s_weights = List.map (fun w -> nat (min w (n + 1))) weights; s_bit = List.hd input; s_maximum = maximum; s_scale = scale;
      s_value = scaled scale value; s_dual = Stdlib.Option.map (cube n scale) dual; s_primal = Stdlib.Option.map (cube n scale) primal }
  in
  if not (check_symmetric (is_mermin name) (nat n) file) then
    reject "R3.12, R3.30, R3.71-R3.75, R2.8-R2.10, R2.13" "check_symmetric says no";
  extreme_told maximum claim

let fixing claim witness =
  only [ "game" ] claim;
  let name, n = game ~limit:3 (child "game" claim) in
  only [ "boxes" ] witness;
  let listed = elements (child "boxes" witness) in
  if List.length listed > 64 then fail "R6.26" "too many boxes";
  let boxes = List.map (vector n) listed in
  let scale = common (List.concat_map numbers boxes) in
  if not (check_fixing (is_mermin name) (nat n) scale (List.map (rows n scale) boxes)) then
    reject "R3.65, R2.8-R2.10, R2.13" "check_fixing says no";
  Printf.sprintf "every function of the outputs of %d parties is certain in some box" n

let classical claim witness =
  only [ "game"; "value" ] claim;
  let name, n = game (child "game" claim) in
  only [ "strategy" ] witness;
  let strategy = child "strategy" witness in
  only [ "0"; "1" ] strategy;
  let value, unit_ = rational (child "value" claim) in
  let answers_0 = bits n (text (child "0" strategy)) in
  let answers_1 = bits n (text (child "1" strategy)) in
  if not (check_classical (is_mermin name) (nat n) { c_value = value; c_unit = unit_; answers_0; answers_1 }) then
    reject "R3.60, R3.61" "check_classical says no";
  Printf.sprintf "the least loss of classical boxes is %s" (text (child "value" claim))

(* [R6.28] The numbers of a box of the magic square: ((row, column), (answer to the row, answer to the column)) *)
let square_entries v =
  let bad () = fail "R6.28" "not the answers to a row and a column | these" in
  let entry (key, value) =
    if String.length key <> 11 || key.[3] <> ',' || key.[7] <> '|' || key.[9] <> ',' then bad ();
    let word t = try bits 3 t with Unreadable _ -> bad () in
    let line c = if c >= '1' && c <= '3' then Char.code c - Char.code '1' else bad () in
    let a = word (String.sub key 0 3) and b = word (String.sub key 4 3) in
    if not (List.mem a row_answers && List.mem b column_answers) then bad ();
    (((line key.[8], line key.[10]), (a, b)), rational value)
  in
  let found = List.map entry (members v) in
  bounded (List.map snd found);
  found

let magic_square claim witness =
  only [ "game" ] claim;
  let square = child "game" claim in
  only [ "name" ] square;
  if text (child "name" square) <> "magic-square" then fail "R6.16" "an unknown game";
  let boxes = List.map (fun (key, v) -> (key, square_entries v)) (members (child "boxes" witness)) in
  only [ "boxes" ] witness;
  let lines = [ 0; 1; 2 ] in
  let inputs = List.concat_map (fun r -> List.map (fun c -> Printf.sprintf "%d,%d" (r + 1) (c + 1)) lines) lines in
  if List.sort compare (List.map fst boxes) <> inputs then reject "R3.120" "there is not a box for just each of the nine inputs";
  let scale = common (List.concat_map (fun (_, entries) -> List.map snd entries) boxes) in
  let numbers_of entries =
    let number r c a b = match List.assoc_opt ((r, c), (a, b)) entries with Some q -> scaled scale q | None -> Z0 in
    List.map (fun r -> List.map (fun c -> List.map (fun a -> List.map (number r c a) column_answers) row_answers) lines) lines
  in
  if not (check_square scale (List.map (fun input -> numbers_of (List.assoc input boxes)) inputs)) then
    reject "R2.17-R2.20, R3.121" "check_square says no";
  "at each input some box that always wins answers in one way"

(* Kind tested-cells, for the GHZ game, which for five parties is the Mermin game *)

let cell_function n asked v =
  only ~optional:[ "values" ] [ "kind" ] v;
  let alone () = only [ "kind" ] v in
  match text (child "kind" v) with
  | "majority" -> alone (); if n < 3 then fail "R6.6" "too few parties"; Majority
  | "multiplexer" -> alone (); if n < 4 then fail "R6.6" "too few parties"; Multiplexer
  | "table" ->
    only [ "kind"; "values" ] v;
    let all = words (nat n) in
    let row (key, value) =
      let x = bits n key and ones = bits (1 lsl n) (text value) in
      (x, List.concat (List.map2 (fun a one -> if one then [ a ] else []) all ones))
    in
    let rows = List.map row (members (child "values" v)) in
    if List.sort compare (List.map fst rows) <> asked then fail "R6.6" "the table is not of just X";
    Table rows
  | _ -> fail "R6.6" "an unknown function"

(* [R6.19] The order of a relabelling *)
let order n m =
  let listed = List.map (party n) (elements (child "order" m)) in
  if List.sort compare listed <> List.init n (fun i -> i + 1) then fail "R6.19" "not each party stands once in the order";
  listed

type way = { from : string; relabelled : int list * string * string * string; minus_sign : bool }

(* What the kinds tested-cells and tested-limit share: the cells of a claim, and members that are given or carried *)
let cells claim =
  let name, n = game (child "game" claim) in
  if n > 6 then fail "R6.16" "too many parties";
  let asked = List.sort compare (asked_by ghz_asked_word (nat n)) in
  let inputs = child "inputs" claim in
  only ~optional:[ "party" ] [ "kind" ] inputs;
  let derived_by =
    match text (child "kind" inputs) with
    | "local" -> only [ "kind" ] inputs; None
    | "derived" -> only [ "kind"; "party" ] inputs; Some (party n (child "party" inputs) - 1)
    | _ -> fail "R6.6" "unknown inputs"
  in
  if not (name = "ghz" || (name, n) = ("mermin", 5)) then
    raise (Not_decided "the proved checkers of cells are about the GHZ game, which for five parties is the Mermin game");
  (n, asked, derived_by, cell_function n asked (child "f" claim))

let cell_members n asked read_given witness =
  let carried_one m =
    only [ "from"; "order"; "s"; "t"; "c"; "sign" ] m;
    let word key = let t = text (child key m) in ignore (bits n t); t in
    let relabelled = (order n m, word "s", word "t", word "c") in
    let minus_sign =
      match text (child "sign" m) with "+" -> false | "-" -> true | _ -> fail "R6.6" "a sign is + or -"
    in
    { from = word "from"; relabelled; minus_sign }
  in
  let read (key, m) =
    ignore (bits n key);
    if List.mem_assoc "from" (members m) then Either.Right (key, carried_one m) else Either.Left (key, read_given m)
  in
  let given, carried = List.partition_map read (members witness) in
  List.iter (fun (_, w) -> if not (List.mem_assoc w.from given) then fail "R6.100" "no member is given for this input") carried;
  let all_keys = List.sort compare (List.map (fun y -> bits n y) (List.map fst given @ List.map fst carried)) in
  if all_keys <> asked then reject "R3.80" "there is not a member for just each input in X";
  let number t = z (number_of_word (bits n t)) in
  let place key = let rec find i = function [] -> assert false | (k, _) :: r -> if k = key then i else find (i + 1) r in find 0 given in
  let carried_member (y, { from; relabelled = order, s, t, c; minus_sign }) =
    { carried_input = number y; source = nat (place from); order = List.map nat order; s_word = number s;
      t_word = number t; c_word = number c; minus = minus_sign }
  in
  (List.map (fun (y, m) -> (number y, m)) given, List.map carried_member carried)

(* Local inputs have a checker, and inputs that a party derives have another one. *)
let by_checker rules derived_by n f file (local_name, local) (derived_name, derived) =
  let name, accepted =
    match derived_by with
    | None -> (local_name, local (nat n) f file)
    | Some j -> (derived_name, derived (nat (n - 1)) (nat j) f file)
  in
  if not accepted then reject rules (name ^ " says no")

let tested claim witness =
  only [ "game"; "inputs"; "f"; "v"; "right"; "wrong" ] claim;
  let n, asked, derived_by, f = cells claim in
  let v = rational (child "v" claim) in
  let distances = if derived_by = None then n + 1 else n in
  let loads key =
    List.map
      (fun row ->
         if List.length (elements row) <> distances then fail "R6.6" "a load has not a number for each distance";
         List.map rational (elements row))
      (elements (child key claim))
  in
  let right = loads "right" and wrong = loads "wrong" in
  let read_pair m = only [ "G"; "V" ] m; let g = vector n (child "G" m) in (g, vector n (child "V" m)) in
  let given, carried = cell_members n asked read_pair witness in
  let scale =
    common ((v :: List.concat (right @ wrong)) @ List.concat_map (fun (_, (g, u)) -> numbers g @ numbers u) given)
  in
  let rows = rows n scale in
  let file =
    { scale; level = scaled scale v;
      right_loads = List.map (List.map (scaled scale)) right;
      wrong_loads = List.map (List.map (scaled scale)) wrong;
      given_members = List.map (fun (y, (g, u)) -> { given_input = y; g_rows = rows g; v_rows = rows u }) given;
      carried_members = carried }
  in
  by_checker "R3.82-R3.85" derived_by n f file ("check_local", check_local) ("check_derived", check_derived);
  Printf.sprintf "loads of tested cells of %d parties, v = %s" n (text (child "v" claim))

(* [R6.18], [R3.87] A table by its correlators: P(a|x) is 2^-n times the sum of the correlators, each with its sign; that of no party is 1
   if the table is normalised [R3.102]. *)
let table_of_correlators ?(normalised = false) n v =
  let no_party = String.make n '-' in
  let entry (key, value) =
    if String.length key <> n || not (String.for_all (fun c -> c = '-' || c = '0' || c = '1') key) || (normalised && key = no_party)
    then fail "R6.18" "not a correlator";
    (key, rational value)
  in
  let found = List.map entry (members v) in
  bounded (List.map snd found);
  let found = if normalised then (no_party, (one, one)) :: found else found in
  let scale = common (List.map snd found) in
  let table = Hashtbl.create 64 in
  List.iter (fun (key, r) -> if fst r <> Z0 then Hashtbl.replace table key (scaled scale r)) found;
  let rec sum prefix = function
    | [] -> Stdlib.Option.value (Hashtbl.find_opt table prefix) ~default:Z0
    | (a, x) :: rest ->
      let on = sum (prefix ^ if x then "1" else "0") rest in
      Z.add (sum (prefix ^ "-") rest) (if a then Z.opp on else on)
  in
  let denominator = Z.mul scale (z (1 lsl n)) and all = words (nat n) in
  List.concat_map (fun x -> List.map (fun a -> (a, x, (sum "" (List.combine a x), denominator))) all) all

(* Kind predictability-table *)

let table claim witness =
  only [ "game"; "input"; "classes" ] claim;
  only [ "symmetries"; "classes" ] witness;
  let name, n = game ~limit:5 (child "game" claim) in
  let input = bits n (text (child "input" claim)) in
  let claimed = elements (child "classes" claim) and shown = elements (child "classes" witness) in
  let symmetries = elements (child "symmetries" witness) in
  List.iter (fun l -> if List.length l > 256 then fail "R6.29" "more than 256 are listed") [ claimed; symmetries ];
  if List.length claimed <> List.length shown then fail "R6.6" "claim and witness have not as many classes";
  let move m =
    only [ "order"; "s"; "t"; "c" ] m;
    let word key = bits n (text (child key m)) in
    { m_order = List.map nat (order n m); m_s = word "s"; m_t = word "t"; m_c = word "c" }
  in
  let row c w =
    only [ "function"; "predictability" ] c;
    only [ "dual"; "primal" ] w;
    let duals = child "dual" w in
    only [ "0"; "1" ] duals;
    let values = bits (1 lsl (n - 1)) (text (child "function" c)) and number = rational (child "predictability" c) in
    let dual0 = vector n (child "0" duals) in
    let dual1 = vector n (child "1" duals) in
    let box = table_of_correlators ~normalised:true n (child "primal" w) in
    let scale = common ((number :: numbers dual0) @ numbers dual1 @ numbers box) in
    let rows = rows n scale in
    { r_values = values; r_scale = scale; r_number = scaled scale number; r_dual0 = rows dual0; r_dual1 = rows dual1;
      r_box = rows box }
  in
  let t_moves = List.map move symmetries in
  let t_rows = List.map2 row claimed shown in
  if not (check_table (is_mermin name) (nat n) { t_input = input; t_moves; t_rows }) then
    reject "R3.103-R3.108, R2.8, R2.13" "check_table says no";
  Printf.sprintf "the predictability of all functions of %d outputs, in %d classes" n (List.length t_rows)

(* Kind tested-limit *)

let limit claim witness =
  only [ "game"; "inputs"; "f"; "epsilon"; "rate" ] claim;
  only [ "mu"; "boxes" ] witness;
  let n, asked, derived_by, f = cells claim in
  let p, q = rational (child "epsilon" claim) in
  let rate = rational (child "rate" claim) in
  let mu = vector n (child "mu" witness) in
  let read_pair m =
    only [ "plus"; "minus" ] m;
    let plus = table_of_correlators n (child "plus" m) in
    (plus, table_of_correlators n (child "minus" m))
  in
  let given, carried = cell_members n asked read_pair (child "boxes" witness) in
  let scale = common ((rate :: numbers mu) @ List.concat_map (fun (_, (g, u)) -> numbers g @ numbers u) given) in
  let rows = rows n scale in
  let file =
    { limit_p = p; limit_q = q; limit_scale = scale; limit_rate = scaled scale rate; mu_rows = rows mu;
      given_boxes = List.map (fun (y, (g, u)) -> { tables_input = y; plus_rows = rows g; minus_rows = rows u }) given;
      carried_boxes = carried }
  in
  by_checker "R1.4, R3.86-R3.89" derived_by n f file ("check_limit_local", check_limit_local)
    ("check_limit_derived", check_limit_derived);
  Printf.sprintf "no rate of tested cells of %d parties is below %s" n (text (child "rate" claim))

(* Kind code *)

(* [R6.95], [R6.96] *)
let stated_code claim =
  let at_most limit key = let k = count (child key claim) in if k > limit then fail "R6.95" ("too many " ^ key); k in
  let l = at_most 1024 "bits" in
  let n = at_most 1048576 "cells" in
  let code = child "code" claim in
  match text (child "kind" code) with
  | "generator" ->
    only [ "kind"; "rows" ] code;
    (l, n, Generator (List.map (fun row -> bits n (text row)) (elements (child "rows" code))))
  | "concatenation" ->
    only [ "kind"; "inner"; "modulus"; "length"; "dimension" ] code;
    let modulus = text (child "modulus" code) in
    let m = String.length modulus - 1 in
    if m < 2 || m > 12 || modulus.[0] <> '1' || not (String.for_all (fun c -> c = '0' || c = '1') modulus) then
      fail "R6.96" "no polynomial of degree 2 to 12";
    let reed_muller =
      match text (child "inner" code) with "simplex" -> false | "reed-muller" -> true | _ -> fail "R6.6" "an unknown inner code"
    in
    (* More than 2^m are refused, and these numbers are in ones. *)
    let small key = nat (min (count (child key code)) ((1 lsl m) + 1)) in
    let length = small "length" in
    (l, n, Concatenation (reed_muller, bits (m + 1) modulus, length, small "dimension"))
  | _ -> fail "R6.6" "an unknown code"

let code claim witness =
  only [ "bits"; "cells"; "code"; "sense"; "weights" ] claim;
  let l, n, stated = stated_code claim in
  let line e = only [ "weight"; "messages" ] e; let w = count (child "weight" e) in (z w, rational (child "messages" e)) in
  let lines = List.map line (elements (child "weights" claim)) in
  let exact = match text (child "sense" claim) with "exact" -> true | "bound" -> false | _ -> fail "R6.6" "exact or bound is wanted" in
  only [ "why" ] witness;
  let counting = match text (child "why" witness) with "counting" -> true | "mds" -> false | _ -> fail "R6.6" "an unknown reason" in
  if List.exists (fun (_, (_, q)) -> not (Z.eqb q one)) lines then reject "R3.92" "a number of messages is no integer";
  (match stated with
   | Generator _ when not counting -> reject "R3.94" "a generator has no outer code"
   | _ -> ());
  let file =
    { code_bits = nat l; code_cells = z n; code_stated = stated; code_listed = List.map (fun (w, (p, _)) -> (w, p)) lines;
      code_exact = exact; code_counted = counting }
  in
  if not (check_code file) then reject "R3.90-R3.93, R3.95, R3.96" "check_code says no";
  Printf.sprintf "a code of %d bits on %d cells has %s" l n
    (if exact then "exactly the listed words" else "no more words up to each weight than are listed")

(* Documents *)

let kinds =
  [ ("attainment", attainment); ("classical-bound", classical); ("code", code); ("distillation", distillation); ("family", family);
    ("fixing-boxes", fixing); ("magic-square", magic_square); ("predictability", predictability); ("predictability-table", table); ("symmetric-predictability", symmetric); ("tested-cells", tested);
    ("tested-limit", limit) ]

let decide data =
  let document = parse data in
  only ~optional:[ "provenance" ] [ "format"; "version"; "kind"; "claim"; "witness" ] document;
  if text (child "format" document) <> "freebit-certificate" then fail "R6.7" "an unknown format";
  if count (child "version" document) <> 1 then fail "R6.7" "an unknown version";
  (match List.assoc_opt "provenance" (members document) with
   | Some notes -> List.iter (fun (_, note) -> ignore (text note)) (members notes)
   | None -> ());
  let claim = child "claim" document and witness = child "witness" document in
  let kind = text (child "kind" document) in
  match List.assoc_opt kind kinds with
  | Some decide_kind -> decide_kind claim witness
  | None -> fail "R6.8" "an unknown kind"

let read_file path =
  let channel = open_in_bin path in
  Fun.protect
    ~finally:(fun () -> close_in_noerr channel)
    (fun () ->
       let b = Buffer.create 65536 in
       (try Buffer.add_channel b channel (max_bytes + 1) with End_of_file -> ());
       Buffer.contents b)

type verdict = Proved | Refused | Undecided

let judge path =
  try
    let said = decide (read_file path) in
    (Proved, "proved", said)
  with
  | Rejected (rule, why) -> (Refused, "rejected", Printf.sprintf "[%s] %s" rule why)
  | Unreadable (rule, why) -> (Undecided, "unreadable", Printf.sprintf "[%s] %s" rule why)
  | Not_decided why -> (Undecided, "not decided", why)
  | Sys_error why -> (Undecided, "unreadable", why)
  | Stack_overflow | Out_of_memory -> (Undecided, "not decided", "more memory is needed")

(* [R6.46] *)
let printable s =
  String.concat "" (List.map (fun c -> if c >= ' ' && c <= '~' && c <> '\\' then String.make 1 c else Printf.sprintf "\\x%02x" (Char.code c))
                      (List.of_seq (String.to_seq s)))

let () =
  match List.tl (Array.to_list Sys.argv) with
  | [] -> prerr_endline "usage: freebit-proven FILE..."; exit 2
  | paths ->
    let verdicts = List.map (fun path ->
        let verdict, word, why = judge path in
        Printf.printf "%s: %s: %s\n" word (printable path) (printable why);
        verdict) paths in
    exit (if List.mem Undecided verdicts then 2 else if List.mem Refused verdicts then 1 else 0)
