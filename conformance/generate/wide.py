"""The protocol at sizes that small integers, doubles and short loops do not reach, and its borders."""

import random
from fractions import Fraction
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.oracle import odd, words
from conformance.generate.protocols import OUTSIDE, X, arranged, make_run, outcome

F = Fraction
TINY = F(1, 2**70)


def wide() -> Group:
    group = Group("wide")
    _distilling(group)
    _arranging(group)
    _keeping(group)
    _whole_runs(group)
    _parameters(group)
    return group


def _voting(votes: str) -> list[str]:
    """Outputs of which the first three have these majorities, and all five the opposite ones where that is possible."""
    return [{"0": "00111", "1": "11000"}[vote] for vote in votes]


def _distilling(group: Group) -> None:
    for count in (8, 9, 16, 31, 32, 33, 53, 54, 64, 65, 100):
        for name, votes in (
            ("first", "1" + "0" * (count - 1)),
            ("last", "0" * (count - 1) + "1"),
            ("all", "1" * count),
            ("both-ends", "1" + "0" * (count - 2) + "1"),
        ):
            group.accept(
                f"distil-{count}-{name}", "R4.21 R4.23", "distil", {"outputs": _voting(votes)},
                f"the parity of {count} majorities, {votes.count('1')} of them 1", {"majorities": votes, "k": int(odd(votes))},
            )  # fmt: skip
    rng = random.Random("tables")
    for nd in (4, 8):
        for i in (0, 1, 2**nd // 2 - 1, 2**nd // 2, 2**nd - 2, 2**nd - 1, rng.randrange(2**nd)):
            votes = f"{i:0{nd}b}"
            for bit in "01":
                others = "10"[int(bit)]
                table = others * i + bit + others * (2**nd - 1 - i)
                name = f"distil-table-{2**nd}-{votes}-{bit}"
                if any(vector["id"] == name for vector in group.vectors):
                    continue
                group.accept(
                    name, "R4.24", "distil", {"outputs": _voting(votes), "f": {"kind": "table", "values": table}},
                    f"row {votes} of {2**nd} is the only {bit}", {"majorities": votes, "k": int(bit)},
                )  # fmt: skip
    long = "distil-table-256-11111111-1"
    for size in (255, 257, 512, 16):
        group.reject(f"distil-table-of-{size}", long, {"merge": {"f": {"values": "01" * 256 if size == 512 else "0" * size}}},
                     "R4.24", f"{size} values where 256 are needed")  # fmt: skip


def _arranging(group: Group) -> None:
    rng = random.Random("arranging")
    for name, nd, m, selection in (
        ("row-4", 1, 4, "row"), ("row-5", 2, 5, "row"), ("row-8", 1, 8, "row"),
        ("column-32", 16, 2, "column"), ("column-54", 54, 1, "column"), ("column-65", 13, 5, "column"), ("column-8", 2, 4, "column"),
    ):  # fmt: skip
        length = m * (nd if selection == "column" else 1)
        kept = sorted(rng.sample(range(1, 3 * nd * 2**m), nd * 2**m))
        for end, bits in (("first", "1" + "0" * (length - 1)), ("last", "0" * (length - 1) + "1"), ("ones", "1" * length),
                          ("mixed", "".join(rng.choice("01") for _ in range(length)))):  # fmt: skip
            if nd * 2**m > 256 and end != "mixed":
                continue
            group.accept(
                f"arrange-{name}-{end}", "R4.12 R4.13 R4.14 R4.15 R4.16", "arrange",
                {"nd": nd, "log2_nb": m, "selection": selection, "kept": kept, "bits": bits},
                f"l of {length} bits", arranged(nd, m, selection, kept, bits),
            )  # fmt: skip
    kept = [10**15 - 16 + i for i in range(16)]
    group.accept(
        "arrange-large-numbers", "R4.12 R6.5", "arrange",
        {"nd": 4, "log2_nb": 2, "selection": "column", "kept": kept, "bits": "00011011"},
        "numbers of quintuplets of fifteen digits", arranged(4, 2, "column", kept, "00011011"),
    )  # fmt: skip


def _keeping(group: Group) -> None:
    for n in range(1, 10):
        for kept in {-(-n // 3) - 1, -(-n // 3)} - {-1}:
            inputs = [X[t] for t in range(kept)] + [OUTSIDE[t] for t in range(n - kept)]
            inputs.reverse()
            numbers = list(range(n - kept + 1, n + 1))
            group.accept(
                f"keep-{kept}-of-{n}", "R4.11", "keep", {"inputs": inputs}, f"N is {n % 3} modulo 3, {kept} are kept",
                {"kept": numbers, "aborted": "yes" if 3 * kept < n else "no"},
            )  # fmt: skip
    inputs = [X[1], OUTSIDE[3], X[2], OUTSIDE[4]]
    for name, c in (
        ("just-below", 2 - TINY),
        ("just-above", 2 + TINY),
        ("below-2-53", 2 - F(1, 2**55)),
        ("huge", F(10**30)),
    ):
        group.accept(
            f"keep-wide-c-{name}", "R4.11 R4.3", "keep", {"inputs": inputs, "c": str(c)}, "2 of 4 beside 4/c, which is no double",
            {"kept": [1, 3], "aborted": "yes" if 2 * c < 4 else "no"},
        )  # fmt: skip
    group.reject(
        "keep-wide-c-just-1",
        "keep-wide-c-just-below",
        {"merge": {"c": str(1 - TINY)}},
        "R4.3",
        "c is less than 1 by 2^-70",
    )
    for x in words(5):
        other = OUTSIDE[0] if oracle.asked(x) else X[0]
        group.accept(
            f"keep-word-{x}", "R4.11 R2.2 R2.3", "keep", {"inputs": [other, x, other]}, f"the input {x} in the middle",
            {"kept": [2] if oracle.asked(x) else [1, 3], "aborted": "no"},
        )  # fmt: skip


def _run(group: Group, name: str, made: tuple[dict[str, Any], list[str], list[str]], l_bits: str, why: str) -> None:
    given, inputs, outputs = made
    value = {**outcome(given, inputs, outputs, l_bits), "source_bits_used": 5 * len(inputs) + len(l_bits)}
    body = {"parameters": given, "source": "".join(inputs) + l_bits + "01", "outputs": outputs}
    group.accept(f"run-{name}", "R4.9 R4.11 R4.20 R4.22 R4.27", "run", body, why, value)


def _whole_runs(group: Group) -> None:
    # f(0...0) = 1, so that nothing but R4.22 makes k = 0.
    for n in (6, 7, 8, 9, 10, 11):
        for selection in ("row", "column"):
            f = {"kind": "table", "values": "10"}
            more: dict[str, Any] = {"selection": selection, "f": f}
            _run(group, f"{selection}-{n}-few", make_run(f"few {n}", 1, 1, "k" + "." * (n - 1), "", **more), "",
                 f"too few of N = {n}: k = 0 though f(0) = 1")  # fmt: skip
            pattern = "k" * (n - 1) + "."
            for bad in ((), (2,), (1,), (1, 2)):
                name = f"{selection}-{n}-wrong-{'-'.join(map(str, bad)) or 'none'}"
                _run(group, name, make_run(f"wrong {n}", 1, 1, pattern, "0", bad, **more), "0",
                     f"N = {n} with f(0) = 1, wrong: {list(bad)}")  # fmt: skip
    for nd in (9, 33, 65):
        for selection in ("row", "column"):
            bits = "1" if selection == "row" else "01" * (nd // 2) + "1"
            made = make_run(f"long {nd}", nd, 1, "kk." * (2 * nd + 1), bits, selection=selection)
            _run(group, f"long-{selection}-{nd}", made, bits, f"{nd} majorities, {len(bits)} bits of l")
    for c in ("5/2", "7/3", "2", "3/2", "10"):
        for n in (20, 21, 22):
            value = F(c)
            least = -((-n) // value)
            for kept in (least - 1, least):
                if kept < 2 or kept > n:
                    continue
                pattern = "." * (n - int(kept)) + "k" * int(kept)
                bits = "1" if value * kept >= n else ""
                made = make_run(f"c {c} {n} {kept}", 1, 1, pattern, bits, c=c)
                if n >= value * 2:
                    _run(group, f"c-{c.replace('/', '-')}-{kept}-of-{n}", made, bits, f"{kept} of {n} at c = {c}")
    # Every cell of a grid alone is wrong.
    for selection, bits in (("row", "10"), ("column", "000110")):
        for cell in range(1, 13):
            made = make_run("each cell", 3, 2, "k" * 12 + "." * 24, bits, (cell,), selection=selection)
            _run(group, f"cell-{selection}-{cell}", made, bits, f"only cell {cell} of twelve is wrong")
    for tolerance in range(4):
        for count in range(5):
            made = make_run("tolerance", 1, 2, "k" * 5 + "." * 7, "01", tuple(range(1, count + 1)), selection="column",
                            tolerance=tolerance)  # fmt: skip
            _run(
                group,
                f"tolerance-{tolerance}-wrong-{count}",
                made,
                "01",
                f"w = {tolerance}, the first {count} are wrong",
            )


def _parameters(group: Group) -> None:
    def derived(given: dict[str, Any]) -> dict[str, Any]:
        nd, m, c = given["nd"], given["log2_nb"], F(given.get("c", "3"))
        n = given.get("quintuplets", -((-c * nd * 2**m) // 1))
        bits = m * (nd if given.get("selection") == "column" else 1)
        return {
            "quintuplets": str(n), "nb": str(2**m), "selection": given.get("selection", "row"),
            "tolerance": given.get("tolerance", 0), "c": str(c), "source_bits": str(5 * n + bits),
        }  # fmt: skip

    for name, given, why in (
        ("m-31", {"nd": 1, "log2_nb": 31}, "Nb = 2^31"),
        ("m-32", {"nd": 3, "log2_nb": 32}, "Nb = 2^32"),
        ("m-53", {"nd": 1, "log2_nb": 53}, "Nb = 2^53"),
        ("m-54", {"nd": 3, "log2_nb": 54}, "Nb = 2^54: more than a double counts"),
        ("m-63", {"nd": 1, "log2_nb": 63}, "Nb = 2^63"),
        ("m-64", {"nd": 999999999999999, "log2_nb": 64, "selection": "column"}, "the largest there is"),
        ("w-31", {"nd": 1, "log2_nb": 31, "selection": "column", "tolerance": 2**31 - 1}, "w = Nb - 1 = 2^31 - 1"),
        ("w-49", {"nd": 1, "log2_nb": 49, "selection": "column", "tolerance": 2**49 - 1}, "w = Nb - 1 = 2^49 - 1"),
        ("c-tiny", {"nd": 1, "log2_nb": 0, "c": str(3 + TINY)}, "c just above 3 asks for four"),
        ("c-tiny-below", {"nd": 1, "log2_nb": 0, "c": str(3 - TINY)}, "c just below 3 asks for three"),
        ("c-just-1", {"nd": 5, "log2_nb": 1, "c": str(1 + TINY)}, "c just above 1"),
        ("n-15-digits", {"nd": 2**47, "log2_nb": 1, "quintuplets": 6 * 2**47}, "N of fifteen digits is just enough"),
        ("epsilon-tiny", {"nd": 1, "log2_nb": 0, "epsilon": str(TINY)}, "epsilon = 2^-70"),
    ):
        full: dict[str, Any] = {"epsilon": "1/4", **given}
        group.accept(
            f"parameters-wide-{name}", "R4.1 R4.2 R4.3 R4.4 R4.5 R4.6 R4.7", "parameters", full, why, derived(full)
        )
    for name, base, patch, rule, why in (
        ("w-31-over", "w-31", {"tolerance": 2**31}, "R4.7", "w = Nb = 2^31"),
        ("w-49-over", "w-49", {"tolerance": 2**49}, "R4.7", "w = Nb = 2^49"),
        ("c-too-small", "c-tiny", {"c": str(1 - TINY)}, "R4.3", "c just below 1"),
        ("c-one", "c-just-1", {"c": "1"}, "R4.3", "c = 1"),
        ("n-one-less", "n-15-digits", {"quintuplets": 6 * 2**47 - 3}, "R4.4", "N is too small by three"),
        (
            "n-tiny",
            "c-tiny",
            {"quintuplets": 3, "nd": 1, "c": str(3 + TINY), "log2_nb": 1},
            "R4.4",
            "3/c is just below 1, two cells",
        ),
        ("epsilon-over", "epsilon-tiny", {"epsilon": str(F(1, 2) + TINY)}, "R1.4", "epsilon just above 1/2"),
        ("epsilon-below", "epsilon-tiny", {"epsilon": str(-TINY)}, "R1.4", "epsilon just below 0"),
    ):
        group.reject(f"parameters-wide-{name}", f"parameters-wide-{base}", {"merge": patch}, rule, why)
    group.unreadable(
        "parameters-wide-m-65", "parameters-wide-m-64", {"merge": {"log2_nb": 65}}, "R6.33", "log2 Nb = 65"
    )
    group.unreadable(
        "parameters-wide-nd-16-digits",
        "parameters-wide-m-64",
        {"merge": {"nd": 10**15}},
        "R6.5",
        "Nd of sixteen digits",
    )
    for m in (1, 31, 32, 48):
        full = {"epsilon": "1/4", "nd": 1, "nb": 2**m}
        value = derived({"nd": 1, "log2_nb": m})
        group.accept(f"parameters-nb-2-{m}", "R4.2", "parameters", full, f"Nb = 2^{m} by its number", value)
        for step in (-1, 1):
            if 2**m + step > 2:
                group.reject(f"parameters-nb-2-{m}-{'over' if step > 0 else 'under'}", f"parameters-nb-2-{m}", {"merge": {"nb": 2**m + step}}, "R4.2",
                             f"2^{m} {step:+} is no power of 2")  # fmt: skip
