"""The tap before the jitter buffer, and the ear behind it."""

import threading
from types import SimpleNamespace

import numpy as np
import pytest
from aiortc import RTCPeerConnection
from aiortc.rtcrtpreceiver import RTCRtpReceiver

from runtime.caller import wav
from runtime.caller.downlink import JITTER_BUFFER, Arrival, Downlink, Tap
from runtime.caller.loudness import audible_windows
from tests.calls.fake_server import beep


def packet(timestamp: int, payload: bytes = b"x") -> SimpleNamespace:
    return SimpleNamespace(timestamp=timestamp % 2**32, _data=payload)


def test_rtp_time_is_unwrapped_and_reordering_kept() -> None:
    taken: list[Arrival] = []
    tap = Tap(taken.append)
    for timestamp in (2**32 - 960, 0, 1920, 960):
        assert tap.add(packet(timestamp)) == (False, None)
    tap.add(packet(2880, b""))  # padding only
    assert [arrival.rtp_time for arrival in taken] == [0, 960, 2880, 1920]


def test_the_hook_still_takes_in_this_aiortc() -> None:
    source = RTCRtpReceiver.__init__.__code__.co_names
    assert JITTER_BUFFER in source
    with pytest.raises(RuntimeError, match="requirements.txt"):
        Downlink(lambda _: None).attach(object())
    assert RTCPeerConnection is not None


def test_onsets_and_the_recording_follow_arrival_and_rtp_time() -> None:
    onsets: list[int] = []
    second = threading.Event()

    def on_onset(arrival_ns: int) -> None:
        onsets.append(arrival_ns)
        if len(onsets) == 2:
            second.set()

    downlink = Downlink(on_onset)
    receiver = SimpleNamespace(**{JITTER_BUFFER: None})
    downlink.attach(receiver)
    packets = [*wav.encode(beep(200)), *[wav.SILENCE_PACKET] * 10, *wav.encode(beep(200))]
    for number, payload in enumerate(packets):
        if number in (14, 15):
            continue  # lost in silence: a hole in the recording, of the right length
        downlink._note(Arrival(arrival_ns=number * 20_000_000, rtp_time=number * 960, payload=payload))
    assert second.wait(10)
    downlink.close()

    assert onsets == [pytest.approx(0, abs=20e6), pytest.approx(21 * 20e6, abs=20e6)]
    assert downlink.first_onset_after(onsets[0]) == onsets[1]
    assert downlink.first_onset_after(onsets[1]) is None
    assert downlink.last_audible_before(onsets[1] - 1) == pytest.approx(200e6, abs=20e6)
    assert len(downlink.audible_between(-1, onsets[1] - 1)) == pytest.approx(20, abs=2)
    heard = downlink.recording()
    assert len(heard) == len(packets) * 960
    loud = np.flatnonzero(audible_windows(heard))
    assert loud[-1] * 10 == pytest.approx(21 * 20 + 200, abs=20)


def test_what_is_no_opus_is_silence() -> None:
    downlink = Downlink(lambda _: None)
    downlink.attach(SimpleNamespace(**{JITTER_BUFFER: None}))
    downlink._note(Arrival(0, 0, b"\xff\xff\xff\xff\xff"))
    downlink.close()
    assert downlink.last_audible_ns is None
    assert len(downlink.recording()) in (0, 960)
