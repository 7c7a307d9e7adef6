"""Host candidates for a machine whose only address is loopback: a laptop without a network, a sandbox, a CI job.

aioice leaves 127.0.0.1 out, so there both ends would have no candidate at all. Both ends must use this: with one
alone nothing connects.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import aioice.ice

LOOPBACK = "127.0.0.1"

_original = aioice.ice.get_host_addresses
_blocks = 0
_for_good = False


def _host_addresses(use_ipv4: bool, use_ipv6: bool) -> list[str]:
    addresses = _original(use_ipv4, use_ipv6)
    reachable = [address for address in addresses if not address.startswith(("127.", "fe80:"))]
    return addresses if reachable or not use_ipv4 else [*addresses, LOOPBACK]


def install() -> None:
    """Offer 127.0.0.1 when there is nothing else, from now on in this process. Any number of calls is one."""
    global _for_good
    _for_good = True
    aioice.ice.get_host_addresses = _host_addresses


@contextmanager
def installed() -> Iterator[None]:
    """The same for the length of a block; blocks may nest."""
    global _blocks
    _blocks += 1
    aioice.ice.get_host_addresses = _host_addresses
    try:
        yield
    finally:
        _blocks -= 1
        if not _blocks and not _for_good:
            aioice.ice.get_host_addresses = _original
