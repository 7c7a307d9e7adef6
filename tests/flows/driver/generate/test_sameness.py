"""States that no edge to come can tell apart are the same; all others are not."""

import pytest

from flows.definition.test_case import TestTurn
from flows.driver.generate.sameness import Sameness
from tests.flows.driver.generate.plain import DOOR, Plain

READ_LATER = DOOR.replace(
    "nodes: {bye: {type: end, say: Good night.}}",
    "nodes: {how: {type: decide, next: [{if: age < 30, go: bye}, {else: sir}]}, bye: {type: end}, sir: {type: end}}",
)


def _same(text: str, one: tuple[str | TestTurn, ...], other: tuple[str | TestTurn, ...]) -> bool:
    plain = Plain(text)
    sameness = Sameness(plain.program)
    return bool(sameness.key(plain.after(*one)) == sameness.key(plain.after(*other)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("let me in",), ("open the door",), True),
        (("let me in", "twelve"), ("let me in", "twenty"), False),  # a decision on a seat was made only there
        (("let me in", "twenty"), ("let me in", "forty"), True),
        (("let me in",), ("let me in", TestTurn(silence=1)), False),
        ((), ("let me in",), False),
        (("let me in", "twenty"), (), False),
    ],
)
def test_keys(one: tuple[str | TestTurn, ...], other: tuple[str | TestTurn, ...], same: bool) -> None:
    assert _same(DOOR, one, other) is same


def test_values_matter_where_another_flow_looks_at_them() -> None:
    assert not _same(READ_LATER, ("let me in", "twenty"), ("let me in", "forty"))


def test_calls_matter_as_long_as_the_stub_changes() -> None:
    listed = DOOR.replace("stub: {free: true}", "stub: [{free: true}, {free: true}, {free: false}]")
    once = ("let me in", "twenty")
    assert not _same(listed, once, once * 2)
    assert _same(listed, once * 3, once * 4)
    assert _same(DOOR, once, once * 2)


def test_the_situation_is_what_the_conditions_come_to() -> None:
    plain = Plain()
    situation = Sameness(plain.program).situation
    assert situation(plain.after("let me in", "twenty")) == situation(plain.after("let me in", "ninety"))
    assert situation(plain.after("let me in", "twenty")) != situation(plain.after("let me in", "twelve"))
    full = plain.take(plain.after("let me in"), "twenty")[-1]
    assert situation(plain.after("let me in", "twenty")) != situation(full)


def test_where_a_flow_may_lead() -> None:
    text = """
flows:
  main: {nodes: {a: {type: flow, flow: inner, next: other}}}
  inner: {nodes: {b: {type: say, say: In., next: end}}}
  third: {nodes: {inner: {type: flow, flow: inner, next: end}}}
  other: {nodes: {c: {type: say, say: Other., next: end}}}
"""
    reach = Sameness(Plain(text).program).reach
    assert reach.pop("third") == {"third", "inner"}  # the node has the name of the flow that it runs
    assert reach == {"main": {"main", "inner", "other"}, "inner": {"inner"}, "other": {"other"}}
