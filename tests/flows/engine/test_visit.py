"""What nodes ask of the engine."""

import pytest

from flows.engine.acts import Act
from flows.engine.commands import AskModel, LookUp
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk


def _set(assignments: str) -> Talk:
    return Talk(
        "slots: {n: {type: integer, max: 9}, word: {type: text}}\nvariables: {v: {type: number}, w: {type: text}}\n"
        f"flows: {{main: {{nodes: {{a: {{type: set, set: {assignments}, next: end}}}}}}}}\n"
    )


def test_set_takes_literals_templates_and_expressions_in_order() -> None:
    talk = _set('{v: 2, w: "{{ v }} x", n: {expr: "v + 3"}}')
    assert talk.state.variables == {"v": 2, "w": "2 x"}
    assert talk.state.slots == {"n": 5}


def test_set_null_forgets() -> None:
    talk = _set("{n: 5, v: 1}")
    talk = _set("{n: null, v: null}")
    assert (talk.state.slots["n"], talk.state.variables["v"]) == (None, None)


def test_set_reads_words_into_slots_and_refuses_what_does_not_fit() -> None:
    assert _set('{n: "seven"}').state.slots == {"n": 7}


def test_set_of_what_cannot_be_worked_out_takes_on_error() -> None:
    talk = _set('{v: {expr: "n + 1"}}')
    assert talk.said[0] == "I'm sorry, that isn't working right now."


def test_a_call_carries_all_that_a_tool_needs() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order", size="small", count=2)
    talk.act(Act("affirm"))
    tool = talk.tool
    assert (tool.tool, tool.arguments, tool.timeout_ms) == ("buy", {"size": "small", "count": 2}, 4000)
    assert (tool.effect, tool.filler, tool.filler_after_ms) == ("write", "Just a moment.", 500)
    assert tool.idempotency_key
    assert talk.state.phase == "tool"


def test_an_end_node_speaks_and_ends() -> None:
    talk = Talk("flows: {main: {nodes: {a: {type: end, say: Bye., reason: done}}}}\n")
    assert talk.said == ["Bye."]
    assert (talk.end.reason, talk.end.detail) == ("goodbye", "done")


@pytest.mark.parametrize(
    ("effect", "field", "switch", "early"),
    [
        ("read", ", speculate: true", "true", True),
        ("read", "", "true", False),
        ("read", ", speculate: true", "false", False),
        ("write, idempotency_key: auto, confirmed: true", ", speculate: true", "true", False),
        ("read, background: true", ", speculate: true", "true", False),
    ],
)
def test_a_tool_may_be_tried_where_it_reads_and_both_node_and_bot_allow_it(
    effect: str, field: str, switch: str, early: bool
) -> None:
    talk = Talk(
        "voxloom: 1\nbot: small\nstart: main\n"
        f"defaults: {{on_error: handoff, speculate: {switch}}}\ntools: {{t: {{effect: {effect}, stub: {{}}}}}}\n"
        f"flows: {{main: {{nodes: {{a: {{type: call, tool: t{field}, next: end}}}}}}}}\n"
    )
    assert talk.tool.speculate is early


@pytest.mark.parametrize(
    ("fields", "expected"),
    [("", (True, False)), (", barge_in: false", (False, False)), (", must_hear: true", (True, True))],
)
def test_a_model_is_asked_with_how_its_words_are_heard(fields: str, expected: tuple[bool, bool]) -> None:
    talk = Talk(f"flows: {{main: {{nodes: {{a: {{type: generate, prompt: Hello{fields}, next: end}}}}}}}}\n")
    (command,) = [command for command in talk.commands if isinstance(command, AskModel)]
    assert (command.barge_in, command.must_hear) == expected


def test_a_call_carries_the_values_that_its_request_names_and_no_others() -> None:
    request = '{url: "{{ env.api }}/{{ a }}/{{ v }}", method: POST, body: {w: "{{ w }}", n: "{{ n }}"}}'
    talk = Talk(
        "slots: {n: {type: integer}, other: {type: integer}}\n"
        "variables: {v: {type: number}, w: {type: text}, a: {type: text}}\n"
        f"tools: {{find: {{type: http, request: {request}, arguments: {{a: text}}, stub: {{}}}}}}\n"
        "flows:\n  main:\n    nodes:\n"
        "      s: {type: set, set: {v: 2, n: 7, other: 1, a: of the bot}}\n"
        "      c: {type: call, tool: find, with: {a: given}, next: end}\n"
    )
    assert talk.tool.arguments == {"a": "given"}
    assert talk.tool.values == {"n": 7, "v": 2}


KNOWS = """
routes: {fast: {model: openai/x}}
variables: {verified: {type: boolean}, level: {type: number}}
knowledge:
  house:
    fresh_for: 30d
    sources: [open_to_all, {document: contracts, if: verified, fresh_for: 12h}, {document: vault, if: level > 3}]
flows:
  main:
    nodes:
      who: {type: set, set: {verified: WHO}}
      look: {type: answer, knowledge: house, question: what is it, route: fast, on_unknown: end, on_error: end, next:
      end}
"""


@pytest.mark.parametrize(
    ("who", "sources"),
    [("true", ("open_to_all", "contracts")), ("false", ("open_to_all",)), ("null", ("open_to_all",))],
)
def test_a_look_up_names_the_documents_that_may_be_used(who: str, sources: tuple[str, ...]) -> None:
    (command,) = (each for each in Talk(KNOWS.replace("WHO", who)).commands if isinstance(each, LookUp))
    assert command.sources == sources
    assert command.fresh == {name: {"open_to_all": 720, "contracts": 12}[name] for name in sources}
    assert command.route == "fast"
