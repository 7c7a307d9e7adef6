"""Each change as splices of the text."""

import pytest

from flows.exchange.text.apply import splices_of
from flows.exchange.text.changes import Delete, Insert, Move, Put, Rewrite
from flows.exchange.text.refusal import Refused
from flows.exchange.text.splices import Splice
from flows.exchange.text.tree import read_tree

TEXT = "a: 1\nb: {c: 2}\n"


def test_every_change_has_splices() -> None:
    tree = read_tree(TEXT)
    assert splices_of(tree, Put(("a",), 2)) == [Splice(3, 4, "2")]
    assert splices_of(tree, Insert(("b", "d"), 3)) == [Splice(13, 13, ", d: 3")]
    assert splices_of(tree, Delete(("a",))) == [Splice(0, 5, "")]
    assert splices_of(tree, Move(("b",), "a")) == [Splice(5, 15, ""), Splice(0, 0, "b: {c: 2}\n")]
    assert splices_of(tree, Move(("a",), "b")) == []
    assert splices_of(tree, Rewrite(keys=((("b", "c"), "x"),))) == [Splice(9, 10, "x")]


@pytest.mark.parametrize("change", [Delete(("c",)), Move(("c",), None), Move(("a",), "c"), Insert(("a", "x"), 1)])
def test_what_is_not_there_is_refused(change: Delete | Move | Insert) -> None:
    with pytest.raises(Refused):
        splices_of(read_tree(TEXT), change)
