"""A call over real WebRTC within this process; only the speech is not real."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.runtime.sessions.media import TONE_HZ, Browser, Tones
from tests.runtime.signalling.served import Page, serving

pytestmark = [pytest.mark.calls, pytest.mark.django_db(transaction=True)]

GONE_S = 10.0


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
                assert (await page.until("suspended"))["detail"] == "media_lost"
                assert await page.next() is None
                while server_tasks():
                    await asyncio.sleep(0.02)
            await page.leave()
            await browser.close()
            assert sockets() == before

    asyncio.run(work())
