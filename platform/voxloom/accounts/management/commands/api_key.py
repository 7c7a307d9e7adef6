"""`manage.py api_key NAME [--scope WORD]… [--days N] [--workspace SLUG]`: make a key and print it once."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from voxloom.accounts.isolation import within
from voxloom.accounts.keys import create_key
from voxloom.accounts.workspaces import MAIN, UnknownWorkspace
from voxloom.audit.actor import acting, of_this_terminal


class Command(BaseCommand):
    """Makes an API key; standard output carries the key alone, so that a script can read it."""

    help = "Make an API key and print it. It is stored as a hash and cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name, scopes, how long, and for which workspace."""
        parser.add_argument("name", help="who or what will use the key")
        parser.add_argument(
            "--scope", action="append", default=[], help="what it allows, such as debug; may be repeated"
        )
        parser.add_argument("--days", type=int, default=None, help="how long it is valid; default: until it is revoked")
        parser.add_argument("--workspace", default=MAIN, metavar="SLUG", help=f"whose key it is; default: {MAIN}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make and print the key."""
        try:
            with within(options["workspace"]), acting(of_this_terminal()):
                _, plain = create_key(options["name"], options["scope"], _end(options["days"]))
        except (ValueError, UnknownWorkspace) as error:
            raise CommandError(str(error), returncode=2) from None
        self.stdout.write(plain)


def _end(days: int | None) -> datetime | None:
    """When a key that is valid for so many days ends. Raises ValueError."""
    if days is None:
        return None
    if not 1 <= days <= 3650:
        raise ValueError("A key is valid for 1 to 3650 days.")
    return timezone.now() + timedelta(days=days)
