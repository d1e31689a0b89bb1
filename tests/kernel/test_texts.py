"""Places and texts in the kernel's failures, which no verdict depends on and people do."""

import json

import pytest
from conformance.generate.faults import BASES, encode

from freebit.boxes.bits import all_bits
from freebit.boxes.entries import index_of
from freebit.boxes.game import GhzGame
from freebit.kernel.check import Report, check
from freebit.kernel.functional import Vector, difference, row_vector
from freebit.kernel.kinds.attainment import Attained, Attainment
from freebit.kernel.kinds.family import Bound, Family
from freebit.kernel.laws import BoxLaws
from freebit.kernel.model import Failure, RuleResult
from freebit.wire.document import UnreadableError
from freebit.wire.rational import Rationals


def failure(document: dict, rule: str) -> tuple[str, str]:
    results = {result.rule: result.failure for result in check(encode(document)).results}
    found = results[rule]
    assert found is not None
    return found.place, found.message


def changed(name: str, change: object) -> dict:
    document = json.loads(json.dumps(BASES[name]))
    change(document)  # type: ignore[operator]
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

    def exchange(document: dict) -> None:
        zeros = document["claim"]["zeros"]
        zeros[position], zeros[position + 1] = zeros[position + 1], zeros[position]

    assert failure(changed("max", exchange), "R3.31")[0] == f"claim/zeros/{position + 1}"


def test_signalling_names_the_party_and_the_others() -> None:
    """[R2.10]"""

    def signal(document: dict) -> None:
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


def only_signals(party: int, parties: int, others: int = 0) -> Vector:
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
        Failure,
        RuleResult,
        Report,
        Bound,
        Family,
        BoxLaws,
        Attainment,
        Attained,
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
