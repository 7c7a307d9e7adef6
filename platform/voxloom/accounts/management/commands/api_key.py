"""`manage.py api_key NAME [--scope WORD]…`: make a key and print it once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from voxloom.accounts.keys import create_key


class Command(BaseCommand):
    """Makes an API key; standard output carries the key alone, so that a script can read it."""

    help = "Make an API key and print it. It is stored as a hash and cannot be shown again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name and scopes."""
        parser.add_argument("name", help="who or what will use the key")
        parser.add_argument(
            "--scope", action="append", default=[], help="what it allows, such as debug; may be repeated"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make and print the key."""
        try:
            _, plain = create_key(options["name"], options["scope"])
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from None
        self.stdout.write(plain)
