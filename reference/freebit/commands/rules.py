"""``freebit rules``: the rules of the specification with what is tied to them."""

import json
from pathlib import Path

import click

from freebit.commands.common import InputError, output_may_close


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--gaps", is_flag=True, help="Show only what is missing.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document in place of the table.")
def command(ids: tuple[str, ...], gaps: bool, as_json: bool) -> None:
    """List every rule with the code that implements it, its tests and its vectors.

    With identifiers, show these in full.  Exit code 1 if a cell is empty, an identifier unknown or used twice.

    \b
    Examples:
      freebit rules
      freebit rules R4.11 R3.17
      freebit rules --gaps
    """
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    import freebit
    from freebit.conformance.rules import build
    from freebit.conformance.vectors import VectorError, folder_of_vectors, load
    from freebit.files import data_folder

    code = Path(freebit.__file__).parent
    tests = code.parents[1] / "tests"
    try:
        _, vectors = load(folder_of_vectors())
    except VectorError as error:
        raise InputError(str(error)) from error
    matrix = build(data_folder("spec"), code, tests if tests.is_dir() else None, vectors)
    unknown = [name for name in ids if name not in {rule.id for rule in matrix.rules}]
    if unknown:
        raise InputError(f"there is no rule {', '.join(unknown)}")
    chosen = [rule for rule in matrix.rules if (rule.id in ids or not ids) and (rule.gaps or not gaps)]
    with output_may_close():
        if as_json:
            document = {
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
            click.echo(json.dumps(document, indent=2))
        else:
            console = Console(soft_wrap=True)
            if ids:
                for rule in chosen:
                    console.print(Text(f"{rule.id} ({rule.chapter}): {rule.sentence}"))
                    for title, cell in (
                        ("code", rule.code),
                        ("tests", rule.tests),
                        ("accepting vectors", rule.accepting),
                        ("rejecting vectors", rule.rejecting),
                    ):
                        console.print(Text(f"  {title}: {', '.join(cell) or '-'}"))
                    if rule.exempt or rule.proved:
                        console.print(Text(f"  no vectors: {rule.exempt or 'proved, see the chapter'}"))
            else:
                table = Table(box=None, pad_edge=False, header_style="bold")
                for heading in ("rule", "code", "tests", "accept", "reject", "gaps", "sentence"):
                    table.add_column(heading)
                for rule in chosen:
                    vectors_cell = [str(len(rule.accepting) or "-"), str(len(rule.rejecting) or "-")]
                    if rule.exempt or rule.proved:
                        vectors_cell = ["proved" if rule.proved else "no data", ""]
                    cells = [str(len(rule.code) or "-"), str(len(rule.tests) or "-"), *vectors_cell]
                    table.add_row(rule.id, *cells, ", ".join(rule.gaps), Text(rule.sentence[:70]))
                console.print(table)
            if not ids:
                for problem in matrix.problems:
                    console.print(Text(problem))
                console.print(Text(f"{len(matrix.rules)} rules, {len(matrix.problems)} problems"))
    raise SystemExit(1 if matrix.problems and not ids else 0)
