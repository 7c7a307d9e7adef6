"""The operations of a document, each with the name of the tool that it would be."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flows.exchange.openapi.names import Taken, snake
from flows.exchange.openapi.plain import one_line, plain_text
from flows.exchange.openapi.refs import Refs, Unresolved, entries, items, word
from flows.exchange.openapi.report import MOST_PLACE_CHARACTERS, Report

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
"""As they stand in a path; of these a tool has not the last two."""
READING = frozenset({"GET", "HEAD"})
"""Methods that change nothing."""
MOST_OPERATIONS = 5_000
"""The largest documents that are published have a thousand."""
MOST_SUMMARY_CHARACTERS = 160


@dataclass(frozen=True)
class Operation:
    """A method of a path."""

    method: str
    """In capital letters."""
    path: str
    """As it stands in the document."""
    id: str
    """Its `operationId`; empty without one."""
    tool: str
    """The name of its tool."""
    raw: dict[str, Any]
    shared: dict[str, Any]
    """What all operations of the path have."""

    @property
    def place(self) -> str:
        """How it is told of."""
        return one_line(f"{self.method} {self.path}", MOST_PLACE_CHARACTERS)

    @property
    def summary(self) -> str:
        """What it does, in one line; empty where nobody says it."""
        for field in ("summary", "description"):
            if line := plain_text(self.raw.get(field), MOST_SUMMARY_CHARACTERS):
                return line
        return ""

    def parameters(self) -> Iterator[Any]:
        """Those of the path, then its own, which go before."""
        yield from items(self.shared.get("parameters"))
        yield from items(self.raw.get("parameters"))

    def is_called(self, pick: str) -> bool:
        """Whether somebody means it: by its id, the name of its tool, or method and path."""
        return pick in (self.id, self.tool, self.place) if pick else False


def find_operations(refs: Refs, document: dict[str, Any], report: Report) -> list[Operation]:
    """All of them, in the order of the document; names do not hang on what is picked."""
    found: list[Operation] = []
    taken = Taken()
    for path, raw in entries(document.get("paths")):
        if path.startswith("x-"):
            continue
        report.place = path
        try:
            shared = refs.map(raw)
        except Unresolved as problem:
            report.add("", str(problem))
            continue
        finally:
            refs.begin()
        for method in METHODS:
            if method not in shared:
                continue
            if len(found) == MOST_OPERATIONS:
                report.add("", f"only the first {MOST_OPERATIONS:,} operations are read")
                return found
            try:
                own = refs.map(shared[method])
            except Unresolved as problem:
                report.add(method.upper(), str(problem))
                continue
            finally:
                refs.begin()
            found.append(_operation(method, path, own, shared, taken))
    return found


def _operation(method: str, path: str, own: dict[str, Any], shared: dict[str, Any], taken: Taken) -> Operation:
    by_path = snake(f"{method}_{path}", method)
    known = word(own.get("operationId"))
    return Operation(method.upper(), path, known, taken.take(snake(known, by_path)), own, shared)
