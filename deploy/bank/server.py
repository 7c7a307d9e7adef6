"""The bank's server: a thread for each line, HTTP/1.1 with lines that stay, and limits on what is read."""

import json
import socket
import socketserver
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.core.servers.basehttp import ServerHandler, ThreadedWSGIServer, WSGIRequestHandler

from deploy.bank.problem import by_status

HERE = "127.0.0.1"
MOST_BODY_BYTES = 16 * 1024
"""The longest request that makes sense has three hundred."""
MOST_DIGITS = 9
WHOLE_ANSWER_BYTES = 64 * 1024
MOST_LINE_BYTES = 8 * 1024
MOST_DROPPED_BYTES = 1024 * 1024
LAST_S = 1.0
"""For somebody who is refused and goes on sending."""
SILENT_S = 75.0
"""A line on which nothing comes for so long is closed. Clients close theirs sooner."""
END_S = 5.0
"""For what is under way when the bank ends."""


class Server(ThreadedWSGIServer):
    """Of this machine alone."""

    request_queue_size = 128

    def __init__(self, port: int, app: Callable[..., Any]) -> None:
        """Takes the port. Raises OSError."""
        self._under_way = 0
        self._change = threading.Condition()
        self.bank = app
        super().__init__((HERE, port), Request)

    def server_bind(self) -> None:
        """As above, but nobody is asked for the name of this machine: that may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HERE, self.server_address[1]
        self.setup_environ()

    def close_request(self, request: Any) -> None:
        """There is no database of the framework to leave."""
        request.close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked may be gone before the answer; all else is told."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def begun(self, step: int) -> None:
        """A request begins (1) or ends (-1)."""
        with self._change:
            self._under_way += step
            self._change.notify_all()

    def end(self) -> None:
        """Take no more; what is under way is done first. Not for the thread that serves."""
        self.shutdown()
        self.server_close()
        with self._change:
            self._change.wait_for(lambda: not self._under_way, END_S)


class Answering(ServerHandler):
    """One request; by its line it says whether that stays."""

    request_handler: "Request"


class Request(WSGIRequestHandler):
    """One line and the requests on it."""

    timeout = SILENT_S
    wbufsize, disable_nagle_algorithm = WHOLE_ANSWER_BYTES, True  # an answer is one packet, and waits for nothing
    server: Server
    connection: socket.socket  # type: ignore[assignment]  # the stubs name something else

    def handle_one_request(self) -> None:
        """Read all of it, then answer; what cannot be read ends the line."""
        self.close_connection = True
        try:
            self.raw_requestline = self.rfile.readline(MOST_LINE_BYTES + 1)
            if len(self.raw_requestline) > MOST_LINE_BYTES:
                self.requestline, self.request_version, self.command = "", "HTTP/1.1", ""
                self.send_error(HTTPStatus.REQUEST_URI_TOO_LONG)
                return
            if not self.raw_requestline or not self.parse_request():
                return
            body = self._body()
        except OSError:  # who asked is gone, or says nothing more
            self.close_connection = True
            return
        if body is None:
            return
        self.server.begun(1)
        try:
            handler = Answering(BytesIO(body), self.wfile, self.get_stderr(), self.get_environ())
            handler.request_handler = self
            handler.run(self.server.bank)
        finally:
            self.server.begun(-1)

    def _body(self) -> bytes | None:
        """None where it cannot be had, which is told then."""
        lengths = self.headers.get_all("Content-Length", ["0"])
        length = lengths[0]
        if "Transfer-Encoding" in self.headers:
            self.send_error(HTTPStatus.LENGTH_REQUIRED)
        elif len(lengths) > 1 or not (length.isascii() and length.isdecimal()):
            self.send_error(HTTPStatus.BAD_REQUEST)
        elif len(length) > MOST_DIGITS or int(length) > MOST_BODY_BYTES:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            body = self.rfile.read(int(length))
            return body if len(body) == int(length) else None
        return None

    def send_error(self, code: int, *_words: str | None) -> None:
        """In the form of all answers; the rest of the line is anybody's guess, so it ends."""
        body = json.dumps(by_status(code)).encode()
        self.close_connection = True
        self.request_version = "HTTP/1.1"  # else one that could not be read would be told without a status
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
        self._read_on()

    def _read_on(self) -> None:
        """A line that is closed while something comes on it is torn, and with it the answer."""
        self.connection.shutdown(socket.SHUT_WR)
        self.connection.settimeout(LAST_S)
        left = MOST_DROPPED_BYTES
        while left > 0 and (piece := self.rfile.read1(MOST_BODY_BYTES)):
            left -= len(piece)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: who asked for what is the customer's business."""
