"""What an operation sends: JSON, a form or a plain text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flows.exchange.openapi.kinds import type_of
from flows.exchange.openapi.leaves import Leaf, Place, always_sent, fixed_value
from flows.exchange.openapi.operations import READING, Operation
from flows.exchange.openapi.plain import is_plain_key, one_line
from flows.exchange.openapi.refs import Refs, TooLarge, Unresolved, few
from flows.exchange.openapi.report import NotATool, Report
from flows.exchange.openapi.schemas import Schema, alternatives, read_schema

JSON, FORM, TEXT = "application/json", "application/x-www-form-urlencoded", "text/plain"
DEPTH = 4
"""Objects within objects whose values are arguments of their own; a deeper one is given as a whole."""
MOST_LEAVES = 200
"""A request has fifty templates at most, and values that are always the same beside them."""
_MEDIA_TYPE = re.compile(r"[a-z0-9][\w.+\-]{0,60}/[a-z0-9][\w.+\-]{0,80}\Z")


@dataclass(frozen=True)
class Body:
    """The values of a body, and its type where that is not the usual one."""

    leaves: tuple[Leaf, ...] = ()
    content_type: str | None = None


def json_media(content: Any) -> tuple[str, dict[str, Any]] | None:
    """The type and the description of the JSON among several contents."""
    for name, described in few(content):
        plain = _plain(name)
        if plain in (JSON, "*/*", "application/*") or (plain.endswith("+json") and _MEDIA_TYPE.match(plain)):
            return (plain if "*" not in plain else JSON), described if isinstance(described, dict) else {}
    return None


def media_names(content: Any) -> str:
    """What is there, in words."""
    return one_line(", ".join(_plain(name) for name, _ in few(content)), 100) or "nothing"


def _plain(name: str) -> str:
    return name.partition(";")[0].strip().lower()


def body_of(refs: Refs, operation: Operation, report: Report) -> Body:
    """What is sent. Raises NotATool where a tool cannot send what the service needs."""
    raw = operation.raw.get("requestBody")
    if raw is None:
        return Body()
    if operation.method in READING:
        report.add("the body", f"a {operation.method} with a body is read in as many ways as there are servers")
        return Body()
    needed = isinstance(raw, dict) and raw.get("required") is True
    try:
        described = refs.map(raw)
        needed = described.get("required") is True
        return _of_content(refs, described.get("content"), report)
    except (Unresolved, NotATool) as problem:
        if needed:
            raise NotATool(f"its body: {problem}") from None
        report.add("the body", str(problem))
        return Body()


def _of_content(refs: Refs, content: Any, report: Report) -> Body:
    if (json := json_media(content)) is not None:
        return _json(refs, *json, report)
    for name, described in few(content):
        if _plain(name) == FORM:
            schema = read_schema(refs, described.get("schema") if isinstance(described, dict) else None)
            return Body(tuple(_Leaves(refs, "form", report).of(schema)))
        if _plain(name) == TEXT:
            return Body((Leaf("body", (), "text", needed=True),))
    raise NotATool(f"it takes {media_names(content)}; tools send JSON and forms")


def _json(refs: Refs, media: str, described: dict[str, Any], report: Report) -> Body:
    schema = read_schema(refs, described.get("schema"))
    own = None if media == JSON else media
    if (forms := alternatives(schema.raw)) > 1:
        report.add("the body", f"it may have {forms} forms; this is the first of them")
    leaves = tuple(_Leaves(refs, "body", report).of(schema))
    if leaves or any(schema.properties()):
        return Body(leaves, own)
    if schema.kind in ("object", "array", ""):
        # A text by itself is sent as it is; a map or a list in it is written as JSON.
        kind = type_of("", schema) if schema.kind else "map"
        return Body((Leaf("body", (), kind, needed=True),), media)
    raise NotATool(f"it is a single {schema.kind}, not a map")


class _Leaves:
    """Goes through the properties of one body."""

    def __init__(self, refs: Refs, place: Place, report: Report) -> None:
        self._refs, self._place, self._report = refs, place, report
        self._left = MOST_LEAVES

    def of(self, schema: Schema, keys: tuple[str, ...] = (), *, needed: bool = True) -> Iterator[Leaf]:
        """The values of an object."""
        required = schema.required
        for name, raw in schema.properties():
            yield from self._property((*keys, name), raw, needed=needed and name in required)

    def _property(self, keys: tuple[str, ...], raw: Any, *, needed: bool) -> Iterator[Leaf]:
        what = f"{self._place} {'.'.join(keys)}"
        if not is_plain_key(keys[-1]):
            self._report.add(what, "its name cannot stand in a bot")
            return
        try:
            schema = read_schema(self._refs, raw)
        except TooLarge:
            raise
        except Unresolved as problem:
            self._report.add(what, f"{problem}{'; the service needs it, so write it by hand' if needed else ''}")
            return
        if schema.read_only:
            return
        if self._place == "form" and schema.kind in ("object", "array"):
            self._report.add(what, f"it is an {schema.kind}; forms of tools hold single values")
            return
        inner = list(self.of(schema, keys, needed=needed)) if schema.kind == "object" and len(keys) < DEPTH else []
        if inner:
            yield from inner
            return
        self._left -= 1
        if self._left < 0:
            raise TooLarge(f"it has more than {MOST_LEAVES} values")
        value = fixed_value(self._report, what, keys[-1], always_sent(schema, self._place, needed=needed))
        yield Leaf(self._place, keys, type_of(keys[-1], schema), needed, value)
