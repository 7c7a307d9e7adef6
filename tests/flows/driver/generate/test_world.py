"""From a point of a conversation, what the caller does and what the tools give lead to others."""

import asyncio

from flows.definition.test_case import TestTurn
from flows.driver.coverage import VISIT, Edge
from flows.driver.generate.world import MAX_WAYS, Given, Point, Remembering
from flows.engine.expectation import Expectation
from flows.values.setting import ANYWHERE
from tests.flows.driver.generate.plain import DOOR, Plain


def _told(point: Point) -> list[str]:
    return [edge.as_text() for edge in point.edges[-1] if edge.field != VISIT]


def test_the_greeting_is_the_first_turn() -> None:
    point = Plain().begin()
    assert point.steps == ()
    assert point.edges == ((Edge("main", "hello", VISIT), Edge("main", "hello", "next")),)


def test_a_step_leads_on_and_the_point_before_stays() -> None:
    plain = Plain()
    before = plain.begin()
    after = plain.after("let me in", "twelve")
    assert after.steps == (TestTurn(user="let me in"), TestTurn(user="twelve"))
    assert _told(after)[:2] == ["enter.old.next[0]", "enter.child.next"]
    assert after.taken == {edge for turn in after.edges for edge in turn} > before.taken
    assert before.steps == ()


def test_one_way_for_each_thing_that_a_tool_may_give() -> None:
    plain = Plain()
    found = plain.take(plain.after("let me in"), "twenty")
    assert found[0].given == (Given("seats", {"free": True}, own=True),)
    by_entry = {str(point.given[0].entry): _told(point) for point in found}
    assert "enter.fork.next[1]" in by_entry["{'free': False}"]
    assert "enter.look.on_error" in by_entry["{'error': 'timeout'}"]
    assert [point.given[0].own for point in found[1:]] == [False] * (len(found) - 1)


def test_stubs_that_are_lists_go_on_where_the_conversation_is() -> None:
    plain = Plain(DOOR.replace("stub: {free: true}", "stub: [{free: true}, {free: false}]"))
    second = plain.after("let me in", "twenty", "let me in", "twenty")
    assert [given.entry for given in second.given] == [{"free": True}, {"free": False}]
    assert "enter.fork.next[1]" in _told(second)


def test_a_bound_on_the_ways() -> None:
    calls = "".join(f"      c{at}: {{type: call, tool: seats, save: {{free: result.free}}}}\n" for at in range(6))
    head = DOOR.split("flows:")[0]
    fork = "      f: {type: decide, next: [{if: free, go: end}, {else: end}]}\n"
    text = f"{head}flows:\n  main:\n    nodes:\n{calls}{fork}"
    plain = Plain(text)
    assert len(asyncio.run(plain.world.begin())) == MAX_WAYS
    assert plain.world.tried == MAX_WAYS


def test_models_give_what_is_planned_too() -> None:
    text = """
flows:
  on_start: {nodes: {quiet: {type: decide, next: [{else: end}]}}}
  main:
    nodes:
      poem: {type: generate, prompt: A poem., stub: Roses are red., on_error: sorry, next: end}
      sorry: {type: say, say: No poem today., next: end}
"""
    ways = asyncio.run(Plain(text).world.begin())
    assert _told(ways[0]) == ["on_start.quiet.next[0]", "main.poem.next"]
    assert any("main.poem.on_error" in _told(way) for way in ways[1:])


def test_a_place_where_the_bot_cannot_go_on() -> None:
    plain = Plain(DOOR.replace("say: Come later.", "say: x").replace("say: Come in.", 'say: "{{ sure }}"'))
    assert plain.after("let me in", "twelve").faults == ()
    (fault,) = plain.after("let me in", "twenty").faults
    assert (fault.flow, fault.node) == ("enter", "come")
    assert "sure" in fault.problem


def test_what_the_bot_expects_and_understands_at_a_point() -> None:
    plain = Plain()
    point = plain.after("let me in")
    assert plain.world.expectation(point).slot == "age"
    (act,) = asyncio.run(plain.world.understood(point, "thirty")).acts
    assert (act.act, act.slot, act.value) == ("fill", "age", 30)


def test_a_sentence_is_understood_once_for_each_place() -> None:
    plain = Plain()
    remembering = Remembering(plain.understander)
    asked, plain.understander.heard[:] = Expectation("slot", slot="age"), []
    for expectation in (asked, asked, Expectation()):
        asyncio.run(remembering.understand("thirty", expectation, {}, ANYWHERE))
    asyncio.run(remembering.understand("thirty", asked, {"age": 3}, ANYWHERE))
    assert plain.understander.heard == ["thirty"] * 3
