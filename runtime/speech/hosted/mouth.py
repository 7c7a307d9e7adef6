"""A bot's words as sound by a provider, made ready for the wire like those of this machine's voice."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor

import numpy as np
import numpy.typing as npt

from runtime.speech import sound
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.hosted.wav import Unfit, samples_of
from runtime.speech.results import OPUS_PACKET_MS, SpokenClause
from tools.speech.asking import SpeechFailed
from voxloom.telemetry import metrics

HOSTED_FAILED = "speech_hosted"
"""The code of a clause that a provider did not speak."""
LONGEST_S = 60
"""No clause is as long; what is behind it is left out."""

Ask = Callable[[str], Awaitable[bytes | None]]
"""A text; a WAV, or None where no key is given. Raises SpeechFailed."""


class HostedMouth:
    """The voice of one bot, for all its calls in a process."""

    def __init__(self, ask: Ask, stands_in: str, thread: Executor) -> None:
        """`stands_in`: the voice of this machine that speaks where the provider does not. `thread`: where sound is
        made ready; never on the event loop."""
        self.stands_in = stands_in
        self._ask, self._thread = ask, thread

    async def make(self, clause: str) -> SpokenClause | None:
        """The sound of one clause; None where the provider is not to be asked. Raises SpeechUnavailable."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            data = await self._ask(clause)
            if data is None:
                metrics.hosted_speech("speak", "not asked")
                return None
            packets = await loop.run_in_executor(self._thread, _ready, clause, data)
        except (SpeechFailed, Unfit) as problem:
            metrics.hosted_speech("speak", "failed")
            told = f"The hosted voice did not speak: {problem}."
            raise SpeechUnavailable(HOSTED_FAILED, told, "Look at `voice` of the bot, and at its key.") from None
        metrics.hosted_speech("speak", "answered")
        took_ms = round((loop.time() - began) * 1000)
        return SpokenClause(clause, packets, len(packets) * OPUS_PACKET_MS, took_ms)


def _ready(clause: str, data: bytes) -> tuple[bytes, ...]:
    """As packets: even loudness, no silence but the pause behind it. Raises Unfit."""
    samples, rate = samples_of(data)
    evened: npt.NDArray[np.float32] = sound.even(samples[: LONGEST_S * rate], rate)
    trimmed = sound.trim(evened, rate, sound.pause_ms(clause))
    if trimmed.size == 0 and any(letter.isalnum() for letter in clause):
        raise Unfit("nothing is to be heard in it")
    return sound.opus_packets(sound.begin_at_once(sound.resample(trimmed, rate)))
