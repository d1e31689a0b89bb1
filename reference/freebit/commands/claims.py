"""``freebit claims``: every claim of the paper, in order, with what proves it and the verdict now [R8.1]-[R8.4]."""

from collections.abc import Sequence

import click

from freebit.claims.model import Claim, ClaimResult, Evidence, Origin, Verdict, check_claim
from freebit.claims.registry import CLAIMS, named
from freebit.commands.claims_process import ClaimDocument, claims_exit_code, not_checked_told, proved_elsewhere_told
from freebit.commands.exits import ExitCode, refusing
from freebit.commands.terminal import Column, Styled, TableCell, emit, say, say_all, show_table, tracked

TITLES = {Origin.PAPER: "The paper's claims, in its order", Origin.OURS: "Ours, not the paper's"}


@click.command("claims")
@click.option("--only", "identifiers", multiple=True, metavar="ID", help="One claim; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document in place of the table.")
@click.option("--list", "just_list", is_flag=True, help="List the claims without checking them.")
@click.option("--require-all", is_flag=True, help="Exit code 2 if a claim could not be checked here.")
@click.option("--markdown", is_flag=True, help="Write the table of docs/claims.md, without checking.")
def command(
    identifiers: tuple[str, ...], as_json: bool, just_list: bool, require_all: bool, markdown: bool
) -> ExitCode:
    """Check every claim of the paper, in its order, and ours after them.

    "proved": the check decided the whole statement.  "proved in Rocq": theorems of spec/rocq say the whole
    statement; `freebit prove` decides them, and what is computed here is instances.  "in part": the paper's sentence
    holds in one sense and fails in another.  Exit code 0 if no check fails, 1 if one does, 2 for an unknown claim.
    A claim of which the check needs something that is not installed is "not checked here"; that is exit code 2 with
    --require-all.

    \b
    Examples:
      freebit claims
      freebit claims --only eq-2 --only lemma
      freebit claims --json
    """
    with refusing():
        claims = [named(identifier) for identifier in identifiers] or list(CLAIMS)
    if markdown or just_list:
        say_all(claims_table(claims) if markdown else [f"{claim.id:26} {claim.statement}" for claim in claims])
        return ExitCode.PROVED
    results = tracked(map(check_claim, claims), "checking", len(claims))
    verdicts = [result.verdict.value for result in results]
    code = claims_exit_code(verdicts, require_all)
    if as_json:
        documents = [claim_document(result) for result in results]
        emit({"format": "freebit-claims", "version": 1, "exit": code, "claims": documents})
    else:
        _print(results)
        say_all(proved_elsewhere_told(verdicts))
        say_all([] if require_all else not_checked_told(verdicts))
    return code


def names_of_claims() -> list[str]:
    """The identifiers of all claims, in order."""
    return [claim.id for claim in CLAIMS]


def checked_claims(*identifiers: str) -> list[ClaimDocument]:
    """Check these claims, or all; their documents, in order."""
    return [claim_document(check_claim(claim)) for claim in [named(each) for each in identifiers] or CLAIMS]


def claim_document(result: ClaimResult) -> ClaimDocument:
    """What became of a claim, for programs."""
    return {
        "id": result.claim.id,
        "origin": result.claim.origin.value,
        "place": result.claim.place,
        "statement": result.claim.statement,
        "rules": list(result.claim.rules),
        "evidence": result.claim.evidence.value,
        "rocq": list(result.claim.rocq),
        "verdict": result.verdict.value,
        "detail": result.detail,
        "seconds": f"{result.seconds:.3f}",
    }


def claims_table(claims: Sequence[Claim]) -> list[str]:
    """The table of docs/claims.md: each claim with the verdict of a check that holds, everything being installed."""
    lines: list[str] = []
    for origin, title in TITLES.items():
        shown = [claim for claim in claims if claim.origin is origin]
        if shown:
            lines += [""] if lines else []
            lines += [f"**{title}**", "", "| place | claim | evidence | verdict |", "|---|---|---|---|"]
            lines += [
                f"| {claim.place} | {_in_a_cell(claim.statement)} | {_evidence(claim)} | {_verdict(claim).value} |"
                for claim in shown
            ]
    return lines


def _in_a_cell(text: str) -> str:
    """Text of which a vertical bar ends no cell."""
    return text.replace("|", "\\|")


def _evidence(claim: Claim) -> str:
    """The kind of evidence, and the theorems in Rocq that say the claim."""
    kind = [] if claim.evidence is Evidence.ROCQ else [claim.evidence.value]
    return "; ".join([*kind, *_theorems(claim)])


def _theorems(claim: Claim) -> list[str]:
    """The theorems in Rocq, if there are any, in a line."""
    return [f"Rocq: {', '.join(claim.rocq)}"] if claim.rocq else []


def _verdict(claim: Claim) -> Verdict:
    return claim.success if claim.check else Verdict.CONTEXT


def _print(results: Sequence[ClaimResult]) -> None:
    columns = [
        Column("claim"),
        Column("place and statement"),
        Column("rules", most=12),
        Column("evidence", most=14),
        Column("verdict"),
        Column("seconds", right=True),
    ]
    for origin, title in TITLES.items():
        shown = [result for result in results if result.claim.origin is origin]
        if shown:
            show_table(columns, map(_row, shown), title)
            say()
    say(verdicts_counted(results))


def _row(result: ClaimResult) -> Sequence[TableCell]:
    claim = result.claim
    return (
        claim.id,
        (f"{claim.place}: {claim.statement}", f"-> {result.detail}", *_theorems(claim)),
        ", ".join(claim.rules),
        claim.evidence.value,
        Styled(result.verdict.value, STYLES.get(result.verdict, "")),
        f"{result.seconds:.2f}",
    )


STYLES = {Verdict.PROVED: "green", Verdict.ROCQ: "green", Verdict.FAILED: "bold red", Verdict.IN_PART: "yellow"}


def verdicts_counted(results: Sequence[ClaimResult]) -> str:
    """How many claims have which verdict, in a line."""
    counts = {verdict: sum(result.verdict is verdict for result in results) for verdict in Verdict}
    return f"{len(results)} claims: " + ", ".join(f"{count} {v.value}" for v, count in counts.items() if count)
