"""Which remote ICE candidates this server is willing to send packets to.

aioice sends a check to every address the caller names, which would make the server a probe of its own network:
only plain UDP to a unicast address and an unprivileged port is kept.
"""

import ipaddress
import re
from dataclasses import dataclass
from typing import Literal

from runtime.media.bad_offer import BadOffer

MAX_KEPT = 10  # browsers send two to six; each kept one is a check every 20 ms for each of our own addresses
FIRST_UNPRIVILEGED_PORT = 1024  # nothing that speaks WebRTC listens below; DNS, NTP and the like do

Dropped = Literal[
    "name", "address", "private", "tcp", "port", "type", "component", "repeated", "too many", "not a plain address"
]

_LINE = re.compile(
    r"(?P<foundation>[A-Za-z0-9+/]{1,32}) (?P<component>\d{1,3}) (?P<transport>[A-Za-z-]{1,10}) (?P<priority>\d{1,10})"
    r" (?P<address>[A-Za-z0-9.:%_-]{1,253}) (?P<port>\d{1,5}) typ (?P<type>[a-z]{1,10})(?: [\x21-\x7e]+ [\x21-\x7e]+)*"
)
_HIGHEST_PRIORITY = 2**32 - 1
_HIGHEST_PORT = 65535
_THIS_NETWORK = ipaddress.ip_network("0.0.0.0/8")
_CARRIER_NAT = ipaddress.ip_network("100.64.0.0/10")  # neither private nor global for Python; VPNs use it


@dataclass(frozen=True, slots=True)
class Candidate:
    """One remote UDP address, as an SDP attribute value."""

    foundation: str
    priority: int
    address: str
    port: int
    type: str

    def to_sdp(self) -> str:
        """The value of `a=candidate:`, with no related address: nothing here needs it."""
        return f"{self.foundation} 1 udp {self.priority} {self.address} {self.port} typ {self.type}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of the offered candidates, and why each of the others went."""

    candidates: tuple[Candidate, ...]
    dropped: tuple[Dropped, ...]


def keep(values: list[str], *, allow_private: bool) -> Kept:
    """Judge the values of all `a=candidate:` lines; raise BadOffer for one that is not a candidate at all."""
    kept: list[Candidate] = []
    dropped: list[Dropped] = []
    seen: set[tuple[str, int]] = set()
    for value in values:
        verdict = _judge(value, allow_private=allow_private)
        if not isinstance(verdict, Candidate):
            dropped.append(verdict)
        elif (verdict.address, verdict.port) in seen:
            dropped.append("repeated")
        elif len(kept) >= MAX_KEPT:
            dropped.append("too many")
        else:
            seen.add((verdict.address, verdict.port))
            kept.append(verdict)
    return Kept(tuple(kept), tuple(dropped))


def _judge(value: str, *, allow_private: bool) -> Candidate | Dropped:
    match = _LINE.fullmatch(value.strip())
    if match is None or int(match["priority"]) > _HIGHEST_PRIORITY or int(match["port"]) > _HIGHEST_PORT:
        raise BadOffer(
            "offer.candidate",
            "One of the network addresses in the offer cannot be read.",
            "Send the a=candidate lines exactly as the browser gave them.",
        )
    if match["transport"].lower() != "udp":
        return "tcp"
    if match["component"] != "1":
        return "component"
    if match["type"] not in ("host", "srflx", "relay"):
        return "type"
    port = int(match["port"])
    if port < FIRST_UNPRIVILEGED_PORT:
        return "port"
    refused = _refuse_address(match["address"], allow_private=allow_private)
    if refused is not None:
        return refused
    address = str(ipaddress.ip_address(match["address"]))
    return Candidate(match["foundation"], int(match["priority"]), address, port, match["type"])


def _refuse_address(text: str, *, allow_private: bool) -> Dropped | None:
    """Why packets must not go to this address, or None when they may."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "name"  # a `.local` or other host name: looking it up takes a second, and is the caller's to choose
    if isinstance(address, ipaddress.IPv6Address) and (
        address.scope_id or address.ipv4_mapped or address.sixtofour or address.teredo
    ):
        return "not a plain address"  # an IPv4 address in disguise, or one that means something on this machine only
    # Link-local holds the metadata services of clouds, so it stays shut even where private addresses are welcome.
    if address.is_multicast or address.is_unspecified or address.is_link_local:
        return "address"
    if address.is_loopback or address.is_private:
        if isinstance(address, ipaddress.IPv4Address) and (address.is_reserved or address in _THIS_NETWORK):
            return "address"  # broadcast, 240.0.0.0/4 and 0.0.0.0/8 count as private too
        return None if allow_private else "private"
    if isinstance(address, ipaddress.IPv4Address) and address in _CARRIER_NAT:
        return None if allow_private else "private"
    return None if address.is_global and not address.is_reserved else "address"
