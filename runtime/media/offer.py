"""SDP hygiene: read an offer strictly and write a new one that holds nothing but what was understood.

aiortc's parser leans on `assert`, `int()` and `split()`. It never sees the caller's text: only the canonical offer
that `clean_offer` writes. Every problem is a BadOffer.
"""

import re
from dataclasses import dataclass, field

from runtime.media import candidates
from runtime.media.bad_offer import BadOffer

MAX_BYTES = 64 * 1024  # a browser's audio offer has 2-4 KB
MAX_LINES = 2000
FORBIDDEN_PAYLOAD_TYPES = range(72, 77)  # RFC 5761: would be taken for RTCP
DYNAMIC_PAYLOAD_TYPES = range(96, 128)  # aiortc only echoes a payload type from here
MAX_FINGERPRINTS = 4

_MEDIA = re.compile(r"m=(audio|video|application|text|message|image) (\d{1,5})(?:/\d{1,5})? ([A-Z/]{1,40}) (.{1,2000})")
_RTPMAP = re.compile(r"(\d{1,3}) ([A-Za-z0-9._-]{1,40})/(\d{1,7})(?:/(\d{1,2}))?")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,64}")
_UFRAG = re.compile(r"[A-Za-z0-9+/]{4,256}")
_PWD = re.compile(r"[A-Za-z0-9+/]{22,256}")
_SHA_256 = re.compile(r"(?:[0-9A-Fa-f]{2}:){31}[0-9A-Fa-f]{2}")
_SETUP = ("actpass", "active", "passive")
_DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
_CODECS_REMEDY = "Offer Opus at 48000 Hz with two channels, as every browser does."
_BROWSER_REMEDY = "Send the offer exactly as RTCPeerConnection made it, after ICE gathering is complete."


@dataclass(frozen=True, slots=True)
class CleanOffer:
    """A canonical offer: one Opus section, and the candidates that may be contacted."""

    sdp: str
    kept: candidates.Kept


@dataclass(slots=True)
class _Section:
    """Attributes of the session or of one media section, by name, in their order."""

    media: re.Match[str] | None = None
    attributes: dict[str, list[str]] = field(default_factory=dict)

    def all(self, name: str) -> list[str]:
        return self.attributes.get(name, [])


def clean_offer(sdp: object) -> CleanOffer:
    """Check an offer and rewrite it. Raises BadOffer."""
    session, section = _only_audio(_split(_text(sdp)))
    payload_type = _opus(section)
    if "rtcp-mux" not in section.attributes:
        raise _bad("rtcp_mux", "The offer wants a second port for RTCP.", "Offer a=rtcp-mux, as every browser does.")
    mid = _mid(session, section)
    lines = ["v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=-", "t=0 0"]
    if "ice-lite" in session.attributes:
        lines.append("a=ice-lite")
    lines += [f"a=group:BUNDLE {mid}", "a=msid-semantic:WMS *"]
    lines += [f"m=audio 9 UDP/TLS/RTP/SAVPF {payload_type}", "c=IN IP4 0.0.0.0", f"a=mid:{mid}", _direction(section)]
    lines += ["a=rtcp-mux", f"a=rtpmap:{payload_type} opus/48000/2"]
    lines += [f"a=ice-ufrag:{_credential(session, section, 'ice-ufrag', _UFRAG)}"]
    lines += [f"a=ice-pwd:{_credential(session, section, 'ice-pwd', _PWD)}"]
    lines += [f"a=fingerprint:sha-256 {value}" for value in _fingerprints(session, section)]
    lines.append(f"a=setup:{_setup(session, section)}")
    kept = candidates.keep(session.all("candidate") + section.all("candidate"))
    lines += [f"a=candidate:{candidate.to_sdp()}" for candidate in kept.candidates]
    # Never `end-of-candidates`: with it, and every candidate dropped (Chromium's are all `.local`), aioice gives up
    # at once instead of waiting for the caller's own checks to show the address.
    return CleanOffer("\r\n".join(lines) + "\r\n", kept)


def _bad(code: str, message: str, remedy: str = _BROWSER_REMEDY) -> BadOffer:
    return BadOffer(f"offer.{code}", message, remedy)


def _text(sdp: object) -> str:
    if not isinstance(sdp, str):
        raise _bad("malformed", "The offer is not a text.")
    if len(sdp) > MAX_BYTES:
        raise _bad("too_long", f"The offer is longer than {MAX_BYTES // 1024} KB.")
    if not sdp.isascii() or "\0" in sdp:
        raise _bad("malformed", "The offer holds characters that SDP does not allow.")
    return sdp


def _split(sdp: str) -> list[str]:
    lines = sdp.replace("\r\n", "\n").rstrip("\n").split("\n")  # not splitlines(): it also breaks at form feeds
    if len(lines) > MAX_LINES:
        raise _bad("too_long", f"The offer has more than {MAX_LINES} lines.")
    if lines[0] != "v=0" or any("\r" in line or len(line) < 2 or line[1] != "=" for line in lines):
        raise _bad("malformed", "The offer is not a session description.")
    return lines


def _only_audio(lines: list[str]) -> tuple[_Section, _Section]:
    session = current = _Section()
    media: list[_Section] = []
    for line in lines:
        if line.startswith("m="):
            match = _MEDIA.fullmatch(line.rstrip())
            if match is None or int(match[2]) > 65535:
                raise _bad("malformed", "One of the media lines of the offer cannot be read.")
            current = _Section(match)
            media.append(current)
        elif line.startswith("a="):
            name, _, value = line[2:].partition(":")
            current.attributes.setdefault(name.strip(), []).append(value.strip())
    kinds = [section.media[1] for section in media if section.media]
    if "video" in kinds:
        raise _bad("video", "The offer asks for video. This is a voice call.", "Offer one audio track and no video.")
    if any(kind != "audio" for kind in kinds):
        raise _bad("data", "The offer asks for a data channel.", "Offer one audio track; text goes over the WebSocket.")
    if len(media) != 1:
        problem = "has no audio" if not media else f"has {len(media)} audio sections"
        raise _bad("audio", f"The offer {problem}.", "Offer exactly one audio track that sends and receives.")
    return session, media[0]


def _opus(section: _Section) -> int:
    assert section.media is not None
    profile, formats = section.media[3], section.media[4].split()
    if profile not in ("UDP/TLS/RTP/SAVPF", "RTP/SAVPF"):
        raise _bad("profile", "The offer does not ask for encrypted audio over UDP.")
    if any(not (text.isdecimal() and len(text) <= 3 and int(text) < 128) for text in formats):
        raise _bad("codec", "The offer names a codec number that does not exist.", _CODECS_REMEDY)
    offered = [int(text) for text in formats]
    if any(number in FORBIDDEN_PAYLOAD_TYPES for number in offered):
        raise _bad("codec", "The offer uses a codec number that is reserved for RTCP.", _CODECS_REMEDY)
    opus: list[int] = []
    for value in section.all("rtpmap"):
        match = _RTPMAP.fullmatch(value)
        if match is None or int(match[3]) == 0 or int(match[1]) > 127:
            raise _bad("codec", "One of the codecs of the offer cannot be read.", _CODECS_REMEDY)
        if (match[2].lower(), match[3], match[4]) == ("opus", "48000", "2"):
            opus.append(int(match[1]))
    usable = [number for number in opus if number in offered and number in DYNAMIC_PAYLOAD_TYPES]
    if not usable:
        raise _bad("no_opus", "The offer has no Opus audio.", _CODECS_REMEDY)
    return usable[0]


def _mid(session: _Section, section: _Section) -> str:
    mids = section.all("mid")
    if len(mids) != 1 or not _TOKEN.fullmatch(mids[0]):
        raise _bad("mid", "The audio section of the offer has no name (a=mid), or more than one.")
    for value in session.all("group"):
        semantics, *names = value.split() or [""]
        if semantics == "BUNDLE" and names != mids:
            raise _bad("bundle", "The offer bundles media sections that it does not have.")
    return mids[0]


def _direction(section: _Section) -> str:
    directions = [name for name in section.attributes if name in _DIRECTIONS]
    if directions not in ([], ["sendrecv"]):
        raise _bad("direction", "The offer does not both send and receive audio.", "Offer the audio as sendrecv.")
    return "a=sendrecv"


def _credential(session: _Section, section: _Section, name: str, shape: re.Pattern[str]) -> str:
    values = section.all(name) or session.all(name)
    if len(values) != 1 or not shape.fullmatch(values[0]):
        raise _bad("ice", f"The offer has no usable a={name}.")
    return values[0]


def _fingerprints(session: _Section, section: _Section) -> list[str]:
    values = []
    for line in session.all("fingerprint") + section.all("fingerprint"):
        algorithm, _, value = line.partition(" ")
        if algorithm.lower() != "sha-256":
            continue  # another hash beside it adds nothing; alone it is refused below
        if not _SHA_256.fullmatch(value):
            raise _bad("fingerprint", "The fingerprint in the offer cannot be read.")
        values.append(value.upper())
    if not values or len(values) > MAX_FINGERPRINTS:
        raise _bad("fingerprint", "The offer needs a sha-256 fingerprint of its certificate.")
    return values


def _setup(session: _Section, section: _Section) -> str:
    values = section.all("setup") or session.all("setup")
    if len(values) != 1 or values[0] not in _SETUP:
        raise _bad("setup", "The offer does not say who opens the encrypted connection (a=setup).")
    return values[0]
