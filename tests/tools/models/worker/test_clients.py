"""Lines to servers that bots chose."""

import asyncio
import ipaddress

import httpx
import pytest

from tools.models.worker.clients import MOST_KEPT, Clients, as_text, openings_of
from voxloom.outgoing.addresses import AddressRefused, AtPort

NETWORK = ipaddress.ip_network("127.0.0.0/8")


def test_openings_come_back_as_they_were_sent() -> None:
    openings = [NETWORK, AtPort(ipaddress.ip_network("10.1.0.0/16"), 8081)]
    assert as_text(openings) == ["127.0.0.0/8", "10.1.0.0/16 8081"]
    assert openings_of(as_text(openings)) == openings


def test_one_client_for_each_address_and_key() -> None:
    clients, checked = Clients(), {"networks": []}
    first = clients.of({"api_base": "https://a.example/v1", "api_key": "k"}, checked)
    assert clients.of({"api_base": "https://a.example/v1", "api_key": "k"}, checked) is first
    assert clients.of({"api_base": "https://a.example/v1", "api_key": "l"}, checked) is not first
    for number in range(MOST_KEPT):
        clients.of({"api_base": f"https://a{number}.example/v1", "api_key": "k"}, checked)
    assert clients.of({"api_base": "https://a.example/v1", "api_key": "k"}, checked) is not first


def test_no_address_inside_is_asked() -> None:
    client = Clients().of({"api_base": "http://127.0.0.1:9/v1", "api_key": "k"}, {"networks": []})
    lines = client._client
    assert isinstance(lines, httpx.AsyncClient)
    assert not lines.follow_redirects

    async def main() -> None:
        async with lines:
            await lines.get("http://127.0.0.1:9/v1/models")

    with pytest.raises(AddressRefused):
        asyncio.run(main())
