"""What the checks look at: the bot, the places in its text, the declared names, and what could not be read."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from jinja2 import nodes as jinja

from flows.checks.kinds import declared_kinds, flow_kinds
from flows.definition.bot import Bot
from flows.definition.edges import Next, targets
from flows.definition.nodes.call import Call
from flows.definition.nodes.node import Node
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.definition.tool import OVER_ARGUMENTS, RETURN_TYPES
from flows.engine.program import declared_types, flow_types
from flows.expressions.conditions import ConditionProblem, Conditions, ConditionType, words_of
from flows.expressions.templates import read_template
from flows.expressions.tree import Tree, tree_of
from flows.findings import Finding, Severity
from flows.loader.document import Document
from flows.loader.lost import Lost, LostNode
from flows.loader.path import Path, dotted
from flows.near import A_SLIP, nearest
from flows.values.choice import Choice
from flows.values.slots import SLOT_TYPES

VALUES = ("slots", "variables", "save", "extract")
"""The maps whose keys are names of values everywhere; those of `inputs` and `outputs` are so in one flow."""
KNOWN_TYPES = frozenset((*SLOT_TYPES, *RETURN_TYPES))
READ_BACK: Path = ("defaults", "read_back")
CONFIRM_TOOL: Path = ("defaults", "confirm_tool")
"""The one text of the defaults that is a template; the value that is read back is its `value`."""


class Look:
    """A bot and its text; makes findings at the right place. The bot may lack what could not be read."""

    def __init__(self, bot: Bot, document: Document, lost: Lost | None = None) -> None:
        self.bot = bot
        self.document = document
        self.lost = lost if lost is not None else Lost()
        self._conditions: dict[str, Conditions] = {}
        self._types: dict[str, dict[str, ConditionType]] = {}
        self._kinds: dict[str, dict[str, str]] = {}
        self._trees: dict[str, jinja.Template] = {}
        self._condition_trees: dict[tuple[int, str, bool], Tree | None] = {}

    # -- what was lost ---------------------------------------------------------------------------------------------

    def sure(self, path: Path) -> bool:
        """Whether all that stands at, around and below a path could be read: only then may something be missing."""
        return not self.lost.paths or not self.lost.touches(self.lost.original(path))

    def entries(self, path: Path, known: Iterable[str]) -> list[str] | None:
        """The names in the map at a path, broken entries included; None when it may have more than could be read."""
        original = self.lost.original(path)
        return None if self.lost.covers(original) else [*known, *self.lost.below(original)]

    def options(self, name: str, choice: Choice) -> list[str] | None:
        """The options of a choice; None when they are not all known."""
        return self.entries(("slots", name, "choices"), choice.choices)

    def hidden(self, *groups: str) -> bool:
        """Whether one of these maps could not be read at all, so that any name may be declared there."""
        return any(group in self.lost.hidden for group in groups)

    def known(self, group: str) -> list[str]:
        """The names in one of the bot's maps, broken ones included."""
        return list(dict.fromkeys((*getattr(self.bot, group), *sorted(self.lost.names(group)))))

    def may_be_value(self, name: str, path: Path) -> bool:
        """Whether a name may be that of a value, declared where nothing could be read; slips are told all the same."""
        return self.hidden(*VALUES, "inputs", "outputs") and nearest(name, self.types_at(path), A_SLIP) is None

    # -- names and their types -------------------------------------------------------------------------------------

    @cached_property
    def types(self) -> dict[str, ConditionType]:
        """Every declared name and its type in conditions."""
        lost: dict[str, ConditionType] = dict.fromkeys(self._untyped, "dyn")
        return {**declared_types(self.bot), **lost}

    @cached_property
    def _untyped(self) -> set[str]:
        """The names of values of which the type could not be read, or is told of as unknown."""
        unsure = {
            name
            for name, variable in self.bot.variables.items()
            if variable.type not in KNOWN_TYPES or not self.sure(("variables", name, "type"))
        }
        return self.lost.names(*VALUES) | unsure

    def types_at(self, path: Path) -> dict[str, ConditionType]:
        """The names that may be used at a path: in a flow its inputs and outputs too, in repair flows what they are
        given."""
        if path[:1] == ("tools",) and path[2:3] and path[2] in OVER_ARGUMENTS:
            arguments = self.argument_names(str(path[1]))
            return {**self._types_anywhere, **dict.fromkeys(arguments, "dyn")} if arguments else self._types_anywhere
        if path in (READ_BACK, CONFIRM_TOOL) or path[:1] in (("texts",), ("tools",)):
            return self._types_anywhere
        name = str(path[1]) if len(path) > 1 and path[0] == "flows" else ""
        if (known := self._types.get(name)) is None:
            flow = self.bot.flows.get(name)
            own: dict[str, ConditionType] = flow_types(flow) if flow is not None else {}
            lost = self.lost.names("inputs", "outputs") if name else ()
            given = REPAIR_VALUES if name in repair_flows() else ()
            known = {**self.types, **dict.fromkeys(given, "dyn"), **own, **dict.fromkeys(lost, "dyn")}
            self._types[name] = known
        return known

    @cached_property
    def _types_anywhere(self) -> dict[str, ConditionType]:
        """The names that some flow knows: for texts that stand outside of flows and are filled in one."""
        inside = (name for flow in self.bot.flows.values() for name in (*flow.inputs, *flow.outputs))
        names = (*inside, *self.lost.names("inputs", "outputs"), *REPAIR_VALUES, "value", "tool", "details")
        return {**self.types, **dict.fromkeys(names, "dyn")}

    def argument_names(self, tool: str) -> frozenset[str]:
        """The names that mean an argument of a tool in its texts: those that it declares, else those that it is ever
        given."""
        declared = self.bot.tools[tool].arguments if tool in self.bot.tools else {}
        if declared or not self.sure(("tools", tool, "arguments")):
            return frozenset((*declared, *self.lost.below(("tools", tool, "arguments"))))
        return frozenset(self._given_to.get(tool, ()))

    @cached_property
    def _given_to(self) -> dict[str, set[str]]:
        given: dict[str, set[str]] = {}
        for _, node in self.nodes():
            if isinstance(node, Call):
                given.setdefault(node.tool, set()).update(node.arguments)
        for tool in self.bot.tools.values():
            if tool.undo is not None:
                given.setdefault(tool.undo.tool, set()).update(tool.undo.arguments)
        return given

    def conditions_at(self, path: Path, *, result: bool = False) -> Conditions:
        """Compiles conditions against the names that may be used at a path; `result`: those of `save`."""
        types = self.types_at(path)
        key = (str(path[1]) if types.keys() != self.types.keys() else "") + (":result" if result else "")
        if (known := self._conditions.get(key)) is None:
            known = self._conditions[key] = Conditions({**types, "result": "dyn"} if result else types)
        return known

    def condition_tree(self, path: Path, text: str, *, of_any_type: bool = False) -> Tree | None:
        """The tree of a condition at a path, or of an expression `of_any_type`, read once; None when it cannot be read,
        which is told of by `readable_conditions`."""
        conditions = self.conditions_at(path, result="result" in words_of(text))  # no other name may be called so
        key = (id(conditions), text, of_any_type)
        if key not in self._condition_trees:
            try:
                compiled = conditions.expression(text) if of_any_type else conditions.condition(text)
                self._condition_trees[key] = tree_of(compiled)
            except ConditionProblem:
                self._condition_trees[key] = None
        return self._condition_trees[key]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Every declared name and the word for its type, as `money`; names of unknown type are left out."""
        kinds = declared_kinds(self.bot)
        return {name: kind for name, kind in kinds.items() if name not in self._untyped}

    def kinds_at(self, path: Path) -> dict[str, str]:
        """The same with the inputs and outputs of the flow at a path; where a tool names them, with its arguments."""
        over_arguments = path[:1] == ("tools",) and path[2:3] and path[2] in OVER_ARGUMENTS
        if over_arguments and (tool := self.bot.tools.get(str(path[1]))):
            own = self.argument_names(str(path[1]))
            return {**{name: kind for name, kind in self.kinds.items() if name not in own}, **tool.arguments}
        name = str(path[1]) if len(path) > 1 and path[0] == "flows" else ""
        if (known := self._kinds.get(name)) is None:
            flow = self.bot.flows.get(name)
            known = self._kinds[name] = {**self.kinds, **(flow_kinds(flow) if flow is not None else {})}
        return known

    # -- parts -----------------------------------------------------------------------------------------------------

    def nodes(self) -> Iterator[tuple[Path, Node]]:
        """Every node that could be read, with its path."""
        for flow_name, flow in self.bot.flows.items():
            for name, node in flow.nodes.items():
                if not isinstance(node, LostNode):
                    yield ("flows", flow_name, "nodes", name), node

    @property
    def flows(self) -> tuple[str, ...]:
        """The flows of the bot and the built-in ones."""
        return tuple(dict.fromkeys((*self.known("flows"), *repair_flows())))

    def source_conditions(self) -> Iterator[tuple[Path, str]]:
        """The conditions of the sources of knowledge bases, with their paths."""
        for name, base in self.bot.knowledge.items():
            for at, source in enumerate(base.sources):
                if not isinstance(source, str) and source.condition is not None:
                    yield ("knowledge", name, "sources", at, "if"), source.condition

    def default_edges(self) -> Iterator[tuple[Path, Next]]:
        """The edges that nodes may leave out."""
        for field in ("on_fail", "on_error"):
            leads_to: Next | None = getattr(self.bot.defaults, field)
            if leads_to is not None:
                yield ("defaults", field), leads_to

    def targets(self, leads_to: Next | None) -> Iterator[str]:
        """The names that an edge may lead to."""
        yield from targets(leads_to)

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Every template of the bot with its path."""
        for path, node in self.nodes():
            for below, text in node.texts():
                yield (*path, *below), text
            for language, text in getattr(node, "translations", {}).items():
                yield (*path, "translations", language), text
        yield READ_BACK, self.bot.defaults.read_back
        yield CONFIRM_TOOL, self.bot.defaults.confirm_tool
        for language, texts in self.bot.texts.items():
            for original, text in texts.items():
                yield ("texts", language, original), text
        for name, rule in self.bot.guardrails.items():
            for below, text in rule.texts():
                yield ("guardrails", name, *below), text
        for name, tool in self.bot.tools.items():
            for below, text in tool.templates:
                yield ("tools", name, *below), text
            if tool.confirm is not None:
                yield ("tools", name, "confirm"), tool.confirm

    def texts_of_undo(self, name: str) -> list[tuple[Path, str]]:
        """The texts of the tool that takes back what a tool does, with their paths: they are filled where that is
        called, too. Its key is made of the other one's."""
        tool = self.bot.tools.get(name)
        undo = tool.undo if tool is not None and tool.on_interrupt == "compensate" else None
        undoes = self.bot.tools.get(undo.tool) if undo is not None else None
        if undo is None or undoes is None:
            return []
        return [(("tools", undo.tool, *below), text) for below, text in undoes.templates if below[0] == "request"]

    def tree(self, text: str) -> jinja.Template:
        """A template, read once. Raises TemplateProblem."""
        if (known := self._trees.get(text)) is None:
            known = self._trees[text] = read_template(text)
        return known

    # -- telling ---------------------------------------------------------------------------------------------------

    def finding(self, code: str, path: Path, message: str, remedy: str, severity: Severity = "error") -> Finding:
        """A finding at the place of a path."""
        original = self.lost.original(path)
        return Finding(code, dotted(original), message, remedy, self.document.place(original), severity)
