"""Branches that are taken only after a yes: `{if: sure, go: …}`, or the else of `{if: "!sure", …}`."""

from collections.abc import Callable, Iterator
from functools import partial

from flows.definition.edges import Next
from flows.expressions.tree import Call, Const, Tree

IsYes = Callable[[Tree], bool]
"""Whether a part of a condition, as a name, holds only after a yes."""
Otherwise = Callable[[int, Tree], bool]
"""The same for a branch, by its place, whose condition did not hold."""
TreeOf = Callable[[str], Tree | None]
"""The tree of a condition; None when it cannot be read, which is told of elsewhere."""


def targets_with_consent(
    leads_to: Next, is_yes: IsYes, tree_of: TreeOf, otherwise: Otherwise | None = None
) -> Iterator[tuple[str, bool]]:
    """(name, whether only a yes leads there) of everything that an edge may lead to. `otherwise`: the same as `is_yes`,
    where a condition did not hold, which it does not either when a name in it has no value.

    A condition that cannot be read may be the one that asks for the yes: nothing is held against its edge.
    """
    if isinstance(leads_to, str):
        yield leads_to, False
        return
    trees = {branch.condition: tree_of(branch.condition) for branch in leads_to if branch.condition is not None}
    after_yes = None in trees.values()
    for at, branch in enumerate(leads_to):
        tree = trees.get(branch.condition) if branch.condition is not None else None
        yield branch.target, after_yes or (tree is not None and says_yes(tree, is_yes, holds=True))
        unheld = partial(otherwise, at) if otherwise is not None else is_yes
        after_yes = after_yes or (tree is not None and says_yes(tree, unheld, holds=False))


def says_yes(tree: Tree, is_yes: IsYes, *, holds: bool) -> bool:
    """Whether somebody said yes whenever a condition holds, or whenever it does not."""

    def says(part: Tree, *, when: bool) -> bool:
        return says_yes(part, is_yes, holds=when)

    match tree:
        case Const(bool(value)):
            return value is not holds  # it never comes out so
        case Call("!_", (part,)):
            return says(part, when=not holds)
        case Call("_&&_" | "_||_" as operation, (left, right)):
            both = (operation == "_&&_") is holds
            either = (says(left, when=holds), says(right, when=holds))
            return any(either) if both else all(either)
        case Call("_==_" | "_!=_" as operation, (Const(bool(value)), part) | (part, Const(bool(value)))):
            return says(part, when=value is (holds is (operation == "_==_")))
        case Call("_!=_", (left, right)):
            return says(Call("_==_", (left, right)), when=not holds)
        case Call("_?_:_", (test, then, otherwise)):
            first = says(test, when=True) or says(then, when=holds)
            return first and (says(test, when=False) or says(otherwise, when=holds))
    return holds and is_yes(tree)
