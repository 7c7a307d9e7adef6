"""Conditions that can hold, and branches that somebody can take: each list of branches on its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.checks.answered import Answered
from flows.checks.domains import Domains
from flows.checks.formulas import Formula, Reader, keys_of
from flows.checks.look import Look
from flows.checks.overlaps import overlaps
from flows.checks.ranges import Domain
from flows.checks.taken import Taken, short
from flows.checks.truth import Table
from flows.checks.unmet import why_never
from flows.definition.edges import Next
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.decide import Decide
from flows.definition.nodes.say import Say
from flows.expressions.tree import Call, Name, Tree
from flows.findings import Finding
from flows.loader.path import Path

_NAME = re.compile(r"\s*(?:(?:!|not\b)\s*)?(?!true\b|false\b)[a-z]\w*\s*\Z")


@dataclass(frozen=True)
class Conditions:
    """The conditions of one place, in their order: the first that holds is taken."""

    path: Path
    """Where they stand; each has its index and `if` below it."""
    texts: tuple[str | None, ...]
    """None where there is no condition."""
    targets: tuple[str, ...] = ()
    """Where each leads; none for refusals of a question."""
    known: frozenset[str] = frozenset()
    """Names that have a value here."""
    refused: tuple[str, ...] = ()
    """Conditions that do not hold here."""


def possible_branches(look: Look) -> Iterator[Finding]:
    """Every condition can hold, every branch can be taken, and no branch takes a part of what a later one means."""
    reading = _Reading(look)
    for conditions in _all_conditions(look):
        yield from reading.findings(conditions)


def _all_conditions(look: Look) -> Iterator[Conditions]:
    answered = Answered(look)
    for path, node in look.nodes():
        for field, leads_to in node.edges():
            if (found := _branches((*path, field), leads_to)) is None:
                continue
            if isinstance(node, Ask) and field == "next":
                refused = tuple(refusal.condition for refusal in node.refuse)
                yield replace(found, known=frozenset({node.slot}), refused=refused)
            elif isinstance(node, Decide | Say):
                yield replace(found, known=answered.before((str(path[1]), str(path[3]))))
            else:
                yield found
        if isinstance(node, Ask) and node.refuse:
            texts = tuple(refusal.condition for refusal in node.refuse)
            yield Conditions((*path, "validate"), texts, known=frozenset({node.slot}))
    for path, leads_to in look.default_edges():
        if (found := _branches(path, leads_to)) is not None:
            yield found


def _branches(path: Path, leads_to: Next) -> Conditions | None:
    if isinstance(leads_to, str):
        return None
    texts = tuple(branch.condition for branch in leads_to)
    alone = [text for text in texts if text is not None]
    if len(alone) <= 1 and all(_NAME.match(text) for text in alone):
        return None  # yes or no, and else
    return Conditions(path, texts, tuple(branch.target for branch in leads_to))


class _Reading:
    """The conditions of one bot, as formulas."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._domains = Domains(look)

    def findings(self, conditions: Conditions) -> Iterator[Finding]:
        """What is wrong with the conditions of one place."""
        path = conditions.path
        reader = Reader(lambda tree: self._domain(tree, path, conditions.known))
        formulas = [self._read(reader, path, text) for text in conditions.texts]
        refused = [self._read(reader, path, text) for text in conditions.refused]
        table = Table.of(reader.variables)
        if table is None:
            yield from self._one_by_one(conditions)
            return
        possible = table.all
        for formula in refused:
            if formula is not None and keys_of(formula) and _is_of(reader, formula, conditions.known):
                possible &= ~table.outcome(formula)[0]
        taken = Taken(table, possible, not conditions.targets)
        for at, (text, formula) in enumerate(zip(conditions.texts, formulas, strict=True)):
            if text is None or formula is None:
                continue
            place = (*path, at, "if")
            target = conditions.targets[at] if conditions.targets else ""
            holds = table.outcome(formula)[0]
            if not holds & possible:
                message, remedy = why_never(self._look, reader, formula, short(text), refused=bool(holds))
                yield self._look.finding("condition.never", place, message, remedy, "warning")
                continue
            if (told := taken.covers(text, holds)) is not None:
                yield self._look.finding("condition.never", place, *told, "warning")
            elif target and (told := overlaps(reader, taken, text, formula, target)) is not None:
                yield self._look.finding("condition.overlap", place, *told, "warning")
            taken.add(text, formula, holds, target)
        if taken.refusals and not possible & ~taken.cases:
            yield self._refuses_all(conditions)

    def _refuses_all(self, conditions: Conditions) -> Finding:
        """Who writes what a value must be, and not what it must not be, lets nobody pass."""
        names = ", ".join(f"`{name}`" for name in sorted(conditions.known))
        last = len(conditions.texts) - 1
        message = f"Every value of {names} is refused: a condition that holds refuses it."
        remedy = f"Write what is wrong with a value: `not ({short(conditions.texts[last] or '')})`."
        return self._look.finding("condition.never", (*conditions.path, last, "if"), message, remedy, "warning")

    def _one_by_one(self, conditions: Conditions) -> Iterator[Finding]:
        """Each condition alone, where all together have too many cases."""
        if len([text for text in conditions.texts if text is not None]) < 2:
            return
        for at, text in enumerate(conditions.texts):
            if text is not None:
                alone = tuple(other if index == at else None for index, other in enumerate(conditions.texts))
                yield from self.findings(replace(conditions, texts=alone))

    def _domain(self, tree: Tree, path: Path, known: frozenset[str]) -> Domain:
        domain = self._domains.of(tree, path)
        match tree:
            case Name(name) | Call(_, (Name(name),)) if domain.lacking and name in known:
                return replace(domain, lacking=False)
        return domain

    def _read(self, reader: Reader, path: Path, text: str | None) -> Formula | None:
        """The formula of a condition; None where there is none that can be read."""
        tree = self._look.condition_tree(path, text) if text is not None else None
        return reader.read(tree) if tree is not None else None


def _is_of(reader: Reader, formula: Formula, names: frozenset[str]) -> bool:
    """Whether a formula tests nothing but the values of some names."""
    tested = [reader.variables[key] for key in keys_of(formula)]
    return all(variable.sort == "value" and variable.name in names for variable in tested)
