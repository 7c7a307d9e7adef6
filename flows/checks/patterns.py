"""Patterns: some value fits that the slot can hold and that a caller can say."""

import string
from collections.abc import Iterator

from flows.checks.declared import owner
from flows.checks.look import Look
from flows.definition.nodes.ask import Ask
from flows.findings import Finding
from flows.loader.path import Path, thing
from flows.values.language import DEFAULT_LANGUAGE, language_data
from flows.values.pattern_reader import ALPHABET
from flows.values.safe_pattern import SafePattern, safe_pattern
from flows.values.spelled import MAX_LENGTH, Spelled

CODE = "slot.pattern"
REMEDY = f"Values have 1 to {MAX_LENGTH} characters and no spaces; a pattern looks like [A-Z]{{2}}[0-9]{{4}}."
SHOWN = 3
"""Signs that are named in a message."""
_PLAIN = frozenset(string.ascii_letters + string.digits)


def fitting_patterns(look: Look) -> Iterator[Finding]:
    """A value can fit the pattern and the length of its slot, and be spelled."""
    asked = {node.slot for _, node in look.nodes() if isinstance(node, Ask)}
    for path, slot in _slots(look):
        if not isinstance(slot, Spelled) or slot.pattern is None or _is_told_of_lengths(slot):
            continue
        pattern, place = safe_pattern(slot.pattern), owner(look, path, "pattern")
        lengths = [length for length in pattern.lengths(MAX_LENGTH) if length]
        if not lengths:
            if place == path:
                message = f"No value fits `pattern` of {thing(path)}."
                yield look.finding(CODE, (*path, "pattern"), message, REMEDY)
        elif not any(_fits(slot, length) for length in lengths):
            yield from _of_other_length(look, path, slot, lengths)
        elif path[0] == "slots" and path[1] in asked and not _can_be_said(slot, pattern):
            yield look.finding(CODE, (*place, "pattern"), *_unsaid(place, pattern))


def _slots(look: Look) -> Iterator[tuple[Path, object]]:
    for group, slots in (("types", look.bot.types), ("slots", look.bot.slots)):
        for name, slot in slots.items():
            yield (group, name), slot


def _is_told_of_lengths(slot: Spelled) -> bool:
    """Whether the lengths themselves are wrong, which is told of elsewhere."""
    low, high = slot.min, slot.max
    counts = [count for count in (slot.length, low, high) if count is not None]
    crossed = low is not None and high is not None and low > high
    return crossed or any(count < 1 for count in counts) or (slot.length is not None and len(counts) > 1)


def _fits(slot: Spelled, length: int) -> bool:
    if slot.length is not None:
        return length == slot.length
    return (slot.min or 1) <= length <= (slot.max or MAX_LENGTH)


def _of_other_length(look: Look, path: Path, slot: Spelled, lengths: list[int]) -> Iterator[Finding]:
    fields = [field for field in ("length", "min", "max") if getattr(slot, field) is not None]
    owners = {owner(look, path, field) for field in ("pattern", *fields)}
    if path not in owners:
        return  # all of it stands in an own type, and is told of there
    field = next((field for field in fields if owner(look, path, field) == path), "pattern")
    wanted = ", ".join(f"`{field}` is {getattr(slot, field)}" for field in fields)
    message = f"What fits `pattern` of {thing(path)} has {_range(lengths)}, but {wanted}."
    yield look.finding(CODE, (*path, field), message, "Let both ask for the same number of characters.")


def _range(lengths: list[int]) -> str:
    low, high = lengths[0], lengths[-1]
    return f"{low} character{'s' if low != 1 else ''}" if low == high else f"{low} to {high} characters"


def _sayable() -> frozenset[str]:
    """Every character that words can stand for in a code."""
    return frozenset((*string.ascii_letters, *string.digits, *language_data("spelling", DEFAULT_LANGUAGE)["signs"]))


def _can_be_said(slot: Spelled, pattern: SafePattern) -> bool:
    return any(_fits(slot, length) for length in pattern.lengths(MAX_LENGTH, _sayable()) if length)


def _unsaid(place: Path, pattern: SafePattern) -> tuple[str, str]:
    sayable = _sayable()
    signs = sorted(pattern.alphabet - sayable)
    needed = [sign for sign in signs if not pattern.lengths(MAX_LENGTH, ALPHABET - {sign})]
    named = " ".join((needed or signs)[:SHOWN])
    message = f"Callers cannot say the {named} that `pattern` of {thing(place)} asks for."
    return message, f"Leave it out of the pattern; the signs that can be said are {' '.join(sorted(sayable - _PLAIN))}."
