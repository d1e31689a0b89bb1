"""Operations on eqs (11) to (13): exact guessing probabilities, and bounds as enclosures [R5.1]-[R5.35]."""

from collections.abc import Callable, Hashable
from fractions import Fraction
from functools import partial
from importlib.util import find_spec

from freebit.codes.code import GeneratorCode
from freebit.conformance.operations.shared import Operation, Value, game_of, log2_nb_of, size_of
from freebit.errors import InvalidError
from freebit.security.guessing import Honest, Statistics
from freebit.source.epsilon import check_epsilon, flip_ratio
from freebit.theorem.cell_sizes import DerivedSize, LocalSize
from freebit.theorem.cells import FAMILY_CELLS, TestedNumbers, largest_load, loads_of_family
from freebit.theorem.certified import kappa_of
from freebit.theorem.distiller import DistillationNumbers
from freebit.theorem.enclosure import precision
from freebit.theorem.frontier import FamilyNumbers, Mixture
from freebit.theorem.keys import DerivedKeySize, KeyNumbers, LocalKeySize
from freebit.theorem.model import Numbers
from freebit.theorem.sizes import GridSize, Size, TotalGridSize
from freebit.theorem.table import THEOREMS
from freebit.wire.rational import format_rational
from freebit.wire.reader import Reader

#: Bits of the denominator with which the ends of an enclosure are written, beyond those of its size.
BITS = 96
#: The bound does not depend on the kind of cells beyond its numbers, nor on a code beyond its weights.
GIVEN_KIND = FAMILY_CELLS
GIVEN_CODE = GeneratorCode(1, (1,))


def statistics_of(reader: Reader) -> Statistics:
    """For each z a list of rows [k, y, t, g, e, probability]; all but the last are strings, k and g bits."""
    tables: dict[Hashable, dict[tuple[Honest, Hashable], Fraction]] = {}
    for table in reader.members():
        rows: dict[tuple[Honest, Hashable], Fraction] = {}
        for row in table.elements():
            if len(row.sequence()) != 6:
                row.fail("R6.6", "k, y, t, g, e and a probability are wanted")
            k, y, t, g, e, p = row.elements()
            key = Honest(k.bits(1)[0], y.text(), t.text(), g.bits(1)[0]), e.text()
            if key in rows:
                row.fail("R6.6", "the row is there twice")
            rows[key] = p.rational()
        tables[table.key] = rows
    return Statistics(tables)


def guess(reader: Reader) -> Value:
    """P(guess) of statistics P(k,y,t,g,e|z), eq (12) [R5.1]-[R5.5]."""
    found = statistics_of(reader.only(["tables"]).child("tables")).check()
    return {"guess": format_rational(found.guessing_probability())}


def kappa(reader: Reader) -> Value:
    """kappa_0, kappa_1, ... of the betas of a family [R5.13]."""
    game = game_of(reader.only(["game", "beta"]))
    beta = {member.key_bits(game.parties): member.row(game.parties) for member in reader.child("beta").members()}
    for y in game.inputs:
        if y not in beta or set(beta[y]) != set(game.inputs):
            missing = y not in beta or not set(game.inputs) <= set(beta[y])
            reader.child("beta").fail("R6.9" if missing else "R6.10", "a beta for exactly the y and x in X is wanted")
    if len(beta) != len(game.inputs):
        reader.child("beta").fail("R6.10", "there are betas for a y outside X")
    return {"kappa": [format_rational(value) for value in kappa_of(game, beta)]}


def bound_of(reader: Reader) -> Value:
    """A theorem's bound on P(guess) - 1/2, as an enclosure, by the table of theorems [R5.30]-[R5.34]."""
    theorem = THEOREMS[reader.child("theorem").one_of([name for name, each in THEOREMS.items() if each.size in SIZES])]
    size_keys, read_size = SIZES[theorem.size]
    number_keys, read_numbers = NUMBERS[theorem.numbers]
    reader.only(["theorem", "epsilon", *size_keys, *number_keys], ["tolerance"])
    given, size_made, numbers_at = reader.child("epsilon").rational(), read_size(reader), read_numbers(reader)
    epsilon, size = check_epsilon(given), size_made()
    theorem.check(size)
    numbers = numbers_at(epsilon)
    with precision(512):
        ball = theorem.excess_at(numbers, epsilon, size)
        return {"lower": format_rational(_short(ball.lower(), -1)), "upper": format_rational(_short(ball.upper(), 1))}


def _grid_size(reader: Reader) -> Callable[[], GridSize]:
    """Nd, log2 Nb and w [R4.1], [R4.2], [R4.7]."""
    nd, log2_nb = size_of(reader.child("nd"), 10**4), log2_nb_of(reader.child("log2_nb"), 64)
    return partial(GridSize, nd, log2_nb, _tolerance(reader))


def _total_grid_size(reader: Reader) -> Callable[[], TotalGridSize]:
    """Nd, log2 Nb and T [R4.1], [R4.2], [R4.29]."""
    nd, log2_nb = size_of(reader.child("nd"), 10**4), log2_nb_of(reader.child("log2_nb"), 64)
    tolerance = _tolerance(reader)
    if nd * (tolerance + 1) ** 2 > 10**4:
        reader.child("tolerance").fail("R6.6", f"Nd (T + 1)^2 is more than 10^4, with T = {tolerance}")
    return partial(TotalGridSize, nd, log2_nb, tolerance)


def _mixture(reader: Reader) -> Callable[[Fraction], Mixture]:
    """The numbers of a family [R5.13]."""
    kappa = tuple(value.rational() for value in reader.child("kappa").elements())
    alpha = reader.child("alpha").rational()

    def at(epsilon: Fraction) -> Mixture:
        _certifiable([alpha, *kappa])
        return Mixture.of(FamilyNumbers("given", alpha, kappa), flip_ratio(epsilon))

    return at


def _distillation(reader: Reader) -> Callable[[Fraction], DistillationNumbers]:
    """The numbers of eq (13)."""
    given = [reader.child(name).rational() for name in ("A", "B")]

    def at(_: Fraction) -> DistillationNumbers:
        a, b = _certifiable(given)
        return DistillationNumbers(a, b, "given")

    return at


def cell_rate(reader: Reader) -> Value:
    """A, B and u of the loads of a certificate for tested cells [R5.70], [R5.72]."""
    reader.only(["v", "right", "wrong", "epsilon"])
    v, given = reader.child("v").rational(), reader.child("epsilon").rational()
    right, wrong = (
        [tuple(h.rational() for h in load.elements()) for load in reader.child(side).elements()]
        for side in ("right", "wrong")
    )
    ratio = flip_ratio(check_epsilon(given))
    _certifiable([v, *(h for load in (*right, *wrong) for h in load)])
    a, b = (largest_load(v, side, ratio) for side in (right, wrong))
    return _rate(a, b)


def family_rate(reader: Reader) -> Value:
    """A, B and u of a family, by its numbers [R5.73]."""
    reader.only(["alpha", "kappa", "epsilon"])
    given = reader.child("epsilon").rational()
    alpha, kappas = reader.child("alpha").rational(), [h.rational() for h in reader.child("kappa").elements()]
    ratio = flip_ratio(check_epsilon(given))
    _certifiable([alpha, *kappas])
    return _rate(*loads_of_family(FamilyNumbers("given", alpha, tuple(kappas)), ratio))


def _rate(a: Fraction, b: Fraction) -> Value:
    found = TestedNumbers("given", GIVEN_KIND, a, b)
    return {name: format_rational(value) for name, value in (("A", found.A), ("B", found.B), ("u", found.u))}


def _cell_size(made: Callable[[int, int], Size], reader: Reader) -> Callable[[], Size]:
    """n and T [R4.53], [R4.54]."""
    return partial(made, size_of(reader.child("keep"), 10**4), _tolerance(reader))


def _tolerance(reader: Reader) -> int:
    return reader.child("tolerance").count() if reader.has("tolerance") else 0


def _given_cell_numbers(reader: Reader) -> Callable[[Fraction], TestedNumbers]:
    """The numbers A and B of a certificate for tested cells [R5.72]."""
    given = [reader.child(name).rational() for name in ("A", "B")]

    def at(_: Fraction) -> TestedNumbers:
        a, b = _certifiable(given)
        return TestedNumbers("given", GIVEN_KIND, a, b)

    return at


def _given_key_numbers(reader: Reader) -> Callable[[Fraction], KeyNumbers]:
    """A, B, and the weights of a code, listed as in a certificate, of words of at most n cells [R3.92], [R4.73]."""
    cell_at, keep = _given_cell_numbers(reader), reader.child("keep").count()
    lines = [line.only(["weight", "messages"]) for line in reader.child("weights").elements()]
    weights = [(line.child("weight").count(), line.child("messages").rational()) for line in lines]

    def at(epsilon: Fraction) -> KeyNumbers:
        last = -1
        for weight, messages in weights:
            if not last < weight <= keep or messages < 1 or messages.denominator != 1:
                raise InvalidError(f"[R3.92] {messages} messages of weight {weight} after the weight {last}")
            last = weight
        return KeyNumbers(cell_at(epsilon), GIVEN_CODE, tuple((weight, int(messages)) for weight, messages in weights))

    return at


#: How the sizes and the numbers of theorems are asked for: keys, and what reads them.
SIZES: dict[type[Size], tuple[list[str], Callable[[Reader], Callable[[], Size]]]] = {
    GridSize: (["nd", "log2_nb"], _grid_size),
    TotalGridSize: (["nd", "log2_nb"], _total_grid_size),
    LocalSize: (["keep"], partial(_cell_size, LocalSize)),
    DerivedSize: (["keep"], partial(_cell_size, DerivedSize)),
    LocalKeySize: (["keep"], partial(_cell_size, partial(LocalKeySize, bits=GIVEN_CODE.bits))),
    DerivedKeySize: (["keep"], partial(_cell_size, partial(DerivedKeySize, bits=GIVEN_CODE.bits))),
}
NUMBERS: dict[type[Numbers], tuple[list[str], Callable[[Reader], Callable[[Fraction], Numbers]]]] = {
    Mixture: (["alpha", "kappa"], _mixture),
    DistillationNumbers: (["A", "B"], _distillation),
    TestedNumbers: (["A", "B"], _given_cell_numbers),
    KeyNumbers: (["A", "B", "weights"], _given_key_numbers),
}


def _certifiable(numbers: list[Fraction]) -> list[Fraction]:
    """The numbers, if a certificate can have them [R5.25]."""
    if min(numbers) < 0:
        raise InvalidError(f"[R5.25] no certificate has the number {min(numbers)}")
    return numbers


def _short(value: Fraction, direction: int) -> Fraction:
    """The value rounded down or up to about ``BITS`` significant bits."""
    size = value.denominator.bit_length() - value.numerator.bit_length()
    scale = Fraction(2) ** (BITS + size)
    scaled = value * scale
    return Fraction(scaled.__floor__() if direction < 0 else scaled.__ceil__()) / scale


OPERATIONS: dict[str, Operation] = {"guess": guess, "cell-rate": cell_rate, "family-rate": family_rate}
# The theorems need python-flint; without it these operations are not declared.
if find_spec("flint") is not None:
    OPERATIONS |= {"kappa": kappa, "bound": bound_of}
