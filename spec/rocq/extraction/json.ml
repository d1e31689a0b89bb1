(* One JSON value, strict and bounded: chapter 6 of the specification, R6.1 to R6.5. *)

type t =
  | Object of (string * t) list
  | List of t list
  | String of string
  | Count of int
  | Other  (* true, false, null *)

exception Unreadable of string * string  (* the rule, and why *)

let fail rule why = raise (Unreadable (rule, why))
let max_bytes = 16 * 1024 * 1024
let max_depth = 32
let max_digits = 15

(* [R6.1] UTF-8, without surrogates and overlong forms *)
let check_utf8 s =
  let n = String.length s in
  let byte i = if i < n then Char.code s.[i] else 0 in
  let next i = byte i land 0xc0 = 0x80 in
  let rec go i =
    if i < n then
      let c = byte i and d = byte (i + 1) in
      if c < 0x80 then go (i + 1)
      else if c >= 0xc2 && c <= 0xdf && next (i + 1) then go (i + 2)
      else if c land 0xf0 = 0xe0 && next (i + 1) && next (i + 2)
              && not (c = 0xe0 && d < 0xa0) && not (c = 0xed && d >= 0xa0) then go (i + 3)
      else if c >= 0xf0 && c <= 0xf4 && next (i + 1) && next (i + 2) && next (i + 3)
              && not (c = 0xf0 && d < 0x90) && not (c = 0xf4 && d >= 0x90) then go (i + 4)
      else fail "R6.1" (Printf.sprintf "not UTF-8 at byte %d" i)
  in
  go 0

(* Also of half a surrogate pair, so that no two strings become one *)
let add_code b c =
  let add k = Buffer.add_char b (Char.chr k) in
  if c < 0x80 then add c
  else if c < 0x800 then (add (0xc0 lor (c lsr 6)); add (0x80 lor (c land 63)))
  else if c < 0x10000 then (add (0xe0 lor (c lsr 12)); add (0x80 lor ((c lsr 6) land 63)); add (0x80 lor (c land 63)))
  else (add (0xf0 lor (c lsr 18)); add (0x80 lor ((c lsr 12) land 63)); add (0x80 lor ((c lsr 6) land 63));
        add (0x80 lor (c land 63)))

let parse s =
  if String.length s > max_bytes then fail "R6.2" "the file is too long";
  check_utf8 s;
  let n = String.length s in
  let pos = ref 0 in
  let wrong () = fail "R6.1" (Printf.sprintf "no JSON at byte %d" !pos) in
  let peek () = if !pos < n then s.[!pos] else '\000' in
  let take () = if !pos < n then (incr pos; s.[!pos - 1]) else wrong () in
  let rec space () =
    if !pos < n then match s.[!pos] with ' ' | '\t' | '\n' | '\r' -> incr pos; space () | _ -> ()
  in
  let hex4 () =
    let digit () =
      match take () with
      | '0' .. '9' as c -> Char.code c - 48
      | 'a' .. 'f' as c -> Char.code c - 87
      | 'A' .. 'F' as c -> Char.code c - 55
      | _ -> wrong ()
    in
    let a = digit () in let b = digit () in let c = digit () in let d = digit () in
    ((a * 16 + b) * 16 + c) * 16 + d
  in
  let text () =
    let b = Buffer.create 16 in
    let rec go () =
      match take () with
      | '"' -> Buffer.contents b
      | '\\' ->
        (match take () with
         | ('"' | '\\' | '/') as c -> Buffer.add_char b c
         | 'b' -> Buffer.add_char b '\b'
         | 'f' -> Buffer.add_char b '\012'
         | 'n' -> Buffer.add_char b '\n'
         | 'r' -> Buffer.add_char b '\r'
         | 't' -> Buffer.add_char b '\t'
         | 'u' ->
           let c = hex4 () in
           let low_follows = c >= 0xd800 && c < 0xdc00 && !pos + 1 < n && s.[!pos] = '\\' && s.[!pos + 1] = 'u' in
           if low_follows then begin
             let before = !pos in
             pos := !pos + 2;
             let d = hex4 () in
             if d >= 0xdc00 && d < 0xe000 then add_code b (0x10000 + ((c - 0xd800) lsl 10) + (d - 0xdc00))
             else (pos := before; add_code b c)
           end
           else add_code b c
         | _ -> wrong ());
        go ()
      | c when Char.code c < 0x20 -> wrong ()
      | c -> Buffer.add_char b c; go ()
    in
    go ()
  in
  let number () =
    let start = !pos in
    while (match peek () with '0' .. '9' | '-' | '+' | '.' | 'e' | 'E' -> !pos < n | _ -> false) do incr pos done;
    let literal = String.sub s start (!pos - start) in
    let digits = literal <> "" && String.for_all (fun c -> c >= '0' && c <= '9') literal in
    if not digits || String.length literal > max_digits then fail "R6.5" "numbers are integers of at most 15 digits";
    if String.length literal > 1 && literal.[0] = '0' then wrong ();
    Count (int_of_string literal)
  in
  let word w = String.iter (fun c -> if take () <> c then wrong ()) w; Other in
  let rec value depth =
    space ();
    match peek () with
    | '{' -> incr pos; deeper depth; members (depth + 1)
    | '[' -> incr pos; deeper depth; elements (depth + 1)
    | '"' -> incr pos; String (text ())
    | 't' -> word "true"
    | 'f' -> word "false"
    | 'n' -> word "null"
    | '0' .. '9' | '-' -> number ()
    | _ -> wrong ()
  and deeper depth = if depth >= max_depth then fail "R6.3" "nested too deeply"
  and members depth =
    let seen = Hashtbl.create 16 in
    let rec go found =
      space ();
      if take () <> '"' then wrong ();
      let key = text () in
      space ();
      if take () <> ':' then wrong ();
      let v = value depth in
      if Hashtbl.mem seen key then fail "R6.4" "a key is repeated in one object";
      Hashtbl.add seen key ();
      space ();
      match take () with ',' -> go ((key, v) :: found) | '}' -> Object (List.rev ((key, v) :: found)) | _ -> wrong ()
    in
    space ();
    if peek () = '}' && !pos < n then (incr pos; Object []) else go []
  and elements depth =
    let rec go found =
      let v = value depth in
      space ();
      match take () with ',' -> go (v :: found) | ']' -> List (List.rev (v :: found)) | _ -> wrong ()
    in
    space ();
    if peek () = ']' && !pos < n then (incr pos; List []) else go []
  in
  let v = value 0 in
  space ();
  if !pos <> n then wrong ();
  v
