"""A language model that speaks to callers, by LiteLLM: its words come piece by piece, or not at all in time."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel
from tools.models.address import ModelAddress
from tools.models.extraction import read, schema_of
from tools.models.library import Library
from tools.models.prices import Price, price_of, tokens_of
from tools.models.provider import Provider
from tools.models.purse import NothingLeft, Payment, Purse
from tools.resting import Outcome, Resting

log = logging.getLogger(__name__)

GAP_MS = 2_000
"""What was spoken covers a gap of that length; a longer one is a model that hangs."""
MAX_TOKENS = 400
"""Two minutes of speech."""
INSTRUCTIONS = (
    "Your words are read out to a caller on the telephone. Answer with the words to be said and nothing else: "
    "short plain sentences, no lists, no markup, no links, no emoji."
)
SCHEMA_NAME = "answer"


class StreamingModel:
    """Asks one model, for all calls of a process. Each question is answered for itself."""

    def __init__(self, address: ModelAddress, gap_ms: int = GAP_MS, purse: Purse | None = None) -> None:
        """`address.deadline_ms` is the time to the first piece, `gap_ms` that to each further one; the whole may take
        as long as the node says. `purse`: what bots may spend; without one nothing is counted."""
        self._address = address
        self._gap_s = gap_ms / 1000
        self._library = Library()
        self._purse = purse
        self._price: Price | None = None
        self._provider = Provider(address)

    async def load(self) -> None:
        """Import the library, so that the first caller does not wait for it. Raises ModelFailed."""
        await self._loaded()

    async def ask(self, command: AskModel, on_text: Callable[[str], None], bot: str = "") -> ModelOutcome:
        """The answer, its text also in pieces as it comes; what may go wrong is an error of the outcome.

        Values are taken out of a text that is whole, so its pieces are kept. A question that is cancelled ends the
        request. `bot` is who pays: one that may spend no more today asks nobody.
        """
        try:
            async with asyncio.timeout(command.timeout_ms / 1000):
                text = await self._text(command, on_text if not command.extract else _keep, bot)
            if not command.extract:
                return ModelOutcome(text)
            words, values = read(text, command.extract)
            return ModelOutcome(words, values)
        except TimeoutError:
            log.info("%s did not answer %s in time", self._address.model, command.node)
            return ModelOutcome(error="timeout")
        except (NothingLeft, Resting) as problem:
            log.warning("%s was not asked: %s", self._address.model, problem)
            return ModelOutcome(error="unavailable")
        except Exception as problem:  # LiteLLM and the libraries below it raise what they like
            log.warning("%s failed for %s: %s", self._address.model, command.node, type(problem).__name__)
            log.debug("the model failed", exc_info=True)
            return ModelOutcome(error="unavailable")

    async def _text(self, command: AskModel, on_text: Callable[[str], None], bot: str) -> str:
        async with asyncio.timeout(self._address.deadline_ms / 1000):
            library, request = await self._loaded(), self._request(command)
            payment = await self._set_aside(request, bot)
        answer = _Answer(on_text)
        try:
            async with self._provider.asked() as outcome:
                await self._stream(library, request, answer, outcome)
        except Exception:
            answer.counts = bool(answer.pieces)  # who refuses, or is away, takes no money
            raise
        finally:
            if payment is not None:
                payment.settle(self._cost(request, answer))
        return "".join(answer.pieces)

    async def _stream(self, library: Any, request: dict[str, Any], answer: "_Answer", outcome: Outcome) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._address.deadline_ms / 1000) as patience:
            stream = await library.acompletion(**request)
            try:
                async for chunk in stream:
                    answer.usage = getattr(chunk, "usage", None) or answer.usage
                    piece = chunk.choices[0].delta.content if chunk.choices else None
                    if piece:
                        outcome.answered = True
                        patience.reschedule(loop.time() + self._gap_s)
                        answer.add(piece)
            finally:
                await stream.aclose()

    async def _loaded(self) -> Any:
        library = await self._library.load()
        if self._price is None:
            self._price = price_of(library, self._address)
        return library

    async def _set_aside(self, request: dict[str, Any], bot: str) -> Payment | None:
        """What it costs at most; None where nothing is counted. Raises NothingLeft."""
        if self._purse is None or self._price is None or self._price.free:
            return None
        request["stream_options"] = {"include_usage": True}
        return await self._purse.set_aside(bot, self._price.of(_asked(request), MAX_TOKENS))

    def _cost(self, request: dict[str, Any], answer: "_Answer") -> int:
        """By what the provider counted; by the texts, where it was broken off or counts nothing."""
        if self._price is None or not answer.counts:
            return 0
        if answer.usage is not None:
            return self._price.of(answer.usage.prompt_tokens, answer.usage.completion_tokens)
        return self._price.of(_asked(request), tokens_of(*answer.pieces))

    def _request(self, command: AskModel) -> dict[str, Any]:
        asked: dict[str, Any] = {
            "model": self._address.model,
            "messages": [{"role": "user", "content": command.prompt}],
            "stream": True,
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
            "timeout": command.timeout_ms / 1000,
            "num_retries": 0,  # nothing is tried again: the caller waits
            "max_retries": 0,
            **self._address.given,
        }
        if command.speak:
            asked["messages"].insert(0, {"role": "system", "content": INSTRUCTIONS})
        if command.extract:
            schema = schema_of(command.extract, speak=command.speak)
            named = {"name": SCHEMA_NAME, "schema": schema, "strict": True}
            asked["response_format"] = {"type": "json_schema", "json_schema": named}
        return asked


class _Answer:
    """As far as it has come."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self.pieces: list[str] = []
        self.usage: Any = None
        self.counts = True
        self._on_text = on_text

    def add(self, piece: str) -> None:
        """One more piece."""
        self.pieces.append(piece)
        self._on_text(piece)


def _asked(request: dict[str, Any]) -> int:
    """About how many tokens a question has."""
    return tokens_of(*(message["content"] for message in request["messages"]))


def _keep(piece: str) -> None:
    """Nobody hears JSON."""
