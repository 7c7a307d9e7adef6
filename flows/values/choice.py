"""One of a few named things."""

from dataclasses import dataclass as plain_dataclass
from functools import cache
from typing import ClassVar, Literal

from pydantic import Field
from pydantic.dataclasses import dataclass
from rapidfuzz import fuzz

from flows.definition.config import CONFIG, Names
from flows.values.language import DEFAULT_LANGUAGE, Phrase, word_table
from flows.values.numerals import ORDINALS, UNITS
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.words import FILLERS, Found, Words, find_phrase

FUZZY_SCORE = 86
"""rapidfuzz ratio (0-100) from which a misheard word counts as the option; "saver"/"savour" 73 stays out."""
FUZZY_MIN_CHARACTERS = 5
"""Shorter words are too alike for fuzzy matching: "john"/"join"."""
FUZZY_MAX_WORDS = 8
"""Longer sentences are about something else more often than they hold a misheard option: "how many miles does my car
currently have". Of CLINC150's 5,700 sentences of other things 12 have an option of one of four bots; without this and
the next, 45."""

MAX_DIGITS = 4
"""Of the number of an option; more is some other number."""
OTHER_WORD_ENDING = "ly"
"""An option with it is another word, however close: "currently" is no current account."""
POINTING_MAX_WORDS = 6
"""In longer sentences "the last" stands before something else: "what brand was the last advertisement for"."""


@plain_dataclass(frozen=True)
class ChoiceWords:
    """All tables of a language."""

    last: frozenset[str]
    first: frozenset[str]
    things: frozenset[str]
    numbered: frozenset[str]
    not_numbered: frozenset[str]
    polite: frozenset[str]
    negations: tuple[Phrase, ...]


@cache
def choice_words(language: str = DEFAULT_LANGUAGE) -> ChoiceWords:
    """The tables, read once."""
    return word_table(ChoiceWords, "choice_words", language)


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Choice(SlotType):
    """One of several options, each with other words for it: "the saver one" is `savings`. The value is the key."""

    example: ClassVar[str] = "account: {type: choice, choices: {savings: [saver], checking: [current, everyday]}}"
    found_unasked: ClassVar[bool] = True

    type: Literal["choice"]
    choices: dict[str, Names | None] = Field(min_length=1)
    """The options, each with the other words that callers use for it."""

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """Options by name, by synonym, misheard, or as an answer by their number ("the second one")."""
        found = self._named(words)
        if not found and asked:
            found = self._misheard(words) or self._by_ordinal(words)
        return found

    def _phrases(self) -> list[tuple[str, tuple[str, ...]]]:
        phrases = []
        for key, synonyms in self.choices.items():
            phrases += [(key, Words.of(text.replace("_", " ")).tokens) for text in (key, *(synonyms or ()))]
        return sorted(phrases, key=lambda item: -len(item[1]))

    def _named(self, words: Words) -> list[Found]:
        found: list[Found] = []
        for key, phrase in self._phrases():
            for tokens in (words.tokens, tuple(token.removesuffix("'s") for token in words.tokens)):
                for at in find_phrase(tokens, phrase):
                    end = at + len(phrase)
                    if not any(other.start < end and at < other.end for other in found):
                        found.append(Found(key, at, end, 0.95))
        found = [item for item in found if not _negated(words, item.start)] or found
        return sorted(found, key=lambda item: -item.start)

    def _misheard(self, words: Words) -> list[Found]:
        """The closest option in a short answer, however its sound was cut into words: "land lord", "check in"."""
        best: Found | None = None
        if sum(token not in FILLERS for token in words.tokens) > FUZZY_MAX_WORDS:
            return []
        for key, phrase in self._phrases():
            target = "".join(phrase)
            if len(target) < FUZZY_MIN_CHARACTERS:
                continue
            for size in range(max(1, len(phrase) - 1), len(phrase) + 2):
                for at in range(len(words) - size + 1):
                    heard = "".join(words.tokens[at : at + size])
                    score = fuzz.ratio(heard, target, score_cutoff=FUZZY_SCORE) / 100
                    if score and heard != target + OTHER_WORD_ENDING and (best is None or score > best.confidence):
                        best = Found(key, at, at + size, score)
        return [best] if best else []

    def _by_ordinal(self, words: Words) -> list[Found]:
        keys, known = list(self.choices), choice_words(words.setting.language)
        numbers = _numbers(words)
        if numbers is not None:
            fitting = {position: at for at, position in numbers if 1 <= position <= len(keys)}
            return [
                Found(keys[position - 1], at, at + 1, 0.85) for position, at in fitting.items() if len(fitting) == 1
            ]
        for at, token in enumerate(words.tokens):
            if _is_pointed_at(words, at):
                position = ORDINALS.get(token, len(keys) if token in known.last else int(token in known.first))
            else:
                continue
            if 1 <= position <= len(keys):
                return [Found(keys[position - 1], at, at + 1, 0.85)]
        return []

    def problem(self, value: Value) -> str | None:
        """None of the options."""
        return None if isinstance(value, str) and value in self.choices else f"It can be {self._listed()}."

    def _listed(self) -> str:
        names = [self.say(key) for key in self.choices]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"

    def say(self, value: Value) -> str:
        """The key in words."""
        return str(value).replace("_", " ")

    def expected_words(self) -> tuple[str, ...]:
        """Each option as it is said. With them tiny.en got 91 of 100 spoken options, without them 69 (5 voices)."""
        return tuple(self._spoken(key, synonyms or ()) for key, synonyms in self.choices.items())

    def _spoken(self, key: str, synonyms: Names) -> str:
        name = key.replace("_", " ")
        wordy = all(character.isalpha() or character == " " for character in name)
        return name if wordy or not synonyms else synonyms[0]

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """A key as it is; else as spoken."""
        return raw if isinstance(raw, str) and raw in self.choices else super().read(raw, setting)


def _numbers(words: Words) -> list[tuple[int, int]] | None:
    """Where options are named by number, and the numbers: "option three"; None when there is no such word.

    Not those that are not meant, nor longer numbers: "account number 1 2 3".
    """
    known, found = choice_words(words.setting.language), list[tuple[int, int]]()
    named = [at for at, token in enumerate(words.tokens) if token in known.numbered and _number(words.token(at + 1))]
    for at in named:
        denied = known.not_numbered & set(words.tokens[max(0, at - 2) : at])
        if not denied and not _number(words.token(at + 2)):
            found.append((at + 1, _number(words.token(at + 1))))
    return found if named else None


def _number(token: str) -> int:
    """0 where it is none, or too long to be one of an option."""
    return int(token) if token.isdecimal() and len(token) < MAX_DIGITS else UNITS.get(token, 0)


def _is_pointed_at(words: Words, at: int) -> bool:
    """ "The second", "second one", or nothing but "second"; "a second" is time to think."""
    known = choice_words(words.setting.language)
    before = words.tokens[at - 1] if at else ""
    after = words.tokens[at + 1] if at + 1 < len(words) else ""
    meaning = [token for token in words.tokens if token not in FILLERS and token not in known.polite]
    if after in known.things or len(meaning) == 1:
        return True
    return before == "the" and (not after or len(meaning) <= POINTING_MAX_WORDS)


def _negated(words: Words, at: int) -> bool:
    """ "not savings, checking": the word before says that it is not this one."""
    known = choice_words(words.setting.language).negations
    return any(words.tokens[max(0, at - len(phrase)) : at] == phrase for phrase in known)
