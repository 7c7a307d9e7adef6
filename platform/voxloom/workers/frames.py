"""The messages between a process and its workers: a JSON header and a binary payload, with their lengths.

A message is `magic (4) | header length (4, big-endian) | payload length (4) | header | payload`. Both sides refuse
what is over the caps, and anything that does not begin with the magic: a library that prints into the pipe is seen.
"""

import json
import struct
from dataclasses import dataclass, field
from typing import Any

MAGIC = b"VXL1"
MAX_HEADER_BYTES = 1024 * 1024  # a thousand long sentences to embed
MAX_PAYLOAD_BYTES = 16 * 1024 * 1024  # eight minutes of 16 kHz audio, or 8,000 sentence vectors
_PREFIX = struct.Struct(">4sII")


class FrameError(ValueError):
    """The bytes are no message of this protocol, or one over its caps."""

    logs_its_words = True


@dataclass(frozen=True, slots=True)
class Frame:
    """One message: a JSON object and the bytes that go with it."""

    header: dict[str, Any]
    payload: bytes = field(default=b"", repr=False)


def encode(frame: Frame) -> bytes:
    """The bytes of a message. Raises FrameError when it is over a cap or its header is no JSON."""
    try:
        header = json.dumps(frame.header, separators=(",", ":"), allow_nan=False).encode("utf-8", "surrogatepass")
    except (TypeError, ValueError, RecursionError) as error:
        raise FrameError(f"the header is no JSON: {error}") from error
    _check_sizes(len(header), len(frame.payload))
    return b"".join((_PREFIX.pack(MAGIC, len(header), len(frame.payload)), header, frame.payload))


class FrameDecoder:
    """Turns a stream of bytes, cut anywhere, back into messages. After a FrameError the stream is lost."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """Add bytes; the messages that are now whole."""
        self._buffer += data
        frames = []
        while (frame := self._next()) is not None:
            frames.append(frame)
        return frames

    @property
    def waiting_bytes(self) -> int:
        """Bytes of a message that is not whole yet."""
        return len(self._buffer)

    def _next(self) -> Frame | None:
        if len(self._buffer) < _PREFIX.size:
            if not MAGIC.startswith(bytes(self._buffer[: len(MAGIC)])):
                raise FrameError("the stream holds something other than messages")
            return None
        magic, header_bytes, payload_bytes = _PREFIX.unpack_from(self._buffer)
        if magic != MAGIC:
            raise FrameError("the stream holds something other than messages")
        _check_sizes(header_bytes, payload_bytes)
        end = _PREFIX.size + header_bytes + payload_bytes
        if len(self._buffer) < end:
            return None
        body = _PREFIX.size + header_bytes
        header = _read_header(bytes(self._buffer[_PREFIX.size : body]))
        payload = bytes(self._buffer[body:end])
        del self._buffer[:end]
        return Frame(header, payload)


def _check_sizes(header_bytes: int, payload_bytes: int) -> None:
    if header_bytes > MAX_HEADER_BYTES:
        raise FrameError(f"a header of {header_bytes} bytes is over the cap of {MAX_HEADER_BYTES}")
    if payload_bytes > MAX_PAYLOAD_BYTES:
        raise FrameError(f"a payload of {payload_bytes} bytes is over the cap of {MAX_PAYLOAD_BYTES}")


def _read_header(data: bytes) -> dict[str, Any]:
    try:
        header = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FrameError(f"the header is no JSON: {error}") from error
    if not isinstance(header, dict):
        raise FrameError("the header is no JSON object")
    return header


def pack_list(items: tuple[bytes, ...] | list[bytes]) -> tuple[list[int], bytes]:
    """Several byte strings as their lengths (for the header) and one payload."""
    return [len(item) for item in items], b"".join(items)


def unpack_list(lengths: list[int], payload: bytes) -> tuple[bytes, ...]:
    """The byte strings that `pack_list` joined. Raises FrameError when the lengths do not fit the payload."""
    if any(not isinstance(length, int) or length < 0 for length in lengths) or sum(lengths) != len(payload):
        raise FrameError("the lengths do not fit the payload")
    items, start = [], 0
    for length in lengths:
        items.append(payload[start : start + length])
        start += length
    return tuple(items)
