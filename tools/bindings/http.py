"""Binding `type: http`: one request to a service, with what the operator gave for it, in the time of the call."""

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import httpx

from flows.definition.tool import Tool
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.bindings import answers
from tools.bindings.bulkheads import Bulkheads, Full
from tools.bindings.credentials import Credentials, credentials
from tools.bindings.exchange import Answer, Exchange, SlowToAnswer, Unreadable, WrongCertificate
from tools.bindings.filling import CannotFill, Filled, fill, header_value, with_query
from tools.bindings.outside import Given
from tools.bindings.polling import ACCEPTED, Polls
from tools.bindings.redirects import at, followed
from tools.bindings.tokens import NoToken, Tokens
from tools.lines import Deadlines, MakesClient
from tools.needs import some_given
from tools.resting import Breaker, Resting
from voxloom.outgoing.addresses import AddressRefused, host_of
from voxloom.outgoing.aio import loop_client

log = logging.getLogger(__name__)

MOST_TRIES = 3
FIRST_PAUSE_S = 0.1
LEAST_S = 0.2
"""Of what is left of the call: for less nobody is asked again."""
UNAUTHORISED = 401
REFUSED = "refused"
NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL)
USER_AGENT = "Voxloom"
IDEMPOTENCY_KEY = "Idempotency-Key"
UNAVAILABLE, TIMEOUT = ToolOutcome(error="unavailable"), ToolOutcome(error="timeout")


@dataclass(frozen=True)
class _Question:
    """A call that is under way. `until`: by the clock of whoever asks."""

    tool: Tool
    filled: Filled
    given: Given
    whose: str
    name: str
    may_repeat: bool
    """What reads, or is known again by its key, may be sent twice."""
    writes: bool
    until: float


@dataclass(frozen=True)
class _Try:
    """What became of one try; `answer` where there was one, else what a bot is told."""

    answer: Answer | None = None
    outcome: ToolOutcome = UNAVAILABLE
    again: bool = False
    """Whether another try may end better."""
    reached: bool = False
    """Whether the service may have got it, though there was no answer."""


class HttpTools:
    """For one process; belongs to its event loop."""

    def __init__(
        self,
        client: MakesClient = lambda certificate: loop_client(certificate=certificate),
        breaker: Callable[[str], Breaker] = Breaker,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Any] = asyncio.sleep,
        polls: Polls | None = None,
    ) -> None:
        """`clock` and `sleep` in seconds. `polls`: how services that work for longer are asked."""
        self._polls = polls or Polls()
        self.exchange = Exchange(client)
        self.tokens = Tokens(self.exchange)
        self.bulkheads = Bulkheads()
        self._breaker = breaker
        self._clock, self._sleep = clock, sleep

    async def call(self, tool: Tool, command: CallTool, given: Given, whose: str) -> ToolOutcome:
        """Ask; whatever goes wrong is an outcome. `whose`: the workspace, as breakers are named."""
        until = self._clock() + command.timeout_ms / 1000
        name = f"the tool {command.tool} of {whose}"
        try:
            async with asyncio.timeout(command.timeout_ms / 1000):
                filled = await _filled(tool, command, given)
            may_repeat = command.effect == "read" or command.idempotency_key is not None
            with self.bulkheads.entered(name, tool.at_once):
                return await self._asked(
                    _Question(tool, filled, given, whose, name, may_repeat, command.effect == "write", until)
                )
        except (CannotFill, NoToken, Full, WrongCertificate) as problem:
            log.warning("%s asks nobody: %s", name, problem)
            return UNAVAILABLE
        except TimeoutError:
            return TIMEOUT

    async def aclose(self) -> None:
        """Close all lines."""
        await self.tokens.aclose()
        await self.exchange.aclose()

    async def _asked(self, question: _Question) -> ToolOutcome:
        """As often as it makes sense, in the time that there is."""
        tries, renewed, reached = 0, False, False
        while True:
            async with asyncio.timeout(question.until - self._clock()):
                auth = await credentials(question.tool.auth, question.given, self.tokens, question.whose)
            one = await self._tried(question, auth)
            status = one.answer.status if one.answer is not None else 0
            if status == UNAUTHORISED and auth.kept and not renewed and question.tool.auth is not None:
                renewed = True  # the token was taken back; nothing was done
                await self._forget(question, auth)
                continue
            tries += 1
            # What was sent before may be done, or under way (409): then a refusal says nothing of it.
            doubtful = reached and question.writes and answers.refuses(status)
            reached = reached or one.reached or status >= answers.ILL_FROM
            again = one.again or status in answers.AGAIN or doubtful
            pause_s = self._pause_s(tries, one.answer)
            if not again or not question.may_repeat or tries >= MOST_TRIES or self._left_s(question) < pause_s:
                break
            if status:
                log.warning("%s: status %d", question.name, status)
            await self._sleep(pause_s)
        if one.answer is None:
            return one.outcome
        answer = one.answer
        if doubtful:
            log.warning("%s is refused when it is sent again: nobody knows whether it was done", question.name)
            return UNAVAILABLE
        if question.tool.background and answer.status == ACCEPTED:
            return await self._came_later(question, answer, auth)
        return await answers.read(answer, question.tool.response, question.name)

    async def _came_later(self, question: _Question, accepted: Answer, auth: Credentials) -> ToolOutcome:
        """What comes of what a service has taken on. What writes is under way then: a refusal is one of the question
        how far it is, and says nothing of it."""
        async with asyncio.timeout(question.until - self._clock()):
            ask = self._once_more(question, auth)
            answer = await self._polls.until_done(accepted, question.tool.response, ask)
        outcome = await answers.read(answer, question.tool.response, question.name)
        if outcome.error == REFUSED and question.writes:
            log.warning("%s does not say what came of it: nobody knows whether it was done", question.name)
            return UNAVAILABLE
        return outcome

    def _once_more(self, question: _Question, auth: Credentials) -> Callable[[str], Awaitable[Answer | None]]:
        """Asks whether it is done, where the service says; only a host that is allowed, and no other who asks. A token
        may hold for less than it takes."""
        holds = auth

        async def ask(where: str) -> Answer | None:
            nonlocal holds
            answer, told = await self._polled(question, where, holds)
            if answer is not None and answer.status == UNAUTHORISED and told.kept:
                await self._forget(question, holds)
                holds = await credentials(question.tool.auth, question.given, self.tokens, question.whose)
                answer, _ = await self._polled(question, where, holds)
            return answer

        return ask

    async def _polled(self, question: _Question, where: str, auth: Credentials) -> tuple[Answer | None, Credentials]:
        """The answer, and who it was told that asks. Raises CannotFill."""
        onward = at(question.filled, where, auth)
        if onward is None or not await question.given.may_ask(host_of(onward.filled.url)):
            raise CannotFill("it says that it is asked where it may not be.")
        return (await self._tried(replace(question, filled=onward.filled), onward.auth)).answer, onward.auth

    async def _tried(self, question: _Question, auth: Credentials) -> _Try:
        """Once. Within the breaker is the time, too: who lets callers wait for nothing is ill."""
        try:
            async with self._breaker(question.name).asked() as asked:
                async with asyncio.timeout(question.until - self._clock()):
                    answer = await self._sent(question, auth)
                asked.answered = True
                asked.ok = answer.status < answers.ILL_FROM and answer.status != answers.TOO_MANY
                return _Try(answer)
        except Resting as problem:
            log.info("%s", problem)
            return _Try()
        except AddressRefused as problem:
            log.warning("%s: %s", question.name, problem)
            return _Try()
        except Unreadable:
            log.warning("%s: the answer is packed, or longer than anybody needs", question.name)
            return _Try()
        except SlowToAnswer:
            log.warning("%s does not begin to answer", question.name)
            return _Try(outcome=TIMEOUT, again=True, reached=True)
        except TimeoutError:
            return _Try(outcome=TIMEOUT)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as problem:
            log.warning("%s: %s", question.name, type(problem).__name__)
            return _Try(again=True, reached=not isinstance(problem, NEVER_SENT))

    async def _sent(self, question: _Question, auth: Credentials) -> Answer:
        tool, filled = question.tool, question.filled
        first_byte_s = tool.first_byte_timeout / 1000 if tool.first_byte_timeout is not None else None
        deadlines = Deadlines(tool.connect_timeout / 1000, first_byte_s)
        answer = await self.exchange.send(_of(filled, auth), deadlines, auth.certificate)
        for _ in range(tool.request.redirects if tool.request is not None else 0):
            onward = followed(filled, answer, auth)
            if onward is None or not await question.given.may_ask(host_of(onward.filled.url)):
                break
            filled, auth = onward.filled, onward.auth
            answer = await self.exchange.send(_of(filled, auth), deadlines, auth.certificate)
        return replace(answer, url=filled.url)

    async def _forget(self, question: _Question, auth: Credentials) -> None:
        oauth2 = question.tool.auth.oauth2 if question.tool.auth is not None else None
        await self.tokens.forget(oauth2, question.given, question.whose, auth.certificate, auth.token)

    def _pause_s(self, tries: int, answer: Answer | None) -> float:
        """Before the next try, of which there have been so many."""
        pause_s: float = FIRST_PAUSE_S * 2 ** (tries - 1) * random.uniform(0.5, 1.5)  # noqa: S311  no secret
        return max(pause_s, answers.wanted_pause_s(answer)) if answer is not None else pause_s

    def _left_s(self, question: _Question) -> float:
        """For a pause."""
        return question.until - self._clock() - LEAST_S


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
        if (given := await some_given(tool, self._given)) is not None:
            return given
        return await self._given.may_ask(host_of(tool.request.url))

    async def call(self, tool: Tool, command: CallTool) -> ToolOutcome:
        """Ask; whatever goes wrong is an outcome."""
        return await self._tools.call(tool, command, self._given, self._whose)


def _of(filled: Filled, auth: Credentials) -> Filled:
    """The request with who asks."""
    return Filled(filled.method, with_query(filled.url, auth.query), (*filled.headers, *auth.headers), filled.body)


async def _filled(tool: Tool, command: CallTool, given: Given) -> Filled:
    """The request without who asks. Raises CannotFill."""
    if tool.request is None:
        raise CannotFill("it has no `request`.")
    filled = fill(tool.request, {**command.values, **command.arguments}, await given.names())
    headers = [("Accept", "application/json"), ("User-Agent", USER_AGENT), ("Accept-Encoding", "identity")]
    own = {name.lower() for name, _ in filled.headers}
    headers = [(name, value) for name, value in headers if name.lower() not in own]
    if command.idempotency_key is not None and IDEMPOTENCY_KEY.lower() not in own:
        headers.append((IDEMPOTENCY_KEY, header_value("idempotency_key", command.idempotency_key)))
    if not await given.may_ask(host_of(filled.url)):
        raise CannotFill("its host is none of those that the workspace allows.")
    return Filled(filled.method, filled.url, (*filled.headers, *headers), filled.body)
