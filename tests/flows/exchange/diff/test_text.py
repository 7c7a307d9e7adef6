"""A comparison as a reviewer reads it."""

from typing import Any

from flows.exchange.diff.compare import compare
from flows.exchange.diff.text import MAX_SHOWN_CHARACTERS, as_text


def _bot(nodes: dict[str, Any], flow: str = "f", **rest: Any) -> dict[str, Any]:
    return {**rest, "flows": {flow: {"nodes": nodes}}}


HI = {"type": "say", "say": "Hi."}
LONG = "Which of the many accounts that you have with us do you mean?"


def test_no_differences() -> None:
    assert as_text(compare(_bot({"a": HI}), _bot({"a": HI}))) == "No differences.\n"


def test_every_kind_of_difference() -> None:
    old = _bot(
        {
            "a": HI,
            "b": {
                "type": "ask",
                "say": LONG,
                "next": [{"if": "x", "go": "d"}, {"if": "y", "go": "a"}, {"else": "end"}],
            },
            "c": {"type": "set"},
            "d": {"type": "end", "say": "Bye."},
        },
        slots={"s": {"max": 5, "hints": ["k"]}},
    )
    new = _bot(
        {
            "a": {**HI, "next": "b"},
            "b": {
                "type": "ask", "say": LONG[:-1] + "?!", "on_fail": "handoff",
                "next": [{"if": "y", "go": "a"}, {"if": "x", "go": "e"}, {"else": "a"}],
            },
            "e": {"type": "end", "say": "Bye."},
            "g": {"type": "say"},
        },
        slots={"s": {"max": 6, "hints": ["l"], "min": None}},
    )  # fmt: skip
    assert (
        as_text(compare(old, new))
        == f"""\
flow f
  - node c (set)
  + node g (say)
  ~ node b, say:
      - {LONG}
      + {LONG}!
  ~ node e was called d
  + edge b on_fail -> handoff
  ~ edge b -> end => a
  ~ edges b, asked in this order: x, then y => y, then x
slots.s.max
  ~ 5 => 6
slots.s.hints
  - k
  + l
slots.s.min
  + null
"""
    )


def test_flows_that_came_went_or_have_another_name() -> None:
    old = {"flows": {"a": {"nodes": {"x": HI}}, "b": {"nodes": {"y": {"type": "set"}}}}}
    new = {"flows": {"c": {"nodes": {"x": HI}}, "d": {"description": "New.", "nodes": {"z": {"type": "call"}}}}}
    assert (
        as_text(compare(old, new))
        == """\
flow c
  ~ was called a
flow d
  + the flow: {"description": "New."}
  + node z (call)
flow b
  - the flow: {}
  - node y (set)
"""
    )


def test_a_node_that_falls_through_to_another() -> None:
    node = {"type": "set"}
    told = as_text(compare(_bot({"a": HI, "b": node, "c": HI}), _bot({"b": node, "a": HI, "c": HI})))
    assert (
        told
        == """\
flow f
  ~ begins with a => b
  ~ edge a -> b (the next one) => c (the next one)
  ~ edge b -> c (the next one) => a (the next one)
"""
    )


def test_long_and_strange_values_take_one_line() -> None:
    told = as_text(compare({"name": "x"}, {"name": "y\n" * 500, "a.b": ""}))
    assert max(map(len, told.splitlines())) <= MAX_SHOWN_CHARACTERS + len("      + …")
    assert told.splitlines()[-2:] == ["a.b", '  + ""']
