"""Who leaves a name without a value, on the way to where it is read."""

from dataclasses import dataclass

from flows.checks.items import PLAIN, Item
from flows.checks.look import Look
from flows.checks.uses import given_names
from flows.checks.ways import Spot
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Set
from flows.loader.lost import LostNode


@dataclass(frozen=True)
class Culprits:
    """Finds them in one bot. The node next before that gives the name a value is the one, if it does not always do so;
    where none does, it is the way past them."""

    look: Look

    def why(self, item: Item, name: str) -> str:
        """The reason in words."""
        given = self._given(item, name)
        if given is None:
            return f"{item.way()} {self._nobody(name)}".lstrip() if self._is_given(name) else self._nobody(name)
        if isinstance(given, str):
            return given
        return f"{given.edge(item.spot)} {self._nobody(name)}"

    def _given(self, item: Item, name: str) -> "str | Item | None":
        """What the last node that gives the name a value has to say for itself; or where another way left it."""
        at = item
        while at.before is not None:
            before = at.before
            if at.by in PLAIN and at.spot[0] != before.spot[0] and name in self._forgets(at.spot[0]):
                return f"`{at.spot[0]}` begins anew and forgets it, unless its slot has `keep: true`"
            node = self._node(before.spot)
            if name in given_names(node):
                told = self._told(before.spot[1], node, name) if at.by in PLAIN else None
                return told if told is not None or at.by in PLAIN else at
            if isinstance(node, RunFlow) and at.by in PLAIN and self._gives(node.flow, name):
                return f"`{node.flow}`, which `{before.spot[1]}` runs, may give it none"
            at = before
        return None

    def _told(self, spot: str, node: Node, name: str) -> str | None:
        match node:
            case Generate():
                return f"the model may find none at `{spot}`"
            case Call():
                return f"the tool may give none at `{spot}`"
            case RunFlow():
                return f"`{node.flow}` may give none back to `{spot}`"
            case Set() if node.set[name] is None:
                return f"`{spot}` takes it away"
        return None

    def _node(self, spot: Spot) -> Node:
        return self.look.bot.flows[spot[0]].nodes[spot[1]]

    def _forgets(self, flow: str) -> set[str]:
        slots = self.look.bot.slots
        asked = (node.slot for node in self.look.bot.flows[flow].nodes.values() if isinstance(node, Ask))
        return {name for name in asked if name in slots and not slots[name].keep}

    def _gives(self, flow: str, name: str) -> bool:
        nodes = self.look.bot.flows[flow].nodes.values() if flow in self.look.bot.flows else ()
        return any(name in given_names(node) for node in nodes if not isinstance(node, LostNode))

    def _is_given(self, name: str) -> bool:
        return any(self._gives(flow, name) for flow in self.look.bot.flows)

    def _nobody(self, name: str) -> str:
        if any(isinstance(node, Ask) and node.slot == name for _, node in self.look.nodes()):
            return "nobody was asked for it"
        variable = self.look.bot.variables.get(name)
        if variable is not None and variable.origin is not None:
            return "it comes with the caller, and need not"
        return "nothing gave it one"
