"""`manage.py env [NAME=VALUE …] [--secret NAME] [--drop NAME]`: what names of bots stand for."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.isolation import within
from voxloom.accounts.sealed import WrongFieldKey
from voxloom.accounts.workspaces import MAIN
from voxloom.audit.actor import acting, of_this_terminal
from voxloom.given.keeping import MOST_CHARACTERS, NotThat, everything, give, take_back
from voxloom.given.models import Name


class Command(BaseCommand):
    """One line for each name; of secrets the name alone."""

    help = "Show or change what `env.NAME` and secrets of bots stand for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What changes, and where."""
        parser.add_argument("names", nargs="*", metavar="NAME=VALUE", help="such as bank_api=https://bank.example/v1")
        parser.add_argument("--secret", metavar="NAME", help="keep a secret; its value is read from standard input")
        parser.add_argument("--drop", nargs="+", default=[], metavar="NAME", help="it stands for nothing any more")
        parser.add_argument("--environment", default=PRODUCTION, metavar="SLUG", help=f"default: {PRODUCTION}")
        parser.add_argument(
            "--workspace", default=MAIN, metavar="SLUG", help=f"whose bots they are for; default: {MAIN}"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Change what is to be changed, and show what holds."""
        where = options["environment"]
        with within(options["workspace"]), acting(of_this_terminal()):
            try:
                for pair in options["names"]:
                    name, sign, value = pair.partition("=")
                    if not sign:
                        raise NotThat(f"Write {name[:64]}=VALUE, or --secret {name[:64]}.")
                    give(name, value, environment=where)
                if options["secret"]:
                    give(options["secret"], _typed(), environment=where, secret=True)
            except NotThat as problem:
                raise CommandError(str(problem), returncode=2) from None
            for name in options["drop"]:
                if not take_back(name, environment=where):
                    raise CommandError(f"There is no name {name[:64]} in {where}.", returncode=2)
            try:
                known = everything(where).names
            except WrongFieldKey as problem:
                raise CommandError(str(problem)) from None
            for row in Name.objects.filter(environment=where):
                self.stdout.write(f"{row.name}={known[row.name]}" if row.name in known else f"{row.name} (secret)")


def _typed() -> str:
    """A value that is neither shown nor kept by a shell."""
    if sys.stdin.isatty():
        return getpass.getpass("Value: ")
    return sys.stdin.read(MOST_CHARACTERS + 2).rstrip("\r\n")
