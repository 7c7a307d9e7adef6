"""What a service answers when it was done: the fields of a result, their types, and how each is taken out."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flows.checks.secret_forms import secret_under
from flows.definition.tool import ReturnType
from flows.exchange.openapi.bodies import JSON, json_media, media_names
from flows.exchange.openapi.kinds import type_of
from flows.exchange.openapi.names import Taken, snake
from flows.exchange.openapi.operations import Operation
from flows.exchange.openapi.plain import is_plain_key
from flows.exchange.openapi.refs import Refs, Unresolved, few
from flows.exchange.openapi.report import NotATool, Report
from flows.exchange.openapi.schemas import Schema, read_schema, schema_or_none
from flows.exchange.openapi.stubs import Stub, body_examples
from flows.expressions.conditions import RESERVED

MOST_RETURNS = 40
"""Of one tool; nobody saves more of a result."""
ENTRIES, VALUE = "items", "value"
"""What the result is called of a service that answers with a list, or with a single value."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")


@dataclass(frozen=True)
class Answer:
    """What becomes of an answer."""

    returns: dict[str, ReturnType] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)
    """Empty: the body is the result as it is."""
    stub: dict[str, Any] = field(default_factory=dict)
    accept: str | None = None
    """The type that has to be asked for, where it is not the usual one."""


@dataclass(frozen=True)
class _Field:
    name: str
    """In the result."""
    taken_by: str
    """The expression that takes it out."""
    kind: ReturnType
    schema: Schema | None
    key: str | None
    """Its name in the object; None where it is the whole."""


def answer_of(refs: Refs, operation: Operation, report: Report) -> Answer:
    """The first answer that says that it was done. Raises NotATool where it is none that a tool can read."""
    try:
        described = _done(refs, operation)
        content = described.get("content")
        found = json_media(content)
        if found is None:
            if isinstance(content, dict) and content:
                raise NotATool(f"it answers with {media_names(content)}, and tools read JSON")
            return Answer()
        media, inside = found
        schema = read_schema(refs, inside.get("schema"))
    except Unresolved as problem:
        report.add("the answer", f"{problem}; the tool returns it as it is")
        return Answer()
    root, schema, key = _unwrapped(refs, schema)
    fields = list(_fields(refs, root, schema, report))
    examples = [_below(example, key) for example in body_examples(refs, inside)] + list(schema.examples())
    stub = Stub(refs)
    taken = {one.name: one.taken_by for one in fields}
    as_it_is = root == "body" and all(one.key == one.name for one in fields)
    results = {
        one.name: stub.of(one.name, one.kind, one.schema, [_below(whole, one.key) for whole in examples])
        for one in fields
    }
    return Answer(
        {one.name: one.kind for one in fields},
        {} if as_it_is else taken,
        results if fields else stub.of("", "map", schema, examples),
        None if media == JSON else media,
    )


def _done(refs: Refs, operation: Operation) -> dict[str, Any]:
    """The description of the first answer from 200 to 299; an empty one where there is none."""
    by_status = {status.upper(): raw for status, raw in few(operation.raw.get("responses"))}
    for status in (*sorted(one for one in by_status if re.match(r"2[0-9]{2}\Z", one)), "2XX", "DEFAULT"):
        if status in by_status:
            described = refs.map(by_status[status])
            if status != "DEFAULT" or json_media(described.get("content")) is not None:
                return described
    return {}


def _unwrapped(refs: Refs, schema: Schema) -> tuple[str, Schema, str | None]:
    """The expression for what holds the fields, its schema and the key that it stands under: `body`, or the one
    object that is in it, as services wrap their answers."""
    properties = list(schema.properties())
    if schema.kind == "object" and len(properties) == 1:
        key, raw = properties[0]
        inner = schema_or_none(refs, raw)
        if inner is not None and inner.kind == "object" and any(inner.properties()) and is_plain_key(key):
            return _entry("body", key), inner, key
    return "body", schema, None


def _below(whole: Any, key: str | None) -> Any:
    """An entry of an example; None where it has none."""
    return whole if key is None else whole.get(key) if isinstance(whole, dict) else None


def _fields(refs: Refs, root: str, schema: Schema, report: Report) -> Iterator[_Field]:
    if schema.kind == "array":
        yield _Field(ENTRIES, root, "list", schema, None)
        return
    if schema.kind in ("string", "number", "integer", "boolean"):
        yield _Field(VALUE, root, type_of(VALUE, schema), schema, None)
        return
    taken = Taken()
    left = 0
    for at, (key, raw) in enumerate(schema.properties()):
        inner = schema_or_none(refs, raw)
        if inner is not None and inner.write_only:
            continue
        name = taken.take(_result_name(key))
        expression = _entry(root, key)
        if not is_plain_key(key) or secret_under(name, expression) is not None:
            report.add(f"field {key} of the answer", "its name cannot stand in a bot")
        elif at >= MOST_RETURNS:
            left += 1
        else:
            yield _Field(name, expression, type_of(key, inner), inner, key)
    if left:
        report.add(f"{left} fields of the answer", f"the tool returns the first {MOST_RETURNS}")


def _result_name(key: str) -> str:
    """The name in the result: that of the service where conditions can be written with it."""
    if _NAME.match(key) and key not in RESERVED:
        return key
    name = snake(key, "field")
    return f"{name}_value" if name in RESERVED else name


def _entry(of: str, key: str) -> str:
    """The expression that takes an entry out of a map."""
    if _NAME.match(key) and key not in RESERVED:
        return f"{of}.{key}"
    return f"{of}[{json.dumps(key, ensure_ascii=False)}]"
