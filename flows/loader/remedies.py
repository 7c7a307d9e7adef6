"""What to do about a value of the wrong kind."""

import re
from typing import Any

from flows.loader.path import Path
from flows.loader.syntax import equals_sign

_KINDS = {str: "a text", int: "a number", float: "a number", dict: "a map", list: "a list"}
_EXPECTED = {
    "string_type": "a text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "dict_type": "a map",
    "dataclass_type": "a map of fields",
    "model_attributes_type": "a map of fields",
    "tuple_type": "a list",
    "list_type": "a list",
    "none_required": "empty",
    "invalid_key": "a plain word",
}
_SPOKEN = frozenset({"confirm", "help", "say"})
_LEADS = frozenset({"else", "go", "next", "on_fail", "on_error", "on_unknown"})
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?\Z")
_NO_NUMBERS = re.compile(r"[-+]?\.(nan|inf)\Z", re.IGNORECASE)


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "empty" if value is None else _KINDS.get(type(value), "something else")


def type_remedy(errors: list[Any], path: Path, value: Any, fields: list[str]) -> tuple[str, str]:
    """What should stand there, and what to do. `fields` are those that a map there may have."""
    kinds = list(dict.fromkeys(_EXPECTED.get(error["type"], "something else") for error in errors))
    if "a number" in kinds and "a whole number" in kinds:
        kinds.remove("a whole number")
    if "a map" in kinds and "a map of fields" in kinds:
        kinds.remove("a map")
    expected = f"{', '.join(kinds[:-1])} or {kinds[-1]}" if len(kinds) > 1 else kinds[0]
    return expected, _remedy(kinds, path, value, fields) or f"Write {expected}."


def _remedy(kinds: list[str], path: Path, value: Any, fields: list[str]) -> str | None:
    name = str(path[-1]) if path else "name"
    match value:
        case bool() if name in _SPOKEN and "a text" in kinds:
            return "Write the text that is spoken, or delete the field."
        case bool() if name in _LEADS:
            return "Write the name that it leads to."
        case list() if name == "choices" and value and all(isinstance(one, str) for one in value):
            return f"Write each with its synonyms, or null: `choices: {{{value[0]}: null, …}}`."
        case bool() | int() | float() if "a text" in kinds:
            return "Put it in quotes."
        case None:
            return "Write it out, or delete the field."
        case str() if "a list" in kinds and "a text" not in kinds:
            return f"Write it as a list: `{name}: [{_short(value)}]`."
        case dict() if "a list" in kinds:
            return f"Write it as a list: `{name}: [{{…}}]`."
        case str() if {"a map", "a map of fields"} & set(kinds):
            return equals_sign(value) or _fields(fields) or "Write `name: value` below it."
        case list() if {"a map", "a map of fields"} & set(kinds):
            return _fields(fields) or "Write `name: value` lines below it, not a list."
        case list() if kinds == ["a text"]:
            return "Write one text, not a list."
        case str() if {"a number", "a whole number"} & set(kinds):
            return _number(value, whole="a number" not in kinds)
        case str() if "true or false" in kinds:
            return "Write true or false, without quotes."
    return None


def _fields(names: list[str]) -> str | None:
    return f"Write its fields below it: {', '.join(names)}." if names else None


def _number(value: str, *, whole: bool) -> str:
    if _NO_NUMBERS.match(value):
        return "Leave the field out where there is no limit."
    if _NUMBER.match(value):
        return "Write it without quotes and without zeros before it."
    if value.replace("_", "").replace(",", "").isdecimal():
        return f"Write it in figures alone: {value.replace('_', '').replace(',', '')}."
    return f"Write {'a whole number' if whole else 'a number'} in figures, such as 5."


def _short(value: str) -> str:
    return value if len(value) <= 30 and not set(value) & set(",:[]{}#\"'") else "…"
