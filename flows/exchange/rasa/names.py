"""Names of a project made into names of a bot."""

import re
from collections.abc import Iterable

from flows.definition.edges import RESERVED_TARGETS
from flows.definition.repair import REPAIR_VALUES, repair_flows
from flows.exchange.rasa.report import Report
from flows.exchange.rasa.source import Part
from flows.expressions.conditions import RESERVED

MAX_CHARACTERS = 56
"""A name may have 64; a number may come behind it."""
RESERVED_VALUES = RESERVED | frozenset(REPAIR_VALUES)
"""Words that mean something else in conditions, or in the texts of repair flows."""
RESERVED_FLOWS = RESERVED_TARGETS | frozenset(repair_flows())


def slug(text: str, otherwise: str = "unnamed") -> str:
    """A text as a name: small letters, digits and `_`.

    >>> slug("Check Balance-2")
    'check_balance_2'
    """
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    if not name:
        return otherwise
    return (name if name[0].isalpha() else f"x_{name}")[:MAX_CHARACTERS].strip("_")


def free(name: str, taken: Iterable[str]) -> str:
    """The name, or with the first number behind it that makes it another one."""
    taken = set(taken)
    if name not in taken:
        return name
    return next(numbered for at in range(2, len(taken) + 3) if (numbered := f"{name}_{at}") not in taken)


class Taken:
    """Names that are taken, counted on in no more time however many there are."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._next: dict[str, int] = {}

    def has(self, name: str) -> bool:
        """Whether a name is taken."""
        return name in self._names

    def take(self, name: str) -> str:
        """The name, or with the first number behind it that makes it another one; it is taken then."""
        made, at = name, self._next.get(name, 2)
        while made in self._names:
            made, at = f"{name}_{at}", at + 1
        self._next[name] = at
        self._names.add(made)
        return made


class Names:
    """The names of one group (slots, flows, …): each of the project's has one of the bot's."""

    def __init__(self, kind: str, report: Report, reserved: frozenset[str] = frozenset(), suffix: str = "") -> None:
        self._kind, self._report, self._reserved, self._suffix = kind, report, reserved, suffix
        self._known: dict[str, str] = {}
        self._taken = Taken()

    def add(self, original: str, part: Part, wanted: str | None = None) -> str:
        """The name for one of the project's; told where it is another one."""
        if original in self._known:
            return self._known[original]
        name = slug(wanted if wanted is not None else original, self._kind)
        if name in self._reserved:
            name = f"{name}_{self._suffix or self._kind}"
        name = self._taken.take(name)
        self._known[original] = name
        if name != (wanted if wanted is not None else original):
            told = f"It is called `{name}` here: names are small letters, digits and `_`, and some words are taken."
            self._report.changed(part, f"{self._kind} {original}", told)
        return name

    def get(self, original: str) -> str | None:
        """The name for one of the project's; None when it is not known."""
        return self._known.get(original)

    def is_taken(self, name: str) -> bool:
        """Whether one of the group is called so in the bot."""
        return self._taken.has(name)

    def __contains__(self, original: object) -> bool:
        return original in self._known
