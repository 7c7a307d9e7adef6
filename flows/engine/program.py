"""A bot made ready to run: repair flows merged in, conditions and templates compiled once."""

import re
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property

from flows.definition.bot import Bot
from flows.definition.flow import Flow
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Set
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.engine.hints import request_hints
from flows.engine.needs import names_in_words, needed_names
from flows.expressions.conditions import ConditionProblem, Conditions, ConditionType
from flows.expressions.templates import Template, TemplateProblem
from flows.guardrails.rules import rules_of
from flows.values.currencies import CurrencyCode, currency_of_region
from flows.values.money import Money
from flows.values.setting import Setting
from flows.values.slots import SLOT_TYPES

_VARIABLE_TYPES: dict[str, ConditionType] = {
    "boolean": "bool", "list": "dyn", "map": "dyn", "date": "string", "time": "string", "datetime": "string",
}  # fmt: skip


SWITCH_TYPES: dict[str, ConditionType] = {
    "turns": "double", "node": "string", "complexity": "double", "emotion": "string", "confidence": "double",
    "failures": "double", "spent": "double",
}  # fmt: skip
"""What conditions of a `switch` may use beside the bot's own values; there they go before names of the bot."""


def condition_type(type_name: str) -> ConditionType:
    """What a slot type, or a type of a tool's result, is in a condition."""
    if type_name in SLOT_TYPES:
        kind = SLOT_TYPES[type_name].condition_type
        return "double" if kind == "double" else "bool" if kind == "bool" else "string"
    return _VARIABLE_TYPES.get(type_name, "dyn")


def declared_types(bot: Bot) -> dict[str, ConditionType]:
    """Every name that conditions and templates may use, with its type."""
    types: dict[str, ConditionType] = {"now": "string", "channel": "string"}
    for flow in bot.flows.values():
        own = flow_types(flow)
        for node in flow.nodes.values():
            types.update({name: kind for name, kind in _given(bot, node).items() if name not in own})
    types |= {name: condition_type(variable.type) for name, variable in bot.variables.items()}
    types |= {name: condition_type(slot.type) for name, slot in bot.slots.items()}
    return types


def _given(bot: Bot, node: Node) -> dict[str, ConditionType]:
    """The names to which a node gives the results of something, with their types."""
    match node:
        case Call():
            return _saved_types(node.save, bot.tools[node.tool].gives if node.tool in bot.tools else {})
        case RunFlow():
            return _saved_types(node.save, bot.flows[node.flow].outputs if node.flow in bot.flows else {})
        case Generate():
            return {name: condition_type(kind) for name, kind in node.extract.items()}
    return {}


def _saved_types(save: Mapping[str, str], returns: Mapping[str, str]) -> dict[str, ConditionType]:
    types: dict[str, ConditionType] = {}
    for name, expression in save.items():
        field = expression.strip().removeprefix("result.")
        types[name] = condition_type(returns[field]) if field in returns else "dyn"
    return types


def flow_types(flow: Flow) -> dict[str, ConditionType]:
    """The names that only one flow knows: its inputs and outputs."""
    return {name: condition_type(kind) for name, kind in (*flow.inputs.items(), *flow.outputs.items())}


class Program:
    """A bot that is free of errors, ready to run. Holds no state of a call; shared by all of them."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.flows: dict[str, Flow] = {**repair_flows(), **bot.flows}
        self.guardrails = rules_of(bot)
        self.conditions = Conditions(declared_types(bot) | dict.fromkeys(REPAIR_VALUES, "dyn"))
        self._templates: dict[str, Template] = {}
        self._by_flow: dict[str, Conditions] = {}
        self._wanted: dict[str, tuple[str, ...]] = {}
        self._needs: dict[tuple[str, str], frozenset[str]] = {}

    def warm(self) -> None:
        """Compile every text and condition now, so that no caller waits for it: some ms each, a second for a large bot.

        Texts and conditions that cannot be compiled are left to the checks.
        """
        for rule in self.guardrails.values():
            with suppress(TemplateProblem):
                for _, text in rule.texts():
                    self.template(text)
        switches = [switch.condition for route in self.bot.routes.values() for switch in route.switch]
        for name, flow in self.flows.items():
            conditions = self.conditions_of(name)
            for node_name, node in flow.nodes.items():
                with suppress(ConditionProblem, TemplateProblem):
                    for _, condition in node.conditions():
                        conditions.condition(condition)
                    for _, text in node.texts():
                        self.template(text)
                    self.needs(name, node_name)
            self.wanted_slots(name)
            if any(isinstance(node, Generate) for node in flow.nodes.values()):
                for condition in switches:
                    with suppress(ConditionProblem):
                        self.conditions_of(name, switch=True).condition(condition)
        for base in self.bot.knowledge.values():
            for source in base.entries:
                if source.condition is not None:
                    with suppress(ConditionProblem):
                        self.conditions.condition(source.condition)

    def turned_into(self, bot: Bot) -> "Program":
        """The program of a bot with the same names and other ways: what was compiled for this one serves both."""
        other = Program(bot)
        other.conditions, other._templates, other._by_flow = self.conditions, self._templates, self._by_flow
        return other

    def conditions_of(self, flow: str | None, *, result: bool = False, switch: bool = False) -> Conditions:
        """The conditions of a flow, which knows its inputs and outputs too; `result`: those of `save`; `switch`: by
        which a route is chosen."""
        own = flow_types(self.flows[flow]) if flow is not None and flow in self.flows else {}
        if not own and not result and not switch:
            return self.conditions
        key = f"{flow if own else ''}:{result}:{switch}"
        if (known := self._by_flow.get(key)) is None:
            known = self._by_flow[key] = self.conditions.with_names(
                {**own, **({"result": "dyn"} if result else {}), **(SWITCH_TYPES if switch else {})}
            )
        return known

    @cached_property
    def own_flows(self) -> frozenset[str]:
        """The flows that callers can ask for: those of the bot that repair nothing."""
        return frozenset(name for name in self.bot.flows if name not in repair_flows())

    @cached_property
    def request_hints(self) -> tuple[str, ...]:
        """Words that the recogniser should expect while nothing is asked."""
        return request_hints(self.bot)

    def setting(self, now: str) -> Setting:
        """The moment and place in which a caller's words are to be read."""
        return Setting(now, self.bot.timezone, self.bot.region, self.bot.language)

    @cached_property
    def _currencies(self) -> dict[str, CurrencyCode]:
        """The slots that have a currency of their own."""
        money = ((name, slot.currency) for name, slot in self.bot.slots.items() if isinstance(slot, Money))
        return {name: currency for name, currency in money if currency is not None}

    def template(self, text: str) -> Template:
        """A text, compiled once."""
        if (known := self._templates.get(text)) is None:
            known = self._templates[text] = Template(text, currency_of_region(self.bot.region), self._currencies)
        return known

    def asked_slots(self, flow: str) -> tuple[str, ...]:
        """The slots that a flow itself asks for, in order, each once."""
        nodes = self.flows[flow].nodes.values() if flow in self.flows else ()
        return tuple(dict.fromkeys(node.slot for node in nodes if isinstance(node, Ask)))

    def wanted_slots(self, flow: str) -> tuple[str, ...]:
        """The slots that a flow asks for, itself or by the flows that it runs or leads to."""
        if (known := self._wanted.get(flow)) is None:
            slots = dict.fromkeys(slot for name in self._reached(flow) for slot in self.asked_slots(name))
            known = self._wanted[flow] = tuple(slots)
        return known

    def _reached(self, flow: str) -> list[str]:
        """A flow and those that it runs or leads to."""
        reached = [flow] if flow in self.flows else []
        for name in reached:  # grows while it is gone through
            reached += [next_one for next_one in self._leads_to(name) if next_one not in reached]
        return reached

    def _leads_to(self, flow: str) -> list[str]:
        found: list[str] = []
        for node in self.flows[flow].nodes.values():
            names = [name for _, name in node.target_names() if name not in self.flows[flow].nodes]
            names += [node.flow] if isinstance(node, RunFlow) else []  # also where a node has the name of the flow
            found += [name for name in names if name in self.flows]
        return list(dict.fromkeys(found))

    def asks_for(self, slot: str) -> tuple[Ask, ...]:
        """Every question for a slot, in all flows."""
        return self._asks.get(slot, ())

    @cached_property
    def _asks(self) -> dict[str, tuple[Ask, ...]]:
        found: dict[str, list[Ask]] = {}
        for flow in self.flows.values():
            for node in flow.nodes.values():
                if isinstance(node, Ask):
                    found.setdefault(node.slot, []).append(node)
        return {slot: tuple(nodes) for slot, nodes in found.items()}

    def asked_at(self, flow: str, node: str) -> tuple[str, ...]:
        """The slots for which a node asks: a question's own, or those of the flow that the node runs."""
        match self.flows[flow].nodes[node]:
            case Ask(slot=slot):
                return (slot,)
            case RunFlow(flow=other):
                return self.wanted_slots(other)
        return ()

    def given_at(self, flow: str, node: str) -> tuple[str, ...]:
        """The names to which a node gives values, by asking for them or by itself."""
        match self.flows[flow].nodes[node]:
            case Set(set=given) | Call(save=given) | RunFlow(save=given) | Generate(extract=given):
                return (*given, *self.asked_at(flow, node))
        return self.asked_at(flow, node)

    def needs(self, flow: str, node: str) -> frozenset[str]:
        """The names on which a node hangs; one that runs a flow hangs on what that hangs on."""
        if (known := self._needs.get((flow, node))) is None:
            known = needed_names(made := self.flows[flow].nodes[node])
            if isinstance(made, RunFlow):
                known |= self._needed_in(made.flow)
            self._needs[flow, node] = known
        return known

    def reads(self, flow: str, node: str) -> frozenset[str]:
        """The names on which a node hangs or of which it speaks."""
        made = self.flows[flow].nodes[node]
        return self.needs(flow, node) | (names_in_words(made) if isinstance(made, Ask) else frozenset())

    def _needed_in(self, flow: str) -> frozenset[str]:
        """The slots and variables on which a flow hangs, with those that it runs or leads to."""
        names: set[str] = set()
        for name in self._reached(flow):
            names |= set[str]().union(*(needed_names(node) for node in self.flows[name].nodes.values()))
        return frozenset(names & (self.bot.slots.keys() | self.bot.variables.keys()))

    def translated(self, text: str, language: str, own: Mapping[str, str] | None = None) -> str:
        """A text of the bot in another language; as it stands where there is no translation."""
        if not language or language == self.bot.language:
            return text
        return (own or {}).get(language) or self.bot.texts.get(language, {}).get(text, text)

    def spoken(self, text: str, own: Mapping[str, str] | None = None) -> str | None:
        """How a text is said where words of it are pronounced in their own way; None when it is said as written."""
        said = {**self.bot.pronunciations, **(own or {})}
        if not said:
            return None
        listed = sorted(said, key=len, reverse=True)
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(word) for word in listed)})(?!\w)")
        result = pattern.sub(lambda match: said[match[0]], text)
        return result if result != text else None
