"""A bot as it is drawn: what stands in its text, where it stands, and the same however it was read."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.exchange.canvas import drawing as tested
from flows.exchange.canvas.drawing import CannotDraw, draw
from flows.exchange.diff.graph import graph_of
from flows.loader.document import read_document

STARTERS = sorted((Path(__file__).parents[4] / "templates" / "bots").glob("*.yaml"))
TEXT = """\
# a bot
voxloom: 1
bot: shop
start: welcome
tools: {pay: {effect: write, stub: {}}}
flows:
  welcome:
    nodes:
      hello: {type: say, say: "Hello.", next: end}

  # about paying
  pay:
    description: Pays.
    triggers: [pay]
    nodes:
      which:
        type: ask
        slot: card
        say: Which card?
        on_fail: handoff
      # the bill
      bill: {type: call, tool: pay}
      fork:
        type: decide
        next:
          - {if: "x > 1", go: welcome}
          - {if: y, go: gone}
          - {else: which}
layout:
  pay: {which: [10, 20.5], bill: {x: 1, y: 2}, fork: [a, b]}
"""


def test_nodes_say_what_they_do_and_where_they_stand() -> None:
    drawn = draw(TEXT)
    assert (drawn.start, drawn.lines) == ("welcome", {"welcome": 7, "pay": 12})
    which, bill, fork = drawn.flows["pay"]["nodes"]
    assert (which["sentence"], which["line"], which["lines"]) == ("Asks for card: Which card?", 4, 5)
    assert TEXT.splitlines()[drawn.lines["pay"] + which["line"] - 1].strip() == "which:"
    assert (bill["sentence"], [badge["code"] for badge in bill["badges"]]) == ("Calls pay", ["writes"])
    assert [(node["x"], node["y"]) for node in (which, bill, fork)] == [(10, 20.5), (1, 2), (None, None)]
    assert fork["sentence"] == "Decides: if x > 1, welcome; if y, gone; else which"
    assert drawn.flows["pay"]["lines"] == 17


def test_edges_are_told_by_what_edits_of_them_take() -> None:
    edges = draw(TEXT).flows["pay"]["edges"]
    told = [
        (
            edge["node"],
            edge["field"],
            edge["index"],
            edge["condition"],
            edge["else"],
            edge["falls"],
            edge["to"],
            edge["kind"],
        )
        for edge in edges
    ]
    assert told == [
        ("which", "on_fail", None, None, False, False, "handoff", "handoff"),
        ("which", "next", None, None, False, True, "bill", "node"),
        ("bill", "next", None, None, False, True, "fork", "node"),
        ("fork", "next", 0, "x > 1", False, False, "welcome", "flow"),
        ("fork", "next", 1, "y", False, False, "gone", "missing"),
        ("fork", "next", 2, None, True, False, "which", "node"),
    ]


def test_of_a_change_only_the_flows_that_are_others_are_told() -> None:
    before = draw(TEXT)
    after = draw("# one more line\n" + TEXT.replace("Which card?", "Which one?"))
    told = after.as_json(before)
    assert list(told["flows"]) == ["pay"]
    assert told["lines"] == {"welcome": 8, "pay": 13}
    gone = draw(TEXT.replace('  welcome:\n    nodes:\n      hello: {type: say, say: "Hello.", next: end}\n', ""))
    assert gone.as_json(before)["flows"]["welcome"] is None


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_each_starter_bot_has_the_nodes_and_edges_of_its_data(path: Path) -> None:
    text = path.read_text()
    document, _ = read_document(text.encode(), "")
    assert document is not None
    graph, drawn = graph_of(document.data), draw(text)
    assert {(flow, node["name"]) for flow, one in drawn.flows.items() for node in one["nodes"]} == set(graph.nodes)
    ways = {
        (edge.way.flow, edge.way.node, edge.way.field, edge.to.name) for edge in graph.edges.values() if edge.way.node
    }
    assert {
        (flow, edge["node"], edge["field"], edge["to"]) for flow, one in drawn.flows.items() for edge in one["edges"]
    } == ways
    lines = text.splitlines()
    for flow, one in drawn.flows.items():
        for node in one["nodes"]:
            assert lines[drawn.lines[flow] + node["line"] - 1].lstrip().startswith(f"{node['name']}:")
            assert node["sentence"]
    assert json.dumps(drawn.as_json())


@pytest.mark.parametrize("path", STARTERS, ids=lambda path: path.stem)
def test_read_by_parts_or_as_a_whole_it_is_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_text()
    by_parts = draw(text)
    monkeypatch.setattr(tested, "_by_parts", lambda text: None)
    assert draw(text) == by_parts


@pytest.mark.parametrize(
    "text",
    [
        "flows: 3", "flows: {a: 3, b: {nodes: [1]}, c: {nodes: {x: {type: [1], say: {y: 1}}, y: 4, z: }}}",
        "flows:\n  a: &a\n    nodes: {x: {type: say, say: hi}}\n  b: *a\n",
        "flows: {a: {nodes: {x: {next: [3, {go: }]}}}}",
        "x: &x [*x]\nflows: {a: {nodes: {n: *x}}}", "? [a]\n: b", "flows: {? [a] : {}}",
        "flows: {a: {nodes: {1: {}, 1: {}}}}",
        "flows:\n  a:\n    nodes:\n      x: {type: say, say: !!python/object:os.system x}\n", "a: 1\na: 2\n",
        "tools: 3\nlayout: 4\nslots: [1]\nintents: {a: 3}\nflows: {a: {nodes: {x: {type: call, tool: [y]}}}}",
    ],
)  # fmt: skip
def test_texts_with_errors_are_drawn_as_far_as_they_go(text: str) -> None:
    assert json.dumps(draw(text).as_json())


def test_aliases_are_shown_as_they_are_written_and_followed_for_the_sentence() -> None:
    drawn = draw("t: &hi Hello\nflows: {a: {nodes: {x: {type: say, say: *hi}, y: {<<: &b {type: say}, say: Bye}}}}")
    x, y = drawn.flows["a"]["nodes"]
    assert (x["value"]["say"], x["sentence"]) == ({"*": "hi"}, "Says: Hello")
    assert (y["type"], y["sentence"]) == ("say", "Says: Bye")


def test_an_alias_that_explodes_is_cut() -> None:
    layers = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9))
    drawn = draw(f"a0: &a0 [x, x]\n{layers}\nflows: {{f: {{nodes: {{n: {{type: say, say: *a8}}}}}}}}")
    assert drawn.flows["f"]["nodes"][0]["value"]["say"] == {"*": "a8"}


@pytest.mark.parametrize("text", ["", "a: [", "- a", "a", "a: 1\n---\nb: 2", "a: \x01", "\ta: 1", "x" * 600_000])
def test_what_is_no_text_of_a_bot_is_told_with_its_place(text: str) -> None:
    with pytest.raises(CannotDraw) as refused:
        draw(text)
    finding = refused.value.finding
    assert finding.message
    assert finding.remedy
    assert finding.place.line >= 1


@given(st.text(alphabet=st.sampled_from("ab:{}[]-,&*#'\"\n |>?!😀é\u2028"), max_size=60))
def test_no_text_makes_it_fail(text: str) -> None:
    for whole in (text, f"flows:\n  a:\n    nodes:\n      b: {text}", f"flows: {text}"):
        try:
            drawn = draw(whole)
        except CannotDraw:
            continue  # and nothing else
        assert json.dumps(drawn.as_json())


def test_sentences_of_every_type_also_with_nothing_in_them() -> None:
    from flows.definition.nodes.types import NODE_TYPES
    from flows.exchange.canvas.sentences import sentence

    said: dict[str, Any] = {kind: sentence({"type": kind}) for kind in NODE_TYPES}
    assert all(said.values())
    assert len(set(said.values())) == len(NODE_TYPES)
    assert sentence({"type": "set", "set": {"fee": 0, "note": None, "sum": {"expr": "a + 1"}}}) == (
        "Sets fee to 0, forgets note, sets sum to a + 1"
    )
    assert len(sentence({"type": "say", "say": "x " * 500})) <= 160
