"""Good certificates, changed at random: whatever the kernel accepts must still be true.

The judge is ``oracle``: other code, other arithmetic, explicit boxes.
"""

import copy
import json
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from conformance.generate.faults import (
    ASKED,
    BASES,
    FALSE,
    WORDS,
    Document,
    Fault,
    base,
    committed,
    encode,
    silent,
    trivial,
    votes,
)
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from freebit.boxes.bits import format_bits, majority_of, parse_bits
from freebit.boxes.box import Box
from freebit.boxes.entries import entry_of
from freebit.boxes.game import MerminGame
from freebit.boxes.symmetry import Relabelling, carrier, stabiliser
from freebit.kernel.check import check
from freebit.second.check import check_with_z3
from freebit.solver.exact_lp import maximise
from freebit.solver.reduction import Reduction
from tests.kernel import oracle

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
KEYS = [f"{a}|{x}" for x in WORDS for a in WORDS]
TRIPLES = [list(triple) for triple in combinations(range(1, 6), 3)]


def one_member(path: str, y: str) -> Document:
    """The part of a committed family that speaks of one input."""
    document = committed(path)
    document["claim"]["beta"] = {y: document["claim"]["beta"][y]}
    document["witness"] = {y: document["witness"][y]}
    return document


@cache
def families() -> list[Document]:
    found = [committed(f"frontier/vertex-{n}.json") for n in (1, 2, 3, 4)]
    found += [one_member("lemma/majority-245.json", "01011"), one_member("lemma/majority-135.json", "11111")]
    return [*found, trivial(), trivial("2"), trivial("3/2", "00111", (1, 4, 5))]


# Changes that keep a certificate true.


def carried(document: Document, r: Relabelling) -> Document:
    """The certificate after a symmetry of the game."""

    def key(word: str) -> str:
        a, x = word.split("|")
        b, z = r.entry(parse_bits(a), parse_bits(x))
        return f"{format_bits(b)}|{format_bits(z)}"

    def place(x: str) -> str:
        return key(f"00000|{x}").split("|")[1]

    moved = copy.deepcopy(document)
    claim, witness = document["claim"], document["witness"]
    moved["claim"]["triple"] = sorted(r.order.index(party - 1) + 1 for party in claim["triple"])
    moved["claim"]["beta"] = {
        place(y): {place(x): value for x, value in row.items()} for y, row in claim["beta"].items()
    }
    moved["witness"] = {
        place(y): {part: {key(k): value for k, value in vector.items()} for part, vector in member.items()}
        for y, member in witness.items()
    }
    return moved


def mixed(first: Document, second: Document, weight: Fraction) -> Document:
    """The convex combination of two certificates for the same input and triple."""

    def mean(left: dict[str, str], right: dict[str, str]) -> dict[str, str]:
        return {
            key: str(weight * Fraction(left.get(key, "0")) + (1 - weight) * Fraction(right.get(key, "0")))
            for key in left.keys() | right.keys()
        }

    (y,) = first["claim"]["beta"]
    a, b = Fraction(first["claim"]["alpha"]), Fraction(second["claim"]["alpha"])
    alpha = weight * a + (1 - weight) * b
    # alpha W mixes as a whole, so W itself takes the weights of the alphas.
    tilt = weight * a / alpha
    result = copy.deepcopy(first)
    result["claim"] |= {
        "alpha": str(alpha),
        "beta": {y: mean(first["claim"]["beta"][y], second["claim"]["beta"][y])},
    }
    left, right = first["witness"][y], second["witness"][y]
    weights = {
        key: str(tilt * Fraction(left["W"].get(key, "0")) + (1 - tilt) * Fraction(right["W"].get(key, "0")))
        for key in left["W"].keys() | right["W"].keys()
    }
    result["witness"] = {y: {"W": weights, "G": mean(left["G"], right["G"])}}
    return result


@st.composite
def symmetries(draw: st.DrawFn, document: Document) -> Relabelling:
    """A symmetry of the game, for a certificate with one member."""
    (y,) = document["claim"]["beta"]
    order = tuple(draw(st.permutations(range(5))))
    target = draw(st.sampled_from(ASKED))
    triple = [order.index(party - 1) for party in document["claim"]["triple"]]
    return carrier(MerminGame(), order, parse_bits(y), parse_bits(target), keep=triple)


@settings(QUICK, max_examples=50)
@given(st.data())
def test_true_changes_are_accepted(data: st.DataObject) -> None:
    document = copy.deepcopy(data.draw(st.sampled_from(families())))
    if data.draw(st.booleans()):
        left, right = (committed(f"frontier/vertex-{n}.json") for n in data.draw(st.permutations(range(1, 5)))[:2])
        document = mixed(left, right, data.draw(st.fractions(0, 1, max_denominator=12)))
    document = carried(document, data.draw(symmetries(document)))
    (row,) = document["claim"]["beta"].values()
    for x in data.draw(st.sets(st.sampled_from(ASKED), max_size=3)):
        row[x] = str(Fraction(row[x]) + data.draw(st.fractions(0, 2, max_denominator=7)))
    report = check(encode(document))
    assert report.accepted, report.rejection
    assert oracle.family_proved(document)
    assert oracle.bound_holds_on_pool(document["claim"])


# Changes of any kind.


def _vector(draw: st.DrawFn, document: Document) -> dict[str, str]:
    member = document["witness"][draw(st.sampled_from(sorted(document["witness"])))]
    vector: dict[str, str] = member[draw(st.sampled_from(["W", "G"]))]
    return vector


def nudge(draw: st.DrawFn, document: Document) -> None:
    vector = _vector(draw, document)
    key = draw(st.sampled_from(KEYS))
    step = draw(st.sampled_from(["1/1000", "-1/1000", "1", "-1/12", "1/24"]))
    vector[key] = str(Fraction(vector.get(key, "0")) + Fraction(step))


def delete(draw: st.DrawFn, document: Document) -> None:
    vector = _vector(draw, document)
    if vector:
        del vector[draw(st.sampled_from(sorted(vector)))]


def swap(draw: st.DrawFn, document: Document) -> None:
    vector = _vector(draw, document)
    if vector:
        keys = sorted(vector)
        left, right = draw(st.sampled_from(keys)), draw(st.sampled_from(keys))
        vector[left], vector[right] = vector[right], vector[left]


def scale(draw: st.DrawFn, document: Document) -> None:
    vector = _vector(draw, document)
    factor = draw(st.sampled_from([Fraction(2), Fraction(1, 2), Fraction(-1), Fraction(999, 1000)]))
    vector.update({key: str(factor * Fraction(value)) for key, value in vector.items()})


def add_silent(draw: st.DrawFn, document: Document) -> None:
    vector = _vector(draw, document)
    step = draw(st.sampled_from([Fraction(1, 1000), Fraction(-1, 24), Fraction(1, 2)]))
    for key, change in silent(draw(st.integers(1, 5)), draw(st.sampled_from(KEYS)), step).items():
        vector[key] = str(Fraction(vector.get(key, "0")) + change)


def change_alpha(draw: st.DrawFn, document: Document) -> None:
    factor = draw(st.sampled_from([Fraction(999, 1000), Fraction(1001, 1000), Fraction(2), Fraction(-1), Fraction(0)]))
    document["claim"]["alpha"] = str(factor * Fraction(document["claim"]["alpha"]))


def change_beta(draw: st.DrawFn, document: Document) -> None:
    row = document["claim"]["beta"][draw(st.sampled_from(sorted(document["claim"]["beta"])))]
    x = draw(st.sampled_from(ASKED))
    step = draw(st.sampled_from([Fraction(1, 1000), Fraction(-1, 1000), Fraction(3), Fraction(-5, 8)]))
    row[x] = str(Fraction(row.get(x, "0")) + step)


def drop_beta(draw: st.DrawFn, document: Document) -> None:
    row = document["claim"]["beta"][draw(st.sampled_from(sorted(document["claim"]["beta"])))]
    row.pop(draw(st.sampled_from(ASKED)), None)


def change_triple(draw: st.DrawFn, document: Document) -> None:
    document["claim"]["triple"] = draw(st.sampled_from([*TRIPLES, [1, 1, 2], [3, 2, 1]]))


def rename_input(draw: st.DrawFn, document: Document) -> None:
    y = draw(st.sampled_from(sorted(document["claim"]["beta"])))
    new = draw(st.sampled_from(WORDS))
    document["claim"]["beta"][new] = document["claim"]["beta"].pop(y)
    if draw(st.booleans()):
        document["witness"][new] = document["witness"].pop(y)


CHANGES = [
    nudge, delete, swap, scale, add_silent, change_alpha, change_beta, drop_beta, change_triple, rename_input
]  # fmt: skip


@st.composite
def changed_families(draw: st.DrawFn) -> Document:
    document = copy.deepcopy(draw(st.sampled_from(families())))
    if draw(st.booleans()):
        document = carried(document, draw(symmetries(document)))
    for change in draw(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=3)):
        if document["claim"]["beta"].keys() <= document["witness"].keys():
            change(draw, document)
    return document


@QUICK
@given(changed_families())
def test_what_the_kernel_accepts_is_true(document: Document) -> None:
    accepted = check(encode(document)).accepted
    event(f"accepted: {accepted}")
    assert accepted == oracle.family_proved(document)
    if accepted:
        assert oracle.bound_holds_on_pool(document["claim"])


@settings(QUICK, max_examples=20)
@given(changed_families())
def test_z3_accepts_what_the_kernel_accepts(document: Document) -> None:
    data = encode(document)
    accepted = check_with_z3(data).accepted
    event(f"accepted: {accepted}")
    assert accepted == check(data).accepted


# Boxes.


def box_of(vector: dict[str, str]) -> Box:
    entries = {}
    for key, value in vector.items():
        a, x = map(parse_bits, key.split("|"))
        entries[a, x] = Fraction(value)
    return Box(5, entries)


def box_is_good(vector: dict[str, str]) -> bool:
    box = box_of(vector)
    return box.violation() is None and box.loss(MerminGame()) == 0


def probability(vector: dict[str, str], x: str, wanted: set[str]) -> Fraction:
    values = (Fraction(value) for key, value in vector.items() if key[6:] == x and key[:5] in wanted)
    return sum(values, Fraction(0))


@st.composite
def changed_boxes(draw: st.DrawFn) -> Document:
    document = base("attained once")
    vector: dict[str, str] = document["witness"]["P"]
    for change in draw(st.lists(st.sampled_from(["mix", "nudge", "delete", "swap", "claim", "silent"]), min_size=1)):
        keys = sorted(vector)
        if change == "mix":
            other = committed(f"attainment/party-{draw(st.integers(1, 5))}-answers-{draw(st.integers(0, 1))}.json")
            weight = draw(st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(-1, 4), Fraction(2)]))
            for key in vector.keys() | other["witness"]["P"].keys():
                value = weight * Fraction(vector.get(key, "0"))
                vector[key] = str(value + (1 - weight) * Fraction(other["witness"]["P"].get(key, "0")))
        elif change == "nudge":
            key = draw(st.sampled_from(KEYS))
            vector[key] = str(Fraction(vector.get(key, "0")) + Fraction(1, 1000))
        elif change == "delete" and keys:
            del vector[draw(st.sampled_from(keys))]
        elif change == "swap" and keys:
            left, right = draw(st.sampled_from(keys)), draw(st.sampled_from(keys))
            vector[left], vector[right] = vector[right], vector[left]
        elif change == "silent":
            step = draw(st.sampled_from([Fraction(1, 1000), Fraction(-1, 8)]))
            for key, value in silent(draw(st.integers(1, 5)), draw(st.sampled_from(KEYS)), step).items():
                vector[key] = str(Fraction(vector.get(key, "0")) + value)
        else:
            truth = probability(vector, "10000", {a for a in WORDS if votes(a) == 0})
            document["claim"]["probability"] = str(draw(st.sampled_from([truth, truth, truth + 1])))
            document["claim"]["inputs"] = draw(st.sampled_from([["10000"], ["10000", "00111"], ["00000"]]))
    return document


@QUICK
@given(changed_boxes())
def test_boxes_that_the_kernel_accepts_attain_what_they_claim(document: Document) -> None:
    claim, vector = document["claim"], document["witness"]["P"]
    zero = {a for a in WORDS if votes(a) == 0}
    true = box_is_good(vector) and all(
        x in ASKED and probability(vector, x, zero) == Fraction(claim["probability"]) for x in claim["inputs"]
    )
    accepted = check(encode(document)).accepted
    event(f"accepted: {accepted}")
    assert accepted == true


# General functions.


@st.composite
def changed_duals(draw: st.DrawFn) -> Document:
    document = base(draw(st.sampled_from(["dual", "min", "max"])))
    document["witness"].pop("primal", None)
    vector: dict[str, str] = document["witness"]["dual"]
    for change in draw(st.lists(st.sampled_from(["nudge", "delete", "silent", "value", "zeros", "lost"]), min_size=1)):
        key = draw(st.sampled_from(KEYS))
        if change == "nudge":
            vector[key] = str(Fraction(vector.get(key, "0")) + draw(st.sampled_from([1, -1])))
        elif change == "delete":
            vector.pop(key, None)
        elif change == "silent":
            for place, value in silent(draw(st.integers(1, 5)), key, Fraction(1, draw(st.integers(1, 5)))).items():
                vector[place] = str(Fraction(vector.get(place, "0")) + value)
        elif change == "value":
            step = draw(st.sampled_from([Fraction(1, 100), Fraction(-1, 100)]))
            document["claim"]["value"] = str(Fraction(document["claim"]["value"]) + step)
            if draw(st.booleans()):
                side = 1 if document["claim"]["sense"] == "max" else -1
                for a in WORDS:
                    vector[f"{a}|10000"] = str(Fraction(vector.get(f"{a}|10000", "0")) + side * step)
        elif change == "zeros":
            document["claim"]["zeros"] = sorted({*document["claim"]["zeros"]} ^ {key[:5]})
        else:
            for a in WORDS:
                if oracle.losing(a, key[6:]):
                    vector[f"{a}|{key[6:]}"] = str(Fraction(vector.get(f"{a}|{key[6:]}", "0")) - 1)
    return document


def dual_proves(document: Document) -> bool:
    claim = document["claim"]
    vector, of = oracle.scaled(document["witness"]["dual"])
    side, value = (1 if claim["sense"] == "max" else -1), Fraction(claim["value"])
    gap: Any = np.zeros(1024, dtype=object)
    for i, (a, x) in enumerate(oracle.ENTRIES):
        if x == claim["input"]:
            gap[i] = side * (value - (a in claim["zeros"])) * value.denominator * of
    positive = all(v >= 0 or oracle.losing(*entry) for v, entry in zip(vector, oracle.ENTRIES, strict=True))
    return positive and oracle.acts_like(vector * value.denominator, gap)


@QUICK
@given(changed_duals())
def test_duals_that_the_kernel_accepts_bound_every_box(document: Document) -> None:
    accepted = check(encode(document)).accepted
    event(f"accepted: {accepted}")
    assert accepted == dual_proves(document)
    if accepted:
        zeros, claim = set(document["claim"]["zeros"]), document["claim"]
        for seed in [f"attainment/party-{p}-answers-{v}" for p in range(1, 6) for v in (0, 1)]:
            found = probability(committed(f"{seed}.json")["witness"]["P"], claim["input"], zeros)
            value = Fraction(claim["value"])
            assert found <= value if claim["sense"] == "max" else found >= value


# The judge itself.


def test_the_pool_holds_good_boxes() -> None:
    boxes = oracle.pool()
    assert len(boxes) > 1200
    for row in boxes[::40]:
        vector = {f"{a}|{x}": str(Fraction(int(v), 32)) for v, (a, x) in zip(row, oracle.ENTRIES, strict=True) if v}
        assert box_of(vector).violation() is None


def test_the_judge_knows_good_from_bad() -> None:
    """The pool itself refutes the false bounds of the table of faults, and no bound that is proved."""
    for document in families():
        assert oracle.family_proved(document)
        assert oracle.bound_holds_on_pool(document["claim"])


@pytest.mark.parametrize("fault", [f for f in FALSE if BASES[f.base]["kind"] == "family"], ids=lambda f: f.name)
def test_the_judge_rejects_what_the_kernel_rejects(fault: Fault) -> None:
    document = json.loads(fault.data())
    assert not oracle.family_proved(document)
    if fault.false and fault.name != "every beta too small":
        assert not oracle.bound_holds_on_pool(document["claim"])


def test_a_box_refutes_a_beta_that_is_too_small() -> None:
    """No box of the pool is far enough out for the fault "every beta too small"; an exact optimum is."""
    game, y, beta = MerminGame(), (1, 0, 0, 0, 0), Fraction(78, 125)
    reduction = Reduction(game, stabiliser(game, y, lambda a: majority_of(a, (0, 1, 2))).keeping)
    goal = [Fraction(0)] * reduction.variables
    for least, members in reduction.entry_orbits.items():
        a, x = entry_of(least, 5)
        price = (1 - 2 * majority_of(a, (0, 1, 2)) if x == y else 0) - beta * game.coefficient(a, x)
        goal = [g + len(members) * price * v / 32 for g, v in zip(goal, reduction.rows[least], strict=True)]
    point = (Fraction(1), *maximise(goal, list(reduction.rows.values())).point)
    box = Box(
        5,
        {
            entry_of(i, 5): sum((v * p for v, p in zip(reduction.rows[least], point, strict=True)), Fraction(0)) / 32
            for least, members in reduction.entry_orbits.items()
            for i in members
        },
    )
    assert box.violation() is None
    gain = 2 * box.probability_that(lambda a: not majority_of(a, (0, 1, 2)), y) - 1
    assert gain > Fraction(1, 2) + beta * box.loss(game)
    assert gain <= Fraction(1, 2) + Fraction(5, 8) * box.loss(game)
