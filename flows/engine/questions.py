"""Asking: the question, its answers, its failures, its way out."""

from dataclasses import replace
from typing import Any

from flows.definition.nodes.ask import FINISH_KEY, Ask
from flows.definition.nodes.node import Go, Outcome, Wait
from flows.engine.asking_leave import say_again
from flows.engine.rounds import put_again, refresh
from flows.engine.state import Question
from flows.engine.turn import Turn
from flows.expressions.problems import ConditionProblem

DEFAULT_FINISH_KEY = "#"

TOLD_BY_THEMSELVES = frozenset({"date", "datetime"})
"""Types whose refused values were meant for no other slot: days that have passed."""


def put_question(turn: Turn, node: Ask) -> Outcome:
    """Visit of an `ask`: put the question, read back, or go on when the slot is known."""
    question = turn.top.question
    if question is None and (stood := turn.top.stood) is not None and (stood.flow, stood.node) == _place(turn):
        question = replace(stood.question, kind="slot", confirmed=False) if stood.question else None
        turn.change_top(stood=None)
        fresh = False
    else:
        fresh = question is None
    known = turn.state.slots.get(node.slot) is not None
    if known and fresh and put_again(turn, node):
        turn.set_slot(node.slot, None)
        known = False
    if known and (refusal := _refusal(turn, node)) is not None:
        turn.note("refused", slot=node.slot, value=turn.state.slots[node.slot])
        turn.say(refusal)  # while the value is there: the words may name it
        turn.set_slot(node.slot, None)
        known = False
    if known:
        if _read_back(turn, node) is not None and not (question and question.confirmed):
            return _ask_to_confirm(turn, node, question or Question())
        if fresh:
            turn.note("slot_known", slot=node.slot)
        return Go(node.next)
    turn.change_top(question=replace(question or Question(), kind="slot", confirmed=False))
    turn.say(node.say, node)
    return Wait()


def _place(turn: Turn) -> tuple[str, str]:
    return turn.top.flow, turn.top.node


def _refusal(turn: Turn, node: Ask) -> str | None:
    """What the bot says to a value that the question does not take; the text is a template."""
    return next((item.say for item in node.refuse if turn.evaluate(item.condition)), None)


def _read_back(turn: Turn, node: Ask) -> str | None:
    """The text that reads the value back, where the question wants it or the words can mean two values."""
    doubtful = node.slot in turn.state.doubtful
    return node.confirm or (turn.program.bot.defaults.read_back if doubtful else None)


def _ask_to_confirm(turn: Turn, node: Ask, question: Question) -> Outcome:
    turn.change_top(question=replace(question, kind="confirm", confirmed=False))
    say_read_back(turn, node)
    return Wait()


def say_read_back(turn: Turn, node: Ask) -> None:
    """Read the value of the open question back."""
    value = turn.state.slots.get(node.slot)
    shown = "" if value is None else turn.program.bot.slots[node.slot].say(value)
    turn.say(_read_back(turn, node) or turn.program.bot.defaults.read_back, node, {"value": shown})


def answer(turn: Turn, node: Ask, value: Any, *, doubtful: bool = False) -> Outcome:
    """A value for the slot of the question: refuse it, read it back, or go on with it."""
    slot = turn.program.bot.slots[node.slot]
    if (problem := slot.problem_at(value, turn.setting)) is not None:
        turn.note("refused", slot=node.slot, value=value, problem=problem)
        return fail(turn, node, problem)
    before = turn.state.slots.get(node.slot)
    turn.set_slot(node.slot, value, doubtful=doubtful)
    for refusal in node.refuse:
        if turn.evaluate(refusal.condition):
            turn.note("refused", slot=node.slot, value=value, condition=refusal.condition)
            text = turn.render(turn.program.translated(refusal.say, turn.state.language), spoken=True)
            turn.set_slot(node.slot, before)
            return fail(turn, node, text)
    turn.note("filled", slot=node.slot, value=value)
    question = turn.top.question or Question()
    if _read_back(turn, node) is not None:
        return _ask_to_confirm(turn, node, question)
    return Go(node.next)


def confirmed(turn: Turn, node: Ask) -> Outcome:
    """The caller said yes to the read-back."""
    turn.change_top(question=replace(turn.top.question or Question(), confirmed=True))
    turn.change(doubtful=tuple(slot for slot in turn.state.doubtful if slot != node.slot))
    turn.note("confirmed", slot=node.slot)
    return Go(node.next)


def denied(turn: Turn, node: Ask) -> Outcome:
    """The caller said no to the read-back: ask again."""
    turn.set_slot(node.slot, None)
    turn.change_top(question=replace(turn.top.question or Question(), kind="slot", confirmed=False, keys=""))
    turn.note("denied", slot=node.slot)
    turn.say(node.say, node)
    return Wait()


def fail(
    turn: Turn, node: Ask, text: str | None = None, *, silent: bool = False, mending: str | None = None
) -> Outcome:
    """A failed answer: say why or reprompt, and ask again; after the last attempt take the way out.

    `text`: why, as it is to be said. `mending`: the repair flow that answers instead of the question's own prompts.
    """
    question = turn.top.question or Question()
    question = replace(question, failures=question.failures + 1, keys="")
    turn.change_top(question=question)
    attempts = node.attempts or turn.program.bot.defaults.attempts
    if question.failures >= attempts:
        turn.note("attempts_used_up", attempts=attempts)
        if text is not None:
            turn.say_as_is(text)
        return Go(node.on_fail or turn.program.bot.defaults.on_fail or "on_cannot_help", "on_fail")
    if text is not None:
        turn.say_as_is(text)
        return ask_once_more(turn, node)
    own = "on_no_input" if silent else "on_no_match"
    prompts, count = (node.no_input, question.silences) if silent else (node.reprompts, question.no_matches)
    if question.kind == "confirm" or mending is not None:
        prompts = ()  # they ask for the value, and what is open is the read-back, or a refusal to be answered
    if silent:
        turn.change_top(question=replace(question, silences=count + 1))
    else:
        turn.change_top(question=replace(question, no_matches=count + 1))
    turn.note("no_input" if silent else "no_match", count=count + 1)
    if prompts:
        turn.say(prompts[min(count, len(prompts) - 1)], node)
        return Wait()
    if any(frame.flow == (mending or own) for frame in turn.state.stack):
        return ask_once_more(turn, node)  # a repair flow that asks something itself is not laid upon itself
    turn.push(mending or own, repair=True)
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
    if turn.top.question is not None and turn.top.question.kind == "confirm":
        say_read_back(turn, node)
    else:
        turn.say(node.say, node)
    return Wait()


def ask_again(turn: Turn) -> None:
    """Put the open question of the frame on top once more, after a repair or a return."""
    node = turn.node(turn.top)
    if isinstance(node, Ask) and turn.top.question is not None:
        ask_once_more(turn, node)
    say_again(turn)  # a call that waits for a yes


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


def fill_early(turn: Turn, name: str, value: Any, *, doubtful: bool = False) -> str | None:
    """A value for a slot whose question is not open: kept if every question for it would take it.

    Returns what the bot has to say to a value that is not taken. Words that cannot be a value of the slot at all, and
    that correct none, were not meant for it: nothing is said to them but to days, which are meant for nothing else.
    """
    slot = turn.program.bot.slots.get(name)
    problem = slot.problem_at(value, turn.setting) if slot is not None else None
    if slot is None or problem is not None:
        turn.note("not_filled", slot=name, value=value)
        meant = turn.state.slots.get(name) is not None or (slot is not None and slot.type in TOLD_BY_THEMSELVES)
        return problem if meant else None
    before, was_doubtful = turn.state.slots.get(name), name in turn.state.doubtful
    turn.set_slot(name, value, doubtful=doubtful)
    for node in _questions_ahead(turn, name):
        for refusal in node.refuse:
            if _holds_already(turn, refusal.condition):
                text = turn.render(turn.program.translated(refusal.say, turn.state.language), spoken=True)
                turn.set_slot(name, before, doubtful=was_doubtful)
                turn.note("not_filled", slot=name, value=value)
                return text
    turn.note("filled", slot=name, value=value)
    refresh(turn, name)
    if turn.state.top is not None and name not in turn.top.early:
        turn.change_top(early=(*turn.top.early, name))
    return None


def _holds_already(turn: Turn, condition: str) -> bool:
    """Whether a refusal of a question ahead holds; one that knows names of its own flow is judged when it is put."""
    try:
        return turn.evaluate(condition)
    except ConditionProblem:
        return False


def _questions_ahead(turn: Turn, name: str) -> list[Ask]:
    """The questions for a slot in the flows that are open, and in those that they run or lead to."""
    flows = [frame.flow for frame in turn.state.stack if name in turn.program.wanted_slots(frame.flow)]
    return list(turn.program.asks_for(name)) if flows else []
