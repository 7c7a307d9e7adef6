"""Answers: what a tool returns, and how it is taken out of what the service says."""

from typing import Any

import pytest

from flows.exchange.openapi.checked import as_yaml
from flows.loader.load import load_text
from tests.flows.exchange.openapi.documents import HEAD, answering, only_tool, operation, told
from tools.bindings.answers import outcome_of
from tools.bindings.exchange import Answer

TEXT, INTEGER = {"type": "string"}, {"type": "integer"}


def test_the_fields_of_a_map() -> None:
    tool = only_tool(
        answering({"properties": {"id": INTEGER, "accountHolder": TEXT, "pin": {**TEXT, "writeOnly": True}}})
    )
    assert tool["returns"] == {"id": "integer", "accountHolder": "text"}
    assert "response" not in tool


def test_a_map_in_a_map() -> None:
    inner = {"type": "object", "properties": {"balance": {"type": "number"}, "as-of": {**TEXT, "format": "date"}}}
    tool = only_tool(answering({"type": "object", "properties": {"data": inner}}))
    assert tool["returns"] == {"balance": "number", "as_of": "date"}
    assert tool["response"] == {"fields": {"balance": "body.data.balance", "as_of": 'body.data["as-of"]'}}


def test_lists_and_single_values() -> None:
    tool = only_tool(answering({"type": "array", "items": TEXT}))
    assert (tool["returns"], tool["response"]) == ({"items": "list"}, {"fields": {"items": "body"}})
    assert tool["stub"] == {"items": ["items"]}
    tool = only_tool(answering({"type": "number", "minimum": 20}))
    assert (tool["returns"], tool["response"], tool["stub"]) == (
        {"value": "number"}, {"fields": {"value": "body"}}, {"value": 20},
    )  # fmt: skip


def test_a_list_in_a_map_stays_there() -> None:
    tool = only_tool(answering({"properties": {"data": {"type": "array"}}}))
    assert tool["returns"] == {"data": "list"}
    assert "response" not in tool


@pytest.mark.parametrize(
    ("key", "name", "expression"),
    [
        ("in", "in_value", 'body["in"]'),
        ("now", "now_value", 'body["now"]'),
        ("x-y", "x_y", 'body["x-y"]'),
        ('a"b\\c', "a_b_c", 'body["a\\"b\\\\c"]'),
        ("größe", "groe", 'body["größe"]'),
        ("ключ", "field", 'body["ключ"]'),
        ("__proto__", "proto", 'body["__proto__"]'),
        ("7", "x_7", 'body["7"]'),
    ],
)
def test_fields_with_odd_names_are_taken_out(key: str, name: str, expression: str) -> None:
    tool = only_tool(answering({"properties": {key: INTEGER, "b": TEXT}}))
    assert tool["returns"] == {name: "integer", "b": "text"}
    assert tool["response"]["fields"] == {name: expression, "b": "body.b"}
    loaded = load_text(HEAD + as_yaml({"it": tool}))
    assert loaded.bot is not None
    answer = Answer(
        200, "application/json", b'{"%s": 5, "b": "x"}' % key.replace("\\", "\\\\").replace('"', '\\"').encode(), {}
    )
    assert outcome_of(answer, loaded.bot.tools["it"].response, "it").result == {name: 5, "b": "x"}


@pytest.mark.parametrize("key", ["{{ x }}", "a\nb", "\ud800", "ghp_abcdefghij1234567890ABCD"])
def test_fields_that_cannot_stand_there(key: str) -> None:
    made = answering({"properties": {key: TEXT, "a": TEXT}})
    assert only_tool(made)["returns"] == {"a": "text"}
    assert "its name cannot stand in a bot" in told(made)[0]


def test_no_more_fields_than_somebody_reads() -> None:
    made = answering({"properties": {f"f{at}": TEXT for at in range(60)}})
    assert len(only_tool(made)["returns"]) == 40
    assert told(made) == ["GET /things: 20 fields of the answer: the tool returns the first 40"]


@pytest.mark.parametrize(
    ("responses", "returns"),
    [
        ({"404": "a", "201": "b", "200": "c"}, "c"),
        ({"2XX": "a", "default": "b"}, "a"),
        ({"2xx": "a"}, "a"),
        ({"default": "a", "404": "b"}, "a"),
        ({"299": "a"}, "a"),
    ],
)
def test_the_first_that_says_it_was_done(responses: dict[str, str], returns: str) -> None:
    made = operation(
        responses={
            status: {"content": {"application/json": {"schema": {"properties": {name: TEXT}}}}}
            for status, name in responses.items()
        }
    )
    assert only_tool(made)["returns"] == {returns: "text"}


def test_numbers_of_yaml_are_statuses() -> None:
    made = operation(responses={200: {"content": {"application/json": {"schema": {"properties": {"a": TEXT}}}}}})
    assert only_tool(made)["returns"] == {"a": "text"}


@pytest.mark.parametrize(
    "responses",
    [None, {}, 5, {"404": {}}, {"204": {"description": "x"}}, {"200": {"content": {}}}, {"200": {"content": 5}}],
)
def test_no_answer_at_all(responses: Any) -> None:
    tool = only_tool(operation(responses=responses))
    assert "returns" not in tool
    assert tool["stub"] == {}


@pytest.mark.parametrize("kind", ["text/csv", "application/xml", "application/pdf"])
def test_what_a_tool_cannot_read_is_no_tool(kind: str) -> None:
    assert told(answering(TEXT, kind)) == [
        f"GET /things: it cannot be a tool: it answers with {kind}, and tools read JSON"
    ]


def test_other_json_is_asked_for() -> None:
    tool = only_tool(answering({"properties": {"a": TEXT}}, "application/vnd.shop+json"))
    assert tool["request"]["headers"] == {"Accept": "application/vnd.shop+json"}


def test_a_schema_that_cannot_be_had() -> None:
    made = answering({"$ref": "other.yaml#/a"})
    assert "returns" not in only_tool(made)
    assert told(made) == [
        "GET /things: the answer: it refers to another document, other.yaml#/a, and none is fetched;"
        " the tool returns it as it is"
    ]
    assert only_tool(answering({"properties": {"a": {"$ref": "#/none"}}}))["returns"] == {"a": "text"}
