"""`bot docs`: write the reference of the language from the classes that read it."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings

from flows.schema.reference import reference_pages
from voxloom.management.commands.verbs._bots import warn

NAME = "docs"
HELP = "write the reference of the language and its JSON Schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("out", metavar="OUT", nargs="?", default=None, help="a folder; default: docs/reference")


def run(options: dict[str, Any]) -> int:
    """0 written, 2 a folder that cannot be written."""
    folder = Path(options["out"]) if options["out"] else Path(settings.ROOT) / "docs" / "reference"
    try:
        for name, text in reference_pages().items():
            page = folder / name
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
    except OSError as problem:
        warn(f"{folder} cannot be written: {problem.strerror}.")
        return 2
    return 0
