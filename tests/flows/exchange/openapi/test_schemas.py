"""Schemas come together from their parts, however deep and however round."""

from typing import Any

import pytest

from flows.exchange.openapi.refs import Refs, Unresolved
from flows.exchange.openapi.schemas import MISSING, alternatives, read_schema, schema_or_none


def kind(schema: Any) -> str:
    return read_schema(Refs({}), schema).kind


@pytest.mark.parametrize(
    ("schema", "wanted"),
    [
        ({"type": "string"}, "string"),
        ({"type": ["null", "integer"]}, "integer"),
        ({"type": ["string", "integer"]}, "string"),
        ({"type": "file"}, ""),
        ({"type": {"a": 1}}, ""),
        ({"type": [[], None]}, ""),
        ({"properties": {"a": {}}}, "object"),
        ({"additionalProperties": {"type": "string"}}, "object"),
        ({"items": {}}, "array"),
        ({"enum": [None, 1]}, "integer"),
        ({"const": True}, "boolean"),
        ({"enum": [1.5]}, "number"),
        ({"enum": ["a"]}, "string"),
        ({"format": "uuid"}, "string"),
        ({"anyOf": [{"type": "null"}, {"type": "number"}]}, "number"),
        ({"oneOf": [{"type": "string"}, {"type": "number"}]}, "string"),
        ({"allOf": [{"description": "x"}, {"type": "integer"}]}, "integer"),
        ({}, ""),
        (True, ""),
        (None, ""),
    ],
)
def test_kinds(schema: Any, wanted: str) -> None:
    assert kind(schema) == wanted


def test_parts_are_put_together_and_what_stands_outside_goes_before() -> None:
    made = read_schema(
        Refs({"a": {"properties": {"x": {"type": "string"}, "y": {}}, "required": ["x"], "description": "inner"}}),
        {
            "allOf": [{"$ref": "#/a"}, {"required": ["y", 5]}],
            "properties": {"x": {"type": "integer"}},
            "description": "own",
        },
    )
    assert dict(made.properties()) == {"x": {"type": "integer"}, "y": {}}
    assert made.required == {"x", "y"}
    assert made.raw["description"] == "own"


def test_circles_of_parts_end() -> None:
    refs = Refs({"a": {"allOf": [{"$ref": "#/a"}, {"properties": {"x": {}}}]}})
    assert [name for name, _ in read_schema(refs, {"$ref": "#/a"}).properties()] == ["x"]


def test_bombs_of_parts_are_too_large() -> None:
    refs = Refs({"a": {"allOf": [{"$ref": "#/a"}] * 20}})
    with pytest.raises(Unresolved, match="larger than a tool can be"):
        read_schema(refs, {"$ref": "#/a"})
    assert schema_or_none(refs, {"$ref": "#/a"}) is None


@pytest.mark.parametrize(
    ("schema", "only", "default"),
    [
        ({"type": "string", "const": "a", "default": "b"}, "a", "b"),
        ({"type": "string", "enum": ["a", None]}, "a", MISSING),
        ({"type": "string", "enum": ["a", "b"], "default": "b"}, MISSING, "b"),
        ({"type": "string", "enum": ["a", "b"]}, MISSING, MISSING),
        ({"type": "string", "default": None}, MISSING, MISSING),
        ({"type": "string", "default": 5}, MISSING, MISSING),
        ({"type": "integer", "default": True}, MISSING, MISSING),
        ({"type": "integer", "default": 2}, MISSING, 2),
        ({"type": "number", "default": 2}, MISSING, 2),
        ({"type": "boolean", "default": False}, MISSING, False),
        ({"type": "array", "default": []}, MISSING, MISSING),
        ({"type": "object", "const": {}}, MISSING, MISSING),
        ({"default": "x"}, MISSING, "x"),
    ],
)
def test_the_value_that_is_meant(schema: Any, only: Any, default: Any) -> None:
    made = read_schema(Refs({}), schema)
    assert (made.only_value(), made.default()) == (only, default)


def test_alternatives() -> None:
    assert alternatives({"oneOf": [{}, {}, {"type": "null"}]}) == 2
    assert alternatives({"anyOf": "x"}) == 0
