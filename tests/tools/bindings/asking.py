"""One process that asks a scripted service, as far as tools go."""

import asyncio
import ipaddress
import ssl
from collections.abc import Mapping
from typing import Any

import httpx

from flows.definition.tool import Tool
from flows.definition.tool_auth import Auth
from flows.definition.tool_request import Request
from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tests.tools.scripted import Act, Scripted, scripted
from tools.bindings.http import HttpTools
from tools.resting import Breaker
from voxloom.outgoing.aio import loop_client
from voxloom.shared.breakers import Breakers

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
SECRET = "s3cret-of-the-bank"
LONG_MS = 20_000


class Gifts:
    """What an operator gives."""

    def __init__(
        self,
        names: Mapping[str, str],
        hosts: tuple[str, ...] = ("127.0.0.1",),
        secrets: Mapping[str, str] | None = None,
    ) -> None:
        self._names, self._hosts = names, hosts
        self.secrets = dict(secrets if secrets is not None else {"bank_token": SECRET})

    async def names(self) -> Mapping[str, str]:
        return self._names

    async def secret(self, name: str) -> str | None:
        return self.secrets.get(name)

    async def may_ask(self, host: str) -> bool:
        return host in self._hosts


class Asking:
    """One process, as far as tools go."""

    def __init__(self, breakers: Breakers | None = None, networks: Any = LOOPBACK) -> None:
        self.pauses: list[float] = []
        self.made: list[str | None] = []
        """The certificates with which clients were made."""
        known = breakers if breakers is not None else Breakers()
        self.tools = HttpTools(
            lambda pem: self._client(networks, pem),
            lambda name: Breaker(name, breakers=lambda: known),
            sleep=self._sleep,
        )

    def _client(self, networks: Any, pem: str | None) -> httpx.AsyncClient:
        self.made.append(pem)
        return loop_client(lambda: networks, pem)

    async def _sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)

    async def ask(
        self, service: Scripted, *, timeout_ms: int = LONG_MS, key: str | None = None, given: Any = None,
        auth: str | Auth | None = None, values: Mapping[str, Any] | None = None, tool: Any = None, **request: Any,
    ) -> ToolOutcome:  # fmt: skip
        """`tool`: more of its fields; `request`: of its request."""
        effect: Any = "read" if request.pop("effect", "read") == "read" else "write"
        tool = Tool(
            type="http", request=Request(**{"url": "{{ env.api }}/x", **request}),
            auth=Auth(bearer=auth) if isinstance(auth, str) else auth, effect=effect, **(tool or {}),
        )  # fmt: skip
        command = CallTool("t-1", "look", dict(values or {}), timeout_ms, effect, key)
        return await self.tools.call(tool, command, given or Gifts({"api": service.address}), "main")


def asked(
    *acts: Act,
    times: int = 1,
    names: Mapping[str, str] | None = None,
    secrets: Mapping[str, str] | None = None,
    tls: ssl.SSLContext | None = None,
    **more: Any,
) -> tuple[list[ToolOutcome], Scripted, Asking]:
    """What came of asking a service that does this so many times. `names` and `secrets`: what is given besides."""

    async def main() -> list[ToolOutcome]:
        given = Gifts({"api": service.address, **(names or {})}, secrets=secrets)
        try:
            return [await asking.ask(service, **{"given": given, **more}) for _ in range(times)]
        finally:
            await asking.tools.aclose()

    with scripted(*acts, tls=tls) as service:
        asking = Asking()
        return asyncio.run(main()), service, asking
