"""A call over real WebRTC within this process; only the speech is not real."""

import asyncio
import os
from collections.abc import AsyncGenerator
from pathlib import Path

import numpy as np
import pytest
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from runtime.media.opus import OpusEncoder
from runtime.media.playout import Playout
from runtime.speech.results import SpokenClause
from tests.runtime.signalling.served import Page, Workers, serving

pytestmark = [pytest.mark.calls, pytest.mark.django_db(transaction=True)]

TONE_HZ = 440
GONE_S = 10.0


class Tones(Workers):
    """A voice that hums."""

    async def speak(self, text: str, *, voice: str) -> AsyncGenerator[SpokenClause, None]:
        encoder = OpusEncoder()
        samples = np.sin(2 * np.pi * TONE_HZ * np.arange(48_000) / 48_000) * 8000
        packets = tuple(encoder.encode(samples.astype(np.int16)) + encoder.finish())
        yield SpokenClause(text, packets, 20 * len(packets), 0)


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
        await self.connection.setLocalDescription(await self.connection.createOffer())
        await page.send({"type": "offer", "sdp": self.connection.localDescription.sdp})
        answer = await page.until("answer")
        await self.connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))

    def hertz(self) -> float:
        """The frequency with most energy."""
        samples = np.concatenate(self.heard).astype(float)
        return float(np.argmax(np.abs(np.fft.rfft(samples))) * 48_000 / len(samples))

    async def close(self) -> None:
        await self.connection.close()
        if self.reader is not None:
            self.reader.cancel()
            await asyncio.wait([self.reader])


def sockets() -> int:
    """How many sockets this process has open."""
    links = [entry for entry in Path("/proc/self/fd").iterdir() if entry.is_symlink()]
    return sum(os.readlink(entry).startswith("socket:") for entry in links)


def server_tasks() -> list[str]:
    """What goes on for calls."""
    return [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("call-")]


def test_audio_comes_back() -> None:
    async def work() -> None:
        async with serving(Tones()):
            browser, page = Browser(), Page()
            await browser.call(page)
            await page.until("said", text="Harbour here. How can I help?")
            await page.until("state", state="listening")
            assert abs(browser.hertz() - TONE_HZ) < 10
            await page.send({"type": "text", "text": "rent a boat"})
            await page.until("said", text="Which boat, Anna or Berta?")
            await page.send({"type": "end"})
            assert (await page.until("ended"))["reason"] == "hangup"
            assert await page.next() is None
            assert server_tasks() == []
            await page.leave()
            await browser.close()

    asyncio.run(work())


def test_a_second_offer_ends_the_call() -> None:
    async def work() -> None:
        async with serving(Tones()):
            browser, page = Browser(), Page()
            await browser.call(page)
            await page.until("state", state="speaking")
            await page.send({"type": "offer", "sdp": browser.connection.localDescription.sdp})
            assert await page.refused() == ("offer.second", 4409)
            async with asyncio.timeout(GONE_S):
                while server_tasks():
                    await asyncio.sleep(0.02)
            await page.leave()
            await browser.close()

    asyncio.run(work())


def test_a_caller_who_is_gone_without_a_word_leaves_nothing() -> None:
    async def work() -> None:
        async with serving(Tones()):
            before = sockets()
            browser, page = Browser(), Page()
            await browser.call(page)
            await page.until("state", state="speaking")
            assert sockets() > before
            # No word on the socket, no goodbye in the media: its ports just fall silent.
            for transceiver in browser.connection.getTransceivers():
                for protocol in transceiver.sender.transport.transport._connection._protocols:
                    protocol.transport.abort()
            async with asyncio.timeout(GONE_S):
                assert (await page.until("ended"))["detail"] == "media_lost"
                assert await page.next() is None
                while server_tasks():
                    await asyncio.sleep(0.02)
            await page.leave()
            await browser.close()
            assert sockets() == before

    asyncio.run(work())
