"""Lines that belong to an entry, and entries that come, go and move."""

from typing import Any

import pytest

from flows.exchange.text.changes import Delete, Insert, Move
from tests.flows.exchange.text.forms import at, delete, insert, move, refusal

NODES = """nodes:
  # above the first
  a: {type: say}  # why

  # about b
  # and more
  b:
    type: ask
    # deeper, of b
      # even deeper

  c: {type: end}
# of the whole
after: 1
"""


def test_comments_right_above_go_with_an_entry_and_blank_lines_stay() -> None:
    new = delete(NODES, "nodes.b")
    assert (
        new == "nodes:\n  # above the first\n  a: {type: say}  # why\n\n\n  c: {type: end}\n# of the whole\nafter: 1\n"
    )


def test_comments_above_the_first_stay() -> None:
    assert delete(NODES, "nodes.a").startswith("nodes:\n  # above the first\n\n  # about b\n")


def test_the_last_child_leaves_braces() -> None:
    assert delete("nodes:\n  # above\n  a: 1\nafter: 1\n", "nodes.a") == "nodes: {}\n  # above\nafter: 1\n"
    assert delete("x:\n- a\nafter: 1\n", "x.0") == "x: []\nafter: 1\n"
    assert delete("x:\n- a: 1", "x.0.a") == "x:\n- {}"
    assert delete("x:\n  a: 1", "x.a") == "x: {}"


@pytest.mark.parametrize(
    ("text", "path", "new"),
    [
        ("x:\n- a: 1\n  b: 2\n", "x.0.a", "x:\n- b: 2\n"),
        ("x:\n- a: 1\n  b: 2\n", "x.0.b", "x:\n- a: 1\n"),
        ("x:\n- a: 1  # why\n  # of b\n  b: 2\n", "x.0.a", "x:\n-\n  # of b\n  b: 2\n"),
        ("x:\n- a\n- b\n- c\n", "x.1", "x:\n- a\n- c\n"),
        ("x:\n  - a\n  -\n  - c\n", "x.1", "x:\n  - a\n  - c\n"),
        ("x:\n  a: 1\n  b: 2", "x.b", "x:\n  a: 1"),
        ("x:\n  a: 1\n  b: |\n    t\n\n    u\n\n# c\ny: 1\n", "x.b", "x:\n  a: 1\n\n# c\ny: 1\n"),
        ("x:\n  a: {b: 1,\n# odd\n  c: 2}\n  d: 1\n", "x.d", "x:\n  a: {b: 1,\n# odd\n  c: 2}\n"),
    ],
)
def test_without_an_entry(text: str, path: str, new: str) -> None:
    assert delete(text, path) == new


@pytest.mark.parametrize(
    ("text", "path", "value", "beside", "new"),
    [
        ("x:\n  a: 1\n", "x.b", 2, {}, "x:\n  a: 1\n  b: 2\n"),
        ("x:\n  a: 1", "x.b", 2, {}, "x:\n  a: 1\n  b: 2"),
        ("x:\n    a: 1\ny: 1\n", "x.b", {"c": {"d": 1}}, {}, "x:\n    a: 1\n    b:\n        c: {d: 1}\ny: 1\n"),
        (
            "x:\n  a: 1\n  # of a? no, of c\n  c: 3\n",
            "x.b",
            2,
            {"before": "c"},
            "x:\n  a: 1\n  b: 2\n  # of a? no, of c\n  c: 3\n",
        ),
        (
            "x:\n  a:\n    k: 1\n    # of a\n  c: 3\n",
            "x.b",
            2,
            {"after": "a"},
            "x:\n  a:\n    k: 1\n    # of a\n  b: 2\n  c: 3\n",
        ),
        ("x:\n  a: 1\n\n  c: 3\n", "x.d", 4, {}, "x:\n  a: 1\n\n  c: 3\n\n  d: 4\n"),
        ("x:\n- a\n- b\n", "x.1", "n", {}, "x:\n- a\n- n\n- b\n"),
        ("x:\n- a\n- b\ny: 1\n", "x.2", "n: m", {}, 'x:\n- a\n- b\n- "n: m"\ny: 1\n'),
        ("x:\n- a: 1\n", "x.0.b", 2, {"before": "a"}, "x:\n- b: 2\n  a: 1\n"),
        ("x: {}\ny: 1\n", "x.a", {"b": {"c": 1}}, {}, "x:\n  a:\n    b: {c: 1}\ny: 1\n"),
        ("x:\ny: 1\n", "x.a", 1, {}, "x: {a: 1}\ny: 1\n"),
        ("x: []\n", "x.0", "a", {}, "x: [a]\n"),
        ("x:\n  a: {k: 1}\n", "x.b", {"k": 1, "m": "n"}, {}, "x:\n  a: {k: 1}\n  b: {k: 1, m: n}\n"),
        ("x:\n  a:\n    k: 1\n", "x.b", {"k": 1, "m": "n"}, {}, "x:\n  a:\n    k: 1\n  b:\n    k: 1\n    m: n\n"),
        ("x:\n  a: 1\n", "x.b", {"c": {"d": [1]}}, {"in_lines": True}, "x:\n  a: 1\n  b:\n    c:\n      d: [1]\n"),
    ],
)
def test_a_new_entry(text: str, path: str, value: Any, beside: dict[str, Any], new: str) -> None:
    assert insert(text, path, value, **beside) == new


@pytest.mark.parametrize(
    ("path", "before", "new"),
    [
        ("x.c", "a", "x:\n  # of c\n  c: 3\n  a: 1 # why\n  b: 2\ny: 1\n"),
        ("x.a", None, "x:\n  b: 2\n  # of c\n  c: 3\n  a: 1 # why\ny: 1\n"),
        ("x.a", "b", "x:\n  a: 1 # why\n  b: 2\n  # of c\n  c: 3\ny: 1\n"),
        ("x.a", "c", "x:\n  b: 2\n  a: 1 # why\n  # of c\n  c: 3\ny: 1\n"),
    ],
)
def test_an_entry_moves_with_its_comments(path: str, before: str | None, new: str) -> None:
    text = "x:\n  a: 1 # why\n  b: 2\n  # of c\n  c: 3\ny: 1\n"
    assert move(text, path, before) == new


def test_a_move_keeps_the_missing_line_end() -> None:
    assert move("x:\n  a: 1\n  b: 2", "x.b", "a") == "x:\n  b: 2\n  a: 1"
    assert move("x:\n  a: 1\n  b: 2", "x.a") == "x:\n  b: 2\n  a: 1"


@pytest.mark.parametrize(
    ("text", "path", "code", "line"),
    [
        ("x:\n  ? a\n  : 1\n  b: 2\n", "x.a", "edit.key", 2),
        ("x:\n  a: 1\n  a: 2\n", "x.a", "edit.key", 3),
        ("x: &k\n  a: 1\n  b: 2\n", "x.a", "edit.anchor", 1),
        ("a: 1\n", "a", "edit.form", 1),
    ],
)
def test_refused(text: str, path: str, code: str, line: int) -> None:
    refused = refusal(text, Delete(at(path)))
    assert (refused.code, refused.line) == (code, line)
    assert refused.remedy


def test_refused_besides() -> None:
    assert refusal("x:\n- a: 1\n  b: 2\n", Move(("x", 0, "a"), None)).code == "edit.form"
    assert refusal("x: &k\n- a\n", Insert(("x", 1), "b")).code == "edit.anchor"
