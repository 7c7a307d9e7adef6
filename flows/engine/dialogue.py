"""What becomes of a caller's acts: requests, and all that people do instead of answering. Answers: answers.py."""

from flows.definition.flow import Flow
from flows.definition.nodes.answer import Answer
from flows.definition.repair import repair_flows
from flows.engine.acts import Act, Mood, Understanding
from flows.engine.after import take_further, tell_standing, undo
from flows.engine.answers import answer_question, go_on_after, open_question, take_values
from flows.engine.asking_leave import leave_asked
from flows.engine.done import record_written
from flows.engine.frames import (
    ask_for_more,
    broken_off,
    come_back,
    hand_over,
    repair,
    start_flow,
    taken_back,
    too_often_nowhere,
)
from flows.engine.guarding import stopped, takes_offer
from flows.engine.holding import cut
from flows.engine.leave_answers import answer_leave, drop_call, fail_leave
from flows.engine.leaving import cancel
from flows.engine.meaning import Meaning
from flows.engine.questions import ask_once_more, fail, unheard
from flows.engine.state import Request
from flows.engine.turn import Turn
from flows.engine.walk import follow

MAX_IDLE_SILENCES = 3
FEWEST_WORDS = 3
"""Of what is looked up though it fits no intent: fewer are mostly words that were misheard."""
MAX_TURNS = 200
"""An hour of short turns; more is a loop between two machines."""


def hear(turn: Turn, understanding: Understanding, offered: tuple[str, ...] = ()) -> None:
    """Deal with one sentence of the caller. `offered`: the flows among which they were asked to choose."""
    offered_person = turn.state.offered_person
    words, mood = understanding.text, _mood(understanding)
    turn.change(last_words=words, turn_words=words, mood=mood, offered_person=False)
    if stopped(turn, understanding.trips):
        turn.change(turn_words="")  # what a rule stops, no model is told of later
        return
    meaning = Meaning.of(understanding.acts, turn.program)
    if takes_offer(turn, meaning, offered=offered_person):
        return
    if _social(turn, understanding.acts, meaning):
        turn.change(idle_failures=0)
        return
    requests = (*meaning.requests, *_questions(turn, meaning))
    if requests and _request(turn, requests, meaning):
        return
    clarify = next((act for act in understanding.acts if act.act == "clarify" and act.candidates), None)
    if clarify is not None:
        _clarify(turn, clarify.candidates)
    elif offered and not requests and not meaning.values:
        _not_chosen(turn, offered, meaning)
    elif (node := open_question(turn)) is not None:
        follow(turn, answer_question(turn, node, meaning))
    elif (asks := leave_asked(turn)) is not None:
        follow(turn, answer_leave(turn, asks, meaning))
    elif broken_off(turn):
        follow(turn, go_on_after(turn, meaning))
    else:
        _idle(turn, meaning)


def _mood(understanding: Understanding) -> Mood:
    confidence = max((act.confidence for act in understanding.acts), default=0.0)
    return Mood(understanding.complexity, understanding.emotion, confidence)


def _questions(turn: Turn, meaning: Meaning) -> tuple[Request, ...]:
    """A question of knowledge asks for the flow that answers such questions."""
    if "question" not in meaning.kinds or meaning.requests:
        return ()
    own = (name for name in turn.program.bot.flows if name in turn.program.own_flows)
    flow = next((name for name in own if _answers(turn, name)), None)
    return (Request(flow),) if flow is not None else ()


def _answers(turn: Turn, flow: str) -> bool:
    return any(isinstance(node, Answer) for node in turn.program.flows[flow].nodes.values())


def _looked_up_in(turn: Turn) -> str | None:
    """The flow that looks up what the caller said; None for a few words, and where no flow begins with that. What fits
    no intent is often a question, and a knowledge base says itself whether it knows."""
    if len(turn.state.last_words.split()) < FEWEST_WORDS:
        return None
    flows = turn.program.bot.flows
    return next((name for name in flows if name in turn.program.own_flows and _begins_with_answer(flows[name])), None)


def _begins_with_answer(flow: Flow) -> bool:
    """Whether a caller may ask for it, and it looks up what they said; what only other flows call is no such."""
    first = next(iter(flow.nodes.values()), None)
    return bool(flow.triggers) and isinstance(first, Answer) and first.question is None and not flow.inputs


def _request(turn: Turn, requests: tuple[Request, ...], meaning: Meaning) -> bool:
    """Start what was asked for, or go back to it. False when it is in progress: then this was an answer."""
    open_flows = [frame.flow for frame in turn.state.stack]
    first, *rest = requests
    if first.flow not in open_flows:
        if meaning.values and (open_question(turn) is not None or leave_asked(turn) is not None):
            drop_call(turn, "the caller changed something")
            take_values(turn, meaning)
        new = [request for request in rest if request.flow not in open_flows]
        start_flow(turn, first, later=tuple(new))
        return True
    at = len(open_flows) - 1 - open_flows[::-1].index(first.flow)
    if rest:  # what is new waits for what is open
        later = turn.state.stack[at].later
        turn.change_frame(at, later=(*later, *(request for request in rest if request not in later)))
    on_top = all(frame.sub for frame in turn.state.stack[at + 1 :])
    if on_top:
        return False
    end = _end_of_task(turn, at)
    record_written(turn, turn.state.stack[end:])
    cut(turn, end)
    turn.note("went_back")
    take_values(turn, Meaning(values=first.values, doubtful=frozenset(first.doubtful)))
    come_back(turn)
    return True


def _end_of_task(turn: Turn, at: int) -> int:
    """Behind the sub-flows that a flow runs."""
    end = at + 1
    while end < len(turn.state.stack) and turn.state.stack[end].sub:
        end += 1
    return end


def _clarify(turn: Turn, candidates: tuple[str, ...]) -> None:
    known = tuple(flow for flow in candidates if flow in turn.program.flows)
    turn.change(candidates=known)
    repair(turn, "on_clarify", reask=False, candidates=[_described(turn, flow) for flow in known])


def _not_chosen(turn: Turn, offered: tuple[str, ...], meaning: Meaning) -> None:
    """The caller chose none of the flows that were offered."""
    turn.note("not_chosen", candidates=list(offered))
    node = open_question(turn)
    if "affirm" in meaning.kinds:
        _clarify(turn, offered)
    elif "deny" in meaning.kinds and node is not None:
        follow(turn, ask_once_more(turn, node))
    elif "deny" in meaning.kinds:
        repair(turn, "on_request")
    else:
        no_match(turn)


def _described(turn: Turn, flow: str) -> str:
    """What starts a flow, in the author's words, else its name."""
    intents = (turn.program.bot.intents.get(name) for name in turn.program.flows[flow].triggers)
    told = next((intent.description for intent in intents if intent is not None and intent.description), None)
    return told or flow.replace("_", " ")


def _abilities(turn: Turn) -> list[str]:
    """What callers can ask for."""
    flows = turn.program.bot.flows
    return [_described(turn, name) for name in flows if flows[name].triggers and name not in repair_flows()]


def _social(turn: Turn, acts: tuple[Act, ...], meaning: Meaning) -> bool:
    """Acts that are about the conversation itself. True when one of them settled the turn.

    Beside a request or a value, a greeting or "one moment" is only manners.
    """
    says_something = bool(meaning.requests or meaning.values or meaning.reopened)
    for act in acts:
        match act.act:
            case "human":
                _to_a_person(turn, act.flow)
            case "goodbye":
                turn.change(stack=())
                turn.push("on_goodbye")
            case "cancel":
                if not cancel(turn, act.flow, followed=bool(meaning.requests)):
                    if says_something:
                        continue
                    if not undo(turn, act.flow):
                        _nothing_to_leave(turn)
                    return True
                if meaning.requests:
                    continue
            case "repeat" if not says_something:
                waited = turn.was_patient and open_question(turn) is not None
                repair(turn, "on_repeat", reask=waited, last_said="" if waited else turn.previous_words)
            case "wait" if not says_something:
                turn.change(patient=True)
                # Who spoke over a question must hear it before a yes can mean it.
                repair(turn, "on_wait", reask=not turn.question_heard)
            case "help" if not says_something:
                node = open_question(turn)
                text = turn.render(node.help, spoken=True) if node is not None and node.help else ""
                asked = node is not None or leave_asked(turn) is not None
                repair(turn, "on_help", help=text, abilities=[] if asked else _abilities(turn))
            case "question" if act.about is not None and not says_something:
                tell_standing(turn, act.about)
            case "chitchat" if not says_something:
                repair(turn, "on_chitchat")
            case "refuse" if not says_something and (node := open_question(turn)) is not None:
                turn.note("refused_to_answer", slot=node.slot)
                follow(turn, fail(turn, node, mending="on_refuse"))
            case _:
                continue
        return True
    return False


def _to_a_person(turn: Turn, own: str | None) -> None:
    """By the bot's own flow for it; who insists while that is open is handed over at once."""
    if own in turn.program.own_flows and all(frame.flow != own for frame in turn.state.stack):
        start_flow(turn, Request(own))
    else:
        hand_over(turn, reason="caller")


def _nothing_to_leave(turn: Turn) -> None:
    """ "Forget it", and nothing is open: a no to "anything else?", else that is asked."""
    if open_question(turn) is not None:
        no_match(turn)
    elif turn.state.asked_for_more:
        turn.push("on_goodbye")
    else:
        ask_for_more(turn)


def _idle(turn: Turn, meaning: Meaning) -> None:
    """No flow is open: the caller may be done, may want more, or said something that led nowhere."""
    asked_for_more = turn.state.asked_for_more
    if take_further(turn, meaning):
        return
    if asked_for_more and "deny" in meaning.kinds:
        turn.push("on_goodbye")
    elif asked_for_more and "affirm" in meaning.kinds:
        repair(turn, "on_request")  # a "no" to that is still one to "anything else?"
    elif not meaning.values and (flow := _looked_up_in(turn)) is not None:
        start_flow(turn, Request(flow), guessed=True)
    else:
        turn.note("led_nowhere", values=meaning.values)
        no_match(turn)


def no_match(turn: Turn) -> None:
    """The sentence meant nothing here."""
    if (node := open_question(turn)) is not None:
        follow(turn, fail(turn, node))
        return
    if (asks := leave_asked(turn)) is not None:
        follow(turn, fail_leave(turn, asks))
        return
    if too_often_nowhere(turn):
        turn.push("on_cannot_help")
    else:
        repair(turn, "on_no_match")


def silence(turn: Turn) -> None:
    """The no-input time ran out."""
    turn.change(patient=False)
    if (node := open_question(turn)) is not None:
        follow(turn, unheard(turn, node))
        return
    if (asks := leave_asked(turn)) is not None:
        follow(turn, fail_leave(turn, asks, silent=True))
        return
    if broken_off(turn) and not taken_back(turn):
        turn.change(phase="running")
        return
    turn.change(idle_silences=turn.state.idle_silences + 1)
    if turn.state.idle_silences >= MAX_IDLE_SILENCES:
        turn.push("on_goodbye")
    else:
        repair(turn, "on_no_input")
