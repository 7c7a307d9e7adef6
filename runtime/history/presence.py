"""Which calls live in this process, told to the others: a lease for each call, and its last state with tokens.

Both are hints for programs and people that look for a call; who goes on with one asks the database, which decides. They
are given in a thread of their own, so that a Redis that is slow or away keeps nobody waiting, least of all the writer
of the log.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from voxloom.shared import backing
from voxloom.shared.backing import KeepsLeases, KeepsStates
from voxloom.shared.states import KnownState

log = logging.getLogger(__name__)

LEASE_S = 15.0
"""How long others think that a process that died has its calls."""
RENEW_EVERY_S = 5.0
CLOSE_S = 1.0
"""What giving back gets when the process stops; the leases end by themselves."""


def lease_of(call: str) -> str:
    """The name of the lease of a call."""
    return f"call:{call}"


class Presence:
    """Started once a process. All but `work` only notes what is to be told, from any thread."""

    def __init__(
        self,
        owner: str,
        leases: Callable[[], KeepsLeases] = backing.leases,
        states: Callable[[], KeepsStates] = backing.states,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`owner`: the name of the process."""
        self._owner = owner
        self._leases, self._states = leases, states
        self._clock = clock
        self._something = threading.Condition()
        self._calls: dict[str, float] = {}
        """When each is renewed next."""
        self._fresh: dict[str, KnownState] = {}
        self._gone: dict[str, bool] = {}
        """Calls to give back, and whether their state goes with them."""
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="presence", daemon=True)

    def start(self) -> None:
        """Begin to tell."""
        self._thread.start()

    def wrote(self, call: str, seq: int, state: Mapping[str, Any]) -> None:
        """A call of this process was written up to an event; `state` has tokens."""
        with self._something:
            if call not in self._gone:
                self._calls.setdefault(call, float("-inf"))
                self._fresh[call] = KnownState(seq, state)
                self._something.notify()

    def over(self, call: str, *, ended: bool) -> None:
        """It is no call of this process any more: it has `ended`, or another process has it."""
        with self._something:
            self._calls.pop(call, None)
            self._fresh.pop(call, None)
            self._gone[call] = ended
            self._something.notify()

    def close(self) -> None:
        """Give back what is here, if that is quick, and end."""
        with self._something:
            for call in self._calls:
                self._gone.setdefault(call, False)
            self._calls.clear()
            self._closing = True
            self._something.notify()
        if self._thread.is_alive():
            self._thread.join(CLOSE_S)

    def work(self) -> float:
        """Tell what is to be told; in how many seconds there is something to renew."""
        with self._something:
            now = self._clock()
            gone, self._gone = self._gone, {}
            fresh, self._fresh = self._fresh, {}
            due = [call for call, at in self._calls.items() if at <= now]
            self._calls.update(dict.fromkeys(due, now + RENEW_EVERY_S))
            next_at = min(self._calls.values(), default=now + RENEW_EVERY_S)
        leases, states = self._leases(), self._states()
        for call, ended in gone.items():
            leases.release(lease_of(call), self._owner, forget=ended)
            if ended:
                states.drop(call)
        for call in due:
            if leases.renew(lease_of(call), self._owner, LEASE_S) is False:  # it is new, or was forgotten
                leases.take(lease_of(call), self._owner, LEASE_S)
        for call, known in fresh.items():
            states.put(call, known)
        return max(0.0, next_at - now)

    def _run(self) -> None:
        pause_s = RENEW_EVERY_S
        while True:
            with self._something:
                if not (self._gone or self._fresh or self._closing):
                    self._something.wait(pause_s)
                closing = self._closing
            try:
                pause_s = self.work()
            except Exception:
                log.exception("others cannot be told which calls are here")
                pause_s = RENEW_EVERY_S
            if closing:
                return
