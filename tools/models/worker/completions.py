"""The request `complete`: a language model writes, whole or in pieces, and may ask for tools. And `price`."""

import logging
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.models.worker.clients import Clients
from tools.models.worker.loop import Handler, Part

log = logging.getLogger(__name__)

MOST_TOOLS = 16
"""Calls in one answer; a model that asks for more is out of its mind."""
MOST_ARGUMENTS = 20_000
"""Characters of the arguments of one call."""


class Malformed(ValueError):
    """What came is no answer of a model."""


@dataclass
class _Call:
    """A call of a tool, as it comes in pieces."""

    id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, delta: Any) -> None:
        self.id = self.id or str(getattr(delta, "id", None) or "")
        function = getattr(delta, "function", None)
        self.name += str(getattr(function, "name", None) or "")
        piece = str(getattr(function, "arguments", None) or "")
        self.length += len(piece)
        if self.length > MOST_ARGUMENTS:
            raise Malformed("the arguments do not end")
        self.arguments.append(piece)

    def told(self) -> dict[str, str]:
        return {"id": self.id, "name": self.name, "arguments": "".join(self.arguments)}


def completions(library: Any) -> Handler:
    """`request`: what LiteLLM's `acompletion` takes; `checked`, where a bot chose the address: see Clients.

    Parts have `text`; the last one `usage`, `tools` and `finish`.
    """

    clients = Clients()

    async def complete(fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
        request = clients.request(fields)
        if request.get("tools"):
            request["_skip_mcp_handler"] = True  # a gateway of its proxy, which would import a server of 345 modules
        if not request.get("stream"):
            async for part in _whole(await library.acompletion(**request)):
                yield part
            return
        stream = await library.acompletion(**request)
        try:
            async for part in _pieces(stream):
                yield part
        finally:
            await stream.aclose()

    return complete


async def _whole(response: Any) -> AsyncGenerator[Part, None]:
    if not response.choices:
        raise Malformed("there is no answer in it")
    message = response.choices[0].message
    calls = [_called(call) for call in (getattr(message, "tool_calls", None) or [])[:MOST_TOOLS]]
    if isinstance(message.content, str) and message.content:
        yield Part({"text": message.content})
    yield _end(getattr(response, "usage", None), calls, response.choices[0].finish_reason)


async def _pieces(stream: Any) -> AsyncGenerator[Part, None]:
    usage, finish = None, None
    calls: dict[int, _Call] = {}
    async for chunk in stream:
        usage = getattr(chunk, "usage", None) or usage
        if not chunk.choices:
            continue
        choice = chunk.choices[0]
        finish = choice.finish_reason or finish
        for delta in getattr(choice.delta, "tool_calls", None) or ():
            at = delta.index if isinstance(getattr(delta, "index", None), int) else 0
            if at not in calls and len(calls) >= MOST_TOOLS:
                raise Malformed("it asks for too many tools")
            calls.setdefault(at, _Call()).add(delta)
            yield Part({})  # it is there, and works
        if choice.delta.content:
            yield Part({"text": choice.delta.content})
    yield _end(usage, [calls[at] for at in sorted(calls)], finish)


def _called(call: Any) -> _Call:
    whole = _Call()
    whole.add(call)
    return whole


def _end(usage: Any, calls: list[_Call], finish: Any) -> Part:
    told: dict[str, Any] = {"finish": str(finish or ""), "tools": [call.told() for call in calls]}
    counted = getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None)
    if all(isinstance(count, int) and count >= 0 for count in counted):
        told["usage"] = list(counted)
    return Part(told)


def prices(library: Any) -> Handler:
    """`model`: one part with `price`, in dollars for a million tokens of questions and answers; null: not known."""

    async def price(fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
        try:
            known = library.get_model_info(str(fields["model"]))
            found = [1e6 * float(known.get(f"{way}_cost_per_token") or 0.0) for way in ("input", "output")]
        except Exception:  # LiteLLM raises what it likes for a model that it does not know
            log.debug("no price is known", exc_info=True)
            yield Part({"price": None})
        else:
            yield Part({"price": found})

    return price
