"""`manage.py hosts [--allow HOST …] [--refuse HOST …]`: which hosts the bots of a workspace may ask."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from voxloom.accounts.isolation import within
from voxloom.accounts.sealed import WrongFieldKey
from voxloom.accounts.workspaces import MAIN
from voxloom.audit.actor import acting, of_this_terminal
from voxloom.given.keeping import NotThat, allow, everything, refuse


class Command(BaseCommand):
    """One line for each host that may be asked; those of addresses that `env` gives are among them."""

    help = "Show or change which hosts bots may ask."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What changes, and where."""
        parser.add_argument(
            "--allow", nargs="+", default=[], metavar="HOST", help="such as api.shop.example or *.shop.example"
        )
        parser.add_argument("--refuse", nargs="+", default=[], metavar="HOST", help="no longer")
        parser.add_argument("--workspace", default=MAIN, metavar="SLUG", help=f"whose bots may; default: {MAIN}")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Change what is to be changed, and show what holds."""
        with within(options["workspace"]), acting(of_this_terminal()):
            try:
                for host in options["allow"]:
                    allow(host)
            except NotThat as problem:
                raise CommandError(str(problem), returncode=2) from None
            for host in options["refuse"]:
                if not refuse(host):
                    raise CommandError(f"{host[:64]} is not among the hosts that may be asked.", returncode=2)
            try:
                hosts = everything().hosts
            except WrongFieldKey as problem:
                raise CommandError(str(problem)) from None
        for host in sorted(hosts):
            self.stdout.write(host)
