"""The words of a model are spoken as they come, once, and not beyond its time."""

import asyncio
import json
from typing import Any

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.driver.ports import ModelOutcome
from flows.driver.record import Turn
from flows.driver.replay import read_log, replay
from flows.engine.program import Program
from tests.flows.driver.fakes import KnownSentences, SlowTools, StreamingModels, StreamingOutput, WritingOutput
from tests.flows.driver.virtual_time import run_virtual
from tests.flows.small_bots import NOW, bot

MODEL = """
variables: {topic: {type: text}}
flows:
  on_start: {nodes: {quiet: {type: decide, next: [{else: end}]}}}
  main:
    nodes:
      think: {type: generate, prompt: Say hello., timeout: 3s, on_error: sorry}
      done: {type: say, say: Done., next: end}
      sorry: {type: say, say: No words today., next: end}
"""


class Talk:
    """A conversation that begins with what a model says."""

    def __init__(self, models: Any, text: str = MODEL, output: WritingOutput | None = None) -> None:
        self.output = output or StreamingOutput()
        self.lines: list[dict[str, Any]] = []
        self.program = Program(bot(text, warnings=True))
        self.talk = Conversation(
            self.program, KnownSentences(), SlowTools(0), self.output, FixedClock(NOW),
            EventLog(self.lines.append, "small", "hash"), models,
        )  # fmt: skip

    def begin(self) -> Turn:
        return run_virtual(self.talk.start())

    @property
    def done(self) -> list[tuple[str, str, float]]:
        return [line for line in self.output.lines if line[0] != "listen"]

    @property
    def returned(self) -> dict[str, Any]:
        return next(line["event"] for line in self.lines[1:] if line["event"]["event"] == "model_returned")


def test_words_are_spoken_as_they_come_and_once() -> None:
    here = Talk(StreamingModels(["Hel", "lo", " \n there.", " "]))
    turn = here.begin()
    assert here.done == [
        ("stream", "main.think", 0.1),
        ("piece", "Hel", 0.1),
        ("piece", "lo", 0.2),
        ("piece", " there.", 0.3),
        ("finish", "", 0.4),
        ("say", "Done.", 0.4),
    ]
    assert turn.said == ["Hello there.", "Done."]
    assert here.talk.state.last_said == ("Hello there.", "Done.")


def test_an_output_that_does_not_stream_gets_the_whole() -> None:
    here = Talk(StreamingModels(["Hel", "lo", "  there."]), output=WritingOutput())
    assert here.begin().said == ["Hello there.", "Done."]
    assert here.done == [("say", "Hello there.", 0.3), ("say", "Done.", 0.3)]
    streamed = Talk(StreamingModels(["Hel", "lo", "  there."]))
    streamed.begin()
    assert streamed.lines == here.lines


@pytest.mark.parametrize(
    ("pieces", "error", "at"),
    [
        (["You", "r ", OSError("the line is dead")], "unavailable", 0.3),
        (["You", "r ", ModelOutcome("other words", error="timeout")], "timeout", 0.3),
        (["You", "r ", *[""] * 40], "timeout", 3.0),
    ],
    ids=["raises", "tells of it", "takes too long"],
)
def test_what_was_spoken_stays_when_a_model_fails(pieces: list[Any], error: str, at: float) -> None:
    models = StreamingModels(pieces)
    here = Talk(models)
    turn = here.begin()
    assert here.done == [
        ("stream", "main.think", 0.1),
        ("piece", "You", 0.1),
        ("piece", "r", 0.2),
        ("fail", "", at),
        ("say", "No words today.", at),
    ]
    assert turn.said == ["Your", "No words today."]
    assert (here.returned["error"], here.returned["text"]) == (error, "Your")
    assert here.talk.state.last_said == ("Your", "No words today.")
    assert models.cancelled == (at == 3.0)


def test_a_model_that_fails_before_its_first_word_is_as_silent_as_before() -> None:
    here = Talk(StreamingModels([" ", OSError("dead")]))
    assert here.begin().said == ["No words today."]
    assert here.done == [("say", "No words today.", 0.2)]
    assert here.returned["text"] == ""


def test_what_was_heard_counts_where_a_model_calls_it_something_else() -> None:
    here = Talk(StreamingModels(["Hello."], whole="Good day."))
    assert here.begin().said == ["Hello.", "Done."]
    assert here.returned["text"] == "Hello."


@pytest.mark.parametrize("field", ["speak: false", "extract: {topic: text}"])
def test_words_are_withheld_where_none_are_to_be_heard_yet(field: str) -> None:
    here = Talk(StreamingModels(["Hello."]), MODEL.replace("timeout: 3s", f"timeout: 3s, {field}"))
    here.begin()
    assert "stream" not in [kind for kind, _, _ in here.done]
    assert (("say", "Hello.", 0.1) in here.done) == ("extract" in field)


def test_the_same_words_said_by_the_next_node_are_said() -> None:
    here = Talk(StreamingModels(["Done."]))
    assert here.begin().said == ["Done.", "Done."]
    assert ("say", "Done.", 0.1) in here.done


def test_a_turn_that_is_cancelled_ends_the_stream_and_the_model() -> None:
    models = StreamingModels(["One ", "two ", "three."], gap_s=1)
    here = Talk(models)

    async def run() -> int:
        task = asyncio.create_task(here.talk.start(), name="turn")
        await asyncio.sleep(1.5)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await asyncio.sleep(0)
        return len(asyncio.all_tasks())

    assert run_virtual(run()) == 1
    assert models.cancelled == 1
    assert [line[:2] for line in here.done] == [("stream", "main.think"), ("piece", "One"), ("fail", "")]


def test_what_the_caller_heard_of_a_stream_is_known() -> None:
    text = MODEL.replace(
        "next: end}\n      sorry", "next: ask}\n      ask: {type: ask, slot: n, say: And, next: end}\n      sorry"
    )
    here = Talk(StreamingModels(["Hello ", "there."]), "slots: {n: {type: integer}}" + text)

    async def run() -> None:
        await here.talk.start()
        await here.talk.interrupt("Hello")

    run_virtual(run())
    assert here.talk.state.heard == "Hello"
    assert here.talk.state.last_said[0] == "Hello there."


def test_a_call_with_a_model_that_failed_replays() -> None:
    here = Talk(StreamingModels(["You", OSError("dead")]))
    here.begin()
    assert replay(here.program, read_log([json.dumps(line) for line in here.lines])) is None
