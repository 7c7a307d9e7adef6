"""The ear: what is told with which audio, and faults of what it leans on."""

import asyncio
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from runtime.sessions.audio_buffer import KEEP_MS, LEAD_MS, TAIL_MS, AudioBuffer
from runtime.sessions.clock import now_ns
from runtime.sessions.listener import Guessed, Heard, Listener, TurnOver
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.results import Transcript
from runtime.turns.backchannel import HINTS, LONGEST_MS
from runtime.turns.detector import Confirmed, Lasting, Paused, Started
from tests.runtime.sessions.stage import Activity
from tests.runtime.virtual_time import run


class Clips:
    """Keeps what it is given."""

    def __init__(self, fault: Exception | None = None, after_s: float = 0.3) -> None:
        self.after_s = after_s
        self.given: list[npt.NDArray[np.int16]] = []
        self.hints: list[Sequence[str]] = []
        self.cancelled = 0
        self.fault = fault

    async def transcribe(self, pcm: npt.NDArray[np.int16], *, hints: Sequence[str] = (), asks: str = "") -> Transcript:
        self.given.append(pcm)
        self.hints.append(hints)
        try:
            await asyncio.sleep(self.after_s)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.fault:
            raise self.fault
        return Transcript("words", 1.0, 0.0, 0, 0)


class Ear:
    """A listener and what it told."""

    def __init__(self, clips: Clips, activity: Activity | None = None) -> None:
        self.told: list[Heard] = []
        self.sent_ms = 0
        self.listener = Listener(
            clips, activity or Activity(), name="ear", hints=lambda: ("savings",), on_event=self.told.append
        )

    async def hears(self, *pieces: tuple[int, int]) -> None:
        """Pieces of (level, ms), a frame of 20 ms after the other."""
        for level, ms in pieces:
            for _ in range(ms // 20):
                await asyncio.sleep(0.02)
                self.listener.hear(np.full(320, level, np.int16), now_ns())

    @property
    def over(self) -> list[TurnOver]:
        return [event for event in self.told if isinstance(event, TurnOver)]


def test_a_turn_with_its_audio() -> None:
    async def work() -> None:
        clips = Clips()
        ear = Ear(clips)
        began = now_ns()
        await ear.hears((0, 1000), (7_000, 640), (0, 1200))
        kinds = [type(event) for event in ear.told]
        assert kinds == [Started, Confirmed, *[Lasting] * 3, Paused, Guessed, TurnOver]
        transcript = await ear.over[0].words
        assert transcript is not None
        assert transcript.text == "words"
        assert abs(ear.over[0].speech_end_ns - began - 1640e6) <= 33e6
        assert clips.hints == [("savings",)]
        (pcm,) = clips.given
        assert np.count_nonzero(pcm) == 640 * 16
        assert len(pcm) <= (LEAD_MS + 640 + TAIL_MS + 64) * 16
        await ear.listener.aclose()

    run(work())


def test_silence_lasts_as_long_as_is_decided() -> None:
    async def work() -> None:
        ear = Ear(Clips())
        await ear.hears((0, 200), (7_000, 640), (0, 400))
        (guess,) = [event for event in ear.told if isinstance(event, Guessed)]
        assert guess.words is not None
        assert (guess.words.text, guess.early, ear.over) == ("words", False, [])
        ear.listener.decide(guess.revision, 300)
        assert [over.revision for over in ear.over] == [guess.revision]  # so long it has been silent already
        await ear.listener.aclose()

    run(work())


def test_words_that_are_known_after_the_turn_come_with_it_and_are_no_guess_about_the_next_one() -> None:
    async def work() -> None:
        ear = Ear(Clips(after_s=1.5))
        await ear.hears((7_000, 640), (0, 1_200), (7_000, 640), (0, 200))
        kinds = [type(event) for event in ear.told]
        assert kinds == [
            Started,
            Confirmed,
            Lasting,
            Lasting,
            Paused,
            TurnOver,
            *[Started, Confirmed],
            *[Lasting] * 3,
            Paused,
        ]
        transcript = await ear.over[0].words
        assert transcript is not None
        assert not [event for event in ear.told if isinstance(event, Guessed)]
        await ear.listener.aclose()

    run(work())


def test_words_of_a_voice_that_has_not_paused() -> None:
    async def work() -> None:
        clips = Clips()
        ear = Ear(clips)
        ear.listener = Listener(
            clips, Activity(), name="ear", hints=tuple, on_event=ear.told.append, wants_early=lambda: True
        )
        await ear.hears((0, 200), (7_000, 700))
        early = [event for event in ear.told if isinstance(event, Guessed)]
        assert [event.early for event in early] == [True]
        assert 200 * 16 <= np.count_nonzero(clips.given[0]) <= 300 * 16
        await ear.listener.aclose()

    run(work())


def test_signs_of_listening_are_expected_over_the_bot_and_nowhere_else() -> None:
    async def work() -> None:
        over = False
        clips = Clips()
        ear = Ear(clips)
        ear.listener = Listener(
            clips,
            Activity(),
            name="ear",
            hints=lambda: ("savings",),
            on_event=ear.told.append,
            wants_early=lambda: over,
        )
        await ear.hears((7_000, 400), (0, 1_200))
        assert clips.hints == [("savings",)]
        over = True
        await ear.hears((7_000, 400), (0, 1_200))
        assert clips.hints[1:] == [("savings",), ("savings", *HINTS)]  # of half a word they would make a hum
        await ear.hears((7_000, LONGEST_MS + 200), (0, 1_200))
        assert clips.hints[-1] == ("savings",)  # so long a voice says something
        await ear.listener.aclose()

    run(work())


def test_what_is_read_early_still_counts_when_the_voice_has_just_paused() -> None:
    async def work() -> None:
        clips = Clips(after_s=0.2)
        ear = Ear(clips)
        ear.listener = Listener(
            clips, Activity(), name="ear", hints=tuple, on_event=ear.told.append, wants_early=lambda: True
        )
        await ear.hears((0, 200), (7_000, 260), (0, 400))
        assert [event.early for event in ear.told if isinstance(event, Guessed)] == [True, False]
        await ear.listener.aclose()

    run(work())


def test_what_is_read_early_may_be_read_by_one_that_is_quicker() -> None:
    async def work() -> None:
        slow, quick = Clips(), Clips()
        ear = Ear(slow)
        ear.listener = Listener(
            slow, Activity(), name="ear", hints=tuple, on_event=ear.told.append, wants_early=lambda: True, early=quick
        )
        await ear.hears((0, 200), (7_000, 260), (0, 400))
        assert (len(slow.given), len(quick.given)) == (1, 1)
        assert np.count_nonzero(quick.given[0]) < np.count_nonzero(slow.given[0])
        await ear.listener.aclose()

    run(work())


def test_what_is_read_early_of_a_turn_that_is_over_comes_too_late() -> None:
    async def work() -> None:
        clips = Clips(after_s=2)
        ear = Ear(clips)
        ear.listener = Listener(
            clips, Activity(), name="ear", hints=tuple, on_event=ear.told.append, wants_early=lambda: True
        )
        await ear.hears((0, 200), (7_000, 260), (0, 1_200))
        assert len(ear.over) == 1
        await asyncio.sleep(3)
        assert not [event for event in ear.told if isinstance(event, Guessed)]
        await ear.listener.aclose()

    run(work())


def test_a_pause_within_a_turn_is_recognised_anew() -> None:
    async def work() -> None:
        clips = Clips()
        ear = Ear(clips)
        await ear.hears((7_000, 600), (0, 200), (7_000, 600), (0, 1200))
        assert len(ear.over) == 1
        await ear.over[0].words
        assert len(clips.given) == 2
        assert clips.cancelled == 1
        assert np.count_nonzero(clips.given[1]) == 1200 * 16
        await ear.listener.aclose()

    run(work())


def test_the_audio_of_a_turn_has_nothing_of_the_turn_before() -> None:
    async def work() -> None:
        clips = Clips()
        ear = Ear(clips)
        await ear.hears((7_000, 31_000), (0, 1200))  # longer than a turn may be
        assert len(ear.over) == 2
        assert sum(np.count_nonzero(pcm) for pcm in clips.given) <= 31_000 * 16 + TAIL_MS * 16
        await ear.listener.aclose()

    run(work())


@pytest.mark.parametrize("fault", [SpeechUnavailable("speech_late", "Late.", "Again."), KeyError("text")])
def test_a_recogniser_that_fails_is_none(fault: Exception) -> None:
    async def work() -> None:
        ear = Ear(Clips(fault))
        await ear.hears((7_000, 600), (0, 1200))
        assert await ear.over[0].words is None
        await ear.listener.aclose()

    run(work())


class Deaf(Activity):
    """Refuses for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.refuses = False

    def push(self, pcm: npt.NDArray[np.int16]) -> "asyncio.Future[list[float]]":
        if not self.refuses:
            return super().push(pcm)
        found: asyncio.Future[list[float]] = asyncio.get_running_loop().create_future()
        found.set_exception(SpeechUnavailable("speech_busy", "Behind.", "Wait."))
        return found


def test_lost_windows_do_not_shift_the_clock(caplog: pytest.LogCaptureFixture) -> None:
    async def work() -> None:
        clips, activity = Clips(), Deaf()
        ear = Ear(clips, activity)
        activity.refuses = True
        await ear.hears((7_000, 2000))
        assert ear.told == []
        activity.refuses = False
        await ear.hears((0, 640), (9_000, 640), (0, 1200))
        assert np.count_nonzero(clips.given[0] == 9_000) == 640 * 16
        await ear.listener.aclose()

    run(work())
    assert caplog.text.count("speech cannot be detected") == 1


def test_nothing_is_heard_after_the_end() -> None:
    async def work() -> None:
        clips = Clips()
        ear = Ear(clips)
        await ear.hears((7_000, 600), (0, 200))
        await ear.listener.aclose()
        await ear.hears((7_000, 600), (0, 1200))
        assert ear.over == []
        assert clips.cancelled == 1

    run(work())


def test_the_buffer_keeps_what_a_turn_needs() -> None:
    buffer = AudioBuffer()
    assert len(buffer.cut(0, 100)) == 0
    for second in range(60):
        buffer.append(np.full(16_000, second, np.int16))
    assert buffer.end_ms == 60_000
    assert set(buffer.cut(59_000, 59_500)) == {58, 59}
    assert min(buffer.cut(0, 60_000)) >= 60 - KEEP_MS // 1000 - 1
    assert set(buffer.cut(59_000, 59_500, not_before_ms=59_000)) == {59}
