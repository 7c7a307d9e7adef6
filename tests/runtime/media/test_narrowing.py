import threading
from pathlib import Path

import av
import numpy as np

from runtime.media.narrowing import Narrowing
from tests.runtime.media.test_capture import frames


def samples(pieces: list[av.AudioFrame]) -> np.ndarray:
    return np.concatenate([piece.to_ndarray().reshape(-1) for piece in pieces])


def test_it_is_what_the_usual_resampler_gives() -> None:
    narrowing, usual = Narrowing(16_000), av.AudioResampler(format="s16", layout="mono", rate=16_000)
    ours = samples([piece for frame in frames(10) for piece in narrowing.push(frame)])
    theirs = samples([piece for frame in frames(10) for piece in usual.resample(frame)])
    assert np.array_equal(ours, theirs)
    assert len(ours) > 9 * 320


def test_a_stream_needs_no_thread_of_its_own() -> None:
    def threads() -> int:
        return len(list(Path(f"/proc/self/task/{threading.get_native_id()}/../").iterdir()))

    before = threads()
    many = [Narrowing(16_000) for _ in range(20)]
    for narrowing in many:
        narrowing.push(frames(1)[0])
    assert threads() == before
