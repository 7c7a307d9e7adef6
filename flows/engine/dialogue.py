"""What becomes of a caller's acts: answers, requests, corrections, and all that people do instead of answering."""

from dataclasses import replace
from typing import Any

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.node import Go, Outcome
from flows.engine.acts import Act, Understanding
from flows.engine.questions import answer, ask_once_more, confirmed, denied, fail, fill_early, unheard
from flows.engine.state import Frame, Question
from flows.engine.turn import Turn
from flows.engine.walk import ask_for_more, come_back, follow, hand_over, repair, start_flow, start_next

MAX_IDLE_FAILURES = 3
"""Sentences in a row that lead nowhere before the bot says that it cannot help."""
MAX_IDLE_SILENCES = 3
MAX_TURNS = 200
"""An hour of short turns; more is a loop between two machines."""


def hear(turn: Turn, understanding: Understanding, offered: tuple[str, ...] = ()) -> None:
    """Deal with one sentence of the caller. `offered`: the flows among which they were asked to choose."""
    acts = understanding.acts
    if _social(turn, acts):
        turn.change(idle_failures=0)
        return
    kinds: set[str] = {act.act for act in acts}
    values = {act.slot: _new_value(act) for act in acts if act.act in ("fill", "correct") and act.slot is not None}
    requests = [act.flow for act in acts if act.act == "start_flow" and act.flow in turn.program.flows]
    wanted = [name for name in dict.fromkeys(requests) if name is not None]
    if wanted and _request(turn, wanted, values):
        return
    if clarify := next((act for act in acts if act.act == "clarify" and act.candidates), None):
        _clarify(turn, clarify.candidates)
    elif offered and not wanted and not values:
        _not_chosen(turn, offered, kinds)
    elif (node := open_question(turn)) is None:
        _idle(turn, kinds, values)
    else:
        _answer_question(turn, node, kinds, values)


def _new_value(act: Act) -> Any:
    return act.new if act.act == "correct" else act.value


def _request(turn: Turn, wanted: list[str], values: dict[str, Any]) -> bool:
    """Start what was asked for, or go back to it. False when it is in progress: then this was an answer."""
    open_flows = [frame.flow for frame in turn.state.stack]
    new = [name for name in wanted if name not in open_flows]
    if wanted[0] not in open_flows:
        _start(turn, new, values)
        return True
    at = len(open_flows) - 1 - open_flows[::-1].index(wanted[0])
    if new:  # what is new waits for what is open
        frames = list(turn.state.stack)
        frames[at] = replace(frames[at], later=tuple(dict.fromkeys((*frames[at].later, *new))))
        turn.change(stack=tuple(frames))
    if at == len(open_flows) - 1:
        return False
    turn.change(stack=turn.state.stack[: at + 1])
    turn.note("went_back")
    for name, value in values.items():
        fill_early(turn, name, value)
    come_back(turn)
    return True


def _clarify(turn: Turn, candidates: tuple[str, ...]) -> None:
    turn.change(candidates=candidates)
    repair(turn, "on_clarify", reask=False, candidates=[_described(turn, flow) for flow in candidates])


def _not_chosen(turn: Turn, offered: tuple[str, ...], kinds: set[str]) -> None:
    """The caller chose none of the flows that were offered."""
    turn.note("not_chosen", candidates=list(offered))
    node = open_question(turn)
    if "affirm" in kinds:
        _clarify(turn, offered)
    elif "deny" in kinds and node is not None:
        follow(turn, ask_once_more(turn, node))
    elif "deny" in kinds:
        repair(turn, "on_request")
    else:
        _no_match(turn)


def open_question(turn: Turn) -> Ask | None:
    """The question to which the caller's next words are the answer."""
    frame = turn.state.top
    if frame is None or frame.question is None:
        return None
    node = turn.node(frame)
    return node if isinstance(node, Ask) else None


def _described(turn: Turn, flow: str) -> str:
    """What starts a flow, in the author's words, else its name."""
    intents = (turn.program.bot.intents.get(name) for name in turn.program.flows[flow].triggers)
    told = next((intent.description for intent in intents if intent is not None and intent.description), None)
    return told or flow.replace("_", " ")


def _social(turn: Turn, acts: tuple[Act, ...]) -> bool:
    """Acts that are about the conversation itself. True when one of them settled the turn."""
    for act in acts:
        match act.act:
            case "human":
                hand_over(turn)
            case "goodbye":
                turn.change(stack=())
                turn.push("on_goodbye")
            case "repeat":
                repair(turn, "on_repeat", reask=False, last_said=turn.previous_words)
            case "wait":
                turn.change(patient=True)
                repair(turn, "on_wait", reask=False)
            case "help":
                node = open_question(turn)
                repair(turn, "on_help", help=turn.render(node.help) if node is not None and node.help else "")
            case "chitchat":
                repair(turn, "on_chitchat")
            case "cancel":
                _cancel(turn, act.flow)
            case "refuse" if (node := open_question(turn)) is not None:
                turn.note("refused_to_answer", slot=node.slot)
                follow(turn, fail(turn, node))
            case _:
                continue
        return True
    return False


def _cancel(turn: Turn, flow: str | None) -> None:
    """Leave the flow on top, or the one that is named, which may be one that waits for its turn."""
    stack = turn.state.stack
    waiting = [frame for frame in stack if flow in frame.later]
    at = len(stack) - 1 if flow is None else next((i for i, frame in enumerate(stack) if frame.flow == flow), None)
    if waiting:
        turn.change(stack=tuple(_without(frame, flow) for frame in stack))
        turn.note("cancelled", cancelled=flow)
        repair(turn, "on_cancel")
        return
    if at is None or not stack:
        _no_match(turn)
        return
    left = stack[at]
    turn.note("cancelled", cancelled=left.flow)
    turn.change(stack=(*stack[:at], *stack[at + 1 :]))
    was_on_top = at == len(stack) - 1
    if was_on_top and left.later:
        start_next(turn, left)
    elif was_on_top and turn.state.top is None:
        ask_for_more(turn)
    elif was_on_top and turn.top.interrupted:
        come_back(turn)
    repair(turn, "on_cancel")


def _without(frame: Frame, flow: str | None) -> Frame:
    return replace(frame, later=tuple(name for name in frame.later if name != flow))


def _start(turn: Turn, requests: list[str], values: dict[str, Any]) -> None:
    first, *rest = requests
    start_flow(turn, first, later=tuple(rest), given=values)


def _answer_question(turn: Turn, node: Ask, kinds: set[str], values: dict[str, Any]) -> None:
    question = turn.top.question or Question()
    corrected: dict[str, tuple[Any, Any]] = {}
    for name, value in values.items():
        if name == node.slot:
            continue
        before = turn.state.slots.get(name)
        fill_early(turn, name, value)
        if before is not None and turn.state.slots.get(name) != before:
            corrected[name] = before, value
    consents = values.get(node.slot) is True or (question.kind == "confirm" and "affirm" in kinds and not values)
    if consents and not turn.question_heard:
        turn.note("consent_unheard", slot=node.slot)
        follow(turn, ask_once_more(turn, node))
    elif node.slot in values:
        follow(turn, answer(turn, node, values[node.slot]))
    elif len(values) > 0:
        follow(turn, _with_new_values(turn, node, question, corrected))
    elif question.kind == "confirm" and "affirm" in kinds:
        follow(turn, confirmed(turn, node))
    elif question.kind == "confirm" and "deny" in kinds:
        follow(turn, denied(turn, node))
    elif "start_flow" in kinds:  # the caller said once more what they are here for
        follow(turn, ask_once_more(turn, node))
    else:
        follow(turn, fail(turn, node))


def _with_new_values(turn: Turn, node: Ask, question: Question, corrected: dict[str, tuple[Any, Any]]) -> Outcome:
    """Other slots than the one in question became known: the question once more, with their values in it."""
    if corrected and question.kind == "slot":
        name, (old, new) = next(iter(corrected.items()))
        say = turn.program.bot.slots[name].say
        repair(turn, "on_correction", slot=name.replace("_", " "), old=say(old), new=say(new))
        return Go("")
    return ask_once_more(turn, node)


def _idle(turn: Turn, kinds: set[str], values: dict[str, Any]) -> None:
    """No flow is open: the caller may be done, may want more, or said something that led nowhere."""
    asked_for_more = turn.state.asked_for_more
    if asked_for_more and "deny" in kinds:
        turn.push("on_goodbye")
    elif asked_for_more and "affirm" in kinds:
        turn.change(asked_for_more=False)
        repair(turn, "on_request")
    else:
        turn.note("led_nowhere", values=values)
        _no_match(turn)


def _no_match(turn: Turn) -> None:
    if (node := open_question(turn)) is not None:
        follow(turn, fail(turn, node))
        return
    turn.change(idle_failures=turn.state.idle_failures + 1)
    if turn.state.idle_failures >= MAX_IDLE_FAILURES:
        turn.change(idle_failures=0)
        turn.push("on_cannot_help")
    else:
        repair(turn, "on_no_match")


def silence(turn: Turn) -> None:
    """The no-input time ran out."""
    turn.change(patient=False)
    if (node := open_question(turn)) is not None:
        follow(turn, unheard(turn, node))
        return
    turn.change(idle_silences=turn.state.idle_silences + 1)
    if turn.state.idle_silences >= MAX_IDLE_SILENCES:
        turn.push("on_goodbye")
    else:
        repair(turn, "on_no_input")
