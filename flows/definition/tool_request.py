"""What a tool of type `http` asks for: one request."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG

MAX_URL_CHARACTERS = 2_000
"""Servers and proxies on the way refuse longer ones."""
MAX_TEMPLATES = 50
"""In one request; a caller tells no bot as many values, and each is followed through the bot by the checks."""
MAX_REDIRECTS = 5
"""Each is a way to a service and back while the caller waits."""
MAX_HEADER_CHARACTERS = 4_000
"""Servers refuse more than 8 KB of headers, and there are others beside one."""

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]
"""TRACE and CONNECT are for whoever mends networks, and hand headers back or open a way past checks."""
Below = tuple[str | int, ...]
TEMPLATES = ("url", "headers", "query", "body", "form")
"""The fields whose texts are templates."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Request:
    """The request of a tool. Its texts are templates over the arguments of the tool, then slots and variables."""

    method: Method = "GET"
    """What is done, in capital letters."""
    url: str = Field(max_length=MAX_URL_CHARACTERS)
    """The address. Scheme, host and port take no template but `{{ env.NAME }}`, which is given outside of the bot;
    behind them what a template gives is one part of the path, whatever signs it has."""
    headers: dict[str, str] = Field(default_factory=dict)
    """Header and value, in one line each."""
    query: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    """What stands behind the `?`; what is null is left out."""
    body: Any = None
    """What is sent: a map or a list as JSON, a text as it is; the texts in it are templates."""
    form: dict[str, str | int | float | bool | None] | None = None
    """What is sent as a form of a page sends it (`application/x-www-form-urlencoded`); what is null is left out."""

    redirects: int = Field(default=0, ge=0, le=MAX_REDIRECTS)
    """How many times a service may send the request on to another address, whose host has to be allowed too. Who asks
    is not told to another host."""

    def __post_init__(self) -> None:
        """Raises ValueError where there are more templates than anybody needs."""
        if sum("{" in text for _, text in self.texts()) > MAX_TEMPLATES:
            raise ValueError(f"a request has {MAX_TEMPLATES} templates at most")

    def texts(self) -> Iterator[tuple[Below, str]]:
        """Every text that may be a template, with where it stands below the request."""
        yield from texts_below({field: getattr(self, field) for field in TEMPLATES})


def texts_below(value: Any) -> Iterator[tuple[Below, str]]:
    """Every text in a value, at any depth, with where it stands below it."""
    if isinstance(value, str):
        yield (), value
        return
    entries = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        for below, text in texts_below(entry):
            yield (key, *below), text
