"""Guessing probabilities and bounds: chapter 5."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from conformance.generate import oracle
from conformance.generate.builder import Group
from conformance.generate.oracle import X0, X1

F = Fraction
X = sorted({*X0, *X1})
#: The relative width that an enclosure may have.
WIDTH = "1/1048576"

Rows = list[list[str]]


def _perfect() -> Rows:
    return [["0", "y", "t", "1", "e", "1/2"], ["1", "y", "t", "1", "e", "1/2"]]


def guesses() -> Group:
    group = Group("guess")
    known = [["0", "y", "t", "1", "0", "1/2"], ["1", "y", "t", "1", "1", "1/2"]]
    blind = [[k, "y", "t", "1", e, "1/4"] for k in "01" for e in "01"]
    aborted = [["0", "y", "t", "0", "e", "1"]]
    half = [["0", "y", "t", "0", "e", "1/2"], ["0", "y", "t", "1", "0", "1/4"], ["1", "y", "t", "1", "1", "1/4"]]
    biased = [["0", "y", "t", "1", "e", "2/3"], ["1", "y", "t", "1", "e", "1/3"]]
    # z = 1 tells k where t = a, z = 2 where t = b: choosing z after t is worth more than choosing it before.
    by_t = {
        z: [[k, "y", t, "1", e, "1/4" if e == k else "0"] for t in "ab" for k in "01" for e in "01"
            if (t == told) and e == k]
        + [[k, "y", t, "1", e, "1/8"] for t in "ab" for k in "01" for e in "01" if t != told]
        for z, told in (("1", "a"), ("2", "b"))
    }  # fmt: skip
    # Eve is right about either value of k, but not with one measurement.
    by_k = {
        "1": [["0", "y", "t", "1", "a", "1/4"], ["0", "y", "t", "1", "b", "1/4"],
              ["1", "y", "t", "1", "b", "1/4"], ["1", "y", "t", "1", "c", "1/4"]],
        "2": blind,
    }  # fmt: skip
    # Either measurement tells k for two of its four outcomes.
    told_apart = {
        z: [["0", "y", "t", "1", sure[0], "1/4"], ["1", "y", "t", "1", sure[1], "1/4"],
            ["0", "y", "t", "1", blank, "1/4"], ["1", "y", "t", "1", blank, "1/4"]]
        for z, sure, blank in (("1", "ab", "c"), ("2", "cd", "a"))
    }  # fmt: skip
    shared_y = [["0", "p", "t", "1", "e", "1/4"], ["1", "p", "t", "1", "e", "1/4"],
                ["0", "q", "t", "1", "e", "1/2"]]  # fmt: skip
    for name, tables, expected, why in (
        ("perfect", {"z": _perfect()}, "1/2", "a free bit: nothing to tell apart"),
        ("known", {"z": known}, "3/4", "Eve knows k: the worst there is"),
        ("blind", {"z": blind}, "1/2", "Eve has a coin of her own"),
        ("aborted", {"z": aborted}, "1/2", "an aborted run is ideal: k = 0 in both"),
        ("half", {"z": half}, "5/8", "aborts half the time, and is known otherwise"),
        ("biased", {"z": biased}, str(F(1, 2) + F(1, 4) * 2 * F(1, 6)), "P(k=0) = 2/3 with no e at all"),
        ("z-chosen-late", by_t, "3/4", "the maximum over z is inside the sum over t: Eve measures after she saw t"),
        ("z-and-k", by_k, "5/8", "the better of two measurements"),
        ("e-of-two-z", told_apart, "5/8", "one z for all e: the outcomes of two measurements are not put together"),
        ("y-told", {"z": shared_y}, "5/8", "k is free for one y and fixed for the other"),
        ("two-z-one-better", {"1": blind, "2": known}, "3/4", "Eve takes the better measurement"),
        ("e-sum-inside", {"z": [["0", "y", "t", "1", "0", "3/8"], ["1", "y", "t", "1", "0", "1/8"],
                                ["0", "y", "t", "1", "1", "1/8"], ["1", "y", "t", "1", "1", "3/8"]]}, "5/8",
         "biases of opposite sign for the two e do not cancel"),
        ("certain", {"z": [["1", "y", "t", "1", "e", "1"]]}, "3/4", "k = 1 always"),
    ):  # fmt: skip
        if str(oracle.guess(tables)) != expected:
            raise AssertionError(f"{name}: {oracle.guess(tables)}, not {expected}")
        group.accept(f"guess-{name}", "R5.4 R5.5 R5.6", "guess", {"tables": tables}, why, {"guess": expected})
    group.reject(
        "guess-negative", "guess-biased",
        {"merge": {"tables": {"z": [["0", "y", "t", "1", "e", "4/3"], ["1", "y", "t", "1", "e", "-1/3"]]}}},
        "R5.1", "a negative probability, with the sum 1",
    )  # fmt: skip
    group.reject(
        "guess-sum", "guess-biased",
        {"merge": {"tables": {"z": [["0", "y", "t", "1", "e", "2/3"], ["1", "y", "t", "1", "e", "1/2"]]}}},
        "R5.1", "the probabilities sum to 7/6",
    )  # fmt: skip
    group.reject(
        "guess-aborted-k", "guess-half",
        {"merge": {"tables": {"z": [["1", "y", "t", "0", "e", "1/2"], *half[1:]]}}}, "R5.2",
        "aborted, and yet k = 1",
    )  # fmt: skip
    group.reject(
        "guess-signals", "guess-two-z-one-better",
        {"merge": {"tables": {"2": [["0", "y", "t", "1", "0", "501/1000"], ["1", "y", "t", "1", "1", "499/1000"]]}}},
        "R5.3", "the distribution of k depends on z",
    )  # fmt: skip
    group.unreadable(
        "guess-k-2", "guess-biased", {"merge": {"tables": {"z": [["2", "y", "t", "1", "e", "1"]]}}}, "R6.13",
        "k is not a bit", isolated=True,
    )  # fmt: skip
    return group


def _exact(factor: Fraction, sqrt: int = 1) -> dict[str, Any]:
    return {"factor": str(factor), "sqrt": sqrt, "width": WIDTH}


def bounds() -> Group:
    group = Group("bounds")
    vertices = {
        "v1": (F(1, 2), (F(0), F(0), F(5, 2), F(0), F(3, 2))),
        "v4": (F(1, 2), (F(5, 2), F(0), F(3), F(0), F(0))),
        "v7": (F(3, 4), (F(1, 4), F(0), F(3, 2), F(0), F(0))),
    }
    rules = {"row": "R5.31", "row-sharp": "R5.32", "column": "R5.33", "column-sharp": "R5.34"}
    cases: list[tuple[str, str, str, str, int, int, int, str]] = [
        ("smallest", "row", "v4", "2/5", 1, 0, 0, "Nb = 1: q = 1"),
        ("free", "row", "v4", "1/2", 2, 3, 0, "epsilon = 1/2: r = 1, q = 2^-m"),
        ("row", "row", "v4", "9/20", 3, 8, 0, "(alpha + K)^Nd - alpha^Nd, not its first term alone"),
        ("row-far", "row", "v1", "2/5", 7, 12, 0, "r^2 and r^4 both count"),
        ("sharp-first", "row-sharp", "v4", "9/20", 2, 12, 0, "alpha^Nd is the larger branch"),
        ("sharp-second", "row-sharp", "v4", "9/20", 3, 4, 0, "q (alpha + K)^Nd is the larger branch"),
        ("column", "column", "v4", "9/20", 3, 8, 0, "the sum to the power Nd, not the powers' sum"),
        ("column-odd", "column", "v7", "1/3", 5, 10, 0, "an odd Nd and alpha = 3/4"),
        ("column-long", "column", "v4", "2/5", 24, 9, 0, "a small number: only relative width counts"),
        ("column-w", "column", "v4", "9/20", 3, 7, 2, "w = 2: the three largest masses"),
        ("column-w-level", "column", "v7", "1/4", 2, 3, 3, "M(3,4) is 27/32, not the subcube's 3/4"),
        ("column-w-all", "column", "v7", "1/4", 2, 3, 7, "w = Nb - 1: M = 1"),
        ("sharp-column", "column-sharp", "v4", "9/20", 3, 8, 0, "M(m,0) = 0: the first branch is alpha"),
        ("sharp-column-tight", "column-sharp", "v4", "9/20", 4, 12, 0, "q (alpha + K) < alpha: exactly alpha^Nd/4"),
        ("sharp-column-w", "column-sharp", "v7", "2/5", 2, 6, 3, "M(m,w) and M(m,w+1) both enter"),
        ("sharp-column-w-full", "column-sharp", "v7", "2/5", 2, 2, 3, "w = Nb - 1: alpha + K M(2,3) or alpha + K"),
    ]  # fmt: skip
    for name, theorem, vertex, epsilon, nd, m, w, why in cases:
        alpha, kappa = vertices[vertex]
        eps = F(epsilon)
        k = oracle.load(kappa, eps)
        exact = oracle.excess(theorem, alpha, k, eps, nd, m, w)
        group.accept(
            f"bound-{name}", f"{rules[theorem]} R5.13 R5.15 R5.40", "bound",
            {"theorem": theorem, "alpha": str(alpha), "kappa": [str(v) for v in kappa], "epsilon": epsilon, "nd": nd,
             "log2_nb": m, **({"tolerance": w} if w else {})},
            why, encloses=_exact(exact),
        )  # fmt: skip
    for name, vertex, epsilon, nd, m, t, why in (
        ("one", "v4", "2/5", 1, 2, 1, "one column: two wrong cells, of which one has to be hit, or one that need not be"),
        ("none", "v7", "9/20", 4, 3, 0, "T = 0: the power of max(alpha, q (alpha + K))"),
        ("two", "v7", "2/5", 2, 2, 1, "a tolerance that two columns share"),
        ("three", "v4", "9/20", 3, 3, 4, "c runs up to T + 1, and what was tolerated is gone"),
        ("few-rows", "v7", "1/3", 5, 1, 3, "c runs up to Nb = 2 only"),
        ("no-rows", "v7", "9/20", 3, 0, 0, "Nb = 1: each column is all wrong or all right"),
        ("all", "v7", "1/4", 2, 1, 2, "T = Nd (Nb - 1): nothing is ever refused"),
        ("long", "v7", "9/20", 40, 3, 6, "a small number: only relative width counts"),
    ):  # fmt: skip
        alpha, kappa = vertices[vertex]
        eps = F(epsilon)
        exact = oracle.total(alpha, oracle.load(kappa, eps), eps, nd, m, t)
        group.accept(
            f"bound-total-{name}", "R5.47 R5.13 R5.15 R5.40", "bound",
            {"theorem": "column-total", "alpha": str(alpha), "kappa": [str(v) for v in kappa], "epsilon": epsilon,
             "nd": nd, "log2_nb": m, **({"tolerance": t} if t else {})},
            why, encloses=_exact(exact),
        )  # fmt: skip
    group.reject(
        "bound-total-tolerance", "bound-total-all", {"merge": {"tolerance": 3}}, "R4.29", "T = Nd (Nb - 1) + 1",
        rules="R5.47",
    )  # fmt: skip
    group.reject(
        "bound-total-epsilon",
        "bound-total-two",
        {"merge": {"epsilon": "2/3"}},
        "R1.4",
        "epsilon above 1/2",
        rules="R5.47",
    )
    group.reject(
        "bound-total-negative",
        "bound-total-two",
        {"merge": {"alpha": "-1/2"}},
        "R5.25",
        "alpha below 0",
        rules="R5.47",
    )
    group.unreadable(
        "bound-total-large", "bound-total-long", {"merge": {"tolerance": 16}}, "R6.6", "40 times 17^2 is above 10^4",
        rules="R5.47", isolated=True,
    )  # fmt: skip
    for name, epsilon, nd, m, why in (
        ("one", "9/20", 1, 3, "Nd = 1: the square root is 1"),
        ("two", "9/20", 2, 5, "the square root of 2 is irrational"),
        ("three", "1/2", 3, 10, "epsilon = 1/2"),
        ("four", "1/4", 4, 12, "the square root of 4 is 2"),
    ):
        a, b = F(791, 1000), F(5, 4)
        group.accept(
            f"bound-paper-{name}", "R5.30 R5.40", "bound",
            {"theorem": "paper", "A": str(a), "B": str(b), "epsilon": epsilon, "nd": nd, "log2_nb": m}, why,
            encloses=_exact(oracle.paper(a, b, F(epsilon), nd, m), nd),
        )  # fmt: skip
    group.reject("bound-epsilon-0", "bound-column", {"merge": {"epsilon": "0"}}, "R1.4", "epsilon 0")
    group.reject("bound-epsilon", "bound-column", {"merge": {"epsilon": "501/1000"}}, "R1.4", "above 1/2")
    group.reject("bound-nd-0", "bound-column", {"merge": {"nd": 0}}, "R4.1", "no column")
    group.reject("bound-tolerance", "bound-column-w-all", {"merge": {"tolerance": 8}}, "R4.7", "w = Nb")
    group.reject("bound-row-w", "bound-row", {"merge": {"tolerance": 1}}, "R4.7", "rows tolerate nothing")

    def distance(y: str, x: str) -> int:
        return sum(i != j for i, j in zip(y, x, strict=True))

    charges: tuple[tuple[str, Callable[[str, str], Fraction], list[str], str], ...] = (
        ("equal", lambda y, x: F(1, 4), ["1/4", "0", "5/2", "0", "5/4", "0"], "10 inputs at distance 2, 5 at 4"),
        ("own", lambda y, x: F(int(y == x)), ["1", "0", "0", "0", "0", "0"], "beta at y itself only"),
        ("first-argument", lambda y, x: F(int(x == "11111" and distance(y, x) == 2)), ["0", "0", "10", "0", "0", "0"],
         "the sum runs over y: x = 11111 is charged by ten of them"),
        ("second-argument", lambda y, x: F(int(y == "11111" and distance(y, x) == 2)), ["0", "0", "1", "0", "0", "0"],
         "one y that charges ten x charges each of them once"),
    )  # fmt: skip
    for name, charge, charged, why in charges:
        beta = {y: {x: str(charge(y, x)) for x in X} for y in X}
        group.accept(
            f"kappa-{name}", "R5.13", "kappa", {"game": {"name": "mermin", "parties": 5}, "beta": beta}, why,
            {"kappa": charged},
        )  # fmt: skip
    group.unreadable("kappa-missing", "kappa-own", {"merge": {"beta": {"11111": None}}}, "R6.9", "no row for one y")
    return group
