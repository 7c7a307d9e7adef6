"""`manage.py conversations [--bot SLUG] [--erase CALL …] [--forget]`: what is kept of calls, and how it goes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, UnknownWorkspace, named
from voxloom.audit.actor import acting, of_this_terminal
from voxloom.conversations.models import Conversation
from voxloom.conversations.retention import erase, forget

MOST_SHOWN = 50


class Command(BaseCommand):
    """Shows the newest ones, or erases some."""

    help = "Show what is kept of conversations, erase the values of some, or forget what is over its time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to show or to erase."""
        parser.add_argument("--bot", metavar="SLUG", default=None, help="only those with one bot")
        parser.add_argument("--workspace", metavar="SLUG", default=MAIN, help=f"whose; default: {MAIN}")
        parser.add_argument(
            "--erase", metavar="CALL", nargs="+", default=None, help="drop the caller's values of these for good"
        )
        parser.add_argument("--forget", action="store_true", help="drop what is over its time now, in all workspaces")

    def handle(self, *_args: Any, **options: Any) -> None:
        """A line for each conversation."""
        if options["forget"]:
            vaults, conversations = forget()
            self.stdout.write(f"Values of {vaults} conversations and {conversations} whole ones were dropped.")
            return
        try:
            workspace = named(options["workspace"])
        except UnknownWorkspace as problem:
            raise CommandError(str(problem), returncode=2) from None
        with within(workspace), acting(of_this_terminal()):
            if options["erase"]:
                self._erase(options["erase"])
            else:
                self._show(options["bot"])

    def _erase(self, calls: list[str]) -> None:
        found = erase(calls)
        for call in found:
            self.stdout.write(f"{call}: erased")
        if missing := [call for call in calls if call not in found]:
            raise CommandError(f"There is no conversation {', '.join(missing)}.", returncode=2)

    def _show(self, bot: str | None) -> None:
        rows = Conversation.objects.all()
        if bot is not None:
            rows = rows.filter(bot=bot)
        for row in rows[:MOST_SHOWN]:
            over = row.end_reason if row.ended else "goes on"
            self.stdout.write(
                f"{row.call}  {row.started:%Y-%m-%d %H:%M}  {row.bot} {row.bot_version}  {row.channel}  "
                f"{row.last_seq} events  {over}{'  erased' if row.erased else ''}"
            )
        if (more := rows.count() - MOST_SHOWN) > 0:
            self.stdout.write(f"and {more} older ones")
