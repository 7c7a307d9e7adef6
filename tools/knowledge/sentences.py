"""Sentences of a written text: where one ends and the next begins."""

import re

_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9À-Þ$€£])")
_SHORT = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|st|nos|tel|approx|ca|e\.g|i\.e|etc|vs|inc|ltd|co|dept|fig|art|sec|para|vol|ed|jan|feb|mar|apr|jun|"
    r"jul|aug|sep|sept|oct|nov|dec|min|max|incl|excl|ext)|\b[A-Z]|(?<=\s)\d{1,2})\.\Z",
    re.IGNORECASE,
)
"""What a point behind it does not end a sentence, mostly."""
_SHORT_CHARACTERS = 12
"""The longest of them, its point and what stands before it: searched in all that was written, a text of one long
paragraph would be read once for each of its sentences."""


def sentences(text: str) -> list[str]:
    """The sentences of one paragraph, each without spaces around it."""
    found, begin = list[str](), 0
    for match in _END.finditer(text):
        before = text[max(begin, match.start() - _SHORT_CHARACTERS) : match.start()]
        if _SHORT.search(before):
            continue
        found.append(text[begin : match.end()].strip())
        begin = match.end()
    rest = text[begin:].strip()
    return [*found, rest] if rest else found
