"""What is made of a version of a bot before it takes calls: jobs of the runtime, started by their names, and how far
they are.

Their keys are hashes of the text, so that a text is learned once however often it is stored, published or taken back.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from flows.models import BotVersion
from voxloom import jobs
from voxloom.jobs.models import Job

LEARN, SPEAK = "understanding.train", "prompts.make"
OVER = (Job.State.DONE, Job.State.FAILED)


@dataclass(frozen=True)
class Preparation:
    """How far a job is: `state` is waiting, running, done or failed; `progress` goes from 0 to 1."""

    state: str
    progress: float


def learn(version: BotVersion) -> None:
    """Have a version learned, unless its text was."""
    _start(LEARN, version)


def speak(version: BotVersion) -> None:
    """Have the prompts of a version spoken, unless those of its text were."""
    _start(SPEAK, version)


def learning(versions: Iterable[BotVersion]) -> Mapping[str, Preparation]:
    """By the hashes of their texts; nothing for one that was learned so long ago that nobody remembers the job."""
    hashes = {key_of(LEARN, version.content_hash): version.content_hash for version in versions}
    rows = Job.objects.filter(key__in=hashes).values_list("key", "state", "progress")
    return {hashes[key]: Preparation(state, progress) for key, state, progress in rows if key is not None}


def state_of(name: str, content_hash: str) -> str | None:
    """Of the last job of that name for a text; None when nobody remembers one."""
    last = Job.objects.filter(_family(key_of(name, content_hash))).order_by("-pk").first()
    return last.state if last is not None else None


def key_of(name: str, content_hash: str) -> str:
    """The key of the job `name` for a text; jobs that go on with it add a colon and where they begin."""
    return f"{name}:{content_hash}"


def _start(name: str, version: BotVersion) -> None:
    key = key_of(name, version.content_hash)
    before = Job.objects.filter(_family(key))
    if before.filter(state=Job.State.FAILED).exists():  # storing or publishing it again is another try
        before.filter(state__in=OVER).delete()
    jobs.start(name, key=key, workspace=version.bot.workspace_id, version=version.pk)


def _family(key: str) -> Q:
    return Q(key=key) | Q(key__startswith=f"{key}:")
