"""Binding `type: mcp`: a tool of a server of the Model Context Protocol, in the time of the call."""

import asyncio
import logging
import random
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

from flows.definition.tool import Tool
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tools.bindings.bulkheads import Bulkheads, Full
from tools.bindings.credentials import Credentials, credentials
from tools.bindings.exchange import WrongCertificate
from tools.bindings.filling import CannotFill, filled_address, with_query
from tools.bindings.outside import Given
from tools.bindings.tokens import NoToken, Tokens
from tools.lines import MakesClient
from tools.mcp.later import Later
from tools.mcp.making import Making
from tools.mcp.problems import Failed, Lost, NotReached, Slow, Unusable
from tools.mcp.programs import Commands, NotAllowed, Programs
from tools.mcp.question import TIMEOUT, UNAVAILABLE, Question, Try, check
from tools.mcp.results import outcome
from tools.mcp.sessions import KEPT_S, Sessions, Where
from tools.needs import some_given
from tools.resting import Breaker, Resting
from voxloom.outgoing.addresses import AddressRefused, host_of
from voxloom.outgoing.aio import loop_client

log = logging.getLogger(__name__)

MOST_TRIES = 2
PAUSE_S = 0.1
LEAST_S = 0.2
"""Of what is left of the call: for less nobody is asked again."""
UNAUTHORISED = 401


class McpTools:
    """For one process; belongs to its event loop."""

    def __init__(
        self,
        tokens: Tokens,
        client: MakesClient = lambda certificate: loop_client(certificate=certificate),
        breaker: Callable[[str], Breaker] = Breaker,
        programs: Callable[[], Commands] = lambda: settings.MCP_PROGRAMS,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Any] = asyncio.sleep,
        kept_s: float = KEPT_S,
    ) -> None:
        """`tokens` are closed by whoever made them; `programs`: the command of each that may be run. `clock`, `sleep`
        and `kept_s` in seconds."""
        self.programs = Programs(programs, clock)
        self._tokens, self._breaker = tokens, breaker
        self._clock, self._sleep = clock, sleep
        self._bulkheads = Bulkheads()
        later = Later()
        self._making = Making(client, self.programs, later, clock)
        self._sessions = Sessions(self._making.session, later, kept_s)

    async def call(self, tool: Tool, command: CallTool, given: Given, whose: str) -> ToolOutcome:
        """Ask; whatever goes wrong is an outcome. `whose`: the workspace, as breakers are named."""
        until = self._clock() + command.timeout_ms / 1000
        name = f"the tool {command.tool} of {whose}"
        try:
            check(command)
            with self._bulkheads.entered(name, tool.at_once):
                return await self._asked(Question(tool, command, given, whose, name, until))
        except (CannotFill, NoToken, Full, WrongCertificate, NotAllowed) as problem:
            log.warning("%s asks nobody: %s", name, problem)
            return UNAVAILABLE
        except TimeoutError:
            return TIMEOUT

    async def aclose(self) -> None:
        """End all sessions and programs."""
        await self._sessions.aclose()
        await self._making.aclose()

    async def _asked(self, question: Question) -> ToolOutcome:
        """Again where nothing was sent, and once more where what reads was lost."""
        tries, renewed = 0, False
        while True:
            async with asyncio.timeout(question.until - self._clock()):
                where = await self._where(question)
            one = await self._tried(question, where)
            if one.unauthorised and where.auth.kept and not renewed:
                renewed = True  # the token was taken back; nothing was done
                await self._forget(question, where.auth)
                continue
            tries += 1
            pause_s = PAUSE_S * random.uniform(0.5, 1.5)  # noqa: S311  no secret
            if not one.again or tries >= MOST_TRIES or question.until - self._clock() - LEAST_S < pause_s:
                return one.outcome
            await self._sleep(pause_s)

    async def _where(self, question: Question) -> Where:
        """Who is asked, and on whose behalf. Raises CannotFill, NoToken, NotAllowed."""
        server, given = question.tool.server, question.given
        if server is None:
            raise CannotFill("it has no `server`.")
        if server.program is not None:
            self.programs.check(server.program)
            return Where(question.whose, program=server.program)
        url = filled_address("server.url", server.url or "", await given.names())
        if not await given.may_ask(host_of(url)):
            raise CannotFill("its host is none of those that the workspace allows.")
        auth = await credentials(question.tool.auth, given, self._tokens, question.whose)
        return Where(question.whose, url=with_query(url, auth.query), auth=auth)

    async def _tried(self, question: Question, where: Where) -> Try:
        """Once. Within the breaker is the time, too: who lets callers wait for nothing is ill."""
        try:
            async with self._breaker(question.name).asked() as asked:
                try:
                    outcome = await self._called(question, where)
                except Failed as problem:
                    asked.answered, asked.ok = True, not problem.is_ill
                    log.warning("%s: %s", question.name, problem)
                    return Try(unauthorised=problem.status == UNAUTHORISED)
                asked.answered = True
                return Try(outcome)
        except Resting as problem:
            log.info("%s", problem)
            return Try()
        except (AddressRefused, Unusable) as problem:
            log.warning("%s: %s", question.name, problem)
            return Try()
        except (NotReached, Lost) as problem:
            log.warning("%s: %s", question.name, problem)
            again = isinstance(problem, NotReached) or not question.writes
            return Try(TIMEOUT if isinstance(problem, Slow) else UNAVAILABLE, again=again)
        except TimeoutError:
            return Try(TIMEOUT)
        except OSError as problem:
            log.warning("%s: %s", question.name, type(problem).__name__)
            return Try(again=not question.writes)

    async def _called(self, question: Question, where: Where) -> ToolOutcome:
        """Raises Problem, AddressRefused, TimeoutError."""
        deadlines, arguments = question.deadlines, question.command.arguments
        async with asyncio.timeout(question.until - self._clock()):
            session = await self._sessions.of(where, deadlines)
        try:
            async with asyncio.timeout(question.until - self._clock()):
                asked = session.call(question.called, arguments, question.meta, deadlines, writes=question.writes)
                came = await outcome(await asked)
                # Said of any failure while it was done, also half way: of what writes nobody knows then.
                return UNAVAILABLE if came.error is not None and question.writes else came
        except TimeoutError:
            session.said_nothing()
            raise
        finally:
            self._sessions.rests(where, session)

    async def _forget(self, question: Question, auth: Credentials) -> None:
        oauth2 = question.tool.auth.oauth2 if question.tool.auth is not None else None
        await self._tokens.forget(oauth2, question.given, question.whose, auth.certificate, auth.token)


class BoundMcp:
    """The tools of one bot, with what its workspace is given in one environment."""

    def __init__(self, tools: McpTools, given: Given, whose: str) -> None:
        self._tools, self._given, self._whose = tools, given, whose

    async def is_bound(self, tool: Tool) -> bool:
        """Whether something of what a tool needs is given; for one that needs nothing, whether its host is allowed.

        One of which only a part is given fails, and does not pretend; neither does one whose program the operator does
        not allow where there are others.
        """
        server = tool.server
        if tool.type != "mcp" or server is None:
            return False
        if server.url is None:
            return self._tools.programs.any
        if (given := await some_given(tool, self._given)) is not None:
            return given
        return await self._given.may_ask(host_of(server.url))

    async def call(self, tool: Tool, command: CallTool) -> ToolOutcome:
        """Ask; whatever goes wrong is an outcome."""
        return await self._tools.call(tool, command, self._given, self._whose)
