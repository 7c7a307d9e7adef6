"""S7: how many calls at once a machine holds, with all models on it, and with speech and language model elsewhere."""

import asyncio
import itertools
import time
from collections.abc import Sequence
from typing import Any

from benchmarks._machine import percentile
from benchmarks._peer import StubServer
from benchmarks.voice import crowd, figures, processes
from benchmarks.voice.bench import Bench
from benchmarks.voice.corpus import ADVICE, DRINKS, MODEL_SAYS, mix
from benchmarks.voice.generator import Talk
from benchmarks.voice.house import House, counted
from benchmarks.voice.peers import Peers

LEVELS, QUICK_LEVELS = (1, 2, 3, 4, 6, 8), (1, 2)
STUBBED_LEVELS, QUICK_STUBBED_LEVELS = (2, 4, 8, 12, 16, 20), (2,)
SECONDS, QUICK_SECONDS = 60.0, 20.0
BEYOND = 2  # levels that do not hold before nothing more is tried


async def measure_local(bench: Bench, _: Peers) -> dict[str, Any]:
    """Everything on this machine: recogniser, voice, sentence vectors."""
    if bench.house is None:
        return {}
    talks = await _mixed(bench)
    levels = await _climb(bench, "load_local", QUICK_LEVELS if bench.quick else LEVELS, [bench.house], talks)
    return _report("local", levels)


async def measure_stubbed(bench: Bench, _: Peers) -> dict[str, Any]:
    """Recogniser, voice and language model are elsewhere: one server process, then two on the same machine."""
    told: dict[str, Any] = {}
    steps = QUICK_STUBBED_LEVELS if bench.quick else STUBBED_LEVELS
    talks = await _looped(bench)
    async with StubServer(first_token_ms=300, tokens_per_s=50, text=MODEL_SAYS) as model:
        for count, name in ((1, "stubbed"), (2, "stubbed_two_processes")):
            houses = [House(bench.data, f"{name}{n}", model=model.address, stub_speech=True) for n in range(count)]
            try:
                for house in houses:
                    await house.__aenter__()
                told |= _report(name, await _climb(bench, f"load_{name}", steps, houses, talks))
            finally:
                for house in houses:
                    await house.stop()
    return told


async def _mixed(bench: Bench) -> list[Talk]:
    """The calls of mix.yaml, by all voices in turn."""
    voices = itertools.cycle(bench.studio.voices)
    dialogues = mix()[: 4 if bench.quick else None]
    return [
        Talk(dialogue.bot, (), tuple(await bench.studio.record(next(voices), dialogue.said))) for dialogue in dialogues
    ]


async def _looped(bench: Bench) -> list[Talk]:
    """Orders without an end: the recogniser hears the same whatever is said."""
    voice = next(iter(bench.studio.voices))
    said = await bench.studio.record(voice, DRINKS)
    return [Talk("teller", (ADVICE,), tuple(said * 5))]


async def _climb(
    bench: Bench, name: str, steps: Sequence[int], houses: Sequence[House], talks: Sequence[Talk]
) -> list[dict[str, Any]]:
    """More and more calls, until it has been too many twice."""
    levels: list[dict[str, Any]] = []
    for calls in steps:
        level = await _level(bench, calls, houses, talks)
        levels.append(level)
        bench.log.write(name, **level)
        bench.say(f"{name}: {level}")
        if sum(not figures.holds(each) for each in levels) >= BEYOND:
            break
    return levels


async def _level(bench: Bench, calls: int, houses: Sequence[House], talks: Sequence[Talk]) -> dict[str, Any]:
    """So many calls at once for a minute. What happens while not all of them have begun does not count."""
    seconds = QUICK_SECONDS if bench.quick else SECONDS
    begin_s = calls * crowd.STAGGER_S + crowd.SETTLE_S
    pids = [house.pid for house in houses]
    jobs = crowd.jobs(calls, [house.address for house in houses], talks, begin_s + seconds)
    generators = asyncio.gather(*(crowd.generate(bench.data, job) for job in jobs))
    await asyncio.sleep(begin_s)
    before, began_s = processes.usage(pids), time.monotonic()
    underruns = await counted(houses, "underruns")
    await asyncio.sleep(seconds)
    after, took_s = processes.usage(pids), time.monotonic() - began_s
    later = await counted(houses, "underruns")
    lags = [(await house.figures()).get("loop_lag_p99_ms", 0.0) for house in houses]
    rows = [row for rows in await generators for row in rows if row.get("at_s", began_s) >= began_s]
    waits = [row["answer_ms"] for row in rows if row.get("answer_ms") is not None and not row["cut"]]
    problems = [row["problem"] for row in rows if row.get("problem")]
    bench.failures += [f"{calls} calls at once: {problem}" for problem in problems]
    return {
        "calls": calls,
        "p50_ms": percentile(waits, 0.5),
        "p95_ms": percentile(waits, 0.95),
        "turns": len(waits),
        "cut": sum(row.get("cut", False) for row in rows),
        "underruns": None if underruns is None or later is None else int(later - underruns),
        "failed": len(problems),
        "cpu_per_call_percent": round(100 * (after.cpu_s - before.cpu_s) / took_s / calls, 1),
        "rss_mb": round(after.rss_mb),
        "loop_lag_p99_ms": max(lags),
        "generator_lag_p99_ms": round(max((row.get("lag_p99_ms", 0.0) for row in rows), default=0.0), 1),
    }


def _report(name: str, levels: Sequence[dict[str, Any]]) -> dict[str, Any]:
    most = figures.most_calls(levels)
    held = next((level for level in levels if level["calls"] == most), None)
    told: dict[str, Any] = {f"calls_{name}": most, f"calls_{name}_levels": list(levels)}
    if held is not None:
        suffix = "" if name == "stubbed" else f"_{name}"
        told[f"cpu_per_call{suffix}"] = held["cpu_per_call_percent"]
        told[f"loop_lag_p99{suffix}_ms"] = held["loop_lag_p99_ms"]
    return told
