"""The job of this part of the house."""

from datetime import datetime

from django.utils import timezone

from voxloom import jobs
from voxloom.accounts.isolation import everywhere
from voxloom.verifying.models import Attempts, Code


@jobs.task("verifying.forget", every_s=600)
def run() -> None:
    """Drop what does not count any more."""
    forget(timezone.now())


def forget(now: datetime) -> int:
    """Attempts and codes that are over, of all workspaces; how many they were."""
    with everywhere("retention"):
        return sum(model.objects.filter(until__lte=now).delete()[0] for model in (Attempts, Code))
