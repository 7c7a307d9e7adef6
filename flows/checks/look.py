"""What the checks look at: the bot, the places in its text, the declared names."""

from collections.abc import Iterator
from functools import cached_property

from flows.definition.bot import Bot
from flows.definition.edges import Next, targets
from flows.definition.nodes.node import Node
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.engine.program import declared_types, flow_types
from flows.expressions.conditions import Conditions, ConditionType
from flows.findings import Finding, Place, Severity
from flows.loader.document import Document, Path, dotted


class Look:
    """A bot and its text; makes findings at the right place."""

    def __init__(self, bot: Bot, document: Document) -> None:
        self.bot = bot
        self.document = document
        self._by_flow: dict[str, Conditions] = {}

    @cached_property
    def types(self) -> dict[str, ConditionType]:
        """Every declared name and its type in conditions."""
        return declared_types(self.bot)

    @cached_property
    def conditions(self) -> Conditions:
        """Compiles conditions against the declared names."""
        return Conditions(self.types)

    def types_at(self, path: Path) -> dict[str, ConditionType]:
        """The names that may be used at a path: in a flow its inputs and outputs too, in repair flows what they are
        given."""
        if len(path) < 2 or path[0] != "flows":
            return self.types
        repairs = path[1] in repair_flows()
        flow = self.bot.flows.get(str(path[1]))
        own: dict[str, ConditionType] = flow_types(flow) if flow is not None else {}
        return {**self.types, **(dict.fromkeys(REPAIR_VALUES, "dyn") if repairs else {}), **own}

    def conditions_at(self, path: Path) -> Conditions:
        """Compiles conditions against the names that may be used at a path."""
        types = self.types_at(path)
        if types.keys() == self.types.keys():
            return self.conditions
        flow = str(path[1])
        if flow not in self._by_flow:
            self._by_flow[flow] = Conditions(types)
        return self._by_flow[flow]

    def nodes(self) -> Iterator[tuple[Path, Node]]:
        """Every node with its path."""
        for flow_name, flow in self.bot.flows.items():
            for name, node in flow.nodes.items():
                yield ("flows", flow_name, "nodes", name), node

    @property
    def flows(self) -> tuple[str, ...]:
        """The flows of the bot and the built-in ones."""
        return tuple(dict.fromkeys((*self.bot.flows, *repair_flows())))

    def targets(self, leads_to: Next | None) -> Iterator[str]:
        """The names that an edge may lead to."""
        yield from targets(leads_to)

    def finding(
        self, code: str, path: Path, message: str, remedy: str, severity: Severity = "error", column_shift: int = 0
    ) -> Finding:
        """A finding at the place of a path."""
        place = self.document.place(path)
        if column_shift:
            place = Place(place.file, place.line, place.column + column_shift)
        return Finding(code, dotted(path), message, remedy, place, severity)
