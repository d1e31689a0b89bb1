"""What the Lemma modulo symmetry averages over: which maps of entries are refused, and where [R3.6]."""

from collections.abc import Iterable

import pytest

from freebit.boxes.bits import Bits, majority_of
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.boxes.symmetry import Relabelling, orbits, stabiliser
from freebit.second.lemma import NotASymmetryError, check_symmetry, reduced_script
from freebit.second.model import Objection
from freebit.second.solver import ask


class OneInput(ParityGame):
    """Asks 11...1 alone, for even parity, so that a map may do almost anything to the other entries."""

    @property
    def name(self) -> str:
        return "one-input"

    def target(self, x: Bits) -> int | None:
        return 0 if all(x) else None


def place(entry: str) -> int:
    """The index of an entry "a|x" in base 4."""
    a, x = entry.split("|")
    return int("".join(str(2 * int(setting) + int(output)) for output, setting in zip(a, x, strict=True)), 4)


def exchanged(*pairs: tuple[str, str], parties: int, after: Iterable[int] = ()) -> list[int]:
    """A map of entries, or the identity, but for the exchange of what becomes of two entries of each pair."""
    image = list(after) or list(range(4**parties))
    for left, right in pairs:
        i, j = place(left), place(right)
        image[i], image[j] = image[j], image[i]
    return image


def refused(image: list[int], game: ParityGame, x0: str, triple: tuple[int, ...] = (1, 2, 3)) -> str:
    """Why a map is refused."""
    with pytest.raises(NotASymmetryError) as error:
        check_symmetry(image, game, x0, triple)
    return str(error.value)


@pytest.mark.parametrize(
    ("pairs", "at"),
    [
        # An entry that is not asked, and one that wins at an input that is: the names of their marks in both orders.
        ((("00000|00000", "00000|00001"),), "00000|00000"),
        ((("00000|00001", "00000|00011"),), "00000|00001"),
        # One that wins and one that loses, at an input and at x0.
        ((("00000|00001", "00001|00001"),), "00000|00001"),
        ((("00000|10000", "10000|10000"),), "00000|10000"),
        ((("10000|10000", "00111|00111"),), "00111|00111"),
        # One that loses at x0, and one that loses elsewhere.
        ((("10000|10000", "10000|01000"),), "10000|01000"),
        # Two that win at x0, with different majorities, first the one and then the other.
        ((("00000|10000", "11000|10000"),), "00000|10000"),
        ((("11000|10000", "10100|10000"), ("11000|10000", "00011|10000")), "00011|10000"),
    ],
)
def test_the_first_entry_that_is_not_kept_is_named(pairs: tuple[tuple[str, str], ...], at: str) -> None:
    image = exchanged(*pairs, parties=5)
    assert refused(image, MerminGame(), "10000") == f"the map does not keep the game or the majority at {at}"


def test_the_majority_of_what_loses_is_not_asked_for() -> None:
    """The entries exchanged are alike in all that is kept: both lose at x0."""
    image = exchanged(("00001|10000", "11100|10000"), parties=5)
    assert refused(image, MerminGame(), "10000").startswith("the map does not keep non-signalling at entry")


@pytest.mark.parametrize("image", [[*range(62), 63, 63], [0, 0, *range(2, 64)], list(range(63)), list(range(65))])
def test_what_is_not_one_to_one_is_refused(image: list[int]) -> None:
    assert refused(image, MerminGame(3), "001") == "the map is not one-to-one"


#: The bits of an index, from the last: the output of party 3, its input, the output of party 2, its input, ...
@pytest.mark.parametrize(
    ("pairs", "party"),
    [
        # The output of party 3 becomes its input, and its input the output of party 2.
        ((("001|000", "000|001"), ("001|000", "010|000")), 3),
        # The output of party 3 becomes the input of party 2, and its input the output of party 1.
        ((("001|000", "000|010"), ("000|001", "100|000")), 3),
        # The input of party 3 becomes the input of party 2.
        ((("000|001", "000|010"),), 3),
        # The output of party 2 becomes the outputs of parties 1 and 2; party 3 is fine.
        ((("010|000", "110|000"),), 2),
        # The input of party 1 becomes nothing but its output.
        ((("000|100", "100|000"),), 1),
    ],
)
def test_an_output_and_an_input_of_one_party_stay_those_of_one(pairs: tuple[tuple[str, str], ...], party: int) -> None:
    image = exchanged(*pairs, parties=3)
    assert refused(image, OneInput(3), "111") == f"the map does not keep non-signalling of party {party}"


def test_an_output_does_not_become_three() -> None:
    """Outputs of party 5 turn those of three, and inputs of party 5 inputs and outputs of the same three."""
    image = exchanged(("00001|00000", "00111|00000"), ("00000|00001", "00111|00111"), parties=5)
    assert refused(image, MerminGame(), "10000") == "the map does not keep non-signalling of party 5"


def test_every_entry_goes_where_its_bits_say() -> None:
    """The first that does not is named, whether it goes too far or not far enough."""
    turned = Relabelling((0, 1, 2, 3, 4), (0,) * 5, (0, 0, 0, 1, 1), (0,) * 5).entry_map()
    check_symmetry(turned, MerminGame(), "10000", (1, 2, 3))
    for left, right in (("00000|11000", "00001|11000"), ("00001|11000", "00010|11000")):
        for after in (range(1024), turned):
            image = exchanged((left, right), parties=5, after=after)
            first = min(place(left), place(right))
            assert refused(image, MerminGame(), "10000") == f"the map does not keep non-signalling at entry {first}"


@pytest.mark.parametrize(
    ("game", "x0", "triple"),
    [(GhzGame(4), "0110", (1, 2, 3)), (GhzGame(4), "1111", (1, 2, 4)), (MerminGame(3), "001", (1, 2, 3))],
)
def test_orbits_are_those_of_all_symmetries(game: ParityGame, x0: str, triple: tuple[int, ...]) -> None:
    """One probability for each, in whatever order the symmetries are found, and no law that says nothing."""
    context = reduced_script(x0, triple, game).context
    assert len(context.names) == len(set(least_of(game, x0, triple)))
    equations = [law[3:-1].split(") (") for law in context.laws if law.startswith("(= (+")]
    assert equations
    assert all(left.strip("()") != right.strip("()") for left, right in equations)


def least_of(game: ParityGame, x0: str, triple: tuple[int, ...]) -> list[int]:
    """The least entry of each entry's orbit under all symmetries."""
    parties = tuple(party - 1 for party in triple)
    keeping = stabiliser(game, tuple(map(int, x0)), lambda a: majority_of(a, parties)).keeping
    return orbits([relabelling.entry_map() for relabelling in keeping], 4**game.parties)


def test_an_input_that_no_symmetry_makes_the_first_one_keeps_its_numbers() -> None:
    """The parties of the triple are all there are, and 111 asks for the other parity than 001.

    The Lemma speaks of five parties: of the four outputs that win at 111 the majority of three is 0, and of 001 of one.
    """
    game = MerminGame(3)
    script = reduced_script("111", (1, 2, 3), game)
    assert script.context.names == tuple(f"q_{number}" for number in sorted(set(least_of(game, "111", (1, 2, 3)))))
    for x0, answered, about in (("111", 0, "exceeds 3/4"), ("001", 1, "is below 1/4")):
        questions, objection = ask(reduced_script(x0, (1, 2, 3), game))
        assert questions == answered
        assert objection == Objection("R3.6", "x0", f"P(maj=0|x0) {about} (Z3)")
