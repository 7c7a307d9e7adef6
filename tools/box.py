"""A bot's tools, ready to call: given stubs first, then the binding, then the bot's own stub."""

from collections.abc import Mapping
from typing import Any

from flows.definition.bot import Bot
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.bindings.python import call_function
from tools.registry import registered
from tools.stubs import Stubs


class ToolBox:
    """The tools of one conversation."""

    def __init__(self, bot: Bot, stubs: Mapping[str, Any] | None = None, *, bound: bool = True) -> None:
        """`stubs` replace tools of that name; `bound=False` keeps from calling anything real (tests)."""
        self._bot = bot
        self._given = Stubs(stubs or {})
        self._own = Stubs({name: tool.stub for name, tool in bot.tools.items() if tool.stub is not None})
        self._bound = bound

    async def call(self, command: CallTool) -> ToolOutcome:
        """Perform a call; whatever goes wrong is an outcome."""
        if command.tool in self._given:
            return self._given.result(command.tool)
        definition = self._bot.tools.get(command.tool)
        function = registered(definition.function) if definition is not None and definition.function else None
        if self._bound and function is not None:
            return await call_function(function, command.arguments)
        if command.tool in self._own:
            return self._own.result(command.tool)
        return ToolOutcome(error="unavailable")
