"""Hosts that lie inside: on the machine itself, in its network, or at the metadata service of a cloud.

A written address is read as the loosest library reads it: `127.1`, `0x7f000001` and `017700000001` are all this
machine. What a name of the internet leads to is only known when it is looked up: a call has to look again.
"""

import ipaddress
import unicodedata

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

MACHINE = "the machine itself"
METADATA = "the service by which a cloud tells its machines their keys"
PRIVATE = "a private network"
SEGMENT = "the network next to the machine"
MANY = "many machines at once"
RESERVED = "a range that is set aside and belongs to nobody"

_RANGES: tuple[tuple[str, str], ...] = (
    (METADATA, "169.254.169.254/32 169.254.170.2/32 100.100.100.200/32"),
    (METADATA, "168.63.129.16/32 192.0.0.192/32 fd00:ec2::254/128"),
    (MACHINE, "0.0.0.0/8 127.0.0.0/8 ::/128 ::1/128"),
    (PRIVATE, "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 100.64.0.0/10 fc00::/7 fec0::/10 64:ff9b:1::/48"),
    (SEGMENT, "169.254.0.0/16 fe80::/10"),
    (MANY, "224.0.0.0/4 255.255.255.255/32 ff00::/8"),
    (RESERVED, "192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4"),
    (RESERVED, "100::/64 2001::/23 2001:db8::/32 3fff::/20"),
)  # fmt: skip
_NETWORKS = tuple((what, ipaddress.ip_network(text)) for what, texts in _RANGES for text in texts.split())
_CARRIERS = tuple(
    (ipaddress.IPv6Network(text), shift)
    for text, shift in (
        ("::ffff:0:0/96", 0), ("::ffff:0:0:0/96", 0), ("::/96", 0), ("64:ff9b::/96", 0), ("2002::/16", 80),
    )
)  # fmt: skip
"""Addresses that carry one of the older kind, and how far from their end it stands, in bits."""

_NAMES: tuple[tuple[str, str], ...] = (
    (MACHINE, "localhost localhost.localdomain ip6-localhost ip6-loopback"),
    (METADATA, "metadata.google.internal metadata.goog instance-data"),
    (PRIVATE, "local internal localdomain lan home home.arpa corp intranet private"),
    ("an address inside", "nip.io sslip.io xip.io localtest.me lvh.me lacolhost.com vcap.me"),
)
_BY_NAME = {name: what for what, names in _NAMES for name in names.split()}
_TWINS = str.maketrans("аесһіӏјкмпорѕтугνοαειτκрıɩɑⲟԁɡⅼ", "aechiljkmnopstyrvoaeitkpiiaodgl")
"""Letters of other alphabets that look like those of the names above."""


def inside(host: str) -> str | None:
    """Where a host lies when it is no host of the internet, in words; None for one that may be.

    >>> inside("0x7f.1"), inside("printer.local."), inside("bank.example.com")
    ('the machine itself', 'a private network', None)
    """
    plain = plain_host(host)
    address = address_of(plain)
    if address is not None:
        return _range_of(address)
    labels = plain.split(".")
    for at in range(len(labels)):
        if (what := _BY_NAME.get(".".join(labels[at:]))) is not None:
            return what
    return PRIVATE if len(labels) == 1 else None


def plain_host(host: str) -> str:
    """A host as a look-up reads it: small plain letters, no dots at its end, the letters of other alphabets that look
    like ours as ours."""
    labels = unicodedata.normalize("NFKC", host).casefold().replace("。", ".").rstrip(".").split(".")
    return ".".join(_unicode(label).translate(_TWINS) for label in labels)


def address_of(host: str) -> Address | None:
    """The address that a host is written as, in any form; None when it is a name."""
    if host.startswith("[") or ":" in host:
        try:
            return ipaddress.IPv6Address(host.strip("[]").partition("%")[0])
        except ValueError:
            return None
    numbers = [_number(part) for part in host.split(".")]
    if not 1 <= len(numbers) <= 4 or None in numbers:
        return None
    *first, last = [number for number in numbers if number is not None]
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        return None
    value = sum(number << (24 - 8 * at) for at, number in enumerate(first))
    return ipaddress.IPv4Address(value + last)


def _number(text: str) -> int | None:
    """Decimal, octal behind a zero, hexadecimal behind `0x`."""
    if not text.isascii() or not text[:1].isdecimal() or len(text) > 40:
        return None
    try:
        if text.startswith("0x"):
            return int(text[2:] or "0", 16)
        return int(text, 8) if text.startswith("0") else int(text)
    except ValueError:
        return None


def _unicode(label: str) -> str:
    """A label of letters beyond ASCII as it is shown."""
    if not label.startswith("xn--"):
        return label
    try:
        return unicodedata.normalize("NFKC", label[4:].encode("ascii").decode("punycode")).casefold()
    except UnicodeError:
        return label


def _range_of(address: Address) -> str | None:
    for what, network in _NETWORKS:
        if address in network:
            return what
    for carrier, shift in _CARRIERS:
        if address in carrier:
            return _range_of(ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF))
    return None
