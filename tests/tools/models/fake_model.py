"""A server on this machine that speaks the protocol of OpenAI's chat completions, and answers as it is told.

It speaks HTTP 1.1, whose chunks let a client tell an answer that ended from one that broke off.
"""

import json
import select
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NOBODY_READS = struct.pack("ii", 1, 0)
"""SO_LINGER: the line is reset when it is closed."""


@dataclass
class Told:
    """How a request is answered. `content` is the whole answer; who asks for a stream gets `pieces`."""

    content: Any = "{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    waits: threading.Event | None = None
    """Keeps an answer back until it is set."""
    pauses_at: int | None = None
    """Before the piece of this number a stream waits until `waits` is set or nobody listens any more: sets `left`."""
    breaks_at: int | None = None
    """There the connection is cut."""
    resets_at: int | None = None
    """There the connection is reset."""
    junk_at: int | None = None
    """There the stream has `junk` in it."""
    junk: Sequence[bytes] = (b"data: {this is no JSON\n\n",)
    endless: bool = False
    """The pieces come again and again."""
    tools: Sequence[tuple[str, str]] = ()
    """Tools that the answer asks for: a name and the text of the arguments, which comes in two pieces."""
    usage: dict[str, int] | None = None
    """What it tells at the end of a stream that it counted."""


class FakeModel(Told):
    """Answers all requests alike, or as `script` says: one entry for each request, the last for all that follow."""

    def __init__(self) -> None:
        super().__init__()
        self.left = threading.Event()
        self.script: list[dict[str, Any]] = []
        """What is different from the rest, by its names."""
        self.requests: list[dict[str, Any]] = []
        self.address = ""
        self._lock = threading.Lock()

    def takes(self, request: dict[str, Any]) -> Told:
        """How it is answered."""
        with self._lock:
            at = len(self.requests)
            self.requests.append(request)
        own = {name: getattr(self, name) for name in Told.__dataclass_fields__}
        told = Told(**own)
        return replace(told, **self.script[min(at, len(self.script) - 1)]) if self.script else told


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeModel
    told: Told

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = {"path": self.path, "key": self.headers["Authorization"], **json.loads(body)}
        self.told = self.fake.takes(asked)
        try:
            self._answer(asked)
        except OSError:
            self.fake.left.set()
            self.close_connection = True

    def _answer(self, asked: dict[str, Any]) -> None:
        told = self.told
        if asked.get("stream") and told.status == 200:
            self._stream()
            return
        if told.waits is not None:
            told.waits.wait(30)
        message: dict[str, Any] = {"role": "assistant", "content": told.content}
        answer = {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "fake",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        }
        data = json.dumps(answer if told.status == 200 else {"error": {"message": "no"}}).encode()
        self.send_response(told.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        for name, value in told.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _stream(self) -> None:
        told = self.told
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "fake"}
        for at, delta in enumerate(self._deltas()):
            if at == told.pauses_at and not self._paused():
                return
            if at == told.junk_at:
                for line in told.junk:
                    self._raw(line)
            if at == told.breaks_at:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if at == told.resets_at:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NOBODY_READS)
                self.connection.close()
                raise ConnectionResetError
            reason = None if delta else ("tool_calls" if told.tools else "stop")
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            self._event(json.dumps({**head, "choices": [choice]}))
        if told.usage is not None:
            self._event(json.dumps({**head, "choices": [], "usage": told.usage}))
        self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _deltas(self) -> Iterator[dict[str, Any]]:
        """What changes in each event; the last is empty."""
        while True:
            for piece in self.told.pieces:
                yield {"role": "assistant", "content": piece}
            if not self.told.endless:
                break
        for at, (name, arguments) in enumerate(self.told.tools):
            half = len(arguments) // 2
            first = {"name": name, "arguments": arguments[:half]}
            yield {"tool_calls": [{"index": at, "id": f"call-{at}", "type": "function", "function": first}]}
            yield {"tool_calls": [{"index": at, "function": {"arguments": arguments[half:]}}]}
        yield {}

    def _event(self, data: str) -> None:
        self._raw(f"data: {data}\n\n".encode())

    def _raw(self, line: bytes) -> None:
        self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        self.wfile.flush()

    def _paused(self) -> bool:
        """Wait; False when nobody listens any more."""
        assert self.told.waits is not None
        while not self.told.waits.wait(0.02):
            readable, _, _ = select.select([self.connection], [], [], 0)
            if readable and not self.connection.recv(1, socket.MSG_PEEK):
                self.fake.left.set()
                self.close_connection = True
                return False
        return True

    def log_message(self, *arguments: Any) -> None:
        del arguments


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A line that was reset on purpose is no error of a test."""


@contextmanager
def served() -> Iterator[FakeModel]:
    """The server, in a thread."""
    fake = FakeModel()
    handler = type("Handler", (_Handler,), {"fake": fake})
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, name="fake model", daemon=True)
    thread.start()
    fake.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield fake
    finally:
        for waits in [fake.waits, *(entry.get("waits") for entry in fake.script)]:
            if waits is not None:
                waits.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
