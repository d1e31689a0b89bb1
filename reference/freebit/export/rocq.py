"""Writes certificates as Rocq files, for the proofs in ``spec/rocq``: here those of kind ``family``.

The Rocq file holds the entries of the certificate and nothing else: what they act as, and that they dominate,
is computed again and proved in Rocq.  Rationals become integers over one common denominator; a bit string is
written by its name in ``Checker.v``: ``01011`` is ``w01011``.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from pathlib import Path

from freebit.boxes.bits import Bits, format_bits
from freebit.boxes.entries import entry_of
from freebit.boxes.game import MerminGame
from freebit.errors import FreebitError, InvalidError
from freebit.export import rocq_codes, rocq_games, rocq_tested
from freebit.export.rocq_games import GameCertificate
from freebit.export.rocq_text import integer_term
from freebit.kernel.check import Certificate, read
from freebit.kernel.functional import IndexedVector
from freebit.kernel.kinds.code import CodeWeights
from freebit.kernel.kinds.family import Family
from freebit.kernel.kinds.tested_cells import TestedCells
from freebit.kernel.kinds.tested_limit import TestedLimit
from freebit.wire.document import UnreadableError, read_bytes, read_document
from freebit.wire.reader import Reader

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*", re.ASCII)

#: What a file of families begins with.
FAMILY_PREAMBLE = """\
(* Each entry At a x n is the number n over the common denominator at outputs a and inputs x. *)

From Coq Require Import ZArith List.
From Freebit Require Import Checks.
Import ListNotations.
Local Open Scope Z_scope.
"""

_QUESTION = """
Definition verdict : bool := Eval vm_compute in {check}.
Lemma decided : {check} = verdict.
Proof. vm_cast_no_check (eq_refl verdict). Qed.
Print verdict.
Print Assumptions decided.
"""

#: The rules that say that claim and witness are about the same inputs: one file in Rocq has both.
_MATCHING: dict[str, tuple[str, ...]] = {"family": ("R3.11",), "distillation": ("R3.40",), "magic-square": ("R3.120",)}

_FOOTER = """
Lemma accepted : check_family certificate = true.
Proof. vm_cast_no_check (eq_refl true). Qed.
"""


def module_name(path: Path) -> str:
    """The Rocq module of a certificate file: ``lemma/majority-123.json`` becomes ``lemma_majority_123``.

    Raises ``ValueError`` for a name that does not make an identifier.
    """
    if not (_NAME.fullmatch(path.stem) and _NAME.fullmatch(path.parent.name)):
        raise InvalidError(f"{path.name}: a Rocq module needs a name of lower-case letters, digits and single hyphens")
    return f"{path.parent.name}_{path.stem}".replace("-", "_")


def is_family(path: Path) -> bool:
    """Whether a certificate file is of kind ``family``; raises ``UnreadableError`` if it is no JSON object."""
    try:
        document = read_document(read_bytes(path))
        return Reader(document).child("kind").value == "family"
    except UnreadableError as error:
        raise error.in_file(str(path)) from error


def read_family(path: Path) -> Family:
    """Read a certificate file of kind ``family``; raises ``UnreadableError`` if it is not one."""
    try:
        family = read(read_bytes(path))
    except UnreadableError as error:
        raise error.in_file(str(path)) from error
    if not isinstance(family, Family):
        raise UnreadableError("R6.8", "document/kind", "a certificate of kind family is wanted", str(path))
    if family.game != MerminGame():
        message = "the Rocq proofs are about the Mermin game of five parties"
        raise UnreadableError("R6.16", "document/claim", message, str(path))
    if not _keys_match(family):
        message = "the witness has not the members that the claim has"
        raise UnreadableError("R6.9", "document/witness", message, str(path))
    return family


class OtherKindError(FreebitError, ValueError):
    """A certificate for whose kind, or game, there is no proved checker."""


@dataclass(frozen=True)
class Question:
    """A Rocq file that prints the verdict of a proved checker on one certificate, unless that is rejected before.

    ``check`` is what is computed there, ``rules`` are the rules that it decides, and ``needs`` is the compiled file
    that holds the checker.
    """

    source: str
    check: str
    rules: str
    needs: str
    rejection: str | None


def rocq_question(path: Path) -> Question:
    """The question whether a certificate is accepted by the proved checker of its kind.

    The rules that say what a claim is about are decided here, by the kernel's code [R3.10]-[R3.13], [R3.80];
    and of kind ``code`` whether numbers are integers and the witness applies [R3.92]-[R3.94].  Raises
    ``OtherKindError`` if there is no such checker, and ``UnreadableError``.
    """
    certificate = read(read_bytes(path))
    if isinstance(certificate, TestedCells | TestedLimit):
        return _about_cells(certificate)
    if isinstance(certificate, CodeWeights):
        return _about_a_code(certificate)
    if isinstance(certificate, Family) and certificate.game == MerminGame():
        body = ""
        if _keys_match(certificate):
            body = f"{FAMILY_PREAMBLE}\n{_definition(certificate)}"
        about = ("R3.10", "R3.11", "R3.12", "R3.13")
        return _asked(certificate, about, body, "check_members certificate", "R3.14-R3.17", "Checker.vo")
    if isinstance(certificate, GameCertificate):
        return _about_a_game(certificate)
    raise OtherKindError(f"no checker of the kind {certificate.kind} is proved in Rocq")


def _about_cells(certificate: TestedCells | TestedLimit) -> Question:
    if not rocq_tested.is_covered(certificate):
        raise OtherKindError("the checkers of cells that are proved in Rocq are about the GHZ game")
    check = f"{rocq_tested.checked_by(certificate)} certificate"
    if isinstance(certificate, TestedLimit):
        body = rocq_tested.LIMIT_HEADER + rocq_tested.limit_definition(certificate)
        return _asked(certificate, ("R3.80",), body, check, "R1.4, R3.86-R3.89", "LimitChecker.vo")
    body = f"{rocq_tested.CELLS_PREAMBLE}\n{rocq_tested.definition(certificate)}"
    return _asked(certificate, ("R3.80",), body, check, "R3.82-R3.85", "TestedFiles.vo")


def _about_a_code(certificate: CodeWeights) -> Question:
    before, decided = ("R3.92", "R3.93", "R3.94"), certificate.rules()
    body = "" if any(decided[rule]() for rule in before) else rocq_codes.code_definition(certificate)
    return _asked(certificate, before, body, "check_code certificate", rocq_codes.CODE_RULES, rocq_codes.CODE_PROOF)


def _about_a_game(certificate: GameCertificate) -> Question:
    kind = certificate.kind
    about, needs = _MATCHING.get(kind, ()), rocq_games.proof(kind)
    if any(certificate.rules()[rule]() for rule in about):
        return _asked(certificate, about, "", "", "", needs)
    body, check = rocq_games.game_definition(certificate)
    return _asked(certificate, about, rocq_games.header(kind) + body, check, rocq_games.DECIDED_RULES[kind], needs)


def _keys_match(family: Family) -> bool:
    return family.beta.keys() == family.members.pairs.keys()


def _asked(certificate: Certificate, before: Sequence[str], body: str, check: str, rules: str, needs: str) -> Question:
    decided = certificate.rules()
    broken = {rule: decided[rule]() for rule in before}
    rejection = next((f"[{rule}] at {why.place}: {why.message}" for rule, why in broken.items() if why), None)
    return Question(body + _QUESTION.format(check=check), check, rules, needs, rejection)


def rocq_source(path: Path) -> str:
    """The Rocq module of the certificate at ``path``, after the preamble; the same file gives the same text.

    Raises ``UnreadableError`` for a file that is no readable certificate of kind ``family``.
    """
    return f"{_definition(read_family(path))}\n{_FOOTER}"


def _definition(family: Family) -> str:
    scale = _scale(family)
    members = ";\n".join(_member(y, family.beta[y], *family.members.pairs[y], scale=scale) for y in sorted(family.beta))
    triple = ", ".join(str(party + 1) for party in family.members.triple)
    return "\n".join(
        [
            "Definition certificate : family :=",
            f" Family ({triple})%nat {integer_term(family.alpha.numerator)} {family.alpha.denominator} {scale} [",
            members + "].",
        ]
    )


def _scale(family: Family) -> int:
    """The common denominator of all numbers of a family but alpha."""
    vectors = [vector for pair in family.members.pairs.values() for vector in pair]
    betas = [value for row in family.beta.values() for value in row.values()]
    return lcm(*(vector.denominator for vector in vectors), *(value.denominator for value in betas))


def _member(
    y: Bits, beta: Mapping[Bits, Fraction], weights: IndexedVector, majority: IndexedVector, *, scale: int
) -> str:
    betas = _wrapped(f"(w{format_bits(x)},{integer_term(int(scale * value))})" for x, value in sorted(beta.items()))
    vectors = (
        _wrapped(
            f"At w{format_bits(a)} w{format_bits(x)} {integer_term(value)}"
            for (x, a), value in sorted(
                (entry_of(index, len(y))[::-1], value) for index, value in vector.scaled(scale).items()
            )
        )
        for vector in (weights, majority)
    )
    return "\n ".join([f" Member w{format_bits(y)}", betas, *vectors])


def _wrapped(items: Iterable[str], per_line: int = 8) -> str:
    listed = list(items)
    lines = [";".join(listed[i : i + per_line]) for i in range(0, len(listed), per_line)]
    return "[" + ";\n   ".join(lines) + "]"
