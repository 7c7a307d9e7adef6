"""What every part gets: the data, the callers, the cores, and servers that are looked at from outside."""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.loading.judge import Idle
from benchmarks.voice import processes
from benchmarks.voice.generator import Talk
from benchmarks.voice.house import MOST_CALLS, House

Say = Callable[[str], None]


@dataclass(frozen=True)
class Street:
    """One run. `server_cores` are those that servers get; empty when all of the machine is everybody's."""

    data: Path
    talks: Sequence[Talk]
    model: str
    """The address of the language model that speaks; empty where none does."""
    quick: bool
    models: bool = False
    """Whether speech is recognised and made on this machine."""
    server_cores: tuple[int, ...] = ()
    redis_url: str = ""
    began: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        """Tell a person how far it is."""
        sys.stderr.write(f"[{time.monotonic() - self.began:6.0f} s] {text}\n")

    def house(self, name: str, max_calls: int = MOST_CALLS) -> House:
        """A server that lets so many calls in."""
        return House(
            self.data,
            name,
            model=self.model,
            stub_speech=not self.models,
            cores=self.server_cores,
            MAX_CALLS=str(max_calls),
            REDIS_URL=self.redis_url,
        )

    @property
    def cores(self) -> int:
        """How many the server has."""
        return len(self.server_cores or os.sched_getaffinity(0))


def divide() -> tuple[int, ...]:
    """Leave the first core to the servers and take the others; nothing where there is only one.

    Else callers and server take turns on the same core, and each measures how the other waits.
    """
    first, *others = sorted(os.sched_getaffinity(0))
    if not others:
        return ()
    os.sched_setaffinity(0, others)
    return (first,)


@dataclass(frozen=True)
class Look:
    """A server and its callers at one moment; counts grow from look to look."""

    at_s: float
    figures: dict[str, float]
    family: processes.Usage
    own: processes.Usage
    generators_s: tuple[float, ...]
    """Processor time of each."""


async def look(house: House, generators: Iterable[int]) -> Look:
    """Look at them."""
    return Look(
        time.monotonic(),
        await house.figures(),
        processes.usage([house.pid]),
        processes.usage([house.pid], children=False),
        tuple(processes.usage([pid]).cpu_s for pid in generators),
    )


async def idle(street: Street, house: House) -> Idle:
    """What it has now, without what is kept for the next request: files of SQLite, lines to the model and to Redis."""
    os.kill(house.pid, signal.SIGUSR1)  # garbage that waits for its collector is no leak, and comes and goes by chance
    figures = await house.figures()  # answered when that is done
    ports = {urlsplit(street.model).port, urlsplit(street.redis_url).port}
    kept = {name for name, port in processes.sockets(house.pid, "tcp").items() if port in ports}
    files = [name for name in processes.descriptors(house.pid) if ".sqlite3" not in name and name not in kept]
    counts = {
        "calls": int(figures.get("calls", -1)),
        "tasks": int(figures.get("tasks", -1)),
        "descriptors": len(files),
        "udp_sockets": len(processes.sockets(house.pid, "udp")),
        "threads": processes.usage([house.pid], children=False).threads,
    }
    if street.redis_url:
        counts["keys"] = _keys(street.redis_url)
    return Idle(processes.anonymous_mb(house.pid), counts)


def _keys(address: str) -> int:
    from redis import Redis

    with contextlib.closing(Redis.from_url(address, socket_timeout=5)) as client:
        return int(client.dbsize())
