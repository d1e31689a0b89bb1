"""The theorems ``tested`` and ``tested-derived`` [R5.71]: every kept cell is distilled and tested."""

from fractions import Fraction

from freebit.theorem.assumptions import DERIVED_INPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.binomial import at_most
from freebit.theorem.cell_search import least_size
from freebit.theorem.cell_sizes import CellSize, DerivedSize, LocalSize
from freebit.theorem.cells import CellLibrary, TestedNumbers, committed_cells
from freebit.theorem.enclosure import Enclosure
from freebit.theorem.general_cells import general_excess
from freebit.theorem.model import Found, Target, Theorem

_STATEMENT = "1/2 + 1/4 P[Bin(n,u) <= T]"


def _excess(numbers: TestedNumbers, epsilon: Fraction, size: CellSize) -> Enclosure:
    """1/4 P[Bin(n,u) <= T] [R5.71]."""
    return at_most(size.keep, numbers.u, size.tolerance) / 4


def _best(library: CellLibrary, epsilon: Fraction, size: CellSize) -> TestedNumbers:
    """The certificate with the largest u: the bound falls with u."""
    return library.best(epsilon)


def _least(library: CellLibrary, target: Target) -> Found[TestedNumbers, CellSize]:
    """The least size [R5.87], [R5.88]."""
    numbers = library.best(target.epsilon)
    return Found(least_size(numbers.u, target, derived=library.derived), numbers)


TESTED_LOCAL: Theorem[CellLibrary, TestedNumbers, CellSize] = Theorem(
    name="tested",
    rule="R5.71",
    statement=_STATEMENT,
    protocol="tested",
    function="xor",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES),
    rocq=("tested_theorem",),
    numbers=TestedNumbers,
    size=LocalSize,
    preferred=True,
    tolerant=True,
    supply=committed_cells(derived=False),
    excess=_excess,
    best=_best,
    least=_least,
    general=general_excess,
    general_tolerant=True,
)

TESTED_DERIVED: Theorem[CellLibrary, TestedNumbers, CellSize] = Theorem(
    name="tested-derived",
    rule="R5.71",
    statement=_STATEMENT,
    protocol="tested-derived",
    function="xor",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES, DERIVED_INPUTS),
    rocq=("tested_theorem",),
    numbers=TestedNumbers,
    size=DerivedSize,
    preferred=True,
    tolerant=True,
    supply=committed_cells(derived=True),
    excess=_excess,
    best=_best,
    least=_least,
    general=general_excess,
    general_tolerant=True,
)
