"""Stands in for language models and knowledge bases: the `stub` of each node."""

import json
from collections.abc import Callable, Container, Mapping
from typing import Any

from flows.definition.bot import Bot
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.generate import Generate
from flows.definition.route import MICROS_IN_DOLLAR, MOST_DOLLARS
from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel, LookUp
from flows.engine.events import ToolWish

ERRORS = frozenset({"timeout", "unavailable"})
COST = "cost"
"""The field of a stub with the dollars that the answer would cost: for tests of limits."""


class ModelStubs:
    """Answers with what the nodes of a bot say themselves; a node without a stub has no model."""

    def __init__(self, bot: Bot, stubs: Mapping[str, Any] | None = None) -> None:
        """`stubs` replace those of nodes, which they name as `flow.node`; a list gives one after the other."""
        self._stubs: dict[str, Any] = {
            f"{flow_name}.{name}": node.stub
            for flow_name, flow in bot.flows.items()
            for name, node in flow.nodes.items()
            if isinstance(node, Generate | Answer) and node.stub is not None
        }
        self._stubs |= stubs or {}
        self._given: dict[str, int] = {}

    def _next(self, node: str) -> dict[str, Any] | str | None:
        stub = self._stubs.get(node)
        if isinstance(stub, list):
            at = self._given.get(node, 0)
            self._given[node] = at + 1
            stub = stub[min(at, len(stub) - 1)] if stub else None
        return stub if stub is None or isinstance(stub, dict) else str(stub)

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:  # noqa: ARG002 - a port
        """The text of the stub, or the values that it extracts; before it the tools that it asks for."""
        stub = self._next(command.node)
        paid = _paid(stub, command.extract)
        if stub is None or isinstance(stub, str):
            return ModelOutcome(stub or "", error=None if stub is not None else "unavailable")
        if (error := _error(stub)) is not None:
            return ModelOutcome(error=error, micros=paid)
        if command.tools and not command.steps and (wishes := _wishes(stub.get("tools"))):
            return ModelOutcome(tools=wishes, micros=paid)
        values = {name: stub[name] for name in command.extract if name in stub}
        return ModelOutcome(str(stub.get("text", "")), values, micros=paid)

    async def look_up(self, command: LookUp) -> ModelOutcome:
        """The answer of the stub with its sources."""
        stub = self._next(command.node)
        if stub is None or isinstance(stub, str):
            return ModelOutcome(stub or "", error=None if stub is not None else "unavailable")
        paid = _paid(stub)
        if stub.get("unknown") is True:
            return ModelOutcome(error="unknown", micros=paid)
        sources = stub.get("sources")
        listed = tuple(str(entry) for entry in sources) if isinstance(sources, list | tuple) else ()
        return ModelOutcome(str(stub.get("text", "")), {}, listed, _error(stub), paid)


def _wishes(written: Any) -> tuple[ToolWish, ...]:
    """`[{tool: look, with: {day: 2026-03-01}}]`."""
    asked = [one for one in written if isinstance(one, dict)] if isinstance(written, list | tuple) else []
    return tuple(
        ToolWish(f"stub-{at}", str(one.get("tool", "")), json.dumps(one.get("with", {}), default=str))
        for at, one in enumerate(asked)
    )


def _error(stub: dict[str, Any]) -> str | None:
    """`{error: timeout}`, as for tools."""
    error = stub.get("error")
    alone = set(stub) <= {"error", COST}
    return error if isinstance(error, str) and alone and error in ERRORS else None


def _paid(stub: dict[str, Any] | str | None, extract: Container[str] = ()) -> int:
    """What a stub says that it cost, in millionths of a dollar; a value of that name which is extracted is none."""
    cost = stub.get(COST) if isinstance(stub, dict) and COST not in extract else None
    fits = isinstance(cost, int | float) and not isinstance(cost, bool) and 0 <= cost <= MOST_DOLLARS
    return round(cost * MICROS_IN_DOLLAR) if fits and cost is not None else 0
