"""The tested protocol: parameters, runs, transcripts and bounds: pages 4b, 5b and 6 on it."""

import base64
import hashlib
import json
import random
from fractions import Fraction
from math import comb
from typing import Any

from conformance.generate.builder import Group
from conformance.generate.faults_codes import HAMMING, concatenation, rows
from conformance.generate.oracle import odd, words
from conformance.generate.samples import Planes, near, planes_of, up

F = Fraction
FIVE: dict[str, Any] = {"name": "mermin", "parties": 5}
FOUR: dict[str, Any] = {"name": "ghz", "parties": 4}
THREE: dict[str, Any] = {"name": "ghz", "parties": 3}
MAJORITY, MULTIPLEXER = {"kind": "majority"}, {"kind": "multiplexer"}
WIDTH = "1/1000000000000"


def right_parity(x: str) -> int | None:
    """The right parity of the outputs, by the number of zeros; None outside X."""
    zeros = x.count("0")
    return None if zeros % 2 else zeros // 2 % 2


def value_of(f: dict[str, Any], a: str, x: str) -> int:
    if f["kind"] == "majority":
        return int(a[:3].count("1") > 1)
    if f["kind"] == "multiplexer":
        return int(a[0] != (a[1] if a[3] == "1" else a[2]))
    return int(f["values"][x][int(a, 2)])


def outcome(given: dict[str, Any], inputs: list[str], outputs: list[str]) -> dict[str, Any]:
    kept = [(a, x) for a, x in zip(outputs, inputs, strict=True) if right_parity(x) is not None]
    wrong = sum(odd(a) != bool(right_parity(x)) for a, x in kept)
    abort = "none"
    if len(kept) < given["keep"]:
        abort = "too-few-kept"
    elif wrong > given.get("tolerance", 0):
        abort = "wrong-correlations"
    good = abort == "none"
    k = sum(value_of(given["f"], a, x) for a, x in kept) % 2 if good else 0
    return {"kept": len(kept), "wrong": wrong, "abort": abort, "g": int(good), "k": k}


def given_of(game: dict[str, Any], f: dict[str, Any], cells: int, keep: int, **more: Any) -> dict[str, Any]:
    return {"game": game, "f": f, "cells": cells, "keep": keep, "epsilon": "1/4", **more}


def derived(party: int) -> dict[str, Any]:
    return {"kind": "derived", "party": party}


def cells(rng: random.Random, m: int, pattern: str) -> tuple[list[str], list[str]]:
    """Inputs and outputs: "k" a right kept cell, "w" a wrong one, "." one that is not kept."""
    asked = [x for x in words(m) if right_parity(x) is not None]
    other = [x for x in words(m) if right_parity(x) is None]
    inputs, outputs = [], []
    for symbol in pattern:
        x = rng.choice(other if symbol == "." else asked)
        wanted = right_parity(x)
        fitting = [a for a in words(m) if wanted is None or (odd(a) == bool(wanted)) == (symbol == "k")]
        inputs.append(x)
        outputs.append(rng.choice(fitting))
    return inputs, outputs


def table(m: int) -> dict[str, Any]:
    """A function that depends on x as well."""
    rng = random.Random(f"table of {m}")
    asked = [x for x in words(m) if right_parity(x) is not None]
    return {"kind": "table", "values": {x: "".join(rng.choice("01") for _ in words(m)) for x in asked}}


def tested() -> Group:
    group = Group("tested")
    _parameters(group)
    _runs(group)
    _keys(group)
    _transcripts(group)
    _samples(group)
    _bounds(group)
    _key_transcripts(group)
    _key_bounds(group)
    return group


def _parameters(group: Group) -> None:
    given: dict[str, Any]
    patch: dict[str, Any]
    for name, given, rules, why in (
        ("least", given_of(FIVE, MAJORITY, 1, 1), "R4.51 R4.52 R4.53 R4.54 R4.55", "one cell; local inputs, T = 0"),
        ("all-kept", given_of(FIVE, MULTIPLEXER, 7, 7, tolerance=6), "R4.53 R4.54 R4.57", "n = N, T = n - 1"),
        ("local", given_of(FOUR, MAJORITY, 10, 3, inputs={"kind": "local"}), "R4.51 R4.55 R4.58", "four parties"),
        ("derived", given_of(FOUR, MULTIPLEXER, 10, 10, inputs=derived(4)), "R4.55 R4.56 R4.59", "three bits a cell"),
        ("three", given_of(THREE, MAJORITY, 9, 2), "R4.51", "three parties"),
        ("table", given_of(THREE, table(3), 9, 2), "R4.57", "a table for each x in X"),
        ("half", given_of(FIVE, MAJORITY, 5, 2, epsilon="1/2"), "R1.4", "free bits are allowed"),
    ):  # fmt: skip
        m = given["game"]["parties"]
        drawn = m - (given.get("inputs", {"kind": "local"})["kind"] == "derived")
        group.accept(f"tested-parameters-{name}", f"{rules} R4.58" if drawn == m else rules, "tested-parameters", given, why,
                     {"source_bits": str(drawn * given["cells"])})  # fmt: skip
    for name, base, patch, rule, why in (
        ("seven", "half", {"game": {"name": "ghz", "parties": 5}}, "R4.51", "the GHZ game of five has another name"),
        ("two", "three", {"game": {"name": "mermin", "parties": 3}}, "R4.51", "three parties play the GHZ game"),
        ("no-cell", "least", {"cells": 0}, "R4.52", "no cell"),
        ("keep-0", "local", {"keep": 0}, "R4.53", "n = 0"),
        ("keep-over", "local", {"keep": 11}, "R4.53", "n = N + 1"),
        ("tolerance-n", "all-kept", {"tolerance": 7}, "R4.54", "T = n"),
        ("tolerance-1", "least", {"tolerance": 1}, "R4.54", "T = n = 1"),
        ("derived-keep", "derived", {"keep": 9}, "R4.56", "with derived inputs n = N"),
        ("epsilon-0", "least", {"epsilon": "0"}, "R1.4", "epsilon 0"),
        ("epsilon-over", "half", {"epsilon": "501/1000"}, "R1.4", "epsilon above 1/2"),
    ):  # fmt: skip
        group.reject(f"tested-parameters-{name}", f"tested-parameters-{base}", {"merge": patch}, rule, why)
    for name, base, patch, rule, rules, why in (
        ("party-5", "derived", {"inputs": {"party": 5}}, "R6.15", "R4.55", "there is no party 5 of four"),
        ("shared", "derived", {"inputs": {"kind": "shared"}}, "R6.6", "R4.55", "no such choice of inputs"),
        ("f-three", "three", {"f": MULTIPLEXER}, "R6.6", "R4.57", "three parties have no a_4"),
        ("f-unknown", "least", {"f": {"kind": "minority"}}, "R6.6", "R4.57", "no such function"),
        ("f-short", "table", {"f": {"values": {"001": "0011010"}}}, "R6.13", "R4.57", "seven values for three outputs"),
        ("f-outside", "table", {"f": {"values": {"011": "00110101"}}}, "R6.6", "R4.57", "a row for an x outside X"),
        ("f-missing", "table", {"f": {"values": {"001": None}}}, "R6.6", "R4.57", "no row for an x in X"),
        ("unknown", "least", {"nd": 1}, "R6.10", "", "an unknown key"),
    ):  # fmt: skip
        group.unreadable(
            f"tested-parameters-{name}", f"tested-parameters-{base}", {"merge": patch}, rule, why, rules=rules,
            isolated=name in ("f-unknown", "unknown"),
        )  # fmt: skip


RUNS: tuple[tuple[str, dict[str, Any], dict[str, Any], str, int, int, dict[str, Any] | None, str, str], ...] = (
    ("right", FIVE, MAJORITY, "k.kk..k.k", 3, 0, None, "R4.61 R4.62 R4.63", "no cell is wrong; the others are not looked at"),
    ("multiplexer", FIVE, MULTIPLEXER, "k.kk..kkk", 3, 0, None, "R4.57 R4.63", "a_4 chooses between a_2 and a_3"),
    ("surplus", FIVE, MULTIPLEXER, "kkkkkkk.k", 2, 0, None, "R4.61 R4.63", "more than n are kept, and all are distilled"),
    ("just-kept", FIVE, MAJORITY, "k..k..k..", 3, 0, None, "R4.61", "just n are kept"),
    ("few", FIVE, MAJORITY, "k..w.....", 3, 2, None, "R4.61 R4.65", "two of three are kept, one of them wrong: told all the same"),
    ("none", FOUR, MAJORITY, "......", 1, 0, None, "R4.61", "none is kept"),
    ("tolerated", FIVE, MULTIPLEXER, "kwk.kwk.k", 4, 2, None, "R4.62 R4.63", "T wrong cells, which are distilled too"),
    ("one-more", FIVE, MULTIPLEXER, "kwk.kwwkk", 4, 2, None, "R4.62", "T + 1 wrong cells"),
    ("late", FIVE, MAJORITY, "kkkk....w", 4, 0, None, "R4.62", "a wrong cell beyond the first n: all kept ones are tested"),
    ("outside", FIVE, MAJORITY, "kk.......", 2, 0, None, "R4.62", "cells outside X are never wrong"),
    ("four", FOUR, MAJORITY, "kk.k.wk", 3, 1, None, "R4.51 R4.62", "four parties"),
    ("four-multiplexer", FOUR, MULTIPLEXER, "kk.kkk.", 3, 1, None, "R4.57", "four parties"),
    ("three", THREE, MAJORITY, "kk.kw.", 3, 1, None, "R4.51", "three parties"),
    ("table", FOUR, table(4), "kk.kkkwk", 3, 1, None, "R4.57", "f depends on the inputs"),
    ("derived-1", FOUR, MAJORITY, "kkkkwk", 6, 1, derived(1), "R4.56 R4.59", "the input of party 1 is the sum of the others"),
    ("derived-4", FIVE, MULTIPLEXER, "kkkkkk", 6, 0, derived(4), "R4.59", "the input of party 4 is one plus the sum of the others"),
    ("derived-3", THREE, MAJORITY, "kkkk", 4, 0, derived(3), "R4.59", "one plus the sum of the others"),
    ("derived-table", FOUR, table(4), "kkkkkkkkk", 9, 0, derived(2), "R4.57 R4.59", "f depends on the inputs, so their order counts"),
    ("derived-wrong", FIVE, MULTIPLEXER, "kkwwkk", 6, 1, derived(5), "R4.62", "too many wrong cells"),
)  # fmt: skip


def _run(name: str) -> tuple[dict[str, Any], list[str], list[str], str]:
    """Parameters, inputs, outputs and the source bits of a run."""
    _, game, f, pattern, keep, tolerance, inputs_by, _, _ = next(run for run in RUNS if run[0] == name)
    inputs, outputs = cells(random.Random(f"tested {name}"), game["parties"], pattern)
    more: dict[str, Any] = {"tolerance": tolerance} if tolerance else {}
    given = given_of(game, f, len(pattern), keep, **more, **({"inputs": inputs_by} if inputs_by else {}))
    left_out = inputs_by["party"] - 1 if inputs_by else -1
    source = "".join(bit for x in inputs for party, bit in enumerate(x) if party != left_out)
    return given, inputs, outputs, source


def _runs(group: Group) -> None:
    for name, *_, rules, why in RUNS:
        given, inputs, outputs, source = _run(name)
        value = outcome(given, inputs, outputs)
        group.accept(f"replay-tested-{name}", f"{rules} R4.64 R4.65", "replay-tested",
                     {"parameters": given, "inputs": inputs, "outputs": outputs}, why, value)  # fmt: skip
        way = "R4.59" if "inputs" in given else "R4.58"
        group.accept(f"run-tested-{name}", f"{rules} {way} R4.60", "run-tested",
                     {"parameters": given, "source": source + "01", "outputs": outputs}, why,
                     {**value, "source_bits_used": len(source)})  # fmt: skip
    _, inputs, outputs, source = _run("right")
    group.reject(
        "run-tested-short", "run-tested-right", {"merge": {"source": source[:-1]}}, "R4.60", "one bit is missing"
    )
    _, _, _, source = _run("derived-1")
    group.reject("run-tested-derived-short", "run-tested-derived-1", {"merge": {"source": source[:-1]}}, "R4.60",
                 "one bit is missing", rules="R4.59")  # fmt: skip
    group.unreadable(
        "run-tested-outputs", "run-tested-right", {"merge": {"outputs": outputs[1:]}}, "R6.6", "outputs are missing"
    )
    group.reject(
        "replay-tested-short", "replay-tested-right", {"merge": {"inputs": inputs[1:]}}, "R4.64", "an input is missing"
    )
    group.reject("replay-tested-long", "replay-tested-right", {"merge": {"outputs": [*outputs, "00000"]}}, "R4.64",
                 "an output too many")  # fmt: skip
    _misfits(group, "replay-tested-right")
    _, inputs, _, _ = _run("derived-4")
    group.reject("replay-tested-not-in-x", "replay-tested-derived-4", {"merge": {"inputs": ["00000", *inputs[1:]]}}, "R4.59",
                 "derived inputs are in X")  # fmt: skip
    group.unreadable("replay-tested-wide", "replay-tested-four", {"merge": {"inputs": ["00000"]}}, "R6.13",
                     "five inputs of four parties", rules="R4.64")  # fmt: skip


#: The rows of the concatenation of R6.96 with the Reed-Muller code of dimension 2 and N = 2, K = 2: c_1 and c_1 + c_2.
PAIRS = ["1111", "0101", "0011", "0001"]


def _misfits(group: Group, base: str) -> None:
    """Not one input and one output for each cell [R4.64]."""
    ((op, given),) = ((vector["op"], vector["input"]) for vector in group.vectors if vector["id"] == base)
    inputs, outputs = given["inputs"], given["outputs"]
    more = ["0" * len(inputs[0])]
    for name, patch, why in (
        ("inputs-more", {"inputs": inputs + more}, "an input too many"),
        ("outputs-less", {"outputs": outputs[:-1]}, "an output is missing"),
        ("both-less", {"inputs": inputs[:-1], "outputs": outputs[:-1]}, "a cell is missing"),
        ("both-more", {"inputs": inputs + more, "outputs": outputs + more}, "a cell too many"),
        ("nothing", {"inputs": [], "outputs": []}, "no cell"),
    ):
        group.reject(f"{op}-{name}", base, {"merge": patch}, "R4.64", why, isolated=name != "nothing")


def _keys(group: Group) -> None:
    """Keys of many bits [R4.70]-[R4.74]."""
    hamming = rows(HAMMING), HAMMING
    pairs = concatenation("reed-muller", "111", 2, 2)
    for name, pattern, keep, tolerance, (code, lines), why in (
        ("hamming", "k.kkw.kkkkk", 8, 1, hamming, "seven of nine kept cells"),
        ("few", "kk.kkkk", 7, 1, hamming, "too few cells are kept"),
        ("wrong", "kwkkwkkkk", 8, 1, hamming, "too many are wrong"),
        ("wrong-later", "kkkkkkkkw", 8, 0, hamming, "all kept cells are tested"),
        ("all", "kkkkkkk", 7, 0, hamming, "all kept cells are distilled"),
        ("one", "k.kk", 3, 0, (rows(["1"]), ["1"]), "one cell, one bit"),
        ("pairs", "kk.kkk", 5, 0, (pairs, PAIRS), "a concatenation"),
        ("pairs-part", "kk.kkk", 5, 0, (pairs, PAIRS[:3]), "a part of its rows"),
    ):
        given = given_of(THREE, MAJORITY, len(pattern), keep, tolerance=tolerance)
        inputs, outputs = cells(random.Random(f"key {name}"), 3, pattern)
        value = outcome(given, inputs, outputs)
        kept = [(a, x) for a, x in zip(outputs, inputs, strict=True) if right_parity(x) is not None]
        values = [value_of(MAJORITY, a, x) for a, x in kept]
        del value["k"]
        bits = [sum(f for f, place in zip(values, line, strict=False) if place == "1") % 2 for line in lines]
        value["key"] = "".join(str(bit * value["g"]) for bit in bits)
        question = {"parameters": given, "inputs": inputs, "outputs": outputs, "code": code}
        group.accept(f"replay-key-{name}", "R4.70 R4.71 R4.72 R4.73 R4.74", "replay-key",
                     question | {"bits": len(lines), "cells": len(lines[0])}, why, value)  # fmt: skip
    group.reject("replay-key-long", "replay-key-hamming", {"merge": {"parameters": {"keep": 6}}}, "R4.73",
                 "a code on more than n cells")  # fmt: skip
    _misfits(group, "replay-key-hamming")


def _header(given: dict[str, Any], encoding: str, **more: Any) -> dict[str, Any]:
    full = {"protocol": "tested", "inputs": {"kind": "local"}, "tolerance": 0, **given, **more}
    keys = ("protocol", "game", "inputs", "f", "cells", "keep", "tolerance", "epsilon")
    shown = {key: full[key] for key in (*keys, *(k for k in full if k not in keys)) if full[key] is not None}
    return {
        "format": "freebit-transcript", "version": 1, "parameters": shown, "encoding": encoding, "provenance": {},
    }  # fmt: skip


def _file(head: Any, middle: str | bytes, **trailer: Any) -> dict[str, Any]:
    data = json.dumps(head, separators=(",", ":")).encode() + b"\n"
    data += middle.encode() if isinstance(middle, str) else middle
    last = {"sha256": hashlib.sha256(data).hexdigest(), **trailer}
    data += json.dumps(last, separators=(",", ":")).encode() + b"\n"
    try:
        return {"text": data.decode("ascii")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}


def _lines(inputs: list[str], outputs: list[str]) -> str:
    return "".join(f"{x} {a}\n" for x, a in zip(inputs, outputs, strict=True))


def _planes(inputs: list[str], outputs: list[str], padding: int = 0) -> bytes:
    made = b""
    for each in (inputs, outputs):
        for i in range(len(each[0])):
            number = sum(2**t for t, word in enumerate(each) if word[i] == "1")
            made += number.to_bytes(-(-len(each) // 8), "little")
    return made[:-1] + bytes([made[-1] | padding])


def _transcripts(group: Group) -> None:
    for name, rules, why in (
        ("tolerated", "R6.55 R6.56 R6.57 R6.58 R4.50", "five parties, local inputs"),
        ("derived-4", "R6.55 R6.59", "five parties, the input of party 4 derived"),
        ("four", "R6.56", "four parties: lines of ten bytes"),
        ("table", "R6.55 R4.57", "f as a table"),
        ("few", "R4.61", "aborted in step 2"),
    ):
        given, inputs, outputs, _ = _run(name)
        value = outcome(given, inputs, outputs)
        group.accept(f"transcript-tested-{name}", f"{rules} R4.64", "transcript",
                     _file(_header(given, "text"), _lines(inputs, outputs)), why, value)  # fmt: skip
        group.accept(f"transcript-tested-{name}-planes", f"{rules} R6.37", "transcript",
                     _file(_header(given, "planes"), _planes(inputs, outputs)), why, value)  # fmt: skip
    given, inputs, outputs, _ = _run("tolerated")
    lines, base = _lines(inputs, outputs), "transcript-tested-tolerated"

    def bad(name: str, document: dict[str, Any], rule: str, why: str, base: str = base, rules: str = "") -> None:
        group.unreadable(
            f"transcript-tested-{name}", base, {"whole": document}, rule, why, rules=rules, isolated=rule != "R6.9"
        )

    for name, more, rule, rules, why in (
        ("protocol", {"protocol": "shrewd"}, "R6.55", "R4.50", "no such protocol"),
        ("paper", {"protocol": "paper"}, "R6.55", "R4.50", "the paper's protocol is named by no key"),
        ("l", {"l": ""}, "R6.10", "R6.55", "no bits make l"),
        ("no-keep", {"keep": None}, "R6.9", "R6.55", "n is missing"),
        ("keep", {"keep": 10}, "R6.57", "", "n = N + 1"),
        ("tolerance", {"tolerance": 4}, "R6.57", "", "T = n"),
        ("epsilon", {"epsilon": "2/3"}, "R6.57", "", "epsilon above 1/2"),
        ("game", {"game": {"name": "ghz", "parties": 5}}, "R6.57", "", "no game of the protocol"),
        ("f", {"f": {"kind": "xor"}}, "R6.6", "R6.55", "f of the paper's step 5"),
    ):  # fmt: skip
        bad(name, _file(_header(given, "text", **more), lines), rule, why, rules=rules)
    bad(
        "comma",
        _file(_header(given, "text"), lines.replace(" ", ",", 1)),
        "R6.36",
        "a comma for the blank",
        rules="R6.56",
    )
    bad("short", _file(_header(given, "text"), lines[:-12]), "R6.39", "a line is missing", rules="R6.56")
    bad(
        "trailer", _file(_header(given, "text"), lines, l=""), "R6.10", "bits that make l in the trailer", rules="R6.58"
    )
    bad("digest", _file(_header(given, "text"), lines, sha256="0" * 64), "R6.38", "another digest", rules="R6.58")
    own = _run("derived-4")
    bad("outside", _file(_header(own[0], "text"), _lines(["00000", *own[1][1:]], own[2])), "R6.59", "derived inputs outside X",
        "transcript-tested-derived-4")  # fmt: skip
    bad("derived-keep", _file(_header({**own[0], "keep": 5}, "text"), _lines(own[1], own[2])), "R6.57",
        "with derived inputs n = N", "transcript-tested-derived-4")  # fmt: skip
    bad("padding", _file(_header(own[0], "planes"), _planes(own[1], own[2], 128)), "R6.37", "a bit beyond the last cell",
        "transcript-tested-derived-4-planes", "R6.56")  # fmt: skip


def _digest(lines: list[str]) -> str:
    """The SHA-256 of rows, each filled up with zeros to whole bytes."""
    length = -(-len(lines[0]) // 8)
    return hashlib.sha256(
        b"".join(int(f"{line:0<{8 * length}}", 2).to_bytes(length, "big") for line in lines)
    ).hexdigest()


def _key_transcripts(group: Group) -> None:
    """Transcripts of many bits [R6.72]-[R6.75]."""
    pairs = concatenation("reed-muller", "111", 2, 2)
    hamming = rows(HAMMING)

    def named(code: Any, lines: list[str], **more: Any) -> dict[str, Any]:
        key = {"bits": len(lines), "cells": len(lines[0]), "code": code, "generator": _digest(lines), **more}
        return {name: value for name, value in key.items() if value is not None}

    for name, pattern, keep, tolerance, code, lines, rules, why in (
        (
            "hamming",
            "k.kkw.kkkkk",
            8,
            1,
            hamming,
            HAMMING,
            "R6.72 R6.73 R6.74 R4.70",
            "a generator of rows of seven bits",
        ),
        ("pairs", "kk.kkk", 5, 0, pairs, PAIRS, "R6.72 R6.74 R4.71", "a concatenation"),
        ("pairs-part", "kk.kkk", 5, 0, pairs, PAIRS[:3], "R6.74", "a part of its rows"),
        ("few", "kk.kkkk", 7, 1, hamming, HAMMING, "R4.70", "too few cells are kept: zeros"),
        ("wrong", "kwkkwkkkk", 8, 1, hamming, HAMMING, "R4.70", "too many are wrong: zeros"),
    ):
        given = given_of(THREE, MAJORITY, len(pattern), keep, tolerance=tolerance)
        inputs, outputs = cells(random.Random(f"key transcript {name}"), 3, pattern)
        value = outcome(given, inputs, outputs)
        kept = [(a, x) for a, x in zip(outputs, inputs, strict=True) if right_parity(x) is not None]
        f = [value_of(MAJORITY, a, x) for a, x in kept]
        del value["k"]
        bits = [sum(b for b, place in zip(f, line, strict=False) if place == "1") % 2 for line in lines]
        value["key"] = "".join(str(bit * value["g"]) for bit in bits)
        key = named(code, lines)
        group.accept(f"transcript-key-{name}", f"{rules} R6.75", "transcript",
                     _file(_header(given, "text", key=key), _lines(inputs, outputs)), why, value)  # fmt: skip
        group.accept(f"transcript-key-{name}-planes", f"{rules} R6.75 R6.37", "transcript",
                     _file(_header(given, "planes", key=key), _planes(inputs, outputs)), why, value)  # fmt: skip

    turned = [line[::-1] for line in HAMMING]
    whole = "".join(HAMMING)
    for name, base, key, rule, rules, why in (
        ("no-generator", "hamming", named(hamming, HAMMING, generator=None), "R6.9", "R6.72", "no digest of the generator"),
        ("surplus", "hamming", named(hamming, HAMMING, why="mds"), "R6.10", "R6.72", "what a certificate has"),
        ("code", "hamming", named({"kind": "random"}, HAMMING), "R6.6", "R6.72", "no such kind of code"),
        ("bits", "hamming", named(hamming, HAMMING, bits=3), "R6.73", "R3.90", "four rows for three bits"),
        ("cells", "pairs", named(pairs, PAIRS, cells=5), "R6.73", "R3.90", "a concatenation of four cells"),
        ("modulus", "pairs", named(pairs | {"modulus": "101"}, PAIRS), "R6.73", "R3.91", "a modulus that is a square"),
        ("long", "pairs", named(rows(HAMMING), HAMMING), "R6.73", "R4.73", "a code on more than n cells"),
        ("limit", "hamming", named(hamming, HAMMING, bits=1025), "R6.95", "R6.72", "1025 bits"),
        ("digest", "hamming", named(hamming, HAMMING, generator=_digest(HAMMING[::-1])), "R6.74", "", "rows in another order"),
        ("digest-turned", "hamming", named(hamming, HAMMING, generator=_digest(turned)), "R6.74", "", "places from the last to the first"),
        ("digest-packed", "hamming", named(hamming, HAMMING, generator=_digest([whole])), "R6.74", "", "rows that are not filled up"),
        ("digest-all", "pairs-part", named(pairs, PAIRS[:3], generator=_digest(PAIRS)), "R6.74", "", "the rows of all messages"),
        ("digest-capitals", "hamming", named(hamming, HAMMING, generator=_digest(HAMMING).upper()), "R6.74", "", "capitals"),
    ):  # fmt: skip
        pattern, keep, tolerance = ("k.kkw.kkkkk", 8, 1) if base == "hamming" else ("kk.kkk", 5, 0)
        given = given_of(THREE, MAJORITY, len(pattern), keep, tolerance=tolerance)
        inputs, outputs = cells(random.Random(f"key transcript {base}"), 3, pattern)
        group.unreadable(f"transcript-key-{name}", f"transcript-key-{base}",
                         {"whole": _file(_header(given, "text", key=key), _lines(inputs, outputs))}, rule, why,
                         rules=rules, isolated=rule in ("R6.10", "R6.74"))  # fmt: skip


def sampled(name: str, width: int, count: int, number: Fraction, rare: int, chunks: int = 1) -> str:
    """The bits of a source of which each cell takes so many, in as many chunks as are asked for."""
    made: list[int] = []
    chance = up(number)
    k = planes_of(chance)
    for chunk in range(chunks):
        p = Planes(7, 0, chunk)
        for t in range(min(2**18, -(-(count - len(made)) // width))):
            if name == "free":
                made += [p.bit(i, t) for i in range(width)]
            elif name == "biased":
                made += [p.happens(1 - chance, i * k, t) for i in range(width)]
            elif name == "adversarial":
                first = [p.bit(i, t) for i in range(width - 1)]
                made += [*first, (sum(first) + (1 - rare) + p.happens(chance, width - 1, t)) % 2]
            elif name == "guessed":
                made += [(p.bit(i, t) + p.happens(chance, width + i * k, t)) % 2 for i in range(width)]
            else:
                for i in range(width):
                    starts = t == i == 0
                    made.append(p.bit(0, 0) if starts else (made[-1] + p.happens(chance, 1 + i * k, t)) % 2)
    return "".join(map(str, made[:count]))


def _samples(group: Group) -> None:
    for name, width, rare in (
        ("free", 4, 1), ("free", 3, 1), ("biased", 4, 1), ("adversarial", 4, 0), ("adversarial", 4, 1), ("guessed", 4, 1),
        ("markov", 3, 1),
    ):  # fmt: skip
        given: dict[str, Any] = {"name": name, "seed": "7", "count": 90, "width": width}
        if name != "free":
            given["flip" if name == "markov" else "epsilon"] = "1/4"
        if name == "adversarial":
            given["rare"] = str(rare)
        group.accept(f"sample-width-{name}-{width}{'-even' * (1 - rare)}", "R4.67", "sample-source", given,
                     f"{width} bits a cell", {"bits": sampled(name, width, 90, F(1, 4), rare)})  # fmt: skip
    group.unreadable(
        "sample-width-1", "sample-width-free-3", {"merge": {"width": 1}}, "R6.6", "one bit a cell", rules="R4.67"
    )

    def ghz(p: Planes, t: int, x: str) -> list[int]:
        m, wanted = len(x), right_parity(x)
        first = [p.bit(i, t) for i in range(m - 1)]
        return [*first, p.bit(m - 1, t) if wanted is None else (sum(first) + wanted) % 2]

    game: dict[str, Any]
    more: dict[str, Any]
    for name, game, more in (
        ("ghz", FOUR, {}), ("ghz", THREE, {}), ("noisy", FOUR, {"error": "3/8"}), ("noisy", FIVE, {"error": "1/100"}),
        ("depolarised", FOUR, {"noise": "3/8"}), ("uniform", FOUR, {}),
    ):  # fmt: skip
        m: int = game["parties"]
        inputs, p = list(words(m)) * 5, Planes(11, 1)
        outputs = []
        for t, x in enumerate(inputs):
            a = ghz(p, t, x)
            if name == "noisy":
                a[-1] ^= p.happens(near(F(more["error"])), m, t)
            elif name == "depolarised":
                chance = near(2 * F(more["noise"]) / 3)
                a = [a[i] ^ p.happens(chance, m + i * planes_of(chance), t) for i in range(m)]
            elif name == "uniform":
                a = [p.bit(i, t) for i in range(m)]
            outputs.append("".join(map(str, a)))
        group.accept(f"device-{name}-{m}", "R4.69" if name == "noisy" else "R4.68", "sample-device",
                     {"name": name, "seed": "11", "inputs": inputs, "game": game, **more}, f"{m} parties",
                     {"outputs": outputs})  # fmt: skip
    group.reject("device-noisy-over", "device-noisy-4", {"merge": {"error": "9/8"}}, "R4.69", "no probability")
    group.reject("device-game", "device-noisy-5", {"merge": {"game": {"name": "ghz", "parties": 5}}}, "R4.51", "another game",
                 rules="R4.68")  # fmt: skip


def _bounds(group: Group) -> None:
    def rate(v: Fraction, loads: list[list[str]], r: Fraction) -> Fraction:
        return max([v + sum((F(h) * r**d for d, h in enumerate(load)), F(0)) for load in loads], default=v)

    for name, lowest, right, wrong, epsilon, why in (
        ("multiplexer", "2/3", [], [["0", "0", "3/2", "0", "0", "0"]], "9/20", "right loads 0: A = v"),
        ("free", "2/3", [], [["0", "0", "3/2", "0", "0", "0"]], "1/2", "r = 1"),
        ("several", "1/2", [["1/8", "1/16"], ["0", "1/9"]], [["1", "0"], ["0", "7/8"]], "2/5", "the largest load counts, each by itself"),
        ("right-larger", "1/2", [["1/4", "0"]], [["0", "1/8"]], "9/20", "A > B: u = 1 - A"),
        ("useless", "1/2", [["1/2", "0"]], [["0", "1/8"]], "9/20", "A = 1: u = 0"),
        ("worse", "3/4", [["1/2", "0"]], [["0", "1/8"]], "9/20", "A > 1: u = 0"),
        ("zero", "0", [], [["1", "0"]], "1/4", "v = 0 and no right load: u = 1/2"),
    ):  # fmt: skip
        r = (1 - F(epsilon)) / F(epsilon)
        a, b = rate(F(lowest), right, r), rate(F(lowest), wrong, r)
        u = (1 - a) / (1 - a + max(a, b)) if a < 1 else F(0)
        group.accept(f"cell-rate-{name}", "R5.70 R5.72", "cell-rate",
                     {"v": lowest, "right": right, "wrong": wrong, "epsilon": epsilon}, why,
                     {"A": str(a), "B": str(b), "u": str(u)})  # fmt: skip
    for name, alpha, kappa, epsilon, why in (
        ("vertex-4", "1/2", ["5/2", "0", "3", "0", "0", "0"], "9/20", "alpha = 1/2: u = 1/(9 + 6 r^2)"),
        ("half", "1/2", ["5/2", "0", "3"], "1/2", "r = 1: u = 1/15, and zeros at the end need not be written"),
        ("all", "1/3", ["1/9", "2/7", "1/5", "3/11", "1/13", "2/17"], "1/10", "each kappa has its power of r"),
        ("none", "3/4", [], "1/4", "no kappa: K = 0"),
        ("zero", "0", ["0"], "9/20", "alpha = 0 and K = 0: u = 1/2"),
        ("one", "1", ["0"], "9/20", "alpha = 1: u = 0"),
        ("worse", "4/3", ["1/2"], "9/20", "alpha > 1: u = 0"),
    ):
        r = (1 - F(epsilon)) / F(epsilon)
        b = F(alpha) + 1 + sum((F(value) * r**d for d, value in enumerate(kappa)), F(0))
        u = (1 - F(alpha)) / (1 - F(alpha) + b) if F(alpha) < 1 else F(0)
        group.accept(f"family-rate-{name}", "R5.73 R5.72", "family-rate", {"alpha": alpha, "kappa": kappa, "epsilon": epsilon}, why,
                     {"A": alpha, "B": str(b), "u": str(u)})  # fmt: skip
    base = "family-rate-all"
    group.reject("family-rate-epsilon", base, {"merge": {"epsilon": "501/1000"}}, "R1.4", "epsilon above 1/2", rules="R5.73")  # fmt: skip
    group.reject("family-rate-alpha", base, {"merge": {"alpha": "-1/1000"}}, "R5.25", "alpha below 0", rules="R5.73")
    for place in (0, 2, 5):
        kappa = [
            f"-{value}" if d == place else value
            for d, value in enumerate(["1/9", "2/7", "1/5", "3/11", "1/13", "2/17"])
        ]
        group.reject(f"family-rate-kappa-{place}", base, {"merge": {"kappa": kappa}}, "R5.25", f"kappa_{place} below 0", rules="R5.73")  # fmt: skip
    group.reject("cell-rate-epsilon", "cell-rate-free", {"merge": {"epsilon": "501/1000"}}, "R1.4", "epsilon above 1/2",
                 rules="R5.70")  # fmt: skip

    for name, theorem, most, worst, keep, tolerance, why in (
        ("one", "tested", "3/4", "2", 1, 0, "one cell: 1 - u"),
        ("many", "tested", "3/4", "2", 30, 0, "(1 - u)^n"),
        ("tolerance", "tested", "3/4", "2", 30, 4, "five terms"),
        ("all-but-one", "tested", "3/4", "2", 5, 4, "T = n - 1: all but the last term"),
        ("derived", "tested-derived", "1/2", "9/4", 40, 3, "the same formula"),
        ("long", "tested-derived", "9/10", "3", 150, 12, "a small number: only relative width counts"),
        ("trivial", "tested", "1", "0", 9, 2, "A = 1: u = 0, and the bound is 3/4"),
    ):  # fmt: skip
        u = (1 - F(most)) / (1 - F(most) + max(F(most), F(worst)))
        exact = sum((comb(keep, i) * u**i * (1 - u) ** (keep - i) for i in range(tolerance + 1)), F(0)) / 4
        group.accept(f"bound-tested-{name}", "R5.71 R5.72", "bound",
                     {"theorem": theorem, "epsilon": "9/20", "keep": keep, "A": most, "B": worst,
                      **({"tolerance": tolerance} if tolerance else {})}, why,
                     encloses={"factor": str(exact), "sqrt": 1, "width": WIDTH})  # fmt: skip
    base = "bound-tested-tolerance"
    group.reject("bound-tested-keep-0", "bound-tested-one", {"merge": {"keep": 0}}, "R4.53", "n = 0", rules="R5.71")
    group.reject("bound-tested-tolerance-n", base, {"merge": {"tolerance": 30}}, "R4.54", "T = n", rules="R5.71")
    group.reject(
        "bound-tested-epsilon", base, {"merge": {"epsilon": "2/3"}}, "R1.4", "epsilon above 1/2", rules="R5.71"
    )
    group.unreadable("bound-tested-grid", base, {"merge": {"nd": 3}}, "R6.10", "there is no grid", rules="R5.71", isolated=True)  # fmt: skip


def _key_bounds(group: Group) -> None:
    """Bounds for keys of many bits [R5.92], [R5.93]."""

    def listed(weights: dict[int, int]) -> list[dict[str, Any]]:
        return [{"weight": weight, "messages": str(messages)} for weight, messages in weights.items()]

    for name, theorem, most, worst, keep, tolerance, weights, why in (
        ("hamming", "many-bits", "3/4", "2", 8, 0, {3: 7, 4: 7, 7: 1}, "fifteen messages of three weights"),
        ("distance", "many-bits", "3/4", "2", 30, 2, {12: 255}, "a lower bound on the distance: one weight"),
        ("light", "many-bits", "3/4", "2", 12, 4, {2: 3, 4: 5, 9: 7}, "words of at most T cells count in full"),
        ("zero", "many-bits", "3/4", "2", 6, 0, {0: 1, 5: 2}, "a word of no cell counts in full"),
        ("just-n", "many-bits", "1/2", "9/4", 20, 1, {20: 3}, "a word of all n cells"),
        ("large", "many-bits", "1/2", "9/4", 200, 3, {90: 2**60, 140: 2**70 - 1}, "numbers beyond 2^64"),
        ("derived", "many-bits-derived", "1/2", "9/4", 40, 3, {10: 1, 16: 14}, "the same formula"),
        ("trivial", "many-bits", "1", "0", 9, 2, {4: 3}, "A = 1: u = 0, and all messages count in full"),
        ("certain", "many-bits", "0", "0", 5, 2, {1: 1, 2: 2, 3: 7}, "A = B = 0: u = 1, and words of at most T cells count in full"),
    ):  # fmt: skip
        u = (1 - F(most)) / (1 - F(most) + max(F(most), F(worst)))
        exact = F(0)
        for w, messages in weights.items():
            exact += messages * sum(comb(w, i) * u**i * (1 - u) ** (w - i) for i in range(min(tolerance, w) + 1))
        group.accept(f"bound-key-{name}", "R5.92 R5.93", "bound",
                     {"theorem": theorem, "epsilon": "9/20", "keep": keep, "A": most, "B": worst, "weights": listed(weights),
                      **({"tolerance": tolerance} if tolerance else {})}, why,
                     encloses={"factor": str(exact / 4), "sqrt": 1, "width": WIDTH})  # fmt: skip
    for theorem, more in (("tested", {}), ("many-bits", {"weights": listed({3: 7})})):
        group.accept(f"bound-{theorem}-certain", "R5.71 R5.72", "bound",
                     {"theorem": theorem, "epsilon": "9/20", "keep": 5, "A": "0", "B": "0", "tolerance": 1, **more},
                     "A = B = 0: u = 1, and more than T cells are wrong", {"lower": "0", "upper": "0"})  # fmt: skip
    base = "bound-key-hamming"
    three, four, seven = listed({3: 7, 4: 7, 7: 1})
    for name, patched, why in (
        ("order", [four, three, seven], "weights that do not increase"),
        ("twice", [three, three, seven], "a weight that stands twice"),
        ("beyond", [three, four, {"weight": 9, "messages": "1"}], "a weight above n"),
        ("none", [{"weight": 3, "messages": "0"}, four, seven], "no message"),
        ("part", [{"weight": 3, "messages": "7/2"}, four, seven], "half a message"),
    ):  # fmt: skip
        group.reject(f"bound-key-{name}", base, {"merge": {"weights": patched}}, "R3.92", why, rules="R5.92")
    group.reject("bound-key-tolerance", base, {"merge": {"tolerance": 8}}, "R4.54", "T = n", rules="R5.92")
    group.unreadable(
        "bound-key-bits", base, {"merge": {"bits": 4}}, "R6.10", "what a run is given and no bound", rules="R5.92",
        isolated=True,
    )  # fmt: skip
    group.unreadable("bound-key-list", base, {"merge": {"weights": None}}, "R6.9", "no list of weights", rules="R5.92")
