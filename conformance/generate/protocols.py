"""The protocol: parameters, each step, whole runs: chapter 4."""

import random
from fractions import Fraction
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.oracle import X0, X1, asked, odd, words

F = Fraction
X = sorted({*X0, *X1})
OUTSIDE = [x for x in words(5) if not asked(x)]


def right(rng: random.Random, x: str) -> str:
    """Outputs that are right on x."""
    return rng.choice([a for a in words(5) if not oracle.wrong(a, x)])


def wrong(rng: random.Random, x: str) -> str:
    return rng.choice([a for a in words(5) if oracle.wrong(a, x)])


def parameters() -> Group:
    group = Group("parameters")
    least = {"nd": 2, "log2_nb": 2, "epsilon": "1/4"}

    def derived(given: dict[str, Any]) -> dict[str, Any]:
        nd, m, c = given["nd"], given.get("log2_nb", given.get("nb", 1).bit_length() - 1), F(given.get("c", "3"))
        n = given.get("quintuplets", -((-c * nd * 2**m) // 1))
        selection = given.get("selection", "row")
        return {
            "quintuplets": str(n), "nb": str(2**m), "selection": selection, "tolerance": given.get("tolerance", 0),
            "c": str(c), "source_bits": str(5 * n + m * (1 if selection == "row" else nd)),
        }  # fmt: skip

    for name, more, rules, why in (
        ("defaults", {}, "R4.5 R4.6 R4.7 R4.3", "N = 3 Nd Nb, row selection, no tolerance, c = 3"),
        ("smallest", {"nd": 1, "log2_nb": 0}, "R4.1 R4.2", "one cell: the smallest grid there is"),
        ("column", {"selection": "column", "tolerance": 3}, "R4.6 R4.7", "the tolerance may be Nb - 1"),
        ("total", {"selection": "column-total", "tolerance": 6}, "R4.6 R4.29", "T may be Nd (Nb - 1)"),
        ("total-none", {"selection": "column-total"}, "R4.6 R4.29", "no tolerance unless it is given"),
        ("total-nb-1", {"selection": "column-total", "log2_nb": 0}, "R4.29", "Nb = 1: nothing is tested"),
        ("more", {"quintuplets": 25}, "R4.4", "more than needed"),
        ("odd", {"quintuplets": 22}, "R4.4", "ceil(22/3) = 8 = Nd Nb: 22 is the least N that is enough"),
        ("c-5/2", {"c": "5/2", "nd": 3, "log2_nb": 0}, "R4.3 R4.5", "the least integer that is at least 15/2"),
        ("c-near-1", {"c": "1001/1000"}, "R4.3 R4.5", "c may be close to 1: N is the next integer above 8.008"),
        ("epsilon-half", {"epsilon": "1/2"}, "R1.4", "free bits are allowed"),
        ("nb", {"log2_nb": None, "nb": 8}, "R4.2", "Nb itself, a power of 2"),
        ("nb-1", {"log2_nb": None, "nb": 1}, "R4.2", "2^0 is a power of 2"),
        ("table", {"f": {"kind": "table", "values": "0110"}}, "R4.24", "2^Nd values"),
        ("huge", {"nd": 1000, "log2_nb": 40, "selection": "column"}, "R4.5 R4.8", "sizes that no memory holds"),
    ):  # fmt: skip
        given = {key: value for key, value in {**least, **more}.items() if value is not None}
        group.accept(f"parameters-{name}", rules, "parameters", given, why, derived(given))
    for name, base, patch, rule, why in (
        ("nd-0", "smallest", {"nd": 0}, "R4.1", "no column"),
        ("nb-6", "nb", {"nb": 6}, "R4.2", "6 is not a power of 2"),
        ("nb-0", "nb", {"nb": 0}, "R4.2", "0 is not a power of 2"),
        ("nb-5", "nb", {"nb": 5}, "R4.2", "5 is odd and not a power of 2"),
        ("nb-3", "nb-1", {"nb": 3}, "R4.2", "3 is not a power of 2"),
        ("c-1", "defaults", {"c": "1"}, "R4.3", "c must be greater than 1"),
        ("c-0", "defaults", {"c": "0"}, "R4.3", "c = 0"),
        ("c-less", "defaults", {"c": "999/1000"}, "R4.3", "c below 1"),
        ("too-few", "odd", {"quintuplets": 21}, "R4.4", "ceil(21/3) = 7 is less than 8"),
        ("few-c", "c-5/2", {"quintuplets": 5}, "R4.4", "ceil(5/(5/2)) = 2 is less than 3"),
        ("none", "smallest", {"quintuplets": 0}, "R4.4", "no quintuplet at all"),
        ("tolerance-nb", "column", {"tolerance": 4}, "R4.7", "w = Nb"),
        ("tolerance-over-nb", "column", {"tolerance": 5}, "R4.7", "w greater than Nb"),
        ("tolerance-row", "defaults", {"tolerance": 1}, "R4.7", "row selection has no tolerance"),
        ("total-tolerance", "total", {"tolerance": 7}, "R4.29", "T = Nd (Nb - 1) + 1"),
        ("total-tolerance-nb-1", "total-nb-1", {"tolerance": 1}, "R4.29", "with Nb = 1 there is nothing to tolerate"),
        ("epsilon-0", "defaults", {"epsilon": "0"}, "R1.4", "epsilon = 0"),
        ("epsilon-over", "defaults", {"epsilon": "501/1000"}, "R1.4", "epsilon above 1/2"),
        ("table-short", "table", {"f": {"values": "01"}}, "R4.24", "2 values where 4 are needed"),
        ("table-long", "table", {"f": {"values": "01101001"}}, "R4.24", "8 values where 4 are needed"),
    ):  # fmt: skip
        group.reject(f"parameters-{name}", f"parameters-{base}", {"merge": patch}, rule, why)
    group.unreadable(
        "parameters-selection", "parameters-defaults", {"merge": {"selection": "diagonal"}}, "R6.6",
        "no such selection", rules="R4.6", isolated=True,
    )  # fmt: skip
    group.unreadable(
        "parameters-unknown", "parameters-defaults", {"merge": {"alpha": "1/2"}}, "R6.10", "an unknown key",
        isolated=True,
    )  # fmt: skip
    group.unreadable(
        "parameters-f", "parameters-defaults", {"merge": {"f": {"kind": "and"}}}, "R6.34", "no such kind of f"
    )
    return group


def steps() -> Group:
    group = Group("steps")
    for name, inputs, c, why in (
        ("all", X[:3], None, "all are in X"),
        ("none", OUTSIDE[:3], None, "none is in X"),
        ("exactly-third", [OUTSIDE[0], X[4], OUTSIDE[5]], None, "1 of 3 is N/3 exactly: not aborted"),
        ("below-third", [OUTSIDE[0], X[4], OUTSIDE[5], OUTSIDE[6]], None, "1 of 4 is less than 4/3"),
        ("ceil", [X[7], OUTSIDE[1], X[8], OUTSIDE[2], OUTSIDE[3]], None, "2 of 5: 6 >= 5"),
        ("floor-is-not-enough", [X[7], OUTSIDE[1], OUTSIDE[2], OUTSIDE[3], OUTSIDE[4]], None,
         "1 of 5: floor(5/3) = 1 but 3 < 5"),
        ("c-2", [X[1], OUTSIDE[3], X[2], OUTSIDE[4]], "2", "2 of 4 at c = 2: equality"),
        ("c-3/2", [X[1], OUTSIDE[3], X[2], OUTSIDE[4]], "3/2", "2 of 4 at c = 3/2: 3 < 4"),
        ("c-4/3", [X[1], X[5], X[2], OUTSIDE[4]], "4/3", "3 of 4 at c = 4/3: equality of fractions"),
        ("c-4/3-less", [X[1], OUTSIDE[9], X[2], OUTSIDE[4]], "4/3", "2 of 4 at c = 4/3"),
        ("order", ["11111", "00000", "00001", "11100", "00000", "10000"], None, "the order of the run, not of inputs"),
        ("even-weights", ["00000", "00011", "11000", "01111", "11110", "11011"], None, "weights 0, 2 and 4 are outside X"),
        ("every-weight", ["00000", "00001", "00011", "00111", "01111", "11111"], None, "weights 0 to 5"),
    ):  # fmt: skip
        kept = [t for t, x in enumerate(inputs, start=1) if asked(x)]
        aborted = F(c or 3) * len(kept) < len(inputs)
        group.accept(
            f"keep-{name}", "R4.11 R2.2 R2.3", "keep", {"inputs": inputs, **({"c": c} if c else {})}, why,
            {"kept": kept, "aborted": "yes" if aborted else "no"},
        )  # fmt: skip
    group.reject("keep-c-1", "keep-c-2", {"merge": {"c": "1"}}, "R4.3", "c = 1 is not greater than 1")
    group.unreadable("keep-six-bits", "keep-all", {"merge": {"inputs": ["000001"]}}, "R6.13", "an input of six bits")

    for name, nd, m, selection, kept, bits, why in (
        ("row-first", 2, 1, "row", [1, 2, 3, 4], "0", "l = 1 is block 1"),
        ("row-last", 2, 1, "row", [1, 2, 3, 4], "1", "l = 2 is the last block"),
        ("row-msb", 1, 3, "row", [2, 3, 5, 7, 11, 13, 17, 19], "100", "100 spells 4, the first bit most significant: l = 5"),
        ("row-lsb", 1, 3, "row", [2, 3, 5, 7, 11, 13, 17, 19], "001", "001 spells 1: l = 2"),
        ("row-110", 2, 3, "row", list(range(1, 17)), "110", "l = 7"),
        ("row-no-bits", 3, 0, "row", [4, 6, 9], "", "one block: l = 1 from no bits"),
        ("row-surplus", 2, 1, "row", [3, 4, 6, 8, 9, 11, 12], "1", "the surplus is at the end: 9, 11, 12 are ignored"),
        ("column-apart", 2, 1, "column", [1, 2, 3, 4], "01", "column 1 from row 1, column 2 from row 2"),
        ("column-back", 2, 1, "column", [1, 2, 3, 4], "10", "column 1 from row 2, column 2 from row 1"),
        ("column-groups", 3, 2, "column", [t + 10 for t in range(1, 13)], "011011", "groups 01, 10, 11: rows 2, 3, 4"),
        ("column-uneven", 2, 2, "column", list(range(1, 9)), "0111", "groups 01 and 11, not bits 0,2 and 1,3"),
        ("column-no-bits", 3, 0, "column", [4, 6, 9], "", "one row: every l_i = 1"),
        ("column-one", 1, 2, "column", [1, 4, 5, 6], "10", "one column is like row selection"),
        ("column-surplus", 2, 1, "column", [3, 4, 6, 8, 9], "11", "a surplus of one"),
        ("total", 2, 2, "column-total", list(range(1, 9)), "0111", "the cells of column selection"),
    ):  # fmt: skip
        group.accept(
            f"arrange-{name}", "R4.12 R4.13 R4.16 " + ("R4.14" if selection == "row" else "R4.15"), "arrange",
            {"nd": nd, "log2_nb": m, "selection": selection, "kept": kept, "bits": bits}, why,
            arranged(nd, m, selection, kept, bits),
        )  # fmt: skip
    for name, base, bits, why in (
        ("short", "row-110", "11", "two bits where three make l"),
        ("long", "row-110", "1100", "four bits where three make l"),
        ("column-row", "column-groups", "01", "bits of one l where column selection needs three"),
        ("none-wanted", "row-no-bits", "0", "one block needs no bits"),
    ):
        group.reject(f"arrange-{name}", f"arrange-{base}", {"merge": {"bits": bits}}, "R4.13", why)

    rng = random.Random("step 4")
    for name, nd, m, selection, l, wrong_cells, tolerance, why in (
        ("row-right", 2, 1, "row", [1], [], 0, "no cell is wrong"),
        ("row-other-wrong", 2, 1, "row", [1], [(2, 1)], 0, "one wrong cell in the other block"),
        ("row-own-wrong", 2, 1, "row", [1], [(1, 1), (1, 2)], 0, "the distilling block is never looked at"),
        ("row-both-wrong", 2, 1, "row", [2], [(1, 2), (2, 2)], 0, "a wrong cell in either block"),
        ("row-two-blocks", 3, 2, "row", [2], [(1, 1), (1, 3), (4, 2)], 0, "two wrong blocks, three wrong cells"),
        ("row-last-cell", 3, 2, "row", [1], [(4, 3)], 0, "only the very last cell is wrong"),
        ("row-alone", 2, 0, "row", [1], [(1, 1)], 0, "with one block nothing is checked"),
        ("column-right", 2, 1, "column", [1, 2], [], 0, "no cell is wrong"),
        ("column-own", 2, 1, "column", [1, 2], [(1, 1), (2, 2)], 0, "just the distilling cells are wrong: g = 1"),
        ("column-crossed", 2, 1, "column", [1, 2], [(1, 2)], 0, "row 1 is distilling in column 1 only"),
        ("column-one-wrong", 3, 2, "column", [4, 1, 2], [(4, 3)], 0, "one wrong cell, no tolerance"),
        ("column-at-w", 2, 2, "column", [1, 1], [(2, 1), (3, 1), (4, 2)], 2, "two and one wrong, w = 2: g = 1"),
        ("column-over-w", 2, 2, "column", [1, 1], [(2, 1), (3, 1), (4, 1)], 2, "three wrong in one column, w = 2: g = 0"),
        ("column-own-plus-w", 2, 2, "column", [1, 1], [(1, 1), (2, 1), (3, 1)], 2, "two besides the distilling cell: g = 1"),
        ("column-each", 2, 2, "column", [3, 4], [(1, 1), (2, 1), (1, 2), (2, 2)], 2, "w is for each column, not in all"),
        ("column-w-1", 1, 1, "column", [1], [(2, 1)], 1, "w = Nb - 1 tolerates everything"),
        ("column-w-0", 1, 1, "column", [1], [(2, 1)], 0, "the same without tolerance"),
        ("total-at-t", 2, 2, "column-total", [1, 1], [(2, 1), (3, 1), (4, 1), (4, 2)], 4, "three and one, T = 4: g = 1"),
        ("total-over-t", 2, 2, "column-total", [3, 4], [(1, 1), (2, 1), (1, 2), (2, 2)], 3, "two and two, T = 3: g = 0"),
        ("total-own", 2, 2, "column-total", [1, 2], [(1, 1), (2, 2), (3, 1)], 1, "wrong distilling cells do not count"),
        ("total-none", 2, 1, "column-total", [1, 2], [(2, 1)], 0, "no tolerance: one wrong cell is too many"),
        ("total-right", 3, 1, "column-total", [1, 2, 1], [], 0, "no cell is wrong"),
        ("total-one-column", 2, 2, "column-total", [1, 1], [(2, 1), (3, 1)], 2, "all of the tolerance in one column"),
        ("column-below-w", 2, 2, "column", [1, 1], [(2, 1), (3, 2)], 2, "one wrong in each column, w = 2: g = 1"),
        ("column-w-and-none", 2, 2, "column", [1, 1], [], 2, "none is wrong, w = 2: g = 1"),
        ("total-below-t", 2, 2, "column-total", [1, 1], [(2, 1), (3, 2)], 3, "one and one, T = 3: g = 1"),
        ("total-t-and-none", 2, 2, "column-total", [1, 1], [], 4, "none is wrong, T = 4: g = 1"),
    ):  # fmt: skip
        inputs, outputs = _cells(rng, nd, 2**m, set(wrong_cells))
        rows = l * nd if selection == "row" else l
        counts = [sum(j != rows[i - 1] and (j, i) in wrong_cells for j in range(1, 2**m + 1)) for i in range(1, nd + 1)]
        blocks = len({j for j, i in wrong_cells if j != l[0]}) if selection == "row" else 0
        passed = {"row": blocks, "column": max(counts), "column-total": sum(counts)}[selection] <= tolerance
        rules = "R4.17 R4.20 " + {"row": "R4.18", "column": "R4.19", "column-total": "R4.28"}[selection]
        more = {"tolerance": tolerance} if tolerance else {}
        group.accept(
            f"test-{name}", rules, "test",
            {"nd": nd, "log2_nb": m, "selection": selection, "l": l, "inputs": inputs, "outputs": outputs, **more},
            why, {"wrong_blocks": blocks, "wrong_cells": counts, "g": int(passed)},
        )  # fmt: skip
    # One cell outside the distilling one, at each weight of x and either parity.
    for x in ("00001", "11111", "00111", "11100"):
        for a in ("01010", "10000"):
            bad = oracle.wrong(a, x)
            group.accept(
                f"test-cell-{a}-{x}", "R4.17 R2.4", "test",
                {"nd": 1, "log2_nb": 1, "selection": "row", "l": [1], "inputs": ["10000", x], "outputs": ["00000", a]},
                f"weight {x.count('1')}, {'odd' if odd(a) else 'even'} parity",
                {"wrong_blocks": int(bad), "wrong_cells": [int(bad)], "g": int(not bad)},
            )  # fmt: skip

    for name, outputs, f, why in (
        ("one-0", ["00111"], None, "the majority of parties 1, 2, 3 is 0, of all five 1"),
        ("one-1", ["11000"], None, "the majority of parties 1, 2, 3 is 1, of all five 0"),
        ("first-not-majority", ["10000"], None, "the first bit alone does not decide"),
        ("last-three", ["01011"], None, "parties 3, 4, 5 have majority 1, parties 1, 2, 3 have 0"),
        ("xor-even", ["11000", "01100", "00011"], None, "two majorities of 1: k = 0"),
        ("xor-odd", ["11000", "01100", "10100"], None, "three majorities of 1: k = 1"),
        ("xor-not-or", ["11000", "11100"], None, "two of 1: XOR is 0 where OR is 1"),
        ("table-and", ["11000", "00011"], "0001", "AND of 1 and 0"),
        ("table-first-high", ["11000", "00011"], "0010", "entry 10 is for m_1 = 1, m_2 = 0: m_1 is most significant"),
        ("table-second-low", ["00011", "11000"], "0010", "entry 01 is 0"),
        ("table-three", ["11000", "00011", "00000"], "00001000", "entry 100"),
        ("table-constant", ["11000"], "00", "a constant function is one"),
        ("seven", ["11000", "00000", "11111", "00111", "01100", "10100", "11011"], None, "an odd Nd: five majorities of 1"),
    ):  # fmt: skip
        votes = "".join(map(oracle.vote, outputs))
        k = int(odd(votes)) if f is None else int(f[int(votes, 2)])
        rules = "R4.21 R2.7 " + ("R4.23" if f is None else "R4.24")
        given = {"outputs": outputs, **({"f": {"kind": "table", "values": f}} if f else {})}
        group.accept(f"distil-{name}", rules, "distil", given, why, {"majorities": votes, "k": k})
    group.reject(
        "distil-table-short", "distil-table-three", {"merge": {"f": {"values": "0000100"}}}, "R4.24",
        "7 values where 8 are needed",
    )  # fmt: skip
    return group


def arranged(nd: int, m: int, selection: str, kept: list[int], bits: str) -> dict[str, Any]:
    nb = 2**m
    grid = [[kept[j * nd + i] for i in range(nd)] for j in range(nb)]
    count = 1 if selection == "row" else nd
    l = [int(bits[i * m : (i + 1) * m] or "0", 2) + 1 for i in range(count)]
    rows = l * nd if selection == "row" else l
    return {"grid": grid, "l": l, "distilling": [grid[rows[i] - 1][i] for i in range(nd)]}


def _cells(rng: random.Random, nd: int, nb: int, bad: set[tuple[int, int]]) -> tuple[list[str], list[str]]:
    """Inputs and outputs of the cells, row by row, wrong just where asked."""
    places = [(j, i) for j in range(1, nb + 1) for i in range(1, nd + 1)]
    inputs = [rng.choice(X) for _ in places]
    outputs = [wrong(rng, x) if place in bad else right(rng, x) for place, x in zip(places, inputs, strict=True)]
    return inputs, outputs


def make_run(
    name: str, nd: int, m: int, pattern: str, l_bits: str, bad: tuple[int, ...] = (), **more: Any
) -> tuple[dict[str, Any], list[str], list[str]]:
    """Parameters, inputs and outputs; the pattern tells quintuplets in X ("k") from others ("."), ``bad`` the
    wrong ones, by number."""
    rng = random.Random(name)
    inputs = [rng.choice(X if symbol == "k" else OUTSIDE) for symbol in pattern]
    outputs = []
    for t, x in enumerate(inputs, start=1):
        outputs.append(wrong(rng, x) if t in bad else right(rng, x) if asked(x) else rng.choice(words(5)))
    given = {"quintuplets": len(pattern), "nd": nd, "log2_nb": m, "epsilon": "1/4", **more}
    return given, inputs, outputs


def outcome(given: dict[str, Any], inputs: list[str], outputs: list[str], l_bits: str) -> dict[str, Any]:
    f = given.get("f", {"kind": "xor"}).get("values")
    return oracle.protocol(
        given["nd"], given["log2_nb"], inputs, outputs, l_bits, given.get("selection", "row"),
        given.get("tolerance", 0), F(given.get("c", "3")), f,
    )  # fmt: skip


#: name, Nd, log2 Nb, pattern, bits of l, wrong quintuplets, further parameters, why.
RUNS: tuple[tuple[str, int, int, str, str, tuple[int, ...], dict[str, Any], str], ...] = (
    ("smallest", 1, 0, "k..", "", (), {}, "one cell, nothing to check, a third is kept"),
    ("smallest-wrong", 1, 0, "k..", "", (1,), {}, "the only cell is wrong, and nobody looks at it"),
    ("smallest-aborts", 1, 0, "...", "", (), {}, "nothing is kept: too few"),
    ("row", 2, 1, "k.k.kk.k..k.", "1", (), {}, "five kept, four used, block 2 distilled"),
    ("row-first", 2, 1, "k.k.kk.k..k.", "0", (), {}, "the same with l = 1"),
    ("row-wrong-other", 2, 1, "k.k.kk.k..k.", "1", (1,), {}, "a wrong cell in block 1 aborts"),
    ("row-wrong-own", 2, 1, "k.k.kk.k..k.", "1", (5,), {}, "a wrong cell in the distilling block does not"),
    ("row-wrong-surplus", 2, 1, "k.k.kk.k..k.", "1", (11,), {}, "the surplus may be wrong"),
    ("row-surplus-many", 1, 1, "kkkkkk", "1", (3, 4, 5, 6), {}, "all is kept: two are used, the first ones"),
    ("row-just-enough", 2, 1, "k..k..k..k..", "0", (), {}, "four of twelve: N/3 exactly"),
    ("row-one-too-few", 2, 1, "k..k..k.....", "", (), {}, "three of twelve: aborted, and no bits make l"),
    ("row-odd", 3, 1, "k.kkk..k.kk..k.k.k.", "0", (), {}, "an odd Nd and an odd N of 19"),
    ("row-four-blocks", 1, 2, "kk.k.k.kkk..", "10", (), {}, "l = 3 of four blocks"),
    ("row-four-wrong", 1, 2, "kk.k.k.kkk..", "10", (1, 2), {}, "two wrong blocks"),
    ("row-all-wrong", 1, 2, "kk.k.k.kkk..", "10", (1, 2, 4, 6), {}, "all blocks are wrong, three of them count"),
    ("row-c-2", 2, 1, "kk.k.k..", "1", (), {"c": "2"}, "c = 2: four of eight"),
    ("row-c-2-few", 2, 1, "kk...k..", "", (), {"c": "2"}, "c = 2: three of eight are too few"),
    ("row-table", 2, 1, "kkkkkkkkkkkk", "0", (), {"f": {"kind": "table", "values": "0100"}}, "f by a table"),
    ("row-big", 5, 3, "kk.k" * 30, "101", (), {}, "forty cells in eight blocks"),
    ("column", 2, 1, "k.k.kk.k..k.", "10", (), {"selection": "column"}, "l = (2, 1)"),
    ("column-other", 2, 1, "k.k.kk.k..k.", "01", (), {"selection": "column"}, "l = (1, 2)"),
    ("column-wrong-own", 2, 1, "k.k.kk.k..k.", "10", (5, 3), {"selection": "column"}, "both distilling cells are wrong"),
    ("column-wrong-other", 2, 1, "k.k.kk.k..k.", "10", (1,), {"selection": "column"}, "cell (1,1) is checked"),
    ("column-wrong-row", 2, 1, "k.k.kk.k..k.", "10", (6,), {"selection": "column"},
     "cell (2,2): row 2 is distilling in column 1 only"),
    ("column-tolerated", 1, 2, "kkkkkkkkkkkk", "00", (2, 3), {"selection": "column", "tolerance": 2}, "two wrong, w = 2"),
    ("column-not-tolerated", 1, 2, "kkkkkkkkkkkk", "00", (2, 3, 4), {"selection": "column", "tolerance": 2},
     "three wrong, w = 2"),
    ("column-smallest", 1, 0, "k..", "", (), {"selection": "column"}, "one cell: no bits make l"),
    ("total-tolerated", 2, 1, "kkkkkkkkkkkk", "00", (3, 4), {"selection": "column-total", "tolerance": 2},
     "one wrong in each column, T = 2"),
    ("total-not-tolerated", 2, 1, "kkkkkkkkkkkk", "00", (3, 4), {"selection": "column-total", "tolerance": 1},
     "one wrong in each column, T = 1: aborted, where w = 1 would not"),
    ("column-too-few", 2, 1, "k...........", "", (), {"selection": "column"}, "aborted in step 2"),
    ("column-odd", 3, 2, "kk.k" * 9 + "k", "011011", (), {"selection": "column"}, "N = 37, rows 2, 3, 4"),
    ("column-k-0-aborted", 1, 1, "kkkkkk", "1", (1,), {"selection": "column"}, "k = 0 where g = 0, whatever the outputs are"),
)  # fmt: skip


def runs() -> Group:
    group = Group("runs")
    for name, nd, m, pattern, l_bits, bad, more, why in RUNS:
        given, inputs, outputs = make_run(name, nd, m, pattern, l_bits, bad, **more)
        value = outcome(given, inputs, outputs, l_bits)
        rules = "R4.8 R4.9 R4.11 R4.12 R4.13 R4.20 R4.22 R4.27"
        # What follows in the source is not used.
        body = {"parameters": given, "source": "".join(inputs) + l_bits + "0110", "outputs": outputs}
        used = 5 * len(inputs) + len(l_bits)
        group.accept(f"run-{name}", rules, "run", body, why, {**value, "source_bits_used": used})
    for name, nd, m, pattern, l_bits, bad, more, why in RUNS:
        if name in ("row", "row-wrong-other", "row-one-too-few", "column", "column-tolerated", "row-table"):
            given, inputs, outputs = make_run(name, nd, m, pattern, l_bits, bad, **more)
            group.accept(
                f"replay-{name}", "R4.26 R4.27 R4.22", "replay",
                {"parameters": given, "inputs": inputs, "outputs": outputs, "l": l_bits}, why,
                outcome(given, inputs, outputs, l_bits),
            )  # fmt: skip
    given, inputs, outputs = make_run("exact", 2, 1, "k.k.kk.k..k.", "1")
    group.accept(
        "run-exact", "R4.8", "run", {"parameters": given, "source": "".join(inputs) + "1", "outputs": outputs},
        "the source ends with the last bit that is needed",
        {**outcome(given, inputs, outputs, "1"), "source_bits_used": 61},
    )  # fmt: skip
    group.reject("run-no-l", "run-exact", {"merge": {"source": "".join(inputs)}}, "R4.8", "the source ends before l")
    group.reject(
        "run-inputs-missing", "run-exact", {"merge": {"source": "".join(inputs)[:-1]}}, "R4.8",
        "the last input lacks a bit: an error, not an abort",
    )  # fmt: skip
    group.reject("run-no-source", "run-exact", {"merge": {"source": ""}}, "R4.8", "no bit at all")
    group.reject("replay-l-missing", "replay-row", {"merge": {"l": ""}}, "R4.13", "no bits of l though step 2 passes")
    group.reject("replay-l-long", "replay-row", {"merge": {"l": "10"}}, "R4.13", "two bits of l for two blocks")
    group.reject(
        "replay-l-after-abort", "replay-row-one-too-few", {"merge": {"l": "0"}}, "R4.13",
        "step 2 aborts, so no bits make l",
    )  # fmt: skip
    given, inputs, outputs = make_run("row", 2, 1, "k.k.kk.k..k.", "1")
    group.reject(
        "replay-inputs-short", "replay-row", {"merge": {"inputs": inputs[:-1]}}, "R4.26", "eleven inputs of twelve"
    )
    group.reject(
        "replay-outputs-long", "replay-row", {"merge": {"outputs": [*outputs, "00000"]}}, "R4.26",
        "thirteen outputs of twelve",
    )  # fmt: skip
    group.reject(
        "replay-inputs-long", "replay-row", {"merge": {"inputs": [*inputs, "10000"]}}, "R4.26",
        "thirteen inputs of twelve",
    )  # fmt: skip
    group.reject(
        "replay-both-short", "replay-row", {"merge": {"inputs": inputs[:-1], "outputs": outputs[:-1]}}, "R4.26",
        "eleven inputs and eleven outputs where N = 12",
    )  # fmt: skip
    group.reject(
        "replay-both-long", "replay-row",
        {"merge": {"inputs": [*inputs, "00000"], "outputs": [*outputs, "00000"]}}, "R4.26",
        "thirteen of both where N = 12",
    )  # fmt: skip
    return group
