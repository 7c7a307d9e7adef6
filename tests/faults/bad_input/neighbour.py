"""A caller with nothing to hide, in a process of its own: it talks to the bot and notes when each packet arrives.

It also listens to a metronome, a process that does nothing but send: what makes both late is not the server's fault.
`python -m tests.faults.bad_input.neighbour ADDRESS TICKET` is that process; `Neighbour` starts it and asks it.
"""

import asyncio
import json
import math
import select
import subprocess
import sys
import time
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

    bot_ms: list[float]
    metronome_ms: list[float]
    ended: str | None


class Neighbour:
    """The process as a context manager; the call is connected once it is entered."""

    def __init__(self, address: str, ticket: str, environment: dict[str, str]) -> None:
        self._command = [sys.executable, "-u", "-m", "tests.faults.bad_input.neighbour", address, ticket]
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None
        self._metronome: subprocess.Popen[str] | None = None

    def __enter__(self) -> "Neighbour":
        self._process = subprocess.Popen(
            self._command, env=self._environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        port = self._line()
        command = [sys.executable, "-m", "tests.faults.bad_input.metronome", port]
        self._metronome = subprocess.Popen(command, env=self._environment, cwd=ROOT, stdin=subprocess.PIPE, text=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self._metronome, self._process):
            assert process is not None
            process.terminate()
            try:
                process.communicate(timeout=WAIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()

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


class _Ear:
    """When packets of one kind arrived."""

    def __init__(self) -> None:
        self._arrivals_ns: list[int] = []

    def notes(self, arrival_ns: int) -> None:
        self._arrivals_ns.append(arrival_ns)

    def take(self) -> list[float]:
        arrivals, self._arrivals_ns = self._arrivals_ns, self._arrivals_ns[-1:]
        return [round((after - before) / 1e6, 1) for before, after in pairwise(arrivals)]


class _Ticks(asyncio.DatagramProtocol):
    """Hears the metronome."""

    def __init__(self, ear: _Ear) -> None:
        self._ear = ear

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._ear.notes(time.monotonic_ns())


class _Talk:
    """The call in the process."""

    def __init__(self) -> None:
        self.ended: str | None = None
        self.bot, self.metronome = _Ear(), _Ear()
        patches.install()
        self._connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._connection.addTrack(Playout().track)
        setattr(self._connection.getTransceivers()[0].receiver, JITTER_BUFFER, Tap(self._note))

    def _note(self, arrival: Arrival) -> None:
        self.bot.notes(arrival.arrival_ns)

    def take(self) -> Heard:
        return Heard(self.bot.take(), self.metronome.take(), self.ended)

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
                self.ended = str(message)
        self.ended = self.ended or f"closed with {socket.close_code}"

    async def talk(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        while True:
            await socket.send_json({"type": "text", "text": "what are the rules"})
            await asyncio.sleep(TALK_EVERY_S)


async def _main(address: str, ticket: str) -> None:
    talk, loop = _Talk(), asyncio.get_running_loop()
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(f"{address}/rt/call", protocols=("voxloom.v1",)) as socket,
    ):
        async with asyncio.timeout(WAIT_S):
            await talk.begin(socket, ticket)
        ticks, _ = await loop.create_datagram_endpoint(lambda: _Ticks(talk.metronome), local_addr=("127.0.0.1", 0))
        print(ticks.get_extra_info("sockname")[1])  # noqa: T201
        loop.add_reader(sys.stdin, lambda: sys.stdin.readline() and print(json.dumps(talk.take().__dict__)))  # noqa: T201
        await asyncio.gather(talk.read(socket), talk.talk(socket))


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
