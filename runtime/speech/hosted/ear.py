"""A caller's words by a provider, and by this machine where that is late: nobody waits for both, one after the other.

The recogniser of this machine begins a moment after the provider was asked, so that its words are there by the time at
which the provider is given up. Who fails often is not asked for a while (`tools.models.provider`), and then is again.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt

from runtime.speech.hearing import (
    echoes_hints,
    loudness_dbfs,
    nobody_spoke,
    runs_in_circles,
    said_once,
    spoken_seconds,
    too_fast,
    with_numbers,
)
from runtime.speech.hosted.wav import RATE_HZ, wav_of
from runtime.speech.ports import Recogniser
from runtime.speech.results import Transcript
from tools.speech.asking import SpeechFailed
from tools.speech.providers import Words
from voxloom.telemetry import metrics

log = logging.getLogger(__name__)

BESIDE_AFTER_S = 0.25
"""A good provider answers a short turn within half a second; most of the time this machine need not do the same."""
UNTOLD_PROBABILITY = -0.2
"""The log probability of words whose doubts are not told: a confidence of 0.8."""

Ask = Callable[[bytes, float, Sequence[str]], Awaitable[Words | None]]
"""A WAV, its seconds, and likely words; None where no key is given. Raises SpeechFailed."""


class HostedEar:
    """Of one call."""

    def __init__(self, ask: Ask, local: Recogniser, thread: Executor, beside_after_s: float = BESIDE_AFTER_S) -> None:
        """`thread`: where sound is put into a file; never on the event loop."""
        self._ask, self._local, self._thread = ask, local, thread
        self._beside_after_s = beside_after_s

    async def transcribe(self, pcm: npt.NDArray[np.int16], *, hints: Sequence[str] = (), asks: str = "") -> Transcript:
        """The provider's words if they come in time, else this machine's. Raises SpeechUnavailable when both fail."""
        tasks: list[asyncio.Task[Transcript | None]] = []
        try:
            return await self._heard(tasks, pcm, hints, asks)
        finally:  # the caller goes on, or one of the two is enough
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _heard(
        self,
        tasks: "list[asyncio.Task[Transcript | None]]",
        pcm: npt.NDArray[np.int16],
        hints: Sequence[str],
        asks: str,
    ) -> Transcript:
        def here() -> Awaitable[Transcript]:
            return self._local.transcribe(pcm, hints=hints, asks=asks)

        async def beside() -> Transcript | None:
            return await here()

        tasks.append(asyncio.create_task(self._hosted(pcm, hints), name="hosted-hearing"))
        await asyncio.wait(tasks, timeout=self._beside_after_s)
        if not tasks[0].done():
            tasks.append(asyncio.create_task(beside(), name="hearing-beside"))
        try:
            heard = await tasks[0]
            metrics.hosted_speech("hear", "answered" if heard is not None else "not asked")
        except SpeechFailed as problem:
            log.warning("hosted hearing: %s", problem)
            metrics.hosted_speech("hear", "failed")
            heard = None
        if heard is None and len(tasks) > 1:
            heard = await tasks[1]
        return heard if heard is not None else await here()

    async def _hosted(self, pcm: npt.NDArray[np.int16], hints: Sequence[str]) -> Transcript | None:
        """None where nobody was asked. Raises SpeechFailed."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        wav, level_dbfs, spoken_s = await loop.run_in_executor(self._thread, _looked_at, pcm)
        words = await self._ask(wav, len(pcm) / RATE_HZ, hints)
        if words is None:
            return None
        took_ms = round((loop.time() - began) * 1000)
        return _transcript(words, hints, len(pcm) * 1000 // RATE_HZ, took_ms, level_dbfs, spoken_s)


def _looked_at(pcm: npt.NDArray[np.int16]) -> tuple[bytes, float, float]:
    samples = pcm.astype(np.float32) / np.float32(32768)
    return wav_of(pcm), loudness_dbfs(samples), spoken_seconds(samples)


def _transcript(
    words: Words, hints: Sequence[str], audio_ms: int, took_ms: int, level_dbfs: float, spoken_s: float
) -> Transcript:
    """With the same doubts as of this machine's words: models make up a "thank you" of noise, or read out the hints.

    Raises SpeechFailed for words that were hardly said.
    """
    log_probability = UNTOLD_PROBABILITY if words.log_probability is None else min(0.0, words.log_probability)
    no_speech = words.no_speech or 0.0
    text = with_numbers(said_once(words.text.strip(), spoken_s))
    if nobody_spoke(text, no_speech=no_speech, log_probability=log_probability, level_dbfs=level_dbfs):
        text = ""
    if too_fast(text, spoken_s) or runs_in_circles(text, spoken_s) or echoes_hints(text, hints):
        raise SpeechFailed("what was heard is hardly what was said")
    return Transcript(text, math.exp(log_probability), no_speech, audio_ms, took_ms)
