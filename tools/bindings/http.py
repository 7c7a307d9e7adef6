"""Binding `type: http`: one request to a service, with what the operator gave for it, in the time of the call."""

import asyncio
import json
import logging
import random
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx

from flows.definition.tool import Tool
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.bindings.filling import CannotFill, Filled, fill, header_value, outside_names
from tools.resting import Breaker, Resting
from voxloom.outgoing.addresses import AddressRefused
from voxloom.outgoing.aio import loop_client
from voxloom.telemetry import traces

log = logging.getLogger(__name__)

CONNECT_S = 2.0
"""With the name and TLS: who is further away than that answers no caller in time."""
MOST_BYTES = 1024 * 1024
"""Of an answer; what a bot says of it is a sentence."""
LONG_BYTES = 50_000
MOST_TRIES = 3
FIRST_PAUSE_S = 0.1
LEAST_S = 0.2
"""Of what is left of the call: for less nobody is asked again."""
TOO_MANY = 429
ILL_FROM = 500
AGAIN = frozenset({408, 425, TOO_MANY, 500, 502, 503, 504})
"""Statuses that a moment later may be another one."""
USER_AGENT = "Voxloom"


class Given(Protocol):
    """What is given outside of bots, to those of one workspace in one environment. Nothing of it may be logged."""

    async def names(self) -> Mapping[str, str]:
        """What `env.NAME` stands for."""

    async def secret(self, name: str) -> str | None:
        """A secret; None where there is none of that name."""

    async def may_ask(self, host: str) -> bool:
        """Whether bots may send requests to a host."""


class _Unreadable(Exception):
    """The answer is longer than anybody needs, or is packed so that nobody knows."""


@dataclass(frozen=True)
class _Answer:
    status: int
    kind: str
    body: bytes
    retry_after: str


class HttpTools:
    """For one process; belongs to its event loop."""

    def __init__(
        self,
        client: Callable[[], httpx.AsyncClient] = loop_client,
        breaker: Callable[[str], Breaker] = Breaker,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Any] = asyncio.sleep,
    ) -> None:
        """`clock` and `sleep` in seconds."""
        self._make_client = client
        self._client: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()
        self._breaker = breaker
        self._clock, self._sleep = clock, sleep

    async def call(self, tool: Tool, command: CallTool, given: Given, whose: str) -> ToolOutcome:
        """Ask; whatever goes wrong is an outcome. `whose`: the workspace, as breakers are named."""
        until = self._clock() + command.timeout_ms / 1000
        try:
            async with asyncio.timeout(command.timeout_ms / 1000):
                filled = await self._filled(tool, command, given)
            return await self._asked(command, filled, f"the tool {command.tool} of {whose}", until)
        except CannotFill as problem:
            log.warning("the tool %s asks nobody: %s", command.tool, problem)
            return ToolOutcome(error="unavailable")
        except TimeoutError:
            return ToolOutcome(error="timeout")

    async def aclose(self) -> None:
        """Close all lines."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _lines(self) -> httpx.AsyncClient:
        """Made in a thread: it reads the certificates that the machine trusts."""
        async with self._making:
            if self._client is None:
                self._client = await asyncio.get_running_loop().run_in_executor(_thread(), self._make_client)
            return self._client

    async def _filled(self, tool: Tool, command: CallTool, given: Given) -> Filled:
        if tool.request is None:
            raise CannotFill("it has no `request`.")
        filled = fill(tool.request, {**command.values, **command.arguments}, await given.names())
        headers = [("Accept", "application/json"), ("User-Agent", USER_AGENT), ("Accept-Encoding", "identity")]
        own = {name.lower() for name, _ in filled.headers}
        headers = [(name, value) for name, value in headers if name.lower() not in own]
        if tool.auth is not None:
            secret = await given.secret(tool.auth.bearer)
            if secret is None:
                raise CannotFill(f"there is no secret `{tool.auth.bearer}`.")
            headers.append(("Authorization", f"Bearer {header_value(f'the secret {tool.auth.bearer}', secret)}"))
        if command.idempotency_key is not None:
            headers.append(("Idempotency-Key", header_value("idempotency_key", command.idempotency_key)))
        host = urlsplit(filled.url).hostname or ""
        if not await given.may_ask(host):
            raise CannotFill("its host is none of those that the workspace allows.")
        return Filled(filled.method, filled.url, (*filled.headers, *headers), filled.body)

    async def _asked(self, command: CallTool, filled: Filled, name: str, until: float) -> ToolOutcome:
        """As often as it makes sense: what reads, or is known again by its key, may be sent twice."""
        again = command.effect == "read" or command.idempotency_key is not None
        breaker, outcome = self._breaker(name), ToolOutcome(error="unavailable")
        for number in range(MOST_TRIES if again else 1):
            pause_s = FIRST_PAUSE_S * 2**number * random.uniform(0.5, 1.5)  # noqa: S311  no secret
            try:
                # Inside of the breaker: who lets callers wait for nothing is ill.
                async with breaker.asked() as asked, asyncio.timeout(until - self._clock()):
                    answer = await self._send(filled)
                    asked.answered, asked.ok = True, answer.status < ILL_FROM and answer.status != TOO_MANY
            except Resting as problem:
                log.info("%s", problem)
                return outcome
            except AddressRefused as problem:
                log.warning("%s: %s", name, problem)
                return outcome
            except _Unreadable:
                log.warning("%s: the answer is packed, or longer than %d bytes", name, MOST_BYTES)
                return outcome
            except TimeoutError:
                return ToolOutcome(error="timeout")
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
                log.warning("%s: %s", name, type(problem).__name__)
            else:
                if answer.status not in AGAIN:
                    return await _read(answer, name)
                log.warning("%s: status %d", name, answer.status)
                pause_s = max(pause_s, _wanted_s(answer.retry_after))
            if self._clock() + pause_s + LEAST_S > until:
                break
            await self._sleep(pause_s)
        return outcome

    async def _send(self, filled: Filled) -> _Answer:
        client = await self._lines()
        timeout = httpx.Timeout(None, connect=CONNECT_S)  # the whole has its own time
        headers = [*filled.headers, *traces.headers().items()]
        stream = client.stream(filled.method, filled.url, headers=headers, content=filled.body, timeout=timeout)
        async with stream as answer:
            if answer.headers.get("content-encoding", "identity").lower() not in ("identity", ""):
                raise _Unreadable  # nobody asked for it, and a kilobyte of it may be a gigabyte
            pieces, size = [], 0
            async for piece in answer.aiter_raw():
                size += len(piece)
                if size > MOST_BYTES:
                    raise _Unreadable
                pieces.append(piece)
            kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            return _Answer(answer.status_code, kind, b"".join(pieces), answer.headers.get("retry-after", ""))


class BoundHttp:
    """The tools of one bot, with what its workspace is given in one environment."""

    def __init__(self, tools: HttpTools, given: Given, whose: str) -> None:
        self._tools, self._given, self._whose = tools, given, whose

    async def is_bound(self, tool: Tool) -> bool:
        """Whether something of what a tool needs is given; for one that needs nothing, whether its host is allowed.

        One of which only a part is given fails, and does not pretend: its stub is for those that nobody has bound.
        """
        if tool.type != "http" or tool.request is None:
            return False
        names, secret = outside_names(tool.request), tool.auth.bearer if tool.auth is not None else None
        if secret is not None and await self._given.secret(secret) is not None:
            return True
        if names or secret is not None:
            return not names.isdisjoint(await self._given.names())
        return await self._given.may_ask(urlsplit(tool.request.url).hostname or "")

    async def call(self, tool: Tool, command: CallTool) -> ToolOutcome:
        """Ask; whatever goes wrong is an outcome."""
        return await self._tools.call(tool, command, self._given, self._whose)


async def _read(answer: _Answer, name: str) -> ToolOutcome:
    """A long answer is read in a thread: other calls are waiting for the loop."""
    if len(answer.body) <= LONG_BYTES:
        return _outcome(answer, name)
    return await asyncio.get_running_loop().run_in_executor(_thread(), _outcome, answer, name)


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="answers")


def _outcome(answer: _Answer, name: str) -> ToolOutcome:
    """What a bot makes of an answer: a result where it was done, else that it was refused or cannot be had."""
    if 400 <= answer.status < ILL_FROM:
        log.info("%s: status %d", name, answer.status)
        return ToolOutcome(error="refused")
    if not 200 <= answer.status < 300:
        log.warning("%s: status %d", name, answer.status)
        return ToolOutcome(error="unavailable")
    if not answer.body.strip():
        return ToolOutcome({})
    if answer.kind != "application/json" and not answer.kind.endswith("+json"):
        log.warning("%s: the answer is no JSON", name)
        return ToolOutcome(error="unavailable")
    try:
        return ToolOutcome(json.loads(answer.body))
    except (ValueError, RecursionError):
        log.warning("%s: the answer is no JSON", name)
        return ToolOutcome(error="unavailable")


def _wanted_s(text: str) -> float:
    """What `Retry-After` asks for (RFC 9110 §10.2.3): seconds, or a date."""
    if text.isascii() and text.isdecimal() and len(text) < 9:
        return float(text)
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    return 0.0
