"""The house number and the street in what callers say of an address, and an address with one of them put right."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.values.address_words import address_words
from flows.values.house_numbers import number_at
from flows.values.words import Words

MAX_NAMES = 4
"""Words of a street's name before its kind."""
MAX_NUMBER_WORDS = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A house number or a street in tokens `start` up to `end`; `negated`: said not to be meant."""

    text: str
    start: int
    end: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """What was said of an address, from the left."""

    streets: tuple[Part, ...]
    numbers: tuple[Part, ...]


def address_parts(words: Words) -> Parts:
    """The streets with their kind ("station road"), and the numbers before them or behind "number" or "not"."""
    streets = tuple(_streets(words))
    return Parts(streets, tuple(_numbers(words, streets)))


def mended(old: str, said: Parts) -> str | None:
    """An address with the street or the number that was said in the place of its own; None when nothing is new."""
    words = Words.of(old)
    known = address_parts(words)
    if not known.streets:
        return None
    street = known.streets[0]
    number = number_before(words, street.start)
    new_street = next((part.text for part in reversed(said.streets) if not part.negated), street.text)
    old_number = number.text if number is not None else ""
    new_number = next((part.text for part in reversed(said.numbers) if not part.negated), old_number)
    if _figures(new_number) == _figures(old_number):
        new_number = old_number
    if (new_street.lower(), new_number) == (street.text.lower(), old_number):
        return None
    begin = number.start if number is not None else street.start
    before, behind = words.original(0, begin), words.text[words.spans[street.end - 1][1] :]
    return " ".join(part for part in (before, new_number, new_street) if part) + behind


def number_before(words: Words, at: int) -> Part | None:
    """The house number that ends at a token."""
    for start in range(max(0, at - MAX_NUMBER_WORDS), at):
        found = number_at(words, start)
        if found is not None and found[1] == at:
            return Part(words.original(start, at), start, at)
    return None


def _figures(text: str) -> str:
    words = Words.of(text)
    found = number_at(words, 0) if len(words) else None
    return found[0] if found is not None and found[1] == len(words) else text


def _streets(words: Words) -> Iterator[Part]:
    table = address_words()
    last = 0
    for at, token in enumerate(words.tokens):
        if not table.is_street(token) or at < last:
            continue
        start = at
        while start > last and at - start < MAX_NAMES and _is_name(words, start - 1):
            start -= 1
        if start < at or len(token) > len("boulevard"):
            last = at + 1
            number = number_before(words, start)
            yield Part(words.original(start, last), start, last, _negated(words, number.start if number else start))


def _is_name(words: Words, at: int) -> bool:
    token = words.tokens[at]
    return token not in address_words().no_names and number_at(words, at) is None and not words.pauses_before(at + 1)


def _numbers(words: Words, streets: tuple[Part, ...]) -> Iterator[Part]:
    found: dict[int, Part] = {}
    for street in streets:
        if (number := number_before(words, street.start)) is not None:
            found[number.start] = Part(number.text, number.start, number.end, street.negated)
    before = address_words().labels | address_words().negations
    for at, token in enumerate(words.tokens):
        if token in before and at + 1 < len(words) and at + 1 not in found:
            number_said = number_at(words, at + 1)
            if number_said is not None:
                text = words.original(at + 1, number_said[1])
                found[at + 1] = Part(text, at + 1, number_said[1], _negated(words, at + 1))
    yield from (found[at] for at in sorted(found))


def _negated(words: Words, at: int) -> bool:
    table = address_words()
    at -= 1
    while at >= 0 and words.tokens[at] in table.number_leads:
        at -= 1
    return at >= 0 and words.tokens[at] in table.negations
