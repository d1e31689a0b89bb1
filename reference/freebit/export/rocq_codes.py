"""Writes certificates of kind ``code`` as Rocq files, for ``CodeChecks.v`` in ``spec/rocq``.

The code and the listed weights, and nothing else: R3.90, R3.91, R3.95 and R3.96 are decided there, and once more what
R3.92 and R3.93 say.
"""

from freebit.codes.code import REED_MULLER, AnyCode, GeneratorCode
from freebit.export.rocq_text import bools_term, list_term
from freebit.kernel.kinds.code import EXACT, MDS, CodeWeights

_HEADER = """\
From Coq Require Import ZArith List.
From Freebit Require Import CodeChecks.
Import ListNotations.
Open Scope Z_scope.

"""

#: The rules that are decided in Rocq, and the compiled file that holds the proof about it.
CODE_RULES, CODE_PROOF = "R3.90-R3.93, R3.95, R3.96", "CodeChecker.vo"


def code_definition(certificate: CodeWeights) -> str:
    """``Definition certificate`` and what comes before it; the numbers of messages are integers [R3.92]."""
    weights = list_term(f"({weight}, {messages.numerator})" for weight, messages in certificate.weights)
    exact, counted = (str(said).lower() for said in (certificate.sense == EXACT, certificate.why != MDS))
    return (
        f"{_HEADER}Definition certificate : code_file := CodeFile {certificate.bits}%nat {certificate.cells}\n"
        f"  {_stated(certificate.code)}\n  {weights}\n  {exact} {counted}.\n"
    )


def _stated(code: AnyCode) -> str:
    if isinstance(code, GeneratorCode):
        rows = (f"{1 << code.cells | row:b}"[1:] for row in code.rows)
        return f"(Generator {list_term(bools_term(tuple(map(int, row))) for row in rows)})"
    inner = "true" if code.inner == REED_MULLER else "false"
    modulus = bools_term(tuple(map(int, f"{code.field.modulus:b}")))
    # More than 2^m are refused, and numbers of this type are written in ones.
    length, dimension = (min(number, (1 << code.field.degree) + 1) for number in (code.length, code.dimension))
    return f"(Concatenation {inner} {modulus} {length}%nat {dimension}%nat)"
