"""Groups 1 to 3: frames that are none, messages that say nothing, and good ones in the wrong order."""

import asyncio
import contextlib
import json
import struct

import pytest

from tests.faults.amounts import amount
from tests.faults.bad_input.caller import calling
from tests.runtime.signalling.house import House
from tests.runtime.signalling.malformed import MALFORMED
from tests.runtime.signalling.wire import CLOSE, CONTINUED, NO_MASK, TEXT, head, wired

KIB, MIB = 1024, 1024 * 1024
BINARY, PING, RESERVED = 2, 9, 5

# -- group 1 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "code", "close"),
    [
        (head(5) + b"hello", "message.malformed", 4400),
        (head(5, BINARY) + b"hello", "message.malformed", 4400),
        (head(64 * KIB + 1) + b"x" * (64 * KIB + 1), "message.too_big", 1009),
        (head(2**62), "message.too_big", 1009),
    ],
    ids=["no JSON", "bytes", "64 KiB and one", "four exabytes are announced"],
)
def test_a_frame_that_is_no_message_is_refused_in_words(house: House, frame: bytes, code: str, close: int) -> None:
    with wired(house) as wire:
        wire.line.sendall(frame)
        *_, error, closed = wire.last_words()
    assert (error["code"], closed["code"]) == (code, close)
    assert error["message"]
    assert error["remedy"]


@pytest.mark.parametrize(
    "frame",
    [
        head(2) + b"\xff\xfe",
        head(0, RESERVED),
        head(1, CONTINUED) + b"x",
        b"\x81\x05hello",
        b"\xf1\x80" + NO_MASK,
        bytes([0x80 | PING, 0x80 | 126]) + struct.pack(">H", 126) + NO_MASK + bytes(126),
        head(1, PING, last=False) + b"x",
    ],
    ids=["no UTF-8", "no such kind", "goes on", "no mask", "compressed", "a long ping", "half a ping"],
)
def test_what_is_no_websocket_is_closed_with_a_code_of_websockets(house: House, frame: bytes) -> None:
    with wired(house) as wire:
        wire.line.sendall(frame)
        assert wire.last_words()[-1]["code"] in (1002, 1007)


def test_a_farewell_with_half_a_code(house: House) -> None:
    with wired(house) as wire:
        wire.line.sendall(head(1, CLOSE) + b"x")
        assert wire.last_words() == []


def test_ten_thousand_small_messages(house: House) -> None:
    with wired(house) as wire:
        ping = head(15) + b'{"type":"ping"}'
        with contextlib.suppress(ConnectionError, TimeoutError):
            for _ in range(10):
                wire.line.sendall(ping * 1_000)
        *_, error, closed = wire.last_words()
    assert (error["code"], closed["code"]) == ("message.flood", 4400)


@pytest.mark.parametrize("kind", [PING, CONTINUED], ids=["pings", "pieces of one message"])
def test_ten_thousand_empty_frames(house: House, kind: int) -> None:
    """The application never sees them."""
    with wired(house) as wire:
        wire.line.settimeout(1.0)
        with contextlib.suppress(ConnectionError, TimeoutError):
            wire.line.sendall(head(0, TEXT, last=False) + head(0, kind, last=kind == PING) * amount(10_000, 1_000_000))


def test_pings_that_are_never_read(house: House) -> None:
    """Each asks for an answer as long as itself."""
    before = house.resident_bytes()
    with wired(house, receive_bytes=8 * KIB) as wire:
        pings = (head(125, PING) + bytes(125)) * 1_000
        wire.line.settimeout(2.0)
        with contextlib.suppress(ConnectionError, TimeoutError):
            for _ in range(amount(80, 1_600)):
                wire.line.sendall(pings)
        assert house.resident_bytes() - before < 8 * MIB


# -- group 2 ---------------------------------------------------------------------------------------------------------


def test_a_message_that_says_nothing_is_refused_in_words(house: House) -> None:
    def refusal(text: str) -> tuple[str, int]:
        with wired(house) as wire:
            wire.send_text(text.encode(errors="surrogatepass"))
            *_, error, closed = wire.last_words()
            return error["code"], closed["code"]

    found = {name: refusal(text) for name, text in MALFORMED.items()}
    assert found == dict.fromkeys(MALFORMED, ("message.malformed", 4400))


# -- group 3 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", [{"type": "offer", "sdp": "v=0"}, {"type": "end"}, {"type": "dtmf", "keys": "1"}])
def test_before_hello(house: House, message: dict[str, str]) -> None:
    with wired(house) as wire:
        wire.send(**message)
        *_, error, closed = wire.last_words()
    assert (error["code"], closed["code"]) == ("hello.missing", 4400)


@pytest.mark.parametrize("kind", ["answer", "candidate", "candidates", "end-of-candidates", "offer2", "bye"])
@pytest.mark.parametrize("called", [False, True], ids=["before hello", "in a call"])
def test_what_other_protocols_send(house: House, kind: str, called: bool) -> None:
    with wired(house) as wire:
        if called:
            wire.send(type="hello", ticket=house.ticket(), mode="voice")
            wire.until("ready")
        wire.send(type=kind, sdp="v=0\r\n", candidate="candidate:1 1 udp 1 10.0.0.1 5000 typ host")
        *_, error, closed = wire.last_words()
    assert (error["code"], closed["code"]) == ("message.malformed", 4400)


def test_hello_twice(house: House) -> None:
    with wired(house) as wire:
        for _ in range(2):
            wire.send(type="hello", ticket=house.ticket(), mode="voice")
        *_, error, closed = wire.last_words()
    assert (error["code"], closed["code"]) == ("hello.second", 4409)


@pytest.mark.calls
def test_two_offers_at_once(house: House) -> None:
    async def work() -> None:
        async with calling(house) as caller:
            await caller.hello()
            text = json.dumps({"type": "offer", "sdp": await caller.offer()})
            await asyncio.gather(*(caller.send(text) for _ in range(5)))
            await caller.until("answer")
            assert await caller.refusal() == ("offer.second", 4409)

    asyncio.run(work())


@pytest.mark.calls
def test_messages_that_are_cut_anywhere_while_a_call_goes_on(house: House) -> None:
    """One call a cut: whatever it is, the socket says so, and nothing else of the house takes notice."""

    async def cut(at: int) -> None:
        async with calling(house) as caller:
            await caller.hello()
            text = json.dumps({"type": "offer", "sdp": await caller.offer()})
            await caller.send(text[: len(text) * at // 10])
            assert await caller.refusal() == ("message.malformed", 4400)

    async def work() -> None:
        await asyncio.gather(*(cut(at) for at in range(10)))

    asyncio.run(work())
