"""Branches of a step made into branches of nodes, so that they mean the same where slots have no value."""

from collections.abc import Callable, Sequence

from flows.exchange.rasa.cel import Writer
from flows.exchange.rasa.predicate import Always, And, Not, Or, Predicate

Branch = dict[str, str]
Ways = Sequence[tuple[Predicate, str]]
"""Conditions and where each leads."""
Helper = Callable[[list[Branch]], str]
"""Makes a node that branches, and gives its name."""


def branch(
    ways: Ways, otherwise: str, writer: Writer, helper: Helper, known: frozenset[str] = frozenset()
) -> list[Branch]:
    """The branches of a node, closed by an else. Raises PredicateProblem for conditions that have no counterpart."""
    made: list[Branch] = []
    for at, (predicate, target) in enumerate(ways):
        if isinstance(predicate, Always):
            if predicate.holds:
                return [*made, {"else": target}]
            continue
        written = writer.write(predicate, known)
        if written.exact:
            made.append({"if": written.text, "go": target})
            continue
        rest = _one(branch(ways[at + 1 :], otherwise, writer, helper, known), helper)
        return made + _test(predicate, target, rest, writer, helper, known)
    return [*made, {"else": otherwise}]


def _test(
    predicate: Predicate, yes: str, no: str, writer: Writer, helper: Helper, known: frozenset[str]
) -> list[Branch]:
    """One condition, taken apart into what can be said: the language knows no "has no value"."""
    written = writer.write(predicate, known)
    if written.exact:
        return [{"if": written.text, "go": yes}, {"else": no}]
    match predicate:
        case Not(part):
            return _test(part, no, yes, writer, helper, known)
        case And(first, second):
            return _test(first, _one(_test(second, yes, no, writer, helper, known), helper), no, writer, helper, known)
        case Or(first, second):
            left = writer.write(first, known)
            rest = _test(second, yes, no, writer, helper, known)
            if left.exact:
                return [{"if": left.text, "go": yes}, *rest]
            return _test(first, yes, _one(rest, helper), writer, helper, known)
    raise AssertionError("a single comparison is exact")


def _one(branches: list[Branch], helper: Helper) -> str:
    """The name of a node with these branches; of where they lead, when it is one place."""
    return branches[0]["else"] if "else" in branches[0] else helper(branches)
