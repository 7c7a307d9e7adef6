"""What the checks look at: places, names with their types, and what could not be read."""

import pytest

from flows.checks.look import Look
from flows.definition.nodes.say import Say
from flows.expressions.problems import ConditionProblem
from flows.expressions.tree import Call, Const, Name
from flows.loader.path import Path
from tests.flows.checks.small import HEAD, MAIN, look, nodes

INNER = """
slots: {amount: {type: money}}
variables: {left: {type: number}}
flows:
  main:
    nodes: {a: {type: say, say: "{{ amount }}", next: end}}
  pay:
    inputs: {limit: money}
    outputs: {paid: yes_no}
    nodes: {b: {type: say, say: Paid., next: end}}
  on_correction:
    nodes: {c: {type: say, say: "{{ new }}", next: end}}
"""
BROKEN = "slots:\n  amount: {type: money}\n  colour: {type: chocie}\n" + MAIN


@pytest.fixture(scope="module")
def inner() -> Look:
    return look(INNER)


def test_names_and_types_by_place(inner: Look) -> None:
    anywhere = inner.types_at(("flows", "main", "nodes", "a"))
    assert {"amount": "double", "left": "double"}.items() <= anywhere.items()
    assert "limit" not in anywhere
    assert "new" not in anywhere
    paid = inner.types_at(("flows", "pay", "nodes", "b"))
    assert {"limit": "double", "paid": "bool"}.items() <= paid.items()
    assert inner.types_at(("flows", "on_correction", "nodes", "c"))["new"] == "dyn"


def test_texts_outside_of_flows_may_use_the_names_of_all(inner: Look) -> None:
    for path in (("texts", "de", "Paid."), ("tools", "pay"), ("defaults", "read_back")):
        assert {"amount", "limit", "paid", "value", "slot"} <= set(inner.types_at(path))


def _compiles(look_at: Look, path: Path, text: str, *, result: bool = False) -> bool:
    try:
        look_at.conditions_at(path, result=result).condition(text)
    except ConditionProblem:
        return False
    return True


def test_conditions_know_the_names_of_their_place_and_no_others(inner: Look) -> None:
    inside, outside = ("flows", "pay", "nodes", "b"), ("flows", "main", "nodes", "a")
    assert _compiles(inner, inside, "limit > 5")
    assert not _compiles(inner, outside, "limit > 5")
    assert not _compiles(inner, outside, 'amount == "five"')
    assert _compiles(inner, outside, "result.free", result=True)
    assert not _compiles(inner, outside, "result.free")


def test_the_words_for_types(inner: Look) -> None:
    assert inner.kinds == {"amount": "money", "left": "number", "now": "datetime", "channel": "text"}
    assert inner.kinds_at(("flows", "pay", "nodes", "b"))["limit"] == "money"
    assert "limit" not in inner.kinds_at(("flows", "main", "nodes", "a"))


def test_nodes_with_their_places(inner: Look) -> None:
    found = dict(inner.nodes())
    assert list(found) == [
        ("flows", "main", "nodes", "a"), ("flows", "pay", "nodes", "b"), ("flows", "on_correction", "nodes", "c"),
    ]  # fmt: skip
    assert isinstance(found["flows", "main", "nodes", "a"], Say)


def test_flows_are_those_of_the_bot_first_then_the_built_in_ones(inner: Look) -> None:
    assert inner.flows[:3] == ("main", "pay", "on_correction")
    assert "on_handoff" in inner.flows
    assert len(set(inner.flows)) == len(inner.flows)


def test_every_text_with_its_place(inner: Look) -> None:
    texts = dict(inner.texts())
    assert texts["flows", "pay", "nodes", "b", "say"] == "Paid."
    assert ("defaults", "read_back") in texts


def test_a_template_is_read_once(inner: Look) -> None:
    assert inner.tree("{{ amount }}") is inner.tree("{{ amount }}")


def test_edges_of_the_defaults() -> None:
    assert [(path[1], to) for path, to in look(MAIN).default_edges()] == [
        ("on_fail", "handoff"), ("on_error", "handoff"),
    ]  # fmt: skip


def test_what_could_not_be_read_may_be_there() -> None:
    broken = look(BROKEN)
    assert broken.known("slots") == ["amount", "colour"]
    assert not broken.sure(("slots", "colour"))
    assert broken.sure(("slots", "amount"))
    assert broken.types["colour"] == "dyn"
    assert "colour" not in broken.kinds
    assert look(MAIN).sure(("slots", "colour"))


def test_any_name_may_stand_in_a_map_that_could_not_be_read() -> None:
    hidden = look(f"variables: 7\nslots: {{amount: {{type: money}}}}\n{MAIN}")
    path = ("flows", "main", "nodes", "a")
    assert hidden.hidden("variables")
    assert hidden.may_be_value("something_else", path)
    assert not hidden.may_be_value("amuont", path)  # a slip is told all the same
    assert not look(MAIN).may_be_value("something_else", path)


def test_a_finding_stands_where_its_path_is() -> None:
    found = look(nodes("a: {type: say, say: Hello.,", "    next: end}")).finding(
        "name.unknown", ("flows", "main", "nodes", "a", "next"), "No.", "Do."
    )
    assert found.path == "flows.main.nodes.a.next"
    assert found.place.line == HEAD.count("\n") + 5
    assert found.severity == "error"


def test_trees_of_conditions_are_read_once_and_know_the_result_of_a_call() -> None:
    made = look("slots: {n: {type: number}}\n" + nodes("a: {type: say, say: x, next: end}"))
    path = ("flows", "main")
    tree = made.condition_tree(path, "n > 1")
    assert tree == Call("_>_", (Name("n"), Const(1.0)))
    assert made.condition_tree(path, "n > 1") is tree
    assert made.condition_tree(path, "n") is None
    assert made.condition_tree(path, "n", of_any_type=True) == Name("n")
    assert made.condition_tree(path, "result.x == 1") is not None
    assert made.condition_tree(path, "nobody > 1") is None
