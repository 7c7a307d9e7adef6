"""The names of a bot as fields of a world, and its conditions and texts made ready to be followed."""

from collections import defaultdict
from collections.abc import Iterator

from jinja2 import nodes as jinja

from flows.checks.cells import Field, cells_of, lay_out
from flows.checks.filled import text_logic
from flows.checks.logic import Logic, comparisons, names_of, read_condition
from flows.checks.look import VALUES, Look
from flows.checks.worlds import Scope
from flows.definition.flow import Flow
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.engine.program import condition_type
from flows.expressions.templates import TemplateProblem, names_in
from flows.expressions.tree import Constant
from flows.loader.path import Path

ALWAYS = frozenset({"now", "channel", "env", "value"})
"""Names that have a value wherever they may be used."""
_OWN = "own "
"""Goes before a flow's own name, so that it is another than the one known everywhere."""


class Fields:
    """A field for each name: one for the value known everywhere, one more for a flow's own input or output."""

    def __init__(self, look: Look) -> None:
        self._look = look
        flows = look.bot.flows
        self.own_names = {name for flow in flows.values() for name in (*flow.inputs, *flow.outputs)}
        self._lost = look.lost.names(*VALUES, "inputs", "outputs")
        self._plain = frozenset(look.types)
        self._names: dict[str, frozenset[str]] = {}
        self._trees: dict[str, jinja.Template | None] = {}
        self._logics: dict[tuple[str, frozenset[str]], Logic] = {}
        self.text_names: dict[str, frozenset[str]] = {}
        constants = self._constants()
        everywhere = [name for name in look.types if name not in ALWAYS | self._lost]
        kinds = {**{name: kind for flow in flows.values() for name, kind in flow.inputs.items()}, **look.kinds}
        cells = {
            name: cells_of(kinds.get(name.removeprefix(_OWN)), look.bot.slots.get(name), constants[base])
            for name in (*everywhere, *(_OWN + own for own in sorted(self.own_names - self._lost)))
            if (base := name.removeprefix(_OWN))
        }
        laid = lay_out(cells)
        self.everywhere: dict[str, Field] = {name: at for name, at in laid.items() if not name.startswith(_OWN)}
        self.own: dict[str, Field] = {name.removeprefix(_OWN): at for name, at in laid.items() if name.startswith(_OWN)}
        self.all_own = sum(at.all for at in self.own.values())
        self.own_unset = sum(at.unset for at in self.own.values())
        self.all_everywhere = sum(at.all for at in self.everywhere.values())
        self.parted = [at for at in laid.values() if len(at.cells) > 1]
        """The fields of which more is followed than whether there is a value."""
        self.all_set = sum(at.set for at in laid.values())
        given = set(REPAIR_VALUES)
        self._scope = Scope(self.own, self.everywhere)
        self._repair_scope = Scope(
            {name: at for name, at in self.own.items() if name not in given},
            {name: at for name, at in self.everywhere.items() if name not in given},
        )

    def scope(self, flow: str) -> Scope:
        """The names as a flow sees them; those that repair flows are given always have a value there."""
        return self._repair_scope if flow in repair_flows() else self._scope

    def assigned(self, flow: Flow, name: str) -> Field | None:
        """The field of the name to which a node of a flow gives a value."""
        if name not in self._look.bot.slots and (name in flow.inputs or name in flow.outputs):
            return self.own.get(name)
        return self.everywhere.get(name)

    def bits(self, name: str) -> int:
        """All bits of a name, its own ones in flows too."""
        return sum(fields[name].all for fields in (self.everywhere, self.own) if name in fields)

    # -- conditions and texts --------------------------------------------------------------------------------------

    def logic(self, flow: str, text: str) -> Logic:
        """A condition or expression in a flow."""
        names = self._names_in(flow)
        key = (text, names)
        if (known := self._logics.get(key)) is None:
            tree = self._look.condition_tree(("flows", flow), text, of_any_type=True)
            known = self._logics[key] = read_condition(tree, text, names)
        return known

    def _names_in(self, flow: str) -> frozenset[str]:
        if (known := self._names.get(flow)) is None:
            found = self._look.types_at(("flows", flow))
            known = self._names[flow] = self._plain if found.keys() == self._plain else frozenset(found)
        return known

    def tree(self, text: str) -> jinja.Template | None:
        """A text that is filled; None when it has nothing to fill or cannot be read."""
        if "{" not in text:
            return None
        if text not in self._trees:
            try:
                self._trees[text] = self._look.tree(text)
            except TemplateProblem:
                self._trees[text] = None
        return self._trees[text]

    def names(self, text: str) -> frozenset[str]:
        """The names in a text."""
        if (known := self.text_names.get(text)) is None:
            tree = self.tree(text)
            known = self.text_names[text] = names_in(tree) if tree is not None else frozenset()
        return known

    def tested_in(self, text: str) -> frozenset[str]:
        """The names that the conditions in a text ask for."""
        return frozenset(name for logic in self._logics_in(text) for name in names_of(logic))

    def _logics_in(self, text: str) -> Iterator[Logic]:
        tree = self.tree(text) if "if" in text or " or " in text or " and " in text else None
        if tree is None:
            return
        for node in tree.find_all((jinja.If, jinja.CondExpr, jinja.Or, jinja.And)):
            match node:
                case jinja.If() | jinja.CondExpr():
                    yield text_logic(node.test)
                case jinja.Or() | jinja.And():
                    yield text_logic(node.left)

    def _constants(self) -> dict[str, list[Constant]]:
        """What each name is compared with, anywhere in the bot."""
        found: dict[str, list[Constant]] = defaultdict(list)
        for path, text in self._conditions():
            for compare in comparisons(self.logic(str(path[1]) if path[0] == "flows" else "", text)):
                found[compare.name] += compare.values
        for _, text in self._look.texts():
            for logic in self._logics_in(text):
                for compare in comparisons(logic):
                    found[compare.name] += compare.values
                for name in names_of(logic):
                    kind = self._look.kinds.get(name)
                    if kind in ("yes_no", "boolean"):
                        found[name].append(True)
                    elif kind is not None and condition_type(kind) == "double":
                        found[name].append(0.0)
        return found

    def _conditions(self) -> Iterator[tuple[Path, str]]:
        for path, node in self._look.nodes():
            for _, text in node.conditions():
                yield path, text
        for path, leads_to in self._look.default_edges():
            if not isinstance(leads_to, str):
                yield from ((path, branch.condition) for branch in leads_to if branch.condition is not None)
