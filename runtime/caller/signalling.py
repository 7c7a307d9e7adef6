"""The caller's side of the signalling: a ticket, then one WebSocket with the sub-protocol voxloom.v1."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import aiohttp

from runtime.caller.errors import CallFailed

SUB_PROTOCOL = "voxloom.v1"
CONNECT_SECONDS = 10.0
MAX_MESSAGE_BYTES = 1 << 20  # the server promises 64 KiB; a wrong server must not fill our memory
PING_SECONDS = 15.0  # keeps proxies from closing a socket on which nobody speaks
CLOSE_REASONS = {
    4400: "the server could not read a message of ours",
    4401: "the server refused the ticket",
    4408: "the server waited in vain for our greeting",
    4409: "the conversation is in use elsewhere",
    4429: "the server is busy; try again in a moment",
    4500: "the server had an internal error; its own output says which",
}


@dataclass(frozen=True)
class Ticket:
    """The right to hold one call: good once, for a minute; `socket` is a path or an address."""

    ticket: str
    socket: str = "/rt/call"


def base_address(server: str) -> str:
    """The server's address without a closing slash; raises CallFailed when it is none."""
    try:
        parts = urlsplit(server)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        valid = False
    if not valid:
        raise CallFailed(f"{server}: is not the address of a server; write it like http://127.0.0.1:8000.")
    return server.rstrip("/")


class Line:
    """One HTTP session and one WebSocket to a server."""

    def __init__(self, server: str) -> None:
        self._server = base_address(server)
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._pinging: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Line":
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CONNECT_SECONDS))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def request_ticket(self, bot: str, api_key: str | None) -> Ticket:
        """A ticket from the server, by an API key or (public bots) by none."""
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        try:
            async with self._open_session.post(
                f"{self._server}/rt/tickets", json={"bot": bot}, headers=headers, allow_redirects=False
            ) as answer:
                body = await _json(answer)
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as problem:
            raise self._dead(problem) from None
        if answer.status != 201:
            raise CallFailed(_refusal(body) or f"{self._server} gave no ticket for a call (status {answer.status}).")
        ticket, socket = body.get("ticket"), body.get("socket", "/rt/call")
        if not isinstance(ticket, str) or not isinstance(socket, str):
            raise CallFailed(f"{self._server} is no Voxloom server: its ticket cannot be read.")
        return Ticket(ticket, socket)

    async def reach(self) -> None:
        """Raise CallFailed when nothing answers at the server's address."""
        try:
            async with self._open_session.get(f"{self._server}/healthz", allow_redirects=False):
                return
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as problem:
            raise self._dead(problem) from None

    async def open(self, ticket: Ticket) -> None:
        """Open the socket and say hello."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                self._socket = await self._open_session.ws_connect(
                    self._socket_address(ticket.socket), protocols=(SUB_PROTOCOL,), max_msg_size=MAX_MESSAGE_BYTES
                )
        except aiohttp.WSServerHandshakeError as problem:
            raise CallFailed(f"{self._server} refused the call's socket (status {problem.status}).") from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as problem:
            raise self._dead(problem) from None
        if self._socket.protocol != SUB_PROTOCOL:
            raise CallFailed(f"{self._server} does not speak {SUB_PROTOCOL}; is it an older Voxloom?")
        self._pinging = asyncio.create_task(self._keep_alive(), name="caller-ping")

    async def send(self, message: Mapping[str, Any]) -> None:
        """Send one message; a socket that is gone is noticed by `messages`."""
        if self._socket is not None and not self._socket.closed:
            try:
                await self._socket.send_str(json.dumps(message))
            except (ConnectionError, aiohttp.ClientError):
                return

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """Every message of the server until the socket is closed."""
        assert self._socket is not None
        async for frame in self._socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            try:
                message = json.loads(frame.data)
            except ValueError:
                continue
            if isinstance(message, dict):
                yield message

    @property
    def closed_because(self) -> str:
        """Why the server closed the socket, in words."""
        code = self._socket.close_code if self._socket is not None else None
        return CLOSE_REASONS.get(code or 0, f"the server closed the connection (code {code or 'none'})")

    async def close(self, code: int = aiohttp.WSCloseCode.OK) -> None:
        """Close the socket and the session; may be called twice. `code` tells the server why."""
        if self._pinging is not None:
            self._pinging.cancel()
            await asyncio.gather(self._pinging, return_exceptions=True)
        if self._socket is not None:
            await self._socket.close(code=code)
        if self._session is not None:
            await self._session.close()

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(PING_SECONDS)
            await self.send({"type": "ping"})

    @property
    def _open_session(self) -> aiohttp.ClientSession:
        assert self._session is not None
        return self._session

    def _socket_address(self, socket: str) -> str:
        if socket.startswith(("ws://", "wss://")):
            return socket
        scheme, host, path, _, _ = urlsplit(self._server)
        return urlunsplit(("wss" if scheme == "https" else "ws", host, path + socket, "", ""))

    def _dead(self, problem: BaseException) -> CallFailed:
        reason = "it does not answer in time" if isinstance(problem, TimeoutError) else "nothing answers there"
        return CallFailed(f"{self._server}: {reason}; start the server with `make run` or name it with --server.")


async def _json(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        body = json.loads(await answer.content.read(MAX_MESSAGE_BYTES))
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _refusal(body: Mapping[str, Any]) -> str:
    error = body.get("error")
    return error_text(error) if isinstance(error, dict) else ""


def error_text(error: Mapping[str, Any]) -> str:
    """The server's error as one line: its message, then what mends it."""
    parts = [str(error.get(name) or "").strip() for name in ("message", "remedy")]
    return " ".join(part for part in parts if part)
