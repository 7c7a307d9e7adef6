"""Calls through a cluster whose parts die under them: `python benchmarks/survive.py [--quick] [--json] [--runs N]`.

Two serving processes, PostgreSQL, Redis, a worker and a proxy, all started here; calls with real speech over WebRTC. In
each run the process that owns the call is killed (SIGKILL) at a random instant of it. Then, in calls of their own:
Redis is emptied and killed, and the owning process is told to stop (SIGTERM) with more time than the call needs.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from benchmarks._machine import machine, percentile, versions  # noqa: E402  # after the path is set
from benchmarks.survival import faults, kept  # noqa: E402
from benchmarks.survival.talk import BALANCE, ORDER, VOICES, Talk, spoken  # noqa: E402
from tests.deploy.running import RunningCluster  # noqa: E402

RUNS, QUICK_RUNS = 50, 3
OTHERS, QUICK_OTHERS = 5, 1
SEED = 20_261_129
FIRST_MS = 150.0
LAST_MS = 1_700.0
"""Before the end of a call: the farewell is being said."""
DRAIN_S = "60"
Cause = Callable[[RunningCluster], Callable[[kept.Row], Awaitable[None]]]


class Stubbed(RunningCluster):
    """A cluster without speech models."""

    module = "benchmarks.survival.cluster"


@dataclass(frozen=True)
class Options:
    """The command line."""

    runs: int
    others: int
    seed: int
    stubbed: bool


def main() -> int:
    """Measure, and print the figures; 1 when they are not what they must be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, help=f"how many owners are killed ({RUNS})")
    parser.add_argument("--stubbed", action="store_true", help="no speech models: processes are back in seconds")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    runs = given.runs if given.runs is not None else QUICK_RUNS if given.quick else RUNS
    options = Options(runs, QUICK_OTHERS if given.quick else OTHERS, given.seed, given.stubbed)
    with tempfile.TemporaryDirectory(prefix="voxloom-survive-") as folder:
        data = Path(folder) / "data"
        with (Stubbed if given.stubbed else RunningCluster)(data, DRAIN_SECONDS=DRAIN_S) as cluster:
            os.environ.update(cluster.environment())
            import django

            django.setup()
            figures = asyncio.run(measure(cluster, options, Path(folder)))
    figures |= {"machine": machine(), "versions": versions(("aiortc", "channels", "psycopg"))}
    print(json.dumps(figures)) if given.json else [print(f"{name:28} {value}") for name, value in figures.items()]
    return int(bool(figures["failed"]))


async def measure(cluster: RunningCluster, options: Options, folder: Path) -> dict[str, Any]:
    """All faults, one after the other."""
    key = cluster.manage("api_key", "survive").stdout.strip()
    bot, texts = ORDER if options.stubbed else BALANCE
    if options.stubbed:
        publish(cluster)
    said = [spoken(voice, texts, folder) for voice in VOICES]
    outcomes: list[faults.Outcome] = []
    references = []
    call = ""
    for recordings in said:
        row, took_ms = await faults.undisturbed(Talk(cluster.address, key, bot, recordings), call)
        references.append((row, took_ms))
        call = row.call
    dice = random.Random(options.seed)
    plan: list[tuple[str, Cause]] = [("kill", faults.killed)] * options.runs
    plan += [("redis", faults.redis_lost)] * options.others + [("stop", faults.told_to_stop)] * options.others
    for number, (fault, cause) in enumerate(plan):
        which = number % len(said)
        reference, took_ms = references[which]
        at_ms = dice.uniform(FIRST_MS, took_ms - LAST_MS)
        before = await asyncio.to_thread(kept.newest)
        talk = Talk(cluster.address, key, bot, said[which])
        newest = kept.Row(**{**reference.__dict__, "call": before.call if before else ""})
        outcome = await faults.with_fault(talk, at_ms, newest, fault, cause(cluster))
        outcomes.append(outcome)
        sys.stderr.write(f"{number + 1}/{len(plan)} {json.dumps(outcome.as_json())}\n")
        await faults.all_ready(cluster, ("redis", "a", "b"))
    return report(outcomes, options)


def publish(cluster: RunningCluster) -> None:
    """The bot that needs no speech models. Raises RuntimeError."""
    file = Path(__file__).parent / "bots" / "barista.yaml"
    for words in (("import", str(file)), ("publish", "barista")):
        done = cluster.manage("bot", *words)
        if done.returncode:
            raise RuntimeError(f"bot {words[0]}: {done.stderr or done.stdout}")


def report(outcomes: list[faults.Outcome], options: Options) -> dict[str, Any]:
    """Shares, sums and percentiles of what became of the calls."""
    kills = [each for each in outcomes if each.fault == "kill"]
    backs = [each.back_ms for each in kills if each.back_ms is not None]
    good = [each for each in kills if each.resumed and each.equal]
    others = {
        fault: [each for each in outcomes if each.fault == fault and not (each.resumed and each.equal)]
        for fault in ("redis", "stop")
    }
    stopped = [each for each in outcomes if each.fault == "stop"]
    share = round(len(good) / len(kills), 3) if kills else None
    failed = [each.as_json() for each in outcomes if not (each.resumed and each.equal) or each.lost]
    return {
        "runs": len(kills),
        "resumed_with_equal_state": share,
        "resumed": sum(each.resumed for each in kills),
        "equal": sum(each.equal for each in kills),
        "committed_lines_lost": sum(each.lost for each in outcomes),
        "begun_anew": sum(each.anew for each in kills),
        "turns_asked_again": sum(max(0, each.asked_again) for each in kills),
        "back_p50_ms": percentile(backs, 0.5),
        "back_p95_ms": percentile(backs, 0.95),
        "back_max_ms": max(backs, default=None),
        "redis_runs": options.others,
        "redis_failed": len(others["redis"]),
        "stop_runs": len(stopped),
        "stop_cut": sum(each.epoch != 1 for each in stopped),
        "stop_failed": len(others["stop"]),
        "failed": failed,
        "seed": options.seed,
    }


if __name__ == "__main__":
    sys.exit(main())
