"""What the YAML parser says, in the words of somebody who writes a bot."""

import re
from typing import Any

import yaml

OTHERWISE = "Check the indentation and quotes here."
_NO_COLON = re.compile(r"([A-Za-z_][\w-]*)\s*=\s*(\S.{0,40})?\Z")
_BEGINS_NOTHING = "@`%"
MAX_SHOWN_CHARACTERS = 40


def explain(problem: yaml.MarkedYAMLError, text: str) -> tuple[int, int, str, str]:
    """Line and column from 1, message and remedy. A missing colon is told of where it is missing."""
    mark = problem.problem_mark or problem.context_mark
    begun = problem.context_mark or mark
    reason = (problem.problem or "the text ends too early").rstrip(".")
    if reason == "could not find expected ':'" and begun is not None:
        mark = begun
    if mark is None:
        return 1, 1, f"This is not readable YAML: {reason}.", OTHERWISE
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    message, remedy = _told(reason, line, mark.column, begun.line + 1 if begun is not None else 1)
    return mark.line + 1, mark.column + 1, message or f"This is not readable YAML: {reason}.", remedy


def _told(reason: str, line: str, column: int, begun: int) -> tuple[str, str]:
    """Message (empty: the parser's own) and remedy."""
    if "\t" in line[: column + 1] and not line[:column].strip():
        return "A tab stands at the beginning of this line.", "Indent with spaces."
    at = line[column : column + 1]
    if reason == "found character that cannot start any token" and at in _BEGINS_NOTHING:
        return f"A text cannot begin with `{at}` here.", "Put it in quotes."
    if reason == "could not find expected ':'":
        return _without_colon(line.strip())
    if reason == "mapping values are not allowed in this context":
        remedy = "Put the text in quotes, or indent this line like the ones above it."
        return "A colon stands where none can be.", remedy
    if reason.startswith("did not find expected ','"):
        remedy = "Close the bracket and the quotes; put texts that hold `: `, ` #`, brackets or quotes in quotes."
        return f"The bracket opened on line {begun} is not closed, or something in it does not belong there.", remedy
    if reason == "found unexpected end of stream":
        return f"The quotes opened on line {begun} are not closed.", "Close them."
    if reason == "did not find expected key" and ("{{" in line[:column] or re.search(r"[\"']", line[:column])):
        return "", "Put the whole text in one pair of quotes."
    if reason in ("did not find expected key", "did not find expected '-' indicator"):
        return "", "Indent this line like the ones that it belongs to."
    if reason.startswith("did not find expected alphabetic"):
        return "", "Put a text that begins with `&` or `*` in quotes."
    if reason == "found unknown escape character":
        return "", "Write the text in single quotes, or `\\\\` for a backslash."
    return "", OTHERWISE


def _without_colon(line: str) -> tuple[str, str]:
    if (written := _NO_COLON.match(line)) is not None:
        return "An `=` stands in place of the colon.", f"Write `{written[1]}: {written[2] or '…'}`."
    shown = line if len(line) <= MAX_SHOWN_CHARACTERS else f"{line[:MAX_SHOWN_CHARACTERS]}…"
    word, _, rest = line.partition(" ")
    remedy = f"Write `{word}: {rest[:MAX_SHOWN_CHARACTERS]}`." if rest and len(word) < MAX_SHOWN_CHARACTERS else ""
    return f"There is no colon in `{shown}`.", remedy or "Write `name: value`."


def equals_sign(value: Any) -> str | None:
    """The remedy when a text such as `n = 2` stands where fields should."""
    if isinstance(value, str) and (written := _NO_COLON.match(value.split("\n", 1)[0])) is not None:
        return f"Write `{written[1]}: {written[2] or '…'}`, with a colon."
    return None
