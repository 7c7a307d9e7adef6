"""Parameters of an operation: what stands in its path, its query and its headers."""

import re
from collections.abc import Iterator
from typing import Any

from flows.exchange.openapi.kinds import type_of
from flows.exchange.openapi.leaves import Leaf, Place, always_sent, fixed_value
from flows.exchange.openapi.operations import READING, Operation
from flows.exchange.openapi.plain import is_plain_key, one_line
from flows.exchange.openapi.refs import Refs, TooLarge, Unresolved, word
from flows.exchange.openapi.report import NotATool, Report
from flows.exchange.openapi.schemas import MISSING, Schema, read_schema

_SENT_ANYWAY = frozenset({"accept", "content-type", "authorization"})
"""Parameters of these names mean nothing (OpenAPI 3.1, Parameter Object)."""
_KEY = "idempotency-key"
"""Is sent with whatever writes."""
_OF_THE_CONNECTION = frozenset(
    "connection content-length cookie expect host http2-settings keep-alive te trailer transfer-encoding"
    " upgrade".split()
)
_HEADER = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}\Z")
_BY_HAND = "; the service needs it, so write it by hand"
_PLACES: dict[str, Place] = {"path": "path", "query": "query", "header": "headers"}
_PLAIN_STYLES = {"path": "simple", "header": "simple", "query": "form"}


def parameters_of(refs: Refs, operation: Operation, in_path: list[str], report: Report) -> Iterator[Leaf]:
    """The values of all parameters that a tool can send; `in_path`: the names that stand in the path."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    for raw in operation.parameters():
        try:
            parameter = refs.map(raw)
        except TooLarge:
            raise
        except Unresolved as problem:
            report.add("a parameter", str(problem))
            continue
        name, place = word(parameter.get("name")), word(parameter.get("in"))
        known[place, name if place != "header" else name.lower()] = parameter
    ignored = _SENT_ANYWAY | ({_KEY} if operation.method not in READING else set())
    for (place, name), parameter in known.items():
        if place != "header" or name not in ignored:
            yield from _parameter(refs, place, word(parameter.get("name")), parameter, in_path, report)
    for name in in_path:
        if ("path", name) not in known:
            report.add(f"path parameter {name}", "it stands in the path and is not described, so it is a text")
            yield Leaf("path", (name,), "text", needed=True)


def _parameter(
    refs: Refs, place: str, name: str, parameter: dict[str, Any], in_path: list[str], report: Report
) -> Iterator[Leaf]:
    what = f"{place} parameter {name}" if place != "header" else f"header {name}"
    needed = parameter.get("required") is True
    if place == "path" and name not in in_path:
        report.add(what, "it does not stand in the path")
        return
    try:
        leaf = _leaf(refs, place, name, parameter, report)
    except _CannotSend as problem:
        if place == "path":
            raise NotATool(f"its {what}: {problem}") from None
        report.add(what, f"{problem}{_BY_HAND if needed else ''}")
        return
    yield leaf


class _CannotSend(ValueError):
    """A tool has no way to send it."""


def _leaf(refs: Refs, place: str, name: str, parameter: dict[str, Any], report: Report) -> Leaf:
    if place not in _PLAIN_STYLES:
        raise _CannotSend("tools send no cookies but that of their key" if place == "cookie" else "it is nowhere")
    if not is_plain_key(name) and place != "path":
        raise _CannotSend("its name cannot stand in a bot")
    if "content" in parameter:
        raise _CannotSend("it is a document of its own (`content`)")
    if (style := parameter.get("style", _PLAIN_STYLES[place])) != _PLAIN_STYLES[place]:
        raise _CannotSend(f"tools do not write in the style {one_line(style, 20) or '?'}")
    schema = _schema(refs, parameter, f"{place} parameter {name}", report)
    if schema is not None and schema.kind == "object":
        raise _CannotSend("it is an object")
    needed = parameter.get("required") is True or place == "path"
    value = _value(place, name, schema, report, needed=needed)
    if place == "header":
        _must_be_header(name, value, needed=needed)
    kind = type_of(name, schema)
    if kind == "list":
        kind = "text"
        report.add(f"{place} parameter {name}", _as_text(place, parameter))
    return Leaf(_PLACES[place], (name,), kind, needed, value)


def _schema(refs: Refs, parameter: dict[str, Any], what: str, report: Report) -> Schema | None:
    try:
        return read_schema(refs, parameter.get("schema"))
    except Unresolved as problem:
        report.add(what, f"{problem}; it is a text")
        return None


def _value(place: str, name: str, schema: Schema | None, report: Report, *, needed: bool) -> Any:
    value = always_sent(schema, place, needed=needed) if schema is not None else MISSING
    if place == "query" or value is MISSING:
        return fixed_value(report, f"{place} parameter {name}", name, value)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if place == "path" and text in ("", ".", ".."):
        return MISSING
    return fixed_value(report, f"{place} parameter {name}", name, text)


def is_header(name: str) -> bool:
    """Whether a tool may set a header of that name."""
    plain = name.lower()
    return _HEADER.match(name) is not None and not plain.startswith("proxy-") and plain not in _OF_THE_CONNECTION


def _must_be_header(name: str, value: Any, *, needed: bool) -> None:
    if not is_header(name):
        raise _CannotSend("it cannot be the name of a header of a tool")
    if value is not MISSING and not value.isascii():
        raise _CannotSend("its value has signs that a header cannot have")
    if value is MISSING and not needed:
        raise _CannotSend("an optional header cannot be left out of a call, so it is left out of the tool")


def _as_text(place: str, parameter: dict[str, Any]) -> str:
    if place == "query" and parameter.get("explode", True) is not False:
        return "it is a list, of which a tool sends one entry: it is a text"
    return "it is a list: it is a text with commas between the entries"
