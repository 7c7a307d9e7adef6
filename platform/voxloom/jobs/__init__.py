"""Work that may take time, started by its name: `jobs.start("flows.train", bot="riverbank")`.

Each is a row of an outbox first. With a broker (REDIS_URL) Celery runs it; without one, a named thread of the serving
process does. A job is a function with JSON arguments, registered by `@jobs.task("name")` in a module that its app
imports in `ready()`; it may run twice, so its effects have keys.
"""

from typing import TYPE_CHECKING, Any

from voxloom.jobs.registry import TryAgain, UnknownJob, task

if TYPE_CHECKING:
    from voxloom.jobs.models import Job

__all__ = ["TryAgain", "UnknownJob", "start", "task", "tell_alive", "tell_progress"]


def start(name: str, *, key: str | None = None, workspace: int | None = None, **arguments: Any) -> "Job | None":
    """As `starting.start`, which needs the models of a Django that is up."""
    from voxloom.jobs import starting  # noqa: PLC0415 - apps import this package before there are models

    return starting.start(name, key=key, workspace=workspace, **arguments)


def tell_progress(share: float, note: str = "") -> None:
    """As `outbox.tell_progress`."""
    from voxloom.jobs import outbox  # noqa: PLC0415 - as above

    outbox.tell_progress(share, note)


def tell_alive() -> None:
    """As `outbox.tell_alive`."""
    from voxloom.jobs import outbox  # noqa: PLC0415 - as above

    outbox.tell_alive()
