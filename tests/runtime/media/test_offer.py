import asyncio
import re
from collections.abc import Callable

import pytest
from aiortc.sdp import SessionDescription
from hypothesis import given, settings
from hypothesis import strategies as st

from runtime.media import offer
from runtime.media.bad_offer import BadOffer
from runtime.media.peer import MediaPeer
from runtime.media.playout import Playout

Change = Callable[[str], str]


def swap(old: str, new: str) -> Change:
    def change(sdp: str) -> str:
        assert old in sdp, f"the offer has no {old!r}"
        return sdp.replace(old, new)

    return change


def without(start: str) -> Change:
    return lambda sdp: "\r\n".join(line for line in sdp.split("\r\n") if not line.startswith(start))


def plus(*lines: str) -> Change:
    return lambda sdp: sdp + "\r\n".join(lines) + "\r\n"


def candidate(value: str) -> Change:
    return plus(f"a=candidate:{value}")


VIDEO = ("m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:1", "a=rtcp-mux", "a=rtpmap:96 VP8/90000", "a=sendrecv")
DATA = ("m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:1")
AUDIO = ("m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:1", "a=rtcp-mux", "a=rtpmap:111 opus/48000/2", "a=sendrecv")
MD5 = "a=fingerprint:md5 " + ":".join(["AB"] * 16)
UDP = "1 1 udp 2122260223"

REFUSED: list[tuple[str, Change, str]] = [
    # the text as a whole
    ("empty", lambda _: "", "malformed"),
    ("only CR", lambda sdp: sdp.replace("\r\n", "\r"), "malformed"),
    ("a megabyte", lambda sdp: sdp + "a=x\r\n" * 210_000, "too_long"),
    ("ten thousand lines", lambda sdp: sdp + "a=x\r\n" * 10_000, "too_long"),
    ("NUL", plus("a=x:\0"), "malformed"),
    ("not ASCII", swap("s=-", "s=Gespräch"), "malformed"),
    ("no version", without("v="), "malformed"),
    ("free text", lambda _: "hello there", "malformed"),
    ("another version", swap("v=0", "v=1"), "malformed"),
    # the media line
    ("no media", lambda sdp: sdp[: sdp.index("m=audio")], "audio"),
    ("port is no number", swap("m=audio 54400", "m=audio x"), "malformed"),
    ("port 99999", swap("m=audio 54400", "m=audio 99999"), "malformed"),
    ("no formats", swap("SAVPF 111 63 9 0 8 13 110 126", "SAVPF"), "malformed"),
    ("unencrypted", swap("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "profile"),
    ("no such medium", swap("m=audio", "m=smell"), "malformed"),
    # payload types and codecs
    *[
        (f"payload type {number}", swap("SAVPF 111", f"SAVPF {number} 111"), "codec")
        for number in ("300", "-1", "72", "76", "x", "9" * 400, "+1", "1.5")
    ],
    ("rtpmap without codec", swap("rtpmap:9 G722/8000", "rtpmap:9"), "codec"),
    ("rtpmap of type 300", swap("rtpmap:9 G722", "rtpmap:300 G722"), "codec"),
    ("rate is no number", swap("opus/48000/2", "opus/abc/2"), "codec"),
    ("clock 0", swap("opus/48000/2", "opus/0/2"), "codec"),
    ("clock 10^12", swap("opus/48000/2", "opus/1000000000000/2"), "codec"),
    ("255 channels", swap("opus/48000/2", "opus/48000/255"), "codec"),
    ("Opus with one channel", swap("opus/48000/2", "opus/48000"), "no_opus"),
    ("no Opus", without("a=rtpmap:111"), "no_opus"),
    ("Opus that is not in the media line", swap("SAVPF 111 63", "SAVPF 63"), "no_opus"),
    ("Opus on a static payload type", lambda s: s.replace("111", "35"), "no_opus"),
    (
        "only H264",
        lambda s: s[: s.index("m=audio")] + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=rtpmap:96 H264/90000\r\n",
        "video",
    ),
    # sections
    ("video beside audio", plus(*VIDEO), "video"),
    ("two audio sections", plus(*AUDIO), "audio"),
    ("a thousand sections", plus(*("m=audio 9 UDP/TLS/RTP/SAVPF 111",) * 1000), "audio"),
    ("five hundred videos", plus(*VIDEO * 300), "video"),
    ("data channel", plus(*DATA, "a=sctp-port:5000"), "data"),
    ("data channel, sctp-port 70000", plus(*DATA, "a=sctp-port:70000"), "data"),
    ("data channel, no messages", plus(*DATA, "a=sctp-port:0", "a=max-message-size:0"), "data"),
    ("data channel, endless messages", plus(*DATA, "a=max-message-size:9223372036854775808"), "data"),
    (
        "data channel, old form",
        plus("m=application 9 DTLS/SCTP 5000", "a=sctpmap:5000 webrtc-datachannel 1024"),
        "data",
    ),
    ("names itself twice", plus("a=mid:0"), "mid"),
    ("no name", without("a=mid"), "mid"),
    ("a name of 10 KB", swap("a=mid:0", "a=mid:" + "0" * 10_000), "mid"),
    ("bundles what is missing", swap("BUNDLE 0", "BUNDLE 0 7"), "bundle"),
    ("bundles nothing", swap("BUNDLE 0", "BUNDLE"), "bundle"),
    ("receives only", swap("a=sendrecv", "a=recvonly"), "direction"),
    ("two directions", plus("a=inactive"), "direction"),
    # ICE
    ("no ufrag", without("a=ice-ufrag"), "ice"),
    ("no password", without("a=ice-pwd"), "ice"),
    ("a ufrag of one character", swap("a=ice-ufrag:EsAw", "a=ice-ufrag:E"), "ice"),
    ("a ufrag with a space", swap("a=ice-ufrag:EsAw", "a=ice-ufrag:Es Aw"), "ice"),
    ("a password of 10 KB", swap("P2uYro0UCOQ4zxjKXaWCBui1", "P" * 10_000), "ice"),
    ("a short password", swap("P2uYro0UCOQ4zxjKXaWCBui1", "P2uYro"), "ice"),
    ("two passwords", plus("a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1"), "ice"),
    # DTLS
    ("no fingerprint", without("a=fingerprint"), "fingerprint"),
    ("md5 only", lambda sdp: without("a=fingerprint")(sdp) + MD5 + "\r\n", "fingerprint"),
    ("unknown hash", swap("sha-256", "sha-9000"), "fingerprint"),
    ("fingerprint too short", swap("AB:AB:AB:", ""), "fingerprint"),
    ("fingerprint without value", swap("a=fingerprint:sha-256", "a=fingerprint:sha-256 \r\na=x:"), "fingerprint"),
    ("five fingerprints", plus(*["a=fingerprint:sha-256 " + ":".join(["CD"] * 32)] * 4), "fingerprint"),
    ("holdconn", swap("setup:actpass", "setup:holdconn"), "setup"),
    ("no setup", without("a=setup"), "setup"),
    ("two setups", plus("a=setup:active"), "setup"),
    ("no rtcp-mux", without("a=rtcp-mux"), "rtcp_mux"),
    # candidates
    ("candidate of seven fields", candidate("1 1 udp 1 8.8.8.8 5000 typ"), "candidate"),
    ("candidate's port too big", candidate(f"{UDP} 8.8.8.8 99999 typ host"), "candidate"),
    ("candidate's priority too big", candidate(f"1 1 udp {10**40} 8.8.8.8 5000 typ host"), "candidate"),
]

ACCEPTED: list[tuple[str, Change]] = [
    ("as it is", lambda sdp: sdp),
    ("LF only", lambda sdp: sdp.replace("\r\n", "\n")),
    ("no last line end", str.rstrip),
    ("fifty codecs", lambda s: s + "".join(f"a=rtpmap:{n} G722/8000\r\n" for n in range(50))),
    ("md5 beside sha-256", plus(MD5)),
    ("two fingerprints, one wrong", plus("a=fingerprint:sha-256 " + ":".join(["CD"] * 32))),
    ("a=rtcp without host", swap("a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp:9")),
    ("a=rtcp nonsense", swap("a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp:x y z")),
    ("bad extmap, ssrc, fmtp and group lines", plus("a=extmap:x", "a=ssrc:x", "a=fmtp:x", "a=ssrc-group:FID a b")),
    ("passive", swap("setup:actpass", "setup:passive")),
    ("active", swap("setup:actpass", "setup:active")),
    ("ICE lite", swap("s=-", "s=-\r\na=ice-lite")),
    ("no BUNDLE", without("a=group")),
    ("fingerprint of the session", lambda s: s.replace("m=audio", f"{fingerprint_of(s)}\r\nm=audio")),
    ("candidate of port 0", candidate(f"{UDP} 8.8.8.8 0 typ host")),
    ("candidate prflx", candidate(f"{UDP} 8.8.8.8 5000 typ prflx")),
    ("candidate with zone", candidate(f"{UDP} fe80::1%eth0 5000 typ host")),
    ("candidate with a name", candidate(f"{UDP} metadata.internal 5000 typ host")),
    ("a flood of .local", plus(*[f"a=candidate:{UDP} {n}-a.local 5000 typ host" for n in range(1000)])),
    ("multicast, broadcast, metadata", plus(*[
        f"a=candidate:{UDP} {address} 5000 typ host"
        for address in ("224.0.0.251", "255.255.255.255", "169.254.169.254", "0.0.0.0")
    ])),
    ("no candidate at all", without("a=candidate")),
]  # fmt: skip


def fingerprint_of(sdp: str) -> str:
    return next(line for line in sdp.split("\r\n") if line.startswith("a=fingerprint"))


@pytest.mark.parametrize(("change", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_bad_offer_is_refused_and_leaves_nothing(
    change: Change, code: str, browser_offer: str, call_tools: type
) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        peer = quiet_peer()
        try:
            with pytest.raises(BadOffer) as caught:
                await peer.answer(change(browser_offer))
            assert await call_tools.level() == before  # without any close()
        finally:
            await peer.close()
        assert caught.value.code == f"offer.{code}"
        assert caught.value.message.endswith(".")
        assert caught.value.remedy.endswith(".")

    asyncio.run(scenario())


@pytest.mark.parametrize("change", [row[1] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_a_usable_offer_is_answered_and_leaves_nothing(change: Change, browser_offer: str, call_tools: type) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        peer = quiet_peer()
        answer = await peer.answer(change(browser_offer))
        assert "a=rtpmap:111 opus/48000/2" in answer
        assert answer.count("m=") == 1
        await peer.close()
        assert await call_tools.level() == before

    asyncio.run(scenario())


@pytest.mark.parametrize("sdp", [None, 5, ["v=0"], {"sdp": "v=0"}, b"v=0"])
def test_what_is_no_text_is_refused(sdp: object) -> None:
    with pytest.raises(BadOffer, match="not a text"):
        offer.clean_offer(sdp)


def quiet_peer() -> MediaPeer:
    return MediaPeer(name="call", on_audio=lambda _pcm, _ns: None, on_state=lambda _state: None, playout=Playout())


def test_only_what_was_understood_is_passed_on(browser_offer: str) -> None:
    clean = offer.clean_offer(browser_offer)
    assert [candidate.address for candidate in clean.kept.candidates] == []
    assert clean.kept.dropped == ("private", "name", "tcp", "private")
    for line in clean.sdp.split("\r\n"):
        assert re.match(
            r"v=0|o=|s=-|t=0 0|c=|a=(group|msid-semantic|mid|sendrecv|rtcp-mux|rtpmap|ice-|finger|setup)|m=|$", line
        )
    parsed = SessionDescription.parse(clean.sdp)
    assert [codec.mimeType for codec in parsed.media[0].rtp.codecs] == ["audio/opus"]
    assert not parsed.media[0].ice_candidates_complete


lines = st.lists(
    st.one_of(
        st.sampled_from([*VIDEO, *DATA, *AUDIO, MD5, "a=mid:1", "a=ice-lite", "a=setup:active"]),
        st.from_regex(r"[vostcma]=[ -~]{0,40}", fullmatch=True),
    ),
    max_size=6,
)


@settings(max_examples=200)
@given(where=st.integers(0, 40), cut=st.integers(0, 5), extra=lines)
def test_no_other_error_for_any_mutation(where: int, cut: int, extra: list[str]) -> None:
    from tests.runtime.media import conftest

    offered = conftest.BROWSER_OFFER.split("\r\n")
    offered[where : where + cut] = extra
    try:
        clean = offer.clean_offer("\r\n".join(offered))
    except BadOffer:
        return
    SessionDescription.parse(clean.sdp)


@settings(max_examples=200)
@given(text=st.text(max_size=400))
def test_no_other_error_for_any_text(text: str) -> None:
    with pytest.raises(BadOffer):
        offer.clean_offer(text)
