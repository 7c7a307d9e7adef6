"""What nodes do to what is known of names; tests/flows/checks/exhaustive compares all of it with the engine."""

import pytest

from flows.checks.visits import Visits
from tests.flows.checks.small import look

BOT = """slots: {kind: {type: choice, choices: {a: null, b: null}}, n: {type: number}, spare: {type: number}}
variables: {v: {type: number}, w: {type: number}}
tools: {t: {returns: {x: number}, stub: {x: 1}}}
knowledge: {book: {description: x}}
flows:
  main:
    nodes:
      begin: {type: say, say: x}
      NODE
      last: {type: say, say: "LAST", next: end}
  other: {outputs: {got: number}, nodes: {o: {type: set, set: {got: 1}, next: end}}}
"""


def _missing(node: str, last: str) -> set[str]:
    text = BOT.replace("NODE", node).replace("LAST", last)
    return {found.name for found in Visits(look(text)).found() if found.path[3] == "last"}


@pytest.mark.parametrize(
    ("node", "missing"),
    [
        ("x: {type: say, say: y}", {"n", "v", "w"}),
        ("x: {type: ask, slot: n, say: y}", {"v", "w"}),
        ("x: {type: ask, slot: n, say: y, on_fail: last}", {"n", "v", "w"}),
        ("x: {type: set, set: {n: 1, v: 2}}", {"w"}),
        ("x: {type: set, set: {v: 2, w: '{{ v }}'}}", {"n"}),
        ("x: {type: set, set: {v: null}}", {"n", "v", "w"}),
        ("x: {type: call, tool: t, save: {v: result.x}}", {"n", "w"}),
        ("x: {type: call, tool: t, save: {v: result.x}, on_error: last}", {"n", "v", "w"}),
        ("x: {type: flow, flow: other, save: {v: result.got}}", {"n", "w"}),
        ("x: {type: generate, prompt: y, extract: {v: number}, stub: y}", {"n", "v", "w"}),
        ("x: {type: answer, knowledge: book, stub: y}", {"n", "v", "w"}),
        ("x: {type: decide, next: [{if: v > 1, go: last}, {else: end}]}", set()),
        ("x: {type: end}", set()),
        ("x: {type: handoff}", set()),
    ],
)
def test_behind_a_node(node: str, missing: set[str]) -> None:
    told = {name for name in ("n", "v", "w") if name in _missing(node, f"{{{{ {name} }}}}")}
    assert told == missing


@pytest.mark.parametrize(
    "node", ["x: {type: ask, slot: nn, say: y}", "x: {type: set, set: {vv: 1}}", "x: {type: call, tool: u}"]
)
def test_nothing_is_told_behind_what_speaks_of_unknown_names(node: str) -> None:
    assert _missing(node, "{{ n }}") == set()


def test_early_values_are_refused_before_anything_else_is_known() -> None:
    ask = "x: {type: ask, slot: n, say: y, validate: [{if: n > 5, say: 'Not for {{ kind }}.'}]}"
    text = BOT.replace("NODE", f"k: {{type: ask, slot: kind, say: y}}\n      {ask}").replace("LAST", "z")
    assert [(found.path[-2:], found.name) for found in Visits(look(text)).found()] == [((0, "say"), "kind")]
    guarded = text.replace("n > 5", "n > 5 and kind == 'a'")
    assert Visits(look(guarded)).found() == []


UNDO = """slots: {n: {type: number}, card: {type: card_number}}
variables: {v: {type: number}}
tools:
  t:
    {effect: write, idempotency_key: auto, on_interrupt: WHEN, undo: {tool: u, with: {a: "1"}}, stub: {}}
  u: {type: http, request: {url: "https://x.example", body: "BODY"}, arguments: {a: text}, stub: {}}
flows:
  main:
    nodes:
      x: {type: ask, slot: n, say: y}
      c: {type: call, tool: t, save: {v: "1"}, on_error: end}
      last: {type: say, say: "{{ v }}", next: end}
"""


@pytest.mark.parametrize(
    ("when", "body", "missing"),
    [
        ("compensate", "{{ card }}", ["card"]),
        ("compensate", "{{ n }} {{ a }}", []),
        ("compensate", "{{ v }}", ["v"]),  # it is filled before there is a result
        ("finish", "{{ card }}", []),
    ],
)
def test_what_takes_a_tool_back_is_filled_where_that_is_called(when: str, body: str, missing: list[str]) -> None:
    found = Visits(look(UNDO.replace("WHEN", when).replace("BODY", body))).found()
    assert [(one.path[-2:], one.name, one.stops) for one in found] == [(("c", "tool"), name, False) for name in missing]
