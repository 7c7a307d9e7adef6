"""From the ways that were found to few tests that hold all of their edges."""

import asyncio
from collections.abc import Iterable

import pytest

from flows.driver.coverage import Edge, edges_of
from flows.driver.generate import judge as judge_module
from flows.driver.generate.compose import Composed, Composer
from flows.driver.generate.judge import Judge
from flows.driver.generate.mutants import mutants
from flows.driver.generate.sameness import Sameness
from flows.driver.generate.search import Search
from flows.driver.test_runner import run_test
from flows.engine.program import Program
from tests.flows.driver.generate.plain import DOOR, Plain


def _composed(plain: Plain, wanted: Iterable[Edge] | None = None) -> Composed:
    search = Search(plain.world, plain.moves, Sameness(plain.program), wanted or edges_of(plain.bot))
    asyncio.run(plain.moves.prepare(plain.begin()))
    asyncio.run(search.run())
    judge = Judge(plain.program, plain.understander, plain.tools_for)
    return asyncio.run(Composer(plain.bot, search, judge).run())


def test_few_tests_hold_every_edge() -> None:
    plain = Plain()
    composed = _composed(plain)
    edges = edges_of(plain.bot)
    assert composed.not_testable == {}
    assert composed.not_told == {}
    assert len(composed.tests) < len(edges)
    for edge in edges:
        for mutant in mutants(plain.bot, edge):
            assert any(_fails(plain, mutant.bot, name, composed) for name in composed.tests), (edge, mutant.what)


def _fails(plain: Plain, turned: object, name: str, composed: Composed) -> bool:
    draft = composed.tests[name]
    tools = plain.tools_for(draft.stubs)
    return not asyncio.run(run_test(Program(turned), plain.understander, tools, name, draft.case())).passed  # type: ignore[arg-type]


def test_only_what_is_wanted() -> None:
    composed = _composed(Plain(), [Edge("enter", "look", "on_error")])
    assert list(composed.tests) == ["enter: look fails"]
    assert composed.tests["enter: look fails"].stubs == {"seats": {"error": "timeout"}}


def test_what_nobody_would_notice_is_told() -> None:
    same = DOOR.replace("say: We are full.", "say: Come in.")
    composed = _composed(Plain(same))
    assert "leads to `full`" in composed.not_told[Edge("enter", "fork", "next", 0)]


def test_an_edge_that_no_test_can_hold_is_told_with_the_reason() -> None:
    text = """
intents: {look: {description: looking around, examples: [look around]}}
flows:
  main: {nodes: {hello: {type: say, say: Hello., next: end}}}
  look:
    triggers: [look]
    nodes: {fork: {type: decide, next: [{if: 'channel == "voice"', go: end}, {else: end}]}}
"""
    plain = Plain(text)
    composed = _composed(plain)
    told = {edge.as_text(): why for edge, why in composed.not_testable.items()}
    assert all("tells" in why for why in told.values())


def test_where_the_bound_is_reached_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge_module, "MAX_RUNS", 20)
    composed = _composed(Plain())
    assert len(composed.tests) >= 1
    assert "the bound on the work was reached" in composed.not_testable.values()
