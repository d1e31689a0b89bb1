"""Kind ``predictability-table``: the predictability of all functions of the outputs [R3.103]-[R3.108], [R3.109].

Symmetries and classes of functions are decided here, by going through the group that the relabellings make at x0;
what is said of boxes is put to Z3.  Functions are strings of their values on the outputs that win at x0.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from operator import itemgetter
from typing import ClassVar

from freebit.boxes.game import ParityGame
from freebit.second import reading
from freebit.second.boxes import asked, bit_words, entries_of_correlators, every_box, is_lost
from freebit.second.kinds.shared import commas
from freebit.second.model import Objection, Shown
from freebit.second.moves import Move
from freebit.second.reading import ReadingError
from freebit.second.script import Case, Query, Script
from freebit.second.terms import differ, every, number, plus

_MOST_PARTIES = 5
_MOST_LISTED = 256
_OPPOSITE = str.maketrans("01", "10")


@dataclass(frozen=True)
class ListedFunction:
    """A function of the claim, its number, the vectors D_0 and D_1, and the correlators of a box."""

    values: str
    predictability: str
    duals: tuple[dict[str, str], dict[str, str]]
    correlators: dict[str, str]


@dataclass(frozen=True)
class PredictabilityTableQuestions:
    """Functions and numbers for an input, and what shows them."""

    kind: ClassVar[str] = "predictability-table"

    game: ParityGame
    x0: str
    moves: tuple[Move, ...]
    functions: tuple[ListedFunction, ...]

    @classmethod
    def read(cls, claim: object, witness: object) -> "PredictabilityTableQuestions":
        """Raises ``ReadingError`` if a part is not there or has another form, or a list is too long [R6.29]."""
        parts = reading.record(claim, "document/claim", ("game", "input", "classes"))
        shown = reading.record(witness, "document/witness", ("symmetries", "classes"))
        game = reading.game(parts["game"], "document/claim/game", _MOST_PARTIES)
        n = game.parties
        x0 = reading.bits(parts["input"], "document/claim/input", n)
        claimed = reading.sequence(parts["classes"], "document/claim/classes")
        proofs = reading.sequence(shown["classes"], "document/witness/classes")
        listed = reading.sequence(shown["symmetries"], "document/witness/symmetries")
        for found, place in ((claimed, "claim/classes"), (listed, "witness/symmetries")):
            if len(found) > _MOST_LISTED:
                raise ReadingError("R6.29", f"document/{place}", f"more than {_MOST_LISTED} are listed")
        if len(claimed) != len(proofs):
            raise ReadingError("R6.6", "document/witness/classes", f"{len(proofs)} are not as many as are claimed")
        moves = tuple(_move(move, f"document/witness/symmetries/{i}", n) for i, move in enumerate(listed))
        pairs = enumerate(zip(claimed, proofs, strict=True))
        return cls(game, x0, moves, tuple(_listed(said, proof, i, n) for i, (said, proof) in pairs))

    @cached_property
    def _winning(self) -> list[str]:
        """The outputs that win at x0, in increasing order."""
        return [a for a in bit_words(self.game.parties) if not is_lost(self.game, a, self.x0)]

    def objections(self) -> Iterator[Objection]:
        """[R3.103], [R3.104], [R3.105]"""
        for i, move in enumerate(self.moves):
            if not self._keeps_the_game(move):
                yield Objection("R3.103", f"witness/symmetries/{i}", "the relabelling does not keep the game")
        if not set(asked(self.game)) <= self._reached():
            yield Objection("R3.104", "witness/symmetries", "some input is not reached from x0")
        yield from self._functions_made_otherwise()

    def _keeps_the_game(self, move: Move) -> bool:
        words = bit_words(self.game.parties)
        inside = set(asked(self.game))
        return all((move.inputs(x) in inside) == (x in inside) for x in words) and all(
            is_lost(self.game, a, x) == is_lost(self.game, move.outputs(a, x), move.inputs(x))
            for a, x in product(words, repeat=2)
        )

    def _reached(self) -> set[str]:
        """The inputs to which x0 can be carried."""
        found: set[str] = set()
        added = {self.x0}
        while added:
            found |= added
            added = {move.inputs(x) for move in self.moves for x in added} - found
        return found

    def _group(self) -> list[tuple[int, ...]]:
        """What the relabellings that keep x0 do to the outputs that win there, as permutations of their places."""
        place = {a: i for i, a in enumerate(self._winning)}
        keeping = [move for move in self.moves if move.inputs(self.x0) == self.x0]
        generators = {tuple(place[move.outputs(a, self.x0)] for a in self._winning) for move in keeping}
        group = {tuple(range(len(place)))}
        added = set(group)
        while added:
            added = {tuple(step[i] for i in member) for member in added for step in generators} - group
            group |= added
        return sorted(group)

    @cached_property
    def _images(self) -> list[set[str]]:
        """For each listed function all that are made from it."""
        moved = [itemgetter(*member) for member in self._group()]
        found = []
        for listed in self.functions:
            images = {"".join(move(listed.values)) for move in moved}
            found.append(images | {image.translate(_OPPOSITE) for image in images})
        return found

    def _functions_made_otherwise(self) -> Iterator[Objection]:
        """[R3.105] the images of the listed functions are all functions, and no function twice."""
        made: set[str] = set()
        for i, images in enumerate(self._images):
            if made & images:
                yield Objection("R3.105", f"claim/classes/{i}", "an earlier function makes this one as well")
            made |= images
        if len(made) != 1 << len(self._winning):
            yield Objection("R3.105", "claim/classes", f"{len(made)} of {1 << len(self._winning)} functions are made")

    def script(self) -> Script:
        """[R3.106], [R3.107] for every box that never loses; [R2.8], [R2.13], [R3.108] for the boxes of the witness."""
        game, words = self.game, bit_words(self.game.parties)
        never_lost = tuple(f"(= 0.0 P_{a}_{x})" for x in words for a in words if is_lost(game, a, x))
        queries = (
            Query(
                (Case("R3.107", "there is no box that never loses", (("claim/game", "true"),)),),
                "all",
                (),
                never_lost,
                True,
            ),
            Query((self._wrong_multipliers(),), "multipliers"),
            Query((self._other_gaps(),), "bounds", (), never_lost),
            *(self._box(i, listed) for i, listed in enumerate(self.functions)),
        )
        return Script("a certificate of kind predictability-table", every_box(game.parties), queries)

    def _duals(self) -> Iterator[tuple[str, ListedFunction, str, dict[str, str]]]:
        for i, listed in enumerate(self.functions):
            for value in "01":
                yield f"witness/classes/{i}/dual/{value}", listed, value, listed.duals[int(value)]

    def _wrong_multipliers(self) -> Case:
        places = []
        for place, _, _, dual in self._duals():
            for key, entry in dual.items():
                wrong = (
                    differ("0.0", number(entry)) if is_lost(self.game, *key.split("|")) else f"(< {number(entry)} 0.0)"
                )
                places.append((f"{place}/{key}", wrong))
        return Case("R3.106", "D is negative, or not 0 where I = 1", tuple(places))

    def _chance(self, listed: ListedFunction, value: str) -> str:
        """P(f=v|x0)"""
        return plus(f"P_{a}_{self.x0}" for a in self._giving(listed, value))

    def _giving(self, listed: ListedFunction, value: str) -> list[str]:
        """The outputs that win at x0 where f has that value."""
        return [a for a, bit in zip(self._winning, listed.values, strict=True) if bit == value]

    def _other_gaps(self) -> Case:
        places = []
        for place, listed, value, dual in self._duals():
            acted = plus(f"(* {number(entry)} P_{key.replace('|', '_')})" for key, entry in dual.items())
            gap = f"(- {number(listed.predictability)} {self._chance(listed, value)})"
            places.append((place, differ(acted, gap)))
        return Case("R3.107", "D does not act as the gap", tuple(places))

    def _box(self, i: int, listed: ListedFunction) -> Query:
        """That the box of a function breaks a law, or has other probabilities than the claim says."""
        place = f"witness/classes/{i}/primal"
        n = self.game.parties
        steps, box = entries_of_correlators("b", {"-" * n: "1", **listed.correlators}, n)
        lost = [value for key, value in box.items() if is_lost(self.game, *key.split("|"))]
        gaps = []
        for wanted in "01":
            chance = plus(box[f"{a}|{self.x0}"] for a in self._giving(listed, wanted))
            gaps.append(differ(number(listed.predictability), chance))
        cases = (
            Case("R2.8", "a probability is negative", tuple((place, f"(< {value} 0.0)") for value in box.values())),
            Case("R2.13", "the box loses", ((place, differ("0.0", plus(lost))),)),
            Case("R3.108", "neither value of f has that probability", ((place, every(gaps)),)),
        )
        return Query(cases, "boxes", tuple(steps))

    def shown(self) -> tuple[Shown, ...]:
        """Each function with its number, and how many functions are made from it."""
        pairs = zip(self.functions, self._images, strict=True)
        classes = commas([f"{listed.values}:{listed.predictability}:{len(images)}" for listed, images in pairs])
        return (Shown(self.kind, self.game, (("input", self.x0), ("classes", classes))),)


def _move(value: object, place: str, parties: int) -> Move:
    return Move.read(reading.record(value, place, ("order", "s", "t", "c")), place, parties)


def _listed(said: object, proof: object, i: int, parties: int) -> ListedFunction:
    claim = reading.record(said, f"document/claim/classes/{i}", ("function", "predictability"))
    place = f"document/witness/classes/{i}"
    witness = reading.record(proof, place, ("dual", "primal"))
    duals = reading.record(witness["dual"], f"{place}/dual", ("0", "1"))
    return ListedFunction(
        reading.bits(claim["function"], f"document/claim/classes/{i}/function", 2 ** (parties - 1)),
        reading.canonical_rational(claim["predictability"], f"document/claim/classes/{i}/predictability"),
        (
            reading.vector(duals["0"], f"{place}/dual/0", parties),
            reading.vector(duals["1"], f"{place}/dual/1", parties),
        ),
        reading.by_correlator(witness["primal"], f"{place}/primal", parties),
    )
