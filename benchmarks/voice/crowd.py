"""Callers in processes of a few each: what they do, and how they are started."""

import asyncio
import json
import pickle
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.voice.generator import Job, Talk
from tests.calls.served import environment

CALLERS_A_PROCESS = 4
STAGGER_S = 1.3  # callers do not begin at once
SETTLE_S = 3.0  # the processes of the callers start
GRACE_S = 60.0


def jobs(
    calls: int,
    servers: Sequence[str],
    talks: Sequence[Talk],
    seconds: float,
    *,
    call_s: float | None = None,
    stagger_s: float = STAGGER_S,
) -> list[Job]:
    """So many callers at these addresses; those of one process call one server. With `call_s` each call ends then."""
    made = []
    for number, server in enumerate(servers):
        mine = range(number, calls, len(servers))
        callers = [(each * stagger_s, _turned(talks, each)) for each in mine]
        for start in range(0, len(callers), CALLERS_A_PROCESS):
            made.append(Job(server, seconds, tuple(callers[start : start + CALLERS_A_PROCESS]), call_s))
    return made


def _turned(talks: Sequence[Talk], by: int) -> tuple[Talk, ...]:
    """Each caller begins with another call."""
    at = by % len(talks)
    return (*talks[at:], *talks[:at])


async def generate(data: Path, job: Job, started: Callable[[int], None] = lambda _: None) -> list[dict[str, Any]]:
    """Do a job in a process of its own; its rows, or one with a problem. `started` gets the process."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "benchmarks.voice.generator",
        env=environment(data, 0),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    started(process.pid)
    try:
        async with asyncio.timeout(job.seconds + GRACE_S):
            out, _ = await process.communicate(pickle.dumps(job))
            rows: list[dict[str, Any]] = json.loads(out)
            return rows
    except (TimeoutError, ValueError) as problem:
        return [{"problem": f"the generator of calls failed: {type(problem).__name__}"}]
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
