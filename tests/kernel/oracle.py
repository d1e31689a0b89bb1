"""An independent judge of certificates: dense integer arithmetic on explicit boxes, nothing of the kernel.

The 1024 deterministic boxes span all non-signalling boxes affinely, so two functionals act alike on all of
them iff they act alike on the deterministic ones.  Claims are also tried on a pool of extreme boxes.
"""

from fractions import Fraction
from functools import cache
from itertools import product
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

Document = dict[str, Any]
Array = NDArray[Any]

WORDS = ["".join(bits) for bits in product("01", repeat=5)]
ASKED = [x for x in WORDS if x.count("1") in (1, 3, 5)]
ENTRIES = [(a, x) for x in WORDS for a in WORDS]
PLACE = {f"{a}|{x}": i for i, (a, x) in enumerate(ENTRIES)}


def losing(a: str, x: str) -> bool:
    """I(a,x) = 1, from eqs (3)-(5)."""
    ones = a.count("1")
    return {1: ones % 2 == 1, 3: ones % 2 == 0, 5: ones % 2 == 1}.get(x.count("1"), False)


def majority(a: str, triple: list[int]) -> int:
    return int([a[party - 1] for party in triple].count("1") > 1)


@cache
def deterministic() -> Array:
    """The 1024 deterministic boxes, one a row, with entries 0 and 1."""
    boxes = np.zeros((1024, 1024), dtype=np.int64)
    for row, (zero, one) in enumerate(product(WORDS, repeat=2)):
        for x in WORDS:
            a = "".join((zero, one)[int(bit)][i] for i, bit in enumerate(x))
            boxes[row, PLACE[f"{a}|{x}"]] = 1
    return boxes


def relabelled(box: Array, order: list[int], shift: list[int], flip: list[int], twist: list[int]) -> Array:
    """The box after party i's (a_i,x_i) became (a_i + flip_i + twist_i x_i, x_i + shift_i), then permuted."""
    moved = np.zeros_like(box)
    for i, (a, x) in enumerate(ENTRIES):
        if box[i]:
            outputs = [int(a[j]) ^ flip[j] ^ (twist[j] & int(x[j])) for j in order]
            settings = [int(x[j]) ^ shift[j] for j in order]
            moved[PLACE["".join(map(str, outputs)) + "|" + "".join(map(str, settings))]] = box[i]
    return moved


def _parity_box(fixed: int | None, value: int) -> Array:
    """32 times the box of maximal violation that is uniform but for the parity, and for one fixed party."""
    box = np.zeros(1024, dtype=np.int64)
    for i, (a, x) in enumerate(ENTRIES):
        if fixed is None:
            box[i] = 0 if losing(a, x) else (2 if x in ASKED else 1)
        elif a[fixed] == str(value):
            asked = x if x in ASKED else x[:fixed] + str(1 - int(x[fixed])) + x[fixed + 1 :]
            box[i] = 0 if losing(a, asked) else 4
    return box


def _pr_box(first: int, second: int, rest: tuple[int, ...]) -> Array:
    """32 times a PR box of two parties, the others deterministic with the outputs ``rest``."""
    others = [i for i in range(5) if i not in (first, second)]
    box = np.zeros(1024, dtype=np.int64)
    for i, (a, x) in enumerate(ENTRIES):
        wins = int(a[first]) ^ int(a[second]) == int(x[first]) & int(x[second])
        if wins and all(int(a[j]) == r for j, r in zip(others, rest, strict=True)):
            box[i] = 16
    return box


@cache
def pool() -> Array:
    """32 times many extreme and symmetric boxes, one a row: deterministic, PR, GHZ and fixed-output ones."""
    rng = np.random.default_rng(5)
    rows = [32 * deterministic()]
    seeds = [_parity_box(None, 0)] + [_parity_box(party, value) for party in range(5) for value in (0, 1)]
    seeds += [_pr_box(0, 1, rest) for rest in product((0, 1), repeat=3)]
    rows.append(np.array(seeds))
    moved = []
    for seed in seeds:
        for _ in range(12):
            order = [int(i) for i in rng.permutation(5)]
            shift, flip, twist = ([int(b) for b in rng.integers(0, 2, 5)] for _ in range(3))
            moved.append(relabelled(seed, order, shift, flip, twist))
    rows.append(np.array(moved))
    return np.concatenate(rows)


def act(boxes: Array, vector: Array) -> Array:
    """The action of a functional on each box, in machine integers where they suffice."""
    if vector.size and int(np.max(np.abs(vector))) < 2**40:
        return boxes @ vector.astype(np.int64)
    return boxes.astype(object) @ vector


@cache
def losses() -> Array:
    """32 times what each box of the pool loses on each input of X."""
    at = np.zeros((1024, len(ASKED)), dtype=np.int64)
    for i, (a, x) in enumerate(ENTRIES):
        if losing(a, x):
            at[i, ASKED.index(x)] = 1
    return pool() @ at


@cache
def difference(y: str, triple: tuple[int, ...]) -> Array:
    """(-1)^maj at the input y."""
    return np.array([(1 - 2 * majority(a, list(triple))) * (x == y) for a, x in ENTRIES], dtype=object)


def scaled(vector: dict[str, str]) -> tuple[Array, int]:
    """The entries over a common denominator."""
    values = {PLACE[key]: Fraction(value) for key, value in vector.items()}
    scale = lcm(*(value.denominator for value in values.values()))
    dense = np.zeros(1024, dtype=object)
    for i, value in values.items():
        dense[i] = int(value * scale)
    return dense, scale


def acts_like(vector: Array, other: Array) -> bool:
    """Whether two functionals agree on every non-signalling box."""
    return not np.any(act(deterministic(), vector - other))


def bound_holds_on_pool(claim: Document) -> bool:
    """Whether |<m,P>| <= alpha + sum of beta(y,x) * (loss at x) for every box of the pool."""
    triple, alpha = tuple(claim["triple"]), Fraction(claim["alpha"])
    for y, row in claim["beta"].items():
        tilt = act(pool(), difference(y, triple)).astype(object)
        beta = {x: Fraction(value) for x, value in row.items()}
        scale = lcm(alpha.denominator, *(value.denominator for value in beta.values()))
        weights: Array = np.array([int(beta.get(x, 0) * scale) for x in ASKED], dtype=object)
        room = 32 * int(alpha * scale) + act(losses(), weights).astype(object)
        if np.any(np.abs(tilt) * scale > room):
            return False
    return True


def family_proved(document: Document) -> bool:
    """Whether the witness proves the claim: the rules of chapter 3, in other words and other arithmetic."""
    claim, witness = document["claim"], document["witness"]
    triple, alpha = claim["triple"], Fraction(claim["alpha"])
    if not claim["beta"] or claim["beta"].keys() != witness.keys() or not (triple[0] < triple[1] < triple[2]):
        return False
    for y, row in claim["beta"].items():
        beta = {x: Fraction(value) for x, value in row.items()}
        if y not in ASKED or sorted(beta) != ASKED or any(value < 0 for value in beta.values()):
            return False
        (w, of_w), (g, of_g) = scaled(witness[y]["W"]), scaled(witness[y]["G"])
        one = np.array([of_w * (x == "00000") for _, x in ENTRIES], dtype=object)
        if not acts_like(w, one) or not acts_like(g, of_g * difference(y, tuple(triple))):
            return False
        for i, (a, x) in enumerate(ENTRIES):
            room = alpha * Fraction(int(w[i]), of_w) + (beta[x] if losing(a, x) else 0)
            if abs(Fraction(int(g[i]), of_g)) > room:
                return False
    return True
