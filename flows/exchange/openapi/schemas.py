"""Schemas as far as tools need them: one kind, the properties, and the value where there is only one."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flows.exchange.openapi.refs import Refs, Unresolved, entries, items

KINDS = ("object", "array", "string", "number", "integer", "boolean")
MERGE_DEPTH = 6
"""Of `allOf` within `allOf`; deeper parts say nothing new."""
MOST_PARTS = 20
"""Of one `allOf`."""
MOST_PROPERTIES = 200
"""Of one object; a request has fifty values at most."""
MOST_VALUES = 50
"""Of a list of values or types that is looked at."""
MISSING = object()
"""There is no value; null is one."""


@dataclass(frozen=True)
class Schema:
    """A schema with its parts put together."""

    kind: str
    """One of KINDS; empty where it may be anything."""
    raw: dict[str, Any]

    @property
    def format(self) -> str:
        """The word behind `format`; empty without one."""
        found = self.raw.get("format")
        return found if isinstance(found, str) else ""

    @property
    def read_only(self) -> bool:
        """Whether it stands in answers alone."""
        return self.raw.get("readOnly") is True

    @property
    def write_only(self) -> bool:
        """Whether it stands in requests alone."""
        return self.raw.get("writeOnly") is True

    @property
    def required(self) -> frozenset[str]:
        """The properties that must be there."""
        named = items(self.raw.get("required"))[: MERGE_DEPTH * MOST_PROPERTIES]
        return frozenset(name for name in named if isinstance(name, str))

    @property
    def enum(self) -> list[Any]:
        """The first values that it can have; empty where it may have others."""
        return [value for value in items(self.raw.get("enum"))[:MOST_VALUES] if value is not None]

    def properties(self) -> Iterator[tuple[str, Any]]:
        """The names and the schemas as they stand there."""
        yield from islice(entries(self.raw.get("properties")), MOST_PROPERTIES)

    def default(self) -> Any:
        """The value that is meant where none is given. MISSING without one."""
        return self._first(self.raw.get("default", MISSING))

    def only_value(self) -> Any:
        """The one value that it can have. MISSING where it can have others."""
        enum = self.enum
        return self._first(self.raw.get("const", MISSING), enum[0] if len(enum) == 1 else MISSING)

    def _first(self, *values: Any) -> Any:
        for found in values:
            if found is not MISSING and found is not None and self.holds(found):
                return found
        return MISSING

    def examples(self) -> Iterator[Any]:
        """Values that it says it may have, the best first."""
        raw = self.raw
        listed = items(raw.get("examples"))
        for value in (raw.get("example"), *listed[:1], raw.get("const"), raw.get("default"), *self.enum[:1]):
            if value is not None:
                yield value

    def holds(self, value: Any) -> bool:
        """Whether a single value is of the kind."""
        match self.kind:
            case "string":
                return isinstance(value, str)
            case "boolean":
                return isinstance(value, bool)
            case "integer":
                return isinstance(value, int) and not isinstance(value, bool)
            case "number":
                return isinstance(value, int | float) and not isinstance(value, bool)
            case "":
                return isinstance(value, str | int | float | bool)
        return False


def read_schema(refs: Refs, raw: Any) -> Schema:
    """A schema, wherever its parts stand. Raises Unresolved."""
    merged = _merged(refs, raw, 0)
    return Schema(_kind(merged), merged)


def schema_or_none(refs: Refs, raw: Any) -> Schema | None:
    """The same; None where it cannot be had."""
    try:
        return read_schema(refs, raw)
    except Unresolved:
        return None


def _merged(refs: Refs, raw: Any, depth: int) -> dict[str, Any]:
    if raw is None or isinstance(raw, bool):
        return {}  # `true` is a schema of which nothing is known
    found = refs.map(raw)
    parts = items(found.get("allOf"))[:MOST_PARTS]
    for word in ("oneOf", "anyOf"):
        parts = parts + [one for one in items(found.get(word))[:MOST_PARTS] if not _is_null(one)][:1]
    if not parts or depth >= MERGE_DEPTH:
        return found
    whole = dict(found)
    for part in parts:
        inner = _merged(refs, part, depth + 1)
        properties = {**_first_properties(inner), **_first_properties(whole)}
        required = items(whole.get("required"))[:MOST_PROPERTIES] + items(inner.get("required"))[:MOST_PROPERTIES]
        whole = {**inner, **whole}
        whole |= {"properties": properties} if properties else {}
        whole |= {"required": required} if required else {}
    return whole


def _first_properties(raw: dict[str, Any]) -> dict[str, Any]:
    return dict(islice(entries(raw.get("properties")), MOST_PROPERTIES))


def _is_null(raw: Any) -> bool:
    return isinstance(raw, dict) and (raw.get("type") == "null" or raw.get("enum") == [None])


def _kind(raw: dict[str, Any]) -> str:
    told = raw.get("type")
    for name in [told] if isinstance(told, str) else items(told)[:MOST_VALUES]:
        if name in KINDS:
            return str(name)
    if any(entries(raw.get("properties"))) or isinstance(raw.get("additionalProperties"), dict):
        return "object"
    if "items" in raw or "prefixItems" in raw:
        return "array"
    for value in (raw.get("const"), *items(raw.get("enum"))[:MOST_VALUES]):
        match value:
            case bool():
                return "boolean"
            case int():
                return "integer"
            case float():
                return "number"
            case str():
                return "string"
    return "string" if isinstance(raw.get("format"), str) or isinstance(raw.get("pattern"), str) else ""


def alternatives(raw: dict[str, Any]) -> int:
    """How many forms something may have."""
    return max(sum(not _is_null(one) for one in items(raw.get(word))[:MOST_VALUES]) for word in ("oneOf", "anyOf"))
