"""Kinds ``predictability-table`` and ``magic-square``: meaning, both checkers, finders [R3.100]-[R3.122].

Their faults, which both checkers are given, are in ``faults_functions``: [R3.103], [R3.104], [R3.105], [R3.106],
[R3.107], [R3.108], [R3.120], [R3.121], [R2.17], [R2.18], [R2.19], [R2.20].
"""

import json
from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations, product
from random import Random

import flint
import pytest
from conformance.generate.faults import BASES, encode, put
from conformance.generate.faults_functions import PARTY_1, three_parties

from freebit.boxes import symmetry
from freebit.boxes.bits import Bits, all_bits, format_bits, majority_of, number_of
from freebit.boxes.box import Box, fixed_output_box, ghz_box
from freebit.boxes.entries import by_entry, index_of
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.boxes.magic_square import COLUMN_ANSWERS, ENTRIES, INPUTS, ROW_ANSWERS, wins
from freebit.kernel.check import check
from freebit.kernel.correlators import box_of_correlators, difference_at_maximal_violation, ties
from freebit.kernel.functional import contraction, losing
from freebit.kernel.relabelling import Functions, StatedRelabelling
from freebit.second.check import check_with_z3
from freebit.solver.documents import document_bytes
from freebit.solver.functions import FunctionTable, correlators
from freebit.solver.predictability import predictability
from freebit.solver.square import certain_box
from freebit.wire.rational import Rationals

GAMES = [GhzGame(2), GhzGame(3), MerminGame(3), GhzGame(4)]


def of_losing(game: ParityGame, random: Random) -> dict[int, int]:
    """A vector that is 0 wherever I = 0."""
    return {index: random.randint(-9, 9) for index in losing(game)}


@pytest.mark.parametrize("game", GAMES, ids=lambda game: f"{game.name}-{game.parties}")
def test_what_loses_is_equivalent_to_nothing(game: ParityGame) -> None:
    """[R3.101] vectors on entries that lose are equivalent to 0."""
    nothing: Rationals[int] = Rationals({}, 1)
    for seed in range(5):
        assert difference_at_maximal_violation(Rationals(of_losing(game, Random(seed)), 7), nothing, game) is None


@pytest.mark.parametrize("game", GAMES, ids=lambda game: f"{game.name}-{game.parties}")
def test_nothing_else_is_equivalent_to_nothing(game: ParityGame) -> None:
    """[R3.100], [R3.101] classes without contradiction are as many as functionals that differ at maximal violation."""
    rows = [contraction({index: 1}, game.parties) for index in losing(game)]
    rank = flint.fmpz_mat(rows).rank()
    classes = {first for first, sign in ties(game) if sign}
    assert len(classes) == 3**game.parties - rank


@pytest.mark.parametrize("game", GAMES[1:], ids=lambda game: f"{game.name}-{game.parties}")
def test_equivalent_vectors_agree_on_boxes(game: ParityGame) -> None:
    """[R3.101] on every box of maximal violation, and where they are not equivalent some box tells them apart."""
    boxes = [fixed_output_box(game, party, value) for party in range(game.parties) for value in (0, 1)]
    boxes.append(ghz_box(game.parties))
    if game.name == "mermin":
        boxes.pop()
    winning = game.winning_outputs(game.inputs[0])
    at_first = {index_of(a, game.inputs[0]): 1 for a in winning}
    at_last = {index_of(a, game.inputs[-1]): 1 for a in game.winning_outputs(game.inputs[-1])}
    assert difference_at_maximal_violation(Rationals(at_first, 1), Rationals(at_last, 1), game) is None
    single = {index_of(winning[0], game.inputs[0]): 1}
    assert difference_at_maximal_violation(Rationals(single, 1), Rationals(at_last, 1), game)
    for box in boxes:
        values = {index_of(a, x): p for (a, x), p in box.entries().items()}
        assert sum(values.get(index, 0) for index in at_first) == 1


@pytest.mark.parametrize("box", [fixed_output_box(GhzGame(4), 2, 1), ghz_box(3), ghz_box(4)], ids=str)
def test_a_box_is_given_by_its_correlators(box: Box) -> None:
    """[R3.102]"""
    n = box.parties
    given = correlators(box.entries(), n)
    scale = 2**n
    found = {}
    for name, value in given.items():
        found[sum(3 ** (n - 1 - i) * "-01".index(symbol) for i, symbol in enumerate(name))] = int(value * scale)
    table = box_of_correlators(Rationals(found, scale), n)
    assert by_entry(table.fractions(), n) == box.entries()


def test_any_correlators_make_normalised_tables_that_do_not_signal() -> None:
    """[R3.102]"""
    random = Random(3)
    given = Rationals({place: random.randint(-5, 5) for place in range(1, 27)}, 4)
    box = Box(3, by_entry(box_of_correlators(given, 3).fractions(), 3))
    assert {violation.rule for violation in box.violations()} <= {"R2.8"}


def test_relabellings_are_those_of_the_searches() -> None:
    """[R3.103], [R2.15] the kernel's own relabellings, by old parties, against those of ``boxes.symmetry``."""
    random = Random(5)
    for order in permutations(range(3)):
        s, t, c = (tuple(random.randint(0, 1) for _ in range(3)) for _ in range(3))
        stated = StatedRelabelling(order, s, t, c)
        shift, flip, twist = (tuple(word[i] for i in order) for word in (c, s, t))
        there = symmetry.Relabelling(order, shift, flip, twist)
        game = GhzGame(3)
        kept = True
        for a, x in product(all_bits(3), repeat=2):
            assert stated.image(a, x) == there.entry(a, x)
            b, y = there.entry(a, x)
            kept &= game.coefficient(a, x) == game.coefficient(b, y) and (game.target(x) is None) == (
                game.target(y) is None
            )
        assert (stated.not_a_symmetry(game) is None) == kept


def orbit(f: Bits, winning: tuple[Bits, ...], moves: list[dict[Bits, Bits]]) -> set[Bits]:
    """What permutations of the winning outputs and the exchange of 0 and 1 make of a function, one at a time."""
    reached, queue = {f}, [f]
    for g in queue:
        values = dict(zip(winning, g, strict=True))
        images = [tuple(1 - value for value in g)]
        for move in moves:
            back = {image: a for a, image in move.items()}
            images.append(tuple(values[back[a]] for a in winning))
        queue += [image for image in images if image not in reached]
        reached |= set(images)
    return reached


def test_classes_are_orbits() -> None:
    """[R3.105] for four parties, against functions as tables."""
    table = FunctionTable(GhzGame(4), (1,) * 4)
    stated = [StatedRelabelling(m.order, m.flip, m.twist, m.shift) for m in table.symmetries]
    moves = [{a: m.image(a, table.x0)[0] for a in table.winning} for m in stated[:3]]
    classes = table.classes()
    wanted = [orbit(f, table.winning, moves) for f in classes]
    assert sum(map(len, wanted)) == 256 == len(set().union(*wanted))
    sizes, failure = Functions(table.game, table.x0, stated).classes([number_of(f) for f in classes])
    assert failure is None
    assert sizes == [len(found) for found in wanted]
    assert classes == [min(found) for found in wanted]


def test_there_are_83_classes() -> None:
    """[R3.105] for five parties, by counting what each of the 3840 elements of the group leaves fixed."""
    winning = MerminGame().winning_outputs((1,) * 5)
    place = {a: i for i, a in enumerate(winning)}
    fixed = 0
    for order in permutations(range(5)):
        for flip in winning:
            move = [place[tuple(a[i] ^ f for i, f in zip(order, flip, strict=True))] for a in winning]
            lengths = []
            left = set(range(16))
            while left:
                start = i = left.pop()
                length = 1
                while (i := move[i]) != start:
                    left.remove(i)
                    length += 1
                lengths.append(length)
            fixed += 2 ** len(lengths) + (2 ** len(lengths) if all(n % 2 == 0 for n in lengths) else 0)
    assert fixed == 83 * 3840
    assert len(FunctionTable(MerminGame(), (1,) * 5).classes()) == 83


def test_the_table_of_three_parties() -> None:
    """[R3.108] nothing is unpredictable; the document of the tests is of the same classes."""
    three = FunctionTable(GhzGame(3), (1,) * 3)
    rows = sorted(map(three.solved_class, three.classes()), key=lambda row: (row.predictability, row.values))
    assert [(format_bits(row.values), row.predictability) for row in rows] == [
        (word, Fraction(1)) for word in ("0000", "0001", "0011")
    ]
    small = three_parties()
    assert [entry["function"] for entry in small["claim"]["classes"]] == ["0000", "0001", "0011"]
    assert correlators(fixed_output_box(GhzGame(3), 0, 0).entries(), 3) == {
        name: Fraction(value) for name, value in PARTY_1.items()
    }
    document = three.document(reversed(rows), {})
    assert check(document_bytes(document)).accepted
    assert check_with_z3(document_bytes(document)).accepted


def test_predictabilities_are_those_of_the_functions_program() -> None:
    """[R3.108] at other inputs and for other functions of the class, by a program of their own."""
    game, x = MerminGame(), (0, 1, 0, 0, 0)
    for values, wanted in (
        (lambda a: majority_of(a, (0, 2, 4)), Fraction(3, 4)),
        (lambda a: a[4] ^ (a[1] if a[0] else a[3]), Fraction(3, 4)),
        (lambda a: int(sum(a) in (1, 2)), Fraction(6, 7)),
    ):
        assert predictability(game, x, values).predictability == wanted


def test_an_input_that_is_not_asked_reaches_none_that_is() -> None:
    """[R3.104]"""
    document = json.loads(encode(BASES["small table"]))
    document["claim"]["input"] = "110"
    rejection, objection = check(encode(document)).rejection, check_with_z3(encode(document)).objection
    assert rejection is not None
    assert objection is not None
    assert rejection.rule == objection.rule == "R3.104"


def test_z3_says_where_a_table_fails() -> None:
    """[R3.109] a number that is too small, at its dual vector."""
    document = json.loads(encode(BASES["table"]))
    put("claim/classes/0/predictability", "7/10")(document)
    objection = check_with_z3(encode(document)).objection
    assert objection is not None
    assert (objection.rule, objection.place) == ("R3.107", "witness/classes/0/dual/0")


def test_boxes_of_the_square_always_win_and_are_certain() -> None:
    """[R2.16], [R3.121] and so is each function of the answers, of which there are 256 on those that win."""
    assert len(ENTRIES) == 144
    for r, c in INPUTS:
        box = {ENTRIES[name]: p for name, p in certain_box(r, c).items()}
        assert all(wins(entry) for entry in box)
        assert Counter(p for (_, _, s, t), p in box.items() if (s, t) == (r, c)) == {Fraction(1): 1}
        winning = [(a, b) for a, b in product(ROW_ANSWERS, COLUMN_ANSWERS) if wins((a, b, r, c))]
        assert len(winning) == 8


def test_no_box_of_the_square_is_certain_everywhere() -> None:
    """[R2.16] such a box would be deterministic, and no square has even rows and odd columns."""
    for rows in product(ROW_ANSWERS, repeat=3):
        assert any(tuple(row[c] for row in rows) not in COLUMN_ANSWERS for c in range(3))


def test_z3_says_where_a_square_fails() -> None:
    """[R3.122] the box of an input in the place of that of another."""
    for one, other in combinations(["1,1", "2,3", "3,2"], 2):
        document = json.loads(encode(BASES["square"]))
        boxes = document["witness"]["boxes"]
        boxes[one] = boxes[other]
        objection = check_with_z3(encode(document)).objection
        assert objection is not None
        assert (objection.rule, objection.place) == ("R3.121", f"witness/boxes/{one}")
