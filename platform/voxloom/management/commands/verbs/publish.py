"""`bot publish`: a stored version answers in an environment from now on."""

import argparse
from typing import Any

from django.db import DatabaseError

from flows.catalogue import newest, release
from flows.definition.bot import Bot as Definition
from flows.loader.load import load_text
from flows.models import BotVersion
from tools.needs import missing
from voxloom.accounts.environments import PRODUCTION, is_environment
from voxloom.accounts.sealed import WrongFieldKey
from voxloom.given.keeping import everything
from voxloom.management.commands.verbs._bots import NO_DATABASE, Stop, add_workspace, usable, warn
from voxloom.management.commands.verbs._documents import lacking_documents

NAME = "publish"
HELP = "let a stored version of a bot answer; calls that are under way stay with theirs"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add = parser.add_argument
    add("slug", metavar="SLUG", help="the slug of a bot in the database")
    add("--to", metavar="ENVIRONMENT", default=PRODUCTION, help=f"where it answers; default: {PRODUCTION}, for callers")
    add("--version", type=int, default=None, metavar="N", help="this version; default: the newest")
    add_workspace(parser)


def run(options: dict[str, Any]) -> int:
    """0 published, 1 a bot with errors or without a secret that it needs, 2 no such bot or version, no name of an
    environment, no database."""
    try:
        version = _wanted(options["slug"], options["version"])
        bot = usable(version.bot.slug, load_text(version.text, f"{version.bot.slug}.yaml"))
        if not is_environment(options["to"]):
            raise Stop(2, f"{options['to'][:64]} is no name of an environment: small letters, digits and hyphens.")
        _look_at_what_is_given(bot, options["to"])
        for line in lacking_documents(bot):
            warn(line)
        release(version, options["to"])
    except Stop as stop:
        warn(str(stop))
        return stop.code
    except DatabaseError:
        warn(NO_DATABASE)
        return 2
    print(f"{version.bot.slug}: version {version.number} answers in {options['to']}.", flush=True)
    return 0


def _look_at_what_is_given(bot: Definition, environment: str) -> None:
    """A secret that is missing would only be missed when somebody calls."""
    try:
        lacks = missing(bot, everything(environment))
    except WrongFieldKey as problem:
        raise Stop(1, str(problem)) from None
    fatal = [each for each in lacks if each.secret and not each.stubbed]
    for each in lacks:
        if each not in fatal:
            warn(each.as_text(environment) + (" Until then its stub answers." if each.stubbed else ""))
    if fatal:
        raise Stop(1, "\n".join(each.as_text(environment) for each in fatal))


def _wanted(slug: str, number: int | None) -> BotVersion:
    try:
        found = newest(slug, number)
    except OverflowError:
        found = None  # no number of a version is that large
    if found is None:
        which = f"version {number} of a bot" if number is not None else "bot"
        raise Stop(2, f"There is no {which} called {slug[:64]} in the database.")
    return found
