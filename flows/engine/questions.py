"""Asking: the question, its answers, its failures, its way out."""

from dataclasses import replace
from typing import Any

from flows.definition.nodes.ask import FINISH_KEY, Ask
from flows.definition.nodes.node import Go, Outcome, Wait
from flows.engine.state import Question
from flows.engine.turn import Turn

DEFAULT_FINISH_KEY = "#"


def put_question(turn: Turn, node: Ask) -> Outcome:
    """Visit of an `ask`: put the question, read back, or go on when the slot is known."""
    question = turn.top.question
    known = turn.state.slots.get(node.slot) is not None
    if known and (question is not None or not node.ask_again):
        if node.confirm is not None and not (question and question.confirmed):
            turn.change_top(question=replace(question or Question(), kind="confirm"))
            turn.say(node.confirm, barge_in=node.barge_in)
            return Wait()
        if question is None:
            turn.note("slot_known", slot=node.slot)
        return Go(node.next)
    if known:
        turn.set_slot(node.slot, None)
    turn.change_top(question=question or Question())
    turn.say(node.say, barge_in=node.barge_in)
    return Wait()


def answer(turn: Turn, node: Ask, value: Any) -> Outcome:
    """A value for the slot of the question: refuse it, read it back, or go on with it."""
    slot = turn.program.bot.slots[node.slot]
    if (problem := slot.problem_at(value, turn.setting)) is not None:
        turn.note("refused", slot=node.slot, value=value, problem=problem)
        return fail(turn, node, problem)
    before = turn.state.slots.get(node.slot)
    turn.set_slot(node.slot, value)
    for refusal in node.refuse:
        if turn.evaluate(refusal.condition):
            turn.note("refused", slot=node.slot, value=value, condition=refusal.condition)
            text = turn.render(refusal.say)
            turn.set_slot(node.slot, before)
            return fail(turn, node, text)
    turn.note("filled", slot=node.slot, value=value)
    return put_question(turn, node)


def confirmed(turn: Turn, node: Ask) -> Outcome:
    """The caller said yes to the read-back."""
    turn.change_top(question=replace(turn.top.question or Question(), confirmed=True))
    turn.note("confirmed", slot=node.slot)
    return Go(node.next)


def denied(turn: Turn, node: Ask) -> Outcome:
    """The caller said no to the read-back: ask again."""
    turn.set_slot(node.slot, None)
    turn.change_top(question=replace(turn.top.question or Question(), kind="slot", confirmed=False, keys=""))
    turn.note("denied", slot=node.slot)
    turn.say(node.say, barge_in=node.barge_in)
    return Wait()


def fail(turn: Turn, node: Ask, text: str | None = None, *, silent: bool = False) -> Outcome:
    """A failed answer: say why or reprompt, and ask again; after the last attempt take the way out."""
    question = turn.top.question or Question()
    question = replace(question, failures=question.failures + 1, keys="")
    turn.change_top(question=question)
    attempts = node.attempts or turn.program.bot.defaults.attempts
    if question.failures >= attempts:
        turn.note("attempts_used_up", attempts=attempts)
        if text is not None:
            turn.say(text)
        return Go(node.on_fail or turn.program.bot.defaults.on_fail or "on_cannot_help", "on_fail")
    if text is not None:
        turn.say(text)
        return ask_once_more(turn, node)
    prompts, count = (node.no_input, question.silences) if silent else (node.reprompts, question.no_matches)
    if question.kind == "confirm":
        prompts = ()  # they ask for the value, and what is open is the read-back
    if silent:
        turn.change_top(question=replace(question, silences=count + 1))
    else:
        turn.change_top(question=replace(question, no_matches=count + 1))
    turn.note("no_input" if silent else "no_match", count=count + 1)
    if prompts:
        turn.say(prompts[min(count, len(prompts) - 1)], barge_in=node.barge_in)
        return Wait()
    mending = "on_no_input" if silent else "on_no_match"
    if any(frame.flow == mending for frame in turn.state.stack):
        return ask_once_more(turn, node)  # a repair flow that asks something itself is not laid upon itself
    turn.push(mending, repair=True)
    return Go("")


def unheard(turn: Turn, node: Ask) -> Outcome:
    """The no-input time ran out: keys that were pressed are the answer, else it failed."""
    keys = turn.top.question.keys if turn.top.question else ""
    value = turn.program.bot.slots[node.slot].read(keys, turn.setting) if keys else None
    if value is None:
        return fail(turn, node, silent=True)
    turn.change_top(question=replace(turn.top.question or Question(), keys=""))
    return answer(turn, node, value)


def ask_once_more(turn: Turn, node: Ask) -> Outcome:
    """The open question again, without counting a failure."""
    kind = turn.top.question.kind if turn.top.question else "slot"
    turn.say(node.confirm if kind == "confirm" and node.confirm else node.say, barge_in=node.barge_in)
    return Wait()


def ask_again(turn: Turn) -> None:
    """Put the open question of the frame on top once more, after a repair or a return."""
    node = turn.node(turn.top)
    if isinstance(node, Ask) and turn.top.question is not None:
        ask_once_more(turn, node)


def press(turn: Turn, node: Ask, key: str) -> Outcome:
    """A key of the keypad, as an answer: mapped, or one more of a row of digits."""
    question = turn.top.question or Question()
    if question.kind == "confirm":
        return confirmed(turn, node) if key == "1" else denied(turn, node) if key == "2" else fail(turn, node)
    finish = str(node.dtmf.get(FINISH_KEY, DEFAULT_FINISH_KEY))
    slot = turn.program.bot.slots[node.slot]
    keys = question.keys + (key if key != finish else "")
    turn.note("key", key=key)
    if keys in node.dtmf and keys != FINISH_KEY:
        value = slot.read(node.dtmf[keys], turn.setting)
        return answer(turn, node, value) if value is not None else fail(turn, node)
    turn.change_top(question=replace(question, keys=keys))
    if any(name != FINISH_KEY and name.startswith(keys) for name in node.dtmf):
        return Wait()
    if slot.type in ("choice", "yes_no") or any(name != FINISH_KEY for name in node.dtmf):
        return fail(turn, node)
    length = getattr(slot, "length", None) or (getattr(slot, "max", None) if slot.type == "digits" else None)
    if key == finish or (slot.type == "digits" and length is not None and len(keys) >= length):
        value = slot.read(keys, turn.setting) if keys else None
        turn.change_top(question=replace(question, keys=""))
        return answer(turn, node, value) if value is not None else fail(turn, node)
    return Wait()


def fill_early(turn: Turn, name: str, value: Any) -> None:
    """A value for a slot whose question is not open: kept if its question would take it."""
    slot = turn.program.bot.slots.get(name)
    if slot is None or slot.problem_at(value, turn.setting) is not None:
        turn.note("not_filled", slot=name, value=value)
        return
    before = turn.state.slots.get(name)
    turn.set_slot(name, value)
    for frame in turn.state.stack:
        for node in turn.flow(frame).nodes.values():
            if (
                isinstance(node, Ask)
                and node.slot == name
                and any(turn.evaluate(item.condition) for item in node.refuse)
            ):
                turn.set_slot(name, before)
                turn.note("not_filled", slot=name, value=value)
                return
    turn.note("filled", slot=name, value=value)
