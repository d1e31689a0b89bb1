"""``freebit verify``: prove every claim in certificate files."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from freebit.commands.claims_process import ClaimsBeside, ClaimsError, failed, lines
from freebit.verification import (
    Checked,
    LemmaSummary,
    certificate_files,
    default_folder,
    lemma_summary,
    verify,
    verify_index,
)
from freebit.verification.joined import CheckerVerdict
from freebit.wire.document import UnreadableError

if TYPE_CHECKING:
    from rich.text import Text


@click.command("verify")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--checker", type=click.Choice(["kernel", "z3", "all"]), default="all", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document in place of the table.")
@click.option("--claims/--no-claims", default=None, help="Also check all claims; default, if no path is given.")
@click.option("--processes", type=click.IntRange(1), default=None, help="How many processes; default, all cores.")
def command(paths: tuple[Path, ...], checker: str, as_json: bool, claims: bool | None, processes: int | None) -> None:
    """Check certificate files and folders; with none given, all that are committed, and all claims of the paper.

    Exit code 0 if everything is proved, 1 if something is rejected or given up, 2 if something cannot be read.

    \b
    Examples:
      freebit verify
      freebit verify certificates/lemma/majority-123.json --checker kernel
      freebit verify my-folder --json
    """
    checkers = ("kernel", "z3") if checker == "all" else (checker,)
    try:
        folder = None if paths else default_folder()
        files = certificate_files([folder] if folder else paths)
    except UnreadableError as error:
        click.echo(f"freebit verify: {error}", err=True)
        sys.exit(2)
    beside = ClaimsBeside() if (folder is not None if claims is None else claims) else None
    try:
        outcomes = [verify_index(folder)] if folder else []
        outcomes += _with_progress(files, checkers, folder is not None, processes, quiet=as_json)
        results = beside.results() if beside else []
    except ClaimsError as error:
        click.echo(f"freebit verify: {error}", err=True)
        sys.exit(2)
    finally:
        if beside:
            beside.stop()
    summary = lemma_summary(outcomes)
    code = exit_code(outcomes, summary if folder else None) or int(failed(results))
    if as_json:
        click.echo(json.dumps({**as_document(outcomes, summary, code), "claims": results}, indent=1))
    else:
        _print(outcomes, summary, folder, lines(results) if results else [])
    sys.exit(code)


def exit_code(outcomes: list[Checked], wanted: LemmaSummary | None) -> int:
    """2 if something is unreadable or the checkers disagree, 1 if something, or a Lemma wanted, is not proved."""
    if any(CheckerVerdict.UNREADABLE in outcome.verdicts or outcome.contradiction for outcome in outcomes):
        return 2
    unproved = any(not outcome.proved for outcome in outcomes)
    return int(unproved or (wanted is not None and not wanted.complete))


def as_document(outcomes: list[Checked], summary: LemmaSummary, code: int) -> dict[str, object]:
    """The verdicts as a JSON document."""
    return {
        "format": "freebit-verification",
        "version": 1,
        "exit": code,
        "files": [
            {
                "file": outcome.name,
                "claim": outcome.claim,
                "kernel": outcome.kernel.value,
                "z3": outcome.z3.value,
                "rule": outcome.rule,
                "place": outcome.place,
                "message": outcome.message,
                "seconds": {"kernel": f"{outcome.kernel_seconds:.3f}", "z3": f"{outcome.z3_seconds:.3f}"},
            }
            for outcome in outcomes
        ],
        "lemma": {
            "complete": summary.complete,
            "bounds": summary.bounds,
            "attained": summary.attained,
            "inputs": summary.inputs,
            "triples": summary.triples,
        },
    }


def _with_progress(
    files: list[Path], checkers: tuple[str, ...], everything: bool, processes: int | None, *, quiet: bool
) -> list[Checked]:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    found = verify(files, checkers, without_certificates=everything, processes=processes)
    with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        total = len(files) + (10 if everything and "z3" in checkers else 0)
        return list(progress.track(found, total=total, description="checking"))


def _print(outcomes: list[Checked], summary: LemmaSummary, folder: Path | None, claims: list[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, 120)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("file", "claim", "kernel", "Z3"):
        table.add_column(heading, overflow="fold")
    table.add_column("seconds", justify="right", no_wrap=True)
    for outcome in outcomes:
        name = outcome.name
        if folder and name.startswith(str(folder)):
            name = str(Path(name).relative_to(folder))
        table.add_row(
            Text(name),
            Text(outcome.claim),
            _coloured(outcome.kernel),
            _coloured(outcome.z3),
            f"{outcome.kernel_seconds + outcome.z3_seconds:.2f}",
        )
    console.print(table)
    for outcome in outcomes:
        if not outcome.proved:
            console.print(
                Text(f"{outcome.name}: [{outcome.rule}] at {outcome.place}: {outcome.message}"), soft_wrap=True
            )
    for line in claims:
        console.print(Text(line), soft_wrap=True)
    if folder:
        cases = summary.inputs * summary.triples
        console.print(
            Text(
                f"Lemma, eq (6): {summary.bounds} of {cases} pairs of bounds, "
                f"{summary.attained} of {2 * cases} attained values: "
                + ("PROVED" if summary.complete and all(outcome.proved for outcome in outcomes) else "NOT PROVED")
            ),
            soft_wrap=True,
        )


def _coloured(verdict: CheckerVerdict) -> "Text":
    from rich.text import Text

    style = {
        CheckerVerdict.PROVED: "green",
        CheckerVerdict.REJECTED: "bold red",
        CheckerVerdict.UNREADABLE: "bold red",
        CheckerVerdict.GAVE_UP: "yellow",
    }
    return Text(verdict.value, style=style.get(verdict, ""))
