"""Requests to addresses that users chose: never into the network that the server stands in."""

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Callable
from contextlib import closing

import httpx
import pytest
from pytest_django.fixtures import Settings

from tests.platform.receiver import receiver
from voxloom.outgoing import addresses
from voxloom.outgoing.addresses import AddressRefused, AtPort, allowed_address, opening_of, text_of
from voxloom.outgoing.aio import loop_client
from voxloom.outgoing.client import checked_client

INSIDE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
    "fd12::5", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "fe80::1%eth0",
]  # fmt: skip
OUTSIDE = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INSIDE)
def test_what_lies_inside_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        allowed_address("name", 443, (), lambda _host, _port: [address])


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_public_is_asked(address: str) -> None:
    assert allowed_address("name", 443, (), lambda _host, _port: [address]) == address


@pytest.mark.parametrize("found", [["93.184.216.34", "127.0.0.1"], ["127.0.0.1", "93.184.216.34"], []])
def test_all_that_a_name_means_must_be_public(found: list[str]) -> None:
    with pytest.raises(AddressRefused):
        allowed_address("name", 443, (), lambda _host, _port: found)


def test_an_operator_may_allow_a_network() -> None:
    allowed = (ipaddress.ip_network("10.0.0.0/8"),)
    assert allowed_address("name", 443, allowed, lambda _host, _port: ["10.1.2.3"]) == "10.1.2.3"
    with pytest.raises(AddressRefused):
        allowed_address("name", 443, allowed, lambda _host, _port: ["10.1.2.3", "192.168.0.1"])


@pytest.mark.parametrize("text", ["10.0.0.0/8", "127.0.0.1/32:8931", "::1/128:443", "fd00::/8"])
def test_an_opening_is_written_as_it_is_read(text: str) -> None:
    assert text_of(opening_of(text)) == text


HERE = AtPort(ipaddress.ip_network("127.0.0.1/32"), 8931)


@pytest.mark.parametrize(
    ("address", "port", "may_be_asked"),
    [
        ("127.0.0.1", 8931, True),
        ("::ffff:127.0.0.1", 8931, True),
        ("127.0.0.1", 8930, False),
        ("127.0.0.1", 80, False),
        ("127.0.0.2", 8931, False),
        ("::1", 8931, False),
        ("10.0.0.1", 8931, False),
        ("10.1.2.3", 443, True),
        ("10.1.2.3", 8931, False),
        ("fd00::5", 80, True),
        ("fd00::5", 8931, False),
        ("8.8.8.8", 25, True),
    ],
)
def test_an_operator_may_allow_one_port_of_a_network(address: str, port: int, may_be_asked: bool) -> None:
    allowed = (
        HERE, AtPort(ipaddress.ip_network("10.1.0.0/16"), 443), AtPort(ipaddress.ip_network("fd00::/8"), 80),
    )  # fmt: skip
    if may_be_asked:
        found = allowed_address("name", port, allowed, lambda _host, _port: [address])
        assert ipaddress.ip_address(found) == ipaddress.ip_address(address)
    else:
        with pytest.raises(AddressRefused):
            allowed_address("name", port, allowed, lambda _host, _port: [address])


def test_a_port_that_is_open_opens_no_other_address_of_the_name() -> None:
    with pytest.raises(AddressRefused):
        allowed_address("name", 8931, (HERE,), lambda _host, _port: ["127.0.0.1", "192.168.0.1"])


def asked_by_itself(url: str) -> int:
    with checked_client() as client:
        return client.post(url, content=b"x").status_code


def asked_on_a_loop(url: str) -> int:
    async def ask() -> int:
        async with loop_client() as client:
            return (await client.post(url, content=b"x")).status_code

    return asyncio.run(ask())


both = pytest.mark.parametrize("ask", [asked_by_itself, asked_on_a_loop])
Ask = Callable[[str], int]


@both
@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"],
)
def test_nobody_inside_sees_a_packet(host: str, ask: Ask) -> None:
    """However the address is written: a listener that would answer is never connected to."""
    family = socket.AF_INET6 if host.startswith("[") and "ffff" not in host else socket.AF_INET
    with closing(socket.socket(family)) as canary:
        canary.bind(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0))
        canary.listen()
        canary.settimeout(0.05)
        port = canary.getsockname()[1]
        with pytest.raises((AddressRefused, httpx.ConnectError, httpx.InvalidURL)):
            ask(f"http://{host}:{port}/")
        with pytest.raises(TimeoutError):
            canary.accept()


@both
def test_what_listens_on_another_port_sees_no_packet(settings: Settings, ask: Ask) -> None:
    with receiver() as server, closing(socket.create_server(("127.0.0.1", 0))) as canary:
        settings.OUTGOING_NETWORKS = (AtPort(ipaddress.ip_network("127.0.0.1/32"), server.port),)
        assert ask(f"http://127.0.0.1:{server.port}/") == 200
        with pytest.raises(AddressRefused):
            ask(f"http://127.0.0.1:{canary.getsockname()[1]}/")
        canary.settimeout(0.05)
        with pytest.raises(TimeoutError):
            canary.accept()


@both
def test_a_name_that_means_something_else_a_moment_later_changes_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    settings.OUTGOING_NETWORKS = (ipaddress.ip_network("127.0.0.1/32"),)
    asked: list[str] = []

    def look_up(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    monkeypatch.setattr(addresses.allowed_address, "__defaults__", (look_up,))
    with receiver() as server:
        status = ask(f"http://hooks.example.com:{server.port}/")
    assert (status, asked) == (200, ["hooks.example.com"])
    assert server.seen[0].headers["Host"].startswith("hooks.example.com")


@both
def test_redirects_are_not_followed_and_proxies_of_the_environment_not_asked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, ask: Ask
) -> None:
    settings.OUTGOING_NETWORKS = (ipaddress.ip_network("127.0.0.1/32"),)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with receiver(302, {"Location": "http://169.254.169.254/"}) as server:
        assert ask(f"http://127.0.0.1:{server.port}/") == 302
    assert len(server.seen) == 1


def test_a_name_that_means_nothing_is_an_error_like_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(_host: str, _port: int) -> list[str]:
        raise socket.gaierror("nobody knows it")

    monkeypatch.setattr(addresses.allowed_address, "__defaults__", (look_up,))
    with checked_client() as client, pytest.raises(httpx.ConnectError):
        client.get("http://nowhere.example.com/")


def test_an_answer_that_drips_ends_with_the_time_for_all_of_it(settings: Settings) -> None:
    """Each byte comes in time, and all of them together never would."""
    settings.OUTGOING_NETWORKS = (ipaddress.ip_network("127.0.0.1/32"),)
    with closing(socket.socket()) as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        stop = threading.Event()

        def drip() -> None:
            line, _ = server.accept()
            with line:
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
                while not stop.wait(0.05):
                    try:
                        line.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        with checked_client(0.5) as client, pytest.raises(httpx.ReadTimeout):
            client.get(f"http://127.0.0.1:{server.getsockname()[1]}/")
        stop.set()
        thread.join(5)
        assert not thread.is_alive()
