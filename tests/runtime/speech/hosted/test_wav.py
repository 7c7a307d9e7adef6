"""Sound in files: what is sent can be read, what comes is read as far as it goes, and refused where it is none."""

import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.speech.hosted.wav import Unfit, samples_of, wav_of
from tests.tools.speech.fake_speech import tone


def test_what_was_said_comes_back() -> None:
    pcm = np.array([0, 1000, -32768, 32767], dtype=np.int16)
    samples, rate = samples_of(wav_of(pcm))
    assert rate == 16_000
    assert (samples * 32768).round().astype(int).tolist() == pcm.tolist()


def test_two_channels_are_mixed() -> None:
    data = bytearray(tone(0.01))
    data[22:24] = struct.pack("<H", 2)
    samples, _ = samples_of(bytes(data))
    assert samples.size == 120


def test_a_file_that_was_sent_while_it_was_made_is_as_long_as_what_is_there() -> None:
    data = bytearray(tone(0.1))
    data[4:8] = data[40:44] = b"\xff\xff\xff\xff"
    samples, rate = samples_of(bytes(data))
    assert (samples.size, rate) == (2_400, 24_000)
    assert samples_of(bytes(data[:-1]))[0].size == 2_399


@pytest.mark.parametrize(
    "data",
    [
        b"", b"RIFF", b"ID3\x04 not a wav at all", tone(0.1)[:30], tone(0.1, rate=1_000), tone(0.1, rate=96_000),
        tone(0.1).replace(struct.pack("<HH", 2, 16), struct.pack("<HH", 1, 8)),
        tone(0.1).replace(b"fmt \x10\0\0\0\x01\0", b"fmt \x10\0\0\0\x03\0"),
    ],
)  # fmt: skip
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(Unfit):
        samples_of(data)


@given(st.binary(max_size=60), st.integers(0, 43))
def test_whatever_comes_ends(junk: bytes, at: int) -> None:
    data = bytearray(tone(0.01))
    data[at : at + len(junk)] = junk
    try:
        samples, _ = samples_of(bytes(data))
    except Unfit:
        return
    assert samples.size <= len(data)
