"""`manage.py load_starter_bots`: publish the bots of `templates/bots`, where they have changed and nobody made them
their own."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flows.catalogue import BotNotRunnable, publish, starter_bots
from flows.models import BotVersion
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN


class Command(BaseCommand):
    """Publishes the starter bots; running it again changes nothing."""

    help = "Publish the starter bots."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """One line a bot."""
        for path in starter_bots():
            try:
                with within(MAIN):
                    if BotVersion.objects.filter(bot__slug=path.stem).exclude(author="").exists():
                        self.stdout.write(f"{path.stem} was changed here, and stays as it is")
                        continue
                    version = publish(path.read_text(encoding="utf-8"))
            except BotNotRunnable as problem:
                errors = "\n".join(finding.as_text() for finding in problem.loaded.findings)
                raise CommandError(f"{path.name}: {problem}\n{errors}") from None
            self.stdout.write(f"{path.stem} answers as version {version.number}")
