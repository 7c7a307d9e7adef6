"""Edges that come, change and go."""

import pytest

from flows.exchange.edits import AddEdge, ChangeEdge, RemoveEdge
from tests.flows.exchange.small import BOT, changes, edited, refused


def lines_of(text: str, node: str) -> str:
    """The lines of a node of the flow `pay`, without margins."""
    start = text.index(f"      {node}:", text.index("  pay:\n    description"))
    own = text[start:].split("\n      ")
    return "\n".join([own[0].strip(), *(line.strip() for line in own[1:] if line.startswith(" "))])


def add(node: str, to: str, text: str = BOT, **more: object) -> str:
    return edited(AddEdge(flow="pay", node=node, to=to, **more), text)  # type: ignore[arg-type]


def test_the_only_way_becomes_the_else() -> None:
    new = add("lost", "ask", condition="fee > 1")
    assert "lost: {type: say, say: Lost., next: [{if: fee > 1, go: ask}, {else: end}]}" in new
    block = add("ask", "lost", condition="agree", field="on_fail")
    assert "on_fail:\n          - {if: agree, go: lost}\n          - {else: lost}\n" in block


def test_a_node_without_a_next_keeps_its_way() -> None:
    assert "next: [{if: agree, go: end}, {else: lost}]}" in add("keep", "end", condition="agree")
    last = BOT.replace("say: Lost., next: end}", "say: Lost.}")
    assert "next: [{if: agree, go: ask}, {else: end}]}" in add("lost", "ask", last, condition="agree")
    assert 'fee: "{{ fee }}"}, next: ask}' in add("keep", "ask")


def test_a_branch_goes_before_the_else() -> None:
    new = lines_of(add("which", "keep", condition="fee > 2"), "which")
    assert new.endswith("go: lost}\n- {if: fee > 2, go: keep}\n- {else: ask}")
    first = lines_of(add("which", "keep", condition="fee > 2", index=0), "which")
    assert "next:\n- {if: fee > 2, go: keep}\n- {if: 'amount" in first
    open_list = BOT.replace("          - {else: ask}\n", "")
    assert lines_of(add("which", "ask", open_list), "which").endswith("- {else: ask}")


def test_an_edge_leads_elsewhere() -> None:
    assert changes(ChangeEdge(flow="pay", node="lost", to="handoff"))[0][1].endswith("next: handoff}")
    assert changes(ChangeEdge(flow="pay", node="which", index=2, to="lost")) == [("- {else: ask}", "- {else: lost}")]
    made = changes(ChangeEdge(flow="pay", node="which", index=1, to="keep", condition="not agree"))
    assert made == [("- {if: agree, go: lost}", "- {if: not agree, go: keep}")]
    assert changes(ChangeEdge(flow="pay", node="ask", field="on_fail", to="main")) == [
        ("on_fail: lost", "on_fail: main")
    ]


def test_edges_go_until_there_are_none() -> None:
    text = edited(RemoveEdge(flow="pay", node="which", index=0))
    assert "go: charge}" not in text
    text = edited(RemoveEdge(flow="pay", node="which", index=0), text)
    assert lines_of(text, "which").endswith("next:\n- {else: ask}")  # a fork has a list
    text = BOT.replace("type: decide", "type: say\n        say: Hm")
    for _ in range(2):
        text = edited(RemoveEdge(flow="pay", node="which", index=0), text)
    assert "        next: ask\n" in text
    text = edited(RemoveEdge(flow="pay", node="which"), text)
    assert "say: Hm\n      charge:" in text


@pytest.mark.parametrize(
    "operation",
    [
        AddEdge(flow="pay", node="lost", to="ask"),
        AddEdge(flow="pay", node="which", to="ask"),
        AddEdge(flow="pay", node="which", to="nowhere", condition="agree"),
        AddEdge(flow="pay", node="which", to="ask", condition="agree", index=3),
        AddEdge(flow="pay", node="keep", to="ask", condition="agree", field="on_error"),
        AddEdge(flow="pay", node="keep", to="ask", field="say"),
        ChangeEdge(flow="pay", node="which", to="ask"),
        ChangeEdge(flow="pay", node="which", to="ask", index=5),
        ChangeEdge(flow="pay", node="which", condition="agree", index=2),
        ChangeEdge(flow="pay", node="lost", condition="agree"),
        ChangeEdge(flow="pay", node="lost", to="nowhere"),
        RemoveEdge(flow="pay", node="which"),
        RemoveEdge(flow="pay", node="keep"),
    ],
)
def test_edges_that_cannot_be_drawn(operation: AddEdge | ChangeEdge | RemoveEdge) -> None:
    assert refused(operation).code == "edit.edge"


def test_what_is_no_edge_is_left_alone() -> None:
    text = BOT.replace("say: Lost., next: end}", "say: Lost., next: [end]}")
    assert refused(AddEdge(flow="pay", node="lost", to="ask", condition="agree"), text).code == "edit.unclear"
    assert refused(RemoveEdge(flow="pay", node="gone")).code == "edit.path"
    assert refused(RemoveEdge(flow="gone", node="gone")).code == "edit.path"
