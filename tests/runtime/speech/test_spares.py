"""Workers with spares: real processes that are killed, stopped and renewed."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path

import pytest

from runtime.speech import spares
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.process import Reply, WorkerProcess
from runtime.speech.residence import resident_mb
from runtime.speech.spares import Age, SparedWorker, with_spares

TOY = Path(__file__).with_name("toy_worker.py")
SOON_MS = 20_000


def toys(count: int = 2, *arguments: str) -> list[WorkerProcess]:
    argv = (sys.executable, "-P", str(TOY), *arguments)
    return [WorkerProcess("recogniser", argv=argv, start_deadline_ms=20_000) for _ in range(count)]


@contextlib.asynccontextmanager
async def started(team: SparedWorker) -> AsyncGenerator[SparedWorker]:
    try:
        await team.start()
        await until(lambda: team.spares == len(team._workers) - 1)
        yield team
    finally:
        await team.aclose()


def with_team(body: Callable[[SparedWorker], Awaitable[None]], team: Callable[[], SparedWorker] | None = None) -> None:
    async def main() -> None:
        async with started(team() if team is not None else SparedWorker(toys())) as made:
            await body(made)
        assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []

    asyncio.run(main())


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.005)


async def ask(team: SparedWorker, method: str, **fields: object) -> Reply:
    return await team.request(method, fields, deadline_ms=SOON_MS)


async def pid_of(team: SparedWorker) -> int:
    return int((await ask(team, "pid")).fields["pid"])


def test_the_request_under_way_is_answered_by_the_spare() -> None:
    async def body(team: SparedWorker) -> None:
        first = await pid_of(team)
        waiting = [asyncio.create_task(ask(team, "pid", wait=first)) for _ in range(5)]
        await until(lambda: len(team._current._requests) == 5)
        os.kill(first, signal.SIGKILL)
        answered = {int((await task).fields["pid"]) for task in waiting}
        assert len(answered) == 1
        assert first not in answered
        assert answered == {team.pid}
        await until(lambda: team.spares == 1)  # the one that was lost is a spare now
        assert team.starts == 3

    with_team(body)


def test_the_next_request_waits_for_no_start() -> None:
    async def body(team: SparedWorker) -> None:
        lost = team._workers[0]
        lost.may_wait = lambda: True
        lost._argv = (sys.executable, "-P", str(TOY), "never")  # it does not come back
        assert team.pid is not None
        os.kill(team.pid, signal.SIGKILL)
        await until(lambda: not lost.ready)
        assert team.ready
        assert (await ask(team, "echo", say="here")).fields["said"] == "here"

    with_team(body)


def test_a_process_that_is_stopped_is_found_out_and_its_request_answered() -> None:
    async def body(team: SparedWorker) -> None:
        stopped = await pid_of(team)
        os.kill(stopped, signal.SIGSTOP)
        assert await pid_of(team) != stopped
        with pytest.raises(ProcessLookupError):
            await until(lambda: bool(os.kill(stopped, 0)))

    with_team(body)


def test_a_spare_that_is_stopped_is_found_out_before_it_is_needed() -> None:
    async def body(team: SparedWorker) -> None:
        spare = team._workers[1]
        stopped = spare.pid
        assert stopped is not None
        os.kill(stopped, signal.SIGSTOP)
        await until(lambda: spare.ready and spare.pid != stopped)
        assert team._workers[0].starts == 1

    with_team(body, lambda: SparedWorker(toys(), look_every_s=0.1))


def test_a_process_that_hangs_in_its_work_is_replaced_when_the_deadline_is_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(spares, "HUNG_AFTER_MS", 200)

    async def body(team: SparedWorker) -> None:
        hanging = await pid_of(team)
        with pytest.raises(SpeechUnavailable, match="in time"):
            await team.request("hang", {}, deadline_ms=300)
        assert await pid_of(team) != hanging

    with_team(body)


def test_a_process_that_answers_others_is_not_hanging(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spares, "HUNG_AFTER_MS", 10_000)

    async def body(team: SparedWorker) -> None:
        working = await pid_of(team)
        with pytest.raises(SpeechUnavailable, match="in time"):
            async for _ in team.stream("hold", {}, deadline_ms=50):
                pass
        assert await pid_of(team) == working
        assert team.starts == 2

    with_team(body)


def test_what_kills_a_process_is_asked_twice_and_no_more() -> None:
    async def body(team: SparedWorker) -> None:
        with pytest.raises(SpeechUnavailable, match="process ended"):
            await ask(team, "exit")
        assert (await ask(team, "echo", say="both are back, or one")).fields["said"]
        await until(lambda: team.spares == 1)
        assert team.starts == 4

    with_team(body)


def test_an_answer_that_has_begun_is_not_begun_again() -> None:
    async def body(team: SparedWorker) -> None:
        stream = team.stream("hold", {}, deadline_ms=SOON_MS)
        assert (await anext(stream)).fields["holding"]
        assert team.pid is not None
        os.kill(team.pid, signal.SIGKILL)
        with pytest.raises(SpeechUnavailable, match="process ended"):
            await anext(stream)

    with_team(body)


@pytest.mark.parametrize("age", [Age(requests=3), Age(memory_mb=1)])
def test_a_process_that_is_old_or_big_ends_and_nobody_waits_for_it(age: Age) -> None:
    async def body(team: SparedWorker) -> None:
        first = team.pid
        while team.pid == first:
            assert (await ask(team, "echo", say="served")).fields["said"] == "served"
        await until(lambda: team._workers[0].starts > 1)

    with_team(body, lambda: SparedWorker(toys(), age=age, look_every_s=0.05))


def test_what_an_old_process_has_begun_it_ends() -> None:
    async def body(team: SparedWorker) -> None:
        old = team._current
        stream = old.stream("parts", {"count": 3, "pause": True}, deadline_ms=SOON_MS)
        await anext(stream)
        team._change()
        old.renew()
        assert [part.fields.get("number") async for part in stream] == [1, 2, None]
        await until(lambda: old.starts == 2 and old.ready)
        assert old.answered == 0

    with_team(body)


def test_a_team_is_ready_with_its_first_process_and_says_why_it_is_not() -> None:
    async def main() -> None:
        team = SparedWorker(toys(2, "fail"))
        try:
            with pytest.raises(SpeechUnavailable, match="The toy model is missing"):
                await team.start()
            assert (team.ready, team.spares) == (False, 0)
            with pytest.raises(SpeechUnavailable, match="The toy model is missing"):
                await ask(team, "echo")
        finally:
            await team.aclose()
            await team.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_spares_load_with_a_low_priority_and_answer_with_an_ordinary_one() -> None:
    async def body(team: SparedWorker) -> None:
        first, spare = [(await worker.request("priority", {}, deadline_ms=SOON_MS)).fields for worker in team._workers]
        assert first["while_loading"] == first["now"]
        if spare["may_come_back"]:
            assert spare["while_loading"] > spare["now"]
        assert spare["now"] == first["now"]
        assert spare["threads"] == [spare["now"]] * len(spare["threads"])

    with_team(body)


def test_no_spares_are_a_plain_worker_and_memory_is_read() -> None:
    assert isinstance(with_spares("voice", 0), WorkerProcess)
    assert len(with_spares("voice", 2)._workers) == 3  # type: ignore[union-attr]
    assert resident_mb(os.getpid()) > 10
    assert resident_mb(-1) == 0
