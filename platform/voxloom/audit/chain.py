"""Writing the audit log, and finding out whether somebody else did.

Each entry's hash is an HMAC over its fields and the hash of the entry before it, with a key that only this server has
(`AUDIT_KEY`, at first the field key): whoever can write the database cannot make one. A chain whose end was cut off is
a shorter chain; so its last number and hash also stand in a file beside the data, and in the row that is locked for
writing.
"""

import hashlib
import hmac
import json
import logging
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from voxloom.audit.models import AuditEntry, AuditHead

log = logging.getLogger(__name__)

START = "0" * 64
ANCHOR = "audit.anchor"
FIELDS = ("number", "at", "actor", "workspace", "action", "target", "details", "previous")
LONGEST = {"actor": 200, "workspace": 64, "action": 60, "target": 300}


@dataclass(frozen=True)
class Problem:
    """Where the log is not what was written. `number`: of the first entry that is wrong, or missing."""

    number: int
    what: str

    def as_text(self) -> str:
        """One line."""
        return f"entry {self.number}: {self.what}"


def note(actor: str, action: str, target: str = "", workspace: str = "", **details: Any) -> None:
    """Write one entry, in the transaction at hand if there is one."""
    with transaction.atomic():
        head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
        entry = AuditEntry(
            number=head.number + 1, at=timezone.now().isoformat(timespec="microseconds"), details=details,
            previous=head.hash or START,
            **{
                name: text[: LONGEST[name]]
                for name, text in (("actor", actor), ("workspace", workspace), ("action", action), ("target", target))
            },
        )  # fmt: skip
        entry.hash = hash_of(entry)
        entry.save(force_insert=True)
        head.number, head.hash = entry.number, entry.hash
        head.save(update_fields=["number", "hash"])
        transaction.on_commit(lambda: _drop_anchor(entry.number, entry.hash))


def hash_of(entry: AuditEntry) -> str:
    """What the hash of an entry must be."""
    fields = {name: getattr(entry, name) for name in FIELDS}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hmac.new(_key(), text.encode(), hashlib.sha256).hexdigest()


def problems() -> Iterator[Problem]:
    """All that is wrong, the first entry first."""
    head = AuditHead.objects.filter(pk=1).first()
    anchor = _anchor()
    expected, previous = 1, START
    hashes: dict[int, str] = {}
    for entry in AuditEntry.objects.order_by("number").iterator():
        if entry.number != expected:
            yield Problem(expected, "it is missing" if entry.number > expected else "there are two of this number")
        elif entry.previous != previous:
            yield Problem(entry.number, "it does not follow on the entry before it")
        elif not hmac.compare_digest(entry.hash, hash_of(entry)):
            yield Problem(entry.number, "it was changed, or was not written by this server")
        if anchor is not None and entry.number == anchor[0]:
            hashes[entry.number] = entry.hash
        expected, previous = entry.number + 1, entry.hash
    last = expected - 1
    if head is not None and (head.number, head.hash or START) != (last, previous):
        yield Problem(min(head.number, last) + (head.number != last), "the end of the log is not where it was")
    if anchor is not None and hashes.get(anchor[0]) != anchor[1]:
        yield Problem(min(anchor[0], last + 1), "the file beside the data knows another end of the log")
    if anchor is None and last:
        yield Problem(last, f"the file {ANCHOR} beside the data is missing, so a cut end would not be seen")


def _key() -> bytes:
    return hmac.new(str(settings.AUDIT_KEY).encode(), b"audit log", hashlib.sha256).digest()


def _drop_anchor(number: int, digest: str) -> None:
    """Note the end outside of the database; an older one never replaces a newer."""
    path = Path(settings.DATA_DIR) / ANCHOR
    known = _anchor()
    if known is not None and known[0] >= number:
        return
    if known is not None and not AuditEntry.objects.filter(number=known[0], hash=known[1]).exists():
        log.error("the audit log is not what it was; see `manage.py audit verify`")
        return  # what was cut off must not be healed by what comes after it
    try:
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{ANCHOR}.")
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(json.dumps({"number": number, "hash": digest}) + "\n")
        Path(draft).replace(path)
    except OSError as problem:
        log.error("the end of the audit log cannot be noted: %s", problem.strerror)


def _anchor() -> tuple[int, str] | None:
    try:
        data = json.loads((Path(settings.DATA_DIR) / ANCHOR).read_text(encoding="ascii"))
        return int(data["number"]), str(data["hash"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
