"""Maps and lists in braces and brackets, on one line or over several."""

from typing import Any

from flows.exchange.text.lines import content_end, line_end, line_start, past_space
from flows.exchange.text.refusal import IN_THE_TEXT, Refused
from flows.exchange.text.scalars import key
from flows.exchange.text.splices import Splice
from flows.exchange.text.tree import Entry, Group, Leaf, Tree
from flows.exchange.text.write import inline


class Braces:
    """A map in braces or a list in brackets, and its entries."""

    def __init__(self, tree: Tree, group: Group) -> None:
        self.text = tree.text
        self.group = group
        if group.anchor is not None or group.tagged:
            raise Refused("edit.anchor", "This part has an anchor or a tag.", IN_THE_TEXT, group.start)
        if self.text[group.start : group.start + 1] not in ("{", "["):
            raise Refused("edit.form", "This map stands in a list without braces.", IN_THE_TEXT, group.start)
        for at, entry in enumerate(group.entries):
            if not self._is_plain_key(at, entry):
                raise Refused("edit.key", "This key is written with `?`.", IN_THE_TEXT, entry.start)

    def _is_plain_key(self, at: int, entry: Entry) -> bool:
        if entry.key is None:
            return True
        begin = self._comma(at - 1) + 1 if at else self.group.start + 1
        return isinstance(entry.key, Leaf) and past_space(self.text, begin) == entry.key.start

    def _comma(self, at: int) -> int:
        """Where the comma behind an entry stands; where the next thing stands when it has none."""
        return past_space(self.text, self.group.entries[at].end)

    def _has_comma(self, at: int) -> bool:
        comma = self._comma(at)
        return self.text[comma : comma + 1] == ","

    @staticmethod
    def written(name: str | int | None, value: Any) -> str:
        """An entry's text."""
        shown = inline(value)
        return shown if name is None else f"{key(name, in_braces=True)}: {shown}"

    def insert(self, name: str | int | None, value: Any, at: int) -> Splice:
        """A new entry before the one at an index; behind the last where there is none of that index."""
        return self.insert_text(self.written(name, value), at)

    def insert_text(self, text: str, at: int) -> Splice:
        """An entry's text as an entry."""
        entries = self.group.entries
        if not entries:
            inside = self.group.start + 1
            return Splice(inside, inside, text)
        if at < len(entries):
            start = entries[at].start
            return Splice(start, start, f"{text}, ")
        end = entries[-1].end
        space = " " if self.text[end - 1 : end] == ":" else ""
        return Splice(end, end, f"{space}, {text}")

    def delete(self, at: int) -> Splice:
        """Without an entry: with the comma behind it, or the one before it where it is the last."""
        entry, entries, text = self.group.entries[at], self.group.entries, self.text
        if at + 1 < len(entries):
            end = self._comma(at) + 1
            if text[end : content_end(text, end)].strip(" "):
                while text[end : end + 1] == " ":
                    end += 1
                return Splice(entry.start, end, "")
            return self._without_line(entry.start, end)
        if at > 0:
            start = self._comma(at - 1)
            while text[start - 1] == " ":
                start -= 1
            return Splice(start, entry.end, "")
        end = self._comma(at) + 1 if self._has_comma(at) else entry.end
        return Splice(entry.start, end, "")

    def _without_line(self, start: int, end: int) -> Splice:
        """An entry behind which its line ends: where it stood alone on its lines, they go."""
        begin = line_start(self.text, start)
        if self.text[begin:start].strip(" \t"):
            return Splice(start, end, "")
        return Splice(begin, line_end(self.text, end), "")

    def text_of(self, at: int) -> str:
        """An entry's text as it stands."""
        entry = self.group.entries[at]
        return self.text[entry.start : entry.end]
