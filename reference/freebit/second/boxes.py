"""How questions speak of boxes: two ways, and the laws [R3.3], [R3.4].

For a claim about every box, the unknowns are the *marginals of zeros*, the probabilities that all parties of a set
answer 0, for each choice of their inputs: 3**n - 1 numbers.  Every other probability is defined by them, an output 1
being what is left: P(..1..|..x..) = P(..left out..|..left out..) - P(..0..|..x..).  These are all the normalised
non-signalling boxes, and nothing else.

A box of a witness is put in as 4**n values, and the textbook laws are asked of those.

The name of a probability is P_a_x, with outputs a and inputs x; a party that is left out has a dot in both.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import product

from freebit.boxes.game import ParityGame
from freebit.second.model import NotDecidedError
from freebit.second.script import Case, Context
from freebit.second.terms import differ, number, plus

#: Seven parties have 78 125 probabilities with some party left out or none; the kernel checks up to nine parties.
MOST_PARTIES_OF_VECTORS = 7


def bit_words(length: int) -> list[str]:
    """All bit strings of a length."""
    return ["".join(bits) for bits in product("01", repeat=length)]


def entry_name(key: str) -> str:
    """The name of the probability of an entry "a|x"."""
    return "P_" + key.replace("|", "_")


@lru_cache(maxsize=4096)
def right_parity(game: ParityGame, x: str) -> int | None:
    """The parity of the outputs that wins at x; None outside X."""
    return game.target(tuple(map(int, x)))


def is_lost(game: ParityGame, a: str, x: str) -> bool:
    """Whether I(a,x) = 1."""
    wins = right_parity(game, x)
    return wins is not None and a.count("1") % 2 != wins


@cache
def asked(game: ParityGame) -> tuple[str, ...]:
    """X, the inputs of the game."""
    return tuple("".join(map(str, x)) for x in game.inputs)


def votes_for(value: int, a: str, triple: tuple[int, ...]) -> bool:
    """Whether at least two of the three parties (from 1) answer ``value``."""
    return sum(a[party - 1] == str(value) for party in triple) >= 2


# Every box.


@cache
def every_box(parties: int) -> Context:
    """The unknown marginals of zeros, and all probabilities defined by them.

    Raises ``NotDecidedError`` for more than ``MOST_PARTIES_OF_VECTORS`` parties.
    """
    if parties > MOST_PARTIES_OF_VECTORS:
        raise NotDecidedError(f"{parties} parties are more than the {MOST_PARTIES_OF_VECTORS} that Z3 is asked about")
    names, definitions = [], []
    slots = sorted(product((".", "0", "1"), repeat=parties), key=lambda slots: slots.count("1"))
    for outputs in slots:
        a = "".join(outputs)
        settings = product(*(("." if output == "." else "01") for output in outputs))
        last = a.rfind("1")
        for x in map("".join, settings):
            name = f"P_{a}_{x}"
            if last >= 0:
                left_out = f"P_{a[:last]}.{a[last + 1 :]}_{x[:last]}.{x[last + 1 :]}"
                definitions.append(f"{name} () Real (- {left_out} P_{a[:last]}0{a[last + 1 :]}_{x})")
            elif a.strip("."):
                names.append(name)
            else:
                definitions.append(f"{name} () Real 1.0")
    return Context(tuple(names), tuple(definitions))


def acted(vector: Mapping[str, str]) -> str:
    """The sum of V(a,x) P(a|x)."""
    return plus(f"(* {number(value)} {entry_name(key)})" for key, value in vector.items())


def majority_difference(x: str, triple: tuple[int, ...]) -> str:
    """P(maj=0|x) - P(maj=1|x)."""
    signed = ((f"P_{a}_{x}", votes_for(0, a, triple)) for a in bit_words(len(x)))
    return plus(name if zero else f"(- {name})" for name, zero in signed)


# The textbook laws.


def signalling_pairs(parties: int) -> Iterator[tuple[str, tuple[str, str], tuple[str, str]]]:
    """For each party, and each entry of the others: a name for the place, and the two sums that are equal [R2.10]."""
    for i in range(parties):
        for rest in bit_words(parties - 1):
            for others in bit_words(parties - 1):
                on_0, on_1 = (
                    tuple(f"{others[:i]}{out}{others[i:]}|{rest[:i]}{setting}{rest[i:]}" for out in "01")
                    for setting in "01"
                )
                place = f"party {i + 1}, the others at {others[:i]}.{others[i:]}|{rest[:i]}.{rest[i:]}"
                yield place, (on_0[0], on_0[1]), (on_1[0], on_1[1])


def box_cases(game: ParityGame, box: Mapping[str, str], where: str = "") -> tuple[Case, ...]:
    """The ways in which the values of a box can break a law [R3.4]; places begin with ``where``."""
    values = {key: number(value) for key, value in box.items()}
    by_input: dict[str, list[tuple[str, str]]] = {x: [] for x in bit_words(game.parties)}
    for key, value in values.items():
        a, x = key.split("|")
        by_input[x].append((a, value))
    signals = []
    for place, on_0, on_1 in signalling_pairs(game.parties):
        # An equation between absent entries is 0 = 0.
        if not values.keys().isdisjoint((*on_0, *on_1)):
            left, right = (plus(values.get(key, "0.0") for key in keys) for keys in (on_0, on_1))
            signals.append((where + place, differ(left, right)))
    lost = plus(value for x, row in by_input.items() for a, value in row if is_lost(game, a, x))
    return (
        Case("R2.8", "a probability is negative", tuple((where + key, f"(< {v} 0.0)") for key, v in values.items())),
        Case(
            "R2.9",
            "probabilities do not sum to 1",
            tuple((f"{where}x = {x}", differ("1.0", plus(v for _, v in row))) for x, row in by_input.items()),
        ),
        Case("R2.10", "what one party answers depends on the input of another", tuple(signals)),
        Case("R2.13", "the box loses", ((f"{where}P", differ("0.0", lost)),)),
    )
