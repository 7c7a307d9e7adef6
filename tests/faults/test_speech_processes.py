"""A process that hears, speaks or understands dies or stands still in the middle of a call: the caller is never left in
a silence, is asked at most once more, and gets what they called for.

The server, its models, the caller and WebRTC are real; so are the signals.
"""

import asyncio
import json
import os
import signal
import sys
import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from runtime.speech.service import SpeechWorkers
from runtime.speech.spares import SparedWorker
from tests.calls.served import Served
from tests.calls.voices import SLT, record_all
from tests.faults.amounts import FULL

pytestmark = [pytest.mark.calls, pytest.mark.models, pytest.mark.timeout(300)]

SAID = [
    (SLT, "what is my balance"),
    (SLT, "savings please"),
    (SLT, "savings please"),  # in case they are asked again
    (SLT, "goodbye"),
]
FAULTS = ((signal.SIGKILL, "caller_speech_end"), (signal.SIGSTOP, "bot_speech_end"))
ALL = [(name, *fault) for name in ("recogniser", "voice", "vectors") for fault in FAULTS]
SOME = [("recogniser", *FAULTS[0]), ("voice", *FAULTS[1]), ("vectors", *FAULTS[0])]
"""The last one never has a spare."""
BACK_S = 120
"""A process loads its model again, on a machine that may be busy."""
SILENT_MS = 5_000
"""Nobody may hear nothing for longer."""


@pytest.fixture(scope="module", params=["0", "1"] if FULL else ["1"], ids=lambda spares: f"{spares} spares")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with so many spares."""
    with Served(tmp_path_factory.mktemp("served") / "var", WARM_SPARES=request.param) as served:
        yield served


@dataclass
class Call:
    """A call, and what was done to the server in it."""

    events: list[dict[str, Any]] = field(default_factory=list)
    lost: int = 0
    code: int | None = None
    error: str = ""

    def named(self, name: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == name]

    @property
    def asked(self) -> int:
        """How often the question that the lost sentence answers was asked."""
        return sum(turn["node"] == "which" for turn in self.named("turn"))

    def silences_ms(self) -> list[float]:
        """From the end of each sentence of the caller to the next sound of the bot, whatever it says."""
        sounds = [(event["at_ms"], event["event"]) for event in self.events if event["event"].startswith("bot_speech")]
        silences = []
        for event in self.named("caller_speech_end"):
            end_ms = event["at_ms"]
            speaks = max((sound for sound in sounds if sound[0] <= end_ms), default=(0, ""))[1] == "bot_speech_start"
            next_ms = min((at for at, what in sounds if at > end_ms and what == "bot_speech_start"), default=1e9)
            silences.append(0.0 if speaks else next_ms - end_ms)
        return silences


def processes(server: Served, name: str) -> list[int]:
    """The server's processes of that kind, the one that has worked most first: a spare has only loaded."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdecimal():
            continue
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            fields = (entry / "stat").read_text().rsplit(") ", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == server.pid and f"runtime.speech.workers.{name}".encode() in words:
            found.append((-int(fields[11]) - int(fields[12]), int(entry.name)))
    return [pid for _, pid in sorted(found)]


def called_with_fault(server: Served, recordings: list[Path], name: str, number: signal.Signals, moment: str) -> Call:
    """Hold a call; when its second `moment` comes, the process gets the signal."""
    call, seen = Call(), 0
    process = server.start_call("riverbank", recordings)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            event = json.loads(line)
            call.events.append(event)
            seen += event["event"] == moment
            if seen == 2 and not call.lost:
                call.lost = processes(server, name)[0]
                os.kill(call.lost, number)
        call.code = process.wait(10)
        assert process.stderr is not None
        call.error = process.stderr.read()
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
    return call


def is_ready(server: Served) -> bool:
    try:
        return bool(server.readiness()["ready"])
    except urllib.error.HTTPError as answer:  # 503: not yet
        answer.close()
        return False


def wait_until_back(server: Served, name: str, lost: int) -> None:
    """The process that was lost has another one in its place, and the server is ready."""
    want = 1 + int(server.environment["WARM_SPARES"]) * (name in ("recogniser", "voice"))
    deadline = time.monotonic() + BACK_S
    while time.monotonic() < deadline:
        there = processes(server, name)
        if lost not in there and len(there) == want and is_ready(server):
            return
        time.sleep(0.2)
    pytest.fail(f"{name} was not started again: {processes(server, name)}")


@pytest.mark.parametrize(("name", "number", "moment"), ALL if FULL else SOME)
def test_a_process_that_is_lost_costs_at_most_a_question(
    server: Served, recordings: Path, name: str, number: signal.Signals, moment: str
) -> None:
    call = called_with_fault(server, record_all(SAID, recordings), name, number, moment)
    try:
        assert call.lost
        assert call.code == 0, (call.error, call.events)
        tools = [tool["tool"] for turn in call.named("turn") for tool in turn["called"]]
        assert "get_balance" in tools, call.events
        assert call.asked in (1, 2), call.events
        assert max(call.silences_ms()) < SILENT_MS, call.events
        told(name, number, server, call)
    finally:
        if call.lost:
            wait_until_back(server, name, call.lost)


def told(name: str, number: signal.Signals, server: Served, call: Call) -> None:
    """What standard output has of it with `pytest -s`."""
    spares, fillers = server.environment["WARM_SPARES"], len(call.named("filler_start"))
    asked_again = call.asked - 1
    sys.stdout.write(f"{name} {number.name} spares={spares} {call.silences_ms()} {fillers=} {asked_again=}\n")


def test_the_clip_that_is_being_recognised_is_recognised_by_the_spare() -> None:
    async def main() -> None:
        workers = SpeechWorkers(spares=1)
        team = workers.recogniser
        assert isinstance(team, SparedWorker)
        try:
            await team.start()
            async with asyncio.timeout(BACK_S):
                while not team.spares:
                    await asyncio.sleep(0.05)
            lost = team._workers[0]
            lost._argv = (sys.executable, "-c", "import time; time.sleep(600)")  # it never gets ready again
            clip = np.random.default_rng(2).normal(0, 3000, 20 * 16_000).astype(np.int16)
            waiting = asyncio.create_task(workers.transcribe(clip, deadline_ms=60_000))
            while not lost._requests:
                await asyncio.sleep(0)
            assert lost.pid is not None
            os.kill(lost.pid, signal.SIGKILL)
            assert (await waiting).audio_ms == 20_000
            assert not lost.ready
        finally:
            await workers.aclose()

    asyncio.run(main())


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """A folder for the caller's WAV files."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    return folder
