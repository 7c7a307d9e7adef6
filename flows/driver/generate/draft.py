"""A test in the making: what the caller does, what the tools give, and what is expected of each turn."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache, cached_property, lru_cache
from typing import Any

from pydantic import TypeAdapter

from flows.definition.test_case import Expectation, TestCase, TestTurn
from flows.driver.generate.results import as_stub
from flows.driver.generate.world import Point

Expected = dict[str, Any]
"""The expectations of one turn as they stand in YAML."""
_ORDER = tuple(item.name for item in fields(Expectation))
_FIELDS = ("user", "silence", "dtmf", "interrupt", "hangup")


@dataclass
class Draft:
    """One test. `expected[0]` is about the greeting, `expected[1]` about the first step."""

    steps: tuple[TestTurn, ...]
    stubs: dict[str, Any]
    now: str | None = None
    expected: list[Expected] = field(default_factory=list)

    @staticmethod
    def of(point: Point) -> "Draft":
        """The conversation that leads to a point, with nothing expected yet."""
        return Draft(point.steps, dict(_stubs(point)), point.now, [{} for _ in range(len(point.steps) + 1)])

    def copy(self) -> "Draft":
        """The same, to be changed by itself."""
        return Draft(self.steps, self.stubs, self.now, json.loads(json.dumps(self.expected)))

    def data(self) -> dict[str, Any]:
        """The test as it stands in YAML."""
        every = [{name: expected[name] for name in _ORDER if name in expected} for expected in self.expected]
        greeting = [{"expect": every[0]}] if every[0] or not self.steps else []
        turns = [
            {**_done(step), **({"expect": expected} if expected else {})}
            for step, expected in zip(self.steps, every[1:], strict=True)
        ]
        head: dict[str, Any] = {"stubs": self.stubs} if self.stubs else {}
        return {**head, **({"now": self.now} if self.now else {}), "turns": [*greeting, *turns]}

    def case(self) -> TestCase:
        """The test as the runner takes it."""
        return _cases().validate_json(json.dumps(self.data()))

    @cached_property
    def conversation(self) -> TestCase:
        """The test without its expectations: what happens does not hang on them."""
        silent = Draft(self.steps, self.stubs, self.now, [{} for _ in range(len(self.steps) + 1)])
        return silent.case()


def read_expectation(data: Expected) -> Expectation:
    """What is expected of one turn, from what stands in YAML."""
    return _read_expectation(json.dumps(data))


@lru_cache(maxsize=1_000)
def _read_expectation(text: str) -> Expectation:
    return _expectations().validate_json(text)


@cache
def _cases() -> TypeAdapter[TestCase]:
    return TypeAdapter(TestCase)


@cache
def _expectations() -> TypeAdapter[Expectation]:
    return TypeAdapter(Expectation)


def _done(step: TestTurn) -> dict[str, Any]:
    done = {name: getattr(step, name) for name in _FIELDS if getattr(step, name) is not None}
    return {**done, "silence": True} if done.get("silence") == 1 else done


def _stubs(point: Point) -> Iterator[tuple[str, Any]]:
    """What the tools gave, where that is not what the bot's own stubs give."""
    for name in dict.fromkeys(given.name for given in point.given):
        given = [item for item in point.given if item.name == name]
        if not all(item.own for item in given):
            yield name, json.loads(json.dumps(as_stub([item.entry for item in given])))
