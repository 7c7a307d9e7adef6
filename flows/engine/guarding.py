"""What becomes of what guardrails found: in what callers say, in what models write, in what tools are given or give."""

from flows.definition.edges import HANDOFF
from flows.definition.guardrails.limit import Limit
from flows.definition.route import MICROS_IN_DOLLAR
from flows.engine.frames import hand_over, repair
from flows.engine.meaning import Meaning
from flows.engine.moments import passed_ms
from flows.engine.trips import Trip, first_stop
from flows.engine.turn import Turn

NOT_SAID = "I'm sorry, I can't say more about that."
"""In the place of a model's words, where the rule has none of its own; `texts` may translate it."""


def stopped(turn: Turn, trips: tuple[Trip, ...]) -> bool:
    """Note what was found in the caller's words, and do what the rules say; True when that settles the turn."""
    note(turn, trips)
    trip = first_stop((*trips, *_limits(turn)))
    if trip is None:
        return False
    answer(turn, trip)
    return True


def note(turn: Turn, trips: tuple[Trip, ...]) -> None:
    """A line of the trace for each."""
    for trip in trips:
        turn.note("guardrail", **trip.as_json())


def answer(turn: Turn, trip: Trip) -> None:
    """What the caller hears of a rule that stopped their words, and where that leads."""
    told = _own_words(turn, trip)
    if trip.action == "handoff":
        if told:
            turn.say_as_is(told)
        hand_over(turn, reason="guardrail", said=bool(told), note=trip.rule)
        return
    offers = trip.action == "offer"
    turn.change(offered_person=offers)
    repair(turn, "on_guardrail", reask=not offers, told=told, reason=trip.action)


def answer_in_place(turn: Turn, trip: Trip) -> str | None:
    """What is said in the place of a model's words that a rule stopped; the target that it leads to, None for the next
    node."""
    told = _own_words(turn, trip)
    turn.say_as_is(told or turn.program.translated(NOT_SAID, turn.state.language))
    return HANDOFF if trip.action == "handoff" else None


def takes_offer(turn: Turn, meaning: Meaning, *, offered: bool) -> bool:
    """Whether the caller wants the person who was offered in the last turn, or has said that they do not."""
    if not offered or meaning.requests or meaning.values:
        return False
    if "affirm" in meaning.kinds:
        turn.note("person_wanted")
        hand_over(turn, reason="guardrail")
        return True
    if "deny" in meaning.kinds:
        turn.note("person_not_wanted")
        repair(turn, "on_refuse")
        return True
    return False


def _own_words(turn: Turn, trip: Trip) -> str:
    rule = turn.program.guardrails.get(trip.rule)
    return turn.render(rule.say, spoken=True) if rule is not None and rule.say else ""


def _limits(turn: Turn) -> tuple[Trip, ...]:
    """The limits of the call that are passed; each is told of once."""
    trips = []
    for name, rule in turn.program.guardrails.items():
        if not isinstance(rule, Limit) or name in turn.state.passed_limits:
            continue
        many = rule.turns is not None and turn.state.turn > rule.turns
        long = rule.time is not None and passed_ms(turn.state.began, turn.now) > rule.time
        costly = rule.max_spend is not None and turn.state.spent_micros >= rule.max_spend * MICROS_IN_DOLLAR
        if many or long or costly:
            evidence = f"{turn.state.turn} turns" if many else "time" if long else "spend"
            trips.append(Trip(name, "limit", "input", rule.action_on("input"), evidence))
            turn.change(passed_limits=(*turn.state.passed_limits, name))
    note(turn, tuple(trips))
    return tuple(trips)
