"""Says the sentences of tests aloud, in another voice than the bot's, and has the recogniser of calls hear them."""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from flows.driver.spoken import HearBack
from runtime.media.opus import RATE_HZ, OpusDecoder
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.hearing import SAMPLE_RATE
from runtime.speech.service import SpeechWorkers
from voxloom.management.commands.verbs._bots import Stop

SPEAK_SECONDS = 30
"""A program that needs longer for one sentence hangs."""
QUIET_MS = 300
"""Before and after a sentence, as the recogniser gets it in a call."""
OWN_SPEED = 0.85
"""The bot's own voice sounds like another caller's when it speaks slower."""
OWN_VOICE = "en_US-joe-medium"
PROGRAMS: dict[str, Callable[[str, str], list[str]]] = {
    "flite": lambda text, wav: ["-voice", "slt", "-t", text, "-o", wav],
    "espeak-ng": lambda text, wav: ["-v", "en-us", "-s", "150", "-w", wav, "--", text],
}
"""Voices in the order in which they are looked for, with the words that make each write a sentence to a WAV."""
Samples = npt.NDArray[np.int16]
Speak = Callable[[str], Awaitable[Samples]]


@asynccontextmanager
async def hearing() -> AsyncIterator[HearBack]:
    """The recogniser, with a voice that speaks to it. Raises Stop(2) when one of them cannot be had."""
    logging.getLogger("runtime.speech").setLevel(logging.ERROR)  # how fast the models loaded is no part of a report
    workers = SpeechWorkers()
    known: dict[tuple[str, tuple[str, ...]], str] = {}
    try:
        await workers.recogniser.start()
        speak = await _voice(workers)

        async def hear_back(text: str, hints: Sequence[str]) -> str:
            key = (text, tuple(hints))
            if key not in known:
                quiet = np.zeros(SAMPLE_RATE * QUIET_MS // 1000, np.int16)
                clip = np.concatenate((quiet, await speak(text), quiet))
                known[key] = (await workers.transcribe(clip, hints=hints)).text.strip()
            return known[key]

        yield hear_back
    except SpeechUnavailable as problem:
        raise Stop(2, f"--spoken: {problem}") from None
    finally:
        await workers.aclose()


async def _voice(workers: SpeechWorkers) -> Speak:
    """The first voice that is installed, else the bot's own, slower. Raises Stop(2)."""
    for program in PROGRAMS:
        if shutil.which(program) is not None:
            return partial(_by_program, program)
    try:
        await workers.voice.start()
    except SpeechUnavailable:
        message = "--spoken: there is no voice to speak with. Install one: apt-get install espeak-ng"
        raise Stop(2, message) from None
    return partial(_by_own_voice, workers)


async def _by_program(program: str, text: str) -> Samples:
    with tempfile.TemporaryDirectory(prefix="voxloom-voice-") as folder:
        wav = Path(folder) / "said.wav"
        nothing = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(
            program, *PROGRAMS[program](text, str(wav)), stdin=nothing, stdout=nothing, stderr=nothing
        )
        try:
            async with asyncio.timeout(SPEAK_SECONDS):
                await process.wait()
            with av.open(str(wav), format="wav") as container:
                return _at_16_khz(list(container.decode(audio=0)))
        except (TimeoutError, av.FFmpegError, OSError, ValueError):
            raise Stop(2, f"--spoken: {program} cannot say {text!r}.") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


async def _by_own_voice(workers: SpeechWorkers, text: str) -> Samples:
    decoder = OpusDecoder()
    pieces: list[Samples] = [np.zeros(0, np.int16)]
    async for clause in workers.speak(text, voice=OWN_VOICE, speed=OWN_SPEED):
        pieces += [decoder.decode(packet) for packet in clause.packets]
    frame = av.AudioFrame.from_ndarray(np.concatenate(pieces)[np.newaxis], format="s16", layout="mono")
    frame.sample_rate = RATE_HZ
    return _at_16_khz([frame])


def _at_16_khz(frames: list[av.AudioFrame]) -> Samples:
    """Sound of any rate and number of channels, as the recogniser takes it."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    resampled = [piece for frame in (*frames, None) for piece in resampler.resample(frame)]
    return np.concatenate([np.zeros(0, np.int16), *(piece.to_ndarray()[0] for piece in resampled)])
