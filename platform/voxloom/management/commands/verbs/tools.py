"""`bot tools try`: call one tool of a bot, by its stub or for real, and see what comes of it; `bot tools import`."""

import argparse
import asyncio
import json
import time
from typing import Any

from django.db import DatabaseError

from tools.trying import command_of, tried
from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.isolation import current_workspace
from voxloom.management.commands.verbs import _openapi
from voxloom.management.commands.verbs._bots import NO_DATABASE, Stop, add_workspace, runnable, warn

NAME = "tools"
HELP = "try a tool of a bot: `bot tools try FILE|SLUG TOOL --with JSON`; or import some: `bot tools import DOCUMENT`"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    what = parser.add_subparsers(dest="what", metavar="try|import", required=True)
    importing = what.add_parser("import", help=_openapi.HELP, description=_openapi.HELP)
    _openapi.add_arguments(importing)
    importing.set_defaults(run=_openapi.run)
    trying = what.add_parser("try", help="call it once")
    add = trying.add_argument
    add("bot", metavar="FILE|SLUG", help="a YAML file, a folder, or a bot's slug")
    add("tool", metavar="TOOL", help="its name under `tools:`")
    add("--with", metavar="JSON", default="{}", dest="given", help="its arguments, and slots that its request names")
    add("--real", action="store_true", help="call what it is bound to, and not its stub")
    add("--environment", metavar="SLUG", default=PRODUCTION, help=f"whose names and secrets; default: {PRODUCTION}")
    add_workspace(trying)


def run(options: dict[str, Any]) -> int:
    """0 a result, 1 an error of the tool or of the bot, 2 usage. One JSON object on standard output."""
    try:
        bot, _ = runnable(options["bot"])
        tool = bot.tools.get(options["tool"])
        if tool is None:
            known = ", ".join(bot.tools) or "it has none"
            raise Stop(2, f"{options['bot']} has no tool {options['tool'][:64]}; its tools: {known}.")
        command = command_of(options["tool"], tool, _given(options["given"]))
        workspace = _workspace() if options["real"] else None
    except Stop as stop:
        warn(str(stop))
        return stop.code
    began = time.monotonic()
    outcome = asyncio.run(tried(bot, command, workspace, options["environment"]))
    took_ms = round((time.monotonic() - began) * 1000)
    print(json.dumps({**outcome.told_of(command), "ms": took_ms}, ensure_ascii=False), flush=True)
    return int(outcome.error is not None)


def _given(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Stop(2, '--with takes a JSON object, such as \'{"account": "savings"}\'.')
    return given


def _workspace() -> int:
    try:
        return current_workspace().pk
    except DatabaseError:
        raise Stop(2, NO_DATABASE) from None
