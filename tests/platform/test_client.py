"""Whose address counts."""

from ipaddress import ip_network

import pytest

from voxloom.accounts.client import client_of, client_of_scope

PROXIES = (ip_network("10.0.0.0/8"), ip_network("::1"))


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["203.0.113.9"], "192.0.2.1"),  # anybody may write that header
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["198.51.100.7, 203.0.113.9"], "203.0.113.9"),  # the first was written by the client
        ("10.0.0.1", ["198.51.100.7", "203.0.113.9"], "203.0.113.9"),
        ("10.0.0.1", ["203.0.113.9, 10.0.0.2"], "203.0.113.9"),  # two proxies
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["no address"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("::1", ["2001:db8::5"], "2001:db8::/64"),
        ("2001:db8:0:0:1:2:3:4", [], "2001:db8::/64"),
        ("::ffff:192.0.2.1", [], "192.0.2.1"),
        ("::ffff:10.0.0.1", ["203.0.113.9"], "203.0.113.9"),
        (None, ["203.0.113.9"], "unknown"),
        ("", [], "unknown"),
    ],
)
def test_whose_address_counts(peer: str | None, forwarded: list[str], client: str) -> None:
    assert client_of(peer, forwarded, PROXIES) == client


def test_without_proxies_the_header_says_nothing() -> None:
    assert client_of("10.0.0.1", ["203.0.113.9"], ()) == "10.0.0.1"


def test_of_a_socket() -> None:
    headers = [(b"host", b"localhost"), (b"x-forwarded-for", b"203.0.113.9")]
    assert client_of_scope({"client": ["192.0.2.1", 5], "headers": headers}) == "192.0.2.1"
    assert client_of_scope({"client": None, "headers": headers}) == "unknown"
    assert client_of_scope({}) == "unknown"
