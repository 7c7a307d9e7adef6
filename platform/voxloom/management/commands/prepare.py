"""`manage.py prepare`: what must be true before anything is served or tested."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from runtime.speech import models
from tools.knowledge.starters import give_starters
from tools.models.address import LOCAL
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN
from voxloom.database import why_away
from voxloom.given.bank import offer

OFF = 0
HIGHEST_PORT = 65_535


class Command(BaseCommand):
    """Migrates the database and checks the speech models; for a first run also makes bots and administrator."""

    help = "Migrate the database and check the model files; with --first-run also load bots and make an administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What is done besides."""
        parser.add_argument("--first-run", action="store_true", help="load the starter bots and make an administrator")
        parser.add_argument(
            "--bank",
            type=_port,
            metavar="PORT|off",
            help="give Riverbank the bank that runs on this port beside the server",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Prepare; a model problem is told last, one line each, and fails."""
        if away := why_away():
            raise CommandError(away)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET statement_timeout = 0")  # a migration may take as long as it takes
            call_command("migrate", verbosity=0, interactive=False)
        if options["first_run"]:
            call_command("load_starter_bots")
            self._give_documents()
            call_command("ensure_admin", stdout=self.stdout)
        if options["bank"] is not None:
            self._give_bank(options["bank"] or None)
        problems = models.check_all()
        if settings.MODEL is not None and settings.MODEL.model == LOCAL:
            problems += models.problems_of("language")
        if problems:
            raise CommandError("\n".join(str(problem) for problem in problems))

    def _give_documents(self) -> None:
        """Those that the starter bots answer from; the server makes their indexes when it is up."""
        with within(MAIN):
            given = give_starters()
        if given:
            self.stdout.write(f"documents are given and will be indexed: {', '.join(given)}")

    def _give_bank(self, port: int | None) -> None:
        """It lies beside our data; what it is told of is a line for whoever wonders whom the bot asks."""
        try:
            token = (settings.DATA_DIR / "bank" / "token").read_text("ascii").strip()
        except OSError:
            return  # nobody was told of a bank
        with within(MAIN):
            came = offer(token, port)
        told = {
            "given": f"riverbank asks the bank at http://127.0.0.1:{port}",
            "taken back": "riverbank asks no bank: the stubs of its tools answer",
            "somebody else's": "riverbank asks whom you say by bank_api and bank_token",
            "not readable": "riverbank is told of no bank: names are sealed with another field key",
        }
        if came in told:
            self.stdout.write(told[came])


def _port(text: str) -> int:
    if text == "off":
        return OFF
    if text.isascii() and text.isdecimal() and len(text) < 6 and 0 < int(text) <= HIGHEST_PORT:
        return int(text)
    raise ArgumentTypeError("PORT is a number from 1 to 65535, or off")
