"""Tools that write: on every path to them the caller has confirmed something."""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.checks.unpassed import Unpassed, Unset, called
from flows.checks.ways import Spot
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.generate import Generate
from flows.expressions.tree import Name, Tree
from flows.findings import Finding
from flows.loader.path import Path
from flows.values.yes_no import YesNo

REMEDY = (
    "Add `confirm:` to a question before it, come here by the yes branch of a yes_no question (`{if: SLOT, go: …}`), "
    "or write `confirmed: true` at the tool."
)


def confirmed_writes(look: Look) -> Iterator[Finding]:
    """Nobody comes to a tool that writes without a read-back or a yes-or-no question before it."""
    if not any(tool.effect == "write" and not tool.confirmed for tool in look.bot.tools.values()):
        return
    unconfirmed = _Unconfirmed(look).reached()
    for path, node in look.nodes():
        if (str(path[1]), str(path[3])) in unconfirmed:
            for where, name in called(path, node):
                if isinstance(node, Generate):
                    continue  # what a model asks for is read back by the engine
                tool = look.bot.tools.get(name)
                sure = look.sure(("tools", name, "effect")) and look.sure(("tools", name, "confirmed"))
                if tool is not None and tool.effect == "write" and not tool.confirmed and sure:
                    message = f"`{name}` writes, and callers can come here without having confirmed it."
                    yield look.finding("tool.unconfirmed", where, message, REMEDY, "warning")


class _Unconfirmed(Unpassed):
    """The spots to which callers can come without having confirmed anything."""

    def __init__(self, look: Look) -> None:
        self._unset = Unset(look)
        super().__init__(look)

    def _is_yes(self, flow: str, part: Tree) -> bool:  # noqa: ARG002  a slot is the same in all flows
        """A yes-or-no slot; or a name that nothing has, which is found as such and may have been meant for one."""
        if not isinstance(part, Name):
            return False
        bot, name = self._look.bot, part.name
        known = name in bot.slots or name in bot.variables or any(name in flow.inputs for flow in bot.flows.values())
        return isinstance(bot.slots.get(name), YesNo) or not known

    def _is_yes_otherwise(self, flow: str, edge: Path, at: int, part: Tree) -> bool:
        """`{if: "!sure", …}` does not hold where nobody was asked, either."""
        if not self._is_yes(flow, part):
            return False
        return not isinstance(part, Name) or ((*edge, at, "if"), part.name) not in self._unset.places

    def _passes(self, spot: Spot, field: str) -> bool:
        """Whether leaving a node by a field means that something was confirmed there."""
        node = self._ways.nodes[spot]
        if not isinstance(node, Ask) or field != "next":
            return False
        path = ("flows", spot[0], "nodes", spot[1], "confirm")
        slot = self._look.bot.slots.get(node.slot)
        return node.confirm is not None or slot is None or not self._look.sure(path)
