"""``freebit conform``: judge an implementation by the conformance vectors."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from freebit.commands.exits import ExitCode, InputError, refusing
from freebit.commands.terminal import Column, emit, progress_bar, say, show_table
from freebit.errors import InvalidError
from freebit.files import check_target, data_folder, read_input, write_new_folder, write_whole

if TYPE_CHECKING:
    from freebit.conformance.outcomes import Judgement
    from freebit.conformance.transport import Implementation
    from freebit.conformance.vectors import Vector

#: The most bytes of a list of known failures.
MAX_KNOWN = 2**20
#: How the name of an archive ends.
ARCHIVE = ".tar.gz"
#: The skeletons of peers, by language.
SKELETONS = {"go": "peer.go", "javascript": "peer.mjs", "python": "peer.py", "rust": "peer.rs"}


@click.command(context_settings={"ignore_unknown_options": False})
@click.argument("program", nargs=-1, type=click.UNPROCESSED)
@click.option("--exec", "template", help="A plain verifier: a command with {file}, exit codes 0, 1 and 2.")
@click.option("--exec-op", default="certificate", type=click.Choice(["certificate", "transcript"]), show_default=True)
@click.option("--export", type=click.Path(path_type=Path), help="Write the kit to this folder, or NAME.tar.gz.")
@click.option("--init", type=click.Choice(list(SKELETONS)), help="Write the skeleton of a peer in this language.")
@click.option("--operations", is_flag=True, help="List the operations, with the number of their vectors.")
@click.option("--only", multiple=True, metavar="OPERATION", help="Judge this operation only; may be repeated.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="So many instances at once.")
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
    init: str | None,
    operations: bool,
    only: tuple[str, ...],
    jobs: int,
    vectors: Path | None,
    known: Path | None,
    seed: int | None,
    timeout: float,
    start_timeout: float,
    as_json: bool,
    junit: Path | None,
) -> ExitCode:
    """Start an implementation, ask it every vector that applies to what it declares, and judge the answers.

    Exit code 0 if it passes, 1 if it does not, 2 if the question itself cannot be used.

    \b
    Examples:
      freebit conform -- freebit peer
      freebit conform --seed 7 --junit report.xml -- node my-implementation.js
      freebit conform --exec 'my-verifier {file}'
      freebit conform --only majority --jobs 2 -- ./my-peer
      freebit conform --init python
      freebit conform --export kit.tar.gz
    """
    from freebit.conformance import transport
    from freebit.conformance.report import judgement_document, junit_xml
    from freebit.conformance.runner import judge
    from freebit.conformance.vectors import folder_of_vectors, load, of_operations

    wanted = [bool(program), template is not None, export is not None, init is not None, operations]
    if wanted.count(True) != 1:
        raise InputError("one of -- PROGRAM ARGS..., --exec, --export, --init and --operations is wanted")
    if init is not None:
        return _init(SKELETONS[init])
    with refusing():
        folder = folder_of_vectors() if vectors is None else vectors
        version, all_vectors = load(folder)
    if export is not None:
        return _export(folder, export)
    if operations:
        return _print_operations(all_vectors)
    with refusing():
        try:
            chosen = of_operations(all_vectors, only)
        except InvalidError as error:
            raise InputError(f"--only: {error}; --operations lists all") from error
        names = _known(known) - ({vector.id for vector in all_vectors} - {vector.id for vector in chosen})
        if junit is not None:
            check_target(junit, [known] if known else [])
        instances: list[Implementation] = [
            transport.Process(program, timeout, start_timeout)
            if template is None
            else transport.Verifier(template, exec_op, timeout)
            for _ in range(jobs)
        ]
    seed = secrets.randbits(32) if seed is None else seed
    with progress_bar("asking", len(chosen)) as bar:
        judgement = judge(
            instances[0], chosen, version, seed, names, lambda: bar.advance(bar.task_ids[0]), instances[1:]
        )
    if junit is not None:
        with refusing():
            write_whole(junit, junit_xml(judgement), inputs=[known] if known else [])
    if as_json:
        emit(judgement_document(judgement))
    else:
        _print(judgement)
    return ExitCode.PROVED if judgement.passed else ExitCode.REJECTED


def _known(path: Path | None) -> frozenset[str]:
    """The ids of a list of known failures; "#" begins a comment [R7.14]."""
    if path is None:
        return frozenset()
    try:
        lines = read_input(path, MAX_KNOWN).decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}") from error
    names = [line.partition("#")[0].strip() for line in lines]
    return frozenset(name for name in names if name)


def _export(folder: Path, target: Path) -> ExitCode:
    """Write the kit, complete or not at all; refuse to write over anything."""
    from freebit.conformance.export import archive, kit_files

    with refusing():
        if target.name.endswith(ARCHIVE):
            if os.path.lexists(target):
                raise InputError(f"{target}: it is already there")
            files = list(kit_files(folder))
            write_whole(target, archive(files, target.name.removesuffix(ARCHIVE)))
            count = len(files)
        else:
            count = write_new_folder(target, kit_files(folder))
    say(f"{count} files in {target}")
    return ExitCode.PROVED


def _init(name: str) -> ExitCode:
    """Write the skeleton of a peer to the working directory; refuse to write over anything."""
    with refusing():
        text = (data_folder("conformance") / "skeletons" / name).read_bytes()
        if os.path.lexists(name):
            raise InputError(f"{name}: it is already there")
        write_whole(Path(name), text)
    say(f"{name} answers one operation; its first lines say how it is judged")
    return ExitCode.PROVED


def _print_operations(vectors: Sequence["Vector"]) -> ExitCode:
    from freebit.conformance.export import by_operation

    rows = [
        (name, str(sum(counts.values())), *(str(counts[verdict]) for verdict in counts))
        for name, counts in by_operation(vectors).items()
    ]
    headings = ("vectors", "accepted", "rejected", "unreadable")
    show_table([Column("operation"), *(Column(heading, right=True) for heading in headings)], rows)
    return ExitCode.PROVED


def _print(judgement: "Judgement") -> None:
    """One line for each group, two for each fault, and one that says it all."""
    from freebit.conformance.outcomes import Status
    from freebit.conformance.report import by_group, judgement_in_short

    rows = []
    for group, results in by_group(judgement.results).items():
        skipped = sum(result.status is Status.SKIP for result in results)
        known = sum(result.known for result in results)
        faults = sum(result.is_fault and not result.known for result in results)
        passed = sum(result.status is Status.PASS for result in results)
        numbers = (len(results) - skipped, passed, faults, known, skipped)
        rows.append((group, *(str(number) if number else "-" for number in numbers)))
    headings = ("asked", "pass", "faults", "known", "skipped")
    show_table([Column("group"), *(Column(heading, right=True) for heading in headings)], rows)
    for result in judgement.results:
        if result.is_fault:
            label = "known" if result.known else result.status.value
            say(f"{label}: {result.id} [{', '.join(result.rules)}] {result.operation}: {result.detail}")
            say(f"    asks: {result.why}")
    for name in judgement.stale:
        say(f"stale: {name} is listed as a known failure and did not fail")
    if judgement.unknown_operations:
        say(f"operations that no vector has: {', '.join(judgement.unknown_operations)}")
    if judgement.no_hello is not None:
        say(f"no hello: {judgement.no_hello}")
    say(judgement_in_short(judgement))
