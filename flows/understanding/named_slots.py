""" "Change the recipient", "the amount is wrong", "wrong day, it's saturday": corrections that name the slot."""

from dataclasses import dataclass

from flows.understanding.line import Line
from flows.understanding.phrases import Match, phrases
from flows.understanding.situation import Situation
from flows.understanding.vocabulary import content

FILE = "corrections.yaml"
MAX_WORDS = 25
"""Longer sentences tell more than a name."""


@dataclass(frozen=True, slots=True)
class Named:
    """Slots that the caller named, and the words of the new value, if there are any."""

    slots: tuple[str, ...]
    value: Line | None = None
    phrase: Line | None = None
    """The words that name the slots; other values may stand among them."""
    only_with_value: bool = False
    """ "The amount is …" corrects nothing if no amount follows."""


def named(line: Line, situation: Situation) -> Named | None:
    """The slots that a clause wants changed, by words that name them."""
    for match in _matches(line, "named"):
        slots = (
            _slots(line.part(*match.parts["slot"]), situation)
            if "slot" in match.parts
            else _by_value(line, match, situation)
        )
        if slots:
            return Named(slots, _value(line, match), line.part(*match.parts["slot"]) if "slot" in match.parts else None)
    for match in _matches(line, "stated"):
        slots = _slots(line.part(*match.parts["slot"]), situation)
        if len(slots) == 1:
            return Named(slots, _value(line, match), only_with_value=True)
    return None


def unnamed_phrase(line: Line) -> tuple[Line, Line | None] | None:
    """What a correction names with words of none of the slots, and its new value: to be tried by meaning."""
    for match in _matches(line, "named"):
        if "slot" in match.parts:
            phrase = line.part(*match.parts["slot"])
            if content(" ".join(phrase.tokens)):
                return phrase, _value(line, match)
    return None


def _matches(line: Line, kind: str) -> list[Match]:
    return phrases(FILE, kind).every_whole(line.tokens) if 0 < len(line) <= MAX_WORDS else []


def _value(line: Line, match: Match) -> Line | None:
    return line.part(*match.parts["value"]) if "value" in match.parts else None


def _slots(phrase: Line, situation: Situation) -> tuple[str, ...]:
    """ "The day and the doctor": each must name one, those with a value before the others."""
    result: list[str] = []
    part: list[str] = []
    for token in (*phrase.tokens, "and"):
        if token not in ("and", "or"):
            part.append(token)
            continue
        every = (*situation.filled, *([situation.asked] if situation.asked is not None else []))
        name = situation.names.words.named(part, every) or situation.names.words.named(
            part, (*every, *situation.others)
        )
        if name is None:
            return ()
        result.append(name)
        part = []
    return tuple(dict.fromkeys(result))


def _by_value(line: Line, match: Match, situation: Situation) -> tuple[str, ...]:
    """ "Change it from fifty to sixty", "change friday to saturday": the old value tells which slot."""
    start, end = match.parts.get("old", (0, 0))
    old = line.words_of(start, end)
    for name in situation.filled:
        if any(item.value == situation.known[name] for item in situation.slot(name).find(old, asked=False)):
            return (name,)
    return ()
