"""The theorem ``paper``, eq (13) [R5.30]."""

from fractions import Fraction
from pathlib import Path
from typing import Self

from freebit.theorem.assumptions import BLIND_OUTPUTS, SEPARATE_BOXES, WEAK_SOURCE
from freebit.theorem.distiller import DistillationNumbers, committed_numbers
from freebit.theorem.enclosure import PRECISIONS, Enclosure, UndecidedError, precision
from freebit.theorem.hitting import hit
from freebit.theorem.model import Found, Supply, Target, Theorem, UncertifiedError
from freebit.theorem.sizes import GridSize


class CommittedNumbers(Supply[DistillationNumbers]):
    """The numbers of the committed certificate of kind ``distillation``."""

    def only(self, certificate: str | Path) -> Self:
        """Refuses: there is one certificate, and no other is asked for."""
        raise UncertifiedError("eq (13) takes its numbers from its own certificate, not from a family")

    def vouch(self, numbers: DistillationNumbers, epsilon: Fraction) -> DistillationNumbers:
        """The numbers, if they are those of the certificate that the kernel has accepted [R5.25]."""
        if numbers != committed_numbers():
            raise UncertifiedError(f"A = {numbers.A}, B = {numbers.B} are not those of the committed certificate")
        return numbers


def _excess(numbers: DistillationNumbers, epsilon: Fraction, size: GridSize) -> Enclosure:
    """Eq (13): 3 sqrt(Nd)/2 [A^Nd + 2 Nb^(log2(1-eps)) (32 B eps^-5)^Nd] [R5.30]."""
    q = hit(Enclosure.of(epsilon), size.log2_nb, 1)
    second = 2 * q * Enclosure.of(32 * numbers.B / epsilon**5) ** size.nd
    return Enclosure.of(size.nd).sqrt() * Fraction(3, 2) * (Enclosure.of(numbers.A) ** size.nd + second)


def _best(supply: CommittedNumbers, epsilon: Fraction, size: GridSize) -> DistillationNumbers:
    """The numbers that there are."""
    return committed_numbers()


def _least(supply: CommittedNumbers, target: Target) -> Found[DistillationNumbers, GridSize]:
    """Least size for 3 sqrt(Nd)/2 [A^Nd + 2 q (32 B eps^-5)^Nd] <= delta [R5.56]."""
    numbers = committed_numbers()
    best: GridSize | None = None
    nd = 1
    while True:
        m, lowest = _least_m(numbers, target, nd)
        if best is not None and not GridSize(nd, max(0, lowest)).smaller_than(best):
            return Found(best, numbers)
        if m is not None and GridSize(nd, m).smaller_than(best):
            best = GridSize(nd, m)
        nd += 1


def _least_m(numbers: DistillationNumbers, target: Target, nd: int) -> tuple[int | None, int]:
    """The least m at this Nd, if any, and a lower bound on m that grows with Nd."""
    for bits in PRECISIONS:
        with precision(bits):
            room = 2 * Enclosure.of(target.delta) / (3 * Enclosure.of(nd).sqrt())
            load = nd * Enclosure.of(32 * numbers.B / target.epsilon**5).log() + Enclosure.of(2).log()
            step = -Enclosure.of(1 - target.epsilon).log()
            lowest = ((load - room.log()) / step).floor()
            left = room - Enclosure.of(numbers.A) ** nd
            if Enclosure.of(0).surely_at_most(-left):
                return None, lowest
            if not left.surely_above(0):
                continue
            needed = (load - left.log()) / step
            if needed.ceil() == needed.floor() + 1:
                return max(0, needed.ceil()), lowest
    raise UndecidedError(f"eq (13) at Nd = {nd} was not decided")


EQ_13: Theorem[CommittedNumbers, DistillationNumbers, GridSize] = Theorem(
    name="paper",
    rule="R5.30",
    statement="1/2 + (3 sqrt(Nd)/2) [A^Nd + 2 q (32 B epsilon^-5)^Nd]",
    protocol="row",
    function="good",
    rests_on=(WEAK_SOURCE, SEPARATE_BOXES, BLIND_OUTPUTS),
    rocq=("eq13_xor",),
    numbers=DistillationNumbers,
    size=GridSize,
    supply=CommittedNumbers,
    excess=_excess,
    best=_best,
    least=_least,
)
