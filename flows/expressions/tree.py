"""Conditions as trees: the compiler's own tree, as the checks look at it.

cel-expr-python 0.1.3 gives its tree only as a `cel.expr.CheckedExpr` of Protocol Buffers; this is the one place that
reads it. The numbers of the fields are those of cel/expr/syntax.proto and cel/expr/checked.proto; they never change.
"""

import struct
from dataclasses import dataclass

from flows.expressions.conditions import PREFIX, Condition

LIST = "[]"
"""What the calls are named that make a list of their arguments."""
FIELD = "."
"""What stands before the name of a field in the call that takes it."""
MAX_DEPTH = 60
"""Operations within operations; nobody writes deeper ones, and reading them must not exhaust the stack."""

Constant = bool | float | str


@dataclass(frozen=True, slots=True)
class Const:
    """A literal."""

    value: Constant


@dataclass(frozen=True, slots=True)
class Name:
    """A declared name."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operation or function, named as CEL names it: `_&&_`, `!_`, `_<_`, `size_`; a method has its target first."""

    function: str
    arguments: tuple["Tree", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """A part that is none of these; it is the same as no other part."""


Tree = Const | Name | Call | Unknown

_VARINT, _DOUBLE, _BYTES, _FLOAT = 0, 1, 2, 5
"""The wire types of Protocol Buffers."""
_ONE_BYTE = 0x80
"""Numbers below it are written in one byte."""
_ANY_VALUE, _CHECKED_EXPR = 2, 4
_CONST, _IDENT, _SELECT, _CALL, _LIST = 3, 4, 5, 6, 7
"""The fields of an Expr that say what it is."""
_BOOL, _NUMBER, _TEXT = 2, 5, 6
"""The fields of a Constant."""
_TARGET, _FUNCTION, _ARGUMENTS = 1, 2, 3
_OPERAND, _FIELD, _TEST_ONLY = 1, 2, 3
_ELEMENTS = 1

Field = tuple[int, int | bytes]
"""The number of a field and what it holds."""


def tree_of(condition: Condition) -> Tree:
    """The tree of a compiled condition."""
    checked = _part(_fields(condition.serialized()), _ANY_VALUE)
    return _tree(_part(_fields(checked), _CHECKED_EXPR), 0)


def _tree(message: bytes, depth: int) -> Tree:
    if depth > MAX_DEPTH:
        return Unknown()
    for number, value in _fields(message):
        if not isinstance(value, bytes):
            continue
        if number == _CONST:
            return _constant(value)
        if number == _IDENT:
            name = _part(_fields(value), 1).decode()
            return Name(name.removeprefix(PREFIX)) if name.startswith(PREFIX) else Unknown()
        if number == _SELECT:
            return _select(_fields(value), depth)
        if number == _CALL:
            return _call(_fields(value), depth)
        if number == _LIST:
            fields = _fields(value)
            plain = all(field == _ELEMENTS for field, _ in fields)
            return Call(LIST, _trees(fields, _ELEMENTS, depth)) if plain else Unknown()
    return Unknown()


def _call(fields: list[Field], depth: int) -> Tree:
    arguments = (*_trees(fields, _TARGET, depth), *_trees(fields, _ARGUMENTS, depth))
    return Call(_part(fields, _FUNCTION).decode(), arguments)


def _select(fields: list[Field], depth: int) -> Tree:
    """`record.field`; `has(record.field)` is another thing."""
    if any(number == _TEST_ONLY for number, _ in fields):
        return Unknown()
    return Call(FIELD + _part(fields, _FIELD).decode(), _trees(fields, _OPERAND, depth))


def _constant(message: bytes) -> Tree:
    for number, value in _fields(message):
        if number == _BOOL:
            return Const(bool(value))
        if number == _NUMBER and isinstance(value, bytes):
            return Const(float(struct.unpack("<d", value)[0]))
        if number == _TEXT and isinstance(value, bytes):
            return Const(value.decode())
    return Unknown()


def _part(fields: list[Field], wanted: int) -> bytes:
    return next((value for number, value in fields if number == wanted and isinstance(value, bytes)), b"")


def _trees(fields: list[Field], wanted: int, depth: int) -> tuple[Tree, ...]:
    return tuple([_tree(value, depth + 1) for number, value in fields if number == wanted and isinstance(value, bytes)])


def _fields(message: bytes) -> list[Field]:
    """What a message holds; a fixed number as its bytes."""
    found: list[Field] = []
    at, end = 0, len(message)
    while at < end:
        key = message[at]
        at += 1
        if key >= _ONE_BYTE:
            key, at = _varint(message, at - 1)
        kind = key & 7
        if kind == _VARINT:
            value, at = _varint(message, at)
            found.append((key >> 3, value))
            continue
        if kind == _BYTES:
            size = message[at]
            at += 1
            if size >= _ONE_BYTE:
                size, at = _varint(message, at - 1)
        else:
            size = {_DOUBLE: 8, _FLOAT: 4}[kind]
        found.append((key >> 3, message[at : at + size]))
        at += size
    return found


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first; and where it ends."""
    value = message[at]
    if value < _ONE_BYTE:
        return value, at + 1
    value, shift = value - _ONE_BYTE, 0
    while True:
        at, shift = at + 1, shift + 7
        byte = message[at]
        value |= (byte & (_ONE_BYTE - 1)) << shift
        if byte < _ONE_BYTE:
            return value, at + 1
