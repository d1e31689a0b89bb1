"""The tested protocol under attack: exact tables of a toy game, all its devices, and attacks on one cell [R5.71]."""

import json
from fractions import Fraction
from math import comb
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.box import deterministic_box
from freebit.boxes.cells import LOCAL, MAJORITY, MULTIPLEXER, CellFunction, CellInputs, CellKind
from freebit.boxes.game import GhzGame, MerminGame
from freebit.kernel.check import check
from freebit.kernel.kinds import tested_limit
from freebit.kernel.kinds.family import Bound
from freebit.kernel.kinds.tested_cells import CellLoads
from freebit.kernel.kinds.tested_limit import NoneBetter
from freebit.security.memory import RunningXor
from freebit.security.tested import TestedGrid, known_attack, least_left_open, planted_rate, statistics_of_cells
from freebit.wire.document import read_document
from freebit.wire.reader import Reader
from tests.theorem.toy import TOY_BOXES, ToyGame, toy_key, words

F = Fraction
HALF, QUARTER, ZERO, ONE = F(1, 2), F(1, 4), F(0), F(1)
FOLDER = Path(__file__).resolve().parents[2] / "certificates" / "tested"
TOY = CellKind(ToyGame(), LOCAL, CellFunction("table", {x: tuple(map(toy_key, words(2))) for x in words(2)}))


def at_most(n: int, u: Fraction, tolerance: int) -> Fraction:
    """P[Bin(n,u) <= T]."""
    return sum((comb(n, j) * u**j * (1 - u) ** (n - j) for j in range(tolerance + 1)), ZERO)


def leaning(centre: tuple[int, ...], epsilon: Fraction, bits: int) -> dict[tuple[int, ...], Fraction]:
    flips = {x: sum(p != q for p, q in zip(x, centre, strict=True)) for x in words(bits)}
    return {x: epsilon**d * (1 - epsilon) ** (bits - d) for x, d in flips.items()}


@pytest.mark.parametrize("epsilon", [HALF, F(2, 5), F(1, 5)])
def test_the_best_certificate_of_the_toy_game(epsilon: Fraction) -> None:
    """[R5.85] 1 - u = 1 - epsilon^2, exactly, with its dual; so u = epsilon^2 below."""
    pytest.importorskip("scipy.optimize")
    from freebit.solver.cells import CellProgram

    assert CellProgram(TOY).least(epsilon).rate == 1 - epsilon**2


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_eq_12_of_written_out_tables_is_below_the_bound(data: st.DataObject) -> None:
    """[R5.71] two cells, T = 0 and T = 1, several measurements, correlated cells and sources."""
    epsilon = data.draw(st.sampled_from([HALF, F(2, 5), F(1, 5)]))
    tolerance = data.draw(st.sampled_from([0, 1]))
    preparations = []
    for _ in range(4):
        first, second, third, fourth = (data.draw(st.sampled_from(TOY_BOXES)) for _ in range(4))
        box = first.product(second).mixture(third.product(fourth), data.draw(st.sampled_from([ONE, F(1, 3)])))
        centre = tuple(data.draw(st.integers(0, 1)) for _ in range(4))
        preparations.append((QUARTER, box, leaning(centre, epsilon, 4)))
    tells = (lambda v: v % 2, lambda v: v // 2, lambda v: v, lambda v: 0)
    statistics = statistics_of_cells(TestedGrid(TOY, 2, 2, tolerance), preparations, tells).check()
    assert statistics.guessing_probability() <= HALF + QUARTER * at_most(2, epsilon**2, tolerance)


@pytest.mark.parametrize("epsilon", [HALF, F(2, 5), F(1, 5)])
@pytest.mark.parametrize(("cells", "tolerance"), [(1, 0), (2, 0), (2, 1), (3, 0), (3, 1)])
def test_the_bound_is_reached_in_the_toy_game(epsilon: Fraction, cells: int, tolerance: int) -> None:
    """[R5.71], [R5.85] known outputs that lose at one input, from which both bits lean away."""
    box = one = deterministic_box((0, 0), (0, 0))
    for _ in range(cells - 1):
        box = box.product(one)
    preparation = (ONE, box, leaning((0,) * 2 * cells, epsilon, 2 * cells))
    found = statistics_of_cells(TestedGrid(TOY, cells, cells, tolerance), [preparation], [lambda v: v]).check()
    assert found.guessing_probability() == HALF + QUARTER * at_most(cells, epsilon**2, tolerance)


def test_a_certificate_that_promises_more_is_overtaken() -> None:
    """[R5.71] with u doubled the same attack exceeds the bound."""
    box = deterministic_box((0, 0), (0, 0))
    found = statistics_of_cells(TestedGrid(TOY, 1, 1), [(ONE, box, leaning((0, 0), HALF, 2))], [lambda v: v])
    assert found.guessing_probability() > HALF + QUARTER * (1 - 2 * QUARTER)


def test_cells_that_lean_beyond_epsilon_break_the_bound() -> None:
    """[R5.7] is needed: a source that leans further than epsilon = 1/2 allows."""
    box = deterministic_box((0, 0), (0, 0))
    found = statistics_of_cells(TestedGrid(TOY, 1, 1), [(ONE, box, leaning((0, 0), F(1, 5), 2))], [lambda v: v])
    assert found.guessing_probability() > HALF + QUARTER * (1 - HALF**2)


@pytest.mark.parametrize(("keep", "tolerance"), [(1, 0), (2, 0), (2, 1)])
def test_the_mean_over_the_numbers_of_kept_cells(keep: int, tolerance: int) -> None:
    """[R5.74] two cells of three parties, local inputs, all answers 0, which is wrong at one input in X of four."""
    kind, epsilon = CellKind(GhzGame(3), LOCAL, MAJORITY), F(9, 20)
    box, centre = deterministic_box((0, 0, 0), (0, 0, 0)), (0,) * 6
    right = [x for x in kind.game.inputs if not kind.game.coefficient((0, 0, 0), x)]
    one = leaning(centre[:3], epsilon, 3)
    asked = sum((one[x] for x in kind.game.inputs), ZERO)
    wrong = 1 - sum((one[x] for x in right), ZERO) / asked
    runs = {j: comb(2, j) * asked**j * (1 - asked) ** (2 - j) for j in range(keep, 3)}

    def mean(u: Fraction) -> Fraction:
        return sum((chance * at_most(j, u, tolerance) for j, chance in runs.items()), ZERO)

    prepared = (ONE, box.product(box), leaning(centre, epsilon, 6))
    found = statistics_of_cells(TestedGrid(kind, 2, keep, tolerance), [prepared], [lambda v: v]).check()
    excess = found.guessing_probability() - HALF
    # The outputs are known, so that the mean is exactly what is reached with the rate of wrong cells in place of u.
    assert excess == QUARTER * mean(wrong)
    u = F(729, 47804)
    assert u < wrong and excess < QUARTER * mean(u) <= QUARTER * at_most(keep, u, tolerance)


@pytest.mark.parametrize("keep", [2, 3])
def test_memory_beats_the_bound(keep: int) -> None:
    """[R5.8] [R5.46] devices that hear earlier cells: 5/8 at every size, above the bound from 20 cells on."""
    assert RunningXor().excess(ONE) == F(1, 8)
    u = 1 - known_rate("four-majority-derived-1", F(9, 20))
    assert all(QUARTER * (1 - u) ** n < RunningXor().excess(ONE) for n in range(10 * keep, 60))


# Attacks on one cell of the real games.

KINDS = {
    "four-majority-derived-1": CellKind(GhzGame(4), CellInputs(0), MAJORITY),
    "four-majority-local": CellKind(GhzGame(4), LOCAL, MAJORITY),
    "five-multiplexer-derived-4": CellKind(MerminGame(5), CellInputs(3), MULTIPLEXER),
    "five-multiplexer-local": CellKind(MerminGame(5), LOCAL, MULTIPLEXER),
}


def known_rate(name: str, epsilon: Fraction) -> Fraction:
    """The rate that a committed limit proves least."""
    path = FOLDER / name / f"limit-{epsilon.numerator}-{epsilon.denominator}.json"
    (fact,) = check(path.read_bytes()).facts
    assert isinstance(fact, NoneBetter)
    assert fact.epsilon == epsilon
    return fact.rate


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("epsilon", [F(9, 20), F(2, 5), F(3, 10), F(1, 10)])
def test_no_known_attack_beats_the_bound(name: str, epsilon: Fraction) -> None:
    """[R5.80] and all leave a gap."""
    assert known_attack(KINDS[name], epsilon) < known_rate(name, epsilon)


@pytest.mark.parametrize("name", ["four-majority-derived-1", "five-multiplexer-derived-4"])
def test_with_a_free_source_the_bound_is_reached(name: str) -> None:
    """[R5.84] the boxes of the limit at epsilon = 1/2 sum to mu: they are what a measurement leaves of one box."""
    data = (FOLDER / name / "limit-1-2.json").read_bytes()
    assert check(data).accepted
    assert known_attack(KINDS[name], HALF) == known_rate(name, HALF)
    document = Reader(read_document(data))
    limit = tested_limit.TestedLimit.read(document.child("claim"), document.child("witness"))
    mu = limit.weights.fractions()
    asked = {index for index in range(4 ** KINDS[name].parties) if index in mu}
    for _, (plus, minus) in limit.boxes():
        p, q = plus.fractions(), minus.fractions()
        sums = {i: p.get(i, ZERO) + q.get(i, ZERO) for i in p.keys() | q.keys()}
        assert all(sums.get(i, ZERO) == mu.get(i, ZERO) for i in asked)


def test_the_planted_box_of_four_parties() -> None:
    """[R5.80] it loses at two of the eight inputs, and the source leans away from them."""
    assert planted_rate(KINDS["four-majority-derived-1"], HALF) == F(3, 4)
    assert planted_rate(KINDS["four-majority-derived-1"], F(1, 10)) == F(243, 250)
    assert planted_rate(KINDS["five-multiplexer-local"], F(1, 10)) == F(16403, 16808)


def test_the_least_n_that_an_attack_leaves_open() -> None:
    """[R5.80]"""
    rate, delta = F(47, 52), F(1, 2**64)
    n = least_left_open(rate, delta)
    assert rate**n / 4 <= delta < rate ** (n - 1) / 4
    with pytest.raises(ValueError, match="no number of cells"):
        least_left_open(ONE, delta)
    assert least_left_open(F(1, 5), ONE) == 1


@pytest.mark.parametrize("change", [F(-1, 2**200), F(0), F(1, 2**200)])
@pytest.mark.parametrize("n", [1, 2, 3, 64, 999])
def test_what_is_left_open_where_rounded_powers_do_not_decide(n: int, change: Fraction) -> None:
    """[R5.80] a target that is the power itself, or next to it."""
    rate = F(47, 52)
    assert least_left_open(rate, rate**n * (1 + change) / 4) == (n + 1 if change < 0 else n)


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("*/best-*.json")), ids=lambda path: f"{path.parent.name}/{path.stem}"
)
def test_each_best_rate_is_the_limit(path: Path) -> None:
    """[R5.77] every certificate called best has the rate below which its limit proves that there is none.

    [R5.78] So the finder loses nothing by its averages.
    """
    (loads,) = check(path.read_bytes()).facts
    assert isinstance(loads, CellLoads)
    numerator, denominator = map(int, path.stem.split("-")[1:])
    epsilon = F(numerator, denominator)
    a, b = sides(loads, epsilon)
    mixed = 1 - (1 - a) / (1 - a + max(a, b))
    assert mixed == known_rate(path.parent.name, epsilon)


def sides(loads: CellLoads, epsilon: Fraction) -> tuple[Fraction, Fraction]:
    """A and B [R5.70]."""
    r = (1 - epsilon) / epsilon
    a, b = (
        max((loads.v + sum((h * r**d for d, h in enumerate(row)), ZERO) for row in side), default=loads.v)
        for side in (loads.right, loads.wrong)
    )
    return a, b


@pytest.mark.parametrize("denominator", [2, 3, 10, 1000])
def test_one_certificate_for_every_epsilon(denominator: int) -> None:
    """[R5.79] u = 2/(6 + 9 r^2)."""
    (loads,) = check((FOLDER / "five-multiplexer-local" / "below-7-20.json").read_bytes()).facts
    assert isinstance(loads, CellLoads)
    a, b = sides(loads, F(1, denominator))
    r = denominator - 1
    assert (1 - a) / (1 - a + max(a, b)) == F(2, 6 + 9 * r**2)


@pytest.mark.parametrize("epsilon", [F(9, 20), F(2, 5), F(3, 10), F(1, 10)])
def test_it_is_nearly_the_best(epsilon: Fraction) -> None:
    """[R5.79] at least 0.97 of the best, by the committed limits."""
    r = (1 - epsilon) / epsilon
    assert F(97, 100) <= 2 / (6 + 9 * r**2) / (1 - known_rate("five-multiplexer-local", epsilon)) < 1


def test_mixing_with_the_trivial_certificate() -> None:
    """[R5.72] the mixture is accepted with loads 1 - u on both sides."""
    path = FOLDER / "five-multiplexer-local" / "below-7-20.json"
    document = json.loads(path.read_bytes())
    (loads,) = check(path.read_bytes()).facts
    assert isinstance(loads, CellLoads)
    epsilon = F(9, 20)
    a, b = sides(loads, epsilon)
    w = 1 / (1 - a + max(a, b))
    cells = loads.cells
    members = {}
    given = {y: m for y, m in document["witness"].items() if "from" not in m}
    for y, member in given.items():
        word = tuple(map(int, y))
        trivial = {f"{''.join(map(str, p))}|{y}": value for (p, _), value in cells.right_part(word).items()}
        g = {k: w * F(member["G"].get(k, "0")) + (1 - w) * trivial.get(k, ZERO) for k in member["G"].keys() | trivial}
        members[y] = {"G": as_text(g), "V": as_text({k: w * F(v) for k, v in member["V"].items()})}
    document["witness"] |= members
    document["claim"]["v"] = str(w * loads.v)
    h = w * loads.wrong[0][2]
    # Right entries bear what is left of the trivial certificate, wrong ones the share of the other.
    document["claim"]["right"] = [[str(1 - w), *["0"] * 5]]
    document["claim"]["wrong"] = [["0", "0", str(h), "0", "0", "0"]]
    report = check(json.dumps(document).encode())
    assert report.accepted, report.rejection
    (mixed,) = report.facts
    assert isinstance(mixed, CellLoads)
    assert max(sides(mixed, epsilon)) == 1 - (1 - a) / (1 - a + max(a, b))


def test_a_family_is_a_certificate_for_the_majority() -> None:
    """[R5.73] vertex-4 with local inputs: A = alpha, B = alpha + K + 1 and u = 1/(9 + 6 r^2)."""
    path = FOLDER.parent / "families" / "vertex-4.json"
    family = json.loads(path.read_bytes())
    (bound, *_) = check(path.read_bytes()).facts
    assert isinstance(bound, Bound)
    alpha, cells = bound.alpha, CellKind(MerminGame(5), LOCAL, MAJORITY)
    members = {}
    for y, member in family["witness"].items():
        word = tuple(map(int, y))
        wrong = {
            f"{''.join(map(str, a))}|{y}": cells.sign(a, word) for a in words(5) if cells.game.coefficient(a, word)
        }
        g = {k: F(member["G"].get(k, "0")) - wrong.get(k, 0) for k in member["G"].keys() | wrong}
        members[y] = {"G": as_text(g), "V": as_text({k: alpha * F(v) for k, v in member["W"].items()})}
    claim = {
        "game": family["claim"]["game"],
        "inputs": {"kind": "local"},
        "f": {"kind": "majority"},
        "v": str(alpha),
        "right": [],
        "wrong": [["7/2", "0", "3", "0", "0", "0"]],  # kappa_0 + 1, kappa_2 and kappa_4 of vertex-4
    }
    document = {"format": "freebit-certificate", "version": 1, "kind": "tested-cells", "claim": claim}
    report = check(json.dumps(document | {"witness": members}).encode())
    assert report.accepted, report.rejection
    (loads,) = report.facts
    assert isinstance(loads, CellLoads)
    for epsilon in (HALF, F(9, 20), F(1, 10)):
        r = (1 - epsilon) / epsilon
        a, b = sides(loads, epsilon)
        assert (a, b) == (alpha, alpha + F(5, 2) + 3 * r**2 + 1)
        assert (1 - a) / (1 - a + max(a, b)) == 1 / (9 + 6 * r**2)


def as_text(vector: dict[str, Fraction]) -> dict[str, str]:
    return {key: str(value) for key, value in vector.items() if value}
