"""``freebit export``: certificates for strangers' checkers."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from freebit.verification import certificate_files, default_folder
from freebit.wire.document import UnreadableError, read_bytes


@click.command("export")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--to", "form", type=click.Choice(["smtlib", "vipr", "page", "lemma"]), required=True)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="A folder.")
@click.option("--input", "x0", default="10000", show_default=True, help="With --to lemma: the input x0.")
@click.option("--triple", default="1,2,3", show_default=True, help="With --to lemma: the parties, from 1.")
def command(paths: tuple[Path, ...], form: str, output: Path, x0: str, triple: str) -> None:
    """Write certificates as SMT-LIB files (each must be answered unsat), VIPR files (for viprchk), or a page.

    With no path, all committed certificates.  `--to lemma` needs none: it writes the negation of eq (6) at one
    input and triple as SMT-LIB, modulo symmetry and in full.

    \b
    Examples:
      freebit export certificates/lemma/majority-123.json --to smtlib --output smt
      freebit export --to vipr --output vipr
      freebit export certificates/lemma/sparse-10000-123.json --to page --output spec
      freebit export --to lemma --input 11111 --triple 1,4,5 --output smt
    """
    from freebit.files import write_whole

    count = 0
    try:
        files = lemma_files(x0, triple) if form == "lemma" else certificate_exports(paths, form)
        for name, text in files:
            write_whole(output / name, text.encode(), folders=True)
            count += 1
    except (UnreadableError, ValueError) as error:
        click.echo(f"freebit export: {error}", err=True)
        sys.exit(2)
    click.echo(f"{count} files written to {output}")


def certificate_exports(paths: tuple[Path, ...], form: str) -> Iterator[tuple[str, str]]:
    """(name, text) for every statement of the certificates; kinds without a bound have no VIPR file."""
    from freebit.export import smtlib
    from freebit.export.page import page
    from freebit.export.vipr import NotExportableError, vipr_files
    from freebit.kernel.check import check

    for path in certificate_files(paths or [default_folder()]):
        data = read_bytes(path)
        try:
            rejection = check(data).rejection
        except UnreadableError as error:
            raise error.in_file(str(path)) from error
        if rejection:
            raise ValueError(f"{path}: the certificate is rejected by [{rejection.rule}]")
        stem = f"{path.parent.name}-{path.stem}"
        if form == "smtlib":
            for part, text in smtlib.smtlib_files(data).items():
                yield f"{stem}-{part}.smt2", text
            continue
        if form == "page":
            yield f"{stem}.md", page(data, f"{path.parent.name}/{path.name}")
            continue
        try:
            yield from ((f"{stem}-{name}.vipr", text) for name, text in vipr_files(data))
        except NotExportableError as error:
            click.echo(f"{path}: {error}; skipped", err=True)


def lemma_files(x0: str, triple: str) -> Iterator[tuple[str, str]]:
    """The negation of eq (6) modulo symmetry and in full, as (name, text).

    Raises ``ValueError`` for an input outside X or a triple that is not three different parties.
    """
    from freebit.boxes.bits import parse_bits
    from freebit.boxes.game import MerminGame
    from freebit.export.smtlib import script_files
    from freebit.second.lemma import full_script, reduced_script

    parties = tuple(sorted(int(party) for party in triple.split(",")))
    if len(set(parties)) != 3 or not 1 <= parties[0] <= parties[-1] <= 5:
        raise ValueError(f"[R3.10] {triple} is not three different parties of 1 to 5")
    if MerminGame().target(parse_bits(x0, 5)) is None:
        raise ValueError(f"[R3.12] the input {x0} is outside X")
    name = f"lemma-{x0}-{''.join(map(str, parties))}"
    for how, script in (("reduced", reduced_script(x0, parties)), ("full", full_script(x0, parties))):
        for part, text in script_files(script).items():
            yield f"{name}-{how}{'' if part == 'all' else '-' + part}.smt2", text
