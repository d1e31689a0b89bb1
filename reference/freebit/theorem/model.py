"""A theorem is a value: what it says, what it rests on, its numbers and sizes, and how the least size is found.

``THEOREMS`` in ``freebit.theorem.table`` lists them all.  Commands, pictures, the kit and claims read the table,
so that another theorem is one module, one row, and its place in the specification.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

from freebit.errors import FreebitError, InvalidError
from freebit.protocol.parameters import Selection
from freebit.source.epsilon import check_epsilon
from freebit.source.joint import JointBounds
from freebit.theorem.assumptions import Assumption
from freebit.theorem.enclosure import Enclosure
from freebit.theorem.sizes import KEPT_OF_ALL, Size


class Numbers(ABC):
    """What a theorem is applied with: numbers that certificates establish, with the names of the certificates."""

    @property
    def variant(self) -> str:
        """What tables name beside the theorem; nothing by default."""
        return ""

    @abstractmethod
    def document(self) -> dict[str, Any]:
        """The exact numbers and where they come from, as a JSON object [R6.63]."""

    @abstractmethod
    def lines(self) -> list[tuple[str, str]]:
        """The same for people: headings and texts."""


NumbersT = TypeVar("NumbersT", bound=Numbers)
SizeT = TypeVar("SizeT", bound=Size)
SupplyT = TypeVar("SupplyT", bound="Supply[Any]")


class Supply(ABC, Generic[NumbersT]):
    """The certificates from which a theorem's numbers are taken [R5.25]."""

    def parts(self) -> tuple[Self, ...]:
        """Supplies that are compared with one another in a table; by default this one alone."""
        return (self,)

    @abstractmethod
    def only(self, certificate: str | Path) -> Self:
        """One certificate alone, by its name in this supply or by its file.

        Raises ``UncertifiedError`` if there is none, or if it is not of the kind that the theorem takes.
        """

    @abstractmethod
    def vouch(self, numbers: NumbersT, epsilon: Fraction) -> NumbersT:
        """The same numbers, after the kernel has accepted the certificates that they come from [R5.25].

        Raises ``UncertifiedError`` if it does not, or if the numbers are not those of the certificates.
        """


class UncertifiedError(FreebitError, ValueError):
    """Numbers that no accepted certificate vouches for [R5.25]."""


#: With noise, honest devices are to pass at least so often, unless it is said otherwise.
USUAL_PASS = Fraction(9, 10)
#: The constant c of step 2, unless it is said otherwise [R4.3], [R4.53].
USUAL_C = Fraction(KEPT_OF_ALL)


@dataclass(frozen=True)
class Target:
    """What a plan is asked for: P(guess) <= 1/2 + delta, and honest devices that pass often enough.

    ``error`` is the probability with which an honest cell is wrong, None if noise is left out of account; devices
    of this error are to pass with probability at least ``pass_at_least``.  Raises ``ValueError`` for epsilon
    outside (0, 1/2], delta outside (0, 1/2), and an error or a pass probability outside [0, 1).
    """

    epsilon: Fraction
    delta: Fraction
    error: Fraction | None = None
    pass_at_least: Fraction = USUAL_PASS
    #: Step 2 keeps at least N/c; only the tested protocol's plans take another c than 3.  None asks for the least N
    #: with which honest devices and fair bits pass often enough, whatever n is of it [R5.89].
    c: Fraction | None = USUAL_C
    #: L, the bits of a key; theorems about one bit are asked for 1.
    bits: int = 1

    def __post_init__(self) -> None:
        check_epsilon(self.epsilon)
        if not 0 < self.delta < Fraction(1, 2):
            raise InvalidError(f"delta = {self.delta} is not in (0, 1/2): the target is P(guess) <= 1/2 + delta")
        for value, name in ((self.error or Fraction(0), "error"), (self.pass_at_least, "pass probability")):
            if not 0 <= value < 1:
                raise InvalidError(f"the {name} {value} is not in [0, 1)")
        if self.c is not None and not self.c > 1:
            raise InvalidError(f"[R4.3] c = {self.c} is not greater than 1")
        if self.bits < 1:
            raise InvalidError(f"a key has at least one bit, not {self.bits}")

    @property
    def constant(self) -> Fraction:
        """c; the usual one where the least N is asked for, which is of no use to derived inputs."""
        return USUAL_C if self.c is None else self.c


@dataclass(frozen=True)
class Found(Generic[NumbersT, SizeT]):
    """A size, and the numbers with which a theorem is applied there."""

    size: SizeT
    numbers: NumbersT


@dataclass(frozen=True, kw_only=True, eq=False)
class Theorem(Generic[SupplyT, NumbersT, SizeT]):
    """An upper bound on P(guess), eq (12), for runs of one protocol."""

    name: str
    #: The rule that states it.
    rule: str
    #: The bound on P(guess), in the words of the rule.
    statement: str
    #: The protocol whose runs it is about: "row", "column" or "column-total" for these selections, or that which
    #: every kept cell is tested in, "tested" with local and "tested-derived" with derived inputs.
    protocol: str
    #: The function f of step 5: "xor", or "good" for some f that is good [R5.16]; each kept cell has an f of its own.
    function: str
    #: All that the proof assumes of source and devices.
    rests_on: tuple[Assumption, ...]
    #: The theorems of ``spec/rocq`` that state it, or more.
    rocq: tuple[str, ...]
    #: The kinds of its numbers and of its sizes.
    numbers: type[NumbersT]
    size: type[SizeT]
    #: Whether it is the one that is used where only the protocol is given.
    preferred: bool = False
    #: Whether it takes a tolerance, and so noise.
    tolerant: bool = False
    #: Whether it is about keys of many bits.
    many: bool = False
    #: The committed certificates of its numbers.
    supply: Callable[[], SupplyT]
    #: The bound on P(guess) minus 1/2, so that 1/2 + 2**-1000 is a number like any other.
    excess: Callable[[NumbersT, Fraction, SizeT], Enclosure]
    #: Numbers with which the bound at a size is as good as it gets, up to rounding [R5.57].
    best: Callable[[SupplyT, Fraction, SizeT], NumbersT]
    #: The least size that meets a target, and the numbers that do it [R5.50]; raises ``NoPlanError`` if there is none.
    least: Callable[[SupplyT, Target], Found[NumbersT, SizeT]]
    #: The exact bound minus 1/2 for a source of eq (14) [R5.38]; None if the theorem is stated for eq (1) alone.
    general: Callable[[NumbersT, JointBounds, SizeT], Fraction] | None = None
    #: Whether that takes a tolerance too.
    general_tolerant: bool = False

    def __str__(self) -> str:
        return self.name

    @property
    def protocol_words(self) -> str:
        """The protocol, for people."""
        return f"{self.protocol} selection" if self.protocol in tuple(Selection) else f"{self.protocol} protocol"

    def protocol_document(self) -> dict[str, str]:
        """The protocol, for programs: a selection, or another protocol [R6.63], [R6.70]."""
        return {"selection" if self.protocol in tuple(Selection) else "protocol": self.protocol}

    def excess_at(self, numbers: NumbersT, epsilon: Fraction, size: SizeT) -> Enclosure:
        """The bound on P(guess) minus 1/2, at the working precision.

        Raises ``ValueError`` for parameters outside the theorem's reach: epsilon outside (0, 1/2], a tolerance
        where it takes none, or numbers or a size of another kind.
        """
        check_epsilon(epsilon)
        self.check(size)
        if not isinstance(numbers, self.numbers):
            raise InvalidError(f"the theorem {self} does not take {type(numbers).__name__} numbers")
        return self.excess(numbers, epsilon, size)

    def excess_general(self, numbers: NumbersT, source: JointBounds, size: SizeT) -> Fraction:
        """The bound on P(guess) minus 1/2 for a source of eq (14), exactly [R5.37], [R5.38], [R5.104].

        Raises ``ValueError`` if the theorem is not stated for such sources, and for a tolerance if it takes none there.
        """
        self.check(size)
        if self.general is None:
            raise InvalidError(f"the theorem {self} is stated for the sources of eq (1), not for those of eq (14)")
        if size.tolerance and not self.general_tolerant:
            raise InvalidError(f"for the sources of eq (14) w = {size.tolerance} must be 0")
        return self.general(numbers, source, size)

    def check(self, size: Size) -> None:
        """Raises ``ValueError`` for a size of another protocol, or a tolerance where the theorem takes none."""
        if not isinstance(size, self.size):
            raise InvalidError(f"the theorem {self} is not about sizes of the kind {type(size).__name__}")
        if size.tolerance and not self.tolerant:
            raise InvalidError(f"[R4.7] the theorem {self} tolerates no wrong cell, so w = {size.tolerance} must be 0")


class NoPlanError(FreebitError, ValueError):
    """No size within the limits of a search meets the target."""
