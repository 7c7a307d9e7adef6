"""One text put to rules by words alone, and what is left of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from flows.definition.guardrails.abuse import Abuse
from flows.definition.guardrails.distress import Distress
from flows.definition.guardrails.guardrail import Guardrail, Stage
from flows.definition.guardrails.injection import Injection
from flows.definition.guardrails.length import Length
from flows.definition.guardrails.pattern import Pattern
from flows.definition.guardrails.personal import Personal
from flows.definition.guardrails.promise import Promise
from flows.engine.trips import Trip, first_stop
from flows.guardrails.found import Found, without
from flows.guardrails.kinds import abuse, distress, injection, length, pattern, personal, promise
from flows.guardrails.reading import Reading

Finds = Callable[[Guardrail], Found | None]


@dataclass(frozen=True)
class Checked:
    """A text after the rules: without what was taken out of it, and what was found."""

    text: str
    trips: tuple[Trip, ...] = ()

    @property
    def stop(self) -> Trip | None:
        """What keeps it from being said."""
        return first_stop(self.trips)


@dataclass(frozen=True)
class Context:
    """What is known around a model's text. `evidence`: what may be asserted; `own`: values of the caller, as `plainly`
    writes them; `before`: words of the same turn."""

    evidence: Sequence[str] = ()
    own: Collection[str] = ()
    before: int = 0


def by_words(rule: Guardrail, text: str, reading: Reading, context: Context) -> Found | None:
    """What a rule finds without vectors."""
    match rule:
        case Pattern():
            return pattern.find(rule, text)
        case Personal():
            return personal.find(rule, text, context.own)
        case Injection():
            return injection.find(reading)
        case Abuse():
            return abuse.find(reading)
        case Distress():
            return distress.find(reading)
        case Length():
            return length.find(rule, text, context.before)
        case Promise():
            return promise.find(rule, text, context.evidence)
    return None


def checked(stage: Stage, rules: Mapping[str, Guardrail], text: str, find: Finds) -> Checked:
    """A text after the rules of a stage."""
    trips: list[Trip] = []
    spans: list[tuple[int, int]] = []
    whole = False
    for name, rule in rules.items():
        found = find(rule)
        if found is None:
            continue
        action = rule.action_on(stage)
        trips.append(Trip(name, rule.kind, stage, action, found.evidence, found.score))
        if action == "redact":
            spans += found.spans
            whole = whole or not found.spans
    kept = "" if whole else without(text, tuple(spans)) if spans else text
    return Checked(kept, tuple(trips))
