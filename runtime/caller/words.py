"""How well words were heard: word error rate over plain words."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[a-z0-9']+")
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def words(text: str) -> list[str]:
    """The words of a text without case, punctuation and figures, which recognisers make up: "$20" is "twenty dollars",
    "9-5" is "nine to five". Figures above 99 stay.
    """
    plain = text.lower().replace("’", "'")
    plain = re.sub(r"\$(\d+)\b(?![.,]\d)", r"\1 dollars", plain)
    plain = re.sub(r"(?<=\d)\s*[-–]\s*(?=\d)", " to ", plain)
    return [said for word in _WORD.findall(plain) for said in _spoken(word)]


def _spoken(word: str) -> list[str]:
    if not (word.isdecimal() and len(word) <= 2):
        return [word]
    tens, units = divmod(int(word), 10)
    if tens < 2:
        return [_UNITS[int(word)]]
    return [_TENS[tens - 2], *([_UNITS[units]] if units else [])]


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to insert, delete or replace that make `heard` of `said`."""
    row = list(range(len(heard) + 1))
    for index, word in enumerate(said, 1):
        diagonal, row[0] = row[0], index
        for column, other in enumerate(heard, 1):
            diagonal, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, diagonal + (word != other))
    return row[-1]


def word_error_rate(said: str, heard: str) -> float:
    """Errors for each word said; 0 is perfect, above 1 is possible. Nothing said and nothing heard is 0."""
    wanted, got = words(said), words(heard)
    return word_errors(wanted, got) / max(len(wanted), 1)
