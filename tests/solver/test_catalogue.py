"""The committed certificates are what the Lemma needs, and those of tested cells are found again [R6.20], [R6.21].

That ``freebit solve all`` finds every file again, byte for byte, and no other, is asked of that command.
"""

import hashlib
import json
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from freebit.boxes.game import MerminGame
from freebit.files import write_whole
from freebit.kernel.check import check
from freebit.kernel.kinds.attainment import Attained
from freebit.kernel.kinds.family import Bound
from freebit.solver.cells import CellProgram
from freebit.solver.documents import cells_document, document_bytes
from freebit.solver.tested import SERIES

CERTIFICATES = Path(__file__).parents[2] / "certificates"


def test_certificates_for_three_parties_are_found_again() -> None:
    """[R5.77], [R5.78] those of more parties are in what ``freebit solve all`` writes."""
    series = next(series for series in SERIES if series.name == "three-majority-local")
    files = dict(series.certificates())
    assert list(files) == [*series.paths()]
    for path, data in files.items():
        assert (CERTIFICATES / path).read_bytes() == data, path


def test_a_certificate_for_small_epsilon_is_found_again() -> None:
    """[R5.77] with coefficients from 1 to 99^3, which floating point alone does not order."""
    (series,) = (series for series in SERIES if series.name == "four-majority-derived-1")
    family = CellProgram(series.kind).least(Fraction(1, 100), everywhere=True).family.pure()
    document = json.loads((CERTIFICATES / "tested" / series.name / "below-1-100.json").read_bytes())
    assert json.loads(document_bytes(cells_document(family, document["provenance"]))) == document


def test_index_names_the_files_and_their_digests() -> None:
    index = json.loads((CERTIFICATES / "index.json").read_text())
    for path, entry in index["files"].items():
        data = (CERTIFICATES / path).read_bytes()
        assert entry["sha256"] == hashlib.sha256(data).hexdigest()
        assert entry["kind"] == json.loads(data)["kind"]


def test_certificates_cover_the_lemma() -> None:
    """Eq (6) for 16 inputs and 10 triples: the bound, and boxes that attain it for both values."""
    game = MerminGame()
    wanted = {(triple, x) for triple in combinations(range(5), 3) for x in game.inputs}
    files = json.loads((CERTIFICATES / "index.json").read_text())["files"]
    facts = [fact for path in files for fact in check((CERTIFICATES / path).read_bytes()).facts]
    bounds = {
        (fact.triple, fact.y)
        for fact in facts
        if isinstance(fact, Bound) and (fact.game, fact.alpha) == (game, Fraction(1, 2))
    }
    assert bounds == wanted
    for value in (0, 1):
        attained = {
            (fact.triple, fact.x0)
            for fact in facts
            if isinstance(fact, Attained) and (fact.game, fact.value, fact.probability) == (game, value, Fraction(3, 4))
        }
        assert attained == wanted


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "a.json"
    write_whole(path, b"first", folders=True)
    assert path.read_bytes() == b"first"
    assert path.stat().st_mode & 0o777 == 0o644

    def refuse(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("os.replace", refuse)
    with pytest.raises(OSError, match="the disk is full"):
        write_whole(path, b"second")
    assert path.read_bytes() == b"first"
    assert [file.name for file in path.parent.iterdir()] == ["a.json"]
