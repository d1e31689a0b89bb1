"""What a verification says of one file, of one triple and of all of them together [R3.1]-[R3.7]."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import pytest

from freebit.boxes.bits import format_bits
from freebit.boxes.game import GhzGame, MerminGame, ParityGame
from freebit.processes import Call, WorkerLostError
from freebit.second.model import Objection, SecondAnswer, SecondReport, Shown
from freebit.verification import (
    Checked,
    LemmaSummary,
    Work,
    default_folder,
    lemma_summary,
    verify,
    verify_file,
    verify_index,
    verify_triple,
)
from freebit.verification.joined import CheckerVerdict
from freebit.wire.document import UnreadableError

PROVED, REJECTED, UNREADABLE = CheckerVerdict.PROVED, CheckerVerdict.REJECTED, CheckerVerdict.UNREADABLE
GAVE_UP, NOT_ASKED = CheckerVerdict.GAVE_UP, CheckerVerdict.NOT_ASKED
TRIPLES = [("freebit.verification:verify_triple", (triple,)) for triple in combinations((1, 2, 3, 4, 5), 3)]


@pytest.mark.parametrize(
    ("kernel", "z3", "proved"),
    [
        (PROVED, PROVED, True),
        (PROVED, NOT_ASKED, True),
        (NOT_ASKED, PROVED, True),
        (NOT_ASKED, NOT_ASKED, False),
        (PROVED, GAVE_UP, False),
        (PROVED, REJECTED, False),
        (REJECTED, NOT_ASKED, False),
    ],
)
def test_proved_is_what_all_prove_that_were_asked(kernel: CheckerVerdict, z3: CheckerVerdict, proved: bool) -> None:
    """[R3.1] and what nobody was asked is not."""
    outcome = Checked("a", "", kernel, z3)
    assert outcome.proved is proved
    assert outcome.verdicts == {one for one in (kernel, z3) if one is not NOT_ASKED}
    assert (outcome.kernel_seconds, outcome.z3_seconds) == (0, 0)
    assert not Checked("a", "", kernel, z3, contradiction="the two checkers disagree").proved


@pytest.mark.parametrize(
    ("bounds", "attained", "complete"),
    [
        (12, 24, True),
        (11, 24, False),
        (13, 24, False),
        (12, 23, False),
        (12, 25, False),
        (0, 24, False),
        (12, 0, False),
    ],
)
def test_the_lemma_is_complete_with_every_bound_and_value(bounds: int, attained: int, complete: bool) -> None:
    """eq (6): one pair of bounds and two values for each input and triple."""
    assert LemmaSummary(bounds, attained, inputs=3, triples=4).complete is complete


def test_without_the_committed_certificates_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise FileNotFoundError(f"{name} are not here")

    monkeypatch.setattr("freebit.verification.data_folder", missing)
    with pytest.raises(UnreadableError, match="certificates are not here") as caught:
        default_folder()
    assert caught.value.file == "certificates"


@pytest.mark.parametrize(
    ("checkers", "kernel", "z3"),
    [(["kernel"], UNREADABLE, NOT_ASKED), (["z3"], NOT_ASKED, UNREADABLE), (["kernel", "z3"], UNREADABLE, UNREADABLE)],
)
def test_a_file_that_cannot_be_read_is_so_for_who_was_asked(
    checkers: list[str], kernel: CheckerVerdict, z3: CheckerVerdict, tmp_path: Path
) -> None:
    """[R6.27]"""
    outcome = verify_file(tmp_path / "none.json", checkers)
    assert (outcome.kernel, outcome.z3, outcome.rule) == (kernel, z3, "R6.27")
    assert outcome.name == str(tmp_path / "none.json")


def answering(reports: dict[str, SecondReport]) -> tuple[Callable[[str, object], SecondReport], list[str]]:
    """A second checker that proves all but some inputs, and the inputs that it was asked."""
    asked: list[str] = []

    def check_lemma(x0: str, triple: object) -> SecondReport:
        asked.append(x0)
        return reports.get(x0, SecondReport(SecondAnswer.PROVED))

    return check_lemma, asked


@pytest.mark.parametrize(("answer", "verdict"), [(SecondAnswer.REJECTED, REJECTED), (SecondAnswer.UNDECIDED, GAVE_UP)])
def test_the_first_input_that_is_not_refuted_ends_a_triple(
    answer: SecondAnswer, verdict: CheckerVerdict, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[R3.6]"""
    inputs = [format_bits(x) for x in MerminGame().inputs]
    objection = Objection("R3.6", "Z3", f"{answer.value} there")
    later = SecondReport(SecondAnswer.PROVED, 0, Objection("R3.6", "Z3", "later"))
    check_lemma, asked = answering({inputs[2]: SecondReport(answer, 0, objection), inputs[5]: later})
    monkeypatch.setattr("freebit.second.check.check_lemma", check_lemma)
    monkeypatch.setattr("freebit.verification.time", SimpleNamespace(perf_counter=iter((3.0, 8.0)).__next__))
    outcome = verify_triple((1, 2, 4))
    assert asked == inputs[:3]
    assert (outcome.kernel, outcome.z3, outcome.z3_seconds) == (NOT_ASKED, verdict, 5.0)
    assert (outcome.rule, outcome.place, outcome.message) == ("R3.6", inputs[2], f"{answer.value} there")
    assert outcome.claim == f"eq (6) for parties 1,2,4 at all {len(inputs)} inputs"


def test_a_triple_that_is_refuted_everywhere_has_no_objection(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R3.6]"""
    check_lemma, asked = answering({})
    monkeypatch.setattr("freebit.second.check.check_lemma", check_lemma)
    outcome = verify_triple((1, 2, 4))
    assert asked == [format_bits(x) for x in MerminGame().inputs]
    assert (outcome.z3, outcome.rule, outcome.place, outcome.message) == (PROVED, None, None, None)


def test_what_of_an_index_cannot_be_read_is_named(tmp_path: Path) -> None:
    """[R6.23] the index, or a file that it names."""
    index = tmp_path / "index.json"
    missing = verify_index(index)
    assert (missing.name, missing.kernel, missing.rule) == (str(index), UNREADABLE, "R6.27")
    index.write_text("{}")
    assert (verify_index(index).name, verify_index(index).kernel) == (str(index), UNREADABLE)
    index.write_text(
        '{"format": "freebit-certificate-index", "version": 1, "files": {"a.json": '
        f'{{"sha256": "{"0" * 64}", "kind": "family", "again": "by hand"}}}}}}'
    )
    (tmp_path / "a.json").symlink_to(tmp_path / "nothing.json")
    assert (verify_index(index).name, verify_index(index).kernel) == (str(tmp_path / "a.json"), UNREADABLE)


def family(triple: str, alpha: str = "1/2", x0: str = "10000", game: ParityGame | None = None) -> Shown:
    about = (("triple", triple), ("input", x0), ("alpha", alpha))
    return Shown("family", game or MerminGame(), about)


def attained(triple: str, probability: str = "3/4", value: str = "0") -> Shown:
    about = (("triple", triple), ("input", "10000"), ("value", value), ("probability", probability))
    return Shown("attainment", MerminGame(), about)


@pytest.mark.parametrize(
    ("statements", "bounds", "values"),
    [
        ([family("1,2,3"), family("1,2,3"), family("3,4,5", "1/3"), family("3,4,5", "1/3", "00001")], 3, 0),
        ([family("1,2,3", "501/1000"), family("1,2,3", "1")], 0, 0),
        ([family("0,1,2"), family("4,5,6"), family("1,2"), family("1,1,2"), family("2,1,3"), family("1,2,3,4")], 0, 0),
        ([family("1,2,3", game=GhzGame(5)), Shown("trivial", MerminGame(), family("1,2,3").about)], 0, 0),
        ([attained("1,2,3"), attained("3,4,5"), attained("3,4,5", value="1")], 0, 3),
        ([attained("1,2,3", "1/4"), attained("1,2,3", "1"), attained("1,2,6"), attained("0,1,2")], 0, 0),
        ([Shown(kind, MerminGame(), attained("1,2,3").about) for kind in ("again", "reached")], 0, 0),
        ([family("1,2,5"), attained("1,2,5")], 1, 1),
    ],
)
def test_what_counts_for_the_lemma(statements: Sequence[Shown], bounds: int, values: int) -> None:
    """eq (6): bounds of 1/4 and 3/4 or narrower, and values of 3/4, of a triple of the five parties."""
    outcome = Checked("a", "", PROVED, PROVED, statements=tuple(statements))
    assert lemma_summary([outcome]) == LemmaSummary(bounds, values, 16, 10)
    assert lemma_summary([Checked("a", "", PROVED, GAVE_UP, statements=tuple(statements))]).bounds == 0


FILES = [Path("a.json"), Path("b.json")]


def test_the_calls_are_of_the_files_and_then_of_the_triples() -> None:
    """[R3.6] of the triples only where the Lemma is wanted without certificates, and of Z3."""
    files = [("freebit.verification:verify_file", (file, ("kernel", "z3"))) for file in FILES]
    assert Work(FILES, ["kernel", "z3"]).calls == files
    assert Work(FILES, ["kernel", "z3"], without_certificates=True).calls == files + TRIPLES
    assert Work(FILES, ["kernel"], without_certificates=True).calls == [
        (name, (f, ("kernel",))) for name, (f, _) in files
    ]


@pytest.mark.parametrize(
    ("checkers", "of_file", "of_triple"),
    [
        (["kernel"], (GAVE_UP, NOT_ASKED), (NOT_ASKED, NOT_ASKED)),
        (["z3"], (NOT_ASKED, GAVE_UP), (NOT_ASKED, GAVE_UP)),
        (["kernel", "z3"], (GAVE_UP, GAVE_UP), (NOT_ASKED, GAVE_UP)),
    ],
)
def test_a_lost_process_decides_nothing(
    checkers: list[str],
    of_file: tuple[CheckerVerdict, CheckerVerdict],
    of_triple: tuple[CheckerVerdict, CheckerVerdict],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """[R3.1] of a file, or of a triple, which no checker but Z3 was asked; others are as they are."""
    fine = Checked("a.json", "", PROVED, PROVED)

    def as_they_come(calls: Sequence[Call], processes: int) -> Iterator[tuple[int, Checked | WorkerLostError]]:
        assert processes == 3
        return iter(
            [(3, WorkerLostError("late")), (2, WorkerLostError("lost")), (1, WorkerLostError("gone")), (0, fine)]
        )

    monkeypatch.setattr("freebit.verification.results_as_they_come", as_they_come)
    found = dict(Work(FILES, checkers, without_certificates=True).as_they_come(3))
    assert list(found) == [3, 2, 1, 0]
    assert found[0] is fine
    assert (found[1].name, found[1].kernel, found[1].z3) == ("b.json", *of_file)
    for each in (found[2], found[3]):
        assert (each.name, each.kernel, each.z3) == ("(no certificate)", *of_triple)
    assert (found[1].rule, found[1].place, found[1].message) == ("R3.1", "process", "gone")


def test_a_verification_is_of_the_files_here_unless_more_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []

    def results(calls: Sequence[Call], processes: int) -> list[Checked]:
        asked.append((len(calls), processes))
        return [Checked(str(number), "", PROVED, PROVED) for number in range(len(calls))]

    monkeypatch.setattr("freebit.verification.results", results)
    assert [outcome.name for outcome in verify(FILES, ["kernel", "z3"])] == ["0", "1"]
    assert len(list(verify(FILES, ["kernel", "z3"], without_certificates=True, processes=4))) == 12
    assert asked == [(2, 1), (12, 4)]
