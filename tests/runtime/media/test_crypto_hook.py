import struct
from types import SimpleNamespace

import aiortc.rtcrtpreceiver
import pytest
from aiortc.rtcdtlstransport import RtpRouter
from aiortc.rtp import (
    RtcpByePacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSourceInfo,
    RtpPacket,
)
from pylibsrtp import Error as SrtpError
from pylibsrtp import Policy, Session

from runtime.media import crypto_hook, patches
from runtime.media.crypto_hook import MAX_STREAMS, FewStreams, reports

KEY = bytes(range(30))


def session(kind: int, key: bytes = KEY) -> Session:
    return Session(Policy(key=key, ssrc_type=kind))


def sound(stream: int, number: int = 1) -> bytes:
    return RtpPacket(payload_type=96, sequence_number=number, ssrc=stream, payload=b"\xf8\xff\xfe").serialize()


def test_streams_are_decrypted_up_to_a_number_and_what_is_forged_takes_no_place() -> None:
    sender, forger = session(Policy.SSRC_ANY_OUTBOUND), session(Policy.SSRC_ANY_OUTBOUND, bytes(30))
    few = FewStreams(session(Policy.SSRC_ANY_INBOUND))
    for stream in range(100, 200):
        with pytest.raises(SrtpError):
            few.unprotect(forger.protect(sound(stream)))
    for stream in range(1, MAX_STREAMS + 1):
        assert few.unprotect(sender.protect(sound(stream))) == sound(stream)
    for stream in range(MAX_STREAMS + 1, 1_000):
        with pytest.raises(SrtpError, match="too many"):
            few.unprotect(sender.protect(sound(stream)))
    assert few.unprotect(sender.protect(sound(1, 2))) == sound(1, 2)
    with pytest.raises(SrtpError, match="too many"):
        few.unprotect_rtcp(sender.protect_rtcp(bytes(RtcpRrPacket(ssrc=77))))
    report = bytes(RtcpRrPacket(ssrc=1))
    assert few.unprotect_rtcp(sender.protect_rtcp(report)) == report


@pytest.mark.parametrize("length", [1, 4, 7, 11, 1_501, 60_000])
def test_too_short_and_too_long_is_an_error_that_aiortc_expects(length: int) -> None:
    few = FewStreams(session(Policy.SSRC_ANY_INBOUND))
    for decrypt in (few.unprotect, few.unprotect_rtcp):
        with pytest.raises(SrtpError):
            decrypt(b"\x80\xc8" + bytes(length))


REMB = RtcpPsfbPacket(fmt=15, ssrc=1, media_ssrc=0, fci=b"REMB\xff" + bytes(3))
LOST = RtcpRtpfbPacket(fmt=1, ssrc=1, media_ssrc=2, lost=list(range(300)))
SDES = RtcpSdesPacket(chunks=[RtcpSourceInfo(ssrc=1, items=[(1, b"me")])])


def test_of_reports_only_those_count_that_matter_for_sound() -> None:
    receiver, bye = RtcpRrPacket(ssrc=1, reports=[RtcpReceiverInfo(2, 0, 0, 0, 0, 0, 0)]), RtcpByePacket(sources=[1])
    assert reports(b"".join(bytes(each) for each in (receiver, REMB, LOST, SDES, bye))) == [receiver, bye]


@pytest.mark.parametrize("data", [b"", b"\x80", b"\x80\xc8\x00\x06" + bytes(8), b"\x00\xc9\x00\x00", bytes(REMB)[:9]])
def test_what_cannot_be_read_is_no_report(data: bytes) -> None:
    assert reports(data) == []


def test_aiortc_alone_would_fail_at_the_report_that_is_left_out() -> None:
    with pytest.raises(struct.error):  # which nobody catches: the call would be over
        RtpRouter().route_rtcp(REMB)


def test_another_aiortc_is_noticed() -> None:
    with pytest.raises(AttributeError):
        crypto_hook.install(SimpleNamespace(_setup_srtp=None))  # type: ignore[arg-type]


def test_the_jitter_of_a_clock_that_jumps_fits_into_a_report() -> None:
    patches.install()
    assert aiortc.rtcrtpreceiver.StreamStatistics is patches.BoundedStatistics
    kept, plain = patches.BoundedStatistics(48_000), patches.BoundedStatistics.__base__(48_000)
    for statistics in (kept, plain):
        statistics.add(RtpPacket(sequence_number=1))
        statistics._jitter_q4 = 1 << 40
    with pytest.raises(struct.error):
        struct.pack("!L", plain.jitter)
    assert struct.pack("!L", kept.jitter) == b"\xff\xff\xff\xff"
