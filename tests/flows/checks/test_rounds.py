"""Circles in which nobody is asked the second time round."""

import pytest

from flows.loader.load import load_text
from tests.flows.small_bots import Talk

HEAD = """voxloom: 1
bot: rounds
start: main
defaults: {on_fail: handoff, on_error: handoff}
slots: {size: {type: choice, choices: {small: [], large: []}}, more: {type: yes_no}}
variables: {count: {type: number}}
tools: {look: {stub: {}}}
flows:
  main:
    nodes:
"""
SAY = "say: {type: say, say: So.}"
WHICH = "which: {type: ask, slot: size, say: Which size?}"
ROUND = [WHICH, SAY, "again: {type: ask, slot: more, say: One more?, next: %s}"]
BACK = "[{if: more, go: which}, {else: end}]"


def _text(*nodes: str) -> str:
    return HEAD + "".join(f"      {node}\n" for node in nodes)


def _told(text: str) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in load_text(text).findings]


@pytest.mark.parametrize(
    ("nodes", "at"),
    [
        ([ROUND[0], SAY, ROUND[2] % BACK], "which"),
        ([ROUND[0], "say: {type: say, say: So., next: which}"], "which"),
        ([ROUND[0].replace("?}", "?, next: which}")], "which"),
        ([SAY, ROUND[0], "fork: {type: decide, next: [{if: 'size == \"small\"', go: say}, {else: end}]}"], "which"),
        ([ROUND[0].replace("?}", "?, ask_again: false}"), SAY, ROUND[2] % BACK], "which"),
    ],
)  # fmt: skip
def test_what_turns_without_being_asked_is_told(nodes: list[str], at: str) -> None:
    assert _told(_text(*nodes)) == [("flow.loop", f"flows.main.nodes.{at}")]


@pytest.mark.parametrize(
    "nodes",
    [
        [ROUND[0].replace("?}", "?, ask_again: true}"), SAY, ROUND[2] % BACK],
        [ROUND[0], SAY, (ROUND[2] % BACK).replace("say: One", "ask_again: true, say: One")],
        [ROUND[0], SAY, ROUND[2] % "[{if: more, go: main}, {else: end}]"],
        [ROUND[0].replace("?}", '?, confirm: "{{ size }}?"}'), SAY, ROUND[2] % BACK],
        [ROUND[0].replace("?}", "?, validate: [{if: more, say: No.}]}"), SAY, ROUND[2] % BACK],
        [ROUND[0], "add: {type: set, set: {count: 1}}", ROUND[2] % BACK],
        [ROUND[0], "look: {type: call, tool: look}", ROUND[2] % BACK],
        [ROUND[0], SAY, ROUND[2] % "end"],
    ],
)
def test_what_asks_again_begins_anew_or_changes_something_is_not(nodes: list[str]) -> None:
    assert "flow.loop" not in {code for code, _ in _told(_text(*nodes))}


def test_the_engine_turns_in_such_a_circle_until_it_is_stopped() -> None:
    talk = Talk(_text(ROUND[0], "say: {type: say, say: So., next: which}"))
    assert talk.said == ["Which size?"]
    said = talk.give(size="small")
    assert said.count("So.") > 10
