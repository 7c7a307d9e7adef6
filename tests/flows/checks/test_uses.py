"""Which names nodes use, and what matters behind them."""

from flows.checks.fields import Fields
from flows.checks.uses import Uses, given_names
from flows.checks.ways import Ways
from tests.flows.checks.small import look

BOT = """slots: {kind: {type: choice, choices: {a: null, b: null}}, n: {type: number}}
variables: {x: {type: number}, y: {type: number}, note: {type: text}}
tools: {t: {returns: {x: number}, effect: write, idempotency_key: "{{ note }}", confirmed: true, stub: {x: 1}}}
flows:
  main:
    nodes:
      a: {type: ask, slot: kind, say: Which?}
      b: {type: decide, next: [{if: kind == 'a', go: c}, {else: d}]}
      c: {type: call, tool: t, with: {n: "{{ n }}"}, save: {x: result.x}}
      d: {type: flow, flow: sub, next: e}
      e: {type: say, say: "{{ x }}", next: end}
  sub:
    nodes:
      f: {type: set, set: {y: {expr: x + 1}}, next: last}
  last: {nodes: {g: {type: say, say: "{{ y }}", next: end}}}
  silent: {nodes: {h: {type: set, set: {y: 1}, next: end}}}
"""


def _uses() -> tuple[Uses, Fields]:
    made = look(BOT)
    fields = Fields(made)
    return Uses(made, Ways(made), fields), fields


def test_what_nodes_use() -> None:
    uses, _ = _uses()
    assert uses.needed["main", "a"] == {"kind", "value"}
    assert uses.needed["main", "b"] == {"kind"}
    assert uses.needed["main", "c"] == {"n", "note"}
    assert uses.needed["sub", "f"] == {"x"}


def test_flows_led_to_and_what_they_have_to_do_with() -> None:
    uses, fields = _uses()
    assert uses.leads_to == {
        "main": {"main", "sub", "last"}, "sub": {"sub", "last"}, "last": {"last"}, "silent": {"silent"}
    }  # fmt: skip
    assert uses.touched["sub"] == fields.bits("x") | fields.bits("y")
    assert uses.written["sub"] == fields.bits("y")
    assert uses.written["last"] == 0
    assert uses.shared == fields.bits("x") | fields.bits("y")
    assert uses.waits == {"main"}


def test_what_matters_behind_a_node() -> None:
    uses, fields = _uses()
    used, tested = uses.live["main", "b"]
    assert used & fields.bits("note")
    assert tested & fields.bits("kind")
    used, tested = uses.live["main", "e"]
    assert not used & fields.bits("n")
    assert not tested & fields.bits("kind")


def test_what_nodes_give() -> None:
    nodes = look(BOT).bot.flows["main"].nodes
    assert [list(given_names(node)) for node in nodes.values()] == [["kind"], [], ["x"], [], []]


def test_values_that_a_set_gives_to_slots() -> None:
    uses, fields = _uses()
    assert uses.set_bits == {}
    made = look(BOT.replace("{y: 1}", "{kind: a, n: null}"))
    fields = Fields(made)
    kind = fields.everywhere["kind"]
    assert Uses(made, Ways(made), fields).set_bits == {kind: kind.of("a")}
