"""``freebit verify``: check every claim in certificate files."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from freebit.commands.claims_process import (
    ClaimDocument,
    ClaimsBeside,
    claims_exit_code,
    claims_in_short,
    not_checked_told,
)
from freebit.commands.exits import ExitCode, InputError, refusing
from freebit.commands.terminal import emit, say, say_all
from freebit.commands.verify_rows import rows
from freebit.parts import Z3
from freebit.verification import (
    Checked,
    LemmaSummary,
    Work,
    default_folder,
    lemma_summary,
    verify_index,
)
from freebit.verification.folders import FoundFiles, Skipped, find_certificates
from freebit.verification.joined import CheckerVerdict

#: So many of the things that are skipped are told in text, and all in the document.
MOST_TOLD = 20


@click.command("verify")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--checker", type=click.Choice(["kernel", "z3", "all", "rocq"]), default="all", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document in place of the table.")
@click.option("--claims/--no-claims", default=None, help="Also check all claims; default, if no path is given.")
@click.option("--require-all", is_flag=True, help="Exit code 2 if a claim is not checked here or a file is skipped.")
@click.option("--processes", type=click.IntRange(1), default=None, help="How many processes; default, all cores.")
def command(
    paths: tuple[Path, ...],
    checker: str,
    as_json: bool,
    claims: bool | None,
    require_all: bool,
    processes: int | None,
) -> ExitCode:
    """Check certificate files and folders; with none given, all that are committed, and all claims of the paper.

    Exit code 0 if everything is proved, 1 if something is rejected, 2 if something is not decided: unreadable, given
    up by a checker, or judged differently by the two.  What a folder holds beside certificates is skipped and told, and
    claims that need what is not installed are told, and so is the kernel if it decided without Z3; with --require-all
    each is exit code 2.

    With --checker rocq certificates of the kinds that a checker proved in spec/rocq covers are decided inside Rocq, and
    of all others it is said that they are not decided, exit code 2; it needs a checkout and Rocq.

    \b
    Examples:
      freebit verify
      freebit verify certificates/lemma/majority-123.json --checker kernel
      freebit verify my-folder --json
      freebit verify --require-all
      freebit verify certificates/families/vertex-4.json --checker rocq
    """
    if checker == "rocq":
        if as_json or claims or require_all or processes:
            raise InputError("--checker rocq takes files alone: no --json, --claims, --require-all or --processes")
        from freebit.commands.verify_rocq import verify_in_rocq

        return verify_in_rocq(paths)
    checkers = _checkers(checker)
    alone = checker == "all" and "z3" not in checkers
    everything = not paths
    with refusing():
        found = find_certificates(paths or [default_folder()])
    work = Work(found.files, checkers, everything)
    with _claims_beside(everything if claims is None else claims) as beside:
        checked, results = _worked(found, work, beside, everything, as_json, processes or os.cpu_count() or 1)
    summary = lemma_summary(checked)
    code = exit_code(checked, summary if everything else None, results, found.skipped, require_all)
    if require_all and alone and code is ExitCode.PROVED:
        code = ExitCode.UNDECIDED
    if as_json:
        emit(as_document(checked, summary, results, found.skipped, code))
    else:
        say_all(_skipped_told(found.skipped))
        say_all(claims_in_short(results) if results else [])
        say_all([] if require_all else not_checked_told(_verdicts(results)))
        if everything:
            say(lemma_in_short(summary, all(each.proved for each in checked)))
        say_all([f"Z3 was not asked, the kernel decided alone: {Z3.missing}"] if alone else [])
    return code


def _checkers(asked: str) -> tuple[str, ...]:
    """The checkers that are asked; without Z3 the kernel decides alone, unless Z3 is asked for by name."""
    if asked == "z3" and not Z3.installed:
        raise InputError(Z3.missing)
    if asked == "all":
        return ("kernel", "z3") if Z3.installed else ("kernel",)
    return (asked,)


def exit_code(
    checked: Sequence[Checked],
    wanted: LemmaSummary | None,
    results: Sequence[ClaimDocument],
    skipped: Sequence[Skipped],
    require_all: bool,
) -> ExitCode:
    """2 if something is not decided, 1 if something is rejected or, where it is wanted, the Lemma is not complete."""
    verdicts = {verdict for each in checked for verdict in each.verdicts}
    if CheckerVerdict.UNREADABLE in verdicts or any(each.contradiction for each in checked):
        return ExitCode.UNDECIDED
    claims = claims_exit_code(_verdicts(results), require_all)
    if CheckerVerdict.REJECTED in verdicts or claims is ExitCode.REJECTED:
        return ExitCode.REJECTED
    if any(not each.proved for each in checked) or (require_all and skipped):
        return ExitCode.UNDECIDED
    if wanted is not None and not wanted.complete:
        return ExitCode.REJECTED
    return claims


def as_document(
    checked: Sequence[Checked],
    summary: LemmaSummary,
    results: Sequence[ClaimDocument],
    skipped: Sequence[Skipped],
    code: ExitCode,
) -> dict[str, object]:
    """The verdicts as a JSON document."""
    return {
        "format": "freebit-verification",
        "version": 1,
        "exit": code,
        "files": [
            {
                "file": each.name,
                "claim": each.claim,
                "kernel": each.kernel.value,
                "z3": each.z3.value,
                "rule": each.rule,
                "place": each.place,
                "message": each.message,
                "seconds": {"kernel": f"{each.kernel_seconds:.3f}", "z3": f"{each.z3_seconds:.3f}"},
            }
            for each in checked
        ],
        "skipped": [{"file": str(each.path), "reason": each.reason} for each in skipped],
        "lemma": {
            "complete": summary.complete,
            "bounds": summary.bounds,
            "attained": summary.attained,
            "inputs": summary.inputs,
            "triples": summary.triples,
        },
        "claims": list(results),
    }


def lemma_in_short(summary: LemmaSummary, proved: bool) -> str:
    """How much of eq (6) is proved, in a line."""
    cases = summary.inputs * summary.triples
    verdict = "PROVED" if summary.complete and proved else "NOT PROVED"
    bounds, attained = f"{summary.bounds} of {cases}", f"{summary.attained} of {2 * cases}"
    return f"Lemma, eq (6): {bounds} pairs of bounds, {attained} attained values: {verdict}"


def _worked(
    found: FoundFiles, work: Work, beside: ClaimsBeside | None, everything: bool, quiet: bool, processes: int
) -> tuple[list[Checked], list[ClaimDocument]]:
    """The outcomes, in order, and the claims; each outcome is shown as soon as it is there, unless all is ``quiet``."""
    names = [str(path) for path in (*found.indexes, *found.files)]
    folder = default_folder() if everything else None
    left = len(work.calls)
    outcomes: dict[int, Checked] = {}
    with rows(names, folder, left, quiet=quiet) as (show, advance):

        def advanced() -> None:
            done, claims = beside.progress if beside else (0, 0)
            advance(len(outcomes) + done, left + (claims or 0))

        indexes = [verify_index(index) for index in found.indexes]
        for index in indexes:
            show(index)
        for number, outcome in work.as_they_come(processes):
            outcomes[number] = outcome
            show(outcome)
            advanced()
        results = beside.results(advanced) if beside else []
    return [*indexes, *(outcomes[number] for number in sorted(outcomes))], results


@contextmanager
def _claims_beside(wanted: bool) -> Iterator[ClaimsBeside | None]:
    beside = ClaimsBeside() if wanted else None
    try:
        yield beside
    finally:
        if beside:
            beside.stop()


def _verdicts(results: Sequence[ClaimDocument]) -> list[str]:
    return [str(result["verdict"]) for result in results]


def _skipped_told(skipped: Sequence[Skipped]) -> list[str]:
    lines = [f"skipped: {each.path}: {each.reason}" for each in skipped[:MOST_TOLD]]
    left = len(skipped) - len(lines)
    return [*lines, f"skipped: {left} more; --json names them all"] if left > 0 else lines
