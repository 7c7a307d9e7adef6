"""The process that asks models, driven with a toy that speaks the real protocol over real pipes."""

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from tests.runtime.counted import Counted
from tools.models import process as process_module
from tools.models.problems import NoProcess, ProviderFailed
from tools.models.process import ModelProcess, Reply
from voxloom.workers import process as workers

TOY = Path(__file__).with_name("toy_worker.py")
ROOT = Path(__file__).parents[3]
SOON_S = 30.0


def toy(*arguments: str, **more: Any) -> ModelProcess:
    return ModelProcess((sys.executable, "-P", str(TOY), *arguments), **more)


@contextlib.asynccontextmanager
async def started(*arguments: str, **more: Any) -> AsyncGenerator[ModelProcess, None]:
    process = toy(*arguments, **more)
    try:
        async with asyncio.timeout(SOON_S):
            await process.start()
        yield process
    finally:
        await process.aclose()


def with_toy(body: Callable[[ModelProcess], Awaitable[None]], **more: Any) -> None:
    async def main() -> None:
        async with started(**more) as process:
            async with asyncio.timeout(2 * SOON_S):
                await body(process)
        assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []

    asyncio.run(main())


async def ask(process: ModelProcess, method: str, payload: bytes = b"", **fields: object) -> list[Reply]:
    async with contextlib.aclosing(process.ask(method, fields, payload)) as replies:
        return [reply async for reply in replies if not reply.last]


@contextlib.asynccontextmanager
async def held(process: ModelProcess, method: str = "hold") -> AsyncGenerator[AsyncGenerator[Reply, None], None]:
    """A question that the toy is inside of."""
    async with contextlib.aclosing(process.ask(method, {})) as replies:
        assert (await anext(replies)).fields["holding"]
        yield replies


def test_an_answer_comes_in_parts_with_its_bytes() -> None:
    async def body(process: ModelProcess) -> None:
        for size in (0, 1, 70_000, 3_000_000):
            (reply,) = await ask(process, "echo", bytes(size), say="hällo")
            assert (reply.fields["said"], reply.payload) == ("hällo", bytes(size))
        numbers = [reply.fields["number"] for reply in await ask(process, "parts", count=500)]
        assert numbers == list(range(500))
        assert process.waiting == 0

    with_toy(body)


def test_many_at_once_each_get_their_own_answer_and_nobody_waits_for_another() -> None:
    async def body(process: ModelProcess) -> None:
        async with held(process):
            answers = await asyncio.gather(*(ask(process, "echo", say=number) for number in range(200)))
            assert [reply.fields["said"] for (reply,) in answers] == list(range(200))

    with_toy(body)


def test_what_nobody_waits_for_any_more_is_broken_off() -> None:
    async def body(process: ModelProcess) -> None:
        async with held(process):
            pass
        while process.waiting:
            await asyncio.sleep(0.01)
        (reply,) = await ask(process, "cancelled")
        assert reply.fields["number"] == 1

    with_toy(body)


def test_a_failure_is_told_by_its_kind_and_never_by_its_words(caplog: pytest.LogCaptureFixture) -> None:
    async def body(process: ModelProcess) -> None:
        with pytest.raises(ProviderFailed) as failed:
            await ask(process, "refuses", say="the secret sk-1234")
        problem = failed.value
        assert (problem.kind, problem.status_code, problem.retry_after_s) == ("Refuses", 429, 7.0)
        with pytest.raises(ProviderFailed, match="KeyError"):
            await ask(process, "no such thing")
        await ask(process, "prints", say="the secret sk-1234")

    with_toy(body)
    assert "sk-1234" not in caplog.text


def test_a_process_that_dies_fails_what_it_was_asked_and_is_started_again() -> None:
    counted = Counted()

    async def body(process: ModelProcess) -> None:
        with pytest.raises(NoProcess):
            await ask(process, "crash")
        with pytest.raises(NoProcess):  # at once: it starts for longer than a caller waits
            await ask(process, "echo")
        while not process.ready:
            await asyncio.sleep(0.01)
        assert await ask(process, "echo")
        assert process.starts == 2
        assert counted("voxloom_models_restarts_total") == 1

    with_toy(body)


@pytest.mark.parametrize("how", ["its loop stands still", "it is stopped"])
def test_a_process_that_hangs_is_ended(how: str) -> None:
    async def body(process: ModelProcess) -> None:
        first = process.pid
        assert first is not None
        method = "stops" if how == "its loop stands still" else "hold"
        async with held(process, method) as replies:
            if method == "hold":
                os.kill(first, signal.SIGSTOP)
            with pytest.raises(NoProcess):
                await anext(replies)
        while not process.ready:
            await asyncio.sleep(0.01)
        assert process.pid != first

    with_toy(body, pong_s=1.0)


def test_more_than_it_may_have_at_once_is_refused_and_there_is_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "MOST_REQUESTS", 3)

    async def body(process: ModelProcess) -> None:
        async with held(process), held(process), held(process):
            with pytest.raises(NoProcess, match="too much to do"):
                await ask(process, "echo")
            assert process.waiting == 3  # what is refused takes no room
        while process.waiting:
            await asyncio.sleep(0.01)
        assert await ask(process, "echo")
        assert process.starts == 1

    with_toy(body)


def test_a_deadline_of_whoever_asks_holds_while_it_hangs() -> None:
    async def body(process: ModelProcess) -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await ask(process, "stops")

    with_toy(body)


def test_one_that_cannot_load_is_told_of_and_tried_again_with_longer_and_longer_pauses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    real = asyncio.sleep

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await real(0)

    monkeypatch.setattr(workers.asyncio, "sleep", sleep)

    async def main() -> None:
        process = toy("broken")
        try:
            with pytest.raises(NoProcess, match="LiteLLM cannot be loaded: RuntimeError"):
                await process.start()
            while process.starts < 4:
                await real(0.01)
        finally:
            await process.aclose()
        with pytest.raises(NoProcess, match="nobody asks models any more"):
            await ask(process, "echo")

    asyncio.run(main())
    assert pauses[:3] == [0.1, 0.2, 0.4]


def test_one_that_never_gets_ready_is_given_up(caplog: pytest.LogCaptureFixture) -> None:
    async def main() -> None:
        process = toy("never", start_s=0.5)
        try:
            with pytest.raises(NoProcess):
                await process.start()
        finally:
            await process.aclose()

    asyncio.run(main())
    assert "was not ready within" in caplog.text


def test_a_program_that_is_not_there() -> None:
    async def main() -> None:
        process = ModelProcess(("/no/such/program",))
        try:
            with pytest.raises(NoProcess, match="cannot be started"):
                await process.start()
        finally:
            await process.aclose()

    asyncio.run(main())


def test_nothing_of_ours_is_in_its_environment_or_its_words() -> None:
    async def body(process: ModelProcess) -> None:
        (reply,) = await ask(process, "environment")
        assert "SECRET_KEY" not in reply.fields["names"]
        assert "OPENAI_API_KEY" in reply.fields["names"]
        assert "litellm" not in reply.fields["modules"]  # the toy has none: nothing of ours imports it by the way
        assert "k-1234" not in " ".join(reply.fields["argv"])

    with_toy(body, environment={**os.environ, "SECRET_KEY": "s", "OPENAI_API_KEY": "k-1234"})


PARENT = """
import asyncio, sys
from tools.models.process import ModelProcess

async def main():
    process = ModelProcess((sys.executable, "-P", sys.argv[1]))
    await process.start()
    print(process.pid, flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


def test_it_ends_with_its_parent_however_that_ends() -> None:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}"}
    parent = subprocess.Popen(
        [sys.executable, "-P", "-c", PARENT, str(TOY)], cwd=ROOT, env=environment, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    child = os.pidfd_open(int(parent.stdout.readline()))
    parent.kill()
    parent.wait(10)
    parent.stdout.close()
    try:
        readable, _, _ = select.select([child], [], [], 10)
        assert readable
    finally:
        os.close(child)
