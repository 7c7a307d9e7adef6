"""Group 23: sound packets that are forged, doubled, out of place, or that no encoder makes, in a call that goes on."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiortc.rtp import RtpPacket
from pylibsrtp import Error as SrtpError
from pylibsrtp import Policy, Session

from runtime.media.opus import SILENCE_20_MS
from tests.faults.amounts import amount
from tests.faults.bad_input.caller import Caller, calling, flood, stranger
from tests.runtime.signalling.house import House

pytestmark = pytest.mark.calls

SEED = 23
FLOOD_S = 2.0
OPUS, COMFORT_NOISE, NOT_OFFERED = 96, 13, 100
SEQUENCES, TIMES = 1 << 16, 1 << 32
FRAMES_OF_120_MS = b"\xff\x86" + bytes(6)
"""Six frames of 20 ms in one packet, all of the same length."""


class Microphone:
    """Watches what the caller's own sender sends, so that bad packets can come in between."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.sent: list[bytes] = []
        self.last: RtpPacket | None = None
        transport = caller.transport
        protect, send = transport._send_rtp, transport.transport._send
        self._plain = protect

        async def seen(data: bytes) -> None:
            if data[1] & 0x7F == OPUS:
                self.last = RtpPacket.parse(data)
            await protect(data)

        async def kept(data: bytes) -> None:
            self.sent.append(data)
            await send(data)

        transport._send_rtp, transport.transport._send = seen, kept

    def packet(self, payload: bytes = SILENCE_20_MS, **fields: int) -> RtpPacket:
        """As the last one, with other contents."""
        assert self.last is not None
        last = self.last
        return RtpPacket(
            payload_type=fields.get("payload_type", OPUS),
            sequence_number=(last.sequence_number + fields.get("later", 1)) % SEQUENCES,
            timestamp=(last.timestamp + fields.get("time", 960)) % TIMES,
            ssrc=fields.get("ssrc", last.ssrc),
            payload=payload,
        )

    async def sends(self, payload: bytes = SILENCE_20_MS, **fields: int) -> None:
        with contextlib.suppress(SrtpError):  # libsrtp will not encrypt far behind
            await self.caller.send_rtp(self.packet(payload, **fields))


@asynccontextmanager
async def speaking(house: House) -> AsyncIterator[Microphone]:
    """A call with some packets behind it; after the block the caller is served, and heard."""
    async with calling(house) as caller:
        microphone = Microphone(caller)
        await caller.connect()
        yield microphone
        await asyncio.sleep(0.2)
        await caller.is_served()
        await caller.is_heard()


async def replayed(microphone: Microphone) -> None:
    for packet in microphone.sent[-20:] * 20:
        await microphone.caller.send_from_own_address(packet)


async def wrong_key(microphone: Microphone) -> None:
    forger = Session(Policy(key=bytes(30), ssrc_type=Policy.SSRC_ANY_OUTBOUND))
    for number in range(200):
        await microphone.caller.send_from_own_address(forger.protect(microphone.packet(later=number).serialize()))


async def many_streams(microphone: Microphone) -> None:
    for ssrc in range(1, 1_000):
        await microphone.sends(ssrc=ssrc)
        if ssrc % 20 == 0:
            await asyncio.sleep(0.02)


async def jumps(microphone: Microphone) -> None:
    for later in (32_767, -32_768, 32_768, 1, -200, 40_000, -1):
        await microphone.sends(later=later)


async def backwards(microphone: Microphone) -> None:
    for time in (-960, -48_000, -(1 << 31), (1 << 31) - 1, -1, 0, 1 << 30):
        await microphone.sends(time=time)
        await microphone.sends(time=time, later=2)


async def to_and_fro(microphone: Microphone) -> None:
    """The jitter of this has more bits than a report."""
    for number in range(400):
        await microphone.sends(time=-(number % 2), ssrc=7, later=number)
        if number % 20 == 0:
            await asyncio.sleep(0.02)
    await asyncio.sleep(1.6)  # a report is made in the meantime


async def sizes(microphone: Microphone) -> None:
    for later, length in enumerate((0, 1, 2, 1_200, 1_340)):
        await microphone.sends(b"\xf8" + bytes(length - 1) if length else b"", later=later + 1)
    for length in (1_501, 9_000):
        await microphone.caller.send_from_own_address(b"\x80\x60" + bytes(length))


async def others_codecs(microphone: Microphone) -> None:
    for later, payload_type in enumerate((COMFORT_NOISE, 0, 8, 9, 63, NOT_OFFERED, 127, 110)):
        await microphone.sends(b"\x40" * 20, payload_type=payload_type, later=later + 1)
        await microphone.sends(b"\x40" * 20, payload_type=payload_type, later=later + 1, ssrc=payload_type + 1)


async def no_opus(microphone: Microphone) -> None:
    chance = random.Random(SEED)
    for later in range(100):
        first = bytes([chance.randrange(256)])
        await microphone.sends(first + chance.randbytes(chance.randrange(80)), later=later % 50 + 1)


async def long_frames(microphone: Microphone) -> None:
    for number in range(30):
        await microphone.sends(FRAMES_OF_120_MS, later=number + 1, time=960 + 5_760 * number)


async def odd_headers(microphone: Microphone) -> None:
    plain = microphone.packet().serialize()
    for header in (0xA0, 0x8F, 0x90, 0x9F, 0xB0, 0xBF, 0x40, 0xC0):
        changed = bytes([header]) + plain[1:] + bytes(60)
        await microphone.caller.send_from_own_address(_protected(microphone, changed))
    for extension in (b"\xbe\xde\x00\x01\xff\xff\xff\xff", b"\xbe\xde\xff\xff", b"\x10\x00\x00\x01\x01\xff\x00\x00"):
        changed = b"\x90" + plain[1:12] + extension + plain[12:]
        await microphone.caller.send_from_own_address(_protected(microphone, changed))
    for length in range(1, 14):
        await microphone.caller.send_from_own_address(plain[:length])


def _protected(microphone: Microphone, data: bytes) -> bytes:
    """With the keys of the call, where libsrtp takes it at all."""
    try:
        found: bytes = microphone.caller.transport._tx_srtp.protect(data)
    except SrtpError:  # then it is sent as it is
        return data
    return found


BAD: tuple[Callable[[Microphone], Awaitable[None]], ...] = (
    replayed, wrong_key, many_streams, jumps, backwards, to_and_fro, sizes, others_codecs, no_opus, long_frames,
    odd_headers,
)  # fmt: skip


def test_packets_of_each_kind(house: House) -> None:
    """Each in a call of its own, a few of them at once."""
    room = asyncio.Semaphore(3)

    async def one(bad: Callable[[Microphone], Awaitable[None]]) -> None:
        async with room, speaking(house) as microphone:
            await bad(microphone)

    async def work() -> None:
        done = await asyncio.gather(*(one(bad) for bad in BAD), return_exceptions=True)
        assert {bad.__name__: problem for bad, problem in zip(BAD, done, strict=True) if problem} == {}

    asyncio.run(work())


def test_packets_that_were_tampered_with_after_encryption(house: House) -> None:
    chance = random.Random(SEED)

    async def work() -> None:
        async with speaking(house) as microphone:
            for number in range(amount(300, 20_000)):
                await microphone.caller.talks(number)
                packet = bytearray(chance.choice(microphone.sent[-50:]))
                for _ in range(chance.randrange(1, 5)):
                    packet[chance.randrange(len(packet))] = chance.randrange(256)
                await microphone.caller.send_from_own_address(bytes(packet[: chance.randrange(1, len(packet) + 1)]))
                if number % 50 == 0:
                    await asyncio.sleep(0.1)

    asyncio.run(work())


def test_a_stranger_who_saw_the_packets(house: House) -> None:
    async def work() -> None:
        async with speaking(house) as microphone:
            with stranger(microphone.caller.bots_address) as send:
                await flood(send, microphone.sent[-50:], FLOOD_S)

    asyncio.run(work())


def test_ten_thousand_right_packets_a_second(house: House) -> None:
    """Of the caller, who has the keys: most of them are not read."""

    async def work() -> None:
        async with speaking(house) as microphone:
            caller = microphone.caller
            protected = [
                caller.transport._tx_srtp.protect(microphone.packet(later=number, ssrc=9).serialize())
                for number in range(1, 2_000)
            ]
            pair = caller.ice._nominated[1]
            await flood(lambda data: pair.protocol.transport.sendto(data, pair.remote_addr), protected, FLOOD_S)
            await asyncio.sleep(3.0)  # the sound of so many counts as heard: what is ahead of time must pass

    asyncio.run(work())
