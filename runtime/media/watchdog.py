"""Notices that a caller is gone: aioice alone would take half a minute."""

import asyncio
import enum
import time
from collections.abc import Awaitable, Callable

LONGEST_NAP_S = 0.5
STALL_S = 0.5  # slept this much too long: it was this process that stood still, not the caller


class Silence(enum.Enum):
    """Why the watch ended."""

    NEVER_CONNECTED = enum.auto()
    NO_PACKETS = enum.auto()


async def watch(
    *,
    is_connected: Callable[[], bool],
    last_arrival_ns: Callable[[], int | None],
    connect_deadline_s: float,
    silence_s: float,
    clock_ns: Callable[[], int] = time.monotonic_ns,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Silence:
    """Wait for `connect_deadline_s` without a connection, or for `silence_s` without a packet after it."""
    started = clock_ns()
    excused = started  # nobody is blamed for silence before this
    connected = False
    while True:
        now = clock_ns()
        if not connected and is_connected():
            connected, excused = True, now
        if connected:
            left = silence_s - (now - max(excused, last_arrival_ns() or 0)) / 1e9
        else:
            left = connect_deadline_s - (now - excused) / 1e9
        if left <= 0:
            return Silence.NO_PACKETS if connected else Silence.NEVER_CONNECTED
        nap = min(left, LONGEST_NAP_S)
        await sleep(nap)
        woke = clock_ns()
        if (woke - now) / 1e9 > nap + STALL_S:
            excused = woke  # what the caller sent meanwhile still waits in the socket
