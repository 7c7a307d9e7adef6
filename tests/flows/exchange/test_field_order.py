"""Where a new field of a bot stands."""

from flows.definition.bot import Bot
from flows.exchange.field_order import ORDER, field_after


def test_every_field_has_its_place() -> None:
    assert set(Bot.__dataclass_fields__) <= set(ORDER)
    assert ORDER[-1] == "layout"


def test_a_field_stands_before_those_that_come_later() -> None:
    assert field_after(["voxloom", "bot", "flows"], "slots") == "flows"
    assert field_after(["voxloom", "bot", "flows"], "layout") is None
    assert field_after(["voxloom", "layout"], "unheard_of") is None
