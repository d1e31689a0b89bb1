"""The identity of a dual vector in correlators, as a list of terms that cancel: a check by pencil and paper.

The bound is a combination of probabilities of right answers, plus relations that hold at maximal violation:
on an asked input x the correlator of some parties is, up to the sign that the game fixes, that of the others.
"""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entries import Entry
from freebit.boxes.game import ParityGame
from freebit.errors import InvalidError

#: The numbers of a functional, by entry.
EntryVector = dict[Entry, Fraction]
#: A combination of correlators by name: "-" for a party left out, else its input; "-----" is the constant 1.
Form = dict[str, Fraction]


def correlator_tables(game: ParityGame, dual: EntryVector, gap: EntryVector) -> tuple[str, str, str]:
    """The gap as a sum of correlators, the table of the right answers, and the table of the relations.

    Raises ``ValueError`` if the dual vector does not act as the gap.
    """
    right: dict[Bits, EntryVector] = {}
    wrong: dict[Bits, EntryVector] = {}
    for (a, x), value in sorted(dual.items(), key=lambda item: (item[0][1], item[0][0])):
        (wrong if game.coefficient(a, x) else right).setdefault(x, {})[a, x] = value
    rest = defaultdict(Fraction, in_correlators(gap))
    for name, value in in_correlators(dual).items():
        rest[name] -= value
    for name, value in rest.items():
        if value:
            raise InvalidError(f"the two sides differ by {value} on correlator {name}")
    events = [f"| {format_bits(x)} | {written(in_correlators(part))} |" for x, part in right.items()]
    ties = []
    for x, part in wrong.items():
        turn = -1 if game.target(x) else 1
        cells = "; ".join(
            f"{share} ([{left}] {'-' if turn == 1 else '+'} [{other}])"
            for (left, other), share in relations(game, x, part).items()
        )
        ties.append(f"| {format_bits(x)} | {turn:+d} | {cells.replace('[' + '-' * game.parties + ']', '1')} |")
    return written(in_correlators(gap)), "\n".join(events), "\n".join(ties)


def in_correlators(vector: EntryVector) -> Form:
    """The sum of V(a,x) P(a|x) in correlators [R2.9], [R2.10]."""
    total: defaultdict[str, Fraction] = defaultdict(Fraction)
    for (a, x), value in vector.items():
        for chosen in product((0, 1), repeat=len(a)):
            odd = sum(bit & output for bit, output in zip(chosen, a, strict=True)) % 2
            total[_name(chosen, x)] += (-value if odd else value) / 2 ** len(a)
    return {name: value for name, value in total.items() if value}


def relations(game: ParityGame, x: Bits, wrong: EntryVector) -> dict[tuple[str, str], Fraction]:
    """A combination of wrong answers to x as one of relations, each between two correlators."""
    form = in_correlators(wrong)
    turn = -1 if game.target(x) else 1
    found: dict[tuple[str, str], Fraction] = {}
    for chosen in product((0, 1), repeat=game.parties):
        size = 2 * sum(chosen)
        if size < game.parties or (size == game.parties and chosen[0]):
            left, right = _name(chosen, x), _name([1 - bit for bit in chosen], x)
            share = form.get(left, Fraction(0))
            if form.get(right, Fraction(0)) != -turn * share:
                raise InvalidError(f"the wrong answers to {format_bits(x)} are not a sum of relations")
            if share:
                found[left, right] = share
    return found


def written(form: Form) -> str:
    """The combination as text, the constant first."""
    terms = []
    for name, value in sorted(form.items(), key=lambda item: (len(item[0].replace("-", "")), item[0])):
        size = "" if abs(value) == 1 and set(name) != {"-"} else f"{abs(value)}"
        factor = "" if set(name) == {"-"} else f"[{name}]"
        terms.append(f"{'-' if value < 0 else '+'} {size} {factor}".replace("  ", " ").rstrip())
    return " ".join(terms).removeprefix("+ ")


def _name(chosen: Sequence[int], x: Bits) -> str:
    return "".join(str(setting) if bit else "-" for bit, setting in zip(chosen, x, strict=True))
