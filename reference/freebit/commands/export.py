"""``freebit export``: certificates for other programs' checkers."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from freebit.commands.arguments import TRIPLE
from freebit.commands.exits import InputError, refusing, tell
from freebit.commands.terminal import say
from freebit.errors import InvalidError
from freebit.second.model import NotDecidedError
from freebit.verification import default_folder
from freebit.verification.folders import find_certificates
from freebit.wire.document import UnreadableError, read_bytes


@click.command("export")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--to", "form", type=click.Choice(["smtlib", "vipr", "page", "lemma"]), required=True)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), required=True, help="A folder.")
@click.option("--input", "x0", default="10000", show_default=True, help="With --to lemma: the input x0.")
@click.option("--triple", type=TRIPLE, default="1,2,3", show_default=True, help="With --to lemma: the parties, from 1.")
def command(paths: tuple[Path, ...], form: str, output: Path, x0: str, triple: tuple[int, int, int]) -> None:
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

    written: set[str] = set()
    with refusing():
        found = find_certificates([] if form == "lemma" else paths or [default_folder()])
        for each in found.skipped:
            tell(f"skipped: {each.path}: {each.reason}")
        files = lemma_files(x0, triple) if form == "lemma" else certificate_exports(found.files, form)
        for name, text in files:
            if name in written:
                raise InputError(f"two of the certificates would be written as {name}")
            write_whole(output / name, text.encode(), folders=True, inputs=found.files)
            written.add(name)
    say(f"{len(written)} files written to {output}")


def certificate_exports(paths: Iterable[Path], form: str) -> Iterator[tuple[str, str]]:
    """(name, text) for every statement of the certificates; kinds without a bound have no VIPR file."""
    from freebit.export import smtlib
    from freebit.export.page import page
    from freebit.export.vipr import NotExportableError, vipr_files
    from freebit.kernel.check import check

    for path in paths:
        data = read_bytes(path)
        try:
            rejection = check(data).rejection
        except UnreadableError as error:
            raise error.in_file(str(path)) from error
        if rejection:
            raise InvalidError(f"{path}: the certificate is rejected by [{rejection.rule}]")
        stem = f"{path.parent.name}-{path.stem}"
        if form == "smtlib":
            try:
                parts = smtlib.smtlib_files(data)
            except NotDecidedError as error:
                raise InvalidError(f"{path}: {error}") from error
            yield from ((f"{stem}-{part}.smt2", text) for part, text in parts.items())
            continue
        if form == "page":
            yield f"{stem}.md", page(data, f"{path.parent.name}/{path.name}")
            continue
        try:
            yield from ((f"{stem}-{name}.vipr", text) for name, text in vipr_files(data))
        except NotExportableError as error:
            tell(f"{path}: {error}; skipped")


def lemma_files(x0: str, triple: tuple[int, int, int]) -> Iterator[tuple[str, str]]:
    """The negation of eq (6) modulo symmetry and in full, as (name, text).

    The triple counts from 0.  Raises ``ValueError`` for an input outside X or a party that is not one of five.
    """
    from freebit.boxes.bits import parse_bits
    from freebit.boxes.game import MerminGame
    from freebit.export.smtlib import script_files
    from freebit.second.lemma import full_script, reduced_script

    parties = tuple(party + 1 for party in triple)
    if max(parties) > 5:
        raise InvalidError(f"[R3.10] party {max(parties)} is not one of 1 to 5")
    if MerminGame().target(parse_bits(x0, 5)) is None:
        raise InvalidError(f"[R3.12] the input {x0} is outside X")
    name = f"lemma-{x0}-{''.join(map(str, parties))}"
    for how, script in (("reduced", reduced_script(x0, parties)), ("full", full_script(x0, parties))):
        for part, text in script_files(script).items():
            yield f"{name}-{how}{'' if part == 'all' else '-' + part}.smt2", text
