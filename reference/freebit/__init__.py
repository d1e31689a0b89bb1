"""freebit: full randomness amplification, specified, implemented and proof-checked.

What programs need is here; everything is loaded when it is first used, so ``import freebit`` costs next to nothing.

>>> import freebit
>>> from fractions import Fraction
>>> planned = freebit.plan(Fraction(9, 20), Fraction(1, 2**64))
>>> int(planned.quintuplets), str(planned.bound)
(2340, 'P(guess) <= 1/2 + 2^-64.1382')

Certificates: ``check_certificate``, ``check_certificate_with_z3``, ``facts_of``, ``verify_certificates``.  Theorems:
``plan``, ``plans``, ``bound``; ``known_attack`` and ``least_left_open`` for what attacks leave open, ``rate_of_attack``
for an attack of one's own.  The protocols:
``run_protocol``, ``replay``, ``run_tested``, ``replay_tested``; ``read_transcript`` and ``replay_transcript`` take a
transcript of either.  Other implementations: ``judge_program``.  The paper's objects: ``Box``, ``MerminGame``,
``Source``, ``Parameters``, ``Transcript``, ``Statistics``.  All errors are ``FreebitError``; ``docs/library.md`` has
examples.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from freebit.api import RejectedError as RejectedError
    from freebit.api import VerifiedFiles as VerifiedFiles
    from freebit.api import check_certificate as check_certificate
    from freebit.api import check_certificate_with_z3 as check_certificate_with_z3
    from freebit.api import facts_of as facts_of
    from freebit.api import judge_program as judge_program
    from freebit.api import read_transcript as read_transcript
    from freebit.api import replay_transcript as replay_transcript
    from freebit.api import verify_certificates as verify_certificates
    from freebit.boxes.box import Box as Box
    from freebit.boxes.box import fixed_output_box as fixed_output_box
    from freebit.boxes.box import ghz_box as ghz_box
    from freebit.boxes.cells import CellKind as CellKind
    from freebit.boxes.cells import kind_labelled as kind_labelled
    from freebit.boxes.game import GhzGame as GhzGame
    from freebit.boxes.game import MerminGame as MerminGame
    from freebit.conformance.outcomes import Judgement as Judgement
    from freebit.conformance.vectors import VectorError as VectorError
    from freebit.errors import FreebitError as FreebitError
    from freebit.errors import InexactError as InexactError
    from freebit.errors import InvalidError as InvalidError
    from freebit.kernel.check import Fact as Fact
    from freebit.kernel.check import Report as Report
    from freebit.protocol.extractor import TruthTable as TruthTable
    from freebit.protocol.extractor import Xor as Xor
    from freebit.protocol.parameters import Parameters as Parameters
    from freebit.protocol.parameters import Selection as Selection
    from freebit.protocol.parameters import SourceExhaustedError as SourceExhaustedError
    from freebit.protocol.steps import Outcome as Outcome
    from freebit.protocol.steps import Run as Run
    from freebit.protocol.steps import Transcript as Transcript
    from freebit.protocol.steps import replay as replay
    from freebit.protocol.steps import run_protocol as run_protocol
    from freebit.protocol.tested_parameters import TestedParameters as TestedParameters
    from freebit.protocol.tested_steps import TestedOutcome as TestedOutcome
    from freebit.protocol.tested_steps import TestedRun as TestedRun
    from freebit.protocol.tested_steps import TestedTranscript as TestedTranscript
    from freebit.protocol.tested_steps import replay_tested as replay_tested
    from freebit.protocol.tested_steps import run_tested as run_tested
    from freebit.second.model import SecondReport as SecondReport
    from freebit.security.guessing import Honest as Honest
    from freebit.security.guessing import Statistics as Statistics
    from freebit.security.one_cell import AttackOutcome as AttackOutcome
    from freebit.security.one_cell import rate_of_attack as rate_of_attack
    from freebit.security.tested import known_attack as known_attack
    from freebit.security.tested import least_left_open as least_left_open
    from freebit.simulate.devices import BoxDevice as BoxDevice
    from freebit.simulate.devices import GhzDevice as GhzDevice
    from freebit.source.exact import Source as Source
    from freebit.source.joint import JointBounds as JointBounds
    from freebit.theorem.assumptions import Assumption as Assumption
    from freebit.theorem.cell_sizes import DerivedSize as DerivedSize
    from freebit.theorem.cell_sizes import LocalSize as LocalSize
    from freebit.theorem.enclosure import Enclosure as Enclosure
    from freebit.theorem.enclosure import UndecidedError as UndecidedError
    from freebit.theorem.model import NoPlanError as NoPlanError
    from freebit.theorem.model import Target as Target
    from freebit.theorem.model import Theorem as Theorem
    from freebit.theorem.model import UncertifiedError as UncertifiedError
    from freebit.theorem.plan import bound as bound
    from freebit.theorem.plan import plan as plan
    from freebit.theorem.plan import plans as plans
    from freebit.theorem.result import GuessBound as GuessBound
    from freebit.theorem.result import Plan as Plan
    from freebit.theorem.sizes import GridSize as GridSize
    from freebit.theorem.table import THEOREMS as THEOREMS
    from freebit.verification import Checked as Checked
    from freebit.wire.document import UnreadableError as UnreadableError

__version__ = "0.1.0"

#: Where each name is defined; the imports above say the same to type checkers.
_HOMES = {
    "freebit.api": (
        "RejectedError",
        "VerifiedFiles",
        "check_certificate",
        "check_certificate_with_z3",
        "facts_of",
        "judge_program",
        "read_transcript",
        "replay_transcript",
        "verify_certificates",
    ),
    "freebit.boxes.box": ("Box", "fixed_output_box", "ghz_box"),
    "freebit.boxes.cells": ("CellKind", "kind_labelled"),
    "freebit.boxes.game": ("GhzGame", "MerminGame"),
    "freebit.conformance.outcomes": ("Judgement",),
    "freebit.conformance.vectors": ("VectorError",),
    "freebit.errors": ("FreebitError", "InexactError", "InvalidError"),
    "freebit.kernel.check": ("Fact", "Report"),
    "freebit.protocol.extractor": ("TruthTable", "Xor"),
    "freebit.protocol.parameters": ("Parameters", "Selection", "SourceExhaustedError"),
    "freebit.protocol.steps": ("Outcome", "Run", "Transcript", "replay", "run_protocol"),
    "freebit.protocol.tested_parameters": ("TestedParameters",),
    "freebit.protocol.tested_steps": ("TestedOutcome", "TestedRun", "TestedTranscript", "replay_tested", "run_tested"),
    "freebit.second.model": ("SecondReport",),
    "freebit.security.guessing": ("Honest", "Statistics"),
    "freebit.security.one_cell": ("AttackOutcome", "rate_of_attack"),
    "freebit.security.tested": ("known_attack", "least_left_open"),
    "freebit.simulate.devices": ("BoxDevice", "GhzDevice"),
    "freebit.source.exact": ("Source",),
    "freebit.source.joint": ("JointBounds",),
    "freebit.theorem.assumptions": ("Assumption",),
    "freebit.theorem.cell_sizes": ("DerivedSize", "LocalSize"),
    "freebit.theorem.enclosure": ("Enclosure", "UndecidedError"),
    "freebit.theorem.model": ("NoPlanError", "Target", "Theorem", "UncertifiedError"),
    "freebit.theorem.plan": ("bound", "plan", "plans"),
    "freebit.theorem.result": ("GuessBound", "Plan"),
    "freebit.theorem.sizes": ("GridSize",),
    "freebit.theorem.table": ("THEOREMS",),
    "freebit.verification": ("Checked",),
    "freebit.wire.document": ("UnreadableError",),
}
_MODULE_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "THEOREMS",
    "Assumption",
    "AttackOutcome",
    "Box",
    "BoxDevice",
    "CellKind",
    "Checked",
    "DerivedSize",
    "Enclosure",
    "Fact",
    "FreebitError",
    "GhzDevice",
    "GhzGame",
    "GridSize",
    "GuessBound",
    "Honest",
    "InexactError",
    "InvalidError",
    "JointBounds",
    "Judgement",
    "LocalSize",
    "MerminGame",
    "NoPlanError",
    "Outcome",
    "Parameters",
    "Plan",
    "RejectedError",
    "Report",
    "Run",
    "SecondReport",
    "Selection",
    "Source",
    "SourceExhaustedError",
    "Statistics",
    "Target",
    "TestedOutcome",
    "TestedParameters",
    "TestedRun",
    "TestedTranscript",
    "Theorem",
    "Transcript",
    "TruthTable",
    "UncertifiedError",
    "UndecidedError",
    "UnreadableError",
    "VectorError",
    "VerifiedFiles",
    "Xor",
    "__version__",
    "bound",
    "check_certificate",
    "check_certificate_with_z3",
    "facts_of",
    "fixed_output_box",
    "ghz_box",
    "judge_program",
    "kind_labelled",
    "known_attack",
    "least_left_open",
    "plan",
    "plans",
    "rate_of_attack",
    "read_transcript",
    "replay",
    "replay_tested",
    "replay_transcript",
    "run_protocol",
    "run_tested",
    "verify_certificates",
]

if not TYPE_CHECKING:  # type checkers know the names from the imports above, and no others

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module 'freebit' has no attribute {name!r}")
        found = getattr(import_module(_MODULE_OF[name]), name)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
