"""Names that are true only for callers who are who they say they are, as far as a bot finds that out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.checks.consents import says_yes
from flows.checks.look import Look
from flows.checks.ways import Spot
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call as CallTool
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Expression, Set
from flows.expressions.tree import FIELD, Call, Const, Name, Tree

Holder = tuple[str, str]
"""A flow and its own name, or an empty text and a name that is known everywhere."""
RESULT = Name("result")
ANY_FIELD = ""
"""Of a tool that could not be read whole: any field may be the one that verifies."""
_ONE_NAME = re.compile(r"\s*\{\{\s*(\w+)\s*\}\}\s*\Z")


@dataclass(frozen=True)
class Giving:
    """One place that gives a value to a name."""

    spot: Spot
    tree: Tree | None = None
    """What it gives; None where nothing can be said of that."""
    proofs: frozenset[str] = frozenset()
    """The fields of `result` that verify, where it is a tool's."""
    sub_flow: str = ""
    """The flow whose outputs are `result`."""


class Verified:
    """The names of a bot, and what makes them true."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._givings: dict[Holder, list[Giving]] = {}
        for path, node in look.nodes():
            for holder, giving in self._given((str(path[1]), str(path[3])), node):
                self._givings.setdefault(holder, []).extend([giving] if giving is not None else [])
        origins = {name: variable.origin for name, variable in look.bot.variables.items()}
        self._of_token = {("", name) for name, origin in origins.items() if origin == "token"}
        of_page = {("", name) for name, origin in origins.items() if origin == "caller"}
        self.candidates = frozenset((*self._givings, *self._of_token)) - of_page
        """All that may be true for verified callers alone."""

    def kept(self, names: frozenset[Holder], unverified: set[Spot]) -> frozenset[Holder]:
        """Those of the names that nothing else makes true, when callers who are not verified come to these spots."""
        while True:
            fewer = frozenset(name for name in names if self._all_hold(name, names, unverified))
            if fewer == names:
                return names
            names = fewer

    def is_proof(self, names: frozenset[Holder], flow: str, part: Tree, *, held: bool = True) -> bool:
        """Whether a part of a condition is true for verified callers alone. Unless it `held`, some name in it may have
        had no value."""
        match part:
            case Name(name):
                declared = name in self._look.types_at(("flows", flow))
                return self._resolve(flow, name) in names or not declared or bool(self._look.lost.paths)
            case Call("_==_", (Name(one), Name(other))) if held and one != other:
                return any(self._is_from_token(flow, name) for name in (one, other))
        return False

    def _is_from_token(self, flow: str, name: str) -> bool:
        """Whether only a trusted server says what a name is: what is the same is true of whom it speaks of."""
        holder = self._resolve(flow, name)
        return holder in self._of_token and holder not in self._givings

    def _resolve(self, flow: str, name: str) -> Holder:
        """The name that is meant by a word in a flow."""
        found = self._look.bot.flows.get(flow)
        own = found is not None and (name in found.inputs or name in found.outputs)
        return (flow, name) if own and name not in self._look.bot.slots else ("", name)

    def _all_hold(self, holder: Holder, names: frozenset[Holder], unverified: set[Spot]) -> bool:
        return all(self._holds(giving, names, unverified) for giving in self._givings.get(holder, ()))

    def _holds(self, giving: Giving, names: frozenset[Holder], unverified: set[Spot]) -> bool:
        """Whether what is given is true for verified callers alone."""

        def is_proof(part: Tree) -> bool:
            match part:
                case Call(function, (owner,)) if owner == RESULT and function.startswith(FIELD):
                    field = function.removeprefix(FIELD)
                    by_flow = bool(giving.sub_flow) and self._resolve(giving.sub_flow, field) in names
                    return by_flow or not giving.proofs.isdisjoint({field, ANY_FIELD})
            return self.is_proof(names, giving.spot[0], part)

        match giving.tree:
            case None:
                return False
            case Const(True):
                return giving.spot not in unverified
        return says_yes(giving.tree, is_proof, holds=True)

    # -- what gives values ---------------------------------------------------------------------------------------------

    def _given(self, spot: Spot, node: Node) -> Iterator[tuple[Holder, Giving | None]]:
        """What a node gives to names; None where that cannot be read, and may be a proof when it is mended."""
        flow = spot[0]
        match node:
            case Ask():
                yield self._resolve(flow, node.slot), Giving(spot)
            case Set():
                for name, value in node.set.items():
                    yield from self._value(self._resolve(flow, name), spot, value)
            case CallTool():
                for name, text in node.save.items():
                    yield from self._saved(self._resolve(flow, name), text, Giving(spot, None, self._proofs(node.tool)))
            case RunFlow():
                for name, value in node.arguments.items():
                    yield from self._value(self._resolve(node.flow, name), spot, value)
                for name, text in node.save.items():
                    yield from self._saved(self._resolve(flow, name), text, Giving(spot, sub_flow=node.flow))
            case Generate():
                yield from ((self._resolve(flow, name), Giving(spot)) for name in node.extract)

    def _value(self, holder: Holder, spot: Spot, value: object) -> Iterator[tuple[Holder, Giving | None]]:
        match value:
            case None:
                pass
            case Expression():
                yield from self._saved(holder, value.expr, Giving(spot))
            case bool():
                yield holder, Giving(spot, Const(value))
            case str() if found := _ONE_NAME.match(value):
                yield holder, Giving(spot, Name(found[1]))
            case _:
                yield holder, Giving(spot)

    def _saved(self, holder: Holder, text: str, giving: Giving) -> Iterator[tuple[Holder, Giving | None]]:
        path = ("flows", giving.spot[0], "nodes", giving.spot[1])
        tree = self._look.condition_tree(path, text, of_any_type=True)
        yield holder, replace(giving, tree=tree) if tree is not None else None

    def _proofs(self, name: str) -> frozenset[str]:
        tool = self._look.bot.tools.get(name)
        if tool is None or not self._look.sure(("tools", name, "verifies")):
            return frozenset({ANY_FIELD})
        return frozenset({tool.verifies.field}) if tool.verifies is not None else frozenset()
