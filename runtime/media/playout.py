"""What the bot says, packet by packet, on an absolute schedule.

Only packets ever leave here. aiortc would encode frames itself, in the event loop's default executor, and when frames
and packets are mixed its RTP clock jumps by seconds.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import av
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError

from runtime.media import opus
from runtime.media.utterance import Played, Utterance

Packet: TypeAlias = "av.Packet[Any]"  # Opus, its pts in samples at 48 kHz

logger = logging.getLogger(__name__)

GAP_MS = 60  # between two packets: what the caller's buffer holds back is used up, and they hear it
LATE_MS = 200  # up to here a stall is caught up in a burst that the caller's buffer smooths; beyond, time is re-set
EXPECTING_MS = 1500  # how long short silence packets are sent before somebody has to ask again


@dataclass(slots=True)
class PlayoutCounts:
    """Packets sent, gaps inside utterances for which no packet was there in time, late sendings, re-set schedules.

    An underrun counts where sound was owed: not while the text itself is still to come. A late sending is a packet that
    left more than 60 ms after the one before it, be they sound or silence.
    """

    packets: int = 0
    underruns: int = 0
    late_sendings: int = 0
    reanchored: int = 0


class Playout:
    """A queue of utterances, and silence between them, as a 48 kHz clock of packets.

    All methods belong to the event loop. `clock` and `sleep` (seconds) are for tests with virtual time.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._queue: deque[Utterance] = deque()
        self._generation = 0
        self._paused = False
        self._paused_at = 0.0
        self._due: float | None = None
        self._left: float | None = None
        self._pts = 0
        self._starving = False
        self._expecting_until = 0.0
        self.counts = PlayoutCounts()
        self.track = PlayoutTrack(self)
        """The track to give to the peer connection."""

    @property
    def generation(self) -> int:
        """Counts the stops. An utterance made under an older one never plays."""
        return self._generation

    @property
    def current(self) -> Utterance | None:
        """The utterance that plays or is next."""
        return self._queue[0] if self._queue else None

    @property
    def paused(self) -> bool:
        """Whether silence goes out although there is something to say."""
        return self._paused

    @property
    def starving(self) -> bool:
        """Whether silence goes out within an utterance, because the rest of it is not there yet."""
        return self._starving

    def utterance(
        self,
        utterance_id: str,
        *,
        on_started: Callable[[], None] | None = None,
        on_finished: Callable[[Played], None] | None = None,
    ) -> Utterance:
        """An utterance bound to this moment: a stop between here and `play` makes it worthless."""
        return Utterance(utterance_id, on_started=on_started, on_finished=on_finished, generation=self._generation)

    def play(self, utterance: Utterance, *, first: bool = False) -> bool:
        """Queue an utterance, or put it `first`; False (and it is stopped) when a stop has come since it was made."""
        if utterance.generation is None:
            utterance.generation = self._generation
        if utterance.generation != self._generation or utterance.stopped:
            utterance.stop()
            return False
        if first:
            self._queue.appendleft(utterance)
        else:
            self._queue.append(utterance)
        return True

    def drop(self, utterance: Utterance) -> bool:
        """Take an utterance away of which nothing went out; whether it was there."""
        if utterance.started or utterance not in self._queue:
            return False
        self._queue.remove(utterance)
        utterance.stop()
        return True

    def stop(self) -> Played | None:
        """Drop everything at once; what of the current utterance was played, or None when there was none."""
        self._generation += 1
        self._paused = False
        self._starving = False
        played = [utterance.stop() for utterance in self._queue]
        self._queue.clear()
        return played[0] if played else None

    def pause(self) -> None:
        """Silence from the next packet on; nothing is lost."""
        if not self._paused:
            self._paused_at = self._clock()
        self._paused = True

    def resume(self) -> None:
        """Go on where `pause` cut in. A pause of its own there has been already, as far as it was silent."""
        if self._paused and self._queue:
            self._queue[0].skip_pause(1000 * (self._clock() - self._paused_at))
        self._paused = False

    def expect(self) -> None:
        """Speech is about to start: send silence in 5 ms packets, so that its first packet waits 2 and not 10 ms."""
        self._expecting_until = self._clock() + EXPECTING_MS / 1000

    async def next_packet(self) -> Packet:
        """Wait until the next packet is due and return it."""
        now = self._clock()
        if self._due is None or now - self._due > LATE_MS / 1000:
            self.counts.reanchored += self._due is not None
            self._due = now
        elif self._due > now:
            await self._sleep(self._due - now)
        self._note_sending(self._clock())
        # Chosen only now: between the wait and the return nothing else runs, so a stop is never overtaken.
        data, samples = self._choose()
        packet = av.Packet(data)
        packet.pts = self._pts
        packet.time_base = opus.TIME_BASE
        self._pts += samples
        self._due += samples / opus.RATE_HZ
        self.counts.packets += 1
        return packet

    def _note_sending(self, now: float) -> None:
        self.counts.late_sendings += self._left is not None and now - self._left > GAP_MS / 1000
        self._left = now

    def _choose(self) -> tuple[bytes, int]:
        while not self._paused and self._queue:
            utterance = self._queue[0]
            if utterance.about_to_start:
                self._tell(utterance.announce)
                continue  # the listener may have stopped or paused everything
            if (taken := utterance.take()) is not None:
                self._starving = False
                return taken
            if not utterance.exhausted:
                if utterance.started and not self._starving:
                    self._starving = True
                    self.counts.underruns += utterance.owes_sound()
                break
            self._queue.popleft()
            self._tell(utterance.end)
        if self._clock() < self._expecting_until:
            return opus.SILENCE_5_MS, opus.RATE_HZ // 200
        return opus.SILENCE_20_MS, opus.PACKET_SAMPLES

    def _tell(self, listener: Callable[[], None]) -> None:
        try:
            listener()
        except Exception:
            logger.exception("a listener to the playout failed")  # the voice must go on


class PlayoutTrack(MediaStreamTrack):
    """The playout as aiortc's sender reads it. (aiortc ends tracks with `stop`, which means something else above.)"""

    kind = "audio"

    def __init__(self, playout: Playout) -> None:
        super().__init__()
        self._playout = playout

    async def recv(self) -> Packet:
        """The next packet, when it is due."""
        if self.readyState != "live":
            raise MediaStreamError
        return await self._playout.next_packet()
