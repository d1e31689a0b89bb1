"""Conformance vectors: what is asked, and what must be answered [R7.20]-[R7.29].

A vector asks one operation one question [R7.22].  A negative vector is a *base*, another vector that is accepted,
and a single *patch* that breaks one rule.  Ids and expectations never leave this side of the protocol.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from freebit.conformance import messages
from freebit.conformance.operations.shared import ACCEPTED, VERDICTS, Answer
from freebit.errors import FreebitError, InvalidError
from freebit.files import data_folder
from freebit.wire.rational import parse_rational

VECTORS_FORMAT = "freebit-vectors"
MANIFEST_FORMAT = "freebit-vectors-manifest"
MANIFEST = "manifest.json"
MAX_VECTORS_BYTES = 2**26

Input = dict[str, Any]


class VectorError(FreebitError, ValueError):
    """A file of vectors that cannot be used; names file, vector and rule."""


@dataclass(frozen=True)
class Encloses:
    """The exact number ``factor`` times the square root of ``sqrt``, to be enclosed within ``width`` [R7.27]."""

    factor: Fraction
    sqrt: int
    width: Fraction

    def holds(self, value: Mapping[str, Any]) -> bool:
        """Whether [lower, upper] contains the number, exactly decided, and is narrow enough."""
        try:
            low, high = parse_rational(value["lower"]), parse_rational(value["upper"])
        except (KeyError, TypeError, ValueError):
            return False
        if set(value) != {"lower", "upper"} or not 0 < low <= high:
            return False
        square = self.factor**2 * self.sqrt
        return low**2 <= square <= high**2 and high - low <= self.width * low


@dataclass(frozen=True)
class Expectation:
    """The verdict, and the value or the rule that go with it [R7.26]."""

    verdict: str
    value: Mapping[str, Any] | None
    enclosure: Encloses | None
    rule: str | None

    def mismatch(self, answer: Answer, *, reasons: bool) -> str | None:
        """Why the answer is wrong; None if it is right.  The rule counts only if ``reasons`` were declared."""
        if answer.verdict != self.verdict:
            blamed = f" ({answer.rule})" if answer.rule else ""
            return f"{answer.verdict}{blamed}, not {self.verdict}"
        if self.enclosure is not None and not self.enclosure.holds(answer.value or {}):
            return f"{_shown(answer.value)} does not enclose the exact value within {self.enclosure.width}"
        if self.value is not None and not same(answer.value, self.value):
            return f"{_shown(answer.value)}, not {_shown(self.value)}"
        if reasons and self.rule is not None and answer.rule != self.rule:
            return f"{self.verdict} by {answer.rule or 'no rule'}, not by {self.rule}"
        return None


def same(left: object, right: object) -> bool:
    """Whether two values of the wire are the same; true is not 1 and 1.0 is not 1."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


def _shown(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 160 else text[:157] + "..."


@dataclass(frozen=True)
class Vector:
    """One question with its answer; ``input`` is complete, whatever base and patch it was made of."""

    id: str
    group: str
    rules: tuple[str, ...]
    operation: str
    input: Input
    expect: Expectation
    features: frozenset[str]
    why: str
    base: str | None
    #: For a negative: whether it is accepted if its rule alone is left out [R7.25].
    isolated: bool


def folder_of_vectors() -> Path:
    """The committed vectors; raises ``VectorError`` if they are not installed."""
    try:
        return data_folder("conformance")
    except FileNotFoundError as error:
        raise VectorError(str(error)) from error


def load(folder: Path) -> tuple[str, tuple[Vector, ...]]:
    """The version [R7.29] and the vectors of a folder, checked against its manifest [R7.28].

    Raises ``VectorError`` for a file that is missing, changed or malformed.
    """
    manifest = _json(folder / MANIFEST)
    if not isinstance(manifest, dict) or manifest.get("format") != MANIFEST_FORMAT:
        raise VectorError(f"{folder / MANIFEST}: [R7.28] not a manifest of vectors")
    documents: list[tuple[str, dict[str, Any]]] = []
    for name, digest in manifest["files"].items():
        path = folder / name
        data = _bytes(path)
        if hashlib.sha256(data).hexdigest() != digest:
            raise VectorError(f"{path}: [R7.28] its SHA-256 is not that of the manifest")
        documents.append((str(path), _object(json.loads(data), str(path))))
    raw = {entry["id"]: entry for _, document in documents for entry in document["vectors"]}
    vectors = [vector for path, document in documents for vector in _vectors(document, raw, path)]
    counts = Counter(vector.id for vector in vectors)
    reused = [name for name, count in counts.items() if count > 1 or name in manifest["retired"]]
    if reused:
        raise VectorError(f"{folder}: [R7.21] the id {reused[0]} is reused")
    return str(manifest["version"]), tuple(vectors)


def _vectors(document: Mapping[str, Any], raw: Mapping[str, Any], path: str) -> Iterator[Vector]:
    if document.get("format") != VECTORS_FORMAT:
        raise VectorError(f"{path}: [R7.20] the format is not {VECTORS_FORMAT}")
    for entry in document["vectors"]:
        try:
            yield _vector(entry, str(document["group"]), raw)
        except (KeyError, TypeError, ValueError) as error:
            raise VectorError(f"{path}: [R7.20] vector {entry.get('id')}: {error!r}") from error


def _vector(entry: Mapping[str, Any], group: str, raw: Mapping[str, Any]) -> Vector:
    base = entry.get("base")
    given: Input = entry["input"] if base is None else patched(raw[base]["input"], entry["patch"])
    expect = entry["expect"]
    if expect["verdict"] not in VERDICTS:
        raise InvalidError(f"the verdict {expect['verdict']!r} is not one of {VERDICTS}")
    features = frozenset(entry.get("features", ()))
    if not features <= {messages.LARGE}:
        raise InvalidError(f"the features {sorted(features)} are not all known")
    exact = expect.get("encloses")
    return Vector(
        id=entry["id"],
        group=group,
        rules=tuple(entry["rules"]),
        operation=entry["op"],
        input=as_sent(given),
        expect=Expectation(
            expect["verdict"],
            expect.get("value"),
            exact and Encloses(parse_rational(exact["factor"]), exact["sqrt"], parse_rational(exact["width"])),
            expect.get("rule"),
        ),
        features=features,
        why=entry["why"],
        base=base,
        isolated=expect["verdict"] != ACCEPTED and entry.get("isolated", True),
    )


def as_text(document: object) -> str:
    """A document as it is sent: JSON in ASCII, keys in order, a blank after each comma and colon [R7.23]."""
    return json.dumps(document)


def as_sent(given: Input) -> Input:
    """The input of a question: a member ``document`` is sent as its ``text``, ``blanks`` are put in [R7.23]."""
    if "document" not in given and "blanks" not in given:
        return given
    text = as_text(given["document"]) if "document" in given else given["text"]
    at, count = (given["blanks"][key] for key in ("at", "count")) if "blanks" in given else (0, 0)
    return {"text": text[:at] + " " * count + text[at:]}


def patched(given: Input, patch: Mapping[str, Any]) -> Input:
    """The input of a base with its one patch [R7.24]."""
    if len(patch) != 1:
        raise InvalidError(f"one patch is wanted, not {sorted(patch)}")
    kind, change = next(iter(patch.items()))
    if kind == "merge":
        merged = merge(given, change)
        return dict(merged) if isinstance(merged, Mapping) else {}
    if kind == "whole":
        return dict(change)
    text = as_sent(given)["text"]
    if kind == "replace":
        if text.count(change["old"]) == 0:
            raise InvalidError(f"{change['old']!r} does not occur in the base")
        return {"text": text.replace(change["old"], change["new"], 1)}
    if kind == "cut":
        return {"text": text[:change]}
    if kind == "pad":
        return {"text": text + " " * change}
    raise InvalidError(f"there is no patch {kind!r}")


def merge(target: object, patch: object) -> object:
    """JSON Merge Patch, RFC 7396: objects are merged, null deletes, anything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    result = dict(target) if isinstance(target, Mapping) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merge(result.get(key), value)
    return result


def applicable(vectors: Sequence[Vector], operations: frozenset[str], features: frozenset[str]) -> list[Vector]:
    """The vectors whose operation and features an implementation declares [R7.6]."""
    return [v for v in vectors if v.operation in operations and v.features <= features]


def of_operations(vectors: Sequence[Vector], operations: Collection[str]) -> list[Vector]:
    """The vectors of these operations, of all if none is named; raises ``InvalidError`` for one that has none."""
    known = {vector.operation for vector in vectors}
    for name in operations:
        if name not in known:
            raise InvalidError(f"there are no vectors of an operation {name!r}")
    return [vector for vector in vectors if not operations or vector.operation in operations]


def _bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise VectorError(f"{path}: {error.strerror or error}") from error
    if len(data) > MAX_VECTORS_BYTES:
        raise VectorError(f"{path}: longer than {MAX_VECTORS_BYTES} bytes")
    return data


def _json(path: Path) -> object:
    try:
        return json.loads(_bytes(path))
    except ValueError as error:
        raise VectorError(f"{path}: {error}") from error


def _object(document: object, path: str) -> dict[str, Any]:
    if not isinstance(document, dict):
        raise VectorError(f"{path}: [R7.20] not an object")
    return document
