"""Conditions as logic: what they compare, and how `and`, `or` and `not` put it together."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from flows.expressions.functions import FUNCTION_NAMES

Constant = str | float | bool
Sign = Literal["==", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Compare:
    """A name against constants: it stands in the relation to one of them (to all of them for `!=`)."""

    name: str
    sign: Sign
    values: tuple[Constant, ...]


@dataclass(frozen=True)
class Present:
    """Whether a name has a value."""

    name: str


@dataclass(frozen=True)
class Truthy:
    """Whether a name has a value that counts as yes in a text: not false, not zero, not empty."""

    name: str


@dataclass(frozen=True)
class Opaque:
    """Something that can only be worked out when all of its names have values; its outcome is not known."""

    names: frozenset[str]
    text: str = ""


@dataclass(frozen=True)
class Not:
    """The opposite."""

    part: "Logic"


@dataclass(frozen=True)
class Both:
    """`and`."""

    left: "Logic"
    right: "Logic"


@dataclass(frozen=True)
class Either:
    """`or`."""

    left: "Logic"
    right: "Logic"


Logic = Compare | Present | Truthy | Opaque | Not | Both | Either

_TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"""|(?P<number>\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?P<word>[A-Za-z_]\w*)"""
    r"""|(?P<sign>\|\||&&|==|!=|<=|>=|[^\s\w])"""
)
_OPENING, _CLOSING = "([{", ")]}"
_FLIPPED: dict[str, Sign] = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ORS, _ANDS, _NOTS = ("||", "or"), ("&&", "and"), ("!", "not")
_COMPARING = (*_FLIPPED, "in")
MAX_DEPTH = 40
"""Brackets within brackets; a deeper condition is taken as a whole."""

_Token = tuple[str, str]
_Tokens = tuple[_Token, ...]


@lru_cache(maxsize=4_096)
def read_condition(text: str, names: frozenset[str]) -> Logic:
    """A condition of the language, with these declared names; what is not understood is `Opaque`."""
    tokens = tuple((match.lastgroup or "", match.group()) for match in _TOKEN.finditer(text))
    return _read(tokens, names, 0)


def _read(tokens: _Tokens, names: frozenset[str], depth: int) -> Logic:
    tokens = _bare(tokens)
    if depth > MAX_DEPTH or any(token == ("sign", "?") for token, level in _levels(tokens) if level == 0):
        return _opaque(tokens, names)
    for words, join in ((_ORS, Either), (_ANDS, Both)):
        parts = _split(tokens, words)
        if len(parts) > 1:
            result = _read(parts[0], names, depth + 1)
            for part in parts[1:]:
                result = join(result, _read(part, names, depth + 1))
            return result
    for sign in _COMPARING:
        sides = _split(tokens, (sign,))
        if len(sides) == 2:
            return _compared(sides[0], sign, sides[1], names) or _opaque(tokens, names)
    if tokens and tokens[0][1] in _NOTS and tokens[0][0] != "text":
        return Not(_read(tokens[1:], names, depth + 1))
    if len(tokens) == 1 and tokens[0][1] in names:
        return Compare(tokens[0][1], "==", (True,))
    return _opaque(tokens, names)


def _compared(left: _Tokens, sign: str, right: _Tokens, names: Container[str]) -> Logic | None:
    left, right = _bare(left), _bare(right)
    if len(right) == 1 and right[0][1] in names and right[0][0] == "word" and sign in _FLIPPED:
        left, right, sign = right, left, _FLIPPED[sign]
    if len(left) != 1 or left[0][0] != "word" or left[0][1] not in names:
        return None
    name = left[0][1]
    if sign == "in":
        entries = _entries(right)
        return Compare(name, "==", entries) if entries is not None else None
    value = _constant(right)
    return Compare(name, _FLIPPED[_FLIPPED[sign]], (value,)) if value is not None else None


def _entries(tokens: _Tokens) -> tuple[Constant, ...] | None:
    if len(tokens) < 2 or tokens[0][1] != "[" or tokens[-1][1] != "]":
        return None
    values = [_constant(part) for part in _split(tokens[1:-1], (",",)) if part]
    known = tuple(value for value in values if value is not None)
    return known if len(known) == len(values) else None


def _constant(tokens: _Tokens) -> Constant | None:
    minus = len(tokens) == 2 and tokens[0] == ("sign", "-")
    if minus:
        tokens = tokens[1:]
    if len(tokens) != 1:
        return None
    kind, written = tokens[0]
    if kind == "number":
        return -float(written) if minus else float(written)
    if kind == "text" and "\\" not in written and not minus:
        return written[1:-1]
    return {"true": True, "false": False}.get(written) if kind == "word" and not minus else None


def _opaque(tokens: _Tokens, names: Container[str]) -> Opaque:
    """All names outside of quotes that are no fields and no functions; of `a ? b : c` those of `a`, the rest may be
    left alone."""
    used: set[str] = set()
    for at, (token, level) in enumerate(_levels(tokens)):
        if level == 0 and token == ("sign", "?"):
            break
        kind, word = token
        behind_dot = at > 0 and tokens[at - 1] == ("sign", ".")
        called = word in FUNCTION_NAMES and at + 1 < len(tokens) and tokens[at + 1] == ("sign", "(")
        if kind == "word" and word in names and not behind_dot and not called:
            used.add(word)
    return Opaque(frozenset(used), " ".join(word for _, word in tokens))


def _levels(tokens: _Tokens) -> Iterator[tuple[_Token, int]]:
    """Every token with the number of brackets around it; a bracket itself stands inside."""
    level = 0
    for token in tokens:
        kind, word = token
        if kind == "sign" and word in _OPENING:
            level += 1
        yield token, level
        if kind == "sign" and word in _CLOSING:
            level -= 1


def _split(tokens: _Tokens, words: tuple[str, ...]) -> list[_Tokens]:
    parts: list[list[_Token]] = [[]]
    for token, level in _levels(tokens):
        if level == 0 and token[0] != "text" and token[1] in words:
            parts.append([])
        else:
            parts[-1].append(token)
    return [tuple(part) for part in parts]


def _bare(tokens: _Tokens) -> _Tokens:
    """Without the brackets around all of it."""
    while len(tokens) > 1 and tokens[0] == ("sign", "(") and tokens[-1] == ("sign", ")"):
        if any(level == 0 for _, level in list(_levels(tokens))[1:-1]):
            break
        tokens = tokens[1:-1]
    return tokens


def comparisons(logic: Logic) -> Iterator[Compare]:
    """Every comparison in a condition."""
    match logic:
        case Compare():
            yield logic
        case Not():
            yield from comparisons(logic.part)
        case Both() | Either():
            yield from comparisons(logic.left)
            yield from comparisons(logic.right)


def names_of(logic: Logic) -> frozenset[str]:
    """Every name in a condition."""
    match logic:
        case Compare() | Present() | Truthy():
            return frozenset({logic.name})
        case Opaque():
            return logic.names
        case Not():
            return names_of(logic.part)
    return names_of(logic.left) | names_of(logic.right)
