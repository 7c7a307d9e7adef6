"""The files of a folder as one text, with the comments of all of them."""

from collections.abc import Mapping

from flows.exchange.format.layout import plain, read_for_layout, same_or_refuse
from flows.exchange.format.order import put_in_order
from flows.exchange.format.read import read_tree
from flows.exchange.format.refusal import CannotFormat
from flows.exchange.format.render import render
from flows.exchange.format.tree import Collection, Entry
from flows.findings import Finding, Place
from flows.loader.document import Document


def merge_texts(texts: Mapping[str, str], merged: Document) -> str:
    """One text of several, by name, in their order. `merged`: what they say together. Raises CannotFormat."""
    (first, text), *rest = texts.items()
    root = read_tree(plain(text), first)
    for name, more in rest:
        part = read_tree(plain(more), name)
        for entry in part.items:
            _put(root, entry, name)
        root.below += part.below
    put_in_order(root)
    result = render(root)
    read_for_layout(result, first)  # together they may be too much
    same_or_refuse(merged, result, first)
    return result


def _put(root: Collection, entry: Entry, file: str) -> None:
    """A field of another file: maps are joined, and what stands in both files is the same."""
    known = next((one for one in root.items if _name(one) == _name(entry)), None)
    if known is None:
        root.items.append(entry)
        return
    comments = [*entry.above, *([entry.beside] if entry.beside else [])]
    if not isinstance(known.value, Collection) or not isinstance(entry.value, Collection):
        known.above += [comment for comment in comments if comment]
        return
    for value in (known.value, entry.value):
        _open(value, file)
    if entry.value.items:
        first = entry.value.items[0]
        first.above = [*comments, *first.above]
    else:
        known.value.below += comments
    known.value.items += entry.value.items
    known.value.below += entry.value.below


def _open(value: Collection, file: str) -> None:
    """Let a map in braces be written line by line. Raises CannotFormat."""
    if value.is_commented:
        message = "A map in braces with comments cannot be joined with that of another file."
        raise CannotFormat(Finding("yaml.syntax", "", message, "Write it line by line.", Place(file)))
    value.is_flow = False


def _name(entry: Entry) -> str:
    return entry.key.raw.strip("\"'") if entry.key is not None else ""
