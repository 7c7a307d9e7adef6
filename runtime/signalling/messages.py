"""What a page may send: read and checked in one place; everything else is refused in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

MAX_BYTES = 64 * 1024
"""An offer has about 3 KB."""
MAX_TEXT_CHARACTERS = 2_000
MAX_TICKET_CHARACTERS = 8_192
"""A token carries values; a ticket has 43."""
MAX_SESSION_CHARACTERS = 100
"""They have 43."""
MAX_VARIABLES, MAX_VARIABLE_CHARACTERS = 20, 500
KEYS = frozenset("0123456789*#")
MAX_KEYS = 40
MAX_SWITCHES = 500
"""More tools and routes than any bot has."""


class Refused(Exception):
    """A message cannot be taken; `close` is the code that the socket is closed with, None when it stays open."""

    def __init__(self, code: str, message: str, remedy: str, close: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.close = code, message, remedy, close


@dataclass(frozen=True)
class Turned:
    """Switches of a trial by the names of tools and routes, as they were sent."""

    tools: Mapping[str, Any] = field(default_factory=dict)
    models: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Again:
    """Another conversation of a trial, as far as this one is to go on from it."""

    text: str
    """The hash of the text that was tried."""
    events: tuple[Any, ...]
    """As its event log has them."""


@dataclass(frozen=True)
class Hello:
    """The first message: who may call, and how."""

    ticket: str
    """Or a token; empty where it came with the sub-protocols."""
    mode: Literal["voice", "text"]
    variables: Mapping[str, Any] = field(default_factory=dict)
    """Values that the page knows of the caller."""
    resume: str = ""
    """The secret of a conversation that was broken off, in the place of a ticket."""
    media: bool = False
    """Of such a one: whether its sound still goes both ways, and only the socket is new."""
    turned: Turned | None = None
    """Of a trial: what goes wrong on purpose from the beginning."""
    again: Again | None = None
    """Of a trial: from where it goes on."""


@dataclass(frozen=True)
class Offer:
    """The caller's media."""

    sdp: str


@dataclass(frozen=True)
class TypedText:
    """A sentence that was typed."""

    text: str


@dataclass(frozen=True)
class Dtmf:
    """Keys that were pressed."""

    keys: str


@dataclass(frozen=True)
class End:
    """The caller hangs up."""


@dataclass(frozen=True)
class Ping:
    """Is anybody there?"""


Message = Hello | Offer | TypedText | Dtmf | End | Ping | Turned


def read_message(text: str | None, raw: bytes | None = None) -> Message:
    """One frame of the socket as a message. Raises Refused."""
    if text is None or raw is not None:
        raise _malformed("Messages are JSON texts, not bytes.")
    if len(text.encode(errors="replace")) > MAX_BYTES:
        raise Refused("message.too_big", f"A message may have {MAX_BYTES // 1024} KiB.", "Send less.", 1009)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise _malformed("A message must be JSON.") from None
    if not isinstance(data, dict):
        raise _malformed("A message must be a JSON object.")
    match data.get("type"):
        case "hello":
            mode = data.get("mode", "voice")
            if mode not in ("voice", "text"):
                raise _malformed("`mode` is voice or text.")
            ticket = _text(data, "ticket", MAX_TICKET_CHARACTERS) if "ticket" in data else ""
            resume = _text(data, "resume", MAX_SESSION_CHARACTERS) if "resume" in data else ""
            values, media = _values(data.get("variables", {})), data.get("media") is True
            return Hello(ticket, mode, values, resume, media, _turned(data.get("switches")), _again(data.get("again")))
        case "offer":
            return Offer(_text(data, "sdp", MAX_BYTES, kept=False))
        case "text":
            text = _text(data, "text", MAX_TEXT_CHARACTERS)
            if not text.strip():
                raise Refused("message.empty", "There are no words in it.", "Type something.")
            return TypedText(text.strip())
        case "dtmf":
            keys = _text(data, "keys", MAX_KEYS)
            if not keys or set(keys) - KEYS:
                raise Refused("message.keys", "These are no keys of a keypad.", "Send 0 to 9, * and #.")
            return Dtmf(keys)
        case "end":
            return End()
        case "ping":
            return Ping()
        case "switches":
            return _turned(data) or Turned()
    raise _malformed("`type` is none that is known here.")


def _turned(given: Any) -> Turned | None:
    """Which switches there are is for who knows the bot."""
    if given is None:
        return None
    tools, models = (given.get("tools", {}), given.get("models", {})) if isinstance(given, dict) else (None, None)
    if not isinstance(tools, dict) or not isinstance(models, dict) or len(tools) + len(models) > MAX_SWITCHES:
        raise _malformed("`switches` has two maps: `tools` and `models`.")
    if not _sound(given):
        raise _malformed("`switches` has characters or numbers that do not exist.")
    return Turned(tools, models)


def _again(given: Any) -> Again | None:
    if given is None:
        return None
    text, events = (given.get("text"), given.get("events")) if isinstance(given, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(events, list):
        raise _malformed("`again` has the hash of a `text` and its `events`.")
    if not _sound(given):
        raise _malformed("`again` has characters or numbers that do not exist.")
    return Again(text, tuple(events))


def _values(given: Any) -> Mapping[str, Any]:
    """Names and plain values."""
    if not isinstance(given, dict) or len(given) > MAX_VARIABLES:
        raise _malformed(f"`variables` is a map of at most {MAX_VARIABLES} names.")
    for name, value in given.items():
        plain = isinstance(value, str | int | float | bool) and _exists(f"{name}{value}")
        if not plain or len(f"{name}{value}") > MAX_VARIABLE_CHARACTERS:
            raise _malformed("A value of `variables` is a short text, a number, true or false.")
    return given


def _text(data: dict[str, Any], field: str, limit: int, *, kept: bool = True) -> str:
    """`kept`: it may come into a database, which takes no zero bytes."""
    value = data.get(field)
    if not isinstance(value, str):
        raise _malformed(f"`{field}` must be a text.")
    if len(value) > limit:
        raise Refused("message.long", f"`{field}` is longer than {limit} characters.", "Send less.")
    if not _exists(value if kept else value.replace("\0", "")):
        raise _malformed(f"`{field}` has characters that do not exist.")
    return value


def _exists(text: str) -> bool:
    """Whether all characters of a text do; zero bytes, which databases do not take, are none."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _sound(given: Any) -> bool:
    """Whether all texts and numbers inside of something may come into a database."""
    try:
        text = json.dumps(given, ensure_ascii=False, allow_nan=False)
    except (ValueError, RecursionError):
        return False
    return _exists(text.replace("\\u0000", "\0"))


def _malformed(message: str) -> Refused:
    return Refused("message.malformed", message, "Speak the protocol voxloom.v1.", 4400)
