"""Parts of a text as one, and the way back."""

import pytest

from flows.exchange.text.cut import Cut, around, cut, whole, with_heads
from flows.exchange.text.outline import Outline, outline
from flows.exchange.text.splices import Splice, spliced

TEXT = """voxloom: 1
slots:
  a: {type: text}
  b: {type: text}
  c: {type: text}
  d: {type: text}
flows:
  one:
    nodes:
      x: 1
      y: 2
      z: 3
    outputs: {}
  two:
    nodes: {}
"""


def parts() -> Outline:
    found = outline(TEXT)
    assert found is not None
    found.cut_flow("one")
    return found


def chosen(found: Outline, *wanted: tuple[str, ...]) -> Cut:
    return cut(found, with_heads(found, {at for at, part in enumerate(found.parts) if part.path in wanted}))


def paths(found: Outline, at: set[int]) -> list[str]:
    return [".".join(map(str, found.parts[one].path)) for one in sorted(at)]


def test_what_stands_next_to_something_is_read_with_it() -> None:
    found = parts()
    assert paths(found, around(found, ("slots", "b"))) == ["slots.a", "slots.b", "slots.c"]
    assert paths(found, around(found, ("slots", "b", "type"))) == ["slots.a", "slots.b", "slots.c"]
    assert paths(found, around(found, ("slots", "new"))) == ["slots.c", "slots.d", "flows"]
    assert paths(found, around(found, ("flows", "one", "nodes", "x"))) == [
        "flows.one", "flows.one.nodes.x", "flows.one.nodes.y"
    ]  # fmt: skip
    assert paths(found, around(found, ("flows", "one", "triggers"))) == [
        "flows.one", "flows.one.nodes.z", "flows.one", "flows.two"
    ]  # fmt: skip
    assert around(found, ("tests",)) == set()


def test_heads_stand_above_what_is_kept() -> None:
    found = parts()
    own = chosen(found, ("flows", "one", "nodes", "y"))
    assert own.text == "flows:\n  one:\n    nodes:\n      y: 2\n    outputs: {}\n"


def test_places_lead_back() -> None:
    found = parts()
    own = chosen(found, ("slots", "b"), ("flows", "two"))
    assert own.text == "slots:\n  b: {type: text}\nflows:\n  two:\n    nodes: {}\n"
    at = own.text.index("nodes")
    [splice] = own.splices_in_whole([Splice(at, at + 5, "n")])
    assert TEXT[splice.start : splice.end] == "nodes"
    [behind] = own.splices_in_whole([Splice(own.text.index("flows"), own.text.index("flows"), "  n: 1\n")])
    assert "  b: {type: text}\n  n: 1\n  c: " in spliced(TEXT, [behind])


def test_a_splice_over_what_was_left_out_is_a_fault() -> None:
    found = parts()
    own = chosen(found, ("slots", "b"), ("flows", "two"))
    with pytest.raises(ValueError, match="left out"):
        own.splices_in_whole([Splice(3, len(own.text), "")])


def test_all_of_it() -> None:
    assert whole("abc").in_whole(3) == 3
    assert whole("abc").splices_in_whole([Splice(1, 2, "x")]) == [Splice(1, 2, "x")]
