"""How well words were heard: word error rate over plain words."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[a-z0-9$']+")


def words(text: str) -> list[str]:
    """The words of a text without case and punctuation, which recognisers make up."""
    return _WORD.findall(text.lower().replace("’", "'"))


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
