"""YAML as people write it, and as every reader reads it."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flows.exchange.rasa.style import MAX_LINE, in_line, scalar, to_yaml
from flows.loader.document import read_document

TEXTS = st.text(max_size=40).filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text))
VALUES = st.none() | st.booleans() | st.integers(-(10**6), 10**6) | TEXTS


@given(VALUES)
def test_every_value_comes_back(value: Any) -> None:
    assert yaml.safe_load(f"a: {scalar(value)}")["a"] == value
    assert yaml.safe_load(f"{{a: {scalar(value, inside=True)}, b: 1}}") == {"a": value, "b": 1}


@given(
    st.dictionaries(
        TEXTS, VALUES | st.lists(VALUES, max_size=5) | st.dictionaries(TEXTS, VALUES, max_size=5), max_size=5
    )
)
def test_maps_come_back(data: dict[str, Any]) -> None:
    bot = {"voxloom": 1, "slots": data, "flows": {"a": {"nodes": data}}}
    assert yaml.safe_load(to_yaml(bot, "head")) == bot


@pytest.mark.parametrize(
    "text", ["no", "on", "12:30", "2026-01-01", "1_000", "0x1f", "1e5", "~", "null", "007", "- a", "a: b", "#"]
)
def test_words_that_look_like_values_are_quoted(text: str) -> None:
    assert scalar(text)[0] in "\"'"
    document, _ = read_document(f"a: {scalar(text)}\n".encode(), "x")
    assert document is not None
    assert document.data == {"a": text}


def test_long_texts_are_folded_outside_of_tags() -> None:
    say = "word " * 20 + "{% if a %}b{% else %}" + "more words " * 10 + "{% endif %}"
    text = to_yaml({"flows": {"a": {"nodes": {"x": {"type": "say", "say": say, "next": "end"}}}}}, "h")
    assert max(len(line) for line in text.splitlines()) <= MAX_LINE
    assert "{% else %}" in text
    assert yaml.safe_load(text)["flows"]["a"]["nodes"]["x"]["say"] == say


def test_short_nodes_stand_in_one_line_and_long_ones_do_not() -> None:
    node = {"type": "say", "say": "Hello.", "next": "end"}
    ask = {"type": "ask", "slot": "a", "say": "A?", "next": [{"if": "a", "go": "b"}, {"else": "c"}]}
    text = to_yaml({"flows": {"f": {"nodes": {"a": node, "b": ask}}}}, "h")
    assert "      a: {type: say, say: Hello., next: end}\n" in text
    assert "        next:\n          - {if: a, go: b}\n          - {else: c}\n" in text
    assert in_line([1, "a, b"]) == '[1, "a, b"]'
