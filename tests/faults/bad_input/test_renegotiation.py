"""Groups 16, 17 and 19: offers again and again, at the same time, and answers that belong to somebody else."""

import asyncio
import re

import pytest
from aiortc import RTCSessionDescription

from tests.faults.amounts import amount
from tests.faults.bad_input.caller import Caller, calling
from tests.runtime.media.offers import BROWSER_OFFER
from tests.runtime.signalling.house import House

pytestmark = pytest.mark.calls

EVERY_S = 0.1
LOOK_S = 1.5


def restarted(sdp: str) -> str:
    """The offer as after an ICE restart."""
    return re.sub(r"a=ice-ufrag:\S+", "a=ice-ufrag:neww", sdp)


@pytest.mark.parametrize("again", [lambda sdp: sdp, restarted], ids=["the same", "ICE restart"])
def test_an_offer_in_a_call_ends_it_in_words_and_the_next_call_begins_anew(house: House, again: object) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            sdp = caller.connection.localDescription.sdp
            await caller.send({"type": "offer", "sdp": again(sdp)})  # type: ignore[operator]
            assert await caller.refusal() == ("offer.second", 4409)
        async with calling(house) as caller:
            await caller.connect()
            await caller.is_served()

    asyncio.run(work())


def test_offers_every_tenth_of_a_second(house: House) -> None:
    async def negotiates(number: int) -> None:
        await asyncio.sleep(number * EVERY_S)
        async with calling(house) as caller:
            await caller.hello()
            for _ in range(5):
                await caller.send({"type": "offer", "sdp": BROWSER_OFFER})
            await caller.until("answer")
            assert await caller.refusal() == ("offer.second", 4409)

    async def work() -> None:
        await asyncio.gather(*(negotiates(number) for number in range(amount(20, 600))))

    asyncio.run(work())


def test_both_sides_begin_at_once(house: House) -> None:
    """The server never offers; a page that takes its own side for the answering one is told."""

    async def work() -> None:
        async with calling(house) as caller:
            await caller.hello()
            sdp = await caller.offer()
            await asyncio.gather(
                caller.send({"type": "offer", "sdp": sdp}), caller.send({"type": "answer", "sdp": sdp})
            )
            await caller.until("answer")
            assert await caller.refusal() == ("message.malformed", 4400)

    asyncio.run(work())


def test_answers_that_belong_to_another_call_connect_nobody(house: House) -> None:
    async def begins(caller: Caller) -> str:
        await caller.hello()
        await caller.send({"type": "offer", "sdp": await caller.offer()})
        return str((await caller.until("answer"))["sdp"])

    async def said(caller: Caller) -> bool:
        try:
            async with asyncio.timeout(LOOK_S):
                await caller.until("said")
        except TimeoutError:
            return False
        return True

    async def work() -> None:
        async with calling(house) as one, calling(house) as other:
            answers = [await begins(one), await begins(other)]
            await one.connection.setRemoteDescription(RTCSessionDescription(answers[1], "answer"))
            await other.connection.setRemoteDescription(RTCSessionDescription(answers[0], "answer"))
            assert await asyncio.gather(said(one), said(other)) == [False, False]

    asyncio.run(work())
