"""The game, eqs (2)-(5), re-stated from the paper's words [R2.2]-[R2.6]."""

from itertools import product

import pytest

from freebit.boxes.bits import all_bits
from freebit.boxes.game import GhzGame, MerminGame, ParityGame, game_named


def paper_coefficient(a: tuple[int, ...], x: tuple[int, ...]) -> int:
    """Eqs (3)-(5) for five parties, from the sums that the paper writes."""
    odd = a[0] ^ a[1] ^ a[2] ^ a[3] ^ a[4]
    if sum(x) in (1, 5):
        return odd
    if sum(x) == 3:
        return odd ^ 1
    return 0


def test_coefficients_are_those_of_the_paper() -> None:
    """[R2.4]"""
    game = MerminGame()
    assert game.parties == 5
    for a, x in product(product((0, 1), repeat=5), repeat=2):
        assert game.coefficient(a, x) == paper_coefficient(a, x)


def test_inputs_are_those_of_odd_weight() -> None:
    """[R2.2], [R2.3]"""
    game = MerminGame()
    assert list(game.inputs) == [x for x in product((0, 1), repeat=5) if sum(x) % 2 == 1]
    assert len(game.inputs) == 16
    assert sum(game.target(x) == 0 for x in game.inputs) == 6
    assert sum(game.target(x) == 1 for x in game.inputs) == 10


@pytest.mark.parametrize("parties", [3, 5, 7, 9])
def test_inputs_of_any_odd_number_of_parties(parties: int) -> None:
    """[R2.2], [R2.3]"""
    game = MerminGame(parties)
    for x in all_bits(parties):
        ones = "".join(map(str, x)).count("1")
        assert game.target(x) == {0: None, 1: 0, 2: None, 3: 1}[ones % 4]
        assert (x in game.inputs) == (ones % 2 == 1)


@pytest.mark.parametrize("game", [MerminGame(3), MerminGame(5), GhzGame(4)], ids=str)
def test_winning_outputs_are_half_on_asked_inputs_and_all_elsewhere(game: ParityGame) -> None:
    for x in all_bits(game.parties):
        wins = game.winning_outputs(x)
        assert list(wins) == [a for a in all_bits(game.parties) if game.coefficient(a, x) == 0]
        assert len(wins) == 2**game.parties // (2 if x in game.inputs else 1)


def classical_minimum(game: ParityGame) -> int:
    """The least loss of the 4**n deterministic strategies, by enumeration."""
    words = list(product((0, 1), repeat=game.parties))
    losses = []
    for zero, one in product(words, repeat=2):
        total = 0
        for x in game.inputs:
            answer = tuple(one[i] if x[i] else zero[i] for i in range(game.parties))
            total += game.coefficient(answer, x)
        losses.append(total)
    return min(losses)


@pytest.mark.parametrize(("game", "least"), [(MerminGame(5), 6), (MerminGame(3), 1), (GhzGame(4), 2)], ids=str)
def test_classical_minimum(game: ParityGame, least: int) -> None:
    """Inequality (2) for five parties: no deterministic box, so no mixture of them, loses less than 6."""
    assert classical_minimum(game) == least


def test_ghz_game_of_five_parties_is_the_mermin_game() -> None:
    """[R2.5]"""
    for n in (5, 9):
        assert all(GhzGame(n).target(x) == MerminGame(n).target(x) for x in all_bits(n))
    assert any(GhzGame(3).target(x) != MerminGame(3).target(x) for x in all_bits(3))


@pytest.mark.parametrize("parties", [2, 3, 4, 5, 6])
def test_ghz_targets_are_the_signs_of_the_state(parties: int) -> None:
    """[R2.5] X on input 1, Y on input 0: <0..0|...|1..1> takes a factor i for each Y; the product must be real."""
    game = GhzGame(parties)
    for x in all_bits(parties):
        phase = 1j ** x.count(0)
        sign = round(phase.real)
        assert game.target(x) == {1: 0, -1: 1, 0: None}[sign]


def test_games_by_name() -> None:
    """[R2.6]"""
    assert game_named("mermin", 7) == MerminGame(7)
    assert game_named("ghz", 4) == GhzGame(4)
    assert (MerminGame(), GhzGame()) == (MerminGame(5), GhzGame(4))
    assert (MerminGame().name, GhzGame().name) == ("mermin", "ghz")
    games: list[ParityGame] = [MerminGame(5), GhzGame(5)]
    assert games[0] != games[1]
    for name in ("chess", "zebra", "", "Mermin"):
        with pytest.raises(ValueError, match=f"no game called '{name}'"):
            game_named(name, 5)


@pytest.mark.parametrize("parties", [-1, 0, 1, 2, 4, 6])
def test_mermin_game_wants_an_odd_number_of_parties(parties: int) -> None:
    with pytest.raises(ValueError, match=f"odd number of parties, at least 3, not {parties}"):
        MerminGame(parties)


@pytest.mark.parametrize("parties", [-3, 0, 1])
def test_ghz_game_wants_two_parties(parties: int) -> None:
    with pytest.raises(ValueError, match=f"at least 2 parties, not {parties}"):
        GhzGame(parties)


@pytest.mark.parametrize(("a", "x"), [((0,) * 4, (0,) * 5), ((0,) * 5, (1,) * 6), ((), (1,) * 5)])
def test_words_of_another_length_are_refused(a: tuple[int, ...], x: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="bits, not 5"):
        MerminGame().coefficient(a, x)
