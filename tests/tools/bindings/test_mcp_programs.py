"""Tools over MCP with programs of the operator: a real one of the official library, and such as do everything wrong."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flows.definition.tool_server import Server
from flows.driver.ports import ToolOutcome
from tests.platform.clock import Clock
from tests.tools.bindings.mcp_asking import SHORT_MS, McpAsking, until
from tests.tools.bindings.mcp_running import NOTES, PROGRAM, TIMEOUT, UNAVAILABLE, bad, called, lives, official, running
from tools.mcp.messages import MOST_BYTES
from tools.mcp.programs import MOST_AT_ONCE, MOST_STARTS, WITHIN_S
from tools.mcp.session import MOST_SILENCES
from voxloom.shared.breakers import Breakers


def test_a_program_is_asked_and_ended() -> None:
    async def body(asking: McpAsking) -> dict[str, Any]:
        found = await asking.ask(called("customers.find"), arguments={"number": "4"})
        assert found == ToolOutcome({"branch": "Market Street", "number": "4"})
        assert await asking.ask(called("nobody"), arguments={"number": "4"}) == ToolOutcome(error="refused")
        first, second = await asyncio.gather(asking.ask(called("process")), asking.ask(called("process")))
        assert first == second
        keyed = await asking.ask(called("meta"), effect="write", key="k")
        assert keyed.result["meta"]["voxloom/idempotency-key"] == "k"
        told: dict[str, Any] = first.result
        assert lives(told["pid"])
        return told

    told = official(body)
    assert not lives(told["pid"])
    assert told["group"] == told["pid"] != os.getpgid(0)
    assert told["folder"] == "/"
    assert told["words"] == ["stdio"]


def test_nothing_of_our_environment_reaches_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DJANGO_SECRET_KEY", "FIELD_KEY", "DATABASE_URL", "MODEL_API_KEY", "PYTHONPATH", "ANYTHING"):
        monkeypatch.setenv(name, "a secret")

    async def body(asking: McpAsking) -> list[str]:
        names: list[str] = (await asking.ask(called("process"))).result["names"]
        return names

    known = {"PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR"}
    assert set(official(body)) - known - {"LC_CTYPE"} == set()  # which Python itself sets


def test_words_of_a_command_are_words_and_no_shell_reads_them(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    command = [sys.executable, str(PROGRAM), "stdio", f"; touch {gone}", f"$(touch {gone})", "{{ env.x }}"]

    async def body(asking: McpAsking) -> list[str]:
        words: list[str] = (await asking.ask(called("process"))).result["words"]
        return words

    assert running(body, command) == command[2:]
    assert not gone.exists()


def test_what_a_program_starts_ends_with_it() -> None:
    async def body(asking: McpAsking) -> int:
        pid: int = (await asking.ask(called("forks"))).result["pid"]
        assert lives(pid)
        return pid

    pid = official(body)
    assert not lives(pid)


def test_a_program_ends_with_a_server_that_was_killed(root: Path) -> None:
    """Even one that does not look at its input."""
    words = [sys.executable, "-c", "import time; time.sleep(600)"]
    code = f"""
import asyncio
from tools.mcp.program import started
async def main():
    program = await started("notes", {words!r})
    print(program._process.pid, flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        pid = int(server.stdout.readline())
        assert lives(pid)
        server.kill()
    asyncio.run(until(lambda: not lives(pid)))


def test_a_program_that_died_is_started_again_and_what_reads_is_asked_again() -> None:
    async def body(asking: McpAsking) -> None:
        first = (await asking.ask(called("process"))).result["pid"]
        os.kill(first, signal.SIGKILL)
        await until(lambda: not lives(first))
        second = (await asking.ask(called("process"))).result["pid"]
        assert second != first
        assert await asking.ask(called("dies"), effect="write") == UNAVAILABLE
        assert (await asking.ask(called("process"))).result["pid"] not in (first, second)

    official(body)


def test_a_program_that_nobody_uses_is_ended_after_a_while() -> None:
    async def body(asking: McpAsking) -> None:
        pid = (await asking.ask(called("process"))).result["pid"]
        await until(lambda: not lives(pid))

    official(body, kept_s=0.05)


def test_only_what_the_operator_allows_is_started(caplog: pytest.LogCaptureFixture) -> None:
    async def body(asking: McpAsking) -> None:
        for name in ("other", "/bin/sh", "notes --stdio", ""):
            assert await asking.ask(Server(program=name)) == UNAVAILABLE

    official(body)
    assert caplog.text.count("none of those that the operator of this machine allows") == 4


@pytest.mark.parametrize("command", [["/nowhere/notes"], ["/"], ["/etc/passwd"]])
def test_what_cannot_be_started_is_unavailable(command: list[str]) -> None:
    async def body(asking: McpAsking) -> ToolOutcome:
        return await asking.ask(NOTES)

    assert running(body, command) == UNAVAILABLE


def test_a_program_that_ends_at_once_is_started_a_few_times_a_minute(tmp_path: Path) -> None:
    starts, clock = tmp_path / "starts", Clock()

    async def body(asking: McpAsking) -> None:
        for _ in range(4):
            assert await asking.ask(NOTES) == UNAVAILABLE
        assert starts.read_text().count("x") == MOST_STARTS
        clock.now_s += WITHIN_S + 1
        assert await asking.ask(NOTES) == UNAVAILABLE
        assert starts.read_text().count("x") == MOST_STARTS + 1

    running(body, ["/bin/sh", "-c", f"printf x >> {starts}"], clock=clock, breakers=Breakers(clock))


def test_only_so_many_run_at_once() -> None:
    async def body(asking: McpAsking) -> list[ToolOutcome]:
        each = (asking.ask(NOTES, whose=f"workspace {number}") for number in range(MOST_AT_ONCE + 2))
        return await asyncio.gather(*each)

    outcomes = bad("for message in messages(): done(message)", body)
    assert outcomes.count(UNAVAILABLE) == 2
    assert len({outcome.result["pid"] for outcome in outcomes if outcome.error is None}) == MOST_AT_ONCE


@pytest.mark.parametrize(
    ("program", "outcome"),
    [
        ("time.sleep(600)", TIMEOUT),  # it says nothing at all
        ("for message in messages(): pass", TIMEOUT),
        ("for message in messages(): say({'jsonrpc': '2.0', 'id': 99, 'result': {}})", TIMEOUT),
        ("for message in messages(): say({'jsonrpc': '2.0', 'id': True, 'result': {}})", TIMEOUT),
        ("for message in messages(): print('{nonsense', flush=True)", TIMEOUT),
        (
            "for message in messages():\n    while True: say({'jsonrpc': '2.0', 'method': 'notifications/progress'})",
            TIMEOUT,
        ),
        ("for message in messages(): result(message, [])", UNAVAILABLE),
        ("for message in messages(): say({'jsonrpc': '2.0', 'id': message['id'], 'error': {}})", UNAVAILABLE),
        ("for message in messages(): os._exit(1)", UNAVAILABLE),
        ("for message in messages(): sys.stdout.close(); os.close(1); time.sleep(600)", UNAVAILABLE),
        (f"for message in messages(): result(message, {{'x': 'x' * {2 * MOST_BYTES}}})", UNAVAILABLE),
        (f"for message in messages(): sys.stdout.write('x' * {4 * MOST_BYTES}); sys.stdout.flush()", UNAVAILABLE),
        ("os.close(0); time.sleep(600)", TIMEOUT),
        ("signal.signal(signal.SIGTERM, signal.SIG_IGN)\nfor message in messages(): pass\ntime.sleep(600)", TIMEOUT),
    ],
)
def test_whatever_a_program_does_a_call_ends_in_its_time(program: str, outcome: ToolOutcome) -> None:
    async def body(asking: McpAsking) -> ToolOutcome:
        timeout_ms = 1_000 if outcome == TIMEOUT else 60_000
        return await asking.ask(NOTES, timeout_ms=timeout_ms, effect="write")

    assert bad(program, body) == outcome


def test_what_is_no_message_is_passed_over() -> None:
    program = "print('Notes server 1.0, ready')\nfor message in messages(): print(); print('thinking…'); done(message)"

    async def body(asking: McpAsking) -> ToolOutcome:
        return await asking.ask(NOTES)

    assert bad(program, body).error is None


def test_a_program_that_asks_us_gets_a_no() -> None:
    program = """
say({'jsonrpc': '2.0', 'id': 'r', 'method': 'roots/list'})
say({'jsonrpc': '2.0', 'id': 'p', 'method': 'ping'})
replies = []
for line in sys.stdin:
    message = json.loads(line)
    if message.get('method') == 'initialize': greet(message)
    elif message.get('method') == 'tools/call': result(message, {'structuredContent': replies})
    elif 'method' not in message: replies.append(message)
"""

    async def body(asking: McpAsking) -> ToolOutcome:
        return await asking.ask(NOTES)

    told = {reply["id"]: reply for reply in bad(program, body).result}
    assert told["r"]["error"]["code"] == -32601
    assert told["p"]["result"] == {}


def test_a_program_is_told_that_nobody_waits_any_more() -> None:
    program = """
asked = {}
for line in sys.stdin:
    message = json.loads(line)
    if message.get('method') == 'initialize': greet(message)
    elif message.get('method') == 'tools/call' and 'name' not in asked: asked['name'] = 1; result(message, {})
    elif message.get('method') == 'tools/call' and 'call' not in asked: asked['call'] = message['id']
    elif message.get('method') == 'tools/call': result(message, {'structuredContent': asked})
    elif message.get('method') == 'notifications/cancelled': asked['cancelled'] = message['params']['requestId']
"""

    async def body(asking: McpAsking) -> ToolOutcome:
        assert await asking.ask(NOTES) == ToolOutcome({})
        assert await asking.ask(NOTES, timeout_ms=SHORT_MS) == TIMEOUT
        return await asking.ask(NOTES)

    told = bad(program, body).result
    assert told["call"] == told["cancelled"]


def test_a_program_that_hangs_is_started_again() -> None:
    program = "for number, message in enumerate(messages()):\n    if number == 0: done(message)"

    async def body(asking: McpAsking) -> None:
        first = (await asking.ask(NOTES)).result["pid"]
        for _ in range(MOST_SILENCES):
            assert await asking.ask(NOTES, timeout_ms=SHORT_MS) == TIMEOUT
        assert (await asking.ask(NOTES)).result["pid"] != first
        await until(lambda: not lives(first))

    bad(program, body)


def test_a_program_that_reads_nothing_does_not_fill_our_memory() -> None:
    program = "done(next(messages())); time.sleep(600)"

    async def body(asking: McpAsking) -> list[ToolOutcome]:
        assert (await asking.ask(NOTES)).error is None
        long = {"text": "x" * 200_000}
        return await asyncio.gather(
            *(asking.ask(NOTES, timeout_ms=2_000, arguments=long, effect="write") for _ in range(12))
        )

    outcomes = bad(program, body)
    assert set(outcomes) <= {TIMEOUT, UNAVAILABLE}
    assert UNAVAILABLE in outcomes


def test_what_a_program_says_at_its_start_is_in_the_log_of_whoever_looks_for_faults(
    caplog: pytest.LogCaptureFixture,
) -> None:
    program = """
for number in range(1000): print('begins', number, 'y' * 500, file=sys.stderr)
sys.stderr.flush()
time.sleep(0.3)
for message in messages():
    print('4111111111111111', file=sys.stderr, flush=True)
    done(message)
"""

    async def body(asking: McpAsking) -> None:
        for _ in range(3):
            assert (await asking.ask(NOTES, arguments={"card": "4111111111111111"})).error is None

    caplog.set_level(logging.DEBUG, logger="tools")
    bad(program, body)
    said = [record for record in caplog.records if "says" in record.getMessage()]
    assert 0 < len(said) <= 20
    assert {record.levelno for record in said} == {logging.DEBUG}
    assert max(len(record.getMessage()) for record in said) < 300
    assert "4111" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("tools"))
