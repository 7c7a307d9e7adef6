"""Warnings that the author of a bot has answered in its text: `# lint ok CODE: why`.

The comment stands at the end of the line that the warning names, or alone on the lines right above it. Errors cannot be
answered: a bot with errors does not run.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from flows.findings import Finding

Answered = Mapping[int, frozenset[str]]
"""Line, from 1, to the codes that are answered there."""

_ANSWER = re.compile(
    r"(?:^|(?<=[ \t]))#[ \t]*lint ok[ \t]+(?P<codes>[a-z_.]+(?:[ \t]*,[ \t]*[a-z_.]+)*)[ \t]*:[ \t]*\S"
)
"""With a reason: an answer without one tells the next reader nothing."""
_ALONE = re.compile(r"[ \t]*(?:#|$)")


def answered(text: str) -> dict[int, frozenset[str]]:
    """The answers of a text.

    >>> answered("a: 1  # lint ok intent.unused: said by the page" + chr(10) + "b: 2")
    {1: frozenset({'intent.unused'})}
    """
    if "lint ok" not in text:
        return {}
    found: dict[int, frozenset[str]] = {}
    waiting: frozenset[str] = frozenset()
    for number, line in enumerate(text.splitlines(), start=1):
        match = _ANSWER.search(line)
        codes = frozenset(code.strip() for code in match["codes"].split(",")) if match is not None else frozenset()
        if _ALONE.match(line):
            waiting = waiting | codes if line.strip() else frozenset()
            continue
        if told := waiting | codes:
            found[number] = told
        waiting = frozenset()
    return found


def unanswered(findings: Iterable[Finding], files: Mapping[str, Answered]) -> Iterator[Finding]:
    """The findings but for the warnings that are answered. `files`: the answers of each file."""
    for finding in findings:
        told = files.get(finding.place.file, {}).get(finding.place.line, frozenset())
        if finding.severity == "error" or finding.code not in told:
            yield finding
