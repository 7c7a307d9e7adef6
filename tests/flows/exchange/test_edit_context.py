"""What an operation sees of a bot."""

import pytest

from flows.exchange.edit_context import Context
from flows.exchange.text.outline import outline
from flows.exchange.text.refusal import Refused


def test_names_come_from_the_outline_and_else_from_the_data() -> None:
    parts = outline("slots:\n  a: 1\n  b: 2\nflows: {c: {}}\n")
    context = Context({"slots": {"a": 1}, "flows": {"c": {}}}, parts)
    assert context.names(("slots",)) == ["a", "b"]
    assert context.names(("flows",)) == ["c"]
    assert context.has(("slots", "b"))
    assert not context.has(("tools", "b"))
    assert context.value(("slots", "a")) == 1
    assert context.value(("slots", "b")) is None
    context.must_have(("slots", "b"), "slot")
    with pytest.raises(Refused):
        context.must_have(("slots", "c"), "slot")
