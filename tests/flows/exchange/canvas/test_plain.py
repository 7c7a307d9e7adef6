"""What a part of a text says: as it is written, and as the loader reads it."""

import pytest

from flows.exchange.canvas import plain
from flows.exchange.canvas.plain import Meaning, as_written
from flows.exchange.text.tree import read_tree


def test_an_alias_stays_one_as_it_is_written_and_is_followed_as_it_is_meant() -> None:
    tree = read_tree("a: &a {say: Hello, of: 2}\nb: *a\nc: {<<: *a, say: Bye}\nd: [1, null, true, 2026-01-05]\n")
    assert as_written(tree.root)["b"] == {"*": "a"}
    meant = Meaning(tree.anchors).of(tree.root)
    assert meant["b"] == {"say": "Hello", "of": 2}
    assert meant["c"] == {"say": "Bye", "of": 2}
    assert as_written(tree.root)["d"][1:3] == [None, True]


def test_an_alias_of_nothing_or_of_itself_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    tree = read_tree("a: &a [1, *a]\n")
    assert Meaning(tree.anchors).of(tree.root) == {"a": [1, [1, None]]}
    assert Meaning({}).of(tree.root) == {"a": [1, None]}
    monkeypatch.setattr(plain, "MOST_VALUES", 3)
    assert Meaning(tree.anchors).of(read_tree("[1, 2, 3, 4]\n").root) == [1, 2, None, None]
