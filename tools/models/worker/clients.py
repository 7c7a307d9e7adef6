"""Lines to servers that bots chose: to checked addresses alone, whatever their names mean, without redirects."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import httpx

from voxloom.outgoing.addresses import Opening, opening_of
from voxloom.outgoing.aio import loop_client

MOST_KEPT = 50
"""Each has lines of its own; the oldest is forgotten, and ends with its last answer."""


class Clients:
    """One for each address and key, as the library wants it for servers that speak OpenAI's protocol."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], Any] = OrderedDict()

    def request(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The `request` of some fields, at a client of its own where a bot chose the address (`checked`)."""
        request = dict(fields["request"])
        if fields.get("checked"):
            request["client"] = self.of(request, fields["checked"])
        return request

    def of(self, request: Mapping[str, Any], checked: Mapping[str, Any]) -> Any:
        """`checked`: `networks` inside that may be asked, and `ca_file` for certificates of the operator's own."""
        networks, ca_file = list(checked["networks"]), str(checked.get("ca_file") or "")
        base, key = str(request["api_base"]), str(request["api_key"])
        name = (base, key, ca_file, *networks)
        if name not in self._kept:
            self._kept[name] = _made(base, key, [opening_of(text) for text in networks], ca_file)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(name)
        return self._kept[name]


def _made(base: str, key: str, openings: list[Opening], ca_file: str) -> Any:
    from openai import AsyncOpenAI  # noqa: PLC0415 - LiteLLM has imported it by then

    context = httpx.create_ssl_context(trust_env=False)
    if ca_file:
        context.load_verify_locations(ca_file)
    lines = loop_client(lambda: openings, context=context)
    return AsyncOpenAI(api_key=key, base_url=base, http_client=lines, max_retries=0)
