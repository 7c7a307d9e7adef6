"""How a node was come to."""

from flows.checks.items import Item


def test_the_way_here_in_short() -> None:
    begun = Item(None, ("work", "ask"), 1)
    failed = Item(None, ("work", "sorry"), 1, begun, "on_fail")
    last = Item(None, ("work", "tell"), 1, failed, "next")
    assert begun.way() == ""
    assert failed.way() == "by `ask` → on_fail → `sorry`"
    assert last.way() == "by `ask` → on_fail → … → `tell`"
    assert Item(None, ("work", "tell"), 1, begun, "next").way() == ""
