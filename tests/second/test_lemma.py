"""The Lemma for SMT solvers: the committed files, a second solver, and broken questions [R3.6], [R3.7]."""

import subprocess
import sys
from pathlib import Path

import pytest

from freebit.boxes.game import MerminGame
from freebit.boxes.symmetry import Relabelling
from freebit.commands.export import lemma_files
from freebit.export.smtlib import script_files, smtlib_files
from freebit.second.lemma import NotASymmetryError, check_symmetry, full_script, reduced_script
from freebit.second.model import NotDecidedError
from freebit.second.script import Case, Context, Query, Script
from freebit.second.solver import ask

YICES = Path(sys.executable).with_name("yices-smt2")


def yices(text: str, tmp_path: Path) -> str:
    """The answer of Yices, which shares no code with Z3."""
    path = tmp_path / "query.smt2"
    path.write_text(text)
    return subprocess.run([YICES, path], capture_output=True, text=True, timeout=120, check=True).stdout.strip()


def test_the_committed_files_are_the_generated_ones(certificates: Path) -> None:
    folder = certificates.parent / "spec/smt"
    texts = dict(lemma_files("10000", (0, 1, 2)))
    parts = smtlib_files((certificates / "frontier/vertex-1.json").read_bytes())
    texts |= {f"frontier-vertex-1-{part}.smt2": text for part, text in parts.items()}
    assert {file.name: file.read_text() for file in folder.iterdir()} == texts


@pytest.mark.parametrize("name", ["reduced", "full-above"])
def test_yices_refutes_the_negation_of_the_lemma(certificates: Path, tmp_path: Path, name: str) -> None:
    text = (certificates.parent / f"spec/smt/lemma-10000-123-{name}.smt2").read_text()
    assert yices(text, tmp_path) == "unsat"


@pytest.mark.parametrize("script", [reduced_script, full_script])
def test_a_stronger_lemma_is_not_refuted(script: object, tmp_path: Path) -> None:
    """With 3/4 replaced by 74/100 the negation has solutions, and Yices finds one."""
    text = script_files((reduced_script if script is reduced_script else full_script)("01011", (1, 3, 4)))
    question = next(iter(text.values()))
    weaker = question.replace("(/ 3.0 4.0)", "(/ 74.0 100.0)").replace("(/ 96.0 4.0)", "(/ 2368.0 100.0)")
    assert weaker != question
    assert yices(weaker, tmp_path) == "sat"


@pytest.mark.parametrize("name", ["frontier/vertex-2", "attainment/party-3-answers-1", "lemma/sparse-10000-123"])
def test_yices_accepts_certificates(certificates: Path, tmp_path: Path, name: str) -> None:
    parts = smtlib_files((certificates / f"{name}.json").read_bytes())
    assert parts
    assert {yices(text, tmp_path) for text in parts.values()} == {"unsat"}


def test_yices_rejects_a_false_certificate(certificates: Path, tmp_path: Path) -> None:
    data = (certificates / "frontier/vertex-2.json").read_bytes().replace(b'"alpha": "2/3"', b'"alpha": "665/999"')
    assert {yices(text, tmp_path) for text in smtlib_files(data).values()} == {"sat"}


def test_yices_rejects_a_signalling_box(certificates: Path, tmp_path: Path) -> None:
    data = (certificates / "attainment/party-3-answers-1.json").read_bytes()
    broken = data.replace(b'"00101|00000": "1/8"', b'"01101|00000": "1/8"', 1)
    assert broken != data
    assert {yices(text, tmp_path) for text in smtlib_files(broken).values()} == {"sat"}


def test_an_unexpected_answer_is_reported() -> None:
    """The objection names the case that was not refuted, and its place."""
    places = (("here", "(> x 2.0)"), ("there", "(> x 1.0)"), ("yonder", "(> x 1.0)"))
    cases = (Case("R3.15", "x is below 0", (("x", "(< x 0.0)"),)), Case("R3.16", "x is large", places))
    script = Script("a wrong claim", Context(("x",), (), ("(> x 0.0)", "(< x 2.0)")), (Query(cases),))
    questions, objection = ask(script)
    assert questions == 0
    assert objection is not None
    assert (objection.rule, objection.place, objection.message) == ("R3.16", "there", "x is large (Z3)")


def test_contradictory_laws_are_not_a_proof() -> None:
    """A context that nothing satisfies would refute anything."""
    refuted = Query((Case("R3.6", "anything", (("x", "(> x 1.0)"),)),))
    context = Context(("x",), (), ("(> x 0.0)", "(< x 0.0)"))
    with pytest.raises(NotDecidedError, match="nothing that satisfies the laws"):
        ask(Script("nonsense", context, (refuted,)))


def test_what_must_be_possible_is_asked() -> None:
    found = Query((Case("R3.6", "x cannot be 3", (("x", "false"),)),), given=("(= x 3.0)",), possible=True)
    assert ask(Script("something", Context(("x",), (), ("(> x 0.0)",)), (found,))) == (1, None)
    _, objection = ask(Script("nothing", Context(("x",), (), ("(> x 3.0)",)), (found,)))
    assert objection is not None
    assert (objection.place, objection.message) == ("x", "x cannot be 3 (Z3)")


def test_what_is_not_a_symmetry_is_refused() -> None:
    game = MerminGame()
    identity = list(range(1024))
    check_symmetry(identity, game, "10000", (1, 2, 3))
    with pytest.raises(NotASymmetryError, match="not one-to-one"):
        check_symmetry([0, 0, *range(2, 1024)], game, "10000", (1, 2, 3))
    flip_one = Relabelling((0, 1, 2, 3, 4), (0,) * 5, (1, 0, 0, 0, 0), (0,) * 5)
    with pytest.raises(NotASymmetryError, match="does not keep the game"):
        check_symmetry(flip_one.entry_map(), game, "10000", (1, 2, 3))
    flip_vote = Relabelling((0, 1, 2, 3, 4), (0,) * 5, (1, 1, 0, 0, 0), (0,) * 5)
    with pytest.raises(NotASymmetryError, match="or the majority"):
        check_symmetry(flip_vote.entry_map(), game, "10000", (1, 2, 3))


def test_a_map_that_is_not_local_is_refused() -> None:
    """Exchanging two unasked entries alike in every other respect keeps the game, but not non-signalling."""
    swapped = list(range(1024))
    swapped[0], swapped[1] = 1, 0
    with pytest.raises(NotASymmetryError, match="does not keep non-signalling"):
        check_symmetry(swapped, MerminGame(), "10000", (1, 2, 3))
