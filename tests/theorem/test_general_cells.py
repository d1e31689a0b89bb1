"""Tested cells and the sources of eq (14), with a tolerance and for many bits [R5.82], [R5.104], [R5.105]."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product
from math import comb, prod
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from freebit.boxes.bits import Bits
from freebit.boxes.cells import LOCAL, CellFunction, CellKind
from freebit.codes.code import GeneratorCode
from freebit.codes.weights import counted
from freebit.errors import InvalidError
from freebit.kernel.check import check
from freebit.kernel.kinds.tested_cells import CellLoads
from freebit.security.tested import TestedGrid, statistics_of_cells
from freebit.source.epsilon import flip_ratio
from freebit.source.joint import JointBounds
from freebit.theorem.cell_sizes import LocalSize
from freebit.theorem.cells import CellLibrary, TestedNumbers, committed_cells, rate_below_one
from freebit.theorem.charges import LoadPolynomials, Weights, balanced_weights, most_charged
from freebit.theorem.enclosure import precision
from freebit.theorem.general_cells import excess_by_charges, excess_by_growth, general_excess, loads_of
from freebit.theorem.keys import KeyNumbers, LocalKeySize
from freebit.theorem.sizes import GridSize
from freebit.theorem.theorems.column import COLUMN
from freebit.theorem.theorems.many_bits import MANY_BITS
from freebit.theorem.theorems.tested import TESTED_LOCAL
from tests.theorem.toy import TOY_BOXES, ToyGame, toy_key, words

F = Fraction
ZERO, ONE, HALF = F(0), F(1), F(1, 2)
#: Once around the inputs, less the wrong part at y itself: right entries bear nothing, wrong ones 2 x + x^2 [R5.85].
TOY = LoadPolynomials(((ZERO,),), ((ZERO, F(2), ONE),))
TOY_CELLS = CellKind(ToyGame(), LOCAL, CellFunction("table", {x: tuple(map(toy_key, words(2))) for x in words(2)}))
TOY_NUMBERS = TestedNumbers("toy", TOY_CELLS, ZERO, ZERO, TOY)
#: Loads in which right entries bear something at a distance, and several loads of a side.
OTHER = LoadPolynomials(((F(1, 4), ZERO, F(1, 40)), (F(1, 3),)), ((F(1, 5), F(2, 3)), (ZERO, F(1, 2), F(1, 9))))
#: Bits of which two lean less than twice as much as one.
LESS = JointBounds(lambda n: F(2, 5) ** n, lambda n: F(3, 5) * F(1, 2) ** (n - 1))
CODES = [
    GeneratorCode(2, (0b10, 0b01)),
    GeneratorCode(2, (0b11,)),
    GeneratorCode(2, (0b11, 0b01)),
    GeneratorCode(1, (1,)),
]
Entry = tuple[bool, tuple[Fraction, ...]]


def at_most(n: int, u: Fraction, tolerance: int) -> Fraction:
    return sum((comb(n, j) * u**j * (1 - u) ** (n - j) for j in range(min(n, tolerance) + 1)), ZERO)


def charged(entries: Sequence[Entry], tolerance: int, weights: Weights, change: Callable[[int], Fraction]) -> Fraction:
    """E_t written out: for each choice of tolerated entries, for each power of x that each of the others gives."""
    total, n = ZERO, len(entries)
    wrong = [i for i, (lost, _) in enumerate(entries) if lost]
    for some in (chosen for k in range(tolerance + 1) for chosen in combinations(wrong, k)):
        factors = []
        for i, (lost, load) in enumerate(entries):
            q = weights(n - 1 - i, tolerance - sum(j < i for j in some))
            factors.append([ONE] if i in some else [(1 - q) * h for h in load])
            if not lost:
                factors[-1][0] += q
        for powers in product(*(range(len(factor)) for factor in factors)):
            term = prod((factor[d] for factor, d in zip(factors, powers, strict=True)), start=ONE)
            total += term * change(sum(powers))
    return total


def entries_of(loads: LoadPolynomials) -> list[Entry]:
    return [(False, load) for load in loads.right] + [(True, load) for load in loads.wrong]


def most(loads: LoadPolynomials, weights: Weights, source: JointBounds, cells: int, tolerance: int) -> Fraction:
    """M(w), by all sequences."""
    changes = source.changes(2 * cells)
    sequences = product(entries_of(loads), repeat=cells)
    return max(charged(entries, t, weights, changes.__getitem__) for entries in sequences for t in range(tolerance + 1))


@pytest.mark.parametrize("loads", [TOY, OTHER])
@pytest.mark.parametrize("source", [LESS, JointBounds.for_epsilon(F(1, 3))])
@pytest.mark.parametrize(("cells", "tolerance"), [(1, 0), (2, 0), (2, 1), (2, 2), (3, 1)])
def test_charges_are_those_of_the_rule(loads: LoadPolynomials, source: JointBounds, cells: int, tolerance: int) -> None:
    """[R5.104] the largest over all sequences, for weights that depend on what is to come."""
    uneven: Weights = lambda j, t: F(t + 1, 2 * j + t + 3)  # noqa: E731
    for weights in (uneven, balanced_weights(*loads.at(source))):
        found = most_charged(loads, weights, source, cells, tolerance)
        assert found == [most(loads, weights, source, w, tolerance) for w in range(cells + 1)]


def test_the_order_of_right_and_wrong_matters() -> None:
    """[R5.104] a sequence is not a set: the weights know what of the tolerance is left."""
    uneven: Weights = lambda j, t: F(t, 2)  # noqa: E731
    right, wrong = entries_of(TOY)
    changes = LESS.changes(4)
    one, other = (charged(e, 1, uneven, changes.__getitem__) for e in ((right, wrong), (wrong, right)))
    assert one != other
    assert most_charged(TOY, uneven, LESS, 2, 1)[2] >= max(one, other)


@pytest.mark.parametrize("cells", [1, 2, 3])
def test_without_tolerance_it_is_the_product_of_loads(cells: int) -> None:
    """[R5.82] with q = 0, each x^d of the product of n loads replaced."""
    changes = LESS.changes(2 * cells)
    products = []
    for entries in product(entries_of(OTHER), repeat=cells):
        total = ZERO
        for powers in product(*(range(len(load)) for _, load in entries)):
            total += prod((e[1][d] for e, d in zip(entries, powers, strict=True)), start=ONE) * changes[sum(powers)]
        products.append(total)
    assert most_charged(OTHER, lambda j, t: ZERO, LESS, cells, 0)[cells] == max(products)


@pytest.mark.parametrize("epsilon", [HALF, F(2, 5), F(1, 5)])
@pytest.mark.parametrize(("cells", "tolerance"), [(1, 0), (3, 0), (3, 1), (4, 2), (6, 1)])
def test_for_eq_1_it_is_the_binomial_bound(epsilon: Fraction, cells: int, tolerance: int) -> None:
    """[R5.104], [R5.105] with F(n)/G(n) = r^n they are R5.71 and R5.92."""
    source = JointBounds.for_epsilon(epsilon)
    a, b = TOY.at(source)
    assert a == 0
    assert b == flip_ratio(epsilon) ** 2 + 2 * flip_ratio(epsilon)
    charges = most_charged(TOY, balanced_weights(a, b), source, cells, tolerance)
    assert charges == [at_most(w, epsilon**2, tolerance) for w in range(cells + 1)]
    assert general_excess(TOY_NUMBERS, source, LocalSize(cells, tolerance)) == charges[-1] / 4


def library(label: str) -> CellLibrary:
    return committed_cells(derived=False)().only(label)


@pytest.mark.parametrize("label", ["five-multiplexer-local", "four-majority-local", "five-majority-local"])
def test_certificates_give_their_loads(label: str) -> None:
    """[R5.70], [R5.82] at r the polynomials have the values A and B, for each certificate that the kernel accepts."""
    for epsilon in (F(9, 20), F(1, 10)):
        found = library(label)
        numbers = found.vouch(found.best(epsilon), epsilon)
        source = JointBounds.for_epsilon(epsilon)
        assert loads_of(numbers).at(source) == (numbers.A, numbers.B)
        size = LocalSize(40, 3)
        with precision(256):
            enclosed = TESTED_LOCAL.excess_at(numbers, epsilon, size)
        exact = TESTED_LOCAL.excess_general(numbers, source, size)
        assert enclosed.lower() <= exact <= enclosed.upper()


def test_a_family_gives_its_loads(certificates: Path) -> None:
    """[R5.73] right entries bear alpha, wrong ones alpha + K + 1."""
    epsilon = F(2, 5)
    numbers = committed_cells(derived=False)().only(certificates / "families" / "vertex-4.json").best(epsilon)
    assert loads_of(numbers).at(JointBounds.for_epsilon(epsilon)) == (numbers.A, numbers.B)


def test_loads_of_a_certificate_are_those_of_the_kernel(certificates: Path) -> None:
    """[R3.85] a load with a negative number bounds no entry; where there are none, v is left."""
    data = (certificates / "tested" / "five-multiplexer-local" / "best-2-5.json").read_bytes()
    loads = next(fact for fact in check(data).facts if isinstance(fact, CellLoads))
    made = LoadPolynomials.of(loads.v, loads.right, loads.wrong)
    assert {(load[0] - loads.v, *load[1:]) for load in made.wrong} == set(loads.wrong)
    assert LoadPolynomials.of(F(1, 3), [], [(ONE, F(-1)), (HALF, ZERO)]) == LoadPolynomials(
        ((F(1, 3),),), ((F(5, 6), ZERO),)
    )


@pytest.mark.parametrize("epsilon", [F(9, 20), F(2, 5)])
def test_a_source_that_leans_less_has_a_smaller_bound(epsilon: Fraction) -> None:
    """[R5.105] never worse than by the epsilon of R5.81, and better if two bits lean less than twice as much as one."""
    found = library("five-multiplexer-local")
    numbers, size = found.best(epsilon), LocalSize(200, 4)
    plain = JointBounds.for_epsilon(epsilon)
    less = JointBounds(lambda n: epsilon**n, lambda n: (1 - epsilon) ** min(n, 2) / 2 ** max(0, n - 2))
    firmer = JointBounds(lambda n: epsilon * HALF ** (n - 1), lambda n: (1 - epsilon) * HALF ** (n - 1))
    by_epsilon = general_excess(numbers, plain, size)
    assert general_excess(numbers, less, size) <= by_epsilon
    assert general_excess(numbers, firmer, size) < by_epsilon
    assert firmer.epsilon() == epsilon
    # A source of which only G is known has the epsilon G(1) all the same.
    only_low = JointBounds(lambda n: epsilon**n, lambda n: ONE)
    assert general_excess(numbers, only_low, size) == by_epsilon


def test_how_much_several_bits_change() -> None:
    """[R5.104] the least product over all sums, of what is left of F and G if all values add up to 1."""
    loose = JointBounds(lambda n: F(1, 4) ** n, lambda n: F(9, 10))
    assert loose.tight(1) == (F(1, 4), F(3, 4))
    assert loose.tight(2) == (F(1, 16), F(13, 16))
    assert loose.changes(3) == [1, 3, 9, 27]
    late = JointBounds(lambda n: F(1, 3) / 2 ** (n - 1), lambda n: F(2, 3) / 2 ** (n - 1))
    assert late.changes(4) == [1, 2, 2, 2, 2]
    # Twice two bits at once are less than four, or than one by one.
    apiece, at_once = [F(1, 6), F(1, 6), F(1, 100), F(1, 1000)], [F(5, 6), F(1, 3), ONE, ONE]
    pairs = JointBounds(lambda n: apiece[n - 1], lambda n: at_once[n - 1])
    assert pairs.changes(4) == [1, 5, 2, 10, 4]
    jump = JointBounds(lambda n: F(1, 3) ** n if n != 2 else F(1, 100), lambda n: F(2, 3) ** n)
    assert jump.ratio(2) == F(400, 9)
    assert jump.changes(2)[2] == 4
    for wrong in (JointBounds(lambda n: HALF, lambda n: ONE), JointBounds(lambda n: F(1, 9), lambda n: F(2, 9))):
        with pytest.raises(InvalidError, match=r"\[R1.12\] no source"):
            wrong.changes(2)


def strings(masses: dict[Bits, Fraction]) -> Iterator[tuple[int, Fraction]]:
    """For each two strings their distance, and the ratio of their probabilities."""
    for s, t in product(masses, repeat=2):
        yield sum(p != q for p, q in zip(s, t, strict=True)), masses[s] / masses[t]


def tightest(tables: Sequence[dict[Bits, Fraction]]) -> JointBounds:
    """The largest G and the least F of some tables of bits, one for each e."""
    bits = len(next(iter(tables[0])))
    low, high = {0: ONE}, {0: ONE}
    for n in range(1, bits + 1):
        shares = []
        for masses, chosen in product(tables, combinations(range(bits), n)):
            rest: dict[Bits, Fraction] = {}
            for s, mass in masses.items():
                key = tuple(bit for i, bit in enumerate(s) if i not in chosen)
                rest[key] = rest.get(key, ZERO) + mass
            shares += [m / rest[tuple(b for i, b in enumerate(s) if i not in chosen)] for s, m in masses.items()]
        low[n], high[n] = min(shares), max(shares)
    return JointBounds(low.__getitem__, high.__getitem__)


def allowed(source: JointBounds, code: GeneratorCode, tolerance: int) -> Fraction:
    """[R5.105] for the toy cells and a code, by its own words."""
    changes = source.changes(2)
    u = 1 / (1 + 2 * changes[1] + changes[2])
    return HALF + sum((number * at_most(w, u, tolerance) for w, number in counted(code).items()), ZERO) / 4


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_no_correlated_source_of_two_cells_beats_the_bounds(data: st.DataObject) -> None:
    """[R5.104], [R5.105] eq (12) by tables: any boxes, a source for each preparation, several measurements."""
    code, tolerance = data.draw(st.sampled_from(CODES)), data.draw(st.sampled_from([0, 1]))
    tables, preparations = [], []
    for _ in range(4):
        first, second, third, fourth = (data.draw(st.sampled_from(TOY_BOXES)) for _ in range(4))
        box = first.product(second).mixture(third.product(fourth), data.draw(st.sampled_from([ONE, F(1, 3)])))
        likely = data.draw(st.lists(st.integers(2, 9), min_size=16, max_size=16))
        tables.append({s: F(n, sum(likely)) for s, n in zip(words(4), likely, strict=True)})
        preparations.append((F(1, 4), box, tables[-1]))
    source = tightest(tables)
    changes = source.changes(4)
    assert all(ratio <= changes[d] for masses in tables for d, ratio in strings(masses))
    tells = (lambda v: v % 2, lambda v: v // 2, lambda v: v, lambda v: 0)
    value = statistics_of_cells(
        TestedGrid(TOY_CELLS, 2, 2, tolerance, code), preparations, tells
    ).guessing_probability()
    assert value <= allowed(source, code, tolerance)
    weights = balanced_weights(*TOY.at(source))
    by_charges = HALF + excess_by_charges(TOY, weights, source, counted(code).items(), tolerance)
    assert value <= by_charges <= allowed(source, code, tolerance)


def known(masses: dict[Bits, Fraction], tolerance: int) -> Fraction:
    """4 (P(guess) - 1/2) of known outputs 0, which are wrong at the inputs 11: the probability to pass."""
    cells = len(next(iter(masses))) // 2
    return sum(
        (m for s, m in masses.items() if sum(s[2 * i : 2 * i + 2] == (1, 1) for i in range(cells)) <= tolerance), ZERO
    )


def leaning(chances: Sequence[int], cells: int) -> dict[Bits, Fraction]:
    """Inputs with d ones have a probability proportional to ``chances[d]``."""
    total = sum(chances[sum(s)] for s in words(2 * cells))
    return {s: F(chances[sum(s)], total) for s in words(2 * cells)}


def test_what_is_left_out_of_the_rule_is_overtaken() -> None:
    """[R5.104] without tolerated entries, without what bits change, or with longer words, an adversary has more."""
    masses = leaning((16, 8, 4, 2, 1), 2)
    source = tightest([masses])
    weights = balanced_weights(*TOY.at(source))
    full = most_charged(TOY, weights, source, 2, 1)[2]
    assert known(masses, 1) == full
    # Charges as if no wrong entry were tolerated.
    right, wrong = entries_of(TOY)
    changes = source.changes(4)
    pairs = list(product((right, wrong), repeat=2))
    assert max(charged(pair, 0, weights, changes.__getitem__) for pair in pairs) < full
    # Bits that change nothing: the loads at free bits.
    free = JointBounds.for_epsilon(HALF)
    assert most_charged(TOY, balanced_weights(*TOY.at(free)), free, 2, 1)[2] < full
    # A word that is longer by one cell.
    assert most_charged(TOY, weights, JointBounds.for_epsilon(F(1, 3)), 3, 1)[3] < full


def test_one_cell_of_correlated_bits_reaches_the_bound() -> None:
    """[R5.105] known outputs, and bits of which two differ by 3 and not by 4: a u that is larger is overtaken."""
    masses = leaning((3, 2, 1), 1)
    source = tightest([masses])
    assert source.changes(2) == [1, 2, 3]
    assert known(masses, 0) == F(7, 8) == 4 * general_excess(TOY_NUMBERS, source, LocalSize(1))
    assert TOY.at(JointBounds.for_epsilon(source.epsilon()))[1] == 8
    assert at_most(1, F(1, 8) * F(1001, 1000), 0) < known(masses, 0)


def test_all_devices_and_a_source_of_correlated_bits() -> None:
    """[R5.105] exact linear programs over all boxes, inputs that lean as a whole to any of their values."""
    pytest.importorskip("cdd")
    pytest.importorskip("scipy.optimize")
    from tests.theorem.all_adversaries import ToyProgram

    one: dict[tuple[int, ...], Fraction] = {(4, 2, 1): F(8, 9), (3, 2, 1): F(7, 8), (6, 2, 1): F(10, 11)}
    for chances, strongest in one.items():
        source = tightest([leaning(chances, 1)])
        assert ToyProgram(((1,),), 0, HALF, chances).largest() == strongest
        assert strongest <= 4 * general_excess(TOY_NUMBERS, source, LocalSize(1))
        assert (strongest == 4 * general_excess(TOY_NUMBERS, source, LocalSize(1))) is (chances != (6, 2, 1))
    masses = leaning((4, 2, 1, 1, 1), 2)
    largest = ToyProgram(((1, 1),), 0, HALF, (4, 2, 1, 1, 1)).largest_nearly()
    assert abs(largest - float(known(masses, 0))) < 1e-6
    assert largest < 4 * general_excess(TOY_NUMBERS, tightest([masses]), LocalSize(2))


@pytest.mark.parametrize("tolerance", [0, 2])
def test_growth(tolerance: int) -> None:
    """[R5.105] a source that leans as a whole: C times the bound at a larger epsilon, the less for many cells."""
    found = library("five-multiplexer-local")
    whole = JointBounds(
        lambda n: F(9, 20) ** n * F(2, 3) if n > 1 else F(1, 3),
        lambda n: F(11, 20) ** n * F(6, 5) if n > 1 else F(2, 3),
    )
    size, epsilon = LocalSize(60, tolerance), F(9, 20)
    numbers = found.best(epsilon)
    factor = whole.growth(flip_ratio(epsilon), 300)
    assert factor == F(9, 5)
    with precision(256):
        grown = excess_by_growth(TESTED_LOCAL, numbers, epsilon, whole, size)
        plain = TESTED_LOCAL.excess_at(numbers, epsilon, size)
        assert (plain * F(17, 10)).upper() < grown.lower()
        assert grown.upper() < (plain * F(19, 10)).lower()
    assert grown.upper() < min(general_excess(found.best(e), whole, size) for e in (epsilon, F(2, 5), F(1, 3)))
    # All five bits of each cell count.
    free = JointBounds.for_epsilon(F(2, 5))
    with precision(256):
        larger = excess_by_growth(TESTED_LOCAL, numbers, epsilon, free, size)
        assert (plain * F(27, 22) ** 300).upper() * F(999, 1000) < larger.lower()
    # Bounds that are themselves those of eq (1) grow by nothing.
    assert JointBounds.for_epsilon(epsilon).growth(flip_ratio(epsilon), 50) == 1
    with pytest.raises(InvalidError, match="not positive"):
        whole.growth(ZERO, 3)


def test_growth_without_its_factor_is_overtaken() -> None:
    """[R5.105] the bits of a cell lean as a whole: what one of them gives is not what the rate of a growth says."""
    masses = leaning((8, 2, 1), 1)
    source = tightest([masses])
    ratio = F(2)
    factor = source.growth(ratio, 2)
    assert factor > 1
    u = rate_below_one(ZERO, 2 * ratio + ratio**2)
    assert at_most(1, u, 0) < known(masses, 0) <= factor * at_most(1, u, 0)


def test_the_charges_are_below_what_growth_gives() -> None:
    """[R5.104], [R5.105] with the weights of an epsilon no sequence is charged more than C times the binomial bound."""
    source = JointBounds(lambda n: F(1, 3) ** n, lambda n: F(2, 3) * F(3, 5) ** (n - 1))
    for ratio in (F(3, 2), F(2), F(3)):
        weights = balanced_weights(ZERO, 2 * ratio + ratio**2)
        u = rate_below_one(ZERO, 2 * ratio + ratio**2)
        for cells, tolerance in ((1, 0), (3, 0), (3, 1), (4, 1)):
            grown = source.growth(ratio, 2 * cells) * at_most(cells, u, tolerance)
            assert most_charged(TOY, weights, source, cells, tolerance)[cells] <= grown


def test_many_bits_by_their_code() -> None:
    """[R5.104], [R5.105] the sum over the weights of the code, each term no more than those of shorter words."""
    code = GeneratorCode(3, (0b110, 0b011))
    listed = counted(code)
    source, tolerance = LESS, 1
    numbers = KeyNumbers(TOY_NUMBERS, code, tuple(listed.items()))
    u = rate_below_one(*TOY.at(source))
    made = MANY_BITS.excess_general(numbers, source, LocalKeySize(3, tolerance, bits=2))
    assert made == sum((n * at_most(w, u, tolerance) for w, n in listed.items()), ZERO) / 4
    # Weights of which one more cell is of no use.
    idle: Weights = lambda j, t: ONE if j else ZERO  # noqa: E731
    charges = most_charged(TOY, idle, source, 3, 0)
    assert charges[3] == charges[2] == charges[1]
    assert excess_by_charges(TOY, idle, source, [(3, 5), (1, 1)], 0) == 6 * min(ONE, charges[1]) / 4


def test_what_is_refused() -> None:
    """[R5.104] weights outside [0, 1], too many sequences, numbers without loads, a tolerance where there is none."""
    with pytest.raises(InvalidError, match=r"\[R5.104\] the weights -1 are not all in \[0, 1\]"):
        most_charged(TOY, lambda j, t: -ONE, LESS, 1, 0)
    with pytest.raises(InvalidError, match=r"\[R5.104\] 5 cells have more than 512 sequences"):
        most_charged(OTHER, balanced_weights(ZERO, F(8)), JointBounds.for_epsilon(F(1, 3)), 5, 1)
    with pytest.raises(InvalidError, match=r"\[R5.82\] .* only A and B are given"):
        general_excess(replace(TOY_NUMBERS, loads=None), LESS, LocalSize(2))
    mixture = COLUMN.best(COLUMN.supply(), HALF, GridSize(2, 2))
    with pytest.raises(ValueError, match="w = 1 must be 0"):
        COLUMN.excess_general(mixture, LESS, GridSize(2, 2, 1))
    # A cell of which nothing is known is wrong with certainty in the bound: u is 1.
    perfect = TestedNumbers("perfect", TOY_CELLS, ZERO, ZERO, LoadPolynomials(((ZERO,),), ((ZERO,),)))
    assert general_excess(perfect, LESS, LocalSize(5, 1)) == 0
    assert most_charged(loads_of(perfect), balanced_weights(ZERO, ZERO), LESS, 2, 1) == [1, 1, 0]
    # Loads of right entries that reach 1 are of no use: u is 0, and all is left as it is.
    heavy = TestedNumbers("heavy", TOY_CELLS, ONE, ONE, LoadPolynomials(((ONE,),), ((ONE,),)))
    assert general_excess(heavy, LESS, LocalSize(5, 1)) == F(1, 4)
    assert most_charged(loads_of(heavy), balanced_weights(ONE, ONE), LESS, 3, 1)[3] == 1
