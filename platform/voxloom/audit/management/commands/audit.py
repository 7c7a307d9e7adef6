"""`manage.py audit verify`: whether the audit log is as it was written. `manage.py audit show`: its last entries."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from voxloom.audit.chain import problems
from voxloom.audit.models import AuditEntry

MOST_TOLD = 20
SHOWN = 50


class Command(BaseCommand):
    """0 all is as it was, 1 something was changed, 2 the log cannot be read."""

    help = "Check the audit log, or show its last entries."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do."""
        parser.add_argument("what", choices=("verify", "show"))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Lines on standard output."""
        try:
            code = self._verify() if options["what"] == "verify" else self._show()
        except DatabaseError as problem:
            self.stderr.write(f"The audit log cannot be read: {type(problem).__name__}.")
            code = 2
        sys.exit(code)

    def _verify(self) -> int:
        found = list(problems())
        for problem in found[:MOST_TOLD]:
            self.stdout.write(problem.as_text())
        if len(found) > MOST_TOLD:
            self.stdout.write(f"and {len(found) - MOST_TOLD} more")
        if not found:
            self.stdout.write(f"{AuditEntry.objects.count()} entries, each as it was written.")
        return 1 if found else 0

    def _show(self) -> int:
        for entry in reversed(AuditEntry.objects.order_by("-number")[:SHOWN]):
            where = f" [{entry.workspace}]" if entry.workspace else ""
            details = " ".join(f"{name}={value}" for name, value in entry.details.items())
            what = f"{entry.action} {entry.target} {details}".rstrip()
            self.stdout.write(f"{entry.number}  {entry.at[:19]}  {entry.actor}{where}  {what}")
        return 0
