"""`manage.py breakers`: who failed often and is left alone for a moment, as several processes share it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from voxloom.shared import backing


class Command(BaseCommand):
    """One line for each."""

    help = "Show who failed often and is left alone for a moment."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Ask Redis."""
        if not settings.REDIS_URL:
            raise CommandError(
                "Without REDIS_URL each process keeps its own: see voxloom_breakers_open at /metrics, and the log.",
                returncode=2,
            )
        for name in backing.breakers().opened():
            self.stdout.write(name)
