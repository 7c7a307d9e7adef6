"""`manage.py limits [SLUG] [--calls N] [--dollars N] [--workspace SLUG]`: what a bot or a workspace may take."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from flows.allowances import allowance_of
from flows.models import Bot
from flows.spending import spent_on
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, UnknownWorkspace, Workspace, named
from voxloom.audit.actor import acting, note, of_this_terminal

DEFAULT = "default"
"""The word for: as the server is set."""


class Command(BaseCommand):
    """Changes what is to be changed, and shows what holds."""

    help = "Show or change how many calls a bot or a workspace may have at once, and what models may cost a bot."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The bot, or the workspace as a whole, and what changes."""
        parser.add_argument("slug", nargs="?", help="of a bot in the database; without one, the workspace is meant")
        parser.add_argument("--calls", metavar="N", help=f"calls at once, or `{DEFAULT}`: as the server is set")
        parser.add_argument("--dollars", metavar="N", help=f"for language models on a day, or `{DEFAULT}`")
        parser.add_argument("--workspace", default=MAIN, metavar="SLUG", help=f"whose bot it is; default: {MAIN}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """One line for each limit."""
        calls, dollars = options["calls"], options["dollars"]
        try:
            workspace = named(options["workspace"])
        except UnknownWorkspace as problem:
            raise CommandError(str(problem), returncode=2) from None
        with within(workspace), acting(of_this_terminal()):
            if options["slug"] is None:
                if dollars is not None:
                    raise CommandError("--dollars is for a bot: name one.", returncode=2)
                self._change(workspace, max_calls=calls)
                self.stdout.write(f"calls at once: {_shown(workspace.max_calls)}")
                return
            bot = Bot.objects.filter(slug=options["slug"]).first()
            if bot is None:
                raise CommandError(f"There is no bot called {options['slug'][:64]}.", returncode=2)
            self._change(bot, max_calls=calls, max_spend=dollars)
            self._show(bot)

    def _change(self, row: Bot | Workspace, **given: str | None) -> None:
        wanted = {name: None if text == DEFAULT else text for name, text in given.items() if text is not None}
        if not wanted:
            return
        for name, value in wanted.items():
            setattr(row, name, value)
        try:
            row.clean_fields(exclude=[field.name for field in row._meta.fields if field.name not in wanted])
        except ValidationError as problem:
            raise CommandError(f"That is no limit: {' '.join(problem.messages)}", returncode=2) from None
        row.save(update_fields=list(wanted))
        note("limits.change", row.slug, **{name: value or DEFAULT for name, value in wanted.items()})

    def _show(self, bot: Bot) -> None:
        holds = allowance_of(bot.slug)
        spent = spent_on(bot.slug, datetime.now(UTC).date()) / 1e6
        self.stdout.write(f"calls at once: {_shown(bot.max_calls, holds.bot_calls)}")
        self.stdout.write(f"dollars a day: {_shown(bot.max_spend, holds.spend_micros / 1e6)}; today {spent:.2f}")


def _shown(own: Any, holds: Any = None) -> str:
    if own is not None:
        return f"{own}"
    return "as the server is set" if holds is None else f"{holds:g} (as the server is set)"
