"""An HTTP client that connects to checked addresses, follows no redirect and reads no endless answer."""

from collections.abc import Iterable
from typing import Any

import httpcore
import httpx
from django.conf import settings

from voxloom.outgoing.addresses import AddressRefused, allowed_address

__all__ = ["AddressRefused", "checked_client"]

TIMEOUT_S = 10.0


class CheckedNetwork(httpcore.SyncBackend):
    """Connects to an address that was checked, whatever the name means by then. Certificates are still of the name."""

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
        return super().connect_tcp(address, port, timeout, local_address, socket_options)


def checked_client(timeout_s: float = TIMEOUT_S) -> httpx.Client:
    """Close it after use."""
    transport = httpx.HTTPTransport(trust_env=False)
    transport._pool = httpcore.ConnectionPool(  # its own pool takes no backend
        ssl_context=httpx.create_ssl_context(trust_env=False), max_connections=1, network_backend=CheckedNetwork()
    )
    return httpx.Client(transport=transport, timeout=timeout_s, follow_redirects=False, trust_env=False)
