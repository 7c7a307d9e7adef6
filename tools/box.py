"""A bot's tools, ready to call: given stubs first, then the binding, then the bot's own stub."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flows.definition.bot import Bot
from flows.definition.tool import Tool
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from flows.engine.fitting import fits_type
from tools.bindings.filling import written
from tools.bindings.python import call_function
from tools.codes import MemoryCodes, Place, codes_in
from tools.effects import Work
from tools.registry import ToolFunction, registered
from tools.services import BoundServices
from tools.stubs import Stubs
from tools.verifying import MemoryAttempts, counted

log = logging.getLogger(__name__)

UNAVAILABLE, REFUSED = ToolOutcome(error="unavailable"), ToolOutcome(error="refused")


class DoesNotFit(ValueError):
    """Arguments are not what a tool takes; the message is one line without values."""

    logs_its_words = True


class ToolBox:
    """The tools of one conversation."""

    def __init__(
        self,
        bot: Bot,
        stubs: Mapping[str, Any] | None = None,
        *,
        bound: bool = True,
        services: BoundServices | None = None,
    ) -> None:
        """`stubs` replace tools of that name; `bound=False` keeps from calling anything real (tests). `services`: what
        asks services; without it their tools have their stubs."""
        self._services = services
        self._bot = bot
        self._given = Stubs(stubs or {})
        self._own = Stubs({name: tool.stub for name, tool in bot.tools.items() if tool.stub is not None})
        self._bound = bound
        self._attempts = (services.attempts if services is not None else None) or MemoryAttempts()
        self._codes = Place((services.codes if services is not None else None) or MemoryCodes(), bot.bot)

    async def call(self, command: CallTool) -> ToolOutcome:
        """Perform a call; whatever goes wrong is an outcome."""
        return await counted(self._attempts, self._bot.bot, command, partial(self._answer, command))

    async def _answer(self, command: CallTool) -> ToolOutcome:
        if command.tool in self._given:
            return self._given.result(command.tool)
        background = self._services.background if self._services is not None else None
        if command.background and background is not None:
            return await background.done(command)
        return await self.answer(command)

    async def answer(self, command: CallTool) -> ToolOutcome:
        """The same here and now, uncounted: for whoever was asked to do what takes long."""
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
        if tool is None:
            return None
        function = registered(tool.function) if tool.function else None
        binding = await self._services.binding(tool) if function is None and self._services is not None else None
        if function is None and binding is None:
            return None
        try:
            fitting = replace(command, arguments=_fitted(tool, command.arguments))
        except DoesNotFit as problem:
            log.warning("the tool %s is not called: %s", command.tool, problem)
            return REFUSED
        if function is not None:
            return await self._once(fitting, partial(self._function, function))
        if binding is not None:
            return await self._once(fitting, partial(binding.call, tool))
        return None

    async def _function(self, function: ToolFunction, command: CallTool) -> ToolOutcome:
        with codes_in(self._codes):
            return await call_function(function, command)

    async def _once(self, command: CallTool, work: Work) -> ToolOutcome:
        """What changes something, once."""
        effects = self._services.effects if self._services is not None else None
        if effects is None or command.effect != "write":
            return await work(command)
        return await effects.once(command, work, self.call_real)


def _fitted(tool: Tool, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments as a tool takes them; one without a value is left to whoever needs it. Raises DoesNotFit."""
    if not tool.arguments:
        return dict(arguments)
    fitting = {}
    for name, value in arguments.items():
        kind = tool.arguments.get(name)
        if kind is None:
            raise DoesNotFit(f"it takes no `{name}`")
        if value is not None and not fits_type(kind, value) and fits_type(kind, as_text := written(value)):
            value = as_text  # a number that is written out is a text
        if value is not None and not fits_type(kind, value):
            raise DoesNotFit(f"`{name}` should be {kind}, and is {type(value).__name__}")
        fitting[name] = value
    return fitting
