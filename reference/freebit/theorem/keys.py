"""What the theorems about many bits are applied with: u of a cell, and the weights of a code, both certified [R5.92].

A code needs no file: its certificate is made here, of the closed form of a concatenation or by counting the words of
a generator, and the kernel decides it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, ClassVar, Self

from freebit.codes.code import AnyCode, Concatenation
from freebit.codes.field import Field
from freebit.codes.weights import counted, least_weights
from freebit.errors import InvalidError
from freebit.kernel.check import decide
from freebit.kernel.kinds.code import BOUND, COUNTING, MAX_COUNTED_BITS, MAX_COUNTED_CELLS, MDS, CodeWeights
from freebit.protocol.key import generator_digest
from freebit.theorem.cell_sizes import CellSize, DerivedSize, LocalSize
from freebit.theorem.cells import CellLibrary, TestedNumbers, committed_cells
from freebit.theorem.model import Numbers, Supply, UncertifiedError
from freebit.theorem.sizes import SizeParameter

_BITS = SizeParameter("bits", 1, "L, the bits of a key (many bits from one run).")


def least_concatenation(inner: str, degree: int, length: int, bits: int) -> Concatenation:
    """The concatenation of R5.98: the least K for so many bits, and the first irreducible modulus."""
    moduli = (Field(number) for number in range(1 << degree, 2 << degree))
    field = next(field for field in moduli if field.divisor() is None)
    return Concatenation(inner, field, length, -(-bits // degree), bits)


@dataclass(frozen=True)
class KeyNumbers(Numbers):
    """u, and a code with the numbers of messages that it has for some weights [R5.92]."""

    cell: TestedNumbers
    code: AnyCode
    weights: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, cell: TestedNumbers, code: AnyCode) -> Self:
        """The numbers of the closed form, or those that are counted.

        Raises ``UncertifiedError`` for a generator with more words than are counted.
        """
        if isinstance(code, Concatenation):
            return cls(cell, code, tuple(least_weights(code).items()))
        if code.bits > MAX_COUNTED_BITS or code.cells > MAX_COUNTED_CELLS:
            raise UncertifiedError(f"no closed form is known of {code}, and its words are too many to be counted")
        return cls(cell, code, tuple(counted(code).items()))

    @property
    def variant(self) -> str:
        """The kind of cells."""
        return self.cell.variant

    def document(self) -> dict[str, Any]:
        """The numbers of the cell, and the parts of the code."""
        if isinstance(self.code, Concatenation):
            parts = {"inner": self.code.inner, "modulus": f"{self.code.field.modulus:b}"}
            parts |= {"length": str(self.code.length), "dimension": str(self.code.dimension)}
        else:
            parts = {"generator": generator_digest(self.code)}
        return self.cell.document() | {"code": parts}

    def lines(self) -> list[tuple[str, str]]:
        """The numbers of the cell, and the code."""
        return [*self.cell.lines(), ("code", str(self.code))]


@dataclass(frozen=True)
class KeyLibrary(Supply[KeyNumbers]):
    """The certificates of cells to choose from; codes are made as they are needed, unless one is given."""

    cells: CellLibrary
    code: AnyCode | None = None

    @property
    def derived(self) -> bool:
        """Whether inputs are derived."""
        return self.cells.derived

    def only(self, certificate: str | Path) -> Self:
        """One certificate of cells, or one kind of cells."""
        return replace(self, cells=self.cells.only(certificate))

    def with_code(self, code: AnyCode) -> Self:
        """One code alone."""
        return replace(self, code=code)

    def parts(self) -> tuple[Self, ...]:
        """One supply for each kind of cells."""
        return tuple(replace(self, cells=part) for part in self.cells.parts())

    def vouch(self, numbers: KeyNumbers, epsilon: Fraction) -> KeyNumbers:
        """The same numbers, after the kernel has accepted the certificates of the cells and of the code [R5.25]."""
        self.cells.vouch(numbers.cell, epsilon)
        code = numbers.code
        weights = tuple((weight, Fraction(number)) for weight, number in numbers.weights)
        why = MDS if isinstance(code, Concatenation) else COUNTING
        rejection = decide(CodeWeights(code, code.bits, code.cells, weights, BOUND, why)).rejection
        if rejection is not None and rejection.failure is not None:
            raise UncertifiedError(f"{code} is rejected: [{rejection.rule}] {rejection.failure.message}")
        return numbers


def committed_keys(*, derived: bool) -> Callable[[], KeyLibrary]:
    """The committed certificates for local or for derived inputs."""
    return lambda: KeyLibrary(committed_cells(derived=derived)())


@dataclass(frozen=True)
class KeySize(CellSize):
    """A run of the tested protocol, and L = bits bits of its key."""

    bits: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.bits < 1:
            raise InvalidError(f"[R3.90] a key has at least one bit, not {self.bits}")

    def document(self) -> dict[str, Any]:
        """N, n, T and L."""
        return super().document() | {"bits": self.bits}

    def lines(self) -> list[tuple[str, str]]:
        """L, n and T."""
        return [("bits of the key L", str(self.bits)), *super().lines()]


@dataclass(frozen=True)
class LocalKeySize(KeySize, LocalSize):
    """A run of the tested protocol with local inputs, and L = bits bits of its key."""

    PARAMETERS: ClassVar[tuple[SizeParameter, ...]] = (*LocalSize.PARAMETERS, _BITS)


class DerivedKeySize(KeySize, DerivedSize):
    """A run of the tested protocol with derived inputs, and L = bits bits of its key."""

    PARAMETERS: ClassVar[tuple[SizeParameter, ...]] = (*DerivedSize.PARAMETERS, _BITS)
