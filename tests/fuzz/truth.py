"""Whether a claim that was accepted is true, decided apart from all checkers.

Extremes over all non-signalling boxes of two to four parties are computed from nothing by exact linear programming,
on the box's correlators; by types they are for up to twelve.  With five parties a claim is tried on a pool of explicit
boxes.  Boxes and strategies of a witness are put in.  No proof of a certificate is read, except where the claim is
that vectors exist.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb
from typing import Any

import cdd
import cdd.gmp
import numpy as np

from tests.fuzz.bases import words
from tests.kernel import oracle

Document = dict[str, Any]
Row = list[Fraction]
#: Full linear programs of more parties take minutes.
MOST_PARTIES = 4
#: Codes of more bits are judged by the words of the last messages.
MOST_MESSAGE_BITS = 9
#: The parties of ``oracle``, whose game both names stand for.
FIVE = 5


def falsehood(document: Document) -> str | None:
    """Why the claim of an accepted certificate is false; None if it is true, or as far as it could be tried."""
    return JUDGES[document["kind"]](document["claim"], document["witness"])


# The game.


def target(game: Document, x: str) -> int | None:
    """The parity that wins at x; None if x is not asked. [eqs (3)-(5)]"""
    if game["name"] == "mermin":
        return {1: 0, 3: 1}.get(x.count("1") % 4)
    return x.count("0") // 2 % 2 if x.count("0") % 2 == 0 else None


def loses(game: Document, a: str, x: str) -> bool:
    wins = target(game, x)
    return wins is not None and a.count("1") % 2 != wins


def asked(game: Document) -> list[str]:
    return [x for x in words(game["parties"]) if target(game, x) is not None]


def majority(a: str, triple: Iterable[int]) -> str:
    return "1" if sum(a[party - 1] == "1" for party in triple) >= 2 else "0"


# Exact linear programs.


def maximum(rows: list[Row], equal: Iterable[int], objective: Row) -> Fraction:
    """The maximum of a linear function of (1, v) where the rows are not negative, and 0 for those in ``equal``."""
    matrix = cdd.gmp.matrix_from_array(
        rows,
        lin_set=set(equal),
        rep_type=cdd.RepType.INEQUALITY,
        obj_type=cdd.LPObjType.MAX,
        obj_func=objective,
    )
    program = cdd.gmp.linprog_from_matrix(matrix)
    cdd.gmp.linprog_solve(program)
    if program.status != cdd.LPStatusType.OPTIMAL:
        raise ArithmeticError(f"the linear program is {program.status.name}")
    return Fraction(program.obj_value)


@cache
def correlator_rows(parties: int) -> dict[tuple[str, str], Row]:
    """2**n P(a|x) as a function of the box's correlators, the first of which is 1."""
    rows = {}
    for a, x in product(words(parties), repeat=2):
        row = []
        for slots in product("-01", repeat=parties):
            fits = all(slot in ("-", setting) for slot, setting in zip(slots, x, strict=True))
            ones = sum(slot != "-" and bit == "1" for slot, bit in zip(slots, a, strict=True))
            row.append(Fraction((-1) ** ones if fits else 0))
        rows[a, x] = row
    return rows


@cache
def type_rows(parties: int) -> dict[tuple[int, int, int, int], Row]:
    """2**n P(a|x) by type, as a function of the correlators of i parties on input 0 and j on input 1."""

    def sums(zeros: int, ones: int, chosen: int) -> int:
        """The sum of (-1)^(ones chosen) over the choices of so many parties."""
        return sum((-1) ** k * comb(ones, k) * comb(zeros, chosen - k) for k in range(chosen + 1))

    places = [(i, j) for i in range(parties + 1) for j in range(parties + 1 - i)]
    rows = {}
    for p, q, r in product(range(parties + 1), repeat=3):
        s = parties - p - q - r
        if s >= 0:
            rows[p, q, r, s] = [Fraction(sums(p, q, i) * sums(r, s, j)) for i, j in places]
    return rows


def combined(parts: Iterable[tuple[Fraction | int, Row]], length: int) -> Row:
    total = [Fraction(0)] * length
    for factor, row in parts:
        if factor:
            total = [t + factor * r for t, r in zip(total, row, strict=True)]
    return total


@cache
def extreme(name: str, parties: int, x0: str, zeros: frozenset[str], sense: str) -> Fraction:
    """The maximum or minimum of P(a in zeros|x0) at maximal violation."""
    game, rows = {"name": name, "parties": parties}, correlator_rows(parties)
    sign = 1 if sense == "max" else -1
    objective = combined(((Fraction(sign, 2**parties), rows[a, x0]) for a in zeros), 3**parties)
    lost = [i for i, (a, x) in enumerate(rows) if loses(game, a, x)]
    return sign * maximum(list(rows.values()), lost, objective)


@cache
def extreme_by_type(name: str, parties: int, one: bool, weights: frozenset[int], sense: str) -> Fraction:
    """The same for a function of the number of ones at 1...1 or 0...0, over boxes that permutations keep."""
    game, rows = {"name": name, "parties": parties}, type_rows(parties)
    sign = 1 if sense == "max" else -1
    at = {k: (0, 0, parties - k, k) if one else (parties - k, k, 0, 0) for k in weights}
    length = len(next(iter(rows.values())))
    objective = combined(((Fraction(sign * comb(parties, k), 2**parties), rows[at[k]]) for k in weights), length)
    lost = [
        i
        for i, (p, q, r, s) in enumerate(rows)
        if loses(game, "0" * p + "1" * q + "0" * r + "1" * s, "0" * (p + q) + "1" * (r + s))
    ]
    return sign * maximum(list(rows.values()), lost, objective)


@cache
def excess(name: str, parties: int, triple: tuple[int, ...], y: str, beta: tuple[tuple[str, str], ...]) -> Fraction:
    """The maximum of |P(maj=0|y) - P(maj=1|y)| - sum of beta(x) times the loss at x, over all boxes."""
    game, rows = {"name": name, "parties": parties}, correlator_rows(parties)
    scale = Fraction(1, 2**parties)
    price = {x: Fraction(value) for x, value in beta}
    found = []
    for sign in (1, -1):
        parts: list[tuple[Fraction, Row]] = []
        for (a, x), row in rows.items():
            if x == y:
                parts.append((scale * sign * (1 if majority(a, triple) == "0" else -1), row))
            if loses(game, a, x):
                parts.append((-scale * price.get(x, Fraction(0)), row))
        found.append(maximum(list(rows.values()), (), combined(parts, 3**parties)))
    return max(found)


# What a witness puts in.


def faults_of_box(game: Document, box: dict[str, str]) -> str | None:
    """Why a table is no box of maximal violation."""
    n = game["parties"]
    values = {key: Fraction(value) for key, value in box.items()}
    if any(value < 0 for value in values.values()):
        return "a probability is negative"

    def marginal(kept: tuple[int, ...], a: str, x: str) -> Fraction:
        free = product(*("01" if i not in kept else a[i] for i in range(n)))
        return sum((values.get(f"{''.join(b)}|{x}", Fraction(0)) for b in free), Fraction(0))

    for x in words(n):
        if marginal((), "0" * n, x) != 1:
            return f"the probabilities at {x} do not sum to 1"
    for i in range(n):
        others = tuple(j for j in range(n) if j != i)
        for x in words(n):
            if x[i] == "0":
                turned = x[:i] + "1" + x[i + 1 :]
                for a in words(n):
                    if a[i] == "0" and marginal(others, a, x) != marginal(others, a, turned):
                        return f"party {i + 1} signals"
    if any(value and loses(game, *key.split("|")) for key, value in values.items()):
        return "the box loses"
    return None


def chance(box: dict[str, str], x: str, event: Iterable[str]) -> Fraction:
    return sum((Fraction(box.get(f"{a}|{x}", "0")) for a in set(event)), Fraction(0))


def by_entries(parties: int, by_type: dict[str, str]) -> dict[str, str]:
    """A vector by types as a vector."""
    found = {}
    for a, x in product(words(parties), repeat=2):
        pairs = list(zip(x, a, strict=True))
        p, q, r, s = (pairs.count(pair) for pair in (("0", "0"), ("0", "1"), ("1", "0"), ("1", "1")))
        if f"{p},{q}|{r},{s}" in by_type:
            found[f"{a}|{x}"] = by_type[f"{p},{q}|{r},{s}"]
    return found


def beyond(sense: str, value: Fraction, true: Fraction) -> bool:
    return true > value if sense == "max" else true < value


# One judge for each kind.


def judge_family(claim: Document, witness: Document) -> str | None:
    game, alpha = claim["game"], Fraction(claim["alpha"])
    if game["parties"] == FIVE:
        return None if oracle.bound_holds_on_pool(claim) else "a box of the pool breaks the bound"
    if game["parties"] > MOST_PARTIES:
        return None
    for y, row in claim["beta"].items():
        most = excess(game["name"], game["parties"], tuple(claim["triple"]), y, tuple(sorted(row.items())))
        if most > alpha:
            return f"at {y} some box reaches {most}, more than {alpha}"
    return None


def judge_attainment(claim: Document, witness: Document) -> str | None:
    box = witness["P"]
    for x, triple in product(claim["inputs"], claim["triples"]):
        event = [a for a in words(claim["game"]["parties"]) if majority(a, triple) == claim["value"]]
        if chance(box, x, event) != Fraction(claim["probability"]):
            return f"at {x} the probability is {chance(box, x, event)}"
    return faults_of_box(claim["game"], box)


def judge_predictability(claim: Document, witness: Document) -> str | None:
    game, x0, zeros, value = claim["game"], claim["input"], claim["zeros"], Fraction(claim["value"])
    if "primal" in witness and chance(witness["primal"], x0, zeros) != value:
        return "the box has another probability"
    if "primal" in witness and (fault := faults_of_box(game, witness["primal"])):
        return fault
    if "dual" not in witness:
        return None
    if game["parties"] <= MOST_PARTIES:
        true = extreme(game["name"], game["parties"], x0, frozenset(zeros), claim["sense"])
        return f"the true extreme is {true}" if beyond(claim["sense"], value, true) else None
    if game["parties"] == FIVE:
        event = np.array([x == x0 and a in zeros for a, x in oracle.ENTRIES], dtype=np.int64)
        for box, loss in zip(oracle.act(oracle.pool(), event), oracle.losses().sum(axis=1), strict=True):
            if not loss and beyond(claim["sense"], value, Fraction(int(box), 32)):
                return f"a box of the pool reaches {Fraction(int(box), 32)}"
    return None


def judge_symmetric(claim: Document, witness: Document) -> str | None:
    game, x0, value = claim["game"], claim["input"], Fraction(claim["value"])
    n = game["parties"]
    zeros = [a for a in words(n) if a.count("1") in claim["weights"]] if n <= 6 else []
    if "primal" in witness and n <= 6:
        box = by_entries(n, witness["primal"])
        if chance(box, x0, zeros) != value:
            return "the box has another probability"
        if fault := faults_of_box(game, box):
            return fault
    if "dual" in witness and n <= 12:
        if len(set(x0)) > 1:
            return "the input is not symmetric"
        true = extreme_by_type(game["name"], n, x0[0] == "1", frozenset(claim["weights"]), claim["sense"])
        if n <= 3 and true != extreme(game["name"], n, x0, frozenset(zeros), claim["sense"]):
            return "boxes by types have another extreme"
        if beyond(claim["sense"], value, true):
            return f"the true extreme is {true}"
    return None


def judge_distillation(claim: Document, witness: Document) -> str | None:
    """The claim is that vectors exist, and so those of the witness are tried, on deterministic boxes."""
    game, alpha, beta = claim["game"], Fraction(claim["alpha"]), Fraction(claim["beta"])
    if game["parties"] != FIVE:
        return None
    pairs = set()
    for y in claim["inputs"]:
        (w, of_w), (g, of_g) = (oracle.scaled(witness[y][name]) for name in "WG")
        one = np.array([of_w * (x == "00000") for _, x in oracle.ENTRIES], dtype=object)
        if not oracle.acts_like(w, one) or not oracle.acts_like(g, of_g * oracle.difference(y, tuple(claim["triple"]))):
            return f"at {y} the vectors act otherwise"
        for i, (a, x) in enumerate(oracle.ENTRIES):
            p, q = Fraction(int(w[i]), of_w), Fraction(int(g[i]), of_g)
            room = alpha * p + (beta if loses(game, a, x) else 0)
            if room < 0 or p**2 + q**2 > 2 * room**2:
                return f"at {y} the vectors are too long"
            if p or q:
                first = p + q if p + q else p - q
                pairs.add(((p + q) / first, (p - q) / first))
    if len(pairs) > claim["directions"] or claim["directions"] > 45 or not 0 < alpha < 1 < beta or not claim["inputs"]:
        return "the directions are too many, or alpha and beta out of range"
    return None


def judge_classical(claim: Document, witness: Document) -> str | None:
    game = claim["game"]
    if game["parties"] > 6:
        return None
    least = classical_minimum(game["name"], game["parties"])
    return None if least == Fraction(claim["value"]) else f"the classical minimum is {least}"


@cache
def classical_minimum(name: str, parties: int) -> int:
    """The least number of inputs at which a strategy loses, by trying all strategies."""
    game = {"name": name, "parties": parties}
    return min(
        sum(loses(game, "".join(answers[int(bit)][i] for i, bit in enumerate(x)), x) for x in asked(game))
        for answers in product(words(parties), repeat=2)
    )


def judge_fixing(claim: Document, witness: Document) -> str | None:
    game, outputs = claim["game"], words(claim["game"]["parties"])
    for box in witness["boxes"]:
        if fault := faults_of_box(game, box):
            return fault
    for x in asked(game):
        for values in product("01", repeat=len(outputs)):
            f = dict(zip(outputs, values, strict=True))
            if not any(
                chance(box, x, [a for a in outputs if f[a] == value]) == 1 for box in witness["boxes"] for value in "01"
            ):
                return f"at {x} the function {''.join(values)} is certain in no box"
    return None


def judge_table(claim: Document, witness: Document) -> str | None:
    """The listed functions at their input; and no function at any input has a number that is not listed."""
    game, x0 = claim["game"], claim["input"]
    if game["parties"] > MOST_PARTIES:
        return None
    numbers = {Fraction(listed["predictability"]) for listed in claim["classes"]}
    winning = [a for a in words(game["parties"]) if not loses(game, a, x0)]
    for listed in claim["classes"]:
        true = best_guess(game, x0, [a for a, v in zip(winning, listed["function"], strict=True) if v == "0"])
        if true != Fraction(listed["predictability"]):
            return f"the true predictability of {listed['function']} is {true}"
    if game["parties"] < MOST_PARTIES:
        for x in asked(game):
            winning = [a for a in words(game["parties"]) if not loses(game, a, x)]
            for chosen in product((False, True), repeat=len(winning)):
                true = best_guess(game, x, [a for a, zero in zip(winning, chosen, strict=True) if zero])
                if true not in numbers:
                    return f"at {x} some function has predictability {true}"
    return None


def best_guess(game: Document, x: str, zeros: list[str]) -> Fraction:
    """The larger of the maxima of P(f=0|x) and P(f=1|x), for f that is 0 on these of the outputs that win."""
    ones = [a for a in words(game["parties"]) if not loses(game, a, x) and a not in zeros]
    return max(extreme(game["name"], game["parties"], x, frozenset(part), "max") for part in (zeros, ones))


def judge_square(claim: Document, witness: Document) -> str | None:
    """For each input a box; its marginals, its losses and its certain answer."""
    even = [a for a in words(3) if a.count("1") % 2 == 0]
    odd = [b for b in words(3) if b.count("1") % 2]
    for r, c in product("123", repeat=2):
        box = {key: Fraction(value) for key, value in witness["boxes"][f"{r},{c}"].items()}
        by_input = {
            at: {(a, b): box.get(f"{a},{b}|{at}", Fraction(0)) for a, b in product(even, odd)}
            for at in witness["boxes"]
        }
        if 1 not in by_input[f"{r},{c}"].values():
            return f"no answer to {r},{c} is certain"
        if any(value < 0 for value in box.values()):
            return "a probability is negative"
        for s, t in product("123", repeat=2):
            table = by_input[f"{s},{t}"]
            if sum(table.values()) != 1:
                return f"the probabilities at {s},{t} do not sum to 1"
            if any(value and a[int(t) - 1] != b[int(s) - 1] for (a, b), value in table.items()):
                return f"the box loses at {s},{t}"
            first, last = by_input[f"{s},1"], by_input[f"1,{t}"]
            if any(sum(table[a, b] for b in odd) != sum(first[a, b] for b in odd) for a in even):
                return f"the answer to row {s} depends on the column"
            if any(sum(table[a, b] for a in even) != sum(last[a, b] for a in even) for b in odd):
                return f"the answer to column {t} depends on the row"
    return None


def judge_code(claim: Document, witness: Document) -> str | None:
    """The words of all messages, each made by its definition; codes of many bits are tried on some messages."""
    weights = {line["weight"]: int(line["messages"]) for line in claim["weights"]}
    bits, found = claim["bits"], Counter[int]()
    for message in range(1, 2 ** min(bits, MOST_MESSAGE_BITS)):
        found[code_word(claim["code"], format(message, f"0{bits}b")).count("1")] += 1
    if claim["sense"] == "exact" and bits <= MOST_MESSAGE_BITS and found != weights:
        return f"the weights are {dict(found)}"
    for weight in found:
        light = sum(number for other, number in found.items() if other <= weight)
        if light > sum(number for other, number in weights.items() if other <= weight):
            return f"{light} messages have words of weight at most {weight}"
    return None


def code_word(code: Document, message: str) -> str:
    """The word of a message [chapter 3d]."""
    if code["kind"] == "generator":
        chosen = [row for row, bit in zip(code["rows"], message, strict=True) if bit == "1"]
        columns = zip(*chosen, strict=True) if chosen else ()
        return "".join(str(column.count("1") % 2) for column in columns)
    modulus, m = code["modulus"], len(code["modulus"]) - 1
    symbols = [int(message[i : i + m].ljust(m, "0"), 2) for i in range(0, len(message), m)]
    first = 1 if code["inner"] == "simplex" else 2 ** (m - 1)
    word = ""
    for point in range(code["length"]):
        value = 0
        for symbol in reversed(symbols):
            value = product_modulo(value, point, modulus) ^ symbol
        word += "".join(str((value & v).bit_count() % 2) for v in range(first, 2**m))
    return word


def product_modulo(left: int, right: int, modulus: str) -> int:
    """The product of two polynomials over GF(2), by schoolbook multiplication and division."""
    product = 0
    for i, bit in enumerate(reversed(format(right, "b"))):
        product ^= (left << i) * int(bit)
    for shift in range(product.bit_length() - len(modulus), -1, -1):
        if product >> (shift + len(modulus) - 1) & 1:
            product ^= int(modulus, 2) << shift
    return product


def judge_cells(claim: Document, witness: Document) -> str | None:
    """No certificate is better, at some epsilon, than the best of three parties."""
    if claim["game"]["parties"] != 3:
        return None
    for epsilon in map(Fraction, ("1/2", "9/20", "1/5", "1/20")):
        r = (1 - epsilon) / epsilon
        loads = [[Fraction(h) for h in load] for side in ("right", "wrong") for load in claim[side]]
        heights = [sum((h * r**d for d, h in enumerate(load)), Fraction(claim["v"])) for load in loads]
        rate, best = max(heights, default=Fraction(claim["v"])), best_rate(claim, epsilon)
        if rate < best - CLOSE:
            return f"at epsilon {epsilon} the rate {float(rate)} is below the best, {float(best)}"
    return None


def judge_limit(claim: Document, witness: Document) -> str | None:
    """The best certificate of three parties is no better; an epsilon too small for floating point is not tried."""
    epsilon = Fraction(claim["epsilon"])
    if claim["game"]["parties"] != 3 or epsilon < Fraction(1, 1000):
        return None
    best = best_rate(claim, epsilon)
    return f"the best rate is {float(best)}" if best < Fraction(claim["rate"]) - CLOSE else None


#: What the linear programs in floating point are believed to.
CLOSE = Fraction(1, 10**6)


def best_rate(claim: Document, epsilon: Fraction) -> Fraction:
    """The least rate of any certificate for these cells, by a linear program without symmetries."""
    f = claim["f"]
    values = tuple(sorted(f["values"].items())) if "values" in f else ()
    return solved_rate(claim["game"]["name"], claim["inputs"].get("party"), f["kind"], values, epsilon)


@cache
def solved_rate(
    name: str, party: int | None, kind: str, values: tuple[tuple[str, str], ...], epsilon: Fraction
) -> Fraction:
    """The dual program: for each y two tables of correlators, and a vector mu at the inputs that are asked."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    game, rows = {"name": name, "parties": 3}, correlator_rows(3)
    inputs, r = asked(game), float((1 - epsilon) / epsilon)
    table, size = dict(values), len(next(iter(rows.values())))
    at = {entry: i for i, entry in enumerate(e for e in rows if e[1] in inputs)}
    start = {(y, sign): size * (2 * k + s) for k, y in enumerate(inputs) for s, sign in enumerate((1, -1))}
    width = 2 * size * len(inputs) + len(at)
    objective = np.zeros(width)
    below: list[np.ndarray[Any, np.dtype[np.float64]]] = []
    for (y, sign), first in start.items():
        part = slice(first, first + size)
        for (a, x), row in rows.items():
            numbers = np.array([float(value) / 8 for value in row])
            positive = np.zeros(width)
            positive[part] = -numbers
            below.append(positive)
            if x == y and not loses(game, a, x):
                bit = table[y][int(a, 2)] if table else majority(a, (1, 2, 3))
                objective[part] -= numbers * sign * (1 if bit == "0" else -1)
    for y in inputs:
        for (a, x), i in at.items():
            shared = np.zeros(width)
            for sign in (1, -1):
                shared[start[y, sign] : start[y, sign] + size] = [float(value) / 8 for value in rows[a, x]]
            d = sum(p != q for k, (p, q) in enumerate(zip(x, y, strict=True), start=1) if k != party)
            shared[2 * size * len(inputs) + i] = -(r**d)
            below.append(shared)
    mass, total = np.zeros(width), np.zeros(width)
    mass[list(start.values())] = 1
    total[-len(at) :] = 1
    bounds = [(None, None)] * (width - len(at)) + [(0, None)] * len(at)
    limits = [0.0] * len(below) + [1.0, 1.0]
    found = linprog(objective, csr_matrix(np.array([*below, mass, total])), limits, bounds=bounds, method="highs")
    if found.status:
        raise ArithmeticError(found.message)
    return Fraction(-found.fun)


JUDGES = {
    "tested-cells": judge_cells,
    "tested-limit": judge_limit,
    "family": judge_family,
    "attainment": judge_attainment,
    "predictability": judge_predictability,
    "symmetric-predictability": judge_symmetric,
    "distillation": judge_distillation,
    "classical-bound": judge_classical,
    "fixing-boxes": judge_fixing,
    "predictability-table": judge_table,
    "magic-square": judge_square,
    "code": judge_code,
}
