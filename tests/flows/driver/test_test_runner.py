"""The runner of a bot's own tests."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from flows.driver.test_runner import TestReport, run_tests
from flows.engine.program import Program
from tests.flows.driver.fakes import KnownSentences
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import bot
from tools.box import ToolBox


def _run(tests: str, text: str = SHOP) -> TestReport:
    program = Program(bot(f"{text}tests:\n{tests}"))

    def tools_for(stubs: Mapping[str, Any]) -> ToolBox:
        return ToolBox(program.bot, stubs, bound=False)

    return asyncio.run(run_tests(program, KnownSentences(), tools_for, dict.fromkeys(program.bot.tests, 7)))


def _failures(turns: str) -> list[dict[str, Any]]:
    (result,) = _run(f"  x: {{turns: [{turns}]}}\n").as_json()["tests"]
    return list(result["failures"])


def test_a_first_turn_that_only_looks_is_turn_0() -> None:
    assert _failures("{expect: {says: shop}}, {user: order, expect: {node: which}}") == []
    assert _failures("{expect: {says: x}}, {user: order, expect: {node: many}}") == [
        {"turn": 0, "expected": {"says": ["x"]}, "got": {"says": ["Shop."]}},
        {"turn": 1, "expected": {"node": "many"}, "got": {"node": "which"}},
    ]


def test_all_that_a_caller_can_do() -> None:
    turns = """{user: order}, {dtmf: 1, expect: {slots: {size: small}}}, {silence: true, expect: {says: Hello?}},
    {interrupt: Hello, user: two, expect: {acts: [interrupt, fill], says: 2 small ones}},
    {dtmf: 1, expect: {called: [{tool: buy, with: {count: 2}}], says: "$5"}}, {hangup: true, expect: {ended: hangup}}"""
    assert _failures(turns) == []


def test_several_silences_are_one_turn() -> None:
    assert _failures("{user: order}, {silence: 3, expect: {ended: handoff, acts: [silence, silence, silence]}}") == []


def test_silences_stop_with_the_call() -> None:
    assert _failures("{silence: 9, expect: {ended: goodbye, acts: [silence, silence, silence]}}") == []


def test_what_comes_after_the_end_fails() -> None:
    assert _failures("{user: bye}, {user: order}") == [
        {"turn": 2, "expected": {"ended": None}, "got": {"ended": "goodbye"}}
    ]


def test_stubs_are_those_of_the_test() -> None:
    turns = "[{user: order}, {user: small}, {user: two}, {user: 'yes', expect: {says: closed}}]"
    report = _run(f"  x: {{stubs: {{buy: {{error: timeout}}}}, turns: {turns}}}\n")
    assert report.failed == 0


def test_nothing_real_is_called() -> None:
    text = SHOP.replace("    effect: write\n", "    effect: write\n    type: python\n    function: test_runner_buy\n")
    turns = "[{user: order}, {user: small}, {user: two}, {user: 'yes', expect: {says: '$5'}}]"
    from tools.registry import tool

    @tool("test_runner_buy")
    def buy(**arguments: Any) -> None:
        raise AssertionError("a test called a real tool")

    assert _run(f"  x: {{turns: {turns}}}\n", text).failed == 0


def test_lines_and_numbers() -> None:
    told = _run("  x: {turns: [{user: bye}]}\n  y: {turns: [{user: bye, expect: {ended: null}}]}\n").as_json()
    assert (told["passed"], told["failed"]) == (1, 1)
    assert [(test["name"], test["passed"], test["line"]) for test in told["tests"]] == [("x", True, 7), ("y", False, 7)]


def test_an_engine_that_fails_fails_the_turn() -> None:
    class Broken(KnownSentences):
        async def understand(self, text: str, *rest: Any) -> Any:
            raise ZeroDivisionError("by nought")

    program = Program(bot(f"{SHOP}tests:\n  x: {{turns: [{{user: bye}}, {{user: bye}}]}}\n"))
    report = asyncio.run(run_tests(program, Broken(), lambda stubs: ToolBox(program.bot, stubs, bound=False)))
    (told,) = report.as_json()["tests"]
    assert told["failures"] == [
        {"turn": 1, "expected": {"error": None}, "got": {"error": "ZeroDivisionError: by nought"}}
    ]


def test_a_spoken_test_goes_on_with_what_was_heard() -> None:
    spoken = {"odor": "order", "small": "Small.", "three": "two", "cough": ""}
    turns = """[{user: odor, expect: {node: which}}, {user: small, expect: {slots: {size: small}}},
    {user: cough, expect: {acts: [silence]}}, {user: three, expect: {slots: {count: 3}}}]"""
    program = Program(bot(f"{SHOP}tests:\n  x: {{turns: {turns}}}\n"))
    hints: list[Sequence[str]] = []

    async def hear_back(text: str, expected: Sequence[str]) -> str:
        hints.append(expected)
        return spoken[text]

    class Lenient(KnownSentences):
        async def understand(self, text: str, *rest: Any) -> Any:
            return await super().understand(text.lower().rstrip("."), *rest)

    report = asyncio.run(
        run_tests(program, Lenient(), lambda stubs: ToolBox(program.bot, stubs, bound=False), {}, hear_back)
    )
    (told,) = report.as_json()["tests"]
    assert hints[1] == ("small", "large")
    assert told["heard"] == [
        {"turn": 1, "said": "odor", "heard": "order"},
        {"turn": 3, "said": "cough", "heard": ""},
        {"turn": 4, "said": "three", "heard": "two"},
    ]
    assert told["word_error"] == 0.75
    assert told["failures"] == [
        {"turn": 4, "expected": {"slots": {"count": 3}}, "got": {"slots": {"count": 2}}, "heard": "two"}
    ]
