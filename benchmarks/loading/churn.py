"""Calls that are replaced as they end, in two passes of the same: is everything given back, and does memory grow?"""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from benchmarks.loading import judge
from benchmarks.loading.street import Street, idle
from benchmarks.voice import crowd
from benchmarks.voice.house import House

SECONDS, QUICK_SECONDS = 900.0, 40.0
CALL_S, QUICK_CALL_S = 30.0, 5.0
QUICK_FLOOR_MB = 8.0
"""Caches fill for a hundred calls, which a quick run has not."""
SHARE = 0.8
"""Of the cap: room for the call that begins while another one ends."""
STAGGER_S = 0.4
ANSWERS = 40
"""Different ones of the language model, which a pass goes through: those of the second are those of the first."""
LOOK_EVERY_S = 1.0


@dataclass(frozen=True)
class Pass:
    """Calls, how many of them failed, and what the server had afterwards."""

    calls: int
    problems: tuple[str, ...]
    idle_s: float | None
    """Until nothing of them was left; None when something was after a minute."""
    after: judge.Idle


async def measure(street: Street, cap: int, seconds: float | None = None) -> dict[str, Any]:
    """Two passes, in so many seconds together."""
    whole_s = seconds or (QUICK_SECONDS if street.quick else SECONDS)
    call_s = QUICK_CALL_S if street.quick else CALL_S
    callers = max(1, round(SHARE * cap))
    async with street.house("churn", cap) as house:
        floor_mb = QUICK_FLOOR_MB if street.quick else judge.FLOOR_MB
        return report(*await passes(street, house, callers, whole_s / 2, call_s), floor_mb)


async def passes(
    street: Street, house: House, callers: int, pass_s: float, call_s: float
) -> tuple[judge.Idle, Pass, Pass]:
    """What the server had before any call, and both passes."""
    cold = await idle(street, house)
    first = await _pass(street, house, callers, pass_s, call_s, cold, but=judge.TAKEN_ONCE)
    street.say(f"churn: first pass {first.calls} calls, {first.after}")
    second = await _pass(street, house, callers, pass_s, call_s, first.after)
    street.say(f"churn: second pass {second.calls} calls, {second.after}")
    return cold, first, second


async def _pass(
    street: Street,
    house: House,
    callers: int,
    seconds: float,
    call_s: float,
    before: judge.Idle,
    *,
    but: Collection[str] = (),
) -> Pass:
    jobs = crowd.jobs(callers, [house.address], street.talks, seconds, call_s=call_s, stagger_s=STAGGER_S)
    rows = [row for rows in await asyncio.gather(*(crowd.generate(street.data, job) for job in jobs)) for row in rows]
    over = time.monotonic()
    while True:
        after = await idle(street, house)
        took_s = time.monotonic() - over
        left = judge.left_behind(before, after, but=but)
        if not left or took_s > judge.IDLE_S:
            break
        await asyncio.sleep(LOOK_EVERY_S)
    calls = [row for row in rows if "problem" in row]
    problems = tuple(row["problem"] for row in calls if row["problem"])
    return Pass(len(calls), problems, None if left else round(took_s, 1), after)


def report(cold: judge.Idle, first: Pass, second: Pass, floor_mb: float = judge.FLOOR_MB) -> dict[str, Any]:
    """The figures, and whether they are what they must be."""
    grown = judge.growth(cold, first.after, second.after, second.calls, floor_mb)
    left = [
        judge.left_behind(cold, first.after, but=judge.TAKEN_ONCE),
        judge.left_behind(first.after, second.after),
    ]
    return {
        "calls": [first.calls, second.calls],
        "problems": [*first.problems, *second.problems][:5],
        "before": dict(cold.counts),
        "after": [dict(first.after.counts), dict(second.after.counts)],
        "anonymous_mb": [round(each.anonymous_mb, 1) for each in (cold, first.after, second.after)],
        "idle_s": [first.idle_s, second.idle_s],
        "left": left,
        **grown,
        "held": not (grown["grows"] or any(left) or first.problems or second.problems),
    }
