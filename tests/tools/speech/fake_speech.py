"""A server on this machine that speaks OpenAI's protocol for sound: `audio/transcriptions` and `audio/speech`."""

import io
import json
import math
import struct
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RATE_HZ = 24_000
TONE_HZ = 440.0


def tone(seconds: float, rate: int = RATE_HZ, level: float = 0.3, hertz: float = TONE_HZ) -> bytes:
    """A WAV that is surely not of a voice."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        values = (int(32767 * level * math.sin(2 * math.pi * hertz * at / rate)) for at in range(int(seconds * rate)))
        file.writeframes(b"".join(struct.pack("<h", value) for value in values))
    return made.getvalue()


@dataclass
class Told:
    """How a request is answered."""

    text: str = "hello"
    segments: list[dict[str, Any]] = field(default_factory=list)
    sound: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Sent as it is, in the place of words."""
    waits: threading.Event | None = None
    """Keeps an answer back until it is set."""
    cut: bool = False
    """The line is cut in the middle of the answer."""


class FakeSpeech(Told):
    """Answers all requests alike, or as `script` says: one entry for each request, the last for all that follow."""

    def __init__(self) -> None:
        super().__init__(sound=tone(0.5))
        self.script: list[dict[str, Any]] = []
        self.requests: list[dict[str, Any]] = []
        self.address = ""
        self._lock = threading.Lock()

    def takes(self, request: dict[str, Any]) -> Told:
        """How it is answered."""
        with self._lock:
            at = len(self.requests)
            self.requests.append(request)
        own = Told(**{name: getattr(self, name) for name in Told.__dataclass_fields__})
        return replace(own, **self.script[min(at, len(self.script) - 1)]) if self.script else own

    def asked(self, what: str) -> list[dict[str, Any]]:
        """The requests of one kind: `transcriptions` or `speech`."""
        return [each for each in self.requests if each["path"].endswith(f"/audio/{what}")]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    fake: FakeSpeech

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kind = self.headers["Content-Type"]
        fields = json.loads(body) if kind.startswith("application/json") else _parts(kind, body)
        asked = {"path": self.path, "key": self.headers["Authorization"], **fields}
        told = self.fake.takes(asked)
        if told.waits is not None:
            told.waits.wait(30)
        try:
            self._answer(asked, told)
        except OSError:
            self.close_connection = True

    def _answer(self, asked: dict[str, Any], told: Told) -> None:
        kind, data = "application/json", json.dumps({"error": {"message": "no"}}).encode()
        if told.status == 200 and self.path.endswith("/speech"):
            kind, data = "audio/wav", told.sound
        elif told.status == 200:
            words: dict[str, Any] = {"text": told.text}
            if asked.get("response_format") == "verbose_json":
                words |= {"task": "transcribe", "language": "english", "duration": 1.0, "segments": told.segments}
            data = json.dumps(words).encode()
        data = told.body if told.body is not None else data
        self.send_response(told.status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)), **told.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if told.cut else data)
        self.close_connection = told.cut

    def log_message(self, *arguments: Any) -> None:
        del arguments


def _parts(kind: str, body: bytes) -> dict[str, Any]:
    """The fields of a form; a file is its bytes."""
    message = BytesParser(policy=HTTP).parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    found: dict[str, Any] = {}
    for part in message.iter_parts():  # type: ignore[attr-defined]  # of an e-mail that has parts
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        found[str(name)] = data if part.get_filename() else data.decode()
    return found


class _Server(ThreadingHTTPServer):
    daemon_threads = True


@contextmanager
def served() -> Iterator[FakeSpeech]:
    """The server, in a thread."""
    fake = FakeSpeech()
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"fake": fake}))
    thread = threading.Thread(target=server.serve_forever, name="fake speech", daemon=True)
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
