"""The second checker: Z3 decides the questions of ``smtlib``, independently of the kernel [R3.3]-[R3.6]."""

import json
from dataclasses import dataclass

from freebit.certificate.lemma_query import reduced_script
from freebit.certificate.smtlib import (
    SATISFIABLE,
    Script,
    attainment_queries,
    family_queries,
    laws,
    predictability_queries,
    variables,
)
from freebit.certificate.smtlib_claims import classical_script, fixing_script, symmetric_script
from freebit.game import ParityGame, game_named

QUERIES = {
    "family": family_queries,
    "attainment": attainment_queries,
    "predictability": predictability_queries,
}
#: Kinds whose questions are not about all 4**n probabilities.
SCRIPTS = {
    "classical-bound": classical_script,
    "fixing-boxes": fixing_script,
    "symmetric-predictability": symmetric_script,
}
#: Milliseconds for one query; the committed certificates need a few.
TIME_LIMIT = 60_000


@dataclass(frozen=True)
class Z3Report:
    """How many queries were answered as expected, and the first that was not."""

    queries: int
    failure: str | None

    @property
    def accepted(self) -> bool:
        return self.failure is None and self.queries > 0


def certificate_script(data: bytes) -> Script:
    """The questions that a readable certificate raises.

    Raises ``ValueError`` for a kind that is not known; the document must have been found readable before.
    """
    document = json.loads(data)
    claim, kind = document["claim"], document["kind"]
    if kind not in QUERIES and kind not in SCRIPTS:
        raise ValueError(f"no questions are known for the kind {kind!r}")
    game = _game(claim)
    if kind in SCRIPTS:
        return SCRIPTS[kind](game, claim, document["witness"])
    queries = QUERIES[kind](game, claim, document["witness"])
    # A box is put in by its values; only bounds need the laws of all boxes as a context.
    context = () if kind == "attainment" else tuple(laws(game.parties))
    return Script(f"a certificate of kind {kind}", variables(game.parties), context, (SATISFIABLE, *queries))


def ask(script: Script) -> Z3Report:
    """Put all queries of a script to Z3, stopping at the first unexpected answer."""
    import z3

    solver = z3.SolverFor("QF_LRA")
    solver.set("timeout", TIME_LIMIT)
    solver.from_string("\n".join(script.context()))
    for number, query in enumerate(script.queries):
        solver.push()
        solver.from_string("\n".join(f"(assert {term})" for term in query.terms))
        answer = str(solver.check())
        solver.pop()
        if answer != query.expected:
            return Z3Report(number, f"{query.about}: {answer}, not {query.expected}")
    return Z3Report(len(script.queries), None)


def check(data: bytes) -> Z3Report:
    """Check the bytes of a readable certificate."""
    return ask(certificate_script(data))


def check_lemma(x0: str, triple: tuple[int, ...]) -> Z3Report:
    """Refute the negation of eq (6) at one input and triple (parties from 1), without a certificate [R3.6]."""
    return ask(reduced_script(x0, triple))


def _game(claim: dict[str, dict[str, object]]) -> ParityGame:
    game = claim["game"]
    return game_named(str(game["name"]), int(str(game["parties"])))
