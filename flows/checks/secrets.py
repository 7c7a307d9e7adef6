"""Secrets: none stands in the text of a bot, which is stored, compared, exported and shown."""

from collections.abc import Iterator
from typing import Any

from flows.checks.look import Look
from flows.checks.secret_forms import BEGINNINGS, holds_secrets, secret_in, secret_under
from flows.findings import Finding
from flows.loader.path import Path, dotted

SHOWN_CHARACTERS = 4
"""Of a secret, at most: enough to find it, and nothing to anybody else."""
SHOWN_PART = 4
"""Of a short one no more than its fourth part."""
SPOKEN = frozenset({"intents", "tests", "texts", "pronunciations", "layout", "choices", "stub", "stubs"})
"""What stands below these is said, or stands in for something: there only the keys of known services are told of."""
REMEDY = (
    "Take it out, and have it changed where it came from: whoever saw the text knows it. Keep the new one outside of "
    "the file; the bot names it, as in `auth: {bearer: NAME}`."
)


_Trail = tuple["_Trail", str | int] | None
"""The path, from its end: put together only where something is told."""
_Written = tuple[str, str, _Trail]
"""A value or the name of a field, the field that it stands under (none for a name), and where; a plain tuple, since a
bot has ten thousand of them."""


def hidden_secrets(look: Look) -> Iterator[Finding]:
    """No key, token or password stands in the text."""
    written = list(_texts(look.document.data))
    whole = "\n".join([text for text, _, _ in written])
    beginnings = [beginning for beginning in BEGINNINGS if beginning in whole]
    for text, key, trail in written:
        found = secret_in(text) if beginnings and any(beginning in text for beginning in beginnings) else None
        if found is not None:
            yield _told(look, _path(trail), *found)
        elif key and holds_secrets(key) and (secret := secret_under(key, text)) is not None:
            path = _path(trail)
            if SPOKEN.isdisjoint(path):
                yield _told(look, path, f"a secret under `{key}`", secret)


def _texts(data: Any) -> Iterator[_Written]:
    waiting: list[tuple[_Trail, str, Any]] = [(None, "", data)]
    while waiting:
        trail, key, here = waiting.pop()
        if isinstance(here, str):
            yield here, key, trail
        elif isinstance(here, dict):
            for name, entry in here.items():
                below = (trail, name)
                yield str(name), "", below
                waiting.append((below, str(name), entry))
        elif isinstance(here, list):
            waiting += [((trail, at), key, entry) for at, entry in enumerate(here)]


def _path(trail: _Trail) -> Path:
    parts: list[str | int] = []
    while trail is not None:
        trail, part = trail
        parts.append(part)
    return tuple(reversed(parts))


def _told(look: Look, path: Path, what: str, secret: str) -> Finding:
    """The finding; nothing of it repeats the secret, not even where a part of the path is one."""
    shown = tuple("…" if secret_in(str(part)) is not None else part for part in path)
    begin = secret[: min(SHOWN_CHARACTERS, len(secret) // SHOWN_PART)]
    message = f"This looks like {what}: `{begin}…`."
    return Finding("secret.inline", dotted(shown), message, REMEDY, look.document.place(path))
