"""Writes certificates as files, canonically: the same certificate is the same bytes [R6.20]."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entry_types import Type, format_type
from freebit.codes.code import Concatenation, GeneratorCode
from freebit.errors import InvalidError
from freebit.kernel.check import KINDS, read

if TYPE_CHECKING:
    from freebit.boxes.box import Box
    from freebit.boxes.cells import CellKind
    from freebit.boxes.entries import Entry
    from freebit.boxes.game import ParityGame
    from freebit.boxes.symmetry import Relabelling
    from freebit.solver.cell_group import CellGroup
    from freebit.solver.cells import CellFamily, CellLimit
    from freebit.solver.family import Member
    from freebit.solver.functions import FunctionClass

Json = Mapping[str, object]


def family_document(members: Sequence[Member], found: Mapping[str, str]) -> Json:
    """The certificate of kind ``family`` for members with one game, triple and alpha.

    Raises ``ValueError`` if the members do not belong together.
    """
    first = members[0]
    if any((m.game, m.triple, m.alpha) != (first.game, first.triple, first.alpha) for m in members):
        raise InvalidError("the members of a family have one game, one triple and one alpha")
    claim = {
        "game": _game(first.game),
        "triple": _parties(first.triple),
        "alpha": str(first.alpha),
        "beta": {
            format_bits(m.y): {format_bits(x): str(value) for x, value in sorted(m.beta.items())}
            for m in sorted(members, key=lambda m: m.y)
        },
    }
    witness = {format_bits(m.y): {"W": _vector(m.W), "G": _vector(m.G)} for m in sorted(members, key=lambda m: m.y)}
    return _document("family", claim, witness, found)


def distillation_document(members: Sequence[Member], beta: Fraction, directions: int, found: Mapping[str, str]) -> Json:
    """The certificate of kind ``distillation`` for members with one game, triple and alpha, one for each input."""
    first = members[0]
    claim = {
        "game": _game(first.game),
        "triple": _parties(first.triple),
        "inputs": [format_bits(m.y) for m in sorted(members, key=lambda m: m.y)],
        "alpha": str(first.alpha),
        "beta": str(beta),
        "directions": directions,
    }
    witness = {format_bits(m.y): {"W": _vector(m.W), "G": _vector(m.G)} for m in sorted(members, key=lambda m: m.y)}
    return _document("distillation", claim, witness, found)


def attainment_document(
    game: ParityGame,
    triples: Iterable[tuple[int, ...]],
    inputs: Iterable[Bits],
    value: int,
    probability: Fraction,
    box: Box,
    found: Mapping[str, str],
) -> Json:
    """The certificate of kind ``attainment``; parties of the triples are counted from 0."""
    claim = {
        "game": _game(game),
        "triples": [_parties(triple) for triple in triples],
        "inputs": [format_bits(x) for x in inputs],
        "value": str(value),
        "probability": str(probability),
    }
    return _document("attainment", claim, {"P": _vector(box.entries())}, found)


def predictability_document(
    game: ParityGame,
    zeros: Iterable[Bits],
    x0: Bits,
    sense: str,
    value: Fraction,
    dual: Mapping[Entry, Fraction] | None,
    primal: Mapping[Entry, Fraction] | None,
    found: Mapping[str, str],
) -> Json:
    """The certificate of kind ``predictability``; ``zeros`` are the outputs on which the function is 0."""
    claim = {
        "game": _game(game),
        "zeros": [format_bits(a) for a in sorted(zeros)],
        "input": format_bits(x0),
        "sense": sense,
        "value": str(value),
    }
    parts = {"dual": dual, "primal": primal}
    witness = {name: _vector(vector) for name, vector in parts.items() if vector is not None}
    return _document("predictability", claim, witness, found)


def classical_document(
    game: ParityGame, value: Fraction, strategy: tuple[Bits, Bits], found: Mapping[str, str]
) -> Json:
    """The certificate of kind ``classical-bound``; the strategy is the outputs on input 0 and on input 1."""
    answers = {setting: format_bits(outputs) for setting, outputs in zip("01", strategy, strict=True)}
    claim = {"game": _game(game), "value": str(value)}
    return _document("classical-bound", claim, {"strategy": answers}, found)


def fixing_document(game: ParityGame, boxes: Iterable[Box], found: Mapping[str, str]) -> Json:
    """The certificate of kind ``fixing-boxes``."""
    listed = [_vector(box.entries()) for box in boxes]
    return _document("fixing-boxes", {"game": _game(game)}, {"boxes": listed}, found)


def symmetric_document(
    game: ParityGame,
    weights: Iterable[int],
    x0: Bits,
    sense: str,
    value: Fraction,
    dual: Mapping[Type, Fraction],
    primal: Mapping[Type, Fraction],
    found: Mapping[str, str],
) -> Json:
    """The certificate of kind ``symmetric-predictability``; f is 0 on outputs of the given weights."""
    claim = {
        "game": _game(game),
        "weights": sorted(weights),
        "input": format_bits(x0),
        "sense": sense,
        "value": str(value),
    }
    witness = {
        name: {format_type(kind): str(entry) for kind, entry in sorted(vector.items()) if entry}
        for name, vector in (("dual", dual), ("primal", primal))
    }
    return _document("symmetric-predictability", claim, witness, found)


def table_document(
    game: ParityGame,
    x0: Bits,
    symmetries: Iterable[Relabelling],
    classes: Sequence[FunctionClass],
    found: Mapping[str, str],
) -> Json:
    """The certificate of kind ``predictability-table`` for all functions of the outputs at x0."""
    claim = {
        "game": _game(game),
        "input": format_bits(x0),
        "classes": [
            {"function": format_bits(row.values), "predictability": str(row.predictability)} for row in classes
        ],
    }
    witness = {
        "symmetries": [_relabelling(symmetry) for symmetry in symmetries],
        "classes": [
            {
                "dual": {str(value): _vector(dual) for value, dual in enumerate(row.duals)},
                "primal": {name: str(value) for name, value in row.box.items()},
            }
            for row in classes
        ],
    }
    return _document("predictability-table", claim, witness, found)


def square_document(boxes: Mapping[tuple[int, int], Mapping[str, Fraction]], found: Mapping[str, str]) -> Json:
    """The certificate of kind ``magic-square``: a box for each input (r, c), by the names of its entries."""
    listed = {f"{r},{c}": {name: str(value) for name, value in box.items()} for (r, c), box in boxes.items()}
    return _document("magic-square", {"game": {"name": "magic-square"}}, {"boxes": listed}, found)


def code_document(
    code: GeneratorCode | Concatenation, weights: Mapping[int, int], sense: str, why: str, found: Mapping[str, str]
) -> Json:
    """The certificate of kind ``code``: numbers of messages by the weight of their words."""
    if isinstance(code, GeneratorCode):
        given: Json = {"kind": "generator", "rows": [f"{row:0{code.cells}b}" for row in code.rows]}
    else:
        given = {
            "kind": "concatenation",
            "inner": code.inner,
            "modulus": f"{code.field.modulus:b}",
            "length": code.length,
            "dimension": code.dimension,
        }
    claim = {
        "bits": code.bits,
        "cells": code.cells,
        "code": given,
        "sense": sense,
        "weights": [{"weight": weight, "messages": str(number)} for weight, number in sorted(weights.items())],
    }
    return _document("code", claim, {"why": why}, found)


def cells_document(family: CellFamily, found: Mapping[str, str]) -> Json:
    """The certificate of kind ``tested-cells``."""
    right, wrong = family.rows()
    claim = {
        **_cells(family.kind),
        "v": str(family.v),
        "right": [[str(value) for value in load] for load in right],
        "wrong": [[str(value) for value in load] for load in wrong],
    }
    given = {y: {"G": _vector(member.G), "V": _vector(member.V)} for y, member in family.members.items()}
    return _document("tested-cells", claim, _with_carried(family.group, given), found)


def limit_document(limit: CellLimit, found: Mapping[str, str]) -> Json:
    """The certificate of kind ``tested-limit``."""
    n = limit.kind.parties
    names = ["".join(slots) for slots in product("-01", repeat=n)]

    def correlators(values: Sequence[Fraction]) -> dict[str, str]:
        return {name: str(value) for name, value in zip(names, values, strict=True) if value}

    claim = {**_cells(limit.kind), "epsilon": str(limit.epsilon), "rate": str(limit.rate)}
    given = {y: {"plus": correlators(plus), "minus": correlators(minus)} for y, (plus, minus) in limit.boxes.items()}
    witness = {"mu": _vector(limit.weights), "boxes": _with_carried(limit.group, given)}
    return _document("tested-limit", claim, witness, found)


def document_bytes(document: Json) -> bytes:
    """The bytes of a document: one blank of indentation, keys in the order given, one line feed at the end [R6.20].

    Raises ``UnreadableError`` for a certificate that is too long to be read, or whose numbers are.
    """
    data = (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()
    if document.get("kind") in KINDS:
        read(data)
    return data


def _document(kind: str, claim: Json, witness: Json, found: Mapping[str, str]) -> Json:
    return {
        "format": "freebit-certificate",
        "version": 1,
        "kind": kind,
        "claim": claim,
        "witness": witness,
        "provenance": dict(found),
    }


def _cells(kind: CellKind) -> dict[str, object]:
    """The kind of cells of a claim [R4.51] [R4.55] [R4.57]."""
    derived, f = kind.inputs.derived, kind.function
    table = {format_bits(x): format_bits(values) for x, values in sorted(f.table.items())}
    return {
        "game": _game(kind.game),
        "inputs": {"kind": "local"} if derived is None else {"kind": "derived", "party": derived + 1},
        "f": {"kind": f.name} | ({"values": table} if f.name == "table" else {}),
    }


def _with_carried(group: CellGroup, given: Mapping[Bits, Json]) -> Json:
    """A member for each input in X: those given, and how the others are carried from them [R3.81]."""
    found: dict[Bits, Json] = dict(given)
    for y in given:
        for image, symmetry in group.input_orbits[y].items():
            if image not in given:
                found[image] = {
                    "from": format_bits(y),
                    **_relabelling(symmetry.relabelling),
                    "sign": "+" if symmetry.sign[y] == 1 else "-",
                }
    return {format_bits(y): member for y, member in sorted(found.items())}


def _game(game: ParityGame) -> Json:
    return {"name": game.name, "parties": game.parties}


def _relabelling(symmetry: Relabelling) -> Json:
    """[R6.19]: ``flip``, ``twist`` and ``shift`` are those of new parties, and files write them for old ones."""
    old = [symmetry.order.index(party) for party in range(len(symmetry.order))]
    bits = {"s": symmetry.flip, "t": symmetry.twist, "c": symmetry.shift}
    return {"order": _parties(symmetry.order)} | {
        name: format_bits(word[i] for i in old) for name, word in bits.items()
    }


def _parties(triple: tuple[int, ...]) -> list[int]:
    return [party + 1 for party in triple]


def _vector(vector: Mapping[Entry, Fraction]) -> dict[str, str]:
    ordered = sorted(vector.items(), key=lambda item: (item[0][1], item[0][0]))
    return {f"{format_bits(a)}|{format_bits(x)}": str(value) for (a, x), value in ordered if value}
