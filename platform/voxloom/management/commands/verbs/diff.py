"""`bot diff`: what changed from one bot to another, whatever their text looks like."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from flows.catalogue import BotNotFound, locate
from flows.exchange.diff.compare import compare
from flows.exchange.diff.text import as_text
from flows.findings import in_order
from flows.loader.document import read_as_far_as_possible
from flows.loader.load import read_path
from voxloom.management.commands.verbs._bots import Stop, warn

NAME = "diff"
HELP = "show what changed from one bot to another"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("old", metavar="A", help="a YAML file, a folder, or a bot's slug")
    parser.add_argument("new", metavar="B", help="the same, with the changes")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: dict[str, Any]) -> int:
    """0 compared, 1 a bot that cannot be read, 2 no such bot."""
    try:
        old, new = _data(options["old"]), _data(options["new"])
    except Stop as stop:
        warn(str(stop))
        return stop.code
    comparison = compare(old, new)
    if options["json"]:
        print(json.dumps(comparison.as_json(), ensure_ascii=False, default=str), flush=True)
    else:
        sys.stdout.write(as_text(comparison))
    return 0


def _data(name: str) -> Any:
    """What a bot says, checked for nothing but that it can be read. Raises Stop."""
    try:
        found = locate(name)
        if isinstance(found, Path):
            document, findings = read_path(found)
        else:
            document, findings = read_as_far_as_possible(found.text.encode(), f"{found.slug}.yaml")
    except BotNotFound as problem:
        raise Stop(2, str(problem)) from None
    except OSError as problem:
        raise Stop(2, f"{name} cannot be read: {problem.strerror or problem}.") from None
    for finding in in_order(findings):
        warn(finding.as_text())
    if findings or document is None or not isinstance(document.data, dict):
        raise Stop(1, f"{name} cannot be read as a bot.")
    return document.data
