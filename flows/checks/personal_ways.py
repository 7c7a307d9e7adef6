"""The ways of personal values through a bot: where they come from, and which names they are carried on to."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from flows.checks.carried import carried_by_expression, carried_by_text
from flows.checks.look import Look
from flows.checks.personal_names import PersonalNames
from flows.checks.set_before import SetBefore
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.handoff import Handoff
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Expression, Set
from flows.expressions.templates import TemplateProblem
from flows.loader.path import Path

Spot = tuple[str, str]
"""A flow and a node of it."""
Holder = tuple[str, ...]
"""What holds a value: a name, as (flow, name); what one node sets it to, as (flow, node, name); a field of a tool's
result, as ("", "", tool, field); or what a caller says to a model, as (flow, node, name, "said")."""
HANDOFF_FLOW, HANDOFF_NOTE = "on_handoff", "note"
CORRECTION_FLOW, CORRECTED = "on_correction", ("old", "new")


@dataclass(frozen=True)
class Step:
    """One step of a way: what happens, as "set `number` at", and the node of a flow at which it does."""

    words: str
    flow: str = ""
    node: str = ""

    def told(self, flow: str) -> str:
        """The step in words, to somebody who looks at a flow."""
        if not self.node:
            return self.words
        return f"{self.words} `{self.node}`" if self.flow == flow else f"{self.words} `{self.flow}.{self.node}`"


ASKED = "asked at"


@dataclass(frozen=True)
class Source:
    """Something personal by its declaration."""

    holder: Holder
    name: str
    personal: str
    """Its class."""
    declared: Path
    begins: tuple[Step, ...]
    """Where it gets a value: one of these. Where there is none it holds nothing, and reaches nothing."""


class PersonalWays:
    """The sources of a bot, and the steps by which their values are carried from one holder to another."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.names = PersonalNames(look)
        self._before = SetBefore(look)
        self._begins: dict[Holder, list[Step]] = {}
        """Where each name gets a value."""
        self.onward: dict[Holder, dict[Holder, list[Step]]] = {}
        """The holders to which a value is carried, each with the steps that do so, any of them."""
        self.sources: list[Source] = []
        returned = list(self._returned())
        if not self.names.classes and not returned and not self._extracts():
            return  # most bots hold nothing personal, and need not be gone through
        for path, node in look.nodes():
            self._carry((str(path[1]), str(path[3])), node)
        self._repair()
        self.sources = [*self._declared(), *returned]

    # -- reading ---------------------------------------------------------------------------------------------------

    def in_text(
        self, spot: Spot, text: object, earlier: Iterable[str] = (), without: Container[str] = ()
    ) -> Iterator[Holder]:
        """What is carried by a template at a node; `earlier`: the names that the node has set before; `without`: those
        that mean something else in this text."""
        if isinstance(text, str) and "{" in text:
            try:
                tree = self._look.tree(text)
            except TemplateProblem:
                return  # told of elsewhere
            carried = (name for name in carried_by_text(tree) if name not in without)
            yield from self._read(spot, carried, earlier)

    def _read(self, spot: Spot, names: Iterable[str], earlier: Iterable[str] = ()) -> Iterator[Holder]:
        for word in names:
            name = word.partition(".")[0]
            whole = self.names.resolve(spot[0], name)
            if whole in self.names.none:
                continue
            if name in earlier:
                yield (*spot, name)
            elif whole in self.names.classes or (setters := self._before.setters(spot, name)) is None:
                yield whole
            else:
                yield from ((*setter, name) for setter in setters)

    def in_undo(self, spot: Spot, node: Call, expression: str) -> Iterator[Holder]:
        """What is carried by an expression over the result and the arguments of a tool that a node calls."""
        words = carried_by_expression(expression)
        yield from self._fields(node.tool, words)
        for word in _beside_result(words):
            yield from self.in_text(spot, node.arguments.get(word.partition(".")[0]))

    # -- building --------------------------------------------------------------------------------------------------

    def _extracts(self) -> bool:
        return any(isinstance(node, Generate) and node.extract for _, node in self._look.nodes())

    def _carry(self, spot: Spot, node: Node) -> None:
        """What one node carries on."""
        match node:
            case Ask():
                self._begin(self.names.resolve(spot[0], node.slot), Step(ASKED, *spot))
            case Set():
                self._carry_set(spot, node)
            case Call():
                for name, expression in node.save.items():
                    self._save(spot, name, self._from_result(spot, node.tool, expression))
            case RunFlow():
                self._carry_run(spot, node)
            case Generate():
                for name in node.extract:
                    self._begin(self.names.resolve(spot[0], name), Step("taken out by a model at", *spot))
            case Handoff() if HANDOFF_FLOW in self._look.bot.flows:
                step = Step("`summary` of", *spot)
                for holder in self.in_text(spot, node.summary):
                    self._link(holder, (HANDOFF_FLOW, HANDOFF_NOTE), step)

    def _carry_set(self, spot: Spot, node: Set) -> None:
        done: list[str] = []
        for name, value in node.set.items():
            target, own = self.names.resolve(spot[0], name), (*spot, name)
            step = Step(f"set `{name}` at", *spot)
            read = (
                self._read(spot, carried_by_expression(value.expr), done)
                if isinstance(value, Expression)
                else self.in_text(spot, value, done)
            )
            for holder in list(read) if target not in self.names.none else ():
                self._link(holder, own, step)
            self._link(own, target, None)
            if value is not None:
                self._begin(target, step)
            done.append(name)

    def _carry_run(self, spot: Spot, node: RunFlow) -> None:
        flow = self._look.bot.flows.get(node.flow)
        if flow is None:
            return
        for name, value in node.arguments.items():
            if name in flow.inputs:
                for holder in self.in_text(spot, value):
                    self._link(holder, self.names.resolve(node.flow, name), Step(f"`with: {{{name}: …}}` of", *spot))
        for name, expression in node.save.items():
            words = carried_by_expression(expression)
            whole = "result" in words
            given = [self.names.resolve(node.flow, one) for one in flow.outputs if whole or f"result.{one}" in words]
            self._save(spot, name, [*given, *self._read(spot, _beside_result(words))])

    def _from_result(self, spot: Spot, tool_name: str, expression: str) -> list[Holder]:
        words = carried_by_expression(expression)
        return [*self._fields(tool_name, words), *self._read(spot, _beside_result(words))]

    def _fields(self, tool_name: str, words: Container[str]) -> list[Holder]:
        """The fields of a tool's result among the words of an expression."""
        tool = self._look.bot.tools.get(tool_name)
        fields = tool.returns if tool is not None else ()
        whole = "result" in words
        return [("", "", tool_name, one) for one in fields if whole or f"result.{one}" in words]

    def _save(self, spot: Spot, name: str, holders: Iterable[Holder]) -> None:
        target, step = self.names.resolve(spot[0], name), Step(f"saved as `{name}` at", *spot)
        self._begin(target, step)
        for holder in holders:
            self._link(holder, target, step)

    def _repair(self) -> None:
        """What a correction gives to the flow that repairs it."""
        for holder in list(self.names.classes) if CORRECTION_FLOW in self._look.bot.flows else ():
            if any(step.words == ASKED for step in self._begins.get(holder, ())):
                for given in CORRECTED:
                    self._link(
                        holder, (CORRECTION_FLOW, given), Step(f"corrected, as `{given}` of `{CORRECTION_FLOW}`")
                    )

    def _link(self, holder: Holder, target: Holder, step: Step | None) -> None:
        if holder != target and holder not in self.names.none and target not in self.names.none:
            steps = self.onward.setdefault(holder, {}).setdefault(target, [])
            steps += [step] if step is not None else []

    def _begin(self, holder: Holder, step: Step) -> None:
        if holder in self.names.classes:
            self._begins.setdefault(holder, []).append(step)

    # -- sources ---------------------------------------------------------------------------------------------------

    def _declared(self) -> Iterator[Source]:
        for holder, personal in self.names.classes.items():
            flow, name = holder
            path = self.names.places[holder]
            begins = self._begins.get(holder, [])
            variable = self._look.bot.variables.get(name) if path[0] == "variables" else None
            if variable is not None and variable.origin is not None:
                begins = [Step("comes with the call")]
            elif not begins and "inputs" in path:
                begins = [Step(f"an input of `{flow}`")]
            asked = [step for step in begins if step.words == ASKED]
            yield Source(holder, name, personal, path, tuple(asked or begins))

    def _returned(self) -> Iterator[Source]:
        for tool_name, tool in self._look.bot.tools.items():
            for name in tool.returns:
                path: Path = ("tools", tool_name, "returns", name)
                if (personal := self.names.of_field(path)) is not None and self._look.sure(path):
                    holder = ("", "", tool_name, name)
                    yield Source(
                        holder, f"result.{name}", personal, path, (Step(f"returned by the tool `{tool_name}`"),)
                    )


def _beside_result(words: Iterable[str]) -> list[str]:
    return [word for word in words if word.partition(".")[0] != "result"]
