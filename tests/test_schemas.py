"""The JSON Schemas beside the specification, against the documents that freebit writes."""

import copy
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner
from referencing import Registry, Resource

from freebit.cli import main
from freebit.theorem.table import THEOREMS, protocols

ROOT = Path(__file__).parents[1]
SCHEMAS = {path.name.removesuffix(".schema.json"): path for path in (ROOT / "spec" / "schemas").glob("*.json")}
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


def validator(name: str) -> jsonschema.Draft202012Validator:
    """A schema may refer to another one by its file name."""
    resources = [(path.name, Resource.from_contents(json.loads(path.read_text()))) for path in SCHEMAS.values()]
    schema = json.loads(SCHEMAS[name].read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema, registry=Registry().with_resources(resources))


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
    assert schema["fields"]["properties"]["selection"]["enum"] == list(protocols())


@pytest.mark.parametrize("path", sorted((ROOT / "certificates").rglob("*.json")), ids=lambda path: path.stem)
def test_certificates(path: Path) -> None:
    """[R6.20], [R6.21]"""
    validator("certificate-index" if path.name == "index.json" else "certificate").validate(
        json.loads(path.read_text())
    )


def test_every_format_has_a_schema() -> None:
    """Whatever calls itself "freebit-..." in the reference has a schema that names it."""
    import re

    named = set()
    for path in (ROOT / "reference").rglob("*.py"):
        named |= set(re.findall(r'"(freebit-[a-z-]+)"', path.read_text()))
    texts = [path.read_text() for path in SCHEMAS.values()]
    assert {name for name in named if not any(f'"{name}"' in text for text in texts)} == set()
