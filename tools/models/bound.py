"""The language models of a call: the routes that its workspace is given, else the operator's, else the stubs."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from flows.definition.bot import Bot
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel, LookUp
from tools.bindings.outside import Given
from tools.models.question import Limits
from tools.models.routes import Way

log = logging.getLogger(__name__)

TELLS_S = 0.05
"""Before the driver gives up: it is told who failed, and what that cost."""


class AsksRoutes(Protocol):
    """Finds the models of a conversation; `Routes` is the real one."""

    def prepare(self, bot: Bot, given: Given) -> None:
        """Make ready what its bot may ask."""

    async def ways(self, bot: Bot, route: str | None, given: Given | None) -> list[Way]:
        """The models that may be asked for a node, in their order; none where the stubs answer."""


class BoundModels:
    """For one conversation."""

    def __init__(self, routes: AsksRoutes, bot: Bot, given: Given | None = None) -> None:
        """`given`: to the bots of the workspace; without it no route is asked."""
        self._routes, self._bot, self._given = routes, bot, given
        self._stubs = ModelStubs(bot)
        if given is not None:
            routes.prepare(bot, given)

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        """Ask the route of the command; others instead, while the caller has heard nothing and there is time."""
        until = asyncio.get_running_loop().time() + command.timeout_ms / 1000 - TELLS_S
        ways = await self._routes.ways(self._bot, command.route, self._given)
        if not ways:
            return await self._stubs.ask(command, on_text)
        return await _Asking(command, on_text, self._bot).ask(ways, until)

    async def look_up(self, command: LookUp) -> ModelOutcome:
        """The answer of the node's stub."""
        return await self._stubs.look_up(command)


class _Asking:
    """One question, on its way from route to route."""

    def __init__(self, command: AskModel, on_text: Callable[[str], None], bot: Bot) -> None:
        self._command, self._on_text, self._bot = command, on_text, bot
        self._heard = False
        self._micros = 0
        self._failed: list[str] = []

    async def ask(self, ways: list[Way], until: float) -> ModelOutcome:
        """The first answer; else what was wrong with the last one. `until`: by the loop's clock."""
        loop = asyncio.get_running_loop()
        outcome = ModelOutcome(error="unavailable")
        for way in ways:
            if (left_s := until - loop.time()) <= 0 or self._heard:
                break
            outcome = await way.model.ask(
                self._command,
                self._hear,
                self._bot.bot,
                within_s=left_s,
                limits=self._limits(way),
                tools=self._bot.tools,
            )
            self._micros += outcome.micros
            if outcome.error is None:
                return replace(outcome, route=way.name, failed=tuple(self._failed), micros=self._micros)
            if way.name:
                log.info("the route %s failed for %s: %s", way.name, self._command.node, outcome.error)
                self._failed.append(way.name)
        return replace(outcome, failed=tuple(self._failed), micros=self._micros)

    def _limits(self, way: Way) -> Limits:
        spent = self._command.spent_micros + self._micros
        return Limits(way.day_micros, None if way.call_micros is None else way.call_micros - spent)

    def _hear(self, piece: str) -> None:
        self._heard = self._heard or bool(piece.strip())
        self._on_text(piece)
