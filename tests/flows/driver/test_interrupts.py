"""Callers who change their mind while a tool is under way: what is broken off, finished or taken back, and what the
bot does then."""

import asyncio
import json
from typing import Any

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.ports import ToolOutcome
from flows.driver.record import Turn
from flows.engine.acts import Act, Understanding
from flows.engine.commands import CallTool
from flows.engine.program import Program
from flows.engine.state import state_from_json, state_to_json
from tests.flows.driver.fakes import KnownSentences, WritingOutput
from tests.flows.driver.virtual_time import run_virtual
from tests.flows.small_bots import NOW, bot

BOAT = """
slots:
  boat: {type: choice, choices: {anna: [], berta: []}}
variables:
  booked: {type: text}
tools:
  price: {arguments: {boat: text}, returns: {price: number}, stub: {price: 30}}
  book:
    effect: write
    idempotency_key: auto
    confirmed: true
    arguments: {boat: text}
    returns: {number: text}
    stub: {number: b-1}
    HOW
  unbook: {effect: write, idempotency_key: auto, confirmed: true, arguments: {number: text}, stub: {}}
flows:
  main: {nodes: {hi: {type: say, say: Hello., next: end}}}
  rent:
    nodes:
      which: {type: ask, slot: boat, say: "Which boat, Anna or Berta?"}
      look: {type: call, tool: price, with: {boat: "{{ boat }}"}}
      tell: {type: say, say: "{{ boat }} is free."}
      book: {type: call, tool: book, with: {boat: "{{ boat }}"}, save: {booked: result.number}}
      done: {type: say, say: "Booked as {{ booked }}.", next: end}
  weather: {nodes: {tell: {type: say, say: It is sunny., next: end}}}
"""
ACTS = {
    "rent": (Act("start_flow", flow="rent"),),
    "anna": (Act("fill", slot="boat", value="anna"),),
    "no, berta": (Act("correct", slot="boat", old="anna", new="berta"),),
    "forget it": (Act("cancel"),),
    "weather": (Act("start_flow", flow="weather"),),
    "wait": (Act("wait"),),
    "no": (Act("deny"),),
    "help": (Act("help"),),
    "yes": (Act("affirm"),),
}
COMPENSATE = "on_interrupt: compensate\n    undo: {tool: unbook, with: {number: result.number}}"


class Sentences(KnownSentences):
    async def understand(self, text: str, *_given: Any) -> Understanding:
        return Understanding(text, ACTS.get(text, ()))


class Slow:
    """Tools that take a second each, but for those that hang; writes down what is asked and what is broken off."""

    def __init__(self, hangs: str = "", fails: str = "") -> None:
        self.asked: list[tuple[str, dict[str, Any], str | None]] = []
        self.broken: list[str] = []
        self.hangs, self.fails = hangs, fails

    async def call(self, command: CallTool) -> ToolOutcome:
        self.asked.append((command.tool, command.arguments, command.idempotency_key))
        try:
            await asyncio.sleep(60 if command.tool == self.hangs else 1)
        except asyncio.CancelledError:
            self.broken.append(command.tool)
            raise
        results: dict[str, Any] = {"price": {"price": 30}, "book": {"number": "b-7"}, "unbook": {}}
        return ToolOutcome(error="refused") if command.tool == self.fails else ToolOutcome(results[command.tool])


async def _reloaded(talk: Conversation) -> None:
    """As a process that goes on with it has it."""
    talk.state = state_from_json(json.loads(json.dumps(state_to_json(talk.state))))


def rent(tools: Slow, said: str, after_s: float, how: str = "") -> tuple[Turn, Turn, Conversation, bool]:
    """Rent Anna, and say something so long after the question was answered: that turn, and the one of the words."""
    text = BOAT.replace("HOW", how)
    talk = Conversation(Program(bot(text, warnings=True)), Sentences(), tools, WritingOutput(), FixedClock(NOW))

    async def run() -> tuple[Turn, Turn, Conversation, bool]:
        await talk.start(call="c-1")
        await talk.hear("rent")
        answering = asyncio.create_task(talk.hear("anna"))
        await asyncio.sleep(after_s)
        broke = await talk.break_off_for(said)
        answered = await answering
        await _reloaded(talk)
        return answered, await talk.hear(said), talk, broke

    return run_virtual(run())


def test_what_reads_is_broken_off_by_a_cancel() -> None:
    tools = Slow(hangs="price")
    answered, then, talk, broke = rent(tools, "forget it", 0.5)
    assert (broke, tools.broken) == (True, ["price"])
    assert answered.called == [{"tool": "price", "with": {"boat": "anna"}, "error": "interrupted"}]
    assert answered.said == []
    assert then.called == []
    assert talk.state.stack == () or talk.state.stack[-1].flow != "rent"


def test_a_correction_leads_back_and_the_tool_is_asked_anew() -> None:
    tools = Slow()
    answered, then, talk, _ = rent(tools, "no, berta", 0.5)
    assert answered.said == []
    assert talk.state.slots["boat"] == "berta"
    assert [(tool, given) for tool, given, _ in tools.asked] == [
        ("price", {"boat": "anna"}), ("price", {"boat": "berta"}), ("book", {"boat": "berta"}),
    ]  # fmt: skip
    assert "Booked as b-7." in then.said


def test_another_request_comes_first_and_then_the_tool_is_asked_again() -> None:
    tools = Slow()
    _, then, talk, _ = rent(tools, "weather", 0.5)
    assert "It is sunny." in then.said
    assert [tool for tool, _, _ in tools.asked] == ["price", "price", "book"]
    assert "Booked as b-7." in then.said


@pytest.mark.parametrize("said", ["anna", "what", "rent a"])
def test_words_that_lead_nowhere_else_wait(said: str) -> None:
    tools = Slow()
    answered, _, _, broke = rent(tools, said, 0.5)
    assert (broke, tools.broken) == (False, [])
    assert "Booked as b-7." in answered.said


def test_what_writes_is_finished_unless_it_says_otherwise() -> None:
    tools = Slow()
    answered, _, _, broke = rent(tools, "forget it", 1.5)
    assert (broke, tools.broken) == (False, [])
    assert "Booked as b-7." in answered.said


def test_what_writes_may_be_taken_back() -> None:
    tools = Slow()
    answered, then, talk, broke = rent(tools, "forget it", 1.5, COMPENSATE)
    assert (broke, tools.broken) == (True, [])
    asked = {tool: (given, key) for tool, given, key in tools.asked}
    assert asked["unbook"][0] == {"number": "b-7"}
    assert asked["unbook"][1] == f"{asked['book'][1]}:undo"
    assert [(each["tool"], each.get("error")) for each in answered.called] == [
        ("price", None), ("book", None), ("unbook", None),
    ]  # fmt: skip
    assert not any("Booked" in text for text in (*answered.said, *then.said))
    assert not any(frame.flow == "rent" for frame in talk.state.stack)


def test_what_cannot_be_taken_back_is_told_as_done() -> None:
    tools = Slow(fails="unbook")
    answered, _, _, _ = rent(tools, "forget it", 1.5, COMPENSATE)
    assert answered.called[-1]["error"] == "refused"
    assert "Booked as b-7." in answered.said


def test_what_was_not_done_is_not_taken_back() -> None:
    tools = Slow(fails="book")
    rent(tools, "forget it", 1.5, COMPENSATE)
    assert "unbook" not in [tool for tool, _, _ in tools.asked]


def test_silence_lets_it_go_on() -> None:
    tools = Slow()
    text = BOAT.replace("HOW", "")
    talk = Conversation(Program(bot(text, warnings=True)), Sentences(), tools, WritingOutput(), FixedClock(NOW))

    async def run() -> Turn:
        await talk.start(call="c-1")
        await talk.hear("rent")
        answering = asyncio.create_task(talk.hear("anna"))
        await asyncio.sleep(0.5)
        assert await talk.break_off_for("forget it")
        await answering
        return await talk.silence()

    assert "Booked as b-7." in run_virtual(run()).said


@pytest.mark.parametrize("said", ["wait", "no", "help", "what"])
def test_what_was_taken_back_is_done_again_only_when_the_caller_says_so(said: str) -> None:
    tools = Slow()
    text = BOAT.replace("HOW", COMPENSATE)
    talk = Conversation(Program(bot(text, warnings=True)), Sentences(), tools, WritingOutput(), FixedClock(NOW))

    async def run() -> None:
        await talk.start(call="c-1")
        await talk.hear("rent")
        answering = asyncio.create_task(talk.hear("anna"))
        await asyncio.sleep(1.5)
        assert await talk.break_off_for("forget it")
        await answering
        assert [tool for tool, _, _ in tools.asked] == ["price", "book", "unbook"]
        for _ in range(2):
            await talk.hear(said)
            await talk.silence()
            await _reloaded(talk)
        assert [tool for tool, _, _ in tools.asked] == ["price", "book", "unbook"]
        assert "Booked as b-7." in (await talk.hear("yes")).said

    run_virtual(run())


def test_another_tool_than_the_one_that_was_meant_is_not_broken_off() -> None:
    """Understanding may take long, and meanwhile the next tool is asked."""
    tools = Slow()

    class Slowly(Sentences):
        async def understand(self, text: str, *given: Any) -> Understanding:
            await asyncio.sleep(0.8 if text == "forget it" else 0)
            return await super().understand(text, *given)

    talk = Conversation(
        Program(bot(BOAT.replace("HOW", "on_interrupt: cancel"), warnings=True)), Slowly(), tools, WritingOutput(),
        FixedClock(NOW),
    )  # fmt: skip

    async def run() -> Turn:
        await talk.start(call="c-1")
        await talk.hear("rent")
        answering = asyncio.create_task(talk.hear("anna"))
        await asyncio.sleep(0.5)  # the price is asked; by the time it is understood, the booking is
        assert not await talk.break_off_for("forget it")
        return await answering

    assert "Booked as b-7." in run_virtual(run()).said
    assert tools.broken == []


@pytest.mark.parametrize("error", ["timeout", "unavailable"])
def test_of_what_may_have_been_taken_back_nobody_says_that_it_was_done(error: str) -> None:
    class Unsure(Slow):
        async def call(self, command: CallTool) -> ToolOutcome:
            outcome = await super().call(command)
            return ToolOutcome(error=error) if command.tool == "unbook" else outcome

    answered, _, _, _ = rent(Unsure(), "forget it", 1.5, COMPENSATE)
    assert not any("Booked" in text for text in answered.said)


def test_a_tool_that_ends_by_itself_was_not_broken_off_by_the_caller() -> None:
    class Cancels(Slow):
        async def call(self, command: CallTool) -> ToolOutcome:
            raise asyncio.CancelledError

    answered, _, _, _ = rent(Cancels(), "what", 0.5)
    assert answered.called[0]["error"] == "unavailable"


def test_nothing_is_broken_off_where_nothing_is_under_way() -> None:
    talk = Conversation(
        Program(bot(BOAT.replace("HOW", ""), warnings=True)), Sentences(), Slow(), WritingOutput(), FixedClock(NOW)
    )

    async def run() -> None:
        await talk.start(call="c-1")
        assert not await talk.break_off_for("forget it")

    run_virtual(run())
