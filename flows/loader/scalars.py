"""Plain YAML scalars by the rules of YAML 1.2's core schema.

PyYAML reads `no` as false, `12:30` as 750 and `010` as 8 (YAML 1.1); authors of bots mean the words.
"""

import re

NULL = re.compile(r"(?:~|null|Null|NULL|)\Z")
BOOLEAN = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
INTEGER = re.compile(r"[-+]?[0-9]+\Z")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")

MAX_NUMBER_CHARACTERS = 40
"""Longer runs of digits are no amounts; int() of 10^5 digits would take seconds."""


class NumberTooLong(ValueError):
    """A number of more than MAX_NUMBER_CHARACTERS characters, or beyond a double."""


def plain_scalar(text: str) -> "str | int | float | bool | None":
    """The value of an unquoted scalar. Raises NumberTooLong."""
    if NULL.match(text):
        return None
    if BOOLEAN.match(text):
        return text[0] in "tT"
    if INTEGER.match(text):
        if len(text) > MAX_NUMBER_CHARACTERS:
            raise NumberTooLong(text[:20])
        return text if _keeps_zeros(text) else int(text)
    if FLOAT.match(text):
        value = float(text)
        if len(text) > MAX_NUMBER_CHARACTERS or value in (float("inf"), float("-inf")):
            raise NumberTooLong(text[:20])
        return value
    return text


def _keeps_zeros(text: str) -> bool:
    """`0042` is a code that somebody dialled, not forty-two."""
    digits = text.lstrip("-+")
    return len(digits) > 1 and digits[0] == "0"
