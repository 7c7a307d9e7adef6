"""Callers whose audio does not come as it should: the bot answers, waits, or asks; nothing grows and nothing hangs."""

import asyncio
import math

import pytest

from runtime.sessions import steady_audio
from runtime.turns.detector import MAX_TURN_MS
from tests.runtime.sessions.microphone import spoken_to
from tests.runtime.sessions.stage import NOISE, Stage, prices, staged
from tests.runtime.virtual_time import run, until

GREETING = "Harbour here. How can I help?"
QUESTION = "Which boat, Anna or Berta?"


def counts_add_up(stage: Stage) -> None:
    counts = stage.call._trials.counts
    assert counts.started == counts.kept + counts.discarded


def test_a_sender_that_saves_packets_in_silence_is_answered_as_quickly() -> None:
    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            await microphone.sends("rent a boat", 600)
            await microphone.rests(200)  # so long a sender waits before it saves
            ended = stage.now_ms
            await microphone.hears(QUESTION, every_ms=400)
            assert stage.now_ms - ended <= 500
            await microphone.listens(every_ms=400)
            await microphone.sends("anna", 300)
            await microphone.rests(200)
            await microphone.hears("It is $30.", every_ms=400)
            assert [m["text"] for m in stage.of("transcript")] == ["rent a boat", "anna"]
            microphone.is_level()

    run(work())


def test_the_turn_of_a_caller_whose_packets_stop_ends() -> None:
    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            await microphone.sends("rent a boat", 600)
            began = stage.now_ms
            await stage.heard(QUESTION)  # not a packet more
            assert stage.now_ms - began <= 1_000
            assert stage.of("turn")[-1]["parts"]["hold"] < 600

    run(work())


def test_without_it_the_turn_would_not_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the silence that is made up is there for."""
    monkeypatch.setattr(steady_audio, "GAP_S", math.inf)
    monkeypatch.setattr(steady_audio.SteadyAudio, "_tick", lambda self: None)

    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            await microphone.sends("rent a boat", 600)
            await stage.waits(600_000)
            assert QUESTION not in stage.said()
            assert "Are you still there?" not in stage.said()

    run(work())


def test_the_bot_goes_on_when_the_packets_of_who_spoke_over_it_stop() -> None:
    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            await microphone.sends("rent a boat", 600)
            await microphone.hears(QUESTION)
            await microphone.rests(200)
            await microphone.sends(NOISE, 200)
            await until(lambda: stage.call.playout.current is None, 10)  # not a packet more
            assert stage.of("interrupted") == []
            assert stage.audible_ms > stage.now_ms - 100

    run(work())


@pytest.mark.parametrize("stall_ms", [260, 400])
def test_a_short_stall_within_a_sentence_parts_nothing(stall_ms: int) -> None:
    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            await microphone.sends("rent a boat", 400)
            await asyncio.sleep(stall_ms / 1000)
            await microphone.sends("rent a boat", stall_ms, every_ms=0)
            await microphone.sends("rent a boat", 400)
            await microphone.hears(QUESTION)
            assert [m["text"] for m in stage.of("transcript")] == ["rent a boat"]
            microphone.is_level()

    run(work())


@pytest.mark.parametrize("stall_s", [1.0, 2.5, 5.0])
@pytest.mark.parametrize("rest", ["rent a boat", "gibberish", NOISE])
def test_a_stall_and_the_burst_behind_it(stall_s: float, rest: str) -> None:
    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            await microphone.sends("gibberish", 400)
            await asyncio.sleep(stall_s)
            await microphone.sends(rest, 600, every_ms=0)
            await microphone.rests(stall_s * 1000 - 600, every_ms=0)
            await microphone.listens()
            await microphone.rests(3_000)
            await microphone.listens()
            microphone.is_level()
            heard = len(stage.of("transcript"))
            await microphone.sends("rules of the sea", 600)
            await microphone.rests(2_000)
            assert [m["text"] for m in stage.of("transcript")][heard:] == ["rules of the sea"]
            assert prices.calls == 0
            counts_add_up(stage)

    run(work())


def test_a_call_without_a_single_frame_is_asked_and_ended() -> None:
    async def work() -> None:
        async with staged() as stage:
            assert stage.peer is not None
            stage.peer._tasks[0].cancel()  # what comes cannot be decoded
            await stage.heard(GREETING)
            ended = await stage.ended(120)
            assert ended["reason"] == "goodbye"
            assert len(stage.of("said")) >= 2

    run(work())


@pytest.mark.parametrize("text", ["rent a boat", NOISE])
def test_ten_minutes_of_sound_without_a_pause(text: str) -> None:
    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            await microphone.sends(text, 600_000)
            microphone.is_level()
            assert len(stage.of("transcript")) == (0 if text == NOISE else 600_000 // MAX_TURN_MS)
            assert prices.calls == 0
            await microphone.listens()
            said = len(stage.said())
            await microphone.rests(20_000)
            assert len(stage.said()) > said  # it asks
            counts_add_up(stage)

    run(work())


def test_who_is_not_understood_for_minutes_is_handed_on() -> None:
    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            await microphone.sends("gibberish", 100_000)
            assert (await stage.ended())["reason"] == "handoff"
            assert len(stage.of("transcript")) == 3
            assert prices.calls == 0
            counts_add_up(stage)

    run(work())


@pytest.mark.parametrize("ms", [2.5, 5, 10, 40, 60, 120])
def test_packets_of_any_length(ms: float) -> None:
    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            for text, length_ms in (("rent a boat", 600), (None, 2_000)):
                for _ in range(int(length_ms / ms)):
                    await asyncio.sleep(ms / 1000)
                    microphone.frame(text, ms)
            assert [m["text"] for m in stage.of("transcript")] == ["rent a boat"]
            assert stage.said()[-1] == QUESTION
            microphone.is_level()

    run(work())


def test_a_rattle_of_clicks_coughs_and_gaps_calls_no_tool_and_leaves_nothing() -> None:
    async def work() -> None:
        async with spoken_to() as (stage, microphone):
            await microphone.sends("rent a boat", 600)
            await microphone.hears(QUESTION)
            for number in range(400):
                await microphone.sends(NOISE, 20 * (1 + number % 11))
                await asyncio.sleep((number * 37 % 500) / 1000)
                await microphone.rests(20 * (number % 17))
                if stage.of("ended"):
                    break
            assert prices.calls == 0
            assert [m["text"] for m in stage.of("transcript")] == ["rent a boat"]
            microphone.is_level()
            counts_add_up(stage)

    run(work())
