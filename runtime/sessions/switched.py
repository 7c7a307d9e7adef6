"""Tools and models of a trial that fail, are slow or silent on purpose.

They stand where the real ones would be asked, so that deadlines, fillers, fallbacks and `on_error` are those of a call;
behind them nobody is asked, and no breaker hears of what goes wrong here.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from flows.definition.bot import Bot
from flows.definition.tool import Tool
from flows.driver.model_stubs import ModelStubs
from flows.driver.ports import ModelOutcome, ToolOutcome, Tools
from flows.engine.commands import AskModel, CallTool
from flows.engine.routing import with_fallbacks
from runtime.sessions.switches import ANY_MODEL, Switch, Tried
from tools.bindings.outside import Given
from tools.models.question import Limits
from tools.models.routes import Asked, Routes, Way


class SwitchedTools:
    """The tools of one trial."""

    def __init__(self, inner: Tools, tried: Tried) -> None:
        self._inner, self._tried = inner, tried

    async def call(self, command: CallTool) -> ToolOutcome:
        """Perform a call, unless its tool is to do something else. One that is slow begins late: where its time runs
        out before, nothing was done."""
        switch = self._tried.switches.tools.get(command.tool)
        if switch is None:
            return await self._inner.call(command)
        if switch.how == "gives":
            return ToolOutcome(switch.result)
        if switch.how == "fails":
            return ToolOutcome(error="unavailable")
        if switch.how == "silent":
            await asyncio.Event().wait()  # whoever asked gives it up when its time is over
        await asyncio.sleep(switch.seconds)
        return await self._inner.call(command)


class SwitchedRoutes:
    """The models of one trial, in the place of the routes of the process. Those that are not given what they need, and
    so are never asked, are asked where they are to go wrong: what answers instead stands in for them."""

    def __init__(self, inner: Routes | None, bot: Bot, tried: Tried) -> None:
        """`inner`: without it the stubs answer."""
        self._inner, self._tried = inner, tried
        self._stubs = _Stubs(bot)

    def prepare(self, bot: Bot, given: Given) -> None:
        """Have the process started that asks models."""
        if self._inner is not None:
            self._inner.prepare(bot, given)

    async def ways(self, bot: Bot, route: str | None, given: Given | None) -> list[Way]:
        """The models that may be asked, in their order; none where the stubs answer."""
        found = await self._inner.ways(bot, route, given) if self._inner is not None else []
        names = with_fallbacks(bot, route) or (ANY_MODEL,)
        switches = {name: self._tried.switches.models.get(name) for name in names}
        if not any(switches.values()):
            return found
        asked = {way.name: way for way in found if way.name}
        stands_in = None if asked else next(iter(found), Way(self._stubs))
        ways = []
        for name, switch in switches.items():
            way = asked.get(name) or stands_in
            if way is None and switch is not None:
                way = Way(self._stubs)
            if way is not None:
                model = way.model if switch is None else _Switched(way.model, switch, _patience_s(bot, name))
                ways.append(Way(model, name, way.call_micros, way.day_micros))
        return ways


class _Switched:
    """A model that fails, or says nothing for some time."""

    def __init__(self, inner: Asked, switch: Switch, patience_s: float | None) -> None:
        """`patience_s`: how long its first word may take; None: as long as the node waits."""
        self._inner, self._switch, self._patience_s = inner, switch, patience_s

    async def ask(
        self,
        command: AskModel,
        on_text: Callable[[str], None],
        bot: str = "",
        *,
        within_s: float,
        limits: Limits,
        tools: Mapping[str, Tool],
    ) -> ModelOutcome:
        """As a model that is asked for real."""
        if self._switch.how == "fails":
            return ModelOutcome(error="unavailable")
        patience_s = within_s if self._patience_s is None else min(self._patience_s, within_s)
        if self._switch.how == "silent" or self._switch.seconds >= patience_s:
            await asyncio.sleep(patience_s)
            return ModelOutcome(error="timeout")
        await asyncio.sleep(self._switch.seconds)
        left_s = within_s - self._switch.seconds
        return await self._inner.ask(command, on_text, bot, within_s=left_s, limits=limits, tools=tools)


class _Stubs:
    """What nodes say themselves, as a model that is asked."""

    def __init__(self, bot: Bot) -> None:
        self._stubs = ModelStubs(bot)

    async def ask(
        self,
        command: AskModel,
        on_text: Callable[[str], None],
        bot: str = "",  # noqa: ARG002 - a port
        **_: Any,
    ) -> ModelOutcome:
        """The stub of the node."""
        return await self._stubs.ask(command, on_text)


def _patience_s(bot: Bot, name: str) -> float | None:
    return bot.routes[name].first_token / 1000 if name in bot.routes else None
