"""One thing that the bot says, as Opus packets that may still be arriving while it is played."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from runtime.media import opus
from runtime.media.pauses import WARM_UP_PACKETS, quiet_ahead

LEAVE_PACKETS = 3
"""60 ms before a sound: its softest beginning, which nobody would call quiet, is among them."""


@dataclass(frozen=True, slots=True)
class Played:
    """How much of an utterance the caller got. `total_ms` is what was known of it by then."""

    utterance_id: str
    played_ms: int
    total_ms: int
    finished: bool


def _always() -> bool:
    return True


class Utterance:
    """Fed with `add` and `finish` while it plays.

    `on_started` is called when its first packet goes out, `on_finished` when its last one has been heard (not after
    a stop: what `Playout.stop` returns says it all). Both on the event loop.
    """

    def __init__(
        self,
        utterance_id: str,
        *,
        on_started: Callable[[], None] | None = None,
        on_finished: Callable[[Played], None] | None = None,
        generation: int | None = None,
    ) -> None:
        self.utterance_id = utterance_id
        self.generation = generation
        self.owes_sound: Callable[[], bool] = _always
        """Whether a gap in it is a fault: false while nobody knows yet how its text goes on."""
        self._on_started = on_started
        self._on_finished = on_finished
        self._packets: deque[tuple[bytes, int]] = deque()
        self._sent: deque[bytes] = deque(maxlen=WARM_UP_PACKETS)
        self._added = 0
        self._taken = 0
        self._complete = False
        self._stopped = False
        self._announced = False

    @property
    def stopped(self) -> bool:
        """Whether it was stopped: whatever is added from then on is ignored."""
        return self._stopped

    @property
    def exhausted(self) -> bool:
        """Whether everything there will ever be has been taken."""
        return self._complete and not self._packets

    @property
    def about_to_start(self) -> bool:
        """Whether it has its first packet and nobody was told yet."""
        return bool(self._packets) and not self._announced

    @property
    def started(self) -> bool:
        """Whether any of it went out."""
        return self._taken > 0

    @property
    def share_played(self) -> float:
        """How much of what is there by now went out, 0 to 1."""
        return self._taken / self._added if self._added else 0.0

    @property
    def played_ms(self) -> int:
        """How much of it went out."""
        return self._taken * 1000 // opus.RATE_HZ

    def add(self, packets: Sequence[bytes]) -> None:
        """Append Opus packets of any duration; ValueError for one that is not Opus."""
        if self._stopped or self._complete:
            return
        timed = [(packet, opus.packet_samples(packet)) for packet in packets]
        self._packets.extend(timed)
        self._added += sum(samples for _, samples in timed)

    def finish(self) -> None:
        """No more packets will come."""
        self._complete = True

    def take(self) -> tuple[bytes, int] | None:
        """The next packet and its duration in samples at 48 kHz."""
        if not self._packets:
            return None
        packet, samples = self._packets.popleft()
        self._taken += samples
        self._sent.append(packet)
        return packet, samples

    def skip_pause(self, most_ms: float) -> None:
        """Take a pause that comes next as played, `most_ms` of it, but for the moment before the next sound."""
        if not self._sent:
            return
        quiet = quiet_ahead(self._sent, (packet for packet, _ in self._packets))
        left = round(most_ms) * opus.RATE_HZ // 1000
        for _ in range(quiet - LEAVE_PACKETS):
            left -= self._packets[0][1]
            if left < 0:
                return
            self.take()

    def stop(self) -> Played:
        """Empty it; nothing of it plays from now on."""
        self._packets.clear()
        self._stopped = True
        return self._played(finished=False)

    def announce(self) -> None:
        """Report that it starts."""
        self._announced = True
        if self._on_started is not None:
            self._on_started()

    def end(self) -> None:
        """Report that it was heard to its end."""
        if self._on_finished is not None:
            self._on_finished(self._played(finished=True))

    def _played(self, *, finished: bool) -> Played:
        per_ms = opus.RATE_HZ // 1000
        return Played(self.utterance_id, self._taken // per_ms, self._added // per_ms, finished)
