"""Single values: what needs quotes, and that what is written is read again."""

import json
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.exchange.text.refusal import Refused
from flows.exchange.text.scalars import block_scalar, double_quoted, is_scalar, key, needs_escapes, plain_ok, scalar
from flows.exchange.text.tree import read_tree
from tests.flows.exchange.operations import HOSTILE


@pytest.mark.parametrize(
    "text", ["Hello there!", "it's", "a-b", "e.g. this", "savings", "amount > 10", "x=1", "é ü", "a, b"]
)
def test_what_needs_no_quotes(text: str) -> None:
    assert plain_ok(text, in_braces=False)
    assert plain_ok(text, in_braces=True) == ("," not in text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " a",
        "a ",
        "a: b",
        "a:",
        "a #b",
        "- a",
        "yes",
        "NO",
        "null",
        "12",
        "1.5",
        "2026-01-09",
        "12:30",
        "'a'",
        "{a}",
        "a\nb",
        "a\tb",
        "#a",
        "&a",
        "...",
        "\u2028",
        "\ufeff",
        "<<",
    ],
)
def test_what_needs_quotes(text: str) -> None:
    assert not plain_ok(text, in_braces=False)


@pytest.mark.parametrize("value", [value for value in HOSTILE if is_scalar(value)])
@pytest.mark.parametrize("style", ["", "'", '"'])
def test_what_is_written_is_read(value: Any, style: str) -> None:
    shown = scalar(value, in_braces=True, style=style)
    assert read_tree(f"a: {{b: {shown}, {shown}: c}}\n").data()["a"]["b"] == value
    assert read_tree(f"a: {scalar(value, in_braces=False, style=style)}\n").data() == {"a": value}
    assert "\n" not in shown


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_read_as_itself(text: str) -> None:
    assert yaml.load(double_quoted(text), Loader=yaml.CSafeLoader) == text
    assert read_tree(f"a: [{scalar(text, in_braces=True)}]").data() == {"a": [text]}
    shown = block_scalar(text, "|", 2, more_below=True)
    if shown is not None and not text.endswith("\n\n"):
        assert read_tree(f"a: {shown}\nb: 1\n").data() == {"a": text, "b": 1}
    folded = block_scalar(text, ">", 2, more_below=True)
    if folded is not None and not text.endswith("\n\n"):
        assert read_tree(f"a: {folded}\nb: 1\n").data() == {"a": text, "b": 1}


def test_quotes_are_kept_where_they_can_be() -> None:
    assert scalar("a", in_braces=False, style="'") == "'a'"
    assert scalar("a\n", in_braces=False, style="'") == '"a\\n"'
    assert scalar('"a": b', in_braces=False) == "'\"a\": b'"
    assert needs_escapes("a\n")
    assert not needs_escapes("é \U0001f469\u200d\U0001f680")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 10**60, object(), b"a", "\ud800"])
def test_what_cannot_be_written_is_refused(value: Any) -> None:
    with pytest.raises(Refused) as caught:
        scalar(value, in_braces=False)
    assert caught.value.code == "edit.value"


def test_keys() -> None:
    assert [key(name, in_braces=False) for name in (1, "1", "a", "yes", "a: b")] == ["1", '"1"', "a", '"yes"', '"a: b"']
    assert key("a", in_braces=False, style="'") == "'a'"
    assert json.loads(key("a", in_braces=True, style='"')) == "a"
