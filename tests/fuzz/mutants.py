"""Certificates, changed at random in ways that know what a certificate is.

A mutant is a good document with one to three changes.  Some changes keep its claim proved, most break a rule of its
kind, some break a rule of the wire or the bytes.  One seed decides everything.
"""

import copy
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from conformance.generate.faults import Document
from conformance.generate.faults_claims import silent as silent_by_type

from tests.fuzz.bases import KINDS, LARGE, SMALL, asked, words

Place = tuple[Any, Any]


@dataclass(frozen=True)
class Mutant:
    """The bytes, the kind and name of the good document, and what was done to it."""

    kind: str
    base: str
    changes: tuple[str, ...]
    data: bytes


def mutants(count: int, seed: int, large: float = 0.1, first: int = 0) -> Iterator[Mutant]:
    """So many mutants, kinds in turn; of each kind the share ``large`` is of five parties, if it has smaller ones.

    Those before the number ``first`` are left out.
    """
    kinds = sorted(KINDS)
    for number in range(first, count):
        draw = Random(f"{seed}/{number}")
        kind = kinds[number % len(kinds)]
        small, big = ([name for name, base in pool.items() if base["kind"] == kind] for pool in (SMALL, LARGE))
        name = draw.choice(big if big and (not small or draw.random() < large) else small)
        yield mutant(name, (SMALL | LARGE)[name], draw)


def mutant(name: str, base: Document, draw: Random) -> Mutant:
    """A good document with some changes."""
    document = copy.deepcopy(base)
    changes = []
    for _ in range(draw.choice((1, 1, 1, 2, 3))):
        change = draw.choice(CHANGES_OF[base["kind"]] if draw.random() < 0.7 else ANYWHERE)
        change(document, draw)
        changes.append(change.__name__)
    data = json.dumps(document).encode()
    if draw.random() < 0.04:
        spoil = draw.choice(SPOILERS)
        data = spoil(data, draw)
        changes.append(spoil.__name__)
    return Mutant(base["kind"], name, tuple(changes), data)


# Changes anywhere in the tree.


def places(value: Any) -> list[Place]:
    """Every container and key below a value."""
    found: list[Place] = []
    queue = [value]
    for item in queue:
        if isinstance(item, dict | list):
            keys = list(item) if isinstance(item, dict) else range(len(item))
            found += [(item, key) for key in keys]
            queue += [item[key] for key in keys]
    return found


def a_place(document: Document, draw: Random) -> Place:
    """A place, reached from the top, so that shallow places are as likely as the many deep ones."""
    here: Any = document
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        key = draw.choice(keys)
        inner = here[key]
        if not isinstance(inner, dict | list) or not inner or draw.random() < 0.15:
            return here, key
        here = inner


def a_list(document: Document, draw: Random) -> list[Any] | None:
    lists = [value[key] for value, key in places(document) if isinstance(value[key], list)]
    return draw.choice(lists) if lists else None


def delete(document: Document, draw: Random) -> None:
    where, key = a_place(document, draw)
    del where[key]
    if not document:
        document["format"] = "freebit-certificate"


def rename(document: Document, draw: Random) -> None:
    """A key becomes another, or one of those beside it."""
    tables = [value for value, key in places(document) if isinstance(value, dict)]
    table = draw.choice(tables)
    key = draw.choice(list(table))
    table[turned(key, draw)] = table.pop(key)


def add_key(document: Document, draw: Random) -> None:
    tables = [value for value, key in places(document) if isinstance(value, dict)]
    table = draw.choice(tables)
    table[turned(draw.choice(list(table)), draw)] = copy.deepcopy(table[draw.choice(list(table))])


def repeat(document: Document, draw: Random) -> None:
    """An element of a list once more, beside itself or at the end."""
    found = a_list(document, draw)
    if found:
        element = copy.deepcopy(draw.choice(found))
        found.insert(draw.choice((found.index(element), len(found))), element)


def reorder(document: Document, draw: Random) -> None:
    found = a_list(document, draw)
    if found:
        draw.shuffle(found)


def shorten(document: Document, draw: Random) -> None:
    found = a_list(document, draw)
    if found:
        del found[draw.randrange(len(found)) :]


def exchange(document: Document, draw: Random) -> None:
    """Two places exchange what is there."""
    (one, i), (other, j) = a_place(document, draw), a_place(document, draw)
    one[i], other[j] = copy.deepcopy(other[j]), copy.deepcopy(one[i])


def replace(document: Document, draw: Random) -> None:
    """A value becomes one of the same form, or now and then of another."""
    where, key = a_place(document, draw)
    where[key] = another(where[key], draw)


def change_claim(document: Document, draw: Random) -> None:
    """Like ``replace``, in the claim."""
    claim = document.get("claim")
    if isinstance(claim, dict) and claim:
        where, key = a_place(claim, draw)
        where[key] = another(where[key], draw)


def transplant(document: Document, draw: Random) -> None:
    """The claim, the witness, or one part of either is that of another good document, often one of the same kind."""
    others = [other for other in (SMALL | LARGE).values() if other["kind"] == document.get("kind")]
    donor = draw.choice(others if others and draw.random() < 0.9 else list(SMALL.values()))
    part = draw.choice(("claim", "witness"))
    if draw.random() < 0.5 or not isinstance(document.get(part), dict):
        document[part] = copy.deepcopy(donor[part])
        return
    key = draw.choice(sorted(donor[part]))
    document[part][key] = copy.deepcopy(donor[part][key])


ODD = [None, True, 0, 1, 2, 5, 46, 10**15, -1, 0.5, "", "0", "1", "-1", "1/2", "x", [], {}, [1], {"a": "1"}, "\ud800"]


def another(value: Any, draw: Random) -> Any:
    if draw.random() < 0.1 or value is None or isinstance(value, bool | float):
        return copy.deepcopy(draw.choice(ODD))
    if isinstance(value, int):
        return draw.choice((value + 1, value - 1, 0, 2 * value, 45, 46, draw.randrange(10)))
    if isinstance(value, str):
        return turned(value, draw)
    if isinstance(value, list):
        return draw.choice((value[1:], [*value, *copy.deepcopy(value[:1])], value[::-1], []))
    return dict(draw.sample(sorted(value.items(), key=repr), draw.randrange(len(value) + 1)))


def turned(text: str, draw: Random) -> str:
    """Another text that looks like this one."""
    if re.fullmatch(r"-?[0-9]{1,600}(/[0-9]{1,600})?", text) and not re.fullmatch("[01]{2,}", text):
        return other_number(text, draw)
    if re.fullmatch("[01|]+", text) and draw.random() < 0.85:
        at = draw.randrange(len(text))
        return text[:at] + {"0": "1", "1": "0"}.get(text[at], "|") + text[at + 1 :]
    if re.fullmatch("[0-9,|]+", text) and draw.random() < 0.8:
        digits = [i for i, symbol in enumerate(text) if symbol.isdigit()]
        if len(digits) > 1:
            i, j = sorted(draw.sample(digits, 2))
            changed = list(text)
            changed[i], changed[j] = str((int(text[i]) + 1) % 10), str((int(text[j]) - 1) % 10)
            return "".join(changed)
    if text in ALIKE and draw.random() < 0.9:
        return draw.choice(ALIKE[text])
    at = draw.randrange(len(text) + 1)
    return text[:at] + draw.choice('01/-|x,"\n\u0661 ') + text[at + draw.randrange(2) :]


ALIKE = {
    "max": ["min"],
    "min": ["max"],
    "ghz": ["mermin"],
    "mermin": ["ghz"],
    "W": ["G", "w"],
    "G": ["W"],
    "dual": ["primal"],
    "primal": ["dual"],
    "family": ["distillation", "attainment"],
}


def other_number(text: str, draw: Random) -> str:
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        return "0"
    step = Fraction(1, draw.choice((1, 2, 7, 1000, 10**30)))
    number = draw.choice((-value, 2 * value, value / 2, value + step, value - step, Fraction(0), Fraction(1)))
    spellings = [str(number)] * 12
    spellings += [f"{number}/1", f"+{number}", f"0{number}", f"{number}.0", f" {number}", f"{number}" + "0" * 600]
    spellings += [f"{2 * number.numerator}/{2 * number.denominator}", f"{number.numerator}/-{number.denominator}", "-0"]
    spellings += [str(number + Fraction(1, 3**330)), str(number + Fraction(1, 3 ** draw.randrange(640, 660)))]
    return draw.choice(spellings)


ANYWHERE: tuple[Callable[[Document, Random], None], ...] = (
    delete,
    rename,
    add_key,
    repeat,
    reorder,
    shorten,
    exchange,
    transplant,
    transplant,
    replace,
    replace,
    change_claim,
    change_claim,
    change_claim,
)


# Changes that know the kind; where a document is no longer of the form they expect, they do nothing.


def tolerant(change: Callable[[Document, Random], None]) -> Callable[[Document, Random], None]:
    def careful(document: Document, draw: Random) -> None:
        try:
            change(document, draw)
        except (KeyError, IndexError, TypeError, ValueError, AttributeError, ZeroDivisionError):
            return

    careful.__name__ = change.__name__
    return careful


def vectors(document: Document) -> list[dict[str, str]]:
    """The vectors and boxes of a witness."""
    found = [value[key] for value, key in places(document["witness"]) if isinstance(value[key], dict)]
    return [vector for vector in found if vector and all(isinstance(value, str) for value in vector.values())]


def parties_of(document: Document) -> int:
    parties = document["claim"]["game"]["parties"]
    if not isinstance(parties, int) or not 1 <= parties <= 6:
        raise ValueError(parties)
    return parties


def add_to(vector: dict[str, str], key: str, step: Fraction) -> None:
    vector[key] = str(Fraction(vector.get(key, "0")) + step)


@tolerant
def nudge(document: Document, draw: Random) -> None:
    """One entry changes."""
    vector = draw.choice(vectors(document))
    key = draw.choice(sorted(vector))
    if draw.random() < 0.5 and "," not in key:
        key = f"{draw.choice(words(parties_of(document)))}|{draw.choice(words(parties_of(document)))}"
    add_to(vector, key, Fraction(draw.choice((-1, 1)), draw.choice((1, 2, 8, 1000))))


@tolerant
def silently(document: Document, draw: Random) -> None:
    """A vector that acts as 0 is added: the same functional, other entries."""
    vector = draw.choice(vectors(document))
    n, step = parties_of(document), Fraction(draw.choice((-1, 1)), draw.choice((1, 2, 8, 1000)))
    if "," in next(iter(vector)):
        counts = [0, 0, 0, 0]
        for _ in range(n - 1):
            counts[draw.randrange(4)] += 1
        for key, change in silent_by_type((counts[0], counts[1], counts[2], counts[3]), step).items():
            add_to(vector, key, change)
        return
    i, a, x = draw.randrange(n), draw.choice(words(n)), draw.choice(words(n))
    for output in "01":
        for setting in "01":
            key = f"{a[:i]}{output}{a[i + 1 :]}|{x[:i]}{setting}{x[i + 1 :]}"
            add_to(vector, key, step if setting == "0" else -step)


@tolerant
def scale(document: Document, draw: Random) -> None:
    vector = draw.choice(vectors(document))
    factor = Fraction(*draw.choice(((2, 1), (1, 2), (-1, 1), (999, 1000))))
    vector.update({key: str(factor * Fraction(value)) for key, value in vector.items()})


@tolerant
def permute(document: Document, draw: Random) -> None:
    """The parties change places in the whole document, or in its witness only."""
    n = parties_of(document)
    order = draw.sample(range(n), n)

    def word(text: str) -> str:
        return "".join(text[i] for i in order) if re.fullmatch(f"[01]{{{n}}}", text) else text

    def moved(value: Any) -> Any:
        if isinstance(value, dict):
            return {"|".join(map(word, key.split("|"))): moved(inner) for key, inner in value.items()}
        if isinstance(value, list):
            if len(value) == 3 and all(isinstance(item, int) for item in value):
                return sorted(order.index(party - 1) + 1 for party in value)
            return (
                sorted(map(moved, value)) if all(isinstance(item, str) for item in value) else list(map(moved, value))
            )
        return word(value) if isinstance(value, str) else value

    for part in draw.choice((("claim", "witness"), ("claim", "witness"), ("witness",), ("claim",))):
        document[part] = moved(document[part])


@tolerant
def another_game(document: Document, draw: Random) -> None:
    game = document["claim"]["game"]
    game[draw.choice(("name", "parties"))] = draw.choice(("ghz", "mermin", 2, 3, 4, 5, 7, 9, 10, 24, 25))


@tolerant
def weaken(document: Document, draw: Random) -> None:
    """The claim says less, so that it stays proved, if the number is not one that a box must reach."""
    claim = document["claim"]
    step = Fraction(1, draw.choice((1, 3, 1000)))
    if isinstance(claim.get("beta"), dict):
        if draw.random() < 0.5:
            claim["alpha"] = str(Fraction(claim["alpha"]) + step)
        else:
            row = draw.choice(list(claim["beta"].values()))
            for x in draw.sample(sorted(row), min(3, len(row))):
                row[x] = str(Fraction(row[x]) + step)
    elif "directions" in claim:
        key = draw.choice(("alpha", "beta", "directions"))
        value = claim[key]
        claim[key] = min(45, value + 1) if isinstance(value, int) else str(Fraction(value) + step / 20)
    elif "sense" in claim:
        slack = step if claim["sense"] == "max" else -step
        claim["value"] = str(Fraction(claim["value"]) + slack)
        document["witness"].pop("primal", None)
        n, dual = parties_of(document), document["witness"]["dual"]
        if "weights" in claim:
            for k in range(n + 1):
                add_to(dual, f"{n - k},{k}|0,0" if claim["input"][0] == "0" else f"0,0|{n - k},{k}", step)
        else:
            for a in words(n):
                add_to(dual, f"{a}|{claim['input']}", step)


@tolerant
def change_row(document: Document, draw: Random) -> None:
    """One beta is negative, missing, or there for an input outside X."""
    claim = document["claim"]
    row = draw.choice(list(claim["beta"].values()))
    x = draw.choice(words(parties_of(document)))
    choice = draw.randrange(3)
    if choice == 0:
        row[x] = "0"
    elif choice == 1:
        row.pop(x, None)
    else:
        row[draw.choice(sorted(row))] = draw.choice(("-1", "-1/1000", "1/1000", "0"))


@tolerant
def change_numbers(document: Document, draw: Random) -> None:
    """Numbers of eq (13) about the bounds that they must keep."""
    claim = document["claim"]
    claim["alpha"] = draw.choice((claim["alpha"], "0", "1", "-1/2", "1/2", "4/5", "19/20", "99/100", "999/1000"))
    claim["beta"] = draw.choice((claim["beta"], "1", "11/10", "5/4", "3/2", "2", "100", "-2"))
    claim["directions"] = draw.choice((claim["directions"], *range(8), 44, 45, 46))


@tolerant
def one_part(document: Document, draw: Random) -> None:
    """Only the vector, or only the box."""
    document["witness"].pop(draw.choice(("dual", "primal")))


@tolerant
def toggle_zero(document: Document, draw: Random) -> None:
    claim = document["claim"]
    if "zeros" in claim:
        claim["zeros"] = sorted({*claim["zeros"]} ^ {draw.choice(words(parties_of(document)))})
    else:
        claim["weights"] = sorted({*claim["weights"]} ^ {draw.randrange(parties_of(document) + 2)})


@tolerant
def drop_member(document: Document, draw: Random) -> None:
    """An input leaves the claim, the witness, or both."""
    witness = document["witness"]
    y = draw.choice(sorted(witness))
    if draw.random() < 0.7:
        del witness[y]
    if draw.random() < 0.7:
        beta = document["claim"]["beta"]
        if isinstance(beta, dict):
            del beta[y]
        else:
            document["claim"]["inputs"].remove(y)


@tolerant
def move_member(document: Document, draw: Random) -> None:
    """A member speaks of another input, perhaps one outside X."""
    claim, witness = document["claim"], document["witness"]
    y, new = draw.choice(sorted(witness)), draw.choice(words(parties_of(document)))
    witness[new] = witness.pop(y)
    if isinstance(claim["beta"], dict):
        claim["beta"][new] = claim["beta"].pop(y)
    else:
        claim["inputs"] = [new if x == y else x for x in claim["inputs"]]


@tolerant
def set_list(document: Document, draw: Random) -> None:
    """Other inputs, triples or directions."""
    claim, n = document["claim"], parties_of(document)
    if "inputs" in claim and draw.random() < 0.5:
        claim["inputs"] = draw.choices(draw.choice((asked(n), words(n))), k=draw.randrange(1, 4))
    elif "triples" in claim:
        claim["triples"] = [sorted(draw.sample(range(1, n + 1), 3)) for _ in range(draw.randrange(1, 4))]
    elif "triple" in claim:
        claim["triple"] = draw.choices(range(1, n + 1), k=3)


@tolerant
def strategy(document: Document, draw: Random) -> None:
    """Another strategy, and perhaps the value that it has."""
    claim, answers = document["claim"], document["witness"]["strategy"]
    n = parties_of(document)
    answers[draw.choice("01")] = draw.choice(words(n))
    if draw.random() < 0.5:
        claim["value"] = str(draw.randrange(2 ** (n - 1)))


@tolerant
def some_boxes(document: Document, draw: Random) -> None:
    """Some of the boxes, in some order, some of them twice."""
    boxes = document["witness"]["boxes"]
    document["witness"]["boxes"] = copy.deepcopy(draw.choices(boxes, k=draw.choice((3, 5, 6, 7, 12, 64, 65))))


@tolerant
def change_class(document: Document, draw: Random) -> None:
    """A class goes, comes twice, or has another number or function; or its function becomes its complement."""
    claimed, shown = document["claim"]["classes"], document["witness"]["classes"]
    i = draw.randrange(len(claimed))
    choice = draw.randrange(6)
    if choice == 0:
        del claimed[i], shown[i]
    elif choice == 1:
        claimed.append(copy.deepcopy(claimed[i]))
        shown.append(copy.deepcopy(shown[i]))
    elif choice == 2:
        claimed[i]["predictability"] = other_number(claimed[i]["predictability"], draw)
    elif choice == 3:
        values = list(claimed[i]["function"])
        at = draw.randrange(len(values))
        values[at] = "10"[int(values[at])]
        claimed[i]["function"] = "".join(values)
    else:
        claimed[i]["function"] = claimed[i]["function"].translate(str.maketrans("01", "10"))
        dual = shown[i]["dual"]
        dual["0"], dual["1"] = dual["1"], dual["0"]


@tolerant
def change_move(document: Document, draw: Random) -> None:
    """A relabelling goes, is done twice, comes in another place or does something else."""
    moves = document["witness"]["symmetries"]
    i, n = draw.randrange(len(moves)), parties_of(document)
    choice = draw.randrange(4)
    if choice == 0:
        del moves[i]
    elif choice == 1:
        moves.insert(draw.randrange(len(moves)), copy.deepcopy(moves[i]))
    elif choice == 2:
        moves[i]["order"] = draw.sample(range(1, n + 1), n)
    else:
        moves[i][draw.choice("stc")] = draw.choice(words(n))


@tolerant
def exchange_boxes(document: Document, draw: Random) -> None:
    """Two boxes of the square are exchanged, or one stands for another, or goes, or a tenth comes."""
    boxes = document["witness"]["boxes"]
    one, other = draw.sample(sorted(boxes), 2)
    choice = draw.randrange(4)
    if choice == 0:
        boxes[one], boxes[other] = boxes[other], boxes[one]
    elif choice == 1:
        boxes[one] = copy.deepcopy(boxes[other])
    elif choice == 2:
        del boxes[one]
    else:
        boxes[draw.choice(("0,1", "4,4", "1,10"))] = copy.deepcopy(boxes[one])


@tolerant
def mix_boxes(document: Document, draw: Random) -> None:
    """A box becomes a combination of itself and another; the laws stay, but for signs, and nothing may be certain."""
    boxes = document["witness"]["boxes"]
    one, other = draw.sample(sorted(boxes), 2)
    weight = Fraction(draw.choice((-1, 1, 2)), draw.choice((2, 3, 100)))
    for key in {**boxes[one], **boxes[other]}:
        left, right = (Fraction(boxes[name].get(key, "0")) for name in (one, other))
        boxes[one][key] = str((1 - weight) * left + weight * right)


@tolerant
def change_weight(document: Document, draw: Random) -> None:
    """Messages of one weight become messages of another, or more or fewer."""
    lines = document["claim"]["weights"]
    if not lines:
        return
    line = draw.choice(lines)
    if draw.random() < 0.5:
        line["weight"] = max(0, line["weight"] + draw.choice((-2, -1, 1, 2)))
    else:
        line["messages"] = str(int(line["messages"]) + draw.choice((-5, -1, 1, 5)))


@tolerant
def change_code(document: Document, draw: Random) -> None:
    """Another bit in a row or in the modulus, another size, or the other inner code."""
    claim, code = document["claim"], document["claim"]["code"]
    if code["kind"] == "generator":
        rows = code["rows"]
        if not rows or "" in rows:
            return
        i = draw.randrange(len(rows))
        at = draw.randrange(len(rows[i]))
        rows[i] = rows[i][:at] + draw.choice("01") + rows[i][at + 1 :]
    else:
        part = draw.choice(("modulus", "inner", "length", "dimension", "bits"))
        if part == "modulus":
            at = draw.randrange(1, len(code[part]))
            code[part] = code[part][:at] + draw.choice("01") + code[part][at + 1 :]
        elif part == "inner":
            code[part] = draw.choice(("simplex", "reed-muller"))
        elif part == "bits":
            claim[part] = max(0, claim[part] + draw.choice((-1, 1)))
        else:
            code[part] += draw.choice((-1, 1))
        m = len(code["modulus"]) - 1
        if draw.random() < 0.8:
            claim["cells"] = code["length"] * (2**m - 1 if code["inner"] == "simplex" else 2 ** (m - 1))


@tolerant
def another_sense(document: Document, draw: Random) -> None:
    document["claim"]["sense"] = draw.choice(("exact", "bound"))


@tolerant
def another_reason(document: Document, draw: Random) -> None:
    document["witness"]["why"] = draw.choice(("counting", "mds"))


@tolerant
def change_load(document: Document, draw: Random) -> None:
    """A load, v or the rate is a little more or less, or a load goes, or changes sides."""
    claim = document["claim"]
    step = Fraction(draw.choice((-1, 1)), draw.choice((1, 3, 50, 10**6)))
    if draw.random() < 0.2 or "right" not in claim:
        key = "v" if "right" in claim else draw.choice(("rate", "rate", "epsilon"))
        claim[key] = str(Fraction(claim[key]) + (step / 100 if key == "epsilon" else step))
        return
    side = claim[draw.choice(("right", "wrong"))]
    if draw.random() < 0.15:
        claim["right"], claim["wrong"] = claim["wrong"], claim["right"]
    elif draw.random() < 0.15:
        del side[draw.randrange(len(side))]
    else:
        load = draw.choice(side)
        at = draw.randrange(len(load))
        load[at] = str(Fraction(load[at]) + step)


@tolerant
def change_cells(document: Document, draw: Random) -> None:
    """Other inputs, another f, or one value of a table."""
    claim = document["claim"]
    if draw.random() < 0.5:
        derived = {"kind": "derived", "party": draw.randrange(1, 5)}
        claim["inputs"] = draw.choice(({"kind": "local"}, derived, derived))
    elif "values" in claim["f"]:
        values = claim["f"]["values"]
        x = draw.choice(sorted(values))
        at = draw.randrange(len(values[x]))
        values[x] = values[x][:at] + str(1 - int(values[x][at])) + values[x][at + 1 :]
    else:
        claim["f"] = {"kind": draw.choice(("majority", "multiplexer"))}


NUMBERS = (nudge, nudge, silently, silently, scale, permute, another_game, weaken)
CHANGES_OF: dict[str, tuple[Callable[[Document, Random], None], ...]] = {
    "family": (*NUMBERS, weaken, weaken, drop_member, move_member, set_list, change_row, change_row),
    "attainment": (*NUMBERS, set_list, set_list, set_list),
    "predictability": (*NUMBERS, weaken, one_part, one_part, toggle_zero),
    "distillation": (
        *NUMBERS,
        weaken,
        weaken,
        drop_member,
        move_member,
        set_list,
        change_numbers,
        change_numbers,
        change_numbers,
    ),
    "classical-bound": (another_game, strategy, strategy, strategy, strategy, permute, permute),
    "fixing-boxes": (nudge, silently, scale, permute, another_game, some_boxes, some_boxes, some_boxes),
    "predictability-table": (nudge, nudge, nudge, scale, permute, another_game, *(change_class, change_move) * 3),
    "magic-square": (nudge, nudge, scale, exchange_boxes, exchange_boxes, mix_boxes, mix_boxes),
    "tested-cells": (
        nudge,
        nudge,
        silently,
        scale,
        permute,
        another_game,
        *(change_load, change_load, change_cells) * 2,
    ),
    "tested-limit": (nudge, nudge, scale, permute, another_game, *(change_load, change_load, change_cells) * 2),
    "code": (*(change_weight, change_code) * 3, another_sense, another_reason),
    "symmetric-predictability": (
        nudge,
        nudge,
        silently,
        silently,
        scale,
        weaken,
        weaken,
        one_part,
        one_part,
        toggle_zero,
    ),
}


# Changes of the bytes.


def cut(data: bytes, draw: Random) -> bytes:
    return data[: draw.randrange(len(data))]


def twice(data: bytes, draw: Random) -> bytes:
    """A key of some object is repeated."""
    keys = list(re.finditer(rb'"([^"\\]+)": ', data))
    if not keys:
        return data
    match = draw.choice(keys)
    return data[: match.start()] + match.group() + b'"1", ' + data[match.start() :]


def one_byte(data: bytes, draw: Random) -> bytes:
    at = draw.randrange(len(data) + 1)
    return data[:at] + draw.choice((b"", b"0", b"-", b".", b'"', b"{", b"]", b",", b" ", b"e1", b"\\")) + data[at + 1 :]


def around(data: bytes, draw: Random) -> bytes:
    before, after = draw.choice(
        ((b" \n", b"\t "), (b"\xef\xbb\xbf", b""), (b"", b"{}"), (b"[", b"]"), (b"", b"\x00"), (b"[" * 40, b"]" * 40))
    )
    return before + data + after


def spelt_out(data: bytes, draw: Random) -> bytes:
    """Letters written as escapes: another spelling of the same document."""
    return re.sub(rb"[WGP]", lambda match: b"\\u%04x" % match.group()[0], data, count=draw.randrange(1, 9))


SPOILERS: tuple[Callable[[bytes, Random], bytes], ...] = (cut, twice, one_byte, around, spelt_out)
