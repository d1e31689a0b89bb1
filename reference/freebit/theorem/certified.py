"""Families and numbers that the kernel has accepted; nothing else enters a bound [R5.25].

What the committed files claim is enough to search with; whatever is returned to a user rests on
``FamilyFile.accepted``, which runs the kernel on the very bytes that were read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Self

from freebit.boxes.bits import Bits
from freebit.boxes.game import MerminGame, ParityGame
from freebit.kernel.check import check
from freebit.kernel.kinds.family import Bound
from freebit.source.epsilon import flip_ratio
from freebit.theorem.frontier import Chain, FamilyNumbers, Mixture
from freebit.theorem.model import Supply, UncertifiedError
from freebit.verification import default_folder
from freebit.wire.document import UnreadableError, read_bytes, read_document
from freebit.wire.reader import Reader, read_game

#: The folder of the committed families below the certificates.
FAMILIES = "families"

Beta = dict[Bits, dict[Bits, Fraction]]


def kappa_of(game: ParityGame, beta: Beta) -> tuple[Fraction, ...]:
    """kappa_d, the largest over x of the sum of beta(y,x) over the y in X at distance d from x [R5.13].

    Raises ``UncertifiedError`` unless there is a beta(y,.) for every y in X.
    """
    missing = [y for y in game.inputs if y not in beta]
    if missing:
        raise UncertifiedError(f"the certificate has no member for {len(missing)} of the inputs in X")
    zero = Fraction(0)

    def shell(x: Bits, d: int) -> Fraction:
        near = (y for y in game.inputs if sum(p != q for p, q in zip(x, y, strict=True)) == d)
        return sum((beta[y].get(x, zero) for y in near), zero)

    return tuple(max(shell(x, d) for x in game.inputs) for d in range(game.parties + 1))


@cache
def _accepted(data: bytes, name: str) -> FamilyNumbers:
    """The family that the kernel's report on these bytes establishes."""
    report = check(data)
    rejection = report.rejection
    if rejection is not None and rejection.failure is not None:
        place, message = rejection.failure.place, rejection.failure.message
        raise UncertifiedError(f"{name} is rejected: [{rejection.rule}] at {place}: {message}")
    bounds = [fact for fact in report.facts if isinstance(fact, Bound)]
    beta = {bound.y: dict(bound.beta) for bound in bounds}
    return FamilyNumbers(name, bounds[0].alpha, kappa_of(bounds[0].game, beta))


@dataclass(frozen=True)
class FamilyFile:
    """A certificate file of kind ``family``, its bytes, and what it claims."""

    path: Path
    data: bytes
    claimed: FamilyNumbers

    @classmethod
    def read(cls, path: Path) -> "FamilyFile":
        """What a file of kind ``family`` claims; nothing is checked beyond its being readable.

        Raises ``UnreadableError`` for an unreadable file and ``UncertifiedError`` if it is of another kind,
        of another game than the theorems', or does not cover all inputs.
        """
        return cls.of(path, read_bytes(path))

    @classmethod
    def of(cls, path: Path, data: bytes) -> "FamilyFile":
        """The same of the bytes of a file."""
        try:
            document = Reader(read_document(data))
            if document.child("kind").text() != "family":
                raise UncertifiedError(f"{path}: a certificate of kind 'family' is wanted")
            claim = document.child("claim")
            game = read_game(claim.child("game"))
            beta = {
                row.key_bits(game.parties): {x.key_bits(game.parties): x.rational() for x in row.members()}
                for row in claim.child("beta").members()
            }
            alpha = claim.child("alpha").rational()
        except UnreadableError as error:
            raise error.in_file(str(path)) from error
        if game != MerminGame():
            raise UncertifiedError(f"{path}: the theorems are about the Mermin game of five parties")
        return cls(path, data, FamilyNumbers(path.stem, alpha, kappa_of(game, beta)))

    def accepted(self) -> FamilyNumbers:
        """The family, after the kernel has accepted the bytes; raises ``UncertifiedError`` if it does not."""
        family = _accepted(self.data, self.claimed.name)
        if family != self.claimed:
            raise UncertifiedError(f"{self.path}: the kernel's report differs from what was read")
        return family


@dataclass(frozen=True)
class Library(Supply[Mixture]):
    """The families to choose from, by file."""

    files: tuple[FamilyFile, ...]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> Self:
        """The families in some files; raises ``UncertifiedError`` if there are none or two of one name."""
        files = tuple(FamilyFile.read(path) for path in paths)
        if not files:
            raise UncertifiedError("there is no certificate of kind 'family' to choose from")
        if len({file.claimed.name for file in files}) < len(files):
            raise UncertifiedError("two certificates have the same file name")
        return cls(files)

    @property
    def families(self) -> tuple[FamilyNumbers, ...]:
        """What the files claim, to search with."""
        return tuple(file.claimed for file in self.files)

    def named(self, name: str) -> FamilyFile:
        """The file of that name; raises ``UncertifiedError`` if there is none."""
        for file in self.files:
            if file.claimed.name == name:
                return file
        raise UncertifiedError(f"no family is called {name!r}; there are {', '.join(f.name for f in self.families)}")

    def only(self, certificate: str | Path) -> Self:
        """One family alone: by the name of a file in this library, or a file of kind ``family``."""
        if isinstance(certificate, Path):
            return type(self).of([certificate])
        return type(self)((self.named(certificate),))

    def chain(self, epsilon: Fraction) -> Chain:
        """The boundary of what the files claim, at a source of eq (1) [R5.23]."""
        return Chain.of(self.families, flip_ratio(epsilon))

    def vouch(self, numbers: Mixture, epsilon: Fraction) -> Mixture:
        """The same mixture, rebuilt from families that the kernel has accepted [R5.25].

        Raises ``UncertifiedError`` if a part is not one of this library's, if the kernel rejects it, or if
        the numbers are not those of the parts.
        """
        alpha, load, total = Fraction(0), Fraction(0), Fraction(0)
        for weight, family in numbers.parts:
            accepted = self.named(family.name).accepted()
            if accepted != family or weight < 0:
                raise UncertifiedError(f"{family} is not the accepted family of that name")
            alpha += weight * accepted.alpha
            load += weight * accepted.load(flip_ratio(epsilon))
            total += weight
        if (alpha, load, total) != (numbers.alpha, numbers.K, Fraction(1)):
            raise UncertifiedError(f"alpha = {numbers.alpha}, K = {numbers.K} are not those of the certified families")
        return numbers


@cache
def committed_families() -> Library:
    """The families at all vertices of the frontier, as committed with freebit."""
    folder = default_folder() / FAMILIES
    return Library.of(sorted(folder.glob("*.json")))
