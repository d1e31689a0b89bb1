"""Families and numbers that the kernel has accepted; nothing else enters a bound [R5.25].

``claimed_families`` reads what the committed files claim, which is enough to search with; whatever is
returned to a user rests on ``certified``, which runs the kernel on the very bytes that were read.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from freebit.boxes.bits import Bits
from freebit.boxes.game import MerminGame, ParityGame
from freebit.kernel.check import check
from freebit.kernel.kinds.family import Bound
from freebit.theorem.frontier import Family, Point
from freebit.verification import default_folder
from freebit.wire.document import UnreadableError, read_bytes, read_document
from freebit.wire.reader import Reader, read_game

#: The folder of the committed families below the certificates.
FAMILIES = "families"

Beta = dict[Bits, dict[Bits, Fraction]]


class UncertifiedError(ValueError):
    """Numbers that no accepted certificate vouches for."""


@dataclass(frozen=True)
class FamilyFile:
    """A certificate file of kind ``family``, its bytes' SHA-256, and what it claims."""

    path: Path
    data: bytes
    claimed: Family

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes that were read."""
        return hashlib.sha256(self.data).hexdigest()


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


def read_family(path: Path) -> FamilyFile:
    """What a file of kind ``family`` claims; nothing is checked beyond its being readable.

    Raises ``UnreadableError`` for an unreadable file and ``UncertifiedError`` if it is of another kind,
    of another game than the theorems', or does not cover all inputs.
    """
    data = read_bytes(path)
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
    return FamilyFile(path, data, Family(path.stem, alpha, kappa_of(game, beta)))


@cache
def _accepted(data: bytes, name: str) -> Family:
    """The family that the kernel's report on these bytes establishes."""
    report = check(data)
    rejection = report.rejection
    if rejection is not None and rejection.failure is not None:
        place, message = rejection.failure.place, rejection.failure.message
        raise UncertifiedError(f"{name} is rejected: [{rejection.rule}] at {place}: {message}")
    bounds = [fact for fact in report.facts if isinstance(fact, Bound)]
    beta = {bound.y: dict(bound.beta) for bound in bounds}
    return Family(name, bounds[0].alpha, kappa_of(bounds[0].game, beta))


def certified(file: FamilyFile) -> Family:
    """The family, after the kernel has accepted the file; raises ``UncertifiedError`` if it does not."""
    family = _accepted(file.data, file.claimed.name)
    if family != file.claimed:
        raise UncertifiedError(f"{file.path}: the kernel's report differs from what was read")
    return family


@dataclass(frozen=True)
class Library:
    """The families to choose from, by file."""

    files: tuple[FamilyFile, ...]

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "Library":
        """The families in some files; raises ``UncertifiedError`` if there are none or two of one name."""
        files = tuple(read_family(path) for path in paths)
        if not files:
            raise UncertifiedError("there is no certificate of kind 'family' to choose from")
        if len({file.claimed.name for file in files}) < len(files):
            raise UncertifiedError("two certificates have the same file name")
        return cls(files)

    @property
    def families(self) -> tuple[Family, ...]:
        """What the files claim, to search with."""
        return tuple(file.claimed for file in self.files)

    def named(self, name: str) -> FamilyFile:
        """The file of that name; raises ``UncertifiedError`` if there is none."""
        for file in self.files:
            if file.claimed.name == name:
                return file
        raise UncertifiedError(f"no family is called {name!r}; there are {', '.join(f.name for f in self.families)}")

    def vouch(self, point: Point, ratio: Fraction) -> Point:
        """The same point, rebuilt from families that the kernel has accepted [R5.25].

        Raises ``UncertifiedError`` if a part is not one of this library's, if the kernel rejects it, or if
        the point's numbers are not those of its parts.
        """
        alpha, load, total = Fraction(0), Fraction(0), Fraction(0)
        for weight, family in point.parts:
            accepted = certified(self.named(family.name))
            if accepted != family or weight < 0:
                raise UncertifiedError(f"{family} is not the accepted family of that name")
            alpha += weight * accepted.alpha
            load += weight * accepted.load(ratio)
            total += weight
        if (alpha, load, total) != (point.alpha, point.K, Fraction(1)):
            raise UncertifiedError(f"alpha = {point.alpha}, K = {point.K} are not those of the certified families")
        return point


@cache
def committed_families() -> Library:
    """The families at all vertices of the frontier, as committed with freebit."""
    folder = default_folder() / FAMILIES
    return Library.of(sorted(folder.glob("*.json")))
