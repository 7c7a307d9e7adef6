"""What a call hears by: the workers of this machine, a provider, or a test's own."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from runtime.speech.results import Transcript


class Recogniser(Protocol):
    """Turns audio into words."""

    async def transcribe(self, pcm: npt.NDArray[np.int16], *, hints: Sequence[str] = (), asks: str = "") -> Transcript:
        """16 kHz mono int16 in; `asks` is the type of the slot that was asked for.

        Has a deadline of its own; raises SpeechUnavailable.
        """
