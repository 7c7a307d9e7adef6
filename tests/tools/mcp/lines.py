"""Lines to servers that answer what is written, and note what they were asked: of messages, and of requests."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx

from tools.lines import Deadlines
from tools.mcp.line import Headers
from tools.mcp.messages import VERSION, Message

DEADLINES = Deadlines(1.0)


class ScriptedLine:
    """`plays`: what comes of the requests of each method, in turn; the last one stays, and exceptions are raised."""

    def __init__(self, **plays: list[Any]) -> None:
        self.version: str | None = None
        self.stateless = self.over = self.may_be_forgotten = False
        self.asked: list[Message] = []
        self.headers: list[Headers] = []
        self.told: list[Message] = []
        self.given_up: list[int] = []
        self._plays = {"initialize": [{"protocolVersion": VERSION}], **plays}

    @property
    def methods(self) -> list[str]:
        """What was asked, in its order."""
        return [message["method"] for message in self.asked]

    async def ask(self, message: Message, deadlines: Deadlines, headers: Headers = ()) -> Message:
        """As `Line.ask`."""
        self.asked.append(message)
        self.headers.append(headers)
        several = self._plays.get(message["method"].replace("/", "_"), [{}])
        play = several.pop(0) if len(several) > 1 else several[0]
        if isinstance(play, BaseException):
            raise play
        result: Message = play
        return result

    async def tell(self, message: Message, deadlines: Deadlines) -> None:
        """As `Line.tell`."""
        self.told.append(message)

    def gives_up(self, number: int) -> None:
        """As `Line.gives_up`."""
        self.given_up.append(number)

    async def aclose(self) -> None:
        """As `Line.aclose`."""
        self.over = True


class Answering(httpx.AsyncBaseTransport):
    """For a client: as the library's own for tests, but that nothing of an answer is read ahead."""

    def __init__(self, answers: Callable[[httpx.Request], httpx.Response]) -> None:
        self.sent: list[httpx.Request] = []
        self._answers = answers

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Note it and answer."""
        self.sent.append(request)
        made = self._answers(request)

        async def pieces() -> AsyncIterator[bytes]:
            yield made.content

        return httpx.Response(made.status_code, headers=made.headers, content=pieces())
