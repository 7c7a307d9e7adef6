"""Branches that are taken only after a yes: `{if: sure, go: …}`, or the else of `{if: "!sure", …}`."""

from collections.abc import Callable, Iterator

from flows.definition.edges import Next
from flows.expressions.tree import Call, Const, Name, Tree

IsYes = Callable[[str], bool]
"""Whether a name is that of a slot which a yes makes true."""
TreeOf = Callable[[str], Tree | None]
"""The tree of a condition; None when it cannot be read, which is told of elsewhere."""


def targets_with_consent(leads_to: Next, is_yes: IsYes, tree_of: TreeOf) -> Iterator[tuple[str, bool]]:
    """(name, whether only a yes leads there) of everything that an edge may lead to.

    A condition that cannot be read may be the one that asks for the yes: nothing is held against its edge.
    """
    if isinstance(leads_to, str):
        yield leads_to, False
        return
    trees = {branch.condition: tree_of(branch.condition) for branch in leads_to if branch.condition is not None}
    after_yes = None in trees.values()
    for branch in leads_to:
        tree = trees.get(branch.condition) if branch.condition is not None else None
        yield branch.target, after_yes or (tree is not None and _says_yes(tree, is_yes, holds=True))
        after_yes = after_yes or (tree is not None and _says_yes(tree, is_yes, holds=False))


def _says_yes(tree: Tree, is_yes: IsYes, *, holds: bool) -> bool:
    """Whether somebody said yes whenever a condition holds, or whenever it does not."""

    def says(part: Tree, *, when: bool) -> bool:
        return _says_yes(part, is_yes, holds=when)

    match tree:
        case Const(bool(value)):
            return value is not holds  # it never comes out so
        case Name(name):
            return holds and is_yes(name)
        case Call("!_", (part,)):
            return says(part, when=not holds)
        case Call("_&&_" | "_||_" as operation, (left, right)):
            both = (operation == "_&&_") is holds
            either = (says(left, when=holds), says(right, when=holds))
            return any(either) if both else all(either)
        case Call("_==_" | "_!=_" as operation, (Const(bool(value)), part) | (part, Const(bool(value)))):
            return says(part, when=value is (holds is (operation == "_==_")))
        case Call("_?_:_", (test, then, otherwise)):
            first = says(test, when=True) or says(then, when=holds)
            return first and (says(test, when=False) or says(otherwise, when=holds))
    return False
