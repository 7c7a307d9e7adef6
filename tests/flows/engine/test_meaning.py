"""Acts put in order."""

from flows.engine.acts import Act
from flows.engine.meaning import MAX_ACTS, Meaning
from flows.engine.program import Program
from flows.engine.state import Request
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import bot

SHOP_PROGRAM = Program(bot(SHOP, warnings=True))


def meaning(*acts: Act) -> Meaning:
    return Meaning.of(acts, SHOP_PROGRAM)


def test_values_behind_a_request_belong_to_it_and_those_before_to_what_is_open() -> None:
    told = meaning(
        Act("fill", slot="gift", value=True),
        Act("start_flow", flow="order"),
        Act("fill", slot="size", value="small", doubtful=True),
        Act("start_flow", flow="track"),
        Act("fill", slot="code", value="123"),
    )
    assert told.values == {"gift": True}
    assert told.requests == (Request("order", {"size": "small"}, ("size",)), Request("track", {"code": "123"}))


def test_the_same_flow_twice_with_values_of_its_own() -> None:
    told = meaning(
        Act("start_flow", flow="order"), Act("fill", slot="count", value=1),
        Act("start_flow", flow="order"), Act("fill", slot="count", value=2),
    )  # fmt: skip
    assert told.requests == (Request("order", {"count": 1}), Request("order", {"count": 2}))


def test_a_value_goes_to_the_request_that_asks_for_it() -> None:
    told = meaning(
        Act("start_flow", flow="track"), Act("start_flow", flow="hours"), Act("fill", slot="code", value="1")
    )
    assert told.requests[0] == Request("track", {"code": "1"})


def test_corrections_with_and_without_a_value() -> None:
    told = meaning(Act("correct", slot="size", old="small", new="large"), Act("correct", slot="code", old="1"))
    assert (told.values, told.reopened) == ({"size": "large"}, ("code",))


def test_what_the_bot_does_not_have_is_left_out_and_no_sentence_does_everything() -> None:
    told = meaning(Act("start_flow", flow="nothing"), Act("fill", slot="nothing", value=1))
    assert (told.values, told.requests) == ({}, ())
    many = meaning(*(Act("start_flow", flow=("order", "track")[at % 2]) for at in range(500)))
    assert len(many.requests) == MAX_ACTS
