"""Something in the tree, with what stands around it and how that is written."""

from flows.exchange.text.block import Block
from flows.exchange.text.lines import column_of, newline_of
from flows.exchange.text.refusal import IN_THE_TEXT, Refused
from flows.exchange.text.tree import Entry, Group, Link, Node, Path, Tree


class Place:
    """A value in the tree."""

    def __init__(self, tree: Tree, path: Path, *, merged: bool = False) -> None:
        """Raises Refused where there is none; also where a merge key stands on the way, unless `merged`."""
        self.tree, self.text = tree, tree.text
        self.newline = newline_of(tree.text)
        self.node: Node = tree.root
        self.parent: Group | None = None
        self.behind = 0
        """Behind the colon or dash whose value this is."""
        self.column: int | None = None
        """The column of the key or dash; None inside of braces."""
        self._merged = merged
        for part in path:
            self._enter(part)

    @property
    def in_braces(self) -> bool:
        """Whether this stands inside of braces."""
        return self.parent is not None and self.parent.in_braces

    def _enter(self, part: str | int) -> None:
        group = self.group()
        index = group.index(part)
        if index is None:
            raise Refused("edit.path", f"There is no `{part}` here.", "Look at the text again.", group.start)
        entry = group.entries[index]
        if group.in_braces:
            self.behind = _behind_key(self.text, entry)
            self.column = None
        else:
            head = entry.key.start if entry.key is not None else Block(self.tree, group, self.behind).head(index)
            self.column = column_of(self.text, head)
            self.behind = head + 1 if entry.key is None else _behind_key(self.text, entry)
        self.parent, self.node = group, entry.value

    def group(self) -> Group:
        """This as a map or list. Raises Refused."""
        if isinstance(self.node, Link):
            message = f"This is what stands at `&{self.node.name}`."
            raise Refused("edit.anchor", message, "Edit it there, in the text.", self.node.start)
        if not isinstance(self.node, Group):
            raise Refused("edit.path", "This is a single value.", "Look at the text again.", self.node.start)
        if not self._merged and (merge := self.node.merges) is not None:
            raise Refused("edit.merge", "This part has a merge key (`<<`).", IN_THE_TEXT, merge.start)
        return self.node

    def block(self) -> Block:
        """This as a block. Raises Refused."""
        return Block(self.tree, self.group(), self.behind)

    def refuse_shared(self, node: Node) -> None:
        """Refuse where a part of something is used elsewhere or has a merge key."""
        if (anchored := _anchor_within(node, self.tree)) is not None:
            message = "Other places take their value from here."
            raise Refused("edit.anchor", message, IN_THE_TEXT, anchored)
        if isinstance(node, Group) and (merge := _merge_within(node)) is not None:
            raise Refused("edit.merge", "This part has a merge key (`<<`).", IN_THE_TEXT, merge)


def _behind_key(text: str, entry: Entry) -> int:
    """Behind the colon of an entry of a map; where the value stands in a list."""
    if entry.key is None:
        return entry.value.start
    at = entry.key.end
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at + 1 if text[at : at + 1] == ":" else entry.key.end


def _anchor_within(node: Node, tree: Tree) -> int | None:
    """Where something is anchored that is used elsewhere."""
    if node.anchor is not None and tree.aliases.get(node.anchor, 0):
        return node.start
    entries = node.entries if isinstance(node, Group) else []
    return next((found for one in entries if (found := _anchor_within(one.value, tree)) is not None), None)


def _merge_within(group: Group) -> int | None:
    """Where a merge key stands."""
    if (merge := group.merges) is not None:
        return merge.start
    inner = (entry.value for entry in group.entries if isinstance(entry.value, Group))
    return next((found for one in inner if (found := _merge_within(one)) is not None), None)
