"""Spoken clauses on disk: a server that is started again finds its prompts without making them anew.

Only what is made beforehand is kept here: the words of a bot, never those of a caller. One file a clause, named by
what it was made from. All work on files runs in a thread of its own; what other machines made is fetched in another.
"""

import asyncio
import hashlib
import logging
import os
import struct
import tempfile
import zlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TypeVar

from flows.understanding.workshop import Shared
from runtime.media import opus
from runtime.speech.models import locked_files
from runtime.speech.results import SpokenClause
from runtime.speech.sound import SOUND_VERSION

log = logging.getLogger(__name__)

STORE_BYTES = 200 * 1024 * 1024
"""About eleven hours of speech: the prompts of some hundred bots."""
_KEPT_SHARE = 0.9  # what is left after files had to go, so that not every new one makes another go
_MOST_PACKETS = 3_000  # a minute: no clause is as long
_MAGIC = b"VXC1"
_HEAD = struct.Struct(">4sIII")
"""Magic, CRC-32 of all that follows it, duration in ms, number of packets; then their lengths, then the packets."""

T = TypeVar("T")


class ClauseStore:
    """Files under one folder, the ones unused for longest go when they are too many. Several processes may share it."""

    def __init__(self, folder: Path, limit_bytes: int = STORE_BYTES, shared: Shared | None = None) -> None:
        """`shared`: what other machines made; what is made here goes there."""
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._shared = shared
        self._used_bytes: int | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="prompts")
        self._network = ThreadPoolExecutor(1, thread_name_prefix="prompts-shared")
        self._complained = False
        self._known: set[Path] = set()

    def holds(self, voice: str, speed: float, text: str) -> bool:
        """Whether this process has written or read a clause. Touches no file."""
        return self.path(voice, speed, text) in self._known

    async def load(self, voice: str, speed: float, texts: Sequence[str]) -> list[SpokenClause]:
        """Those of the texts that are kept, in their order. A file that cannot be used is as good as none."""
        return await self._in_thread(lambda: [made for text in texts if (made := self._read(voice, speed, text))])

    async def fetch(self, voice: str, speed: float, text: str) -> SpokenClause | None:
        """One that another machine made, if there is a place where machines share. It is kept here from then on."""
        if self._shared is None:
            return None
        name = self.path(voice, speed, text).name
        data = await asyncio.get_running_loop().run_in_executor(self._network, self._shared.get, name)
        return await self._in_thread(lambda: self._taken(voice, speed, text, data)) if data is not None else None

    async def keep(self, voice: str, speed: float, clause: SpokenClause) -> None:
        """Write one. Losing it costs only time, so a full or read-only disk is a line in the log."""
        await self._in_thread(lambda: self._write(voice, speed, clause))
        if self._shared is not None:
            name, data = self.path(voice, speed, clause.text).name, _pack(clause)
            await asyncio.get_running_loop().run_in_executor(self._network, self._shared.put, name, data)

    def close(self) -> None:
        """End the threads; what is being written is written."""
        for thread in (self._thread, self._network):
            thread.shutdown(wait=False, cancel_futures=True)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def path(self, voice: str, speed: float, text: str) -> Path:
        """Where a clause lies: its name says what it was made from, and by what."""
        made_from = f"{_voice_version()}\0{voice}\0{speed:.3f}\0{text}"
        name = hashlib.sha256(made_from.encode("utf-8", "replace")).hexdigest()
        return self._folder / name[:2] / f"{name}.clause"

    def _read(self, voice: str, speed: float, text: str) -> SpokenClause | None:
        path = self.path(voice, speed, text)
        try:
            packets, duration_ms = _unpack(path.read_bytes())
            os.utime(path)  # used just now
        except FileNotFoundError:
            self._known.discard(path)
            return None
        except (OSError, ValueError, struct.error) as problem:
            self._known.discard(path)
            log.warning("a kept prompt cannot be used and is made anew: %s", problem)
            return None
        self._known.add(path)
        return SpokenClause(text, packets, duration_ms, 0)

    def _taken(self, voice: str, speed: float, text: str, data: bytes) -> SpokenClause | None:
        try:
            packets, duration_ms = _unpack(data)
        except (ValueError, struct.error) as problem:
            log.warning("a prompt of another machine cannot be used and is made anew: %s", problem)
            return None
        clause = SpokenClause(text, packets, duration_ms, 0)
        self._write(voice, speed, clause)
        return clause

    def _write(self, voice: str, speed: float, clause: SpokenClause) -> None:
        path, data = self.path(voice, speed, clause.text), _pack(clause)
        try:
            if len(data) > self._limit_bytes:
                return
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, name = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(descriptor, "wb") as written:
                written.write(data)
            Path(name).replace(path)  # whole or not at all, also for another process that reads it now
            self._known.add(path)
            self._used_bytes = self._used_bytes + len(data) if self._used_bytes is not None else self._measure()
            if self._used_bytes > self._limit_bytes:
                self._used_bytes = self._make_room()
        except OSError as problem:
            if not self._complained:
                log.warning("prompts cannot be kept in %s: %s", self._folder, problem)
            self._complained = True

    def _files(self) -> list[tuple[float, int, Path]]:
        """When each file was last used, its bytes and its path."""
        found = []
        for path in self._folder.glob("??/*"):
            try:
                status = path.stat()
            except OSError:
                continue  # another process has just removed it
            found.append((status.st_mtime, status.st_size, path))
        return found

    def _measure(self) -> int:
        return sum(size for _, size, _ in self._files())

    def _make_room(self) -> int:
        files = sorted(self._files())
        used = sum(size for _, size, _ in files)
        for _, size, path in files:
            if used <= self._limit_bytes * _KEPT_SHARE:
                break
            path.unlink(missing_ok=True)
            self._known.discard(path)
            used -= size
        return used


@cache
def _voice_version() -> str:
    """The files that the voice is made of, and the way in which its sound is finished."""
    files = sorted(file.sha256 for file in locked_files() if file.model == "voice")
    return "\0".join((str(SOUND_VERSION), *files))


def _pack(clause: SpokenClause) -> bytes:
    lengths = struct.pack(f">{len(clause.packets)}H", *map(len, clause.packets))
    body = struct.pack(">II", clause.duration_ms, len(clause.packets)) + lengths + b"".join(clause.packets)
    return _MAGIC + struct.pack(">I", zlib.crc32(body)) + body


def _unpack(data: bytes) -> tuple[tuple[bytes, ...], int]:
    """The packets and their duration in ms. ValueError or struct.error when the bytes are not whole."""
    magic, checksum, duration_ms, count = _HEAD.unpack_from(data)
    if magic != _MAGIC or zlib.crc32(data[8:]) != checksum:
        raise ValueError("its bytes are damaged")
    if not 0 < count <= _MOST_PACKETS:
        raise ValueError("it has no packets, or too many")
    lengths = struct.unpack_from(f">{count}H", data, _HEAD.size)
    start = _HEAD.size + 2 * count
    packets = []
    for length in lengths:
        packets.append(data[start : start + length])
        start += length
    for packet in packets:
        opus.packet_samples(packet)  # ValueError for what is no Opus
    return tuple(packets), duration_ms
