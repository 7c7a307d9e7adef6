"""Group 18: callers who are gone without a word, at every stage of a call that never connects."""

import asyncio
import socket
import struct

from runtime.sessions import last_words
from tests.faults.amounts import FULL, amount
from tests.faults.bad_input.caller import calling
from tests.runtime.media.offers import BROWSER_OFFER
from tests.runtime.signalling.house import House
from tests.runtime.signalling.wire import Wire, wired

STAGES = ("socket", "hello", "offer", "answer")
GROWTH_BYTES = 2 * 1024
"""Of memory, for each call that is over."""
SPARE_BYTES = 0 if FULL else 4 * 1024 * 1024
"""Few calls are lost in what the process keeps for the next ones."""
RESET = struct.pack("ii", 1, 0)


def goes(wire: Wire, house: House, stage: str) -> None:
    """As far as this stage; then the line is reset."""
    if stage != "socket":
        wire.send(type="hello", ticket=house.ticket(), mode="voice")
        wire.until("ready")
    if stage in ("offer", "answer"):
        wire.send(type="offer", sdp=BROWSER_OFFER)
    if stage == "answer":
        wire.until("answer")
    wire.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def vanish(house: House, times: int) -> None:
    for number in range(times):
        with wired(house) as wire:
            goes(wire, house, STAGES[number % len(STAGES)])


def test_who_vanishes_leaves_nothing_behind(house: House) -> None:
    """Sockets and tasks are looked after by the fixture; memory may not grow with the number of them."""
    times = amount(20, 250)
    grown = []
    for _ in range(
        4
    ):  # what a call leaves behind, each leaves behind; what others do in the meantime is here and there
        before = house.resident_bytes()
        vanish(house, times)
        grown.append(house.resident_bytes() - before)
    assert min(grown[1:]) <= times * GROWTH_BYTES + SPARE_BYTES, grown


if FULL:  # it takes 15 s; tests/runtime/media has it with a shorter deadline

    def test_who_stays_and_never_connects_is_told(house: House) -> None:
        async def waits() -> None:
            async with calling(house) as caller:
                await caller.hello()
                await caller.send({"type": "offer", "sdp": BROWSER_OFFER})
                ended = await caller.until("ended")
                assert (ended["reason"], ended["detail"]) == ("error", last_words.NOT_CONNECTED)

        async def work() -> None:
            await asyncio.gather(*(waits() for _ in range(20)))

        asyncio.run(work())
