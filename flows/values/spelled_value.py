"""Finds a spelled value in a sentence: the likeliest reading that fits, with what the caller took back."""

from collections.abc import Callable
from dataclasses import dataclass

from flows.values.pieces import most_digits
from flows.values.safe_pattern import SafePattern, safe_pattern
from flows.values.spelling import KEPT, Reading, parts, readings, spliced
from flows.values.words import Words

ValueOf = Callable[[str], str | None]
"""What characters are a value of the type; None when they are none."""
DOUBT = 0.25
"""Two readings that fit and are this close are both likely, so the value is read back."""
MAX_KNOWN_TOKENS = 60
"""Nobody says a code once more in more words."""


@dataclass(frozen=True, slots=True)
class SpelledValue:
    """A value in tokens `start` up to `end`."""

    value: str
    start: int
    end: int
    skipped: int
    sure: bool = True
    """Whether each character was said so that it can be nothing else."""
    doubtful: bool = False


def spelled_value(
    words: Words,
    pattern: SafePattern,
    value_of: ValueOf,
    *,
    loose: SafePattern,
    lenient: bool = True,
    kept: int = KEPT,
) -> SpelledValue | None:
    """The value of a sentence; after a correction ("no wait, …") what is said then, or what it makes of the rest.

    `loose` is any row of the characters that the value is made of.
    """
    said = parts(words)
    for at, part in enumerate(said[:2]):
        options = readings(words, pattern, part, lenient=lenient, kept=kept)
        fitting = _fitting([reading for reading in options if reading.plain], value_of)
        new = _heard(words, loose, part)
        old = _heard(words, loose, said[1]) if at == 0 and len(said) > 1 else ""
        if fitting and not 0 < 2 * len(new) <= len(old):
            return _value(fitting, said, at, taken_back=at > 0 or part[1] < len(words))
        for text in spliced(old, new) if new else ():
            if pattern.matches(text) and (value := value_of(text)) is not None:
                return SpelledValue(value, said[-1][0], part[1], 0, doubtful=True)
        if new:
            break  # something else was said after the correction: what came before it no longer counts
    return None


def _fitting(options: list[Reading], value_of: ValueOf) -> list[tuple[str, Reading]]:
    """Each value with its likeliest reading."""
    found: dict[str, Reading] = {}
    for reading in options:
        if (value := value_of(reading.text)) is not None:
            found.setdefault(value, reading)
    return list(found.items())


def _value(
    fitting: list[tuple[str, Reading]], said: list[tuple[int, int]], at: int, *, taken_back: bool
) -> SpelledValue:
    """The best of the readings that fit, together with all that it corrects."""
    value, best = fitting[0]
    start = said[-1][0] if len(said) > 1 else best.start
    end = said[0][1] if at else best.end
    doubtful = taken_back or any(other.cost - best.cost < DOUBT for _, other in fitting[1:])
    return SpelledValue(value, start, end, best.skipped, best.sure >= len(best.text), doubtful)


def unasked_value(
    words: Words, pattern: SafePattern, value_of: ValueOf, *, kept: int = KEPT, digits: int = 0
) -> SpelledValue | None:
    """The one value of this form in a sentence that was no answer; none when there are several, or two readings.

    Only what was plainly said as characters counts. `digits`: so many has each value of the form, or more.
    """
    if digits and most_digits(words) < digits:
        return None
    said = _fitting(readings(words, pattern, (0, len(words)), lenient=False, kept=kept), value_of)
    if not said:
        return None
    value, best = said[0]
    for _, other in said[1:]:
        if other.start >= best.end or other.end <= best.start or other.cost - best.cost < DOUBT:
            return None
    return SpelledValue(value, best.start, best.end, best.skipped, best.sure >= len(best.text))


def can_spell(words: Words, value: str) -> bool:
    """Whether all the words together can be the characters of a value that is known already."""
    if not value.isascii() or not value.isalnum() or len(words) > MAX_KNOWN_TOKENS:
        return False
    said = readings(words, safe_pattern(value), (0, len(words)))
    return any((one.start, one.end, one.skipped) == (0, len(words), 0) and one.plain for one in said)


def nearest_reading(words: Words, pattern: SafePattern) -> Reading | None:
    """What was spelled where nothing fits, so that the caller can be told what was heard."""
    for part in parts(words)[:1]:
        for reading in readings(words, pattern, part):
            alone = reading.skipped == 0 or reading.sure >= len(reading.text)
            if alone and reading.plain and len(reading.text) > 1 and 2 * reading.skipped <= reading.end - reading.start:
                return reading
    return None


def _heard(words: Words, loose: SafePattern, part: tuple[int, int]) -> str:
    """All the characters of a part; none when other words stand among them."""
    return next((reading.text for reading in readings(words, loose, part) if not reading.skipped), "")
