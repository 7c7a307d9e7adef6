"""The request of a tool with its values: what a template gives is a value there, and never more of the request."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import nodes

from flows.definition.tool_request import MAX_HEADER_CHARACTERS, Request
from flows.expressions.templates import Template, TemplateFailed, read_template

ENV = "env"
"""What is given outside of the bot stands under this name."""
MOST_TEXTS = 2_000
"""Kept compiled at once: those of some hundred bots."""
MAX_BODY_BYTES = 256 * 1024
"""Of what is sent: a caller tells no bot as much."""
_ONE_LINE = re.compile(r"[\x20-\x7e\x80-\xff]*\Z")
"""What a header may hold (RFC 9110 §5.5), without the tab."""


class CannotFill(ValueError):
    """The request cannot be made of these values; the message is one line, names no value, and may be logged."""

    logs_its_words = True


@dataclass(frozen=True)
class Filled:
    """A request as it is sent."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None


class Outside(str):
    """A text that the operator gave; it may be more than one part of an address."""

    __slots__ = ()


def fill(request: Request, values: Mapping[str, Any], outside: Mapping[str, str]) -> Filled:
    """`values`: arguments, slots and variables that have one; `outside`: what `env.NAME` stands for.

    Raises CannotFill.
    """
    known = {**values, ENV: {name: Outside(text) for name, text in outside.items()}}
    try:
        return _fill(request, known)
    except UnicodeEncodeError:
        raise CannotFill("A value has signs that cannot be sent.") from None


def _fill(request: Request, known: Mapping[str, Any]) -> Filled:
    url = _text("url", request.url, known, _part)
    url = with_query(url, _pairs("query", request.query, known))
    headers = [
        (name, header_value(f"headers.{name}", _text(f"headers.{name}", text, known)))
        for name, text in request.headers.items()
    ]
    body, kind = _form(request.form, known) if request.form is not None else _body(request.body, known)
    if kind is not None and all(name.lower() != "content-type" for name, _ in headers):
        headers.append(("Content-Type", kind))
    return Filled(request.method, url, tuple(headers), body)


def with_query(url: str, pairs: Sequence[tuple[str, str]]) -> str:
    """An address with more behind its `?`."""
    if not pairs:
        return url
    return url + ("&" if "?" in url else "?") + urlencode(pairs, quote_via=quote, safe="")


def filled_address(place: str, text: str, outside: Mapping[str, str]) -> str:
    """An address that takes `env.NAME` alone. Raises CannotFill."""
    return _text(place, text, {ENV: {name: Outside(value) for name, value in outside.items()}}, _part)


def outside_in(text: str) -> frozenset[str]:
    """The names that a text has of `env`."""
    return _outside_in(text) if "{" in text else frozenset()


def outside_names(request: Request) -> frozenset[str]:
    """The names that a request has of `env`."""
    return frozenset[str]().union(*(outside_in(text) for _, text in request.texts()))


@lru_cache(MOST_TEXTS)
def _outside_in(text: str) -> frozenset[str]:
    return frozenset(
        part.attr
        for part in read_template(text).find_all(nodes.Getattr)
        if isinstance(part.node, nodes.Name) and part.node.name == ENV
    )


def written(value: Any) -> str:
    """A value as programs write it."""
    match value:
        case str():
            return str(value)
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case dict() | list():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        case None:
            return ""
    return str(value)


def _part(value: Any) -> str:
    """One part of a path, whatever signs it has."""
    if isinstance(value, Outside):
        return str(value)
    text = written(value)
    if text in ("", ".", ".."):
        raise ValueError("a part of the path would be none")
    return quote(text, safe="")


@lru_cache(MOST_TEXTS)
def _template(text: str, finalize: Callable[[Any], str]) -> Template:
    return Template(text, finalize=finalize)


def _text(place: str, text: str, known: Mapping[str, Any], finalize: Callable[[Any], str] = written) -> str:
    try:
        return _template(text, finalize).render(known)
    except TemplateFailed:
        raise CannotFill(f"`{place}` cannot be filled: something that it names has no value that fits.") from None


def _pairs(place: str, given: Mapping[str, Any], known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Names and what stands behind them; those that have nothing are left out."""
    found = []
    for name, text in given.items():
        value = _value(f"{place}.{name}", text, known) if isinstance(text, str) else text
        if value is not None:
            found.append((name, written(value)))
    return found


def header_value(place: str, text: str) -> str:
    """As it is sent. Raises CannotFill."""
    value = text.strip(" ")
    if len(value) > MAX_HEADER_CHARACTERS or not _ONE_LINE.match(value):
        raise CannotFill(f"`{place}` would not be one line of signs that a header may have.")
    return value


def _value(place: str, text: str, known: Mapping[str, Any]) -> Any:
    """With its type where the text is one expression; None where the names of such a one have no value."""
    template = _template(text, written)
    try:
        return template.value(known)
    except TemplateFailed:
        if template.is_one_expression and not template.names <= known.keys():
            return None
        raise CannotFill(f"`{place}` cannot be filled: something that it names has no value that fits.") from None


def _body(body: Any, known: Mapping[str, Any]) -> tuple[bytes | None, str | None]:
    """The bytes and their type."""
    if body is None:
        return None, None
    if isinstance(body, str):
        sent, kind = _text("body", body, known).encode(), "text/plain; charset=utf-8"
    else:
        filled = _filled(body, known, "body")
        sent, kind = json.dumps(filled, ensure_ascii=False, allow_nan=False).encode(), "application/json"
    if len(sent) > MAX_BODY_BYTES:
        raise CannotFill(f"`body` would have more than {MAX_BODY_BYTES} bytes.")
    return sent, kind


def _form(form: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[bytes, str]:
    """The same as a form of a page."""
    sent = urlencode(_pairs("form", form, known)).encode()
    if len(sent) > MAX_BODY_BYTES:
        raise CannotFill(f"`form` would have more than {MAX_BODY_BYTES} bytes.")
    return sent, "application/x-www-form-urlencoded"


def _filled(value: Any, known: Mapping[str, Any], place: str) -> Any:
    match value:
        case str():
            return _value(place, value, known)
        case Mapping():
            return {str(key): _filled(entry, known, f"{place}.{key}") for key, entry in value.items()}
        case list() | tuple():
            return [_filled(entry, known, f"{place}[{number}]") for number, entry in enumerate(value)]
    return value
