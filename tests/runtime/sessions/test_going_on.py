"""A call that is broken off at any moment goes on in another one, as if nothing had been."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from flows.engine.state import state_to_json
from runtime.history.call_log import History
from runtime.sessions import last_words
from runtime.sessions.outbox import Outbox
from runtime.sessions.parting import ALONE_S
from tests.runtime.history.test_in_calls import WRITES
from tests.runtime.sessions.mortal import Mortal, broken_off, gone_on, killed_after
from tests.runtime.sessions.stage import BOT, Stage, prices, staged
from tests.runtime.virtual_time import run, until
from voxloom.conversations.log import StaleOwner

GREETING = "Harbour here. How can I help?"


async def talk(stage: Stage, done: Callable[[], bool]) -> None:
    """A caller who rents a boat, whatever happens."""
    while not done():
        await until(lambda: done() or stage.states()[-1:] == ["listening"])
        if done():
            return
        count = len(stage.of("transcript"))
        asked = stage.call.conversation.expectation.slot
        stage.sounds("anna" if asked == "boat" else "rent a boat", 600)
        await until(lambda count=count: done() or len(stage.of("transcript")) > count)  # type: ignore[misc]


def told(stage: Stage) -> Callable[[], bool]:
    def done() -> bool:
        state = stage.call.conversation.state
        return state.variables.get("price") is not None and stage.states()[-1:] == ["listening"]

    return done


def final_state(broken_at_ms: int | None) -> tuple[dict[str, Any], int, list[str]]:
    """The state at the end, the number of times that the tool was called, and what was said by whom came back."""

    async def work() -> tuple[dict[str, Any], int, list[str]]:
        writer = Mortal()
        history = History(writer, "here")
        async with staged(history=history, bot=WRITES) as stage:
            prices.after_s = 0.4
            talking = asyncio.create_task(talk(stage, told(stage)))
            if broken_at_ms is None:
                await talking
                return state_to_json(stage.call.conversation.state), prices.calls, []
            await until(lambda: stage.now_ms >= broken_at_ms)
            talking.cancel()
            await asyncio.gather(talking, return_exceptions=True)
            found = await broken_off(stage, writer)
        async with staged(history=history, bot=WRITES, goes_on=found) as again:
            prices.after_s = 0.4
            await talk(again, told(again))
            assert again.said()[:1] in ([last_words.CUT_OFF], [GREETING])
            seqs = writer.tables.seqs
            assert seqs == list(range(1, len(seqs) + 1))
            return state_to_json(again.call.conversation.state), prices.calls, again.said()

    result: tuple[dict[str, Any], int, list[str]] = run(work())
    return result


@pytest.fixture(scope="module")
def unbroken() -> dict[str, Any]:
    return final_state(None)[0]


@pytest.mark.parametrize("at_ms", range(400, 8_400, 400))
def test_wherever_it_is_broken_off_the_same_comes_of_it(at_ms: int, unbroken: dict[str, Any]) -> None:
    state, _, said = final_state(at_ms)
    assert {**state, "began": unbroken["began"]} == unbroken  # they were begun one after the other
    assert said.count("It is $30.") <= 1


async def half_a_greeting(stage: Stage) -> None:
    await stage.heard(GREETING)
    peer = stage.peer
    assert peer is not None
    await until(lambda: "How can I help?" in [text for _, text in peer.played])
    await stage.waits(600)


def test_what_was_heard_is_not_said_again() -> None:
    async def work() -> None:
        async with killed_after(half_a_greeting, Mortal()) as again:
            await again.listening()
            assert again.said() == [last_words.CUT_OFF, "How can I help?"]
            again.sounds("rent a boat", 600)
            await again.heard("Which boat, Anna or Berta?")

    run(work())


def test_a_question_that_was_heard_is_put_again() -> None:
    async def asked(stage: Stage) -> None:
        await stage.says("rent a boat")
        await stage.heard("Which boat, Anna or Berta?")
        await stage.listening()

    async def work() -> None:
        async with killed_after(asked, Mortal()) as again:
            await again.listening()
            assert again.said() == [last_words.CUT_OFF, "Which boat, Anna or Berta?"]
            assert again.of("turn")[0]["turn"] == 1
            await again.says("anna")
            await again.heard("It is $30.")
            await until(lambda: len(again.of("turn")) == 2)
            assert [call["tool"] for call in again.of("turn")[1]["called"]] == ["get_price"]

    run(work())


def test_a_tool_that_writes_is_sent_again_with_its_key() -> None:
    async def work() -> None:
        writer = Mortal()
        history = History(writer, "here")
        async with staged(history=history, bot=WRITES) as stage:
            prices.after_s = 3.0
            await stage.says("rent a boat")
            await stage.says("anna")
            await until(lambda: prices.calls == 1)
            found = await broken_off(stage, writer)
        (sent,) = found.left.pending
        lines = [line for added in writer.tables.appends for line in added.lines]
        wanted = [command for line in lines for command in line["commands"] if command["command"] == "call_tool"]
        assert sent.idempotency_key == wanted[0]["idempotency_key"]  # type: ignore[union-attr]
        async with staged(history=history, bot=WRITES, goes_on=found) as again:
            await again.heard("It is $30.")
            assert prices.calls == 1  # the stage begins to count anew
            await again.listening()
            events = [line["event"]["event"] for added in writer.tables.appends for line in added.lines]
            assert events.count("tool_returned") == 1

    run(work())


def test_what_was_heard_before_counts_when_the_caller_interrupts_the_rest() -> None:
    async def work() -> None:
        async with killed_after(half_a_greeting, Mortal()) as again:
            await again.heard("How can I help?")
            again.sounds("rent a boat", 1_500)
            await again.heard("Which boat, Anna or Berta?")
            (interrupted,) = again.log("user_interrupted")
            assert interrupted["heard"].startswith("Harbour here.")
            assert last_words.CUT_OFF not in interrupted["heard"]

    run(work())


@pytest.mark.parametrize("lost", ["no audio", "failed"])
def test_media_that_is_lost_breaks_the_call_off(lost: str) -> None:
    async def work() -> None:
        writer = Mortal()
        async with staged(history=History(writer, "here")) as stage:
            await stage.says("rent a boat")
            stage.peer.lose(lost)
            await until(stage.task.done)
            assert stage.call.suspended == "media_lost"
            assert stage.messages[-1] | {"at_ms": 0} == {
                "type": "suspended", "detail": "media_lost", "seconds": 120, "at_ms": 0,
            }  # fmt: skip
        assert writer.tables.ended == []

    run(work())


def test_a_page_that_is_gone_has_time_to_come_back() -> None:
    async def work() -> None:
        async with staged(history=History(Mortal(), "here")) as stage:
            await stage.listening()
            stage.call.socket_lost(stage.outbox)
            await stage.waits(ALONE_S * 1000 - 500)
            assert stage.call.attach(stage.outbox)
            await stage.waits(ALONE_S * 1000)
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            assert stage.call.suspended is None
            stage.call.socket_lost(stage.outbox)
            await stage.waits(ALONE_S * 1000 + 100)
            assert stage.call.suspended == "socket_lost"
            assert not stage.call.attach(stage.outbox)

    run(work())


def test_a_socket_that_the_page_has_left_ends_nothing() -> None:
    async def work() -> None:
        async with staged(history=History(Mortal(), "here")) as stage:
            await stage.listening()
            left = Outbox(stage.outbox._send, name="left", on_stuck=lambda: None)
            assert stage.call.attach(stage.outbox)
            stage.call.hang_up(left)
            stage.call.socket_lost(left)
            await stage.waits(ALONE_S * 1000 + 100)
            assert stage.call.reason is None
            stage.call.hang_up(stage.outbox)
            assert (await stage.ended())["reason"] == "hangup"
            await left.aclose()

    run(work())


def test_media_that_the_caller_ends_when_their_page_is_gone_is_no_goodbye() -> None:
    async def work() -> None:
        async with staged(history=History(Mortal(), "here")) as stage:
            await stage.listening()
            stage.call.socket_lost(stage.outbox)
            await stage.waits(10)
            stage.peer.lose("ended by the caller")
            await until(stage.task.done)
            assert stage.call.suspended == "media_lost"

    run(work())


def test_a_chat_whose_page_is_gone_is_broken_off_at_once() -> None:
    async def work() -> None:
        writer = Mortal()
        history = History(writer, "here")
        async with staged("text", history=history) as stage:
            await stage.listening()
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.call.socket_lost(stage.outbox)
            await until(stage.task.done)
            assert stage.call.suspended == "socket_lost"
            found = gone_on(stage, writer)
        async with staged("text", history=history, goes_on=found) as again:
            await again.listening()
            assert again.said() == [last_words.CUT_OFF, "Which boat, Anna or Berta?"]

    run(work())


def test_who_was_taken_over_is_silent_and_ends_nothing() -> None:
    async def work() -> None:
        writer = Mortal()
        async with staged(history=History(writer, "here")) as stage:
            await stage.listening()
            writer.tables.problems.append(StaleOwner("another"))
            stage.sounds("rent a boat", 600)
            await until(stage.task.done)
            assert stage.call.suspended == "elsewhere"
            assert last_words.FAILED not in stage.said()
        assert writer.tables.ended == []

    run(work())


def test_a_server_that_stops_says_so_and_the_call_goes_on_elsewhere() -> None:
    async def work() -> None:
        writer = Mortal()
        history = History(writer, "here")
        async with staged(history=history) as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.call.say_goodbye()
            await until(stage.task.done)
            assert stage.said()[-1] == last_words.STOPPING
            assert stage.call.suspended == "restart"
            found = gone_on(stage, writer)
        assert writer.tables.ended == []
        async with staged(history=history, goes_on=found) as again:
            await again.heard("Which boat, Anna or Berta?")

    run(work())


def test_a_server_that_cannot_wait_keeps_the_conversation() -> None:
    async def work() -> None:
        async with staged(history=History(Mortal(), "here")) as stage:
            await stage.says("rent a boat")
            stage.call.drain()
            await until(stage.task.done)
            assert stage.call.suspended == "restart"

    run(work())


def test_a_conversation_that_nobody_comes_back_to_ends() -> None:
    async def work() -> None:
        writer = Mortal()
        async with staged(history=History(writer, "here")) as stage:
            await stage.listening()
            stage.peer.lose("no audio")
            await until(stage.task.done)
            await stage.call.give_up()
        assert writer.tables.ended == ["hangup"]
        assert [line["event"]["event"] for added in writer.tables.appends for line in added.lines][-1] == "call_ended"

    run(work())


def test_the_page_gets_what_it_needs_to_come_back_when_there_is_something() -> None:
    async def work() -> None:
        async with staged(history=History(Mortal(), "here")) as stage:
            await stage.listening()
            (message,) = stage.of("session")
            assert len(message["session"]) == 43
            assert message["seconds"] == 120
        async with staged(bot=BOT) as stage:
            await stage.listening()
            assert stage.of("session") == []

    run(work())
