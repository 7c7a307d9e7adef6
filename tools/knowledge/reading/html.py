"""Reading HTML: what a person reads on a page, without its menus, its scripts and what is hidden on it."""

import re
from html.parser import HTMLParser

from tools.knowledge.reading.blocks import Collector, Reading, cleaned
from tools.knowledge.reading.tables import sentence_of

_SKIPPED = frozenset("script style noscript template svg math head nav footer aside form button select iframe".split())
_BLOCKS = frozenset(
    "address article blockquote body dd details div dl dt fieldset figcaption figure header hr html li main ol p pre "
    "section summary table tbody td tfoot th thead tr ul caption".split()
)
_CELLS = frozenset({"td", "th"})
_PARTS = frozenset({"li", "dd"})
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OWN = frozenset({"main", "article"})
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|opacity\s*:\s*0(?![.\d])")
MOST_DEPTH = 200
"""Elements inside of each other; a page made to be deeper is read as if it were not."""


def read_html(text: str) -> Reading:
    """A page; where it has a `main` or an `article`, that alone."""
    parser = _Page()
    parser.feed(text)
    parser.close()
    parser.flush()
    own = parser.own if parser.own.blocks else parser.whole
    return Reading(cleaned(parser.title) or own.first_heading or parser.whole.first_heading, tuple(own.blocks))


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.whole, self.own = Collector(), Collector()
        self._title: list[str] = []
        self._open: list[tuple[str, bool]] = []
        """The elements around what is read, and whether they are skipped."""
        self._skipped = 0
        self._in_title = False
        self._held: list[str] = []
        self._row: list[str] | None = None
        self._row_is_head = self._in_cell = False
        self._heads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = not self._title
            return
        if tag in _BLOCKS or _level(tag):
            self._cut()
        if tag == "body":  # a head that was never closed
            self._open, self._skipped = [], 0
        if tag == "br":
            self._held.append(" ")
        elif tag == "table":
            self._heads = []
        elif tag == "tr":
            self._end_row()
            self._row, self._row_is_head = [], True
        elif tag in _CELLS and self._row is not None:
            self._end_cell()
            self._in_cell = True
            self._row_is_head = self._row_is_head and tag == "th"
        if tag in _VOID:
            return
        skips = tag in _SKIPPED or _is_hidden(dict(attrs))
        if len(self._open) < MOST_DEPTH:
            self._open.append((tag, skips))
            self._skipped += skips

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
            return
        if _level(tag) or tag in _BLOCKS:
            self._end(tag)
        if not any(name == tag for name, _ in self._open):
            return
        while self._open:
            name, skips = self._open.pop()
            self._skipped -= skips
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._title.append(data)
        elif not self._skipped:
            self._held.append(data)

    @property
    def title(self) -> str:
        """As it is written."""
        return "".join(self._title)

    def flush(self) -> None:
        """What is left at the end."""
        self._end_row()
        self._cut()

    def _end(self, tag: str) -> None:
        if (level := _level(tag)) and not self._skipped:
            text, self._held = "".join(self._held), []
            for collector in self._collectors():
                collector.heading(level, text)
        elif tag in _CELLS and self._row is not None:
            self._end_cell()
        elif tag in ("tr", "table") and self._row is not None:
            self._end_row()
        else:
            self._cut()

    def _end_cell(self) -> None:
        if self._in_cell and self._row is not None:
            self._row.append(cleaned("".join(self._held)))
            self._held, self._in_cell = [], False

    def _end_row(self) -> None:
        self._end_cell()
        row, self._row = self._row, None
        if row and self._row_is_head:
            self._heads = row
        elif row:
            self._block(sentence_of(row, self._heads), part=True)

    def _cut(self) -> None:
        if self._row is not None:  # a paragraph inside of a cell
            self._held.append(" ")
            return
        text, self._held = "".join(self._held), []
        inside = [name for name, _ in self._open]
        self._block(text, part=bool(_PARTS.intersection(inside)))

    def _block(self, text: str, *, part: bool) -> None:
        for collector in self._collectors():
            collector.block(text, part=part)

    def _collectors(self) -> list[Collector]:
        is_own = any(name in _OWN for name, _ in self._open)
        return [self.whole, self.own] if is_own else [self.whole]


def _level(tag: str) -> int:
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    style = (attributes.get("style") or "").lower()
    return "hidden" in attributes or attributes.get("aria-hidden") == "true" or bool(_HIDES.search(style))
