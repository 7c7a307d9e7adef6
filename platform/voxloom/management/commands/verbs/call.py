"""`bot call`: a real WebRTC call with recordings as the caller."""

import argparse
from pathlib import Path
from typing import Any

NAME = "call"
HELP = "hold a real WebRTC call with a bot, speaking recordings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add = parser.add_argument
    add("slug", metavar="SLUG", help="the bot's slug")
    add("wavs", metavar="WAV", nargs="+", type=Path, help="a recording; each is one turn of the caller")
    add("--server", metavar="URL", default=None, help="default: http://127.0.0.1:$PORT, PORT being 8000")
    add(
        "--api-key",
        metavar="KEY",
        type=_key,
        default=None,
        help="an API key of the server; without one the local database is used",
    )
    add("--json", action="store_true", help="one JSON object an event on standard output")
    add("--record", metavar="OUT.wav", type=Path, default=None, help="write what the bot said, 48 kHz mono")
    add("--overlap", metavar="MS", type=_milliseconds, default=None, help="speak this long after the bot began to")
    add("--log", metavar="FILE", type=Path, default=None, help="write the event log, JSON lines")


def run(options: dict[str, Any]) -> int:
    """Hold the call; 0 ended, 1 failed or without an end, 2 not begun."""
    # WebRTC and its codecs take half a second to load, which the other verbs must not pay.
    from runtime.caller.command import run as call  # noqa: PLC0415

    return call(options)


def _key(text: str) -> str:
    if not text.strip() or not (text.isascii() and text.isprintable()):
        raise argparse.ArgumentTypeError("is no API key; leave the option out to use the local database")
    return text.strip()


def _milliseconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 60_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of milliseconds from 0 to 60000")
    return value
