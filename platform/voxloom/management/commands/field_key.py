"""`manage.py field_key [rotate | drop-old]`: the key with which secrets are sealed, and a new one in its place."""

import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from voxloom.accounts.isolation import everywhere
from voxloom.accounts.sealed import WrongFieldKey, is_sealed_now, keys, look_again, sealed_anew
from voxloom.audit.actor import acting, note, of_this_terminal

SEALED = (
    ("given.Name", "sealed"),
    ("conversations.VaultKey", "sealed"),
    ("webhooks.Webhook", "sealed_secret"),
    ("runtime.TokenIssuer", "sealed_secret"),
)
"""Every field that is sealed with the key of the server; values of the vault are sealed with keys that are."""
FACTORS = "mfa.Authenticator"
FACTOR_FIELDS = ("secret", "seed")
"""What of second factors is sealed, within their data."""
AT_ONCE = 200


class Command(BaseCommand):
    """Tells how many things are sealed with which key."""

    help = "Show or change the key with which secrets are sealed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is to be done."""
        parser.add_argument("what", nargs="?", choices=("rotate", "drop-old"), help="left out: only tell")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Keys first, then what is sealed with them: whatever dies in between, everything can be opened."""
        file = settings.FIELD_KEY_FILE
        if not file:
            raise CommandError("The field key of this server is in no file that could be changed.", returncode=2)
        look_again()
        with everywhere("the field key"), acting(of_this_terminal()):
            lost: list[str] = []
            if options["what"] == "rotate":
                lost = self._rotate(Path(file))
            elif options["what"] == "drop-old":
                lost = self._drop_old(Path(file))
            self._tell()
        if lost:
            kept = "; the old keys stay" if options["what"] == "drop-old" else ""
            raise CommandError(
                f"This was sealed with a key that is not there any more{kept}: {', '.join(lost)}. "
                "Put that key back as a last line of the file of keys, or delete these or give them anew."
            )

    def _rotate(self, file: Path) -> list[str]:
        """What nobody can open."""
        audit = file.with_name("audit_key")
        if not audit.exists():  # what is written in the audit log is sealed with the first key for ever
            _write(audit, [keys()[-1]], file)
        _write(file, [Fernet.generate_key().decode("ascii"), *keys()], file)
        look_again()
        note("field_key.rotate", "field_key")  # whatever becomes of the rest, this has happened
        return _seal_anew()

    def _drop_old(self, file: Path) -> list[str]:
        """What nobody can open: then the old keys stay."""
        lost = _seal_anew()  # what a process that did not know the new key has sealed meanwhile
        if not lost:
            _write(file, [keys()[0]], file)
            look_again()
            note("field_key.drop", "field_key")
        return lost

    def _tell(self) -> None:
        every = [is_sealed_now(sealed) for _, _, sealed in _every()]
        self.stdout.write(f"keys: {len(keys())}, sealed with the newest: {sum(every)} of {len(every)}")


def _every() -> Iterator[tuple[Any, str, bytes]]:
    """Everything that is sealed: the row, its field and the value."""
    for label, field in SEALED:
        rows = apps.get_model(label)._default_manager.exclude(**{field: None}).order_by("pk")
        for row in rows.iterator(AT_ONCE):
            yield row, field, bytes(getattr(row, field))
    for row in apps.get_model(FACTORS)._default_manager.order_by("pk").iterator(AT_ONCE):
        for field in FACTOR_FIELDS:
            if isinstance(kept := getattr(row, "data", {}).get(field), str):
                yield row, field, kept.encode("ascii")


def _seal_anew() -> list[str]:
    """What another key sealed, one row at a time: who writes meanwhile is not held up. What nobody can open stays as it
    is, and is told."""
    lost = []
    for row, field, sealed in _every():
        if is_sealed_now(sealed):
            continue
        try:
            with transaction.atomic():
                _seal_row_anew(row, field)
        except WrongFieldKey:
            lost.append(f"{row._meta.label} {row.pk}")
    return lost


def _seal_row_anew(row: Any, field: str) -> None:
    """Raises WrongFieldKey."""
    held = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if held is None:
        return
    if field in FACTOR_FIELDS:
        held.data[field] = sealed_anew(held.data[field].encode("ascii")).decode("ascii")
        held.save(update_fields=["data"])
    else:
        type(row)._default_manager.filter(pk=row.pk).update(**{field: sealed_anew(getattr(held, field))})


def _write(file: Path, lines: list[str], like: Path) -> None:
    """In full, or not at all, and for the user who owns the file `like`: the server reads it, and may be run by another
    one than types this. Raises CommandError."""
    draft = None
    try:
        owner = like.stat()
        handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
        with os.fdopen(handle, "w", encoding="ascii") as written:
            _give_to(handle, owner)
            written.write("".join(f"{line}\n" for line in lines))
            written.flush()
            os.fsync(written.fileno())
        Path(draft).replace(file)
    except OSError as problem:
        raise CommandError(f"The file {file} cannot be written: {problem.strerror}.", returncode=2) from None
    finally:
        if draft is not None:
            Path(draft).unlink(missing_ok=True)  # it is there only where something failed


def _give_to(handle: int, owner: os.stat_result) -> None:
    """Raises CommandError where the file would be somebody else's. A group alone is no matter: it has no rights."""
    try:
        os.fchown(handle, owner.st_uid, owner.st_gid)
    except PermissionError:
        if owner.st_uid != os.geteuid():
            raise CommandError(
                f"The file of keys belongs to the user with the number {owner.st_uid}, who could not read it any more. "
                "Run this as that user, or as root.",
                returncode=2,
            ) from None
