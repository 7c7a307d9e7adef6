"""Which remote ICE candidates this server is willing to send packets to.

aioice sends a check to every address the caller names, which would make the server a probe of its own network:
only plain UDP to a public unicast address and an unprivileged port is kept. Nobody is shut out by that: a caller in the
same network, whose addresses are all private, sends checks of their own, and these show where they are.
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


def keep(values: list[str]) -> Kept:
    """Judge the values of all `a=candidate:` lines; raise BadOffer for one that is not a candidate at all."""
    kept: list[Candidate] = []
    dropped: list[Dropped] = []
    seen: set[tuple[str, int]] = set()
    for value in values:
        verdict = _judge(value)
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


def _judge(value: str) -> Candidate | Dropped:
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
    refused = _refuse_address(match["address"])
    if refused is not None:
        return refused
    address = str(ipaddress.ip_address(match["address"]))
    return Candidate(match["foundation"], int(match["priority"]), address, port, match["type"])


def _refuse_address(text: str) -> Dropped | None:
    """Why packets must not go to this address, or None when they may."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "name"  # a `.local` or other host name: looking it up takes a second, and is the caller's to choose
    if isinstance(address, ipaddress.IPv6Address) and (
        address.scope_id or address.ipv4_mapped or address.sixtofour or address.teredo
    ):
        return "not a plain address"  # an IPv4 address in disguise, or one that means something on this machine only
    if address.is_multicast or address.is_unspecified:
        return "address"
    if not address.is_global:
        return "private"  # this machine, this network, and the metadata services of clouds
    return "address" if address.is_reserved else None
