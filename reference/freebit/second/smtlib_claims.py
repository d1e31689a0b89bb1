"""Questions to SMT solvers about the paper's smaller claims [R3.62], [R3.66], [R3.76].

Like ``smtlib``, this module shares nothing with the kernel but the definition of the game, and does no
arithmetic on the numbers of a certificate.
"""

from collections.abc import Iterator, Mapping
from math import comb, prod

from freebit.boxes.game import ParityGame
from freebit.second.smtlib import (
    SATISFIABLE,
    Json,
    Query,
    Script,
    asked,
    box_queries,
    number,
    plus,
    some,
    variable,
    words,
)

# Kind classical-bound.


def classical_script(game: ParityGame, claim: Json, witness: Json) -> Script:
    """No deterministic strategy is wrong on fewer inputs than claimed; the witness is on just so many [R3.62].

    The name A_i_s is the output of party i on input s, 0 or 1; ``W_x`` is 1 where the answer to x is wrong.
    """
    value = number(str(claim["value"]))
    names, laws = [], []
    for party in range(1, game.parties + 1):
        for setting in "01":
            names.append(f"A_{party}_{setting}")
            laws.append(f"(or (= {names[-1]} 0.0) (= {names[-1]} 1.0))")
    for x in asked(game):
        odd = "false"
        for party, setting in enumerate(x, start=1):
            odd = f"(xor {odd} (= A_{party}_{setting} 1.0))"
        names.append(f"W_{x}")
        wrong = f"(not {odd})" if game.target(tuple(map(int, x))) else odd
        laws.append(f"(= W_{x} (ite {wrong} 1.0 0.0))")
    total = plus(f"W_{x}" for x in asked(game))
    strategy = _table(_table(witness)["strategy"])
    put_in = tuple(
        f"(= A_{party}_{setting} {bit}.0)" for setting in "01" for party, bit in enumerate(str(strategy[setting]), 1)
    )
    queries = (
        SATISFIABLE,
        Query("a strategy is wrong less often", (f"(< {total} {value})",), part="bound"),
        Query("the strategy is wrong otherwise often", (*put_in, f"(not (= {total} {value}))"), part="strategy"),
    )
    return Script("a certificate of kind classical-bound", tuple(names), tuple(laws), queries)


# Kind fixing-boxes.


def fixing_script(game: ParityGame, claim: Json, witness: Json) -> Script:
    """Each box keeps the laws and never loses; no function varies on what every box can answer [R3.66].

    The name F_a is the function's value at the outputs a.
    """
    boxes = [_vector(box) for box in _list(_table(witness)["boxes"])]
    outputs, n = words(game.parties), game.parties
    queries = [SATISFIABLE]
    for count, box in enumerate(boxes):
        for query in box_queries(game, box, ()):
            queries.append(Query(f"box {count}: {query.about}", query.terms, query.expected, f"box-{count}"))
    values = tuple(f"(or (= F_{a} 0.0) (= F_{a} 1.0))" for a in outputs)
    for x in asked(game):
        varies = list(values)
        for box in boxes:
            likely = [a for a in outputs if box.get(f"{a}|{x}", "0") != "0"]
            varies += [some(f"(= F_{a} {bit}.0)" for a in likely) for bit in "01"]
        queries.append(Query(f"some function is not fixed at {x}", tuple(varies), part="functions"))
    names = tuple(variable(a, x) for x in outputs for a in outputs) + tuple(f"F_{a}" for a in outputs)
    return Script(f"a certificate of kind fixing-boxes for {n} parties", names, (), tuple(queries))


# Kind symmetric-predictability.


def symmetric_script(game: ParityGame, claim: Json, witness: Json) -> Script:
    """The dual vector leaves no room beyond the value; the primal box attains it; one name for each type [R3.76]."""
    n, x0, value = game.parties, str(claim["input"]), number(str(claim["value"]))
    one = x0[0] == "1"
    weights = [k for k in range(n + 1) if k in _list(claim["weights"])]
    zero = plus(f"(* {comb(n, k)}.0 {_name(_at(n, k, one))})" for k in weights)
    parts = _table(witness)
    queries = [SATISFIABLE]
    if "dual" in parts:
        kept = {kind: entry for kind, entry in _typed(parts["dual"]).items() if not _loses(game, kind)}
        negative = some(f"(< {number(entry)} 0.0)" for entry in kept.values())
        queries.append(Query("some multiplier is negative", (negative,), part="bound"))
        never_lost = [f"(= 0.0 {_name(kind)})" for kind in _types(n) if _loses(game, kind)]
        acted = plus(f"(* {_size(kind)}.0 (* {number(entry)} {_name(kind)}))" for kind, entry in kept.items())
        exceeded = f"({'>' if claim['sense'] == 'max' else '<'} {zero} {value})"
        terms = (_normal(n, n), *non_signalling_laws(n), *never_lost, f"(>= {acted} 0.0)", exceeded)
        # The laws of boxes are asserted here and not in the context: a dozen parties then take Z3 a second, not ten.
        queries.append(Query("the value is exceeded", terms, part="bound"))
    if "primal" in parts:
        box = _typed(parts["primal"])
        put_in = tuple(f"(= {_name(kind)} {number(box.get(kind, '0'))})" for kind in _types(n))
        broken = [f"(< {_name(kind)} 0.0)" for kind in _types(n)]
        broken += [f"(not (= 0.0 {_name(kind)}))" for kind in _types(n) if _loses(game, kind)]
        broken += [f"(not {_normal(n, ones)})" for ones in range(n + 1)]
        broken += [f"(not {law})" for law in non_signalling_laws(n)]
        broken.append(f"(not (= {zero} {value}))")
        queries.append(Query("the box can be put in", put_in, "sat", part="box"))
    if "primal" in parts:
        queries.append(Query("the box breaks a law or misses the value", (*put_in, some(broken)), part="box"))
    names = tuple(_name(kind) for kind in _types(n))
    return Script("a certificate of kind symmetric-predictability", names, (), tuple(queries))


def _normal(parties: int, ones: int) -> str:
    """Normalisation [R2.9] on the inputs of a weight; non-signalling makes one weight as good as all."""
    zeros = parties - ones
    return f"""(= 1.0 {
        plus(
            f"(* {comb(zeros, i) * comb(ones, j)}.0 {_name((zeros - i, i, ones - j, j))})"
            for i in range(zeros + 1)
            for j in range(ones + 1)
        )
    })"""


def non_signalling_laws(parties: int) -> list[str]:
    """Non-signalling [R2.10] of a box that gives one probability for each type."""
    laws = []
    for i, j, k, m in _types(parties - 1):
        on_0 = plus([_name((i + 1, j, k, m)), _name((i, j + 1, k, m))])
        on_1 = plus([_name((i, j, k + 1, m)), _name((i, j, k, m + 1))])
        laws.append(f"(= {on_0} {on_1})")
    return laws


TypeOfEntry = tuple[int, int, int, int]


def _types(parties: int) -> Iterator[TypeOfEntry]:
    for zeros in range(parties + 1):
        for i in range(zeros + 1):
            yield from ((i, zeros - i, j, parties - zeros - j) for j in range(parties - zeros + 1))


def _name(kind: TypeOfEntry) -> str:
    """The name of the probability of each entry of a type."""
    return "P_" + "_".join(map(str, kind))


def _at(parties: int, ones: int, setting: bool) -> TypeOfEntry:
    """The type of the outputs of a weight on the input 0...0 or 1...1."""
    return (0, 0, parties - ones, ones) if setting else (parties - ones, ones, 0, 0)


def _size(kind: TypeOfEntry) -> int:
    """How many entries have the type."""
    return prod(comb(sum(kind[: i + 1]), number) for i, number in enumerate(kind))


def _loses(game: ParityGame, kind: TypeOfEntry) -> bool:
    a = [0] * kind[0] + [1] * kind[1] + [0] * kind[2] + [1] * kind[3]
    x = [0] * (kind[0] + kind[1]) + [1] * (kind[2] + kind[3])
    return game.coefficient(tuple(a), tuple(x)) == 1


def _typed(value: object) -> dict[TypeOfEntry, str]:
    found = {}
    for key, entry in _table(value).items():
        i, j, k, m = (int(text) for text in key.replace("|", ",").split(","))
        found[i, j, k, m] = str(entry)
    return found


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"an object is wanted, not {type(value).__name__}")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(f"a list is wanted, not {type(value).__name__}")
    return value


def _vector(value: object) -> dict[str, str]:
    return {key: str(entry) for key, entry in _table(value).items()}
