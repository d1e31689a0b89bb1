"""What the theorems of the tested protocol ask for, and what the best attacks known leave open [R5.80], [R6.65]."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from freebit.commands.terminal import say
from freebit.security.tested import known_attack
from freebit.theorem.cell_search import least_size
from freebit.theorem.cells import TestedNumbers
from freebit.theorem.enclosure import place_point
from freebit.theorem.model import Target
from freebit.theorem.table import AnyTheorem, preferred

_DIGITS = 7


@dataclass(frozen=True)
class CellAttack:
    """One kind of cells: the rate 1 - u of the theorem beside the rate w of the best attack on one cell known."""

    theorem: AnyTheorem
    numbers: TestedNumbers
    rate: Fraction
    #: The least n with 1/4 (1-u)^n <= delta, and with 1/4 w^n <= delta.
    keep: int
    left_open: int

    def document(self) -> dict[str, Any]:
        """Both rates exactly, both numbers of kept cells, and what the theorem rests on [R6.65]."""
        return {
            "theorem": str(self.theorem),
            "bound_rate": str(1 - self.numbers.u),
            "attack_rate": str(self.rate),
            "keep": str(self.keep),
            "left_open": str(self.left_open),
            "rests_on": [{"rule": each.rule, "words": each.words} for each in self.theorem.rests_on],
        }


def cell_attacks(epsilon: Fraction, delta: Fraction) -> dict[str, CellAttack]:
    """For each kind of cells by its label; kinds without a certificate of use at this epsilon are left out."""
    target = Target(epsilon, delta)
    found = {}
    for theorem in map(preferred, ("tested", "tested-derived")):
        for part in theorem.supply().parts():
            numbers = part.vouch(part.best(epsilon), epsilon)
            if numbers.u > 0:
                rate = known_attack(numbers.kind, epsilon)
                keep, left_open = (least_size(u, target, derived=True).keep for u in (numbers.u, 1 - rate))
                found[numbers.kind.label] = CellAttack(theorem, numbers, rate, keep, left_open)
    return found


def show_cell_attacks(found: dict[str, CellAttack], delta: str) -> None:
    """A line for each kind: the bound rounded up, the attack rounded down."""
    say(f"Tested protocol: bounds 1/2 + 1/4 (1-u)^n, attacks 1/2 + 1/4 w^n, and the least n for delta = {delta}")
    say(
        "(most attacks below epsilon = 1/2 were pointed out by floating point; exact boxes reach their w, rounded down)"
    )
    say(_line("", "1-u", "w known", "n bound", "n attack"))
    for label, each in found.items():
        bound = place_point(-(-(1 - each.numbers.u) * 10**_DIGITS // 1), _DIGITS)
        attack = place_point(each.rate * 10**_DIGITS // 1, _DIGITS)
        say(_line(label, bound, attack, str(each.keep), str(each.left_open)))


def _line(heading: str, *values: str) -> str:
    return f"{heading:<28}" + "".join(f" {value:>11}" for value in values)
