"""`manage.py origins SLUG [--allow ORIGIN …] [--refuse ORIGIN …]`: which pages may embed a bot."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flows.models import Bot
from flows.origins import NoOrigin, allow, origin_of
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN
from voxloom.audit.actor import acting, of_this_terminal


class Command(BaseCommand):
    """One line for each origin that may."""

    help = "Show or change which pages may embed a bot."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The bot and what changes."""
        parser.add_argument("slug", help="of a bot in the database")
        parser.add_argument("--allow", nargs="+", default=[], metavar="ORIGIN", help="such as https://shop.example.com")
        parser.add_argument("--refuse", nargs="+", default=[], metavar="ORIGIN", help="no longer")
        parser.add_argument("--workspace", default=MAIN, metavar="SLUG", help=f"whose bot it is; default: {MAIN}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Change what is to be changed, and show what holds."""
        with within(options["workspace"]), acting(of_this_terminal()):
            bot = Bot.objects.filter(slug=options["slug"]).first()
            if bot is None:
                raise CommandError(f"There is no bot called {options['slug'][:64]}.", returncode=2)
            origins = list(bot.origins)
            if options["allow"] or options["refuse"]:
                try:
                    gone = {origin_of(text) for text in options["refuse"]}
                    origins = allow(bot, [origin for origin in (*origins, *options["allow"]) if origin not in gone])
                except NoOrigin as problem:
                    raise CommandError(str(problem), returncode=2) from None
        for origin in origins:
            self.stdout.write(origin)
