"""Which tools may be tried, and what is said while they take long; times by the loop's clock."""

import asyncio
from typing import Any, Literal

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.fillers import Fillers
from flows.driver.gate import Gate
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import Ports, ToolOutcome
from flows.driver.tool_calls import UnderWay, call_tool, may_be_tried
from flows.engine.commands import CallTool
from tests.flows.driver.fakes import KnownSentences, SlowTools, WritingOutput
from tests.flows.driver.virtual_time import run_virtual
from tests.flows.small_bots import NOW, bot

SMALL = "flows: {main: {nodes: {a: {type: say, say: Hello., next: end}}}}"


@pytest.mark.parametrize(("effect", "speculate"), [("read", True), ("read", False), ("write", True), ("write", False)])
def test_only_what_reads_and_is_allowed_is_tried(effect: Literal["read", "write"], speculate: bool) -> None:
    command = CallTool("tool-1", "look", {}, 4000, effect, speculate=speculate)
    assert may_be_tried(command) is (effect == "read" and speculate)


@pytest.mark.parametrize(
    ("took", "filler_after_ms", "counts_s", "lines", "error"),
    [
        (1.0, 500, 0, [("filler", "Wait.", 0.5)], None),
        (0.4, 500, 0, [], None),
        (9.0, 500, 0, [("filler", "Wait.", 0.5)], "timeout"),
        (9.0, 5000, 0, [], "timeout"),
        (9.0, 500, 1.8, [], "timeout"),
        (1.7, 500, 1.0, [("filler", "Wait.", 1.5)], None),
        (9.0, 500, 60, [], "timeout"),
        (0.1, 0, 60, [], None),
    ],
)
def test_where_nobody_listens_the_filler_counts_from_when_the_turn_counts(
    took: float, filler_after_ms: int, counts_s: float, lines: list[Any], error: str | None
) -> None:
    async def run() -> None:
        output, gate = WritingOutput(), Gate()
        ports = Ports(KnownSentences(), SlowTools(took), ModelStubs(bot(SMALL)), output, FixedClock(NOW))
        if counts_s:
            asyncio.get_running_loop().call_later(counts_s, gate.passed.set)
        else:
            gate.passed.set()
        command = CallTool("tool-1", "look", {}, 2000, filler="Wait.", filler_after_ms=filler_after_ms, speculate=True)
        outcome = await call_tool(ports, gate, Fillers(), UnderWay(command))
        assert outcome == (ToolOutcome({"price": 5}) if error is None else ToolOutcome(error=error))
        assert output.lines == lines
        assert asyncio.get_running_loop().time() == pytest.approx(min(took, 2.0))

    run_virtual(run())


@pytest.mark.parametrize(
    ("spoke_before_s", "filler_after_ms", "filler_at_s"),
    [
        (0.3, 500, 0.2),  # the caller has waited for 300 of 500 ms
        (0.45, 500, 0.15),  # nothing is said for a tool that has just begun
        (3.0, 500, 0.15),
        (0.3, 0, 0.0),
        (0.3, 100, 0.1),
    ],
)
def test_the_caller_hears_nothing_for_no_longer_than_the_bot_says(
    spoke_before_s: float, filler_after_ms: int, filler_at_s: float
) -> None:
    async def run() -> None:
        output, gate = WritingOutput(), Gate()
        output.spoke_at_s = asyncio.get_running_loop().time() - spoke_before_s
        gate.passed.set()
        ports = Ports(KnownSentences(), SlowTools(1.0), ModelStubs(bot(SMALL)), output, FixedClock(NOW))
        command = CallTool("tool-1", "look", {}, 2000, filler="Wait.", filler_after_ms=filler_after_ms)
        await call_tool(ports, gate, Fillers(), UnderWay(command))
        assert output.lines == [("filler", "Wait.", pytest.approx(filler_at_s))]

    run_virtual(run())
