"""What ``freebit verify`` shows while it works: a row as soon as a file is decided, and how much is left."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from freebit.commands.terminal import Column, Growing, Styled
from freebit.verification import Checked
from freebit.verification.joined import CheckerVerdict

#: Told of each outcome, and of how much is done of how much.
Watcher = tuple[Callable[[Checked], None], Callable[[int, int], None]]

VERDICT_STYLES = {
    CheckerVerdict.PROVED: "green",
    CheckerVerdict.REJECTED: "bold red",
    CheckerVerdict.UNREADABLE: "bold red",
    CheckerVerdict.GAVE_UP: "yellow",
}
#: A terminal that is narrower has narrow columns.
WIDE = 100


@contextmanager
def rows(names: Sequence[str], folder: Path | None, total: int, *, quiet: bool) -> Iterator[Watcher]:
    """Shows outcomes of files of these names; only the bar if ``quiet``.  Names in ``folder`` are shown without it."""
    with Growing(lambda width: columns(names, folder, width), total, quiet=quiet) as table:

        def outcome(each: Checked) -> None:
            name = short_name(each.name, folder)
            seconds = f"{each.kernel_seconds + each.z3_seconds:.2f}"
            cells = (name, each.claim, _coloured(each.kernel), _coloured(each.z3), seconds)
            said = [] if each.proved else [f"{each.name}: {_objection(each)}"]
            verdicts = [("kernel", each.kernel), ("Z3", each.z3)]
            asked = ", ".join(f"{who} {said.value}" for who, said in verdicts if said is not CheckerVerdict.NOT_ASKED)
            line = f"{name if each.proved else each.name}: {each.claim if each.proved else _objection(each)}"
            table.row(cells, said, f"{line} ({asked}, {seconds} s)")

        yield outcome, table.advance


def columns(names: Sequence[str], folder: Path | None, width: int) -> list[Column]:
    """The columns for a terminal of some width: the claim has what the others leave."""
    longest = max((len(short_name(name, folder)) for name in names), default=0)
    verdict = 10 if width >= WIDE else 6
    return [
        Column("file", width=max(10, min(longest, width // 3 if width >= WIDE else width // 4))),
        Column("claim"),
        Column("kernel", width=verdict),
        Column("Z3", width=verdict),
        Column("seconds", right=True, width=7),
    ]


def short_name(name: str, folder: Path | None) -> str:
    """The name of a file, inside the committed folder without that folder's."""
    return str(Path(name).relative_to(folder)) if folder and Path(name).is_relative_to(folder) else name


def _objection(each: Checked) -> str:
    return f"[{each.rule}] at {each.place}: {each.message}"


def _coloured(verdict: CheckerVerdict) -> Styled:
    return Styled(verdict.value, VERDICT_STYLES.get(verdict, ""))
