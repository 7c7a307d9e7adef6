"""Where the service lies: in a bot a name that the operator gives an address, and never the address itself."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

from flows.definition.tool_request import MAX_URL_CHARACTERS
from flows.exchange.openapi.operations import Operation
from flows.exchange.openapi.refs import few, items, word

MOST_OTHERS = 10
"""Further addresses that are told of."""
ROOT = "/"
"""What a document means that names no server: where it lies itself."""
_NOT_OF_AN_ADDRESS = frozenset(" {}<>\"'\\`$();|")


class Servers:
    """The servers of a document, each with its name."""

    def __init__(
        self, document: dict[str, Any], base: str, lies_at: str | None, operations: Iterable[Operation]
    ) -> None:
        """`base`: what their names begin with; `lies_at`: the address of the document, where it has one."""
        self._document, self._base, self._lies_at = document, base, lies_at
        self._names: dict[str, str] = {}
        self.addresses: dict[str, str | None] = {}
        """By name; None where the document does not say where the server lies."""
        if items(document.get("servers")):
            self._take(_first(document))
        for operation in operations:
            self.of(operation)

    def of(self, operation: Operation) -> str:
        """The name of the server that an operation is sent to: its own, that of its path, or that of the document."""
        for holder in (operation.raw, operation.shared, self._document):
            if items(holder.get("servers")):
                return self._take(_first(holder))
        return self._take(None)

    def others(self) -> list[str]:
        """The further addresses at which the document says that it can be called."""
        every = (self._address(_filled(one)) for one in items(self._document.get("servers"))[1:MOST_OTHERS])
        return [address for address in every if address is not None]

    def _take(self, server: Any) -> str:
        url = _filled(server)
        if url not in self._names:
            number = len(self._names) + 1
            name = f"{self._base}_api" if number == 1 else f"{self._base}_{number}_api"
            self._names[url], self.addresses[name] = name, self._address(url)
        return self._names[url]

    def _address(self, url: str) -> str | None:
        """The address as an operator gives it; None where it is none."""
        if not url.isprintable():
            return None  # the standard library would leave out line breaks
        try:
            whole = urljoin(self._lies_at, url) if self._lies_at is not None else url
            scheme, place, path, _, _ = urlsplit(whole)
            host = urlsplit(whole).hostname
        except ValueError:
            return None
        address = urlunsplit((scheme, place.rpartition("@")[2], path.rstrip("/"), "", ""))
        is_one = scheme.lower() in ("http", "https") and bool(host)
        return address if is_one and is_address(address) else None


def is_address(text: str) -> bool:
    """Whether a text has signs alone that an address may have, so that it can be shown and pasted."""
    return (
        len(text) <= MAX_URL_CHARACTERS and text.isascii() and text.isprintable() and not set(text) & _NOT_OF_AN_ADDRESS
    )


def _first(holder: dict[str, Any]) -> Any:
    return next(iter(items(holder.get("servers"))), None)


def _filled(server: Any) -> str:
    """The address with the values that its variables have by default."""
    if not isinstance(server, dict) or not word(server.get("url")):
        return ROOT
    url = word(server.get("url"))[:MAX_URL_CHARACTERS]
    for name, variable in few(server.get("variables")):
        known = variable if isinstance(variable, dict) else {}
        value = known.get("default", next(iter(items(known.get("enum"))), None))
        if isinstance(value, str | int | float):
            url = url.replace(f"{{{name}}}", str(value)[:MAX_URL_CHARACTERS])[:MAX_URL_CHARACTERS]
    return url
