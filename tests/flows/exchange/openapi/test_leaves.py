"""The values of a request, and the arguments that they become."""

import pytest

from flows.definition.tool_request import MAX_TEMPLATES
from flows.exchange.openapi.leaves import Leaf, ask_for, fixed_value
from flows.exchange.openapi.report import NotATool, Report
from flows.exchange.openapi.schemas import MISSING
from tests.flows.exchange.openapi.documents import only_tool, operation


def _query(name: str, *, needed: bool = True) -> Leaf:
    return Leaf("query", (name,), "text", needed)


def test_each_value_that_is_not_fixed_is_an_argument_of_its_own() -> None:
    path, own = Leaf("path", ("id",), "integer", needed=True), Leaf("body", ("to", "iban"), "iban", needed=False)
    other, whole = Leaf("query", ("id",), "text", needed=False), Leaf("body", (), "map", needed=True)
    fixed = Leaf("query", ("of",), "text", needed=True, value=None)
    asked = ask_for([path, own, other, whole, fixed], Report())
    assert asked.names == {path: "id", own: "to_iban", other: "id_2", whole: "body"}
    assert asked.types == {"id": "integer", "to_iban": "iban", "id_2": "text", "body": "map"}
    assert asked.optional == ("to_iban", "id_2")


def test_optional_values_find_the_room_that_is_left() -> None:
    report = Report()
    many = [_query(f"o{at}", needed=False) for at in range(MAX_TEMPLATES)]
    asked = ask_for([*many, _query("last")], report)
    assert len(asked.names) == MAX_TEMPLATES - 1
    assert (asked.types["last"], "o0" in asked.types, f"o{MAX_TEMPLATES - 2}" in asked.types) == ("text", True, False)
    (told,) = report.items()
    assert told.what == "2 optional values"
    assert told.why.endswith(f"the first is query parameter o{MAX_TEMPLATES - 2}")


def test_more_than_there_is_room_for_cannot_be_needed() -> None:
    with pytest.raises(NotATool, match=f"it needs {MAX_TEMPLATES} values"):
        ask_for([_query(f"q{at}") for at in range(MAX_TEMPLATES)], Report())


def test_how_they_are_told_of() -> None:
    assert Leaf("headers", ("X-A",), "text", needed=True).told == "header X-A"
    assert Leaf("body", ("to", "iban"), "text", needed=True).told == "body to.iban"
    assert Leaf("body", (), "map", needed=True).told == "body"


def test_what_cannot_stand_in_a_bot_is_no_fixed_value() -> None:
    report = Report()
    assert (fixed_value(report, "query parameter a", "a", "x"), report.items()) == ("x", ())
    assert fixed_value(report, "query parameter a", "a", "{{ x }}") is MISSING
    assert [one.what for one in report.items()] == ["query parameter a"]
    assert (fixed_value(report, "b", "b", MISSING), len(report.items())) == (MISSING, 1)


@pytest.mark.parametrize(
    ("schema", "needed", "sent"),
    [
        ({"enum": ["a"]}, True, "a"),
        ({"enum": ["a"]}, False, "{{ q }}"),
        ({"enum": ["a", "b"], "default": "b"}, False, "b"),
    ],
)
def test_the_only_value_is_sent_where_one_is_needed(schema: dict[str, object], needed: bool, sent: str) -> None:
    made = only_tool(operation(parameters=[{"name": "q", "in": "query", "required": needed, "schema": schema}]))
    assert made["request"]["query"] == {"q": sent}
