"""The names of the jobs, and how often each is tried or comes by itself."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, TypeVar

CLAIM_S = 360
"""How long a job runs before it counts as lost; telling that it lives begins it anew. Celery ends one after 300 s."""
JOBS, TOOLS = "jobs", "tools"
POOLS = (JOBS, TOOLS)
"""Who runs jobs: each has threads of its own, or a queue with workers of its own. `jobs` has few, since they take
processor time; `tools` many, which wait for services while callers wait for them, so that neither waits for the
other."""
Function = Callable[..., object]
F = TypeVar("F", bound=Function)


@dataclass(frozen=True)
class Task:
    """A registered function. `tries`: at most, when it fails; `every_s`: how often it comes by itself, 0 for never;
    `claim_s`: how long it may say nothing of itself before somebody else begins it again; `pool`: who runs it."""

    name: str
    function: Function
    tries: int = 1
    every_s: int = 0
    claim_s: int = CLAIM_S
    pool: str = JOBS


_tasks: dict[str, Task] = {}


class UnknownJob(LookupError):
    """No job is registered under this name."""

    logs_its_words = True

    def __init__(self, name: str) -> None:
        known = ", ".join(sorted(_tasks)) or "none"
        super().__init__(f"There is no job called {name!r} (known: {known}).")


class TryAgain(Exception):
    """A job could not do its work now, for a reason that is nobody's slip; the message is one line without values."""

    logs_its_words = True


def task(name: str, *, tries: int = 1, every_s: int = 0, claim_s: int = CLAIM_S, pool: str = JOBS) -> Callable[[F], F]:
    """Register the decorated function as the job `name`; a name is given once. `pool`: one of POOLS."""
    if pool not in POOLS:
        raise ValueError(f"There is no pool {pool!r}.")

    def register(function: F) -> F:
        if name in _tasks and _tasks[name].function is not function:
            raise ValueError(f"Two jobs are called {name!r}.")
        _tasks[name] = Task(name, function, tries, every_s, claim_s, pool)
        return function

    return register


def find(name: str) -> Task:
    """The job called `name`. Raises UnknownJob."""
    try:
        return _tasks[name]
    except KeyError:
        raise UnknownJob(name) from None


def periodic(pool: str = JOBS) -> list[Task]:
    """Those of a pool that come by themselves."""
    return [known for known in _tasks.values() if known.every_s and known.pool == pool]


def names_outside(pools: Collection[str]) -> list[str]:
    """Those that other pools run."""
    return [known.name for known in _tasks.values() if known.pool not in pools]


def names_within(pools: Collection[str]) -> list[str]:
    """Those that these pools run."""
    return [known.name for known in _tasks.values() if known.pool in pools]


def names() -> list[str]:
    """All of them, sorted."""
    return sorted(_tasks)


def arguments_of(given: dict[str, Any]) -> dict[str, Any]:
    """As they come back from JSON, which is how a job gets them wherever it runs. Raises TypeError, ValueError."""
    plain: dict[str, Any] = json.loads(json.dumps(given, allow_nan=False))
    return plain
