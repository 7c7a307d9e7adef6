"""What the caller says: decoded frames to 16 kHz mono int16, as they come and never behind."""

import asyncio
import logging
import time
from collections.abc import Callable

import av
import numpy as np
import numpy.typing as npt
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError

from runtime.media.narrowing import Narrowing

logger = logging.getLogger(__name__)

RATE_HZ = 16_000
BEHIND_FRAMES = 3  # more than this waiting in the track's queue (which has no bound) ...
PATIENCE_MS = 200  # ... for this long is falling behind; a burst or a stall is caught up in a few ms and loses nothing

OnAudio = Callable[[npt.NDArray[np.int16], int], None]


class Capture:
    """Reads one remote track until it ends. `on_audio(pcm, arrival_ns)` runs on the event loop and returns at once."""

    def __init__(
        self,
        track: MediaStreamTrack,
        on_audio: OnAudio,
        *,
        arrival_ns: Callable[[int], int | None] = lambda _pts: None,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        self._track = track
        self._on_audio = on_audio
        self._arrival_ns = arrival_ns
        self._clock_ns = clock_ns
        self._narrowing = Narrowing(RATE_HZ)
        self._owed = 0
        self._behind_since_ns: int | None = None
        self.frames = 0
        self.dropped_frames = 0
        self.faults = 0

    async def run(self) -> None:
        """Deliver audio until the track ends or the task is cancelled."""
        while True:
            try:
                frame = await self._track.recv()
            except MediaStreamError:
                return
            if isinstance(frame, av.AudioFrame):
                self._take(frame)

    def _take(self, frame: av.AudioFrame) -> None:
        now = self._clock_ns()
        arrived = self._arrival_ns(frame.pts) if frame.pts is not None else None
        arrived = now if arrived is None else arrived
        if self._is_behind(now):
            self.dropped_frames += 1
            return
        self.frames += 1
        pcm = self._resample(frame)
        try:
            self._on_audio(pcm, arrived)
        except Exception:  # a fault of the listener must not make the call deaf
            self.faults += 1
            if self.faults == 1:
                logger.exception("the listener to the caller's audio failed")

    def _is_behind(self, now: int) -> bool:
        """Whether the queue has been long all the time for longer than is allowed: then frames go until it is short."""
        queue: asyncio.Queue[object] | None = getattr(self._track, "_queue", None)
        if queue is None or queue.qsize() <= BEHIND_FRAMES:
            self._behind_since_ns = None
            return False
        if self._behind_since_ns is None:
            self._behind_since_ns = now
        return now - self._behind_since_ns > PATIENCE_MS * 1_000_000

    def _resample(self, frame: av.AudioFrame) -> npt.NDArray[np.int16]:
        expected = frame.samples * RATE_HZ // frame.sample_rate
        frame.pts = None  # the sender's clock may jump; the resampler only has to go on
        pieces = [piece.to_ndarray().reshape(-1) for piece in self._narrowing.push(frame)]
        pcm = np.concatenate([np.empty(0, dtype=np.int16), *pieces], dtype=np.int16)
        if self._owed == 0 and len(pcm) < expected:
            # The filter keeps a millisecond for itself, once. Silence in its place keeps every frame whole.
            self._owed = expected - len(pcm)
            pcm = np.concatenate((np.zeros(self._owed, np.int16), pcm))
        return pcm
