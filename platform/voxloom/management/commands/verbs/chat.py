"""`bot chat`: talk to a bot by typing; a line is a turn."""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings

from flows.definition.bot import Bot
from flows.driver.clocks import ZoneClock, fixed
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.driver.ports import Models
from flows.driver.record import Turn
from flows.driver.silent_output import SilentOutput
from flows.engine.program import Program
from flows.models import content_hash
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.port import Embedder
from tools.box import ToolBox
from tools.models.process import ModelProcess
from tools.models.understanders import understanders
from voxloom.management.commands.verbs._bots import Stop, read_stubs, runnable, warn, workshop
from voxloom.management.commands.verbs._knowledge import models_of

NAME = "chat"
HELP = "talk to a bot by typing; /silence, /dtmf 12#, /interrupt WORDS, /hangup"
KEYS = frozenset("0123456789*#")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add = parser.add_argument
    add("bot", metavar="FILE|SLUG", help="a YAML file, a folder, or a bot's slug")
    add("--json", action="store_true", help="one JSON object a turn on standard output")
    add("--stubs", metavar="FILE", default=None, help="YAML or JSON: tool to result, instead of the bot's stubs")
    add("--now", metavar="ISO", default=None, help="the date and time of the conversation")
    add("--log", metavar="FILE", default=None, help="write the event log, JSON lines")


def run(options: dict[str, Any]) -> int:
    """0 done, 1 a bot with errors, 2 usage."""
    try:
        bot, loaded = runnable(options["bot"])
        stubs = read_stubs(options["stubs"], bot)
        clock = _clock(options["now"], bot)
        stream = _open(options["log"])
    except Stop as stop:
        warn(str(stop))
        return stop.code
    try:
        log = _event_log(stream, bot, loaded.document.data) if stream else None
        embedder = InProcessEmbedder()
        talks = _chat(
            bot,
            embedder,
            ToolBox(bot, stubs),
            models_of(bot, embedder),
            clock,
            log,
            _printer(as_json=bool(options["json"])),
        )
        asyncio.run(talks)
    finally:
        if stream is not None:
            stream.close()
    return 0


def _clock(now: str | None, bot: Bot) -> Any:
    if now is None:
        return ZoneClock(bot.timezone)
    try:
        return fixed(now, bot.timezone)
    except ValueError:
        raise Stop(2, f"--now {now} is no date and time; write it as 2026-03-01T14:30.") from None


def _open(path: str | None) -> TextIO | None:
    try:
        return Path(path).open("w", encoding="utf-8") if path else None
    except OSError as problem:
        raise Stop(2, f"{path} cannot be written: {problem.strerror}.") from None


def _event_log(stream: TextIO, bot: Bot, source: Any) -> EventLog:
    def write(line: dict[str, Any]) -> None:
        stream.write(json.dumps(line, ensure_ascii=False) + "\n")
        stream.flush()

    return EventLog(write, bot.bot, content_hash(json.dumps(source, sort_keys=True)), source)


async def _chat(
    bot: Bot,
    embedder: Embedder,
    tools: ToolBox,
    models: Models,
    clock: Any,
    log: EventLog | None,
    show: Callable[..., None],
) -> None:
    process = ModelProcess()
    try:
        chosen = understanders(settings.UNDERSTANDING.provider, settings.UNDERSTANDING.address, process)
        understander = await chosen.of(bot, embedder, workshop())
        await _talk(Conversation(Program(bot), understander, tools, SilentOutput(), clock, log, models), show)
    finally:
        await process.aclose()


async def _talk(conversation: Conversation, show: Callable[..., None]) -> None:
    show(conversation, await conversation.start())
    while conversation.state.ended is None:
        line = await asyncio.to_thread(sys.stdin.readline)
        if not line:
            show(conversation, await conversation.hang_up())
        elif line.strip():
            turn = await _turn(conversation, line.strip())
            if turn is not None:
                show(conversation, turn)
    # What stands behind the end is read and ignored, so that the writer is not cut off.
    while await asyncio.to_thread(sys.stdin.readline):
        pass


async def _turn(conversation: Conversation, line: str) -> Turn | None:
    word, _, rest = line.partition(" ")
    match word:
        case "/silence":
            return await conversation.silence()
        case "/dtmf":
            keys = "".join(rest.split())
            if not keys or set(keys) - KEYS:
                warn("/dtmf takes keys of a keypad: 0 to 9, * and #.")
                return None
            return await conversation.press(keys)
        case "/interrupt":
            return await conversation.interrupt(rest.strip())
        case "/hangup":
            return await conversation.hang_up()
    return await conversation.hear(line)


def _printer(*, as_json: bool) -> Callable[[Conversation, Turn], None]:
    def show(conversation: Conversation, turn: Turn) -> None:
        shown = turn.as_json(conversation.state)
        if as_json:
            print(json.dumps(shown, ensure_ascii=False, default=str), flush=True)
            return
        for text in turn.said:
            print(f"bot: {text}", flush=True)
        if shown["ended"]:
            print(f"(the call ended: {shown['ended']['reason']})", flush=True)

    return show
