"""The request of a tool with its values: a value is a value, whatever signs it has."""

import json
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.definition.tool_request import Request
from tools.bindings.filling import MAX_BODY_BYTES, CannotFill, Filled, fill, written

OUTSIDE = {"bank_api": "https://bank.example:8443/v1", "shop_key": "k-1"}


def filled(values: dict[str, Any] | None = None, **request: Any) -> Filled:
    return fill(Request(**{"url": "https://bank.example/x", **request}), values or {}, OUTSIDE)


def test_the_address_of_the_operator_and_a_value_behind_it() -> None:
    made = filled({"account": "savings"}, url="{{ env.bank_api }}/accounts/{{ account }}/balance")
    assert made == Filled("GET", "https://bank.example:8443/v1/accounts/savings/balance", (), None)


@given(st.text(min_size=1))
def test_a_value_is_one_part_of_the_path(value: str) -> None:
    try:
        url = filled({"account": value}, url="{{ env.bank_api }}/accounts/{{ account }}/balance").url
    except CannotFill:
        assert value in (".", "..") or any("\ud800" <= sign <= "\udfff" for sign in value)
        return
    parts = urlsplit(url)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("https", "bank.example:8443", "", "")
    assert parts.path.split("/")[1:3] == ["v1", "accounts"]
    assert unquote(parts.path.split("/")[3]) == value
    assert len(parts.path.split("/")) == 5


@pytest.mark.parametrize("value", [".", "..", "", None])
def test_a_part_that_would_lead_elsewhere_is_refused(value: Any) -> None:
    with pytest.raises(CannotFill, match="`url` cannot be filled"):
        filled({} if value is None else {"account": value}, url="https://bank.example/{{ account }}/balance")


def test_no_value_can_pass_for_an_address() -> None:
    """Whatever a caller or a model says: what is not the operator's is quoted."""
    made = filled({"env2": "https://evil.example/"}, url="https://bank.example/{{ env2 }}")
    assert made.url == "https://bank.example/https%3A%2F%2Fevil.example%2F"
    made = filled({"env": {"bank_api": "https://evil.example"}}, url="{{ env.bank_api }}/x")
    assert made.url == "https://bank.example:8443/v1/x"
    made = filled(url="https://bank.example/{{ env.bank_api | upper }}")
    assert made.url == "https://bank.example/HTTPS%3A%2F%2FBANK.EXAMPLE%3A8443%2FV1"


@given(st.dictionaries(st.text(min_size=1).filter(lambda name: name.isprintable()), st.text(), max_size=4))
def test_what_stands_behind_the_question_mark_comes_back(pairs: dict[str, str]) -> None:
    known = {f"v{number}": value for number, value in enumerate(pairs.values())}
    query = {name: f"{{{{ v{number} }}}}" for number, name in enumerate(pairs)}
    url = filled(known, query=query).url
    assert parse_qsl(urlsplit(url).query, keep_blank_values=True) == list(pairs.items())


def test_queries_have_types_and_leave_out_what_has_no_value() -> None:
    query = {"a": 1, "b": 2.5, "c": True, "d": None, "e": "{{ gone }}", "f": "{{ flag }}", "g": "x {{ count }}"}
    assert (
        filled({"flag": False, "count": 3.0}, query=query).url.partition("?")[2] == "a=1&b=2.5&c=true&f=false&g=x%203"
    )
    assert filled(url="https://bank.example/x?y=1", query={"a": "b"}).url == "https://bank.example/x?y=1&a=b"


def test_a_body_keeps_the_types_of_its_values() -> None:
    body = {"amount": "{{ amount }}", "note": "for {{ name }}", "list": ["{{ gone }}", {"yes": "{{ yes }}"}], "n": 4}
    made = filled({"amount": 12.5, "name": 'O"Neil\n', "yes": True}, method="POST", body=body)
    assert json.loads(made.body or b"") == {
        "amount": 12.5, "note": 'for O"Neil\n', "list": [None, {"yes": True}], "n": 4,
    }  # fmt: skip
    assert made.headers == (("Content-Type", "application/json"),)


def test_a_text_is_sent_as_it_is_and_its_type_may_be_named() -> None:
    assert filled({"x": "ü"}, method="POST", body="a {{ x }}").body == "a ü".encode()
    made = filled(method="POST", body="<a/>", headers={"content-type": "application/xml"})
    assert made.headers == (("content-type", "application/xml"),)


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\x00b", "a\x7f", "𝛼"])
def test_a_header_is_one_line(value: str) -> None:
    assert filled({"key": " k-1 "}, headers={"X-Key": "{{ key }}"}).headers == (("X-Key", "k-1"),)
    with pytest.raises(CannotFill, match=r"`headers.X-Key` would not be one line") as problem:
        filled({"key": value}, headers={"X-Key": "{{ key }}"})
    assert value not in str(problem.value)


def test_what_is_missing_is_told_by_its_place_and_not_by_its_value() -> None:
    for request in (
        {"headers": {"A": "{{ gone }}"}}, {"body": "{{ gone }}"}, {"body": {"a": "x {{ gone }}"}},
        {"query": {"a": "x {{ gone }}"}}, {"url": "{{ env.gone }}/x"},
    ):  # fmt: skip
        with pytest.raises(CannotFill):
            filled({"card": "4111"}, method="POST", **request)


def test_a_body_that_is_too_long_is_not_sent() -> None:
    with pytest.raises(CannotFill, match="`body` would have more than"):
        filled({"x": "x" * MAX_BODY_BYTES}, method="POST", body={"x": "{{ x }}"})


@pytest.mark.parametrize(
    ("value", "text"),
    [("a_b", "a_b"), (True, "true"), (3.0, "3"), (2.5, "2.5"), (4, "4"), (None, ""), ([1, "ü"], '[1,"ü"]'), ({}, "{}")],
)
def test_values_are_written_as_programs_write_them(value: Any, text: str) -> None:
    assert written(value) == text
