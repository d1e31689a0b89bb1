"""The frontier of certificate families at one source, and exact minimisation over it [R5.20]-[R5.24].

A theorem sees of a family only alpha and, for each Hamming distance d, the number kappa_d; at a source
with flip ratio r it sees the pair (alpha, K), K = sum over d of kappa_d r**d.  Certificates of two
families combine: alpha W, G and beta may be averaged with rational weights, so every point of a segment
between two families is a family too.  ``Chain`` is the lower left boundary of all of these.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from freebit.errors import InvalidError
from freebit.theorem.model import Numbers

#: (c_alpha, c_K): the form c_alpha * alpha + c_K * K; both coefficients are non-negative.
LinearForm = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class FamilyNumbers:
    """What the theorems see of a family: ``kappa[d]`` bounds the sum of beta(y,x) over the y at distance d of x."""

    name: str
    alpha: Fraction
    kappa: tuple[Fraction, ...]

    def load(self, ratio: Fraction) -> Fraction:
        """K = sum over d of kappa_d ratio**d [R5.13]."""
        return sum((value * ratio**d for d, value in enumerate(self.kappa)), Fraction(0))


@dataclass(frozen=True)
class Mixture(Numbers):
    """A family or a mixture of families at one source: alpha, K, and the weights of the mixture [R5.24]."""

    alpha: Fraction
    K: Fraction
    parts: tuple[tuple[Fraction, FamilyNumbers], ...]

    @classmethod
    def of(cls, family: FamilyNumbers, ratio: Fraction) -> "Mixture":
        """The family itself, at flip ratio ``ratio``."""
        return cls(family.alpha, family.load(ratio), ((Fraction(1), family),))

    def value(self, form: LinearForm) -> Fraction:
        """The linear form at this point."""
        return form[0] * self.alpha + form[1] * self.K

    def kappa(self) -> tuple[Fraction, ...]:
        """kappa_d of the mixture."""
        longest = max(len(family.kappa) for _, family in self.parts)
        return tuple(
            sum((w * f.kappa[d] for w, f in self.parts if d < len(f.kappa)), Fraction(0)) for d in range(longest)
        )

    def document(self) -> dict[str, Any]:
        """alpha, K and the weights of the families, exact rationals [R6.63]."""
        families = {family.name: str(weight) for weight, family in self.parts}
        return {"alpha": str(self.alpha), "K": str(self.K), "families": families}

    def lines(self) -> list[tuple[str, str]]:
        """alpha, K and the weights of the families."""
        parts = ", ".join(f"{weight} {family.name}" for weight, family in self.parts)
        return [("alpha", str(self.alpha)), ("K", str(self.K)), ("families", parts)]


def mix(left: Mixture, right: Mixture, weight: Fraction) -> Mixture:
    """(1 - weight) left + weight right, for a weight in [0, 1] [R5.24]."""
    if not 0 <= weight <= 1:
        raise InvalidError(f"the weight {weight} of a mixture is not in [0, 1]")
    shares: dict[FamilyNumbers, Fraction] = {}
    for share, point in ((1 - weight, left), (weight, right)):
        for part, family in point.parts:
            shares[family] = shares.get(family, Fraction(0)) + share * part
    parts = tuple((share, family) for family, share in shares.items() if share)
    return Mixture((1 - weight) * left.alpha + weight * right.alpha, (1 - weight) * left.K + weight * right.K, parts)


@dataclass(frozen=True)
class Chain:
    """The lower left boundary of the convex hull of families: alpha rises, K falls, slopes flatten."""

    vertices: tuple[Mixture, ...]

    @classmethod
    def of(cls, families: Iterable[FamilyNumbers], ratio: Fraction) -> "Chain":
        """The boundary of the families' points at flip ratio ``ratio`` = (1 - epsilon)/epsilon >= 1 [R5.23].

        Raises ``ValueError`` if there is no family.
        """
        points = sorted((Mixture.of(family, ratio) for family in families), key=lambda p: (p.alpha, p.K))
        if not points:
            raise InvalidError("there is no family to choose from")
        chain: list[Mixture] = []
        for point in points:
            if chain and point.K >= chain[-1].K:
                continue
            while len(chain) >= 2 and _turns_up(chain[-2], chain[-1], point):
                chain.pop()
            chain.append(point)
        return cls(tuple(chain))

    @property
    def edges(self) -> tuple[tuple[Mixture, Mixture], ...]:
        """Neighbouring vertices."""
        return tuple(zip(self.vertices, self.vertices[1:], strict=False))

    def at(self, alpha: Fraction) -> Mixture | None:
        """The point of least K with at most the given alpha; None if alpha is below all of them."""
        if alpha < self.vertices[0].alpha:
            return None
        for left, right in self.edges:
            if alpha <= right.alpha:
                return mix(left, right, (alpha - left.alpha) / (right.alpha - left.alpha))
        return self.vertices[-1]

    def least_of_largest(self, forms: Sequence[LinearForm]) -> tuple[Fraction, Mixture]:
        """The least, over the boundary and all that lies above it, of the largest of the forms; exact.

        The largest of linear forms is convex and piecewise linear along the boundary, so it is least at a
        vertex or where two forms cross on an edge.
        """
        candidates = list(self.vertices)
        for left, right in self.edges:
            for i, first in enumerate(forms):
                for second in forms[:i]:
                    gap_left = left.value(first) - left.value(second)
                    gap_right = right.value(first) - right.value(second)
                    if gap_left * gap_right < 0:
                        candidates.append(mix(left, right, gap_left / (gap_left - gap_right)))
        largest: Callable[[Mixture], Fraction] = lambda p: max(p.value(form) for form in forms)  # noqa: E731
        best = min(candidates, key=largest)
        return largest(best), best


def _turns_up(first: Mixture, second: Mixture, third: Mixture) -> bool:
    """Whether the second point lies on or above the segment from the first to the third."""
    return (second.K - first.K) * (third.alpha - first.alpha) >= (third.K - first.K) * (second.alpha - first.alpha)
