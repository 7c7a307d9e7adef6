"""The last state of conversations that go on, with tokens in the place of what callers said of themselves.

Whoever wants to know how a call stands finds it here in one look, without the database and its log. What counts is the
log: who goes on with a conversation reads that.
"""

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

LIFE_S = 120.0
"""After the last event a conversation can be taken up for so long."""
MOST_BYTES = 64 * 1024
"""Of one state; a conversation of an hour has 10 KB."""
MAX_STATES = 1_000
"""Kept at once in one process."""


@dataclass(frozen=True)
class KnownState:
    """The state after the event `seq`, as `voxloom.conversations` keeps it."""

    seq: int
    state: Mapping[str, Any]


def packed(known: KnownState) -> str | None:
    """As it is kept; None for one that is too long."""
    text = json.dumps([known.seq, known.state], ensure_ascii=False, separators=(",", ":"))
    return text if len(text.encode()) <= MOST_BYTES else None


def unpacked(text: str) -> KnownState | None:
    """None for what nobody here has written."""
    try:
        seq, state = json.loads(text)
    except (ValueError, TypeError):
        return None
    return KnownState(seq, state) if isinstance(seq, int) and isinstance(state, dict) else None


class States:
    """Those of one process, for any number of threads. The ones that were written longest ago go first."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, max_states: int = MAX_STATES) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._max_states = max_states
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def put(self, call: str, known: KnownState) -> None:
        """Keep the state of a call; one that is too long makes the one before it go."""
        text = packed(known)
        with self._lock:
            self._kept.pop(call, None)
            if text is None:
                return
            now = self._clock()
            self._kept[call] = now + LIFE_S, text
            while self._kept:
                oldest, (until, _) = next(iter(self._kept.items()))
                if until > now and len(self._kept) <= self._max_states:
                    break
                del self._kept[oldest]

    def get(self, call: str) -> KnownState | None:
        """The last state of a call, if it is known here."""
        with self._lock:
            until, text = self._kept.get(call, (0.0, ""))
            return unpacked(text) if text and until > self._clock() else None

    def drop(self, call: str) -> None:
        """The call is over."""
        with self._lock:
            self._kept.pop(call, None)

    def __len__(self) -> int:
        return len(self._kept)
