"""A WebSocket by hand: it can be slow, half, huge and silent, as no library lets it be."""

import contextlib
import fcntl
import json
import socket
import struct
import sys
import termios
from collections.abc import Iterator
from typing import Any

from tests.runtime.signalling.house import House

CONTINUED, TEXT, CLOSE = 0, 1, 8
HANDSHAKE = (
    b"GET /rt/call HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    b"Sec-WebSocket-Protocol: voxloom.v1\r\n\r\n"
)
NO_MASK = b"\0\0\0\0"


class Wire:
    """One socket to the server."""

    def __init__(self, line: socket.socket) -> None:
        self.line = line
        self._read = b""

    def send(self, **message: Any) -> None:
        """A message of the protocol."""
        self.send_text(json.dumps(message).encode())

    def send_text(self, text: bytes) -> None:
        """A frame of text."""
        self.line.sendall(head(len(text)) + text)

    def next(self) -> tuple[int, bytes] | None:
        """The next frame of the server as its kind and content; None when it has closed the line."""
        try:
            first, length = self._take(2)
            if length == 126:
                (length,) = struct.unpack(">H", self._take(2))
            elif length == 127:
                (length,) = struct.unpack(">Q", self._take(8))
            return first & 0x0F, self._take(length)
        except (EOFError, ConnectionError):
            return None

    def messages(self) -> Iterator[dict[str, Any]]:
        """Every message until the line is closed; at the end one of the type `close` with its `code`, if it had one."""
        while (frame := self.next()) is not None:
            kind, content = frame
            if kind == TEXT:
                yield json.loads(content)
            elif kind == CLOSE:
                yield {"type": "close", "code": struct.unpack(">H", content[:2])[0]}
                self.line.sendall(head(len(content), CLOSE) + content)

    def until(self, wanted: str) -> dict[str, Any]:
        """The next message of a type."""
        seen = []
        for message in self.messages():
            if message["type"] == wanted:
                return message
            seen.append(message)
        raise AssertionError(f"no {wanted}: {seen[-3:]}")

    def last_words(self) -> list[dict[str, Any]]:
        """What comes until the line is closed."""
        return list(self.messages())

    def unread(self) -> int:
        """How many bytes have come that nobody has read."""
        return int.from_bytes(fcntl.ioctl(self.line, termios.FIONREAD, bytes(4)), sys.byteorder)

    def _take(self, count: int) -> bytes:
        while len(self._read) < count:
            piece = self.line.recv(65_536)
            if not piece:
                raise EOFError
            self._read += piece
        taken, self._read = self._read[:count], self._read[count:]
        return taken


def head(length: int, kind: int = TEXT, *, last: bool = True) -> bytes:
    """The head of a frame as a page sends it; the mask changes nothing."""
    first = (0x80 if last else 0) | kind
    if length < 126:
        return bytes([first, 0x80 | length]) + NO_MASK
    if length < 65_536:
        return bytes([first, 0x80 | 126]) + struct.pack(">H", length) + NO_MASK
    return bytes([first, 0x80 | 127]) + struct.pack(">Q", length) + NO_MASK


@contextlib.contextmanager
def wired(house: House, *, source: str = "127.0.0.1", receive_bytes: int | None = None) -> Iterator[Wire]:
    """An open socket."""
    with house.line(source=source, receive_bytes=receive_bytes) as line:
        line.sendall(HANDSHAKE % house.port)
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            piece = line.recv(1)
            assert piece, answer
            answer += piece
        assert answer.startswith(b"HTTP/1.1 101")
        yield Wire(line)
