"""What is read of a document: blocks of text, each with the headings above it."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_HEADING_CHARACTERS = 160
"""What is longer is no heading but a paragraph that somebody made large."""
_HIDDEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
"""Signs that nobody sees: tags, variation selectors, joiners of no width, marks of direction. A text that a person
checked may say something else in them to a language model."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffc\ufffd]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Block:
    """A paragraph, an item of a list, or a row of a table."""

    text: str
    headings: tuple[str, ...] = ()
    """Those above it, the outermost first."""
    page: int | None = None
    """Of a PDF, from 1."""
    part: bool = False
    """Whether it is an item or a row, which says little without the heading above it."""


@dataclass(frozen=True)
class Reading:
    """A whole document, or one page of a site."""

    title: str
    blocks: tuple[Block, ...]
    address: str = ""


class CannotRead(ValueError):
    """A document that cannot be read; the message is one line for whoever gave it, and says what to do."""

    logs_its_words = True


def cleaned(text: str) -> str:
    """One line, without signs that nobody sees, with letters in one form only."""
    plain = _HIDDEN.sub("", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", _CONTROL.sub(" ", plain)).strip()


class Collector:
    """Gathers blocks under headings of levels from 1 to 6."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.first_heading = ""
        self._open: list[tuple[int, str]] = []

    def heading(self, level: int, text: str) -> None:
        """What follows stands below it; a long one is a paragraph."""
        text = cleaned(text)
        if not text:
            return
        if len(text) > LONGEST_HEADING_CHARACTERS:
            self.block(text)
            return
        self._open = [(above, name) for above, name in self._open if above < level]
        self._open.append((level, text))
        self.first_heading = self.first_heading or text

    def block(self, text: str, *, page: int | None = None, part: bool = False) -> None:
        """A block below the headings at hand; one without words is none."""
        text = cleaned(text)
        if any(sign.isalnum() for sign in text):
            self.blocks.append(Block(text, tuple(name for _, name in self._open), page, part))

    def reading(self, title: str = "") -> Reading:
        """All of it. `title`: where the document names itself; else its first heading."""
        return Reading(cleaned(title) or self.first_heading, tuple(self.blocks))
