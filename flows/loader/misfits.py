"""What pydantic has against the data, gathered by place and told in the author's words."""

import json
from dataclasses import dataclass
from typing import Any

from flows.definition.own_types import Resolved
from flows.findings import Finding
from flows.loader.document import Document
from flows.loader.path import Path, called, capital, dotted, thing
from flows.loader.remedies import kind_of, type_remedy
from flows.loader.shape import class_at, field_names, type_words
from flows.near import nearest, nearest_field

TAGGED = frozenset({"nodes", "slots", "types"})
"""Maps whose entries are read by the word in their `type`."""
UNKNOWN_FIELD = "unexpected_keyword_argument"
OWN_TYPE, UNTOLD = "own_type", "untold"
"""Of own types: what is told of, and what only comes of something that is told of elsewhere."""
LACKING = frozenset({"missing", "too_short", "union_tag_not_found"})
"""Misfits of something that is not there."""


@dataclass(frozen=True)
class Misfit:
    """What does not fit at one place. `path` leads through the data that was read."""

    path: Path
    errors: list[Any]

    @property
    def kind(self) -> str:
        """Pydantic's word for the first error."""
        return str(self.errors[0]["type"])


def misfits(data: Any, errors: list[Any]) -> list[Misfit]:
    """One for every place. Where something inside fits badly, its surroundings are not told of."""
    located = [(_path(data, error), error) for error in errors]
    inner = {path[:length] for path, _ in located for length in range(len(path))}
    by_path: dict[Path, list[Any]] = {}
    for path, error in located:
        # A union tells of each of its members: where something inside fits badly, that is what its author meant.
        structured = path in inner and isinstance(at(data, path), dict | list)
        if structured and error["type"] not in ("missing", UNKNOWN_FIELD):
            continue
        by_path.setdefault(path, []).append(error)
    return [Misfit(path, several) for path, several in by_path.items()]


def of_own_types(resolved: Resolved, found: list[Misfit]) -> list[Misfit]:
    """What is wrong with own types, and of the rest what does not come of that."""
    own = [
        Misfit(problem.path, [{"type": OWN_TYPE if problem.code else UNTOLD, "problem": problem}])
        for problem in resolved.problems
    ]
    for misfit in found:
        owner = misfit.path[:2]
        comes_of_it = misfit.path[:3] in resolved.inherited or (owner in resolved.made and misfit.kind == "missing")
        comes_of_it = comes_of_it or misfit.path[:4] in resolved.unknown
        own.append(Misfit(owner, [{"type": UNTOLD}]) if comes_of_it else misfit)
    return own


def _path(data: Any, error: Any) -> Path:
    """Pydantic's location without the names of union members."""
    path: Path = ()
    here, tag_seen = data, False
    loc = error["loc"]
    for index, part in enumerate(loc):
        if isinstance(here, dict):
            is_tag = len(path) > 1 and path[-2] in TAGGED and part == here.get("type") and not tag_seen
            if is_tag:
                tag_seen = True
                continue
            key = part if part in here else _integer_key(here, part)
            if key is None:
                if index == len(loc) - 1 and error["type"] == "missing":
                    path = (*path, part)
                continue
            path, here, tag_seen = (*path, key), here[key], False
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            path, here = (*path, part), here[part]
    return path


def _integer_key(mapping: dict[Any, Any], part: object) -> int | None:
    """JSON made text of the number keys."""
    digits = part.removeprefix("-") if isinstance(part, str) else ""
    key = int(str(part)) if digits.isascii() and digits.isdecimal() else None
    return key if key in mapping else None


def at(data: Any, path: Path) -> Any:
    """The value at a path; None when there is none."""
    for part in path:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int) and part < len(data):
            data = data[part]
        else:
            return None
    return data


def is_known_field(data: Any, path: Path) -> bool:
    """Whether the language has something at a path: a field, or an entry of a map or list."""
    owner = class_at(data, path[:-1])
    return owner is None or path[-1] in field_names(owner)


def meant_field(data: Any, path: Path) -> str | None:
    """The field that an unknown one was meant to be."""
    owner = class_at(data, path[:-1])
    return nearest_field(path[-1], field_names(owner)) if owner is not None else None


def finding(document: Document, data: Any, misfit: Misfit, original: Path) -> Finding:
    """What is told of a misfit; `original` is its path in the text as written."""
    code, message, remedy, below = _told(data, misfit, _named(data, misfit.path, original))
    where = (*original, *below)
    return Finding(code, dotted(where), message, remedy, document.place(where))


def _named(data: Any, path: Path, original: Path) -> Path:
    """The path with the keys of maps as texts, so that only indices of lists are numbers."""
    return tuple(
        part if isinstance(at(data, path[:length]), list) else str(part) for length, part in enumerate(original)
    )


def _told(data: Any, misfit: Misfit, path: Path) -> tuple[str, str, str, Path]:
    """Code, message, remedy, and what leads from the misfit to the place to mend."""
    error, value = misfit.errors[0], at(data, misfit.path)
    name = capital(called(path))
    match misfit.kind:
        case "missing":
            message = f"{capital(thing(path[:-1]))} needs the field `{path[-1]}`."
            return "schema.missing", message, f"Add `{path[-1]}:` here.", ()
        case "unexpected_keyword_argument":
            return _unknown_field(data, misfit.path, path)
        case "union_tag_not_found":
            words = ", ".join(type_words(data, misfit.path))
            return "schema.missing", f"{capital(thing(path))} has no `type`.", f"Add `type:`, one of {words}.", ()
        case "union_tag_invalid":
            return _unknown_type(data, misfit.path)
        case "own_type":
            return error["problem"].code, error["problem"].message, error["problem"].remedy, ()
        case "string_too_long":
            message = f"{name} has {len(str(value)):,} characters; {error['ctx']['max_length']:,} are the limit."
            return "schema.value", message, "Shorten it.", ()
        case "too_short" if path[-1:] == ("choices",):
            return "choice.empty", f"{capital(thing(path[:2]))} has no options.", "Add two of them.", ()
        case "too_short":
            return "schema.value", f"{name} is empty.", "Add at least one entry.", ()
        case "value_error" | "assertion_error":
            reason = capital(str(error["ctx"]["error"]).rstrip("."))
            of_slot = path[:1] in (("slots",), ("types",)) and path[-1:] == ("pattern",)
            code = "slot.pattern" if of_slot else "schema.value"
            return code, f"{name} cannot be {shown(value)}.", f"{reason}.", ()
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            return "schema.value", f"{name} cannot be {shown(value)}.", _limit(error), ()
        case "literal_error":
            known = [str(word) for entry in misfit.errors for word in _literals(entry)]
            near = nearest(value, known) if isinstance(value, str) else None
            remedy = f"Did you mean `{near}`?" if near else f"It can be {_listed(known)}."
            return "schema.value", f"{name} cannot be {shown(value)}.", remedy, ()
    owner = None if (tagged := bool(type_words(data, misfit.path))) else class_at(None, path)
    fields = ["type"] if tagged else field_names(owner) if owner is not None else []
    expected, remedy = type_remedy(misfit.errors, path, value, fields)
    return "schema.type", f"{name} is {kind_of(value)}, but it should be {expected}.", remedy, ()


def _literals(error: Any) -> list[str]:
    expected = str(error.get("ctx", {}).get("expected", ""))
    return [word.strip("'") for word in expected.replace(" or ", ", ").split(", ") if word]


def _listed(words: list[str]) -> str:
    return " or ".join(f"`{word}`" for word in dict.fromkeys(words))


def _limit(error: Any) -> str:
    words = {"ge": "{} or more", "le": "{} or less", "gt": "more than {}", "lt": "less than {}"}
    told = [text.format(error["ctx"][key]) for key, text in words.items() if key in error["ctx"]]
    return f"It must be {' and '.join(told)}."


_ROUTES_OF_OLD = {
    "api_key": "Give the key to the workspace as a secret, and write the name of the secret: `key: NAME`.",
    "base_url": "Write `api_base:`.",
    "timeout": "Write `first_token:`, `gap:` or `total:`.",
    "system": "Write `instructions:`.",
}
"""Settings of providers, which routes once took as they were, and what stands for them."""


def _unknown_field(data: Any, at_path: Path, path: Path) -> tuple[str, str, str, Path]:
    owner = class_at(data, at_path[:-1])
    fields = field_names(owner) if owner is not None else []
    near = nearest_field(path[-1], fields)
    remedy = f"Did you mean `{near}`?" if near else f"It may have: {', '.join(fields)}." if fields else "Delete it."
    if path[:1] == ("routes",) and len(path) == 3:
        remedy = _ROUTES_OF_OLD.get(str(path[-1]), remedy)
    word = at(data, (*at_path[:-1], "type"))
    if len(path) == 3 and path[0] in ("slots", "types") and owner is not None:
        return "type.option", f"A slot of type `{word}` has no option `{path[-1]}`.", remedy, ()
    return "schema.unknown", f"{capital(thing(path[:-1]))} has no field `{path[-1]}`.", remedy, ()


def _unknown_type(data: Any, path: Path) -> tuple[str, str, str, Path]:
    word, known = at(data, (*path, "type")), type_words(data, path)
    if path[0] in ("slots", "types") and isinstance(own := data.get("types"), dict):
        known = [*known, *(str(name) for name in own if name != path[-1] or path[0] == "slots")]
    near = nearest(str(word).lower(), known)
    remedy = f"Did you mean `{near}`?" if near else f"Use one of {', '.join(known)}."
    of_slot = path[0] in ("slots", "types")
    code, kind = ("type.unknown", "slot") if of_slot else ("schema.value", "node")
    return code, f"There is no {kind} type {shown(word)}.", remedy, ("type",)


def shown(value: Any) -> str:
    """A value as it stands in a message, shortened."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return f"`{text if len(text) <= 40 else text[:37] + '…'}`" if text else "empty"
