"""Whether a name has a value, as a condition asks for it; and what people write for it who know another language."""

import re
from collections.abc import Mapping

FUNCTIONS = frozenset(
    "has exists exist isset is_set isSet defined is_defined isDefined present is_present empty is_empty isEmpty blank "
    "is_null isNull is_none null missing known filled".split()
)
"""Functions that other languages have for it."""
NOTHING = frozenset("null none None NULL Null nil Nil undefined unset empty NaN nan".split())
"""Words for what has no value."""
_TESTS = re.compile(r"\b(?:(\w+)\s+)?is\s+(?:not\s+)?(?:null|none|None|NULL|nil|undefined|defined|unset|set|empty)\b")


def presence(name: str, kind: str | None) -> str:
    """The condition that holds when a name of a type has a value."""
    return f"size({name}) > 0" if kind == "string" else f"{name} == {name}"


def ask_for_it(name: str | None, kinds: Mapping[str, str]) -> str:
    """The remedy of a condition that asks for a value in other words. `kinds`: the names with their types."""
    if name is None or name not in kinds:
        return "`x == x` holds when `x` has a value, for texts `size(x) > 0`; without one no condition holds."
    return f"`{presence(name, kinds[name])}` holds when it has a value; without one no condition holds."


def asked_about(text: str, word: str) -> str | None:
    """The name that is asked about: what a function is given or stands behind, or what a word is compared with."""
    for pattern in (
        rf"\b{word}\s*\(\s*(\w+)\s*\)",
        rf"\b(\w+)\s*\.\s*{word}\s*\(",
        rf"\b(\w+)\s*[=!]=\s*{word}\b",
        rf"\b{word}\s*[=!]=\s*(\w+)",
    ):
        if found := re.search(pattern, text):
            return found[1]
    return None


def words_of_a_test(text: str) -> tuple[str | None, int] | None:
    """`x is none`: the name and where the words begin, from 0; None when no such words stand in a condition."""
    found = _TESTS.search(text)
    return (found[1], found.start()) if found is not None else None
