"""Group 24: reports that are cut, forged, or that ask for much."""

import asyncio
import random
from struct import pack

import pytest
from aiortc.rtp import (
    RtcpByePacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSenderInfo,
    RtcpSourceInfo,
    RtcpSrPacket,
)

from tests.faults.amounts import amount
from tests.faults.bad_input.caller import Caller, calling, stranger
from tests.runtime.signalling.house import House

pytestmark = pytest.mark.calls

SEED = 24
MOST_32, MOST_64 = (1 << 32) - 1, (1 << 64) - 1


def reports(caller: Caller) -> dict[str, bytes]:
    """Of each kind one; `theirs` is the stream of the bot."""
    own = caller.connection.getSenders()[0]._ssrc
    theirs = next(iter(caller.transport._rtp_router.ssrc_table), 1)
    seen = RtcpReceiverInfo(theirs, 255, -(1 << 23), MOST_32, MOST_32, MOST_32, MOST_32)
    backwards = RtcpReceiverInfo(theirs, 0, 0, 0, 0, 0, 1)
    return {
        "in the far future": bytes(RtcpSrPacket(own, RtcpSenderInfo(MOST_64, MOST_32, MOST_32, MOST_32), [seen])),
        "in the far past": bytes(RtcpSrPacket(own, RtcpSenderInfo(0, 0, 0, 0))),
        "impossible counts": bytes(RtcpRrPacket(own, [seen, backwards] * 15)),
        "everything is lost": bytes(RtcpRtpfbPacket(1, own, theirs, list(range(0, 65_536, 17))[:300])),
        "the same is lost again": pack("!BBHLL", 0x81, 205, 302, own, theirs) + pack("!HH", 5, 0xFFFF) * 300,
        "a picture": bytes(RtcpPsfbPacket(1, own, theirs)) + bytes(RtcpPsfbPacket(4, own, theirs, bytes(8))),
        "a bit rate that is cut off": bytes(RtcpPsfbPacket(15, own, 0, b"REMB\xff" + bytes(3))),
        "a bit rate of a thousand bits": bytes(RtcpPsfbPacket(15, own, 0, b"REMB\x01\xff\xff\xff" + bytes(4))),
        "a name without end": bytes(RtcpSdesPacket([RtcpSourceInfo(own, [(1, b"x" * 255)] * 4)])),
        "names that are cut off": pack("!BBHL", 0x9F, 202, 1, own),
        "another says farewell": bytes(RtcpByePacket([123, 456])),
        "nobody says farewell": bytes(RtcpByePacket([])),
        "an application": pack("!BBHL4s", 0x80, 204, 2, own, b"name"),
        "no such kind": pack("!BBHL", 0x80, 199, 1, own),
        "cut off": pack("!BBHL", 0x80, 200, 6, own) + bytes(4),
        "too many": pack("!BBHL", 0x9F, 201, 1, own),
        "padding beyond": pack("!BBHLL", 0xA0, 201, 2, own, 200),
        "another version": pack("!BBHL", 0x40, 201, 1, own),
        "a thousand in one": pack("!BBHL", 0x80, 201, 1, own) * 150,
    }


def test_reports_of_each_kind(house: House) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            for name, report in reports(caller).items():
                for _ in range(3):
                    await caller.send_rtcp(report)
                    await caller.send_from_own_address(report)
                await asyncio.sleep(0.02)
                assert not caller.socket.closed, name
            await caller.is_served()
            await caller.is_heard()

    asyncio.run(work())


def test_reports_that_were_tampered_with_before_encryption(house: House) -> None:
    chance = random.Random(SEED)

    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            kinds = [each for name, each in reports(caller).items() if "farewell" not in name]
            for number in range(amount(400, 20_000)):
                await caller.talks(number)
                report = bytearray(chance.choice(kinds)[:1_300])
                for _ in range(chance.randrange(6)):
                    at = chance.choice((0, 2, 3, *range(8, len(report))))  # not the kind: a farewell would be one
                    report[min(at, len(report) - 1)] = chance.randrange(256)
                await caller.send_rtcp(bytes(report[: chance.randrange(8, len(report) + 1)]))
                if number % 50 == 0:
                    await asyncio.sleep(0.1)
            await caller.is_served()
            await caller.is_heard()

    asyncio.run(work())


def test_packets_that_are_called_lost_are_not_sent_again(house: House) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            await asyncio.sleep(0.5)
            lost = [reports(caller)[name] for name in ("everything is lost", "the same is lost again")]
            before = caller.transport._RTCDtlsTransport__rx_packets
            for _ in range(50):
                for report in lost:
                    await caller.send_rtcp(report)
            await asyncio.sleep(0.5)
            assert caller.transport._RTCDtlsTransport__rx_packets - before < 500
            await caller.is_served()

    asyncio.run(work())


def test_the_farewell_of_a_stranger_ends_nothing(house: House) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            own = caller.connection.getSenders()[0]._ssrc
            with stranger(caller.bots_address) as send:
                for _ in range(50):
                    send(bytes(RtcpByePacket([own])) + bytes(14))
                    await caller.send_from_own_address(bytes(RtcpByePacket([own])) + bytes(14))
            await caller.is_served()
            await caller.is_heard()

    asyncio.run(work())


def test_the_callers_own_farewell_ends_the_call(house: House) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.connect()
            await caller.send_rtcp(bytes(RtcpByePacket([caller.connection.getSenders()[0]._ssrc])))
            assert (await caller.until("ended"))["reason"] == "hangup"

    asyncio.run(work())
