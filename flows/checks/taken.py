"""What the branches of a list take away from those below them."""

from dataclasses import dataclass, field

from flows.checks.formulas import Formula
from flows.checks.truth import Table

MAX_SHOWN_CHARACTERS = 60
"""Of a condition in a message; the place tells which it is."""

Told = tuple[str, str]
"""A message and a remedy."""


@dataclass(frozen=True)
class Above:
    """A condition that stands above others."""

    text: str
    formula: Formula
    target: str
    holds: int
    """The cases in which it holds."""
    before: int
    """The cases that were taken above it."""


@dataclass
class Taken:
    """What was taken so far; the cases are those of a table."""

    table: Table
    possible: int
    """The cases that can be at all."""
    refusals: bool = False
    """Whether these are refusals of a question, and no branches."""
    above: list[Above] = field(default_factory=list)
    cases: int = 0
    """All that was taken."""

    def add(self, text: str, formula: Formula, holds: int, target: str) -> None:
        """A condition that can hold."""
        self.above.append(Above(text, formula, target, holds & self.possible, self.cases))
        self.cases |= holds

    def covers(self, text: str, holds: int) -> Told | None:
        """Why a condition is never looked at where it holds; None when it is."""
        here = holds & self.possible
        if here & ~self.cases:
            return None
        what, never = ("refusal", "said") if self.refusals else ("branch", "taken")
        message = f"This {what} is never {never}: "
        one = next((other for other in self.above if not here & ~other.holds), None)
        if one is None:
            several = "refusals" if self.refusals else "branches"
            message += f"the {several} above it take everything for which `{short(text)}` holds."
            return message, "Move it above them, or correct one of the conditions."
        if one.holds == here:
            message += f"`{short(one.text)}` above it holds for the same values."
            return message, "Delete one of the two, or correct a condition."
        message += f"`{short(one.text)}` above it holds whenever `{short(text)}` does."
        return message, "Move it above that one, or correct one of the two conditions."


def short(text: str) -> str:
    """A condition as messages show it."""
    plain = " ".join(text.split())
    return plain if len(plain) <= MAX_SHOWN_CHARACTERS else plain[: MAX_SHOWN_CHARACTERS - 1] + "…"
