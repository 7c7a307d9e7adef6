"""What the checks tell of small bots, against what the engine does with them when everything is tried.

Of each bot every state is gone on from by every event, as far as a caller or a tool can bring it. Then:

- Whatever was read without a value is told of (`slot.unset`), at its node.
- What is told of was seen, where everything could be tried; a node that reads two such names at once is told of both,
  and the engine names one. Where a `set` gave a value, a caller may have to change it first.
- What is told to be unreachable was never come to, what is told never to hold never held, and a flow ended behind a
  last node that does not say so exactly where that is told.

Flows that come between and ask for the same slot, and values that are changed or taken back later, bring nothing more:
nothing in the flow could be mended for it. The two tests behind it show that.
"""

import os
import re

import pytest

from flows.definition.bot import Bot
from flows.findings import Finding
from flows.loader.load import load_text
from tests.flows.checks.exhaustive.exploring import Seen, explore
from tests.flows.checks.exhaustive.generator import made

WHOLE = os.environ.get("VOXLOOM_EXAMPLES") == "fuzz"
BOTS = 1_000
USUAL = range(0, BOTS, 10)
"""The whole takes some minutes; `make fuzz` has the time for it."""
NUMBERS = range(BOTS) if WHOLE else USUAL
FEWER = NUMBERS[::4]
"""For what is tried besides, and makes more states."""
AT_ONCE = 20
"""Bots of one test: fewer tests to collect, and still a short list to look at when one fails."""
MOST_STATES = 200 if WHOLE else 80

pytestmark = pytest.mark.hypothesis  # so that `make fuzz` runs it


def _bot(number: int) -> tuple[Bot, tuple[Finding, ...]]:
    loaded = load_text(made(number))
    assert loaded.bot is not None, (number, loaded.findings)
    return loaded.bot, tuple(loaded.findings)


def _at(findings: tuple[Finding, ...], code: str) -> set[tuple[str, str]]:
    """Flow and node of what is told by a code; the node is empty where a flow is told of."""
    paths = [found.path.split(".") for found in findings if found.code == code]
    return {(path[1], path[3] if len(path) > 3 else "") for path in paths}


def _unset(findings: tuple[Finding, ...]) -> set[tuple[str, str, str]]:
    told = [found for found in findings if found.code == "slot.unset"]
    names = [re.match(r"`(\w+)`", found.message) for found in told]
    return {(*found.path.split(".")[1:4:2], name[1]) for found, name in zip(told, names, strict=True) if name}  # type: ignore[misc]


def _finds_out(bot: Bot, flow: str, node: str, name: str) -> bool:
    """Whether a node asks in a condition what the caller brought; that is how it is found out."""
    conditions = [text for _, text in bot.flows[flow].nodes[node].conditions()]
    return name == "brought" and "brought == 1" in conditions


@pytest.mark.parametrize("first", range(0, len(NUMBERS), AT_ONCE))
def test_as_the_engine(first: int) -> None:
    for number in NUMBERS[first : first + AT_ONCE]:
        bot, findings = _bot(number)
        seen = explore(bot, change=False, most=MOST_STATES)
        _compare_unset(number, bot, findings, seen)
        _compare_ways(number, bot, findings, seen)
        _compare_branches(number, findings, seen)


def _compare_unset(number: int, bot: Bot, findings: tuple[Finding, ...], seen: Seen) -> None:
    told = _unset(findings)
    untold = {key: trail for key, trail in seen.unset.items() if key not in told and not _finds_out(bot, *key)}
    assert not untold, (number, untold)
    at = {key[:2] for key in seen.unset}
    unseen = {key for key in told if key[:2] not in at} if seen.complete else set()
    if unseen:  # a branch that is taken only when a caller changes a value that a `set` gave
        later = explore(bot, most=MOST_STATES)
        unseen = {key for key in unseen if key[:2] not in {other[:2] for other in later.after_change}}
    assert not unseen, (number, unseen)


def _compare_ways(number: int, bot: Bot, findings: tuple[Finding, ...], seen: Seen) -> None:
    unreached = _at(findings, "flow.unreachable")
    assert not unreached & (seen.visited | {(flow, "") for flow, _ in seen.visited}), (number, unreached)
    no_next = _at(findings, "flow.no_next")
    assert seen.fell_off <= no_next, (number, seen.fell_off)
    left = {(flow, node) for flow, node, field in seen.left if field == "next"}
    assert no_next & left <= seen.fell_off, (number, no_next)
    for flow, made_flow in bot.flows.items():
        for name, node in made_flow.nodes.items():
            if (flow, name) in left and isinstance(node.next, str) and node.next in made_flow.nodes:
                assert (flow, node.next) in seen.visited
                assert (flow, node.next) not in unreached


def _compare_branches(number: int, findings: tuple[Finding, ...], seen: Seen) -> None:
    for found in findings:
        if found.code == "condition.never" and (
            match := re.match(r"flows\.(\w+)\.nodes\.(\w+)\.(\w+)\.(\d+)", found.path)
        ):
            assert (match[1], match[2], match[3], int(match[4])) not in seen.taken, (number, found)


@pytest.mark.parametrize("first", range(0, len(FEWER), AT_ONCE))
def test_later_changes_take_nothing_away(first: int) -> None:
    for number in FEWER[first : first + AT_ONCE]:
        bot, findings = _bot(number)
        seen = explore(bot, most=MOST_STATES)
        untold = {key for key in seen.after_change if key not in _unset(findings) and not _finds_out(bot, *key)}
        assert not untold, (number, {key: seen.after_change[key] for key in untold})


@pytest.mark.parametrize("first", range(0, len(FEWER), AT_ONCE))
def test_flows_that_come_between_take_nothing_away(first: int) -> None:
    for number in FEWER[first : first + AT_ONCE]:
        bot, findings = _bot(number)
        seen = explore(bot, between=True, change=False, most=MOST_STATES)
        untold = {key for key in seen.unset if key not in _unset(findings) and not _finds_out(bot, *key)}
        assert not untold, (number, {key: seen.unset[key] for key in untold})


def test_the_same_number_makes_the_same_bot() -> None:
    assert made(7) == made(7) != made(8)


def test_there_are_faults_to_find() -> None:
    codes = {found.code for number in range(60) for found in _bot(number)[1]}
    assert {"slot.unset", "flow.unreachable", "flow.no_next", "condition.never"} <= codes
