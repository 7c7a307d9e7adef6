"""Circles in graphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks.circles import circles


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, []),
        ({"a": {"b"}, "b": set()}, []),
        ({"a": {"a"}}, [{"a"}]),
        ({"a": {"b"}, "b": {"a"}}, [{"a", "b"}]),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, [{"b", "c"}]),
        ({"a": {"b"}, "b": {"a"}, "c": {"d"}, "d": {"c", "a"}}, [{"a", "b"}, {"c", "d"}]),
        ({"a": {"outside"}}, []),
    ],
)
def test_finds_what_leads_round(graph: dict[str, set[str]], found: list[set[str]]) -> None:
    assert sorted(circles(graph), key=sorted) == found


@given(st.dictionaries(st.integers(0, 8), st.sets(st.integers(0, 8), max_size=4), max_size=9))
def test_a_place_is_in_a_circle_when_it_leads_to_itself(graph: dict[int, set[int]]) -> None:
    def reached(start: int) -> set[int]:
        seen, waiting = set[int](), [start]
        while waiting:
            for following in graph.get(waiting.pop(), ()):
                if following in graph and following not in seen:
                    seen.add(following)
                    waiting.append(following)
        return seen

    inside = {place for part in circles(graph) for place in part}
    assert inside == {place for place in graph if place in reached(place)}


def test_a_long_ring_needs_no_recursion() -> None:
    size = 20_000
    (ring,) = circles({at: {(at + 1) % size} for at in range(size)})
    assert len(ring) == size
