"""The steps of a caller who gives no answer."""

import pytest

from flows.checks.silence import Silence, given_names, names_of
from flows.definition.edges import Branch
from tests.flows.checks.small import look, nodes

DECLARED = """
slots: {n: {type: integer}, m: {type: integer, keep: true}, sure: {type: yes_no}}
variables: {tries: {type: integer}}
tools: {t: {returns: {left: integer}, stub: {left: 1}}}
"""
END = "z: {type: say, say: Z., next: end}"
SUB = "  sub:\n    nodes:\n      p: {type: ask, slot: n, say: N?, on_fail: %s, next: end}\n"


def steps(*written: str, also: str = "", spot: str = "a") -> list[tuple[str, str]]:
    """Where a node leads, and how."""
    silence = Silence(look(DECLARED + nodes(*written, END) + also))
    return [(step.sort, ".".join(step.end)) for step in silence.steps(("main", spot))]


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        ("a: {type: ask, slot: n, say: N?}", [("pass", "main.z")]),
        ("a: {type: ask, slot: m, say: N?}", [("kept", "main.z")]),
        ("a: {type: ask, slot: n, say: N?, ask_again: true}", []),
        ("a: {type: ask, slot: n, say: N?, confirm: 'N?'}", []),
        ("a: {type: ask, slot: n, say: N?, on_fail: z, next: end}", [("fail", "main.z")]),
        ("a: {type: ask, slot: n, say: N?, on_fail: main, next: end}", [("fail", "main.a")]),
        ("a: {type: say, say: A.}", [("on", "main.z")]),
        ("a: {type: say, say: A., next: handoff}", []),
        ("a: {type: call, tool: t, on_error: a}", [("on", "main.z"), ("on", "main.a")]),
        ("a: {type: handoff}", []),
        ("a: {type: end}", []),
    ],
)
def test_every_node_has_its_steps(node: str, wanted: list[tuple[str, str]]) -> None:
    assert steps(node) == wanted


def test_a_slot_that_is_asked_for_twice_may_be_unknown() -> None:
    twice = ["a: {type: ask, slot: n, say: N?}", "b: {type: ask, slot: n, say: N?}"]
    assert steps(*twice) == []


@pytest.mark.parametrize(
    ("way_out", "wanted"),
    [
        ("handoff", [("run", "sub.p")]),
        ("end", [("run", "sub.p"), ("fail", "main.z")]),
        ("[{if: tries > 1, go: end}, {else: handoff}]", [("run", "sub.p"), ("fail", "main.z")]),
        ("[{if: n > 1, go: end}, {else: handoff}]", [("run", "sub.p")]),
    ],
)
def test_a_sub_flow_is_passed_when_it_ends(way_out: str, wanted: list[tuple[str, str]]) -> None:
    assert steps("a: {type: flow, flow: sub}", also=SUB % way_out) == wanted


def test_a_sub_flow_without_questions_is_no_failure() -> None:
    sub = "  sub:\n    nodes:\n      p: {type: say, say: P., next: end}\n"
    over = "  over:\n    nodes:\n      p: {type: flow, flow: sub, next: end}\n"
    assert steps("a: {type: flow, flow: over}", also=sub + over) == [("run", "over.p"), ("on", "main.z")]


def test_the_hand_over_and_the_last_help_may_be_flows_of_the_bot() -> None:
    own = "  on_handoff:\n    nodes:\n      p: {type: say, say: P., next: handoff}\n"
    assert steps("a: {type: handoff}", also=own) == [("on", "on_handoff.p")]
    ask = "a: {type: ask, slot: n, say: N?, on_fail: on_cannot_help, next: end}"
    assert steps(ask, also=own) == [("fail", "on_handoff.p")]


def test_silence_and_failed_answers_have_flows_unless_the_question_has_words() -> None:
    own = "  on_no_input:\n    nodes:\n      p: {type: say, say: P., next: end}\n"
    ask = "a: {type: ask, slot: n, say: N?, on_fail: handoff, next: end%s}"
    assert steps(ask % "", also=own) == [("fail", "on_no_input.p")]
    assert steps(ask % ", no_input: [Hello?]", also=own) == []
    assert steps(ask % ", attempts: 1", also=own) == []


def test_the_defaults_lead_to_flows_only() -> None:
    bot = look(DECLARED + nodes("a: {type: ask, slot: n, say: N?, next: end}", END) + SUB % "handoff")
    for target, wanted in (("z", []), ("sub", [("fail", "sub.p")])):
        object.__setattr__(bot.bot.defaults, "on_fail", target)
        found = Silence(bot).steps(("main", "a"))
        assert [(step.sort, ".".join(step.end)) for step in found] == wanted


def test_knows_what_has_no_value() -> None:
    text = DECLARED + nodes("a: {type: ask, slot: n, say: N?, on_fail: a}", "r: {type: flow, flow: sub}", END)
    silence = Silence(look(text + SUB % "end"))
    failing = [step for spot in (("main", "a"), ("main", "r")) for step in silence.steps(spot)]
    assert silence.unanswered([step for step in failing if step.start[1] == "a" and step.sort == "fail"]) == {"n"}
    assert silence.unanswered([step for step in failing if step.start[1] == "r"]) == {"n"}


def test_names_of_edges_and_nodes() -> None:
    assert names_of("z") == frozenset()
    branches = (Branch(**{"if": "n > 1 and sure", "go": "z"}), Branch(**{"else": "z"}))
    assert {"n", "sure"} <= names_of(branches)
    text = DECLARED + nodes(
        "a: {type: set, set: {tries: 1}}", "b: {type: call, tool: t, save: {tries: result.left}}",
        "c: {type: generate, prompt: P., extract: {topic: text}, next: end}",
    )  # fmt: skip
    silence = Silence(look(text))
    assert [list(given_names(node)) for node in silence.nodes.values()] == [["tries"], ["tries"], ["topic"]]
    assert silence.given_anywhere == {"tries", "topic"}
