"""Bits, games, boxes and symmetries: chapter 2."""

from fractions import Fraction
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.oracle import X0, X1, odd, text, words

MERMIN = {"name": "mermin", "parties": 5}


def mermin(parties: int) -> dict[str, Any]:
    return {"name": "mermin", "parties": parties}


def ghz(parties: int) -> dict[str, Any]:
    return {"name": "ghz", "parties": parties}


def game() -> Group:
    group = Group("game")
    # Outputs, inputs and I(a,x), all by hand: both parities at every weight of x, the ones at different places.
    for a, x, value in (
        ("00000", "00000", 0), ("10000", "00000", 0),
        ("00000", "00001", 0), ("10000", "00001", 1), ("01010", "10000", 0), ("11100", "10000", 1),
        ("00001", "11000", 0), ("10001", "00011", 0),
        ("00000", "11100", 1), ("00001", "11100", 0), ("10100", "00111", 1), ("10101", "01011", 0),
        ("11110", "11110", 0), ("11111", "01111", 0),
        ("00000", "11111", 0), ("10000", "11111", 1), ("11111", "11111", 1), ("11110", "11111", 0),
    ):  # fmt: skip
        weight = x.count("1")
        where = {0: "outside X", 1: "in X0", 2: "outside X", 3: "in X1", 4: "outside X", 5: "in X0"}[weight]
        rule = {0: "R2.4", 1: "R2.2", 2: "R2.4", 3: "R2.3", 4: "R2.4", 5: "R2.2"}[weight]
        group.accept(
            f"coefficient-{a}-{x}",
            f"R2.4 {rule}",
            "coefficient",
            {"game": MERMIN, "a": a, "x": x},
            f"x has weight {weight}, {where}, and a has {'odd' if odd(a) else 'even'} parity",
            {"coefficient": value},
        )
    for parties, a, x, value, why in (
        (3, "000", "100", 0, "weight 1 of three: even parity is right"),
        (3, "000", "111", 1, "weight 3 of three: odd parity is right"),
        (3, "111", "111", 0, "weight 3 of three, odd parity"),
        (7, "0000000", "1111100", 0, "weight 5 is 1 modulo 4"),
        (7, "0000000", "1111111", 1, "weight 7 is 3 modulo 4: X1 is not weight 3 alone"),
        (7, "1000000", "1110000", 0, "weight 3 of seven"),
        (9, "100000000", "111111111", 1, "weight 9 is 1 modulo 4, the largest game there is"),
    ):
        group.accept(
            f"coefficient-mermin-{a}-{x}", "R2.2 R2.3 R2.4 R2.6", "coefficient",
            {"game": mermin(parties), "a": a, "x": x}, why, {"coefficient": value},
        )  # fmt: skip
    for a, x, value, why in (
        ("0000", "1111", 0, "no zeros: even parity is right"),
        ("0001", "1111", 1, "no zeros, odd parity"),
        ("0000", "0011", 1, "two zeros: odd parity is right"),
        ("0100", "1010", 0, "two zeros, odd parity"),
        ("0000", "0000", 0, "four zeros: even parity is right"),
        ("0001", "0111", 0, "an odd number of zeros is outside X"),
        ("00", "11", 0, "two parties, no zeros"),
        ("00", "00", 1, "two parties, two zeros"),
        ("000", "111", 0, "for three parties this is not the Mermin game: no zeros ask for even parity"),
        ("000", "001", 1, "three parties, two zeros"),
    ):
        group.accept(
            f"coefficient-ghz-{a}-{x}", "R2.5 R2.6", "coefficient",
            {"game": ghz(len(x)), "a": a, "x": x}, why, {"coefficient": value},
        )  # fmt: skip
    group.accept(
        "inputs-5", "R2.2 R2.3 R2.1", "inputs", {"game": MERMIN}, "eqs (4) and (5): X0 and X1, in order",
        {"even": sorted(X0), "odd": sorted(X1)},
    )  # fmt: skip
    group.accept(
        "inputs-3", "R2.2 R2.3", "inputs", {"game": mermin(3)}, "three parties: weight 1, and weight 3",
        {"even": ["001", "010", "100"], "odd": ["111"]},
    )  # fmt: skip
    group.accept(
        "inputs-7", "R2.2 R2.3", "inputs", {"game": mermin(7)}, "seven parties: weights 1 and 5, and 3 and 7",
        {
            "even": [x for x in words(7) if x.count("1") in (1, 5)],
            "odd": [x for x in words(7) if x.count("1") in (3, 7)],
        },
    )  # fmt: skip
    group.accept(
        "inputs-ghz-2", "R2.5", "inputs", {"game": ghz(2)}, "two parties: no zeros, and two",
        {"even": ["11"], "odd": ["00"]},
    )  # fmt: skip
    group.accept(
        "inputs-ghz-4", "R2.5", "inputs", {"game": ghz(4)}, "four parties: no zeros or four, and two",
        {"even": ["0000", "1111"], "odd": ["0011", "0101", "0110", "1001", "1010", "1100"]},
    )  # fmt: skip
    group.accept(
        "inputs-ghz-5", "R2.5", "inputs", {"game": ghz(5)}, "for five parties it is the Mermin game",
        {"even": sorted(X0), "odd": sorted(X1)},
    )  # fmt: skip
    group.accept(
        "inputs-ghz-6", "R2.5", "inputs", {"game": ghz(6)}, "six parties: six zeros ask for odd parity again",
        {
            "even": [x for x in words(6) if x.count("0") in (0, 4)],
            "odd": [x for x in words(6) if x.count("0") in (2, 6)],
        },
    )  # fmt: skip
    for name, patch, why in (
        ("mermin-4", {"parties": 4}, "an even number of parties has no Mermin game"),
        ("mermin-1", {"parties": 1}, "one party has no Mermin game"),
        ("ten-parties", {"name": "ghz", "parties": 10}, "ten parties are more than documents allow"),
        ("ghz-1", {"name": "ghz", "parties": 1}, "one party has no GHZ game"),
        ("chess", {"name": "chess"}, "an unknown game"),
        ("capital", {"name": "Mermin"}, "names are case-sensitive"),
    ):
        group.unreadable(f"inputs-no-{name}", "inputs-5", {"merge": {"game": patch}}, "R6.16", why, rules="R2.6")
    group.unreadable(
        "coefficient-four-outputs", "coefficient-00000-11111", {"merge": {"a": "0000"}}, "R6.13",
        "the outputs of four parties in a game of five",
    )  # fmt: skip
    for bits in words(3):
        group.accept(
            f"majority-{bits}", "R2.7", "majority", {"bits": bits}, f"{bits.count('1')} of three are 1",
            {"majority": int(bits.count("1") >= 2)},
        )  # fmt: skip
    for bits, value, why in (
        ("0", 0, "one bit is its own majority"),
        ("1", 1, "one bit is its own majority"),
        ("11000", 0, "two of five: not the majority, though the first two agree"),
        ("00111", 1, "three of five, the last ones"),
        ("1110000", 0, "three of seven, the first ones"),
        ("0001111", 1, "four of seven"),
    ):
        group.accept(f"majority-{bits}", "R2.7", "majority", {"bits": bits}, why, {"majority": value})
    for bits, triple, value in (
        ("00111", [1, 2, 3], 0), ("11000", [1, 2, 3], 1), ("11000", [3, 4, 5], 0), ("01010", [2, 3, 4], 1),
        ("10001", [1, 3, 5], 1), ("01110", [1, 2, 5], 0),
    ):  # fmt: skip
        group.accept(
            f"majority-{bits}-{''.join(map(str, triple))}", "R2.7 R2.1", "majority",
            {"bits": bits, "triple": triple}, "the majority of a triple differs from that of another or of all five",
            {"majority": value},
        )  # fmt: skip
    for bits in ("", "01", "1111"):
        group.reject(
            f"majority-even-{bits or 'none'}", "majority-110", {"merge": {"bits": bits}}, "R2.7",
            "an even number of bits has no majority, even if all agree",
        )  # fmt: skip
    group.unreadable(
        "majority-two", "majority-110", {"merge": {"bits": "112"}}, "R6.13", "2 is not a bit", isolated=True
    )
    group.unreadable(
        "majority-party-6", "majority-10001-135", {"merge": {"triple": [1, 3, 6]}}, "R6.15",
        "there is no party 6 of 5: parties run from 1 to 5", isolated=True,
    )  # fmt: skip
    group.unreadable(
        "majority-party-0", "majority-10001-135", {"merge": {"triple": [0, 2, 4]}}, "R6.15",
        "there is no party 0: parties are counted from 1", isolated=True,
    )  # fmt: skip
    group.accept(
        "strings-3", "R2.1", "strings", {"length": 3}, "party 1 is the most significant",
        {"strings": ["000", "001", "010", "011", "100", "101", "110", "111"]},
    )  # fmt: skip
    group.accept("strings-1", "R2.1", "strings", {"length": 1}, "the shortest", {"strings": ["0", "1"]})
    return group


H, Q, T = Fraction(1, 2), Fraction(1, 4), Fraction(1, 1000)


def _box(parties: int, entries: dict[str, Fraction]) -> dict[str, Any]:
    return {"parties": parties, "entries": text(entries)}


def boxes() -> Group:
    group = Group("boxes")
    coin = {"0|0": Fraction(1), "0|1": H, "1|1": H}
    copy = oracle.table(2, lambda a, x: int(a == x))
    third = oracle.table(3, lambda a, x: Q if odd(a) == (x == "111") else 0)
    shared = oracle.table(2, lambda a, x: H if a in ("00", "11") else 0)
    group.accept("box-coin", "R2.8 R2.9 R2.10", "box", _box(1, coin), "one party, entries 0 absent and 1 present")
    group.accept("box-copy", "R2.8 R2.9 R2.10", "box", _box(2, copy), "outputs may depend on their own inputs")
    group.accept("box-shared", "R2.8 R2.9 R2.10", "box", _box(2, shared), "outputs may be correlated")
    group.accept(
        "box-pr", "R2.8 R2.9 R2.10 R2.14", "box", _box(2, oracle.pr()),
        "the PR box is non-signalling though no quantum device has it",
    )  # fmt: skip
    group.accept(
        "box-three", "R2.8 R2.9 R2.10", "box", _box(3, third),
        "no marginal of one or two of three parties depends on a foreign input",
    )  # fmt: skip
    uniform = oracle.table(5, lambda a, x: Fraction(1, 32))
    group.accept("box-uniform-5", "R2.8 R2.9 R2.10", "box", _box(5, uniform), "five parties, all entries there")
    group.reject(
        "box-negative", "box-coin", {"merge": {"entries": {"0|0": "1001/1000", "1|0": "-1/1000"}}}, "R2.8",
        "an entry slightly below 0, everything else in order",
    )  # fmt: skip
    group.reject(
        "box-negative-last", "box-pr",
        {"merge": {"entries": {"01|11": "3/4", "10|11": "3/4", "00|11": "-1/4", "11|11": "-1/4"}}},
        "R2.8", "negative at the last input only, with marginals that stay uniform",
    )  # fmt: skip
    group.reject(
        "box-sum-over-1", "box-coin", {"merge": {"entries": {"0|0": "1001/1000", "1|1": "501/1000"}}}, "R2.9",
        "the same excess for every input, so that nothing signals",
    )  # fmt: skip
    group.reject(
        "box-sum-below-1", "box-coin", {"merge": {"entries": {"0|0": "999/1000", "1|1": "499/1000"}}}, "R2.9",
        "the same lack for every input",
    )  # fmt: skip
    group.reject(
        "box-empty", "box-coin", {"merge": {"entries": {"0|0": None, "0|1": None, "1|1": None}}}, "R2.9",
        "no probability anywhere",
    )  # fmt: skip
    for name, changed, why in (
        ("1-to-2", {"00|10": "0", "01|10": "1/2", "11|10": "0", "10|10": "1/2", "00|00": "1", "11|00": "0"},
         "party 2's output depends on party 1's input"),
        ("2-to-1", {"00|01": "1/2", "11|01": "1/2", "00|00": "501/1000", "11|00": "499/1000"},
         "by 1/1000, at one input"),
    ):  # fmt: skip
        group.reject(f"box-signals-{name}", "box-pr", {"merge": {"entries": changed}}, "R2.10", why)
    group.reject(
        "box-signals-to-party-2", "box-copy",
        {"merge": {"entries": {"11|11": None, "10|11": "1"}}}, "R2.10",
        "at x = 11 party 2 answers 0, at x = 01 it answers 1: it sees party 1's input",
    )  # fmt: skip
    group.reject(
        "box-signals-to-party-1", "box-copy",
        {"merge": {"entries": {"11|11": None, "01|11": "1"}}}, "R2.10",
        "party 1 sees party 2's input: the sum over a_2 depends on x_2",
    )  # fmt: skip
    group.reject(
        "box-signals-to-a-pair", "box-three",
        {"merge": {"entries": {"011|110": None, "101|110": None, "001|110": "1/4", "111|110": "1/4"}}}, "R2.10",
        "no party alone sees anything at x = 110 but the pairs do", rules="R2.11",
    )  # fmt: skip
    group.reject(
        "box-signals-at-last", "box-three",
        {"merge": {"entries": {"111|111": "0", "001|111": "1/2"}}}, "R2.10",
        "only at the last input",
    )  # fmt: skip
    group.reject(
        "box-signals-5", "box-uniform-5", {"merge": {"entries": {"00000|11111": "3/64", "00001|11111": "1/64"}}},
        "R2.10", "one bit of 1/64 moved in five parties, at the last input",
    )  # fmt: skip
    group.unreadable("box-float", "box-coin", {"merge": {"entries": {"0|1": 0.5}}}, "R6.6", "a number is no rational")
    group.unreadable("box-2/4", "box-coin", {"merge": {"entries": {"0|1": "2/4"}}}, "R6.11", "not in lowest terms",
                     isolated=True)  # fmt: skip
    group.unreadable(
        "box-key", "box-coin", {"merge": {"entries": {"0,1": "0"}}}, "R6.14", "a comma in place of the bar",
        isolated=True,
    )  # fmt: skip

    for name, entries, parties, value, why in (
        ("ghz", oracle.table(5, _ghz5), 5, Fraction(0), "the GHZ box has maximal violation"),
        ("uniform", uniform, 5, Fraction(8), "each of the 16 inputs in X is lost half the time"),
        ("zeros", oracle.table(5, lambda a, x: int(a == "00000")), 5, Fraction(10), "loses just on X1"),
        ("one", oracle.table(5, lambda a, x: int(a == "10000")), 5, Fraction(6), "loses just on X0: the classical minimum"),
        ("one-last", oracle.table(5, lambda a, x: int(a == "00001")), 5, Fraction(6), "the same by party 5"),
        ("copy", oracle.table(5, lambda a, x: int(a == x)), 5, Fraction(6), "a = x: odd outputs on all of X"),
        ("three", third, 3, Fraction(0), "three parties, maximal violation"),
        ("biased", oracle.table(3, lambda a, x: Fraction(3, 4) if a == "000" else Q if a == "111" else 0), 3,
         Fraction(3, 2), "a loss that is neither 0 nor whole: 3 times 1/4 on X0 and 3/4 on X1"),
    ):  # fmt: skip
        body = {"game": mermin(parties), "entries": text(entries)}
        group.accept(f"loss-{name}", "R2.13 R2.4", "loss", body, why, {"loss": str(value)})
    group.accept(
        "loss-ghz-4", "R2.13 R2.5", "loss",
        {"game": ghz(4), "entries": text(oracle.table(4, lambda a, x: int(a == "0000")))},
        "all zeros lose on the six inputs with two zeros", {"loss": "6"},
    )  # fmt: skip

    lopsided = oracle.table(2, lambda a, x: {"00": H, "01": Q, "11": Q}.get(a, 0))
    for name, entries, parties, of, wanted, why in (
        ("pr-1", oracle.pr(), 2, [1], {"0|0": "1/2", "1|0": "1/2", "0|1": "1/2", "1|1": "1/2"}, "one half of a PR box"),
        ("first", lopsided, 2, [1], {"0|0": "3/4", "1|0": "1/4", "0|1": "3/4", "1|1": "1/4"}, "the first of two"),
        ("second", lopsided, 2, [2], {"0|0": "1/2", "1|0": "1/2", "0|1": "1/2", "1|1": "1/2"}, "the second of two"),
        ("none", lopsided, 2, [], {"|": "1"}, "the marginal of nobody is 1"),
    ):  # fmt: skip
        if name == "none":
            continue
        group.accept(
            f"marginal-{name}", "R2.11 R2.1", "marginal", {**_box(parties, entries), "of": of}, why,
            {"parties": len(of), "entries": wanted},
        )  # fmt: skip
    turned = {f"{a[1]}{a[0]}|{x[1]}{x[0]}": str(lopsided[f"{a}|{x}"]) for x in words(2) for a in ("00", "01", "11")}
    group.accept(
        "marginal-exchanged", "R2.11", "marginal", {**_box(2, lopsided), "of": [2, 1]},
        "all parties, in another order", {"parties": 2, "entries": turned},
    )  # fmt: skip
    group.accept(
        "marginal-input-0", "R2.11", "marginal", {**_box(2, {"00|00": Fraction(1), "10|01": Fraction(1)}), "of": [1]},
        "a table that signals: the discarded party's input is 0", {"parties": 1, "entries": {"0|0": "1"}},
    )  # fmt: skip
    group.accept(
        "marginal-1-3", "R2.11", "marginal", {**_box(3, third), "of": [1, 3]},
        "the middle party left out: what remains is uniform",
        {"parties": 2, "entries": {f"{a}|{x}": "1/4" for x in words(2) for a in words(2)}},
    )  # fmt: skip
    group.unreadable(
        "marginal-party-0", "marginal-first", {"merge": {"of": [0]}}, "R6.15", "parties are counted from 1"
    )
    group.unreadable("marginal-party-3", "marginal-first", {"merge": {"of": [3]}}, "R6.15", "there is no party 3 of 2")
    group.unreadable("marginal-twice", "marginal-exchanged", {"merge": {"of": [1, 1]}}, "R6.15", "one party twice")
    group.accept(
        "product-order", "R2.12", "product",
        {"left": _box(1, {"1|0": Fraction(1), "1|1": Fraction(1)}), "right": _box(1, coin)},
        "the first box's party comes first",
        {"parties": 2, "entries": {"10|00": "1", "10|01": "1/2", "11|01": "1/2",
                                   "10|10": "1", "10|11": "1/2", "11|11": "1/2"}},
    )  # fmt: skip
    pairs = oracle.table(3, lambda a, x: oracle.pr().get(f"{a[:2]}|{x[:2]}", 0) * coin.get(f"{a[2]}|{x[2]}", 0))
    group.accept(
        "product-pr", "R2.12", "product", {"left": _box(2, oracle.pr()), "right": _box(1, coin)},
        "a PR box beside a coin", {"parties": 3, "entries": text(pairs)},
    )  # fmt: skip

    def named(name: str, given: dict[str, Any], parties: int, entries: dict[str, Fraction], why: str) -> None:
        group.accept(f"named-{name}", "R2.14", "named-box", given, why, {"parties": parties, "entries": text(entries)})

    named(
        "deterministic", {"name": "deterministic", "outputs_for_0": "01", "outputs_for_1": "11"}, 2,
        {"01|00": Fraction(1), "01|01": Fraction(1), "11|10": Fraction(1), "11|11": Fraction(1)},
        "party 1 copies its input, party 2 answers 1",
    )  # fmt: skip
    named("uniform", {"name": "uniform", "parties": 2}, 2, oracle.table(2, lambda a, x: Q), "two coins")
    named("pr", {"name": "pr"}, 2, oracle.pr(), "a_1 + a_2 = x_1 x_2")
    named(
        "ghz-3", {"name": "ghz", "parties": 3}, 3,
        oracle.table(3, lambda a, x: Fraction(1, 8) if x.count("0") % 2 else Q if odd(a) == (x.count("0") == 2) else 0),
        "no zeros ask for even parity, two for odd, others for nothing",
    )  # fmt: skip
    named("ghz-5", {"name": "ghz", "parties": 5}, 5, oracle.table(5, _ghz5), "the correlations of the paper")
    for party, answer in ((1, 0), (3, 1)):
        entries = {
            f"{a}|{x}": Q
            for x in ("000", "011", "101", "110", "001", "010", "100", "111")
            for a in words(3)
            if int(a[party - 1]) == answer and odd(a) == _three_wants(x, party)
        }
        named(
            f"fixed-{party}-{answer}",
            {"name": "fixed-output", "game": mermin(3), "party": party, "value": str(answer)},
            3, dict.fromkeys(entries, H),
            f"party {party} answers {answer}; the parity is right also where that party's input alone is another",
        )  # fmt: skip
    entries5 = oracle.table(5, lambda a, x: Fraction(1, 8) if a[4] == "0" and odd(a) == _five_wants(x, 5) else 0)
    named(
        "fixed-5-0", {"name": "fixed-output", "game": MERMIN, "party": 5, "value": "0"}, 5, entries5,
        "the box that attains 3/4 for the triples with party 5",
    )  # fmt: skip
    group.unreadable("named-unknown", "named-pr", {"merge": {"name": "rp"}}, "R6.6", "no box has this name")
    return group


def _ghz5(a: str, x: str) -> Fraction:
    if x in X0 or x in X1:
        return Fraction(1, 16) if odd(a) == (x in X1) else Fraction(0)
    return Fraction(1, 32)


def _three_wants(x: str, party: int) -> bool:
    """Whether odd parity is right at x, or at x with the party's input changed, whichever is asked."""
    rest = x[: party - 1] + x[party:]
    own = "1" if rest.count("1") % 2 == 0 else "0"
    return (rest + own).count("1") == 3


def _five_wants(x: str, party: int) -> bool:
    return _three_wants(x, party)


def symmetries() -> Group:
    group = Group("symmetries")
    still = {"game": MERMIN, "s": "00000", "t": "00000", "c": "00000", "order": [1, 2, 3, 4, 5]}
    for name, change, a, x, b, y, kept, why in (
        ("identity", {}, "01011", "10000", "01011", "10000", "yes", "nothing is moved"),
        ("flip-one", {"s": "10000"}, "01011", "10000", "11011", "10000", "no", "one flipped output changes the parity"),
        ("flip-two", {"s": "10001"}, "01011", "10000", "11010", "10000", "yes", "two flipped outputs do not"),
        ("exchange", {"order": [2, 1, 3, 4, 5]}, "01011", "10000", "10011", "01000", "yes",
         "new party 1 is old party 2"),
        ("cycle", {"order": [2, 3, 4, 5, 1]}, "10010", "11000", "00101", "10001", "yes",
         "order lists the old parties: the first goes to the end"),
        ("shift-one", {"c": "10000"}, "00000", "10000", "00000", "00000", "no", "X is left"),
        ("shift-two", {"c": "11000"}, "00000", "10000", "00000", "01000", "no", "X is kept and I is not"),
        ("shift-twist", {"c": "11000", "t": "11000", "s": "10000"}, "00000", "10000", "00000", "01000", "yes",
         "outputs turn with the input before its shift, and keep I"),
        ("twist-all", {"t": "11111"}, "00000", "11100", "11100", "11100", "no", "a + x changes the parity on all of X"),
        ("twist-all-flip", {"t": "11111", "s": "10000"}, "00000", "11100", "01100", "11100", "yes",
         "flipping one more output makes up for it"),
    ):  # fmt: skip
        group.accept(
            f"relabel-{name}", "R2.15", "relabel", {**still, **change, "a": a, "x": x}, why,
            {"a": b, "x": y, "symmetry": kept},
        )  # fmt: skip
    _moved_and_turned(group)
    group.unreadable(
        "relabel-no-order", "relabel-exchange", {"merge": {"order": [2, 2, 3, 4, 5]}}, "R6.15", "party 2 twice"
    )
    return group


def _moved_and_turned(group: Group) -> None:
    """[R2.15] s, t and c are those of the old parties, which are permuted afterwards."""
    a, x, none = "01101", "10101", "00000"
    for name, order in (("forth", [2, 3, 4, 5, 1]), ("back", [5, 1, 2, 3, 4]), ("mixed", [3, 5, 1, 2, 4])):
        changes = [("all", {"s": "10010", "t": "11000", "c": "11000"})] + [
            (f"{key}-{place}", {key: none[:i] + "1" + none[i + 1 :]})
            for key in "stc"
            for place, i in (("first", 0), ("middle", 2), ("last", 4))
        ]
        for label, change in changes:
            given = {"s": none, "t": none, "c": none, **change}
            b, y = _sent(a, x, order, given)
            kept = all(
                oracle.asked(setting) == oracle.asked(w) and oracle.wrong(output, setting) == oracle.wrong(v, w)
                for v in words(5)
                for w in words(5)
                for output, setting in (_sent(v, w, order, given),)
            )
            group.accept(
                f"relabel-{name}-{label}", "R2.15", "relabel", {"game": MERMIN, **given, "order": order, "a": a, "x": x},
                "turned, and then moved to another place", {"a": b, "x": y, "symmetry": "yes" if kept else "no"},
            )  # fmt: skip


def _sent(a: str, x: str, order: list[int], by: dict[str, str]) -> tuple[str, str]:
    """Where an entry goes, party by party."""
    turned = [
        ((int(a[i]) + int(by["s"][i]) + int(by["t"][i]) * int(x[i])) % 2, (int(x[i]) + int(by["c"][i])) % 2)
        for i in range(len(a))
    ]
    moved = [turned[party - 1] for party in order]
    return "".join(str(output) for output, _ in moved), "".join(str(setting) for _, setting in moved)
