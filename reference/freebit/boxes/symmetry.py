"""Symmetries of a parity game that keep one input and one function of the outputs [R2.15].

A relabelling permutes parties, flips inputs and flips outputs, the latter also depending on the input.
``stabiliser`` computes those that keep the game and the input x0 and send the function f of the outputs
either to itself or to its complement; ``orbits`` and ``signed_orbits`` say what they identify.  Symmetry
shortens searches; no checker accepts anything because of it.

Entries (a,x) are indexed in base 4, party 1 first, with digit 2 x_i + a_i.  Correlators are indexed in
base 3: digit 0 where the party is left out, 1 or 2 where (-1)^{a_i} is taken on input 0 or 1.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

from freebit.boxes.bits import Bits, all_bits, number_of
from freebit.boxes.game import ParityGame
from freebit.errors import InvalidError

#: With more parties than this only exchanges of two parties are tried, not all permutations.
ALL_PERMUTATIONS_UP_TO = 6


@dataclass(frozen=True)
class Relabelling:
    """New party i is old party ``order[i]`` (from 0), with input + ``shift`` and output + ``flip`` + ``twist`` * input.

    The input that multiplies ``twist`` is the one before the shift.  ``complements`` tells whether the
    relabelling sends the function of the outputs for which it was found to its complement.
    """

    order: tuple[int, ...]
    shift: Bits
    flip: Bits
    twist: Bits
    complements: bool = False

    def entry(self, a: Bits, x: Bits) -> tuple[Bits, Bits]:
        """The entry to which (a, x) is sent."""
        parties = range(len(self.order))
        moved = tuple(x[j] for j in self.order)
        return (
            tuple(a[self.order[i]] ^ self.flip[i] ^ (self.twist[i] & moved[i]) for i in parties),
            tuple(moved[i] ^ self.shift[i] for i in parties),
        )

    def entry_map(self) -> list[int]:
        """The image of each entry, by index in base 4."""
        images = [0]
        for new in self._new_places():
            step = 4 ** (len(self.order) - 1 - new)
            digit = [
                step * (2 * (x ^ self.shift[new]) + (a ^ self.flip[new] ^ (self.twist[new] & x)))
                for x in (0, 1)
                for a in (0, 1)
            ]
            images = [image + value for image in images for value in digit]
        return images

    def correlator_map(self) -> list[tuple[int, int]]:
        """The image of each correlator, by index in base 3, and the sign that it takes."""
        images = [(0, 1)]
        for new in self._new_places():
            step = 3 ** (len(self.order) - 1 - new)
            digit = [(0, 1)] + [
                (step * (1 + (x ^ self.shift[new])), -1 if self.flip[new] ^ (self.twist[new] & x) else 1)
                for x in (0, 1)
            ]
            images = [(image + value, sign * turn) for image, sign in images for value, turn in digit]
        return images

    def _new_places(self) -> list[int]:
        """The new place of each old party."""
        return [self.order.index(old) for old in range(len(self.order))]


@dataclass(frozen=True)
class Stabiliser:
    """The relabellings found, as generators, and the order of their group where it was enumerated."""

    generators: tuple[Relabelling, ...]
    order: int | None

    @property
    def keeping(self) -> tuple[Relabelling, ...]:
        """Generators of the subgroup that keeps the function itself (see ``stabiliser``)."""
        kept = [g for g in self.generators if not g.complements]
        turns = [g for g in self.generators if g.complements]
        if turns:
            first = turns[0]
            kept += [compose(g, first) for g in turns]
            kept += [compose(compose(inverse(first), g), first) for g in kept]
        return tuple(kept)

    @property
    def complement(self) -> Relabelling | None:
        """A relabelling that turns the function into its complement, if there is one."""
        return next((g for g in self.generators if g.complements), None)


def compose(second: Relabelling, first: Relabelling) -> Relabelling:
    """First ``first``, then ``second``."""
    parties = range(len(first.order))
    return Relabelling(
        order=tuple(first.order[second.order[i]] for i in parties),
        shift=tuple(first.shift[second.order[i]] ^ second.shift[i] for i in parties),
        flip=tuple(
            first.flip[second.order[i]] ^ second.flip[i] ^ (second.twist[i] & first.shift[second.order[i]])
            for i in parties
        ),
        twist=tuple(first.twist[second.order[i]] ^ second.twist[i] for i in parties),
        complements=first.complements != second.complements,
    )


def inverse(relabelling: Relabelling) -> Relabelling:
    """The relabelling that undoes ``relabelling``."""
    r = relabelling
    parties = range(len(r.order))
    back = tuple(r.order.index(i) for i in parties)
    return Relabelling(
        order=back,
        shift=tuple(r.shift[back[i]] for i in parties),
        flip=tuple(r.flip[back[i]] ^ (r.twist[back[i]] & r.shift[back[i]]) for i in parties),
        twist=tuple(r.twist[back[i]] for i in parties),
        complements=r.complements,
    )


def stabiliser(game: ParityGame, x0: Bits, function: Callable[[Bits], int], *, everywhere: bool = False) -> Stabiliser:
    """The symmetries of (game, x0, f up to complement), f read on the outputs that win at x0 [R2.15].

    If ``everywhere``, f is read on all outputs, also on those that lose at x0.
    Complete for up to ``ALL_PERMUTATIONS_UP_TO`` parties; beyond, the group generated by the output flips
    and the exchanges of two parties that are symmetries, which is what symmetric functions have.
    Raises ``ValueError`` if x0 is not an input of the game.
    """
    winning = _asked_outputs(game, x0)
    values = {number_of(a): function(a) for a in (all_bits(game.parties) if everywhere else winning)}
    exhaustive = game.parties <= ALL_PERMUTATIONS_UP_TO
    identity = tuple(range(game.parties))
    flips, twists = _flips(values, identity, game.parties), _twists(game, x0, x0, identity)
    generators = [_fixing(identity, x0, flip, twists[0], turns) for flip, turns in _independent(flips)]
    generators += [_fixing(identity, x0, flips[0][0], twist, flips[0][1]) for twist in twists[1:]]
    group, refused = {identity}, set[tuple[int, ...]]()
    for order in permutations(identity) if exhaustive else _exchanges(game.parties):
        if order in group or order in refused:
            continue
        relabelling = _first_fixing(game, x0, values, order)
        if relabelling is None:
            refused |= {_after(order, member) for member in group}
        else:
            generators.append(relabelling)
            group = _closure(group, order) if exhaustive else group | _joined(group, order)
    return Stabiliser(tuple(generators), len(flips) * len(twists) * len(group) if exhaustive else None)


def carrier(game: ParityGame, order: tuple[int, ...], x0: Bits, y0: Bits, keep: Iterable[int]) -> Relabelling:
    """A symmetry of the game that permutes the parties by ``order`` and sends x0 to y0 [R2.15].

    At x0 it flips no output of the new parties ``keep`` (from 0).  Raises ``ValueError`` if there is none.
    """
    change = (_asked(game, x0)) ^ (_asked(game, y0))
    free = [party for party in range(game.parties) if party not in set(keep)]
    twists = _twists(game, x0, y0, order)
    if not twists or (change and not free):
        raise InvalidError(f"no symmetry of the game sends {x0} to {y0} with the parties in the order {order}")
    flip = tuple(int(bool(change) and party == free[-1]) for party in range(game.parties))
    moved = tuple(x0[j] for j in order)
    return Relabelling(
        order=order,
        shift=tuple(p ^ q for p, q in zip(moved, y0, strict=True)),
        flip=tuple(f ^ (t & m) for f, t, m in zip(flip, twists[0], moved, strict=True)),
        twist=twists[0],
    )


def symmetries(game: ParityGame, order: tuple[int, ...]) -> Iterator[Relabelling]:
    """All symmetries of the game that permute the parties by ``order`` [R2.15]."""
    x0 = game.inputs[0]
    moved = tuple(x0[j] for j in order)
    for y0 in game.inputs:
        change = _asked(game, x0) ^ _asked(game, y0)
        shift = tuple(p ^ q for p, q in zip(moved, y0, strict=True))
        for twist in _twists(game, x0, y0, order):
            for flip_at_x0 in all_bits(game.parties):
                if sum(flip_at_x0) % 2 == change:
                    flip = tuple(f ^ (t & m) for f, t, m in zip(flip_at_x0, twist, moved, strict=True))
                    yield Relabelling(order, shift, flip, twist)


def orbits(images: Iterable[Sequence[int]], size: int) -> list[int]:
    """The least index in the orbit of each index under the permutations ``images``."""
    edges = list(images)
    least = [-1] * size
    for start in range(size):
        if least[start] >= 0:
            continue
        least[start] = start
        reached = [start]
        for i in reached:
            for image in edges:
                j = image[i]
                if least[j] < 0:
                    least[j] = start
                    reached.append(j)
    return least


def signed_orbits(images: Iterable[Sequence[tuple[int, int]]], size: int) -> list[tuple[int, int]]:
    """For each index the least index of its orbit and its sign relative to that; sign 0 if the orbit cancels."""
    edges = [list(image) for image in images]
    found: list[tuple[int, int] | None] = [None] * size
    for start in range(size):
        if found[start] is not None:
            continue
        sign = {start: 1}
        cancels = False
        queue = [start]
        while queue:
            i = queue.pop()
            for image in edges:
                j, turn = image[i]
                if j not in sign:
                    sign[j] = sign[i] * turn
                    queue.append(j)
                elif sign[j] != sign[i] * turn:
                    cancels = True
        for j, s in sign.items():
            found[j] = (start, 0 if cancels else s)
    return [pair for pair in found if pair is not None]


def _asked(game: ParityGame, x: Bits) -> int:
    """The right parity at x; raises ``ValueError`` if the game does not ask x."""
    target = game.target(x)
    if target is None:
        raise InvalidError(f"the input {x} is not asked by the game")
    return target


def _asked_outputs(game: ParityGame, x0: Bits) -> tuple[Bits, ...]:
    _asked(game, x0)
    return game.winning_outputs(x0)


def _fixing(order: tuple[int, ...], x0: Bits, flip_at_x0: Bits, twist: Bits, complements: bool) -> Relabelling:
    """The relabelling that fixes x0 and there flips outputs by ``flip_at_x0``."""
    moved = tuple(x0[j] for j in order)
    return Relabelling(
        order=order,
        shift=tuple(p ^ q for p, q in zip(moved, x0, strict=True)),
        flip=tuple(f ^ (t & m) for f, t, m in zip(flip_at_x0, twist, moved, strict=True)),
        twist=twist,
        complements=complements,
    )


def _twists(game: ParityGame, x0: Bits, y0: Bits, order: tuple[int, ...]) -> list[Bits]:
    """The twists with which the permutation that sends x0 to y0 keeps X and the right parities.

    With u the permuted x and u0 the permuted x0, the image of x is u + u0 + y0, and parities stay right
    if target(image) - target(y0) = target(x) - target(x0) + twist . (u + u0) for all x in X: linear
    equations over GF(2) for the twist.
    """
    moved0 = tuple(x0[j] for j in order)
    change = _asked(game, x0) ^ _asked(game, y0)
    pivots: dict[int, tuple[int, int]] = {}
    for x in game.inputs:
        difference = tuple(x[j] ^ m for j, m in zip(order, moved0, strict=True))
        wanted = game.target(tuple(d ^ y for d, y in zip(difference, y0, strict=True)))
        if wanted is None:
            return []
        mask, right = number_of(difference), wanted ^ _asked(game, x) ^ change
        while mask and mask.bit_length() in pivots:
            pivot, value = pivots[mask.bit_length()]
            mask, right = mask ^ pivot, right ^ value
        if mask:
            pivots[mask.bit_length()] = (mask, right)
        elif right:
            return []
    solutions = [0]
    for position in range(1, game.parties + 1):
        bit = 1 << (position - 1)
        if position in pivots:
            mask, right = pivots[position]
            solutions = [s | bit * (((s & mask).bit_count() + right) % 2) for s in solutions]
        else:
            solutions += [s | bit for s in solutions]
    return [tuple(s >> i & 1 for i in reversed(range(game.parties))) for s in solutions]


def _flips(values: dict[int, int], order: tuple[int, ...], parties: int) -> list[tuple[Bits, bool]]:
    """The even output flips which, after the permutation, keep the function or turn it into its complement."""
    bits = [(1 << parties - 1 - old, 1 << parties - 1 - new) for new, old in enumerate(order)]
    pairs = [(sum(new for old, new in bits if a & old), value) for a, value in values.items()]
    found = []
    for flip in range(2**parties):
        if flip.bit_count() % 2:
            continue
        turn = pairs[0][1] ^ values[pairs[0][0] ^ flip]
        if all(values[a ^ flip] == value ^ turn for a, value in pairs):
            found.append((tuple(flip >> i & 1 for i in reversed(range(parties))), bool(turn)))
    return found


def _independent(flips: Sequence[tuple[Bits, bool]]) -> list[tuple[Bits, bool]]:
    """A basis of the flips, which form a vector space over GF(2)."""
    basis: list[tuple[Bits, bool]] = []
    spanned = {0}
    for flip, complements in flips:
        number = number_of(flip)
        if number not in spanned:
            spanned |= {number ^ other for other in spanned}
            basis.append((flip, complements))
    return basis


def _first_fixing(game: ParityGame, x0: Bits, values: dict[int, int], order: tuple[int, ...]) -> Relabelling | None:
    """A symmetry that fixes x0 and permutes the parties by ``order``, if there is one."""
    flips = _flips(values, order, game.parties)
    twists = _twists(game, x0, x0, order) if flips else []
    return _fixing(order, x0, flips[0][0], twists[0], flips[0][1]) if twists else None


def _exchanges(parties: int) -> list[tuple[int, ...]]:
    """The exchanges of two parties."""
    return [_exchange(parties, i, j) for i, j in combinations(range(parties), 2)]


def _exchange(parties: int, i: int, j: int) -> tuple[int, ...]:
    order = list(range(parties))
    order[i], order[j] = j, i
    return tuple(order)


def _joined(exchanges: set[tuple[int, ...]], order: tuple[int, ...]) -> set[tuple[int, ...]]:
    """The exchanges within the party blocks that one more exchange joins; they are products of known ones."""
    i, j = (party for party, old in enumerate(order) if party != old)
    parties = range(len(order))
    block = {p for p in parties for q in (i, j) if p == q or _exchange(len(order), p, q) in exchanges}
    return {_exchange(len(order), p, q) for p, q in combinations(sorted(block), 2)}


def _after(second: tuple[int, ...], first: tuple[int, ...]) -> tuple[int, ...]:
    """The order of the relabelling that does first ``first``, then ``second``."""
    return tuple(first[i] for i in second)


def _closure(group: set[tuple[int, ...]], order: tuple[int, ...]) -> set[tuple[int, ...]]:
    """The group that a group and one more permutation generate."""
    found = set(group)
    added = [order]
    for p in added:
        if p not in found:
            found |= {_after(p, member) for member in group}
            added += [_after(order, _after(member, p)) for member in group]
    return found
