"""Which programs of this machine tools may ask: MCP_PROGRAMS. docs/how-to/mcp-tools.md is for whoever sets it."""

import json
import re
from pathlib import PurePosixPath
from typing import Any

from voxloom.settings.environment import Environment

NAME = "MCP_PROGRAMS"
FITS = (
    "a JSON map of names to commands, each a list of texts that begins with the whole path of a program, such as "
    '{"notes": ["/usr/bin/notes-mcp", "--stdio"]}'
)
MOST_PROGRAMS, MOST_WORDS = 50, 100
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\Z")


def read_programs(environment: Environment) -> dict[str, tuple[str, ...]]:
    """The command of each name; none without the setting. What does not fit is noted there."""
    text = environment.text(NAME)
    if not text:
        return {}
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict) or len(given) > MOST_PROGRAMS or not all(_fits(*one) for one in given.items()):
        environment.refuse(NAME, FITS)
        return {}
    return {name: tuple(command) for name, command in given.items()}


def _fits(name: str, command: Any) -> bool:
    """A relative path would hang on where the server was started."""
    if not isinstance(command, list) or not 0 < len(command) <= MOST_WORDS or _NAME.match(name) is None:
        return False
    if not all(isinstance(word, str) and "\0" not in word for word in command):
        return False
    return PurePosixPath(command[0]).is_absolute()
