"""Hosts that lie inside, in all the forms in which they are written."""

import ipaddress
import unicodedata

import pytest

from flows.checks.inside import MACHINE, MANY, METADATA, PRIVATE, RESERVED, SEGMENT, address_of, inside, plain_host

THIS_MACHINE = int(ipaddress.IPv4Address("127.0.0.1"))


@pytest.mark.parametrize(
    ("host", "where"),
    [
        ("127.0.0.1", MACHINE), ("127.1", MACHINE), ("127.0.1", MACHINE), ("127.255.255.254", MACHINE), ("0", MACHINE),
        ("0.0.0.0", MACHINE), ("::1", MACHINE), ("[::]", MACHINE), ("localhost", MACHINE), ("a.b.localhost", MACHINE),
        ("LocalHost..", MACHINE), ("ip6-loopback", MACHINE), ("localhost.localdomain", MACHINE),
        ("10.1.2.3", PRIVATE), ("172.16.0.1", PRIVATE), ("172.31.255.255", PRIVATE), ("192.168.1.1", PRIVATE),
        ("100.64.0.1", PRIVATE), ("[fd12:3456::1]", PRIVATE), ("[fec0::1]", PRIVATE), ("redis", PRIVATE),
        ("nas.home.arpa", PRIVATE), ("x.local", PRIVATE), ("x.internal", PRIVATE), ("x.corp", PRIVATE),
        ("169.254.0.7", SEGMENT), ("[fe80::1%eth0]", SEGMENT),
        ("169.254.169.254", METADATA), ("0xa9fea9fe", METADATA), ("[::ffff:169.254.169.254]", METADATA),
        ("metadata.google.internal", METADATA), ("[fd00:ec2::254]", METADATA), ("100.100.100.200", METADATA),
        ("224.0.0.251", MANY), ("255.255.255.255", MANY), ("[ff02::fb]", MANY),
        ("192.0.2.1", RESERVED), ("240.0.0.1", RESERVED), ("[2001:db8::1]", RESERVED),
        ("[::ffff:0:127.0.0.1]", MACHINE), ("[::127.0.0.1]", MACHINE), ("[64:ff9b::10.0.0.1]", PRIVATE),
        ("[2002:c0a8:0101::1]", PRIVATE),
        ("10.0.0.1.nip.io", "an address inside"), ("app.lvh.me", "an address inside"),
    ],
)  # fmt: skip
def test_hosts_inside(host: str, where: str) -> None:
    assert inside(host) == where


@pytest.mark.parametrize(
    "host",
    [
        "bank.example.com", "8.8.8.8", "134744072", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.128.0.1", "11.1",
        "223.1.1.1",
        "[2606:4700:4700::1111]", "[::ffff:8.8.8.8]", "[64:ff9b::8.8.8.8]", "[2002:808:808::1]",
        "localhost.example.com",
        "127.0.0.1.example.com", "local.example", "internal.example.org", "nip.io.example.com", "xn--mnchen-3ya.de",
        "пример.рф",
    ],
)  # fmt: skip
def test_hosts_outside(host: str) -> None:
    assert inside(host) is None


@pytest.mark.parametrize(
    "written",
    [
        str(THIS_MACHINE), hex(THIS_MACHINE), f"0{THIS_MACHINE:o}", f"000{THIS_MACHINE:o}", "0x7f.0x0.0x0.0x1",
        "0177.0.0.01", "0x7f.0.1", "127.0.0.0x1",
    ],
)  # fmt: skip
def test_numbers_are_read_as_the_loosest_library_reads_them(written: str) -> None:
    assert address_of(written) == ipaddress.IPv4Address(THIS_MACHINE)


@pytest.mark.parametrize(
    "written", ["256.1.1.1", "1.2.3.4.5", "1.2.3.256", "4294967296", "08.1.1.1", "1..2", "1.a", "[x]", ""]
)
def test_what_is_no_address(written: str) -> None:
    assert address_of(written) is None


@pytest.mark.parametrize(
    "twin",
    [
        unicodedata.lookup("CYRILLIC SMALL LETTER O").join(("l", "calhost")),
        unicodedata.lookup("GREEK SMALL LETTER OMICRON").join(("l", "calhost")),
        "".join(chr(ord(letter) + 0xFEE0) for letter in "localhost"),
        "xn--" + unicodedata.lookup("CYRILLIC SMALL LETTER O").join(("l", "calhost")).encode("punycode").decode(),
        "LOCALHOST.",
    ],
)
def test_letters_that_look_alike(twin: str) -> None:
    assert plain_host(twin) == "localhost"
    assert inside(twin) == MACHINE


def test_dots_and_figures_of_other_alphabets() -> None:
    stop = unicodedata.lookup("IDEOGRAPHIC FULL STOP")
    assert inside(f"127{stop}0{stop}0{stop}1") == MACHINE
    assert inside("".join(chr(ord(sign) + 0xFEE0) for sign in "10.0.0.1")) == PRIVATE


def test_a_name_that_no_punycode_gives_stays_as_it_is() -> None:
    assert plain_host("xn--999999999999.example") == "xn--999999999999.example"
