"""A conversation that goes on: on another process, or on the same one with a new connection.

Whoever takes it over raises its epoch; what had it before is refused from then on, whether it is dead or only slow.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from voxloom.accounts.isolation import everywhere
from voxloom.conversations.log import Owned
from voxloom.conversations.models import Conversation, VaultKey
from voxloom.conversations.reading import Written, read
from voxloom.conversations.vault import open_key

SEEN_EVERY_S = 15
"""So often a process says which conversations it holds."""
RESUMABLE_S = 120
"""So long a caller may go on after their process or their connection died."""


class CannotGoOn(LookupError):
    """Nobody can go on with it: unknown, over, erased, or left too long ago."""


@dataclass(frozen=True)
class Resumable:
    """A conversation that its caller may go on with."""

    call: str
    bot: str
    bot_hash: str
    workspace: int
    mode: str
    scopes: frozenset[str]


@dataclass(frozen=True)
class TakenOver:
    """A conversation that this process writes from now on, as it stands."""

    owned: Owned
    written: Written
    last_seq: int
    heard: Mapping[str, Any] | None


def find(session: str) -> Resumable:
    """The conversation of a session, by the digest of its secret. Raises CannotGoOn."""
    with everywhere("a session names its own conversation"):
        row = _open(session).first()
        if row is None:
            raise CannotGoOn("There is no conversation to go on with.")
        return Resumable(row.call, row.bot, row.bot_hash, row.workspace_id, row.channel, frozenset(row.scopes))


@transaction.atomic
def take_over(session: str, owner: str) -> TakenOver:
    """Write a conversation of the workspace at hand from now on, whoever did before. Raises CannotGoOn, VaultClosed."""
    row = _open(session).select_for_update().first()
    key = VaultKey.objects.filter(conversation=row).first() if row is not None else None
    if row is None or key is None:
        raise CannotGoOn("There is no conversation to go on with.")
    row.epoch += 1
    row.owner, row.seen = owner, timezone.now()
    row.save(update_fields=["epoch", "owner", "seen"])
    return TakenOver(Owned(row.pk, row.epoch, open_key(key.sealed)), read(row), row.last_seq, row.heard)


def seen(held: Iterable[Owned]) -> None:
    """The process that holds these conversations lives."""
    keys = [owned.key for owned in held]
    if keys:
        with everywhere("a process holds conversations of all workspaces"):
            Conversation.objects.filter(pk__in=keys).update(seen=timezone.now())


def _open(session: str) -> "models.QuerySet[Conversation]":
    since = timezone.now() - timedelta(seconds=RESUMABLE_S + SEEN_EVERY_S)
    return Conversation.objects.filter(session=session, ended=None, erased=None, seen__gte=since).exclude(session="")
