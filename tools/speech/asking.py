"""One question to hosted speech: asked by the process of the models, within its time, by its breaker, and paid for."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flows.definition.route import MICROS_IN_DOLLAR
from flows.understanding.model.port import ModelFailed
from tools.models.address import ModelAddress
from tools.models.process import ModelProcess, Reply
from tools.models.provider import Provider
from tools.models.purse import NothingLeft, Purse
from tools.models.question import fields_of
from tools.resting import Resting

log = logging.getLogger(__name__)

REST_S = 5.0
"""After a failure: a caller has waited for it once, and not again in their next turn. Who fails often is left alone for
longer (`tools.models.provider`)."""
Method = Literal["hear", "speak"]
UNITS: dict[Method, str] = {"hear": "second", "speak": "character"}
"""What a provider is paid by."""


class SpeechFailed(Exception):
    """The provider did not do it in time, or not at all; the message is one line without a word of a caller."""

    logs_its_words = True


@dataclass(frozen=True)
class Bill:
    """Who pays: a bot by its slug, for so many seconds or characters."""

    bot: str
    units: float


class SpeechAsker:
    """One model of a provider, for all calls of a process that use it. Belongs to its event loop."""

    def __init__(
        self,
        process: ModelProcess,
        address: ModelAddress,
        method: Method,
        purse: Purse | None,
        unit: float | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`address.deadline_ms` is for the whole answer. `unit`: dollars for a second or a character; None: as LiteLLM
        knows it. `purse`: what bots may spend; without one nothing is counted. `clock` gives seconds."""
        self.address = address
        self._process, self._method, self._purse = process, method, purse
        self._unit = unit
        self._provider = Provider(address)
        self._clock, self._not_before = clock, float("-inf")

    async def ask(self, request: Mapping[str, Any], payload: bytes, bill: Bill) -> Reply:
        """The answer. Raises SpeechFailed; what is cancelled ends at the provider, too."""
        if self._clock() < self._not_before:
            raise SpeechFailed(f"{self.address.model} failed a moment ago")
        try:
            async with asyncio.timeout(self.address.deadline_ms / 1000):
                return await self._asked(request, payload, bill)
        except TimeoutError:
            raise self._failed("did not answer in time") from None
        except (NothingLeft, Resting, ModelFailed) as problem:
            raise self._failed(f"failed: {problem}") from None

    def _failed(self, how: str) -> SpeechFailed:
        self._not_before = self._clock() + REST_S
        return SpeechFailed(f"{self.address.model} {how}")

    async def _asked(self, request: Mapping[str, Any], payload: bytes, bill: Bill) -> Reply:
        await self._process.start()
        micros = round(await self._dollars_a_unit() * bill.units * MICROS_IN_DOLLAR)
        payment = await self._purse.set_aside(bill.bot, micros) if self._purse is not None and micros else None
        costs = False
        try:
            async with self._provider.asked() as outcome:
                costs = True  # also where it is given up: it has the sound or the words, and works
                reply = await self._reply(request, payload)
                outcome.answered = True
        except Exception as problem:  # who refuses, or is away, takes no money
            costs = False
            self._provider.note(problem)
            raise
        finally:
            if payment is not None:
                payment.settle(micros if costs else 0)
        return reply

    async def _reply(self, request: Mapping[str, Any], payload: bytes) -> Reply:
        told = {"model": self.address.model, "max_retries": 0, **self.address.given, **request}
        asked = self._process.ask(self._method, fields_of(self.address, told), payload)
        async with contextlib.aclosing(asked) as replies:
            async for reply in replies:
                return reply
        raise ModelFailed("it answered nothing")

    async def _dollars_a_unit(self) -> float:
        if self._unit is None:
            unit = None
            question = self._process.ask("speech_price", {"model": self.address.model})
            async with contextlib.aclosing(question) as replies:
                async for reply in replies:
                    unit = reply.fields.get(UNITS[self._method], unit)
            if not isinstance(unit, int | float):
                log.warning("no price of %s is known, so what it costs is not counted", self.address.model)
            self._unit = float(unit) if isinstance(unit, int | float) else 0.0
        return self._unit
