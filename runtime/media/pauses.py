"""Pauses inside what the bot says, such as a comma's. They are found by ear: the size of a packet tells too little."""

from collections.abc import Iterable

import numpy as np

from runtime.media.opus import OpusDecoder

QUIET_DBFS = -50.0
"""A packet whose mean power is below is heard as nothing; the softest sounds of the voices (an f, an h) lie above."""
FULL_SCALE = 32_768.0
MOST_PACKETS = 25
"""Half a second: no voice pauses for longer, and 20 ms of sound are decoded in 0.1 ms."""
WARM_UP_PACKETS = 4
"""A decoder that begins in the middle is right after 80 ms (RFC 6716 §4.6)."""


def quiet_ahead(before: Iterable[bytes], ahead: Iterable[bytes]) -> int:
    """How many of the packets `ahead` are quiet before anything is heard; `before`: the last ones that were sent,
    `WARM_UP_PACKETS` of them or fewer."""
    decoder = OpusDecoder()
    for packet in before:
        decoder.decode(packet)
    count = 0
    for packet in ahead:
        samples = decoder.decode(packet).astype(np.float64)
        if count == MOST_PACKETS or not len(samples) or _dbfs(samples) >= QUIET_DBFS:
            break
        count += 1
    return count


def _dbfs(samples: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
    power = float(np.mean(samples**2)) / FULL_SCALE**2
    return float(10 * np.log10(power)) if power > 0 else -np.inf
