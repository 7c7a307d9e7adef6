"""When two states are the same for the search: no edge that is still to come can tell them apart."""

from collections.abc import Iterator
from typing import Any

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.node import Node
from flows.driver.generate.constants import expressions, names_in
from flows.driver.generate.world import Point
from flows.engine.program import Program
from flows.engine.state import Frame, State
from flows.expressions.conditions import ConditionFailed, ConditionProblem


class Sameness:
    """Makes the key of a state: its place, and the truth of every condition about what still matters there."""

    def __init__(self, program: Program) -> None:
        self._program = program
        flows = program.bot.flows
        self._conditions = list(dict.fromkeys(_conditions(program)))
        """Each with its flow, whose inputs it may look at."""
        self._names = frozenset(name for text in expressions(program.bot) for name in names_in(text))
        self._asked = {
            name: frozenset(node.slot for node in flow.nodes.values() if isinstance(node, Ask))
            for name, flow in flows.items()
        }
        self.reach = {name: _reach(program, name) for name in flows}
        """Each flow with the flows to which it may lead, itself among them."""
        self._kept = {name for name, slot in program.bot.slots.items() if slot.keep} | set(self._read_elsewhere())
        self._list_stubs = {
            name: len(tool.stub) for name, tool in program.bot.tools.items() if isinstance(tool.stub, list)
        }

    def _read_elsewhere(self) -> Iterator[str]:
        """Slots on which a flow hangs that does not ask for them: they matter after their own flow is over."""
        for name, flow in self._program.bot.flows.items():
            asked = {slot for other in self.reach[name] for slot in self._asked.get(other, ())}
            for node in flow.nodes.values():
                for text in _texts(node):
                    yield from (found for found in names_in(text) if found not in asked)

    def key(self, point: Point) -> Any:
        """Equal for states that are the same."""
        state = point.state
        slots = self._slots_that_matter(state)
        variables = {name: value for name, value in state.variables.items() if name in self._names}
        calls = {
            tool: min(length, sum(1 for given in point.given if given.name == tool))
            for tool, length in self._list_stubs.items()
        }
        return (
            point.now,
            state.phase,
            tuple(_frame_key(frame) for frame in state.stack),
            (state.candidates, state.asked_for_more, state.idle_failures, state.idle_silences),
            tuple(sorted(slots)),
            repr(sorted(variables.items())),
            tuple(sorted(calls.items())),
            self._truths(state, slots),
        )

    def situation(self, point: Point) -> Any:
        """What every condition of the bot came to with all that is known at a point."""
        slots = {name: value for name, value in point.state.slots.items() if value is not None}
        return point.now, self._truths(point.state, slots)

    def _slots_that_matter(self, state: State) -> dict[str, Any]:
        open_flows = {flow for frame in state.stack for flow in self.reach.get(frame.flow, ())}
        asked = {slot for flow in open_flows for slot in self._asked.get(flow, ())}
        return {
            name: value
            for name, value in state.slots.items()
            if value is not None and (name in asked or name in self._kept)
        }

    def _truths(self, state: State, slots: dict[str, Any]) -> tuple[bool | None, ...]:
        top = state.top
        names = dict.fromkeys(self._program.bot.variables)
        values = {**names, **state.variables, **slots, **(top.values if top is not None else {})}
        return tuple(self._truth(flow, text, values) for flow, text in self._conditions)

    def _truth(self, flow: str, text: str, values: dict[str, Any]) -> bool | None:
        try:
            return self._program.conditions_of(flow).condition(text).evaluate(values) is True
        except (ConditionFailed, ConditionProblem):
            return None  # a value is not known yet, or a name is one of a single flow


def _conditions(program: Program) -> Iterator[tuple[str, str]]:
    for name, flow in program.bot.flows.items():
        for node in flow.nodes.values():
            yield from ((name, text) for _, text in node.conditions())


def _texts(node: Node) -> Iterator[str]:
    yield from (text for _, text in node.conditions())
    for value in getattr(node, "set", {}).values():
        if (text := getattr(value, "expr", None)) is not None:
            yield text


def _reach(program: Program, start: str) -> frozenset[str]:
    seen, waiting = {start}, [start]
    while waiting:
        flow = program.flows[waiting.pop()]
        for node in flow.nodes.values():
            names = [name for _, name in node.target_names() if name not in flow.nodes]
            if isinstance(run := getattr(node, "flow", None), str):  # a sub-flow, also where a node has its name
                names.append(run)
            for name in names:
                if name in program.bot.flows and name not in seen:
                    seen.add(name)
                    waiting.append(name)
    return frozenset(seen)


def _frame_key(frame: Frame) -> Any:
    question = frame.question
    asked = (question.kind, question.failures, question.confirmed, question.keys) if question is not None else None
    return (frame.flow, frame.node, asked, frame.interrupted, frame.left, repr(frame.later), repr(frame.values))
