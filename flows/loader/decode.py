"""Plain data to the definition classes: every misfit becomes a finding with its place."""

import json
from dataclasses import is_dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.definition.bot import LANGUAGE_VERSION, Bot, Defaults, Variable, Voice
from flows.definition.edges import Branch
from flows.definition.flow import Flow, Intent
from flows.definition.nodes.ask import Refusal
from flows.definition.nodes.call import Filler
from flows.definition.nodes.set import Expression
from flows.definition.nodes.types import NODE_TYPES
from flows.definition.test_case import Expectation, ExpectedCall, TestCase, TestTurn
from flows.definition.tool import Tool
from flows.findings import Finding
from flows.loader.document import Document, Path, dotted
from flows.near import did_you_mean
from flows.values.slots import SLOT_TYPES

MAX_ERRORS = 1_000
"""Nobody mends more at a time, and a file made to have more must not take longer."""


@cache
def bot_adapter() -> TypeAdapter[Bot]:
    """The reader of bots; built once, for it takes a tenth of a second."""
    return TypeAdapter(Bot)


def decode_bot(document: Document) -> tuple[Bot | None, list[Finding]]:
    """Read a document as a bot; None when it is none."""
    findings = _wrong_root(document) or _wrong_version(document)
    if findings:
        return None, findings
    try:
        return bot_adapter().validate_json(json.dumps(document.data)), []
    except ValidationError as problem:
        return None, _findings(document, problem.errors(include_url=False, include_context=True))


def _wrong_root(document: Document) -> list[Finding]:
    if isinstance(document.data, dict) and document.data:
        return []
    found = "empty" if not document.data else f"a {_kind(document.data)}"
    message = f"A bot is a map of fields; this file is {found}."
    return [Finding("schema.type", "", message, "Begin with `voxloom: 1` and `bot: NAME`.", document.place(()))]


def _wrong_version(document: Document) -> list[Finding]:
    version = document.data.get("voxloom")
    if version == LANGUAGE_VERSION and not isinstance(version, bool):
        return []
    place, remedy = document.place(("voxloom",)), f"Write `voxloom: {LANGUAGE_VERSION}` as the first line."
    if "voxloom" not in document.data:
        return [Finding("schema.version", "voxloom", "The language version is missing.", remedy, place)]
    message = f"The language version {_shown(version)} is not known here; this is version {LANGUAGE_VERSION}, a number."
    return [Finding("schema.version", "voxloom", message, remedy, place)]


def _findings(document: Document, errors: list[Any]) -> list[Finding]:
    located = [(_path(document.data, error), error) for error in errors[:MAX_ERRORS]]
    inner = {path[:length] for path, _ in located for length in range(len(path))}
    by_path: dict[Path, list[Any]] = {}
    for path, error in located:
        # A union tells of each of its members: where something inside fits badly, that is what its author meant.
        structured = isinstance(_at(document.data, path), dict | list)
        if path in inner and structured and error["type"] not in ("missing", "unexpected_keyword_argument"):
            continue
        by_path.setdefault(path, []).append(error)
    return [_finding(document, path, several) for path, several in by_path.items()]


def _path(data: Any, error: Any) -> Path:
    """Pydantic's location without the names of union members."""
    path: Path = ()
    here, tag_seen = data, False
    loc = error["loc"]
    for at, part in enumerate(loc):
        if isinstance(here, dict):
            is_tag = path[-2:-1] in (("nodes",), ("slots",)) and part == here.get("type") and not tag_seen
            if is_tag:
                tag_seen = True
                continue
            key = part if part in here else _integer_key(here, part)
            if key is None:
                if at == len(loc) - 1 and error["type"] == "missing":
                    path = (*path, part)
                continue
            path, here, tag_seen = (*path, key), here[key], False
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            path, here = (*path, part), here[part]
    return path


def _integer_key(mapping: dict[Any, Any], part: object) -> int | None:
    """JSON made text of the number keys."""
    key = int(part) if isinstance(part, str) and part.isascii() and part.isdecimal() else None
    return key if key in mapping else None


def _at(data: Any, path: Path) -> Any:
    for part in path:
        if not (isinstance(data, dict) and part in data) and not (isinstance(data, list) and isinstance(part, int)):
            return None
        data = data[part]  # type: ignore[index]
    return data


def _finding(document: Document, path: Path, errors: list[Any]) -> Finding:
    error, place, where = errors[0], document.place(path), dotted(path)
    field = path[-1] if path else ""
    value = _at(document.data, path)
    match error["type"]:
        case "missing":
            message = f"{_thing(path[:-1])} needs the field `{field}`."
            return Finding("schema.missing", where, message, f"Add `{field}:` here.", place)
        case "unexpected_keyword_argument":
            return _unknown_field(document, path, place)
        case "union_tag_not_found":
            message = f"{_thing(path)} has no `type`."
            return Finding("schema.missing", where, message, f"Add `type:`, one of {_types(path)}.", place)
        case "union_tag_invalid":
            return _unknown_type(document, path)
        case "string_too_long":
            message = f"`{field}` has {len(str(value)):,} characters; {error['ctx']['max_length']:,} are the limit."
            return Finding("schema.value", where, message, "Shorten it.", place)
        case "too_short" if path[:1] == ("slots",):
            return Finding("choice.empty", where, f"{_thing(path[:2])} has no options.", "Add two of them.", place)
        case "too_short":
            return Finding("schema.value", where, f"`{field}` is empty.", "Add at least one entry.", place)
        case "value_error":
            reason = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
            message = f"`{field}` cannot be {_shown(value)}: {reason}."
            return Finding("schema.value", where, message, "Write it like that.", place)
        case "greater_than_equal" | "less_than_equal" | "literal_error":
            expected = error["msg"].removeprefix("Input should be ")
            message = f"`{field}` cannot be {_shown(value)}."
            return Finding("schema.value", where, message, f"It should be {expected}.", place)
    expected = " or ".join(dict.fromkeys(_expected(item) for item in errors))
    message = f"`{field}` is {_article(_kind(value))}, but it should be {expected}."
    return Finding("schema.type", where, message, "Change the value, or put it in quotes if it is a text.", place)


def _unknown_field(document: Document, path: Path, place: Any) -> Finding:
    owner = _class_at(document.data, path[:-1])
    fields = _field_names(owner) if owner is not None else []
    remedy = did_you_mean(str(path[-1]), fields, f"It may have: {', '.join(fields)}." if fields else "Delete it.")
    if path[0] == "slots" and owner is not None:
        message = f"A slot of type `{_at(document.data, (*path[:-1], 'type'))}` has no option `{path[-1]}`."
        return Finding("type.option", dotted(path), message, remedy, place)
    message = f"{_thing(path[:-1])} has no field `{path[-1]}`."
    return Finding("schema.unknown", dotted(path), message, remedy, place)


def _unknown_type(document: Document, path: Path) -> Finding:
    type_path = (*path, "type")
    word = _at(document.data, type_path)
    known = list(SLOT_TYPES if path[0] == "slots" else NODE_TYPES)
    remedy = did_you_mean(str(word), known, f"Use one of {_types(path)}.")
    code = "type.unknown" if path[0] == "slots" else "schema.value"
    kind = "slot" if path[0] == "slots" else "node"
    return Finding(code, dotted(type_path), f"There is no {kind} type `{word}`.", remedy, document.place(type_path))


def _types(path: Path) -> str:
    return ", ".join(SLOT_TYPES if path and path[0] == "slots" else NODE_TYPES)


def _class_at(data: Any, path: Path) -> type | None:
    """The definition class of the map at a path."""
    tag = str((_at(data, path) or {}).get("type")) if isinstance(_at(data, path), dict) else ""
    found: type | None = None
    match path:
        case ():
            found = Bot
        case ("flows", _):
            found = Flow
        case ("flows", _, "nodes", _):
            found = NODE_TYPES.get(tag)
        case ("flows", _, "nodes", _, "next" | "on_fail" | "on_error", int()) | ("defaults", _, int()):
            found = Branch
        case ("flows", _, "nodes", _, "validate", int()):
            found = Refusal
        case ("flows", _, "nodes", _, "filler"):
            found = Filler
        case ("flows", _, "nodes", _, "set", _):
            found = Expression
        case ("slots", _):
            found = SLOT_TYPES.get(tag)
        case ("tests", _, "turns", int()):
            found = TestTurn
        case ("tests", _, "turns", int(), "expect"):
            found = Expectation
        case ("tests", _, "turns", int(), "expect", "called", int()):
            found = ExpectedCall
        case (
            ("intents" | "tools" | "variables" | "tests") as group,
            _,
        ):
            found = {"intents": Intent, "tools": Tool, "variables": Variable, "tests": TestCase}[str(group)]
        case (("defaults" | "voice") as group,):
            found = {"defaults": Defaults, "voice": Voice}[str(group)]
    return found


def _field_names(owner: type) -> list[str]:
    assert is_dataclass(owner)
    infos: dict[str, Any] = getattr(owner, "__pydantic_fields__", {})
    return [info.alias or name for name, info in infos.items()]


def _thing(path: Path) -> str:
    match path:
        case ():
            return "The bot"
        case ("flows", name):
            return f"The flow `{name}`"
        case ("flows", _, "nodes", name, *_):
            return f"The node `{name}`"
        case (group, name, *_):
            return f"The {str(group).removesuffix('s')} `{name}`"
    return f"`{path[-1]}`"


_KINDS = {str: "text", bool: "yes-or-no value", int: "number", float: "number", dict: "map", list: "list"}
_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a map",
    "tuple_type": "a list",
    "dataclass_type": "a map of fields",
    "int_from_float": "a whole number",
    "none_required": "empty",
}


def _kind(value: Any) -> str:
    return "empty" if value is None else _KINDS.get(type(value), "value")


def _article(kind: str) -> str:
    return kind if kind in ("empty", "text") else f"a {kind}"


def _expected(error: Any) -> str:
    return _EXPECTED.get(error["type"], "something else")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return f"`{text if len(text) <= 40 else text[:37] + '...'}`"
