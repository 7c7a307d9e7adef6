"""What a recording of the bot says, by the recogniser that the product itself uses."""

import asyncio
from pathlib import Path

import numpy as np

from runtime.caller import wav
from runtime.caller.loudness import audible_windows
from runtime.speech.service import SpeechWorkers

PAUSE_WINDOWS = 60  # 10 ms each: what lies between two prompts, longer than what a sentence has inside
DEADLINE_MS = 60_000


def utterances(pcm: np.ndarray) -> list[np.ndarray]:
    """The stretches of speech of a 48 kHz recording, as 16 kHz clips with silence around."""
    loud = np.flatnonzero(audible_windows(pcm))
    if not len(loud):
        return []
    cuts = np.flatnonzero(np.diff(loud) > PAUSE_WINDOWS)
    first = loud[np.concatenate([[0], cuts + 1])]
    last = loud[np.concatenate([cuts, [len(loud) - 1]])] + 1
    kernel = np.hanning(9) / np.hanning(9).sum()  # below 8 kHz before every third sample is taken
    clips = [
        np.convolve(pcm[begin * 480 : end * 480], kernel, "same")[::3] for begin, end in zip(first, last, strict=True)
    ]
    return [np.pad(clip, 8000).astype(np.int16) for clip in clips]


def heard(path: Path) -> str:
    """Everything that a recording says."""

    async def listen() -> str:
        workers = SpeechWorkers()
        try:
            await workers.recogniser.start()
            clips = utterances(wav.read_mono(path))
            texts = [(await workers.transcribe(clip, deadline_ms=DEADLINE_MS)).text for clip in clips]
            return " ".join(texts)
        finally:
            await workers.aclose()

    return asyncio.run(listen())
