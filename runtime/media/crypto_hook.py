"""Bounds what a caller's packets can make aiortc's transport do, before they are decrypted and after.

libsrtp and aiortc keep something of each stream (SSRC) that ever sent a valid packet, for as long as the call lasts.
And aiortc does for sound what browsers ask for of pictures: one report that calls packets lost, in 1.5 kB, has it send
six thousand.
"""

from collections.abc import Callable
from struct import error as StructError
from struct import unpack_from
from typing import Any, Protocol

from aiortc import RTCDtlsTransport
from aiortc.rtp import AnyRtcpPacket, RtcpByePacket, RtcpPacket, RtcpRrPacket, RtcpSrPacket
from pylibsrtp import Error as SrtpError

MAX_STREAMS = 8
"""SSRCs that a call will ever listen to: aiortc's reports fail at 32. A browser has one, also in its reports."""
_RTP_SSRC_AT, _RTCP_SSRC_AT = 8, 4


class Decrypting(Protocol):
    """What is used of a libsrtp session."""

    def unprotect(self, packet: bytes) -> bytes: ...
    def unprotect_rtcp(self, packet: bytes) -> bytes: ...


class FewStreams:
    """Stands in for the session that decrypts: once there were enough streams, others are not even tried."""

    def __init__(self, session: Decrypting) -> None:
        self._session = session
        self._known: set[int] = set()

    def unprotect(self, packet: bytes) -> bytes:
        """An RTP packet. Raises pylibsrtp.Error, as the session does."""
        return self._decrypt(self._session.unprotect, packet, _RTP_SSRC_AT)

    def unprotect_rtcp(self, packet: bytes) -> bytes:
        """An RTCP packet. Raises pylibsrtp.Error."""
        return self._decrypt(self._session.unprotect_rtcp, packet, _RTCP_SSRC_AT)

    def _decrypt(self, decrypt: Callable[[bytes], bytes], packet: bytes, ssrc_at: int) -> bytes:
        try:
            (stream,) = unpack_from("!L", packet, ssrc_at)
            if stream not in self._known and len(self._known) >= MAX_STREAMS:
                raise SrtpError("one stream too many")
            plain = decrypt(packet)
        except (StructError, ValueError) as problem:  # too short, too long: aiortc would let the call end
            raise SrtpError(str(problem)) from None
        self._known.add(stream)  # only now: what is forged takes nobody's place
        return plain


def reports(data: bytes) -> list[AnyRtcpPacket]:
    """Of a compound RTCP packet what matters for sound; nothing where it cannot be read."""
    try:
        packets = RtcpPacket.parse(data)
    except (StructError, ValueError):
        return []
    return [each for each in packets if isinstance(each, RtcpSrPacket | RtcpRrPacket | RtcpByePacket)]


def install(transport: RTCDtlsTransport) -> None:
    """Guard the transport of one connection. Raises AttributeError for an aiortc that has changed."""
    guarded: Any = transport
    set_up, router = guarded._setup_srtp, guarded._rtp_router
    route = router.route_rtcp
    _ = guarded._handle_rtcp_data

    def set_up_few() -> None:
        set_up()
        if guarded._rx_srtp is not None:
            guarded._rx_srtp = FewStreams(guarded._rx_srtp)

    async def handle_reports(data: bytes) -> None:
        for packet in reports(data):
            for recipient in route(packet):
                await recipient._handle_rtcp_packet(packet)

    guarded._setup_srtp = set_up_few
    guarded._handle_rtcp_data = handle_reports
