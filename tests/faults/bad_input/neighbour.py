"""A caller with nothing to hide, in a process of its own: it talks to the bot and notes when each packet arrives.

The time that the server's loop, or this one, was ready to run and the machine had no core for it (the kernel counts it)
is taken off the gap in which it was: other people's programs are not the server's fault.
`python -m tests.faults.bad_input.neighbour ADDRESS TICKET PID` is that process; `Neighbour` starts it and asks it.
"""

import asyncio
import json
import math
import os
import select
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import TracebackType

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from runtime.caller.downlink import JITTER_BUFFER, Arrival, Tap
from runtime.media import patches
from runtime.media.playout import Playout
from tests.runtime.signalling.house import ROOT, WAIT_S

TALK_EVERY_S = 12.0
"""The bot must not grow tired of a caller who says nothing."""


def p99(gaps_ms: Sequence[float]) -> float:
    """The nearest-rank percentile."""
    ordered = sorted(gaps_ms)
    return ordered[math.ceil(0.99 * len(ordered)) - 1] if ordered else 0.0


@dataclass(frozen=True)
class Heard:
    """What arrived since the last time that was asked: gaps between packets in ms, and the reason if the call ended."""

    gaps_ms: list[float]
    ended: str | None


class Neighbour:
    """The process as a context manager; the call is connected once it is entered."""

    def __init__(self, address: str, ticket: str, pid: int, environment: dict[str, str]) -> None:
        """`pid`: the process of the server."""
        module = "tests.faults.bad_input.neighbour"
        self._command = [sys.executable, "-u", "-m", module, address, ticket, str(pid)]
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Neighbour":
        self._process = subprocess.Popen(
            self._command, env=self._environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._line() == "connected"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.terminate()
        try:
            self._process.communicate(timeout=WAIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()

    def heard(self) -> Heard:
        """What arrived since the last time."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return Heard(**json.loads(self._line()))

    def _line(self) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], WAIT_S)
        assert ready, "the neighbour does not answer"
        line = self._process.stdout.readline()
        assert line, f"the neighbour is gone: {self._process.poll()}"
        return line.strip()


class _Waiting:
    """How long the first threads of some processes have been ready to run, and were not running, in ns."""

    def __init__(self, *pids: int) -> None:
        self._files = [os.open(f"/proc/{pid}/schedstat", os.O_RDONLY) for pid in pids]

    def ns(self) -> int:
        return sum(int(os.pread(file, 100, 0).split()[1]) for file in self._files)


class _Talk:
    """The call in the process."""

    def __init__(self, waiting: _Waiting) -> None:
        self.ended: str | None = None
        self._waiting = waiting
        self._arrivals: list[tuple[int, int]] = []
        patches.install()
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connection.addTrack(Playout().track)
        setattr(self._connection.getTransceivers()[0].receiver, JITTER_BUFFER, Tap(self._note))

    def _note(self, arrival: Arrival) -> None:
        self._arrivals.append((arrival.arrival_ns, self._waiting.ns()))

    def take(self) -> Heard:
        arrivals, self._arrivals = self._arrivals, self._arrivals[-1:]
        gaps_ns = [(after - before) - (waited - had) for (before, had), (after, waited) in pairwise(arrivals)]
        return Heard([round(max(0, gap_ns) / 1e6, 1) for gap_ns in gaps_ns], self.ended)

    async def begin(self, socket: aiohttp.ClientWebSocketResponse, ticket: str) -> None:
        await self._connection.setLocalDescription(await self._connection.createOffer())
        await socket.send_json({"type": "hello", "ticket": ticket, "mode": "voice"})
        await socket.send_json({"type": "offer", "sdp": self._connection.localDescription.sdp})
        async for frame in socket:
            message = json.loads(frame.data)
            if message["type"] == "answer":
                answer = RTCSessionDescription(message["sdp"], "answer")
                await self._connection.setRemoteDescription(answer)
            if message["type"] == "said":
                return
        raise RuntimeError(f"the call did not begin: {socket.close_code}")

    async def read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in socket:
            message = json.loads(frame.data)
            if message["type"] in ("ended", "error"):
                self.ended = self.ended or str(message)
        self.ended = self.ended or f"closed with {socket.close_code}"

    async def talk(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while self.ended is None:
            await socket.send_json({"type": "text", "text": "what are the rules"})
            await asyncio.sleep(TALK_EVERY_S)


async def _main(address: str, ticket: str, pid: str) -> None:
    talk, loop = _Talk(_Waiting(int(pid), os.getpid())), asyncio.get_running_loop()
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{address}/rt/call", protocols=("voxloom.v1",)) as socket,
    ):
        async with asyncio.timeout(WAIT_S):
            await talk.begin(socket, ticket)
        print("connected")  # noqa: T201
        loop.add_reader(sys.stdin, lambda: sys.stdin.readline() and print(json.dumps(talk.take().__dict__)))  # noqa: T201
        await asyncio.gather(talk.read(socket), talk.talk(socket), return_exceptions=True)
        await asyncio.Event().wait()  # to tell why the call has ended


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
