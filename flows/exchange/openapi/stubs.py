"""What stands in for a service until somebody binds it: its own examples, else values of the right types."""

import math
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from flows.checks.kinds import holds
from flows.checks.template_types import SAMPLES
from flows.definition.tool import ReturnType
from flows.exchange.openapi.kinds import type_of
from flows.exchange.openapi.names import snake
from flows.exchange.openapi.plain import is_plain_key, plain_text
from flows.exchange.openapi.refs import Refs, Unresolved, few
from flows.exchange.openapi.schemas import Schema, schema_or_none

MOST_VALUES = 60
"""Of one stub, which people read."""
MOST_ENTRIES = 3
"""Of a list."""
MOST_KEYS = 8
"""Of a map."""
DEPTH = 3
MOST_CHARACTERS = 120
MOST_NUMBER = 10**15
"""Larger ones are no amounts, and are written in ways that nobody reads."""
_OF_FORMATS = {"uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "uri": "https://example.com/", "duration": "PT1H"}


def body_examples(refs: Refs, media: dict[str, Any]) -> Iterator[Any]:
    """The examples of a whole answer, the best first."""
    if media.get("example") is not None:
        yield media["example"]
    for _, raw in list(few(media.get("examples")))[:1]:
        try:
            yield refs.map(raw).get("value")
        except Unresolved:
            return


class Stub:
    """Makes the values of one stub."""

    def __init__(self, refs: Refs) -> None:
        self._refs = refs
        self._left = MOST_VALUES

    def of(
        self, name: str, kind: ReturnType, schema: Schema | None, examples: Iterable[Any] = (), depth: int = DEPTH
    ) -> Any:
        """A value of a type: an example of the document where one fits."""
        for example in (*examples, *(schema.examples() if schema is not None else ())):
            value = self._tidy(example, depth + 1)
            if value not in (None, "") and holds(kind, value):
                return value
        return self._sample(name, kind, schema, depth)

    def _tidy(self, value: Any, depth: int) -> Any:
        """An example as far as a stub needs it, harmless; None for what is no value."""
        self._left -= 1
        if self._left < 0 or depth == 0:
            return None
        match value:
            case bool():
                return value
            case int() | float():
                return value if abs(value) < MOST_NUMBER and math.isfinite(value) else None
            case str():
                return plain_text(value, MOST_CHARACTERS)
            case list():
                made = (self._tidy(entry, depth - 1) for entry in value[:MOST_ENTRIES])
                return [entry for entry in made if entry is not None]
            case dict():
                kept = islice(((key, entry) for key, entry in few(value) if is_plain_key(key)), MOST_KEYS)
                pairs = ((key, self._tidy(entry, depth - 1)) for key, entry in kept)
                return {key: entry for key, entry in pairs if entry is not None}
        return None

    def _sample(self, name: str, kind: ReturnType, schema: Schema | None, depth: int) -> Any:
        """A value that a schema allows, always the same."""
        self._left -= 1
        match kind:
            case "map":
                return self._map(schema, depth)
            case "list":
                return self._list(name, schema, depth)
            case "number" | "integer":
                return self._number(kind, schema)
            case "text":
                return _OF_FORMATS.get(schema.format if schema is not None else "") or name_in_words(name)
        return SAMPLES[kind]

    def _map(self, schema: Schema | None, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, raw in schema.properties() if schema is not None and depth > 1 else ():
            inner = schema_or_none(self._refs, raw) if self._left > 0 and len(made) < MOST_KEYS else None
            if inner is not None and not inner.write_only and is_plain_key(key):
                made[key] = self.of(key, type_of(key, inner), inner, depth=depth - 1)
        return made

    def _list(self, name: str, schema: Schema | None, depth: int) -> list[Any]:
        raw = schema.raw.get("items") if schema is not None and self._left > 0 else None
        inner = schema_or_none(self._refs, raw) if raw is not None else None
        return [self.of(name, type_of(name, inner), inner, depth=depth)] if inner is not None else []

    @staticmethod
    def _number(kind: ReturnType, schema: Schema | None) -> int | float:
        """The sample, or the nearest that is allowed."""
        value: int | float = SAMPLES[kind]
        for bound, nearer in (("minimum", max), ("maximum", min)):
            limit = schema.raw.get(bound) if schema is not None else None
            if isinstance(limit, int | float) and not isinstance(limit, bool) and abs(limit) < MOST_NUMBER:
                value = nearer(value, limit)
        return int(value) if kind == "integer" else value


def name_in_words(name: str) -> str:
    """What a text says of which nothing is known but its name.

    >>> name_in_words("accountHolder")
    'account holder'
    """
    return snake(name, "text").replace("_", " ")
