"""Maps and lists as lines."""

from typing import Any

import pytest

from flows.exchange.text.refusal import Refused
from flows.exchange.text.tree import read_tree
from flows.exchange.text.write import block_lines, checked, entry_lines, in_one_line, inline, is_small, item_lines
from tests.flows.exchange.operations import HOSTILE


@pytest.mark.parametrize("value", HOSTILE)
def test_what_is_written_is_read(value: Any) -> None:
    for lines in (entry_lines("a", value, 0, 2), entry_lines("a", value, 0, 2, "all_lines"), [f"a: {inline(value)}"]):
        assert read_tree("\n".join(lines)).data() == {"a": value}
    assert read_tree("\n".join(["a:", *item_lines(value, 2, 2)])).data() == {"a": [value]}


def test_small_maps_stand_in_braces() -> None:
    node = {"type": "say", "say": "a: b", "next": "end"}
    assert entry_lines("a", node, 2, 2) == ['  a: {type: say, say: "a: b", next: end}']
    assert entry_lines("a", node, 2, 2, "lines") == ["  a:", "    type: say", '    say: "a: b"', "    next: end"]
    flow = {"nodes": {"a": node}}
    assert entry_lines("f", flow, 0, 4) == ["f:", "    nodes:", '        a: {type: say, say: "a: b", next: end}']
    assert is_small({"a": ["b"]})
    assert not is_small({"a": {"b": 1}})
    assert not is_small([{"a": 1}])


def test_long_maps_stand_line_by_line() -> None:
    value = {"a": "w" * 70, "b": "v" * 70}
    assert not in_one_line(value, 0, "braces")
    assert item_lines(value, 0, 2) == [f"- a: {'w' * 70}", f"  b: {'v' * 70}"]
    assert block_lines([{"if": "a", "go": "b"}, {"else": "c"}], 2, 2) == ["  - {if: a, go: b}", "  - {else: c}"]


@pytest.mark.parametrize("value", [{1.5: "a"}, {None: 1}, {True: 1}, {1: "a", "1": "b"}, [{"a": {2, 3}}], float("nan")])
def test_what_json_does_not_know_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        checked(value)


def test_what_is_nested_without_end_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(Refused):
        checked(value)
    assert checked({"a": (1, [2])}) == {"a": [1, [2]]}
