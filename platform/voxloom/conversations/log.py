"""Writing the event log of a conversation: only at its end, and only by who owns it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from voxloom import jobs
from voxloom.conversations.models import Conversation, ConversationEvent, VaultKey, VaultValue
from voxloom.conversations.vault import new_key, open_key, seal, seal_key


class StaleOwner(RuntimeError):
    """Somebody else writes this conversation now, or it is gone."""

    logs_its_words = True


@dataclass(frozen=True)
class Opening:
    """What a conversation begins with."""

    call: str
    bot: str
    bot_hash: str
    bot_version: int
    channel: str
    owner: str
    session: str = ""
    """The digest of the secret with which the caller may go on with it."""
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Value:
    """A value for the vault."""

    token: str
    personal: str
    shape: dict[str, Any]
    value: Any


@dataclass(frozen=True)
class Lines:
    """What one owner adds at once; `last_seq` is the number of the last line that is there already."""

    last_seq: int
    lines: Sequence[dict[str, Any]]
    values: Sequence[Value] = ()
    snapshot: dict[str, Any] | None = None
    """The state after the last of the lines, now and then."""


@dataclass(frozen=True)
class Owned:
    """A conversation that this process writes."""

    key: int
    epoch: int
    vault: bytes = field(repr=False)


@transaction.atomic
def begin(opening: Opening) -> Owned:
    """Keep a new conversation of the workspace at hand, with a vault of its own; the same again changes nothing."""
    there = VaultKey.objects.filter(conversation__call=opening.call, conversation__owner=opening.owner).first()
    if there is not None:  # the answer to the first try was lost
        return Owned(there.conversation_id, 1, open_key(there.sealed))
    row = Conversation.objects.create(
        call=opening.call, bot=opening.bot, bot_hash=opening.bot_hash, bot_version=opening.bot_version,
        channel=opening.channel, owner=opening.owner, session=opening.session, scopes=list(opening.scopes),
    )  # fmt: skip
    vault = new_key()
    VaultKey.objects.create(conversation=row, sealed=seal_key(vault))
    return Owned(row.pk, row.epoch, vault)


@transaction.atomic
def append(owned: Owned, added: Lines) -> None:
    """Add lines and the values of their tokens, all or nothing; lines that are there already change nothing.

    Raises StaleOwner.
    """
    first, last = added.last_seq + 1, added.last_seq + len(added.lines)
    fields: dict[str, Any] = {"last_seq": last, "last_event": timezone.now()}
    if added.snapshot is not None:
        fields |= {"snapshot": added.snapshot, "snapshot_seq": last}
    mine = Conversation.objects.filter(pk=owned.key, epoch=owned.epoch)
    if mine.filter(last_seq=added.last_seq).update(**fields) != 1:
        if mine.filter(last_seq__gte=last).exists():
            return  # the answer to the first try was lost, not what it wrote
        raise StaleOwner("Another process writes this conversation now.")
    ConversationEvent.objects.bulk_create(
        ConversationEvent(conversation_id=owned.key, seq=seq, epoch=owned.epoch, line=line)
        for seq, line in enumerate(added.lines, start=first)
    )
    # Erased while it goes on, its values are not to come back.
    closed = bool(added.values) and not VaultKey.objects.filter(conversation_id=owned.key).exists()
    VaultValue.objects.bulk_create(
        VaultValue(
            conversation_id=owned.key, token=value.token, personal=value.personal, shape=value.shape,
            sealed=None if closed else seal(owned.vault, value.value),
        )
        for value in added.values
    )  # fmt: skip


@transaction.atomic
def end(owned: Owned, reason: str) -> None:
    """Note that a conversation is over. Raises StaleOwner."""
    mine = Conversation.objects.filter(pk=owned.key, epoch=owned.epoch)
    if over(mine.filter(ended=None), reason):
        return
    if not mine.exists():
        raise StaleOwner("Another process writes this conversation now.")
    mine.filter(end_reason="lost").update(end_reason=reason)  # it was given up too early


def mark(owned: Owned, heard: Mapping[str, Any]) -> None:
    """Note how far the caller has heard what was said. Raises StaleOwner."""
    if Conversation.objects.filter(pk=owned.key, epoch=owned.epoch).update(heard=dict(heard)) != 1:
        raise StaleOwner("Another process writes this conversation now.")


def note_times(owned: Owned, seq: int, times: Mapping[str, Any]) -> None:
    """Note how long the turn took that ends with the line `seq`; nothing where that line is not this owner's."""
    lines = ConversationEvent.objects.filter(conversation_id=owned.key, seq=seq, epoch=owned.epoch)
    lines.update(times=dict(times))


def over(rows: "models.QuerySet[Conversation]", reason: str) -> int:
    """End conversations, and start what follows on that; how many. Within a transaction."""
    keys = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
    Conversation.objects.filter(pk__in=keys).update(ended=timezone.now(), end_reason=reason)
    for key in keys:
        jobs.start("conversations.summarise", key=f"summary:{key}", conversation=key)
    return len(keys)
