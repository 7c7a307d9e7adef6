"""A bot's own types: `types: {member_id: {type: spelled, pattern: …}}`, made from the types of the language.

Before a bot is read, every place that names an own type is given what the type stands for: a slot gets its options,
its own ones going first, and a variable, an input or a result gets the type of the language beneath it. So nothing
else has to know own types.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flows.values.slots import SLOT_TYPES

Path = tuple[str | int, ...]
TAKEN = frozenset({*SLOT_TYPES, "boolean", "list", "map"})
"""Words that mean a type already."""
MAX_DEPTH = 20
"""An own type made from own types; more is no order that anybody keeps in mind."""


@dataclass(frozen=True)
class OwnTypeProblem:
    """What is wrong at a path. Without a code it only comes of something that is told of elsewhere."""

    path: Path
    code: str = ""
    message: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Resolved:
    """The data with what own types stand for."""

    data: dict[Any, Any]
    problems: tuple[OwnTypeProblem, ...] = ()
    inherited: frozenset[Path] = frozenset()
    """Options that stand in an own type and not where they are used."""
    made: frozenset[Path] = frozenset()
    """The slots and types that are made from own types."""
    unknown: frozenset[Path] = frozenset()
    """Arguments and results of tools that are of own types which could not be read."""


def resolve(data: Mapping[Any, Any], lost: frozenset[str] = frozenset(), *, hidden: bool = False) -> Resolved:
    """Put in what own types stand for; the data itself stays as it is.

    `lost` are own types that could not be read and `hidden` says that any may be: what is made from them is left out.
    """
    declared = data.get("types")
    types = declared if isinstance(declared, dict) else {}
    hidden = hidden or (declared is not None and not isinstance(declared, dict))
    if not types and not lost and not hidden:
        return Resolved(dict(data))
    return _Resolving(types, lost, hidden=hidden).all_of(data)


class _Resolving:
    """Own types while they are put in."""

    def __init__(self, types: Mapping[Any, Any], lost: frozenset[str], *, hidden: bool) -> None:
        self._types = types
        self._lost = lost
        self._hidden = hidden
        self._problems: list[OwnTypeProblem] = []
        self._inherited: set[Path] = set()
        self._made: set[Path] = set()
        self._unknown: set[Path] = set()

    def all_of(self, data: Mapping[Any, Any]) -> Resolved:
        """The data with all own types put in."""
        whole = dict(data)
        for group in ("types", "slots"):
            if isinstance(entries := data.get(group), dict):
                whole[group] = dict(self._entries(group, entries))
        for group in ("variables", "flows", "tools"):
            if isinstance(entries := data.get(group), dict):
                whole[group] = {name: self._plain(group, name, entry) for name, entry in entries.items()}
        return Resolved(
            whole, tuple(self._problems), frozenset(self._inherited), frozenset(self._made), frozenset(self._unknown)
        )

    def _entries(self, group: str, entries: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
        for name, entry in entries.items():
            path = (group, name)
            if group == "types" and name in TAKEN:
                message = f"`{name}` is a type of the language already."
                self._problems.append(OwnTypeProblem(path, "name.collision", message, f"Call it `my_{name}`."))
                continue
            if not isinstance(entry, dict) or not self._is_own(entry.get("type")):
                yield name, entry
                continue
            chain = self._chain(name if group == "types" else None, entry["type"])
            if chain is None:
                self._problems.append(self._circle(name) if group == "types" else OwnTypeProblem(path))
                continue
            if (base := self._base_of(chain)) is None:
                self._problems.append(OwnTypeProblem(path))  # what it is made from is told of where it stands
                continue
            merged: dict[Any, Any] = {}
            for own in reversed(chain):
                merged |= self._types[own]
            self._made.add(path)
            self._inherited |= {(*path, key) for key in merged if key not in entry}
            yield name, {**merged, **entry, "type": base}

    def _is_own(self, word: object) -> bool:
        if not isinstance(word, str) or word in TAKEN:
            return False
        return word in self._types or word in self._lost or self._hidden

    def _chain(self, name: object, word: str) -> list[str] | None:
        """The own types from which something is made, nearest first; None when they go round in a circle."""
        chain: list[str] = []
        here: object = word
        while isinstance(here, str) and self._is_own(here):
            if here == name or here in chain or len(chain) >= MAX_DEPTH:
                return None
            chain.append(here)
            entry = self._types.get(here)
            here = entry.get("type") if isinstance(entry, dict) else None
        return chain

    def _circle(self, name: object) -> OwnTypeProblem:
        """Told of a type that stands in the circle itself; what only leads into it is silent."""
        here, seen = name, list[object]()
        while isinstance(here, str) and here not in seen and isinstance(self._types.get(here), dict):
            seen.append(here)
            here = self._types[here].get("type")
        if here != name:
            return OwnTypeProblem(("types", str(name)))
        way = ", ".join(f"`{one}`" for one in seen[1:])
        message = f"The type `{name}` is made from itself{f', by way of {way}' if way else ''}."
        remedy = "Make it from a type of the language, such as text or spelled."
        return OwnTypeProblem(("types", str(name), "type"), "type.circle", message, remedy)

    def _plain(self, group: str, owner: Any, entry: Any) -> Any:
        """A variable, flow or tool with types of the language for own ones."""
        if not isinstance(entry, dict):
            return entry
        if group == "variables":
            return {**entry, "type": self._base(entry["type"])} if "type" in entry else entry
        whole = dict(entry)
        for field in ("inputs", "outputs", "arguments", "returns"):
            if isinstance(declared := entry.get(field), dict):
                whole[field] = {name: self._base(word) for name, word in declared.items()}
                if group == "tools":
                    unknown = (name for name, word in whole[field].items() if self._is_own(word))
                    self._unknown |= {(group, owner, field, name) for name in unknown}
        if group == "flows" and isinstance(nodes := entry.get("nodes"), dict):
            whole["nodes"] = {name: self._node(node) for name, node in nodes.items()}
        return whole

    def _node(self, node: Any) -> Any:
        extract = node.get("extract") if isinstance(node, dict) else None
        if not isinstance(extract, dict):
            return node
        return {**node, "extract": {name: self._base(word) for name, word in extract.items()}}

    def _base(self, word: Any) -> Any:
        """The type of the language beneath an own one; anything else as it is."""
        chain = self._chain(None, word) if self._is_own(word) else None
        return (self._base_of(chain) if chain else None) or word

    def _base_of(self, chain: list[str]) -> str | None:
        """The type of the language at the end of a chain; None when there is none."""
        last = self._types.get(chain[-1])
        base = last.get("type") if isinstance(last, dict) else None
        return base if isinstance(base, str) and base in SLOT_TYPES else None
