"""Lines of a text: where they begin and end, how deep they are indented, which of them are comments."""

from collections.abc import Iterator

OTHER_BREAKS = "\r\x85\u2028\u2029"
"""What YAML takes for the end of a line beside a line feed; a carriage return before a line feed is part of it."""


def newline_of(text: str) -> str:
    """The line end that a text uses: that of its first line."""
    at = text.find("\n")
    return "\r\n" if at > 0 and text[at - 1] == "\r" else "\n"


def line_start(text: str, at: int) -> int:
    """Where the line begins in which a place lies."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Behind the line feed of the line in which a place lies; the end of the text where there is none."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def content_end(text: str, at: int) -> int:
    """Before the line end of the line in which a place lies."""
    end = line_end(text, at)
    if end > at and text[end - 1] == "\n":
        end -= 1
    return end - 1 if end > at and text[end - 1] == "\r" else end


def column_of(text: str, at: int) -> int:
    """The column of a place, from 0, in code points."""
    return at - line_start(text, at)


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column of a place, from 1; a byte order mark does not count."""
    start = line_start(text, at)
    marked = start == 0 and text.startswith("\ufeff") and at > 0
    return text.count("\n", 0, at) + 1, at - start + (0 if marked else 1)


def begins_line(text: str, at: int) -> bool:
    """Whether only spaces stand before a place in its line."""
    return not text[line_start(text, at) : at].strip(" ")


def lines_from(text: str, at: int) -> Iterator[tuple[int, int, int, bool, bool]]:
    """(start, end, indentation, is it blank, is it a comment) of the lines from the beginning of one on."""
    while at < len(text):
        end = line_end(text, at)
        line = text[at:end]
        bare = line.strip(" \t\r\n")
        yield at, end, len(line) - len(line.lstrip(" ")), not bare, bare.startswith("#")
        at = end


def past_space(text: str, at: int) -> int:
    """The next place at which something stands that is no space, line end or comment."""
    while at < len(text):
        if text[at] in " \t\r\n":
            at += 1
        elif text[at] == "#" and (at == 0 or text[at - 1] in " \t\r\n,[{"):
            at = line_end(text, at)
        else:
            break
    return at
