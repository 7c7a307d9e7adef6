"""Callers with bad uplinks over real WebRTC, in this process; only the speech is made up: every sound is a request."""

import asyncio
import random
from collections.abc import Awaitable, Callable

import numpy as np
import pytest
from aiortc.rtp import RtpPacket, is_rtcp

from runtime.media.opus import SILENCE_20_MS, OpusEncoder
from tests.runtime.sessions.media import Browser, Tones
from tests.runtime.signalling.served import Page, serving

pytestmark = [pytest.mark.calls, pytest.mark.django_db(transaction=True)]

QUESTION = "Which boat, Anna or Berta?"
BAD_PACKETS = 60
"""1.2 s of trouble, before and while the caller speaks."""
GONE_S = 10.0
Send = Callable[[bytes], Awaitable[None]]


class Trouble:
    """Stands between the caller's sender and its transport: does `what` to the packets until they are enough."""

    def __init__(self, browser: Browser, what: Callable[["Trouble", RtpPacket], list[RtpPacket]]) -> None:
        transport = browser.connection.getTransceivers()[0].sender.transport
        self.chance = random.Random(5)
        self.seen = 0
        self.kept: list[RtpPacket] = []
        self._what = what
        self._send: Send = transport._send_rtp
        transport._send_rtp = self.send

    async def send(self, data: bytes) -> None:
        if is_rtcp(data):
            await self._send(data)
            return
        self.seen += 1
        for packet in self._what(self, RtpPacket.parse(data)):
            await self._send(packet.serialize())


def empty(trouble: Trouble, packet: RtpPacket) -> list[RtpPacket]:
    if trouble.seen % 10 == 3:
        packet.payload = b""
    return [packet]


def garbage(trouble: Trouble, packet: RtpPacket) -> list[RtpPacket]:
    if trouble.seen < BAD_PACKETS:  # no frames at all, or two of the same length in an odd number of bytes
        kind = trouble.chance.choice((b"\xff\x00", b"\xfd"))
        packet.payload = kind + trouble.chance.randbytes(2 * trouble.chance.randrange(500) + 1)
    return [packet]


def doubled_and_out_of_order(trouble: Trouble, packet: RtpPacket) -> list[RtpPacket]:
    trouble.kept.append(packet)
    if len(trouble.kept) < 3:
        return []
    one, two, three = trouble.kept
    trouble.kept = []
    return [two, one, one, three, two]


def jumps(trouble: Trouble, packet: RtpPacket) -> list[RtpPacket]:
    jump = 48_000 * (trouble.seen // 40) * (1, -7, 3_600, 40_000)[trouble.seen // 40 % 4]
    packet.timestamp = (packet.timestamp + jump) % (1 << 32)
    return [packet]


def saved_in_silence(trouble: Trouble, packet: RtpPacket) -> list[RtpPacket]:
    return [packet] if packet.payload != SILENCE_20_MS or trouble.seen % 20 == 0 else []


def stalled(trouble: Trouble, packet: RtpPacket) -> list[RtpPacket]:
    trouble.kept.append(packet)
    if BAD_PACKETS <= trouble.seen < 2 * BAD_PACKETS:
        return []
    due, trouble.kept = trouble.kept, []
    return due


def server_tasks() -> list[str]:
    """What goes on for calls."""
    return [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("call-")]


def tone(ms: int) -> list[bytes]:
    encoder = OpusEncoder()
    samples = np.sin(2 * np.pi * 300 * np.arange(48 * ms) / 48_000) * 8_000
    return encoder.encode(samples.astype(np.int16)) + encoder.finish()


@pytest.mark.parametrize("what", [empty, garbage, doubled_and_out_of_order, jumps, saved_in_silence, stalled])
def test_the_caller_is_heard_all_the_same(what: Callable[[Trouble, RtpPacket], list[RtpPacket]]) -> None:
    async def work() -> None:
        tones = Tones()
        tones.texts += ["rent a boat"] * 40  # whatever the level of the sound
        async with serving(tones):
            browser, page = Browser(), Page()
            trouble = Trouble(browser, what)
            await browser.call(page)
            await page.until("said", text="Harbour here. How can I help?")
            await page.until("state", state="listening")
            playout = browser.connection.getSenders()[0].track._playout
            async with asyncio.timeout(GONE_S):
                while trouble.seen < BAD_PACKETS:
                    await asyncio.sleep(0.02)
            spoken = playout.utterance("words")
            spoken.add(tone(700))
            spoken.finish()
            playout.play(spoken)
            await page.until("said", text=QUESTION)
            await page.send({"type": "end"})
            assert (await page.until("ended"))["reason"] == "hangup"
            assert await page.next() is None
            assert server_tasks() == []
            await page.leave()
            await browser.close()

    asyncio.run(work())
