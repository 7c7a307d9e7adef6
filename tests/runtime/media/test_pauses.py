"""Pauses in what the bot says are found by ear."""

import numpy as np
import pytest

from runtime.media import opus
from runtime.media.pauses import MOST_PACKETS, WARM_UP_PACKETS, quiet_ahead

LOUD, SOFT, FAINT = 6_000.0, 250.0, 40.0


def packets(*parts: tuple[float, int]) -> list[bytes]:
    """Noise of a level, for so many packets each."""
    chance, encoder = np.random.default_rng(7), opus.OpusEncoder()
    sound = [chance.normal(0, level, count * opus.PACKET_SAMPLES) for level, count in parts]
    return encoder.encode(np.concatenate(sound).astype(np.int16))


def test_a_pause_ends_where_something_is_heard() -> None:
    made = packets((LOUD, 10), (FAINT, 12), (LOUD, 5))
    sent, ahead = made[:12], made[12:]
    assert quiet_ahead(sent[-WARM_UP_PACKETS:], ahead) in (9, 10)  # the encoder looks a little ahead


@pytest.mark.parametrize("level", [LOUD, SOFT])
def test_what_is_heard_is_no_pause(level: float) -> None:
    made = packets((LOUD, 10), (level, 10))
    assert quiet_ahead(made[6:10], made[10:]) == 0


def test_it_is_not_looked_for_for_ever() -> None:
    made = packets((LOUD, 5), (FAINT, 60))
    assert quiet_ahead(made[4:8], made[8:]) == MOST_PACKETS


def test_where_nothing_is_left_or_nothing_can_be_decoded_there_is_none() -> None:
    assert quiet_ahead([], []) == 0
    assert quiet_ahead([opus.SILENCE_20_MS], [b"\xff"]) == 0
