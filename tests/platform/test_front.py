"""What a stranger can do to the served process with connections and requests, over real sockets."""

import asyncio
import contextlib
import json
import select
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from tests.runtime.signalling.house import House, read_all
from voxloom.front.crowd import AT_ONCE, MAX_WAITING, Crowd

PER_CLIENT, IN_ALL = 12, 20
GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
POST = b"POST /rt/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
UPGRADE = b"GET /rt/call HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    limits = {
        "HTTP_REQUEST_SECONDS": "1",
        "CONNECTIONS_PER_CLIENT": str(PER_CLIENT),
        "MAX_CONNECTIONS": str(IN_ALL),
        "TICKETS_PER_MINUTE": "10000",
    }
    with House(tmp_path_factory.mktemp("house"), {"voxloom.front.requests:IDLE_S": 2}, **limits) as running:
        yield running
        assert "Traceback" not in running.log()


def answer(read: bytes) -> tuple[int, Any]:
    """The status and the JSON of what was read."""
    head, _, body = read.partition(b"\r\n\r\n")
    return int(head.split()[1]), json.loads(body)


def code(read: bytes) -> tuple[int, str]:
    """The status, and the code of an error that has all its parts."""
    status, body = answer(read)
    assert set(body["error"]) == {"code", "message", "remedy"}
    return status, body["error"]["code"]


@pytest.mark.parametrize(
    "half",
    [
        b"G",
        b"GET /healthz HTTP/1.1\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Long: ",
        POST + b"Content-Length: 100\r\n\r\n{",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
        UPGRADE + b"Sec-WebSocket-Version: 13\r\n",
        GET + b"GET /healthz HTTP/1.1\r\n",
    ],
    ids=["a letter", "a line", "a header", "a body", "a chunk", "a handshake", "the second one"],
)
def test_a_request_that_is_half_sent_is_not_held_open(house: House, half: bytes) -> None:
    with house.line() as line:
        line.sendall(half)
        read = read_all(line)
    assert code(read[read.rindex(b"HTTP/1.1 ") :]) == (408, "request.late")


@pytest.mark.parametrize("begin", [b"GET / HTTP/1.1\r\nX-Long: ", POST + b"Content-Length: 100000\r\n\r\n"])
def test_a_request_that_drips_is_not_held_open(house: House, begin: bytes) -> None:
    """Twisted's own timeout begins anew with each byte."""
    with house.line() as line:
        line.sendall(begin)
        while not select.select([line], [], [], 0.05)[0]:
            line.sendall(b"x")
        assert code(read_all(line)) == (408, "request.late")


def test_a_connection_that_says_nothing_is_closed(house: House) -> None:
    with house.line() as line:
        assert read_all(line) == b""


def test_one_connection_for_two_requests(house: House) -> None:
    with house.line() as line:
        line.sendall(GET + GET)
        read = read_all(line)
    assert read.count(b"HTTP/1.1 200 OK") == 2
    assert read.count(b"HTTP/1.1 ") == 2  # and nothing behind them when the time for a request is over
    with house.line() as line:
        for _ in range(2):
            line.sendall(GET)
            assert line.recv(4096).startswith(b"HTTP/1.1 200 OK")


def test_a_body_that_would_be_too_long_is_refused_before_it_comes(house: House) -> None:
    with house.line() as line:
        line.sendall(POST + b"Content-Length: 5000000000\r\n\r\n")
        assert code(read_all(line)) == (413, "request.long")


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_that_is_too_long_is_refused(house: House, chunked: bool) -> None:
    piece = b"x" * 65_536
    with house.line() as line:
        if chunked:
            line.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n")
            piece = b"10000\r\n" + piece + b"\r\n"
        else:
            line.sendall(POST + b"Content-Length: 6000000\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            for _ in range(100):
                line.sendall(piece)
                if select.select([line], [], [], 0)[0]:
                    break
        assert code(read_all(line)) == (413, "request.long")


def test_headers_without_end_are_refused(house: House) -> None:
    with house.line() as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        with contextlib.suppress(ConnectionError):
            for number in range(2000):
                line.sendall(b"X-%d: %s\r\n" % (number, b"x" * 100))
        assert b"HTTP/1.1 200" not in read_all(line)


def test_one_client_does_not_get_all_connections_and_nobody_more_than_there_are(house: House) -> None:
    with contextlib.ExitStack() as held:

        def hold(count: int, source: str) -> list[socket.socket]:
            lines = [held.enter_context(house.line(source=source)) for _ in range(count)]
            for line in lines:
                line.sendall(GET)
                assert line.recv(4096).startswith(b"HTTP/1.1 200 OK")
            return lines

        first = hold(PER_CLIENT, "127.0.0.2")
        with house.line(source="127.0.0.2") as line:
            line.sendall(GET)
            assert code(read_all(line)) == (429, "connections.client")
        hold(IN_ALL - PER_CLIENT, "127.0.0.3")
        with house.line(source="127.0.0.4") as line:
            line.sendall(GET)
            assert code(read_all(line)) == (503, "connections.full")
        first[0].shutdown(socket.SHUT_RDWR)
        while True:  # as soon as the server has seen it
            with house.line(source="127.0.0.4") as line:
                line.sendall(GET)
                if b"200 OK" in line.recv(4096):
                    break


def test_connections_that_became_sockets_count(house: House) -> None:
    key = b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    with contextlib.ExitStack() as held:
        for _ in range(PER_CLIENT):
            line = held.enter_context(house.line(source="127.0.0.5"))
            line.sendall(UPGRADE + key)
            assert line.recv(4096).startswith(b"HTTP/1.1 101")
        with house.line(source="127.0.0.5") as line:
            assert code(read_all(line)) == (429, "connections.client")
    while True:
        with house.line(source="127.0.0.5") as line:
            line.sendall(GET)
            if b"200 OK" in line.recv(4096):
                break


def test_a_signal_ends_the_process_whatever_is_half_there(tmp_path: Any) -> None:
    with House(tmp_path) as house, house.line() as half, house.line() as idle, house.line() as opened:
        half.sendall(POST + b"Content-Length: 100\r\n\r\n{")
        opened.sendall(UPGRADE + b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        assert opened.recv(4096).startswith(b"HTTP/1.1 101")
        assert idle
        house.stop()
        assert house.wait() == 0
        assert "Traceback" not in house.log()
        assert "force" not in house.log()


def test_no_more_requests_are_worked_on_at_once_than_is_good_and_too_many_are_told() -> None:
    async def work() -> None:
        inside = most = 0
        go = asyncio.Event()

        async def application(scope: Any, receive: Any, send: Any) -> None:
            nonlocal inside, most
            inside += 1
            most = max(most, inside)
            await go.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            inside -= 1

        async def ask(kind: str = "http") -> int:
            sent: list[Any] = []

            async def send(message: Any) -> None:
                sent.append(message)

            async def receive() -> Any:
                raise AssertionError

            await crowd({"type": kind}, receive, send)
            if sent[0]["status"] == 503:
                assert json.loads(sent[1]["body"])["error"]["code"] == "requests.full"
            return int(sent[0]["status"])

        crowd = Crowd(application)
        asked = [asyncio.create_task(ask()) for _ in range(AT_ONCE + MAX_WAITING + 3)]
        await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        socket_asked = asyncio.create_task(ask("websocket"))
        await asyncio.sleep(0)
        go.set()
        statuses = await asyncio.gather(*asked)
        assert statuses == [200] * (AT_ONCE + MAX_WAITING) + [503] * 3
        assert most == AT_ONCE + 1  # the socket passed
        assert await socket_asked == 200
        assert await ask() == 200

    asyncio.run(work())
