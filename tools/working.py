"""The job that does what takes long, wherever jobs run: it calls the tool as a call would and notes what came of it."""

import asyncio
import logging
import time
from collections.abc import Coroutine
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.utils import timezone

from flows.catalogue import version_of_hash
from flows.definition.bot import Bot
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool, command_from_json
from flows.loader.load import load_text
from tools.bindings.polling import Polls
from tools.box import ToolBox
from tools.services import Services
from voxloom import jobs
from voxloom.accounts.isolation import within
from voxloom.conversations import works

log = logging.getLogger(__name__)

ALIVE_EVERY_S = 10.0
"""A third of the claim: two may be late."""


def work(row: int, of: int) -> None:
    """Do it, for a workspace."""
    with within(of):
        wanted = works.asked(row)
        if wanted is None:
            return
        version = version_of_hash(wanted.bot, wanted.bot_hash)
        bot = load_text(version.text).bot if version is not None else None
        command = command_from_json(wanted.command)
        outcome = ToolOutcome(error="unavailable")
        if bot is not None and isinstance(command, CallTool):
            left_s = command.timeout_ms / 1000 - (timezone.now() - wanted.begun).total_seconds()
            close_old_connections()  # a process has few, and the service may take minutes
            outcome = _outcome(_called(bot, command, of, wanted.call, row), left_s)
        works.finish(row, outcome.as_json)


def _outcome(called: Coroutine[Any, Any, ToolOutcome], left_s: float) -> ToolOutcome:
    """Of a call that nobody waits for longer than that; whatever goes wrong, somebody waits for the outcome."""
    try:
        return asyncio.run(asyncio.wait_for(called, left_s))
    except TimeoutError:
        return ToolOutcome(error="timeout")
    except Exception:
        log.exception("a tool that a job calls failed")
        return ToolOutcome(error="unavailable")


async def _called(bot: Bot, command: CallTool, workspace: int, call: str, row: int) -> ToolOutcome:
    def on_progress(percent: float) -> None:
        told.append(percent)

    told: list[float] = []
    services = Services(polls=Polls(on_progress))
    telling = asyncio.create_task(_tell(row, workspace, told), name=f"progress of {row}")
    try:
        return await ToolBox(bot, services=services.of(workspace, call=call, jobs=False)).answer(command)
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        await services.aclose()


async def _tell(row: int, workspace: int, told: list[float]) -> None:
    """Write down how far it is, and that it lives, off the loop."""
    written, at = 0.0, time.monotonic()
    while True:
        await asyncio.sleep(0.2)
        news = bool(told) and told[-1] > written
        if news or time.monotonic() - at > ALIVE_EVERY_S:
            written, at = told[-1] if news else written, time.monotonic()
            await asyncio.to_thread(_write, row, workspace, written if news else None)


def _write(row: int, workspace: int, percent: float | None) -> None:
    """`percent` is None where it only lives. A database that is away for a moment ends nothing."""
    try:
        if percent is None:
            jobs.tell_alive()
        else:
            with within(workspace):
                works.tell(row, percent)
            jobs.tell_progress(percent / 100)
    except (DatabaseError, InterfaceError) as problem:
        log.warning("how far a tool is cannot be told: %s", type(problem).__name__)
    finally:
        connections.close_all()  # this thread may not be used again
