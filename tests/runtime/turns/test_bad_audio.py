"""Sound that is no speech, and speech that never ends, before the real voice activity and the real recogniser.

Whole calls in virtual time: only the recogniser is made up there, and it answers every clip with words that would call
a tool. What reaches it at all is therefore what the voice activity takes for speech.
"""

import asyncio
from collections.abc import Iterator

import numpy as np
import pytest

from runtime.media.opus import OpusDecoder
from runtime.sessions.audio_buffer import RATE_HZ
from runtime.speech.service import SpeechWorkers
from runtime.speech.vad import VoiceActivity
from runtime.turns.detector import MAX_TURN_MS
from tests.runtime.sessions.stage import prices
from tests.runtime.turns.sounds import (
    NOISES,
    QUESTION,
    Pcm,
    asked,
    is_level,
    plays,
)
from tests.runtime.virtual_time import run

pytestmark = pytest.mark.models

HALLUCINATED = ("Thank you.", "you", "Bye.", "Thanks for watching!")
"""What recognisers of this kind write when they hear nothing. None of it may have consequences."""


@pytest.fixture(scope="module")
def activity() -> Iterator[VoiceActivity]:
    async def make() -> VoiceActivity:
        return VoiceActivity()

    made = asyncio.run(make())
    yield made
    made.close()


@pytest.mark.parametrize("name", NOISES)
def test_what_is_no_speech_gets_no_answer_but_the_question_again(activity: VoiceActivity, name: str) -> None:
    sound = NOISES[name]()

    async def work() -> None:
        async with asked(activity, HALLUCINATED) as (stage, writes, ready):
            said = len(stage.said())
            await plays(stage, sound)
            is_level(stage)
            assert prices.calls == 0
            assert len(writes.clips) <= 3, ready.voiced
            assert ready.voiced <= ready.windows * 0.05
            assert len(stage.said()) > said  # 20 s without a word: it asked again, or whether anybody is there
            again = ("Are you still there?", "Please say Anna or Berta.", "Sorry")
            assert all(text.startswith(again) or text == QUESTION for text in stage.said()[said:]), stage.said()

    run(work())


def test_ten_minutes_of_speech_without_a_pause(activity: VoiceActivity, speech: Pcm) -> None:
    async def work() -> None:
        async with asked(activity, ("",)) as (stage, writes, ready):
            await plays(stage, np.tile(speech, int(600 * RATE_HZ / len(speech)) + 1)[: 600 * RATE_HZ])
            is_level(stage)
            assert ready.voiced >= ready.windows * 0.8
            assert max(writes.clips) <= (MAX_TURN_MS + 500) * 16
            assert prices.calls == 0
            assert stage.states()[-1] != "ended"
            said = len(stage.said())
            await plays(stage, np.zeros(20 * RATE_HZ, np.int16))
            assert len(stage.said()) > said

    run(work())


@pytest.fixture(scope="module")
def heard() -> Iterator[tuple[asyncio.Runner, SpeechWorkers]]:
    """The real recogniser, and the voice to have something that is speech."""
    with asyncio.Runner() as runner:
        workers = SpeechWorkers()
        runner.run(workers.start())
        try:
            yield runner, workers
        finally:
            runner.run(workers.aclose())


@pytest.fixture(scope="module")
def speech(heard: tuple[asyncio.Runner, SpeechWorkers]) -> Pcm:
    """Some seconds of a voice, its pauses taken out."""
    runner, workers = heard
    text = "I would like to say a great many things about all of the boats in this harbour and about the weather"

    async def say() -> Pcm:
        decoder, pieces = OpusDecoder(), []
        async for clause in workers.speak(text, voice="en_US-joe-medium", deadline_ms=60_000):
            pieces += [decoder.decode(packet)[::3] for packet in clause.packets]
        return np.concatenate(pieces)

    whole = runner.run(say())
    steps = whole[: len(whole) // 160 * 160].reshape(-1, 160)
    loud = np.abs(steps).max(axis=1) > 300
    return np.ascontiguousarray(steps[loud].reshape(-1))


@pytest.mark.parametrize("name", NOISES)
@pytest.mark.parametrize("ms", [400, 2_000])
def test_the_recogniser_hears_no_command_in_it(heard: tuple[asyncio.Runner, SpeechWorkers], name: str, ms: int) -> None:
    runner, workers = heard
    clip = NOISES[name]()[: ms * 16]
    words = runner.run(workers.transcribe(clip, deadline_ms=60_000)).text
    assert words == "", words
