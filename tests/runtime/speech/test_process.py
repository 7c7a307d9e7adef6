"""The worker process, driven with a toy that speaks the real protocol over real pipes."""

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from pathlib import Path

import pytest

from runtime.speech import process as process_module
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.process import Reply, WorkerProcess, worker_environment
from runtime.speech.urgency import BACKGROUND, DRAFT, NEXT, NOW, Urgency
from tests.runtime.counted import Counted

TOY = Path(__file__).with_name("toy_worker.py")
ROOT = Path(__file__).parents[3]
SOON_MS = 10_000


def toy(*arguments: str, start_deadline_ms: int = 20_000) -> WorkerProcess:
    argv = (sys.executable, "-P", str(TOY), *arguments)
    return WorkerProcess("toy", argv=argv, start_deadline_ms=start_deadline_ms)


@contextlib.asynccontextmanager
async def started(*arguments: str) -> AsyncGenerator[WorkerProcess]:
    worker = toy(*arguments)
    try:
        await worker.start()
        yield worker
    finally:
        await worker.aclose()


def with_toy(body: Callable[[WorkerProcess], Awaitable[None]]) -> None:
    async def main() -> None:
        async with started() as worker:
            await body(worker)
        assert [task for task in asyncio.all_tasks() if task is not asyncio.current_task()] == []

    asyncio.run(main())


async def ask(worker: WorkerProcess, method: str, payload: bytes = b"", **fields: object) -> Reply:
    return await worker.request(method, fields, payload, deadline_ms=SOON_MS)


async def hold(worker: WorkerProcess, method: str = "hold", priority: int = 0) -> AsyncGenerator[Reply]:
    """A request that the toy is inside of."""
    stream = worker.stream(method, {}, deadline_ms=SOON_MS, priority=priority)
    assert (await anext(stream)).fields["holding"]
    return stream


def test_an_answer_comes_with_its_payload() -> None:
    async def body(worker: WorkerProcess) -> None:
        assert worker.ready
        assert worker.started_in_ms is not None
        for size in (0, 1, 70_000, 3_000_000):
            reply = await ask(worker, "echo", bytes(size), say="hällo")
            assert (reply.fields["said"], reply.payload) == ("hällo", bytes(size))

    with_toy(body)


def test_many_requests_at_once_each_get_their_own_answer() -> None:
    async def body(worker: WorkerProcess) -> None:
        replies = await asyncio.gather(*(ask(worker, "echo", say=number) for number in range(200)))
        assert [reply.fields["said"] for reply in replies] == list(range(200))

    with_toy(body)


def test_parts_come_in_their_order() -> None:
    async def body(worker: WorkerProcess) -> None:
        parts = [part async for part in worker.stream("parts", {"count": 50}, deadline_ms=SOON_MS)]
        assert [part.fields.get("number") for part in parts] == [*range(50), None]
        assert [part.last for part in parts] == [False] * 50 + [True]

    with_toy(body)


def test_closing_a_stream_stops_the_work() -> None:
    async def body(worker: WorkerProcess) -> None:
        endless = worker.stream("endless", {}, deadline_ms=SOON_MS)
        await anext(endless)
        await endless.aclose()
        holding = await hold(worker)
        await holding.aclose()
        assert (await ask(worker, "echo", say="free again")).fields["said"] == "free again"
        assert worker.starts == 1

    with_toy(body)


def test_a_request_cancelled_before_it_began_is_never_done() -> None:
    async def body(worker: WorkerProcess) -> None:
        holding = await hold(worker)
        waiting = asyncio.create_task(ask(worker, "echo", name="never"))
        later = asyncio.create_task(ask(worker, "history", name="later"))
        while len(worker._requests) < 3:
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        await holding.aclose()
        assert (await later).fields["done"] == ["hold", "later"]

    with_toy(body)


def test_a_calls_request_interrupts_work_that_nobody_waits_for() -> None:
    async def body(worker: WorkerProcess) -> None:
        holding = await hold(worker, "background", priority=9)
        assert (await ask(worker, "echo", say="urgent")).fields["said"] == "urgent"
        assert (await anext(holding)).fields["again"]
        await holding.aclose()

    with_toy(body)


def test_between_two_steps_another_calls_first_step_goes_first() -> None:
    async def body(worker: WorkerProcess) -> None:
        long = worker.stream("endless", {}, deadline_ms=SOON_MS)
        await anext(long)
        assert (await ask(worker, "echo", say="mine")).fields["said"] == "mine"
        await long.aclose()

    with_toy(body)


def test_a_missed_deadline_is_an_error_and_the_worker_goes_on() -> None:
    async def body(worker: WorkerProcess) -> None:
        with pytest.raises(SpeechUnavailable, match="did not answer in time") as failure:
            async for _ in worker.stream("hold", {}, deadline_ms=50):
                pass
        assert failure.value.code == "speech_late"
        assert (await ask(worker, "echo", say="on")).fields["said"] == "on"
        assert worker.starts == 1

    with_toy(body)


def test_a_worker_that_hangs_is_killed_and_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "STUCK_AFTER_MS", 50)
    counted = Counted()

    async def body(worker: WorkerProcess) -> None:
        with pytest.raises(SpeechUnavailable, match="did not answer in time"):
            await worker.request("hang", {}, deadline_ms=50)
        with pytest.raises(SpeechUnavailable, match="process ended"):
            await ask(worker, "echo", say="behind the one that hangs")
        assert (await ask(worker, "echo", say="new")).fields["said"] == "new"
        assert counted("voxloom_speech_restarts_total", worker="other") == 1
        assert worker.starts == 2

    with_toy(body)


@pytest.mark.parametrize("how", ["crash", "exit", "garble"])
def test_a_death_fails_what_is_in_flight_and_the_next_request_works(how: str) -> None:
    async def body(worker: WorkerProcess) -> None:
        with pytest.raises(SpeechUnavailable, match="The toy process ended") as failure:
            await ask(worker, how)
        assert failure.value.code == "speech_lost"
        assert (await ask(worker, "echo", say="new")).fields["said"] == "new"

    with_toy(body)


def test_kill_9_fails_every_request_in_flight() -> None:
    async def body(worker: WorkerProcess) -> None:
        holding = await hold(worker)
        waiting = [asyncio.create_task(ask(worker, "echo")) for _ in range(5)]
        while len(worker._requests) < 6:
            await asyncio.sleep(0)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGKILL)
        for result in await asyncio.gather(*waiting, return_exceptions=True):
            assert isinstance(result, SpeechUnavailable)
            assert result.code == "speech_lost"
        with pytest.raises(SpeechUnavailable):
            await anext(holding)
        assert (await ask(worker, "echo", say="new")).fields["said"] == "new"

    with_toy(body)


def test_refusals_and_faults_of_the_worker_reach_the_caller_without_a_traceback() -> None:
    async def body(worker: WorkerProcess) -> None:
        with pytest.raises(SpeechUnavailable, match=r"The toy does not want to\. Ask nicely\.") as refused:
            await ask(worker, "refuse")
        assert refused.value.code == "toy_refused"
        with pytest.raises(SpeechUnavailable, match="could not do that") as fault:
            await ask(worker, "raise")
        assert "a fault of the toy" not in str(fault.value)
        assert (await ask(worker, "echo", say="alive")).fields["said"] == "alive"
        assert worker.starts == 1

    with_toy(body)


def test_what_is_too_big_or_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_module, "MAX_REQUESTS", 1)

    async def body(worker: WorkerProcess) -> None:
        with pytest.raises(SpeechUnavailable, match="over the cap"):
            await ask(worker, "echo", bytes(17 * 1024 * 1024))
        holding = await hold(worker)
        with pytest.raises(SpeechUnavailable, match="too much to do"):
            await ask(worker, "echo")
        await holding.aclose()

    with_toy(body)


@pytest.mark.parametrize(
    ("mode", "code", "message"),
    [
        ("fail", "model_missing", "The toy model is missing. Install the toy."),
        ("broken", "speech_not_loaded", "A speech model could not be loaded: no such toy The server's log says why."),
        ("noise", "speech_lost", "The toy process ended; it is being started again. Try again."),
    ],
)
def test_a_worker_that_cannot_start_says_why(mode: str, code: str, message: str) -> None:
    async def main() -> None:
        worker = toy(mode)
        try:
            with pytest.raises(SpeechUnavailable) as failure:
                await worker.start()
            assert (failure.value.code, str(failure.value)) == (code, message)
            assert not worker.ready
            with pytest.raises(SpeechUnavailable) as later:
                await ask(worker, "echo")
            assert later.value.code == code
        finally:
            await worker.aclose()

    asyncio.run(main())


def test_a_worker_that_never_gets_ready_is_given_up() -> None:
    async def main() -> None:
        worker = toy("never", start_deadline_ms=300)
        try:
            with pytest.raises(SpeechUnavailable, match="process ended"):
                await worker.start()
        finally:
            await worker.aclose()

    asyncio.run(main())


def test_a_program_that_does_not_exist_is_an_error() -> None:
    async def main() -> None:
        worker = WorkerProcess("toy", argv=["/no/such/program"])
        try:
            with pytest.raises(SpeechUnavailable, match="The toy process cannot be started") as failure:
                await worker.start()
            assert failure.value.code == "speech_not_started"
        finally:
            await worker.aclose()

    asyncio.run(main())


def test_a_request_made_while_it_is_started_again_waits_no_longer_than_its_deadline(tmp_path: Path) -> None:
    async def main() -> None:
        async with started("once", str(tmp_path / "second")) as worker:
            (tmp_path / "second").touch()  # the next start never gets ready
            with pytest.raises(SpeechUnavailable, match="process ended"):
                await ask(worker, "exit")
            with pytest.raises(SpeechUnavailable, match="did not answer in time"):
                await worker.request("echo", {}, deadline_ms=100)

    asyncio.run(main())


def test_closing_ends_the_process_and_every_request() -> None:
    async def main() -> None:
        worker = toy()
        await worker.start()
        pid = worker.pid
        assert pid is not None
        holding = await hold(worker)
        await worker.aclose()
        await worker.aclose()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
        with pytest.raises(SpeechUnavailable):
            await anext(holding)
        with pytest.raises(SpeechUnavailable, match="is not running"):
            await ask(worker, "echo")
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_a_worker_closed_before_it_is_ready_leaves_nothing() -> None:
    async def main() -> None:
        worker = toy("never")
        starting = asyncio.create_task(worker.start())
        while worker.pid is None:
            await asyncio.sleep(0)
        pid = worker.pid
        await worker.aclose()
        starting.cancel()
        await asyncio.wait([starting])
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    asyncio.run(main())


@pytest.mark.parametrize("busy", ["", "hold"])
def test_the_worker_ends_when_its_parent_is_killed(busy: str) -> None:
    program = f"""
import asyncio, sys
from runtime.speech.process import WorkerProcess
async def main():
    worker = WorkerProcess("toy", argv=[sys.executable, "-P", {str(TOY)!r}])
    await worker.start()
    if {busy!r}:
        await anext(worker.stream({busy!r}, {{}}, deadline_ms=60000))
    print(worker.pid, flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        watched = os.pidfd_open(int(parent.stdout.readline()))
        try:
            parent.kill()
            poll = select.poll()
            poll.register(watched, select.POLLIN)
            assert poll.poll(10_000), "the worker outlived its parent"
        finally:
            os.close(watched)


def test_the_worker_gets_no_secrets_and_one_thread_and_no_django() -> None:
    environment = worker_environment(
        {"PATH": "/bin", "VOXLOOM_SECRET_KEY": "x", "DJANGO_SETTINGS_MODULE": "voxloom.settings"}
    )
    assert environment["OMP_NUM_THREADS"] == environment["OPENBLAS_NUM_THREADS"] == "1"
    assert environment["OMP_WAIT_POLICY"] == "PASSIVE"
    assert environment["PYTHONPATH"].split(os.pathsep) == [str(ROOT), str(ROOT / "platform")]
    assert not {"VOXLOOM_SECRET_KEY", "DJANGO_SETTINGS_MODULE"} & set(environment)

    async def body(worker: WorkerProcess) -> None:
        seen = (await ask(worker, "environment")).fields
        assert "DJANGO_SETTINGS_MODULE" not in seen["environment"]
        assert not [name for name in seen["modules"] if name.split(".")[0] in ("django", "aiortc", "asyncio")]

    with_toy(body)


def test_what_libraries_of_the_worker_write_may_quote_callers_and_is_only_counted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def body(worker: WorkerProcess) -> None:
        await ask(worker, "echo")
        await ask(worker, "echo")

    with caplog.at_level("INFO", logger="voxloom.workers.process"):
        with_toy(body)
    assert "toy: loading" in caplog.text
    assert "a library that prints" not in caplog.text
    assert "toy: 2 lines of its libraries are left out" in caplog.text


def test_what_the_worker_itself_logs_comes_with_its_level_and_without_the_words_of_an_exception(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def body(worker: WorkerProcess) -> None:
        with pytest.raises(SpeechUnavailable):
            await ask(worker, "raise_words", say="4111 1111 1111 1111")

    with caplog.at_level("INFO", logger="voxloom.workers.process"):
        with_toy(body)
    (record,) = [record for record in caplog.records if "raise_words failed" in record.getMessage()]
    assert record.levelname == "ERROR"
    assert record.getMessage().splitlines()[-1] == "  ValueError"
    assert "toy_worker.py:" in record.getMessage()
    assert "4111" not in caplog.text


def test_work_that_becomes_urgent_goes_before_what_waits_longer() -> None:
    async def body(worker: WorkerProcess) -> None:
        holding = await hold(worker)
        urgency = Urgency(DRAFT)
        draft = asyncio.create_task(_first(worker, "draft", urgency))
        others = [asyncio.create_task(_first(worker, name, Urgency(NEXT))) for name in ("one", "two")]
        while len(worker._requests) < 4:
            await asyncio.sleep(0)
        urgency.raise_to(NOW)
        urgency.raise_to(NEXT)  # is urgent already
        await holding.aclose()
        await asyncio.gather(draft, *others)
        assert (await ask(worker, "history")).fields["done"] == ["hold", "draft", "one", "two", "history"]
        urgency.raise_to(-1)  # its work is over: nobody is told

    with_toy(body)


def test_a_draft_waits_for_what_is_said_now_and_goes_before_what_nobody_waits_for() -> None:
    async def body(worker: WorkerProcess) -> None:
        holding = await hold(worker)
        waiting = [
            asyncio.create_task(_first(worker, name, Urgency(value)))
            for name, value in (("background", BACKGROUND), ("draft", DRAFT), ("next", NEXT), ("now", NOW))
        ]
        while len(worker._requests) < 5:
            await asyncio.sleep(0)
        await holding.aclose()
        await asyncio.gather(*waiting)
        done = (await ask(worker, "history")).fields["done"]
        assert done == ["hold", "now", "next", "draft", "background", "history"]

    with_toy(body)


def test_a_draft_that_is_being_made_is_stopped_for_what_is_said_now_and_begun_again() -> None:
    async def body(worker: WorkerProcess) -> None:
        draft = await hold(worker, "background", priority=DRAFT)
        again = asyncio.create_task(anext(draft))  # comes only when it was stopped
        while not again.done():
            assert (await ask(worker, "echo", say="now")).fields["said"] == "now"
        assert (await again).fields["again"]
        await draft.aclose()

    with_toy(body)


async def _first(worker: WorkerProcess, name: str, urgency: Urgency) -> None:
    stream = worker.stream("history", {"name": name}, deadline_ms=SOON_MS, priority=urgency)
    async with contextlib.aclosing(stream):
        await anext(stream)
