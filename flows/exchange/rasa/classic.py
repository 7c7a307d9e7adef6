"""Rules, stories and forms: those that go in one line from an intent become flows."""

from dataclasses import dataclass
from typing import Any

from flows.exchange.rasa.intents import Intents
from flows.exchange.rasa.layout import Layout
from flows.exchange.rasa.maker import Maker
from flows.exchange.rasa.names import slug
from flows.exchange.rasa.source import Part
from flows.exchange.rasa.speech import spoken, tell_others
from flows.exchange.rasa.steps import Step
from flows.exchange.rasa.words import ability, in_words

UNDERSTOOD: dict[str, str] = {
    "affirm": "yes", "deny": "no", "yes": "yes", "no": "no", "inform": "values", "cancel": "a wish to cancel",
    "stop": "a wish to cancel", "restart": "a wish to begin anew", "out_of_scope": "what is not the bot's business",
    "thankyou": "thanks", "thanks": "thanks", "repeat": "a wish to hear it again",
}  # fmt: skip
"""Intents that are understood without examples, and what they are."""
SAID_BY: dict[str, str] = {
    "goodbye": "on_goodbye", "bye": "on_goodbye", "nlu_fallback": "on_no_match", "out_of_scope": "on_no_match",
    "chitchat": "on_chitchat",
}  # fmt: skip
"""Intents whose answer is the text of a repair flow."""


@dataclass(frozen=True)
class ClassicFlow:
    """A flow that was found in rules and stories."""

    name: str
    intents: tuple[str, ...]
    steps: tuple[Step, ...]
    part: Part


@dataclass(frozen=True)
class _Line:
    """A rule or story that goes in one line."""

    intents: tuple[str, ...]
    actions: tuple[Part, ...]


def read_classic(maker: Maker) -> list[ClassicFlow]:
    """The flows in rules, stories and retrieval intents; the slots that their forms ask for are noted."""
    after = _after_forms(maker)
    found: dict[str, ClassicFlow] = {}
    for kind, parts in (("rule", maker.project.rules), ("story", maker.project.stories)):
        for part in parts:
            title = part.get(kind).text(maker.report.error) or kind
            line = _line(maker, part, f"{kind} {title}")
            if line is None:
                continue
            intent = line.intents[0]
            if any(other.startswith(f"{intent}/") for other in maker.project.intents):
                maker.report.add(part, f"{kind} {title}", f"Each question of `{intent}` is a flow with its answer.")
                continue
            if intent in found:
                told = f"The intent `{intent}` has a flow already, and a flow goes one way for each."
                maker.report.left_out(
                    part, f"{kind} {title}", told, "Put both ways into that flow, with a `decide` node."
                )
                continue
            steps = _steps(maker, line, after)
            if steps:
                found[intent] = ClassicFlow(intent, line.intents, steps, part)
                maker.report.add(part, f"{kind} {title}", f"It is a flow that starts by `{intent}`.")
    for one, data in maker.project.intents.items():
        response = f"utter_{one}"
        if "/" in one and response in maker.project.responses and one not in found:
            step = Step("action", response, "", maker.project.responses[response].part)
            found[one] = ClassicFlow(one, (one,), (step,), data.part)
    for flow in found.values():
        maker.flows.add(f"intent {flow.name}", flow.part, slug(flow.name))
    return list(found.values())


def make_classic(maker: Maker, flows: list[ClassicFlow], intents: Intents) -> tuple[dict[str, Any], dict[str, Any]]:
    """The flows of the bot that rules and stories become, and the repair flows whose words they have."""
    made: dict[str, Any] = {}
    repairs: dict[str, Any] = {}
    for flow in flows:
        repair = SAID_BY.get(flow.name)
        if repair is not None:
            words = _words(maker, flow, repair)
            if words is not None:
                repairs[repair] = words
            continue
        name = maker.flows.get(f"intent {flow.name}") or slug(flow.name)
        told = ability(flow.name.split("/")[-1].removeprefix("ask_"), "")
        triggers = [here for one in flow.intents if (here := intents.from_project(one, flow.part, told)) is not None]
        if not triggers:
            continue
        nodes = Layout(maker, name, flow.steps).lay_out()
        if nodes and any(node["type"] != "decide" for node in nodes.values()):
            made[name] = {"description": in_words(flow.name).capitalize(), "triggers": triggers, "nodes": nodes}
    _tell_unused(maker)
    return made, repairs


def _words(maker: Maker, flow: ClassicFlow, repair: str) -> dict[str, Any] | None:
    said = next((text for step in flow.steps if (text := spoken(maker, step.name, repair=True)) is not None), None)
    if said is None:
        return None
    tell_others(maker, flow.name, said)
    maker.report.add(flow.part, f"intent {flow.name}", f"It is understood without examples; `{repair}` says the words.")
    if repair == "on_goodbye":
        return {"nodes": {"bye": {"type": "end", "say": said.say}}}
    return {"nodes": {"tell": {"type": "say", "say": said.say, "next": "end"}}}


def _tell_unused(maker: Maker) -> None:
    for name, intent in maker.project.intents.items():
        if name in maker.intents or name in SAID_BY:
            continue
        if name in UNDERSTOOD:
            told = f"It is understood without examples: it is {UNDERSTOOD[name]}."
            maker.report.left_out(intent.part, f"intent {name}", told)
        else:
            told = "No flow is started by it."
            maker.report.left_out(
                intent.part, f"intent {name}", told, "Add it to the `triggers` of a flow, if it is wanted."
            )


def _line(maker: Maker, part: Part, what: str) -> _Line | None:
    """A rule or story as one line; None when it is none, which is told."""
    if not isinstance(part.value, dict):
        maker.report.error(part, what, "A rule or story is a map with `steps`.", "Write it like that.")
        return None
    steps = list(part.get("steps").items(maker.report.error))
    intents = _intents(maker, steps[0]) if steps else ()
    forms = maker.project.forms
    if part.has("condition") or not intents:
        first = steps[0].get("action").value if steps else None
        if not (isinstance(first, str) and first in forms):  # what follows a form was taken with it
            told = "It hangs on what was said before, and does not begin with an intent alone."
            maker.report.left_out(part, what, told, "Draw it as a flow.")
        return None
    actions: list[Part] = []
    for step in steps[1:]:
        if step.has("action"):
            actions.append(step)
        elif not step.has("active_loop") and not (
            step.has("slot_was_set") and actions and _is_form(maker, actions[-1])
        ):
            odd = next(iter(step.value), "a step") if isinstance(step.value, dict) else "a step"
            told = f"It does not go in one line: `{odd}` stands behind the first intent."
            maker.report.left_out(
                part, what, told, "Draw it as a flow: questions for what is said, branches for the rest."
            )
            return None
    if intents[0] in UNDERSTOOD and intents[0] not in SAID_BY:
        told = f"`{intents[0]}` is an answer, and means something after a question only."
        maker.report.left_out(part, what, told, "Ask the question in a flow, and go on from there.")
        return None
    return _Line(intents, tuple(actions))


def _is_form(maker: Maker, step: Part) -> bool:
    return step.get("action").text(maker.report.error) in maker.project.forms


def _intents(maker: Maker, step: Part) -> tuple[str, ...]:
    parts = list(step.get("or").items(maker.report.error)) if step.has("or") else [step]
    return tuple(dict.fromkeys(name for part in parts if (name := part.get("intent").text(maker.report.error))))


def _after_forms(maker: Maker) -> dict[str, tuple[Part, ...]]:
    """What is done when a form is filled, by the rules for that."""
    found: dict[str, tuple[Part, ...]] = {}
    for part in maker.project.rules:
        steps = list(part.get("steps").items(maker.report.error)) if isinstance(part.value, dict) else []
        if not part.has("condition") or not steps or not _is_form(maker, steps[0]):
            continue
        form = steps[0].get("action").text(maker.report.error)
        title = part.get("rule").text(maker.report.error) or "rule"
        if form not in found and not any(step.has("intent") for step in steps):
            found[form] = tuple(step for step in steps[1:] if step.has("action"))
            maker.report.add(part, f"rule {title}", f"It stands at the end of the flow that asks for `{form}`.")
        else:
            told = "What interrupts a form is understood anywhere; other ways out of it have to be drawn."
            maker.report.left_out(part, f"rule {title}", told, "Look at what the flow does there.")
    return found


def _steps(maker: Maker, line: _Line, after: dict[str, tuple[Part, ...]]) -> tuple[Step, ...]:
    steps: list[Step] = []
    filled = ""
    for part in line.actions:
        name = part.get("action").text(maker.report.error)
        if name in maker.project.forms and name != filled:
            filled = name
            steps += _questions(maker, name, part)
            if part is line.actions[-1]:
                steps += [
                    Step("action", one.get("action").text(maker.report.error), "", one) for one in after.get(name, ())
                ]
        elif name and name not in maker.project.forms:
            steps.append(Step("action", name, "", part))
    return tuple(steps)


def _questions(maker: Maker, form: str, part: Part) -> list[Step]:
    """A `collect` step for each slot of a form."""
    made = []
    for slot in maker.project.forms[form]:
        own = f"utter_ask_{form}_{slot}"
        asks = {"collect": slot, **({"utter": own} if own in maker.project.responses else {})}
        maker.asked.add(slot)
        made.append(Step("collect", slot, "", Part(asks, part.document, part.path)))
    return made
