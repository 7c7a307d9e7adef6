"""The address of a request: its path with the parameters in it, everything else written so that it means itself."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, quote

from flows.checks.secret_forms import secret_in
from flows.definition.tool_request import MAX_URL_CHARACTERS
from flows.exchange.openapi.plain import is_literal, is_plain_key
from flows.exchange.openapi.report import NotATool

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_SAFE = "/:@!$&'()*+,;=~-._%"
"""What may stand in a path as it is (RFC 3986 §3.3). Braces may not: a bot would take them for a template."""
_MOST_PIECES = 50
TOO_LONG = f"its address has more than {MAX_URL_CHARACTERS:,} characters"


class Path:
    """A path of the document, taken apart."""

    def __init__(self, text: str) -> None:
        """Raises NotATool where it leads out of the service."""
        if len(text) > MAX_URL_CHARACTERS:
            raise NotATool(TOO_LONG)
        path, _, query = text.partition("#")[0].partition("?")
        self._pieces = _PARAMETER.split(path if path.startswith("/") else f"/{path}")
        self.query = {name: value for name, value in _pairs(query) if is_plain_key(name) and is_literal(name, value)}
        """What some write behind the path: it is always sent."""
        plain = _quoted("".join(self._pieces[::2]))
        if any(part in (".", "..") for part in re.split("/", re.sub("%2[eE]", ".", plain))):
            raise NotATool("its path has a part `..`, which leads elsewhere")
        if secret_in(plain) is not None:
            raise NotATool("its path looks like a secret")
        if len(self._pieces) > 2 * _MOST_PIECES:
            raise NotATool("its path has more parameters than an address can have")

    @property
    def names(self) -> list[str]:
        """The names of the parameters in it, each once."""
        return list(dict.fromkeys(self._pieces[1::2]))

    def written(self, base: str, given: Mapping[str, str]) -> str:
        """As it stands in a bot. `base`: the template before it; `given`: what stands for each parameter."""
        url = base + "".join(self._written(given))
        if len(url) > MAX_URL_CHARACTERS:
            raise NotATool(TOO_LONG)
        return url

    @staticmethod
    def part(value: str) -> str:
        """A value that is always the same as one part of a path."""
        return _quoted(value, "")

    def _written(self, given: Mapping[str, str]) -> Iterator[str]:
        for at, piece in enumerate(self._pieces):
            yield given[piece] if at % 2 else _quoted(piece)


def _quoted(text: str, safe: str = _SAFE) -> str:
    return quote(text, safe=safe, errors="replace")  # half a character may stand in JSON


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_PIECES)
    except ValueError:
        return []
