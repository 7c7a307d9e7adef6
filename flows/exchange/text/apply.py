"""One change as splices of the text."""

from typing import Any

from flows.exchange.text.block import STEP, Block, entry_index
from flows.exchange.text.braces import Braces
from flows.exchange.text.changes import Change, Delete, Insert, Move, Put, Rewrite
from flows.exchange.text.lines import column_of, content_end, line_end, newline_of
from flows.exchange.text.refusal import IN_THE_TEXT, Refused
from flows.exchange.text.scalars import block_scalar, is_scalar, key, scalar
from flows.exchange.text.splices import Splice
from flows.exchange.text.tree import Entry, Group, Leaf, Link, Node, Path, Tree
from flows.exchange.text.write import block_lines, in_one_line, inline


def splices_of(tree: Tree, change: Change) -> list[Splice]:
    """The splices that make a change; nothing else is touched. Raises Refused."""
    match change:
        case Put(path, value):
            return _Place(tree, path).put(value)
        case Insert(path, value):
            return _Place(tree, path[:-1]).insert(change)
        case Delete(path):
            return _Place(tree, path[:-1]).delete(path[-1])
        case Move(path, before):
            return _Place(tree, path[:-1]).move(path[-1], before)
        case Rewrite():
            return _rewritten(tree, change)


class _Place:
    """Something in the tree, and what stands around it."""

    def __init__(self, tree: Tree, path: Path) -> None:
        self.tree, self.text = tree, tree.text
        self.newline = newline_of(tree.text)
        self.node: Node = tree.root
        self.parent: Group | None = None
        self.behind = 0
        """Behind the colon or dash whose value this is."""
        self.column: int | None = None
        """The column of the key or dash."""
        for part in path:
            self._enter(part)

    @property
    def in_braces(self) -> bool:
        """Whether this stands inside of braces."""
        return self.parent is not None and self.parent.in_braces

    def _enter(self, part: str | int) -> None:
        group = self._group()
        index = entry_index(group, part)
        if index is None:
            raise Refused("edit.path", f"There is no `{part}` here.", "Look at the text again.", group.start)
        entry = group.entries[index]
        if group.in_braces:
            self.behind = _behind_key(self.text, entry)
            self.column = None
        else:
            head = _quiet_head(self.tree, group, index, self.behind)
            self.column = column_of(self.text, head)
            self.behind = head + 1 if entry.key is None else _behind_key(self.text, entry)
        self.parent, self.node = group, entry.value

    def _group(self) -> Group:
        """This as a map or list."""
        if isinstance(self.node, Link):
            message = f"This is what stands at `&{self.node.name}`."
            raise Refused("edit.anchor", message, "Edit it there, in the text.", self.node.start)
        if not isinstance(self.node, Group):
            raise Refused("edit.path", "This is a single value.", "Look at the text again.", self.node.start)
        if (merge := self.node.merges) is not None:
            raise Refused("edit.merge", "This part has a merge key (`<<`).", IN_THE_TEXT, merge.start)
        return self.node

    def _block(self, group: Group) -> Block:
        return Block(self.tree, group, self.behind)

    # -- another value ---------------------------------------------------------------------------------------------

    def put(self, value: Any) -> list[Splice]:
        """Another value here."""
        node = self.node
        if self.parent is None:
            raise Refused("edit.path", "The whole bot cannot be set.", "Set one of its parts.", 0)
        if node.anchor is not None and self.tree.aliases.get(node.anchor, 0):
            message = f"Other places take their value from here (`*{node.anchor}`)."
            raise Refused("edit.anchor", message, IN_THE_TEXT, node.start)
        if isinstance(node, Group) and (merge := _merge_within(node)) is not None:
            raise Refused("edit.merge", "This part has a merge key (`<<`).", IN_THE_TEXT, merge)
        if isinstance(node, Group) and (anchored := _anchor_within(node, self.tree)) is not None:
            raise Refused("edit.anchor", "A part of this is used elsewhere.", IN_THE_TEXT, anchored)
        if self.in_braces or self._fits(value):
            return self._on_a_line(value)
        return self._in_lines(value)

    def _fits(self, value: Any) -> bool:
        at = self.node.start if isinstance(self.node, Leaf | Link) else self.behind
        in_list = self.parent is not None and not self.parent.is_map
        braces = isinstance(self.node, Group) and self.node.in_braces and self.node.entries
        wanted = True if (in_list or braces) and not is_scalar(value) else None
        return in_one_line(value, column_of(self.text, at), wanted=wanted)

    def _on_a_line(self, value: Any) -> list[Splice]:
        node = self.node
        if isinstance(node, Group) and not node.in_braces:
            return self._block(node).replaced(inline(value, in_braces=False))
        if isinstance(node, Leaf) and isinstance(value, str) and not node.is_empty:
            return [Splice(node.start, node.end, self._as_before(node, value))]
        shown = inline(value, in_braces=self.in_braces)
        if node.start < node.end:
            return [Splice(node.start, node.end, shown)]
        if self.text[self.behind - 1 : self.behind] in (":", "-"):
            return [Splice(self.behind, self.behind, f" {shown}")]
        return [Splice(self.behind, self.behind, f": {shown}")]

    def _as_before(self, leaf: Leaf, value: str) -> str:
        """A text in the manner of the one that stands here."""
        if leaf.style in ("|", ">") and leaf.anchor is None and not leaf.tagged:
            whole = self.text[leaf.start : leaf.end]
            keeps = whole.endswith("\n")
            header, _, body = whole.partition("\n")
            first = next((line for line in body.split("\n") if line.strip()), "")
            indent = len(first) - len(first.lstrip(" "))
            behind = leaf.end if keeps else line_end(self.text, leaf.end)
            next_line = self.text[behind : content_end(self.text, behind)]
            below = self.text[behind - 1 : behind] == "\n" and (not value.endswith("\n\n") or bool(next_line.strip()))
            shown = block_scalar(value, header, indent, more_below=below or behind == len(self.text) and keeps)
            if shown is not None:
                return (shown + "\n" if keeps else shown).replace("\n", self.newline)
            return scalar(value, in_braces=False, style='"') + (self.newline if keeps else "")
        style = leaf.style if leaf.style in ("'", '"') else ""
        return scalar(value, in_braces=self.in_braces, style=style)

    def _in_lines(self, value: Any) -> list[Splice]:
        """A map or list line by line, below the key or behind the dash."""
        node, column = self.node, self.column
        assert self.parent is not None and column is not None
        step = self._block_step()
        if isinstance(node, Group) and not node.in_braces:
            block = self._block(node)
            first, last = block.lines(0), block.lines(len(node.entries) - 1)
            if not first.whole:
                lines = block_lines(value, first.column, step)
                body = self.newline.join(lines).lstrip(" ")
                return [Splice(first.head, node.end, body)]
            lines = block_lines(value, column + step, step)
            open_end = self.text[last.end - 1 : last.end] != "\n"
            return [Splice(first.start, last.end, self.newline.join(lines) + ("" if open_end else self.newline))]
        if not self.parent.is_map:
            body = self.newline.join(block_lines(value, column + 2, step)).lstrip(" ")
            return [Splice(node.start, node.end, body if node.start < node.end else f" {body}")]
        lines = block_lines(value, column + step, step)
        end = line_end(self.text, max(node.end, self.behind))
        gone = [Splice(self.behind, node.end, "")] if node.end > self.behind else []
        if isinstance(node, Leaf) and self.text[node.end - 1 : node.end] == "\n":
            end = node.end
            gone = [Splice(self.behind, node.end, self.newline)]
        if self.text[end - 1 : end] == "\n":
            return [*gone, Splice(end, end, "".join(f"{line}{self.newline}" for line in lines))]
        return [*gone, Splice(end, end, "".join(f"{self.newline}{line}" for line in lines))]

    def _block_step(self) -> int:
        """By how much what is new here is indented."""
        assert self.parent is not None
        place = _Place(self.tree, ())
        place.node, place.behind = self.parent, self.behind
        own = self.node
        if isinstance(own, Group) and not own.in_braces and own.is_map and own.entries and self.column is not None:
            return max(column_of(self.text, own.entries[0].start) - self.column, 1)
        return STEP

    # -- entries ---------------------------------------------------------------------------------------------------

    def insert(self, change: Insert) -> list[Splice]:
        """A new entry of this map or list."""
        if isinstance(self.node, Leaf) and self.node.value is None and self.parent is not None:
            name = change.path[-1]
            return self.put([change.value] if isinstance(name, int) and name == 0 else {name: change.value})
        group = self._group()
        named = change.path[-1] if group.is_map else None
        if not group.entries and not self.in_braces and group.anchor is None and self.parent is not None:
            inside = self.text[group.start + 1 : group.end - 1].strip()
            if not inside:
                return self.put({named: change.value} if named is not None else [change.value])
        at = self._index(group, change)
        if group.in_braces:
            return [Braces(self.tree, group).insert(named, change.value, at)]
        block = self._block(group)
        return [block.insert(named, change.value, at, self.newline, block.step(self.column))]

    @staticmethod
    def _index(group: Group, change: Insert) -> int:
        if not group.is_map:
            return int(change.path[-1])
        if change.before is not None:
            return entry_index(group, change.before) or 0
        if change.after is not None:
            return (entry_index(group, change.after) or 0) + 1
        return len(group.entries)

    def delete(self, key: str | int) -> list[Splice]:
        """Without an entry."""
        group = self._group()
        at = entry_index(group, key)
        if at is None:
            raise Refused("edit.path", f"There is no `{key}` here.", "Look at the text again.", group.start)
        self._refuse_shared(group.entries[at].value)
        if group.in_braces:
            return [Braces(self.tree, group).delete(at)]
        block = self._block(group)
        return [block.delete(at)] if len(group.entries) > 1 else block.emptied()

    def _refuse_shared(self, node: Node) -> None:
        if (anchored := _anchor_within(node, self.tree)) is not None:
            raise Refused("edit.anchor", "A part of this is used elsewhere.", IN_THE_TEXT, anchored)
        if isinstance(node, Group) and (merge := _merge_within(node)) is not None:
            raise Refused("edit.merge", "This part has a merge key (`<<`).", IN_THE_TEXT, merge)

    def move(self, key: str | int, before: str | int | None) -> list[Splice]:
        """An entry at another place."""
        group = self._group()
        at = entry_index(group, key)
        to = len(group.entries) if before is None else entry_index(group, before)
        if at is None or to is None:
            raise Refused("edit.path", "There is no such entry.", "Look at the text again.", group.start)
        if to in (at, at + 1):
            return []
        self._refuse_shared(group.entries[at].value)
        if group.in_braces:
            braces = Braces(self.tree, group)
            return [braces.delete(at), braces.insert_text(braces.text_of(at), to)]
        block = self._block(group)
        return [block.delete(at), block.insert_lines(block.of_lines(at), to, self.newline)]


def _behind_key(text: str, entry: Entry) -> int:
    """Behind the colon of an entry of a map; where the value stands in a list."""
    if entry.key is None:
        return entry.value.start
    at = entry.key.end
    while text[at : at + 1] in (" ", "\t"):
        at += 1
    return at + 1 if text[at : at + 1] == ":" else entry.key.end


def _quiet_head(tree: Tree, group: Group, index: int, behind: int) -> int:
    """Where an entry's key or dash stands, also in blocks of which the entries cannot be changed."""
    entry = group.entries[index]
    if entry.key is not None:
        return entry.key.start
    if group.anchor is not None or group.tagged:
        raise Refused("edit.anchor", "This part has an anchor or a tag.", IN_THE_TEXT, group.start)
    return Block(tree, group, behind).head(index)


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


def _rewritten(tree: Tree, change: Rewrite) -> list[Splice]:
    """Other single values and keys, each in its quotes."""
    found: list[Splice] = []
    for path, value in change.values:
        place = _Place(tree, path)
        if isinstance(place.node, Leaf):
            found += place.rewritten(value) if False else _of_leaf(place, place.node, value)
    for path, name in change.keys:
        place = _Place(tree, path[:-1])
        entry = place._group().at(path[-1])
        if entry is None or not isinstance(entry.key, Leaf):
            raise Refused("edit.path", f"There is no `{path[-1]}` here.", "Look at the text again.")
        in_braces = isinstance(place.node, Group) and place.node.in_braces
        start = _behind_anchor(tree.text, entry.key)
        found.append(Splice(start, entry.key.end, key(name, in_braces=in_braces, style=entry.key.style)))
    return found


def _of_leaf(place: _Place, leaf: Leaf, value: str) -> list[Splice]:
    return [Splice(_behind_anchor(place.text, leaf), leaf.end, place._as_before(leaf, value))]


def _behind_anchor(text: str, leaf: Leaf) -> int:
    """Where a value itself begins, behind its anchor."""
    if leaf.anchor is None:
        return leaf.start
    at = leaf.start + len(leaf.anchor) + 1
    while text[at : at + 1] in (" ", "\t", "\r", "\n"):
        at += 1
    return at
