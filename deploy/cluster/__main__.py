"""`python -m deploy.cluster`: run a whole server on HOST:PORT until SIGTERM or SIGINT."""

import argparse
import asyncio
import fcntl
import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from deploy.cluster.layout import MOST_PROCESSES, Layout, read_layout
from deploy.cluster.machine import check_free, find, runner
from deploy.cluster.plan import make_folders, make_plan
from deploy.cluster.problem import CannotRun
from deploy.cluster.state import FILE
from deploy.cluster.supervisor import Supervisor

OPEN_FILES = 65_536
"""Connections are files; a shell allows 1,024 unless asked."""


def main(arguments: list[str]) -> int:
    """Run; the exit code is 1 when something is missing or in the way."""
    parser = argparse.ArgumentParser(prog="make cluster", description="Run a whole server on HOST:PORT.")
    parser.add_argument("--json", action="store_true", help="say what runs where in one line of JSON, once it is ready")
    parser.add_argument(
        "--processes", type=int, default=2, choices=range(1, MOST_PROCESSES + 1), metavar=f"1-{MOST_PROCESSES}",
        help="how many processes take calls (2); each needs 1 to 2 GB",
    )  # fmt: skip
    options = parser.parse_args(arguments)
    try:
        layout = read_layout(os.environ, options.processes)
        with _alone(layout):
            asyncio.run(_run(layout, as_json=options.json))
    except CannotRun as problem:
        sys.stderr.write(f"voxloom: {problem}\n")
        return 1
    return 0


async def _run(layout: Layout, *, as_json: bool) -> None:
    who = runner(layout.folder)
    find("setpriv", "util-linux")
    redis, nginx = find("redis-server", "redis-server"), find("nginx", "nginx")
    check_free(layout.ports, layout.host)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most if 0 < most < OPEN_FILES else OPEN_FILES, most))
    make_folders(layout, who)

    def tell(text: str) -> None:
        if text:
            sys.stderr.write(f"{text}\n")

    def announce(said: dict[str, Any]) -> None:
        sys.stdout.write(f"{json.dumps(said)}\n" if as_json else _in_words(layout, said))
        sys.stdout.flush()

    await Supervisor(layout, make_plan(layout, who, redis, nginx), tell).run(announce)


def _in_words(layout: Layout, said: dict[str, Any]) -> str:
    base = said["address"]
    lines = [
        f"Voxloom is ready:\n  talk to a bot   {base}/\n"
        f"  make a bot      {base}/designer/\n  administration  {base}/admin/"
    ]
    for name, program in said["programs"].items():
        lines.append(f"  {name:<10} pid {program['pid']:<8} port {program['port'] or '-':<6} {program['log']}")
    lines.append(f"All of this is in {layout.at(FILE)}. Stop it with Ctrl-C.\n")
    return "\n".join(lines)


@contextmanager
def _alone(layout: Layout) -> Iterator[None]:
    """Nobody else runs a cluster on the same folder. Raises CannotRun."""
    with layout.at("cluster.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CannotRun(f"A cluster runs in {layout.folder} already; {layout.at(FILE)} says where.") from None
        yield


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
