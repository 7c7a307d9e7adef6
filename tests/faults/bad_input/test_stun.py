"""Group 21: STUN to the port of a call that goes on."""

import asyncio
import socket

import pytest

from tests.faults.bad_input.caller import calling
from tests.runtime.signalling.house import House

pytestmark = pytest.mark.calls


def test_an_empty_datagram(house: House) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
                for _ in range(10):
                    stranger.sendto(b"", caller.bots_address)
            await caller.is_served()

    asyncio.run(work())
