"""``freebit rules``: the rules of the specification with what is tied to them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from freebit.commands.exits import ExitCode, InputError, refusing
from freebit.commands.terminal import Column, emit, say, show_table

if TYPE_CHECKING:
    from freebit.conformance.rules import Matrix, Rule


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--gaps", is_flag=True, help="Show only what is missing.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document in place of the table.")
def command(ids: tuple[str, ...], gaps: bool, as_json: bool) -> ExitCode:
    """List every rule with the code that implements it, its tests and its vectors.

    Without identifiers the exit code is 1 if a cell is empty, or an identifier is unknown or used twice.  With some,
    these rules are shown in full; an identifier of no rule is exit code 2.

    \b
    Examples:
      freebit rules
      freebit rules R4.11 R3.17
      freebit rules --gaps
    """
    import freebit
    from freebit.conformance.rules import matrix_of
    from freebit.conformance.vectors import folder_of_vectors, load
    from freebit.files import checkout, data_folder

    code, tests = Path(freebit.__file__).parent, checkout() / "tests"
    with refusing():
        _, vectors = load(folder_of_vectors())
        matrix = matrix_of(data_folder("spec"), code, tests if tests.is_dir() else None, vectors)
    unknown = [name for name in ids if name not in {rule.id for rule in matrix.rules}]
    if unknown:
        raise InputError(f"there is no rule {', '.join(unknown)}")
    chosen = [rule for rule in matrix.rules if (rule.id in ids or not ids) and (rule.gaps or not gaps)]
    if as_json:
        emit(_document(matrix, chosen))
    elif ids:
        _print_in_full(chosen)
    else:
        _print_table(matrix, chosen)
    return ExitCode.REJECTED if matrix.problems and not ids else ExitCode.PROVED


def _document(matrix: "Matrix", chosen: "Sequence[Rule]") -> dict[str, object]:
    return {
        "format": "freebit-rules",
        "version": 1,
        "problems": list(matrix.problems),
        "rules": [
            {
                "id": rule.id,
                "chapter": rule.chapter,
                "sentence": rule.sentence,
                "proved": "yes" if rule.proved else "no",
                "no_vectors_because": rule.exempt or "",
                "code": list(rule.code),
                "tests": list(rule.tests),
                "accepting": list(rule.accepting),
                "rejecting": list(rule.rejecting),
            }
            for rule in chosen
        ],
    }


def _print_in_full(chosen: "Sequence[Rule]") -> None:
    for rule in chosen:
        say(f"{rule.id} ({rule.chapter}): {rule.sentence}")
        for title, cell in (
            ("code", rule.code),
            ("tests", rule.tests),
            ("accepting vectors", rule.accepting),
            ("rejecting vectors", rule.rejecting),
        ):
            say(f"  {title}: {', '.join(cell) or '-'}")
        if rule.exempt or rule.proved:
            say(f"  no vectors: {rule.exempt or 'proved, see the chapter'}")


def _print_table(matrix: "Matrix", chosen: "Sequence[Rule]") -> None:
    rows = []
    for rule in chosen:
        vectors = [str(len(rule.accepting) or "-"), str(len(rule.rejecting) or "-")]
        if rule.exempt or rule.proved:
            vectors = ["proved" if rule.proved else "exempt", ""]
        cells = [str(len(rule.code) or "-"), str(len(rule.tests) or "-"), *vectors]
        rows.append([rule.id, *cells, ", ".join(rule.gaps), rule.sentence[:70]])
    headings = ("rule", "code", "tests", "accept", "reject", "gaps", "sentence")
    show_table([Column(heading) for heading in headings], rows)
    for problem in matrix.problems:
        say(problem)
    say(f"{len(matrix.rules)} rules, {len(matrix.problems)} problems")
