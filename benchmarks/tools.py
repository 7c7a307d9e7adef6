"""What a call of a tool costs beside the request itself: `python benchmarks/tools.py [--quick] [--json]`.

A tool of type `http` with a secret and a mapping of the answer, through all that stands between a bot and a service,
against bare httpx with the same request to the same service, in turn; what a breaker takes to decide, in memory and in
Redis; and, for information, what it takes to note that a tool changes something (SQLite).
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from benchmarks._child import Child  # noqa: E402  # after the path is set
from benchmarks._machine import machine, versions  # noqa: E402

TIMES, QUICK_TIMES = 3_000, 300
MOST_OVERHEAD_MS = 3.0
MOST_IN_MEMORY_MS = 0.1
MOST_IN_REDIS_MS = 2.0
READY_S = 30.0


def main() -> int:
    """Measure, and print the figures; 1 when they are not what they must be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="voxloom-tools-") as folder:
        figures = asyncio.run(measure(QUICK_TIMES if given.quick else TIMES, Path(folder)))
    figures |= {"held": held(figures), "machine": machine(), "versions": versions(("aiohttp", "httpx", "redis"))}
    print(json.dumps(figures)) if given.json else [print(f"{name:28} {value}") for name, value in figures.items()]
    return int(not figures["held"])


async def measure(times: int, folder: Path) -> dict[str, Any]:
    """All of it, each so often. Times in ms."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}"}
    command = [sys.executable, "-m", "benchmarks.acting.desk"]
    async with Child(command, environment=environment, log=folder / "desk.log", ready_seconds=READY_S) as desk:
        address = str(desk.told["address"])
        workspace = await asyncio.to_thread(prepare, folder, address)
        from benchmarks.acting import asking, decisions

        return await asking.measure(address, workspace, times) | await decisions.measure(folder, times)


def prepare(folder: Path, address: str) -> int:
    """A database with what a bot is given, and a conversation; the number of its workspace."""
    settings = {"VOXLOOM_DATA": str(folder / "data"), "OUTGOING_NETWORKS": "127.0.0.0/8", "REDIS_URL": ""}
    os.environ |= settings | {"DJANGO_SETTINGS_MODULE": "voxloom.settings"}
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from benchmarks.acting.asking import CALL
    from benchmarks.acting.desk import TOKEN
    from voxloom.accounts.isolation import within
    from voxloom.accounts.workspaces import MAIN, named
    from voxloom.conversations.log import Opening, begin
    from voxloom.given.keeping import give

    with within(MAIN):
        give("desk_api", address)
        give("desk_token", TOKEN, secret=True)
        begin(Opening(CALL, "asker", "hash", 1, "voice", "here:1"))
        workspace = int(named(MAIN).pk)
    connections.close_all()
    return workspace


def held(figures: dict[str, Any]) -> bool:
    """Whether the medians are what they must be."""
    in_redis_ms = figures["breaker_redis_p50_ms"]
    return (
        figures["overhead_p50_ms"] <= MOST_OVERHEAD_MS
        and figures["breaker_p50_ms"] <= MOST_IN_MEMORY_MS
        and (in_redis_ms is None or in_redis_ms <= MOST_IN_REDIS_MS)
    )


if __name__ == "__main__":
    sys.exit(main())
