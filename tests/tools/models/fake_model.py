"""A server on this machine that speaks the protocol of OpenAI's chat completions, and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FakeModel:
    """`content` is what it answers; `status` another one than 200; `waits` keeps an answer back until it is set."""

    def __init__(self) -> None:
        self.content: Any = "{}"
        self.status = 200
        self.waits: threading.Event | None = None
        self.requests: list[dict[str, Any]] = []
        self.address = ""


@contextmanager
def served() -> Iterator[FakeModel]:
    """The server, in a thread."""
    fake = FakeModel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            fake.requests.append({"path": self.path, "key": self.headers["Authorization"], **json.loads(body)})
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
