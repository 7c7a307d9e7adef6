"""Breakers: who failed often is left alone for a while, then asked once, and only if that goes well by everybody.

So nobody waits for what will not come, and what is ill gets the rest to recover. Pure: states in, states out, time as
an argument; `Breakers` keeps the states of one process.
"""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

log = logging.getLogger(__name__)

MOST_FAILURES = 5
WITHIN_S = 30.0
"""So many failures within that time open a breaker, whatever succeeded meanwhile."""
PAUSE_S = 10.0
"""How long it stays open: a caller hears an apology, and the next one may fare better."""
PROBE_S = 60.0
"""A probe of which nothing was heard for so long is lost, and another may be made."""
LONGEST_REST_S = 60.0
"""Of what somebody may ask for; who wants longer is asked again and says so again."""
MAX_BREAKERS = 1_000
"""Kept at once in one process."""


@dataclass(frozen=True)
class State:
    """Of one breaker. Times are in seconds of one clock; an `opened` of None is closed."""

    failures: tuple[float, ...] = ()
    opened: float | None = None
    probe_until: float | None = None
    """A probe is on its way, until then at most."""
    rests_until: float | None = None
    """It said itself how long it wants to be left alone: until then nobody asks, however it fared."""

    @property
    def told_of(self) -> bool:
        """Whether it is left alone, or was and has not been asked since."""
        return self.opened is not None or self.rests_until is not None


CLOSED = State()


@dataclass(frozen=True)
class Permit:
    """Somebody may ask; given back with what came of it."""

    probe: bool = False


def asked(state: State, now: float) -> tuple[State, Permit | None]:
    """Whether somebody may ask now: anybody while it is closed, one after the pause, nobody else."""
    if state.rests_until is not None:
        if now < state.rests_until:
            return state, None
        state = replace(state, rests_until=None)
    if state.opened is None:
        return state, Permit()
    probing = state.probe_until is not None and now < state.probe_until
    if now < state.opened + PAUSE_S or probing:
        return state, None
    return replace(state, probe_until=now + PROBE_S), Permit(probe=True)


def ended(state: State, permit: Permit, *, ok: bool | None, now: float) -> State:
    """After an answer (`ok`), a failure, or neither (None): the question was taken back."""
    if state.opened is not None:
        if not permit.probe:
            return state  # it was asked before: the probe decides
        opened = None if ok else state.opened if ok is None else now
        return State(opened=opened, rests_until=state.rests_until)
    if ok is not False or permit.probe:
        return state
    failures = (*(at for at in state.failures if now - at < WITHIN_S), now)
    opens = len(failures) >= MOST_FAILURES
    return replace(state, failures=() if opens else failures, opened=now if opens else None)


def rested(state: State, seconds: float, now: float) -> State:
    """It wants to be left alone for so long from now on; who said so before for longer still is."""
    return replace(state, rests_until=max(state.rests_until or now, now + seconds))


class Breakers:
    """By name, for any number of threads of one process."""

    blocks = False
    """Asking it waits for nobody."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._states: OrderedDict[str, State] = OrderedDict()

    def asked(self, name: str) -> Permit | None:
        """Whether somebody may ask what is called so; then they must tell what came of it."""
        with self._lock:
            state, permit = asked(self._states.get(name, CLOSED), self._clock())
            self._keep(name, state)
            return permit

    def ended(self, name: str, permit: Permit, *, ok: bool | None) -> None:
        """What came of it: an answer, a failure, or neither (None)."""
        with self._lock:
            before = self._states.get(name, CLOSED)
            after = ended(before, permit, ok=ok, now=self._clock())
            self._keep(name, after)
        tell(name, before, after)

    def rest(self, name: str, seconds: float) -> None:
        """Who is called so wants to be left alone for so long."""
        with self._lock:
            state = self._states.get(name, CLOSED)
            self._keep(name, rested(state, min(seconds, LONGEST_REST_S), self._clock()))

    def opened(self) -> list[str]:
        """Who is left alone, or was and has not been asked since; by name."""
        with self._lock:
            return sorted(name for name, state in self._states.items() if state.told_of)

    def __len__(self) -> int:
        return len(self._states)

    def _keep(self, name: str, state: State) -> None:
        self._states.pop(name, None)
        if state != CLOSED:
            self._states[name] = state
            while len(self._states) > MAX_BREAKERS:
                self._states.popitem(last=False)


def tell(name: str, before: State, after: State) -> None:
    """Whoever runs the server should know."""
    if before.opened is None and after.opened is not None:
        log.warning("%s failed %d times in %.0f s and is left alone for %.0f s", name, MOST_FAILURES, WITHIN_S, PAUSE_S)
    elif before.opened is not None and after.opened is None:
        log.warning("%s works again", name)
