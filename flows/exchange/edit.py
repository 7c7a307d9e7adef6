"""One edit of a bot's text: the parts that it is about are read, changed and read again; all else stays, byte for byte.

The text is the truth: an edit is a list of splices, and a text with an edit that it cannot take is left as it is.
"""

from collections.abc import Sequence

import yaml

from flows.exchange.edit_context import Context
from flows.exchange.edits import Edited, Operation
from flows.exchange.needed_parts import parts_of
from flows.exchange.operations import changes_of
from flows.exchange.text.change_text import change_text
from flows.exchange.text.cut import Cut, cut, whole, with_heads
from flows.exchange.text.outline import Outline, outline
from flows.exchange.text.refusal import Refused
from flows.exchange.text.splices import Splice, in_utf16, inverse, spliced
from flows.exchange.text.tree import read_tree
from flows.loader.document import MAX_BYTES, read_document

MARK = "\ufeff"


def edit(text: str, operation: Operation) -> Edited:
    """A bot's text with an edit. Raises Refused; then nothing is changed."""
    mark = MARK if text.startswith(MARK) else ""
    bare = text[len(mark) :]
    notes: list[str] = []
    splices = _splices(bare, operation, notes)
    new = spliced(bare, splices)
    _must_be_small_enough(new)
    splices = [splice.moved(len(mark)) for splice in splices]
    return Edited(mark + new, _plain(splices), _plain(inverse(text, splices)), tuple(notes))


def with_edits(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    """A text with the edits, or the inverse, of an `Edited`."""
    return spliced(text, [Splice(*one) for one in edits])


def utf16(text: str, edits: Sequence[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """The edits of a text with places in UTF-16 units, in which browsers count."""
    return _plain(in_utf16(text, [Splice(*one) for one in edits]))


def _plain(splices: Sequence[Splice]) -> tuple[tuple[int, int, str], ...]:
    return tuple((one.start, one.end, one.insert) for one in splices)


def _splices(text: str, operation: Operation, notes: list[str]) -> list[Splice]:
    """The splices of an edit: of the parts that it is about where the text can be cut, else of all of it."""
    parts = outline(text)
    if parts is not None and (wanted := parts_of(operation, parts)):
        wanted = with_heads(parts, wanted)
        if parts.is_readable(wanted):
            own = cut(parts, wanted)
            return own.splices_in_whole(_changed(text, own, parts, operation, notes))
    return _changed(text, whole(text), None, operation, notes)


def _changed(text: str, own: Cut, parts: Outline | None, operation: Operation, notes: list[str]) -> list[Splice]:
    try:
        tree = read_tree(own.text)
        data = tree.data()
        context = Context(data, parts, notes)
        _, splices = change_text(tree, data, changes_of(operation, context))
    except yaml.YAMLError:
        raise _unreadable(text) from None
    except Refused as refused:
        raise refused.placed(text, own.in_whole(refused.at, left=False) if refused.at is not None else None) from None
    return splices


def _unreadable(text: str) -> Refused:
    """Why a text cannot be read, as the loader tells it."""
    _, findings = read_document(text.encode("utf-8", "surrogatepass"), "")
    refused = Refused("yaml.syntax", "The text cannot be read.", "Mend it in the text first.")
    if findings:
        first = findings[0]
        refused = Refused(first.code, first.message, first.remedy)
        refused.line, refused.column = first.place.line, first.place.column
    return refused


def _must_be_small_enough(text: str) -> None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        message = f"The bot would have {size:,} bytes; it may have {MAX_BYTES:,}."
        raise Refused("yaml.size", message, "Split the bot or take data out of it.")
