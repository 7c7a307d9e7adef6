"""Texts of documents are harmless in a bot."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exchange.openapi.plain import is_literal, is_plain_key, one_line, plain_text
from flows.expressions.templates import Template

TOKEN = "ghp_abcdefghij1234567890ABCD"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\nb", "a b"),
        ("a\x00\u202e\u2028b", "a b"),
        ("  a  ", "a"),
        ("abcdef", "abcd…"),
        ("\ud800", ""),
        (None, ""),
        (5, ""),
        ({"a": 1}, ""),
    ],
)
def test_one_line(text: Any, line: str) -> None:
    assert one_line(text, 5) == line


@pytest.mark.parametrize("text", ["{{ x }}", "{% if x %}", "{# x #}", "{}}{ x }{{}", "{{{{{", "{%%{%"])
def test_templates_are_taken_apart(text: str) -> None:
    made = plain_text(text, 100)
    assert not any(sign in made for sign in ("{{", "{%", "{#", "}}", "%}", "#}"))


@given(st.text(alphabet="{}%# a", max_size=40))
def test_nothing_that_is_left_is_a_template(text: str) -> None:
    made = plain_text(text, 100)
    assert Template(made).is_plain


def test_no_secret_comes_along() -> None:
    assert plain_text(f"Use {TOKEN} for it", 100) == ""
    assert not is_plain_key(TOKEN)
    assert not is_literal("x", TOKEN)
    assert not is_literal("api_key", "q7Xw93kLmZ")
    assert is_literal("sort", "q7Xw93kLmZ")


@pytest.mark.parametrize("value", [True, 0, -5, 1.5, "USD", "", "a b", "ü"])
def test_literals(value: Any) -> None:
    assert is_literal("x", value)


@pytest.mark.parametrize(
    "value", [None, [], {}, float("nan"), float("inf"), 10**40, "{x}", "{{ x }}", "a\nb", "a" * 501, "\ud800", b"x"]
)
def test_no_literals(value: Any) -> None:
    assert not is_literal("x", value)


@pytest.mark.parametrize("key", ["x", "X-Id", "filter[name]", "$top", "__proto__", "größe", "a.b"])
def test_keys(key: str) -> None:
    assert is_plain_key(key)


@pytest.mark.parametrize("key", ["", " ", "a\r\nb", "{{x}}", "{x", "a" * 101, "\u202e", "<<", " a"])
def test_no_keys(key: Any) -> None:
    assert not is_plain_key(key)
