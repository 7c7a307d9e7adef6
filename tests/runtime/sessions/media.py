"""Real media for tests: a voice that hums, and a caller made of aiortc."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from runtime.media.opus import OpusEncoder
from runtime.media.playout import Playout
from runtime.speech.results import SpokenClause
from runtime.speech.urgency import Urgency
from tests.runtime.signalling.served import Page, Workers

TONE_HZ = 440


class Tones(Workers):
    """A voice that hums."""

    async def speak(
        self, text: str | Sequence[str], *, voice: str, urgency: Urgency | None = None
    ) -> AsyncGenerator[SpokenClause, None]:
        encoder = OpusEncoder()
        samples = np.sin(2 * np.pi * TONE_HZ * np.arange(48_000) / 48_000) * 8000
        packets = tuple(encoder.encode(samples.astype(np.int16)) + encoder.finish())
        for clause in [text] if isinstance(text, str) else text:
            yield SpokenClause(clause, packets, 20 * len(packets), 0)


class Browser:
    """The caller's end: one connection that sends silence and keeps what it hears."""

    def __init__(self) -> None:
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.heard: list[np.ndarray] = []
        self.reader: asyncio.Task[None] | None = None
        self.connection.addTrack(Playout().track)
        self.connection.on("track", self._listen)

    def _listen(self, track: MediaStreamTrack) -> None:
        self.reader = asyncio.create_task(self._read(track), name="browser")

    async def _read(self, track: MediaStreamTrack) -> None:
        while True:
            frame = await track.recv()
            self.heard.append(frame.to_ndarray().reshape(-1)[::2])

    async def call(self, page: Page) -> None:
        await page.open()
        await page.hello(mode="voice", scopes=["debug"])
        await page.send({"type": "offer", "sdp": await self.offer()})
        answer = await page.until("answer")
        await self.accept(answer["sdp"])

    async def offer(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return str(self.connection.localDescription.sdp)

    async def accept(self, sdp: str) -> None:
        await self.connection.setRemoteDescription(RTCSessionDescription(sdp, "answer"))

    def hertz(self) -> float:
        """The frequency with most energy."""
        samples = np.concatenate(self.heard).astype(float)
        return float(np.argmax(np.abs(np.fft.rfft(samples))) * 48_000 / len(samples))

    async def close(self) -> None:
        await self.connection.close()
        if self.reader is not None:
            self.reader.cancel()
            await asyncio.wait([self.reader])
