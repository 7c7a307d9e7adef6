"""Plain data: where it differs."""

from typing import Any

import pytest

from flows.exchange.diff.values import MISSING, Difference, by_name, compare_values, written


def _never(*_: Any) -> bool:
    return False


def _differences(old: Any, new: Any) -> list[Difference]:
    return list(compare_values(old, new, (), _never))


def test_the_order_of_keys_and_the_kind_of_a_key_do_not_count() -> None:
    assert _differences({"a": 1, 2: {"b": []}}, {"2": {"b": []}, "a": 1}) == []
    assert by_name({1: "x"}) == {"1": "x"}


@pytest.mark.parametrize(("old", "new"), [(1, True), (1, 1.0), (1, "1"), (None, ""), ([], {}), ("a", "A")])
def test_values_of_two_kinds_are_two(old: Any, new: Any) -> None:
    assert written(old) != written(new)
    assert _differences({"a": old}, {"a": new}) == [Difference(("a",), old, new)]


def test_what_came_and_went_is_told_as_a_whole() -> None:
    came, went = Difference(("b",), new={"x": 1}), Difference(("a",), old=[1])
    assert _differences({"a": [1]}, {"b": {"x": 1}}) == [went, came]
    assert (came.kind, went.kind, Difference((), 1, 2).kind) == ("added", "removed", "changed")
    assert (came.old, went.new) == (MISSING, MISSING)


def test_examples_and_the_words_of_options_have_no_order() -> None:
    assert _differences({"examples": ["a", "b"]}, {"examples": ["b", "a"]}) == []
    (told,) = _differences({"examples": ["a", "b"]}, {"examples": ["c", "b"]})
    assert (told.path, told.added, told.removed, told.kind) == (("examples",), ("c",), ("a",), "changed")
    assert _differences({"choices": {"x": ["a", "b"]}}, {"choices": {"x": ["b", "a"]}}) == []
    assert _differences({"reprompts": ["a", "b"]}, {"reprompts": ["b", "a"]}) != []


def test_an_entry_in_the_middle_of_a_list_is_one_difference() -> None:
    old = [{"user": "a"}, {"user": "b"}]
    assert _differences(old, [old[0], {"user": "new"}, old[1]]) == [Difference((1,), new={"user": "new"})]
    assert _differences(old, [old[1]]) == [Difference((0,), old={"user": "a"})]
    assert _differences(old, [old[0], {"user": "c"}]) == [Difference((1, "user"), "b", "c")]


def test_long_lists_are_compared_entry_by_entry() -> None:
    old = [str(number) for number in range(5000)]
    assert _differences(old, [*old[:-1], "x", "y"]) == [Difference((4999,), "4999", "x"), Difference((5000,), new="y")]


def test_what_means_the_same_is_none() -> None:
    assert (
        list(compare_values("a", "b", ("node",), lambda path, old, new: (path, old, new) == (("node",), "a", "b")))
        == []
    )


def test_json() -> None:
    assert Difference(("a", 0), 1, None).as_json() == {"path": "a.0", "change": "changed", "old": 1, "new": None}
    assert Difference(("a",), new=1).as_json() == {"path": "a", "change": "added", "new": 1}
    assert Difference(("a",), added=("x",)).as_json() == {
        "path": "a", "change": "changed", "added": ["x"], "removed": [],
    }  # fmt: skip
