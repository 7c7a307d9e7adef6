"""Questions that may be put though their slots are known, and what the engine does with them."""

import pytest

from flows.checks.put_again import PutAgain
from flows.checks.ways import Ways
from flows.definition.nodes.ask import Ask
from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, look, nodes
from tests.flows.small_bots import Talk

DECLARED = "slots: {n: {type: integer}, m: {type: integer}, kept: {type: integer, keep: true}, sure: {type: yes_no}}\n"
Q = "q: {type: ask, slot: n, say: N?}"
P = "p: {type: ask, slot: m, say: M?%s}"
S = "s: {type: say, say: So., next: q}"

AGAIN: dict[str, list[str]] = {
    "by words": [Q, S],
    "by another question": [Q, P % ", next: q"],
    "by itself": [Q.replace("}", ", next: q}")],
    "since it speaks of what is forgotten": [
        Q.replace("N?", "'N, {{ m | default(0) }}?'"), P % "", "f: {type: set, set: {m: null}, next: q}",
    ],
    "since its answer leads round": [
        Q.replace("}", ", next: [{if: n > 5, go: end}, {else: p}]}"), P % "", "f: {type: set, set: {m: null}, next: q}",
    ],
    "since all is kept": [Q.replace("slot: n", "slot: kept"), S],
}  # fmt: skip
PASSED: dict[str, list[str]] = {
    "in no circle": [Q, P % ", next: end"],
    "where an answer is forgotten": [Q, P % "", "f: {type: set, set: {m: null}, next: q}"],
    "where another asks again": [Q, P % ", ask_again: true, next: q"],
    "where it is kept": [Q.replace("slot: n", "slot: kept"), P % ", next: q"],
}


def _may(written: list[str]) -> bool:
    looked = look(DECLARED + nodes(*written))
    ways = Ways(looked)
    node = ways.nodes["main", "q"]
    assert isinstance(node, Ask)
    return PutAgain(looked, ways).may(("main", "q"), node)


def _asked_by_the_engine(written: list[str]) -> bool:
    """Whether a caller who answers all questions is asked twice for the first."""
    talk = Talk(look(DECLARED + nodes(*written)).bot)
    asked = []
    for _ in range(6):
        if (place := talk.place) is None:
            break
        asked.append(place[1])
        slot = {"q": "kept" if "slot: kept" in written[0] else "n", "p": "m"}[place[1]]
        talk.give(**{slot: 1})
    return asked.count("q") > 1


@pytest.mark.parametrize("name", AGAIN)
def test_may_be_put_again(name: str) -> None:
    assert _may(AGAIN[name])
    assert _asked_by_the_engine(AGAIN[name])


@pytest.mark.parametrize("name", PASSED)
def test_is_passed(name: str) -> None:
    assert not _may(PASSED[name])
    assert not _asked_by_the_engine(PASSED[name])


def test_a_question_that_fails_when_it_is_put_again_leaves_no_value() -> None:
    written = ["a: {type: ask, slot: n, say: N?}", Q.replace("}", ", on_fail: t}"), S]
    told = "t: {type: say, say: '{{ n }}', next: end}"
    findings = load_text(HEAD + DECLARED + nodes(*written, told)).findings
    assert ("slot.unset", "flows.main.nodes.t.say") in [(found.code, found.path) for found in findings]
    talk = Talk(look(DECLARED + nodes(*written, told)).bot)
    talk.give(n=1)
    for _ in range(3):
        talk.silence()
    assert "fault" in talk.why()
