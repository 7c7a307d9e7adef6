"""A code as a voice reads it well and an eye still sees what it is: `JK12` as "J K 1 2"."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from flows.values.said_words import said_words

Row = TypeVar("Row", str, list[str])


def spelled_out(groups: Iterable[Sequence[str]]) -> str:
    """Character by character, a comma between the groups. A member may be words, such as "small b".

    Before another letter a lone "A" would be read as the article ("uh"); a comma behind it keeps it a letter. Heard
    with espeak-ng, which gives Piper its sounds.
    """
    return ", ".join(_spaced(group) for group in groups)


def in_groups(text: Row, size: int, *, above: int = 0) -> list[Row]:
    """Groups of a size; one group when there are no more than `above` characters."""
    return [text] if len(text) <= above else [text[at : at + size] for at in range(0, len(text), size)]


def _spaced(group: Sequence[str]) -> str:
    signs, said = said_words().signs, []
    for at, character in enumerate(group):
        before_letter = at + 1 < len(group) and group[at + 1][0].isalpha()
        said.append(signs.get(character, character) + ("," if character in ("A", "a") and before_letter else ""))
    return " ".join(said)
