"""Changes of plain data."""

from typing import Any

import pytest

from flows.exchange.text.changes import (
    Change,
    Delete,
    Insert,
    Move,
    Put,
    Rewrite,
    changed,
    exists,
    key_in,
    value_at,
)

DATA = {"a": {"x": 1, "y": 2}, "b": ["p", "q"], 1: "one"}


@pytest.mark.parametrize(
    ("change", "new"),
    [
        (Put(("a", "x"), 5), {**DATA, "a": {"x": 5, "y": 2}}),
        (Put(("1",), 5), {**DATA, 1: 5}),
        (Delete(("b", 0)), {**DATA, "b": ["q"]}),
        (Insert(("b", 1), "n"), {**DATA, "b": ["p", "n", "q"]}),
        (Insert(("a", "n"), 3, before="y"), {**DATA, "a": {"x": 1, "n": 3, "y": 2}}),
        (Insert(("a", "n"), 3, after="x"), {**DATA, "a": {"x": 1, "n": 3, "y": 2}}),
        (Insert(("a", "n"), 3), {**DATA, "a": {"x": 1, "y": 2, "n": 3}}),
        (Move(("a", "y"), "x"), {**DATA, "a": {"y": 2, "x": 1}}),
        (Move(("a", "x"), None), {**DATA, "a": {"y": 2, "x": 1}}),
        (
            Rewrite(((("a", "x"), "n"),), ((("a",), "c"), (("a", "x"), "z"))),
            {"c": {"z": "n", "y": 2}, "b": ["p", "q"], 1: "one"},
        ),
    ],
)
def test_a_change(change: Change, new: Any) -> None:
    before = repr(DATA)
    assert repr(changed(DATA, change)) == repr(new)
    assert repr(DATA) == before


def test_one_after_the_other() -> None:
    assert changed(changed({"a": 1}, Put(("a",), {})), Insert(("a", "b"), 2)) == {"a": {"b": 2}}


def test_numbers_and_their_texts_are_one_key() -> None:
    assert key_in({1: "a"}, "1") == 1
    assert value_at({1: ["a"]}, ("1", 0)) == "a"
    assert exists({1: ["a"]}, ("1", 0))
    assert not exists({1: ["a"]}, ("1", 1))
    assert not exists({1: ["a"]}, ("1", 0, "x"))
    with pytest.raises(KeyError):
        key_in({}, "a")
