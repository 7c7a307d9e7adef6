"""Several changes one after the other, each checked."""

import pytest

from flows.exchange.text import change_text as module
from flows.exchange.text.change_text import change_text
from flows.exchange.text.changes import Change, Delete, Put
from flows.exchange.text.refusal import Refused
from flows.exchange.text.splices import Splice, spliced
from flows.exchange.text.tree import Tree, read_tree


def test_changes_see_those_before_them() -> None:
    tree = read_tree("a: 1\nb: [x, y]\n")
    new, splices = change_text(tree, tree.data(), [Put(("a",), {"c": 1}), Put(("a", "c"), 2), Delete(("b", 0))])
    assert new == "a: {c: 2}\nb: [y]\n"
    assert spliced(tree.text, splices) == new


@pytest.mark.parametrize("wrong", ["2", ": :", "[", "1\nc: 3"])
def test_a_text_that_would_say_something_else_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    def other(tree: Tree, change: Change) -> list[Splice]:
        return [Splice(3, 4, wrong)]

    monkeypatch.setattr(module, "splices_of", other)
    tree = read_tree("a: 1\n")
    with pytest.raises(Refused) as caught:
        change_text(tree, tree.data(), [Put(("a",), 3)])
    assert caught.value.code == "edit.check"


def test_a_change_of_nothing_is_refused() -> None:
    tree = read_tree("a: 1\n")
    with pytest.raises(Refused) as caught:
        change_text(tree, tree.data(), [Delete(("b",))])
    assert caught.value.code == "edit.path"
