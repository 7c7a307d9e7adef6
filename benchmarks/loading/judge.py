"""When it is too many calls, how many are let in, and whether a server leaks: pure arithmetic."""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LAG_MS = 50.0
"""By how much the event loop may be late for one step in a hundred: more, and packets of every call are."""
LAG_SHARE = 0.01
LATE_SHARE = 0.001
"""Of packets that may leave more than 60 ms after the one before: a call of a minute has one or two of them then."""
CPU_PERCENT = 80.0
"""Of the cores that the server may use; what is left is for what comes at once."""
ANSWER_P95_MS = 900.0
"""Where the models are on the machine, callers wait before packets are late."""
GENERATOR_PERCENT = 70.0
"""Of a core. Callers that are themselves late make a server look worse than it is: such a level says nothing."""
CAP_SHARE = 0.7
"""Of the knee: the rest is for calls that come back at once, and for turns that fall together."""
BUSY_S = 1.0
MOVED_SHARE = 0.1
IDLE_S = 60.0
GROWTH_SHARE = 0.1
CALL_BYTES = 2_048
FLOOR_MB = 2.0
"""Growth that says nothing: an allocator takes and keeps memory in pieces of that order, and caches fill for a hundred
calls. In a quarter of an hour a leak of 20 kB a call shows above it."""


@dataclass(frozen=True)
class Level:
    """So many calls at once, for a while. Percentages are of one core; shares go from 0 to 1."""

    calls: int
    turns: int
    p50_ms: float | None
    p95_ms: float | None
    lag_share: float
    """Of the loop's steps that were more than 50 ms late: above 0.01, its p99 is."""
    late_share: float
    """Of packets that left more than 60 ms after the one before."""
    underruns: int
    cpu_percent: float
    """The serving process with its workers."""
    own_percent: float
    """The serving process alone."""
    generator_percent: float
    """The busiest process of the callers, or all of them where they share a core."""
    failed: int
    rss_mb: float

    def as_json(self) -> dict[str, Any]:
        """For a log."""
        return dict(self.__dict__)


@dataclass(frozen=True)
class Knee:
    """The first number of calls that is too many, or why there is none; `why` is in words."""

    calls: int | None
    why: str
    cap: int
    """What MAX_CALLS should be."""


def too_much(level: Level, cores: int, *, models: bool = False) -> str:
    """What shows that it is too much, in words; empty when nothing does. `cores` are those of the server."""
    signs = {
        f"the loop's p99 is later than {LAG_MS:g} ms": level.lag_share > LAG_SHARE,
        "packets leave late": level.late_share > LATE_SHARE,
        "processor": level.cpu_percent > CPU_PERCENT * cores or level.own_percent > CPU_PERCENT,
        "answers are late": models and (level.p95_ms or math.inf) > ANSWER_P95_MS,
        "calls fail": level.failed > 0,
    }
    return ", ".join(sign for sign, shows in signs.items() if shows)


def valid(level: Level) -> bool:
    """Whether the callers had the time to measure."""
    return level.generator_percent <= GENERATOR_PERCENT


def knee(levels: Sequence[Level], cores: int, *, models: bool = False) -> Knee:
    """Of levels in the order in which they were measured; one that was measured again counts as it was then."""
    last = {level.calls: level for level in levels}
    held = 0
    for calls in sorted(last):
        level = last[calls]
        if not valid(level):
            why = f"not found: the callers take more than {GENERATOR_PERCENT:g} % of a core from {calls} calls on"
            return Knee(None, why, cap_of(held))
        if signs := too_much(level, cores, models=models):
            return Knee(calls, signs, cap_of(calls))
        held = calls
    return Knee(None, f"not found up to {held} calls", cap_of(held))


def cap_of(calls: int) -> int:
    """How many calls are let in where so many are too many; one in any case."""
    return max(1, math.floor(CAP_SHARE * calls))


def overload(
    refusals: Sequence[tuple[str, float]], alone_p95_ms: float | None, beside_p95_ms: float | None, failed: int
) -> dict[str, Any]:
    """Whether those who were too many were told at once, and the others felt nothing of it.

    `refusals` are (code of the answer, seconds from the opening of the socket to it); `failed` the calls that broke.
    """
    wrong = [code for code, _ in refusals if code != "busy"]
    slowest_s = max((took_s for _, took_s in refusals), default=None)
    moved = beside_p95_ms / alone_p95_ms - 1 if alone_p95_ms and beside_p95_ms else None
    soon = not wrong and slowest_s is not None and slowest_s <= BUSY_S
    unmoved = moved is not None and round(moved, 3) <= MOVED_SHARE
    return {
        "refused": len(refusals) - len(wrong),
        "not_refused": sorted(set(wrong)),
        "busy_max_ms": None if slowest_s is None else round(slowest_s * 1000, 1),
        "moved_percent": None if moved is None else round(100 * moved, 1),
        "held": soon and unmoved and not failed,
    }


TAKEN_ONCE = frozenset({"threads", "descriptors", "keys"})
"""By the first calls of a server: pools of threads, lines to Redis, its queue of jobs. Tasks and sockets never stay."""


@dataclass(frozen=True)
class Idle:
    """What a server has when nobody calls."""

    anonymous_mb: float
    """Memory that is no file's (RssAnon)."""
    counts: Mapping[str, int]
    """Tasks, descriptors, UDP sockets, threads and, where there is a Redis, its keys."""


def left_behind(before: Idle, after: Idle, *, but: Collection[str] = ()) -> dict[str, int]:
    """What there is more of than before, these names left out."""
    more = {name: count - before.counts[name] for name, count in after.counts.items() if name not in but}
    return {name: count for name, count in more.items() if count > 0}


def growth(cold: Idle, first: Idle, second: Idle, calls: int, floor_mb: float = FLOOR_MB) -> dict[str, Any]:
    """Whether memory grows with the number of calls: two passes of the same calls, the second of `calls`.

    The first pass may take what a server takes once; the second a tenth of that, and 2 kB a call, or what is noise.
    """
    once, again = first.anonymous_mb - cold.anonymous_mb, second.anonymous_mb - first.anonymous_mb
    share = again / once if once > 0 else None
    per_call = again * (1 << 20) / calls if calls else None
    small = again <= floor_mb
    fine = small or (share is not None and share <= GROWTH_SHARE and per_call is not None and per_call <= CALL_BYTES)
    return {
        "first_pass_mb": round(once, 1),
        "second_pass_mb": round(again, 1),
        "second_by_first": None if share is None else round(share, 3),
        "bytes_per_call": None if per_call is None else round(per_call),
        "grows": not fine,
    }
