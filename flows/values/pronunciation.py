"""How words sound: letters to sounds by the rules of a language, which stand in `pronunciation.en.yaml`.

Nothing is spoken with it: it is good enough to tell which words sound alike.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from flows.values.language import DEFAULT_LANGUAGE, language_data

Sounds = tuple[str, ...]
"""The sounds of a word or a phrase, in ARPABET."""
MAX_LETTERS = 40
"""A longer word is none that anybody says."""
MAX_WAYS = 4
"""Ways to say a phrase that are told; each of its words may have two."""
_PIECE = re.compile(r"[a-z]+(?:'[a-z]+)*|[0-9]+")
_RULE = re.compile(r"(?P<left>[^\[]*)\[(?P<letters>[^\]]+)\](?P<right>[^=]*)=(?P<sounds>.*)")
_SIGNS = {
    "#": "[aeiouy]+", ":": "[b-df-hj-np-tv-xz]*", "^": "[b-df-hj-np-tv-xz]", ".": "[bdvgjlmnrwz]", "+": "[eiy]",
    "%": "(?:er|es|ed|ely|ing|e)", "&": "(?:th|ch|sh|[tsrdlznj])",
}  # fmt: skip
"""What stands for more than itself around the letters of a rule."""
_BACKWARDS = {**_SIGNS, "&": "(?:ht|hc|hs|[tsrdlznj])"}


@dataclass(frozen=True, slots=True)
class Rule:
    """Letters between others, and how they sound."""

    left: str
    letters: str
    right: str
    sounds: Sounds

    @staticmethod
    def of(text: str) -> "Rule":
        """A rule as it is written, `LEFT[LETTERS]RIGHT=SOUNDS`. Raises ValueError."""
        match = _RULE.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no rule of pronunciation")
        return Rule(match["left"], match["letters"], match["right"], tuple(match["sounds"].split()))

    def fits(self, word: str, at: int, backwards: str) -> bool:
        """Whether it says how the letters at a place of a word sound; the word has `_` at its two ends."""
        if not word.startswith(self.letters, at):
            return False
        if self.right and _behind(self.right).match(word, at + len(self.letters)) is None:
            return False
        return not self.left or _before(self.left).match(backwards, len(word) - at) is not None


@lru_cache(maxsize=5_000)
def sounds_of(phrase: str) -> tuple[Sounds, ...]:
    """The ways in which a phrase is said, likeliest first; none where there is nothing to say.

    >>> sounds_of("hannah")
    (('HH', 'AE', 'N', 'AX'),)
    """
    ways: list[Sounds] = [()]
    for piece in _PIECE.findall(phrase.lower()):
        ways = [(*way, *more) for way in ways for more in _piece(piece)][:MAX_WAYS]
    return tuple(dict.fromkeys(way for way in ways if way))


@lru_cache(maxsize=20_000)
def _piece(piece: str) -> tuple[Sounds, ...]:
    """The ways in which a word, a letter or a number is said."""
    data = language_data("pronunciation", DEFAULT_LANGUAGE)
    if piece.isdecimal():
        return tuple(way for way in (tuple(_figures(piece, data["figures"])),) if way)
    if len(piece) == 1:
        return (tuple(data["letters"][piece].split()),)
    word = piece.replace("'", "")[:MAX_LETTERS]
    if (known := data["words"].get(word)) is not None:
        return tuple(tuple(way.split()) for way in known.split(","))
    return (tuple(_by_rules(word)),)


def _figures(figures: str, names: Mapping[int, str]) -> Iterator[str]:
    """A number up to a hundred as it is read out, any other figure by figure."""
    number = int(figures) if len(figures) <= 3 else 1000
    if number in names and (number == 0 or figures[0] != "0"):
        words = [names[number]]
    elif 20 < number < 100 and figures[0] != "0":
        words = [names[number // 10 * 10], names[number % 10]]
    else:
        words = [names[int(figure)] for figure in figures[:MAX_LETTERS]]
    for word in words:
        yield from _piece(word)[0]


def _by_rules(word: str) -> Iterator[str]:
    """By the rules; a letter that is written twice sounds once."""
    text, at, last = f"_{word}_", 1, ""
    backwards, rules = text[::-1], _rules()
    while at <= len(word):
        rule = next((rule for rule in rules[text[at]] if rule.fits(text, at, backwards)), None)
        for sound in rule.sounds if rule is not None else ():
            if sound != last:
                yield sound
            last = sound
        at += len(rule.letters) if rule is not None else 1


@cache
def _rules() -> dict[str, tuple[Rule, ...]]:
    listed = language_data("pronunciation", DEFAULT_LANGUAGE)["rules"]
    return {letter: tuple(Rule.of(text) for text in texts) for letter, texts in listed.items()}


@cache
def _behind(pattern: str) -> re.Pattern[str]:
    """What stands behind the letters of a rule; the signs of the rules become those of regular expressions."""
    return re.compile("".join(_SIGNS.get(sign, sign) for sign in pattern))


@cache
def _before(pattern: str) -> re.Pattern[str]:
    """What stands before the letters, for a word that is read from its end: so it is found where it must be."""
    return re.compile("".join(_BACKWARDS.get(sign, sign) for sign in reversed(pattern)))
