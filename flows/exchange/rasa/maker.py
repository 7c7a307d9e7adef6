"""What is known of the bot while its flows are made: names, kinds of values, texts, what was declared."""

from dataclasses import dataclass, field
from typing import Any

from flows.exchange.rasa.cel import Value, Writer
from flows.exchange.rasa.model import Project, RasaSlot
from flows.exchange.rasa.names import RESERVED_FLOWS, RESERVED_VALUES, Names, slug
from flows.exchange.rasa.predicate import Compare, Predicate, PredicateProblem, slots_in
from flows.exchange.rasa.predicate_text import read_predicate
from flows.exchange.rasa.report import Report
from flows.exchange.rasa.source import Part
from flows.exchange.rasa.texts import Texts
from flows.loader.document import Document

Node = dict[str, Any]
VARIABLE_TYPES = {"text": "text", "choice": "text", "number": "number", "boolean": "boolean", "list": "list"}


@dataclass
class Maker:
    """Shared by all that makes a part of the bot."""

    project: Project
    report: Report
    values: Names = field(init=False)
    flows: Names = field(init=False)
    tools: Names = field(init=False)
    intents: Names = field(init=False)
    kinds: dict[str, Value] = field(default_factory=dict)
    variables: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    """Slots that are asked for, by their names in the project."""
    kept: set[str] = field(default_factory=set)
    """Those that keep their value when their flow starts again."""
    meanings: dict[str, str] = field(default_factory=dict)
    """What the flows say of a slot that they ask for."""
    synonyms: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    """Slot, option, and words of buttons for it."""
    more_examples: dict[str, list[str]] = field(default_factory=dict)
    """Words of buttons that ask for an intent."""
    calls: list[tuple[str, Node, Part]] = field(default_factory=list)
    """Every call of a tool: the action's name, the node, the step."""

    says_descriptions: bool = False
    """A text of the bot says the description of a flow in the middle of a sentence."""

    def __post_init__(self) -> None:
        """Nothing is declared yet."""
        self.values = Names("slot", self.report, RESERVED_VALUES, "value")
        self.flows = Names("flow", self.report, RESERVED_FLOWS, "flow")
        self.tools = Names("action", self.report, frozenset(), "tool")
        self.intents = Names("intent", self.report, frozenset(), "intent")

    @property
    def writer(self) -> Writer:
        """Writes conditions over the slots."""
        return Writer(self.kinds)

    def texts(self) -> Texts:
        """Turns texts into templates."""
        return Texts(self.name_of, self.report, self.declare, self._names_flows)

    def _names_flows(self) -> None:
        self.says_descriptions = True

    def name_of(self, slot: str) -> str | None:
        """The name of a slot of the project here; it is then declared as a variable unless it is asked for."""
        value = self.kinds.get(slot)
        if value is None:
            return self.values.get(slot)
        self.use(slot)
        return value.name

    def use(self, slot: str) -> None:
        """A slot is spoken of: it needs a declaration."""
        value = self.kinds[slot]
        if slot not in self.asked:
            self.variables.setdefault(value.name, {"type": VARIABLE_TYPES[value.kind]})

    def declare(self, name: str) -> str:
        """A variable for something that is no slot of the project."""
        made = self.values.get(name) or self.values.add(name, _NOWHERE, slug(name))
        self.variables.setdefault(made, {"type": "text"})
        return made

    def learn_slots(self, predicates: list[Predicate]) -> None:
        """Name all slots and find out what those of any type hold."""
        for name, slot in self.project.slots.items():
            self.know(name, slot, predicates)

    def know(self, name: str, slot: RasaSlot, predicates: list[Predicate]) -> None:
        """Name one slot."""
        kind = _guessed(name, predicates) if slot.kind == "any" else slot.kind
        self.kinds[name] = Value(self.values.add(name, slot.part), kind, slot.values)

    def predicate(self, text: str, part: Part, what: str) -> Predicate | None:
        """A condition of the project; None when it has no counterpart, which is told."""
        try:
            predicate = read_predicate(text)
            self.writer.write(predicate)
        except PredicateProblem as problem:
            told = f"The condition has no counterpart here, since {problem}; it counts as not fulfilled."
            self.report.changed(part, f"{what}, if: {text}", told, "Write the condition in the bot.")
            return None
        for slot in slots_in(predicate):
            if slot in self.kinds:
                self.use(slot)
        return predicate


_NOWHERE = Part(None, Document(None))


def _guessed(name: str, predicates: list[Predicate]) -> str:
    """What a slot of any type holds, by what it is compared with."""
    kinds = {kind for predicate in predicates for kind in _compared_kinds(name, predicate)}
    return kinds.pop() if len(kinds) == 1 else "text"


def _compared_kinds(name: str, predicate: Predicate) -> list[str]:
    if isinstance(predicate, Compare):
        if predicate.left.name != name:
            return []
        match predicate.right:
            case bool():
                return ["boolean"]
            case float():
                return ["number"]
        return ["text"]
    parts = [getattr(predicate, key) for key in ("left", "right", "part") if hasattr(predicate, key)]
    return [kind for part in parts if hasattr(part, "__dataclass_fields__") for kind in _compared_kinds(name, part)]
