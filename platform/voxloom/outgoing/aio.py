"""The checked client for an event loop. Names are looked up in threads of their own, and lines are kept for a while:
each leads to an address that was checked."""

import asyncio
import ssl
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpcore
import httpx
from django.conf import settings

from voxloom.outgoing.addresses import AddressRefused, Opening, allowed_address
from voxloom.outgoing.streams import TidyStream
from voxloom.outgoing.trust import WrongCertificate, trusting_context

__all__ = ["AddressRefused", "WrongCertificate", "loop_client"]

MOST_LINES, KEPT_LINES = 100, 20
KEPT_S = 30.0
"""Servers close idle lines after a minute or less; one that is closed under a request costs a retry."""
LOOK_UPS = 4
"""At once: a name server that is silent holds a thread for its own time-out."""


class CheckedLoopNetwork(httpcore.AsyncNetworkBackend):
    """Connects to an address that was checked, whatever the name means by then. Certificates are still of the name."""

    def __init__(self, allowed: Callable[[], Sequence[Opening]]) -> None:
        """`allowed`: networks inside that may be asked."""
        self._inner = httpcore.AnyIOBackend()
        self._allowed = allowed

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Raises AddressRefused; what cannot be looked up is a ConnectError."""
        look_up = asyncio.get_running_loop().run_in_executor(_threads(), allowed_address, host, port, self._allowed())
        try:
            async with asyncio.timeout(timeout):
                address = await look_up
        except AddressRefused:
            raise
        except TimeoutError:
            raise httpcore.ConnectTimeout("the name was not looked up in time") from None
        except OSError as problem:
            raise httpcore.ConnectError(str(problem)) from None
        stream = await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
        return TidyStream(stream)

    async def sleep(self, seconds: float) -> None:
        """As the library wants it between its own retries."""
        await self._inner.sleep(seconds)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(LOOK_UPS, thread_name_prefix="names")


def loop_client(
    allowed: Callable[[], Sequence[Opening]] = lambda: settings.OUTGOING_NETWORKS,
    certificate: str | None = None,
    context: ssl.SSLContext | None = None,
) -> httpx.AsyncClient:
    """For the requests of one event loop. Follows no redirect; whoever asks sets the time. Close it after use.

    `certificate`: one with its key, in PEM, to be shown to services that want to see one. `context`: whom to
    trust, for a process without settings. Raises WrongCertificate.
    """
    transport = httpx.AsyncHTTPTransport(trust_env=False)
    transport._pool = httpcore.AsyncConnectionPool(  # its own pool takes no backend
        ssl_context=context or trusting_context(certificate),
        max_connections=MOST_LINES,
        max_keepalive_connections=KEPT_LINES,
        keepalive_expiry=KEPT_S,
        network_backend=CheckedLoopNetwork(allowed),
    )
    client = httpx.AsyncClient(transport=transport, follow_redirects=False, trust_env=False)
    # One client asks for many workspaces: what a service tells one of them is not for the next.
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client
