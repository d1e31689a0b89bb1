"""The vectors themselves: what they are, and that the reference answers each of them as expected."""

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from conformance.generate.__main__ import stale

from freebit.conformance import vectors as module
from freebit.conformance.operations import OPERATIONS, answer
from freebit.conformance.operations.shared import ACCEPTED, REJECTED, Answer
from freebit.conformance.vectors import (
    MANIFEST,
    Encloses,
    Expectation,
    Vector,
    VectorError,
    applicable,
    folder_of_vectors,
    load,
    merge,
    patched,
    same,
)
from tests.kits import committed
from tests.schemas import validator

ROOT = Path(__file__).parents[2]
Kit = tuple[str, tuple[Vector, ...]]
VERSION, VECTORS = committed()
NEGATIVES = [vector for vector in VECTORS if vector.base is not None]
BY_ID = {vector.id: vector for vector in VECTORS}


def wrong_answer(vector: Vector) -> str | None:
    """What is wrong with the answer of the reference, the rule as well."""
    return vector.expect.mismatch(answer(vector.operation, vector.input), reasons=True)


@pytest.mark.parametrize("group", sorted({vector.group for vector in VECTORS}))
def test_reference_answers(group: str) -> None:
    """[R7.1], [R7.10], [R7.11]"""
    asked = [vector for vector in VECTORS if vector.group == group]
    assert {vector.id: wrong for vector in asked if (wrong := wrong_answer(vector)) is not None} == {}


def test_negatives_are_their_bases_with_one_rule_broken() -> None:
    """[R7.22]; what both answer, and that the base is otherwise kept [R7.25], is asked vector by vector."""
    for vector in NEGATIVES:
        base = BY_ID[str(vector.base)]
        assert base.operation == vector.operation, vector.id
        assert base.input != vector.input, vector.id
        assert base.expect.verdict == ACCEPTED, vector.id
        assert vector.expect.verdict != ACCEPTED, vector.id
        assert vector.expect.rule in vector.rules, vector.id


def test_most_negatives_are_isolated() -> None:
    """Those that are not cannot be read at all, or leave a later rule nothing to go on."""
    rest = [vector for vector in NEGATIVES if not vector.isolated]
    # Of a question of another form nothing but its form is asked.
    assert sum(v.group != "questions" for v in rest) < sum(v.group != "questions" for v in NEGATIVES) / 2
    for vector in rest:
        rule = str(vector.expect.rule)
        # A question other than a document has nothing else to be judged by; at epsilon = 0 no later rule has a ratio.
        document = vector.operation in ("certificate", "transcript")
        assert rule.startswith("R6.") or not document or vector.id == "absent-limit-epsilon", vector.id


def test_vectors_are_those_of_the_generator() -> None:
    assert stale() == []


def test_generator_does_not_import_the_reference_for_what_it_expects() -> None:
    folder = ROOT / "tests" / "conformance" / "generate"
    importing = {path.name for path in folder.glob("*.py") if "freebit" in path.read_text().replace("freebit-", "")}
    assert importing == set()


def test_there_are_enough_and_every_operation_is_asked() -> None:
    assert len(VECTORS) >= 300
    assert {vector.operation for vector in VECTORS} == set(OPERATIONS)
    counted = Counter(vector.operation for vector in VECTORS)
    assert min(counted.values()) >= 1


def test_no_question_is_asked_twice() -> None:
    seen = Counter(json.dumps([vector.operation, vector.input]) for vector in VECTORS)
    assert [question[:200] for question, count in seen.items() if count > 1] == []
    whys = Counter(vector.why for vector in VECTORS)
    assert all(whys)


def test_ids_are_unique() -> None:
    """[R7.21]"""
    assert len({vector.id for vector in VECTORS}) == len(VECTORS)


def test_files_obey_their_schemas() -> None:
    """[R7.20], [R7.28]"""
    folder = folder_of_vectors()
    validator("vectors-manifest").validate(json.loads((folder / MANIFEST).read_text()))
    check = validator("vectors")
    for path in sorted((folder / "vectors").glob("*.json")):
        check.validate(json.loads(path.read_text()))


def test_schema_refuses_what_is_no_vector() -> None:
    check = validator("vectors")
    good = json.loads((folder_of_vectors() / "vectors" / "game.json").read_text())
    changes: tuple[dict[str, Any], ...] = (
        {"id": "a b"},
        {"rules": []},
        {"patch": {"cut": 1}},
        {"expect": {"verdict": "reject"}},
        {"expect": {"verdict": "rejected", "rule": "R2.4"}},
        {"surprise": 1},
    )
    for change in changes:
        bad = {**good, "vectors": [{**good["vectors"][0], **change}]}
        assert list(check.iter_errors(bad)), change
    assert not list(check.iter_errors(good))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the vectors that may be spoilt."""
    return Path(shutil.copytree(folder_of_vectors(), tmp_path / "kit"))


def _spoil(folder: Path, name: str, old: str, new: str, *, sign: bool = True) -> None:
    """Change a file, and with ``sign`` the manifest so that it fits."""
    import hashlib

    path = folder / "vectors" / f"{name}.json"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    if sign:
        manifest = json.loads((folder / MANIFEST).read_text())
        manifest["files"][f"vectors/{name}.json"] = hashlib.sha256(path.read_bytes()).hexdigest()
        (folder / MANIFEST).write_text(json.dumps(manifest))


def test_changed_file_is_refused(copy: Path) -> None:
    """[R7.28]"""
    _spoil(copy, "game", '"coefficient": 0', '"coefficient": 1', sign=False)
    with pytest.raises(VectorError, match=r"game\.json: \[R7\.28\]"):
        load(copy)


def test_missing_file_is_refused(copy: Path) -> None:
    """[R7.28]"""
    (copy / "vectors" / "steps.json").unlink()
    with pytest.raises(VectorError, match=r"steps\.json"):
        load(copy)


def test_reused_id_is_refused(copy: Path) -> None:
    """[R7.21]"""
    _spoil(copy, "guess", '"id": "guess-known"', '"id": "guess-perfect"')
    with pytest.raises(VectorError, match=r"R7\.21.*guess-perfect"):
        load(copy)


def test_retired_id_is_refused(copy: Path) -> None:
    """[R7.21]"""
    manifest = json.loads((copy / MANIFEST).read_text())
    (copy / MANIFEST).write_text(json.dumps({**manifest, "retired": ["guess-known"]}))
    with pytest.raises(VectorError, match=r"R7\.21.*guess-known"):
        load(copy)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"base": "guess-biased"', '"base": "guess-nobody"'),
        ('"verdict": "rejected"', '"verdict": "maybe"'),
        ('"format": "freebit-vectors"', '"format": "vectors"'),
        ('{"merge": ', '{"mix": '),
    ],
)
def test_malformed_vector_is_refused(copy: Path, old: str, new: str) -> None:
    """[R7.20]"""
    _spoil(copy, "guess", old, new)
    with pytest.raises(VectorError, match=r"guess\.json: \[R7\.20\]"):
        load(copy)


def test_merge_patch_of_the_rfc() -> None:
    """[R7.24]; the examples of RFC 7396, appendix A."""
    for target, patch, result in (
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ):
        assert merge(target, patch) == result


def test_patches_of_texts() -> None:
    """[R7.23], [R7.24]"""
    base = {"document": {"a": 1, "b": [1, 2]}}
    text = '{"a": 1, "b": [1, 2]}'
    assert module.as_sent(base) == {"text": text}
    assert module.as_sent(base | {"blanks": {"at": 5, "count": 2}}) == {"text": text[:5] + "  " + text[5:]}
    assert module.as_sent({"text": "ab", "blanks": {"at": 2, "count": 1}}) == {"text": "ab "}
    assert patched(base, {"replace": {"old": "1", "new": "7"}}) == {"text": text.replace("1", "7", 1)}
    assert patched(base, {"cut": 5}) == {"text": text[:5]}
    assert patched(base, {"pad": 3}) == {"text": text + "   "}
    assert patched(base, {"whole": {"text": "x"}}) == {"text": "x"}
    assert patched(base, {"merge": {"document": {"a": None}}}) == {"document": {"b": [1, 2]}}
    for patch in ({}, {"cut": 1, "pad": 1}, {"replace": {"old": "9", "new": ""}}, {"delete": "a"}):
        with pytest.raises(ValueError, match=r"patch|occur"):
            patched(base, patch)


def test_values_are_compared_strictly() -> None:
    """[R7.26]"""
    assert same({"a": [1, "1"]}, {"a": [1, "1"]})
    for left, right in (
        (1, True),
        (1, 1.0),
        ("1", 1),
        ([1], [1, 1]),
        ({"a": 1}, {"a": 1, "b": 1}),
        ([2, 1], [1, 2]),
        (0, None),
    ):
        assert not same(left, right)
        assert not same({"x": left}, {"x": right})


def test_enclosures_are_decided_exactly() -> None:
    """[R7.27]"""
    from fractions import Fraction

    root = Encloses(Fraction(1, 3), 2, Fraction(1, 500))  # sqrt(2)/3 = 0.47140452...
    assert root.holds({"lower": "471/1000", "upper": "943/2000"})
    assert root.holds({"lower": "942809/2000000", "upper": "94281/200000"})
    for low, high in (
        ("47141/100000", "943/2000"),
        ("471/1000", "2357/5000"),
        ("47/100", "943/2000"),
        ("943/2000", "471/1000"),
        ("-1/2", "1/2"),
        ("0", "1/2"),
    ):
        assert not root.holds({"lower": low, "upper": high}), (low, high)
    assert not root.holds({"lower": "471/1000"})
    assert not root.holds({"lower": 0, "upper": 1})
    assert not root.holds({"lower": "471/1000", "upper": "943/2000", "middle": "1"})
    exact = Encloses(Fraction(1, 3), 1, Fraction(1, 1000))
    assert exact.holds({"lower": "1/3", "upper": "1/3"})
    assert not exact.holds({"lower": "0.333", "upper": "1/3"})


def test_rule_counts_only_where_reasons_are_declared() -> None:
    """[R7.5], [R7.26]"""
    expect = Expectation(REJECTED, None, None, "R2.8")
    assert expect.mismatch(Answer(REJECTED, rule="R2.8"), reasons=True) is None
    assert expect.mismatch(Answer(REJECTED, rule="R2.9"), reasons=False) is None
    assert expect.mismatch(Answer(REJECTED), reasons=False) is None
    assert "R2.9" in (expect.mismatch(Answer(REJECTED, rule="R2.9"), reasons=True) or "")
    assert "no rule" in (expect.mismatch(Answer(REJECTED), reasons=True) or "")
    assert "accepted" in (expect.mismatch(Answer(ACCEPTED), reasons=False) or "")


def test_applicable() -> None:
    """[R7.6]"""
    operations = frozenset({"certificate"})
    small = applicable(VECTORS, operations, frozenset())
    large = applicable(VECTORS, operations, frozenset({"large"}))
    assert {vector.operation for vector in large} == {"certificate"}
    assert {vector.id for vector in large} - {vector.id for vector in small} == {
        "certificate-r6-2-padded",
        "text-size-over",
    }
    assert applicable(VECTORS, frozenset(), frozenset({"large"})) == []


def test_answers_depend_on_the_input_alone() -> None:
    """[R7.13]"""
    for vector in VECTORS:
        if vector.operation in ("run", "sample-device", "source"):
            assert answer(vector.operation, vector.input) == answer(vector.operation, vector.input)


def test_documents_are_texts_or_bytes() -> None:
    """[R7.12]"""
    import base64

    vector = next(v for v in VECTORS if v.id == "certificate-trivial")
    text = vector.input["text"]
    encoded = base64.b64encode(text.encode()).decode()
    assert answer("certificate", {"text": text}).verdict == ACCEPTED
    assert answer("certificate", {"base64": encoded}).verdict == ACCEPTED
    for bad, rule in (({}, "R6.9"), ({"base64": "%"}, "R6.6"), ({"text": text, "base64": encoded}, "R6.10")):
        refused = answer("certificate", bad)
        assert (refused.verdict, refused.rule) == ("unreadable", rule)


def test_version_is_one_for_all_files() -> None:
    """[R7.29]"""
    folder = folder_of_vectors()
    manifest = json.loads((folder / MANIFEST).read_text())
    versions = {json.loads(path.read_text())["version"] for path in (folder / "vectors").glob("*.json")}
    assert versions == {manifest["version"]} == {VERSION}
    assert manifest["vectors"] == len(VECTORS)


def test_operations_that_need_an_extra_are_declared_only_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """[R7.3]: no crash in the place of a skip."""
    import importlib.util
    import runpy

    path = str(ROOT / "reference" / "freebit" / "conformance" / "operations" / "bounds.py")
    assert set(runpy.run_path(path)["OPERATIONS"]) == {"guess", "cell-rate", "family-rate", "kappa", "bound"}
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda wanted: None if wanted == "flint" else found(wanted))
    assert set(runpy.run_path(path)["OPERATIONS"]) == {"guess", "cell-rate", "family-rate"}
