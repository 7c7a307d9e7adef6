"""Finishing the voice's samples for the wire: silence trimmed, even loudness, 48 kHz, Opus packets of 20 ms."""

import math

import av
import numpy as np
import numpy.typing as npt

from runtime.media.opus import LOOK_AHEAD_SAMPLES, PACKET_SAMPLES, RATE_HZ, OpusEncoder
from runtime.speech.clauses import ends_sentence

Samples = npt.NDArray[np.float32]
"""Samples of one channel, from -1 to 1."""

SOUND_VERSION = 3
"""Of the way from the voice's samples to packets. A change of it makes every kept prompt anew: raise it with any."""
TARGET_DBFS = -20.0  # level of speech with its pauses left out; leaves 20 dB for the peaks
_GAIN_LIMIT_DB = 9.0  # a clause that needs more is no speech
_PEAK = 0.89  # -1 dBFS: Opus overshoots a little
_AUDIBLE_DBFS = -42.0  # listeners and meters take -45 for the beginning; Opus may take a little away
_SOFT_DBFS = -55.0
_SOFT_LEAD_MS = 20  # a soft "h" or "f" before the first audible sound is kept for so long
_LEAD_MS = 5  # before the onset: less than a packet, enough for a fade
_FADE_MS = 4
PHRASE_PAUSE_MS = 40  # where a sentence was cut without a comma
CLAUSE_PAUSE_MS = 120  # after a comma; the voice's own tail is 160 to 260 ms long
SENTENCE_PAUSE_MS = 220
_STEP_MS = 5
# What a clause begins with, as it comes out of the decoder: something to be heard in the first 10 ms, something clear
# in the first packet. A soft "h" is lifted and not left out: without it 5 of 60 "How can I help you" were misheard.
_FIRST_DBFS = -41.5  # the caller's meter says -45; the encoder takes up to 2.5 dB away
_MOST_LIFT_DB = 14.5  # from -51 to -37: softer is no part of a word
_RAMP_SAMPLES = RATE_HZ * 5 // 1000  # from what is lifted to what is not
_CLEAR_DBFS = -37.0
_WINDOW_SAMPLES = RATE_HZ // 100
_LONGEST_ADVANCE_SAMPLES = RATE_HZ * 80 // 1000  # the longest soft beginning is the breath of a "p" or "h"
_ADVANCE_SAMPLES = RATE_HZ * 5 // 2000
_SHORT_FADE_SAMPLES = RATE_HZ * 2 // 1000


def trim(samples: Samples, rate: int, pause_ms: int) -> Samples:
    """The sound between its first and last audible moment, with a short fade in and `pause_ms` of silence after it.

    Empty when nothing is audible.
    """
    step = rate * _STEP_MS // 1000
    levels = _levels_dbfs(samples, step)
    audible = np.flatnonzero(levels > _AUDIBLE_DBFS)
    if audible.size == 0:
        return np.zeros(0, dtype=np.float32)
    soft = np.flatnonzero(levels > _SOFT_DBFS)
    first = max(int(soft[0]), int(audible[0]) - _SOFT_LEAD_MS // _STEP_MS)
    start = max(0, first * step - rate * _LEAD_MS // 1000)
    # Soft sounds after the last audible one (a released "t", breath) end inside the pause.
    end = (int(audible[-1]) + 1) * step
    kept = samples[start : end + rate * pause_ms // 1000].copy()
    missing = end + rate * pause_ms // 1000 - start - kept.size
    fade = rate * _FADE_MS // 1000
    kept[:fade] *= np.linspace(0, 1, kept[:fade].size, dtype=np.float32)
    kept[-fade:] *= np.linspace(1, 0, kept[-fade:].size, dtype=np.float32)
    return np.pad(kept, (0, max(0, missing)))


def pause_ms(clause: str) -> int:
    """The silence behind a clause, by how it ends."""
    if ends_sentence(clause):
        return SENTENCE_PAUSE_MS
    return PHRASE_PAUSE_MS if clause[-1:].isalnum() else CLAUSE_PAUSE_MS


def speech_level_dbfs(samples: Samples, rate: int) -> float:
    """The level of the speech in a clip: the mean power of its 20 ms windows that are within 30 dB of the loudest."""
    levels = _levels_dbfs(samples, rate // 50)
    if levels.size == 0:
        return -120.0
    loud = levels[levels > levels.max() - 30]
    return float(10 * np.log10(np.mean(10 ** (loud / 10))))


def even(samples: Samples, rate: int) -> Samples:
    """The clip at the level of all others, so that clauses made one by one do not jump in loudness. Never clips."""
    if samples.size == 0:
        return samples
    change_db = TARGET_DBFS - speech_level_dbfs(samples, rate)
    gain = 10 ** (max(-_GAIN_LIMIT_DB, min(_GAIN_LIMIT_DB, change_db)) / 20)
    louder = samples * np.float32(gain)
    # A soft knee over the few peaks instead of a lower gain for the whole clause, which would be a jump again.
    knee = np.float32(_PEAK * 0.75)
    room = np.float32(_PEAK) - knee
    over = np.abs(louder) > knee
    louder[over] = np.sign(louder[over]) * (knee + room * np.tanh((np.abs(louder[over]) - knee) / room))
    return louder


def resample(samples: Samples, rate: int) -> Samples:
    """The clip at 48 kHz."""
    if rate == RATE_HZ or samples.size == 0:
        return samples
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE_HZ)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples, dtype=np.float32).reshape(1, -1), "flt", "mono")
    frame.sample_rate = rate
    made = [*resampler.resample(frame), *resampler.resample(None)]
    joined: Samples = np.concatenate([each.to_ndarray().ravel() for each in made]).astype(np.float32)
    return joined[: math.ceil(samples.size * RATE_HZ / rate)]


def begin_at_once(samples: Samples) -> Samples:
    """The clip (48 kHz) so that its first packet is heard: a soft beginning is lifted, and only what stays too soft is
    left out. With a short fade in, as it may begin within a sound."""
    summed = np.concatenate(([0.0], np.cumsum(samples.astype(np.float64) ** 2)))

    def level_dbfs(start: int, window: int) -> float:
        """Of 10 ms that are decoded so far into a clip that begins at `start`; the encoder's delay comes first."""
        first = min(samples.size, start + max(0, window - LOOK_AHEAD_SAMPLES))
        last = min(samples.size, start + window - LOOK_AHEAD_SAMPLES + _WINDOW_SAMPLES)
        power = (summed[last] - summed[first]) / _WINDOW_SAMPLES
        return 10 * math.log10(max(power, 1e-12))

    def missing_db(start: int) -> tuple[float, float]:
        """What a clip that begins there is too soft by: in its first 10 ms, and in its whole first packet."""
        packet = max(0.0, _CLEAR_DBFS - max(level_dbfs(start, window) for window in windows))
        return max(packet, _FIRST_DBFS - level_dbfs(start, 0)), packet

    windows = range(0, PACKET_SAMPLES - _WINDOW_SAMPLES + 1, _ADVANCE_SAMPLES)
    starts = range(0, min(_LONGEST_ADVANCE_SAMPLES, samples.size), _ADVANCE_SAMPLES)
    missing = {start: missing_db(start) for start in starts}
    start = next((each for each in starts if missing[each][0] <= _MOST_LIFT_DB), None)
    if start is None:
        return samples.copy()
    begun = samples[start:].copy()
    first_db, packet_db = missing[start]
    ends = np.array(
        [0, _WINDOW_SAMPLES, _WINDOW_SAMPLES + _RAMP_SAMPLES, PACKET_SAMPLES, PACKET_SAMPLES + _RAMP_SAMPLES]
    )
    lifted = min(begun.size, int(ends[-1]))
    lift_db = np.interp(np.arange(lifted), ends, [first_db, first_db, packet_db, packet_db, 0.0])
    begun[:lifted] *= (10 ** (lift_db / 20)).astype(np.float32)
    begun[:_SHORT_FADE_SAMPLES] *= np.linspace(0, 1, begun[:_SHORT_FADE_SAMPLES].size, dtype=np.float32)
    return begun


def opus_packets(samples: Samples) -> tuple[bytes, ...]:
    """The clip (48 kHz) as Opus packets of 20 ms, to be played after silence. The encoder's delay is 2.5 ms.

    Opus predicts the levels of a packet from the one before. The encoder is therefore given silence first, as the
    listener's decoder is: else the two disagree, and the first sounds come out too quiet, by up to 27 dB.
    """
    if samples.size == 0:
        return ()
    count = math.ceil((samples.size + LOOK_AHEAD_SAMPLES) / PACKET_SAMPLES)
    whole = np.zeros((1 + count) * PACKET_SAMPLES, dtype=np.int16)
    whole[PACKET_SAMPLES : PACKET_SAMPLES + samples.size] = np.clip(samples * 32767, -32768, 32767).astype(np.int16)
    return tuple(OpusEncoder().encode(whole)[1:])


def _levels_dbfs(samples: Samples, step: int) -> npt.NDArray[np.float64]:
    whole = np.pad(samples, (0, -samples.size % step)).reshape(-1, step).astype(np.float64)
    levels: npt.NDArray[np.float64] = 10 * np.log10(np.maximum((whole**2).mean(axis=1), 1e-12))
    return levels
