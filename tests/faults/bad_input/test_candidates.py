"""Groups 14 and 15: addresses that a caller names and the server must not send to, and very many of them."""

import asyncio
import contextlib
import json
import socket
import struct
from collections.abc import Iterator

import aioice.ice
import pytest

from tests.faults.bad_input.caller import calling
from tests.runtime.media.offers import BROWSER_OFFER
from tests.runtime.signalling.house import House
from tests.runtime.signalling.wire import wired

pytestmark = pytest.mark.calls

LOOK_S = 1.5
"""aioice sends a check every 20 ms, and the first of each at once."""
MDNS = ("224.0.0.251", 5353)
NAMED = "3f1c2b4a-5555-4666-8777-88889999aaaa"


def own_addresses() -> list[str]:
    """This machine's, the loopback ones among them."""
    return ["127.0.0.1", "127.0.0.2", "::1", *aioice.ice.get_host_addresses(use_ipv4=True, use_ipv6=True)]


@contextlib.contextmanager
def canaries() -> Iterator[list[socket.socket]]:
    """A socket at each address, where nothing may arrive; and one that hears what is asked in the local network."""
    with contextlib.ExitStack() as held:
        found = []
        for address in own_addresses():
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            canary = held.enter_context(socket.socket(family, socket.SOCK_DGRAM))
            canary.setblocking(False)
            canary.bind((address, 0))
            found.append(canary)
        asked = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        asked.bind(("", MDNS[1]))
        membership = struct.pack("4sl", socket.inet_aton(MDNS[0]), socket.INADDR_ANY)
        asked.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
        asked.setblocking(False)
        yield [*found, asked]


def received(canary: socket.socket) -> list[bytes]:
    found = []
    with contextlib.suppress(BlockingIOError):
        while True:
            found.append(canary.recv(2_000))
    return found


def named(sdp: str, candidates: list[str]) -> str:
    """The offer with these candidates in place of its own."""
    lines = [line for line in sdp.split("\r\n") if line and not line.startswith("a=candidate")]
    return "\r\n".join([*lines, *(f"a=candidate:{each}" for each in candidates), ""])


def test_nothing_is_sent_to_addresses_of_this_machine_and_its_network(house: House) -> None:
    """The caller itself, whose own addresses are of that kind, is heard all the same: it shows where it is."""

    async def work() -> None:
        with canaries() as sockets:
            *where, asked = sockets
            listed = [
                f"{number} 1 udp {2**31 - number} {canary.getsockname()[0]} {canary.getsockname()[1]} typ {kind}"
                for number, canary in enumerate(where)
                for kind in ("host", "srflx", "relay")
            ]
            listed += [
                "90 1 udp 1 ::ffff:127.0.0.1 5000 typ host",
                f"91 1 udp 1 {NAMED}.local 5000 typ host",
                f"92 1 udp 1 {NAMED}.internal 5000 typ host",
                "93 1 udp 1 169.254.169.254 8080 typ host",
                "94 1 udp 1 255.255.255.255 5000 typ host",
                "95 1 udp 1 224.0.0.251 5353 typ host",
            ]
            async with calling(house) as caller:
                await caller.connect(lambda sdp: named(sdp, listed))
                await asyncio.sleep(LOOK_S)
                await caller.is_served()
            assert [received(canary) for canary in where] == [[] for _ in where]
            assert not [packet for packet in received(asked) if NAMED.encode() in packet]

    asyncio.run(work())


def test_a_thousand_candidates_in_an_offer_and_five_thousand(house: House) -> None:
    def offer(count: int) -> str:
        return named(BROWSER_OFFER, [f"1 1 udp 1 192.0.2.{n % 250} {2_000 + n} typ host" for n in range(count)])

    async def work() -> None:
        async with calling(house) as caller:
            await caller.hello()
            await caller.send({"type": "offer", "sdp": offer(1_000)})
            await caller.until("answer")
            await caller.send({"type": "end"})
            await caller.until("ended")
        async with calling(house) as caller:
            await caller.hello()
            await caller.send({"type": "offer", "sdp": offer(5_000)})
            assert await caller.refusal() == ("message.too_big", 1009)

    asyncio.run(work())


def test_five_thousand_candidates_one_by_one(house: House) -> None:
    """There are none in this protocol: offers bring theirs along."""
    with wired(house) as wire:
        wire.send(type="hello", ticket=house.ticket(), mode="voice")
        wire.until("ready")
        wire.send(type="offer", sdp=BROWSER_OFFER)
        wire.until("answer")
        text = json.dumps({"type": "candidate", "candidate": "candidate:1 1 udp 1 192.0.2.1 5000 typ host"})
        with contextlib.suppress(ConnectionError, TimeoutError):
            for _ in range(5_000):
                wire.send_text(text.encode())
        *_, error, closed = wire.last_words()
    assert (error["code"], closed["code"]) == ("message.malformed", 4400)
