import pytest

from runtime.media import candidates
from runtime.media.bad_offer import BadOffer


def line(address: str = "198.51.100.9", port: object = 50000, **other: object) -> str:
    parts = {"foundation": "1", "component": 1, "transport": "udp", "priority": 2122260223, "type": "host"} | other
    return "{foundation} {component} {transport} {priority} {} {} typ {type}".format(address, port, **parts)


def verdict(value: str, *, allow_private: bool = True) -> str:
    kept = candidates.keep([value], allow_private=allow_private)
    return kept.dropped[0] if kept.dropped else "kept"


@pytest.mark.parametrize(
    ("address", "private_welcome", "public_only"),
    [
        ("8.8.8.8", "kept", "kept"),
        ("2606:4700::1111", "kept", "kept"),
        ("127.0.0.1", "kept", "private"),
        ("::1", "kept", "private"),
        ("10.1.2.3", "kept", "private"),
        ("192.168.0.1", "kept", "private"),
        ("172.16.9.9", "kept", "private"),
        ("fd00::2", "kept", "private"),
        ("100.64.0.1", "kept", "private"),
        ("169.254.169.254", "address", "address"),
        ("fe80::1", "address", "address"),
        ("fe80::1%eth0", "not a plain address", "not a plain address"),
        ("::ffff:10.0.0.1", "not a plain address", "not a plain address"),
        ("2002:0a00:0001::1", "not a plain address", "not a plain address"),
        ("0.0.0.0", "address", "address"),
        ("0.1.2.3", "address", "address"),
        ("::", "address", "address"),
        ("224.0.0.251", "address", "address"),
        ("ff02::fb", "address", "address"),
        ("255.255.255.255", "address", "address"),
        ("240.0.0.1", "address", "address"),
        ("host.example", "name", "name"),
        ("2e3e4d5c-1111-4222-8333-444455556666.local", "name", "name"),
        ("010.0.0.1", "name", "name"),
        ("2130706433", "name", "name"),
    ],
)
def test_addresses(address: str, private_welcome: str, public_only: str) -> None:
    assert verdict(line(address)) == private_welcome
    assert verdict(line(address), allow_private=False) == public_only


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (line("8.8.8.8", 1023), "port"),
        (line("8.8.8.8", 0), "port"),
        (line("8.8.8.8", 53), "port"),
        (line("8.8.8.8", 1024), "kept"),
        (line("8.8.8.8", transport="tcp"), "tcp"),
        (line("8.8.8.8", transport="UDP"), "kept"),
        (line("8.8.8.8", component=2), "component"),
        (line("8.8.8.8", type="prflx"), "type"),
        (line("8.8.8.8", type="srflx") + " raddr 10.0.0.1 rport 9", "kept"),
        (line("8.8.8.8") + " generation 0 ufrag abc network-cost 50", "kept"),
    ],
)
def test_ports_transports_and_types(value: str, expected: str) -> None:
    assert verdict(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        "1 1 udp 1 8.8.8.8 5000 typ",
        line("8.8.8.8", 65536),
        line("8.8.8.8", -1),
        line("8.8.8.8", "x"),
        line("8.8.8.8", priority=2**32),
        line("8.8.8.8", priority="9" * 400),
        line("8.8.8.8", component="x"),
        line("8.8.8.8", foundation="x" * 33),
        line("a" * 300),
    ],
)
def test_what_is_no_candidate_is_an_error(value: str) -> None:
    with pytest.raises(BadOffer) as caught:
        candidates.keep([value], allow_private=True)
    assert caught.value.code == "offer.candidate"
    assert caught.value.remedy


def test_only_ten_are_kept_and_repeats_do_not_count() -> None:
    kept = candidates.keep(
        [line("8.8.8.8", 5000)] * 5 + [line("8.8.8.8", 5000 + n) for n in range(50)], allow_private=True
    )
    assert len(kept.candidates) == candidates.MAX_KEPT
    assert kept.dropped.count("repeated") == 5
    assert kept.dropped.count("too many") == 40


def test_addresses_are_written_in_one_way() -> None:
    kept = candidates.keep([line("FD00:0:0::2", 5000), line("fd00::2", 5000)], allow_private=True)
    assert [candidate.address for candidate in kept.candidates] == ["fd00::2"]
    assert kept.candidates[0].to_sdp() == "1 1 udp 2122260223 fd00::2 5000 typ host"
