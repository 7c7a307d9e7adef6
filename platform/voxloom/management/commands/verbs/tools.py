"""`bot tools try`: call one tool of a bot, by its stub or for real, and see what comes of it; `bot tools import`."""

import argparse
import asyncio
import json
import time
from typing import Any

from django.db import DatabaseError

from flows.definition.bot import Bot
from flows.definition.tool import Tool
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.box import ToolBox
from tools.services import Services
from voxloom.accounts.environments import PRODUCTION
from voxloom.accounts.isolation import current_workspace
from voxloom.management.commands.verbs import _openapi
from voxloom.management.commands.verbs._bots import NO_DATABASE, Stop, add_workspace, runnable, warn

NAME = "tools"
HELP = "try a tool of a bot: `bot tools try FILE|SLUG TOOL --with JSON`; or import some: `bot tools import DOCUMENT`"
KEY = "tried-by-hand"
"""In the place of a key that a conversation would make: the same each time, so that a service does it once."""


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
        command = _command(options["tool"], tool, _given(options["given"]))
        workspace = _workspace() if options["real"] else None
    except Stop as stop:
        warn(str(stop))
        return stop.code
    began = time.monotonic()
    outcome = asyncio.run(_call(bot, command, workspace, options["environment"]))
    told: dict[str, Any] = {"tool": command.tool, "with": command.arguments}
    told |= {"result": outcome.result} if outcome.error is None else {"error": outcome.error}
    print(json.dumps({**told, "ms": round((time.monotonic() - began) * 1000)}, ensure_ascii=False), flush=True)
    return int(outcome.error is not None)


def _given(text: str) -> dict[str, Any]:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Stop(2, '--with takes a JSON object, such as \'{"account": "savings"}\'.')
    return given


def _command(name: str, tool: Tool, given: dict[str, Any]) -> CallTool:
    """What a `call` node would ask for; what is no argument of the tool is a slot or a variable to its request."""
    arguments = {key: value for key, value in given.items() if not tool.arguments or key in tool.arguments}
    values = {key: value for key, value in given.items() if key not in arguments}
    key = KEY if tool.idempotency_key is not None else None
    return CallTool("try", name, arguments, tool.timeout, tool.effect, key, values=values)


def _workspace() -> int:
    try:
        return current_workspace().pk
    except DatabaseError:
        raise Stop(2, NO_DATABASE) from None


async def _call(bot: Bot, command: CallTool, workspace: int | None, environment: str) -> ToolOutcome:
    if workspace is None:
        return await ToolBox(bot, bound=False).call(command)
    services = Services()
    try:
        return await ToolBox(bot, services=services.of(workspace, environment)).call_real(command)
    finally:
        await services.aclose()
