"""From one value to another by few changes."""

from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exchange.differences import differences
from flows.exchange.text.changes import Delete, Insert, Put, changed

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["a", "b", ""])),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from("abcdef"), inner, max_size=4)),
    max_leaves=12,
)


@given(VALUES, VALUES)
def test_they_lead_from_one_to_the_other(old: Any, new: Any) -> None:
    made = reduce(changed, differences(("x",), old, new), {"x": old})
    assert made == {"x": new}


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ({"a": 1, "b": {"c": 2}}, {"b": {"c": 3}, "a": 1}, [Put(("b", "c"), 3)]),
        (["a", "b", "c"], ["a", "x", "c"], [Put((1,), "x")]),
        (["a", "b", "c"], ["a", "c"], [Delete((1,))]),
        (["a", "c"], ["a", "b", "c"], [Insert((1,), "b")]),
        ({"a": 1}, {"z": 0, "a": 1}, [Insert(("z",), 0, before="a")]),
        ({"a": 1, "b": 2}, {"a": 1, "z": 0, "b": 2}, [Insert(("z",), 0, after="a")]),
        ({1: "a"}, {"1": "b"}, [Put((1,), "b")]),
        ({"a": 1}, {"b": 1}, [Put((), {"b": 1})]),
        ({}, {"b": 1}, [Put((), {"b": 1})]),
        ("a", "a", []),
        (1, True, [Put((), True)]),
    ],
)
def test_only_what_differs_changes(old: Any, new: Any, changes: list[Any]) -> None:
    assert list(differences((), old, new)) == changes
