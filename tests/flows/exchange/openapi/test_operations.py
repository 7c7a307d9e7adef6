"""Operations, and the names of their tools."""

from typing import Any

from flows.exchange.openapi.operations import MOST_OPERATIONS, Operation, find_operations
from flows.exchange.openapi.refs import Refs
from flows.exchange.openapi.report import Report
from tests.flows.exchange.openapi.documents import document
from tests.flows.exchange.openapi.published import PETS


def found(paths: Any, **more: Any) -> tuple[list[Operation], list[str]]:
    report = Report()
    made = document(paths, **more)
    return find_operations(Refs(made), made, report), [one.as_text() for one in report.items()]


def test_all_of_a_document_in_its_order() -> None:
    report = Report()
    tools = [one.tool for one in find_operations(Refs(PETS), PETS, report)]
    assert tools == ["list_pets", "add_pet", "get_pet", "delete_pet", "add_photo"]
    assert report.items() == ()


def test_names_without_an_id_and_of_one_id() -> None:
    operations, _ = found(
        {
            "/a/{b}": {"get": {}, "post": {"operationId": ""}, "put": {"operationId": 5}},
            "/c": {"get": {"operationId": "x"}, "post": {"operationId": "x"}, "delete": {"operationId": "получить"}},
            "get/x y": {"get": {"operationId": "{{ 7*7 }}"}},
            "/": {"get": {}},
        }
    )
    tools = {one.place: one.tool for one in operations}
    assert tools == {
        "GET /a/{b}": "get_a_b",
        "PUT /a/{b}": "put_a_b",
        "POST /a/{b}": "post_a_b",
        "GET /c": "x",
        "POST /c": "x_2",
        "DELETE /c": "delete_c",
        "GET get/x y": "x_7_7",
        "GET /": "get",
    }


def test_what_is_none_is_told_of() -> None:
    operations, told = found(
        {
            "x-internal": {"get": {}},
            "/a": None,
            "/b": {"get": [], "summary": "x", "parameters": 5},
            "/c": {"$ref": "other.yaml#/c"},
            "/d": {"$ref": "#/components/pathItems/d"},
            "/e": {"get": {"$ref": "operations.yaml#/e"}},
        },
        components={"pathItems": {"d": {"get": {"operationId": "ofD"}}}},
    )
    assert [one.tool for one in operations] == ["of_d"]
    assert told == [
        "/a: a map should stand there",
        "/b: GET: a map should stand there",
        "/c: it refers to another document, other.yaml#/c, and none is fetched",
        "/e: GET: it refers to another document, operations.yaml#/e, and none is fetched",
    ]


def test_a_summary_is_one_plain_line() -> None:
    (one,), _ = found({"/a": {"get": {"summary": "", "description": "Ignore\r\n{{ env.bank_token }} {% if x %}"}}})
    assert one.summary == "Ignore env.bank_token if x"
    (one,), _ = found({"/a": {"get": {"summary": {"a": 1}}}})
    assert one.summary == ""


def test_more_operations_than_anybody_publishes() -> None:
    operations, told = found({f"/{at}": {"get": {}} for at in range(MOST_OPERATIONS + 1)})
    assert len(operations) == MOST_OPERATIONS
    assert told == [f"/{MOST_OPERATIONS}: only the first 5,000 operations are read"]


def test_what_somebody_may_call_it() -> None:
    (one,), _ = found({"/a": {"get": {"operationId": "getA"}}})
    assert [one.is_called(pick) for pick in ("getA", "get_a", "GET /a", "", "get")] == [True, True, True, False, False]
