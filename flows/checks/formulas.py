"""Conditions as formulas: tests of single values, joined by and, or, not.

A test of something that is not understood is a test of its own: it may come out either way.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from flows.checks.ranges import BOOLEAN, FLIPPED, OPERATORS, Domain
from flows.expressions.tree import LIST, Call, Const, Constant, Name, Tree

Sort = Literal["value", "relation", "unknown"]
DomainOf = Callable[[Tree], Domain]
"""What a name, or a function of one, can be."""

_COMPARED = {f"_{operator}_": operator for operator in OPERATORS}
_LOGICAL = frozenset({"_&&_", "_||_", "!_", "@in", *_COMPARED})
"""Operations that give yes or no."""
_RELATIONS: Mapping[str, tuple[Constant, ...]] = {
    "==": ("=",), "<": ("<",), "<=": ("<", "="), ">": (">",), ">=": (">", "="), "!=": ("<", ">"),
}  # fmt: skip
"""How two values stand to each other where a comparison holds."""
_TWO = 2


@dataclass
class Variable:
    """Something that is tested: a value, how two values stand to each other, or a test that is not understood."""

    sort: Sort
    name: str
    """As it stands in the condition."""
    domain: Domain
    constants: set[Constant] = field(default_factory=set)
    """What it is compared with."""


@dataclass(frozen=True, slots=True)
class Always:
    """Holds always, or never."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares a variable; `in` holds when it is one of several constants."""

    key: str
    operator: str
    constants: tuple[Constant, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when something does not."""

    part: "Formula"


@dataclass(frozen=True, slots=True)
class Both:
    """Holds when both parts do."""

    left: "Formula"
    right: "Formula"


@dataclass(frozen=True, slots=True)
class Either:
    """Holds when one of the parts does."""

    left: "Formula"
    right: "Formula"


@dataclass(frozen=True, slots=True)
class Choose:
    """Holds when one of two parts does, as a test comes out."""

    test: "Formula"
    then: "Formula"
    otherwise: "Formula"


Formula = Always | Comparison | Not | Both | Either | Choose


class Reader:
    """Reads trees that stand at one place into formulas over the same variables."""

    def __init__(self, domain_of: DomainOf) -> None:
        self._domain_of = domain_of
        self.variables: dict[str, Variable] = {}
        """Everything that was tested so far, by a key of its own."""

    def read(self, tree: Tree) -> Formula:
        """The formula of a condition."""
        match tree:
            case Const(bool(value)):
                return Always(value)
            case Call("_&&_", (left, right)):
                return Both(self.read(left), self.read(right))
            case Call("_||_", (left, right)):
                return Either(self.read(left), self.read(right))
            case Call("!_", (part,)):
                return Not(self.read(part))
            case Call("_?_:_", (first, then, otherwise)):
                return Choose(self.read(first), self.read(then), self.read(otherwise))
            case Call("@in", (member, Call(name, members))) if name == LIST:
                return self._member(tree, member, members)
            case Call(name, (left, right)) if name in _COMPARED:
                return self._comparison(tree, _COMPARED[name], folded(left), folded(right))
            case Name() if self._domain_of(tree).kind is bool:
                return self._test(tree, "==", (True,)) or self._unknown(tree)
        return self._unknown(tree)

    def _comparison(self, tree: Tree, operator: str, left: Tree, right: Tree) -> Formula:
        match left, right:
            case Const(first), Const(second) if type(first) is type(second):
                return Always(compared(operator, first, second))
            case Const(), Const():
                return self._unknown(tree)
            case Const(), _:
                return self._comparison(tree, FLIPPED.get(operator, operator), right, left)
            case Call(name), Const(bool(value)) if name in _LOGICAL and operator in ("==", "!="):
                part = self.read(left)
                return part if value is (operator == "==") else Not(part)
            case _, Const(value):
                return self._test(left, operator, (value,)) or self._unknown(tree)
        return self._relation(operator, left, right) or self._unknown(tree)

    def _member(self, tree: Tree, member: Tree, members: tuple[Tree, ...]) -> Formula:
        constants = tuple(one.value for one in map(folded, members) if isinstance(one, Const))
        if not constants or len(constants) < len(members) or len({type(one) for one in constants}) > 1:
            return self._unknown(tree)
        return self._test(member, "in", constants) or self._unknown(tree)

    def _test(self, term: Tree, operator: str, constants: tuple[Constant, ...]) -> Comparison | None:
        """A test of a value; None when nothing can be said of it."""
        text, kind = written(term), type(constants[0])
        endless = any(isinstance(one, float) and not math.isfinite(one) for one in constants)
        if text is None or isinstance(term, Const) or endless:
            return None
        domain = self._domain_of(term)
        if domain.kind is not None and domain.kind is not kind:
            return None
        if domain.told and operator in ("==", "!=", "in") and not set(constants) <= set(domain.points or ()):
            return None
        key = f"{kind.__name__} {text}"
        variable = self.variables.setdefault(key, Variable("value", text, domain))
        variable.constants.update(constants)
        return Comparison(key, operator, constants)

    def _relation(self, operator: str, left: Tree, right: Tree) -> Comparison | None:
        """A test of how two values stand to each other."""
        first, second = written(left), written(right)
        domains = self._domain_of(left), self._domain_of(right)
        if first is None or second is None or any(one.kind is None or one.other for one in domains):
            return None
        if first > second:
            first, second, operator = second, first, FLIPPED.get(operator, operator)
        points: tuple[Constant, ...] = ("=",) if first == second else ("<", "=", ">")
        domain = Domain(kind=str, points=points, lacking=any(one.lacking for one in domains))
        key = f"{first} to {second}"
        self.variables.setdefault(key, Variable("relation", f"{first} and {second}", domain))
        return Comparison(key, "in", _RELATIONS[operator])

    def _unknown(self, tree: Tree) -> Comparison:
        text = written(tree)
        key = f"unknown {text if text is not None else len(self.variables)}"
        self.variables.setdefault(key, Variable("unknown", text or "", BOOLEAN))
        return Comparison(key, "==", (True,))


def keys_of(formula: Formula) -> frozenset[str]:
    """The variables that a formula tests."""
    match formula:
        case Comparison(key):
            return frozenset({key})
        case Not(part):
            return keys_of(part)
        case Both(left, right) | Either(left, right):
            return keys_of(left) | keys_of(right)
        case Choose(test, then, otherwise):
            return keys_of(test) | keys_of(then) | keys_of(otherwise)
    return frozenset()


def compared(operator: str, first: Constant, second: Constant) -> bool:
    """What a comparison of two constants of one type gives."""
    if operator in ("==", "!="):
        return (first == second) is (operator == "==")
    below, same = first < second, first == second  # type: ignore[operator]  # of one type
    return {"<": below, "<=": below or same, ">": not below and not same, ">=": not below}[operator]


def folded(tree: Tree) -> Tree:
    """Sums and products of numbers as one number."""
    match tree:
        case Call("-_", (part,)) if isinstance(only := folded(part), Const) and type(only.value) is float:
            return Const(-only.value)
        case Call(name, (left, right)) if name in ("_+_", "_-_", "_*_"):
            first, second = folded(left), folded(right)
            if isinstance(first, Const) and isinstance(second, Const):
                return _worked_out(name, first.value, second.value) or tree
    return tree


def _worked_out(name: str, first: Constant, second: Constant) -> Const | None:
    if type(first) is not float or type(second) is not float:
        return None
    return Const({"_+_": first + second, "_-_": first - second, "_*_": first * second}[name])


def written(tree: Tree) -> str | None:
    """A tree as text, the same for the same; None when a part of it is not known."""
    match tree:
        case Name(name):
            return name
        case Const(value):
            return repr(value)
        case Call(function, arguments):
            parts = [written(one) for one in arguments]
            if any(one is None for one in parts):
                return None
            return f"{function.rstrip('_') if function.endswith('e_') else function}({', '.join(map(str, parts))})"
    return None
