"""Reading Markdown: headings, paragraphs, lists and tables. What is written between its signs stays, they go."""

import re

from tools.knowledge.reading.blocks import Collector, Reading
from tools.knowledge.reading.tables import sentence_of

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*)\Z")
_UNDERLINE = re.compile(r"\s{0,3}(=+|-+)\s*\Z")
_RULE = re.compile(r"\s{0,3}([-*_])(?:\s*\1){2,}\s*\Z")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?")
_FENCE = re.compile(r"\s{0,3}(```+|~~~+)")
_DASHES = re.compile(r"\|?:?-{2,}:?(?:\|:?-{2,}:?)*\|?\Z")
_DEFINED = re.compile(r"\s{0,3}\[[^\]]+\]:\s+\S+")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_IMAGE = re.compile(r"!\[([^\]]{0,500})\]\([^)]{0,2000}\)")
_LINK = re.compile(r"\[([^\]]{1,500})\](?:\([^)]{0,2000}\)|\[[^\]]{0,200}\])")
_ADDRESS = re.compile(r"<(https?://[^>\s]{1,500}|[^>\s@]{1,100}@[^>\s]{1,200})>")
_MARKS = re.compile(r"(\*\*\*|\*\*|___|__|~~|`{1,3})(?=\S)(.{1,400}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=\S)([^*_\n]{1,400}?)(?<=\S)\1(?![\w*_])")
_LONGEST_LINE_CHARACTERS = 2_000
"""A longer one is a paragraph, whatever it looks like: the patterns above hold everything else up while they look."""
_ASIDE = 0xF000
"""Signs for private use, in whose place escaped ones stand while the others are read."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def read_markdown(text: str) -> Reading:
    """A whole file; what stands between `---` at its beginning is about it and not of it."""
    lines = _uncommented(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    title = ""
    if lines and lines[0].strip() == "---" and "---" in (rest := [line.strip() for line in lines[1:]]):
        end = rest.index("---") + 1
        title = next((line.partition(":")[2] for line in lines[1:end] if line.startswith("title:")), "")
        lines = lines[end + 1 :]
    return _Reader(lines).read(title.strip().strip("\"'"))


def plain(text: str) -> str:
    """The words of a line without its signs."""
    text = _ESCAPED.sub(lambda match: chr(_ASIDE + ord(match[1])), text)
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", _ADDRESS.sub(r"\1", text)))
    for _ in range(2):  # bold inside of italics
        text = _EMPHASIS.sub(r"\2", _MARKS.sub(r"\2", text))
    text = _TAG.sub("", text)
    return re.sub(f"[{chr(_ASIDE)}-{chr(_ASIDE + 0x7F)}]", lambda match: chr(ord(match[0]) - _ASIDE), text)


def _uncommented(text: str) -> str:
    kept, at = list[str](), 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        kept.append(text[at:begin])
        at = end + len("-->")
    return "".join([*kept, text[at:]])


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self._found = Collector()
        self._held: list[str] = []
        self._item = False

    def read(self, title: str) -> Reading:
        at = 0
        while at < len(self._lines):
            at = self._line(at)
        self._flush()
        return self._found.reading(title)

    def _line(self, at: int) -> int:
        """Read from a line on; the next one."""
        line = self._lines[at]
        following = self._lines[at + 1] if at + 1 < len(self._lines) else ""
        if len(line) > _LONGEST_LINE_CHARACTERS:
            self._held.append(line)
            return at + 1
        if (fence := _FENCE.match(line)) is not None:
            self._flush()
            return self._fenced(at + 1, fence[1])
        if (heading := _HEADING.match(line)) is not None:
            self._flush()
            self._found.heading(len(heading[1]), plain(heading[2].rstrip().rstrip("#")))
        elif self._held and not self._item and (under := _UNDERLINE.match(line)) is not None:
            text, self._held = " ".join(self._held), []
            self._found.heading(1 if under[1][0] == "=" else 2, plain(text))
        elif not line.strip() or _RULE.match(line) or _DEFINED.match(line):
            self._flush()
        elif "|" in line and "|" in following and _DASHES.match("".join(following.split())):
            self._flush()
            return self._table(at)
        elif _ITEM.match(line):
            self._flush()
            self._held, self._item = [_ITEM.sub("", line, count=1)], True
        else:
            self._held.append(re.sub(r"\A\s*(?:>\s?)+", "", line))
        return at + 1

    def _fenced(self, at: int, fence: str) -> int:
        """What is written as code is read as it stands."""
        begin = at
        while at < len(self._lines) and not self._lines[at].strip().startswith(fence):
            at += 1
        self._found.block(" ".join(self._lines[begin:at]))
        return at + 1

    def _table(self, at: int) -> int:
        heads = _cells(self._lines[at])
        at += 2
        while at < len(self._lines) and "|" in self._lines[at]:
            self._found.block(sentence_of(_cells(self._lines[at]), heads), part=True)
            at += 1
        return at

    def _flush(self) -> None:
        self._found.block(plain(" ".join(self._held)), part=self._item)
        self._held, self._item = [], False


def _cells(line: str) -> list[str]:
    return [plain(cell) for cell in re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))]
