"""Arguments that a server wants to have in headers too, for whoever stands in between (`x-mcp-header`).

Only versions without a handshake know it. What a tool wants is in its description, which is asked for when a server
refuses a call that came without.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tools.mcp.line import Headers
from tools.mcp.problems import Unusable

MARK = "x-mcp-header"
PREFIX = "Mcp-Param-"
MOST_HEADERS, MOST_DEPTH, MOST_CHARACTERS = 30, 10, 4_000
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}\Z")
_PLAIN = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?\Z")
_PACKED = re.compile(r"=\?base64\?.*\?=\Z")
Where = tuple[str, ...]
Wanted = dict[str, Where]
"""Which header holds the argument at which place."""


def sendable(text: str) -> str:
    """A text as the value of a header: packed where it has other signs than a header may have."""
    if _PLAIN.match(text) and not _PACKED.match(text):
        return text
    return f"=?base64?{base64.b64encode(text.encode()).decode()}?="


def wanted(schema: Any) -> Wanted:
    """By the description of what a tool takes. Raises Unusable where it wants what nobody may."""
    found: Wanted = {}
    for name, where in _marks(schema, ()):
        if not isinstance(name, str) or not _TOKEN.match(name) or len(found) >= MOST_HEADERS:
            raise Unusable("the tool wants headers that it may not")
        if name.lower() in {other.lower() for other in found}:
            raise Unusable("the tool wants one header twice")
        found[name] = where
    return found


def headers_for(marks: Wanted, arguments: Mapping[str, Any]) -> Headers:
    """Of one call. Raises Unusable for a value that no header can hold."""
    headers = []
    for name, where in marks.items():
        value: Any = arguments
        for part in where:
            value = value.get(part) if isinstance(value, Mapping) else None
        if value is not None:
            headers.append((f"{PREFIX}{name}", sendable(_text(value))))
    return headers


def _marks(schema: Any, where: Where) -> Iterator[tuple[Any, Where]]:
    if not isinstance(schema, Mapping) or len(where) > MOST_DEPTH:
        return
    if MARK in schema:
        yield schema[MARK], where
    properties = schema.get("properties")
    for name, below in properties.items() if isinstance(properties, Mapping) else ():
        yield from _marks(below, (*where, name))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, str | int) or len(text := str(value)) > MOST_CHARACTERS:
        raise Unusable("an argument fits into no header")
    return text
