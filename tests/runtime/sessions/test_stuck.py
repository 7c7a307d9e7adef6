"""Calls that make no progress: found, broken off, ended. In virtual time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from runtime.history.call_log import History
from runtime.sessions import stuck
from runtime.sessions.stuck import GRACE_S, MAILBOX_S, OUTSIDE_S, SILENT_S, WORKS_S, watch
from tests.runtime.history.test_in_calls import AtOnce
from tests.runtime.history.test_writer import Tables
from tests.runtime.sessions.stage import BOT, Stage, prices, staged
from tests.runtime.virtual_time import VirtualTimeLoop, run, until
from voxloom.telemetry.metrics import REGISTRY

PATIENT = BOT.replace("timeout: 4s", "timeout: 170s")


@asynccontextmanager
async def watched(bot: str = BOT, *, kept: bool = True) -> AsyncIterator[Stage]:
    """A call that somebody looks after."""
    async with staged(bot=bot, history=History(AtOnce(Tables()), "here") if kept else None) as stage:
        assert stage.task is not None
        items = {stage.call: stage.task}.items()
        watching = asyncio.create_task(watch(lambda: [item for item in items if not item[1].done()]), name="watch")
        try:
            await stage.listening()
            yield stage
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)


def counted(what: str) -> float:
    return REGISTRY.get_sample_value("voxloom_stuck_calls_total", {"what": what}) or 0.0


async def suspended(stage: Stage) -> dict[str, Any]:
    await until(lambda: bool(stage.of("suspended")), 300)
    assert stage.task is not None
    await until(stage.task.done)
    return stage.of("suspended")[0]


def test_a_step_that_does_not_come_back_breaks_the_call_off_and_the_conversation_can_go_on() -> None:
    async def work() -> None:
        before = counted("step")
        async with watched() as stage:
            stage.words.after_s = 3_600
            since = stage.now_ms
            stage.call.say_text("rent a boat")
            message = await suspended(stage)
            assert message["detail"] == "stuck"
            assert WORKS_S * 1_000 < stage.now_ms - since < (WORKS_S + 5) * 1_000
            assert stage.call.suspended == "stuck"
        assert counted("step") == before + 1

    run(work())


def test_a_tool_may_take_as_long_as_the_bot_lets_it() -> None:
    async def work() -> None:
        async with watched(PATIENT) as stage:
            prices.after_s = 160.0
            assert WORKS_S < prices.after_s < OUTSIDE_S
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.call.say_text("anna")
            await until(lambda: "It is $30." in stage.said(), 300)
            assert stage.of("suspended") == []

    run(work())


def test_a_voice_that_no_longer_goes_out_breaks_the_call_off() -> None:
    async def work() -> None:
        async with watched() as stage:
            assert stage.peer is not None
            since = stage.now_ms
            stage.peer._tasks[1].cancel()  # what sends has ended, and nobody was told
            assert (await suspended(stage))["detail"] == "stuck"
            assert stage.now_ms - since < (SILENT_S + 2.5) * 1_000

    run(work())


def test_a_call_that_is_not_kept_ends_with_a_reason() -> None:
    async def work() -> None:
        async with watched(kept=False) as stage:
            stage.words.after_s = 3_600
            stage.call.say_text("rent a boat")
            ended = await stage.ended()
            assert (ended["reason"], stage.call.suspended) == ("error", None)

    run(work())


def test_a_mailbox_that_nobody_empties_ends_the_call_from_outside() -> None:
    async def work() -> None:
        before = counted("mailbox")
        async with watched() as stage:
            since = stage.now_ms
            never = asyncio.get_running_loop().create_future()
            stage.call._actor._mailbox.get = lambda: never  # type: ignore[method-assign]
            stage.call._actor.wake()  # ends the wait of before; the next one has no end
            await until(stage.call._actor._mailbox.empty)
            stage.call._actor.wake()
            assert (await suspended(stage))["detail"] == "stuck"
            assert stage.now_ms - since < (MAILBOX_S + GRACE_S + 4) * 1_000
            assert stage.peer is not None
            assert stage.peer.closed
        assert counted("mailbox") == before + 1

    run(work())


@pytest.mark.parametrize("quiet_s", [10, 1_000])
def test_a_call_in_which_nothing_happens_is_not_stuck(quiet_s: int) -> None:
    async def work() -> None:
        async with watched() as stage:
            await stage.says("rent a boat")
            for _ in range(quiet_s // 5):
                await asyncio.sleep(5)
                stage.call.press("9")
            assert stage.of("suspended") == []

    run(work())


def test_no_call_is_to_blame_when_the_whole_process_stood_still() -> None:
    async def work() -> None:
        async with watched() as stage:
            loop = asyncio.get_running_loop()
            assert isinstance(loop, VirtualTimeLoop)
            await asyncio.sleep(0.5)
            loop._jumping.now_s += 2 * SILENT_S
            await asyncio.sleep(10)
            assert stage.of("suspended") == []

    run(work())


def test_one_call_is_left_alone_when_another_is_broken_off() -> None:
    class Fake:
        def __init__(self, what: stuck.What | None) -> None:
            self.what, self.broken, self.abandoned = what, 0, 0
            self.progress: Any = self

        def stuck(self, _now_s: float) -> stuck.What | None:
            return self.what

        def break_off(self) -> None:
            self.broken += 1

        def abandon(self) -> None:
            self.abandoned += 1

    async def work() -> None:
        fine, bad = Fake(None), Fake("step")
        tasks = {call: asyncio.create_task(asyncio.sleep(100), name="a call") for call in (fine, bad)}
        items: Callable[[], Any] = tasks.items
        watching = asyncio.create_task(watch(items), name="watch")
        await until(tasks[bad].cancelled)
        assert not tasks[fine].done()
        watching.cancel()
        tasks[fine].cancel()
        await asyncio.gather(watching, tasks[fine], return_exceptions=True)
        assert [(call.broken, call.abandoned) for call in (fine, bad)] == [(0, 0), (1, 1)]

    run(work())
