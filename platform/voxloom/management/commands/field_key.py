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
            try:
                if options["what"] == "rotate":
                    self._rotate(Path(file))
                elif options["what"] == "drop-old":
                    self._drop_old(Path(file))
                self._tell()
            except WrongFieldKey:
                raise CommandError("Something was sealed with a key that is not there any more.") from None

    def _rotate(self, file: Path) -> None:
        audit = file.with_name("audit_key")
        if not audit.exists():  # what is written in the audit log is sealed with the first key for ever
            _write(audit, [keys()[-1]])
        _write(file, [Fernet.generate_key().decode("ascii"), *keys()])
        look_again()
        _seal_anew()
        note("field_key.rotate", "field_key")

    def _drop_old(self, file: Path) -> None:
        _seal_anew()  # what a process that did not know the new key has sealed meanwhile
        _write(file, [keys()[0]])
        look_again()
        note("field_key.drop", "field_key")

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


def _seal_anew() -> None:
    """What another key sealed, one row at a time: who writes meanwhile is not held up."""
    for row, field, sealed in _every():
        if is_sealed_now(sealed):
            continue
        with transaction.atomic():
            held = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
            if held is None:
                continue
            if field in FACTOR_FIELDS:
                held.data[field] = sealed_anew(held.data[field].encode("ascii")).decode("ascii")
                held.save(update_fields=["data"])
            else:
                type(row)._default_manager.filter(pk=row.pk).update(**{field: sealed_anew(getattr(held, field))})


def _write(file: Path, lines: list[str]) -> None:
    """In full, or not at all."""
    handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
    with os.fdopen(handle, "w", encoding="ascii") as written:
        written.write("".join(f"{line}\n" for line in lines))
        written.flush()
        os.fsync(written.fileno())
    Path(draft).replace(file)
