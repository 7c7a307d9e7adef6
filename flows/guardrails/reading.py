"""A text as who looks through tricks reads it: hidden and look-alike characters, spelled and encoded words.

The characters are those of the Unicode blocks that render as nothing (tags, variation selectors, zero width, marks of
direction), as the OWASP list of prompt injections of 2026 (LLM01) names them.
"""

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass

MAX_CHARACTERS = 4_000
"""Of what is looked at: two minutes of speech, or a page. What is longer is looked at in pieces by whoever has it."""
MAX_VIEWS = 6
TAGS_FROM, TAGS_TO = 0xE0020, 0xE007E
"""Tag characters mirror ASCII: whole sentences are written in them that nobody sees."""
_HIDDEN = re.compile("[\ud800-\udfff\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e01ef]")  # fmt: skip  # noqa: E501
_ALIKE = str.maketrans(
    "аеорсухіјѕԁһӏԛԝАВЕКМНОРСТХІЈЅαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlqwABEKMHOPCTXIJSabeiknoptuxABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones."""
_LEET = str.maketrans("013457@$!", "oieastasi")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,2000}={0,2}")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}[ :]?){8,1000}")
_SPELLED = re.compile(r"(?<![^\W_])(?:[^\W\d_][\s.\-_*]{1,3}){3,60}[^\W\d_](?![^\W_])")
_MIXED = re.compile(r"[^\s]*[a-zA-Z][^\s]*")
_ROTATED = re.compile(r"\brot ?-?13\b", re.IGNORECASE)
_WORDS = 3
"""Letters that a decoded text must have in a row to be words."""


@dataclass(frozen=True)
class Reading:
    """`text`: as it is written. `plain`: what is seen. `views`: that, and what else it can be read as."""

    text: str
    plain: str
    views: tuple[str, ...]


def visible(text: str) -> str:
    """A text without characters that nobody sees, and with letters for those that look alike."""
    return unicodedata.normalize("NFKC", _HIDDEN.sub("", text)).translate(_ALIKE)


def read(text: str) -> Reading:
    """All that a text can be read as; of a long one the beginning and the end."""
    if len(text) > MAX_CHARACTERS:
        text = text[: MAX_CHARACTERS // 2] + " | " + text[-MAX_CHARACTERS // 2 :]
    plain = visible(text)
    views = [plain]
    tagged = "".join(chr(ord(each) - 0xE0000) for each in text if TAGS_FROM <= ord(each) <= TAGS_TO)
    views += [tagged] if tagged else []
    views += _spelled_out(plain) + _leet(plain) + _decoded(plain)
    if _ROTATED.search(plain):
        views.append(plain.translate(_rotation()))
    return Reading(text, plain, tuple(dict.fromkeys(views))[:MAX_VIEWS])


def _spelled_out(text: str) -> list[str]:
    """ "i g n o r e" is a word. Between spelled words stand more than one space, or they are read as one."""
    if not _SPELLED.search(text):
        return []
    joined = _SPELLED.sub(lambda found: re.sub(r"(?<=\S)[\s.\-_*](?=\S)", "", found[0]), text)
    return [" ".join(joined.split())]


def _leet(text: str) -> list[str]:
    """Figures and signs in the place of letters, in words that have both."""

    def letters(found: re.Match[str]) -> str:
        word = found[0]
        core = word.rstrip("!?.,")
        mixed = any(each.isdigit() or each in "@$" for each in core) and sum(each.isalpha() for each in core) >= 2
        return core.lower().translate(_LEET) + word[len(core) :] if mixed else word

    changed = _MIXED.sub(letters, text)
    return [changed] if changed != text else []


def _decoded(text: str) -> list[str]:
    """Base64 and hexadecimal figures that are words."""
    found = []
    for match in _ENCODED.finditer(text):
        padded = match[0].rstrip("=").replace("-", "+").replace("_", "/")
        try:
            found.append(base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True).decode("utf-8"))
        except (binascii.Error, UnicodeDecodeError):
            continue
    for match in _HEX.finditer(text):
        try:
            found.append(bytes.fromhex(re.sub("[ :]", "", match[0])).decode("utf-8"))
        except (ValueError, UnicodeDecodeError):
            continue
    return [each for each in found if each.isprintable() and re.search(rf"[a-zA-Z]{{{_WORDS}}}", each)]


def _rotation() -> dict[int, int]:
    turned = {}
    for first in ("a", "A"):
        for at in range(26):
            turned[ord(first) + at] = ord(first) + (at + 13) % 26
    return turned
