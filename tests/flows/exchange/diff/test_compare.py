"""Two bots: what changed."""

import time
from pathlib import Path
from typing import Any

import pytest

from flows.exchange.diff.compare import compare
from flows.exchange.format.layout import format_text
from flows.loader.document import read_document

BOT = """\
voxloom: 1
bot: x
start: main
intents: {buy: {examples: [I want one, sell me one]}}
flows:
  main:
    description: Begins.
    nodes:
      hi: {type: say, say: Hi.}
      which: {type: ask, slot: kind, say: Which?, on_fail: handoff, next: [{if: kind == "a", go: bye}, {else: help}]}
      bye: {type: say, say: Bye., next: end}
  help:
    nodes: {who: {type: flow, flow: main, next: end}}
tests:
  one: {turns: [{user: a, expect: {flow: main, node: bye}}]}
layout: {main: {hi: [1, 2]}}
"""
NOTHING: dict[str, Any] = {
    "nodes": {"added": [], "removed": [], "changed": []},
    "edges": {"added": [], "removed": [], "changed": []},
    "other": [],
}


def _data(text: str) -> Any:
    document, findings = read_document(text.encode(), "")
    assert document is not None
    assert findings == []
    return document.data


def _told(new: str, old: str = BOT) -> dict[str, Any]:
    comparison = compare(_data(old), _data(new))
    told = comparison.as_json()
    assert bool(comparison) == (told != NOTHING)
    return told


def _edit(*edits: tuple[str, str]) -> dict[str, Any]:
    text = BOT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return _told(text)


def test_layout_comments_order_and_quotes_do_not_count() -> None:
    reordered = "layout: {}\nstart: 'main'  # why\nbot: \"x\"\n" + BOT.replace("start: main\n", "").replace(
        "bot: x\n", ""
    ).replace("layout: {main: {hi: [1, 2]}}\n", "")
    assert _told(reordered) == NOTHING
    assert _told(format_text(BOT)) == NOTHING


def test_a_next_that_says_what_holds_anyway_is_no_difference() -> None:
    assert _edit(("say: Hi.}", "say: Hi., next: which}")) == NOTHING
    assert _edit(("next: end}\n  help", "next: [{else: end}]}\n  help")) == NOTHING


def test_nodes_that_came_and_went() -> None:
    told = _edit(("      hi: {type: say, say: Hi.}\n", "      fee: {type: set, set: {a: 1}}\n"))
    assert told["nodes"] == {
        "added": [{"flow": "main", "node": "fee", "type": "set"}],
        "removed": [{"flow": "main", "node": "hi", "type": "say"}],
        "changed": [],
    }
    begin = {"flow": "main", "node": None, "field": "begin", "old": {"to": "hi"}, "new": {"to": "fee"}}
    assert told["edges"]["changed"] == [begin]
    assert [edge["node"] for edge in told["edges"]["added"]] == ["fee"]
    assert [edge["node"] for edge in told["edges"]["removed"]] == ["hi"]
    assert told["other"] == []


def test_a_changed_text_is_a_changed_field_of_the_node() -> None:
    told = _edit(("say: Which?", "say: Which one?"))
    field = {"path": "say", "change": "changed", "old": "Which?", "new": "Which one?"}
    assert told["nodes"]["changed"] == [{"flow": "main", "node": "which", "fields": [field]}]
    assert (told["edges"], told["other"]) == (NOTHING["edges"], [])


def test_an_edge_is_no_field_of_the_node() -> None:
    told = _edit(("on_fail: handoff", "on_fail: bye"))
    assert told["nodes"] == NOTHING["nodes"]
    place = {"flow": "main", "node": "which", "field": "on_fail"}
    assert told["edges"]["changed"] == [{**place, "old": {"to": "handoff"}, "new": {"to": "bye"}}]


def test_the_order_of_nodes_counts_as_the_edges_that_it_makes() -> None:
    told = _told(_swapped())
    assert told["nodes"] == NOTHING["nodes"]
    changed = {edge["node"]: (edge["old"]["to"], edge["new"]["to"]) for edge in told["edges"]["changed"]}
    assert changed == {None: ("hi", "which"), "hi": ("which", "bye")}


def _swapped() -> str:
    lines = BOT.splitlines(keepends=True)
    lines[8], lines[9] = lines[9], lines[8]
    return "".join(lines)


def test_a_renamed_node_is_told_once() -> None:
    told = _edit(("      bye:", "      goodbye:"), ("go: bye", "go: goodbye"), ("node: bye", "node: goodbye"))
    was = {"flow": "main", "node": "bye"}
    assert told["nodes"] == {
        "added": [], "removed": [], "changed": [{"flow": "main", "node": "goodbye", "was": was, "fields": []}],
    }  # fmt: skip
    assert (told["edges"], told["other"]) == (NOTHING["edges"], [])


def test_a_renamed_flow_is_told_once() -> None:
    told = _edit(("main:", "begin:"), ("start: main", "start: begin"), ("flow: main", "flow: begin"))
    assert told == {**NOTHING, "other": [{"path": "flows.begin", "change": "renamed", "was": "flows.main"}]}


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        ("[I want one, sell me one]", "[sell me one, give me]",
         {"path": "intents.buy.examples", "change": "changed", "added": ["give me"], "removed": ["I want one"]}),
        ("Begins.", "Starts.",
         {"path": "flows.main.description", "change": "changed", "old": "Begins.", "new": "Starts."}),
        ("start: main", "start: main\ntools: {t: {stub: 1}}",
         {"path": "tools", "change": "added", "new": {"t": {"stub": 1}}}),
        ("{user: a,", "{user: b,",
         {"path": "tests.one.turns.0.user", "change": "changed", "old": "a", "new": "b"}),
    ],
)  # fmt: skip
def test_everything_else_is_told_by_its_path(old: str, new: str, other: dict[str, Any]) -> None:
    assert _edit((old, new)) == {**NOTHING, "other": [other]}


def test_whatever_stands_in_a_file_can_be_compared() -> None:
    strange: list[Any] = [{}, {"flows": 1}, {"flows": {"f": [1]}}, {"flows": {"f": {"nodes": {"a": None}}}}, {1: 2}]
    for old in strange:
        for new in strange:
            assert bool(compare(old, new)) == (old != new)


def test_starter_bots_differ_from_each_other_and_not_from_themselves(root: Path) -> None:
    paths = sorted((root / "templates/bots").glob("*.yaml"))
    one, two, *_ = (_data(path.read_text(encoding="utf-8")) for path in paths)
    assert not compare(one, one)
    assert compare(one, two)


def test_a_thousand_nodes_take_less_than_a_second() -> None:
    nodes = {f"n{at}": {"type": "ask", "slot": "s", "say": f"Number {at}?", "on_fail": "handoff"} for at in range(1000)}
    changed = {f"m{at}": {**node, "attempts": 2} for at, node in enumerate(nodes.values())}
    for new in (nodes, changed, dict(reversed(nodes.items()))):
        begun = time.process_time()
        compare({"flows": {"f": {"nodes": nodes}}}, {"flows": {"f": {"nodes": new}}})
        assert time.process_time() - begun < 1
