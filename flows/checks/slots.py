"""Slots: options that differ, limits that leave something."""

from collections.abc import Iterator
from typing import Any

from flows.checks.look import Look
from flows.findings import Finding
from flows.loader.path import Path
from flows.values.time_limits import crossed

LIMITS = (("min", "max"), ("earliest", "latest"))
COUNTS = ("length", "min", "max")


def usable_choices(look: Look) -> Iterator[Finding]:
    """No word stands for two options."""
    for name, slot in look.bot.slots.items():
        options = getattr(slot, "choices", None)
        owner: dict[str, str] = {}
        for option, synonyms in (options or {}).items():
            for word in (option, *(synonyms or ())):
                key = " ".join(word.lower().replace("_", " ").split())
                if owner.setdefault(key, option) != option:
                    message = f"`{word}` stands for `{owner[key]}` and for `{option}`."
                    path = ("slots", name, "choices", option)
                    yield look.finding("choice.duplicate", path, message, "Keep it for one of them.")


def usable_limits(look: Look) -> Iterator[Finding]:
    """The smallest value is not above the largest, or no answer would ever do; lengths are lengths."""
    for name, slot in look.bot.slots.items():
        path: Path = ("slots", name)
        for low, high in LIMITS:
            if _above(getattr(slot, low, None), getattr(slot, high, None)):
                message = f"The smallest value of `{name}` is above the largest."
                yield look.finding("schema.value", (*path, low), message, f"Exchange `{low}` and `{high}`.")
        if not hasattr(slot, "length"):
            continue
        for field in COUNTS:
            count = getattr(slot, field, None)
            if isinstance(count, int) and count < 1:
                message = f"`{field}` cannot be `{count}`."
                yield look.finding("schema.value", (*path, field), message, "It can be 1 or more.")
        ranged = [field for field in ("min", "max") if getattr(slot, field, None) is not None]
        if slot.length is not None and ranged:
            message = f"`{name}` has a `length` and a `{ranged[0]}` too."
            remedy = "Keep `length` where the number is always the same, else `min` and `max`."
            yield look.finding("schema.value", (*path, ranged[0]), message, remedy)


def _above(low: Any, high: Any) -> bool:
    """Whether a limit is above another."""
    if isinstance(low, str) and isinstance(high, str):
        return crossed(low, high)
    return low is not None and high is not None and bool(low > high)
