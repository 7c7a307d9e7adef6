"""Daphne with the gate, the requests and the sockets of this package in the places of its own."""

import asyncio
from typing import Any

from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory
from twisted.internet import defer

from voxloom.front.crowd import Application, Crowd, Message, Receive, Send
from voxloom.front.gate import Gate
from voxloom.front.requests import Requests
from voxloom.front.sockets import CLOSE_S, MAX_MESSAGE_BYTES, Socket
from voxloom.settings.limits import Limits

HANDSHAKE_S = 5
"""The application takes a socket in milliseconds."""
PING_S = 15
"""A page that says nothing is asked whether it is there;"""
PONG_S = 20
"""and is taken for gone when it does not answer: 37 s at most, as Daphne looks every 2 s."""
ANSWER_S = 60
"""The longest that an application may take for a request that has come in whole."""
SOCKET = "voxloom.socket"
"""The key of the scope under which a socket travels to `_tells_when_read`."""


class FrontServer(Server):  # type: ignore[misc]  # Daphne has no types
    """Serves an application on endpoints, within limits."""

    def __init__(self, application: Application, endpoints: list[str], limits: Limits) -> None:
        self._limits = limits
        super().__init__(
            application=_tells_when_read(Crowd(application)),
            endpoints=endpoints,
            signal_handlers=False,
            server_name="voxloom",
            http_timeout=ANSWER_S,
            ping_interval=PING_S,
            ping_timeout=PONG_S,
            websocket_handshake_timeout=HANDSHAKE_S,
            websocket_connect_timeout=HANDSHAKE_S,
            websocket_max_message_size=MAX_MESSAGE_BYTES,
            websocket_max_frame_size=MAX_MESSAGE_BYTES,
        )

    # Daphne makes both factories in `run` and gives them to its listeners there: the one place to change them.

    @property
    def http_factory(self) -> Gate:
        """What listens."""
        return self._http_factory

    @http_factory.setter
    def http_factory(self, _plain: Any) -> None:
        self._http_factory = Gate(Requests(self, self._limits), self._limits)

    @property
    def ws_factory(self) -> WebSocketFactory:
        """What makes sockets."""
        return self._ws_factory

    @ws_factory.setter
    def ws_factory(self, factory: WebSocketFactory) -> None:
        factory.protocol = Socket
        # Autobahn would drop the line without a word when a message is too long.
        factory.setProtocolOptions(failByDrop=False, closeHandshakeTimeout=CLOSE_S)
        self._ws_factory = factory

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """As Daphne's; the scope brings the socket along."""
        if isinstance(protocol, Socket):
            scope[SOCKET] = protocol
        return super().create_application(protocol, scope)

    async def handle_reply(self, protocol: Any, message: dict[str, Any]) -> None:
        """As Daphne's; whoever sends to a page that does not read must wait, and can then give up."""
        await super().handle_reply(protocol, message)
        if isinstance(protocol, Socket) and message.get("type") == "websocket.send":
            await protocol.writable.wait()

    def kill_all_applications(self) -> Any:
        """As Daphne's, which fails on requests that are half there and have no application yet."""
        running = [details.get("application_instance") for details in self.connections.values()]
        waiting = [task for task in running if task is not None and not task.done()]
        for task in waiting:
            task.cancel()
        return defer.Deferred.fromFuture(asyncio.gather(*waiting, return_exceptions=True))


def _tells_when_read(application: Application) -> Application:
    """Around an application: its socket hears of each message that is taken."""

    async def wrapped(scope: Message, receive: Receive, send: Send) -> None:
        socket: Socket | None = scope.pop(SOCKET, None)
        if socket is None:
            await application(scope, receive, send)
            return

        async def receive_and_tell() -> Message:
            message = await receive()
            socket.was_read()
            return message

        await application(scope, receive_and_tell, send)

    return wrapped
