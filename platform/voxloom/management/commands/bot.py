"""`manage.py bot VERB …`; one file a verb in `verbs/`."""

import argparse
import contextlib
import importlib
import io
import os
import pkgutil
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser

from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN
from voxloom.audit.actor import acting, of_this_terminal
from voxloom.management.commands import verbs


class OneLineParser(argparse.ArgumentParser):
    """Usage mistakes take one line on standard error and exit with 2. Options are written in full."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "allow_abbrev": False})

    def error(self, message: str) -> NoReturn:
        """One line, no usage text."""
        self.exit(2, f"{self.prog}: {message}\n")


class Command(BaseCommand):
    """Dispatches to the verbs."""

    help = "Work with bots: check, chat, test, call."
    requires_system_checks: list[str] = []
    _wanted: str | None = None

    def run_from_argv(self, argv: list[str]) -> None:
        """Only the verb that is wanted is imported: a call brings the media libraries, a check must be quick."""
        self._wanted = argv[2] if len(argv) > 2 else None
        super().run_from_argv(argv)

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's parser with one-line errors."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.error = OneLineParser.error.__get__(parser)  # type: ignore[method-assign]
        return parser

    def add_arguments(self, parser: CommandParser) -> None:
        """One sub-parser a verb."""
        found = parser.add_subparsers(dest="verb", metavar="VERB", required=True, parser_class=OneLineParser)
        files = [info.name for info in pkgutil.iter_modules(verbs.__path__) if not info.name.startswith("_")]
        # `import` is a word of Python, so the module of that verb is called `import_`.
        modules = {name.removesuffix("_"): name for name in files}
        for name in [self._wanted] if self._wanted in modules else modules:
            module = importlib.import_module(f"{verbs.__name__}.{modules[name]}")
            verb = found.add_parser(module.NAME, help=module.HELP, description=module.HELP)
            module.add_arguments(verb)
            verb.set_defaults(run=module.run)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the verb; its number is the exit code."""
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # whatever the terminal's locale is, and whatever comes in
                stream.reconfigure(encoding="utf-8", errors="replace")
        try:
            with within(options.get("workspace") or MAIN), acting(of_this_terminal()):
                code = options["run"](options)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader of our output went away; that is its right, and nobody is left to be told.
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 0
        except OSError as problem:
            # A full disk behind standard output or the log: one line, and nothing more is written on the way out.
            sys.stderr.write(f"bot: the output cannot be written: {problem.strerror or problem}.\n")
            with contextlib.suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            code = 2
        except KeyboardInterrupt:
            code = 130
        sys.exit(code)
