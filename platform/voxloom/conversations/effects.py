"""What tools change for a conversation happens once: noted by its key before it is sent, and with what came of it.

All of it blocks, in the workspace at hand.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from voxloom.conversations.models import Effect, VaultKey
from voxloom.conversations.vault import digest, open_key, plain, seal, unseal


@dataclass(frozen=True)
class Wanted:
    """A call of a tool that changes something."""

    call: str
    """The conversation."""
    tool: str
    key: str
    asked: Any
    """All that is asked for, as JSON: the same key for something else is no repetition."""


@dataclass(frozen=True)
class Begun:
    """It is noted. `outcome`: what came of it already, as it was given to `finish`; None when nobody knows."""

    row: int = 0
    """0: nothing can be kept of it, since the values of its conversation were erased."""
    vault: bytes = field(default=b"", repr=False)
    outcome: dict[str, Any] | None = None
    again: bool = False
    """It, or something else with the same key, was sent before, and nobody knows what came of that."""
    asked: str = ""
    """The digest of what was asked for."""


def begin(wanted: Wanted) -> Begun:
    """Note that it is sent now, unless it is known what came of it. Raises VaultClosed, DatabaseError."""
    try:
        return _begun(wanted)
    except IntegrityError:  # somebody else was faster
        return _begun(wanted)


@transaction.atomic
def _begun(wanted: Wanted) -> Begun:
    there = VaultKey.objects.filter(conversation__call=wanted.call).first()
    if there is None:
        return Begun()
    vault = open_key(there.sealed)
    of_key, asked = digest(vault, f"{wanted.tool}\n{wanted.key}"), digest(vault, plain(wanted.asked))
    row = Effect.objects.filter(conversation=there.conversation_id, digest=of_key).first()
    if row is None:
        row = Effect.objects.create(
            conversation_id=there.conversation_id, digest=of_key, asked=asked, tool=wanted.tool[:64]
        )
        return Begun(row.pk, vault, asked=asked)
    if row.asked != asked:  # what came of the other is no answer to this
        Effect.objects.filter(pk=row.pk).update(asked=asked, sealed=None, done=None, tries=F("tries") + 1)
        return Begun(row.pk, vault, again=True, asked=asked)
    if row.sealed is not None:
        return Begun(row.pk, vault, unseal(vault, row.sealed), asked=asked)
    Effect.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    return Begun(row.pk, vault, again=True, asked=asked)


def known(call: str, tool: str, key: str) -> Begun | None:
    """What is known of a key, whatever was asked for with it; None for nothing. Raises VaultClosed, DatabaseError."""
    there = VaultKey.objects.filter(conversation__call=call).first()
    if there is None:
        return None
    vault = open_key(there.sealed)
    of_key = digest(vault, f"{tool}\n{key}")
    row = Effect.objects.filter(conversation=there.conversation_id, digest=of_key).first()
    if row is None:
        return None
    return Begun(row.pk, vault, unseal(vault, row.sealed) if row.sealed is not None else None, asked=row.asked)


def finish(begun: Begun, outcome: dict[str, Any]) -> None:
    """Note what came of it. Values that were erased meanwhile do not come back. Raises DatabaseError."""
    with transaction.atomic():
        mine = Effect.objects.filter(pk=begun.row, asked=begun.asked, conversation__vault_key__isnull=False)
        row = mine.select_for_update(of=("self",)).first()
        if row is not None:
            row.sealed, row.done = seal(begun.vault, outcome), timezone.now()
            row.save(update_fields=("sealed", "done"))
