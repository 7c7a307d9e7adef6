"""`bot lint`: everything that is wrong with a bot, all at once."""

import argparse
import json
from typing import Any

from flows.findings import has_errors
from voxloom.management.commands.verbs._bots import Stop, found, warn

NAME = "lint"
HELP = "check a bot and list everything that is wrong with it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("bot", metavar="FILE|SLUG", help="a YAML file, a folder, or a bot's slug")
    parser.add_argument("--json", action="store_true", help="one JSON list on standard output")


def run(options: dict[str, Any]) -> int:
    """0 clean or warnings only, 1 errors, 2 no such bot."""
    try:
        loaded = found(options["bot"])
    except Stop as stop:
        warn(str(stop))
        return stop.code
    if options["json"]:
        print(json.dumps([finding.as_json() for finding in loaded.findings], ensure_ascii=False), flush=True)
    else:
        for finding in loaded.findings:
            print(finding.as_text())
        if not loaded.findings:
            print("No findings.")
    return 1 if has_errors(loaded.findings) else 0
