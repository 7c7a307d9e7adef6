"""Goes on behind a syntax error: without the fields of the file in which it stands, what else is wrong can be told.

A field of the file begins at the left margin, so that each is YAML by itself. Those from where the parser was when it
began what it could not end, to where it gave up, are left out, for the slip may be in any of them. Their place is kept
as empty lines, and what they may have declared is noted as unsure, so that nothing is told that only comes of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import yaml

MAX_ROUNDS = 8
"""Syntax errors told at once; nobody mends more at a time."""
_FIELD = re.compile(r"([A-Za-z_][\w-]*)[ \t]*:(?:[ \t\r]|$)")
_ANCHOR = re.compile(r"&\w")
_WORD = re.compile(r"[^\W\d][\w-]*")


@dataclass(frozen=True)
class Rest:
    """The text without some fields, in which everything else stands where it stood."""

    text: str
    lost: dict[str, list[str]]
    """Each field of which something may be missing, with the words left out: each may be the name of something."""


@dataclass(frozen=True)
class _Field:
    name: str
    first: int
    last: int
    """Its lines, from 0."""


def without_broken(text: str, problem: yaml.MarkedYAMLError) -> Rest | None:
    """The text without the fields in which a problem stands; None when there is nothing left, or no telling."""
    marks = [mark.line for mark in (problem.context_mark, problem.problem_mark) if mark is not None]
    if not marks or not isinstance(problem, yaml.scanner.ScannerError | yaml.parser.ParserError):
        return None
    lines = text.split("\n")
    fields = list(_fields(lines))
    broken = [field for field in fields if field.last >= min(marks) and field.first <= max(marks)]
    if not broken or len(broken) == len(fields):
        return None
    first, last = broken[0].first, broken[-1].last
    removed = "\n".join(lines[first : last + 1])
    if _ANCHOR.search(removed):
        return None  # what refers to it would have nothing to refer to
    lines[first : last + 1] = [""] * (last + 1 - first)
    # A line that stands too far to the left cuts the field before it in two: its second half went too.
    names = [field.name for field in fields[max(0, fields.index(broken[0]) - 1) : fields.index(broken[-1]) + 1]]
    return Rest("\n".join(lines), dict.fromkeys(names, _WORD.findall(removed)))


def _fields(lines: list[str]) -> Iterator[_Field]:
    begun = [(at, match[1]) for at, line in enumerate(lines) if (match := _FIELD.match(line)) is not None]
    for (at, name), (following, _) in pairwise([*begun, (len(lines), "")]):
        yield _Field(name, at, following - 1)
