"""The JSON Schemas beside the specification, against the documents that freebit writes."""

import base64
import copy
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner

from freebit.cli import main
from freebit.conformance.operations.shared import ACCEPTED
from freebit.conformance.vectors import Vector
from freebit.theorem.table import THEOREMS, protocols
from tests.kits import committed
from tests.schemas import SCHEMAS, validator

ROOT = Path(__file__).parents[1]
LEMMA = str(ROOT / "certificates" / "lemma" / "majority-123.json")
NULL = str(ROOT / "tests" / "wrong" / "null.py")

COMMANDS: dict[str, list[str]] = {
    "bound": ["bound", "--epsilon", "9/20", "--nd", "20", "--log2-nb", "5", "--theorem", "column", "--json"],
    "plan": ["plan", "--epsilon", "9/20", "--delta", "2^-10", "--theorem", "column", "--json"],
    "attack": ["attack", "--nd", "2", "--log2-nb", "1", "--json"],
    "functions": ["functions", "--nd", "2", "--json"],
    "verification": ["verify", LEMMA, "--checker", "kernel", "--json"],
    "claims": ["claims", "--only", "eq-2", "--json"],
    "rules": ["rules", "--json"],
    "report": ["conform", "--json", "--", sys.executable, NULL, "always-accept", "strings"],
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name: str) -> None:
    validator(name)
    assert json.loads(SCHEMAS[name].read_text())["title"]


@pytest.mark.parametrize("name", COMMANDS)
def test_documents_of_commands(name: str) -> None:
    """[R6.63], [R6.64], [R6.65], [R7.15]: what a command writes obeys its schema, and not with one key changed."""
    result = CliRunner().invoke(main, COMMANDS[name])
    document = json.loads(result.stdout)
    check = validator(name)
    check.validate(document)
    for spoilt in _spoilt(document):
        assert list(check.iter_errors(spoilt)), spoilt


def _spoilt(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The document without each of its keys in turn, with one more, and of another format."""
    for key in document:
        if key not in ("quintuplets", "noise", "pass_probability"):
            less = copy.deepcopy(document)
            del less[key]
            yield less
    yield {**document, "surprise": 1}
    yield {**document, "format": "freebit"}


def test_the_schema_of_bounds_names_the_theorems_of_the_table() -> None:
    """[R6.63]"""
    schema = json.loads(SCHEMAS["bound"].read_text())["$defs"]
    assert schema["theorem"]["enum"] == list(THEOREMS)
    named = schema["fields"]["properties"]
    assert named["selection"]["enum"] + named["protocol"]["enum"] == list(protocols())


@pytest.mark.parametrize("path", sorted((ROOT / "certificates").rglob("*.json")), ids=lambda path: path.stem)
def test_certificates(path: Path) -> None:
    """[R6.20], [R6.21]"""
    validator("certificate-index" if path.name == "index.json" else "certificate").validate(
        json.loads(path.read_text())
    )


def test_an_index_with_a_kind_that_is_none_is_refused() -> None:
    """[R6.8], [R6.21] its kinds are those of the schema of certificates."""
    index = json.loads((ROOT / "certificates" / "index.json").read_text())
    check = validator("certificate-index")
    check.validate(index)
    entry = next(iter(index["files"].values()))
    for kind in ("families", "", 1):
        entry["kind"] = kind
        (error,) = check.iter_errors(index)
        assert error.instance_path[-1] == "kind"


#: Rules whose breaches in vectors the schema of certificates refuses, all of them.
REFUSED = (
    *(
        "R2.17",
        "R3.10",
        "R3.12",
        "R3.13",
        "R3.14",
        "R3.20",
        "R3.22",
        "R3.30",
        "R3.44",
        "R3.80",
        "R3.93",
        "R3.94",
        "R3.120",
    ),
    *(
        "R6.7",
        "R6.8",
        "R6.9",
        "R6.10",
        "R6.11",
        "R6.12",
        "R6.14",
        "R6.15",
        "R6.16",
        "R6.18",
        "R6.19",
        "R6.26",
        "R6.28",
        "R6.29",
    ),
    *("R6.95", "R6.96"),
)
#: Rules of which JSON Schema cannot speak: an application that relies on the schema alone takes what breaks them.
BEYOND = ("R6.4", "R6.5", "R6.17", "R3.15", "R3.16", "R3.17", "R3.42")


def _unicode(document: object) -> object:
    """The document; raises ``ValueError`` if a text in it is none, for such a one no schema can be asked about."""
    json.dumps(document, ensure_ascii=False).encode()
    return document


def _documents() -> Iterator[tuple[Vector, object]]:
    """The vectors of certificates that are JSON at all."""
    for vector in committed()[1]:
        text = vector.input.get("text")
        if vector.operation == "certificate" and isinstance(text, str) and not vector.features:
            with suppress(ValueError):
                yield vector, _unicode(json.loads(text))


def test_the_schema_of_certificates_beside_the_rules() -> None:
    """[R3.1]: what is accepted obeys the schema; breaches of these rules never do, and of those always."""
    check = validator("certificate")
    obeying: dict[str, set[bool]] = {}
    for vector, document in _documents():
        rule = str(vector.expect.rule)
        if vector.expect.verdict == ACCEPTED:
            assert check.is_valid(document), vector.id
        elif rule in REFUSED or (rule in BEYOND and True not in obeying.get(rule, ())):
            obeying.setdefault(rule, set()).add(check.is_valid(document))
    assert {rule: obeying[rule] for rule in REFUSED} == {rule: {False} for rule in REFUSED}
    assert {rule: True in obeying[rule] for rule in BEYOND} == dict.fromkeys(BEYOND, True)


#: Rules that vectors break in headers alone, and whose breaches the schema of headers refuses.
REFUSED_HEADERS = ("R6.9", "R6.11", "R6.12", "R6.15", "R6.16", "R6.31", "R6.32", "R6.55")


def _first_and_last_lines() -> Iterator[tuple[Vector, object, object]]:
    """Of the transcripts of vectors, where they are JSON: headers, and trailers if both are there."""
    for vector in committed()[1]:
        text, encoded = vector.input.get("text"), vector.input.get("base64")
        if vector.operation == "transcript" and not vector.features:
            with suppress(ValueError):
                data = text.encode() if isinstance(text, str) else base64.b64decode(str(encoded))
                header = _unicode(json.loads(data.split(b"\n")[0]))
                trailer = None
                # A body of planes has no line feed at its end.
                with suppress(ValueError):
                    trailer = _unicode(json.loads(data[data.rfind(b"{") :]))
                yield vector, header, trailer


def test_the_schemas_of_transcripts_beside_the_rules() -> None:
    """[R6.31]-[R6.34], [R6.55]: the header of what is read obeys the schema; breaches of these rules never do.

    Unless it is the trailer that is at fault, which then breaks its own schema.
    """
    header_check, trailer_check = validator("transcript-header"), validator("transcript-trailer")
    obeying: dict[str, set[str]] = {}
    trailers = 0
    for vector, header, trailer in _first_and_last_lines():
        obeys = header_check.is_valid(header)
        if vector.expect.verdict == ACCEPTED:
            assert obeys, vector.id
            assert trailer_check.is_valid(trailer), vector.id
        elif obeys and isinstance(trailer, dict) and not trailer_check.is_valid(trailer):
            trailers += 1
        elif obeys:
            obeying.setdefault(str(vector.expect.rule), set()).add(vector.id)
    # Whether a trailer needs l depends on the protocol of its header, of which its schema knows nothing.
    assert {name for rule in REFUSED_HEADERS for name in obeying.get(rule, ())} == {"absent-trailer-l"}
    assert trailers > 10


@pytest.mark.parametrize("name", [name for name in SCHEMAS if '"rational"' in SCHEMAS[name].read_text()])
def test_rationals_of_schemas(name: str) -> None:
    """[R6.11], [R6.12]: canonical, but for common factors other than 2 and 5, and without an end of line."""
    check = jsonschema_rs.Draft202012Validator(json.loads(SCHEMAS[name].read_text())["$defs"]["rational"])
    for good in ("0", "1", "-1", "10", "1/2", "-7/10", "22/7", "3/10", "5/12", "9" * 512):
        assert check.is_valid(good), good
    for bad in ("3/1", "0/1", "-0", "+1", "01", "1/02", "2/4", "-10/16", "15/25", "10/15", "1/2\n", "1\n", " 1", "1/0"):
        assert not check.is_valid(bad), bad
    assert not check.is_valid(1)
    assert check.is_valid("9" * 513) == (name in ("bound", "vectors"))
    assert check.is_valid("3/9"), "what a schema cannot say"


def test_no_pattern_takes_an_end_of_line() -> None:
    """In some languages "$" also matches before a last line feed: each pattern that ends so forbids it beside it."""

    def check(node: object, name: str) -> None:
        if isinstance(node, dict):
            pattern = node.get("pattern")
            if isinstance(pattern, str) and pattern.startswith("^") and pattern.endswith("$"):
                assert node["not"]["pattern"].startswith("\\s"), (name, pattern)
            for child in node.values():
                check(child, name)
        if isinstance(node, list):
            for child in node:
                check(child, name)

    for name, path in SCHEMAS.items():
        check(json.loads(path.read_text()), name)


def test_every_format_has_a_schema() -> None:
    """Whatever calls itself "freebit-..." in the reference has a schema that names it."""
    import re

    named = set()
    for path in (ROOT / "reference").rglob("*.py"):
        named |= set(re.findall(r'"(freebit-[a-z-]+)"', path.read_text()))
    texts = [path.read_text() for path in SCHEMAS.values()]
    assert {name for name in named if not any(f'"{name}"' in text for text in texts)} == set()
