"""A change of a draft's text: worked out before anything is locked, and told to whoever made it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from designer.drafts.seen import drawing, told
from designer.drafts.state import MOST_BYTES, DraftState
from designer.refusal import Refused
from flows.exchange.canvas.drawing import Drawing
from flows.exchange.edit import edit
from flows.exchange.edits import from_json
from flows.exchange.text.refusal import Refused as EditRefused
from flows.exchange.text.splices import Growing, Splice, in_utf16, inverse, spliced
from flows.exchange.text.typed import NoSuchPlace, between, first_not_kept, from_utf16, with_line_feeds
from flows.findings import Finding

Edits = Sequence[tuple[int, int, str]]


@dataclass(frozen=True)
class Change:
    """From one text to another."""

    before: DraftState
    text: str
    splices: tuple[Splice, ...]
    notes: tuple[str, ...] = ()
    crlf: bool | None = None
    """Whether the new text goes out with CRLF; None: as before."""

    def as_json(self, rev: int, *, differs: bool) -> dict[str, Any]:
        """What whoever made the change is told; `rev` is that of the new text."""
        drawn = drawing(self.text)
        known = drawing(self.before.good or self.before.text)
        return {
            "rev": rev,
            "edits": _plain(in_utf16(self.before.text, self.splices)),
            "inverse": _plain(in_utf16(self.text, inverse(self.before.text, self.splices))),
            "readable": isinstance(drawn, Drawing),
            "problem": told(drawn) if isinstance(drawn, Finding) else None,
            "differs": differs,
            "graph": drawn.as_json(known if isinstance(known, Drawing) else None)
            if isinstance(drawn, Drawing)
            else None,
            "notes": list(self.notes),
        }

    @property
    def good(self) -> str:
        """The last text that can be drawn, where the new one cannot be."""
        if isinstance(drawing(self.text), Drawing):
            return ""
        return self.before.good or (self.before.text if isinstance(drawing(self.before.text), Drawing) else "")


def to_text(before: DraftState, text: str) -> Change:
    """The draft becomes another text, whatever that is. Raises Refused for what cannot be kept."""
    text, _ = with_line_feeds(text)
    can_be_kept(text)
    return Change(before, text, tuple(between(before.text, text)))


def to_version(before: DraftState, text: str) -> Change:
    """The draft becomes the text of a version, with its line ends."""
    text, crlf = with_line_feeds(text)
    return Change(before, text, tuple(between(before.text, text)), crlf=crlf)


def by_operations(before: DraftState, operations: Sequence[Any]) -> Change:
    """One operation after the other, all or none. Raises Refused."""
    unreadable = drawing(before.text)
    if isinstance(unreadable, Finding):
        raise Refused(
            422, "draft.unreadable", "The text cannot be read, so nothing can be drawn in it.",
            f"Mend line {unreadable.place.line} in the text first: {unreadable.message}",
            line=unreadable.place.line, column=unreadable.place.column, problem=told(unreadable),
        )  # fmt: skip
    grown = Growing(before.text)
    notes: list[str] = []
    for at, operation in enumerate(operations):
        try:
            made = edit(grown.text, from_json(operation))
        except EditRefused as problem:
            where = {"line": problem.line, "column": problem.column, "op": at}
            raise Refused(422, problem.code, str(problem), problem.remedy, **where) from None
        grown.change([Splice(*one) for one in made.edits])
        notes += made.notes
    can_be_kept(grown.text)
    return Change(before, grown.text, tuple(grown.splices()), tuple(notes))


def by_edits(before: DraftState, edits: Edits) -> Change:
    """Edits in UTF-16 units, as `inverse` of an earlier change gives them. Raises Refused."""
    try:
        splices = from_utf16(before.text, edits)
    except NoSuchPlace:
        raise Refused(
            422, "draft.place", "These edits are not of this text.", "Read the draft again and make the change anew."
        ) from None
    text, _ = with_line_feeds(spliced(before.text, splices))
    can_be_kept(text)
    return Change(before, text, tuple(between(before.text, text)))


def can_be_kept(text: str) -> None:
    """Raises Refused for a text that is too long for a draft, or has a character that cannot be kept."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        message = f"The text has {size:,} bytes; a draft may have {MOST_BYTES:,}."
        raise Refused(413, "draft.long", message, "Keep a copy of what you typed, and take something out of it.")
    if (found := first_not_kept(text)) is not None:
        line, column, name = found
        message = f"The character {name} in line {line} cannot be kept."
        raise Refused(422, "draft.character", message, "Delete this character.", line=line, column=column)


def _plain(splices: Sequence[Splice]) -> list[list[Any]]:
    return [[one.start, one.end, one.insert] for one in splices]
