"""Which names hold personal data by their declaration, and of what class."""

from collections.abc import Iterator
from typing import Any

from flows.checks.look import Look
from flows.definition.nodes.generate import Generate
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.loader.path import Path
from flows.values.slot_type import SlotType
from flows.values.slots import SLOT_TYPES

Name = tuple[str, str]
"""The flow that alone knows a name, empty for one that is known everywhere, and the name."""


class PersonalNames:
    """The declared names of a bot with their classes of personal data.

    A class is that of the type, or what `personal` says. What could not be read is taken for holding none.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._repair = repair_flows()
        self.none: set[Name] = set()
        """The names that hold no personal data whatever they are given: `personal: false` says so."""
        self.classes: dict[Name, str] = {}
        """The names that hold personal data, and its class."""
        self.places: dict[Name, Path] = {}
        """Where each of them is declared."""
        for path, name, personal in self._declared():
            if personal is False:
                self.none.add(name)
            elif isinstance(personal, str) and name not in self.classes:
                self.classes[name], self.places[name] = personal, path

    def resolve(self, flow: str, name: str) -> Name:
        """The name that is meant by a word in a flow: its own input or output, else one that is known everywhere."""
        if flow in self._repair and name in REPAIR_VALUES:
            return flow, name
        found = self._look.bot.flows.get(flow)
        own = found is not None and (name in found.inputs or name in found.outputs)
        return (flow, name) if own and name not in self._look.bot.slots else ("", name)

    def of_type(self, word: object) -> str | bool | None:
        """The class of personal data that values of a type are, by the word as it is written; False for a type that
        takes it away."""
        if not isinstance(word, str):
            return None
        own = self._look.bot.types.get(word)
        if own is not None:
            return _of(own)
        return SLOT_TYPES[word].personal_by_itself if word in SLOT_TYPES else None

    def of_field(self, path: Path) -> str | None:
        """The class of what a type stands for that is written at a path: a result, an input, something extracted."""
        found = self.of_type(self._written(path))
        return found if isinstance(found, str) else None

    def _written(self, path: Path) -> Any:
        """What stands in the text at a path: own types are gone from the bot."""
        here = self._look.document.data
        for part in path:
            here = here.get(part) if isinstance(here, dict) else None
        return here

    def _declared(self) -> Iterator[tuple[Path, Name, str | bool | None]]:
        for name, slot in self._look.bot.slots.items():
            if self._look.sure(("slots", name)):
                yield ("slots", name), ("", name), _of(slot)
        for name, variable in self._look.bot.variables.items():
            if self._look.sure(("variables", name)):
                by_type = self.of_type(self._written(("variables", name, "type")))
                own = by_type or "personal" if variable.personal is True else variable.personal
                yield ("variables", name), ("", name), by_type if own is None else own
        for flow_name, flow in self._look.bot.flows.items():
            for group in ("inputs", "outputs"):
                for name in getattr(flow, group):
                    path: Path = ("flows", flow_name, group, name)
                    yield path, self.resolve(flow_name, name), self.of_field(path)
        for node_path, node in self._look.nodes():
            for name in node.extract if isinstance(node, Generate) else ():
                path = (*node_path, "extract", name)
                yield path, self.resolve(str(node_path[1]), name), self.of_field(path)


def _of(slot: SlotType) -> str | bool | None:
    return False if slot.personal is False else slot.personal_class
