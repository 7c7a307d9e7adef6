"""Telling those who look at a bot's draft what has changed; hints only: who misses one reads the draft."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from flows.models import Bot

log = logging.getLogger(__name__)

MOST_CHARACTERS = 48_000
"""Of a change that is told in full: under the 64 KiB that a frame may have. Who is told of a larger one reads the
draft."""
SEND_S = 5.0


def group_of(bot: int) -> str:
    """The group of all who look at the draft of the bot with that key."""
    return f"designer.bot.{bot}"


def changed(bot: Bot, change: dict[str, Any], by: str, client: str) -> None:
    """The draft has another text. `change`: what whoever made it was told."""
    told = {name: change[name] for name in ("rev", "edits", "readable", "problem", "differs", "graph")}
    if len(json.dumps(told, ensure_ascii=False)) > MOST_CHARACTERS:
        told = {"rev": change["rev"], "edits": None}
    _send(bot, {"type": "changed", **told, "by": by, "client": client})


def version_kept(bot: Bot, version: int, by: str) -> None:
    """The draft is a version now."""
    _send(bot, {"type": "version", "version": version, "by": by})


def publication(bot: Bot, number: int, state: str, environment: str, version: int, *, ready: bool) -> None:
    """A publication of the bot goes on. `ready`: calls get its version."""
    told = {"id": number, "state": state, "environment": environment, "version": version, "ready": ready}
    _send(bot, {"type": "publication", **told})


_loop: asyncio.AbstractEventLoop | None = None
"""On which the sockets of this process live."""


def listening(loop: asyncio.AbstractEventLoop) -> None:
    """Sockets of this process live on that loop: what threads tell them goes there."""
    global _loop
    _loop = loop


def _send(bot: Bot, message: dict[str, Any]) -> None:
    """Nobody waits for it: a hint that is late is worth as little as none."""
    sending = get_channel_layer().group_send(group_of(bot.pk), {"type": "tell", "message": message})
    if _loop is not None and _loop.is_running():
        asyncio.run_coroutine_threadsafe(_hint(sending), _loop)
    else:
        async_to_sync(_hint)(sending)


async def _hint(sending: Coroutine[Any, Any, None]) -> None:
    try:
        async with asyncio.timeout(SEND_S):
            await sending
    except Exception:  # a broker that is away, of whatever kind: what was changed is kept
        log.warning("those who look at a draft were not told of a change", exc_info=True)
