"""The questions of the second checker as files for any SMT-LIB solver, which must answer ``unsat`` [R3.7]."""

from freebit.errors import InvalidError
from freebit.second.check import questions_of
from freebit.second.script import Script
from freebit.second.terms import some


def smtlib_files(data: bytes) -> dict[str, str]:
    """One text for each part of a certificate.

    Raises ``ReadingError`` if it is unreadable, ``UndecidedError`` if it has too many parties, and ``ValueError`` if
    it breaks a rule that is decided without a solver, so that the questions do not say all of the claim.
    """
    questions = questions_of(data)
    objection = next(questions.objections(), None)
    if objection is not None:
        raise InvalidError(f"[{objection.rule}] at {objection.place}: {objection.message}")
    return script_files(questions.script())


def script_files(script: Script) -> dict[str, str]:
    """One text for each part of a script: it asserts that some case of some query of the part occurs."""
    files = {}
    refuted = [query for query in script.queries if not query.possible]
    for part in dict.fromkeys(query.part for query in refuted):
        here = [query for query in refuted if query.part == part]
        lines = [f"; {script.title}", f"; part {part}; expected answer: unsat", "; asserted is one of:"]
        lines += [f";   {case.about} [{case.rule}]" for query in here for case in query.cases]
        question = some(query.term() for query in here)
        lines += ["(set-logic QF_LRA)", *script.context.lines(), f"(assert {question})", "(check-sat)", "(exit)", ""]
        files[part] = "\n".join(lines)
    return files
