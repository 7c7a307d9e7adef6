"""Turns on trial: nothing is done before they count, and then everything, in its order."""

import asyncio
from typing import Any

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.gate import Spent
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool, Say
from flows.engine.program import Program
from tests.flows.driver.fakes import KnownSentences, SlowTools, WritingOutput
from tests.flows.driver.tried import Talk, begun
from tests.flows.driver.virtual_time import run_virtual
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import NOW, bot

STOCK = """
slots: {size: {type: choice, choices: {small: null, large: null}}}
variables: {left: {type: integer}}
intents: {order: {description: an order, examples: [order something]}}
tools:
  stock: {arguments: {size: text}, returns: {left: integer}, stub: {left: 3}}
flows:
  main:
    nodes: {hello: {type: say, say: Shop., next: end}}
  order:
    triggers: [order]
    nodes:
      which: {type: ask, slot: size, say: Which size?}
      look:
        type: call
        tool: stock
        speculate: true
        with: {size: "{{ size }}"}
        filler: {after: 500ms, say: Let me look.}
        save: {left: result.left}
        on_error: broken
      tell: {type: say, say: "There are {{ left }}.", next: end}
      broken: {type: say, say: I cannot look., next: end}
"""
HELD = STOCK.replace("        speculate: true\n", "")


def test_nothing_is_done_before_the_turn_counts_and_then_all_of_it_in_order() -> None:
    async def run() -> None:
        here = await Talk(STOCK, SlowTools(0.1, {"left": 2})).begin("order")
        state, texts = here.talk.state, list[Say]()
        branch, task = begun(here.talk, "small", texts.append)
        await asyncio.sleep(0.3)
        assert branch.worked_out
        assert not task.done()
        assert (here.output.lines, here.lines, here.talk.state) == ([], [], state)
        assert [say.text for say in texts] == ["There are 2.", "Is there anything else I can do for you?"]
        assert branch.spent == Spent(tools=1)
        talk = branch.commit()
        turn = await task
        assert [line[:2] for line in here.output.lines] == [
            ("say", "There are 2."),
            ("say", "Is there anything else I can do for you?"),
            ("listen", "anything_else"),
        ]
        assert [line["event"]["event"] for line in here.lines] == ["user_said", "tool_returned"]
        assert turn.called == [{"tool": "stock", "with": {"size": "small"}, "result": {"left": 2}}]
        assert talk.state.variables["left"] == 2
        await talk.hear("bye")
        assert here.output.lines[-1][0] == "end"
        assert len(texts) == 2  # what counts at once needs no preparation

    run_virtual(run())


def test_a_turn_that_is_discarded_was_never_there() -> None:
    async def run() -> None:
        tools = SlowTools(5)
        here = await Talk(STOCK, tools).begin("order")
        state = here.talk.state
        branch, task = begun(here.talk, "small")
        await asyncio.sleep(0.3)
        branch.discard()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert tools.cancelled == 1
        assert len(asyncio.all_tasks()) == 1
        assert (here.output.lines, here.lines) == ([], [])
        assert here.talk.state is state
        assert branch.fits
        with pytest.raises(RuntimeError, match="discarded"):
            branch.commit()

    run_virtual(run())


@pytest.mark.parametrize(
    ("text", "took", "lines"),
    [
        (STOCK, 2.0, [("filler", "Let me look.", 0.9), ("say", "There are 2.", 2.0)]),
        (STOCK, 0.6, [("say", "There are 2.", 0.6)]),
        (HELD, 2.0, [("filler", "Let me look.", 0.9), ("say", "There are 2.", 2.4)]),
        (STOCK, 60, [("filler", "Let me look.", 0.9), ("say", "I cannot look.", 4.0)]),
        (HELD, 60, [("filler", "Let me look.", 0.9), ("say", "I cannot look.", 4.4)]),
    ],
    ids=["tried early", "tried and quick", "held", "tried and hangs", "held and hangs"],
)
def test_callers_wait_from_when_the_turn_counts(text: str, took: float, lines: list[Any]) -> None:
    """It counts after 400 ms. The filler is told from there, the time of the tool from when it was sent."""

    async def run() -> None:
        here = await Talk(text, SlowTools(took, {"left": 2})).begin("order")
        branch, task = begun(here.talk, "small")
        await asyncio.sleep(0.4)
        assert branch.spent.tools == (1 if text == STOCK else 0)
        branch.commit()
        await task
        assert here.output.lines[: len(lines)] == lines

    run_virtual(run())


def test_what_writes_waits_for_the_caller() -> None:
    calls: list[tuple[str, float]] = []

    class Writes:
        async def call(self, command: CallTool) -> ToolOutcome:
            calls.append((command.tool, asyncio.get_running_loop().time()))
            return ToolOutcome({"price": 5})

    async def run() -> None:
        text = SHOP.replace("        tool: buy\n", "        tool: buy\n        speculate: true\n")
        here = await Talk(text, Writes()).begin("order", "small", "two")
        branch, task = begun(here.talk, "yes")
        await asyncio.sleep(1)
        assert calls == []
        branch.commit()
        await task
        assert calls == [("buy", 1.0)]

    run_virtual(run())


@pytest.mark.parametrize(("sentence", "done"), [("bye", ["end"]), ("person", ["hand_off", "end"])])
def test_a_turn_on_trial_neither_ends_a_call_nor_hands_it_over(sentence: str, done: list[str]) -> None:
    async def run() -> None:
        here = await Talk(STOCK, SlowTools(0)).begin("order")
        branch, task = begun(here.talk, sentence)
        await asyncio.sleep(1)
        assert branch.worked_out
        assert here.output.lines == []
        talk = branch.commit()
        await task
        assert [kind for kind, _, _ in here.output.lines if kind != "say"] == done
        assert talk.state.ended is not None

    run_virtual(run())


def test_it_fits_as_long_as_nothing_else_happened() -> None:
    async def run() -> None:
        here = await Talk(STOCK, SlowTools(0)).begin("order")
        branch, task = begun(here.talk, "small")
        await asyncio.sleep(0)
        assert branch.fits
        await here.talk.silence()
        assert not branch.fits
        with pytest.raises(RuntimeError, match="has gone on"):
            branch.commit()
        branch.discard()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    run_virtual(run())


def test_a_turn_that_counts_cannot_be_taken_back() -> None:
    async def run() -> None:
        here = await Talk(STOCK, SlowTools(0)).begin("order")
        branch, task = begun(here.talk, "small")
        await asyncio.sleep(1)
        assert branch.commit() is branch.commit()
        with pytest.raises(RuntimeError, match="counted"):
            branch.discard()
        await task

    run_virtual(run())


def test_a_turn_that_counted_and_is_broken_off_is_in_the_log() -> None:
    """As a turn that was heard at once: the tool was sent, and nobody waits for it."""

    async def run(early: bool) -> list[dict[str, Any]]:
        here = await Talk(STOCK, SlowTools(3)).begin("order")
        if early:
            branch, task = begun(here.talk, "small")
            await asyncio.sleep(0.2)
            talk = branch.commit()
        else:
            talk = here.talk
            task = asyncio.create_task(talk.hear("small"), name="turn")
            await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await talk.hang_up()
        assert [line["event"]["event"] for line in here.lines] == ["user_said", "call_ended", "tool_returned"]
        return here.lines

    assert run_virtual(run(early=True)) == run_virtual(run(early=False))


def test_what_goes_wrong_is_told_when_the_turn_counts() -> None:
    class Deaf(KnownSentences):
        async def understand(self, text: str, *more: Any) -> Any:
            raise OSError("no ears")

    async def run() -> None:
        talk = Conversation(Program(bot(STOCK, warnings=True)), Deaf(), SlowTools(0), WritingOutput(), FixedClock(NOW))
        await talk.start()
        branch, task = begun(talk, "small")
        await asyncio.sleep(1)
        assert not task.done()
        branch.commit()
        with pytest.raises(OSError, match="no ears"):
            await task

    run_virtual(run())
