"""Callers beside each other, in a process of their own: they hold call after call until the time is up.

Started by crowd.py with a job (pickled by the benchmark itself) on standard input; gives JSON.
"""

import asyncio
import json
import os
import pickle
import sys
import time
from dataclasses import dataclass
from typing import Any

from runtime.caller.client import CallPlan
from runtime.caller.wav import Recording


@dataclass(frozen=True)
class Talk:
    """One call: the bot, what is typed first, what is said."""

    bot: str
    typed: tuple[str, ...]
    said: tuple[Recording, ...]


@dataclass(frozen=True)
class Job:
    """`callers`: for each the seconds after which it begins, and the calls that it holds one after the other.

    They hang up after `call_s` where that is given.
    """

    server: str
    seconds: float
    callers: tuple[tuple[float, tuple[Talk, ...]], ...]
    call_s: float | None = None


async def call_on(job: Job, start_s: float, talks: tuple[Talk, ...], until: float) -> list[dict[str, Any]]:
    """One caller's turns (`at_s` on the machine's own clock), and what went wrong."""
    from benchmarks.voice.bench import hold, row_of

    rows: list[dict[str, Any]] = []
    await asyncio.sleep(start_s)
    number = 0
    while (left_s := until - time.monotonic()) > 1:
        talk = talks[number % len(talks)]
        number += 1
        limit_s = left_s if job.call_s is None else min(left_s, job.call_s)
        held = await hold(CallPlan(job.server, talk.bot, talk.said), talk.typed, limit_s=limit_s)
        began_s = held.caller.zero_ns / 1e9 if held.caller is not None else 0.0
        rows += [{**row_of(turn), "at_s": began_s + held.start_s(at)} for at, turn in enumerate(held.turns)]
        rows.append({"problem": held.problem, "lag_p99_ms": held.lag_p99_ms})
        if held.problem:
            await asyncio.sleep(1)  # a server that refuses is not asked a hundred times
    return rows


async def generate(job: Job) -> list[dict[str, Any]]:
    """All callers at once."""
    until = time.monotonic() + job.seconds
    made = await asyncio.gather(*(call_on(job, start_s, talks, until) for start_s, talks in job.callers))
    return [row for rows in made for row in rows]


def main() -> None:
    """Do the job of standard input."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")
    django.setup()
    job: Job = pickle.load(sys.stdin.buffer)  # our own parent wrote it
    json.dump(asyncio.run(generate(job)), sys.stdout)


if __name__ == "__main__":
    from benchmarks.voice import generator  # the names in the pickle are those of the module, not of __main__

    generator.main()
