import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from aiortc.jitterbuffer import JitterBuffer
from aiortc.rtp import RtpPacket

from runtime.media.intake import BURST_MS
from runtime.media.receiver_hook import HookProblem, ReceiverHook

OPUS = b"\xf8"
"""The first byte of a packet of 20 ms."""


class Counting:
    """Around aiortc's own jitter buffer: how many packets until its first frame."""

    def __init__(self, inner: JitterBuffer) -> None:
        self.inner = inner
        self.packets = 0
        self.first_frame_after: int | None = None

    def add(self, packet: RtpPacket) -> Any:
        self.packets += 1
        answer = self.inner.add(packet)
        if self.first_frame_after is None and answer[1] is not None:
            self.first_frame_after = self.packets
        return answer


@pytest.mark.calls
def test_the_hook_takes_and_spares_the_packets_that_the_stock_buffer_waits_for(call_tools: type) -> None:
    async def scenario() -> tuple[int | None, int | None]:
        stock: list[Counting] = []
        hooked: list[Counting] = []

        def tamper(call: Any) -> None:
            receiver = call.caller.getTransceivers()[0].receiver
            stock.append(Counting(receiver._RTCRtpReceiver__jitter_buffer))
            receiver._RTCRtpReceiver__jitter_buffer = stock[0]
            install = ReceiverHook._install

            def install_counted(hook: ReceiverHook) -> None:
                install(hook)
                assert hook._receiver._RTCRtpReceiver__jitter_buffer is hook
                hooked.append(Counting(hook))  # type: ignore[arg-type]
                hook._receiver._RTCRtpReceiver__jitter_buffer = hooked[0]

            patch.setattr(ReceiverHook, "_install", install_counted)

        with pytest.MonkeyPatch.context() as patch:
            async with call_tools.connected(tamper):
                pass
        return hooked[0].first_frame_after, stock[0].first_frame_after

    ours, theirs = asyncio.run(scenario())
    assert ours == 1
    assert theirs == 5  # aiortc's own: four later packets. If this changes, see whether the hook is still needed.


class Receiver:
    """The private parts of aiortc's receiver that the hook touches."""

    def __init__(self) -> None:
        self._RTCRtpReceiver__jitter_buffer: Any = None
        self._RTCRtpReceiver__decoder_queue: Any = SimpleNamespace(put=self.put)
        self._RTCRtpReceiver__decoder_thread: Any = object()
        self._RTCRtpReceiver__codecs = {96: "opus"}
        self._RTCRtpReceiver__timestamp_mapper = SimpleNamespace(map=lambda timestamp: timestamp - 1000)
        self.queued: list[tuple[str, int, bytes]] = []

    def put(self, task: Any) -> None:
        self.queued.append((task[0], task[1].timestamp, task[1].data))


def packet(number: int, *, ssrc: int = 1) -> RtpPacket:
    made = RtpPacket(
        payload_type=96, sequence_number=number, timestamp=1000 + 960 * number, payload=OPUS + b"%d" % number
    )
    made.ssrc = ssrc
    return made


def test_what_comes_free_together_goes_to_the_decoder_in_order() -> None:
    receiver = Receiver()
    hook = ReceiverHook(receiver)  # type: ignore[arg-type]
    returned = [hook.add(packet(number))[1] for number in (0, 2, 3, 4)]
    assert [frame.data if frame else None for frame in returned] == [OPUS + b"0", None, OPUS + b"3", OPUS + b"4"]
    assert receiver.queued == [("opus", 1920, OPUS + b"2")]


def test_nothing_is_queued_for_a_decoder_that_has_ended() -> None:
    receiver = Receiver()
    hook = ReceiverHook(receiver)  # type: ignore[arg-type]
    hook.add(packet(0))
    hook.add(packet(2))
    receiver._RTCRtpReceiver__decoder_thread = None
    hook.add(packet(3))
    assert receiver.queued == []


def test_arrivals_are_remembered_by_the_time_stamp_of_the_decoded_frame() -> None:
    clock = iter(range(100, 200))
    hook = ReceiverHook(Receiver(), clock_ns=lambda: next(clock))  # type: ignore[arg-type]
    for number in range(3):
        hook.add(packet(number))
    assert [hook.arrival_ns(pts) for pts in (0, 960, 1920, 960)] == [100, 101, 102, None]
    assert hook.last_arrival_ns == 102


def test_arrivals_that_nobody_asks_for_do_not_pile_up() -> None:
    hook = ReceiverHook(Receiver())  # type: ignore[arg-type]
    for number in range(1000):
        hook.add(packet(number))
    assert len(hook._arrivals) <= 256


def test_what_is_no_opus_is_not_decoded_and_no_loss() -> None:
    receiver = Receiver()
    hook = ReceiverHook(receiver)  # type: ignore[arg-type]
    returned = []
    for number in range(6):
        made = packet(number)
        made.payload = b"" if number in (1, 4) else made.payload
        returned.append(hook.add(made)[1])
    assert [frame is not None for frame in returned] == [True, False, True, True, False, True]
    assert (hook.counts.lost, hook.counts.late, hook.intake.garbage) == (0, 0, 2)


def test_a_flood_of_sound_is_not_decoded() -> None:
    hook = ReceiverHook(Receiver(), clock_ns=lambda: 0)  # type: ignore[arg-type]
    decoded = sum(hook.add(packet(number))[1] is not None for number in range(1000))
    assert decoded * 20 == BURST_MS
    assert len(hook._arrivals) <= 256


def test_another_aiortc_is_noticed() -> None:
    receiver = Receiver()
    del receiver._RTCRtpReceiver__decoder_queue
    with pytest.raises(HookProblem, match="decoder_queue"):
        ReceiverHook(receiver)  # type: ignore[arg-type]
