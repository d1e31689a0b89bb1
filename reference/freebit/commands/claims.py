"""``freebit claims``: every claim of the paper, in order, with what proves it and the verdict now [R8.1]-[R8.4]."""

import json
import sys
from collections.abc import Iterable, Sequence

import click

from freebit.claims.model import Claim, Origin, Result, Verdict, run
from freebit.claims.registry import CLAIMS, named

TITLES = {Origin.PAPER: "The paper's claims, in its order", Origin.OURS: "Ours, not the paper's"}


@click.command("claims")
@click.option("--only", "identifiers", multiple=True, metavar="ID", help="One claim; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document in place of the table.")
@click.option("--list", "just_list", is_flag=True, help="List the claims without checking them.")
@click.option("--markdown", is_flag=True, help="Write the table of the README, without checking.")
def command(identifiers: tuple[str, ...], as_json: bool, just_list: bool, markdown: bool) -> None:
    """Check every claim of the paper, in its order, and ours after them.

    "proved": the check decided the whole statement.  "confirmed": the general statement has a written proof in
    the specification, and all that was computed here agrees.  "in part": the paper's sentence holds in one sense
    and fails in another.  Exit code 0 if no check fails, 1 if one does, 2 for an unknown claim.

    \b
    Examples:
      freebit claims
      freebit claims --only eq-2 --only lemma
      freebit claims --json
    """
    try:
        claims = [named(identifier) for identifier in identifiers] or list(CLAIMS)
    except KeyError as error:
        click.echo(f"freebit claims: there is no claim {error.args[0]!r}; `freebit claims --list` names them", err=True)
        sys.exit(2)
    if markdown:
        click.echo(as_markdown(claims), nl=False)
        return
    if just_list:
        for claim in claims:
            click.echo(f"{claim.id:26} {claim.statement}")
        return
    results = _with_progress(claims, quiet=as_json)
    code = exit_code(results)
    if as_json:
        click.echo(json.dumps(as_document(results, code), indent=1))
    else:
        _print(results)
    sys.exit(code)


def exit_code(results: Iterable[Result]) -> int:
    """1 if a check fails; what was not checked is no failure, and is shown."""
    return int(any(result.verdict is Verdict.FAILED for result in results))


def as_document(results: Sequence[Result], code: int) -> dict[str, object]:
    """The verdicts as a JSON document."""
    return {
        "format": "freebit-claims",
        "version": 1,
        "exit": code,
        "claims": [
            {
                "id": result.claim.id,
                "origin": result.claim.origin.value,
                "place": result.claim.place,
                "statement": result.claim.statement,
                "rules": list(result.claim.rules),
                "evidence": result.claim.evidence.value,
                "verdict": result.verdict.value,
                "detail": result.detail,
                "seconds": f"{result.seconds:.3f}",
            }
            for result in results
        ],
    }


def as_markdown(claims: Sequence[Claim]) -> str:
    """The table of the README: each claim with the verdict of a check that holds, everything being installed."""
    lines = []
    for origin, title in TITLES.items():
        shown = [claim for claim in claims if claim.origin is origin]
        if shown:
            lines += [f"**{title}**", "", "| place | claim | evidence | verdict |", "|---|---|---|---|"]
            lines += [
                f"| {claim.place} | {_in_a_cell(claim.statement)} | {claim.evidence.value} | {_verdict(claim).value} |"
                for claim in shown
            ]
            lines.append("")
    return "\n".join(lines)


def _in_a_cell(text: str) -> str:
    """Text of which a vertical bar ends no cell."""
    return text.replace("|", "\\|")


def _verdict(claim: Claim) -> Verdict:
    return claim.success if claim.check else Verdict.CONTEXT


def _with_progress(claims: Sequence[Claim], *, quiet: bool) -> list[Result]:
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=quiet or not console.is_terminal) as progress:
        return [run(claim) for claim in progress.track(claims, description="checking")]


def _print(results: Sequence[Result]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if not console.is_terminal:
        console.width = max(console.width, 140)
    for origin, title in TITLES.items():
        shown = [result for result in results if result.claim.origin is origin]
        if not shown:
            continue
        table = Table(box=None, pad_edge=False, header_style="bold", title=title, title_justify="left")
        table.add_column("claim", overflow="fold")
        table.add_column("place and statement", overflow="fold")
        table.add_column("rules", overflow="fold", max_width=12)
        table.add_column("evidence", overflow="fold", max_width=14)
        table.add_column("verdict", no_wrap=True)
        table.add_column("seconds", justify="right", no_wrap=True)
        for result in shown:
            claim = result.claim
            table.add_row(
                Text(claim.id),
                Text(f"{claim.place}: {claim.statement}\n-> {result.detail}"),
                Text(", ".join(claim.rules)),
                Text(claim.evidence.value),
                Text(result.verdict.value, style=STYLES.get(result.verdict, "")),
                f"{result.seconds:.2f}",
            )
        console.print(table)
        console.print()
    console.print(Text(summary(results)), soft_wrap=True)


STYLES = {Verdict.PROVED: "green", Verdict.CONFIRMED: "green", Verdict.FAILED: "bold red", Verdict.IN_PART: "yellow"}


def summary(results: Sequence[Result]) -> str:
    """How many claims have which verdict, in a line."""
    counts = {verdict: sum(result.verdict is verdict for result in results) for verdict in Verdict}
    return f"{len(results)} claims: " + ", ".join(f"{count} {v.value}" for v, count in counts.items() if count)
