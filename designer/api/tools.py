"""Tools of a bot, tried by whoever writes it."""

import time
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja import Router

from designer.actions.act import perform
from designer.actions.try_for_real import TryForReal
from designer.api.caller import Refused, caller_of
from designer.api.shapes import Slug, TriedOut, TryIn
from designer.drafts.ready import with_errors
from designer.selectors import bot_for
from flows.definition.bot import Bot as Definition
from flows.loader.load import load_text
from tools.trying import command_of, tried
from voxloom.accounts.roles import Action

router = Router(tags=["tools"])


@router.post("/bots/{slug}/tools/{tool}/calls", response=TriedOut, by_alias=True)
async def try_tool(request: HttpRequest, slug: Slug, tool: Slug, given: TryIn) -> dict[str, Any]:
    """Call a tool once: by its stub, or for real, which may change something."""
    bot, workspace = await sync_to_async(_prepared)(request, slug, tool, given)
    command = command_of(tool, bot.tools[tool], given.arguments)
    began = time.monotonic()
    outcome = await tried(bot, command, workspace, given.environment)
    return {**outcome.told_of(command), "ms": round((time.monotonic() - began) * 1000)}


def _prepared(request: HttpRequest, slug: str, tool: str, given: TryIn) -> tuple[Definition, int | None]:
    """The bot, and for a real call whose it is. Raises Refused."""
    caller = caller_of(request)
    row = bot_for(caller, slug, Action.PUBLISH if given.real else Action.EDIT)
    text = given.text
    if text is None:
        newest = row.versions.order_by("-number").first()
        text = newest.text if newest is not None else ""
    loaded = load_text(text)
    if loaded.bot is None or not loaded.runnable:
        raise with_errors(loaded)
    if tool not in loaded.bot.tools:
        known = ", ".join(loaded.bot.tools) or "it has none"
        raise Refused(404, "tool.unknown", f"{slug} has no tool {tool}.", f"Its tools: {known}.")
    workspace = perform(TryForReal(row, tool, given.environment), caller) if given.real else None
    return loaded.bot, workspace
