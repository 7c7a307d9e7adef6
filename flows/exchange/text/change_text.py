"""Changes of a text, each checked: what the new text says is what was wanted."""

from collections.abc import Sequence
from typing import Any

import yaml

from flows.exchange.text.apply import splices_of
from flows.exchange.text.changes import Change, changed
from flows.exchange.text.refusal import Refused
from flows.exchange.text.splices import Growing, Splice
from flows.exchange.text.tree import Tree, read_tree, same


def change_text(tree: Tree, data: Any, changes: Sequence[Change]) -> tuple[str, list[Splice]]:
    """The new text and the splices that lead to it. `data` is what the tree says. Raises Refused."""
    growing = Growing(tree.text)
    for change in changes:
        try:
            data = changed(data, change)
        except (KeyError, IndexError, ValueError, TypeError):
            raise Refused("edit.path", "Nothing stands there.", "Look at the text again.") from None
        try:
            growing.change(splices_of(tree, change))
            tree = read_tree(growing.text)
            said = tree.data()
        except yaml.YAMLError:
            said = _Nothing
        if not same(said, data):
            raise Refused("edit.check", "The text would not say afterwards what it should.")
    return growing.text, growing.splices()


class _Nothing:
    """What a text says that cannot be read."""
