"""A bot's own tests: steps that can be done, names that exist."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import get_args
from zoneinfo import ZoneInfo

from flows.checks.look import Look
from flows.definition.test_case import ANYTHING, Expectation, ExpectedCall, TestTurn
from flows.engine.acts import ActKind
from flows.engine.program import declared_types
from flows.findings import Finding
from flows.loader.document import Path
from flows.near import did_you_mean

KEYS = frozenset("0123456789*#")
REASONS = ("goodbye", "handoff", "hangup", "limit", "error")
MAX_SILENCES = 20
"""More in a row end every call."""


def known_zone(look: Look) -> Iterator[Finding]:
    """The time zone exists."""
    zone = look.bot.timezone
    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError):
        message = f"There is no time zone `{zone[:40]}`."
        yield look.finding("schema.value", ("timezone",), message, "Use a name such as `Europe/London`.")


def usable_tests(look: Look) -> Iterator[Finding]:
    """Every test can be run, and speaks of what the bot has."""
    for name, test in look.bot.tests.items():
        path: Path = ("tests", name)
        if test.now is not None and not _is_moment(test.now):
            message = f"`{test.now[:40]}` is no date and time."
            yield look.finding("schema.value", (*path, "now"), message, "Write it as 2026-03-01T14:30.")
        yield from _unknown(look, (*path, "stubs"), "tool", test.stubs, look.bot.tools)
        for at, step in enumerate(test.turns):
            yield from _step(look, (*path, "turns", at), step, first=at == 0)
            if step.expect is not None:
                yield from _expected(look, (*path, "turns", at, "expect"), step.expect)


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _step(look: Look, path: Path, step: TestTurn, *, first: bool) -> Iterator[Finding]:
    steps = ("user", "silence", "dtmf", "interrupt", "hangup")
    done = [name for name in steps if getattr(step, name) is not None and getattr(step, name) is not False]
    spoken_over = done == ["user", "interrupt"]
    if not done and not (first and step.expect is not None and step.does_nothing):
        message, remedy = "The caller does nothing in this turn.", "Add `user:`, `silence:`, `dtmf:` or `hangup:`."
        yield look.finding("schema.value", path, message, remedy)
    if len(done) > 1 and not spoken_over:
        message = f"The caller does {len(done)} things in one turn: {', '.join(done)}."
        yield look.finding("schema.value", path, message, "Write a turn for each.")
    if step.dtmf is not None and (not str(step.dtmf) or set(str(step.dtmf)) - KEYS):
        message = f"`{step.dtmf}` cannot be typed on a keypad."
        yield look.finding("schema.value", (*path, "dtmf"), message, "Use 0 to 9, `*`, `#`.")
    if step.silence is not None and not 1 <= int(step.silence) <= MAX_SILENCES:
        message = f"`silence` cannot be `{step.silence}`."
        yield look.finding("schema.value", (*path, "silence"), message, f"Use true, or 1 to {MAX_SILENCES}.")


def _expected(look: Look, path: Path, expected: Expectation) -> Iterator[Finding]:
    bot = look.bot
    if expected.flow is not None and expected.flow != ANYTHING:
        yield from _unknown(look, path, "flow", [expected.flow], look.flows, "flow")
    nodes = {name for flow in bot.flows.values() for name in flow.nodes}
    if expected.node is not None and expected.node != ANYTHING:
        yield from _unknown(look, path, "node", [expected.node], nodes, "node")
    yield from _unknown(look, (*path, "slots"), "slot", expected.slots, bot.slots)
    yield from _unknown(look, (*path, "variables"), "variable", expected.variables, declared_types(bot))
    called = [entry.tool if isinstance(entry, ExpectedCall) else entry for entry in expected.called or ()]
    yield from _unknown(look, path, "tool", called, bot.tools, "called")
    yield from _unknown(look, path, "tool", expected.not_called, bot.tools, "not_called")
    yield from _unknown(look, path, "act", expected.acts or (), get_args(ActKind), "acts")
    if expected.ended not in (None, ANYTHING, *REASONS):
        message = f"A call does not end by `{expected.ended}`."
        yield look.finding("schema.value", (*path, "ended"), message, f"Use one of {', '.join(REASONS)}.")


def _unknown(
    look: Look, path: Path, kind: str, names: Iterable[str], known: Iterable[str], field: str | None = None
) -> Iterator[Finding]:
    """Names that are not among those known; `field` is where they stand when they are no keys themselves."""
    known = list(known)
    for name in names:
        if name not in known:
            remedy = did_you_mean(name, known, "Correct the name.")
            where = (*path, field if field is not None else name)
            yield look.finding("name.unknown", where, f"There is no {kind} `{name[:40]}`.", remedy)
