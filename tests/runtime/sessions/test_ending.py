"""How calls end: hung up in every state, lost, drained, too long, broken; and that nothing is left."""

import asyncio

import pytest

from runtime.media.bad_offer import BadOffer
from runtime.sessions import call as call_module
from runtime.sessions import ending as ending_module
from runtime.sessions import last_words
from runtime.speech.errors import SpeechUnavailable
from tests.runtime.sessions.stage import Stage, prices, staged
from tests.runtime.virtual_time import run, until

LATE = SpeechUnavailable("speech_late", "Too late.", "Try again.")


@pytest.mark.parametrize("state", ["connecting", "greeting", "listening", "speaking over", "thinking", "recognising"])
def test_hanging_up_in_each_state(state: str) -> None:
    async def reach(stage: Stage) -> None:
        match state:
            case "greeting":
                await stage.heard("Harbour here. How can I help?")
            case "listening":
                await stage.listening()
            case "speaking over":
                await stage.heard("Harbour here. How can I help?")
                stage.sounds("rent a boat", 5000)
                await until(lambda: bool(stage.of("interrupted")))
            case "thinking":
                prices.after_s = 3.0
                await stage.says("rent a boat")
                await stage.says("anna")
                await until(lambda: prices.calls == 1)
            case "recognising":
                stage.recogniser.after_ms = 4000
                await stage.listening()
                stage.sounds("rent a boat", 600)
                await until(lambda: stage.states()[-1] == "thinking")

    async def work() -> None:
        async with staged() as stage:
            await reach(stage)
            before = stage.now_ms
            stage.call.hang_up()
            stage.call.hang_up()
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == ("hangup", None)
            assert stage.now_ms - before < 100
            assert [event["reason"] for event in stage.log("call_ended")] == ["hangup"]
            stage.call.say_text("rent a boat")
            stage.call.press("1")
            with pytest.raises(BadOffer, match="ended"):
                await stage.call.answer("offer")

    run(work())


@pytest.mark.parametrize(
    ("lost", "reason", "detail"),
    [
        ("no audio", "hangup", "media_lost"),
        ("failed", "hangup", "media_lost"),
        ("ended by the caller", "hangup", None),
        ("not connected", "error", last_words.NOT_CONNECTED),
    ],
)
def test_media_that_is_lost(lost: str, reason: str, detail: str | None) -> None:
    async def work() -> None:
        async with staged() as stage:
            prices.after_s = 3.0
            await stage.says("rent a boat")
            await stage.says("anna")
            stage.peer.lose(lost)
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == (reason, detail)

    run(work())


def test_media_that_never_connects() -> None:
    async def work() -> None:
        async with staged(connects=False) as stage:
            stage.call.say_text("rent a boat")
            await asyncio.sleep(1)
            assert stage.states() == ["connecting"]
            stage.peer.lose("not connected")
            assert (await stage.ended())["reason"] == "error"
            assert stage.said() == []

    run(work())


def test_a_voice_call_without_an_offer_is_hung_up() -> None:
    async def work() -> None:
        async with staged(offers=False) as stage:
            await asyncio.sleep(1)
            stage.call.hang_up()
            assert (await stage.ended())["reason"] == "hangup"

    run(work())


STOPPED = ("limit", "server stopping")


@pytest.mark.parametrize("mode", ["voice", "text"])
def test_a_server_that_stops_says_goodbye(mode: str) -> None:
    async def work() -> None:
        async with staged(mode) as stage:
            await stage.listening()
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.call.say_goodbye()
            stage.call.say_goodbye()
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == STOPPED
            assert stage.said()[-1] == last_words.STOPPING
            assert [event["reason"] for event in stage.log("call_ended")] == ["limit"]
            if stage.peer is not None:
                assert stage.peer.played[-1][1] == "One moment, please."

    run(work())


def test_a_server_that_stops_while_nothing_is_connected_has_nobody_to_talk_to() -> None:
    async def work() -> None:
        async with staged(offers=False) as stage:
            stage.call.say_goodbye()
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == STOPPED
            assert stage.said() == []

    run(work())


def test_a_server_that_stops_lets_a_farewell_be() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("goodbye")
            await stage.heard("Thank you for calling. Goodbye.")
            stage.call.say_goodbye()
            assert (await stage.ended())["reason"] == "goodbye"
            assert last_words.STOPPING not in stage.said()

    run(work())


def test_a_server_that_cannot_wait() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            before = stage.now_ms
            stage.call.drain()
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == STOPPED
            assert [event["reason"] for event in stage.log("call_ended")] == ["limit"]
            assert stage.now_ms - before < 100

    run(work())


def test_a_call_that_is_cancelled_still_tells_the_page() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.task.cancel()
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == STOPPED

    run(work())


def test_a_call_that_lasts_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_module, "MAX_CALL_S", 10.0)

    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.sounds("rent a boat", 20_000)
            await stage.heard(last_words.TOO_LONG)
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == ("limit", "duration")
            assert stage.peer.played[-1][1] == "Goodbye."
            assert [event["reason"] for event in stage.log("call_ended")] == ["limit"]

    run(work())


def test_a_fault_of_the_engine_is_apologised_for(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.words.fault = ZeroDivisionError()
            stage.sounds("rent a boat", 600)
            await stage.heard(last_words.FAILED)
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == ("error", last_words.FAILED)
            assert stage.peer.played[-1][1] == "Please call again."

    run(work())
    assert "a step of the conversation failed" in caplog.text


def test_a_fault_in_a_text_call_is_written() -> None:
    async def work() -> None:
        async with staged("text") as stage:
            await stage.listening()
            stage.words.fault = ZeroDivisionError()
            stage.call.say_text("rent a boat")
            assert (await stage.ended())["reason"] == "error"
            assert stage.said()[-1] == last_words.FAILED

    run(work())


def test_a_voice_that_is_gone_leaves_the_text(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged() as stage:
            stage.voice.failures = 2
            await stage.heard("Harbour here. How can I help?")
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            assert stage.peer.played

    run(work())
    assert "Traceback" not in caplog.text


def test_a_voice_that_fails_once_goes_on_with_the_rest() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.peer.played.clear()
            stage.voice.failures = 1
            stage.sounds("rent a boat", 600)
            await stage.heard("Which boat, Anna or Berta?")
            await stage.listening()
            assert "".join(dict.fromkeys(text for _, text in stage.peer.played)) == "Which boat, Anna or Berta?"

    run(work())


def test_a_recogniser_that_is_gone_is_told_and_asked_around(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.listening()
            stage.recogniser.failures = 1
            stage.sounds("anna", 600)
            await stage.heard("Please say Anna or Berta.")
            assert [m["code"] for m in stage.of("error")] == ["speech.unheard"]
            await stage.says("anna")
            await stage.heard("It is $30.")

    run(work())
    assert "Traceback" not in caplog.text


def test_understanding_that_is_gone_is_a_misunderstanding() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            stage.words.fault = LATE
            await stage.says("anna")
            await stage.heard("Please say Anna or Berta.")

    run(work())


def test_a_farewell_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending_module, "GOODBYE_S", 0.5)

    async def work() -> None:
        async with staged() as stage:
            await stage.says("goodbye")
            await stage.heard("Thank you for calling. Goodbye.")
            before = stage.now_ms
            assert (await stage.ended())["reason"] == "goodbye"
            assert stage.now_ms - before < 600

    run(work())


def test_a_flood_ends_the_call() -> None:
    async def work() -> None:
        async with staged() as stage:
            prices.after_s = 3.0
            await stage.says("rent a boat")
            await stage.says("anna")
            for _ in range(50):
                stage.call.say_text("no")
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == ("limit", "too_many_messages")

    run(work())
