"""How questions speak of boxes: two ways, and the laws [R3.3], [R3.4].

For a claim about every box, the unknowns are the *marginals of zeros*, the probabilities that all parties of a set
answer 0, for each choice of their inputs: 3**n - 1 numbers.  All other probabilities are defined by them: P(a|x) is a
sum over the sets of parties that answer 1, of the marginal of zeros of the set and of all that answer 0, with the sign
of the set's size.  These are all the normalised non-signalling boxes, and nothing else.

A box of a witness is put in as 4**n values, and the textbook laws are asked of those; or as correlators, from which
its values follow, so that it is normalised and does not signal.

The name of a probability is P_a_x, with outputs a and inputs x; a party that is left out has a dot in both.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import count, islice, product

from freebit.boxes.game import ParityGame
from freebit.second.model import NotDecidedError
from freebit.second.script import Case, Context, Query
from freebit.second.terms import Bindings, differ, number, plus, weighted

#: Seven parties have 16 384 probabilities, each a sum of up to 128 marginals; the kernel checks up to nine parties.
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
    marginals = [f"P_{a}_{x}" for a, x in _zeros(parties) if a.strip(".")]
    definitions = [f"P_{'.' * parties}_{'.' * parties} () Real 1.0"]
    for a in bit_words(parties)[1:]:
        for x in bit_words(parties):
            terms = []
            for chosen in product(*(".0" if output == "1" else "0" for output in a)):
                zeros = "".join(chosen)
                inputs = "".join("." if slot == "." else setting for slot, setting in zip(zeros, x, strict=True))
                odd = (zeros.count("0") - a.count("0")) % 2
                terms.append(f"(- P_{zeros}_{inputs})" if odd else f"P_{zeros}_{inputs}")
            definitions.append(f"P_{a}_{x} () Real {plus(terms)}")
    return Context(tuple(marginals), tuple(definitions))


def _zeros(parties: int) -> Iterator[tuple[str, str]]:
    """Outputs 0 of some parties, the others being left out, with all inputs of those that are not."""
    for outputs in product(".0", repeat=parties):
        for inputs in product(*("." if output == "." else "01" for output in outputs)):
            yield "".join(outputs), "".join(inputs)


def acted(vector: Mapping[str, str]) -> str:
    """The sum of V(a,x) P(a|x)."""
    return weighted((number(value), entry_name(key)) for key, value in vector.items())


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


def value_name(key: str) -> str:
    """The name of the value that a box of a witness has at an entry "a|x"."""
    return "B_" + key.replace("|", "_")


def entries_of_correlators(
    box: str, correlators: Mapping[str, str], parties: int
) -> tuple[list[Bindings], dict[str, str]]:
    """[R3.87], [R3.102] names in steps, one for each party, and a box's entries as terms in those of the last step.

    In its step, a party's output and input take the place of its symbol in the correlators.  On an input, the value
    for the output 0 is the sum of the value that leaves the party out and of that with the input, and for the output 1
    the difference; each is twice a probability, so that all are divided by 2**n before.  What is left out is 0.
    """
    # By the symbols that are left, the values for the outputs and inputs of the parties that came before.
    values = {symbols: [f"(/ {number(value)} {2**parties}.0)"] for symbols, value in correlators.items()}
    before = [("", "")]
    steps: list[Bindings] = []
    names = (f"{box}_{i}" for i in count())
    for _ in range(parties):
        named: list[tuple[str, str]] = []
        split: dict[str, list[str]] = {}
        for rest in dict.fromkeys(symbols[1:] for symbols in values):
            left_out = values.get(f"-{rest}", ["0.0"] * len(before))
            split[rest] = []
            for setting in "01":
                with_input = values.get(setting + rest)
                for sign in "+-":
                    new = left_out
                    if with_input is not None:
                        new = list(islice(names, len(before)))
                        terms = (f"({sign} {out} {on})" for out, on in zip(left_out, with_input, strict=True))
                        named += zip(new, terms, strict=True)
                    split[rest] += new
        before = [(a + output, x + setting) for setting in "01" for output in "01" for a, x in before]
        steps.append(tuple(named))
        values = split
    entries = values.get("", ["0.0"] * len(before))
    return steps, {f"{a}|{x}": entry for (a, x), entry in zip(before, entries, strict=True)}


def box_queries(
    game: ParityGame, box: Mapping[str, str], part: str, where: str = "", missed: tuple[Case, ...] = ()
) -> tuple[Query, ...]:
    """The values of a box, by their names, break a law [R3.4], or miss what is claimed; places begin with ``where``.

    The laws that speak of each value once come first: if they fail, the many others are not asked.
    """
    names = {key: value_name(key) for key in box}
    by_input: dict[str, list[tuple[str, str]]] = {x: [] for x in bit_words(game.parties)}
    for key, name in names.items():
        a, x = key.split("|")
        by_input[x].append((a, name))
    signals = []
    for place, on_0, on_1 in signalling_pairs(game.parties):
        # An equation between absent entries is 0 = 0.
        if not names.keys().isdisjoint((*on_0, *on_1)):
            left, right = (plus(names.get(key, "0.0") for key in keys) for keys in (on_0, on_1))
            signals.append((where + place, differ(left, right)))
    lost = plus(name for x, row in by_input.items() for a, name in row if is_lost(game, a, x))
    outputs = (
        Case("R2.8", "a probability is negative", tuple((where + key, f"(< {n} 0.0)") for key, n in names.items())),
        Case(
            "R2.9",
            "probabilities do not sum to 1",
            tuple((f"{where}x = {x}", differ("1.0", plus(n for _, n in row))) for x, row in by_input.items()),
        ),
    )
    inputs = (
        Case("R2.10", "what one party answers depends on the input of another", tuple(signals)),
        Case("R2.13", "the box loses", ((f"{where}P", differ("0.0", lost)),)),
        *missed,
    )
    values = (tuple((name, number(box[key])) for key, name in names.items()),)
    return Query(outputs, part, values), Query(inputs, part, values)
