"""Silence in place of audio that does not come: how much, when, and what becomes of it when it comes after all."""

import asyncio
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from runtime.sessions.audio_buffer import AudioBuffer
from runtime.sessions.clock import now_ns
from runtime.sessions.steady_audio import GAP_S, MOST_S, SteadyAudio
from tests.runtime.virtual_time import run

Pcm = npt.NDArray[np.int16]
VOICE = 7_000


class Ear:
    """Keeps what it hears, and what is left of it when the late is taken back."""

    def __init__(self) -> None:
        self.buffer = AudioBuffer()
        self.made_up_ms = self.taken_back_ms = 0.0
        self.arrivals: list[tuple[float, int]] = []

    def hear(self, pcm: Pcm, arrival_ns: int, *, made_up: bool = False) -> None:
        self.buffer.append(pcm, made_up=made_up)
        self.made_up_ms += len(pcm) / 16 if made_up else 0
        self.arrivals.append((self.buffer.end_ms, arrival_ns))

    def take_back(self, samples: int) -> None:
        self.buffer.take_back(samples)
        self.taken_back_ms += samples / 16

    @property
    def clip(self) -> Pcm:
        return self.buffer.cut(0, self.buffer.end_ms)


async def sends(steady: SteadyAudio, count: int, *, every_ms: float = 20, ms: float = 20) -> None:
    """Frames of a voice."""
    for _ in range(count):
        await asyncio.sleep(every_ms / 1000)
        steady.hear(np.full(int(ms * 16), VOICE, np.int16), now_ns())


def heard(scenario: Callable[[SteadyAudio], object]) -> Ear:
    """What the ear heard of it."""
    ear = Ear()

    async def work() -> None:
        steady = SteadyAudio(ear)
        await scenario(steady)  # type: ignore[misc]
        steady.close()

    run(work())
    return ear


@pytest.mark.parametrize("ms", [2.5, 10, 20, 60, 120])
def test_a_steady_stream_stays_as_it_is(ms: float) -> None:
    ear = heard(lambda steady: sends(steady, 100, every_ms=ms, ms=ms))
    assert (ear.made_up_ms, ear.buffer.end_ms) == (0, 100 * ms)


def test_nothing_is_made_up_before_the_first_frame_and_after_the_end() -> None:
    async def scenario(steady: SteadyAudio) -> None:
        await asyncio.sleep(5)
        steady.close()
        steady.hear(np.full(320, VOICE, np.int16), now_ns())
        await asyncio.sleep(5)

    assert heard(scenario).buffer.end_ms == 20


def test_silence_takes_the_place_of_what_does_not_come() -> None:
    async def scenario(steady: SteadyAudio) -> None:
        await sends(steady, 10)
        await asyncio.sleep(1.0)

    ear = heard(scenario)
    assert abs(ear.made_up_ms - (1000 - GAP_S * 1000)) <= 20
    # The clock of what is made up is the caller's: where the voice ended is known as exactly as before.
    offsets = {round(arrival / 1e6 - at_ms) for at_ms, arrival in ear.arrivals}
    assert max(offsets) - min(offsets) <= 1


def test_it_is_bounded() -> None:
    async def scenario(steady: SteadyAudio) -> None:
        await sends(steady, 10)
        await asyncio.sleep(3600)
        assert steady._timer is None  # nothing ticks for ever, either

    assert abs(heard(scenario).made_up_ms - MOST_S * 1000) <= 20


def test_a_sender_that_saves_packets_in_silence_does_not_stop_the_clock() -> None:
    async def scenario(steady: SteadyAudio) -> None:
        await sends(steady, 10)
        await sends(steady, 25, every_ms=400)

    ear = heard(scenario)
    assert 10_200 - GAP_S * 1000 - 40 <= ear.buffer.end_ms <= 10_200
    assert ear.taken_back_ms == 0


@pytest.mark.parametrize("stall_ms", [300, 1000, 1900])
def test_what_was_only_late_is_read_without_the_silence(stall_ms: int) -> None:
    async def scenario(steady: SteadyAudio) -> None:
        await sends(steady, 50)
        await asyncio.sleep(stall_ms / 1000)
        await sends(steady, stall_ms // 20, every_ms=0)
        await sends(steady, 50)

    ear = heard(scenario)
    assert ear.made_up_ms >= stall_ms - GAP_S * 1000 - 40
    assert ear.taken_back_ms == ear.made_up_ms
    assert set(ear.clip) == {VOICE}
    assert len(ear.clip) == (2000 + stall_ms) * 16


def test_a_new_stream_after_a_stall_is_no_late_one() -> None:
    async def scenario(steady: SteadyAudio) -> None:
        await sends(steady, 50)
        await asyncio.sleep(1.0)
        await sends(steady, 100)  # what was sent meanwhile is lost
        await sends(steady, 5, every_ms=0)  # and much later some jitter

    ear = heard(scenario)
    assert ear.made_up_ms > 0
    assert ear.taken_back_ms == 0


def test_lost_packets_are_not_made_up_for_one_by_one() -> None:
    async def scenario(steady: SteadyAudio) -> None:
        for _ in range(100):
            await sends(steady, 4)
            await asyncio.sleep(0.02)
        await asyncio.sleep(0.15)
        await sends(steady, 10)

    assert heard(scenario).made_up_ms == 0


def test_a_process_that_stood_still_makes_nothing_up() -> None:
    async def scenario(steady: SteadyAudio) -> None:
        await sends(steady, 10)
        loop = asyncio.get_running_loop()
        loop._jumping.now_s += 3.0  # type: ignore[attr-defined]  # nothing ran for so long
        await asyncio.sleep(0)
        await sends(steady, 150, every_ms=0)
        await sends(steady, 10)

    assert heard(scenario).made_up_ms == 0


def test_what_was_made_up_is_taken_back_from_the_newest_on() -> None:
    buffer = AudioBuffer()
    for level in (1, 0, 2, 0, 0):
        buffer.append(np.full(320, level, np.int16), made_up=level == 0)
    buffer.take_back(319)
    assert list(buffer.cut(0, 100)[::320]) == [1, 0, 2, 0, 0]
    buffer.take_back(640)
    assert list(buffer.cut(0, 100)[::320]) == [1, 0, 2]
    assert buffer.end_ms == 100
    buffer.take_back(10_000)
    assert list(buffer.cut(0, 100)[::320]) == [1, 2]
