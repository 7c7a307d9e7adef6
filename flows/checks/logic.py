"""Conditions as logic: what they compare, and how `and`, `or` and `not` put it together."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Literal

from flows.checks.formulas import folded
from flows.expressions.conditions import name_places, words_of
from flows.expressions.tree import LIST, Call, Const, Constant, Name, Tree, Unknown

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
class Has:
    """Whether a name has a value, as a condition can ask for it, `x == x`: without one it cannot be worked out."""

    name: str


@dataclass(frozen=True)
class Truthy:
    """Whether a name has a value that counts as yes in a text: not false, not zero, not empty."""

    name: str


@dataclass(frozen=True)
class Opaque:
    """Something that can only be worked out when all of its names have values; its outcome is not known."""

    names: frozenset[str]
    tree: Tree | None = field(default=None, compare=False)


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


Logic = Compare | Present | Has | Truthy | Opaque | Not | Both | Either

_SIGNS: dict[str, Sign] = {
    "_==_": "==", "_!=_": "!=", "_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">=",
}  # fmt: skip
_FLIPPED: dict[Sign, Sign] = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def read_condition(tree: Tree | None, text: str, names: frozenset[str]) -> Logic:
    """A condition of the language, with these declared names; `tree` is None where it cannot be read. What is not
    understood is `Opaque`."""
    if tree is not None and not _has_unknown(tree):
        return _read(tree, names)
    return Opaque(frozenset(name for name in words_of(text) & names if name_places(text, name)))


def _read(tree: Tree, names: Container[str]) -> Logic:
    match tree:
        case Call("_||_", (left, right)):
            return Either(_read(left, names), _read(right, names))
        case Call("_&&_", (left, right)):
            return Both(_read(left, names), _read(right, names))
        case Call("!_", (part,)):
            return Not(_read(part, names))
        case Name(name) if name in names:
            return Compare(name, "==", (True,))
        case Call("_==_", (Name(name), Name(same))) if name == same and name in names:
            return Has(name)
        case Call("_!=_", (Name(name), Name(same))) if name == same and name in names:
            return Not(Has(name))
        case Call("@in", (Name(name), Call(function, members))) if function == LIST and name in names:
            values = tuple(one.value for one in map(folded, members) if isinstance(one, Const))
            return Compare(name, "==", values) if len(values) == len(members) else _opaque(tree, names)
        case Call(function, (left, right)) if function in _SIGNS:
            found = _compared(_SIGNS[function], folded(left), folded(right))
            return found if found is not None and found.name in names else _opaque(tree, names)
    return _opaque(tree, names)


def _compared(sign: Sign, left: Tree, right: Tree) -> Compare | None:
    match left, right:
        case Name(name), Const(value):
            return Compare(name, sign, (value,))
        case Const(value), Name(name):
            return Compare(name, _FLIPPED.get(sign, sign), (value,))
    return None


def _opaque(tree: Tree, names: Container[str]) -> Opaque:
    return Opaque(frozenset(name for name in _used(tree) if name in names), tree)


def _used(tree: Tree) -> Iterator[str]:
    """The names that must have values; of `a ? b : c` those of `a`, the rest may be left alone."""
    match tree:
        case Name(name):
            yield name
        case Call("_?_:_", (test, _, _)):
            yield from _used(test)
        case Call(_, arguments):
            for one in arguments:
                yield from _used(one)


def _has_unknown(tree: Tree) -> bool:
    match tree:
        case Unknown():
            return True
        case Call(_, arguments):
            return any(map(_has_unknown, arguments))
    return False


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
        case Compare() | Present() | Has() | Truthy():
            return frozenset({logic.name})
        case Opaque():
            return logic.names
        case Not():
            return names_of(logic.part)
    return names_of(logic.left) | names_of(logic.right)
