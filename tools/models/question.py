"""One question to one model at one address: asked by the process of its own, watched from here, and paid for."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings

from tools.models.address import ModelAddress
from tools.models.prices import Price, price_of, tokens_of
from tools.models.problems import TooLong
from tools.models.process import ModelProcess
from tools.models.provider import Provider
from tools.models.purse import NothingLeft, Payment, Purse
from tools.resting import Outcome
from voxloom.outgoing.addresses import text_of

CHARACTERS_OF_A_TOKEN = 8
"""At most, of what a model says; whoever says more has not heard how much it may say."""


@dataclass(frozen=True)
class Limits:
    """What a question may cost, beside what the bot may spend; None: as much as that."""

    day_micros: int | None = None
    """What the bot may have spent today when it is answered."""
    own_micros: int | None = None
    """The question alone."""


UNLIMITED = Limits()


@dataclass(frozen=True)
class Wish:
    """A tool that a model asks for; `arguments` is the text as it came, which may be anything."""

    id: str
    name: str
    arguments: str


@dataclass
class Answer:
    """As far as it has come."""

    on_text: Callable[[str], None]
    most_characters: int
    pieces: list[str] = field(default_factory=list)
    usage: tuple[int, int] | None = None
    """Tokens of the question and of the answer, as the provider counts."""
    wishes: tuple[Wish, ...] = ()
    finish: str = ""
    counts: bool = True
    """Whether it costs anything."""
    came: bool = False
    """Whether anything has come, be it of a tool that is asked for: who began to answer takes money."""
    _characters: int = 0

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.pieces)

    def take(self, fields: Mapping[str, Any]) -> None:
        """One more part. Raises TooLong."""
        self.came = True
        piece = fields.get("text")
        if isinstance(piece, str) and piece:
            self._characters += len(piece)
            if self._characters > self.most_characters:
                raise TooLong("the answer does not end")
            self.pieces.append(piece)
            self.on_text(piece)
        if isinstance(counted := fields.get("usage"), list) and len(counted) == 2:
            self.usage = int(counted[0]), int(counted[1])
        self.wishes = self.wishes or tuple(_wish(entry) for entry in fields.get("tools", ()))
        self.finish = str(fields.get("finish") or self.finish)


class Asker:
    """One model, for all calls of a process."""

    def __init__(self, process: ModelProcess, address: ModelAddress, purse: Purse | None = None) -> None:
        """`purse`: what bots may spend; without one nothing is counted."""
        self.address = address
        self._process = process
        self._purse = purse
        self._price: Price | None = None
        self._provider = Provider(address)

    async def load(self) -> None:
        """Have the library imported, so that the first caller does not wait for it. Raises ModelFailed."""
        await self._process.start()
        if self._price is None:
            self._price = await price_of(self._process, self.address)

    async def ask(
        self,
        request: Mapping[str, Any],
        on_text: Callable[[str], None] = lambda _piece: None,
        *,
        bot: str = "",
        limits: Limits = UNLIMITED,
        on_cost: Callable[[int], None] = lambda _micros: None,
    ) -> Answer:
        """The whole answer; its text also as it comes. `bot` pays, within `limits`.

        The address says how long the first word and each further piece may take. `on_cost` is told what it cost, in
        millionths of a dollar, also where it broke off. Raises TimeoutError, NothingLeft, Resting, ModelFailed.
        """
        answer = Answer(on_text, self.address.max_tokens * CHARACTERS_OF_A_TOKEN)
        until = asyncio.get_running_loop().time() + self.address.deadline_ms / 1000
        async with asyncio.timeout_at(until):
            await self.load()
            payment, asked = await self._set_aside(request, bot, limits)
        try:
            async with self._provider.asked() as outcome, asyncio.timeout_at(until) as patience:
                await self._read(asked, answer, outcome, patience)
        except Exception as problem:
            answer.counts = answer.came  # who refuses, or is away, takes no money
            self._provider.note(problem)
            raise
        finally:
            cost = self._cost(request, answer)
            on_cost(cost)
            if payment is not None:
                payment.settle(cost)
        return answer

    async def _read(
        self, request: Mapping[str, Any], answer: Answer, outcome: Outcome, patience: asyncio.Timeout
    ) -> None:
        loop = asyncio.get_running_loop()
        async with contextlib.aclosing(self._process.ask("complete", fields_of(self.address, request))) as replies:
            async for reply in replies:
                outcome.answered = True
                patience.reschedule(loop.time() + self.address.gap_ms / 1000)
                answer.take(reply.fields)

    async def _set_aside(
        self, request: Mapping[str, Any], bot: str, limits: Limits
    ) -> tuple[Payment | None, Mapping[str, Any]]:
        """What it costs at most, None where nothing is counted; and the request, which may have to count.

        Raises NothingLeft.
        """
        if self._purse is None or self._price is None or self._price.free:
            return None, request
        if request.get("stream"):
            request = {**request, "stream_options": {"include_usage": True}}
        micros = self._price.of(_tokens(request), self.address.max_tokens)
        if limits.own_micros is not None and micros > limits.own_micros:
            raise NothingLeft("the call may cost no more on this route")
        return await self._purse.set_aside(bot, micros, limits.day_micros), request

    def _cost(self, request: Mapping[str, Any], answer: Answer) -> int:
        """By what the provider counted; by the texts, where it was broken off or counts nothing."""
        if self._price is None or not answer.counts:
            return 0
        if answer.usage is not None:
            return self._price.of(*answer.usage)
        return self._price.of(_tokens(request), tokens_of(*answer.pieces))


def fields_of(address: ModelAddress, request: Mapping[str, Any]) -> dict[str, Any]:
    """A request as the process of the models takes it, with where it may go for an address that a bot chose."""
    fields: dict[str, Any] = {"request": request}
    if address.checked:
        fields["checked"] = {
            "networks": [*map(text_of, settings.OUTGOING_NETWORKS)],
            "ca_file": settings.OUTGOING_CA_FILE,
        }
    return fields


def request_of(address: ModelAddress, messages: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """What LiteLLM is asked. Nothing is tried again by itself: the caller waits."""
    return {
        "model": address.model,
        "messages": messages,
        "temperature": address.temperature,
        "max_tokens": address.max_tokens,
        "num_retries": 0,
        "max_retries": 0,
        **address.given,
        **more,
    }


def _tokens(request: Mapping[str, Any]) -> int:
    """About how many tokens a question has."""
    beside = [json.dumps(request[name]) for name in ("response_format", "tools") if name in request]
    messages = request["messages"]
    beside += [json.dumps(message["tool_calls"]) for message in messages if message.get("tool_calls")]
    return tokens_of(*(str(message.get("content") or "") for message in messages), *beside)


def _wish(entry: Any) -> Wish:
    told = entry if isinstance(entry, dict) else {}
    return Wish(str(told.get("id", "")), str(told.get("name", "")), str(told.get("arguments", "")))
