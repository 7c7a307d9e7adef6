"""The job that does what takes long, wherever jobs run: it calls the tool as a call would and notes what came of it."""

import asyncio
import logging
from typing import Any

from django.db import connections

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
            outcome = asyncio.run(_called(bot, command, of, wanted.call, row))
        works.finish(row, {"result": outcome.result, "error": outcome.error})


async def _called(bot: Bot, command: CallTool, workspace: int, call: str, row: int) -> ToolOutcome:
    def on_progress(percent: float) -> None:
        told.append(percent)

    told: list[float] = []
    services = Services(polls=Polls(on_progress))
    telling = asyncio.create_task(_tell(row, workspace, told), name=f"progress of {row}")
    try:
        async with asyncio.timeout(command.timeout_ms / 1000):
            return await ToolBox(bot, services=services.of(workspace, call=call, jobs=False)).answer(command)
    except TimeoutError:
        return ToolOutcome(error="timeout")
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
        await services.aclose()


async def _tell(row: int, workspace: int, told: list[float]) -> None:
    """Write down how far it is, off the loop."""
    written = 0.0
    while True:
        await asyncio.sleep(0.2)
        if told and told[-1] > written:
            written = told[-1]
            await asyncio.to_thread(_write, row, workspace, written)


def _write(row: int, workspace: int, percent: float) -> Any:
    try:
        with within(workspace):
            works.tell(row, percent)
        jobs.tell_progress(percent / 100)
    finally:
        connections.close_all()  # this thread may not be used again
