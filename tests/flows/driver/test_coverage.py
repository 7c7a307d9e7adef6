"""What tests reach: every way out of a node counts by itself."""

import pytest

from flows.driver.coverage import Coverage, Edge, coverage, edges_of, edges_taken, last_nodes_of, visit_of
from flows.engine.acts import Act
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk, bot

WAYS = """
slots: {n: {type: integer}, sure: {type: yes_no}}
tools: {look: {stub: 1}}
flows:
  main:
    nodes:
      a:
        type: ask
        slot: n
        say: N?
        validate: [{if: n > 9, say: Too many.}, {if: n < 1, say: Too few.}]
        confirm: "{{ n }}?"
        on_fail: [{if: n == 2, go: d}, {else: e}]
      b: {type: decide, next: [{if: n == 1, go: d}, {if: n == 2, go: d}, {else: c}]}
      c: {type: call, tool: look}
      d: {type: handoff}
      e: {type: end}
"""


def test_every_way_counts_by_itself() -> None:
    assert edges_of(bot(WAYS, warnings=True)) == {
        Edge("main", "a", "on_fail", 0): "d",
        Edge("main", "a", "on_fail", 1): "e",
        Edge("main", "a", "next"): "b",
        Edge("main", "a", "validate", 0): "a",
        Edge("main", "a", "validate", 1): "a",
        Edge("main", "a", "confirm"): "a",
        Edge("main", "b", "next", 0): "d",
        Edge("main", "b", "next", 1): "d",
        Edge("main", "b", "next", 2): "c",
        Edge("main", "c", "next"): "d",
        Edge("main", "c", "on_error"): "handoff",
    }


def test_ways_out_that_are_not_named_are_built_in() -> None:
    text = "voxloom: 1\nbot: small\nstart: main\n" + WAYS.replace(
        "        on_fail: [{if: n == 2, go: d}, {else: e}]\n", ""
    )
    found = edges_of(bot(text.replace("      e: {type: end}\n", ""), warnings=True))
    assert found[Edge("main", "a", "on_fail")] == "on_cannot_help"
    assert found[Edge("main", "c", "on_error")] == "on_error"


def test_edges_are_told_as_places() -> None:
    assert Edge("f", "n", "next").as_json() == {"flow": "f", "node": "n", "field": "next"}
    assert Edge("f", "n", "validate", 0).as_json() == {"flow": "f", "node": "n", "field": "validate", "branch": 0}
    assert Edge("f", "n", "next", 2).as_text() == "f.n.next[2]"


@pytest.mark.parametrize(
    ("numbers", "edge"),
    [
        ([12], Edge("main", "a", "validate", 0)),
        ([0], Edge("main", "a", "validate", 1)),
        ([1, "deny"], Edge("main", "a", "confirm")),
        ([1, "affirm"], Edge("main", "b", "next", 0)),
        ([2, "affirm"], Edge("main", "b", "next", 1)),
        ([3, "affirm"], Edge("main", "b", "next", 2)),
        ([12, 12, 12], Edge("main", "a", "on_fail", 1)),
    ],
)
def test_the_trace_tells_which_way_was_taken(numbers: list[int | str], edge: Edge) -> None:
    talk = Talk(WAYS)
    for step in numbers:
        talk.act(Act("fill", slot="n", value=step) if isinstance(step, int) else Act(step))  # type: ignore[arg-type]
    assert edge in edges_taken(talk.program.bot, talk.sprint.trace)


def test_a_failing_tool_takes_the_way_out() -> None:
    talk = Talk(WAYS)
    talk.give(n=3)
    talk.act(Act("affirm"))
    talk.returns(error="timeout")
    assert edges_taken(talk.program.bot, talk.sprint.trace) >= {Edge("main", "c", "on_error")}
    assert Edge("main", "c", "next") not in edges_taken(talk.program.bot, talk.sprint.trace)


def test_a_bot_is_covered_by_what_a_trace_went_over() -> None:
    talk = Talk(SHOP)
    trace = [*talk.sprint.trace]
    talk.ask_for("order")
    trace += talk.sprint.trace
    talk.give(size="small")
    trace += talk.sprint.trace
    of = len(edges_of(talk.program.bot))
    assert coverage(talk.program.bot, trace) == Coverage((3, 12), (2, of))
    assert coverage(talk.program.bot, trace).as_json() == {"nodes": [3, 12], "edges": [2, of]}


def test_built_in_flows_are_not_counted() -> None:
    talk = Talk(SHOP)
    talk.mumble()
    trace = talk.sprint.trace
    assert {line["flow"] for line in trace if line["why"] == "visit"} == {"on_no_match"}
    assert coverage(talk.program.bot, trace).nodes[0] == coverage(talk.program.bot, trace).edges[0] == 0


def test_nodes_from_which_nothing_leads_on_are_told_by_themselves() -> None:
    made = bot(WAYS, warnings=True)
    last = last_nodes_of(made)
    assert [edge.as_text() for edge in last] == ["main.d.visit", "main.e.visit"]
    assert not set(last) & set(edges_of(made))
    assert visit_of({"flow": "main", "node": "e", "why": "visit"}) in last
    assert visit_of({"flow": "main", "node": "e", "why": "leads_to", "field": "next"}) is None
