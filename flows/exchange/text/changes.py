"""Changes of data, and the splices that make the same change in the text."""

from dataclasses import dataclass, field
from typing import Any

from flows.exchange.text.tree import Path


@dataclass(frozen=True, slots=True)
class Put:
    """Another value at a path at which one stands."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Insert:
    """A new entry of a map or list, before or behind another one; behind the last when none is named."""

    path: Path
    """The path that it will have; in a list the index that it will have."""
    value: Any
    before: str | int | None = None
    after: str | int | None = None
    in_lines: bool = False
    """Whether maps are written line by line, even where they are small."""


@dataclass(frozen=True, slots=True)
class Delete:
    """Without what stands at a path."""

    path: Path


@dataclass(frozen=True, slots=True)
class Move:
    """An entry of a map stands before another one, or behind the last."""

    path: Path
    before: str | int | None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """Many single values and keys at once; paths are those before the change."""

    values: tuple[tuple[Path, str], ...] = ()
    keys: tuple[tuple[Path, str], ...] = ()
    old: str = ""
    new: str = ""
    """The word that is another one now, where that is all: texts of several lines then keep their lines."""


Change = Put | Insert | Delete | Move | Rewrite


def changed(data: Any, change: Change) -> Any:
    """The data with a change; what was given stays as it is. The change must be one that the data allows."""
    match change:
        case Put(path, value):
            return _with(data, path, lambda _: value)
        case Delete(path):
            return _with(data, path[:-1], lambda group: _without(group, path[-1]))
        case Insert(path, value):
            return _with(data, path[:-1], lambda group: _inserted(group, change))
        case Move(path, before):
            return _with(data, path[:-1], lambda group: _moved(group, path[-1], before))
        case Rewrite():
            return _rewritten(data, _by_part(change))


def key_in(group: dict[Any, Any], key: str | int) -> Any:
    """The key of a map that is written like another; numbers and their texts are one key. Raises KeyError."""
    if key in group:
        return key
    for known in group:
        if isinstance(known, str | int) and str(known) == str(key):
            return known
    raise KeyError(key)


def value_at(data: Any, path: Path) -> Any:
    """What stands at a path. Raises KeyError, IndexError, TypeError where nothing does."""
    for part in path:
        if isinstance(data, dict):
            data = data[key_in(data, part)]
        elif isinstance(data, list) and isinstance(part, int) and part >= 0:
            data = data[part]
        else:
            raise KeyError(part)
    return data


def exists(data: Any, path: Path) -> bool:
    """Whether something stands at a path."""
    try:
        value_at(data, path)
    except (KeyError, IndexError):
        return False
    return True


def _with(data: Any, path: Path, change: Any) -> Any:
    if not path:
        return change(data)
    head, *rest = path
    if isinstance(data, dict):
        key = key_in(data, head)
        return {name: _with(value, tuple(rest), change) if name == key else value for name, value in data.items()}
    index = int(head)
    return [_with(value, tuple(rest), change) if at == index else value for at, value in enumerate(data)]


def _without(group: Any, key: str | int) -> Any:
    if isinstance(group, dict):
        own = key_in(group, key)
        return {name: value for name, value in group.items() if name != own}
    return [value for at, value in enumerate(group) if at != key]


def _inserted(group: Any, change: Insert) -> Any:
    if isinstance(group, list):
        at = int(change.path[-1])
        return [*group[:at], change.value, *group[at:]]
    names = list(group or {})
    at = len(names)
    if change.before is not None:
        at = names.index(key_in(group, change.before))
    elif change.after is not None:
        at = names.index(key_in(group, change.after)) + 1
    entries = list((group or {}).items())
    return dict([*entries[:at], (change.path[-1], change.value), *entries[at:]])


def _moved(group: dict[Any, Any], key: str | int, before: str | int | None) -> dict[Any, Any]:
    own = key_in(group, key)
    others = {name: value for name, value in group.items() if name != own}
    result: dict[Any, Any] = _inserted(others, Insert((own,), group[own], before))
    return result


@dataclass(slots=True)
class _Rewritten:
    """What becomes of a part of the data: of itself, its key, and what is in it."""

    name: str | None = None
    value: str | None = None
    inside: "dict[str, _Rewritten]" = field(default_factory=dict)


def _by_part(change: Rewrite) -> _Rewritten:
    root = _Rewritten()
    for path, value in change.values:
        _at(root, path).value = value
    for path, name in change.keys:
        _at(root, path).name = name
    return root


def _at(root: _Rewritten, path: Path) -> _Rewritten:
    for part in path:
        root = root.inside.setdefault(str(part), _Rewritten())
    return root


def _rewritten(data: Any, change: _Rewritten) -> Any:
    """In one pass: a large flow may have a thousand places to change."""
    if change.value is not None:
        return change.value
    if not change.inside:
        return data
    if isinstance(data, list):
        return [_rewritten(value, change.inside.get(str(at), _SAME)) for at, value in enumerate(data)]
    result: dict[Any, Any] = {}
    for key, value in data.items():
        own = change.inside.get(str(key), _SAME)
        result[key if own.name is None else own.name] = _rewritten(value, own)
    return result


_SAME = _Rewritten()
