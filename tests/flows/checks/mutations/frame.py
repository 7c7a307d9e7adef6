"""Edits of good bots: each `find` brings one code at one line, each `leave` looks like it and brings nothing.

A table is a YAML file, one a code: `flow_target.yaml` for `flow.target`.

    bot: riverbank                                  # where a case names no other
    find:
      - {old: "next: handoff", new: "next: handof"}
      - {bot: shop, below: "tell:", add: "  next: nowhere", at: "next: nowhere", also: [flow.unreachable]}
    leave:
      - {old: "next: handoff", new: "next: 'handoff'"}

`old` stands once in the text of the bot; behind the text `after`, where that is given. `below` is a line, or stands in
one, and `add` becomes lines below it. `more` holds further pairs of old and new. The finding is told at the first line
that differs, or at the line that has the text `at` (a list: at several lines): the nearest one above the edit, else
the first one below it; the first of all where the text begins with `^`. `also` names the codes that the edit brings
besides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from flows.findings import Finding
from flows.loader.load import load_text
from tests.flows.linted import linted

HERE = Path(__file__).parent
ROOT = HERE.parents[3]
FOLDERS = (ROOT / "templates" / "bots", HERE.parents[1] / "golden_bots", HERE / "bots")
"""Where the good bots are."""


class BadCase(ValueError):
    """A case that does not fit the bot that it speaks of."""


FOLLOWING = frozenset({"slot.unset", "condition.never", "condition.overlap", "ask.endless", "flow.loop"})
"""Codes that tell of the ways through a bot, and may come of a slip that is told of by another code; they have tables
of their own."""


@dataclass(frozen=True)
class Case:
    """One edit of a good bot."""

    code: str
    bot: str
    edit: dict[str, Any]
    finds: bool
    number: int

    @property
    def name(self) -> str:
        """What the case is called in a test run."""
        return f"{self.code}-{'find' if self.finds else 'leave'}-{self.number}"

    @property
    def also(self) -> set[str]:
        """The codes that the edit brings besides."""
        return set(self.edit.get("also", ()))

    def besides(self, findings: list[Finding]) -> set[str]:
        """The other codes of findings, without those that only follow from the slip."""
        return {one.code for one in findings} - {self.code} - (FOLLOWING - self.also)

    def edited(self) -> str:
        """The text of the bot after the edit. Raises BadCase."""
        return self._made()[0]

    def lines(self) -> set[int]:
        """The lines, from 1, at which the code is to be told. Raises BadCase."""
        text, start = self._made()
        if "at" not in self.edit:
            return {text.count("\n", 0, start) + 1}
        wanted = self.edit["at"]
        return {_line_with(text, one, start) for one in (wanted if isinstance(wanted, list) else [wanted])}

    def _made(self) -> tuple[str, int]:
        """The text, and where in it the edit begins."""
        text = text_of(self.bot)
        for old, new in self.edit.get("more", ()):
            text = text.replace(old, new) if _place(text, old) >= 0 else text
        if "below" in self.edit:
            at = _line_behind(text, self.edit["below"])
            added = self.edit["add"].rstrip("\n") + "\n"
            return text[:at] + added + text[at:], at
        old, new = self.edit["old"], self.edit["new"]
        behind = _place(text, self.edit["after"]) + len(self.edit["after"]) if "after" in self.edit else None
        at = _place(text, old) if behind is None else text.find(old, behind)
        if at < 0 or old == new:
            raise BadCase(f"{self.name}: {old!r} does not stand behind {self.edit.get('after')!r}")
        same = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
        text = text[:at] + new + text[at + len(old) :]
        return text, at + same + (len(new[same:]) - len(new[same:].lstrip()) if new[same:].strip() else 0)


def _place(text: str, part: str) -> int:
    if text.count(part) != 1:
        raise BadCase(f"{part!r} stands {text.count(part)} times in the bot, and not once")
    return text.index(part)


def _line_behind(text: str, part: str) -> int:
    """Where the line ends that is this text, or else the one that has it in it."""
    whole = f"\n{part}\n"
    return _place(text, whole) + len(whole) if whole in text else text.index("\n", _place(text, part)) + 1


def _line_with(text: str, part: str, start: int) -> int:
    edited = 0 if part.startswith("^") else text.count("\n", 0, start) + 1
    lines = [number for number, line in enumerate(text.splitlines(), 1) if part.removeprefix("^") in line]
    if not lines:
        raise BadCase(f"no line has {part!r}")
    return max((number for number in lines if number <= edited), default=lines[0])


@cache
def text_of(bot: str) -> str:
    """The text of a good bot. Raises BadCase."""
    for folder in FOLDERS:
        if (path := folder / f"{bot}.yaml").is_file():
            return path.read_text(encoding="utf-8")
    raise BadCase(f"there is no good bot {bot!r}")


BY_MEANING = frozenset({"intent.close", "intent.misread"})
"""Codes of what examples mean, which `bot lint` tells and reading a bot does not."""


def _told(text: str, code: str) -> Sequence[Finding]:
    loaded = load_text(text)
    return linted(loaded) if code in BY_MEANING else loaded.findings


@cache
def _known(bot: str, code: str) -> frozenset[tuple[str, str, str]]:
    return frozenset((one.code, one.path, one.message) for one in _told(text_of(bot), code))


def brought(case: Case) -> list[Finding]:
    """What is told of the edited bot and not of the good one."""
    findings = _told(case.edited(), case.code)
    return [one for one in findings if (one.code, one.path, one.message) not in _known(case.bot, case.code)]


@cache
def cases_of(code: str) -> tuple[Case, ...]:
    """All cases of a code, in the order of its table; none where it has no table."""
    path = HERE / f"{code.replace('.', '_')}.yaml"
    if not path.is_file():
        return ()
    table = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        Case(code, edit.get("bot", table.get("bot")), edit, finds, number)
        for finds, group in ((True, "find"), (False, "leave"))
        for number, edit in enumerate(table.get(group) or (), 1)
    )


def tables() -> list[str]:
    """The codes that have a table."""
    return sorted(path.stem.replace("_", ".", 1) for path in HERE.glob("*.yaml"))
