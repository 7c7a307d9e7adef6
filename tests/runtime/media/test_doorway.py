import asyncio
from types import SimpleNamespace
from typing import Any

import aioice.ice
import pytest
from aioice import stun

from runtime.media import patches
from runtime.media.doorway import (
    CALLERS_AT_ONCE,
    CALLERS_PER_S,
    MAX_ADDRESSES,
    MAX_BYTES,
    MAX_UNREAD,
    STRANGERS_AT_ONCE,
    STRANGERS_PER_S,
    Doorway,
    GuardedSocket,
)

CALLER, STRANGER = ("198.51.100.9", 5000), ("203.0.113.7", 6000)
CHECK = bytes(stun.Message(message_method=stun.Method.BINDING, message_class=stun.Class.REQUEST))
SOUND = b"\x80" + bytes(60)


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def doorway(clock: Clock | None = None, addresses: int = 1) -> Doorway:
    known = [CALLER, *(("198.51.100.10", 5000 + n) for n in range(addresses - 1))]
    return Doorway(lambda: known, clock=clock or Clock())


@pytest.mark.parametrize("data", [SOUND, CHECK, b"\x16", b"\x80" * MAX_BYTES])
def test_what_the_caller_sends_comes_in(data: bytes) -> None:
    assert doorway().lets_in(data, CALLER)


@pytest.mark.parametrize("source", [CALLER, STRANGER])
@pytest.mark.parametrize("data", [b"", b"\x80" * (MAX_BYTES + 1)], ids=["nothing", "too much"])
def test_what_no_call_has_does_not(data: bytes, source: tuple[str, int]) -> None:
    assert not doorway().lets_in(data, source)


@pytest.mark.parametrize(
    "data",
    [SOUND, b"\x16\xfe\xfd", CHECK[:19], b"\x01\x01" + CHECK[2:], b"\x00\x03" + CHECK[2:], CHECK[:4] + bytes(16)],
    ids=["sound", "DTLS", "half a check", "an answer", "another method", "another cookie"],
)
def test_of_strangers_only_checks_do(data: bytes) -> None:
    assert not doorway().lets_in(data, STRANGER)
    assert doorway().lets_in(CHECK, STRANGER)


def test_strangers_send_few_and_take_nothing_from_the_caller() -> None:
    clock = Clock()
    door = doorway(clock)
    assert sum(door.lets_in(CHECK, STRANGER) for _ in range(10_000)) == STRANGERS_AT_ONCE
    assert door.lets_in(SOUND, CALLER)
    clock.now_s = 1.0
    assert sum(door.lets_in(CHECK, STRANGER) for _ in range(10_000)) == STRANGERS_PER_S


def test_the_caller_sends_so_many() -> None:
    clock = Clock()
    door = doorway(clock)
    assert sum(door.lets_in(SOUND, CALLER) for _ in range(10_000)) == CALLERS_AT_ONCE
    clock.now_s = 1.0
    assert sum(door.lets_in(SOUND, CALLER) for _ in range(10_000)) == CALLERS_PER_S


def test_a_caller_has_so_many_addresses() -> None:
    assert doorway(addresses=MAX_ADDRESSES - 1).lets_in(CHECK, STRANGER)
    full = doorway(addresses=MAX_ADDRESSES)
    assert not full.lets_in(CHECK, STRANGER)
    assert full.lets_in(SOUND, CALLER)


def test_sockets_of_aioice_have_a_doorway() -> None:
    patches.install()
    assert aioice.ice.StunProtocol is GuardedSocket


def receiving(sent: list[bytes]) -> tuple[aioice.ice.Connection, GuardedSocket]:
    """A socket of a connection that knows one address, and keeps what would be sent."""
    connection = aioice.ice.Connection(ice_controlling=False)
    connection._remote_candidates = [SimpleNamespace(_network_host=CALLER[0], port=CALLER[1])]  # type: ignore[list-item]
    guarded = GuardedSocket(connection)
    guarded.local_candidate = SimpleNamespace(component=1)  # type: ignore[assignment]
    guarded.transport = SimpleNamespace(sendto=lambda data, _addr: sent.append(data))  # type: ignore[assignment]
    return connection, guarded


def bad_check(kind: int, value: bytes) -> bytes:
    attribute = kind.to_bytes(2) + len(value).to_bytes(2) + value + bytes(-len(value) % 4)
    return CHECK[:2] + len(attribute).to_bytes(2) + CHECK[4:20] + attribute


@pytest.mark.parametrize("kind", [0x0024, 0x8029, 0x802A, 0x8028, 0x000C])
def test_an_attribute_that_cannot_be_read_is_no_traceback(kind: int) -> None:
    packet = bad_check(kind, b"x")
    with pytest.raises(Exception, match="unpack"):  # what aioice alone makes of it
        stun.parse_message(packet)

    async def work() -> None:
        sent: list[bytes] = []
        connection, guarded = receiving(sent)
        guarded.datagram_received(packet, STRANGER)
        assert sent == []
        assert connection._queue.empty()

    asyncio.run(work())


def test_what_nobody_takes_does_not_pile_up() -> None:
    async def work() -> None:
        connection, guarded = receiving([])
        for _ in range(2 * MAX_UNREAD):
            guarded.datagram_received(SOUND, (*CALLER, 0, 0))
        assert connection._queue.qsize() == MAX_UNREAD

    asyncio.run(work())


def test_a_stranger_is_answered_and_not_believed() -> None:
    async def work() -> None:
        sent: list[bytes] = []
        connection, guarded = receiving(sent)
        for _ in range(1_000):
            guarded.datagram_received(CHECK, STRANGER)
            guarded.datagram_received(SOUND, STRANGER)
        codes: list[Any] = [stun.parse_message(answer).error_code for answer in sent]
        assert set(codes) == {400}
        assert len(codes) <= STRANGERS_AT_ONCE + STRANGERS_PER_S
        assert connection._queue.empty()
        assert len(connection._early_checks) == 0

    asyncio.run(work())
