"""A document becomes tools, and words about what did not come along."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flows.exchange.openapi.checked import problems_of
from flows.exchange.openapi.names import base_name
from flows.exchange.openapi.operations import Operation, find_operations
from flows.exchange.openapi.refs import Refs, Unresolved, word
from flows.exchange.openapi.report import LeftOut, NotATool, Report
from flows.exchange.openapi.security import Security
from flows.exchange.openapi.servers import Servers
from flows.exchange.openapi.tool import Api, Made, tool_of

MOST_TOOLS = 500
"""At once; a bot has 20,000 keys and values, and a tool has thirty."""


@dataclass(frozen=True)
class Listed:
    """An operation, as it is listed."""

    operation: Operation
    why_not: str
    """Why it cannot become a tool; empty where it can."""

    def as_json(self) -> dict[str, Any]:
        """The object that is printed for it."""
        one = self.operation
        told = {"operation": one.id, "method": one.method, "path": one.path, "summary": one.summary, "tool": one.tool}
        return {**told, "can": not self.why_not, "why": self.why_not}


@dataclass(frozen=True)
class Imported:
    """What came of a document."""

    listed: tuple[Listed, ...]
    """The operations that were wanted."""
    tools: dict[str, Any]
    """By name, as they stand in a bot."""
    left_out: tuple[LeftOut, ...]
    base: dict[str, str | None]
    """The names of addresses that the operator gives, with what the document says they are; None where it does not."""
    others: tuple[str, ...]
    """Further addresses at which the service can be called."""
    secrets: tuple[str, ...]
    """The names of the secrets that the operator gives."""
    unknown: tuple[str, ...]
    """What was picked and is not there."""
    known: tuple[str, ...]
    """What could be picked."""


class TooMany(ValueError):
    """More operations are wanted than a bot has room for; the message is one line."""


def import_openapi(
    document: dict[str, Any], *, picks: Sequence[str] = (), base: str | None = None, lies_at: str | None = None
) -> Imported:
    """The tools of the operations that are picked, of all without picks. Raises TooMany.

    `base`: what names of the service begin with, instead of its title; `lies_at`: the address of the document.
    """
    mapped = _Mapped(document, picks, base, lies_at)
    if len(mapped.wanted) > MOST_TOOLS:
        raise TooMany(
            f"it has {len(mapped.wanted):,} operations, and a bot has room for {MOST_TOOLS} tools; pick some."
        )
    mapped.make()
    mapped.why_not |= problems_of({name: one.tool for name, one in mapped.made.items()})
    return mapped.imported()


def list_openapi(document: dict[str, Any], *, picks: Sequence[str] = ()) -> Imported:
    """The same for however many operations, to be looked at: the checks of bots have not seen the tools."""
    mapped = _Mapped(document, picks, None, None)
    mapped.make()
    return mapped.imported()


class _Mapped:
    """The operations of a document on their way to tools."""

    def __init__(self, document: dict[str, Any], picks: Sequence[str], base: str | None, lies_at: str | None) -> None:
        refs, report = Refs(document), Report()
        self._operations = find_operations(refs, document, report)
        name = base if base is not None else base_name(_title(document))
        servers = Servers(document, name, lies_at, self._operations)
        self._api = Api(refs, servers, Security(refs, document, name), report)
        self._picks = picks
        self.wanted = [one for one in self._operations if not picks or any(map(one.is_called, picks))]
        self.made: dict[str, Made] = {}
        self.why_not: dict[str, str] = {}

    def make(self) -> None:
        """A tool of each, or words."""
        for operation in self.wanted:
            self._api.report.place = operation.place
            self._api.refs.begin()
            try:
                self.made[operation.tool] = tool_of(self._api, operation)
            except (NotATool, Unresolved) as problem:
                self.why_not[operation.tool] = str(problem)

    def imported(self) -> Imported:
        """What came of it."""
        report, why_not = self._api.report, self.why_not
        for operation in self.wanted:
            report.place = operation.place
            if operation.tool in why_not:
                report.add("", f"it cannot be a tool: {why_not[operation.tool]}")
        kept = {name: one for name, one in self.made.items() if name not in why_not}
        places = {one.place for one in self.wanted}
        return Imported(
            tuple(Listed(one, why_not.get(one.tool, "")) for one in self.wanted),
            {name: one.tool for name, one in kept.items()},
            tuple(one for one in report.items() if not self._picks or one.place in places),
            {name: address for one in kept.values() for name, address in one.addresses.items()},
            tuple(self._api.servers.others()),
            tuple(dict.fromkeys(secret for one in kept.values() for secret in _secrets(one.tool.get("auth", {})))),
            tuple(pick for pick in self._picks if not any(one.is_called(pick) for one in self._operations)),
            tuple(dict.fromkeys(one.id or one.tool for one in self._operations)),
        )


def _title(document: dict[str, Any]) -> str:
    info = document.get("info")
    return word(info.get("title")) if isinstance(info, dict) else ""


def _secrets(auth: dict[str, Any]) -> list[str]:
    """The names in `auth` for which somebody has to keep something; the id of a client and a user are kept so, too."""
    inner = {**auth.get("basic", {}), **auth.get("api_key", {}), **auth.get("oauth2", {})}
    named = {**auth, **inner}
    return [named[key] for key in ("bearer", "user", "password", "client", "secret", "certificate") if key in named]
