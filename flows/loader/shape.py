"""Which definition class reads what stands at a path: followed through the types of the fields."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from flows.definition.bot import Bot
from flows.loader.path import Path


def class_at(data: Any, path: Path) -> type | None:
    """The class of the map at a path; None when the language knows none there. Data None: whatever may stand there."""
    for kind in _kinds_at(data, path):
        if isinstance(kind, type) and is_dataclass(kind):
            return kind
    return None


def field_names(owner: type) -> list[str]:
    """The fields of a class as they are written."""
    infos: dict[str, Any] = getattr(owner, "__pydantic_fields__", {})
    return [info.alias or name for name, info in infos.items()]


def type_words(data: Any, path: Path) -> list[str]:
    """The words that `type:` may be in the map at a path; empty when there is no choice."""
    here: Any = Bot
    for part in path:
        here = _below(here, part, data)
        data = _entry(data, part)
    words = [_tag(kind) for kind in _members(here) if is_dataclass(kind)]
    return [word for word in words if word is not None] if len(words) > 1 else []


def _kinds_at(data: Any, path: Path) -> Iterator[Any]:
    here: Any = Bot
    for part in path:
        here = _below(here, part, data)
        data = _entry(data, part)
    yield from _fitting(here, data)


def _entry(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    return data[part] if isinstance(data, list) and isinstance(part, int) and part < len(data) else None


def _below(here: Any, part: str | int, data: Any) -> Any:
    """The type of an entry of something of a type; None when there is none."""
    found: list[Any] = []
    for kind in _fitting(here, data):
        arguments = get_args(kind)
        if is_dataclass(kind):
            infos: dict[str, Any] = getattr(kind, "__pydantic_fields__", {})
            found += [info.annotation for name, info in infos.items() if (info.alias or name) == part]
        elif get_origin(kind) is dict:
            found.append(arguments[1])
        elif get_origin(kind) in (tuple, list) and isinstance(part, int):
            found.append(arguments[0])
    return Union[tuple(found)] if found else None  # noqa: UP007 - of as many as were found


def _fitting(here: Any, data: Any) -> Iterator[Any]:
    """The members of a union that may be meant by the data: those of its kind, and of its `type` word."""
    members = list(_members(here))
    word = data.get("type") if isinstance(data, dict) else None
    for kind in members:
        if is_dataclass(kind):
            tag = _tag(kind)
            if data is None or (isinstance(data, dict) and (tag is None or tag == word or len(members) == 1)):
                yield kind
        elif data is None or (get_origin(kind) is dict) == isinstance(data, dict):
            yield kind


def _members(here: Any) -> Iterator[Any]:
    if get_origin(here) is Annotated:
        yield from _members(get_args(here)[0])
    elif get_origin(here) in (Union, UnionType):
        for member in get_args(here):
            yield from _members(member)
    elif here not in (None, NoneType):
        yield here


def _tag(kind: Any) -> str | None:
    """The word in `type:` that picks a class."""
    info = getattr(kind, "__pydantic_fields__", {}).get("type")
    if info is not None and get_origin(info.annotation) is Literal and len(get_args(info.annotation)) == 1:
        return str(get_args(info.annotation)[0])
    return None
