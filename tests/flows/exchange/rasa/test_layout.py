"""Steps laid out as nodes."""

from pathlib import Path
from typing import Any

from tests.flows.exchange.rasa.small import bot_of, findings, imported

DOMAIN = """
slots: {a: {type: text}, ok: {type: bool}, n: {type: float}}
responses: {utter_x: [{text: X.}], utter_y: [{text: Y.}], utter_ask_a: [{text: A?}], utter_ask_ok: [{text: Ok?}]}
"""


def _nodes(folder: Path, steps: str, flow: str = "main_flow") -> tuple[dict[str, Any], Any]:
    made = imported(
        folder,
        domain=DOMAIN,
        flows=f"flows:\n  {flow}:\n    steps:\n{steps}  other:\n    steps: [{{action: utter_y}}]\n",
    )
    return bot_of(made)["flows"][flow]["nodes"], made


def test_the_order_is_the_way_on(tmp_path: Path) -> None:
    nodes, made = _nodes(tmp_path, "      - collect: a\n      - action: utter_x\n      - action: utter_y\n")
    assert list(nodes) == ["a", "x", "y"]
    assert [node.get("next") for node in nodes.values()] == [None, None, "end"]
    assert findings(made) == ()


def test_jumps_lead_by_ids_and_steps_without_work_are_passed_over(tmp_path: Path) -> None:
    steps = (
        "      - noop: true\n        next: later\n      - id: early\n        collect: a\n        next: END\n"
        "      - id: later\n        noop: true\n      - action: action_listen\n"
        "      - action: utter_x\n        next: early\n"
    )
    nodes, made = _nodes(tmp_path, steps)
    assert list(nodes) == ["x", "early"]
    assert "next" not in nodes["x"]
    assert nodes["early"]["next"] == "end"
    assert findings(made) == ()


def test_links_are_edges_and_calls_are_nodes(tmp_path: Path) -> None:
    nodes, made = _nodes(tmp_path, "      - call: other\n      - action: utter_x\n      - link: other\n")
    assert nodes == {
        "run_other": {"type": "flow", "flow": "other"},
        "x": {"type": "say", "say": "X.", "next": "other"},
    }
    assert findings(made) == ()


def test_a_flow_that_only_links_has_a_node_for_it(tmp_path: Path) -> None:
    nodes, _ = _nodes(tmp_path, "      - link: other\n")
    assert nodes == {"begin": {"type": "decide", "next": [{"else": "other"}]}}


def test_branches_with_steps_lie_behind_their_node(tmp_path: Path) -> None:
    steps = (
        "      - collect: ok\n        next:\n          - if: not slots.ok\n            then:\n"
        "              - action: utter_x\n                next: END\n"
        "          - if: slots.n > 3\n            then: END\n"
    )
    nodes, made = _nodes(tmp_path, steps)
    assert list(nodes) == ["ok", "x"]
    assert nodes["ok"]["next"] == [{"if": "not ok", "go": "x"}, {"if": "n > 3", "go": "end"}, {"else": "end"}]
    assert any("no `else`" in item.told for item in made.report)


def test_nodes_are_not_called_like_flows_or_targets(tmp_path: Path) -> None:
    steps = (
        "      - id: end\n        action: utter_x\n      - id: other\n        collect: a\n"
        "      - id: on_error\n        action: utter_y\n"
    )
    nodes, made = _nodes(tmp_path, steps)
    assert list(nodes) == ["say_end", "ask_other", "say_on_error"]
    assert findings(made) == ()


def test_ids_that_turn_in_a_circle_end(tmp_path: Path) -> None:
    nodes, _ = _nodes(
        tmp_path,
        "      - id: a1\n        noop: true\n        next: a2\n      - id: a2\n        noop: true\n        next: a1\n",
    )
    assert nodes["begin"]["next"] == [{"else": "end"}]


def test_a_hang_up_ends_the_call(tmp_path: Path) -> None:
    nodes, _ = _nodes(tmp_path, "      - action: utter_x\n      - action: action_hangup\n")
    assert nodes["hang_up"] == {"type": "end"}
