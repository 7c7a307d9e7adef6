"""How many people a caller counts up without one number for all: "me and my wife", "two adults and three kids"."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from flows.values.language import DEFAULT_LANGUAGE, Phrase, word_table
from flows.values.numerals import Numeral
from flows.values.words import Found, Words


@dataclass(frozen=True)
class HeadCountWords:
    """All tables of a language."""

    counts: Mapping[str, int]
    """Words that count people and things as a numeral does."""
    whole_counts: Mapping[str, int]
    """Words that count where no number was said."""
    family: frozenset[str]
    others: frozenset[str]
    sorts: frozenset[str]
    owners: frozenset[str]
    oneself: frozenset[str]
    joints: frozenset[str]
    company_leads: frozenset[str]
    number_leads: frozenset[Phrase]
    before_me: frozenset[str]
    apart: frozenset[str]
    only: frozenset[str]
    groups: frozenset[str]
    one_leads: frozenset[str]
    position_leads: frozenset[str]


@cache
def head_count_words(language: str = DEFAULT_LANGUAGE) -> HeadCountWords:
    """The tables, read once."""
    return word_table(HeadCountWords, "head_count_words", language)


SORTS = head_count_words().sorts
"""Sorts of people; two different ones are counted together."""


def company(words: Words, numbers: list[Numeral]) -> Found | None:
    """ "Me and my husband" is two; "me, my wife and two kids" four, which is doubtful: the two may be all."""
    tokens, known = words.tokens, head_count_words(words.setting.language)
    me = _oneself(words)
    if me is None or known.apart - {"to"} & set(tokens):
        return None
    others = [at for at, token in enumerate(tokens) if token in known.family and words.token(at - 1) in known.owners]
    more = [
        item
        for item in numbers
        if words.token(item.end) in known.others | known.family
        or words.tokens[max(0, item.start - 2) : item.start] in known.number_leads
    ]
    if not others and not more:
        return None
    total = 1 + len(others) + sum(int(item.value) for item in more)
    behind = (item.end for item in more if item.end < len(words))  # "two friends"; "two" may be the last word, too
    places = [me, *others, *behind, *(item.start for item in more)]
    return Found(total, min(places), max(places) + 1, 0.85, bool(more))


def _oneself(words: Words) -> int | None:
    known = head_count_words(words.setting.language)
    for at, token in enumerate(words.tokens):
        behind, before = words.token(at + 1), words.token(at - 1)
        if token in known.oneself and before not in known.before_me and behind in known.company_leads:
            return at
        if (token in known.oneself or token == "i") and before in known.joints and words.token(at - 2) in known.family:
            return at
    return None


def total(words: Words, numbers: list[Numeral]) -> Found | None:
    """ "Two adults and three kids" is five, or the question was for one sort only: doubtful."""
    known = head_count_words(words.setting.language)
    sorts = [words.token(item.end).removesuffix("s") for item in numbers]
    if (
        len(numbers) < 2
        or len(set(sorts)) < len(sorts)
        or not all(words.token(item.end) in known.sorts for item in numbers)
    ):
        return None
    first, last = numbers[0], numbers[-1]
    if known.apart & set(words.tokens[first.end : last.start]):
        return None
    return Found(int(sum(item.value for item in numbers)), first.start, last.end + 1, 0.85, True)


def count_words(words: Words) -> list[Found]:
    """ "A couple", "both of us"."""
    counts = head_count_words(words.setting.language).counts
    return [Found(counts[token], at, at + 1, 0.85) for at, token in enumerate(words.tokens) if token in counts]


def whole_count(words: Words) -> Found | None:
    """ "Just me", "no one"."""
    known = head_count_words(words.setting.language)
    for at, token in enumerate(words.tokens):
        if token in known.whole_counts:
            return Found(known.whole_counts[token], at, at + 1, 0.85)
        if token == "me" and (words.token(at - 1) in known.only or len(words) == 1):
            return Found(1, at, at + 1, 0.85)
        if token == "no" and words.token(at + 1) == "one" and not words.pauses_before(at + 1):
            return Found(0, at, at + 2, 0.5, True)  # or "no, one"
    return None
