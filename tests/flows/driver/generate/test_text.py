"""Tests as YAML: read again, they are the same; and they look as people write them."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.driver.generate.text import MAX_LINE_CHARACTERS, as_yaml
from flows.loader.document import read_document

TEXT = """  "transfer: to the end by done":
    stubs: {send: [{id: 1}, {error: timeout}]}
    turns:
      - {user: pay anna, expect: {flow: transfer, node: how_much}}
      - {silence: true}
      - user: "yes"
        expect:
          flow: null
          says: [Done. $20 is on its way to anna, "to anna, by tonight. Is there anything else", the reference]
"""
TESTS: dict[str, Any] = {
    "transfer: to the end by done": {
        "stubs": {"send": [{"id": 1}, {"error": "timeout"}]},
        "turns": [
            {"user": "pay anna", "expect": {"flow": "transfer", "node": "how_much"}},
            {"silence": True},
            {
                "user": "yes",
                "expect": {
                    "flow": None,
                    "says": [
                        "Done. $20 is on its way to anna",
                        "to anna, by tonight. Is there anything else",
                        "the reference",
                    ],
                },
            },
        ],
    }
}
CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\x85")
WORDS = st.text(CHARACTERS, min_size=1, max_size=10).filter(lambda text: text != "<<")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


def test_as_people_write_them() -> None:
    assert as_yaml(TESTS) == TEXT


def test_deeper_where_a_file_stands_deeper() -> None:
    assert as_yaml(TESTS, 4) == "".join(f"  {line}\n" for line in TEXT.splitlines())


TURNS = st.lists(st.dictionaries(WORDS, VALUES, min_size=1, max_size=2), min_size=1, max_size=2)


@given(st.dictionaries(WORDS, st.fixed_dictionaries({"turns": TURNS}), min_size=1, max_size=2))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_read_again_they_are_the_same(tests: dict[str, Any]) -> None:
    document, findings = read_document(f"tests:\n{as_yaml(tests)}".encode(), "")
    assert not findings
    assert document is not None
    assert document.data == {"tests": tests}


@pytest.mark.parametrize(
    "text", ["yes", "no", "null", "12", "1.5", "0042", "18:00", "- x", "a: b", "#x", "", " a", "é", "x,"]
)
def test_what_would_be_read_as_something_else_has_quotes(text: str) -> None:
    turn = {"user": text, "expect": {"slots": {"x": text}}}
    document, _ = read_document(f"tests:\n{as_yaml({'x': {'turns': [turn]}})}".encode(), "")
    assert document is not None
    assert document.data["tests"]["x"]["turns"] == [turn]


def test_lines_are_not_too_long() -> None:
    expected = {"flow": "f" * 40, "node": "n" * 40, "called": ["t" * 40]}
    lines = as_yaml({"x": {"turns": [{"user": "hello", "expect": expected}]}}).splitlines()
    assert max(len(line) for line in lines) <= MAX_LINE_CHARACTERS
    assert "      - user: hello" in lines
