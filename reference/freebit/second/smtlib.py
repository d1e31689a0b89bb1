"""Questions to SMT solvers, as SMT-LIB 2.6 text in linear real arithmetic [R3.3]-[R3.6].

This module shares nothing with the kernel but the definition of the game.  It does no arithmetic on the
numbers of a certificate: it copies them into the text, and the solver computes.  Every box is described
by its 4**n probabilities and the textbook equations of non-signalling.

A ``Script`` is a context and a list of queries; each query has the answer that proves the claim.  What a
query asserts beyond the laws of a box is only ever (1) the negation of what is to be shown, or (2) that a
combination of probabilities is not negative, after an earlier query has shown that none of its
coefficients is.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product

from freebit.boxes.game import ParityGame

Json = Mapping[str, object]


@dataclass(frozen=True)
class Query:
    """A question: what is asserted on top of the context, and the answer that it must get.

    Queries of one ``part`` belong together: refuted together they prove one statement.
    """

    about: str
    terms: tuple[str, ...]
    expected: str = "unsat"
    part: str = "all"


@dataclass(frozen=True)
class Script:
    """Declared names and assertions, and the queries that are asked on top of them, one at a time."""

    title: str
    names: tuple[str, ...]
    laws: tuple[str, ...]
    queries: tuple[Query, ...]

    def context(self) -> list[str]:
        """The declarations and the assertions that all queries share."""
        return [f"(declare-fun {name} () Real)" for name in self.names] + [f"(assert {law})" for law in self.laws]

    def parts(self) -> dict[str, str]:
        """For each part one file for any SMT-LIB solver, which must answer ``unsat``.

        The file asserts that one of the refutable queries of the part has a solution.
        """
        files = {}
        for part in dict.fromkeys(query.part for query in self.queries if query.expected == "unsat"):
            here = [query for query in self.queries if query.part == part and query.expected == "unsat"]
            lines = [f"; {self.title}", f"; part {part}; expected answer: unsat", "; asserted is one of:"]
            lines += [f";   {query.about}" for query in here]
            question = some(every(query.terms) for query in here)
            lines += ["(set-logic QF_LRA)", *self.context(), f"(assert {question})", "(check-sat)", "(exit)", ""]
            files[part] = "\n".join(lines)
        return files


# Writing terms.


def number(text: str) -> str:
    """A canonical rational "p" or "p/q" as an SMT-LIB constant."""
    sign, _, digits = text.rpartition("-")
    top, _, bottom = digits.partition("/")
    constant = f"(/ {top}.0 {bottom}.0)" if bottom else f"{top}.0"
    return f"(- {constant})" if sign or text.startswith("-") else constant


def plus(terms: Iterable[str]) -> str:
    """A sum of any number of terms."""
    listed = list(terms)
    return f"(+ {' '.join(listed)})" if len(listed) > 1 else (listed or ["0.0"])[0]


def words(length: int) -> list[str]:
    """All bit strings of a length."""
    return ["".join(bits) for bits in product("01", repeat=length)]


def variable(a: str, x: str) -> str:
    """The name of P(a|x)."""
    return f"P_{a}_{x}"


def weighted(vector: Mapping[str, str]) -> str:
    """The sum of V(a,x) P(a|x) for a sparse vector with keys "a|x"."""
    return plus(f"(* {number(value)} {variable(*key.split('|'))})" for key, value in vector.items())


# The laws of a box.


def variables(parties: int) -> tuple[str, ...]:
    """One name for each P(a|x)."""
    return tuple(variable(a, x) for x in words(parties) for a in words(parties))


def signalling_equations(parties: int) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """The pairs of pairs of probabilities whose sums non-signalling makes equal [R2.10]."""
    for i in range(parties):
        for rest in words(parties - 1):
            for others in words(parties - 1):
                left, right = (
                    tuple(variable(others[:i] + output + others[i:], rest[:i] + setting + rest[i:]) for output in "01")
                    for setting in "01"
                )
                yield (left[0], left[1]), (right[0], right[1])


def laws(parties: int) -> list[str]:
    """Normalisation [R2.9] and non-signalling [R2.10] as terms."""
    normal = [f"(= 1.0 {plus(variable(a, x) for a in words(parties))})" for x in words(parties)]
    return normal + [f"(= {plus(left)} {plus(right)})" for left, right in signalling_equations(parties)]


@cache
def loses(game: ParityGame, a: str, x: str) -> bool:
    """Whether I(a,x) = 1."""
    return game.coefficient(tuple(map(int, a)), tuple(map(int, x))) == 1


def lost(game: ParityGame, x: str) -> str:
    """The sum of I(a,x) P(a|x) over a, for an input of the game."""
    return plus(variable(a, x) for a in words(game.parties) if loses(game, a, x))


def asked(game: ParityGame) -> list[str]:
    """The inputs of the game."""
    return ["".join(map(str, x)) for x in game.inputs]


def votes_for(value: int, a: str, triple: Iterable[int]) -> bool:
    """Whether at least two of the three parties (from 1) answer ``value``."""
    return sum(a[party - 1] == str(value) for party in triple) >= 2


def majority_difference(parties: int, x: str, triple: list[int]) -> str:
    """P(maj=0|x) - P(maj=1|x)."""
    return plus(variable(a, x) if votes_for(0, a, triple) else f"(- {variable(a, x)})" for a in words(parties))


def some(terms: Iterable[str]) -> str:
    """At least one of the terms."""
    listed = list(terms)
    return f"(or {' '.join(listed)})" if len(listed) > 1 else (listed or ["false"])[0]


def every(terms: Iterable[str]) -> str:
    """All of the terms."""
    listed = list(terms)
    return f"(and {' '.join(listed)})" if len(listed) > 1 else (listed or ["true"])[0]


SATISFIABLE = Query("the laws of a box contradict nothing", (), "sat")


# The certificates, one function for each kind.


def family_queries(game: ParityGame, claim: Json, witness: Json) -> Iterator[Query]:
    """For each y: the multipliers alpha W + beta I -+ G are not negative; so the bound holds [R3.3]."""
    triple, alpha = _list(claim["triple"]), number(_text(claim["alpha"]))
    for y, row in _table(claim["beta"]).items():
        beta = {x: number(_text(value)) for x, value in _table(row).items()}
        member = _table(_table(witness)[y])
        weights, majority = _vector(member["W"]), _vector(member["G"])
        negative = []
        for x in words(game.parties):
            for a in words(game.parties):
                w, g = (number(vector.get(f"{a}|{x}", "0")) for vector in (weights, majority))
                room = plus([f"(* {alpha} {w})", *([beta[x]] if loses(game, a, x) else [])])
                negative += [f"(< {room} {g})", f"(< {room} (- {g}))"]
        yield Query(f"y = {y}: some multiplier is negative", (some(negative),), part=y)
        loss = plus(f"(* {value} {lost(game, x)})" for x, value in beta.items())
        bound = plus([alpha, loss])
        mass = plus([f"(* {alpha} {weighted(weights)})", loss])
        difference, acted = majority_difference(game.parties, y, triple), weighted(majority)
        for output, side, rest in ((0, difference, f"(- {acted})"), (1, f"(- {difference})", acted)):
            yield Query(
                f"y = {y}: maj = {output} is likelier than the bound allows",
                (f"(>= {plus([mass, rest])} 0.0)", f"(> {side} {bound})"),
                part=y,
            )


def box_queries(game: ParityGame, box: Mapping[str, str], probabilities: Iterable[tuple[str, str]]) -> Iterator[Query]:
    """The box, put in, breaks no law, loses never, and has the probabilities claimed [R3.4]."""
    put_in = tuple(
        f"(= {variable(a, x)} {number(box.get(f'{a}|{x}', '0'))})"
        for x in words(game.parties)
        for a in words(game.parties)
    )
    yield Query("the box can be put in", put_in, "sat", part="box")
    broken = [f"(< {name} 0.0)" for name in variables(game.parties)]
    broken += [f"(not {law})" for law in laws(game.parties)]
    broken += [f"(not (= 0.0 {lost(game, x)}))" for x in asked(game)]
    broken += [f"(not (= {term} {value}))" for term, value in probabilities]
    yield Query("the box breaks a law or misses a probability", (*put_in, some(broken)), part="box")


def attainment_queries(game: ParityGame, claim: Json, witness: Json) -> Iterator[Query]:
    """The box of the witness is one of maximal violation and attains what is claimed [R3.4]."""
    value, probability = int(_text(claim["value"])), number(_text(claim["probability"]))
    wanted = [
        (plus(variable(a, _text(x)) for a in words(game.parties) if votes_for(value, a, _list(triple))), probability)
        for x in _sequence(claim["inputs"])
        for triple in _sequence(claim["triples"])
    ]
    return box_queries(game, _vector(_table(witness)["P"]), wanted)


def predictability_queries(game: ParityGame, claim: Json, witness: Json) -> Iterator[Query]:
    """The dual vector leaves no room beyond the value; the primal box attains it [R3.5]."""
    x0, value, most = _text(claim["input"]), number(_text(claim["value"])), claim["sense"] == "max"
    zero = plus(variable(_text(a), x0) for a in _sequence(claim["zeros"]))
    parts = _table(witness)
    if "dual" in parts:
        dual = _vector(parts["dual"])
        kept = {key: entry for key, entry in dual.items() if not loses(game, *key.split("|"))}
        negative = some(f"(< {number(entry)} 0.0)" for entry in kept.values())
        yield Query("some multiplier is negative", (negative,), part="bound")
        never_lost = [
            f"(= 0.0 {variable(a, x)})" for x in asked(game) for a in words(game.parties) if loses(game, a, x)
        ]
        boxes = (*laws(game.parties), *never_lost)
        exceeded = f"({'>' if most else '<'} {zero} {value})"
        yield Query("the value is exceeded", (*boxes, f"(>= {weighted(kept)} 0.0)", exceeded), part="bound")
    if "primal" in parts:
        yield from box_queries(game, _vector(parts["primal"]), [(zero, value)])


def distillation_queries(game: ParityGame, claim: Json, witness: Json) -> Iterator[Query]:
    """For each y: W and G act as they should, and sqrt(W^2 + G^2) <= sqrt 2 (alpha W + beta I) [R3.45]."""
    triple = _list(claim["triple"])
    alpha, beta = number(_text(claim["alpha"])), number(_text(claim["beta"]))
    for y in map(_text, _sequence(claim["inputs"])):
        weights, majority = (_vector(_table(_table(witness)[y])[name]) for name in ("W", "G"))
        short = []
        for x in words(game.parties):
            for a in words(game.parties):
                key = f"{a}|{x}"
                if key not in weights and key not in majority:
                    continue
                w, g = (number(vector.get(key, "0")) for vector in (weights, majority))
                reach = plus([f"(* {alpha} {w})", *([beta] if loses(game, a, x) else [])])
                short.append(f"(< {reach} 0.0)")
                short.append(f"(< (* 2.0 {reach} {reach}) (+ (* {w} {w}) (* {g} {g})))")
        yield Query(f"y = {y}: some entry is longer than allowed", (some(short),), part=y)
        difference = majority_difference(game.parties, y, triple)
        for name, wanted, vector in (("W", "1.0", weights), ("G", difference, majority)):
            for relation in "<>":
                yield Query(f"y = {y}: {name} acts otherwise", (f"({relation} {weighted(vector)} {wanted})",), part=y)


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"an object is wanted, not {type(value).__name__}")
    return value


def _sequence(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"a list is wanted, not {type(value).__name__}")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a string is wanted, not {type(value).__name__}")
    return value


def _list(value: object) -> list[int]:
    return [int(str(item)) for item in _sequence(value)]


def _vector(value: object) -> dict[str, str]:
    return {key: _text(entry) for key, entry in _table(value).items()}
