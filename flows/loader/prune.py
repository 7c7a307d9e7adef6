"""Taking out what is broken, as little as possible, so that the rest of a bot can be read and checked."""

from collections.abc import Iterable
from typing import Any

from flows.definition.bot import LANGUAGE_VERSION
from flows.loader.lost import Lost
from flows.loader.misfits import UNKNOWN_FIELD, Misfit, at, meant_field
from flows.loader.path import Path

STAND_IN: dict[str, Any] = {"type": "end"}
"""Reads as a node; its place is taken by a LostNode afterwards."""


class Pruner:
    """A copy of the data of a bot from which broken parts are taken out, and what was lost by that."""

    def __init__(self, data: dict[Any, Any], lost: Lost) -> None:
        self.data: dict[Any, Any] = _copy(data)
        self.lost = lost
        self.nodes: set[Path] = set()
        """The nodes that are only held by a stand-in."""

    def note(self, found: Iterable[Misfit]) -> None:
        """Note what fields by wrong names were meant as: these are lost too, and not just left out."""
        for misfit in found:
            if misfit.kind == UNKNOWN_FIELD:
                path = misfit.path
                meant = meant_field(self.data, path)
                if meant is not None and meant not in at(self.data, path[:-1]):
                    self.lost.add(self.lost.original((*path[:-1], meant)), at(self.data, path))

    def take_out(self, found: Iterable[Misfit]) -> bool:
        """Take out the smallest thing around each misfit that may be missing; False when that cannot be done."""
        around_missing = (
            misfit.path[:-1] if misfit.kind == "missing" and len(misfit.path) > 1 else misfit.path for misfit in found
        )
        return self.remove(around_missing)

    def remove(self, paths: Iterable[Path]) -> bool:
        """Take out what stands at these paths of the data; False when that cannot be done."""
        wanted = set(paths)
        outer = [path for path in wanted if not any(path[:length] in wanted for length in range(len(path)))]
        outer.sort(key=_place_in_text, reverse=True)  # later entries of a list first: the others keep their indices
        originals = {path: self.lost.original(path) for path in outer}
        done = [self._remove(path, originals[path]) for path in outer]
        return all(done)

    def _remove(self, path: Path, original: Path) -> bool:
        if not path:
            return False
        around, last = at(self.data, path[:-1]), path[-1]
        self.lost.add(original, at(self.data, path))
        if isinstance(around, list) and isinstance(last, int):
            del around[last]
            self.lost.remove_entry(original[:-1], int(original[-1]))
        elif not isinstance(around, dict):
            return False
        elif len(path) == 1 and last in (needed := _needed()):
            around[last] = needed[str(last)]
        elif len(path) == 4 and path[0] == "flows" and path[2] == "nodes" and last in around:
            around[last] = STAND_IN
            self.nodes.add(path)
        elif last in around:
            del around[last]
        else:
            return False
        return True


def _place_in_text(path: Path) -> tuple[tuple[bool, int, str], ...]:
    return tuple((isinstance(part, str), part if isinstance(part, int) else 0, str(part)) for part in path)


def _needed() -> dict[str, Any]:
    """What stands in for fields without which there is no bot."""
    return {"voxloom": LANGUAGE_VERSION, "bot": "lost", "start": "", "flows": {}}


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(entry) for key, entry in value.items()}
    return [_copy(entry) for entry in value] if isinstance(value, list) else value
