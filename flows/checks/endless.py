"""Questions that fail lead on: to a person, to another question, to an end, but not back to themselves.

The attempts of a question begin anew whenever it is put. So where it is led back to when it has failed, a caller who
says nothing is asked for ever.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from flows.checks.circles import circles
from flows.checks.look import Look
from flows.checks.silence import ON_CANNOT_HELP, Silence, Step, given_names
from flows.checks.ways import Spot
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.flow import RunFlow
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Set
from flows.engine.needs import names_in_words
from flows.engine.rounds import leads_round, says_what_to_ask
from flows.findings import Finding
from flows.loader.path import Path

TIME = frozenset({"now"})
"""What changes by itself: a condition on it may end a circle."""
MOST_LOOKED_AT = 50
"""Questions in one circle of which it is found out whether each leads back to itself alone."""
REMEDY = "Lead to `handoff` or to an end, or count the rounds and lead out of them by a condition."

EDGES = frozenset({"on_fail", "on_no_input", "on_no_match"})
"""What leads on when nobody answers, as findings call it."""

Steps = dict[Spot, list[Step]]


@dataclass(frozen=True)
class Way:
    """The way on which a question that fails leads back to itself."""

    start: Spot
    place: Path
    """Of the edge to change."""
    between: tuple[Spot, ...]
    alone: bool
    """Whether no other question fails on it."""
    passed: tuple[Spot, ...] = ()
    """The questions on it that were answered and do not keep their values."""


def ends_when_it_fails(look: Look) -> Iterator[Finding]:
    """No question is put again and again to a caller who does not answer it."""
    silence = Silence(look)
    places: set[Path] = set()
    told: set[Spot] = set()
    for steps in _both(silence):
        for part in _parts(look, silence, steps):
            for way in _questions(silence, part):
                if way.place not in places and way.start not in told and _is_passed_each_time(look, silence, way):
                    places.add(way.place)
                    told.update((way.start,) if way.alone else (way.start, *way.between))
                    yield _finding(look, silence, way)


def _both(silence: Silence) -> Iterator[Steps]:
    """The steps from questions and flows that fail: those on which flows may begin anew, and those within a flow, on
    which questions are passed that were answered."""
    every: Steps = {}
    waiting = [spot for spot, node in silence.nodes.items() if isinstance(node, Ask | RunFlow)]
    for spot in waiting:  # grows while it is gone through
        if spot not in every:
            every[spot] = list(silence.steps(spot))
            waiting += [step.end for step in every[spot] if step.end not in every]
    if not _fails(every):
        return
    yield {spot: [step for step in steps if step.sort != "pass"] for spot, steps in every.items()}
    yield {spot: [step for step in steps if not step.anew] for spot, steps in every.items()}


def _parts(look: Look, silence: Silence, steps: Steps) -> Iterator[Steps]:
    """The circles in which a question fails and nothing changes from round to round."""
    for part in circles({spot: {step.end for step in there} for spot, there in steps.items()}):
        inside = _within(steps, part)
        if not _fails(inside):
            continue
        changed = _changed(silence, part)
        filled = {name for spot in part for name in _values_of(silence.nodes[spot])}
        lacking = silence.unanswered([step for there in inside.values() for step in there])
        steady = {
            spot: [
                step
                for step in there
                if not _hangs_on(silence, step, changed)
                and not (step.sort == "fail" and _slot_of(silence.nodes[step.start]) in filled)
                and not silence.needs(spot, step.condition) & lacking
            ]
            for spot, there in inside.items()
            if look.sure(("flows", spot[0], "nodes", spot[1]))
        }
        for rest in circles({spot: {step.end for step in there} for spot, there in steady.items()}):
            if _fails(found := _within(steady, rest)):
                yield found


def _values_of(node: Node) -> Iterator[str]:
    """The names to which a node gives values that are none of the caller's: a question for one of them is passed."""
    if isinstance(node, Set):
        yield from (name for name, value in node.set.items() if value is not None)


def _slot_of(node: Node) -> str | None:
    return node.slot if isinstance(node, Ask) and not node.ask_again and node.confirm is None else None


def _within(steps: Steps, part: Iterable[Spot]) -> Steps:
    spots = set(part)
    return {spot: [step for step in there if step.end in spots] for spot, there in steps.items() if spot in spots}


def _fails(steps: Steps) -> bool:
    return any(step.sort == "fail" for there in steps.values() for step in there)


def _changed(silence: Silence, part: Iterable[Spot]) -> frozenset[str]:
    """The names that may have other values in the next round."""
    nodes = [silence.nodes[spot] for spot in part]
    if any(isinstance(node, RunFlow) for node in nodes):
        return TIME | silence.given_anywhere
    return TIME.union(*(given_names(node) for node in nodes))


def _hangs_on(silence: Silence, step: Step, names: frozenset[str]) -> bool:
    """Whether a step may be another one in the next round."""
    node = silence.nodes[step.start]
    known = step.sort in ("pass", "kept") and isinstance(node, Ask)
    return bool(step.names & names) or (known and isinstance(node, Ask) and node.slot in names)


def _questions(silence: Silence, part: Steps) -> list[Way]:
    """The questions that lead back to themselves when they fail. Where each leads to another one only, the first."""
    failing = [spot for spot, there in part.items() if any(step.sort == "fail" for step in there)]
    alone = [found for spot in failing[:MOST_LOOKED_AT] if (found := _back(silence, part, spot, alone=True))]
    return alone or [found for spot in failing[:1] if (found := _back(silence, part, spot, alone=False))]


def _back(silence: Silence, part: Steps, start: Spot, *, alone: bool) -> Way | None:
    """The way from a question that fails back to it; `alone`: no other one fails on it."""
    inner = {(step.end, step.anew) for step in part[start] if step.sort == "fail"}
    for place, first in silence.failing(start):
        if (first.end, first.anew) not in inner:
            continue
        came: dict[Spot, Step] = {first.end: first}
        for spot in (waiting := [first.end]):  # grows while it is gone through
            if spot == start:
                steps = _between(came, start)
                passed = tuple(step.start for step in steps if step.sort == "pass")
                return Way(start, place, tuple(step.start for step in steps), alone, passed)
            for step in part[spot]:
                if step.end not in came and not (alone and step.sort == "fail"):
                    came[step.end] = step
                    waiting.append(step.end)
    return None


def _between(came: dict[Spot, Step], start: Spot) -> tuple[Step, ...]:
    """The steps of a way from the nodes behind its start."""
    way: list[Step] = []
    here = came[start]
    while here.start != start:
        way.append(here)
        here = came[here.start]
    return tuple(reversed(way))


def _is_passed_each_time(look: Look, silence: Silence, way: Way) -> bool:
    """Whether every answered question of a way is passed when it is led back to, as the engine does it: where the round
    says what is to be asked, and the question does not speak of that."""
    nodes = [silence.nodes[spot] for spot in (way.start, *way.between)]
    says = any(says_what_to_ask(node, look.bot.slots, lambda _: True) for node in nodes)
    given = {name for node in nodes for name in given_names(node)}
    asks = (node for spot in way.passed if isinstance(node := silence.nodes[spot], Ask))
    return all(says and not leads_round(ask) and not names_in_words(ask) & given for ask in asks)


def _finding(look: Look, silence: Silence, way: Way) -> Finding:
    node = silence.nodes[way.start]
    if isinstance(node, RunFlow):
        message = f"Who answers no question of `{node.flow}` is asked without end: `{way.start[1]}` runs it again."
        return look.finding("ask.endless", way.place, message, REMEDY)
    edge = way.place[-1] if way.place[-1] in EDGES else ON_CANNOT_HELP
    asked = next((spot[1] for spot in way.between if isinstance(silence.nodes[spot], Ask)), None)
    if asked is not None and way.alone:
        told = f"`{edge}` leads back to it past `{asked}`, which is answered by then"
    elif asked is not None:
        told = f"`{edge}` leads to `{asked}`, and when that fails too, back to it"
    elif way.between:
        told = f"`{edge}` leads back to it by way of `{way.between[0][1]}`"
    else:
        told = f"`{edge}` leads back to it"
    message = f"Who does not answer `{way.start[1]}` is asked without end: {told}, and its attempts begin anew."
    return look.finding("ask.endless", way.place, message, REMEDY)
