"""The JSON Schemas of the specification as validators."""

import json
from functools import cache
from pathlib import Path

import jsonschema_rs

SCHEMAS = {
    path.name.removesuffix(".schema.json"): path
    for path in (Path(__file__).parents[1] / "spec" / "schemas").glob("*.json")
}


@cache
def validator(name: str) -> jsonschema_rs.Validator:
    """A schema may refer to another one by its file name."""
    resources = [(path.name, json.loads(path.read_text())) for path in SCHEMAS.values()]
    schema = json.loads(SCHEMAS[name].read_text())
    jsonschema_rs.meta.validate(schema)
    return jsonschema_rs.Draft202012Validator(schema, registry=jsonschema_rs.Registry(resources))
