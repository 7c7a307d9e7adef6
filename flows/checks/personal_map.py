"""The map of the personal data of a bot: each personal name, and every tool, model and record that it can reach."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.checks.look import Look
from flows.checks.personal_sinks import PersonalSinks, Sink
from flows.checks.personal_ways import Holder, PersonalWays, Source, Step
from flows.loader.path import Path, dotted

MAX_FOLLOWED = 20_000
"""Holders and sinks that are gone over name by name. In a bot made to have more, each further name is followed only to
where another one of its class has been: what may be told of that place is told already."""
ARROW = " → "


@dataclass(frozen=True)
class Trail:
    """The steps up to somewhere, any of `steps` being the last; each knows the one before it."""

    steps: list[Step]
    before: "Trail | None"
    length: int

    @classmethod
    def on(cls, before: "Trail | None", steps: list[Step]) -> "Trail":
        """One step farther."""
        return cls(steps, before, before.length + 1 if before is not None else 1)


@dataclass(frozen=True)
class Reach:
    """One personal value that can reach one sink."""

    source: Source
    sink: Sink
    trail: Trail | None = None

    @property
    def allowed(self) -> bool:
        """Whether it may."""
        return self.source.personal in self.sink.allowed

    @property
    def length(self) -> int:
        """How often it is carried on, on its way."""
        return self.trail.length if self.trail is not None else 0

    @property
    def way(self) -> str:
        """The way in words: "asked at `a` → set `b` at `c` → `prompt` of `d`"."""
        steps, here = [self.sink.last], self.trail
        while here is not None:
            steps.append(_nearest(here.steps, steps[-1]))
            here = here.before
        steps.append(_nearest(self.source.begins, steps[-1]))
        return ARROW.join(step.told(self.sink.last.flow) for step in reversed(steps))


def _nearest(steps: Sequence[Step], following: Step) -> Step:
    """Of several steps that do the same, the one in the flow of the step that follows."""
    return next((step for step in steps if step.flow == following.flow), steps[0])


class PersonalMap:
    """Follows every personal value of a bot to all that it can reach, each by its shortest way."""

    def __init__(self, look: Look) -> None:
        ways = PersonalWays(look)
        self._onward = ways.onward
        self._sinks: dict[Holder, list[Sink]] = {}
        self.sources: list[Source] = []
        if not ways.sources and not ways.onward:
            return
        found = PersonalSinks(look, ways)
        for sink in found.sinks:
            for holder in dict.fromkeys(sink.reads):
                self._sinks.setdefault(holder, []).append(sink)
        self.sources = [*ways.sources, *found.said]

    def reaches(self) -> Iterator[Reach]:
        """Everything that is reached, in the order of the sources."""
        left = MAX_FOLLOWED
        shared: dict[str, set[Holder]] = {}
        for source in (one for one in self.sources if one.begins):
            been = shared.setdefault(source.personal, set())
            seen = {source.holder} if left > 0 else been
            waiting: list[tuple[Holder, Trail | None]] = [(source.holder, None)]
            for holder, trail in waiting:  # grows while it is gone through
                sinks = self._sinks.get(holder, ())
                left -= 1 + len(sinks)
                yield from (Reach(source, sink, trail) for sink in sinks)
                for target, steps in self._onward.get(holder, {}).items():
                    if target not in seen:
                        seen.add(target)
                        waiting.append((target, Trail.on(trail, steps) if steps else trail))
            been.update(seen)


def personal_map(look: Look) -> list[dict[str, Any]]:
    """The map as plain data, one entry for each personal name: `name`, `class`, where it is `declared`, and `reaches`:
    the `kind` (tool, model, log) and `name` of each place with the `path` of what leads there, the `way` in words, and
    whether it is `allowed`."""
    found = PersonalMap(look)
    entries: dict[tuple[Holder, Path], dict[str, Any]] = {
        (source.holder, source.declared): {
            "name": source.name, "class": source.personal, "declared": dotted(source.declared), "reaches": [],
        }
        for source in found.sources
    }  # fmt: skip
    for reach in found.reaches():
        place = {"kind": reach.sink.kind, "name": reach.sink.name, "path": dotted(reach.sink.path)}
        entries[reach.source.holder, reach.source.declared]["reaches"].append(
            {**place, "way": reach.way, "allowed": reach.allowed}
        )
    return list(entries.values())
