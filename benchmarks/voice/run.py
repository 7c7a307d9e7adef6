"""A whole run: the data, the common server, the scenarios one after the other, and what is kept of them."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.voice import house, peers, report
from benchmarks.voice.bench import Bench, Log
from benchmarks.voice.options import Options
from benchmarks.voice.scenarios import Scenario, chosen
from benchmarks.voice.speech import QUICK_VOICES, VOICES, Studio

CLIENT_NICE = -5  # where it is allowed: this client needs little of a core, but its clock must not wait for one


@contextlib.contextmanager
def _data(options: Options) -> Any:
    """A folder of data that Django is set up for: a fresh one, or with `--server` the one of that server."""
    if options.server is None:
        with house.prepared() as data:
            yield data
        return
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "voxloom.settings"
    django.setup()
    yield Path(os.environ.get("VOXLOOM_DATA") or "var")


@contextlib.asynccontextmanager
async def _common(options: Options, data: Path, wanted: Mapping[str, Scenario]) -> AsyncIterator[house.House | None]:
    """The server that most scenarios call; None when it is somebody else's, or not needed."""
    if options.server is not None or all(scenario.server != "common" for scenario in wanted.values()):
        yield None
        return
    async with house.House(data, "server") as server:
        yield server


async def _measure(options: Options, data: Path, log: Log) -> dict[str, Any]:
    wanted, place = chosen(options.only, elsewhere=options.server is not None), report.here()
    arms = peers.ARMS if options.peer and peers.installed() else ()
    told: dict[str, Any] = {}
    async with _common(options, data, wanted) as server:
        address = options.server or (server.address if server else "")
        studio = Studio(QUICK_VOICES if options.quick else VOICES)
        bench = Bench(address, server, data, studio, log, options.quick, arms, options.recordings, options.seconds)
        bench.alone = tuple(options.only) == ("soak",)
        if options.peer and not arms:
            bench.failures.append("The peer is not installed; run `make peers`.")
        with contextlib.suppress(PermissionError):
            os.nice(CLIENT_NICE)
        for name, scenario in wanted.items():
            bench.say(f"== {name}")
            began = bench.seconds_so_far
            try:
                async with peers.peers(arms if scenario.with_peers else ()) as callees:
                    told |= await scenario.measure(bench, callees)
            except Exception as problem:  # noqa: BLE001  # what the other scenarios measured is worth keeping
                bench.failures.append(f"{name}: {type(problem).__name__}: {problem}")
                bench.say(bench.failures[-1])
            told.setdefault("scenario_s", {})[name] = round(bench.seconds_so_far - began)
            if options.out is not None:
                report.keep(options.out, report.whole(bench, told, place), log)
        return report.whole(bench, told, place)


def run(options: Options) -> dict[str, Any]:
    """Measure what is asked for; the figures by name. Raises NotReady, CallFailed when nothing can be measured."""
    chosen(options.only)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        file = None
        if options.out is not None:
            file = stack.enter_context((options.out / "turns.jsonl").open("w", encoding="utf-8"))
        data = stack.enter_context(_data(options))
        return asyncio.run(_measure(options, data, Log(file)))
