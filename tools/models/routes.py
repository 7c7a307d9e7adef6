"""All models that a process asks: the operator's own, and those of the routes of bots.

A route is asked where the workspace is given its key, or the names of its address. Where none of those that may answer
is, the operator's model answers, unless one of them may be given personal data: what is for that one is for no other.
Where there is none, the stub of the node answers.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from flows.definition.bot import Bot
from flows.definition.route import MICROS_IN_DOLLAR, PROVIDERS, Route
from flows.definition.tool import Tool
from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel
from flows.engine.routing import with_fallbacks
from flows.understanding.model.port import ModelFailed
from tools.bindings.outside import Given
from tools.models.address import ModelAddress
from tools.models.process import ModelProcess
from tools.models.purse import Purse
from tools.models.question import Limits
from tools.models.reaching import way_to
from tools.models.streaming import StreamingModel

log = logging.getLogger(__name__)

MOST_KEPT = 200
"""Addresses with their keys; a model that is not kept any more is made anew, and costs nothing."""


class Asked(Protocol):
    """A model that may be asked; `StreamingModel` is the real one."""

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
        """The answer, its text also in pieces as it comes; what may go wrong is an error of the outcome."""


@dataclass(frozen=True)
class Way:
    """One model that may be asked for a node."""

    model: Asked
    name: str = ""
    """Of the route; empty for the operator's model."""
    call_micros: int | None = None
    """What the models of a call may have cost by its end."""
    day_micros: int | None = None
    """What the models of the bot may have cost on a day by its end."""


class Routes:
    """For one process; belongs to its event loop."""

    def __init__(
        self, process: ModelProcess, operators: ModelAddress | None = None, purse: Purse | None = None
    ) -> None:
        """`operators`: the model of the settings. `purse`: what bots may spend."""
        self._process, self._purse = process, purse
        self._operators = StreamingModel(process, operators, purse) if operators is not None else None
        self._kept: OrderedDict[ModelAddress, StreamingModel] = OrderedDict()
        self._tasks: set[asyncio.Task[None]] = set()

    async def load(self) -> None:
        """Have the process started where the operator chose a model. Raises ModelFailed."""
        if self._operators is not None:
            await self._operators.load()

    def prepare(self, bot: Bot, given: Given) -> None:
        """Have the process started where a bot has a route that is given, while its first caller is greeted."""
        if bot.routes and not self._process.ready:
            task = asyncio.create_task(self._prepare(bot, given), name=f"the routes of {bot.bot}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def aclose(self) -> None:
        """End what is being prepared, and the process."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._process.aclose()

    async def ways(self, bot: Bot, route: str | None, given: Given | None) -> list[Way]:
        """The models that may be asked, in their order; none where the stubs answer."""
        found: list[Way] = []
        for name in with_fallbacks(bot, route):
            if given is None:
                break
            address = await address_of(name, bot.routes[name], given)
            if address is not None:
                budget = bot.routes[name].budget
                call, day = (budget.call, budget.day) if budget is not None else (None, None)
                found.append(Way(self._model(address), name, _micros(call), _micros(day)))
        private = any(bot.routes[name].allow for name in with_fallbacks(bot, route))
        if not found and self._operators is not None and not private:
            found = [Way(self._operators)]
        return found

    def _model(self, address: ModelAddress) -> StreamingModel:
        if address not in self._kept:
            self._kept[address] = StreamingModel(self._process, address, self._purse)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(address)
        return self._kept[address]

    async def _prepare(self, bot: Bot, given: Given) -> None:
        for name, route in bot.routes.items():
            if (address := await address_of(name, route, given)) is not None:
                with suppress(ModelFailed):  # it is tried again when it is asked, and told of
                    await self._model(address).load()
                return


async def address_of(name: str, route: Route, given: Given) -> ModelAddress | None:
    """Where a route is asked, with its key; None where it is not given what it needs."""
    way = await way_to(f"the route {name}", route, PROVIDERS, given)
    if way is None:
        return None
    price = (route.price.question, route.price.answer) if route.price is not None else None
    return ModelAddress(
        route.model, way.base, way.key, route.first_token, price, route.gap, route.total,
        route.instructions or "", route.temperature, route.max_tokens, name, checked=bool(way.base),
    )  # fmt: skip


def _micros(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * MICROS_IN_DOLLAR)
