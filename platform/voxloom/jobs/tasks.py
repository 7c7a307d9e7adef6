"""The one Celery task: it runs the job that it is told the name of."""

from typing import Any

from celery import shared_task

from voxloom.jobs.registry import find


@shared_task(name="voxloom.jobs.run")  # type: ignore[untyped-decorator]  # the package has no types
def run(name: str, arguments: dict[str, Any]) -> None:
    """Run the job `name` in this worker."""
    find(name)(**arguments)
