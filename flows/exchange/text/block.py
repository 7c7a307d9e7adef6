"""Maps and lists that are written line by line: which lines belong to an entry, and what changes them."""

from dataclasses import dataclass
from typing import Any

from flows.exchange.text.lines import begins_line, line_end, line_start, lines_from, past_space
from flows.exchange.text.refusal import IN_THE_TEXT, Refused
from flows.exchange.text.splices import Splice
from flows.exchange.text.tree import Group, Leaf, Tree
from flows.exchange.text.write import Form, entry_lines, item_lines

STEP = 2
"""Columns by which new lines are indented, where no neighbour shows another number."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of an entry. Comments right above it in its column are its own, and deeper ones below."""

    head: int
    """Where its key or dash stands."""
    column: int
    start: int
    """Where the first of its lines begins; for one that shares its line with a dash, the head."""
    end: int
    """Behind its last line."""
    whole: bool
    """Whether its lines are its own."""


@dataclass(frozen=True, slots=True)
class Near:
    """How new lines are written."""

    newline: str
    step: int
    form: Form = "any"


class Block:
    """A block and its entries."""

    def __init__(self, tree: Tree, group: Group, behind: int) -> None:
        """`behind`: the place behind the colon or dash whose value the block is."""
        self.text = tree.text
        self.group = group
        self._behind = behind
        if group.anchor is not None or group.tagged:
            raise Refused("edit.anchor", "This part has an anchor or a tag.", IN_THE_TEXT, group.start)

    def head(self, at: int) -> int:
        """Where an entry's key or dash stands."""
        entry = self.group.entries[at]
        if entry.key is None:
            dash = past_space(self.text, self.group.entries[at - 1].end if at else self._behind)
            if self.text[dash : dash + 1] != "-":
                raise Refused("edit.form", "This list is written in an unusual way.", IN_THE_TEXT, entry.start)
            return dash
        head = entry.key.start
        before = self.text[line_start(self.text, head) : head].rstrip(" \t")
        if not isinstance(entry.key, Leaf) or before.endswith("?"):
            raise Refused("edit.key", "This key is written with `?`.", IN_THE_TEXT, head)
        return head

    def lines(self, at: int) -> Lines:
        """The lines of an entry. Raises Refused for those that are indented with tabs."""
        head, text = self.head(at), self.text
        begin = line_start(text, head)
        if "\t" in text[begin:head]:
            raise Refused("edit.tab", "This line is indented with a tab.", "Indent it with spaces.", head)
        whole = begins_line(text, head)
        column = head - begin
        limit = self._last_line(at - 1) if at else head
        start = self._lead(begin, column, limit) if whole else head
        return Lines(head, column, start, self._end(at, column), whole)

    def _last_line(self, at: int) -> int:
        """Behind the line on which an entry's last character stands."""
        end = self.group.entries[at].end
        return end if self.text[end - 1 : end] == "\n" else line_end(self.text, end)

    def _lead(self, begin: int, column: int, limit: int) -> int:
        """The first of the comments right above a line."""
        text = self.text
        while begin > limit:
            above = line_start(text, begin - 1)
            line = text[above:begin]
            if above < limit or not line.startswith(f"{' ' * column}#"):
                break
            begin = above
        return begin

    def _end(self, at: int, column: int) -> int:
        """Behind the last line of an entry, deeper comments below it included."""
        end = self._last_line(at)
        for _, behind, indent, blank, comment in lines_from(self.text, end):
            if comment and indent > column:
                end = behind
            elif not blank:
                break
        return end

    @property
    def column(self) -> int:
        """The column of its entries."""
        return self.lines(0).column

    def step(self, parent_column: int | None) -> int:
        """By how much new lines are indented: as its own entries, or those that are next to them, are."""
        if parent_column is not None and self.group.is_map and self.column > parent_column:
            return self.column - parent_column
        for at, entry in enumerate(self.group.entries):
            inner = entry.value
            if isinstance(inner, Group) and not inner.in_braces and inner.is_map and inner.entries:
                first = inner.entries[0].start
                if begins_line(self.text, first) and (own := first - line_start(self.text, first)) > self.column:
                    return own - self.lines(at).column
        return STEP

    def insert(self, name: str | int | None, value: Any, at: int, near: Near) -> Splice:
        """A new entry before the one at an index; behind the last where there is none of that index."""
        neighbour = self.group.entries[max(at - 1, 0)].value
        form = near.form
        if form == "any" and isinstance(neighbour, Group) and isinstance(value, dict):
            form = "braces" if neighbour.in_braces else "lines"
        if name is None:
            lines = item_lines(value, self.column, near.step, form)
        else:
            lines = entry_lines(name, value, self.column, near.step, form)
        return self.insert_lines(lines, at, near.newline)

    def insert_lines(self, lines: list[str], at: int, newline: str) -> Splice:
        """Lines of the block's column as an entry."""
        if at == 0:
            first = self.lines(0)
            if not first.whole:
                body = newline.join(lines).lstrip(" ")
                return Splice(first.head, first.head, f"{body}{newline}{' ' * first.column}")
            return Splice(first.start, first.start, "".join(f"{line}{newline}" for line in lines))
        end = self.lines(at - 1).end
        gap = [""] if self.spaced else []
        if self.text[end - 1 : end] == "\n":
            return Splice(end, end, "".join(f"{line}{newline}" for line in (*gap, *lines)))
        return Splice(end, end, "".join(f"{newline}{line}" for line in (*gap, *lines)))

    @property
    def spaced(self) -> bool:
        """Whether its entries have empty lines between them."""
        for at in range(len(self.group.entries) - 1):
            between = self.text[self.lines(at).end : self.lines(at + 1).start]
            if not between.strip() and "\n" in between:
                return True
        return False

    def delete(self, at: int) -> Splice:
        """Without an entry that is not the only one."""
        lines, text = self.lines(at), self.text
        if not lines.whole:
            following = self.lines(at + 1)
            if not text[lines.end : following.head].strip():
                return Splice(lines.head, following.head, "")
            return Splice(_before_space(text, lines.head), _before_break(text, lines.end), "")
        start, end = lines.start, lines.end
        if end == len(text) and not text.endswith("\n") and start > 0:
            start -= 2 if text[start - 2 : start] == "\r\n" else 1
        return Splice(start, end, "")

    def emptied(self) -> list[Splice]:
        """The block as `{}` or `[]`."""
        return self.replaced("{}" if self.group.is_map else "[]")

    def replaced(self, word: str) -> list[Splice]:
        """Something on one line in place of the block, behind the colon or dash. The comments above it stay."""
        first, last = self.lines(0), self.lines(len(self.group.entries) - 1)
        if not first.whole:
            return [Splice(first.head, self.group.entries[-1].end, word)]
        if self._behind == 0:
            raise Refused("edit.form", "A bot cannot be empty.", "Delete the bot instead.", 0)
        start, end = first.start, last.end
        if end == len(self.text) and not self.text.endswith("\n"):
            start -= 2 if self.text[start - 2 : start] == "\r\n" else 1
        if start <= self._behind:
            return [Splice(self._behind, end, f" {word}")]
        return [Splice(self._behind, self._behind, f" {word}"), Splice(start, end, "")]

    def of_lines(self, at: int) -> list[str]:
        """The lines of an entry as they stand, without line ends."""
        lines = self.lines(at)
        if not lines.whole:
            raise Refused("edit.form", "This entry shares its line with a dash.", IN_THE_TEXT, lines.head)
        return (
            self.text[lines.start : lines.end].removesuffix("\n").replace("\r\n", "\n").removesuffix("\r").split("\n")
        )


def _before_space(text: str, at: int) -> int:
    while at > 0 and text[at - 1] == " ":
        at -= 1
    return at


def _before_break(text: str, at: int) -> int:
    if text[at - 1 : at] == "\n":
        at -= 1
    return at - 1 if text[at - 1 : at] == "\r" else at
