"""A bot's tools, ready to call: given stubs first, then the binding, then the bot's own stub."""

from collections.abc import Mapping
from typing import Any

from flows.definition.bot import Bot
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.bindings.http import BoundHttp
from tools.bindings.python import call_function
from tools.registry import registered
from tools.stubs import Stubs

UNAVAILABLE = ToolOutcome(error="unavailable")


class ToolBox:
    """The tools of one conversation."""

    def __init__(
        self, bot: Bot, stubs: Mapping[str, Any] | None = None, *, bound: bool = True, http: BoundHttp | None = None
    ) -> None:
        """`stubs` replace tools of that name; `bound=False` keeps from calling anything real (tests). `http`: what
        asks services; without it their tools have their stubs."""
        self._http = http
        self._bot = bot
        self._given = Stubs(stubs or {})
        self._own = Stubs({name: tool.stub for name, tool in bot.tools.items() if tool.stub is not None})
        self._bound = bound

    async def call(self, command: CallTool) -> ToolOutcome:
        """Perform a call; whatever goes wrong is an outcome."""
        if command.tool in self._given:
            return self._given.result(command.tool)
        outcome = await self._real(command) if self._bound else None
        if outcome is not None:
            return outcome
        if command.tool in self._own:
            return self._own.result(command.tool)
        return UNAVAILABLE

    async def call_real(self, command: CallTool) -> ToolOutcome:
        """The same without any stub: a tool that is not bound is unavailable."""
        return await self._real(command) or UNAVAILABLE

    async def _real(self, command: CallTool) -> ToolOutcome | None:
        """None for a tool that nobody has bound."""
        tool = self._bot.tools.get(command.tool)
        function = registered(tool.function) if tool is not None and tool.function else None
        if function is not None:
            return await call_function(function, command.arguments)
        if tool is not None and self._http is not None and await self._http.is_bound(tool):
            return await self._http.call(tool, command)
        return None
