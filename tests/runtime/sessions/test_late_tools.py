"""Tools that a call does not wait for: what the logs say of them, and that they end."""

import asyncio
import json
import logging

import pytest

from flows.driver.replay import read_log, replay
from flows.engine.program import Program
from flows.loader.load import load_text
from runtime.history.call_log import History
from tests.runtime.sessions.mortal import Mortal
from tests.runtime.sessions.stage import BOT, Stage, prices, staged
from tests.runtime.virtual_time import run, until
from tools.registry import tool

WRITES = BOT.replace("timeout: 4s", "timeout: 4s\n    effect: write\n    idempotency_key: auto")


@pytest.fixture(autouse=True)
def _all_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "runtime.sessions.late_tools")


async def hang_up_while_it_works(stage: Stage, after_s: float) -> None:
    prices.after_s = after_s
    await stage.says("rent a boat")
    await stage.says("anna")
    await until(lambda: prices.calls == 1)
    stage.call.hang_up()
    assert (await stage.ended())["reason"] == "hangup"


def events(stage: Stage) -> list[str]:
    lines = [message["line"] for message in stage.of("log")]
    return [line["event"]["event"] for line in lines if "event" in line]


@pytest.mark.parametrize("bot", [WRITES, BOT], ids=["write", "read"])
def test_the_event_log_says_that_nobody_knows_what_became_of_it(bot: str) -> None:
    async def work() -> None:
        async with staged(bot=bot) as stage:
            await hang_up_while_it_works(stage, 3.0)
            assert events(stage)[-2:] == ["call_ended", "tool_returned"]
            commands = [command for m in stage.of("log") for command in m["line"].get("commands", [])]
            sent = next(command for command in commands if command["command"] == "call_tool")
            (returned,) = stage.log("tool_returned")
            assert (returned["id"], returned["error"], returned["result"]) == (sent["id"], "unknown", None)
            await until(lambda: not stage.late_tools.tasks)

    run(work())


@tool("test_late_undo")
async def undo(price: float) -> dict[str, float]:
    undone.append(price)
    return {}


undone: list[float] = []
COMPENSATED = WRITES.replace(
    "idempotency_key: auto",
    "idempotency_key: auto\n    on_interrupt: compensate\n    undo: {tool: undo, with: {price: result.price}}",
).replace(
    "tools:\n", "tools:\n  undo: {type: python, function: test_late_undo, effect: write, idempotency_key: auto}\n", 1
)


def test_what_a_caller_who_hung_up_does_not_want_is_taken_back(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        undone.clear()
        async with staged(bot=COMPENSATED) as stage:
            await hang_up_while_it_works(stage, 3.0)
            assert undone == []
            await until(lambda: not stage.late_tools.tasks)
            assert undone == [30.0]
            assert "is taken back" in caplog.text

    run(work())


@pytest.mark.parametrize("comes_back", [False, True])
def test_what_was_done_for_a_call_that_broke_off_is_taken_back_when_nobody_goes_on(
    comes_back: bool, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        undone.clear()
        async with staged(bot=COMPENSATED, history=History(Mortal(), "here")) as stage:
            await stage.listening()
            prices.after_s = 3.0
            await stage.says("rent a boat")
            await stage.says("anna")
            await until(lambda: prices.calls == 1)
            stage.peer.lose("no audio")
            await until(stage.task.done)
            await stage.waits(20_000)
            assert prices.returned == 1
            assert undone == []
            if not comes_back:
                await stage.call.give_up()
            await stage.waits(200_000)
            assert undone == ([] if comes_back else [30.0])
            assert not stage.late_tools.tasks

    run(work())


def test_such_a_log_replays() -> None:
    async def work() -> None:
        async with staged(bot=WRITES) as stage:
            await hang_up_while_it_works(stage, 3.0)
            await until(lambda: not stage.late_tools.tasks)
            loaded = load_text(WRITES)
            assert loaded.bot is not None
            lines = [json.dumps(message["line"]) for message in stage.of("log")]
            assert replay(Program(loaded.bot), read_log(lines)) is None

    run(work())


def test_what_was_sent_is_not_broken_off_and_its_end_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged(bot=WRITES) as stage:
            await hang_up_while_it_works(stage, 3.0)
            assert prices.returned == 0
            await until(lambda: not stage.late_tools.tasks)
            assert prices.returned == 1

    run(work())
    assert "the tool get_price (" in caplog.text
    assert "came back: done" in caplog.text


def test_a_tool_that_reads_is_broken_off(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged() as stage:
            await hang_up_while_it_works(stage, 3.0)
            assert not stage.late_tools.tasks
            await stage.waits(10_000)
            assert prices.returned == 0

    run(work())


def test_it_has_until_its_deadline(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged(bot=WRITES) as stage:
            before = stage.now_ms
            await hang_up_while_it_works(stage, 600.0)
            await until(lambda: not stage.late_tools.tasks)
            assert stage.now_ms - before < 30_000
            assert prices.returned == 0

    run(work())
    assert "whether it took effect is unknown" in caplog.text


def test_a_failure_that_comes_late_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged(bot=WRITES) as stage:
            prices.fault = PermissionError()
            await hang_up_while_it_works(stage, 2.0)
            await until(lambda: not stage.late_tools.tasks)

    run(work())
    assert "came back with an error: refused" in caplog.text


def test_a_tool_that_took_too_long_for_the_call_is_logged_too(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged(bot=WRITES) as stage:
            prices.after_s = 60.0
            await stage.says("rent a boat")
            await stage.says("anna")
            await stage.heard("The price list is closed.")
            assert [event["error"] for event in stage.log("tool_returned")] == ["timeout"]

    run(work())
    assert "whether it took effect is unknown" in caplog.text


def test_a_process_that_stops_does_not_wait_for_it(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        async with staged(bot=WRITES) as stage:
            await hang_up_while_it_works(stage, 3.0)
            before = stage.now_ms
            await stage.late_tools.aclose()
            assert not stage.late_tools.tasks
            assert stage.now_ms - before < 1_000
            await asyncio.sleep(10)
            assert prices.returned == 0

    run(work())
    assert "whether it took effect is unknown" in caplog.text
