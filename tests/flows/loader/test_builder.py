"""Events to data: what cannot be taken is told of and passed over."""

from typing import Any

import pytest

from flows.findings import Place
from flows.loader.builder import MAX_DEPTH, MAX_SHARED_TOLD, Builder, Unreadable


def _built(text: str) -> tuple[Any, Builder, list[tuple[str, str]]]:
    builder = Builder("a.yaml")
    data = builder.build(text)
    return data, builder, [(finding.code, finding.path) for finding in builder.findings]


@pytest.mark.parametrize(
    ("text", "data", "unread", "unsure", "told"),
    [
        ("a: !x 1\nb: 2", {"a": "1", "b": 2}, {("a",): "1"}, {}, [("yaml.tag", "a")]),
        ("a: *x\nb: 2", {"a": None, "b": 2}, {("a",): None}, {}, [("yaml.alias", "a")]),
        ("a: &x [1]\nb: *x", {"a": [1], "b": None}, {("b",): [1]}, {}, [("yaml.alias", "b")]),
        ("a: &x [*x]", {"a": [None]}, {("a", 0): None}, {}, [("yaml.alias", "a.0")]),
        (f"a: {'9' * 50}", {"a": 0}, {("a",): None}, {}, [("yaml.number", "a")]),
        ("a: {{ x }}\nb: 2", {"a": {}, "b": 2}, {("a",): None}, {}, [("yaml.key", "a")]),
        ("? [x]\n: 1\nb: 2", {"b": 2}, {}, {}, [("yaml.key", "")]),
        ("a: {<<: *x, c: 1}\nb: 2", {"a": {"c": 1}, "b": 2}, {}, {("a",): None}, [("yaml.key", "a")]),
        ("a: 1\na: 2", {"a": 1}, {}, {("a",): 2}, [("yaml.duplicate", "a")]),
        ("a: {x: 1}\na: {y: 2}", {"a": {"x": 1, "y": 2}}, {}, {}, [("yaml.duplicate", "a")]),
        ("a: {x: 1}\na: {x: 2, y: *z}", {"a": {"x": 1, "y": None}}, {("a", "y"): None}, {("a", "x"): 2},
         [("yaml.duplicate", "a"), ("yaml.alias", "a.y")]),
        ("a: {b: {x: 1}, b: {y: 2}}", {"a": {"b": {"x": 1}}}, {}, {("a", "b"): {"y": 2}}, [("yaml.duplicate", "a.b")]),
        ("1: a\n'1': b", {1: "a"}, {}, {(1,): "b"}, [("yaml.duplicate", "1")]),
        (f"{'9' * 50}: a", {"9" * 50: "a"}, {}, {}, [("yaml.number", "")]),
        ("a: 1\n---\nb: 2", {"a": 1}, {}, {(): None}, [("yaml.documents", "")]),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_passed_over(text: str, data: Any, unread: Any, unsure: Any, told: Any) -> None:
    got, builder, found = _built(text)
    assert got == data
    assert (builder.unread, builder.unsure, found) == (unread, unsure, told)


def test_a_second_value_does_not_move_the_places_of_the_first() -> None:
    _, builder, _ = _built("a:\n  b: {x: 1}\n  b: {x: 2, z: 3}\n")
    assert builder.places["a", "b", "x"] == Place("a.yaml", 2, 7)
    assert ("a", "b", "z") not in builder.places


def test_joined_maps_have_the_places_of_both() -> None:
    _, builder, _ = _built("a: {x: 1}\nb: 1\na: {y: {z: 1}}\n")
    assert builder.places["a", "y", "z"] == Place("a.yaml", 3, 9)
    assert builder.places["a",] == Place("a.yaml", 1, 1)


@pytest.mark.parametrize("text", ["[" * (MAX_DEPTH + 1), "a: &x 1\nb: [" + "*x, " * 101 + "]"])
def test_what_is_made_to_do_harm_ends_the_reading(text: str) -> None:
    with pytest.raises(Unreadable):
        Builder("a.yaml").build(text)


def test_many_shared_lists_are_told_of_some_times() -> None:
    _, builder, found = _built("a: &x [1]\nb: [" + "*x, " * 50 + "]")
    assert len(found) == MAX_SHARED_TOLD
    assert len(builder.unread) == 50
