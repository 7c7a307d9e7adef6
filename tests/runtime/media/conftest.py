"""A caller made of aiortc, a browser's offer, and what must be level again when a call is over."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
import pytest
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from runtime.media.opus import OpusEncoder
from runtime.media.peer import MediaPeer
from runtime.media.playout import Playout
from tests.runtime.media.offers import BROWSER_OFFER

DEADLINE_S = 20


@pytest.fixture
def browser_offer() -> str:
    return BROWSER_OFFER


def tone(hertz: int, *, milliseconds: int) -> list[bytes]:
    """A pure tone as Opus packets."""
    encoder = OpusEncoder()
    samples = np.sin(2 * np.pi * hertz * np.arange(48 * milliseconds) / 48_000) * 8000
    return encoder.encode(samples.astype(np.int16)) + encoder.finish()


def loudest_hertz(pieces: list[np.ndarray], rate: int) -> float:
    """The frequency with most energy."""
    samples = np.concatenate(pieces).astype(float)
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * rate / len(samples))


@dataclass
class Call:
    """Both ends of a call in this process: the peer under test, and an aiortc caller."""

    peer: MediaPeer
    playout: Playout
    caller: RTCPeerConnection
    caller_playout: Playout
    states: list[str] = field(default_factory=list)
    heard: list[np.ndarray] = field(default_factory=list)
    """16 kHz, what the peer heard"""
    caller_heard: list[np.ndarray] = field(default_factory=list)
    """48 kHz mono, what the caller heard"""
    arrivals_ns: list[int] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    reader: "asyncio.Task[None] | None" = None

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something that happened made the condition true."""
        async with asyncio.timeout(DEADLINE_S):
            while not condition():
                self.changed.clear()
                await self.changed.wait()

    def say(self, playout: Playout, packets: list[bytes]) -> None:
        utterance = playout.utterance("tone")
        utterance.add(packets)
        utterance.finish()
        playout.play(utterance)

    def listen(self, track: MediaStreamTrack) -> None:
        self.reader = asyncio.create_task(self._read(track), name="caller:reader")

    async def _read(self, track: MediaStreamTrack) -> None:
        try:
            while True:
                frame = await track.recv()
                self.caller_heard.append(frame.to_ndarray().reshape(-1)[::2])
                self.changed.set()
        except MediaStreamError:
            pass

    async def hang_up(self) -> None:
        """The caller goes, and is done with."""
        await self.caller.close()
        if self.reader is not None:
            self.reader.cancel()
            await asyncio.wait([self.reader])


async def connect(before_answer: Callable[[Call], None] = lambda _call: None, **options: float) -> Call:
    """A connected call. `before_answer` may tamper with the caller's end."""
    playout, caller_playout = Playout(), Playout()
    caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))

    def on_audio(pcm: np.ndarray, arrival_ns: int) -> None:
        call.heard.append(pcm)
        call.arrivals_ns.append(arrival_ns)
        call.changed.set()

    def on_state(state: str) -> None:
        call.states.append(state)
        call.changed.set()

    peer = MediaPeer(name="call", on_audio=on_audio, on_state=on_state, playout=playout, **options)
    call = Call(peer, playout, caller, caller_playout)
    caller.addTrack(caller_playout.track)
    caller.on("track", call.listen)
    await caller.setLocalDescription(await caller.createOffer())
    before_answer(call)
    answer = await peer.answer(caller.localDescription.sdp)
    await caller.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))
    await call.until(lambda: "connected" in call.states and bool(call.heard) and bool(call.caller_heard))
    return call


@asynccontextmanager
async def connected(
    before_answer: Callable[[Call], None] = lambda _call: None, **options: float
) -> AsyncIterator[Call]:
    """A connected call that is over, on both ends, after the block."""
    call = await connect(before_answer, **options)
    try:
        yield call
    finally:
        await call.hang_up()
        await call.peer.close()


@dataclass(frozen=True)
class Level:
    """What a call may not leave behind."""

    tasks: frozenset[str]
    descriptors: int
    threads: int


async def level() -> Level:
    """Count after everything that is about to end has had its turn on the loop."""
    for _ in range(20):
        await asyncio.sleep(0)
    tasks = frozenset(repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task())
    return Level(tasks, len(os.listdir("/proc/self/fd")), threading.active_count())


@pytest.fixture
def call_tools() -> type:
    """The helpers above, for tests that cannot import this file."""

    class Tools:
        connect = staticmethod(connect)
        connected = staticmethod(connected)
        level = staticmethod(level)
        tone = staticmethod(tone)
        loudest_hertz = staticmethod(loudest_hertz)
        Call = Call

    return Tools
