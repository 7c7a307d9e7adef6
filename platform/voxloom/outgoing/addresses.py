"""Which addresses may be asked. A name is looked up once, all that it means is checked, and one of that is asked: what
it means a moment later is no matter."""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
LookUp = Callable[[str, int], Sequence[str]]
MOST_DIGITS = 5
"""Of a port."""


@dataclass(frozen=True)
class AtPort:
    """One port of a network: what else listens there stays out of reach."""

    network: Network
    port: int


Opening = Network | AtPort
"""What an operator opens of the networks inside."""


def opening_of(text: str) -> Opening:
    """An opening as it is written: `10.0.0.0/8`, or `127.0.0.1/32:8931` for one port. Raises ValueError."""
    network, slash, bits = text.partition("/")
    bits, colon, port = bits.partition(":")
    plain = ipaddress.ip_network(f"{network}{slash}{bits}")
    if not colon:
        return plain
    if not (port.isascii() and port.isdecimal() and len(port) <= MOST_DIGITS and 0 < int(port) < 65_536):
        raise ValueError("it is no port")
    return AtPort(plain, int(port))


def text_of(opening: Opening) -> str:
    """As `opening_of` reads it."""
    return f"{opening.network}:{opening.port}" if isinstance(opening, AtPort) else str(opening)


class AddressRefused(OSError):
    """The address lies in a network that may not be asked; the message is one line and names no address."""

    logs_its_words = True


def host_of(url: str) -> str:
    """The host that an address names, in small letters; none where it names none, or is no address."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def looked_up(host: str, port: int) -> list[str]:
    """What a name means now. Raises OSError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:  # a part of it is longer than names may be, or has signs that they may not have
        raise OSError("the name cannot be looked up") from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def allowed_address(host: str, port: int, allowed: Sequence[Opening], look_up: LookUp = looked_up) -> str:
    """An address of a host that may be asked: all that it means must be public, or in one of the `allowed` networks.

    Where such a one has a port, it is for that alone.

    Raises AddressRefused, OSError.
    """
    found = [ipaddress.ip_address(text.partition("%")[0]) for text in look_up(host, port)]
    if not found or not all(_may_be_asked(address, port, allowed) for address in found):
        raise AddressRefused("The address lies in a network that may not be asked.")
    return str(found[0])


def _may_be_asked(address: Address, port: int, allowed: Sequence[Opening]) -> bool:
    plain = _embedded(address)
    if any(_opens(opening, plain, port) for opening in allowed):
        return True
    if any(plain.version == network.version and plain in network for network in _NOT_PUBLIC):
        return False
    return plain.is_global and not plain.is_multicast and not plain.is_reserved


def _opens(opening: Opening, address: Address, port: int) -> bool:
    network = opening.network if isinstance(opening, AtPort) else opening
    if isinstance(opening, AtPort) and opening.port != port:
        return False
    return address.version == network.version and address in network


def _embedded(address: Address) -> Address:
    """The IPv4 address that one of IPv6 stands for."""
    if isinstance(address, ipaddress.IPv6Address):
        inner: Any = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return inner or address
    return address


_NOT_PUBLIC = tuple(map(ipaddress.ip_network, ("fec0::/10", "192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
"""Taken for public by the library of Python 3.11: inside of a site (RFC 3879), for protocols (RFC 6890), relays of 6to4
(RFC 7526), for books (RFC 9637)."""
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
