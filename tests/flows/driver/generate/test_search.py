"""The search reaches every edge that a conversation can go over, by the shortest one, and stops."""

import asyncio
from collections.abc import Iterable

import pytest

from flows.driver.coverage import Edge, edges_of
from flows.driver.generate import search as search_module
from flows.driver.generate.sameness import Sameness
from flows.driver.generate.search import MAX_ALIKE, MAX_WAYS, Search
from tests.flows.driver.generate.plain import DOOR, Plain


def _searched(plain: Plain, wanted: Iterable[Edge] | None = None) -> Search:
    found = Search(plain.world, plain.moves, Sameness(plain.program), wanted or edges_of(plain.bot))
    asyncio.run(plain.moves.prepare(plain.begin()))
    asyncio.run(found.run())
    return found


@pytest.fixture(scope="module")
def found() -> Search:
    return _searched(Plain())


def test_every_edge_is_reached(found: Search) -> None:
    assert [edge.as_text() for edge, ways in found.ways.items() if not ways] == []


def test_each_way_ends_with_its_edge_and_the_first_is_the_shortest(found: Search) -> None:
    for edge, ways in found.ways.items():
        assert all(edge in way.edges[-1] for way in ways)
        assert len(ways[0].steps) == min(len(way.steps) for way in ways)
        assert len(ways) <= MAX_WAYS
        assert all(sum(way.edges[-1] == other.edges[-1] for other in ways) <= MAX_ALIKE for way in ways)
    assert [step.user for step in found.ways[Edge("enter", "look", "on_error")][0].steps] == ["let me in", "twenty"]


def test_short_conversations_come_first(found: Search) -> None:
    lengths = [len(point.steps) for point in found.points if point.state.stack]
    assert lengths[0] == 1
    assert lengths.index(2) < len(lengths) - 1
    assert lengths == sorted(lengths)


def test_the_moments_at_which_calls_begin() -> None:
    plain = Plain(DOOR.replace("{if: age < 18, go: child}", "{if: 'now < \"2026-01-01\"', go: child}"))
    search = Search(plain.world, plain.moves, Sameness(plain.program), edges_of(plain.bot))
    asyncio.run(plain.moves.prepare(plain.begin()))
    asyncio.run(search.run((None, "2025-12-31T10:00")))
    (way, *_) = search.ways[Edge("enter", "old", "next", 0)]
    assert way.now == "2025-12-31T10:00"


def test_what_is_not_wanted_is_not_kept() -> None:
    edge = Edge("enter", "full", "next")
    assert set(_searched(Plain(), [edge]).ways) == {edge}


def test_conversations_that_go_on(found: Search) -> None:
    way = found.ways[Edge("enter", "old", "validate", 0)][0]
    longer = list(found.longer(way))
    assert longer
    for other in longer:
        assert other.steps[: len(way.steps)] == way.steps
        assert len(other.steps) > len(way.steps)
        assert other.given[: len(way.given)] == way.given


def test_an_edge_that_no_call_can_go_over_stays_empty() -> None:
    plain = Plain(DOOR.replace("{if: free, go: come}", "{if: free and age < 5, go: come}"))
    found = _searched(plain)
    assert [edge.as_text() for edge, ways in found.ways.items() if not ways] == [
        "enter.fork.next[0]", "enter.come.next",
    ]  # fmt: skip


def test_no_way_leads_through_a_place_where_the_bot_cannot_go_on() -> None:
    found = _searched(Plain(DOOR.replace("say: Come in.", 'say: "{{ sure }}"')))
    assert found.ways[Edge("enter", "fork", "next", 0)] == []
    assert found.ways[Edge("enter", "fork", "next", 1)]
    ((fault, point),) = found.faults.items()
    assert (fault.flow, fault.node) == ("enter", "come")
    assert [step.user for step in point.steps] == ["let me in", "twenty"]


def test_what_only_a_made_up_result_breaks_is_no_fault_of_the_bot() -> None:
    broken = _searched(Plain(DOOR.replace("say: We are full.", 'say: "{{ sure }}"')))
    assert broken.faults == {}
    assert broken.ways[Edge("enter", "fork", "next", 1)] == []


def test_calls_in_which_something_was_left_come_later() -> None:
    back = f"{DOOR}  on_resume: {{nodes: {{h: {{type: say, say: Back., next: end}}}}}}\n"
    more = back.replace(
        "nodes: {bye: {type: end, say: Good night.}}", "nodes: {bye: {type: say, say: Bye., next: end}}"
    )
    found = _searched(Plain(more))
    left = [at for at, point in enumerate(found.points) if any(frame.interrupted for frame in point.state.stack)]
    assert found.ways[Edge("on_resume", "h", "next")]
    assert all(ways for ways in found.ways.values())
    assert found.points.index(found.ways[Edge("enter", "come", "next")][0]) < max(left, default=len(found.points))


def test_the_search_is_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "MAX_TURNS", 2)
    plain = Plain()
    assert any(not ways for ways in _searched(plain).ways.values())
    assert plain.world.tried <= 5  # what was begun is tried to its end
