"""The second checker: Z3 decides the questions of ``smtlib``, independently of the kernel [R3.3]-[R3.6]."""

import json
from dataclasses import dataclass
from functools import partial

from freebit.boxes.game import ParityGame, game_named
from freebit.second.lemma import reduced_script
from freebit.second.smtlib import (
    SATISFIABLE,
    Json,
    Script,
    attainment_queries,
    distillation_queries,
    family_queries,
    laws,
    predictability_queries,
    variables,
)
from freebit.second.smtlib_claims import classical_script, fixing_script, symmetric_script

QUERIES = {
    "family": family_queries,
    "attainment": attainment_queries,
    "predictability": predictability_queries,
    "distillation": distillation_queries,
}
#: Kinds whose questions are not about all 4**n probabilities.
SCRIPTS = {
    "classical-bound": classical_script,
    "fixing-boxes": fixing_script,
    "symmetric-predictability": symmetric_script,
}
#: Seven parties take Z3 minutes and gigabytes; the kernel checks up to nine.
MOST_PARTIES = 6
#: Milliseconds for one query; the committed certificates need a few.
TIME_LIMIT = 60_000
#: Megabytes; five parties need 100, seven 4000.
MEMORY_LIMIT = 6_000


@dataclass(frozen=True)
class Z3Report:
    """How many queries were answered as expected, and the first that was not; ``gave_up`` if it got no answer."""

    queries: int
    failure: str | None
    gave_up: bool = False

    @property
    def accepted(self) -> bool:
        return self.failure is None and self.queries > 0


def certificate_script(data: bytes) -> Script:
    """The questions that a readable certificate raises.

    Raises ``ValueError`` for a kind that is not known, a claim without its witness, and one that says nothing;
    the document must have been found readable before.
    """
    document = json.loads(data)
    claim, kind = document["claim"], document["kind"]
    if kind not in QUERIES and kind not in SCRIPTS:
        raise ValueError(f"no questions are known for the kind {kind!r}")
    game = _game(claim)
    make = SCRIPTS.get(kind) or partial(_script, kind)
    try:
        script = make(game, claim, document["witness"])
    except KeyError as error:
        raise ValueError(f"the certificate has nothing for {error}") from error
    if not any(query.expected == "unsat" for query in script.queries):
        raise ValueError("the certificate claims nothing that could be refuted")
    return script


def _script(kind: str, game: ParityGame, claim: Json, witness: Json) -> Script:
    """A kind whose questions are about all 4**n probabilities."""
    queries = tuple(QUERIES[kind](game, claim, witness))
    # The laws must not be a context where a box is put in: they would be what refutes a box that breaks them.
    context = tuple(laws(game.parties)) if kind in ("family", "distillation") else ()
    return Script(f"a certificate of kind {kind}", variables(game.parties), context, (SATISFIABLE, *queries))


def ask(script: Script) -> Z3Report:
    """Put all queries of a script to Z3, stopping at the first unexpected answer."""
    import z3

    z3.set_param("memory_max_size", MEMORY_LIMIT)
    solver = z3.SolverFor("QF_LRA")
    solver.set("timeout", TIME_LIMIT)
    number, about = 0, "the names and laws"
    try:
        solver.from_string("\n".join(script.context()))
        for number, query in enumerate(script.queries):
            about = query.about
            solver.push()
            solver.from_string("\n".join(f"(assert {term})" for term in query.terms))
            answer = str(solver.check())
            solver.pop()
            if answer != query.expected:
                return Z3Report(number, f"{about}: {answer}, not {query.expected}", gave_up=answer == "unknown")
    except z3.Z3Exception as error:
        return Z3Report(number, f"{about}: no answer, {error}", gave_up=True)
    return Z3Report(len(script.queries), None)


def check(data: bytes) -> Z3Report:
    """Check the bytes of a readable certificate; gives up at once on more than ``MOST_PARTIES`` parties."""
    document = json.loads(data)
    parties = _game(document["claim"]).parties
    if parties > MOST_PARTIES and document["kind"] not in SCRIPTS:
        return Z3Report(0, f"{parties} parties are more than the {MOST_PARTIES} that Z3 is asked about", gave_up=True)
    return ask(certificate_script(data))


def check_lemma(x0: str, triple: tuple[int, ...]) -> Z3Report:
    """Refute the negation of eq (6) at one input and triple (parties from 1), without a certificate [R3.6]."""
    return ask(reduced_script(x0, triple))


def _game(claim: dict[str, dict[str, object]]) -> ParityGame:
    game = claim["game"]
    return game_named(str(game["name"]), int(str(game["parties"])))
