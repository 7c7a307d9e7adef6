"""Parameters: what tools can send of them, and what is said of the others."""

from typing import Any

import pytest

from tests.flows.exchange.openapi.documents import document, only_tool, operation, told


def with_parameters(*parameters: Any, path: str = "/things") -> dict[str, Any]:
    return operation(path=path, parameters=list(parameters))


def parameter(name: str, place: str = "query", **more: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "schema": {"type": "string"}, **more}


def test_each_place() -> None:
    tool = only_tool(
        with_parameters(
            parameter("thing-id", "path", required=True),
            parameter("filter", required=True),
            parameter("X-Trace", "header", required=True),
            path="/things/{thing-id}",
        )
    )
    assert tool["request"] == {
        "method": "GET",
        "url": "{{ env.shop_api }}/things/{{ thing_id }}",
        "headers": {"X-Trace": "{{ x_trace }}"},
        "query": {"filter": "{{ filter }}"},
    }
    assert tool["arguments"] == {"thing_id": "text", "filter": "text", "x_trace": "text"}
    assert "description" not in tool


def test_what_need_not_be_given_is_said() -> None:
    tool = only_tool(with_parameters(*(parameter(f"q{at}") for at in range(3))))
    assert tool["description"] == "`q0`, `q1` and `q2` may be null."
    tool = only_tool(with_parameters(*(parameter(f"q{at}") for at in range(13))))
    assert tool["description"].endswith("`q9` and 3 others may be null.")


def test_what_is_always_the_same_stands_there() -> None:
    tool = only_tool(
        with_parameters(
            {"name": "v", "in": "path", "required": True, "schema": {"enum": ["v 1"]}},
            {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}},
            {"name": "deep", "in": "query", "schema": {"type": "boolean", "default": False}},
            {"name": "X-Version", "in": "header", "required": True, "schema": {"const": 3}},
            path="/{v}/things",
        )
    )
    assert tool["request"] == {
        "method": "GET",
        "url": "{{ env.shop_api }}/v%201/things",
        "headers": {"X-Version": "3"},
        "query": {"page": 1, "deep": False},
    }
    assert "arguments" not in tool


@pytest.mark.parametrize(
    "default", ["{{ env.bank_token }}", "{% if x %}", "{# x", "a\r\nb", "{x}", "\ud800", "x" * 600]
)
def test_a_default_that_would_be_more_than_itself_is_an_argument(default: str) -> None:
    made = with_parameters({"name": "q", "in": "query", "schema": {"type": "string", "default": default}})
    assert only_tool(made)["request"]["query"] == {"q": "{{ q }}"}
    assert "cannot stand in a bot as it is" in told(made)[0]


def test_a_default_that_is_a_secret_does_not_come_along() -> None:
    made = with_parameters({"name": "api_key", "in": "query", "schema": {"type": "string", "default": "q7Xw93kLmZ"}})
    assert only_tool(made)["request"]["query"] == {"api_key": "{{ api_key }}"}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (parameter("a", "cookie"), "tools send no cookies but that of their key"),
        (parameter("a", "cookie", required=True), "so write it by hand"),
        (parameter("a", "body"), "it is nowhere"),
        (parameter("a", "path"), "it does not stand in the path"),
        (parameter("a", "header"), "an optional header cannot be left out of a call"),
        (parameter("Host", "header", required=True), "cannot be the name of a header"),
        (parameter("Cookie", "header", required=True), "cannot be the name of a header"),
        (parameter("Proxy-Auth", "header", required=True), "cannot be the name of a header"),
        (parameter("X-A\r\nHost", "header", required=True), "its name cannot stand in a bot"),
        (parameter("X A", "header", required=True), "cannot be the name of a header"),
        (parameter("X-A", "header", schema={"default": "größe"}), "signs that a header cannot have"),
        (parameter("{{ a }}"), "its name cannot stand in a bot"),
        (parameter("a\nb"), "its name cannot stand in a bot"),
        (parameter("a", style="deepObject", schema={"type": "object"}), "in the style deepObject"),
        (parameter("a", style="pipeDelimited"), "in the style pipeDelimited"),
        (parameter("a", style={"x": 1}), "in the style ?"),
        (parameter("a", schema={"type": "object"}), "it is an object"),
        ({"name": "a", "in": "query", "content": {"application/json": {}}}, "a document of its own"),
        ({"in": "query"}, "its name cannot stand in a bot"),
        ({"name": ["a"], "in": {"b": 1}}, "it is nowhere"),
        ({"$ref": "common.yaml#/limit"}, "another document, common.yaml#/limit, and none is fetched"),
        ({"$ref": "#/components/parameters/none"}, "there is nothing at #/components/parameters/none"),
        (None, "a map should stand there"),
    ],
)
def test_what_cannot_be_sent_is_said(given: Any, why: str) -> None:
    made = with_parameters(given)
    assert set(only_tool(made)["request"]) == {"method", "url"}
    (line,) = told(made)
    assert line.startswith("GET /things: ")
    assert why in line


@pytest.mark.parametrize("name", ["Accept", "content-type", "AUTHORIZATION"])
def test_headers_that_mean_nothing_there(name: str) -> None:
    made = with_parameters(parameter(name, "header", required=True))
    assert set(only_tool(made)["request"]) == {"method", "url"}
    assert told(made) == []


def test_the_key_of_what_writes_is_sent_anyway() -> None:
    own = [parameter("Idempotency-Key", "header", required=True)]
    assert "headers" not in only_tool(operation(method="post", parameters=own))["request"]
    assert "headers" in only_tool(operation(parameters=own))["request"]


def test_lists_are_texts() -> None:
    made = with_parameters(
        parameter("a", schema={"type": "array"}), parameter("b", schema={"type": "array"}, explode=False)
    )
    assert only_tool(made)["arguments"] == {"a": "text", "b": "text"}
    assert [line.rpartition(": ")[2] for line in told(made)] == [
        "it is a text",
        "it is a text with commas between the entries",
    ]


def test_the_only_value_of_what_need_not_be_sent_is_an_argument() -> None:
    own = {"name": "kind", "in": "query", "schema": {"enum": ["late"]}}
    assert only_tool(with_parameters(own))["request"]["query"] == {"kind": "{{ kind }}"}
    assert only_tool(with_parameters({**own, "required": True}))["request"]["query"] == {"kind": "late"}


def test_a_default_in_a_path_may_be_an_example() -> None:
    own = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "default": "4071"}}
    assert only_tool(with_parameters(own, path="/things/{id}"))["arguments"] == {"id": "text"}


def test_what_stands_in_the_path_and_is_not_described() -> None:
    made = with_parameters(path="/things/{id}")
    assert only_tool(made)["arguments"] == {"id": "text"}
    assert "is not described" in told(made)[0]


def test_a_parameter_of_the_path_that_cannot_be_sent_is_no_tool() -> None:
    made = with_parameters(parameter("id", "path", required=True, style="matrix"), path="/things/{id}")
    assert told(made) == [
        "GET /things/{id}: it cannot be a tool: its path parameter id: tools do not write in the style matrix"
    ]


def test_those_of_the_operation_go_before_those_of_the_path() -> None:
    made = document(
        {
            "/a": {
                "parameters": [parameter("q"), parameter("r")],
                "get": {"parameters": [parameter("q", required=True, schema={"type": "integer"})]},
            }
        }
    )
    assert only_tool(made)["arguments"] == {"q": "integer", "r": "text"}


def test_one_name_in_two_places() -> None:
    tool = only_tool(with_parameters(parameter("id", "path", required=True), parameter("id"), path="/things/{id}"))
    assert tool["arguments"] == {"id": "text", "id_2": "text"}
    assert tool["request"]["query"] == {"id": "{{ id_2 }}"}


def test_more_than_a_request_can_have() -> None:
    made = with_parameters(*(parameter(f"q{at}", required=at >= 60) for at in range(70)))
    tool = only_tool(made)
    assert len(tool["arguments"]) == 49
    assert {f"q{at}" for at in range(60, 70)} <= set(tool["arguments"])
    assert "21 optional values: a request has 50 at most; the first is query parameter q39" in told(made)[0]
    made = with_parameters(*(parameter(f"q{at}", required=True) for at in range(51)))
    assert "it needs 51 values, and a request has 50 at most" in told(made)[0]


@pytest.mark.parametrize("name", ["in", "none", "env", "result", "now", "self", "__proto__", "größe", "класс"])
def test_odd_names_are_arguments_all_the_same(name: str) -> None:
    tool = only_tool(with_parameters(parameter(name, required=True)))
    ((argument, _),) = tool["arguments"].items()
    assert tool["request"]["query"] == {name: f"{{{{ {argument} }}}}"}
