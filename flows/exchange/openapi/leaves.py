"""The values of a request, each with where it stands, and the arguments that they become."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from flows.definition.tool import ReturnType
from flows.definition.tool_request import MAX_TEMPLATES
from flows.exchange.openapi.names import Taken, argument
from flows.exchange.openapi.plain import is_literal
from flows.exchange.openapi.report import NotATool, Report
from flows.exchange.openapi.schemas import MISSING, Schema

Place = Literal["path", "query", "headers", "body", "form"]


@dataclass(frozen=True)
class Leaf:
    """One value."""

    place: Place
    keys: tuple[str, ...]
    """Where it stands below that; of the path its name there. Without any it is the whole body."""
    kind: ReturnType
    needed: bool
    value: Any = MISSING
    """What it is, where it is always the same; else it becomes an argument."""

    @property
    def is_fixed(self) -> bool:
        """Whether it stands in the request as it is."""
        return self.value is not MISSING

    @property
    def told(self) -> str:
        """What it is, to whoever reads the document."""
        words = {"headers": "header", "path": "path parameter", "query": "query parameter"}
        return f"{words.get(self.place, self.place)} {'.'.join(self.keys)}".rstrip()


def always_sent(schema: Schema, place: str, *, needed: bool) -> Any:
    """The value that a request has whatever the bot says; MISSING without one.

    The only value of something that need not be sent is sent where null would be instead, and no more: to send it may
    mean something. What stands in a path is always given, so that a default means nothing there.
    """
    found = schema.only_value() if needed or place == "body" else MISSING
    return schema.default() if found is MISSING and place != "path" else found


def fixed_value(report: Report, what: str, key: str, value: Any) -> Any:
    """A value that may stand in a request; MISSING for one that may not, which is told."""
    if value is MISSING or is_literal(key, value):
        return value
    report.add(what, "its only value or default cannot stand in a bot as it is, so it is an argument")
    return MISSING


@dataclass(frozen=True)
class Asked:
    """The arguments of a tool."""

    types: dict[str, ReturnType]
    names: dict[Leaf, str]
    """The argument that each value is; fixed ones have none, and those that found no room."""
    optional: tuple[str, ...]
    """The arguments that may be null."""


def ask_for(leaves: Iterable[Leaf], report: Report) -> Asked:
    """Arguments for all values that are not fixed, as many as a request may have. Raises NotATool."""
    wanted = [leaf for leaf in leaves if not leaf.is_fixed]
    in_path = [leaf for leaf in wanted if leaf.place == "path"]
    room = MAX_TEMPLATES - 1  # all of the path are one text
    first = [leaf for leaf in wanted if leaf.needed and leaf.place != "path"]
    if len(first) > room:
        raise NotATool(f"it needs {len(first) + len(in_path)} values, and a request has {MAX_TEMPLATES} at most")
    others = [leaf for leaf in wanted if not leaf.needed and leaf.place != "path"]
    kept = {*in_path, *first, *others[: room - len(first)]}
    if left := [leaf for leaf in wanted if leaf not in kept]:
        report.add(
            f"{len(left)} optional values", f"a request has {MAX_TEMPLATES} at most; the first is {left[0].told}"
        )
    types: dict[str, ReturnType] = {}
    names: dict[Leaf, str] = {}
    optional = []
    taken = Taken()
    for leaf in wanted:
        if leaf not in kept:
            continue
        name = taken.take(argument("_".join(leaf.keys) or "body"))
        names[leaf], types[name] = name, leaf.kind
        if not leaf.needed:
            optional.append(name)
    return Asked(types, names, tuple(optional))
