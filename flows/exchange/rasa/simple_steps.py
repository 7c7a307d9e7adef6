"""Steps that stand for themselves: say, call a tool, set values, run another flow."""

import re
from typing import Any

from flows.exchange.rasa.cel import Value
from flows.exchange.rasa.maker import Maker, Node
from flows.exchange.rasa.source import Part, word
from flows.exchange.rasa.speech import spoken, tell_buttons, tell_others
from flows.exchange.rasa.steps import Step
from flows.exchange.rasa.tools import tool_name

_OTHER_SLOT = re.compile(r"\{\{\s*slots\.([A-Za-z_][\w-]*)\s*\}\}\Z")


def say_node(maker: Maker, step: Step, *, repair: bool = False) -> Node | None:
    """`action: utter_x`; None when there are no words for it."""
    said = spoken(maker, step.name, repair=repair)
    if said is None:
        if not repair:
            told = "There is no text of that name; nothing is said there."
            maker.report.error(step.part, step.what, told, "Write the response in the domain, or a `say` in the bot.")
        return None
    tell_others(maker, step.name, said)
    tell_buttons(maker, step.name, said)
    return {"type": "say", "say": said.say}


def call_node(maker: Maker, step: Step, known: tuple[str, ...]) -> Node:
    """A custom action; `known`: the slots that surely have a value there. What it takes is written later."""
    node: Node = {"type": "call", "tool": tool_name(maker, step.name, step.part), "known": list(known)}
    maker.calls.append((step.name, node, step.part))
    return node


def set_node(maker: Maker, step: Step) -> Node | None:
    """`set_slots`; None when nothing is left of it."""
    values: dict[str, Any] = {}
    for entry in step.part.get("set_slots").items(maker.report.error):
        for slot, part in entry.entries(maker.report.error):
            value = maker.kinds.get(slot)
            if value is None:
                told = "There is no such slot in the domain."
                maker.report.error(part, f"set_slots: {slot}", told, "Declare it, or mend its name.")
                continue
            fits, given = _fitting(maker, value, part)
            if fits:
                maker.use(slot)
                values[value.name] = given
            else:
                told = f"The slot holds {value.kind}, and cannot be {str(part.value)[:40]!r}."
                maker.report.error(part, f"set_slots: {slot}", told, "Give it a value of its type.")
    return {"type": "set", "set": values} if values else None


def _fitting(maker: Maker, value: Value, part: Part) -> tuple[bool, Any]:
    """Whether a slot can hold a value, and the value as it stands in the bot."""
    given = part.value
    if given is None:
        return True, None
    if isinstance(given, str) and (other := _OTHER_SLOT.match(given.strip())) is not None:
        name = maker.name_of(other[1])
        return name is not None, f"{{{{ {name} }}}}"
    if isinstance(given, dict | list):
        return False, None
    match value.kind:
        case "boolean":
            meant = {"true": True, "false": False}.get(word(given).lower())
            return meant is not None, meant
        case "number":
            return isinstance(given, int | float) and not isinstance(given, bool), given
        case "choice":
            options = {option.lower(): option for option in value.options}
            return word(given).lower() in options, options.get(word(given).lower())
        case "list":
            return False, None
    return "{" not in word(given), word(given)


def run_node(maker: Maker, step: Step) -> Node | None:
    """`call`: another flow runs as a part of this one."""
    flow = maker.flows.get(step.name)
    if flow is None:
        told = "There is no such flow in the project; agents and tools of other kinds cannot be called by a flow."
        maker.report.error(step.part, step.what, told, "Mend its name, or call a tool in the bot.")
        return None
    return {"type": "flow", "flow": flow}
