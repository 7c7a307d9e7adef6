"""An operation as a tool: as a person would write it."""

from typing import Any

import pytest

from flows.exchange.openapi.tool import MOST_NAMED
from tests.flows.exchange.openapi.documents import only_tool, operation, told


def _query(name: str, *, required: bool = False, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": {"type": "string", **more}}


def test_everything_has_its_place() -> None:
    body = {"type": "object", "required": ["to"], "properties": {"to": {"type": "string"}, "kind": {"const": "x"}}}
    made = only_tool(
        operation(
            method="put", path="/things/{id}", summary="Change it",
            parameters=[
                {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
                {"name": "X-Of", "in": "header", "required": True, "schema": {"type": "string"}},
                _query("q", required=True),
            ],
            requestBody={"required": True, "content": {"application/json": {"schema": body}}},
        )
    )  # fmt: skip
    request = made["request"]
    assert (request["method"], request["url"]) == ("PUT", "{{ env.shop_api }}/things/{{ id }}")
    assert (request["query"], request["headers"]["X-Of"]) == ({"q": "{{ q }}"}, "{{ x_of }}")
    assert request["body"] == {"to": "{{ to }}", "kind": "x"}
    assert made["arguments"] == {"id": "integer", "x_of": "text", "q": "text", "to": "text"}
    assert (made["type"], made["description"]) == ("http", "Change it.")


@pytest.mark.parametrize(("method", "writes"), [("get", False), ("head", False), ("post", True), ("delete", True)])
def test_what_changes_something_says_so(method: str, writes: bool) -> None:
    made = only_tool(operation(method=method))
    assert (made.get("effect"), made.get("idempotency_key")) == (("write", "auto") if writes else (None, None))


@pytest.mark.parametrize("method", ["options", "trace"])
def test_methods_that_tools_do_not_send(method: str) -> None:
    assert told(operation(method=method)) == [
        f"{method.upper()} /things: it cannot be a tool: tools send no {method.upper()}"
    ]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "Find it."),
        (1, "Find it. `q0` may be null."),
        (3, "Find it. `q0`, `q1` and `q2` may be null."),
        (MOST_NAMED + 5, "`q9` and 5 others may be null."),
    ],
)
def test_what_need_not_be_given_is_told(count: int, text: str) -> None:
    made = only_tool(operation(summary="Find it", parameters=[_query(f"q{at}") for at in range(count)]))
    assert made["description"].endswith(text)


def test_the_key_that_auth_sends_is_no_argument_and_stands_nowhere_else() -> None:
    schemes = {"key": {"type": "apiKey", "in": "query", "name": "key"}}
    more = {"security": [{"key": []}], "components": {"securitySchemes": schemes}}
    asked = [_query("key", required=True), _query("q", required=True)]
    made = only_tool(operation(path="/things?key=demo&v=2", parameters=asked, document=more))
    assert made["request"]["query"] == {"v": "2", "q": "{{ q }}"}
    assert made["arguments"] == {"q": "text"}
    assert made["auth"]["api_key"]["query"] == "key"
