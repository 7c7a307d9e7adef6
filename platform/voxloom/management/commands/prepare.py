"""`manage.py prepare`: what must be true before anything is served or tested."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from runtime.speech import models
from voxloom.database import why_away


class Command(BaseCommand):
    """Migrates the database and checks the speech models; for a first run also makes bots and administrator."""

    help = "Migrate the database and check the model files; with --first-run also load bots and make an administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one choice."""
        parser.add_argument("--first-run", action="store_true", help="load the starter bots and make an administrator")

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
            call_command("ensure_admin", stdout=self.stdout)
        problems = models.check_all()
        if problems:
            raise CommandError("\n".join(str(problem) for problem in problems))
