"""Forgetting: values soon after the end of their conversation, conversations later, and at once on request."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from voxloom.accounts.isolation import everywhere
from voxloom.audit.actor import note
from voxloom.conversations.going_on import RESUMABLE_S, SEEN_EVERY_S
from voxloom.conversations.log import over
from voxloom.conversations.models import Conversation, Effect, VaultKey, VaultValue, Work

LOST_AFTER_S = RESUMABLE_S + 4 * SEEN_EVERY_S
"""A conversation whose process was not seen for so long is over: its caller can no longer go on with it."""
WIPING_WAITS_MS = 200
"""For readers of the journal, while nobody else can write; when they are slower, it is tried again a minute later."""
AT_ONCE = 200
"""Conversations a transaction: a database with one write lock must not be held for long."""


def forget(now: datetime | None = None) -> tuple[int, int]:
    """Drop what is over its time in all workspaces: how many vaults, how many conversations."""
    moment = now or timezone.now()
    with everywhere("retention"):
        with transaction.atomic():
            left = moment - timedelta(seconds=LOST_AFTER_S)
            over(Conversation.objects.filter(ended=None, seen__lt=left), "lost")
        closed = moment - timedelta(minutes=settings.KEEP_VALUES_MINUTES)
        vaults = VaultKey.objects.filter(conversation__ended__lte=closed)
        old = Conversation.objects.filter(ended__lte=moment - timedelta(days=settings.KEEP_CONVERSATIONS_DAYS))
        dropped = _drop_vaults(vaults.values_list("conversation_id", flat=True)), _delete(old)
    transaction.on_commit(wipe_journal)
    return dropped


def erase(calls: list[str]) -> list[str]:
    """Drop the values of conversations of the workspace at hand for good; the calls that were found."""
    with transaction.atomic():
        rows = Conversation.objects.filter(call__in=calls)
        found = list(rows.values_list("call", flat=True))
        keys = list(rows.values_list("pk", flat=True))
        rows.filter(erased=None).update(erased=timezone.now())
        _drop_values(keys)
        for call in found:
            note("conversation.erase", call)
    transaction.on_commit(wipe_journal)
    return found


def wipe_journal() -> bool:
    """Empty SQLite's write-ahead log, in which pages stand as they were before; whether it is empty now.

    PostgreSQL has its own ways (docs/how-to/conversations.md).
    """
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        (patience_ms,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {WIPING_WAITS_MS}")
        try:
            (busy, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience_ms}")
    return not busy


def _drop_vaults(wanted: models.QuerySet[Any, int]) -> int:
    dropped = 0
    while keys := list(wanted[:AT_ONCE]):
        with transaction.atomic():
            _drop_values(keys)
        dropped += len(keys)
    return dropped


def _drop_values(keys: list[int]) -> None:
    VaultValue.objects.filter(conversation_id__in=keys).filter(~Q(sealed=None)).update(sealed=None)
    Effect.objects.filter(conversation_id__in=keys).filter(~Q(sealed=None)).update(sealed=None)
    Work.objects.filter(conversation_id__in=keys).update(sealed=None, sealed_command=None)
    VaultKey.objects.filter(conversation_id__in=keys).delete()


def _delete(rows: models.QuerySet[Conversation]) -> int:
    deleted = 0
    while keys := list(rows.values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            Conversation.objects.filter(pk__in=keys).delete()
        deleted += len(keys)
    return deleted
