"""Stubs: the examples of a document where they fit, else values of the right types; always the same and harmless."""

import json
from typing import Any

import pytest

from flows.checks.kinds import holds
from tests.flows.exchange.openapi.documents import answering, only_tool

TEXT = {"type": "string"}


def stub(schema: Any, **media: Any) -> Any:
    return only_tool(answering(schema, **media))["stub"]


def field(schema: Any, **media: Any) -> Any:
    return stub({"properties": {"accountName": schema, "b": TEXT}}, **media)["accountName"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (TEXT, "account name"),
        ({**TEXT, "example": "Rex"}, "Rex"),
        ({**TEXT, "examples": ["Rex", "Tom"]}, "Rex"),
        ({**TEXT, "default": "Rex"}, "Rex"),
        ({**TEXT, "enum": ["Rex", "Tom"]}, "Rex"),
        ({**TEXT, "example": 5}, "account name"),
        ({**TEXT, "format": "date"}, "2026-03-01"),
        ({**TEXT, "format": "date", "example": "yesterday"}, "2026-03-01"),
        ({**TEXT, "format": "date-time", "example": "2017-07-21T17:32:28Z"}, "2017-07-21T17:32:28Z"),
        ({**TEXT, "format": "uuid"}, "3fa85f64-5717-4562-b3fc-2c963f66afa6"),
        ({**TEXT, "format": "email"}, "maria@example.org"),
        ({"type": "integer"}, 3),
        ({"type": "integer", "minimum": 18}, 18),
        ({"type": "integer", "maximum": 1}, 1),
        ({"type": "number", "example": 1250.5}, 1250.5),
        ({"type": "number", "example": float("inf")}, 12.5),
        ({"type": "number", "minimum": "x"}, 12.5),
        ({"type": "boolean"}, True),
        ({"type": "array", "items": {"type": "integer"}}, [3]),
        ({"type": "array"}, []),
        ({"type": "object", "properties": {"a": TEXT, "b": {"type": "object"}}}, {"a": "a", "b": {}}),
        ({"type": "object", "example": {"a": [1, {"b": None}, None]}}, {"a": [1, {}]}),
    ],
)
def test_values(schema: Any, value: Any) -> None:
    assert field(schema) == value


def test_examples_of_a_whole_answer() -> None:
    schema = {"properties": {"a": TEXT, "b": {"type": "integer"}, "c": TEXT}}
    assert stub(schema, example={"a": "x", "b": "no number"}) == {"a": "x", "b": 3, "c": "c"}
    assert stub(schema, examples={"one": {"value": {"a": "y"}}, "two": {}})["a"] == "y"
    assert stub(schema, examples={"one": {"$ref": "#/none"}})["a"] == "a"
    assert stub({**schema, "example": {"b": 9}})["b"] == 9
    assert stub({"properties": {"data": schema | {"type": "object"}}}, example={"data": {"c": "z"}})["c"] == "z"
    assert stub({"type": "array", "items": TEXT}, example=["a", "b", "c", "d"]) == {"items": ["a", "b", "c"]}


@pytest.mark.parametrize(
    "example",
    ["{{ env.bank_token }}", "{% if x %}", "ghp_abcdefghij1234567890ABCD", "a\r\nb\u202e", "x" * 10_000, "\ud800"],
)
def test_examples_are_harmless(example: str) -> None:
    made = json.dumps([field({**TEXT, "example": example}), stub({"properties": {}}, example={example: example})])
    assert not any(sign in made for sign in ("{{ ", "{%", "ghp_", "\\r", "\\u202e", "\\ud800"))
    assert len(made) < 400


def test_a_free_map_is_as_its_example() -> None:
    assert stub({"type": "object"}, example={"a": {"b": 1}}) == {"a": {"b": 1}}
    assert stub({"type": "object"}) == {}


def test_stubs_are_small_and_end() -> None:
    node = {"properties": {f"n{at}": {"$ref": "#/components/schemas/node"} for at in range(30)}}
    made = answering({"$ref": "#/components/schemas/node"})
    made["components"] = {"schemas": {"node": node}}
    assert len(json.dumps(only_tool(made)["stub"])) < 10_000


def test_every_stub_is_of_its_type() -> None:
    tool = only_tool(
        answering(
            {
                "properties": {
                    "phone": TEXT,
                    "email": TEXT,
                    "iban": TEXT,
                    "card_number": TEXT,
                    "t": {**TEXT, "format": "time"},
                }
            }
        )
    )
    assert all(holds(kind, tool["stub"][name]) for name, kind in tool["returns"].items())
    assert set(tool["returns"].values()) == {"phone", "email", "iban", "card_number", "time"}
