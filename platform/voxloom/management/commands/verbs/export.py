"""`bot export`: the text of a bot as it was stored, byte for byte."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from flows.catalogue import stored
from voxloom.management.commands.verbs._bots import Stop, add_workspace, warn
from voxloom.management.commands.verbs._files import write_file

NAME = "export"
HELP = "write the text of a stored bot: the version that answers callers, else the newest"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("slug", metavar="SLUG", help="the slug of a bot in the database")
    parser.add_argument(
        "out", metavar="OUT", nargs="?", default=None, help="a file, or a folder; default: standard output"
    )
    add_workspace(parser)


def run(options: dict[str, Any]) -> int:
    """0 written, 2 no such bot, or a file that cannot be written."""
    try:
        try:
            version = stored(options["slug"])
        except DatabaseError:
            version = None  # no database was made yet
        if version is None:
            raise Stop(2, f"There is no bot called {options['slug']} in the database.")
        _write(version.text.encode(), version.bot.slug, options["out"])
    except Stop as stop:
        warn(str(stop))
        return stop.code
    return 0


def _write(content: bytes, slug: str, out: str | None) -> None:
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    write_file(path / f"{slug}.yaml" if path.is_dir() else path, content)
