"""The Theorem, eq (13), and its limit, from what chapter 5 of the specification proves and certificates supply."""

from fractions import Fraction
from pathlib import Path

from freebit.boxes.game import MerminGame
from freebit.claims.inequality import accepted_facts
from freebit.claims.model import Finding
from freebit.kernel.kinds.distillation import MOST_DIRECTIONS, Distilled
from freebit.kernel.kinds.family import Bound


def numbers_of_eq_13(
    most: int = MOST_DIRECTIONS, alpha_below: Fraction = Fraction(1), folder: Path | None = None
) -> Finding:
    """Alpha and beta with 0 < alpha < 1 < beta, and few enough directions for a good f [R5.17], [R5.30]."""
    for fact in accepted_facts("distillation/majority-123.json", folder):
        if isinstance(fact, Distilled) and fact.game == MerminGame():
            fine = 0 < fact.alpha < alpha_below <= 1 < fact.beta and fact.directions <= most
            numbers = f"alpha = {float(fact.alpha):.6f}, beta = {float(fact.beta):.6f}, exact in the file"
            return Finding(fine, f"{numbers}; {fact.directions} directions, at most {most} allowed")
    return Finding(False, "the certificate is refused")


def limit(exponent: Fraction = Fraction(2)) -> Finding:
    """With the paper's Nb the right side of eq (13) tends to 1/2, also with Nb rounded up to a power of 2 [R5.58]."""
    from freebit.theorem.symbolic import Choice, right_side_vanishes, rounding_up_helps, second_term_is_reciprocal

    choice = Choice(exponent=exponent)
    parts = (second_term_is_reciprocal(choice), right_side_vanishes(choice), rounding_up_helps(choice))
    return Finding(all(parts), "the second term is 2 (32 beta eps^-5)^-Nd; both terms times sqrt(Nd) tend to 0")


def amplification(theorem: str = "paper", quality: int = 64) -> Finding:
    """Sizes planned for 2**-64 have P(guess) <= 1/2 + 2**-quality, by enclosures, for epsilon down to 1/100."""
    from freebit.theorem.plan import plan

    found = []
    delta = Fraction(1, 2**quality)
    for epsilon in (Fraction(9, 20), Fraction(1, 10), Fraction(1, 100)):
        planned = plan(epsilon, Fraction(1, 2**64), theorem=theorem)
        if not planned.bound.excess_at_most(delta):
            return Finding(False, f"epsilon = {epsilon}: the bound exceeds delta")
        found.append(f"log2 N = {planned.bound.log2_quintuplets(1)[1]} at {epsilon}")
    return Finding(True, f"delta = 2^-{quality}: " + ", ".join(found))


#: (alpha, least uniform beta) at the vertices of the curve.
VERTICES = (
    (Fraction(1, 2), Fraction(5, 8)),
    (Fraction(2, 3), Fraction(1, 4)),
    (Fraction(3, 4), Fraction(1, 8)),
    (Fraction(1), Fraction(0)),
)


def robust_lemma(points: tuple[tuple[Fraction, Fraction], ...] = VERTICES, folder: Path | None = None) -> Finding:
    """Certificates (alpha, beta) robust to noise; their averages prove all that lies between."""
    found = tuple(
        (fact.alpha, max(value for _, value in fact.beta))
        for number in range(1, len(points) + 1)
        for fact in accepted_facts(f"frontier/vertex-{number}.json", folder)
        if isinstance(fact, Bound)
    )
    return Finding(found == points, f"(alpha, beta): {', '.join(f'({alpha}, {beta})' for alpha, beta in found)}")
