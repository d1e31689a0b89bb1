"""The Bell test of eqs (2)-(5): coefficients, classical minimum, maximal violation, three parties."""

from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path

from freebit.boxes.bits import Bits, all_bits
from freebit.boxes.box import Box, deterministic_box, fixed_output_box, ghz_box, pr_box
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.claims.model import Finding
from freebit.kernel.check import Fact, check
from freebit.kernel.kinds.classical_bound import ClassicalMinimum
from freebit.kernel.kinds.fixing_boxes import EverythingFixed
from freebit.verification import default_folder
from freebit.wire.document import read_bytes


def accepted_facts(path: str, folder: Path | None = None) -> tuple[Fact, ...]:
    """What the committed certificate at ``path`` establishes; nothing if the kernel rejects it."""
    return _facts(read_bytes((folder or default_folder()) / path))


@cache
def _facts(data: bytes) -> tuple[Fact, ...]:
    return check(data).facts


def coefficients(weights_0: frozenset[int] = frozenset({1, 5}), weights_1: frozenset[int] = frozenset({3})) -> Finding:
    """Eqs (3)-(5), written out for all 1024 (a,x), are the coefficients of the game [R2.2]-[R2.4]."""
    game = MerminGame()
    different = 0
    for x in all_bits(5):
        for a in all_bits(5):
            odd = a[0] ^ a[1] ^ a[2] ^ a[3] ^ a[4]
            written = odd * (sum(x) in weights_0) + (odd ^ 1) * (sum(x) in weights_1)
            different += written != game.coefficient(a, x)
    half = 2 * len(game.inputs) == 2**5
    return Finding(
        not different and half, f"{1024 - different} of 1024 coefficients agree; {len(game.inputs)} of 32 inputs appear"
    )


def losses(game: ParityGame) -> dict[tuple[Bits, Bits], int]:
    """On how many inputs each of the 4**n deterministic strategies (outputs on 0, outputs on 1) is wrong."""
    words = all_bits(game.parties)
    return {
        (zero, one): sum(
            game.coefficient(tuple(one[i] if bit else zero[i] for i, bit in enumerate(x)), x) for x in game.inputs
        )
        for zero in words
        for one in words
    }


def classical_minimum(
    claimed: int = 6,
    game: ParityGame | None = None,
    path: str = "claims/classical/mermin-5.json",
    folder: Path | None = None,
) -> Finding:
    """The classical minimum, by enumeration of all deterministic strategies and by the certificate [R3.60]."""
    game = game or MerminGame()
    least = min(losses(game).values())
    certified = accepted_facts(path, folder) == (ClassicalMinimum(game, Fraction(claimed)),)
    return Finding(
        least == claimed and certified,
        f"least loss of {4**game.parties} strategies: {least}; certificate {'accepted' if certified else 'refused'}",
    )


def maximal_violation(claimed: Fraction = Fraction(0)) -> Finding:
    """The loss is a sum of probabilities, so at least 0; the exact box of R2.14 is non-signalling and has loss 0."""
    game, box = MerminGame(), ghz_box(5)
    coefficients_at_least_0 = all(game.coefficient(a, x) >= 0 for a in all_bits(5) for x in all_bits(5))
    violation, loss = box.violation(), box.loss(game)
    return Finding(
        coefficients_at_least_0 and violation is None and loss == claimed == 0,
        f"the box {'keeps the laws' if violation is None else f'breaks {violation}'} and has loss {loss}",
    )


def three_parties(
    functions: int = 70, path: str = "claims/three-parties/fixing-boxes.json", folder: Path | None = None
) -> Finding:
    """For each unbiased f of three outputs and each admissible input some box of the certificate fixes f [R3.65]."""
    facts = accepted_facts(path, folder)
    fact = facts[0] if facts else None
    if not isinstance(fact, EverythingFixed) or fact.game != GhzGame(3):
        return Finding(False, "the certificate is refused")
    unbiased = [frozenset(zeros) for zeros in combinations(all_bits(3), 4)]
    fixed = sum(
        any(support <= zeros or not support & zeros for support in supports)
        for zeros in unbiased
        for supports in fact.supports.values()
    )
    cases = functions * len(fact.supports)
    return Finding(
        len(unbiased) == functions and fixed == cases,
        f"{fixed} of {cases} (function, input) fixed, by {len(next(iter(fact.supports.values())))} exact boxes",
    )


def three_parties_example(first: int = 0, claimed: int | None = None) -> Finding:
    """The first output fixed, the others a PR box up to relabelling: non-signalling, of maximal violation."""
    game, wanted = GhzGame(3), first if claimed is None else claimed
    box = fixed_output_box(game, 0, first)
    others = box.marginal([1, 2])
    product = deterministic_box((first,), (first,)).product(others) == box
    holds = (
        box.violation() is None
        and box.loss(game) == 0
        and product
        and is_relabelled_pr(others)
        and all(box.marginal([0]).probability((wanted,), (x,)) == 1 for x in (0, 1))
    )
    return Finding(holds, f"a_1 = {wanted} always, loss {box.loss(game)}; parties 2 and 3 share a relabelled PR box")


def is_relabelled_pr(box: Box) -> bool:
    """Whether some relabelling of inputs and outputs [R2.15] turns the PR box into this one."""
    return any(
        all(
            box.probability((a[0] ^ s ^ t & x[0], a[1] ^ u ^ v & x[1]), (x[0] ^ c, x[1] ^ d)) == value
            for (a, x), value in pr_box().entries().items()
        )
        for s, t, u, v, c, d in all_bits(6)
    )


def least_wrong_probability(epsilon: Fraction) -> Fraction:
    """A classical box fails with at least this probability in one round of the five-party game, given any e.

    It is wrong on some 6 inputs or more, and eq (1) gives each of them at least epsilon**5.
    """
    return min(losses(MerminGame()).values()) * epsilon**5
