"""Places and texts in the kernel's failures, which no verdict depends on and people do."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest
from conformance.generate.faults import BASES, encode
from conformance.generate.faults_claims import SYMMETRIC  # noqa: F401  # adds the smaller claims' good documents

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.entries import index_of
from freebit.boxes.entry_types import types
from freebit.boxes.game import GhzGame, MerminGame
from freebit.kernel.check import Fact, Report, check, read
from freebit.kernel.correlators import read_correlators
from freebit.kernel.extreme import ClaimedExtreme
from freebit.kernel.functional import IndexedVector, difference, row_vector
from freebit.kernel.kinds.attainment import Attainment
from freebit.kernel.kinds.classical_bound import ClassicalBound
from freebit.kernel.kinds.distillation import Distillation, _direction
from freebit.kernel.kinds.family import Family
from freebit.kernel.kinds.fixing_boxes import FixingBoxes
from freebit.kernel.kinds.predictability import Predictability
from freebit.kernel.kinds.symmetric_predictability import SymmetricPredictability
from freebit.kernel.laws import BoxLaws
from freebit.kernel.members import Members
from freebit.kernel.model import Failure, RuleResult
from freebit.kernel.symmetric import SymmetricBoxLaws
from freebit.wire import document as document_module
from freebit.wire.document import UnreadableError, read_bytes, read_document
from freebit.wire.rational import Rationals
from freebit.wire.reader import Reader
from tests.isolation.certificates import check_without


def failure(document: dict[str, Any], rule: str) -> tuple[str, str]:
    results = {result.rule: result.failure for result in check(encode(document)).results}
    found = results[rule]
    assert found is not None
    return found.place, found.message


def changed(name: str, change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json.dumps(BASES[name]))
    change(document)
    return document


@pytest.mark.parametrize("correlator", ["0----", "-1---", "--0-1", "----0", "11111", "01-10"])
def test_the_first_correlator_that_differs_is_named(correlator: str) -> None:
    """[R3.2]: the vector that is one correlator differs from 0 there first."""
    asked = [i for i, symbol in enumerate(correlator) if symbol != "-"]
    x = tuple(int(symbol) if symbol != "-" else 0 for symbol in correlator)
    vector = row_vector(x, ((-1) ** sum(a[i] for i in asked) for a in all_bits(5)))
    assert difference(vector, Rationals({}, 1), 5) == f"the two sides differ by 32 on correlator {correlator}"


def test_triple_is_told_with_parties_from_1() -> None:
    """[R3.10]"""
    place, message = failure(changed("trivial", lambda d: d["claim"].update(triple=[2, 5, 4])), "R3.10")
    assert (place, message) == (
        "claim/triple",
        "[2, 5, 4] is not three different parties in increasing order",
    )


@pytest.mark.parametrize("position", [0, 1, 4])
def test_zeros_out_of_order_are_counted_from_0(position: int) -> None:
    """[R3.31]"""

    def exchange(document: dict[str, Any]) -> None:
        zeros = document["claim"]["zeros"]
        zeros[position], zeros[position + 1] = zeros[position + 1], zeros[position]

    assert failure(changed("max", exchange), "R3.31")[0] == f"claim/zeros/{position + 1}"


def test_signalling_names_the_party_and_the_others() -> None:
    """[R2.10]"""

    def signal(document: dict[str, Any]) -> None:
        box = document["witness"]["P"] = {f"{a}|{x}": "1/2" for x in WORDS for a in ("00000", "11111")}
        for x in WORDS:
            if x[2] == "1":
                del box[f"11111|{x}"]
                box[f"00000|{x}"] = "1"

    assert failure(changed("attained once", signal), "R2.10") == (
        "party 3, the others at 00.00|00.00",
        "the marginal is 1/2 on input 0, 1 on input 1",
    )


WORDS = ["".join(map(str, bits)) for bits in all_bits(5)]


def only_signals(party: int, parties: int, others: int = 0) -> IndexedVector:
    """A uniform box with a change that depends on the input of one party (from 0) and that the others cannot see."""
    box = {}
    for x in all_bits(parties):
        for a in all_bits(parties):
            seen = a[party] == x[party] == 1 and sum(x) > others
            sign = (-1) ** (sum(a) - a[party])
            box[index_of(a, x)] = 1000 + 2**parties * sign * seen
    return Rationals(box, 1000 * 2**parties)


@pytest.mark.parametrize("parties", [2, 3, 5])
def test_every_party_that_signals_is_seen_and_named(parties: int) -> None:
    """[R2.10]: also if it is the only one; the place is the first one where its marginals differ."""
    game = GhzGame(parties)
    for party in range(parties):
        laws = BoxLaws(game, only_signals(party, parties))
        assert laws.not_negative() is None
        assert laws.normalised() is None
        found = laws.non_signalling()
        assert found is not None
        dots = "".join("." if i == party else "0" for i in range(parties))
        assert found.place == f"party {party + 1}, the others at {dots}|{dots}"
        late = BoxLaws(game, only_signals(party, parties, parties - 1)).non_signalling()
        assert late is not None
        assert late.place == f"party {party + 1}, the others at {dots}|{dots.replace('0', '1')}"
    uniform = Rationals(dict.fromkeys(range(4**parties), 1), 2**parties)
    assert BoxLaws(game, uniform).non_signalling() is None


@pytest.mark.parametrize("place", range(16))
def test_signalling_at_any_single_place_is_seen(place: int) -> None:
    """[R2.10]: a change of two outputs of the others, at each place in turn."""
    a, x = divmod(place, 4)
    outputs, inputs = (a >> 1, a & 1), (x >> 1, x & 1)
    box = dict.fromkeys(range(4**3), 100)
    box[index_of((0, *outputs), (1, *inputs))] += 1
    box[index_of((0, 1 - outputs[0], outputs[1]), (1, *inputs))] -= 1
    assert BoxLaws(GhzGame(3), Rationals(box, 800)).non_signalling() is not None


def test_texts_of_the_bound_and_of_a_probability() -> None:
    """[R3.17], [R3.21], [R3.13]: the numbers and parties in a message are the right ones."""
    y = "10000"
    half = changed("trivial", lambda d: (d["claim"].update(alpha="1/2"), d["claim"]["beta"][y].update({y: "1/3"})))
    assert failure(half, "R3.17") == (
        f"witness/{y} at 00000|{y}",
        "|G| = 1 exceeds alpha W + beta I = 1/2",
    )
    third = changed("trivial", lambda d: (d["claim"].update(alpha="1/3"), d["claim"]["beta"][y].update({y: "1/2"})))
    assert failure(third, "R3.17")[1] == "|G| = 1 exceeds alpha W + beta I = 1/3"
    other = changed("attained once", lambda d: d["claim"].update(triples=[[1, 2, 3], [2, 4, 5]]))
    assert failure(other, "R3.21") == ("maj(2,4,5) at 10000", "the probability is 1/2, not 3/4")
    empty = changed("attained once", lambda d: d["claim"].update(triples=[], inputs=[]))
    assert failure(empty, "R3.20") == ("claim/triples", "the list is empty")
    less = changed("trivial", lambda d: d["claim"]["beta"][y].pop("11111"))
    assert failure(less, "R3.13") == (f"claim/beta/{y}", "the input 11111 has no beta")
    more = changed("trivial", lambda d: d["claim"]["beta"][y].update({"11000": "0"}))
    assert failure(more, "R3.13") == (f"claim/beta/{y}", "the input 11000 has a beta but is outside X")


@pytest.mark.parametrize(
    "record",
    [
        *(Failure, RuleResult, Report, Rationals, BoxLaws, SymmetricBoxLaws, Members, ClaimedExtreme),
        *(Family, Attainment, Predictability, ClassicalBound, FixingBoxes, SymmetricPredictability, Distillation),
        *get_args(Fact),
    ],
)
def test_what_the_kernel_says_cannot_be_changed(record: type) -> None:
    assert record.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_largest_game() -> None:
    """[R6.16]: nine parties are allowed, ten are not."""
    nine = changed("trivial", lambda d: d["claim"]["game"].update(name="ghz", parties=9))
    with pytest.raises(UnreadableError) as caught:
        check(encode(nine))
    assert caught.value.rule == "R6.13"  # its inputs have five bits, and the game is accepted
    ten = changed("trivial", lambda d: d["claim"]["game"].update(name="ghz", parties=10))
    with pytest.raises(UnreadableError) as caught:
        check(encode(ten))
    assert caught.value.rule == "R6.16"


@pytest.mark.parametrize(
    ("changes", "correlator", "by"),
    [
        ({"0,0|5,0": 1}, "11111", 1),
        ({"5,0|0,0": 2}, "00000", 2),
        ({"2,0|3,0": 1}, "00111", 1),
        ({"0,0|4,1": 1}, "11111", -5),
        ({"0,0|5,0": 5, "0,0|4,1": 1}, "1111-", 2),
    ],
)
def test_the_first_correlator_by_types_is_named(changes: dict[str, int], correlator: str, by: int) -> None:
    """[R3.73]: parties on input 0, parties on input 1, parties left out; here thousandths are added to D."""

    def change(document: dict[str, Any]) -> None:
        dual = document["witness"]["dual"]
        for key, value in changes.items():
            dual[key] = str(Fraction(dual.get(key, "0")) + Fraction(value, 1000))

    place, message = failure(changed("symmetric trivial", change), "R3.73")
    assert place == "witness/dual"
    assert message == f"D differs from the gap by {Fraction(by, 1000)} on correlator {correlator}"


def test_an_entry_that_is_too_long_is_told_in_numbers() -> None:
    """[R3.42]: the first entry, by input and output digit by digit, and both sides."""
    document = changed("distilled once", lambda d: d["claim"].update(alpha="79/100"))
    place, message = failure(document, "R3.42")
    key = place.removeprefix("witness/10000 at ")
    w, g = (Fraction(document["witness"]["10000"][part].get(key, "0")) for part in "WG")
    reach = Fraction(79, 100) * w
    assert w * w + g * g > 2 * reach * reach
    assert message == f"W^2 + G^2 = {w * w + g * g} exceeds 2 (alpha W + beta I)^2 = {2 * reach * reach}"


def test_a_negative_reach_is_told() -> None:
    """[R3.42]: alpha W + beta I."""

    def lower(document: dict[str, Any]) -> None:
        weights = document["witness"]["10000"]["W"]
        for output in "01":
            for setting in "01":
                key = f"{output}0000|{setting}0001"
                change = Fraction(1, 7) if setting == "1" else Fraction(-1, 7)
                weights[key] = str(Fraction(weights.get(key, "0")) + change)

    document = changed("distilled once", lower)
    place, message = failure(document, "R3.42")
    key = place.removeprefix("witness/10000 at ")
    w = Fraction(document["witness"]["10000"]["W"][key])
    assert w < 0
    asked_and_wrong = 1 if key.count("1", 6) == 1 and key[:5].count("1") % 2 else 0
    reach = Fraction(document["claim"]["alpha"]) * w + Fraction(document["claim"]["beta"]) * asked_and_wrong
    assert message == f"alpha W + beta I = {reach} is negative"


@pytest.mark.parametrize(
    ("w", "g", "message"),
    [
        (0, 1, "W^2 + G^2 = 1 exceeds 2 (alpha W + beta I)^2 = 0"),
        (-1, 0, "alpha W + beta I = -1/2 is negative"),
        (-2, 7, "alpha W + beta I = -1 is negative"),
    ],
)
def test_which_half_of_the_bound_an_entry_breaks(certificates: Path, w: int, g: int, message: str) -> None:
    """[R3.42] the first half if the reach is below 0, the second if it is 0."""
    found = read(next(iter(sorted((certificates / "distillation").glob("*.json")))).read_bytes())
    assert isinstance(found, Distillation)
    pairs: dict[Bits, tuple[IndexedVector, IndexedVector]] = {
        (1, 0, 0, 0, 0): (Rationals({0: w} if w else {}, 1), Rationals({0: g} if g else {}, 1))
    }
    one = replace(found, alpha=Fraction(1, 2), beta=Fraction(1, 2), members=replace(found.members, pairs=pairs))
    failure = one.entries_are_bounded()
    assert failure is not None
    assert failure.message == message


@pytest.mark.parametrize(("normalised", "end"), [(True, ", one of them no -"), (False, "")])
def test_what_a_key_of_correlators_looks_like_is_told(normalised: bool, end: str) -> None:
    """[R6.18] the correlator of no party is a key where the table is not that of a box."""
    with pytest.raises(UnreadableError, match=re.escape(f"the key is not 2 symbols -, 0 and 1{end}") + "$"):
        read_correlators(Reader({"2-": "1"}), 2, normalised=normalised)


def test_directions_count_up_to_sign_and_length() -> None:
    """[R3.43]"""
    same = [[(2, 4), (-1, -2), (3, 6)], [(0, 5), (0, -1)], [(-4, 0), (1, 0)], [(1, -1), (-2, 2)]]
    assert [{_direction(*pair) for pair in pairs} for pairs in same] == [{(1, 2)}, {(0, 1)}, {(1, 0)}, {(1, -1)}]


def test_the_function_that_nothing_fixes_is_named() -> None:
    """[R3.65]: it varies on what each box can answer."""
    document = changed("fixing", lambda d: d["witness"].update(boxes=d["witness"]["boxes"][::2]))
    place, message = failure(document, "R3.65")
    x, zeros = (
        place.removeprefix("x = "),
        set(message.removeprefix("no box fixes the function that is 0 on ").split(",")),
    )
    for box in document["witness"]["boxes"]:
        support = {key[:3] for key in box if key[4:] == x}
        assert support & zeros
        assert support - zeros


def test_signalling_by_types_is_told_in_numbers() -> None:
    """[R2.10]: the two marginals, and the type of the others."""

    def move(document: dict[str, Any]) -> None:
        box = document["witness"]["primal"]
        box["2,1|1,1"] = str(Fraction(box.get("2,1|1,1", "0")) + Fraction(1, 1000))

    document = changed("symmetric primal", move)
    box = {key: Fraction(value) for key, value in document["witness"]["primal"].items()}
    results = check_without(encode(document), {"R2.9"}).results
    found = results[-1].failure
    assert (results[-1].rule, found is None) == ("R2.10", False)
    assert found is not None
    k, l, m, n = map(int, re.findall(r"\d", found.place))  # noqa: E741
    one_more = [f"{k + 1},{l}|{m},{n}", f"{k},{l + 1}|{m},{n}", f"{k},{l}|{m + 1},{n}", f"{k},{l}|{m},{n + 1}"]
    on_0 = box.get(one_more[0], Fraction(0)) + box.get(one_more[1], Fraction(0))
    on_1 = box.get(one_more[2], Fraction(0)) + box.get(one_more[3], Fraction(0))
    assert on_0 != on_1
    assert found.message == f"the marginal is {on_0} on input 0, {on_1} on input 1"


def test_the_loss_is_told() -> None:
    """[R2.13]: the uniform box of five parties is wrong half the time on 16 inputs."""
    game = GhzGame(5)
    entries, by_types = Rationals(dict.fromkeys(range(4**5), 1), 32), Rationals(dict.fromkeys(types(5), 1), 32)
    for laws in (BoxLaws(game, entries), SymmetricBoxLaws(game, by_types)):
        assert laws.maximal_violation() == Failure("P", "the loss is 8, not 0")


def test_the_smallest_negative_numerator_is_negative() -> None:
    """[R2.8], [R3.33], [R3.74]: one unit of the common denominator below 0."""
    assert BoxLaws(GhzGame(2), Rationals({0: -1, 1: 3}, 2)).not_negative() is not None
    assert BoxLaws(GhzGame(2), Rationals({0: 1}, 2)).not_negative() is None
    assert SymmetricBoxLaws(GhzGame(2), Rationals({(2, 0, 0, 0): -1}, 2)).not_negative() is not None
    claim = ClaimedExtreme(GhzGame(2), (1, 1), "max", Fraction(1))
    dual = Rationals({index_of((0, 0), (1, 0)): -1}, 2)
    assert Predictability(claim, (), dual, None).dual_is_not_negative() is not None
    by_types = Rationals({(1, 0, 1, 0): -1}, 2)
    assert SymmetricPredictability(claim, (), by_types, None).dual_is_not_negative() is not None


@pytest.mark.parametrize(("value", "holds"), [(0, True), (1, True), (Fraction(11, 10), False), (2, False), (3, False)])
def test_the_classical_bound_of_three_parties(value: Fraction, holds: bool) -> None:
    """[R3.60]: |X| = 4 and the sum of |C(u)| is 4; at 3 the square suffices, but 2 value exceeds |X|."""
    found = ClassicalBound(MerminGame(3), Fraction(value), ((0, 0, 0), (0, 0, 0))).squares_suffice()
    assert (found is None) == holds


def test_a_longer_file_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """[R6.2]"""
    monkeypatch.setattr(document_module, "MAX_BYTES", 4)
    path = tmp_path / "file"
    for length, readable in ((4, True), (5, False), (6, False)):
        path.write_bytes(b"1" * length)
        if readable:
            assert read_document(read_bytes(path)) == 1111
        else:
            with pytest.raises(UnreadableError, match=r"\[R6\.2\]"):
                read_bytes(path)
            with pytest.raises(UnreadableError, match=r"\[R6\.2\]"):
                read_document(path.read_bytes())
