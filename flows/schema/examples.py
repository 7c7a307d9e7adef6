"""A bad and a good example of every finding, as data; the reference shows them, and tests see that they are true."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from flows.findings import Finding
from flows.loader.load import load_text

FRAME = ("voxloom: 1", "bot: example", "start: main", "defaults: {on_fail: handoff, on_error: handoff}")
"""What goes before an example, a line each, where the example does not have the field itself."""
FLOW = "flows: {main: {nodes: {hello: {type: say, say: Hello., next: end}}}}"
"""What goes behind an example that has no flows."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """A part of a bot that brings a finding, and the same part put right."""

    bad: str
    good: str
    note: str | None = None
    """What is to be known of it."""
    also: tuple[str, ...] = ()
    """Other codes that the bad one brings."""
    whole: bool = False
    """Whether it is a bot by itself."""
    encoding: str = "utf-8"
    """How the bad one is written to its file."""
    times: int = 1
    """How often the bad one stands in its file."""
    by_meaning: bool = False
    """Whether only sentence vectors bring it, so that reading the bot does not."""
    link: str | None = None
    """The bad one is a folder, with a link of this name that leads nowhere."""

    def bad_file(self) -> bytes:
        """The bytes of the bot with the bad example."""
        return self._framed(self.bad * self.times).encode(self.encoding)

    def good_file(self) -> bytes:
        """The bytes of the bot with the good example."""
        return self._framed(self.good).encode()

    def told(self, code: str) -> tuple[int, Finding] | None:
        """What is told of the bad example, and in which of its lines, from 1; None where reading one file does not
        bring it."""
        if self.link is not None or self.by_meaning:
            return None
        found = next((one for one in load_text(self.bad_file()).findings if one.code == code), None)
        before = 0 if self.whole else len(_before(self.bad))
        return (max(found.place.line - before, 1), found) if found is not None else None

    def _framed(self, part: str) -> str:
        if self.whole:
            return part
        behind = [] if _has(part, FLOW) else [FLOW]
        return "\n".join([*_before(part), part.rstrip("\n"), *behind]) + "\n"


def _before(part: str) -> list[str]:
    return [line for line in FRAME if not _has(part, line)]


def _has(part: str, line: str) -> bool:
    """Whether a part has the field of a line of the frame itself."""
    field = line.split(":")[0] + ":"
    return any(entry.startswith(field) for entry in part.splitlines())


@cache
def examples() -> dict[str, Example]:
    """The examples by code."""
    text = files("flows.schema").joinpath("finding_examples.yaml").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Example]).validate_python(yaml.safe_load(text))
