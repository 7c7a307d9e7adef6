"""Choices: options that a recogniser mixes up, since they sound alike. English only: no other language has rules."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations, islice, product

from flows.checks.declared import owner
from flows.checks.look import Look
from flows.findings import Finding
from flows.loader.path import Path
from flows.values.alike import difference, outlines
from flows.values.choice import Choice
from flows.values.language import DEFAULT_LANGUAGE
from flows.values.pronunciation import sounds_of

ALIKE = 0.155
"""Differences up to it are told: "austin"/"boston" 0.15. It keeps quiet at "start"/"stop" 0.18, and at all but two
("green"/"cream", "b"/"d") of 3,859 pairs of options of 13 usual lists (states, months, departments, …)."""
MAX_PHRASES = 1_000
"""Of a bot; to work out how one sounds takes a tenth of a millisecond."""
MAX_PAIRS = 2_000
"""Of a bot; to compare two takes 15 µs. Only pairs with alike outlines count: 1,000 names have some hundred."""
MAX_TOGETHER = 20_000
"""Pairs with alike outlines that are looked at in a choice, most of them for the same option or seen before."""
REMEDY = "Give one of them other words that callers would say, and let them press a key (`dtmf`) too."


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A word or words that stand for an option."""

    option: str
    number: int
    """The place of the option in its choice."""
    text: str
    path: Path


def distinct_sounds(look: Look) -> Iterator[Finding]:
    """No two options of a choice sound alike; what stands for the same option may."""
    if look.bot.language.lower().replace("_", "-").split("-")[0] != DEFAULT_LANGUAGE:
        return
    phrases, pairs = MAX_PHRASES, MAX_PAIRS
    for path, choice in _choices(look):
        said = list(islice(_phrases(path, choice), phrases))
        phrases -= len(said)
        worst: dict[tuple[int, int], tuple[float, _Phrase, _Phrase]] = {}
        for one, two in islice(_candidates(said), pairs):
            pairs -= 1
            key = (one.number, two.number)
            far = _difference(one.text, two.text)
            if far is not None and far <= ALIKE and (key not in worst or far < worst[key][0]):
                worst[key] = (far, one, two)
        for _, one, two in worst.values():
            message = f"{_named(two)} sounds like {_named(one)}."
            yield look.finding("choice.sounds_alike", two.path, message, REMEDY, "warning")


def _choices(look: Look) -> Iterator[tuple[Path, Choice]]:
    """Every choice, where its options are written."""
    for group, slots in (("types", look.bot.types), ("slots", look.bot.slots)):
        for name, slot in slots.items():
            if isinstance(slot, Choice) and owner(look, (group, name), "choices") == (group, name):
                yield (group, name, "choices"), slot


def _phrases(path: Path, choice: Choice) -> Iterator[_Phrase]:
    for number, (option, synonyms) in enumerate(choice.choices.items()):
        listed = tuple(synonyms or ())
        written = [(text, (*path, option, at)) for at, text in enumerate(listed)]
        wordy = option.replace("_", "").isalpha() or option.isdecimal()
        for text, place in [(option, (*path, option)), *written] if wordy or not listed else written:
            if plain := _plain(text):
                yield _Phrase(option, number, plain, place)


def _plain(text: str) -> str:
    """Small letters without accents; nothing where it is written in other letters than ours."""
    plain = text.lower().replace("_", " ").replace("’", "'")
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(character for character in apart if not unicodedata.combining(character))
    return " ".join(plain.split()) if plain.isascii() else ""


def _candidates(phrases: Iterable[_Phrase]) -> Iterator[tuple[_Phrase, _Phrase]]:
    """Pairs of phrases for different options that may sound alike, each once."""
    alike: dict[str, list[_Phrase]] = {}
    for phrase in phrases:
        for outline in dict.fromkeys(outline for sounds in sounds_of(phrase.text) for outline in outlines(sounds)):
            alike.setdefault(outline, []).append(phrase)
    seen: set[tuple[Path, Path]] = set()
    together = chain.from_iterable(combinations(several, 2) for several in alike.values())
    for one, two in islice(together, MAX_TOGETHER):
        if one.number != two.number and (one.path, two.path) not in seen:
            seen.add((one.path, two.path))
            yield one, two


def _difference(one: str, two: str) -> float | None:
    """How alike two phrases sound, but for the words that they share; None where one has no other words."""
    first, second = one.split(), two.split()
    while first and second and first[0] == second[0]:
        del first[0], second[0]
    while first and second and first[-1] == second[-1]:
        del first[-1], second[-1]
    ways = product(sounds_of(" ".join(first)), sounds_of(" ".join(second)))
    return min((difference(one_way, other) for one_way, other in ways), default=None)


def _named(phrase: _Phrase) -> str:
    return f"`{phrase.text}`" if phrase.text == _plain(phrase.option) else f"`{phrase.text}` (`{phrase.option}`)"
