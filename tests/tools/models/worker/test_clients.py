"""Lines to servers that bots chose."""

import asyncio

import httpx
import pytest

from tools.models.worker.clients import MOST_KEPT, Clients
from voxloom.outgoing.addresses import AddressRefused


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
