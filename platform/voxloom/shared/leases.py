"""Leases: who has something for a while, such as the process that a conversation lives in.

A lease is a hint: it says where to look first. What decides is the epoch in the database
(`voxloom.conversations.log.take_over`), so a lease that is lost or that two believe to have does no harm.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

MAX_LEASES = 10_000
"""Kept at once in one process; each is about 300 bytes."""
KEEP_S = 120.0
"""The epoch of a lease that is over is remembered for so long: as long as a conversation may be taken up again."""
UNKNOWN = 0
"""In the place of an epoch: nobody can tell now. Epochs begin with 1."""


@dataclass(frozen=True)
class Holder:
    """Who has a lease; each owner after another has a higher epoch."""

    owner: str
    epoch: int


@dataclass
class _Lease:
    owner: str
    epoch: int
    until: float


class Leases:
    """Those of one process, for any number of threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, max_leases: int = MAX_LEASES) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._max_leases = max_leases
        self._lock = threading.Lock()
        self._leases: dict[str, _Lease] = {}

    def take(self, name: str, owner: str, seconds: float) -> int | None:
        """The epoch, None while somebody else has it. Who has it already keeps the epoch."""
        with self._lock:
            now = self._clock()
            lease = self._leases.get(name)
            if lease is None or lease.until + KEEP_S <= now:
                self._make_room(now)
                self._leases[name] = _Lease(owner, 1, now + seconds)
                return 1
            if lease.until <= now:
                lease.owner, lease.epoch = owner, lease.epoch + 1
            elif lease.owner != owner:
                return None
            lease.until = now + seconds
            return lease.epoch

    def renew(self, name: str, owner: str, seconds: float) -> bool | None:
        """Whether it is still theirs, and now is for so long; None when nobody can tell.

        Who was too late has it again if nobody else took it meanwhile.
        """
        with self._lock:
            now = self._clock()
            lease = self._leases.get(name)
            if lease is None or lease.until + KEEP_S <= now or lease.owner != owner:
                return False
            lease.until = now + seconds
            return True

    def release(self, name: str, owner: str, *, forget: bool = False) -> None:
        """Give it back, if it is theirs; `forget` it where nobody will ask for it again."""
        with self._lock:
            lease = self._leases.get(name)
            if lease is None or lease.owner != owner:
                return
            if forget:
                del self._leases[name]
            else:
                lease.owner, lease.until = "", min(lease.until, self._clock())

    def holder(self, name: str) -> Holder | None:
        """Who has it now; None for nobody, or when nobody can tell."""
        with self._lock:
            lease = self._leases.get(name)
            return Holder(lease.owner, lease.epoch) if lease is not None and lease.until > self._clock() else None

    def __len__(self) -> int:
        return len(self._leases)

    def _make_room(self, now: float) -> None:
        if len(self._leases) < self._max_leases:
            return
        for name in [name for name, lease in self._leases.items() if lease.until + KEEP_S <= now]:
            del self._leases[name]
        while len(self._leases) >= self._max_leases:
            del self._leases[next(iter(self._leases))]
