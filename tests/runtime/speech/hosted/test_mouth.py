"""The sound of a provider is made ready like that of this machine."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from runtime.speech import sound
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.hosted.mouth import HOSTED_FAILED, HostedMouth
from runtime.speech.results import SpokenClause
from tests.runtime.speech.test_sound import decoded
from tests.tools.speech.fake_speech import tone
from tools.speech.asking import SpeechFailed


def make(data: bytes | None, clause: str = "Good morning.", problem: Exception | None = None) -> SpokenClause | None:
    async def ask(text: str) -> bytes | None:
        assert text == clause
        if problem is not None:
            raise problem
        return data

    async def main() -> SpokenClause | None:
        with ThreadPoolExecutor(1) as thread:
            return await HostedMouth(ask, "joe", thread).make(clause)

    return asyncio.run(main())


@pytest.mark.parametrize("level", [0.05, 0.25])
def test_loudness_length_and_the_pause_behind_are_those_of_every_clause(level: float) -> None:
    made = make(tone(1.0, level=level))
    assert made is not None
    assert made.text == "Good morning."
    assert made.duration_ms == len(made.packets) * 20
    assert abs(made.duration_ms - 1_000 - sound.SENTENCE_PAUSE_MS) <= 40
    heard = decoded(made.packets)[4_800:43_200]
    assert abs(sound.speech_level_dbfs(heard, 48_000) - sound.TARGET_DBFS) < 2


def test_who_is_not_given_a_key_makes_nothing() -> None:
    assert make(None) is None


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"ID3", None),
        (b"", None),
        (tone(0.5, level=0.0), None),
        (b"", SpeechFailed("openai/tts did not answer in time")),
    ],
)
def test_what_is_no_sound_is_a_failure_in_a_line(data: bytes, problem: Exception | None) -> None:
    with pytest.raises(SpeechUnavailable) as told:
        make(data, problem=problem)
    assert told.value.code == HOSTED_FAILED
    assert "Good morning" not in str(told.value)
