"""S9: call after call for a quarter of an hour: does the server grow?"""

import asyncio
import time
from typing import Any

from benchmarks.voice import figures, processes
from benchmarks.voice.bench import Bench, hold
from benchmarks.voice.peers import Peers
from runtime.caller.client import CallPlan

SECONDS, SHORT_SECONDS, QUICK_SECONDS = 900.0, 60.0, 30.0
SAMPLE_S = 3.0
CALL_S = 8.0  # the greeting, a question and some of its answer: a hundred calls in a quarter of an hour
WARM = 0.25  # of the samples: what a server takes with its first calls, it keeps
ASKED = "What time do you open on Saturday?"


async def measure(bench: Bench, _: Peers) -> dict[str, Any]:
    """A quarter of an hour when nothing else was asked for, else a minute."""
    if bench.house is None:
        return {}
    usual = QUICK_SECONDS if bench.quick else SECONDS if bench.alone else SHORT_SECONDS
    seconds = bench.seconds or usual
    said = await bench.studio.record(next(iter(bench.studio.voices)), [ASKED])
    began = time.monotonic()
    sampling = asyncio.create_task(_sample(bench, began))
    calls = 0
    try:
        while time.monotonic() - began < seconds:
            held = await hold(CallPlan(bench.server, "riverbank", tuple(said)), limit_s=CALL_S)
            bench.took(f"soak call {calls}", held)
            calls += 1
    finally:
        sampling.cancel()
        await asyncio.gather(sampling, return_exceptions=True)
    return report(bench, calls)


async def _sample(bench: Bench, began: float) -> None:
    assert bench.house is not None
    while True:
        own, all_of_it = processes.usage([bench.house.pid], children=False), processes.usage([bench.house.pid])
        told = await bench.house.figures()
        bench.log.write(
            "soak",
            at_s=round(time.monotonic() - began, 1),
            rss_mb=round(own.rss_mb, 1),
            rss_all_mb=round(all_of_it.rss_mb, 1),
            threads=own.threads,
            **{name: told.get(name) for name in ("tasks", "calls", "speech_requests", "loop_lag_p99_ms")},
        )
        await asyncio.sleep(SAMPLE_S)


def report(bench: Bench, calls: int) -> dict[str, Any]:
    """Growth in MB an hour, of the serving process and of it with its workers; the most of everything else."""
    rows = [row for row in bench.log.rows if row["scenario"] == "soak"]
    warm = rows[int(len(rows) * WARM) :]
    told: dict[str, Any] = {"soak_calls": calls, "soak_s": rows[-1]["at_s"] if rows else 0}
    for name, key in (("soak_rss_mb_per_hour", "rss_mb"), ("soak_rss_all_mb_per_hour", "rss_all_mb")):
        grows = figures.slope([(row["at_s"] / 3600, row[key]) for row in warm])
        told[name] = None if grows is None else round(grows, 1)
    told["soak_rss_mb"] = rows[-1]["rss_mb"] if rows else None
    told["soak_threads"] = [rows[0]["threads"], rows[-1]["threads"]] if rows else None
    for key in ("tasks", "speech_requests", "loop_lag_p99_ms"):
        told[f"soak_most_{key}"] = max((row[key] for row in rows if row[key] is not None), default=None)
    return told
