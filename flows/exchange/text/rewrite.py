"""Other single values and keys at many places at once, each in its quotes and on its lines."""

import re

from flows.exchange.text.changes import Rewrite
from flows.exchange.text.place import Place
from flows.exchange.text.put import as_before
from flows.exchange.text.refusal import Refused
from flows.exchange.text.scalars import key
from flows.exchange.text.splices import Splice
from flows.exchange.text.tree import Leaf, Tree


def rewritten(tree: Tree, change: Rewrite) -> list[Splice]:
    """The splices. Aliases stay: what they stand for is rewritten where it stands. Raises Refused."""
    found: list[Splice] = []
    for path, value in change.values:
        place = Place(tree, path, merged=True)
        if isinstance(place.node, Leaf):
            found.append(_of_leaf(place, place.node, value, change))
    for path, name in change.keys:
        group = Place(tree, path[:-1], merged=True).group()
        at = group.index(path[-1])
        written = group.entries[at].key if at is not None else None
        if not isinstance(written, Leaf):
            raise Refused("edit.path", f"There is no `{path[-1]}` here.", "Look at the text again.", group.start)
        start = _behind_anchor(tree.text, written)
        shown = key(name, in_braces=group.in_braces, style=written.style)
        found.append(Splice(start, written.end, shown))
    return found


def _of_leaf(place: Place, leaf: Leaf, value: str, change: Rewrite) -> Splice:
    start = _behind_anchor(place.text, leaf)
    raw = place.text[start : leaf.end]
    if leaf.style in ("|", ">") or "\n" in raw:
        shown = in_place(raw, str(leaf.value), value, change.old, change.new)
        if shown is not None:
            return Splice(start, leaf.end, shown)
    return Splice(start, leaf.end, as_before(place, leaf, value))


def in_place(raw: str, before: str, after: str, old: str, new: str) -> str | None:
    """What is written for `before`, with the words in it changed that make it `after`; None where that is not plain."""
    word = re.compile(rf"(?<!\w){re.escape(old)}(?!\w)")
    said, written = list(word.finditer(before)), list(word.finditer(raw))
    if not old or len(said) != len(written):
        return None
    changes: list[bool] = []
    shift = 0
    for match in said:
        here = match.start() + shift
        is_new = after[here : here + len(new)] == new and word.match(after, here) is None
        changes.append(is_new)
        shift += len(new) - len(old) if is_new else 0
    pieces: list[str] = []
    end = 0
    for match, is_new in zip(written, changes, strict=True):
        pieces += (raw[end : match.start()], new if is_new else old)
        end = match.end()
    return "".join((*pieces, raw[end:]))


def _behind_anchor(text: str, leaf: Leaf) -> int:
    """Where a value itself begins, behind its anchor."""
    if leaf.anchor is None:
        return leaf.start
    at = leaf.start + len(leaf.anchor) + 1
    while text[at : at + 1] in (" ", "\t", "\r", "\n"):
        at += 1
    return at
