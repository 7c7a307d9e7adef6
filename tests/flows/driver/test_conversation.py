"""The driver: commands in their order, tools no longer than they may take, fillers in time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import MAX_TOOLS_IN_A_TURN, Conversation
from flows.driver.event_log import LOG_VERSION, EventLog
from flows.driver.ports import ModelOutcome
from flows.driver.record import Turn
from flows.engine.acts import Act, Understanding
from flows.engine.commands import AskModel, LookUp
from flows.engine.program import Program
from tests.flows.driver.fakes import KnownSentences, SlowTools, WritingOutput
from tests.flows.driver.virtual_time import run_virtual
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import NOW, bot


def _talk(tools: Any, text: str = SHOP, log: EventLog | None = None) -> tuple[Conversation, WritingOutput]:
    output = WritingOutput()
    return Conversation(Program(bot(text)), KnownSentences(), tools, output, FixedClock(NOW), log), output


async def _order(talk: Conversation) -> Turn:
    await talk.start()
    for text in ("order", "small", "two"):
        await talk.hear(text)
    return await talk.hear("yes")


def test_another_guess_of_the_recogniser_answers_where_the_first_says_nothing() -> None:
    async def run() -> list[Turn]:
        talk, _ = _talk(SlowTools(0))
        await talk.start()
        turns = [await talk.hear("border", guesses=("boarder", "order")), await talk.hear("small", guesses=("two",))]
        assert talk.state.slots["size"] == "small"
        return turns

    first, second = run_virtual(run())
    assert (first.user, [act.act for act in first.acts]) == ("order", ["start_flow"])
    assert second.user == "small"


def test_a_quick_tool_needs_no_filler() -> None:
    talk, output = _talk(SlowTools(0.4))
    turn = run_virtual(_order(talk))
    assert turn.called == [{"tool": "buy", "with": {"size": "small", "count": 2}, "result": {"price": 5}}]
    assert "filler" not in [kind for kind, _, _ in output.lines]


def test_a_slow_tool_is_covered_by_its_filler_in_time() -> None:
    talk, output = _talk(SlowTools(2))
    turn = run_virtual(_order(talk))
    assert output.lines[-4:] == [
        ("filler", "Just a moment.", 0.5),
        ("say", "That is $5.", 2.0),
        ("say", "Is there anything else I can do for you?", 2.0),
        ("listen", "anything_else", 2.0),
    ]
    assert turn.said == ["That is $5.", "Is there anything else I can do for you?"]


@pytest.mark.parametrize("filler", ["{after: 500ms, say: Just a moment.}", "{after: 5s, say: Just a moment.}"])
def test_a_tool_that_hangs_is_given_up_at_its_timeout(filler: str) -> None:
    tools = SlowTools(60)
    talk, output = _talk(tools, SHOP.replace("{after: 500ms, say: Just a moment.}", filler))
    turn = run_virtual(_order(talk))
    assert turn.called[0]["error"] == "timeout"
    assert ("say", "The shop is closed.", 4.0) in output.lines
    assert tools.cancelled == 1


def test_a_tool_that_raises_is_unavailable() -> None:
    class Broken:
        async def call(self, command: object) -> Any:
            raise RuntimeError("broken")

    talk, _ = _talk(Broken())
    turn = run_virtual(_order(talk))
    assert turn.called[0]["error"] == "unavailable"
    assert turn.said[0] == "The shop is closed."


def test_a_turn_that_is_cancelled_leaves_no_tool_behind() -> None:
    tools = SlowTools(60)
    talk, _ = _talk(tools)

    async def scenario() -> int:
        task = asyncio.create_task(_order(talk), name="turn")
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return len(asyncio.all_tasks())

    assert run_virtual(scenario()) == 1
    assert tools.cancelled == 1


def test_a_circle_of_tools_ends_the_call() -> None:
    text = """
tools: {poll: {stub: {}}}
flows:
  main:
    nodes:
      poll: {type: call, tool: poll, next: again}
      again: {type: say, say: again, next: poll}
"""
    talk, output = _talk(SlowTools(0), text)
    turn = run_virtual(talk.start())
    assert len(turn.called) == MAX_TOOLS_IN_A_TURN
    assert output.lines[-1][:2] == ("end", "error")


def test_a_handoff_ends_a_conversation_that_nobody_takes() -> None:
    talk, output = _talk(SlowTools(0))

    async def scenario() -> None:
        await talk.start()
        await talk.hear("person")

    run_virtual(scenario())
    assert [kind for kind, _, _ in output.lines][-3:] == ["say", "hand_off", "end"]


STEPS: list[tuple[Callable[[Conversation], Awaitable[Turn]], list[str]]] = [
    (lambda talk: talk.silence(), ["silence"]),
    (lambda talk: talk.press("12"), ["dtmf"]),
    (lambda talk: talk.interrupt("Which"), ["interrupt"]),
    (lambda talk: talk.hang_up(), []),
    (lambda talk: talk.hear("?"), []),
    (lambda talk: talk.hear("?", Understanding("?", (Act("wait"),))), ["wait"]),
]


@pytest.mark.parametrize(("step", "acts"), STEPS)
def test_turns_tell_their_acts(step: Callable[[Conversation], Awaitable[Turn]], acts: list[str]) -> None:
    talk, _ = _talk(SlowTools(0))

    async def scenario() -> Turn:
        await talk.start()
        await talk.hear("order")
        return await step(talk)

    assert [act.act for act in run_virtual(scenario()).acts] == acts


def test_understanding_changes_nothing() -> None:
    talk, _ = _talk(SlowTools(0))

    async def scenario() -> None:
        await talk.start()
        before = talk.state
        await talk.understand("order")
        assert talk.state == before

    run_virtual(scenario())


def test_every_event_is_in_the_log() -> None:
    lines: list[dict[str, Any]] = []
    talk, _ = _talk(SlowTools(0), log=EventLog(lines.append, "small", "hash"))
    run_virtual(_order(talk))
    assert lines[0] == {"log": LOG_VERSION, "bot": "small", "bot_hash": "hash"}
    assert [line["event"]["event"] for line in lines[1:]] == ["call_started", *["user_said"] * 4, "tool_returned"]
    assert [line["seq"] for line in lines[1:]] == [1, 2, 3, 4, 5, 6]


MODEL = """
flows:
  on_start: {nodes: {quiet: {type: decide, next: [{else: end}]}}}
  main:
    nodes:
      think: {type: generate, prompt: Say hello., timeout: 3s, on_error: sorry}
      done: {type: say, say: Done., next: end}
      sorry: {type: say, say: No words today., next: end}
"""


class SlowModels:
    """Models that take their time, or raise."""

    def __init__(self, seconds: float, fault: Exception | None = None) -> None:
        self.seconds, self.fault = seconds, fault

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        await asyncio.sleep(self.seconds)
        if self.fault is not None:
            raise self.fault
        return ModelOutcome(f"Heard {command.prompt}")

    async def look_up(self, command: LookUp) -> ModelOutcome:
        raise AssertionError(command)


@pytest.mark.parametrize(
    ("models", "said"),
    [
        (SlowModels(2), ["Heard Say hello.", "Done."]),
        (SlowModels(4), ["No words today."]),
        (SlowModels(0, OSError("the line is dead")), ["No words today."]),
        (None, ["No words today."]),
    ],
    ids=["in time", "too late", "raises", "none bound"],
)
def test_models_are_asked_within_their_time(models: SlowModels | None, said: list[str]) -> None:
    program = Program(bot(MODEL, warnings=True))
    talk = Conversation(program, KnownSentences(), SlowTools(0), WritingOutput(), FixedClock(NOW), models=models)
    assert run_virtual(talk.start()).said == said
