"""What callers hear of a document that nobody gave a title: what it calls itself, where that can be said."""

import re

LONGEST_CHARACTERS = 60
"""Of a title in the middle of a sentence; what is longer is no name but a text, as somebody writes it who wants it to
be said."""
_BEHIND = re.compile(r"\s+[|·»–—-]\s+|\s*[|»]\s*")
"""Behind it pages name their site."""
_SAID = re.compile(r"[\w\s.,:;&'’()/%+°€$£#!?-]+")


def speakable(title: str) -> str:
    """A title without the name of its site; empty where it is a text, an address, or has signs that are markup."""
    plain = _BEHIND.split(title.strip())[0].strip()
    if len(plain) > LONGEST_CHARACTERS or "://" in plain or not _SAID.fullmatch(plain):
        return ""
    return plain
