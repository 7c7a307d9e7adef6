"""Bodies: JSON, forms and texts; what else is sent is said."""

from typing import Any

import pytest

from flows.exchange.openapi.bodies import FORM
from tests.flows.exchange.openapi.documents import only_tool, operation, sending, told

TEXT = {"type": "string"}


def test_objects_are_maps_of_templates() -> None:
    tool = only_tool(
        sending(
            {
                "type": "object",
                "required": ["amount", "to"],
                "properties": {
                    "amount": {"type": "number"},
                    "to": {"required": ["iban"], "properties": {"iban": TEXT, "bankName": TEXT}},
                    "tags": {"type": "array"},
                    "extra": {"type": "object"},
                    "currency": {"type": "string", "default": "USD"},
                    "id": {"type": "string", "readOnly": True},
                    "pin": {"type": "string", "writeOnly": True},
                },
            }
        )
    )
    assert tool["request"]["body"] == {
        "amount": "{{ amount }}",
        "to": {"iban": "{{ to_iban }}", "bankName": "{{ to_bank_name }}"},
        "tags": "{{ tags }}",
        "extra": "{{ extra }}",
        "currency": "USD",
        "pin": "{{ pin }}",
    }
    assert tool["arguments"] == {
        "amount": "number", "to_iban": "iban", "to_bank_name": "text", "tags": "list", "extra": "map", "pin": "text",
    }  # fmt: skip
    assert tool["description"] == "`to_bank_name`, `tags`, `extra` and `pin` may be null."
    assert (tool["effect"], tool["idempotency_key"]) == ("write", "auto")


def test_circles_are_cut() -> None:
    node = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": TEXT, "next": {"$ref": "#/components/schemas/node"}},
    }
    made = sending({"$ref": "#/components/schemas/node"})
    made["components"] = {"schemas": {"node": node}}
    body = only_tool(made)["request"]["body"]
    assert body["next"]["next"]["next"] == {"name": "{{ next_next_next_name }}", "next": "{{ next_next_next_next }}"}


def test_trees_that_grow_are_too_large() -> None:
    node = {"type": "object", "properties": {f"n{at}": {"$ref": "#/components/schemas/node"} for at in range(20)}}
    made = sending({"$ref": "#/components/schemas/node"})
    made["components"] = {"schemas": {"node": node}}
    (line,) = told(made)
    assert "it cannot be a tool: its body: it " in line


def test_other_json_has_its_type() -> None:
    tool = only_tool(sending({"properties": {"a": TEXT}}, "application/vnd.shop.v2+json; charset=utf-8"))
    assert tool["request"]["headers"] == {"Content-Type": "application/vnd.shop.v2+json"}


@pytest.mark.parametrize(("schema", "kind"), [({"type": "array"}, "list"), ({"type": "object"}, "map"), ({}, "map")])
def test_lists_and_free_maps_are_given_as_a_whole(schema: Any, kind: str) -> None:
    tool = only_tool(sending(schema))
    assert tool["request"]["body"] == "{{ body }}"
    assert tool["request"]["headers"] == {"Content-Type": "application/json"}
    assert tool["arguments"] == {"body": kind}


def test_forms() -> None:
    made = sending(
        {"required": ["a", "n"], "properties": {"a": TEXT, "n": {"const": 5}, "o": {"type": "object"}}}, FORM
    )
    tool = only_tool(made)
    assert tool["request"]["form"] == {"a": "{{ a }}", "n": 5}
    assert told(made) == ["POST /things: form o: it is an object; forms of tools hold single values"]


def test_texts() -> None:
    tool = only_tool(sending(TEXT, "text/plain"))
    assert tool["request"]["body"] == "{{ body }}"
    assert "headers" not in tool["request"]


@pytest.mark.parametrize(
    ("schema", "kind", "why"),
    [
        ({"type": "object"}, "multipart/form-data", "it takes multipart/form-data; tools send JSON and forms"),
        ({"type": "object"}, "application/xml", "it takes application/xml"),
        ({"type": "object"}, "{{ x }}", "tools send JSON and forms"),
        ({"type": "string"}, "application/json", "it is a single string, not a map"),
        ({"$ref": "other.json"}, "application/json", "it refers to another document, other.json"),
    ],
)
def test_what_cannot_be_sent(schema: Any, kind: str, why: str) -> None:
    (line,) = told(sending(schema, kind))
    assert line.startswith("POST /things: it cannot be a tool: its body: ")
    assert why in line
    made = sending(schema, kind, required=False)
    assert set(only_tool(made)["request"]) == {"method", "url"}
    assert why in told(made)[0]


def test_the_first_of_several_forms() -> None:
    made = sending({"oneOf": [{"properties": {"a": TEXT}}, {"properties": {"b": TEXT}}]})
    assert only_tool(made)["request"]["body"] == {"a": "{{ a }}"}
    assert told(made) == ["POST /things: the body: it may have 2 forms; this is the first of them"]


def test_a_get_sends_none() -> None:
    made = operation(requestBody={"content": {"application/json": {"schema": {"properties": {"a": TEXT}}}}})
    assert set(only_tool(made)["request"]) == {"method", "url"}
    assert "a GET with a body" in told(made)[0]


@pytest.mark.parametrize("name", ["{{ x }}", "a\r\nb", "<<", "\ud800", ""])
def test_names_that_cannot_stand_there(name: str) -> None:
    made = sending({"properties": {name: TEXT, "a": TEXT}})
    assert only_tool(made)["request"]["body"] == {"a": "{{ a }}"}
    assert "its name cannot stand in a bot" in told(made)[0]


@pytest.mark.parametrize(
    "raw", [5, [], "x", {"content": 5}, {"content": {"application/json": 5}}, {"content": {"x": []}}, {}]
)
def test_what_is_no_body(raw: Any) -> None:
    made = operation(method="post", requestBody=raw)
    only_tool(made)
    told(made)
