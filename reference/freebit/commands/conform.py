"""``freebit conform``: judge an implementation by the conformance vectors."""

import json
import os
import secrets
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from freebit.commands.common import InputError, output_may_close, progress_bar
from freebit.files import write_whole

if TYPE_CHECKING:
    from freebit.conformance.transport import Implementation


@click.command(context_settings={"ignore_unknown_options": False})
@click.argument("program", nargs=-1, type=click.UNPROCESSED)
@click.option("--exec", "template", help="A plain verifier: a command with {file}, exit codes 0, 1 and 2.")
@click.option("--exec-op", default="certificate", type=click.Choice(["certificate", "transcript"]), show_default=True)
@click.option("--export", type=click.Path(path_type=Path, file_okay=False), help="Write the kit to this folder.")
@click.option("--vectors", type=click.Path(path_type=Path, file_okay=False), help="Use the vectors of this folder.")
@click.option("--known", type=click.Path(path_type=Path, dir_okay=False), help="Known failures, one id on each line.")
@click.option("--seed", type=click.IntRange(0), help="The seed of the order; by default a new one, which is printed.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=10.0, show_default=True, help="Seconds.")
@click.option("--start-timeout", type=click.FloatRange(0, min_open=True), default=20.0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document in place of the table.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write JUnit XML to this file.")
def command(
    program: tuple[str, ...],
    template: str | None,
    exec_op: str,
    export: Path | None,
    vectors: Path | None,
    known: Path | None,
    seed: int | None,
    timeout: float,
    start_timeout: float,
    as_json: bool,
    junit: Path | None,
) -> None:
    """Start an implementation, ask it every vector it can answer, and judge the answers.

    Exit code 0 if it passes, 1 if it does not, 2 if the question itself cannot be used.

    \b
    Examples:
      freebit conform -- freebit peer
      freebit conform --seed 7 --junit report.xml -- node my-implementation.js
      freebit conform --exec 'my-verifier {file}'
      freebit conform --export kit
    """
    from rich.console import Console

    from freebit.conformance import transport
    from freebit.conformance.report import as_document, as_junit, print_judgement
    from freebit.conformance.runner import judge
    from freebit.conformance.vectors import VectorError, folder_of_vectors, load

    if [bool(program), template is not None, export is not None].count(True) != 1:
        raise InputError("one of -- PROGRAM ARGS..., --exec and --export is wanted")
    try:
        folder = folder_of_vectors() if vectors is None else vectors
        version, all_vectors = load(folder)
    except VectorError as error:
        raise InputError(str(error)) from error
    if export is not None:
        _export(folder, export)
        return
    try:
        implementation: Implementation = (
            transport.Process(program, timeout, start_timeout)
            if template is None
            else transport.Verifier(template, exec_op, timeout)
        )
    except ValueError as error:
        raise InputError(f"--exec: {error}") from error
    seed = secrets.randbits(32) if seed is None else seed
    names = _known(known)
    with progress_bar("asking", len(all_vectors)) as bar:
        judgement = judge(implementation, all_vectors, version, seed, names, lambda: bar.advance(bar.task_ids[0]))
    if junit is not None:
        _write(junit, as_junit(judgement))
    with output_may_close():
        if as_json:
            click.echo(json.dumps(as_document(judgement), indent=2))
        else:
            print_judgement(judgement, Console(soft_wrap=True))
    raise SystemExit(0 if judgement.passed else 1)


def _known(path: Path | None) -> frozenset[str]:
    """The ids of a list of known failures; "#" begins a comment [R7.14]."""
    if path is None:
        return frozenset()
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    names = [line.partition("#")[0].strip() for line in lines]
    return frozenset(name for name in names if name)


def _export(folder: Path, target: Path) -> None:
    """Write the kit, complete or not at all; refuse to write over anything."""
    from freebit.conformance.export import kit_files

    if target.exists():
        raise InputError(f"{target} is already there")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as temporary:
            made = Path(temporary, "kit")
            count = 0
            for name, data in kit_files(folder):
                path = made / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
                count += 1
            os.replace(made, target)
    except OSError as error:
        raise InputError(f"{target}: {error.strerror or error}") from error
    click.echo(f"{count} files in {target}")


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from error
