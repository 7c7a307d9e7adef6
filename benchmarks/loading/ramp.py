"""More and more calls, until it is too many: the knee."""

import asyncio
from collections.abc import Sequence
from itertools import starmap
from operator import sub
from typing import Any

from benchmarks._machine import percentile
from benchmarks.loading import judge
from benchmarks.loading.street import Look, Street, look
from benchmarks.voice import crowd
from benchmarks.voice.house import House

LEVELS, QUICK_LEVELS = tuple(range(2, 65, 2)), (2, 4)
MODEL_LEVELS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16)
SECONDS, QUICK_SECONDS = 60.0, 15.0
STAGGER_S = 0.4
"""New calls come two or three a second, so that no level begins with a burst."""


async def measure(street: Street) -> tuple[judge.Knee, list[judge.Level]]:
    """The knee, and the levels on the way. A level that is too much is measured once more before it counts."""
    steps = QUICK_LEVELS if street.quick else MODEL_LEVELS if street.models else LEVELS
    levels: list[judge.Level] = []
    async with street.house("ramp") as house:
        for calls in steps:
            for _ in range(2):
                levels.append(await _level(street, house, calls))
                street.say(f"ramp: {levels[-1].as_json()}")
                if not judge.too_much(levels[-1], street.cores, models=street.models) and judge.valid(levels[-1]):
                    break
            else:
                break
    return judge.knee(levels, street.cores, models=street.models), levels


async def _level(street: Street, house: House, calls: int) -> judge.Level:
    """So many calls at once. What happens while not all of them have begun does not count."""
    seconds = QUICK_SECONDS if street.quick else SECONDS
    begin_s = calls * STAGGER_S + crowd.SETTLE_S
    jobs = crowd.jobs(calls, [house.address], street.talks, begin_s + seconds, stagger_s=STAGGER_S)
    pids: list[int] = []
    generating = asyncio.gather(*(crowd.generate(street.data, job, pids.append) for job in jobs))
    await asyncio.sleep(begin_s)
    before = await look(house, pids)
    await asyncio.sleep(seconds)
    after = await look(house, pids)
    rows = [row for rows in await generating for row in rows if row.get("at_s", before.at_s) >= before.at_s]
    return level_of(calls, rows, before, after, shared=bool(street.server_cores))


def level_of(calls: int, rows: Sequence[dict[str, Any]], before: Look, after: Look, *, shared: bool) -> judge.Level:
    """What two looks and the rows of the callers say. `shared`: the callers have a core of their own, all together."""
    took_s = after.at_s - before.at_s
    counted = {name: after.figures[name] - before.figures.get(name, 0.0) for name in after.figures}
    waits = [row["answer_ms"] for row in rows if row.get("answer_ms") is not None and not row["cut"]]
    busy = list(starmap(sub, zip(after.generators_s, before.generators_s, strict=True)))
    return judge.Level(
        calls=calls,
        turns=len(waits),
        p50_ms=percentile(waits, 0.5),
        p95_ms=percentile(waits, 0.95),
        lag_share=round(counted.get("loop_steps_late", 0.0) / max(1.0, counted.get("loop_steps", 0.0)), 5),
        late_share=round(counted.get("late_sendings", 0.0) / max(1.0, counted.get("sent_packets", 0.0)), 6),
        underruns=int(counted.get("underruns", 0)),
        cpu_percent=round(100 * (after.family.cpu_s - before.family.cpu_s) / took_s, 1),
        own_percent=round(100 * (after.own.cpu_s - before.own.cpu_s) / took_s, 1),
        generator_percent=round(100 * (sum(busy) if shared else max(busy, default=0.0)) / took_s, 1),
        failed=sum(bool(row.get("problem")) for row in rows),
        rss_mb=round(after.family.rss_mb),
    )
