"""Where a name stands in a sentence: behind "my name is", as the whole answer, or behind "for" in a request."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flows.values.names import NameWords, Phrases, Unit
from flows.values.words import FILLERS, Words

INTRODUCED, ANSWERED, LONG_ANSWER, CARRIED = 0.9, 0.75, 0.5, 0.6
"""How sure a name is behind "my name is", as a short answer, as one of four words and more, and behind "for"."""
SHORT_PAIR = 2
"""Words of an answer such as "An Nguyen", whose first one is a common word."""
MAX_WORDS, MAX_SHORT, MAX_INTRODUCED = 6, 3, 4
"""Longer names are sentences; short ones need no further proof."""


@dataclass(frozen=True)
class Named:
    """The words of a name, and how sure it is."""

    units: tuple[Unit, ...]
    confidence: float
    doubtful: bool = False


def in_answer(words: Words, said: Sequence[Unit], known: NameWords) -> Named | None:
    """The name in an answer to "what is your name"."""
    introduced = _introduced(said, known) or _labelled(said, known)
    if introduced is not None:
        return introduced
    start, end = _stripped(said, known)
    return _bare(said[start:end], known) or _carried(words, said, known)


def in_request(words: Words, said: Sequence[Unit], known: NameWords) -> Named | None:
    """The name in a sentence that was no answer."""
    return (
        _introduced(said, known)
        or _labelled(said, known)
        or _introduced_weakly(said, known)
        or _carried(words, said, known)
    )


def _introduced(said: Sequence[Unit], known: NameWords) -> Named | None:
    """ "My name's Robert and I need a table", "first name Joe last name Smith"."""
    places = _places(said, known.introductions)
    found: list[Unit] = []
    for place in places:
        name = _taken(said, _behind_relation(said, place, known), MAX_INTRODUCED, known)
        short = said[place : place + 1]
        if not name and short and short[0].word in known.short_names:
            rest = _taken(said, place + 1, MAX_INTRODUCED, known)
            name = [*short, *rest] if rest and _all_sure(rest, known) else []
        found += [unit for unit in name if unit not in found]
    return Named(tuple(found), INTRODUCED) if found else None


def _labelled(said: Sequence[Unit], known: NameWords) -> Named | None:
    """ "Table for two at eight, name Baker, phone …": the word "name" as on a form."""
    for at, unit in enumerate(said[:-1]):
        if unit.word not in known.labels or (at and said[at - 1].word in known.before_no_label):
            continue
        name = _taken(said, at + 1, MAX_SHORT, known)
        behind = said[at + 1 + len(name)].word if at + 1 + len(name) < len(said) else ""
        if name and (not behind or behind in known.ends or not known.can_be(said[at + 1 + len(name)])):
            return Named(tuple(name), ANSWERED)
    return None


def _introduced_weakly(said: Sequence[Unit], known: NameWords) -> Named | None:
    """ "This is Doctor Lopez", "this is Joe speaking": a title or the last word says that a name is meant."""
    for place in _places(said, known.weak_introductions):
        name = _taken(said, place, MAX_INTRODUCED, known)
        behind = said[place + len(name)].word if place + len(name) < len(said) else ""
        if name and (said[place].word in known.titles or behind in known.speaking):
            return Named(tuple(name), INTRODUCED)
    return None


def _bare(said: Sequence[Unit], known: NameWords) -> Named | None:
    """An answer that is a name, or begins with one: "Anna, and we will be four"."""
    at = _behind_relation(said, 0, known)
    name = _taken(said, at, MAX_WORDS + 1, known, several=True)
    rest = said[at + len(name) :]
    count = len(name)
    if not name and len(rest) == SHORT_PAIR and rest[0].word in known.short_names and _all_sure(rest[1:], known):
        return Named(tuple(rest), LONG_ANSWER, True)
    if not name or count > MAX_WORDS:
        return None
    ordinary = [unit for unit in name if not known.surely_is(unit) and not unit.spelled]
    if any(one.word.endswith("'s") and two.word.endswith("ing") for one, two in pairwise(name)):
        return None  # "the kettle's boiling"
    if not rest:
        if count == 1 and name[0].word in known.things or (count > MAX_SHORT and _has_sentence_words(ordinary, known)):
            return None
        return Named(tuple(name), ANSWERED if count <= MAX_SHORT else LONG_ANSWER)
    if rest[0].word not in known.ends or len(ordinary) == count or count > MAX_SHORT:
        return None
    name += _spelling_behind(rest)
    return Named(tuple(name), ANSWERED, rest[0].word == "or")


def _has_sentence_words(ordinary: Sequence[Unit], known: NameWords) -> bool:
    return any(unit.word not in known.particles and len(unit.word) > 1 and unit.word != "and" for unit in ordinary)


def _all_sure(name: Sequence[Unit], known: NameWords) -> bool:
    return all(known.can_be(unit) and known.surely_is(unit) for unit in name)


def _spelling_behind(rest: Sequence[Unit]) -> list[Unit]:
    """ "Smyth, that's s m y t h"."""
    return [unit for unit in rest[:3] if unit.spelled][:1]


def _carried(words: Words, said: Sequence[Unit], known: NameWords) -> Named | None:
    """ "Book a table for two for John": only words that are nothing else, up to the end or to what may follow."""
    for place in reversed(_places(said, known.carriers)):
        if place > 1 and said[place - 2].word in known.seeking:
            continue  # "I'm looking for Peter"
        begin = _behind_relation(said, place, known)
        name = _taken(said, begin, MAX_SHORT, known)
        rest = said[begin + len(name) :]
        ended = not rest or rest[0].word in known.ends or not rest[0].word.isalpha()
        ended = ended or words.pauses_before(rest[0].start)
        if name and ended and all(_is_marked(words, unit, known) for unit in name):
            return Named(tuple(name), CARRIED)
    return None


def _is_marked(words: Words, unit: Unit, known: NameWords) -> bool:
    """A capital where the sentence has small letters says that it is a name; without capitals the words decide."""
    capital = words.original(unit.start, unit.end)[:1].isupper()
    if unit.word in known.particles or unit.word in known.titles:
        return True
    if words.text[:1].isupper() and not words.text.isupper():
        return capital and unit.word not in known.things
    return known.surely_is(unit)


def _taken(said: Sequence[Unit], at: int, most: int, known: NameWords, *, several: bool = False) -> list[Unit]:
    """The words from `at` on that can make a name; `several`: "Ann and Bob" too."""
    name: list[Unit] = []
    while at < len(said) and len(name) < most:
        unit, after = said[at], said[at + 1] if at + 1 < len(said) else None
        follows = after is not None and known.can_be(after)
        if unit.word in known.relations and not unit.spelled and not name:
            fits = False  # "my diary"
        elif unit.word in known.titles:
            fits = follows and not name
        elif unit.word in known.particles and not unit.spelled:
            fits = follows or (bool(name) and known.can_be(unit))
        elif several and unit.word == "and" and name:
            fits = after is not None and follows and (known.surely_is(after) or at + 2 == len(said))
        elif unit.word == "o":
            fits = follows
        else:
            fits = known.can_be(unit)
        if not fits or (unit.word in FILLERS and unit.word != "like" and not unit.spelled):
            break
        name.append(unit)
        at += 1
    return name


def _behind_relation(said: Sequence[Unit], at: int, known: NameWords) -> int:
    """ "My wife Maria": the name stands behind the relation."""
    related = at + 1 < len(said) and said[at].word in known.relations and said[at + 1].word in known.family
    return at + 2 if related else at


def _places(said: Sequence[Unit], phrases: Phrases) -> list[int]:
    """The places behind every phrase, from the left; of two that end there the longer one was read."""
    tokens = tuple(unit.word for unit in said)
    found = {
        at + len(phrase)
        for phrase in phrases
        for at in range(len(tokens) - len(phrase))
        if tokens[at : at + len(phrase)] == phrase
    }
    return sorted(found)


def _stripped(said: Sequence[Unit], known: NameWords) -> tuple[int, int]:
    """Without "um", "put it under" before the name and "please", "is my name" behind it."""
    tokens = tuple(unit.word for unit in said)
    start, end = 0, len(said)
    moved = True
    while moved:
        moved = False
        if start < end and tokens[start] in FILLERS and not said[start].spelled:
            start, moved = start + 1, True
        for phrase in known.lead_ins:
            behind = start + len(phrase)
            if behind < end and tokens[start:behind] == phrase:
                start, moved = behind, True
                break
    moved = True
    while moved and end - start > 1:
        moved = False
        for phrase in known.tails:
            before = end - len(phrase)
            if (before > start and tokens[before:end] == phrase) or tokens[end - 1] in FILLERS:
                end, moved = (before if tokens[before:end] == phrase else end - 1), True
                break
    return start, end
