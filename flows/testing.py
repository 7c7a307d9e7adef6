"""Running the tests that stand in a text of a bot: a job of the runtime, started by its name, and how far it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from flows.models import Bot, TestRun
from voxloom import jobs
from voxloom.accounts.isolation import everywhere
from voxloom.jobs.models import Job

TEST = "bots.test"
KEEP = timedelta(days=30)
"""Reports that somebody may still look at."""


@dataclass(frozen=True)
class Standing:
    """How far a run is: `state` is waiting, running, done or failed; `progress` goes from 0 to 1."""

    state: str
    progress: float
    report: dict[str, Any] | None


def begin(bot: Bot, text: str, then: str = "", **arguments: Any) -> TestRun:
    """Have the tests of a text run. `then`: the job that follows when there is a report, with these arguments."""
    run: TestRun = TestRun.objects.create(bot=bot, text=text)
    following = {"name": then, "arguments": arguments} if then else None
    jobs.start(TEST, key=key_of(run), workspace=bot.workspace_id, run=run.pk, then=following)
    return run


def standing(run: TestRun) -> Standing:
    """How far it is."""
    if run.report is not None:
        return Standing(Job.State.DONE, 1.0, run.report)
    job = Job.objects.filter(key=key_of(run)).first()
    if job is None or job.state in (Job.State.FAILED, Job.State.DONE):
        return Standing(Job.State.FAILED, job.progress if job is not None else 0.0, None)
    return Standing(job.state, job.progress, None)


def key_of(run: TestRun) -> str:
    """The key of its job."""
    return f"{TEST}:{run.pk}"


def forget(now: datetime | None = None) -> int:
    """Drop old runs; how many."""
    with everywhere("old runs of tests"):
        return TestRun.objects.filter(begun__lt=(now or timezone.now()) - KEEP).delete()[0]
