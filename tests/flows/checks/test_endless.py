"""Questions that are asked without end, and what only looks so; the engine is asked what a silent caller hears."""

import pytest

from flows.checks.endless import MOST_LOOKED_AT, ends_when_it_fails
from flows.engine.finished import Ended
from flows.findings import Finding
from tests.flows.checks.small import look, nodes
from tests.flows.small_bots import Talk

DECLARED = """
slots: {n: {type: integer}, m: {type: integer}, kept: {type: integer, keep: true}, sure: {type: yes_no}}
variables: {tries: {type: integer}, note: {type: text}}
tools: {t: {returns: {left: integer}, stub: {left: 1}}}
"""
ROUNDS = 30
"""Silences after which a bot that asks still is one that asks for ever; questions here take three at most."""


def q(way_out: str = "", more: str = "", name: str = "q", slot: str = "n") -> str:
    """A question that fails at once."""
    way_out = f", on_fail: {way_out}" if way_out else ""
    return f"{name}: {{type: ask, slot: {slot}, say: What?, attempts: 1{way_out}{more}}}"


def found(*written: str, also: str = "") -> list[Finding]:
    """What is told of a flow with these nodes, and of more flows."""
    return list(ends_when_it_fails(look(DECLARED + nodes(*written) + also)))


SAY = "s: {type: say, say: S., next: q}"
END = "z: {type: say, say: Z., next: end}"
P = q(name="p", slot="m")
SUB = "  sub:\n    nodes:\n      p: {type: ask, slot: n, say: N?, attempts: 1, on_fail: end, next: end}\n"
COUNT = "c: {type: set, set: {tries: {expr: tries + 1}}}"

ENDLESS: dict[str, tuple[list[str], str, list[str]]] = {
    "itself": ([q("q"), END], "", ["flows.main.nodes.q.on_fail"]),
    "its own flow": ([q("main"), END], "", ["flows.main.nodes.q.on_fail"]),
    "by way of words": ([q("s", ", next: end"), SAY], "", ["flows.main.nodes.q.on_fail"]),
    "by way of a tool": (
        [q("c", ", next: end"), "c: {type: call, tool: t, next: q}"], "", ["flows.main.nodes.q.on_fail"],
    ),
    "one of its branches": ([q("[{if: sure, go: end}, {else: q}]"), END], "", ["flows.main.nodes.q.on_fail"]),
    "a fork that nothing changes": (
        [q("d", ", next: end"), "d: {type: decide, next: [{if: sure, go: end}, {else: q}]}"], "",
        ["flows.main.nodes.q.on_fail"],
    ),
    "two questions": ([q("p", ", next: end"), q("q", ", next: end", "p", "m")], "", ["flows.main.nodes.q.on_fail"]),
    "each itself": (
        [q("q"), q("p", name="p", slot="m"), END], "", ["flows.main.nodes.q.on_fail", "flows.main.nodes.p.on_fail"],
    ),
    "on_no_input": (
        [q("handoff", ", attempts: 2").replace("attempts: 1, ", ""), END],
        "  on_no_input:\n    nodes:\n      s: {type: say, say: Hello?, next: main}\n", ["flows.on_no_input"],
    ),
    "on_handoff": (
        [q(), END], f"  on_handoff:\n    nodes:\n      {q('main', ', next: handoff', 'p', 'm')}\n",
        ["defaults.on_fail"],
    ),
    "a sub-flow that is run again": (
        ["r: {type: flow, flow: sub}", "d: {type: decide, next: [{if: n == 1, go: end}, {else: r}]}"], SUB,
        ["flows.main.nodes.r"],
    ),
}  # fmt: skip


def silent(text: str) -> Talk:
    """A caller who says nothing."""
    talk = Talk(look(text).bot)
    for _ in range(ROUNDS):
        if talk.state.phase == "listening":
            talk.silence()
        if talk.state.phase == "tool":
            talk.returns({"left": 1})
    return talk


@pytest.mark.parametrize("name", ENDLESS)
def test_is_told_where_a_question_leads_back_to_itself(name: str) -> None:
    written, also, paths = ENDLESS[name]
    findings = found(*written, also=also)
    assert {(one.code, one.severity) for one in findings} == {("ask.endless", "error")}
    assert sorted(one.path for one in findings) == sorted(paths)


@pytest.mark.parametrize("name", ENDLESS)
def test_the_engine_asks_for_ever_there(name: str) -> None:
    written, also, _ = ENDLESS[name]
    talk = silent(DECLARED + nodes(*written) + also)
    if name == "on_no_input":  # each round lies on the one before, until there are too many
        assert talk.state.ended == Ended("error", "depth_limit")
        return
    assert talk.state.phase == "listening"
    assert talk.state.turn == ROUNDS
    assert talk.state.top is not None
    assert talk.state.top.question is not None


ENDING: dict[str, tuple[list[str], str]] = {
    "a person": ([q("handoff"), END], ""),
    "another question": ([q("p"), END, q("handoff", ", next: end", "p", "m")], ""),
    "the end": ([q("end"), END], ""),
    "a way on": ([q("z"), END], ""),
    "a menu that comes back": ([q("handoff", ", ask_again: true"), SAY], ""),
    "a question before it that is asked anew": ([P, q("main"), END], ""),
    "a question before it that is asked again": ([q("", ", ask_again: true", "p", "m"), q("p"), END], ""),
    "a question before it that reads back": ([q("", ", confirm: 'M?'", "p", "m"), q("p"), END], ""),
    "a question before it that is forgotten": (
        [P, q("c", ", next: end"), "c: {type: set, set: {m: null}, next: p}"], "",
    ),
    "a value in place of an answer": (
        [q("f", ", next: end"), "f: {type: set, set: {n: 1}, next: q}"], "",
    ),
    "rounds that are counted": (
        ["z: {type: set, set: {tries: 0}}", q("c", ", next: end"), COUNT,
         "d: {type: decide, next: [{if: tries > 2, go: handoff}, {else: q}]}"], "",
    ),
    "rounds that are counted on the edge": (
        ["z: {type: set, set: {tries: 0}}", q("[{if: tries > 2, go: handoff}, {else: c}]", ", next: end"),
         COUNT.replace("}}}", "}}, next: q}")], "",
    ),
    "what a tool says": (
        [q("c", ", next: end"), "c: {type: call, tool: t, save: {tries: result.left}}",
         "d: {type: decide, next: [{if: tries > 1, go: q}, {else: handoff}]}"], "",
    ),
    "the time": (
        [q("d", ", next: end"), "d: {type: decide, next: [{if: now < '2026-02', go: q}, {else: handoff}]}"], "",
    ),
    "a fork that needs the answer": (
        [q("d", ", next: end"), "d: {type: decide, next: [{if: n > 1, go: q}, {else: handoff}]}"], "",
    ),
    "a sub-flow that is run twice": (["r: {type: flow, flow: sub}", "s: {type: flow, flow: sub, next: end}"], SUB),
    "a sub-flow that is run again with its answer": (
        ["r: {type: flow, flow: sub}", "d: {type: decide, next: [{if: n > 1, go: r}, {else: end}]}"], SUB,
    ),
    "own words for silence": (
        [q("handoff", ", no_input: [Hello?], reprompts: [What?]"), END],
        "  on_no_input:\n    nodes:\n      s: {type: say, say: Hello?, next: main}\n",
    ),
    "silence that is only told of": (
        [q("handoff"), END], "  on_no_input:\n    nodes:\n      s: {type: say, say: Hello?, next: end}\n",
    ),
    "a question of the hand-over": (
        [q(), END], f"  on_handoff:\n    nodes:\n      {q('handoff', ', next: handoff', 'p', 'm')}\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ENDING)
def test_nothing_is_told_where_it_ends(name: str) -> None:
    written, also = ENDING[name]
    assert found(*written, also=also) == []


STAYING_OUT = ("the time", "a sub-flow that is run again with its answer")
"""In the engine's tests time stands still; and a circle with a sub-flow is told of as one without a turn."""


@pytest.mark.parametrize("name", [name for name in ENDING if name not in STAYING_OUT])
def test_the_engine_comes_to_an_end_there(name: str) -> None:
    written, also = ENDING[name]
    talk = silent(DECLARED + nodes(*written) + also)
    assert talk.state.phase != "listening" or talk.state.top is None


FORGET = "f: {type: set, set: {sure: null}, next: p}"
PASSED: dict[str, list[str]] = {
    "within a flow": [P, q("f", ", next: end"), FORGET],
    "kept within a flow": [P.replace("slot: m", "slot: kept"), q("p"), END],
    "kept": [P.replace("slot: m", "slot: kept"), q("main"), END],
}


def answered(*written: str) -> Talk:
    """A caller who answers the first question and says nothing from then on."""
    talk = Talk(look(DECLARED + nodes(*written)).bot)
    talk.give(**{"kept" if "slot: kept" in written[0] else "m": 1})
    for _ in range(ROUNDS):
        if talk.state.phase == "listening":
            talk.silence()
    return talk


@pytest.mark.parametrize("name", PASSED)
def test_a_question_that_was_answered_is_passed(name: str) -> None:
    (finding,) = found(*PASSED[name])
    assert "past `p`, which is answered by then" in finding.message
    assert answered(*PASSED[name]).place == ("main", "q")


PUT_AGAIN: dict[str, list[str]] = {
    "a round that says nothing": [P, q("p"), END],
    "a question that speaks of what changed": [
        P.replace("What?", "'With {{ sure | default(1) }}?'"), q("f", ", next: end"), FORGET,
    ],
    "an answer that leads round": [
        P.replace("}", ", next: [{if: m > 0, go: q}, {else: q}]}"), q("f", ", next: end"), FORGET,
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", PUT_AGAIN)
def test_a_question_that_is_put_again_leads_out(name: str) -> None:
    assert found(*PUT_AGAIN[name]) == []
    assert answered(*PUT_AGAIN[name]).state.phase == "handed_off"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ([q("q"), END], "`on_fail` leads back to it, and"),
        ([q("s", ", next: end"), SAY], "`on_fail` leads back to it by way of `s`, and"),
        ([q("p"), END, q("q", "", "p", "m"), END.replace("z:", "y:")], "leads to `p`, and when that fails too, back"),
        (["r: {type: flow, flow: sub, next: r}"], "answers no question of `sub` is asked without end: `r` runs it"),
    ],
)
def test_says_how(written: list[str], told: str) -> None:
    assert told in found(*written, also=SUB)[0].message


def test_edges_of_the_defaults_are_told_of_once() -> None:
    bot = look(DECLARED + nodes(q(), END) + "  other:\n    nodes:\n      p: {type: ask, slot: m, say: M?, next: end}\n")
    object.__setattr__(bot.bot.defaults, "on_fail", "main")
    assert [one.path for one in ends_when_it_fails(bot)] == ["defaults.on_fail"]


def test_nothing_is_told_of_what_could_not_be_read() -> None:
    assert found(q("s", ", next: end"), "s: {type: say, say: 5, next: q}") == []
    assert found(q("c", ", next: end"), "c: {type: set, set: {tries: [1]}, sett: 1, next: q}") == []


def test_many_questions_in_one_circle_are_looked_at_within_bounds() -> None:
    many = [q("q0", name=f"q{number}", slot="n", more=", ask_again: true") for number in range(MOST_LOOKED_AT + 20)]
    assert len(found(*many, END)) == 1
