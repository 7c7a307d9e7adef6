"""Spoken clauses that were made before: fixed prompts are synthesised once."""

import hashlib
from collections import OrderedDict

from runtime.speech.results import SpokenClause

CLAUSE_CACHE_BYTES = 32 * 1024 * 1024  # about 90 minutes of speech at 48 kbit/s
_ENTRY_BYTES = 200  # the key and the objects around the packets
_PACKET_BYTES = 40


class ClauseCache:
    """The most recently used clauses, bounded in bytes."""

    def __init__(self, limit_bytes: int = CLAUSE_CACHE_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._kept: OrderedDict[bytes, SpokenClause] = OrderedDict()
        self._bytes = 0

    def get(self, voice: str, speed: float, text: str) -> SpokenClause | None:
        """The clause, if it was made before."""
        key = _key(voice, speed, text)
        clause = self._kept.get(key)
        if clause is not None:
            self._kept.move_to_end(key)
        return clause

    def put(self, voice: str, speed: float, clause: SpokenClause) -> None:
        """Keep a clause; the ones unused for longest go."""
        key, size = _key(voice, speed, clause.text), _size(clause)
        if key in self._kept:
            self._bytes -= _size(self._kept.pop(key))
        if size > self._limit_bytes:
            return
        self._kept[key] = clause
        self._bytes += size
        while self._bytes > self._limit_bytes:
            self._bytes -= _size(self._kept.popitem(last=False)[1])

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def used_bytes(self) -> int:
        """What the kept clauses take, in bytes."""
        return self._bytes


def _key(voice: str, speed: float, text: str) -> bytes:
    # A hash, so that no caller's data in a prompt stays readable in the keys.
    return hashlib.sha256(f"{voice}\0{speed:.3f}\0{text}".encode("utf-8", "replace")).digest()


def _size(clause: SpokenClause) -> int:
    return _ENTRY_BYTES + len(clause.text) + sum(len(packet) + _PACKET_BYTES for packet in clause.packets)
