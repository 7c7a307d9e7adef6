"""The names without whose values a condition cannot come out as wanted: as the engine has it, it does not hold then."""

from flows.expressions.tree import Call, Const, Name, Tree, Unknown

Names = frozenset[str]
NONE: Names = frozenset()


def needed_to_hold(tree: Tree) -> Names:
    """The names that must have a value for a condition to hold."""
    return _needed(tree)[0]


def _needed(tree: Tree) -> tuple[Names, Names]:
    """The names that are needed for it to hold, and for it not to."""
    match tree:
        case Call("_&&_", (left, right)):
            (yes, no), (other_yes, other_no) = _needed(left), _needed(right)
            return yes | other_yes, no & other_no
        case Call("_||_", (left, right)):
            (yes, no), (other_yes, other_no) = _needed(left), _needed(right)
            return yes & other_yes, no | other_no
        case Call("!_", (part,)):
            yes, no = _needed(part)
            return no, yes
        case Call("_?_:_", (test, then, otherwise)):
            (yes, no), first, second = _needed(test), _needed(then), _needed(otherwise)
            return (yes | first[0]) & (no | second[0]), (yes | first[1]) & (no | second[1])
    names = _names(tree)
    return names, names


def _names(tree: Tree) -> Names:
    """The names in what is worked out of all its parts."""
    match tree:
        case Name(name):
            return frozenset({name})
        case Call("_&&_" | "_||_" | "_?_:_", _):
            yes, no = _needed(tree)
            return yes & no
        case Call(_, arguments):
            return NONE.union(*map(_names, arguments))
        case Const() | Unknown():
            return NONE
