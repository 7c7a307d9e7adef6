"""What of a bot could not be read, so that the checks tell nothing that only comes of that."""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from flows.definition.nodes.node import Node
from flows.loader.path import Path

DECLARING = frozenset(
    "slots variables types intents tools knowledge routes flows nodes inputs outputs save extract".split()
)
"""The maps whose keys are names that are used elsewhere."""


class LostNode(Node):
    """Stands for a node that could not be read: it exists, and may lead anywhere."""


@dataclass
class Lost:
    """The paths that were broken, and what may have been meant there. Paths are those of the text as written."""

    paths: dict[Path, Any] = field(default_factory=dict)
    """What was lost, with what could be read of it."""
    words: set[str] = field(default_factory=set)
    """Every text in what was lost: each may be the name of something."""
    hidden: set[str] = field(default_factory=set)
    """The maps of which nothing is known, not even the names in them."""
    _below: dict[Path, list[str]] = field(default_factory=dict)
    _declared: dict[str, set[str]] = field(default_factory=dict)
    _around: set[Path] = field(default_factory=set)
    _removed: dict[Path, list[int]] = field(default_factory=dict)

    def add(self, path: Path, value: Any) -> None:
        """Something at a path could not be read."""
        self.paths[path] = value
        self._around.update(path[:length] for length in range(len(path)))
        name = str(path[-1]) if path else ""
        self._below.setdefault(path[:-1], []).append(name)
        if not path:
            self.hidden |= DECLARING
        elif name in DECLARING and not isinstance(value, dict):
            self.hidden.add(name)
        if name == "nodes" or "nodes" in path[-2:-1] or path[:1] == ("flows",) and len(path) < 3:
            self.hidden |= set() if isinstance(value, dict) else {"save"}  # a node may give names to results
        if len(path) > 1 and path[-2] in DECLARING:
            self._declared.setdefault(str(path[-2]), set()).add(name)
        self.words |= words_in(value)
        for key, entry in _inside(value, name):
            if isinstance(entry, dict) and key in DECLARING:
                self._declared.setdefault(key, set()).update(map(str, entry))

    def touches(self, path: Path) -> bool:
        """Whether something at, around or below a path was lost."""
        return path in self._around or self.covers(path)

    def covers(self, path: Path) -> bool:
        """Whether the thing at a path, or something around it, was lost."""
        return any(path[:length] in self.paths for length in range(len(path) + 1))

    def below(self, path: Path) -> list[str]:
        """The names of the lost entries of a map."""
        return self._below.get(path, [])

    def names(self, *groups: str) -> set[str]:
        """The names that lost parts declare in these maps."""
        return {name for group in groups for name in self._declared.get(group, ())}

    def remove_entry(self, entries: Path, index: int) -> None:
        """An entry of a list is taken out; `index` is the one that it has in the text."""
        insort(self._removed.setdefault(entries, []), index)

    def original(self, path: Path) -> Path:
        """The path in the text as written of something in the data, from which entries of lists were taken out."""
        if not self._removed:
            return path
        result: Path = ()
        for part in path:
            if isinstance(part, int):
                for gone in self._removed.get(result, ()):
                    part += gone <= part
            result = (*result, part)
        return result


def words_in(value: Any) -> set[str]:
    """Every text in something, at any depth."""
    return {entry for _, entry in _inside(value, "") if isinstance(entry, str)}


def _inside(value: Any, key: str) -> Iterator[tuple[str, str | dict[Any, Any]]]:
    """Every map and text at any depth, with the key under which it stands."""
    waiting: list[tuple[str, Any]] = [(key, value)]
    while waiting:
        name, here = waiting.pop()
        if isinstance(here, str):
            yield name, here
        elif isinstance(here, dict):
            yield name, here
            waiting += [(str(inner), entry) for inner, entry in here.items()]
        elif isinstance(here, list):
            waiting += [(name, entry) for entry in here]
