"""A test is held against the mutants of an edge, and gets what it needs to fail on each."""

import asyncio

import pytest

from flows.driver.coverage import Edge
from flows.driver.generate import judge as judge_module
from flows.driver.generate.draft import Draft
from flows.driver.generate.judge import Judge, Verdict
from flows.driver.generate.mutants import mutants
from flows.driver.test_runner import run_test
from flows.engine.program import Program
from tests.flows.driver.generate.plain import DOOR, Plain

CHILD = Edge("enter", "old", "next", 0)


def _judged(plain: Plain, edge: Edge, *said: str, only: set[str] | None = None) -> tuple[Draft, Verdict]:
    judge = Judge(plain.program, plain.understander, plain.tools_for)
    draft = Draft.of(plain.after(*said))
    base = asyncio.run(judge.begin(draft))
    assert base is not None
    return draft, asyncio.run(judge.strengthen(draft, base, edge, only))


def test_it_fails_on_every_mutant_that_it_is_said_to_kill() -> None:
    plain = Plain()
    draft, verdict = _judged(plain, CHILD, "let me in", "twelve")
    assert verdict.survivors == set()
    for mutant in mutants(plain.bot, CHILD):
        assert mutant.what in verdict.killed
        ran = asyncio.run(
            run_test(Program(mutant.bot), plain.understander, plain.tools_for(draft.stubs), "x", draft.case())
        )
        assert not ran.passed, mutant.what
    kept = asyncio.run(run_test(plain.program, plain.understander, plain.tools_for(draft.stubs), "x", draft.case()))
    assert kept.passed


def test_the_plain_expectations_come_first_and_others_only_where_they_do_not_tell() -> None:
    plain = Plain()
    judge = Judge(plain.program, plain.understander, plain.tools_for)
    draft = Draft.of(plain.after("let me in", "twelve"))
    base = asyncio.run(judge.begin(draft))
    assert base is not None
    assert draft.expected[1] == {"flow": "enter", "node": "old"}
    before = draft.copy().expected
    asyncio.run(judge.strengthen(draft, base, CHILD, {"leads to `look`"}))
    assert draft.expected == before  # what it says and calls tells that already
    asyncio.run(judge.strengthen(draft, base, Edge("enter", "child", "next"), {"leads to `come`"}))
    assert draft.expected != before


def test_a_conversation_that_does_not_come_by_tells_nothing() -> None:
    _, verdict = _judged(Plain(), CHILD, "let me out")
    assert verdict.killed == set()
    assert verdict.survivors


def test_only_some_mutants() -> None:
    _, verdict = _judged(Plain(), CHILD, "let me in", "twelve", only={"leads to `end`"})
    assert verdict.killed == {"leads to `end`"}
    assert verdict.survivors == set()


def test_an_edge_of_which_nobody_would_notice() -> None:
    same = DOOR.replace("say: We are full.", "say: Come in.")
    _, verdict = _judged(Plain(same), Edge("enter", "fork", "next", 0), "let me in", "twenty")
    assert "leads to `full`" in verdict.survivors
    assert "leads to `end`" in verdict.killed


def test_a_draft_that_breaks_off_cannot_be_begun() -> None:
    plain = Plain()
    point = plain.after("let me in", "twelve")
    draft = Draft.of(point)
    draft.steps = (*plain.after("let me out").steps, *draft.steps)
    draft.expected.append({})
    assert asyncio.run(Judge(plain.program, plain.understander, plain.tools_for).begin(draft)) is None


def test_a_bound_on_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judge_module, "MAX_RUNS", 1)
    plain = Plain()
    judge = Judge(plain.program, plain.understander, plain.tools_for)
    assert not judge.tired
    asyncio.run(judge.begin(Draft.of(plain.after("let me in"))))
    assert judge.tired
