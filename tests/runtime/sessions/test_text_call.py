"""Calls without a voice."""

import pytest

from runtime.sessions import last_words
from runtime.sessions.silence import IDLE_TEXT_MS, TEXT_PATIENCE
from tests.runtime.sessions.stage import BOT, prices, staged
from tests.runtime.virtual_time import run

NO_INPUT_MS = 6_000
"""What the harbour bot gives a voice: the language's default."""


def test_a_text_call() -> None:
    async def work() -> None:
        async with staged("text") as stage:
            prices.after_s = 2.0
            await stage.listening()
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.call.press("1")
            await stage.heard("It is $30.")
            assert [m["text"] for m in stage.of("filler")] == ["Let me look."]
            stage.call.say_text("goodbye")
            assert (await stage.ended())["reason"] == "goodbye"
        assert stage.said()[-1] == "Thank you for calling. Goodbye."
        assert stage.peer is None
        assert set(stage.states()) == {"connecting", "thinking", "listening", "ended"}
        assert [turn["turn"] for turn in stage.of("turn")] == [0, 1, 2, 3]

    run(work())


@pytest.mark.parametrize("question", [True, False])
def test_who_writes_nothing_is_asked_as_a_silent_caller_but_with_more_patience(question: bool) -> None:
    async def work() -> None:
        async with staged("text") as stage:
            await stage.listening()
            if question:
                stage.call.say_text("rent a boat")
                await stage.heard("Which boat, Anna or Berta?")
            before = stage.now_ms
            await stage.heard("Are you still there?")
            assert abs(stage.now_ms - before - TEXT_PATIENCE * NO_INPUT_MS) < 100
            ended = await stage.ended(limit_s=400)
            assert len(stage.log("user_silent")) == 3
            assert ended["reason"] == ("handoff" if question else "goodbye")

    run(work())


PATIENT = BOT.replace("start: hello", "start: hello\ndefaults: {no_input_after: 60s}")


@pytest.mark.parametrize("writes", [True, False])
def test_a_chat_that_was_left_is_closed_whatever_the_bot_does_about_silence(writes: bool) -> None:
    async def work() -> None:
        async with staged("text", bot=PATIENT) as stage:
            await stage.listening()
            begun = stage.now_ms
            if writes:
                await stage.waits(IDLE_TEXT_MS - 1_000)
                stage.call.press("7")
                await stage.waits(IDLE_TEXT_MS - 2_000)
                stage.call.say_text("what is this")
                await stage.heard("Sorry, I didn't get that.")
                begun = stage.now_ms
            ended = await stage.ended(limit_s=400)
            assert (ended["reason"], ended["detail"]) == ("limit", "idle")
            assert stage.said()[-1] == last_words.IDLE
            assert abs(stage.now_ms - begun - IDLE_TEXT_MS) < 100
            assert [event["reason"] for event in stage.log("call_ended")] == ["limit"]

    run(work())


def test_the_time_that_a_tool_takes_is_not_the_writers() -> None:
    async def work() -> None:
        async with staged("text", bot=PATIENT.replace("timeout: 4s", "timeout: 60s")) as stage:
            prices.after_s = 50.0
            await stage.listening()
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.call.press("1")
            begun = stage.now_ms
            ended = await stage.ended(limit_s=400)
            assert ended["detail"] == "idle"
            assert abs(stage.now_ms - begun - 50_000 - IDLE_TEXT_MS) < 100

    run(work())
