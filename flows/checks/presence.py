"""Conditions that ask whether a name has a value: `x == x`, `size(x) > 0`, `x != ""`.

There is no word for it in the language. Without a value each of them cannot be worked out, so that the condition does
not hold; with one it does (an empty text has none to speak of). What stands behind one of them and an `and` is only
worth something where there is a value, so it is asked for there.
"""

from flows.checks.logic import Both, Compare, Either, Has, Logic, Not, Opaque, names_of
from flows.expressions.tree import Call, Const, Name, Tree

_FILLED = {("_>_", 0.0), ("_!=_", 0.0), ("_>=_", 1.0)}
"""How the size of a text compares that is not empty; the opposites are those of one that is."""
_EMPTY = {("_<=_", 0.0), ("_==_", 0.0), ("_<_", 1.0)}
_FLIPPED = {"_<_": "_>_", "_>_": "_<_", "_<=_": "_>=_", "_>=_": "_<=_"}


def asks_first(logic: Logic, name: str, *, brought: bool, negated: bool = False) -> bool:
    """Whether a condition does nothing with a name before it asks whether it has a value. `brought`: it may come with
    the caller, so that `x == 1` asks that too."""
    if name not in names_of(logic) or _asks(logic, name, negated=negated):
        return True
    match logic:
        case Compare():
            return brought and logic.sign == "==" and not negated
        case Opaque():
            return brought and not negated and _is_of_size(logic.tree, name)
        case Not():
            return asks_first(logic.part, name, brought=brought, negated=not negated)
        case Both() | Either():
            parts = (logic.left, logic.right)
            if isinstance(logic, Both) is not negated and any(_asks(part, name, negated=negated) for part in parts):
                return True
            return all(asks_first(part, name, brought=brought, negated=negated) for part in parts)
    return False


def _asks(logic: Logic, name: str, *, negated: bool) -> bool:
    """Whether a condition, or its opposite, only holds when it finds a value."""
    match logic:
        case Has():
            return logic.name == name and not negated
        case Compare():
            return logic.name == name and (logic.sign, logic.values) == ("==" if negated else "!=", ("",))
        case Opaque():
            return _compares_size(logic.tree, name, _EMPTY if negated else _FILLED)
        case Not():
            return _asks(logic.part, name, negated=not negated)
        case Both() | Either():
            found = [_asks(part, name, negated=negated) for part in (logic.left, logic.right)]
            return any(found) if isinstance(logic, Both) is not negated else all(found)
    return False


def _is_of_size(tree: Tree | None, name: str) -> bool:
    """Whether a text is asked to have so many characters, and some at all."""
    match tree:
        case Call("_==_", (Call("size_", (Name(own),)), Const(float(number)))):
            return own == name and number > 0
    return False


def _compares_size(tree: Tree | None, name: str, ways: set[tuple[str, float]]) -> bool:
    """Whether the size of a text is compared in one of some ways."""
    match tree:
        case Call(sign, (Call("size_", (Name(own),)), Const(float(number)))):
            return own == name and (sign, number) in ways
        case Call(sign, (Const(float(number)), Call("size_", (Name(own),)))):
            return own == name and (_FLIPPED.get(sign, sign), number) in ways
    return False
