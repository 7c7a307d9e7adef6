"""What a stranger can do to the served process with sockets and calls, over real ones."""

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from runtime.sessions import last_words
from tests.runtime.signalling.house import WAIT_S, House
from tests.runtime.signalling.wire import CLOSE, CONTINUED, TEXT, Wire, head, wired

KIB = 1024
MIB = 1024 * KIB
SMALL = 8 * KIB
"""A buffer of the kernel that is full soon."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    patches = {
        "voxloom.serving:BUFFER_BYTES": SMALL,
        "runtime.sessions.outbox:SEND_S": 1.0,
        "runtime.signalling.consumer:HELLO_DEADLINE_S": 2.0,
        "runtime.signalling.messages:MAX_TEXT_CHARACTERS": 70_000,
    }
    limits = {
        "TICKETS_PER_MINUTE": "1000",
        "CALLS_PER_CLIENT": "1",
        "TEXT_CALLS_PER_CLIENT": "2",
        "MAX_TEXT_CALLS": "3",
    }
    with House(tmp_path_factory.mktemp("house"), patches, **limits) as running:
        yield running
        assert "Traceback" not in running.log()


def until(condition: Callable[[], bool]) -> None:
    """Wait until something of the server's is true, for so long as a test waits."""
    deadline_s = time.monotonic() + WAIT_S
    while not condition():
        assert time.monotonic() < deadline_s, "it did not come true"
        time.sleep(0.05)


def begin(wire: Wire, ticket: str, mode: str = "text") -> None:
    """A call that is under way."""
    wire.send(type="hello", ticket=ticket, mode=mode)
    wire.until("ready")
    if mode == "text":
        wire.until("said")


def refusal(wire: Wire) -> tuple[str, int]:
    """The error that ended the socket, and the code that it was closed with."""
    *_, error, close = wire.last_words()
    assert error["type"] == "error"
    assert error["fatal"] is True
    assert error["message"]
    assert error["remedy"]
    assert isinstance(error["at_ms"], int)
    return error["code"], close["code"]


@pytest.mark.parametrize("called", [False, True], ids=["before hello", "in a call"])
@pytest.mark.parametrize(
    "frames",
    [
        [(64 * KIB + 1, True)],
        [(50 * MIB, True)],
        [(40 * KIB, False), (40 * KIB, True)],
    ],
    ids=["a byte more", "50 MiB", "in two frames"],
)
def test_a_message_that_is_too_long_is_refused_in_words(
    house: House, frames: list[tuple[int, bool]], called: bool
) -> None:
    until(lambda: house.calls() == 0)  # the first request loads the addresses of the house, 9 MB of code
    before = house.resident_bytes()
    with wired(house) as wire:
        if called:
            begin(wire, house.ticket())
        for number, (length, last) in enumerate(frames):
            wire.line.sendall(head(length, TEXT if number == 0 else CONTINUED, last=last))
            for sent in range(0, length, 32 * KIB):
                if wire.unread() and sent >= 16 * MIB:
                    break  # nobody reads what else comes for longer than a moment, and a busy machine is slow
                wire.line.sendall(b"x" * min(length - sent, 32 * KIB))
        assert refusal(wire) == ("message.too_big", 1009)
    until(lambda: house.calls() == 0)
    assert house.resident_bytes() - before < 8 * MIB


def test_what_the_server_sends_may_be_longer(house: House) -> None:
    with wired(house) as wire:
        begin(wire, house.ticket())
        text = "x" * (64 * KIB - len('{"type": "text", "text": ""}'))
        wire.send(type="text", text=text)
        assert wire.until("transcript")["text"] == text
        wire.until("said")


def test_who_says_nothing_holds_no_socket(house: House) -> None:
    with wired(house) as wire:
        assert refusal(wire) == ("hello.late", 4408)


def test_one_client_has_so_many_calls_and_all_so_many(house: House) -> None:
    with contextlib.ExitStack() as held:

        def call(source: str, mode: str) -> Wire:
            wire = held.enter_context(wired(house, source=source))
            wire.send(type="hello", ticket=house.ticket(source=source), mode=mode)
            return wire

        first = [call("127.0.0.2", "text") for _ in range(2)]
        for wire in first:
            wire.until("ready")
        assert refusal(call("127.0.0.2", "text")) == ("busy.client", 4429)
        call("127.0.0.2", "voice").until("ready")
        assert refusal(call("127.0.0.2", "voice")) == ("busy.client", 4429)
        call("127.0.0.3", "text").until("ready")
        assert refusal(call("127.0.0.4", "text")) == ("busy", 4429)
        first[0].send(type="end")
        assert first[0].last_words()[-1] == {"type": "close", "code": 1000}
        until(lambda: house.calls() == 3)
        call("127.0.0.4", "text").until("ready")
    until(lambda: house.calls() == 0)


def flood(house: House, wire: Wire) -> None:
    """Have the server say more than the page reads: the text comes back as a transcript, and in the event log."""
    begin(wire, house.local_ticket())
    for _ in range(2):  # after the third the bot would give up
        wire.send(type="text", text="word " * 10_000)


def test_a_page_that_does_not_read_is_left(house: House) -> None:
    before = house.resident_bytes()
    with wired(house, receive_bytes=SMALL) as wire:
        flood(house, wire)
        until(lambda: house.calls() == 0)
        until(lambda: len(house.descriptors()) <= house.level)  # though it keeps its end open
    assert house.resident_bytes() - before < 16 * MIB


def test_a_page_that_reads_again_learns_why_it_was_left(house: House) -> None:
    with wired(house, receive_bytes=SMALL) as wire:
        flood(house, wire)
        until(lambda: house.calls() == 0)
        assert wire.last_words()[-1] == {"type": "close", "code": 1013}


def test_a_page_that_says_farewell_and_does_not_read_is_left_too(house: House) -> None:
    with wired(house, receive_bytes=SMALL) as wire:
        flood(house, wire)
        until(lambda: wire.unread() >= SMALL)  # and the server has 40 KiB more of the same message
        wire.line.sendall(head(2, CLOSE) + b"\x03\xe8")
        until(lambda: len(house.descriptors()) <= house.level)
    until(lambda: house.calls() == 0)


def test_what_comes_faster_than_it_is_dealt_with_waits_outside(tmp_path: Path) -> None:
    """The bot takes seconds to be ready; meanwhile a page sends as much as it can."""
    with House(tmp_path, {"voxloom.serving:BUFFER_BYTES": SMALL}, SLOW_BOT_S="4") as house:
        ticket = house.local_ticket()
        before = house.resident_bytes()
        with wired(house) as wire:
            wire.send(type="hello", ticket=ticket, mode="text")
            wire.line.settimeout(1.0)
            sent = 0
            piece = b'{"type": "ping", "more": "' + b"x" * 60 * KIB + b'"}'
            with contextlib.suppress(TimeoutError):
                for _ in range(4_000):
                    wire.line.sendall(head(len(piece)) + piece)
                    sent += len(piece)
            assert sent < 16 * MIB
            assert house.resident_bytes() - before < 32 * MIB


@pytest.mark.parametrize("mode", ["text", "voice"])
def test_a_server_that_stops_says_goodbye(tmp_path: Path, mode: str) -> None:
    with House(tmp_path, DRAIN_SECONDS="5") as house, wired(house) as wire:
        begin(wire, house.ticket(), mode)
        house.stop()
        told = wire.last_words()
        if mode == "text":
            assert next(message for message in told if message["type"] == "suspended")["detail"] == "restart"
            assert told[-1] == {"type": "close", "code": 1012}
        else:
            ended = next(message for message in told if message["type"] == "ended")
            assert (ended["reason"], ended["detail"]) == ("limit", "server stopping")
            assert told[-1] == {"type": "close", "code": 1000}
        said: list[Any] = [message["text"] for message in told if message["type"] == "said"]
        assert said == ([last_words.STOPPING] if mode == "text" else [])  # there is no voice yet
        assert house.wait() == 0
        assert "Traceback" not in house.log()
