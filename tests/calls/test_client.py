"""A caller against a server of the real protocol, in one process and over real WebRTC."""

import asyncio
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from runtime.caller import wav
from runtime.caller.client import Caller, CallPlan, CallResult
from runtime.caller.errors import CallFailed
from runtime.caller.events import Event
from runtime.caller.loudness import audible_windows
from tests.calls.fake_server import FakeServer, beep

pytestmark = pytest.mark.calls


def spoken(*milliseconds: int) -> tuple[wav.Recording, ...]:
    quiet = np.zeros(48 * 100, np.int16)
    return tuple(wav.record(f"{ms}.wav", np.concatenate([quiet, beep(ms, 700), quiet])) for ms in milliseconds)


def hold(server: FakeServer, recordings: tuple[wav.Recording, ...], **plan: Any) -> tuple[list[Event], CallResult]:
    events: list[Event] = []

    async def call() -> CallResult:
        async with server.running():
            full = CallPlan(server=server.address, bot="beeper", recordings=recordings, **plan)
            caller = Caller(full, lambda line: line.request_ticket("beeper", "key-1"), events.append, lambda _: None)
            return await caller.run()

    return events, asyncio.run(call())


def named(events: list[Event], name: str) -> list[Event]:
    return [event for event in events if event.event == name]


def test_two_turns_are_spoken_answered_and_timed(tmp_path: Path) -> None:
    server = FakeServer()
    record, log = tmp_path / "bot.wav", tmp_path / "log.jsonl"
    events, result = hold(server, spoken(400, 700), record=record, log=log)

    assert (result.exit_code, result.reason, result.unspoken) == (0, "hangup", 0)
    assert server.keys == ["Bearer key-1"]
    assert server.hellos == [{"type": "hello", "ticket": "t-1", "mode": "voice"}]
    assert server.heard_turns == 2
    order = [event.event for event in events]
    assert order[-1] == "ended"
    assert order.count("connected") == 1
    assert len(named(events, "bot_speech_start")) == len(named(events, "bot_speech_end")) == 3
    starts, ends = named(events, "caller_speech_start"), named(events, "caller_speech_end")
    lengths = [end.at_ms - start.at_ms for start, end in zip(starts, ends, strict=True)]
    assert lengths == pytest.approx([400, 700], abs=150)
    assert len(log.read_text().splitlines()) == 2

    bot_ends = named(events, "bot_speech_end")
    assert starts[0].at_ms >= bot_ends[0].at_ms + 300
    assert starts[1].at_ms >= bot_ends[1].at_ms + 300

    for turn, end, answer in zip(named(events, "turn"), ends, named(events, "bot_speech_start")[1:], strict=True):
        assert turn.fields["total_ms"] == pytest.approx(answer.at_ms - end.at_ms, abs=0.2)
        assert sum(turn.fields["parts"].values()) == pytest.approx(turn.fields["total_ms"], abs=0.2)
        assert turn.fields["parts"]["hold"] == 200

    assert [json.loads(json.dumps(event.as_json()))["event"] for event in events] == order
    heard = wav.read_mono(record)
    assert np.count_nonzero(audible_windows(heard)) == pytest.approx(3 * 60, abs=9)


def test_with_overlap_the_caller_interrupts() -> None:
    events, result = hold(FakeServer(beep_ms=3000), spoken(500), overlap_ms=400.0)

    assert result.exit_code == 0
    bot, caller = named(events, "bot_speech_start")[0], named(events, "caller_speech_start")[0]
    assert caller.at_ms - bot.at_ms == pytest.approx(400 + 100, abs=150)  # the recording begins with 100 ms of silence
    assert named(events, "interrupted")
    assert named(events, "bot_speech_end")[0].at_ms < named(events, "caller_speech_end")[0].at_ms + 200


def test_without_stopping_the_bot_hears_an_interruption_it_ignores() -> None:
    events, result = hold(FakeServer(beep_ms=1500, barge_in=False), spoken(300), overlap_ms=200.0)

    assert result.exit_code == 0
    assert not named(events, "interrupted")


def test_a_refused_ticket_is_one_line() -> None:
    with pytest.raises(CallFailed, match="refused the ticket"):
        hold(FakeServer(refuse_ticket=True), spoken(300))


def test_an_unusable_answer_is_one_line() -> None:
    with pytest.raises(CallFailed, match="answer cannot be used"):
        hold(FakeServer(wrong_answer=True), spoken(300))


def test_a_server_that_vanishes_ends_the_call_with_an_error() -> None:
    events, result = hold(FakeServer(vanish_after_turn=1), spoken(300, 300))

    assert (result.exit_code, result.reason, result.unspoken) == (1, "error", 1)
    assert events[-1].as_json()["reason"] == "error"


def test_a_hangup_that_is_never_confirmed_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("runtime.caller.client.GOODBYE_SECONDS", 0.2)
    _, result = hold(FakeServer(ended_reason=None), spoken(300))

    assert (result.exit_code, result.reason) == (0, "hangup")
