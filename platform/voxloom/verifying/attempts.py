"""Counting attempts, in the workspace at hand: across calls, processes and machines. All of it blocks.

An attempt is counted before anybody is asked, so that of two at once only one can be the last; it is given back when
there was no answer. A process that dies in between leaves it counted.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from voxloom.audit.actor import note
from voxloom.verifying.digests import digest, plain
from voxloom.verifying.models import Attempts


@dataclass(frozen=True)
class Whose:
    """Whose attempts, at which tool of which bot."""

    bot: str
    tool: str
    who: str

    def digest(self) -> str:
        """As it is kept. Raises NoWorkspace."""
        return digest("attempts", self.bot, self.tool, plain(self.who))


@dataclass(frozen=True)
class Taken:
    """An attempt that was counted."""

    row: int
    left: int
    """How many there are after it."""


def take(whose: Whose, most: int, lock: timedelta, now: datetime) -> Taken | None:
    """Count an attempt; None when there is none left. Raises DatabaseError."""
    key = whose.digest()
    with transaction.atomic():
        Attempts.objects.filter(digest=key, until__lte=now).delete()
        told = {"bot": whose.bot, "tool": whose.tool, "count": 0, "most": most, "until": now + lock, "last": now}
        row, _ = Attempts.objects.select_for_update().get_or_create(digest=key, defaults=told)
        if row.count >= most:
            return None
        row.count, row.most, row.until, row.last = row.count + 1, most, now + lock, now
        row.save(update_fields=("count", "most", "until", "last"))
        return Taken(row.pk, most - row.count)


def give_back(taken: Taken) -> None:
    """There was no answer. Raises DatabaseError."""
    Attempts.objects.filter(pk=taken.row, count__gt=0).update(count=F("count") - 1)


def forget(taken: Taken) -> None:
    """They are who they say they are: whatever was tried before is no matter. Raises DatabaseError."""
    Attempts.objects.filter(pk=taken.row).delete()


def unlock(row: Attempts) -> None:
    """Let somebody try again, who convinced a person; written into the audit log."""
    with transaction.atomic():
        row.delete()
        note("attempts.unlock", f"{row.bot}.{row.tool}", count=row.count, most=row.most)


def belongs_to(row: Attempts, who: str) -> bool:
    """Whether these are the attempts of somebody."""
    return row.digest == Whose(row.bot, row.tool, who).digest()
