"""What a sentence says, without the small words around it: "what's my balance" and "what is the balance" are one."""

from functools import cache

from flows.understanding.normal import normal
from flows.understanding.phrases import data, word_set
from flows.understanding.vocabulary import stem
from flows.values.words import Words

FILE = "wording.yaml"
_NOT, _CANNOT = "n't", "cannot"


def wording(text: str) -> tuple[str, ...]:
    """The words of a sentence that make a difference, as stems, in their order; none where all of them are small.

    >>> wording("I'd like to pay my bills, please")
    ('pay', 'bill')
    """
    small = word_set(FILE, "small")
    tokens = Words.of(normal(text)).tokens
    begin = next((phrase for phrase in _begins() if tokens[: len(phrase)] == phrase), ())
    words: list[str] = []
    for token in tokens[len(begin) :]:
        plain = token.removesuffix(_NOT).partition("'")[0]
        if plain not in small:
            words.append(stem(plain))
        if token.endswith((_NOT, _CANNOT)):
            words.append("not")
    return tuple(words)


@cache
def _begins() -> tuple[tuple[str, ...], ...]:
    return tuple(Words.of(phrase).tokens for phrase in data(FILE)["begins"])
