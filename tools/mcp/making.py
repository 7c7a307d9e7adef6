"""How sessions are made: over lines to addresses that were checked, or with a program that the operator allows."""

import asyncio
import time
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy

import httpx

from tools.lines import MakesClient, made
from tools.mcp.later import Later
from tools.mcp.programs import Programs
from tools.mcp.session import Session
from tools.mcp.sessions import Where
from tools.mcp.web import Web


class Making:
    """Of one process; belongs to its event loop."""

    def __init__(
        self, client: MakesClient, programs: Programs, later: Later, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`client` blocks, in a thread of its own."""
        self._make, self._programs, self._later, self._clock = client, programs, later, clock
        self._shared: httpx.AsyncClient | None = None
        self._making = asyncio.Lock()

    async def session(self, where: Where) -> Session:
        """One that is not opened yet. Raises NotAllowed, NotReached, WrongCertificate."""
        if where.program is not None:
            return Session(await self._programs.start(where.program, where.whose), self._clock)
        certificate = where.auth.certificate
        client = await (self._client() if certificate is None else self._made(certificate))
        web = Web(client, where.url or "", where.auth.headers, self._later, owns_client=certificate is not None)
        return Session(web, self._clock)

    async def aclose(self) -> None:
        """Close all lines that are not a session's own."""
        client, self._shared = self._shared, None
        if client is not None:
            await client.aclose()

    async def _client(self) -> httpx.AsyncClient:
        """For all that show no certificate."""
        async with self._making:
            if self._shared is None:
                self._shared = await self._made(None)
            return self._shared

    async def _made(self, certificate: str | None) -> httpx.AsyncClient:
        client = await made(self._make, certificate)
        client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # several workspaces ask through it
        return client
