"""The names of the jobs, and the choice of who runs one."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings

Job = Callable[..., object]
F = TypeVar("F", bound=Job)

_jobs: dict[str, Job] = {}


class UnknownJob(LookupError):
    """No job is registered under this name."""

    def __init__(self, name: str) -> None:
        known = ", ".join(sorted(_jobs)) or "none"
        super().__init__(f"There is no job called {name!r} (known: {known}).")


def task(name: str) -> Callable[[F], F]:
    """Register the decorated function as the job `name`; a name is given once."""

    def register(function: F) -> F:
        if _jobs.get(name, function) is not function:
            raise ValueError(f"Two jobs are called {name!r}.")
        _jobs[name] = function
        return function

    return register


def find(name: str) -> Job:
    """Return the job called `name`."""
    try:
        return _jobs[name]
    except KeyError:
        raise UnknownJob(name) from None


def start(name: str, **arguments: Any) -> None:
    """Start the job `name` and return at once.

    Arguments must be JSON, with a broker or without, so that a job that works here works there.
    """
    find(name)
    plain = json.loads(json.dumps(arguments, allow_nan=False))
    if settings.REDIS_URL:
        from voxloom.jobs.tasks import run  # noqa: PLC0415  Celery takes 0.3 s to import and is needed only here

        run.delay(name, plain)
    else:
        from voxloom.jobs.threads import runner  # noqa: PLC0415  its threads are needed only here

        runner.submit(name, plain)
