"""How many calls a process takes, and what becomes of one more: `benchmarks/load.py [--quick] [--json] [--only PART]`.

ramp      more and more calls until packets, loop or processor say that it is too many: the knee; 70 % of it is the cap
overload  a server with MAX_CALLS = cap, and half as many callers more: how soon they hear "busy", and whether the p95
          of those inside moves; the same calls, with and without the others, in turn
churn     calls of 30 s that are replaced as they end, in two passes of the same: tasks, descriptors, sockets, threads
          and keys (REDIS_URL) must come back, and memory may not grow with the second

Speech and language model are stubs on the real protocol; with --models the speech models are on the machine, and late
answers count too. Servers get one core, callers the others. In minutes: ramp 25, overload 7, churn 15.
"""

import argparse
import asyncio
import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from benchmarks._machine import machine, versions  # noqa: E402  # after the path is set
from benchmarks._peer import StubServer  # noqa: E402
from benchmarks.loading import churn, overload, ramp  # noqa: E402
from benchmarks.loading.street import Street, divide  # noqa: E402
from benchmarks.voice import house  # noqa: E402
from benchmarks.voice.corpus import ADVICE, DRINKS, MODEL_SAYS  # noqa: E402
from benchmarks.voice.generator import Talk  # noqa: E402
from benchmarks.voice.speech import QUICK_VOICES, Studio  # noqa: E402

PARTS = ("ramp", "overload", "churn")
PACE = {"first_token_ms": 300.0, "tokens_per_s": 50.0}
ROUNDS = 40
"""Of four orders: a caller has something to say for a quarter of an hour, and then calls again."""
QUICK_CAP = 2


@dataclass(frozen=True)
class Options:
    """The command line."""

    quick: bool
    as_json: bool
    only: tuple[str, ...]
    cap: int | None
    seconds: float | None
    models: bool


def options() -> Options:
    """Read the command line; what does not fit ends the program with its usage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a little of each")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--only", default="", metavar="PART[,PART]", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--cap", type=int, metavar="CALLS", help="for overload and churn; what the ramp finds")
    parser.add_argument("--seconds", type=float, help="how long the churn lasts, both passes together")
    parser.add_argument("--models", action="store_true", help="the speech models are on this machine")
    given = parser.parse_args()
    only = tuple(name for name in given.only.split(",") if name) or PARTS
    if unknown := set(only) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    if "ramp" not in only and given.cap is None and not given.quick:
        parser.error("without the ramp, --cap says how many calls are let in")
    if given.cap is not None and given.cap < 1:
        parser.error("--cap must be 1 or more")
    return Options(given.quick, given.json, only, given.cap, given.seconds, given.models)


async def measure(given: Options, data: Path, cores: tuple[int, ...]) -> dict[str, Any]:
    """The parts, one after the other."""
    studio = Studio(QUICK_VOICES)
    said = await studio.record(next(iter(studio.voices)), DRINKS)
    talks = (Talk("teller", (ADVICE,), tuple(said * ROUNDS)),)
    told: dict[str, Any] = {"server_cores": len(cores) or os.cpu_count(), "shared_cores": not cores}
    async with StubServer(**PACE, text=MODEL_SAYS) as model:
        redis = os.environ.get("REDIS_URL", "")
        street = Street(data, talks, model.address, given.quick, given.models, cores, redis)
        cap = given.cap or QUICK_CAP
        if "ramp" in given.only:
            knee, levels = await ramp.measure(street)
            told["ramp"] = {"knee": knee.calls, "why": knee.why, "cap": knee.cap}
            told["ramp"]["levels"] = [level.as_json() for level in levels]
            cap = given.cap or knee.cap
        if "overload" in given.only:
            told["overload"] = await overload.measure(street, cap)
    if "churn" in given.only:
        # Two passes of the same: a voice keeps what it has said, and would otherwise keep more in the second.
        async with StubServer(**PACE, text=MODEL_SAYS, different=churn.ANSWERS) as model:
            told["churn"] = await churn.measure(replace(street, model=model.address), cap, given.seconds)
    return told


def main() -> int:
    """Measure, and print the figures; 1 when they are not what they must be."""
    given = options()
    cores = () if given.models else divide()
    with house.prepared() as data:
        told = asyncio.run(measure(given, data, cores))
    told |= {"machine": machine(), "versions": versions(("aiortc", "channels", "daphne"))}
    print(json.dumps(told)) if given.as_json else [print(f"{name:14} {value}") for name, value in told.items()]
    return int(not all(told[part]["held"] for part in ("overload", "churn") if part in told))


if __name__ == "__main__":
    sys.exit(main())
