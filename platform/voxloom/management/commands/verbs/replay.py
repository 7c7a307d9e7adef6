"""`bot replay`: run a recorded conversation again and show the first thing that differs."""

import argparse
import json
from pathlib import Path
from typing import Any

from django.db import DatabaseError

from flows.definition.bot import Bot
from flows.driver.event_log import LOG_VERSION
from flows.driver.kept_lines import WithTokens
from flows.driver.replay import BadLog, Reading, Recorded, read_log, replay
from flows.engine.program import Program
from flows.loader.load import Loaded, load_text
from flows.models import BotVersion
from flows.personal.fields import personal_fields
from flows.personal.shapes import surrogate
from voxloom.audit.actor import note
from voxloom.conversations.reading import GONE, Written, written
from voxloom.conversations.vault import VaultClosed
from voxloom.management.commands.verbs._bots import Stop, add_workspace, usable, warn

NAME = "replay"
HELP = "run a recorded conversation again and show the first difference"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument(
        "log", metavar="FILE|CONVERSATION", help="a log written by `--log`, or a conversation of this server"
    )
    parser.add_argument("--version", type=int, default=None, metavar="N", help="with this published version of the bot")
    add_workspace(parser)


def run(options: dict[str, Any]) -> int:
    """0 the same, 1 a difference or a bot with errors, 2 no such log or version."""
    try:
        kept = _kept(options["log"])
        recorded = _read(options["log"]) if kept is None else _recorded(kept)
        loaded, bot = _bot(recorded, options["version"])
        difference = replay(Program(bot), recorded, _reading(kept, loaded) if kept is not None else None)
    except Stop as stop:
        warn(str(stop))
        return stop.code
    except BadLog as problem:
        warn(f"{options['log']}: {problem}.")
        return 2
    if difference is not None:
        print(difference.as_text(), flush=True)
        return 1
    print(f"The same: {len(recorded.lines)} events.", flush=True)
    return 0


def _kept(name: str) -> Written | None:
    """A conversation of the database, where no file has that name."""
    try:
        found = None if Path(name).exists() else written(name)
        if found is not None:
            note("conversation.replay", name)
        return found
    except DatabaseError:
        return None  # no database was made yet
    except VaultClosed as problem:
        raise Stop(2, f"{name}: {problem}") from None


def _recorded(kept: Written) -> Recorded:
    return Recorded({"log": LOG_VERSION, "bot": kept.bot, "bot_hash": kept.bot_hash}, kept.lines)


def _reading(kept: Written, loaded: Loaded) -> Reading:
    """With the values of the vault; where they are gone, with others that look like them."""
    values = {
        entry.token: surrogate(entry.token, entry.personal, entry.shape) if entry.value is GONE else entry.value
        for entry in kept.values
    }
    if not kept.open:
        warn(f"{kept.call}: the caller's values are gone; others of the same shape stand in for them.")
    return WithTokens(personal_fields(loaded), kept.bot, values)


def _read(name: str) -> Recorded:
    path = Path(name)
    if not path.is_file():
        raise Stop(2, f"There is no log and no conversation called {name}.")
    try:
        with path.open(encoding="utf-8") as lines:
            return read_log(lines)
    except UnicodeDecodeError:
        raise BadLog("line 1: this is no text") from None
    except OSError as problem:
        raise Stop(2, f"{name} cannot be read: {problem.strerror}.") from None


def _bot(recorded: Recorded, version: int | None) -> tuple[Loaded, Bot]:
    slug, digest = str(recorded.header.get("bot")), str(recorded.header.get("bot_hash"))
    if version is None and "source" in recorded.header:
        loaded = load_text(json.dumps(recorded.header["source"], ensure_ascii=False), f"{slug}.json")
        return loaded, usable(slug, loaded)
    versions = BotVersion.objects.filter(bot__slug=slug)
    wanted = versions.filter(number=version) if version is not None else versions.filter(content_hash=digest)
    try:
        found = wanted.first()
    except (DatabaseError, OverflowError):
        found = None  # no database was made yet, or no number of a version is that large
    if found is None:
        which = f"version {version}" if version is not None else "version that the log was written with"
        raise Stop(2, f"There is no {which} of {slug} here.")
    loaded = load_text(found.text, f"{slug}.yaml")
    return loaded, usable(slug, loaded)
