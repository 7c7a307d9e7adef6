"""Tools: what the custom actions of a project become."""

import re
from typing import Any

from flows.exchange.rasa.actions import ActionCode, read_actions
from flows.exchange.rasa.maker import VARIABLE_TYPES, Maker, Node
from flows.exchange.rasa.source import Part
from flows.exchange.rasa.words import capital, in_words

BUILT_IN: dict[str, str] = {
    "action_listen": "The bot waits for the caller by itself.",
    "action_restart": "A call cannot begin anew; the caller asks for something else, or calls again.",
    "action_session_start": "The flow that `start` names runs when a call begins.",
    "action_back": "Callers correct what they said; going back a step has no counterpart.",
    "action_default_fallback": "What is not understood runs `on_no_match`.",
    "action_two_stage_fallback": "What is not understood runs `on_clarify` or `on_no_match`.",
    "action_default_ask_affirmation": "What can mean two things runs `on_clarify`.",
    "action_deactivate_loop": "A flow ends by `next: end`.",
    "action_clean_stack": "A failing flow is taken off by the engine.",
    "action_cancel_flow": "The engine leaves the flow by itself.",
    "action_correct_flow_slot": "The engine corrects the value by itself.",
    "action_clarify_flows": "The engine finds what can be meant by itself.",
    "action_run_slot_rejections": "Values are refused by `validate` of their question.",
    "action_extract_slots": "The engine fills slots by itself.",
    "action_trigger_search": "Questions are answered by `answer` nodes, which need a knowledge base.",
    "action_trigger_chitchat": "Small talk runs `on_chitchat`.",
    "action_trigger_flow": "Flows are started by their examples, or by `next`.",
    "action_change_flow": "Flows are started by their examples, or by `next`.",
    "action_repeat_bot_messages": "`on_repeat` says the last words again.",
    "action_reset_routing": "There is one engine, and nothing to route.",
    "action_send_text": "Texts are said by `say` nodes.",
    "action_unlikely_intent": "The engine notes in its trace what was not understood.",
    "action_block_digressions": "Callers may always ask for something else.",
    "action_continue_digression": "Callers may always ask for something else.",
}
"""Actions that come with Rasa, and what does their work here."""
HANG_UP = frozenset({"action_hangup", "action_hang_up", "action_end_call"})
WRITING = frozenset(
    """activate add apply approve block book buy cancel change charge close confirm create deactivate delete dispute
    execute freeze make modify open order pay place post process purchase recharge redeem register remove renew
    replace report reschedule reserve save schedule send set setup sign stop submit subscribe topup transfer
    unblock unsubscribe update upgrade withdraw write""".split()
)
"""An action whose name begins with one of these changes something."""


def is_built_in(action: str) -> bool:
    """Whether an action comes with Rasa and has no work left here."""
    return action in BUILT_IN or action.startswith("validate_")


def tool_name(maker: Maker, action: str, part: Part) -> str:
    """The name of the tool for a custom action."""
    return maker.tools.add(action, maker.project.actions.get(action, part), action.removeprefix("action_") or action)


def action_codes(maker: Maker) -> dict[str, ActionCode]:
    """The custom actions that the project has as Python."""
    found = [code for text in maker.project.python.values() for code in read_actions(text)]
    return {code.name: code for code in found}


def make_tools(maker: Maker, codes: dict[str, ActionCode], reads_after: dict[str, list[str]]) -> dict[str, Any]:
    """The tools of the bot, with what each call gives and keeps written into its node."""
    tools: dict[str, Any] = {}
    for action in dict.fromkeys(action for action, _, _ in maker.calls):
        calls = [(node, part) for called, node, part in maker.calls if called == action]
        tools[calls[0][0]["tool"]] = _tool(maker, action, calls, codes.get(action), reads_after.get(action, []))
    return tools


def _tool(
    maker: Maker, action: str, calls: list[tuple[Node, Part]], code: ActionCode | None, guessed: list[str]
) -> dict[str, Any]:
    part = calls[0][1]
    verb = re.split(r"_", action.removeprefix("action_"))[0]
    writes = verb in WRITING
    tool: dict[str, Any] = {"description": f"{capital(in_words(action.removeprefix('action_')))}."}
    if writes:
        tool |= {"effect": "write", "idempotency_key": "auto"}
    reads = [slot for slot in code.reads if slot in maker.kinds] if code is not None else None
    given = _arguments(maker, calls, reads)
    if given:
        tool["arguments"] = given
    sets = [slot for slot in (code.sets if code is not None else guessed) if slot in maker.kinds]
    if sets:
        returns = {maker.kinds[slot].name: VARIABLE_TYPES[maker.kinds[slot].kind] for slot in sets}
        for slot in sets:
            maker.use(slot)
        for node, _ in calls:
            node["save"] = {name: f"result.{name}" for name in returns}
        tool["returns"] = returns
    tool["stub"] = {"error": "unavailable"} if sets else {}
    _tell(maker, action, part, tool, code, writes=writes)
    return tool


def _arguments(maker: Maker, calls: list[tuple[Node, Part]], reads: list[str] | None) -> dict[str, str]:
    """Write what each call gives into its node; the arguments to declare, where all calls give the same."""
    for node, _ in calls:
        known = [slot for slot in node.pop("known") if reads is not None or maker.kinds[slot].kind != "boolean"]
        slots = known if reads is None else [slot for slot in reads if slot in known or slot in maker.kept]
        if slots:
            node["with"] = {maker.kinds[slot].name: f"{{{{ {maker.kinds[slot].name} }}}}" for slot in slots}
            kinds = {maker.kinds[slot].name: VARIABLE_TYPES[maker.kinds[slot].kind] for slot in slots}
            node["kinds"] = kinds
    declared = [node.pop("kinds", {}) for node, _ in calls]
    return declared[0] if all(entry == declared[0] for entry in declared) else {}


def _tell(
    maker: Maker, action: str, part: Part, tool: dict[str, Any], code: ActionCode | None, *, writes: bool
) -> None:
    name = maker.tools.get(action)
    fails = "fails" if tool.get("returns") else "does nothing"
    told = [f"It is the tool `{name}`; until it is bound, its stub {fails}."]
    if code is None:
        told.append("What it takes and gives back is not known: it is given the slots that its flow asked for before.")
        if tool.get("returns"):
            told.append(f"It is taken to set {', '.join(f'`{entry}`' for entry in tool['returns'])}.")
    elif code.says:
        told.append("What its code says to the caller is not said here.")
    if writes:
        told.append("By its name it changes something, so it is marked as writing.")
    maker.report.changed(
        part, f"action {action}", " ".join(told), "Bind the tool, and look at what it takes and returns."
    )
