"""A server on this machine that speaks the protocol of OpenAI's chat completions, and answers as it is told.

It speaks HTTP 1.1, whose chunks let a client tell an answer that ended from one that broke off.
"""

import json
import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FakeModel:
    """`content` is what it answers; `status` another one than 200; `waits` keeps an answer back until it is set.

    Who asks for a stream gets `pieces`. Before the one at `pauses_at` it waits until `waits` is set or nobody listens
    any more, which sets `left`; at `breaks_at` the connection is cut.
    """

    def __init__(self) -> None:
        self.content: Any = "{}"
        self.status = 200
        self.waits: threading.Event | None = None
        self.pieces: list[str] = []
        self.pauses_at: int | None = None
        self.breaks_at: int | None = None
        self.left = threading.Event()
        self.usage: dict[str, int] | None = None
        """What it tells at the end of a stream that it counted."""
        self.requests: list[dict[str, Any]] = []
        self.address = ""


@contextmanager
def served() -> Iterator[FakeModel]:
    """The server, in a thread."""
    fake = FakeModel()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fake.requests.append({"path": self.path, "key": self.headers["Authorization"], **json.loads(body)})
            if fake.requests[-1].get("stream") and fake.status == 200:
                self._stream()
                return
            if fake.waits is not None:
                fake.waits.wait(30)
            message = {"role": "assistant", "content": fake.content}
            answer = {
                "id": "1",
                "object": "chat.completion",
                "created": 1,
                "model": "fake",
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
            data = json.dumps(answer if fake.status == 200 else {"error": {"message": "no"}}).encode()
            self.send_response(fake.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _stream(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for at, piece in enumerate([*fake.pieces, None]):
                if at == fake.pauses_at and not self._paused():
                    return
                if at == fake.breaks_at:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                delta = {"role": "assistant", "content": piece} if piece is not None else {}
                reason = "stop" if piece is None else None
                choice = {"index": 0, "delta": delta, "finish_reason": reason}
                head = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "fake"}
                self._event(json.dumps({**head, "choices": [choice]}))
            if fake.usage is not None:
                self._event(json.dumps({**head, "choices": [], "usage": fake.usage}))
            self._event("[DONE]")
            self.wfile.write(b"0\r\n\r\n")

        def _event(self, data: str) -> None:
            line = f"data: {data}\n\n".encode()
            self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            self.wfile.flush()

        def _paused(self) -> bool:
            """Wait; False when nobody listens any more."""
            assert fake.waits is not None
            while not fake.waits.wait(0.02):
                readable, _, _ = select.select([self.connection], [], [], 0)
                if readable and not self.connection.recv(1, socket.MSG_PEEK):
                    fake.left.set()
                    self.close_connection = True
                    return False
            return True

        def log_message(self, *arguments: Any) -> None:
            del arguments

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, name="fake model", daemon=True)
    thread.start()
    fake.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield fake
    finally:
        if fake.waits is not None:
            fake.waits.set()
        server.shutdown()
        server.server_close()
        thread.join(10)
