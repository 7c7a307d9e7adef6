import pytest

from runtime.media import candidates
from runtime.media.bad_offer import BadOffer


def line(address: str = "198.51.100.9", port: object = 50000, **other: object) -> str:
    parts = {"foundation": "1", "component": 1, "transport": "udp", "priority": 2122260223, "type": "host"} | other
    return "{foundation} {component} {transport} {priority} {} {} typ {type}".format(address, port, **parts)


def verdict(value: str) -> str:
    kept = candidates.keep([value])
    return kept.dropped[0] if kept.dropped else "kept"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", "kept"),
        ("2606:4700::1111", "kept"),
        ("127.0.0.1", "private"),
        ("::1", "private"),
        ("10.1.2.3", "private"),
        ("192.168.0.1", "private"),
        ("172.16.9.9", "private"),
        ("fd00::2", "private"),
        ("100.64.0.1", "private"),
        ("169.254.169.254", "private"),
        ("fe80::1", "private"),
        ("fe80::1%eth0", "not a plain address"),
        ("::ffff:10.0.0.1", "not a plain address"),
        ("2002:0a00:0001::1", "not a plain address"),
        ("0.0.0.0", "address"),
        ("0.1.2.3", "private"),
        ("::", "address"),
        ("224.0.0.251", "address"),
        ("ff02::fb", "address"),
        ("255.255.255.255", "private"),
        ("240.0.0.1", "private"),
        ("host.example", "name"),
        ("2e3e4d5c-1111-4222-8333-444455556666.local", "name"),
        ("010.0.0.1", "name"),
        ("2130706433", "name"),
    ],
)
def test_addresses(address: str, expected: str) -> None:
    assert verdict(line(address)) == expected


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
        candidates.keep([value])
    assert caught.value.code == "offer.candidate"
    assert caught.value.remedy


def test_only_ten_are_kept_and_repeats_do_not_count() -> None:
    kept = candidates.keep([line("8.8.8.8", 5000)] * 5 + [line("8.8.8.8", 5000 + n) for n in range(50)])
    assert len(kept.candidates) == candidates.MAX_KEPT
    assert kept.dropped.count("repeated") == 5
    assert kept.dropped.count("too many") == 40


def test_addresses_are_written_in_one_way() -> None:
    kept = candidates.keep([line("2606:4700:0:0::1111", 5000), line("2606:4700::1111", 5000)])
    assert [candidate.address for candidate in kept.candidates] == ["2606:4700::1111"]
    assert kept.candidates[0].to_sdp() == "1 1 udp 2122260223 2606:4700::1111 5000 typ host"
