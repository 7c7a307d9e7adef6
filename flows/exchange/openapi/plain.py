"""Texts of a document made harmless: one line that can be shown, that no bot takes for a template, and no secret."""

import math
import re
from typing import Any

from flows.checks.secret_forms import secret_in, secret_under

MOST_LITERAL_CHARACTERS = 500
"""Of a value that stands in a request as it is."""
MOST_KEY_CHARACTERS = 100
"""Of the name of a parameter or property; a bot has no longer keys than 200."""
_TOO_LARGE = 10**39
"""A bot has numbers of 40 characters at most."""
_TEMPLATE_SIGNS = re.compile(r"\{[{%#]|[}%#]\}")
_BRACES = re.compile(r"[{}]")


def one_line(text: Any, most: int) -> str:
    """A text in one line that can be shown; empty for what is no text.

    >>> one_line("All\\n  pets\\x07", 20)
    'All pets'
    """
    if not isinstance(text, str):
        return ""
    begin = text[: most * 4]  # what is cut anyway need not be looked at: a description may have megabytes
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in begin).split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def plain_text(text: Any, most: int) -> str:
    """The same without what begins or ends a template, and empty where a secret stands in it.

    >>> plain_text("Pay {{ amount }} now", 30)
    'Pay amount now'
    """
    line = one_line(text, most)
    # A space in its place: what stands around it must not become one in turn.
    line = " ".join(_TEMPLATE_SIGNS.sub(" ", line).split())
    return "" if secret_in(line) is not None else line


def is_plain_key(text: str) -> bool:
    """Whether a name of the document can stand in a bot as it is."""
    return (
        0 < len(text) <= MOST_KEY_CHARACTERS
        and text.isprintable()
        and text == text.strip()
        and text != "<<"
        and _BRACES.search(text) is None
        and secret_in(text) is None
    )


def is_literal(key: str, value: Any) -> bool:
    """Whether a value of the document can stand in a request as it is, under the name of a field."""
    match value:
        case bool():
            return True
        case int():
            return abs(value) < _TOO_LARGE
        case float():
            return math.isfinite(value)
        case str():
            fits = len(value) <= MOST_LITERAL_CHARACTERS and value.isprintable() and _BRACES.search(value) is None
            return fits and secret_in(value) is None and secret_under(key, value) is None
    return False
