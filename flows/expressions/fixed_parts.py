"""What of a text is the same whenever it is said: the words between its values, and values of which there are few."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import TemplateError, nodes

from flows.expressions.templates import names_in, read_template

MAX_WAYS = 12
"""So many wordings of one stretch are worth having: a question about two cards and six days has as many."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that a text says as they stand here. `head`: it begins with them; `tail`: it ends with them.

    A value that can be anything stands before a stretch that is no head, and behind one that is no tail.
    """

    text: str
    head: bool
    tail: bool


def stretches(text: str, few: Mapping[str, Sequence[Any]] | None = None) -> tuple[Stretch, ...]:
    """The fixed stretches of a text, each once; those that are nothing but space and marks are left out.

    `few`: the names that have few values, with all of them. Raises TemplateProblem for a text that cannot be read.

    >>> [stretch.text for stretch in stretches("Your {{ account }} balance is {{ sum }}.", {"account": ["a", "b"]})]
    ['Your a balance is ', 'Your b balance is ']
    """
    walk = _Walk(few or {})
    for way in walk.through(read_template(text).body, [_Way("", head=True)]):
        walk.found.append(Stretch(way.text, way.head, tail=True))
    worded = (stretch for stretch in walk.found if any(map(str.isalnum, stretch.text)))
    return tuple(dict.fromkeys(worded))


@dataclass(frozen=True, slots=True)
class _Way:
    """A wording so far; `given` are the values that were taken for the names in it."""

    text: str
    head: bool
    given: tuple[tuple[str, Any], ...] = ()


class _Walk:
    def __init__(self, few: Mapping[str, Sequence[Any]]) -> None:
        self._few = few
        self.found: list[Stretch] = []

    def through(self, body: Sequence[nodes.Node], ways: list[_Way]) -> list[_Way]:
        for node in body:
            match node:
                case nodes.Output():
                    for part in node.nodes:
                        ways = self._part(part, ways)
                case nodes.If():
                    ways = self._branches(node, ways)
                case _:
                    ways = self._anything(ways)
        return ways

    def _branches(self, node: nodes.If, ways: list[_Way]) -> list[_Way]:
        bodies = [node.body, *(other.body for other in node.elif_), node.else_]
        after = list(dict.fromkeys(way for body in bodies for way in self.through(body, ways)))
        return after if len(after) <= MAX_WAYS else self._anything(after)

    def _part(self, part: nodes.Node, ways: list[_Way]) -> list[_Way]:
        if isinstance(part, nodes.TemplateData):
            return [_Way(way.text + part.data, way.head, way.given) for way in ways]
        if isinstance(part, nodes.CondExpr) and part.expr2 is not None:
            after = [*self._part(part.expr1, ways), *self._part(part.expr2, ways)]
            return after if len(after) <= MAX_WAYS else self._anything(after)
        after = []
        for way in ways:
            worded = self._worded(part, way)
            if worded is None or len(after) + len(worded) > MAX_WAYS:
                return self._anything(ways)
            after += worded
        return after

    def _worded(self, part: nodes.Node, way: _Way) -> list[_Way] | None:
        """A way with each value of an expression behind it; None where that can be anything."""
        names = sorted(names_in(part))
        given = dict(way.given)
        if any(name not in self._few and name not in given for name in names):
            return None
        choices = [[given[name]] if name in given else self._few[name] for name in names]
        ways = []
        assert part.environment is not None  # the parser gives every node its own
        alone = nodes.Template([nodes.Output([part], lineno=1)], lineno=1)
        alone.set_environment(part.environment)
        template = part.environment.from_string(alone)
        for values in itertools.islice(itertools.product(*choices), MAX_WAYS + 1):
            known = dict(zip(names, values, strict=True))
            try:
                text = template.render(known)
            except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError):
                return None
            ways.append(_Way(way.text + text, way.head, tuple(sorted((given | known).items()))))
        return ways

    def _anything(self, ways: list[_Way]) -> list[_Way]:
        """A value of which nothing is known: the ways end before it, and one begins behind it."""
        self.found += [Stretch(way.text, way.head, tail=False) for way in ways]
        return [_Way("", head=False)]
