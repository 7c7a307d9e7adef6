import aioice.ice
import pytest

from runtime.media import loopback


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine with the addresses of a list, and nothing installed yet."""
    addresses: list[str] = []
    monkeypatch.setattr(loopback, "_original", lambda use_ipv4, use_ipv6: list(addresses))
    monkeypatch.setattr(loopback, "_for_good", False)
    monkeypatch.setattr(aioice.ice, "get_host_addresses", loopback._original)
    return addresses


def offered() -> list[str]:
    return aioice.ice.get_host_addresses(use_ipv4=True, use_ipv6=True)


def test_loopback_is_offered_when_there_is_nothing_else(machine: list[str]) -> None:
    with loopback.installed():
        assert offered() == ["127.0.0.1"]
        assert aioice.ice.get_host_addresses(use_ipv4=False, use_ipv6=True) == []


def test_link_local_alone_is_nothing(machine: list[str]) -> None:
    machine.append("fe80::1")
    with loopback.installed():
        assert offered() == ["fe80::1", "127.0.0.1"]


def test_real_addresses_stand_alone(machine: list[str]) -> None:
    machine.append("192.168.1.7")
    with loopback.installed():
        assert offered() == ["192.168.1.7"]


def test_blocks_nest_and_undo(machine: list[str]) -> None:
    with loopback.installed():
        with loopback.installed():
            assert offered() == ["127.0.0.1"]
        assert offered() == ["127.0.0.1"]
    assert offered() == []


def test_installed_for_good_survives_blocks_and_repetition(machine: list[str]) -> None:
    loopback.install()
    with loopback.installed():
        loopback.install()
    assert offered() == ["127.0.0.1"]
