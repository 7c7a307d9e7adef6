"""A bad network that the caller makes."""

import asyncio

from aiortc import RTCRtpSender

from runtime.caller.downlink import Downlink
from runtime.caller.network import Downhill, Network, Uphill
from runtime.caller.peer import SEND_RTP, CallerPeer
from runtime.caller.uplink import Uplink

PACKET_NS = 20_000_000


def test_what_comes_down_is_late_or_lost_and_in_order() -> None:
    way = Downhill(Network(loss=0.1, jitter_ms=20))
    arrivals = [(sent, way.arrives_ns(sent)) for sent in range(0, 2000 * PACKET_NS, PACKET_NS)]
    there = [(sent, arrival) for sent, arrival in arrivals if arrival is not None]
    assert 1700 < len(there) < 1900
    assert all(0 <= arrival - sent <= PACKET_NS for sent, arrival in there)
    assert [arrival for _, arrival in there] == sorted(arrival for _, arrival in there)
    assert len({arrival - sent for sent, arrival in there}) > 1000


def test_a_good_network_changes_nothing() -> None:
    assert Downhill(Network()).arrives_ns(7) == 7


def test_what_goes_up_may_be_lost_and_overtaken() -> None:
    sent: list[bytes] = []

    async def send(packet: bytes) -> None:
        sent.append(packet)

    async def main() -> None:
        way = Uphill(Network(loss=0.2, reorder=0.2), send)
        for number in range(200):
            await way.send(number.to_bytes(2, "big"))
        while way.under_way:
            await asyncio.sleep(0)

    asyncio.run(main())
    assert 120 < len(sent) < 190
    assert sent != sorted(sent)


def test_a_way_whose_call_is_over_is_silent() -> None:
    async def send(_: bytes) -> None:
        raise ConnectionError

    async def main() -> None:
        way = Uphill(Network(), send)
        await way.send(b"late")
        while way.under_way:
            await asyncio.sleep(0)

    asyncio.run(main())


def test_the_hook_takes() -> None:
    async def main() -> None:
        network = Network(loss=1)
        peer = CallerPeer(Uplink(lambda _: None), Downlink(lambda _: None, network), lambda _: None, network)
        sender: RTCRtpSender = peer._connection.getSenders()[0]
        send = getattr(sender.transport, SEND_RTP)
        await send(b"lost")  # a transport that is not connected would raise
        assert isinstance(send.__self__, Uphill)
        await peer.close()

    asyncio.run(main())
