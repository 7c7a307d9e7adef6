"""Whose words count: the provider's in time, else this machine's, which are there by then."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from runtime.speech.errors import SpeechUnavailable
from runtime.speech.hosted.ear import HostedEar
from runtime.speech.hosted.wav import samples_of
from runtime.speech.results import Transcript
from tools.speech.asking import SpeechFailed
from tools.speech.providers import Words

RNG = np.random.default_rng(4)
LOUD = (RNG.normal(0, 3000, 32_000)).clip(-32768, 32767).astype(np.int16)
HERE = Transcript("from here", 0.9, 0.0, 2000, 7)
SOON_S, LONG_S = 0.01, 30.0


class Here:
    """The recogniser of this machine."""

    def __init__(self, fails: bool = False, lets: bool = True) -> None:
        self.begun = 0
        self._lets = lets
        self.ended: list[str] = []
        self.asked: list[tuple[Sequence[str], str]] = []
        self._fails = fails

    async def transcribe(self, pcm: npt.NDArray[np.int16], *, hints: Sequence[str] = (), asks: str = "") -> Transcript:
        self.begun += 1
        self.asked.append((hints, asks))
        try:
            await (asyncio.sleep(SOON_S) if self._lets else asyncio.Event().wait())
        except asyncio.CancelledError:
            self.ended.append("cancelled")
            raise
        if self._fails:
            raise SpeechUnavailable("speech_lost", "It is gone.", "")
        self.ended.append("heard")
        return HERE


class There:
    """A provider."""

    def __init__(self, words: Words | None = None, problem: Exception | None = None, lets: bool = True) -> None:
        self.words, self.problem = words, problem
        self.may = asyncio.Event()
        if lets:
            self.may.set()
        self.got: list[tuple[int, float, Sequence[str]]] = []
        self.cancelled = False

    async def __call__(self, wav: bytes, seconds: float, hints: Sequence[str]) -> Words | None:
        self.got.append((samples_of(wav)[0].size, seconds, hints))
        try:
            await self.may.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        if self.problem is not None:
            raise self.problem
        return self.words


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made


def run(body: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        await body()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_the_words_of_a_provider_count_and_this_machine_does_nothing(thread: ThreadPoolExecutor) -> None:
    async def body() -> None:
        here, there = Here(), There(Words("Savings, please.", -0.1, 0.02))
        heard = await HostedEar(there, here, thread, LONG_S).transcribe(LOUD, hints=["savings"], asks="choice")
        assert (heard.text, round(heard.confidence, 2), heard.no_speech) == ("Savings, please.", 0.9, 0.02)
        assert heard.audio_ms == 2_000
        assert there.got == [(32_000, 2.0, ["savings"])]
        assert here.begun == 0

    run(body)


def test_who_is_not_given_a_key_is_heard_here(thread: ThreadPoolExecutor) -> None:
    async def body() -> None:
        here = Here()
        assert await HostedEar(There(None), here, thread, LONG_S).transcribe(LOUD, hints=["a"], asks="date") == HERE
        assert here.asked == [(["a"], "date")]

    run(body)


def test_this_machine_hears_beside_one_that_takes_its_time_and_counts_when_that_fails(
    thread: ThreadPoolExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    async def body() -> None:
        here, there = Here(), There(problem=SpeechFailed("openai/whisper-1 did not answer in time"), lets=False)
        hearing = asyncio.create_task(HostedEar(there, here, thread, 0.0).transcribe(LOUD))
        while here.ended != ["heard"]:
            await asyncio.sleep(0.001)
        assert not hearing.done()  # the provider's words are better, and may still come
        there.may.set()
        assert await hearing == HERE
        assert here.begun == 1
        assert "did not answer in time" in caplog.text

    run(body)


def test_what_this_machine_does_beside_ends_with_the_words_of_the_provider(thread: ThreadPoolExecutor) -> None:
    async def body() -> None:
        here, there = Here(lets=False), There(Words("Savings."), lets=False)
        hearing = asyncio.create_task(HostedEar(there, here, thread, 0.0).transcribe(LOUD))
        while not here.begun:
            await asyncio.sleep(0)
        there.may.set()
        assert (await hearing).text == "Savings."
        assert here.ended == ["cancelled"]

    run(body)


def test_a_caller_who_goes_on_ends_both(thread: ThreadPoolExecutor) -> None:
    async def body() -> None:
        here, there = Here(lets=False), There(lets=False)
        hearing = asyncio.create_task(HostedEar(there, here, thread, 0.0).transcribe(LOUD))
        while not (here.begun and there.got):
            await asyncio.sleep(0)
        hearing.cancel()
        await asyncio.gather(hearing, return_exceptions=True)
        assert there.cancelled
        assert here.ended == ["cancelled"]

    run(body)


def test_where_nobody_hears_the_call_is_told(thread: ThreadPoolExecutor) -> None:
    async def body() -> None:
        ear = HostedEar(There(problem=SpeechFailed("away")), Here(fails=True), thread, LONG_S)
        with pytest.raises(SpeechUnavailable):
            await ear.transcribe(LOUD)

    run(body)


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("savings checking", ["savings", "checking"]),
        ("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen", []),
        ("I think you know you know you know you know", []),
    ],
)
def test_words_that_were_hardly_said_are_heard_here(thread: ThreadPoolExecutor, text: str, hints: list[str]) -> None:
    async def body() -> None:
        ear = HostedEar(There(Words(text)), Here(), thread, LONG_S)
        assert await ear.transcribe(LOUD, hints=hints) == HERE

    run(body)


@pytest.mark.parametrize(
    ("words", "clip"),
    [
        (Words("Thank you."), (LOUD // 3000).astype(np.int16)),
        (Words("Thank you.", -0.9, 0.95), LOUD),
        (Words("  "), LOUD),
        (Words("..."), LOUD),
    ],
)
def test_noise_is_no_words(thread: ThreadPoolExecutor, words: Words, clip: npt.NDArray[np.int16]) -> None:
    async def body() -> None:
        assert (await HostedEar(There(words), Here(), thread, LONG_S).transcribe(clip)).text == ""

    run(body)
