"""What several verbs share: finding a bot, telling of its findings, reading stubs."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

from flows.catalogue import Authorship, BotNotFound, find
from flows.definition.bot import Bot
from flows.loader.document import read_document
from flows.loader.load import Loaded
from flows.understanding.workshop import Workshop
from voxloom.accounts.workspaces import MAIN

NO_DATABASE = "The database cannot be used; `make setup` makes it."


class Stop(Exception):
    """Ends a verb with an exit code; the message is one line for standard error."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message)
        self.code = code


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """`--workspace`: the verb works in it."""
    parser.add_argument(
        "--workspace", metavar="SLUG", default=MAIN, help=f"the workspace that the bot belongs to; default: {MAIN}"
    )


def by_this_user(message: str) -> Authorship:
    """Who types this, as this machine knows them."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):
        name = ""  # a container's user without a name
    return Authorship(name, message)


def warn(message: str) -> None:
    """One line on standard error."""
    print(message, file=sys.stderr, flush=True)


def found(name: str) -> Loaded:
    """A bot by file or slug. Raises Stop(2)."""
    try:
        return find(name)
    except BotNotFound as problem:
        raise Stop(2, str(problem)) from None


def runnable(name: str) -> tuple[Bot, Loaded]:
    """A bot that may run; its warnings go to standard error. Raises Stop."""
    loaded = found(name)
    return usable(name, loaded), loaded


def usable(name: str, loaded: Loaded) -> Bot:
    """The bot of what was loaded, if it may run; its warnings go to standard error. Raises Stop."""
    for finding in loaded.findings:
        warn(finding.as_text())
    if loaded.bot is None or not loaded.runnable:
        raise Stop(1, f"{name} has errors and cannot run.")
    return loaded.bot


def workshop() -> Workshop:
    """Recalls what this machine learned of bots."""
    return Workshop(Path(settings.DATA_DIR) / "understanding")


def read_stubs(path: str | None, bot: Bot) -> dict[str, Any]:
    """Tool to result, from a YAML or JSON file, which is read as bots are. Raises Stop(2)."""
    if path is None:
        return {}
    try:
        document, findings = read_document(Path(path).read_bytes(), Path(path).name)
    except OSError as problem:
        raise Stop(2, f"{path} cannot be read as stubs: {problem.strerror}.") from None
    if document is None or findings:
        raise Stop(2, f"{path} cannot be read as stubs: {findings[0].as_text()}")
    if not isinstance(document.data, dict):
        raise Stop(2, f"{path} is no map of tool to result.")
    for name in document.data:
        if name not in bot.tools:
            warn(f"{path}: the bot has no tool {name}.")
    return document.data
