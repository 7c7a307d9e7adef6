"""A server of the Model Context Protocol as bad as servers are: to each method what is written, over real HTTP."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from tests.tools.scripted import Act, Scripted, Seen, answers, scripted

Message = dict[str, Any]
Play = Callable[[asyncio.StreamWriter, Message], Awaitable[None]]
"""What is done to a message."""
RESULT = {"content": [{"type": "text", "text": "{}"}], "structuredContent": {"a": 1}}
STREAM_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def plain(act: Act) -> Play:
    """Whatever the message is."""

    async def play(line: asyncio.StreamWriter, _message: Message) -> None:
        await act(line)

    return play


def gives(result: Any = None, **headers: str) -> Play:
    """A result, as JSON."""

    async def play(line: asyncio.StreamWriter, message: Message) -> None:
        await answers(body=answer(message, result if result is not None else RESULT), **headers)(line)

    return play


def fails(code: int, status: int = 200, data: Any = None) -> Play:
    """An error of the protocol."""

    async def play(line: asyncio.StreamWriter, message: Message) -> None:
        error = {"code": code, "message": "a secret of the server", "data": data}
        await answers(status, json.dumps({"jsonrpc": "2.0", "id": message["id"], "error": error}).encode())(line)

    return play


def greets(session: str | None, version: str = "2025-11-25", **headers: str) -> Play:
    """The end of a handshake."""
    told = {"protocolVersion": version, "capabilities": {"tools": {}}, "serverInfo": {"name": "s", "version": "1"}}
    return gives(told, **({"mcp_session_id": session} if session is not None else {}), **headers)


def streams(*events: Message | str | bytes | None, ends: bool = True, with_answer: bool = True) -> Play:
    """Events, then the result, and the end of the stream, if there is one. A text is the data of an event, bytes are
    sent as they are."""

    async def play(line: asyncio.StreamWriter, message: Message) -> None:
        line.write(STREAM_HEAD)
        for event in (*events, *([answer(message, RESULT).decode()] if with_answer else [])):
            if isinstance(event, bytes):
                _chunk(line, event)
            else:
                text = event if isinstance(event, str) else json.dumps(event)
                _chunk(line, f"event: message\ndata: {text}\n\n".encode())
            await line.drain()
        if ends:
            line.write(b"0\r\n\r\n")
            await line.drain()
        else:
            await asyncio.sleep(3600)

    return play


def keeps_on(event: Message) -> Play:
    """The same event for ever, and never a result."""

    async def play(line: asyncio.StreamWriter, _message: Message) -> None:
        line.write(STREAM_HEAD)
        while True:
            _chunk(line, f"data: {json.dumps(event)}\n\n".encode())
            await line.drain()
            await asyncio.sleep(0.02)

    return play


def answer(message: Message, result: Any) -> bytes:
    """A result as it is sent."""
    return json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": result}).encode()


def _chunk(line: asyncio.StreamWriter, data: bytes) -> None:
    line.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


class Script:
    """`plays`: what is done to the messages of each method, in turn; the last one stays. Others are done well."""

    def __init__(self, plays: Mapping[str, Sequence[Play]]) -> None:
        self.service = Scripted([])
        self._plays = {name: list(several) for name, several in plays.items()}
        self._sessions = 0

    async def act(self, line: asyncio.StreamWriter) -> None:
        """As the scripted service has it."""
        seen = self.service.seen[-1]
        message = json.loads(seen.body) if seen.body else {}
        method = "DELETE" if seen.method == "DELETE" else message.get("method", "a reply")
        several = self._plays.get(method, [])
        play = (several.pop(0) if len(several) > 1 else several[0]) if several else self._well(method)
        await play(line, message)

    def _well(self, method: str) -> Play:
        if method == "initialize":
            self._sessions += 1
            return greets(f"session-{self._sessions}")
        if method in ("tools/call", "ping"):
            return gives(RESULT if method == "tools/call" else {})
        return plain(answers(202, b""))

    def of(self, method: str) -> list[Message]:
        """The messages of a method, in their order."""
        messages = [json.loads(seen.body) for seen in self.seen if seen.body]
        return [message for message in messages if message.get("method", "a reply") == method]

    def requests(self, method: str) -> list[Seen]:
        """The requests with these messages."""
        return [seen for seen in self.seen if seen.body and json.loads(seen.body).get("method", "a reply") == method]

    @property
    def methods(self) -> list[str]:
        """What came, in its order."""
        return [json.loads(seen.body).get("method", "a reply") if seen.body else seen.method for seen in self.seen]

    @property
    def seen(self) -> list[Seen]:
        """All requests."""
        return list(self.service.seen)


@contextmanager
def mcp_scripted(plays: Mapping[str, Sequence[Play]]) -> Iterator[Script]:
    """One that runs on this machine, in a thread of its own."""
    script = Script(plays)
    with scripted(script.act) as service:
        script.service = service
        yield script
