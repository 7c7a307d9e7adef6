"""Group 21: STUN, and what looks like it, at the port of a call: of strangers, and of the caller's own address."""

import asyncio
import contextlib
import random
import socket
from collections.abc import Callable
from typing import Any

import pytest
from aioice import stun

from runtime.media.doorway import MAX_ADDRESSES, STRANGERS_AT_ONCE, STRANGERS_PER_S
from tests.faults.amounts import FULL, amount
from tests.faults.bad_input.caller import Caller, calling, flood, stranger
from tests.runtime.signalling.house import House

pytestmark = pytest.mark.calls

SEED = 21
FLOOD_S = 2.0
HEADER_BYTES = 20


def check(caller: Caller, *, key: str | None = None, **attributes: Any) -> bytes:
    """A check as the caller's browser sends it, with the password of the call unless another is given."""
    message = stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST)
    message.attributes["USERNAME"] = f"{caller.ice.remote_username}:{caller.ice.local_username}"
    message.attributes["ICE-CONTROLLING"] = 1 << 63
    message.attributes["PRIORITY"] = 1
    for name, value in attributes.items():
        message.attributes[name.replace("_", "-")] = value
    message.attributes = {name: value for name, value in message.attributes.items() if value is not ...}
    message.add_message_integrity((key or caller.ice.remote_password).encode())
    return bytes(message)


def bare(kind: bytes, body: bytes = b"", length: int | None = None) -> bytes:
    """A message by hand."""
    return kind + (len(body) if length is None else length).to_bytes(2) + b"\x21\x12\xa4\x42" + bytes(12) + body


def attribute(kind: int, value: bytes, length: int | None = None) -> bytes:
    return kind.to_bytes(2) + (len(value) if length is None else length).to_bytes(2) + value + bytes(-len(value) % 4)


PACKETS: dict[str, Callable[[Caller], bytes]] = {
    "nothing": lambda _: b"",
    "a byte": lambda _: b"\x00",
    "too much": lambda _: b"\x00" * 9_000,
    "wrong integrity": lambda caller: check(caller, key="x" * 22),
    "another's name": lambda caller: check(caller, USERNAME="else:where"),
    "a name without end": lambda caller: check(caller, USERNAME="x" * 700),
    "no priority": lambda caller: check(caller, PRIORITY=...),
    "the other role": lambda caller: check(caller, ICE_CONTROLLING=..., ICE_CONTROLLED=1),
    "bad length": lambda _: bare(b"\x00\x01", length=400),
    "an odd length": lambda _: bare(b"\x00\x01", b"xyz"),
    "unknown method": lambda _: bare(b"\x3e\xef"),
    "for a relay": lambda _: bare(b"\x00\x03"),
    "an answer to nothing": lambda _: bare(b"\x01\x01"),
    "an error to nothing": lambda _: bare(b"\x01\x11", attribute(9, b"\0\0\x04\x57\xff\xfe")),
    "priority of a byte": lambda _: bare(b"\x00\x01", attribute(0x24, b"x")),
    "role of a byte": lambda _: bare(b"\x00\x01", attribute(0x802A, b"x")),
    "fingerprint of a byte": lambda _: bare(b"\x00\x01", attribute(0x8028, b"x")),
    "name that is no text": lambda _: bare(b"\x00\x01", attribute(6, b"\xff\xfe\xfd\xfc")),
    "attribute beyond the end": lambda _: bare(b"\x00\x01", attribute(6, b"abcd", 60_000)),
}


@pytest.mark.parametrize("own", [False, True], ids=["of a stranger", "of the caller's address"])
def test_packets_of_each_kind(house: House, own: bool) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            with stranger(caller.bots_address) as send:
                for make in PACKETS.values():
                    for _ in range(3):
                        if own:
                            await caller.send_from_own_address(make(caller))
                        else:
                            send(make(caller))
                    await asyncio.sleep(0)
            await caller.is_served()
            await caller.is_heard()

    asyncio.run(work())


@pytest.mark.parametrize("own", [False, True], ids=["of a stranger", "of the caller's address"])
def test_checks_that_were_tampered_with_anywhere(house: House, own: bool) -> None:
    chance = random.Random(SEED)

    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            with stranger(caller.bots_address) as send:
                for number in range(amount(300, 20_000)):
                    await caller.talks(number)
                    packet = bytearray(check(caller))
                    for _ in range(chance.randrange(1, 8)):
                        packet[chance.randrange(len(packet))] = chance.randrange(256)
                    cut = bytes(packet[: chance.choice((len(packet), chance.randrange(len(packet))))])
                    if own:
                        await caller.send_from_own_address(cut)
                    else:
                        send(cut)
                    if number % 50 == 0:
                        await asyncio.sleep(0.1)
            await caller.is_served()
            await caller.is_heard()

    asyncio.run(work())


@pytest.mark.parametrize("what", ["wrong integrity", "nothing", *(["unknown method", "too much"] if FULL else [])])
def test_ten_thousand_a_second(house: House, what: str) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            with stranger(caller.bots_address) as send:
                await flood(send, [PACKETS[what](caller)], FLOOD_S)
            await caller.is_served()
            await caller.is_heard()

    asyncio.run(work())


def test_ten_thousand_a_second_of_the_callers_address(house: House) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            pair = caller.ice._nominated[1]

            def send(data: bytes) -> None:
                pair.protocol.transport.sendto(data, pair.remote_addr)

            await flood(send, [check(caller, key="x" * 22), check(caller), b"\x80" * 60, b"\x17" * 1_400], FLOOD_S)
            await caller.is_served()
            await asyncio.sleep(1.0)  # its own sound was lost in the flood for a moment
            await caller.is_heard()

    asyncio.run(work())


def test_a_stranger_is_answered_so_often(house: House) -> None:
    """Whoever forges the address of somebody else has them sent little."""

    async def work() -> None:
        loop = asyncio.get_running_loop()
        async with calling(house) as caller:
            await caller.connect()
            address = caller.bots_address
            with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_DGRAM) as own:
                own.setblocking(False)
                own.connect(address)
                began_s, packet = loop.time(), check(caller, key="x" * 22)
                for _ in range(1_000):
                    own.send(packet)
                    await asyncio.sleep(0)
                await asyncio.sleep(0.5)
                took_s, answers = loop.time() - began_s, 0
                with contextlib.suppress(BlockingIOError):
                    while own.recv(2_000):
                        answers += 1
            assert 0 < answers <= STRANGERS_AT_ONCE + STRANGERS_PER_S * (took_s + 1)
            await caller.is_served()

    asyncio.run(work())


def test_a_caller_at_a_thousand_addresses(house: House) -> None:
    """Each check is right; each address that is believed would be checked in return, six times."""

    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            address, asked = caller.bots_address, 0
            for number in range(amount(120, 1_000)):
                with socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_DGRAM) as own:
                    own.sendto(check(caller), address)
                    own.settimeout(0.005)
                    with contextlib.suppress(TimeoutError):
                        asked += bool(own.recv(2_000))
                if number % 20 == 0:
                    await asyncio.sleep(0.4)
            assert 0 < asked <= MAX_ADDRESSES
            await caller.is_served()
            await caller.is_heard()

    asyncio.run(work())
