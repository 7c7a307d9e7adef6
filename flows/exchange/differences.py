"""From one value to another by as few changes as there are differences, so that comments and forms stay."""

from collections.abc import Iterator
from typing import Any

from flows.exchange.text.changes import Change, Delete, Insert, Put
from flows.exchange.text.tree import Path, same


def differences(path: Path, old: Any, new: Any) -> Iterator[Change]:
    """The changes, in the order in which they are made. Keys that stay keep their order."""
    if same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and old and new and _share(old, new):
        yield from _of_maps(path, old, new)
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _of_lists(path, old, new)
    else:
        yield Put(path, new)


def _share(old: dict[Any, Any], new: dict[Any, Any]) -> bool:
    return bool({str(name) for name in old} & {str(name) for name in new})


def _of_maps(path: Path, old: dict[Any, Any], new: dict[Any, Any]) -> Iterator[Change]:
    known = {str(name): name for name in old}
    wanted = {str(name) for name in new}
    for name, own in known.items():
        if name not in wanted:
            yield Delete((*path, own))
    before: Any = None
    for name, value in new.items():
        if str(name) in known:
            name = known[str(name)]
            yield from differences((*path, name), old[name], value)
        elif before is not None:
            yield Insert((*path, name), value, after=before)
        else:
            yield Insert((*path, name), value, before=next(own for own in old if str(own) in wanted))
        before = name


def _of_lists(path: Path, old: list[Any], new: list[Any]) -> Iterator[Change]:
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if not same(old[at], new[at])), shorter)
    tail = next((at for at in range(shorter - head) if not same(old[-1 - at], new[-1 - at])), shorter - head)
    gone, come = old[head : len(old) - tail], new[head : len(new) - tail]
    paired = min(len(gone), len(come))
    for at in range(paired):
        yield from differences((*path, head + at), gone[at], come[at])
    for at in reversed(range(paired, len(gone))):
        yield Delete((*path, head + at))
    for at in range(paired, len(come)):
        yield Insert((*path, head + at), come[at])
