"""The line to a server on the network: streamable HTTP, over lines to addresses that were checked."""

import asyncio
import re
from contextlib import suppress

import httpx

from tools.lines import Deadlines, as_sent
from tools.mcp.bodies import Body, is_plain
from tools.mcp.events import Events
from tools.mcp.later import Later
from tools.mcp.line import Headers
from tools.mcp.messages import Message, cancelled, is_answer, is_request, read, reply, result_of, written
from tools.mcp.mirrored import sendable
from tools.mcp.problems import Lost, NotReached, Slow, Unusable
from voxloom.telemetry import traces

JSON, STREAM = "application/json", "text/event-stream"
GONE, BAD = 404, 400
NO_SESSION = frozenset({-32000, -32001})
"""With a status 400 servers say by these, too, that they know no such session; the protocol wants a 404."""
USER_AGENT = "Voxloom"
MOST_ASKED = 20
"""Requests of a server within one answer that get a no; the others get nothing."""
GOODBYE_S = 1.0
_SESSION = re.compile(r"[\x21-\x7e]{1,1000}\Z")
"""As the protocol has it, and short enough for a header."""


class Web:
    """To one address, on behalf of one workspace."""

    def __init__(
        self, client: httpx.AsyncClient, url: str, headers: Headers, later: Later, *, owns_client: bool = False
    ) -> None:
        """`headers` say on whose behalf it asks; nothing of them or of the address is logged. `owns_client`: it closes
        the client with itself."""
        self.version: str | None = None
        self.stateless = False
        self._client, self._url, self._own = client, url, tuple(headers)
        self._later, self._owns_client = later, owns_client
        self._session: str | None = None
        self._forgotten = False

    @property
    def over(self) -> bool:
        """Whether the session has ended."""
        return self._forgotten

    @property
    def may_be_forgotten(self) -> bool:
        """Whether there is a session that the server can have ended."""
        return self._session is not None

    async def ask(self, message: Message, deadlines: Deadlines, headers: Headers = ()) -> Message:
        """As `Line.ask`."""
        response = await self._post(message, deadlines, headers)
        body = Body(response)
        try:
            await self._accepted(response, body)
            if message["method"] == "initialize":
                self._begin_session(response)
            answer = await self._answer(response, body, message["id"], deadlines)
        except BaseException:
            await body.aclose()  # without a handshake this tells the server that nobody waits
            raise
        # A stream ends a moment after the answer: a line that is left to its end can be used again.
        if body.ended or not self._later.start(body.rest()):
            await body.aclose()
        return result_of(answer)

    async def tell(self, message: Message, deadlines: Deadlines) -> None:
        """As `Line.tell`."""
        response = await self._post(message, deadlines, ())
        body = Body(response)
        try:
            await self._accepted(response, body)
            await body.next()  # nothing, as a rule: then the line is free for what follows
        finally:
            await body.aclose()

    def gives_up(self, number: int) -> None:
        """As `Line.gives_up`. Without a handshake the line that was closed says it."""
        if not self.stateless and not self._forgotten:
            self._later.start(self.tell(cancelled(number), Deadlines(GOODBYE_S)))

    async def aclose(self) -> None:
        """As `Line.aclose`: say goodbye where the server knows us."""
        session, self._session = self._session, None
        self._forgotten = True
        try:
            if session is not None:
                await self._goodbye(session)
        finally:
            if self._owns_client:
                await self._client.aclose()

    async def _goodbye(self, session: str) -> None:
        headers = as_sent([*self._headers(None), ("Mcp-Session-Id", session)])
        with suppress(httpx.HTTPError, httpx.InvalidURL, OSError):  # TimeoutError is one of them
            async with asyncio.timeout(GOODBYE_S):
                request = self._client.build_request("DELETE", self._url, headers=headers, timeout=GOODBYE_S)
                await (await self._client.send(request, stream=True)).aclose()

    async def _post(self, message: Message, deadlines: Deadlines, more: Headers) -> httpx.Response:
        """The beginning of an answer. Raises Problem, AddressRefused."""
        if self._forgotten:
            raise NotReached("the session is over")
        headers = [*self._headers(message), ("Content-Type", JSON), *more, *traces.headers().items()]
        if self._session is not None:
            headers.append(("Mcp-Session-Id", self._session))
        timeout = httpx.Timeout(None, connect=deadlines.connect_s)  # the whole has its own time
        begin_s = deadlines.connect_s + deadlines.first_byte_s if deadlines.first_byte_s is not None else None
        try:
            request = self._client.build_request(
                "POST", self._url, headers=as_sent(headers), content=written(message), timeout=timeout
            )
            async with asyncio.timeout(begin_s):
                return await self._client.send(request, stream=True)
        except TimeoutError:
            raise Slow("the server does not begin to answer") from None
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            raise NotReached(type(problem).__name__) from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as problem:
            raise Unusable(type(problem).__name__) from None
        except httpx.HTTPError as problem:
            raise Lost(type(problem).__name__) from None

    def _headers(self, message: Message | None) -> list[tuple[str, str]]:
        headers = [("Accept", f"{JSON}, {STREAM}"), ("Accept-Encoding", "identity"), ("User-Agent", USER_AGENT)]
        if self.version is not None:
            headers.append(("MCP-Protocol-Version", self.version))
        if self.stateless and message is not None:
            headers.append(("Mcp-Method", message["method"]))
            if "name" in message["params"]:
                headers.append(("Mcp-Name", sendable(message["params"]["name"])))
        return [*headers, *self._own]

    def _begin_session(self, response: httpx.Response) -> None:
        session = response.headers.get("mcp-session-id")
        if session is not None and not _SESSION.match(session):
            raise Unusable("the name of the session is none")
        self._session = session

    async def _accepted(self, response: httpx.Response, body: Body) -> None:
        """Raises Lost, Failed, Unusable unless it is an answer of the 200s that can be read."""
        status = response.status_code
        if not 200 <= status < 300:
            problem = await body.failure()
            if self._session is not None and (status == GONE or (status == BAD and problem.code in NO_SESSION)):
                self._session, self._forgotten = None, True
                raise Lost("the session is over")
            raise problem
        if not is_plain(response):
            raise Unusable("the answer is packed")

    async def _answer(self, response: httpx.Response, body: Body, number: int, deadlines: Deadlines) -> Message:
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == STREAM:
            return await self._streamed(body, number, deadlines)
        if kind != JSON:
            raise Unusable("the answer is neither JSON nor a stream")
        for message in await read(await body.whole()):
            if is_answer(message, number) or (is_answer(message) and message.get("id") is None):
                return message
        raise Unusable("the answer is one to something else")

    async def _streamed(self, body: Body, number: int, deadlines: Deadlines) -> Message:
        """The answer, out of what else a server says before. That it says something gives it no more time."""
        events, asked = Events(), 0
        while piece := await body.next():
            for data in events.feed(piece):
                for message in await read(data):
                    if is_answer(message, number):
                        return message
                    if is_request(message) and asked < MOST_ASKED:
                        asked += 1
                        self._later.start(self.tell(reply(message), deadlines))
        raise Lost("the stream ended before an answer")
