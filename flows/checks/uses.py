"""Which names the nodes of a bot use and give values to, and which may still matter behind a node."""

from collections.abc import Iterator

from flows.checks.cells import Field
from flows.checks.fields import Fields
from flows.checks.logic import Opaque, comparisons, names_of
from flows.checks.look import Look
from flows.checks.ways import Spot, Ways
from flows.definition.edges import HANDOFF
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.handoff import Handoff
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Expression, Set
from flows.loader.lost import LostNode

DEFAULT_EDGES: tuple[tuple[type[Node], str], ...] = (
    (Ask, "on_fail"),
    (Call, "on_error"),
    (Generate, "on_error"),
    (Answer, "on_error"),
)


class Uses:
    """The names of the nodes, as bits of a world."""

    def __init__(self, look: Look, ways: Ways, fields: Fields) -> None:
        self._look, self._ways, self._fields = look, ways, fields
        self.needed: dict[Spot, frozenset[str]] = {}
        self._bits: dict[Spot, tuple[int, int]] = {}
        self._given: dict[Spot, int] = {}
        self._onward: dict[Spot, tuple[Spot, ...]] = {}
        flows: dict[str, set[str]] = {}
        for spot, node in ways.nodes.items():
            used, tested = self._used(spot, node)
            given = set(given_names(node))
            self.needed[spot] = used
            self._bits[spot] = sum(map(fields.bits, used)), sum(map(fields.bits, tested))
            self._given[spot] = sum(fields.everywhere[name].all for name in given if name in fields.everywhere)
            for name in used | given:
                flows.setdefault(name, set()).add(spot[0])
        self.tested = 0
        """The names that conditions ask for."""
        for _, bits in self._bits.values():
            self.tested |= bits
        shared = {name for name, of in flows.items() if len(of) > 1}
        self.shared = sum(map(fields.bits, shared | fields.own_names))
        """The names that more than one flow has to do with."""
        self.set_bits = self._bits_set()
        """Of slots the values that a `set` gives them."""
        self.asked = {name: self._asked(name) for name in look.bot.flows}
        """The slots that a flow itself asks for."""
        self.leads_to = self._flows_led_to()
        self.touched = {name: self._touched(name) for name in look.bot.flows}
        """What a flow, and those that it runs and leads to, have to do with."""
        self.written = {name: self._written(name) for name in look.bot.flows}
        self.waits = {name for name in look.bot.flows if self._waits(name)}
        """The flows that may wait for somebody, or be left for another flow."""
        self.live = self._live()
        """For each node the names that are used behind it, and those that are tested there."""

    def _used(self, spot: Spot, node: Node) -> tuple[frozenset[str], frozenset[str]]:
        """The names that a node uses, and those of them of which more matters than that they have a value."""
        if isinstance(node, LostNode):
            return frozenset(), frozenset()
        fields = self._fields
        used: set[str] = {node.slot} if isinstance(node, Ask) else set()
        tested: set[str] = set()
        for text in self._texts(node):
            used |= fields.names(text)
            tested |= fields.tested_in(text)
        for text in self._expressions(node):
            logic = fields.logic(spot[0], text)
            used |= names_of(logic)
            tested |= {compare.name for compare in comparisons(logic)} if not isinstance(logic, Opaque) else set()
        return frozenset(used), frozenset(tested)

    def _texts(self, node: Node) -> Iterator[str]:
        for _, text in node.texts():
            yield text
            for texts in self._look.bot.texts.values():
                if text in texts:
                    yield texts[text]
        yield from getattr(node, "translations", {}).values()
        if isinstance(node, Call) and (tool := self._look.bot.tools.get(node.tool)) is not None:
            yield from (text for _, text in (*tool.templates, *self._look.texts_of_undo(node.tool)))
        if isinstance(node, Ask):
            yield self._look.bot.defaults.read_back
        if isinstance(node, Generate):
            asked = (self._look.bot.tools.get(name) for name in node.tools)
            yield from (tool.confirm for tool in asked if tool is not None and tool.confirm is not None)

    def _expressions(self, node: Node) -> Iterator[str]:
        yield from (text for _, text in node.conditions())
        if isinstance(node, Set):
            yield from (value.expr for value in node.set.values() if isinstance(value, Expression))
        if isinstance(node, Call):
            yield from node.save.values()
        for kind, field in DEFAULT_EDGES:
            leads_to = getattr(self._look.bot.defaults, field)
            if isinstance(node, kind) and leads_to is not None and not isinstance(leads_to, str):
                yield from (branch.condition for branch in leads_to if branch.condition is not None)

    def _bits_set(self) -> dict[Field, int]:
        bits: dict[Field, int] = {}
        for node in self._ways.nodes.values():
            for name, value in node.set.items() if isinstance(node, Set) else ():
                at = self._fields.everywhere.get(name) if name in self._look.bot.slots else None
                if at is not None and value is not None:
                    bits[at] = bits.get(at, 0) | at.of(value)
        return bits

    def _asked(self, flow: str) -> tuple[str, ...]:
        nodes = self._look.bot.flows[flow].nodes.values()
        slots = (node.slot for node in nodes if isinstance(node, Ask))
        return tuple(dict.fromkeys(slot for slot in slots if slot in self._look.bot.slots))

    def onward(self, spot: Spot) -> tuple[Spot, ...]:
        """Every spot to which a node leads, by itself, by the bot's defaults, or by running a flow."""
        if (known := self._onward.get(spot)) is None:
            known = self._onward[spot] = tuple(dict.fromkeys(self._targets(spot)))
        return known

    def _targets(self, spot: Spot) -> Iterator[Spot]:
        yield from (target for _, target in self._ways.onward(spot))
        if (run := self._ways.runs(spot)) is not None:
            yield run
        node = self._ways.nodes[spot]
        for kind, field in DEFAULT_EDGES:
            if isinstance(node, kind):
                for name in self._look.targets(getattr(self._look.bot.defaults, field)):
                    if (found := self._ways.spot(spot[0], name)) is not None:
                        yield found

    def _flows_led_to(self) -> dict[str, set[str]]:
        """For each flow all flows that it runs or leads to, itself included."""
        direct: dict[str, set[str]] = {name: {name} for name in self._look.bot.flows}
        for spot in self._ways.nodes:
            direct[spot[0]] |= {target[0] for target in self.onward(spot)}
        result: dict[str, set[str]] = {}
        for name in direct:
            reached, waiting = {name}, [name]
            while waiting:
                new = direct[waiting.pop()] - reached
                reached |= new
                waiting += new
            result[name] = reached
        return result

    def _touched(self, flow: str) -> int:
        bits = 0
        for name in self.leads_to[flow]:
            for node in self._look.bot.flows[name].nodes:
                used, tested = self._bits[name, node]
                bits |= used | tested | self._given[name, node]
        return bits & self._fields.all_everywhere

    def _written(self, flow: str) -> int:
        bits = 0
        for name in self.leads_to[flow]:
            for node in self._look.bot.flows[name].nodes:
                bits |= self._given[name, node]
        return bits

    def _waits(self, flow: str) -> bool:
        nodes = (node for name in self.leads_to[flow] for node in self._look.bot.flows[name].nodes.values())
        waiting = (Ask, Call, Generate, Answer, Handoff, LostNode)
        return any(isinstance(node, waiting) or HANDOFF in {name for _, name in node.target_names()} for node in nodes)

    def _live(self) -> dict[Spot, tuple[int, int]]:
        live = dict(self._bits)
        onward = {spot: self.onward(spot) for spot in live}
        order = list(reversed(live))
        changed = True
        while changed:
            changed = False
            for spot in order:
                used, tested = live[spot]
                for target in onward[spot]:
                    used, tested = used | live[target][0], tested | live[target][1]
                if (used, tested) != live[spot]:
                    live[spot] = used, tested
                    changed = True
        return {spot: (used | tested | self.shared, tested | self.shared) for spot, (used, tested) in live.items()}


def given_names(node: Node) -> Iterator[str]:
    """The names to which a node gives values."""
    match node:
        case Ask():
            yield node.slot
        case Set():
            yield from node.set
        case Call() | RunFlow():
            yield from node.save
        case Generate():
            yield from node.extract
