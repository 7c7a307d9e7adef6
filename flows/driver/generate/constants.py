"""What conditions compare with: the literals beside each name, so that values on both sides of them can be tried."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from flows.definition.bot import Bot
from flows.definition.nodes.set import Expression, Set

_TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<number>\b\d+(?:\.\d+)?\b)|(?P<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?P<call>\s*\()?"""
)
_MOMENTS = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?|\d{2}:\d{2}")
Literal = str | float


class Constants:
    """The literals of a bot's conditions and expressions, by the name that they stand beside."""

    def __init__(self, bot: Bot) -> None:
        self.by_name: dict[str, list[Literal]] = {}
        """Name or path (`r.found`) to the literals in the same condition, each once, in order."""
        self.paths: dict[str, list[str]] = {}
        """Name to itself and the paths below it that conditions look at: `r` to `r.found`."""
        for text in expressions(bot):
            self._add(text)

    def of(self, name: str) -> list[Literal]:
        """The literals beside a name, or beside a path that begins with it."""
        return self.by_name.get(name, [])

    @property
    def names(self) -> frozenset[str]:
        """Every name on which something hangs."""
        return frozenset(path.split(".")[0] for path in self.by_name)

    def _add(self, text: str) -> None:
        names, literals = _tokens(text)
        for path in names:
            known = self.by_name.setdefault(path, [])
            known += [literal for literal in literals if literal not in known]
            below = self.paths.setdefault(path.split(".")[0], [])
            below += [path] if path not in below else []


def expressions(bot: Bot) -> Iterator[str]:
    """Every condition of a bot, and every expression whose value a condition may look at later."""
    for flow in bot.flows.values():
        for node in flow.nodes.values():
            yield from (text for _, text in node.conditions())
            if isinstance(node, Set):
                yield from (value.expr for value in node.set.values() if isinstance(value, Expression))
    for leads_to in (bot.defaults.on_fail, bot.defaults.on_error):
        if leads_to is not None and not isinstance(leads_to, str):
            yield from (branch.condition for branch in leads_to if branch.condition is not None)


def names_in(text: str) -> frozenset[str]:
    """The names in a condition, without what stands behind a point."""
    return frozenset(path.split(".")[0] for path in _tokens(text)[0])


def _tokens(text: str) -> tuple[list[str], list[Literal]]:
    names: list[str] = []
    literals: list[Literal] = []
    for match in _TOKEN.finditer(text):
        if match["text"]:
            literals.append(match["text"][1:-1])
        elif match["number"]:
            literals.append(float(match["number"]))
        elif match["call"]:
            # `code.startsWith("77")` is about `code`; `size(items)` has its name inside.
            names += [match["path"].rpartition(".")[0]] if "." in match["path"] else []
        elif match["path"]:
            names.append(match["path"])
    return list(dict.fromkeys(names)), list(dict.fromkeys(literals))


def numbers_around(literals: Iterable[Literal], others: Iterable[float] = ()) -> list[float]:
    """Each number with its neighbours on both sides, for conditions turn at them."""
    found = [literal for literal in literals if isinstance(literal, float)]
    return list(dict.fromkeys(value for number in (*found, *others) for value in (number, number + 1, number - 1)))


def texts_around(literals: Iterable[Literal]) -> list[str]:
    """Each text, and texts that begin or go on as it does."""
    texts = [literal for literal in literals if isinstance(literal, str)]
    return list(dict.fromkeys((*texts, *(near for text in texts for near in _near(text)))))


def _near(text: str) -> tuple[str, ...]:
    """A moment has one before and one behind it; other texts have none."""
    if not _MOMENTS.fullmatch(text):
        return ()
    clock = ":" in text and "-" not in text
    try:
        moment = datetime.fromisoformat(f"2026-01-05T{text}" if clock else text)
    except ValueError:
        return ()
    step = timedelta(hours=1) if ":" in text else timedelta(days=1)
    return tuple(_written(moment + way * step, text, clock=clock) for way in (1, -1))


def _written(moment: datetime, like: str, *, clock: bool) -> str:
    if clock:
        return moment.strftime("%H:%M")
    return moment.isoformat(timespec="minutes") if "T" in like else moment.date().isoformat()


def leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value inside a map, with its path."""
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from leaves(entry, f"{path}.{name}")
    else:
        yield path, value
