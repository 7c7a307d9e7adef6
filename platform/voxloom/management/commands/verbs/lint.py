"""`bot lint`: everything that is wrong with a bot, all at once."""

import argparse
import asyncio
import contextlib
import json
from typing import Any

from django.db import DatabaseError

from flows.findings import Finding, has_errors, in_order
from flows.loader.load import Loaded
from flows.understanding.close_intents import close_intents
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.misread import misread_examples
from voxloom.management.commands.verbs._bots import Stop, found, warn, workshop
from voxloom.management.commands.verbs._documents import lacking_documents

NAME = "lint"
HELP = "check a bot and list everything that is wrong with it"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("bot", metavar="FILE|SLUG", help="a YAML file, a folder, or a bot's slug")
    parser.add_argument("--json", action="store_true", help="one JSON list on standard output")


def run(options: dict[str, Any]) -> int:
    """0 clean or warnings only, 1 errors, 2 no such bot."""
    try:
        loaded = found(options["bot"])
    except Stop as stop:
        warn(str(stop))
        return stop.code
    _tell_of_documents(loaded)
    findings = in_order([*loaded.findings, *asyncio.run(misread_examples(loaded)), *_by_meaning(loaded)])
    if options["json"]:
        print(json.dumps([finding.as_json() for finding in findings], ensure_ascii=False), flush=True)
    else:
        for finding in findings:
            print(finding.as_text())
        if not findings:
            print("No findings.")
    return 1 if has_errors(findings) else 0


def _tell_of_documents(loaded: Loaded) -> None:
    """What its knowledge bases lack here, on standard error: that is no fault of the bot. Nothing without a
    database."""
    if loaded.bot is None or not loaded.bot.knowledge:
        return
    with contextlib.suppress(DatabaseError):
        for line in lacking_documents(loaded.bot):
            warn(line)


def _by_meaning(loaded: Loaded) -> list[Finding]:
    """What only sentence vectors tell; nothing, and a line on standard error, where their models are missing."""
    if not loaded.runnable:
        return []
    try:
        return asyncio.run(close_intents(loaded, InProcessEmbedder(), workshop()))
    except (ImportError, OSError, RuntimeError) as problem:
        why = " ".join(str(problem).split())
        warn(f"Examples of intents are not compared: the models for it cannot be loaded ({why}).")
        return []
