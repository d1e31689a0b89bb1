"""Finds the certificates (W, G, alpha, beta) for the majority of a triple, exactly [R3.10]-[R3.17].

For an input y and a triple T let m(a,x) be 0 off x = y and there +1 or -1 as the majority of T is 0 or 1.
Wanted are W ~ 1 and G ~ m with |G| <= alpha W + beta(y,x) I, at least cost.  With

    U+ = alpha W + beta I - G   and   U- = alpha W + beta I + G

this asks for U+ >= 0 and U- >= 0 that act as alpha + <beta I, P> -+ <m, P>.  A symmetry that turns the
majority into its complement exchanges the two, so one of them is enough; and linear programming duality
turns the search for it into a maximisation over (unnormalised) boxes P that the symmetries keep:

    maximise <m, P>  where  P >= 0,  <1, P> <= cost of alpha,  <I_x, P> <= cost of beta(y,x).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from freebit.boxes.bits import Bits, majority_of, weight
from freebit.boxes.entries import Entry, entry_of
from freebit.boxes.game import MerminGame, ParityGame
from freebit.boxes.symmetry import Relabelling, Stabiliser, carrier, orbits, stabiliser
from freebit.errors import InvalidError
from freebit.solver.exact_lp import UnboundedError, maximise
from freebit.solver.reduction import Reduction

Triple = tuple[int, int, int]


@dataclass(frozen=True)
class Member:
    """A certificate for one input: exact vectors W and G (sparse), alpha, and beta by input x."""

    game: ParityGame
    triple: Triple
    y: Bits
    alpha: Fraction
    beta: dict[Bits, Fraction]
    W: dict[Entry, Fraction]
    G: dict[Entry, Fraction]

    def carried(self, relabelling: Relabelling) -> "Member":
        """The certificate that the relabelling makes of this one; to be checked like any other."""

        def moved(vector: Mapping[Entry, Fraction]) -> dict[Entry, Fraction]:
            return {relabelling.entry(*entry): value for entry, value in vector.items()}

        zero = (0,) * self.game.parties
        image = {x: relabelling.entry(zero, x)[1] for x in self.game.inputs}
        places = sorted(relabelling.order.index(party) for party in self.triple)
        return Member(
            self.game,
            (places[0], places[1], places[2]),
            image[self.y],
            self.alpha,
            {image[x]: value for x, value in self.beta.items()},
            moved(self.W),
            moved(self.G),
        )

    def carried_to(self, triple: Triple, y: Bits) -> "Member":
        """This certificate moved to another triple and input by a symmetry of the game."""
        rest = [party for party in range(self.game.parties) if party not in self.triple]
        order: list[int] = [-1] * self.game.parties
        for new, old in zip(sorted(triple), self.triple, strict=True):
            order[new] = old
        for new in range(self.game.parties):
            if order[new] < 0:
                order[new] = rest.pop(0)
        return self.carried(carrier(self.game, tuple(order), self.y, y, keep=triple))


class FamilyFinder:
    """The linear program for one (game, y, triple); parties of the triple are counted from 0.

    Raises ``ValueError`` where no symmetry turns the majority into its complement, which happens only if
    the triple is everybody.
    """

    def __init__(self, y: Bits, triple: Triple = (0, 1, 2), game: ParityGame | None = None) -> None:
        self.game: ParityGame = game or MerminGame()
        self.triple = triple
        self.y = y
        self.group: Stabiliser = stabiliser(self.game, y, lambda a: majority_of(a, triple), everywhere=True)
        complement = self.group.complement
        if complement is None:
            raise InvalidError(f"no symmetry exchanges the two values of the majority of {triple} at {y}")
        self._complement: Relabelling = complement
        self.reduction: Reduction = Reduction(self.game, self.group.keeping)
        self.input_orbits: list[list[Bits]] = self._input_orbits()

    def _input_orbits(self) -> list[list[Bits]]:
        """The orbits of X under the whole stabiliser."""
        zero = (0,) * self.game.parties
        inputs = list(self.game.inputs)
        place = {x: i for i, x in enumerate(inputs)}
        images = [[place[g.entry(zero, x)[1]] for x in inputs] for g in self.group.generators]
        found: dict[int, list[Bits]] = {}
        for x, least in zip(inputs, orbits(images, len(inputs)), strict=True):
            found.setdefault(least, []).append(x)
        return list(found.values())

    def least(self, cost_of_beta: Callable[[Bits], Fraction], *, cost_of_alpha: Fraction) -> Member:
        """The member that minimises cost_of_alpha * alpha + sum of cost_of_beta(x) * beta(y,x)."""
        return self._solve(self._majority_row(), cost_of_beta, cost_of_alpha)

    def least_beta(self, alpha: Fraction, cost_of_beta: Callable[[Bits], Fraction]) -> Member:
        """The member with the given alpha that minimises the sum of cost_of_beta(x) * beta(y,x).

        Raises ``UnboundedError`` if alpha is too small for any beta.
        """
        objective = self._majority_row()
        objective[0] -= 2**self.game.parties * alpha
        return self._solve(objective, cost_of_beta, None, alpha)

    def least_uniform_beta(self, alpha: Fraction) -> Member:
        """The member with the given alpha and the least beta that is the same for all inputs."""
        objective = self._majority_row()
        objective[0] -= 2**self.game.parties * alpha
        return self._solve(objective, None, None, alpha)

    def least_uniform(self, cost_of_alpha: Fraction) -> Member:
        """The member with a uniform beta that minimises cost_of_alpha * alpha + beta."""
        return self._solve(self._majority_row(), None, cost_of_alpha)

    def least_alpha(self) -> Fraction:
        """The least alpha for which some beta exists: the maximum of <m,P> at maximal violation."""
        rows = list(self.reduction.rows.values())
        unit = [Fraction(int(i == 0)) for i in range(self.reduction.variables)]
        loss = self._loss_row(self.game.inputs)
        homogeneous = [[Fraction(0), *map(Fraction, row)] for row in rows]
        homogeneous.append([Fraction(1), *(-value for value in unit)])
        homogeneous.append([Fraction(0), *(-value for value in loss)])
        return maximise([0, *self._scaled(self._majority_row())], homogeneous).value

    def frontier(self) -> list[Member]:
        """The vertices of the curve alpha -> least uniform beta, from the least alpha to alpha = 1."""
        first = self.least_uniform_beta(self.least_alpha())
        last = self.least_uniform_beta(Fraction(1))
        return _corners(self._between(first, last))

    def _between(self, left: Member, right: Member) -> list[Member]:
        slope = (_uniform(left) - _uniform(right)) / (right.alpha - left.alpha)
        middle = self.least_uniform(slope)
        if slope * middle.alpha + _uniform(middle) == slope * left.alpha + _uniform(left):
            return [left, right]
        return self._between(left, middle)[:-1] + self._between(middle, right)

    def _majority_row(self) -> list[Fraction]:
        """2**n <m,P> in the variables."""
        total = [Fraction(0)] * self.reduction.variables
        for least, members in self.reduction.entry_orbits.items():
            a, x = entry_of(least, self.game.parties)
            if x == self.y:
                sign = len(members) * (1 - 2 * majority_of(a, self.triple))
                total = [t + sign * v for t, v in zip(total, self.reduction.rows[least], strict=True)]
        return total

    def _loss_row(self, inputs: tuple[Bits, ...] | list[Bits]) -> list[Fraction]:
        """The sum over the inputs of <I_x,P> in the variables."""
        total = [Fraction(0)] * self.reduction.variables
        wanted = set(inputs)
        for least, members in self.reduction.entry_orbits.items():
            count = sum(entry_of(i, self.game.parties)[1] in wanted and self.reduction.loses(i) for i in members)
            if count:
                row = self.reduction.rows[least]
                total = [t + Fraction(count * v) for t, v in zip(total, row, strict=True)]
        return self._scaled(total)

    def _scaled(self, row: list[Fraction]) -> list[Fraction]:
        return [value / 2**self.game.parties for value in row]

    def _solve(
        self,
        objective: list[Fraction],
        cost_of_beta: Callable[[Bits], Fraction] | None,
        cost_of_alpha: Fraction | None,
        alpha: Fraction | None = None,
    ) -> Member:
        """Solve the maximisation over boxes and read (U+, alpha, beta) off its multipliers."""
        constraints = [[Fraction(0), *map(Fraction, row)] for row in self.reduction.rows.values()]
        groups = self.input_orbits if cost_of_beta else [list(self.game.inputs)]
        for inputs in groups:
            cost = sum((cost_of_beta(x) for x in inputs), Fraction(0)) if cost_of_beta else Fraction(1)
            constraints.append([cost, *(-value for value in self._loss_row(inputs))])
        if cost_of_alpha is not None:
            unit = [-Fraction(int(i == 0)) for i in range(self.reduction.variables)]
            constraints.append([cost_of_alpha, *unit])
        try:
            optimum = maximise([Fraction(0), *self._scaled(objective)], constraints)
        except UnboundedError as error:
            raise UnboundedError(
                f"no beta is enough for alpha = {alpha}; the least alpha is {self.least_alpha()}"
            ) from error
        multiplier = optimum.multipliers
        leasts = list(self.reduction.rows)
        beta = {
            x: multiplier.get(len(leasts) + number, Fraction(0)) for number, inputs in enumerate(groups) for x in inputs
        }
        if alpha is None:
            alpha = multiplier.get(len(constraints) - 1, Fraction(0))
        share = {
            least: 2**self.game.parties * multiplier.get(i, Fraction(0)) / len(self.reduction.entry_orbits[least])
            for i, least in enumerate(leasts)
        }
        return self._member(alpha, beta, self.reduction.spread(share))

    def _member(self, alpha: Fraction, beta: dict[Bits, Fraction], plus: dict[int, Fraction]) -> Member:
        """(W, G) from U+; U- is its image under the complement."""
        image = self._complement.entry_map()
        minus = {image[index]: value for index, value in plus.items()}
        weights: dict[Entry, Fraction] = {}
        majority: dict[Entry, Fraction] = {}
        for index in range(4**self.game.parties):
            a, x = entry_of(index, self.game.parties)
            charge = beta[x] if self.reduction.loses(index) else Fraction(0)
            w = ((plus[index] + minus[index]) / 2 - charge) / alpha
            g = (minus[index] - plus[index]) / 2
            if w:
                weights[a, x] = w
            if g:
                majority[a, x] = g
        return Member(self.game, self.triple, self.y, alpha, {x: beta[x] for x in self.game.inputs}, weights, majority)


def _uniform(member: Member) -> Fraction:
    return next(iter(member.beta.values()))


def _corners(points: list[Member]) -> list[Member]:
    """Drop the points that lie on the segment between their neighbours."""
    kept = [points[0]]
    for here, after in pairwise(points[1:]):
        before = kept[-1]
        rise = (_uniform(here) - _uniform(before)) * (after.alpha - here.alpha)
        if rise != (_uniform(after) - _uniform(here)) * (here.alpha - before.alpha):
            kept.append(here)
    return [*kept, points[-1]]


def first_input(game: ParityGame) -> Bits:
    """The input of weight 1 whose one is party 1's, where the game asks it; otherwise the first input."""
    first = (1,) + (0,) * (game.parties - 1)
    return first if weight(first) == 1 and game.target(first) is not None else game.inputs[0]
