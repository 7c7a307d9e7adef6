"""Codes that a slot takes: rows of digits, and letters and digits of a pattern."""

from collections.abc import Iterator

from flows.values.safe_pattern import safe_pattern
from flows.values.slot_type import SlotType

ROW = "4071932586"
LETTERS = "KRMBTSAXDF"
"""Letters whose names are not taken for one another: no B beside P, no M beside N."""
MAX_LENGTH = 40
MAX_STATES = 5_000
"""A pattern with more is left without an example."""


def digit_codes(slot: SlotType, literals: list[str | float]) -> list[str]:
    """Rows of digits of a length that fits; those that conditions name, or begin with what they name, among them."""
    length = getattr(slot, "length", None) or getattr(slot, "min", None) or getattr(slot, "max", None) or 4
    row = ROW * (int(length) // len(ROW) + 1)
    named = [text for text in literals if isinstance(text, str) and text.isdecimal()]
    return [row[:length], *named, *(f"{text}{row}"[:length] for text in named)]


def spelled_codes(slot: SlotType) -> Iterator[str]:
    """The shortest code of a pattern, or one of the length that is asked for."""
    pattern: str | None = getattr(slot, "pattern", None)
    length: int = getattr(slot, "length", None) or getattr(slot, "min", None) or 6
    text = f"{LETTERS[:2]}{ROW}{LETTERS}{ROW}{LETTERS}"[:length]
    if pattern is None:
        yield text
    elif (found := _shortest(pattern, slot)) is not None:
        yield found


def _shortest(text: str, slot: SlotType) -> str | None:
    """Breadth first through the states of the pattern."""
    pattern = safe_pattern(text)
    waiting = [("", pattern.start)]
    seen = {(0, pattern.start)}
    while waiting and len(seen) < MAX_STATES:
        code, states = waiting.pop(0)
        if code and pattern.accepts(states) and slot.problem(code) is None:
            return code
        if len(code) >= MAX_LENGTH:
            continue
        for character in _preferred(len(code), pattern.alphabet):
            after = pattern.step(states, character)
            if after and (len(code) + 1, after) not in seen:
                seen.add((len(code) + 1, after))
                waiting.append((code + character, after))
    return None


def _preferred(at: int, alphabet: frozenset[str]) -> list[str]:
    """The characters in an order that changes from place to place, so that codes are not all of one letter."""
    start = at % len(ROW)
    first = f"{LETTERS[start:]}{LETTERS[:start]}{ROW[start:]}{ROW[:start]}"
    return [character for character in (*first, *sorted(alphabet - set(first))) if character in alphabet]
