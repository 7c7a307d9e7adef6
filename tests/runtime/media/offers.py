"""An offer as a browser makes it, and what may be wrong with one: by group of bad input, with the code of refusal."""

from collections.abc import Callable

FINGERPRINT = ":".join(["AB"] * 32)

# As Chromium writes it for one microphone, with the codecs that matter here.
BROWSER_OFFER = "\r\n".join(
    [
        "v=0",
        "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "a=extmap-allow-mixed",
        "a=msid-semantic: WMS 8c2b",
        "m=audio 54400 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
        "c=IN IP4 192.168.1.7",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=candidate:1467250027 1 udp 2122260223 192.168.1.7 54400 typ host generation 0 network-id 1",
        "a=candidate:1853887674 1 udp 2122194687 2e3e4d5c-1111-4222-8333-444455556666.local 54401 typ host",
        "a=candidate:435653019 1 tcp 1518280447 192.168.1.7 9 typ host tcptype active generation 0",
        "a=candidate:842163049 1 udp 1686052607 198.51.100.9 54400 typ srflx raddr 192.168.1.7 rport 54400",
        "a=ice-ufrag:EsAw",
        "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1",
        "a=ice-options:trickle",
        f"a=fingerprint:sha-256 {FINGERPRINT}",
        "a=setup:actpass",
        "a=mid:0",
        "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=sendrecv",
        "a=msid:8c2b 9d1f",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        "a=rtpmap:111 opus/48000/2",
        "a=rtcp-fb:111 transport-cc",
        "a=fmtp:111 minptime=10;useinbandfec=1",
        "a=rtpmap:63 red/48000/2",
        "a=fmtp:63 111/111",
        "a=rtpmap:9 G722/8000",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:8 PCMA/8000",
        "a=rtpmap:13 CN/8000",
        "a=rtpmap:110 telephone-event/48000",
        "a=rtpmap:126 telephone-event/8000",
        "a=ssrc:3735928559 cname:o/i14u9pJrxRKAsu",
        "",
    ]
)

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

REFUSED: list[tuple[int, str, Change, str]] = [
    # the text as a whole
    (4, "empty", lambda _: "", "malformed"),
    (4, "only CR", lambda sdp: sdp.replace("\r\n", "\r"), "malformed"),
    (4, "a megabyte", lambda sdp: sdp + "a=x\r\n" * 210_000, "too_long"),
    (4, "ten thousand lines", lambda sdp: sdp + "a=x\r\n" * 10_000, "too_long"),
    (4, "NUL", plus("a=x:\0"), "malformed"),
    (4, "not ASCII", swap("s=-", "s=Gespräch"), "malformed"),
    (4, "no version", without("v="), "malformed"),
    (4, "free text", lambda _: "hello there", "malformed"),
    (4, "another version", swap("v=0", "v=1"), "malformed"),
    # the media line
    (5, "no media", lambda sdp: sdp[: sdp.index("m=audio")], "audio"),
    (5, "port is no number", swap("m=audio 54400", "m=audio x"), "malformed"),
    (5, "port 99999", swap("m=audio 54400", "m=audio 99999"), "malformed"),
    (5, "no formats", swap("SAVPF 111 63 9 0 8 13 110 126", "SAVPF"), "malformed"),
    (5, "unencrypted", swap("UDP/TLS/RTP/SAVPF", "RTP/AVP"), "profile"),
    (5, "no such medium", swap("m=audio", "m=smell"), "malformed"),
    # payload types and codecs
    *[
        (6, f"payload type {number}", swap("SAVPF 111", f"SAVPF {number} 111"), "codec")
        for number in ("300", "-1", "72", "76", "x", "9" * 400, "+1", "1.5")
    ],
    (7, "rtpmap without codec", swap("rtpmap:9 G722/8000", "rtpmap:9"), "codec"),
    (7, "rtpmap of type 300", swap("rtpmap:9 G722", "rtpmap:300 G722"), "codec"),
    (7, "rate is no number", swap("opus/48000/2", "opus/abc/2"), "codec"),
    (7, "clock 0", swap("opus/48000/2", "opus/0/2"), "codec"),
    (7, "clock 10^12", swap("opus/48000/2", "opus/1000000000000/2"), "codec"),
    (7, "255 channels", swap("opus/48000/2", "opus/48000/255"), "codec"),
    (7, "Opus with one channel", swap("opus/48000/2", "opus/48000"), "no_opus"),
    (8, "no Opus", without("a=rtpmap:111"), "no_opus"),
    (8, "Opus that is not in the media line", swap("SAVPF 111 63", "SAVPF 63"), "no_opus"),
    (8, "Opus on a static payload type", lambda s: s.replace("111", "35"), "no_opus"),
    (
        8,
        "only H264",
        lambda s: s[: s.index("m=audio")] + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\na=rtpmap:96 H264/90000\r\n",
        "video",
    ),
    # sections
    (8, "video beside audio", plus(*VIDEO), "video"),
    (9, "two audio sections", plus(*AUDIO), "audio"),
    (9, "a thousand sections", plus(*("m=audio 9 UDP/TLS/RTP/SAVPF 111",) * 1000), "audio"),
    (9, "five hundred videos", plus(*VIDEO * 300), "video"),
    (20, "data channel", plus(*DATA, "a=sctp-port:5000"), "data"),
    (20, "data channel, sctp-port 70000", plus(*DATA, "a=sctp-port:70000"), "data"),
    (20, "data channel, no messages", plus(*DATA, "a=sctp-port:0", "a=max-message-size:0"), "data"),
    (20, "data channel, endless messages", plus(*DATA, "a=max-message-size:9223372036854775808"), "data"),
    (
        20,
        "data channel, old form",
        plus("m=application 9 DTLS/SCTP 5000", "a=sctpmap:5000 webrtc-datachannel 1024"),
        "data",
    ),
    (9, "names itself twice", plus("a=mid:0"), "mid"),
    (9, "no name", without("a=mid"), "mid"),
    (9, "a name of 10 KB", swap("a=mid:0", "a=mid:" + "0" * 10_000), "mid"),
    (9, "bundles what is missing", swap("BUNDLE 0", "BUNDLE 0 7"), "bundle"),
    (9, "bundles nothing", swap("BUNDLE 0", "BUNDLE"), "bundle"),
    (9, "receives only", swap("a=sendrecv", "a=recvonly"), "direction"),
    (9, "two directions", plus("a=inactive"), "direction"),
    # ICE
    (10, "no ufrag", without("a=ice-ufrag"), "ice"),
    (10, "no password", without("a=ice-pwd"), "ice"),
    (10, "a ufrag of one character", swap("a=ice-ufrag:EsAw", "a=ice-ufrag:E"), "ice"),
    (10, "a ufrag with a space", swap("a=ice-ufrag:EsAw", "a=ice-ufrag:Es Aw"), "ice"),
    (10, "a password of 10 KB", swap("P2uYro0UCOQ4zxjKXaWCBui1", "P" * 10_000), "ice"),
    (10, "a short password", swap("P2uYro0UCOQ4zxjKXaWCBui1", "P2uYro"), "ice"),
    (10, "two passwords", plus("a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1"), "ice"),
    # DTLS
    (11, "no fingerprint", without("a=fingerprint"), "fingerprint"),
    (11, "md5 only", lambda sdp: without("a=fingerprint")(sdp) + MD5 + "\r\n", "fingerprint"),
    (11, "unknown hash", swap("sha-256", "sha-9000"), "fingerprint"),
    (11, "fingerprint too short", swap("AB:AB:AB:", ""), "fingerprint"),
    (11, "fingerprint without value", swap("a=fingerprint:sha-256", "a=fingerprint:sha-256 \r\na=x:"), "fingerprint"),
    (11, "five fingerprints", plus(*["a=fingerprint:sha-256 " + ":".join(["CD"] * 32)] * 4), "fingerprint"),
    (12, "holdconn", swap("setup:actpass", "setup:holdconn"), "setup"),
    (12, "no setup", without("a=setup"), "setup"),
    (12, "two setups", plus("a=setup:active"), "setup"),
    (13, "no rtcp-mux", without("a=rtcp-mux"), "rtcp_mux"),
    # candidates
    (14, "candidate of seven fields", candidate("1 1 udp 1 8.8.8.8 5000 typ"), "candidate"),
    (14, "candidate's port too big", candidate(f"{UDP} 8.8.8.8 99999 typ host"), "candidate"),
    (14, "candidate's priority too big", candidate(f"1 1 udp {10**40} 8.8.8.8 5000 typ host"), "candidate"),
]

ACCEPTED: list[tuple[int, str, Change]] = [
    (4, "as it is", lambda sdp: sdp),
    (4, "LF only", lambda sdp: sdp.replace("\r\n", "\n")),
    (4, "no last line end", str.rstrip),
    (8, "fifty codecs", lambda s: s + "".join(f"a=rtpmap:{n} G722/8000\r\n" for n in range(50))),
    (11, "md5 beside sha-256", plus(MD5)),
    (11, "two fingerprints, one wrong", plus("a=fingerprint:sha-256 " + ":".join(["CD"] * 32))),
    (13, "a=rtcp without host", swap("a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp:9")),
    (13, "a=rtcp nonsense", swap("a=rtcp:9 IN IP4 0.0.0.0", "a=rtcp:x y z")),
    (5, "bad extmap, ssrc, fmtp and group lines", plus("a=extmap:x", "a=ssrc:x", "a=fmtp:x", "a=ssrc-group:FID a b")),
    (12, "passive", swap("setup:actpass", "setup:passive")),
    (12, "active", swap("setup:actpass", "setup:active")),
    (10, "ICE lite", swap("s=-", "s=-\r\na=ice-lite")),
    (9, "no BUNDLE", without("a=group")),
    (11, "fingerprint of the session", lambda s: s.replace("m=audio", f"{fingerprint_of(s)}\r\nm=audio")),
    (14, "candidate of port 0", candidate(f"{UDP} 8.8.8.8 0 typ host")),
    (14, "candidate prflx", candidate(f"{UDP} 8.8.8.8 5000 typ prflx")),
    (14, "candidate with zone", candidate(f"{UDP} fe80::1%eth0 5000 typ host")),
    (14, "candidate with a name", candidate(f"{UDP} metadata.internal 5000 typ host")),
    (14, "a flood of .local", plus(*[f"a=candidate:{UDP} {n}-a.local 5000 typ host" for n in range(1000)])),
    (14, "multicast, broadcast, metadata", plus(*[
        f"a=candidate:{UDP} {address} 5000 typ host"
        for address in ("224.0.0.251", "255.255.255.255", "169.254.169.254", "0.0.0.0")
    ])),
    (14, "no candidate at all", without("a=candidate")),
]  # fmt: skip


def fingerprint_of(sdp: str) -> str:
    return next(line for line in sdp.split("\r\n") if line.startswith("a=fingerprint"))
