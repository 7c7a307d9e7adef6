"""Which slots have a value for sure behind their questions."""

import pytest

from flows.checks.answered import MAX_NODES, Answered
from tests.flows.checks.small import look, nodes

SLOTS = "slots: {sure: {type: yes_no}, n: {type: integer}}\n"
ASK = "ask: {type: ask, slot: sure, say: Sure?}"


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ([ASK], {"sure"}),
        ([ASK, "b: {type: say, say: B.}"], {"sure"}),
        ([ASK, "b: {type: decide, next: [{if: n > 1, go: c}, {else: here}]}", "c: {type: say, say: C.}"], {"sure"}),
        (["ask: {type: ask, slot: sure, say: Sure?, on_fail: here}"], set()),
        ([ASK, "b: {type: set, set: {n: 1}}"], set()),
        ([ASK, "b: {type: ask, slot: n, say: N?}"], {"n"}),
        (["a: {type: decide, next: [{if: n > 1, go: here}, {else: ask}]}", ASK], set()),
        ([ASK, "b: {type: say, say: B., next: here}", "o: {type: ask, slot: n, say: N?}"], set()),
        ([], set()),
        ([ASK, *(f"s{number}: {{type: say, say: S.}}" for number in range(MAX_NODES + 1))], set()),
    ],
)
def test_knows_what_was_answered_right_before(written: list[str], known: set[str]) -> None:
    answered = Answered(look(SLOTS + nodes(*written, "here: {type: say, say: Here., next: end}")))
    assert answered.before(("main", "here")) == known


def test_a_circle_behind_an_answer_takes_nothing_away() -> None:
    there = "b: {type: decide, next: [{if: n > 1, go: b}, {else: here}]}"
    answered = Answered(look(SLOTS + nodes(ASK, there, "here: {type: say, say: Here., next: end}")))
    assert answered.before(("main", "here")) == {"sure"}


def test_nothing_is_sure_where_a_part_could_not_be_read() -> None:
    broken = nodes(ASK, "here: {type: say, say: Here., next: end}", "c: {type: say, say: 5, next: end}")
    assert Answered(look(SLOTS + broken)).before(("main", "here")) == frozenset()
