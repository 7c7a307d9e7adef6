import asyncio
from fractions import Fraction
from types import SimpleNamespace

import av
import numpy as np
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError

from runtime.media.capture import RATE_HZ, Capture


class Track(MediaStreamTrack):
    """A remote track with frames already in its queue."""

    kind = "audio"

    def __init__(self, frames: list[av.AudioFrame]) -> None:
        super().__init__()
        self._queue: asyncio.Queue[av.AudioFrame] = asyncio.Queue()
        for frame in frames:
            self._queue.put_nowait(frame)

    async def recv(self) -> av.AudioFrame:
        if self._queue.empty():
            raise MediaStreamError
        return await self._queue.get()


def frames(count: int, *, hertz: int = 440, samples: int = 960) -> list[av.AudioFrame]:
    time = np.arange(count * samples) / 48_000
    wave = (np.sin(2 * np.pi * hertz * time) * 8000).astype(np.int16)
    made = []
    for index in range(count):
        mono = wave[index * samples : (index + 1) * samples]
        frame = av.AudioFrame.from_ndarray(np.repeat(mono, 2)[np.newaxis], format="s16", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, index * samples, Fraction(1, 48_000)
        made.append(frame)
    return made


def run(
    track_frames: list[av.AudioFrame], *, frame_takes_ms: float = 0, fail: bool = False
) -> tuple[Capture, list[np.ndarray]]:
    heard: list[np.ndarray] = []
    clock = SimpleNamespace(now_ms=0.0)

    def on_audio(pcm: np.ndarray, _arrival_ns: int) -> None:
        heard.append(pcm)
        clock.now_ms += frame_takes_ms
        if fail:
            raise RuntimeError("broken listener")

    async def scenario() -> Capture:
        capture = Capture(Track(track_frames), on_audio, clock_ns=lambda: int(clock.now_ms * 1_000_000))
        await capture.run()
        return capture

    return asyncio.run(scenario()), heard


def test_every_frame_becomes_20_ms_of_16_khz_mono() -> None:
    _, heard = run(frames(10))
    assert [len(pcm) for pcm in heard] == [320] * 10
    assert {pcm.dtype for pcm in heard} == {np.dtype(np.int16)}


def test_the_sound_is_kept() -> None:
    _, heard = run(frames(50))
    sound = np.concatenate(heard).astype(float)
    spectrum = np.abs(np.fft.rfft(sound))
    assert np.argmax(spectrum) * RATE_HZ / len(sound) == 440
    assert 7900 < np.abs(sound[400:]).max() < 8100


def test_the_delay_of_the_filter_is_about_a_millisecond() -> None:
    _, heard = run(frames(2))
    assert not heard[0][:10].any()
    assert heard[0][24:].any()


def test_short_packets_give_short_frames() -> None:
    _, heard = run(frames(8, samples=480))
    assert [len(pcm) for pcm in heard] == [160] * 8


def test_a_burst_is_delivered_whole() -> None:
    capture, heard = run(frames(50), frame_takes_ms=0.2)
    assert (len(heard), capture.dropped_frames) == (50, 0)


def test_a_listener_that_is_too_slow_gets_the_live_end() -> None:
    capture, heard = run(frames(50), frame_takes_ms=30)
    assert len(heard) + capture.dropped_frames == 50
    assert len(heard) == 7 + 4  # those of 200 ms of patience, and the three that are not behind with the last one


def test_a_listener_that_fails_does_not_make_the_call_deaf() -> None:
    capture, heard = run(frames(5), fail=True)
    assert (len(heard), capture.faults) == (5, 5)


def test_a_sender_whose_clock_jumps_is_heard_on() -> None:
    jumping = frames(6)
    for index, pts in enumerate((0, 960, 10**9, 0, 2**33, 5)):
        jumping[index].pts = pts
    _, heard = run(jumping)
    assert [len(pcm) for pcm in heard] == [320] * 6
