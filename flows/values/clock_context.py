"""What stands around a time: "at around", "sharp", "in the evening", "no, make it"."""

from collections.abc import Sequence

from flows.values.calendar_words import Day
from flows.values.clock_readers import TABLE, clock_readers, lead_words, phrases
from flows.values.language import language_data
from flows.values.words import FILLERS, Words

MAX_LEAD_WORDS = 3


def past_tail(words: Words, end: int) -> int:
    """Past "ish" and "sharp"."""
    for name in ("ish", "sharp"):
        for phrase in phrases(words.setting.language, name):
            if words.tokens[end : end + len(phrase)] == phrase:
                end += len(phrase)
    return end


def lead_of(words: Words, start: int) -> tuple[int, str | None]:
    """Where "at around" begins before a time, and what it makes of it; "at" and "before" outdo "around"."""
    leads, kind = lead_words(words.setting.language), None
    moved = True
    while moved:
        moved = False
        for size in range(MAX_LEAD_WORDS, 0, -1):
            found = leads.get(words.tokens[start - size : start]) if start >= size else None
            if found is not None:
                start, moved = start - size, True
                kind = found if kind in (None, "about") else kind
                break
    return start, kind


def parts_of_day(words: Words, days: Sequence[Day]) -> list[tuple[int, int, str]]:
    """The parts of the day that a sentence names, as (start, end, part); "good evening" is none."""
    language = words.setting.language
    data, read = language_data(TABLE, language), clock_readers(language)["part"]
    found: list[tuple[int, int, str]] = []
    for at in range(len(words)):
        for end, part in read(words, at):
            led = next((p for p in phrases(language, "part_leads") if words.tokens[max(0, at - len(p)) : at] == p), ())
            in_day = any(day.start < at < day.end for day in days)
            told = led or in_day or words.tokens[at] in data["part_alone"]
            if told or _leads_to_a_time(words, at, end):
                found.append((at - len(led), end, part))
    return found


def _leads_to_a_time(words: Words, at: int, end: int) -> bool:
    """ "Evening around seven", but not "good evening, at seven"."""
    leads = lead_words(words.setting.language)
    wished = at > 0 and words.tokens[at - 1] in language_data(TABLE, words.setting.language)["good"]
    return not wished and words.tokens[end : end + 1] in leads and not words.pauses_before(end)


def stands_behind(words: Words, at: int, name: str) -> bool:
    """Whether a phrase of a list of the data ends at a token."""
    return any(words.tokens[max(0, at - len(p)) : at] == p for p in phrases(words.setting.language, name))


def stands_before(words: Words, at: int, name: str) -> bool:
    """Whether a phrase of a list of the data begins at a token."""
    return any(words.tokens[at : at + len(p)] == p for p in phrases(words.setting.language, name))


def corrects(words: Words, start: int, end: int) -> bool:
    """Whether "no", "sorry" or "make it" stands between two tokens."""
    between = tuple(token for token in words.tokens[start:end] if token not in FILLERS)
    marks = phrases(words.setting.language, "corrections")
    return any(between[at : at + len(mark)] == mark for mark in marks for at in range(len(between)))
