"""What takes long is done by a job, for a conversation that may be gone on with meanwhile. All of it blocks, in the
workspace at hand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from voxloom import jobs
from voxloom.conversations.models import VaultKey, Work
from voxloom.conversations.vault import digest, open_key, plain, seal, unseal

JOB = "tools.work"
"""Registered by whoever knows how to call tools."""


class NothingKept(RuntimeError):
    """The values of the conversation were erased, so nothing can be kept of it; the message is one line."""

    logs_its_words = True


@dataclass(frozen=True)
class Standing:
    """How a work stands. `outcome`: what came of it; None while nobody knows."""

    row: int
    progress: float
    outcome: dict[str, Any] | None = None


@dataclass(frozen=True)
class Asked:
    """What a job is to do. `call` is the conversation, of this version of this bot; `begun`: when it asked."""

    call: str
    bot: str
    bot_hash: str
    command: dict[str, Any]
    begun: datetime


def begin(call: str, command: dict[str, Any]) -> Standing:
    """Have it done by a job, unless one does it or has done it. Raises NothingKept, VaultClosed, DatabaseError."""
    try:
        return _begun(call, command)
    except IntegrityError:  # somebody else was faster
        return _begun(call, command)


@transaction.atomic
def _begun(call: str, command: dict[str, Any]) -> Standing:
    there = VaultKey.objects.select_related("conversation").filter(conversation__call=call).first()
    if there is None:
        raise NothingKept("The values of this conversation were erased.")
    vault = open_key(there.sealed)
    of_command = digest(vault, plain(command))
    row = Work.objects.filter(conversation=there.conversation_id, command=of_command).first()
    if row is not None:
        return look(row.pk)
    sealed = seal(vault, command)
    row = Work.objects.create(conversation_id=there.conversation_id, command=of_command, sealed_command=sealed)
    workspace = there.conversation.workspace_id
    jobs.start(JOB, key=f"work:{row.pk}", workspace=workspace, row=row.pk, of=workspace)
    return Standing(row.pk, 0.0)


def look(row: int) -> Standing:
    """How it stands. Raises NothingKept, VaultClosed, DatabaseError."""
    work = Work.objects.filter(pk=row).first()
    if work is None or work.sealed_command is None:
        raise NothingKept("The values of this conversation were erased.")
    if work.sealed is None:
        return Standing(row, work.progress)
    return Standing(row, work.progress, unseal(_key(row), work.sealed))


def asked(row: int) -> Asked | None:
    """What a job is to do; None where it is done, or nobody wants it any more. Raises VaultClosed, DatabaseError."""
    work = Work.objects.select_related("conversation").filter(pk=row, done=None).first()
    if work is None or work.sealed_command is None:
        return None
    of = work.conversation
    return Asked(of.call, of.bot, of.bot_hash, unseal(_key(row), work.sealed_command), work.begun)


def tell(row: int, progress: float) -> None:
    """So many percent of it are done; it never goes back."""
    Work.objects.filter(pk=row, progress__lt=progress).update(progress=min(progress, 100.0))


def finish(row: int, outcome: dict[str, Any]) -> None:
    """Note what came of it. Values that were erased meanwhile do not come back."""
    with transaction.atomic():
        if VaultKey.objects.filter(conversation__works=row).exists():
            Work.objects.filter(pk=row, done=None).update(
                sealed=seal(_key(row), outcome), done=timezone.now(), progress=100.0
            )


def _key(row: int) -> bytes:
    return open_key(VaultKey.objects.get(conversation__works=row).sealed)
