"""What a test expects of a turn, held against what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flows.definition.test_case import ANYTHING, Expectation, ExpectedCall
from flows.driver.record import Turn
from flows.engine.state import State


@dataclass(frozen=True)
class Failure:
    """An expectation that was not met; turn 0 is the greeting."""

    turn: int
    expected: dict[str, Any]
    got: dict[str, Any]
    heard: str | None = None
    """What the recogniser made of the caller's words, where that is not what was said."""

    def as_json(self) -> dict[str, Any]:
        """The object that `bot test --json` prints."""
        told = {"turn": self.turn, "expected": self.expected, "got": self.got}
        return told if self.heard is None else {**told, "heard": self.heard}


@dataclass(frozen=True)
class Seen:
    """What came of one step of a test, which may have been several turns."""

    flow: str | None
    node: str | None
    slots: dict[str, Any]
    variables: dict[str, Any]
    called: tuple[dict[str, Any], ...]
    said: tuple[str, ...]
    acts: tuple[str, ...]
    ended: str | None
    trips: tuple[str, ...] = ()

    @staticmethod
    def of(turns: Sequence[Turn], state: State) -> "Seen":
        """The turns of a step and the state after them."""
        top = state.top if state.ended is None else None
        return Seen(
            top.flow if top else None,
            top.node if top else None,
            state.slots,
            state.variables,
            tuple(call for turn in turns for call in turn.called),
            tuple(text for turn in turns for text in turn.said),
            tuple(act.act for turn in turns for act in turn.acts),
            state.ended.reason if state.ended else None,
            tuple(dict.fromkeys(line["rule"] for turn in turns for line in turn.trace if line["why"] == "guardrail")),
        )


def misses(turn: int, expected: Expectation, seen: Seen, heard: str | None = None) -> list[Failure]:
    """Every expectation that was not met; `heard` is told with each."""
    return [Failure(turn, {name: wanted}, {name: got}, heard) for name, wanted, got in _misses(expected, seen)]


def _misses(expected: Expectation, seen: Seen) -> Iterator[tuple[str, Any, Any]]:
    for name in ("flow", "node", "ended"):
        wanted = getattr(expected, name)
        if wanted != ANYTHING and wanted != getattr(seen, name):
            yield name, wanted, getattr(seen, name)
    for name in ("slots", "variables"):
        values: dict[str, Any] = getattr(seen, name)
        wrong = {key: entry for key, entry in getattr(expected, name).items() if not same(entry, values.get(key))}
        if wrong:
            yield name, wrong, {key: values.get(key) for key in wrong}
    names = [call["tool"] for call in seen.called]
    if expected.called is not None and not _calls_fit(expected.called, seen.called):
        yield "called", [_shown(call) for call in expected.called], [_told(call) for call in seen.called]
    if forbidden := [name for name in expected.not_called if name in names]:
        yield "not_called", forbidden, names
    said = " ".join(seen.said)
    if missing := [part for part in _parts(expected.says) if not contains(said, part)]:
        yield "says", missing, list(seen.said)
    if unwanted := [part for part in _parts(expected.not_says) if contains(said, part)]:
        yield "not_says", unwanted, list(seen.said)
    if expected.acts is not None and expected.acts != seen.acts:
        yield "acts", list(expected.acts), list(seen.acts)
    if expected.trips is not None and expected.trips != seen.trips:
        yield "trips", list(expected.trips), list(seen.trips)


def same(wanted: Any, got: Any) -> bool:
    """Equal values; a code that stands unquoted in the YAML was read as a number there."""
    if isinstance(wanted, bool) or isinstance(got, bool):
        return wanted is got
    if isinstance(got, str) and isinstance(wanted, int):
        return str(wanted) == got
    return bool(wanted == got)


def contains(said: str, part: str) -> bool:
    """Case-blind, and however the words are spaced and quoted."""
    return _plain(part) in _plain(said)


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _parts(texts: str | tuple[str, ...]) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else texts


def _calls_fit(expected: Sequence[str | ExpectedCall], called: Sequence[dict[str, Any]]) -> bool:
    return len(expected) == len(called) and all(_fits(*pair) for pair in zip(expected, called, strict=True))


def _fits(expected: str | ExpectedCall, call: dict[str, Any]) -> bool:
    if isinstance(expected, str):
        return bool(call["tool"] == expected)
    arguments: dict[str, Any] = call["with"]
    given = all(name in arguments and same(value, arguments[name]) for name, value in expected.arguments.items())
    return bool(call["tool"] == expected.tool) and given


def _shown(expected: str | ExpectedCall) -> Any:
    return expected if isinstance(expected, str) else {"tool": expected.tool, "with": expected.arguments}


def _told(call: dict[str, Any]) -> dict[str, Any]:
    return {"tool": call["tool"], "with": call["with"]}
