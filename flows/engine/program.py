"""A bot made ready to run: repair flows merged in, conditions and templates compiled once."""

from functools import cached_property

from flows.definition.bot import Bot
from flows.definition.flow import Flow
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.call import Call
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.expressions.conditions import Conditions, ConditionType
from flows.expressions.templates import Template
from flows.values.setting import Setting
from flows.values.slots import SLOT_TYPES

_VARIABLE_TYPES: dict[str, ConditionType] = {
    "boolean": "bool", "list": "dyn", "map": "dyn", "date": "string", "time": "string", "datetime": "string",
}  # fmt: skip


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
        for node in flow.nodes.values():
            if isinstance(node, Call):
                types.update(_saved_types(bot, node))
    types |= {name: condition_type(variable.type) for name, variable in bot.variables.items()}
    types |= {name: condition_type(slot.type) for name, slot in bot.slots.items()}
    return types


def _saved_types(bot: Bot, node: Call) -> dict[str, ConditionType]:
    returns = bot.tools[node.tool].returns if node.tool in bot.tools else {}
    types: dict[str, ConditionType] = {}
    for name, expression in node.save.items():
        field = expression.strip().removeprefix("result.")
        types[name] = condition_type(returns[field]) if field in returns else "dyn"
    return types


class Program:
    """A bot that is free of errors, ready to run. Holds no state of a call; shared by all of them."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self.flows: dict[str, Flow] = {**repair_flows(), **bot.flows}
        self.conditions = Conditions(declared_types(bot) | dict.fromkeys(REPAIR_VALUES, "dyn"))
        self._templates: dict[str, Template] = {}

    @cached_property
    def result_conditions(self) -> Conditions:
        """Expressions of `save`, which see `result` too."""
        return self.conditions.with_names({"result": "dyn"})

    @cached_property
    def own_flows(self) -> frozenset[str]:
        """The flows that callers can ask for: those of the bot that repair nothing."""
        return frozenset(name for name in self.bot.flows if name not in repair_flows())

    def setting(self, now: str) -> Setting:
        """The moment and place in which a caller's words are to be read."""
        return Setting(now, self.bot.timezone, self.bot.region, self.bot.language)

    def template(self, text: str) -> Template:
        """A text, compiled once."""
        if (known := self._templates.get(text)) is None:
            known = self._templates[text] = Template(text)
        return known

    def asked_slots(self, flow: str) -> tuple[str, ...]:
        """The slots that a flow asks for, in order, each once."""
        nodes = self.flows[flow].nodes.values() if flow in self.flows else ()
        return tuple(dict.fromkeys(node.slot for node in nodes if isinstance(node, Ask)))
