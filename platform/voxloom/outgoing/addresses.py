"""Which addresses may be asked. A name is looked up once, all that it means is checked, and one of that is asked: what
it means a moment later is no matter."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LookUp = Callable[[str, int], Sequence[str]]


class AddressRefused(OSError):
    """The address lies in a network that may not be asked; the message is one line and names no address."""

    logs_its_words = True


def looked_up(host: str, port: int) -> list[str]:
    """What a name means now. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def allowed_address(host: str, port: int, allowed: Sequence[Network], look_up: LookUp = looked_up) -> str:
    """An address of a host that may be asked: all that it means must be public, or in one of the `allowed` networks.

    Raises AddressRefused, OSError.
    """
    found = [ipaddress.ip_address(text.partition("%")[0]) for text in look_up(host, port)]
    if not found or not all(_may_be_asked(address, allowed) for address in found):
        raise AddressRefused("The address lies in a network that may not be asked.")
    return str(found[0])


def _may_be_asked(address: Address, allowed: Sequence[Network]) -> bool:
    plain = _embedded(address)
    if any(plain.version == network.version and plain in network for network in allowed):
        return True
    return plain.is_global and not plain.is_multicast and not plain.is_reserved


def _embedded(address: Address) -> Address:
    """The IPv4 address that one of IPv6 stands for."""
    if isinstance(address, ipaddress.IPv6Address):
        inner: Any = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


_NAT64 = ipaddress.ip_network("64:ff9b::/96")
