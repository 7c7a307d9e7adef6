"""An HTTP client that connects to checked addresses, follows no redirect and reads no endless answer."""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx
from django.conf import settings

from voxloom.outgoing.addresses import AddressRefused, allowed_address
from voxloom.outgoing.trust import trusting_context

__all__ = ["AddressRefused", "checked_client"]

TIMEOUT_S = 10.0


class Deadlined(httpcore.NetworkStream):
    """A stream that ends at a time: each read may take no longer than what is left."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        """`until`: by the monotonic clock, in seconds."""
        self._inner = inner
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Raises ReadTimeout."""
        return self._inner.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Raises WriteTimeout."""
        self._inner.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """End it."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The same over TLS."""
        left = self._left(timeout, httpcore.ConnectTimeout)
        return Deadlined(self._inner.start_tls(ssl_context, server_hostname, left), self._until)

    def get_extra_info(self, info: str) -> Any:
        """Of the stream inside."""
        return self._inner.get_extra_info(info)

    def _left(self, timeout: float | None, late: type[Exception]) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise late("the time for the whole request is over")
        return left if timeout is None else min(left, timeout)


class CheckedNetwork(httpcore.SyncBackend):
    """Connects to an address that was checked, whatever the name means by then. Certificates are still of the name."""

    def __init__(self, timeout_s: float) -> None:
        """`timeout_s`: for everything together, however slowly an answer drips."""
        super().__init__()
        self._until = time.monotonic() + timeout_s

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises AddressRefused; what cannot be looked up is a ConnectError."""
        try:
            address = allowed_address(host, port, settings.OUTGOING_NETWORKS)
        except AddressRefused:
            raise
        except OSError as problem:
            raise httpcore.ConnectError(str(problem)) from None
        stream = super().connect_tcp(address, port, timeout, local_address, socket_options)
        return Deadlined(stream, self._until)


def checked_client(timeout_s: float = TIMEOUT_S) -> httpx.Client:
    """For one request within `timeout_s`, name and certificate included. Close it after use."""
    transport = httpx.HTTPTransport(trust_env=False)
    transport._pool = httpcore.ConnectionPool(  # its own pool takes no backend
        ssl_context=trusting_context(),
        max_connections=1,
        network_backend=CheckedNetwork(timeout_s),
    )
    return httpx.Client(transport=transport, timeout=timeout_s, follow_redirects=False, trust_env=False)
