"""A folder with a project becomes a bot and a report."""

from pathlib import Path
from typing import Any

from flows.exchange.rasa.checked import checked
from flows.exchange.rasa.classic import make_classic, read_classic
from flows.exchange.rasa.flow_files import (
    RasaFlow,
    conditions_of,
    linked_flows,
    make_flow,
    read_flows,
    slots_after_calls,
)
from flows.exchange.rasa.intents import Intents
from flows.exchange.rasa.maker import Maker, Node
from flows.exchange.rasa.names import free, slug
from flows.exchange.rasa.patterns import make_repairs, session_start
from flows.exchange.rasa.predicate import Predicate, PredicateProblem
from flows.exchange.rasa.predicate_text import read_predicate
from flows.exchange.rasa.project import read_project
from flows.exchange.rasa.report import Item, RasaImport, Report
from flows.exchange.rasa.slots import make_slots
from flows.exchange.rasa.speech import spoken, tell_others
from flows.exchange.rasa.tools import action_codes, make_tools
from flows.exchange.rasa.words import capital, doing, in_words

START = "welcome"
GREETINGS = ("utter_greet", "utter_welcome", "utter_hello", "utter_session_start", "utter_greeting")
"""Responses that greet, where the project has no pattern for the start of a session."""


def import_rasa(folder: Path) -> RasaImport:
    """The bot and the report of a project's folder. Never raises for what lies in it: what cannot be read is told."""
    report = Report()
    project = read_project(folder, report)
    if project is None:
        return RasaImport("", report.items())
    maker = Maker(project, report)
    bot = _made(maker)
    if bot is None:
        told = "There are no flows, rules or stories in it of which a bot could be made."
        remedy = "Give the folder of a project: the one with `domain.yml` and `data/`."
        report.put(Item(".", 1, project.name, told, remedy, "error"))
        return RasaImport("", report.items())
    head = f"Made from the Rasa project `{in_words(project.name)}`; its report says what has to be looked at."
    return RasaImport(checked(bot, head, report), report.items())


def _made(maker: Maker) -> dict[str, Any] | None:
    """The whole bot as data; None when there is nothing to make one of."""
    project = maker.project
    flows = read_flows(maker)
    classic = read_classic(maker)
    maker.learn_slots([predicate for text in conditions_of(flows) if (predicate := _read(text)) is not None])
    for name in [name for name in maker.asked if name not in maker.kinds]:
        maker.asked.discard(name)  # told where it is asked for
    codes, results = action_codes(maker), slots_after_calls(maker, flows)
    intents = Intents(maker)
    led_to = linked_flows(flows)
    start_nodes = session_start(maker)
    made = {maker.flows.get(flow.name) or flow.name: make_flow(maker, flow, intents, led_to) for flow in flows}
    by_rules, said = make_classic(maker, classic, intents)
    made |= by_rules
    if not made:
        return None
    repairs = {**said, **make_repairs(maker)}
    tools = make_tools(maker, codes, results)
    _told_in_sentences(maker, flows, made)
    for flow in (*made.values(), *repairs.values()):
        flow["nodes"] = {name: in_order(node) for name, node in flow["nodes"].items()}
    slots = make_slots(maker)
    start = free(START, made)
    welcome = {"nodes": _welcome(maker, start_nodes[0] if start_nodes is not None else None)}
    bot: dict[str, Any] = {"voxloom": 1, "bot": slug(project.name, "bot"), "name": capital(in_words(project.name))}
    if project.language != "en":
        bot["language"] = project.language
    bot |= {"start": start, "slots": slots, "variables": maker.variables, "intents": intents.made, "tools": tools}
    has_handoff = {"attempts": 3, "on_fail": "on_cannot_help", "on_error": "on_error"}
    bot |= {"defaults": has_handoff, "flows": {start: welcome, **made, **repairs}}
    return {key: value for key, value in bot.items() if value != {}}


def _told_in_sentences(maker: Maker, flows: list[RasaFlow], made: dict[str, Any]) -> None:
    """Where the bot says the description of a flow in a sentence, that is the flow's name, as the project has it."""
    if not maker.says_descriptions:
        return
    for flow in flows:
        title = flow.part.get("name").text(maker.report.error) or flow.name
        made[maker.flows.get(flow.name) or flow.name]["description"] = doing(in_words(title).lower())
    told = "A repair flow says what was interrupted, so the flows are described as they are called."
    maker.report.put(Item(".", 1, "descriptions of flows", told, "", "changed"))


def in_order(node: Node) -> Node:
    """The fields of a node as people write them: where it leads stands last."""
    onward = {key: node[key] for key in ("next",) if key in node}
    return {**{key: value for key, value in node.items() if key != "next"}, **onward}


def _read(text: str) -> Predicate | None:
    try:
        return read_predicate(text)
    except PredicateProblem:
        return None  # told where it stands


def _welcome(maker: Maker, nodes: dict[str, Node] | None) -> dict[str, Node]:
    """What the bot says first, behind the values that slots begin with."""
    initial: dict[str, Any] = {}
    for name, slot in maker.project.slots.items():
        value = maker.kinds[name]
        if slot.initial is not None and (value.name in maker.variables or name in maker.asked):
            if isinstance(slot.initial, str | int | float | bool) and "{" not in str(slot.initial):
                initial[value.name] = slot.initial
                maker.report.add(slot.part, f"initial_value of slot {name}", "It is set when the call begins.")
            else:
                told = "Only single values can be set when the call begins."
                maker.report.left_out(slot.part, f"initial_value of slot {name}", told)
    begin: dict[str, Node] = {"begin": {"type": "set", "set": initial}} if initial else {}
    if nodes is None:
        nodes = _greeting(maker)
    return {**begin, **nodes}


def _greeting(maker: Maker) -> dict[str, Node]:
    for name in GREETINGS:
        said = spoken(maker, name)
        if said is not None:
            tell_others(maker, name, said)
            maker.report.add(said.part, name, "The flow `welcome` says it when a call begins.")
            return {"hello": {"type": "say", "say": said.say, "next": "end"}}
    title = capital(in_words(maker.project.name))
    told = "The project does not say what the bot says first; a greeting was made."
    maker.report.put(Item(".", 1, "greeting", told, "Write it in the flow `welcome`.", "changed"))
    say = f"{title}, an automated assistant speaking. How can I help?"
    return {"hello": {"type": "say", "say": say, "next": "end"}}
