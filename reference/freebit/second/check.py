"""The second checker: reads a certificate by itself and puts it to Z3, apart from the kernel [R3.3]-[R3.6]."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Protocol

from freebit.second import reading
from freebit.second.kinds.attainment import AttainmentQuestions
from freebit.second.kinds.classical_bound import ClassicalBoundQuestions
from freebit.second.kinds.code import CodeQuestions
from freebit.second.kinds.distillation import DistillationQuestions
from freebit.second.kinds.family import FamilyQuestions
from freebit.second.kinds.fixing_boxes import FixingBoxesQuestions
from freebit.second.kinds.magic_square import MagicSquareQuestions
from freebit.second.kinds.predictability import PredictabilityQuestions
from freebit.second.kinds.predictability_table import PredictabilityTableQuestions
from freebit.second.kinds.symmetric_predictability import SymmetricPredictabilityQuestions
from freebit.second.kinds.tested_cells import TestedCellsQuestions
from freebit.second.kinds.tested_limit import TestedLimitQuestions
from freebit.second.lemma import reduced_script
from freebit.second.model import NotDecidedError, Objection, SecondAnswer, SecondReport, Shown
from freebit.second.reading import ReadingError
from freebit.second.script import Context, Query, Script
from freebit.second.solver import ask


class Questions(Protocol):
    """A certificate as the second checker has read it."""

    def objections(self) -> Iterator[Objection]:
        """The rules that fail, of those that are decided without a solver."""

    def script(self) -> Script:
        """The questions that decide all others; raises ``NotDecidedError`` if they are too large to be asked."""

    def shown(self) -> tuple[Shown, ...]:
        """What is shown if every rule holds."""


#: The kinds of certificates, each with the function that reads its claim and its witness.
QUESTIONS: dict[str, Callable[[object, object], Questions]] = {
    "family": FamilyQuestions.read,
    "attainment": AttainmentQuestions.read,
    "predictability": PredictabilityQuestions.read,
    "predictability-table": PredictabilityTableQuestions.read,
    "classical-bound": ClassicalBoundQuestions.read,
    "fixing-boxes": FixingBoxesQuestions.read,
    "symmetric-predictability": SymmetricPredictabilityQuestions.read,
    "magic-square": MagicSquareQuestions.read,
    "distillation": DistillationQuestions.read,
    "code": CodeQuestions.read,
    "tested-cells": TestedCellsQuestions.read,
    "tested-limit": TestedLimitQuestions.read,
}


def questions_of(data: bytes) -> Questions:
    """Read the bytes of a certificate; raises ``ReadingError`` if they break a rule of chapter 6 [R6.7], [R6.8]."""
    parts = reading.record(
        reading.json_of(data), "document", ("format", "version", "kind", "claim", "witness"), ("provenance",)
    )
    reading.word(parts["format"], "document/format", ("freebit-certificate",), "R6.7")
    if reading.count(parts["version"], "document/version") != 1:
        raise ReadingError("R6.7", "document/version", "only version 1 is known here")
    kind = reading.word(parts["kind"], "document/kind", QUESTIONS, "R6.8")
    for key, note in reading.table(parts.get("provenance", {}), "document/provenance").items():
        reading.text(note, f"document/provenance/{reading.quoted(key)[1:-1]}")
    return QUESTIONS[kind](parts["claim"], parts["witness"])


def check_with_z3(data: bytes) -> SecondReport:
    """Decide whether a certificate proves its claim, every rule of its kind; or say that it is not decided."""
    try:
        questions = questions_of(data)
        objection = next(questions.objections(), None)
        if objection is not None:
            return SecondReport(SecondAnswer.REJECTED, 0, objection)
        return _asked(questions.script(), questions.shown())
    except ReadingError as error:
        return SecondReport(SecondAnswer.UNREADABLE, 0, Objection(error.rule, error.place, error.message))
    except NotDecidedError as error:
        return _undecided(error)


def check_lemma(x0: str, triple: tuple[int, ...]) -> SecondReport:
    """Refute the negation of eq (6) at one input and triple (parties from 1), without a certificate [R3.6].

    If the questions are, letter by letter, those of the case before, its answers are taken.
    """
    try:
        script = reduced_script(x0, triple)
        return _report(*_answers(script.context, script.queries), ())
    except NotDecidedError as error:
        return _undecided(error)


@lru_cache(maxsize=1)
def _answers(context: Context, queries: tuple[Query, ...]) -> tuple[int, Objection | None]:
    return ask(Script("the Lemma, eq (6)", context, queries))


def _asked(script: Script, shown: tuple[Shown, ...]) -> SecondReport:
    questions, objection = ask(script)
    if objection is None and all(query.possible for query in script.queries):
        raise NotDecidedError("there is nothing to refute")
    return _report(questions, objection, shown)


def _report(questions: int, objection: Objection | None, shown: tuple[Shown, ...]) -> SecondReport:
    if objection is not None:
        return SecondReport(SecondAnswer.REJECTED, questions, objection)
    return SecondReport(SecondAnswer.PROVED, questions, None, shown)


def _undecided(error: NotDecidedError) -> SecondReport:
    return SecondReport(SecondAnswer.UNDECIDED, 0, Objection("R3.3", "Z3", str(error)))
