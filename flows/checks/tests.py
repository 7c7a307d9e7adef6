"""A bot's own tests: steps that can be done, names that exist."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, get_args

from flows.checks.kinds import author_words, holds, words_for
from flows.checks.look import Look
from flows.checks.tools import known_argument
from flows.definition.nodes.answer import Answer
from flows.definition.nodes.generate import Generate
from flows.definition.test_case import ANYTHING, Expectation, ExpectedCall, TestTurn
from flows.engine.acts import ActKind
from flows.engine.program import condition_type
from flows.findings import Finding
from flows.loader.misfits import shown
from flows.loader.path import Path
from flows.near import did_you_mean
from flows.values.choice import Choice

KEYS = frozenset("0123456789*#")
REASONS = ("goodbye", "handoff", "hangup", "limit", "error")
MAX_SILENCES = 20
"""More in a row end every call."""


def usable_tests(look: Look) -> Iterator[Finding]:
    """Every test can be run, and speaks of what the bot has."""
    for name, test in look.bot.tests.items():
        path: Path = ("tests", name)
        if test.now is not None and not _is_moment(test.now):
            message = f"`{test.now[:40]}` is no date and time."
            yield look.finding("schema.value", (*path, "now"), message, "Write it as 2026-03-01T14:30.")
        if not look.hidden("tools"):
            stubbed = (*look.known("tools"), *_model_nodes(look))
            yield from _unknown(look, (*path, "stubs"), "tool", test.stubs, stubbed)
        for at, step in enumerate(test.turns):
            first = look.lost.original((*path, "turns", at))[-1] == 0
            yield from _step(look, (*path, "turns", at), step, first=first)
            if step.expect is not None:
                yield from _expected(look, (*path, "turns", at, "expect"), step.expect)


def _model_nodes(look: Look) -> Iterator[str]:
    """The nodes that ask models or knowledge bases; a test stubs them as `flow.node`."""
    yield from (f"{path[1]}.{path[3]}" for path, node in look.nodes() if isinstance(node, Generate | Answer))


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
    sure = all(look.sure((*path, name)) for name in steps)
    if not done and sure and not (first and step.expect is not None and step.does_nothing):
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
    if expected.flow is not None and expected.flow != ANYTHING and not look.hidden("flows"):
        yield from _unknown(look, path, "flow", [expected.flow], look.flows, "flow")
    if expected.node is not None and expected.node != ANYTHING:
        nodes = _nodes(look, expected.flow)
        if nodes is not None:
            yield from _unknown(look, path, "node", [expected.node], nodes, "node")
    if not look.hidden("slots"):
        yield from _unknown(look, (*path, "slots"), "slot", expected.slots, look.known("slots"))
    variables = [name for name in expected.variables if not look.may_be_value(name, path)]
    yield from _unknown(look, (*path, "variables"), "variable", variables, _variables(look))
    for field in ("slots", "variables"):
        for name, value in getattr(expected, field).items():
            yield from expected_value(look, (*path, field, name), name, value)
    if not look.hidden("tools"):
        tools = look.known("tools")
        called = [entry.tool if isinstance(entry, ExpectedCall) else entry for entry in expected.called or ()]
        yield from _unknown(look, path, "tool", called, tools, "called")
        yield from _unknown(look, path, "tool", expected.not_called, tools, "not_called")
    for at, entry in enumerate(expected.called or ()):
        if isinstance(entry, ExpectedCall) and (tool := bot.tools.get(entry.tool)) is not None and tool.arguments:
            for name, value in entry.arguments.items():
                where = (*path, "called", at, "with", name)
                kind = tool.arguments.get(name)
                if kind is None or not _is_written(kind, value):
                    yield from known_argument(look, where, entry.tool, tool, value)
    yield from _unknown(look, path, "act", expected.acts or (), get_args(ActKind), "acts")
    if expected.ended not in (None, ANYTHING, *REASONS):
        message = f"A call does not end by `{expected.ended}`."
        yield look.finding("schema.value", (*path, "ended"), message, f"Use one of {', '.join(REASONS)}.")


def _nodes(look: Look, flow: str | None) -> list[str] | None:
    """The nodes that may wait: those of the expected flow, else of all; None when some could not be read."""
    flows = [flow] if flow in look.bot.flows else look.known("flows")
    found: list[str] = []
    for name in flows:
        nodes = look.bot.flows[name].nodes if name in look.bot.flows else ()
        entries = look.entries(("flows", name, "nodes"), nodes)
        if entries is None:
            return None
        found += entries
    return None if look.hidden("flows") else found


def _variables(look: Look) -> list[str]:
    inside = (name for flow in look.bot.flows.values() for name in (*flow.inputs, *flow.outputs))
    return [*look.types, *inside, *look.lost.names("inputs", "outputs")]


def expected_value(look: Look, path: Path, name: str, value: Any) -> Iterator[Finding]:
    """A value that a slot or variable is expected to have is one that it can hold."""
    slot, kind = look.bot.slots.get(name), look.kinds.get(name)
    if value is None or kind is None:
        return
    remedy = None
    if isinstance(slot, Choice):
        options = look.options(name, slot)
        if options is not None and str(value) not in options:
            remedy = did_you_mean(value, options, f"It can be {', '.join(f'`{key}`' for key in options)}.")
    elif slot is not None:
        written = str(value) if condition_type(kind) == "string" and _is_number(value) else value
        problem = slot.problem(written)
        remedy = author_words(problem) if problem is not None else None
    elif not holds(kind, value) and not _is_written(kind, value):
        remedy = f"It holds {words_for(kind)}."
    if remedy is not None:
        yield look.finding("type.value", path, f"`{name}` can never be {shown(value)}.", remedy)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_written(kind: str, value: Any) -> bool:
    """Whether a number stands for a code that was written without quotes: tests take it for that."""
    return condition_type(kind) == "string" and _is_number(value) and holds(kind, str(value))


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
