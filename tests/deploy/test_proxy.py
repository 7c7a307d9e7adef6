"""The proxy before two small processes: what reaches them, what is kept away, and who is asked when one is dead."""

import http.client
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.cluster import proxy
from deploy.cluster.layout import Layout, read_layout
from deploy.cluster.machine import find, runner
from tests.deploy.running import free_ports, until


class Process:
    """Answers any request with its name and keeps what came; `said` is the whole answer, nothing to break off."""

    def __init__(self, name: str, port: int) -> None:
        self.name = name
        self.requests: list[str] = []
        self.status = "200 OK"
        self.breaks_off = False
        self._listener = socket.create_server(("127.0.0.1", port))
        self._thread = threading.Thread(target=self._serve, name=f"process-{name}", daemon=True)
        self._thread.start()

    def close(self) -> None:
        if self._listener.fileno() >= 0:
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line:
                line.settimeout(10)
                text = b""
                while b"\r\n\r\n" not in text:
                    part = line.recv(65_536)
                    if not part:
                        break
                    text += part
                self.requests.append(text.decode("latin-1"))
                if not self.breaks_off:
                    body = self.name.encode()
                    head = f"HTTP/1.1 {self.status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
                    line.sendall(head.encode() + body)


class House:
    """A proxy and its two processes."""

    def __init__(self, folder: Path) -> None:
        self.layout: Layout = read_layout({"VOXLOOM_DATA": str(folder), "PORT": str(free_ports(5))}, 2)
        self.nginx = folder / "nginx"
        self.nginx.mkdir()
        self.processes = {name: Process(name, self.layout.ports[name]) for name in ("a", "b")}
        who = runner(self.nginx)
        self.write()
        who.own(self.nginx)
        words = [*who.words(), *proxy.command(find("nginx", "nginx"), self.nginx)]
        self.log = folder / "nginx.log"
        with self.log.open("wb") as log:
            self.program = subprocess.Popen(words, stdout=log, stderr=log)
        until(self._listens, "nginx does not start")

    def write(self, *taking: str) -> None:
        (self.nginx / "nginx.conf").write_text(proxy.configuration(self.layout, taking))

    def _listens(self) -> bool:
        assert self.program.poll() is None, self.log.read_text()
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.layout.port)) == 0

    def ask(self, path: str = "/", method: str = "GET", body: bytes = b"", **headers: str) -> tuple[int, str]:
        link = http.client.HTTPConnection("127.0.0.1", self.layout.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            link.request(method, path, body or None, named)
            answer = link.getresponse()
            return answer.status, answer.read().decode()
        finally:
            link.close()

    def raw(self, text: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self.layout.port), timeout=10) as line:
            line.sendall(text)
            answer = b""
            while part := line.recv(65_536):
                answer += part
            return answer

    def seen(self) -> list[str]:
        return [request for process in self.processes.values() for request in process.requests]

    def close(self) -> None:
        self.program.terminate()
        self.program.wait(10)
        for process in self.processes.values():
            process.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path / "var")
    try:
        yield made
    finally:
        made.close()


def test_both_processes_answer_and_each_by_its_name(house: House) -> None:
    assert {house.ask()[1] for _ in range(8)} == {"a", "b"}
    assert [house.ask(f"/rt/{name}/call") for name in ("b", "a")] == [(200, "b"), (200, "a")]
    assert house.processes["a"].requests[-1].startswith("GET /rt/call HTTP/1.1")


def test_what_only_a_proxy_may_say_is_said_by_this_one(house: House) -> None:
    house.ask(
        "/rt/a/tickets", X_Forwarded_For="10.1.1.1", X_Real_IP="10.1.1.1", Forwarded="for=10.1.1.1", Host="x.example"
    )
    request = house.seen()[0].lower()
    assert "10.1.1.1" not in request
    assert "x-forwarded-for: 127.0.0.1\r\n" in request
    assert "x-forwarded-proto: http\r\n" in request
    assert "host: x.example\r\n" in request


def test_a_socket_is_passed_on_as_one(house: House) -> None:
    house.ask("/rt/call", Upgrade="websocket", Connection="Upgrade", Origin="https://page.example")
    request = house.seen()[0].lower()
    assert "upgrade: websocket\r\n" in request
    assert "connection: upgrade\r\n" in request
    assert "origin: https://page.example\r\n" in request


@pytest.mark.parametrize(
    "header",
    [
        b"X-A: b\x0bEvil: 1",
        b"X A: 1",
        b"X-A: a\rEvil: 1",
        b"Transfer-Encoding: chunked\r\nContent-Length: 4",
        b"X-\x00: 1",
    ],
)
def test_no_header_is_smuggled_past_it(house: House, header: bytes) -> None:
    answer = house.raw(b"GET /rt/a/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header + b"\r\n\r\n")
    assert b" 400 " in answer or all("evil: 1" not in request.lower().split("\r\n") for request in house.seen())
    assert not any("transfer-encoding" in r.lower() and "content-length" in r.lower() for r in house.seen())


def test_two_origins_are_one(house: House) -> None:
    head = b"GET /rt/a/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    house.raw(head + b"Origin: https://good.example\r\nOrigin: https://evil.example\r\n\r\n")
    assert house.seen()[0].lower().count("\r\norigin:") == 1


def test_what_is_too_much_does_not_reach_a_process(house: House) -> None:
    assert house.ask("/", "POST", b"x" * (5 * 1024 * 1024))[0] == 413
    assert house.ask("/", Cookie="x" * 20_000)[0] == 400
    assert house.ask("/metrics")[0] == 404
    assert house.seen() == []


def test_a_dead_process_is_passed_over(house: House) -> None:
    house.processes["a"].close()
    assert {house.ask("/", method) for method in ("GET", "POST") * 10} == {(200, "b")}


@pytest.mark.parametrize(("method", "times"), [("POST", 1), ("GET", 2)])
def test_a_request_that_may_have_done_something_is_not_sent_again(house: House, method: str, times: int) -> None:
    for process in house.processes.values():
        process.breaks_off = True
    assert house.ask("/rt/tickets", method)[0] == 502
    assert len(house.seen()) == times


def test_the_cluster_is_ready_when_one_process_is(house: House) -> None:
    house.processes["a"].status = "503 Service Unavailable"
    assert {house.ask("/readyz") for _ in range(6)} == {(200, "b")}
    assert (503, "a") in {house.ask("/") for _ in range(6)}
    house.processes["b"].status = "503 Service Unavailable"
    assert house.ask("/readyz")[0] == 503


def test_a_process_that_takes_nothing_now_is_asked_for_nothing(house: House) -> None:
    house.write("b")
    house.program.send_signal(1)
    until(lambda: {house.ask()[1] for _ in range(4)} == {"b"}, "the proxy was not told")
    assert house.ask("/rt/a/x") == (200, "a")


def test_one_client_does_not_take_all_connections(tmp_path: Path, house: House) -> None:
    house.layout = replace(house.layout, connections_per_client=3)
    house.write()
    house.program.send_signal(1)
    until(lambda: _refused_of(house, 6) >= 2, "nobody is refused")


def _refused_of(house: House, count: int) -> int:
    """How many of so many connections that are open at once are told that they are too many."""
    lines = [socket.create_connection(("127.0.0.1", house.layout.port), timeout=10) for _ in range(count)]
    try:
        for line in lines:
            line.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n")
        refused = 0
        for line in lines:
            line.settimeout(0.5)
            try:
                refused += b" 429 " in line.recv(100)
            except TimeoutError:
                continue
        return refused
    finally:
        for line in lines:
            line.close()
