"""What a node hangs on: from it a correction knows which nodes to take again."""

from flows.definition.nodes.ask import Ask
from flows.definition.nodes.node import Node
from flows.definition.nodes.set import Expression, Set
from flows.expressions.conditions import words_of
from flows.expressions.templates import names_in, read_template


def needed_names(node: Node) -> frozenset[str]:
    """The names whose change makes a node's outcome another one. A question's own words do not count: it was asked."""
    names: set[str] = set()
    for _, condition in node.conditions():
        names |= words_of(condition)
    match node:
        case Ask():
            names.add(node.slot)
            names |= _names_in(node.confirm) if node.confirm is not None else frozenset()
        case Set():
            for value in node.set.values():
                names |= words_of(value.expr) if isinstance(value, Expression) else frozenset()
            names |= _in_texts(node)
        case _:
            names |= _in_texts(node)
    return frozenset(names)


def names_in_words(node: Ask) -> frozenset[str]:
    """The other names of which a question speaks when it is put or read back."""
    return (_names_in(node.say) | _names_in(node.confirm or "")) - {node.slot}


def _in_texts(node: Node) -> set[str]:
    return {name for _, text in node.texts() for name in _names_in(text)}


def _names_in(text: str) -> frozenset[str]:
    return names_in(read_template(text)) if "{" in text else frozenset()
