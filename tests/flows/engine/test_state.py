"""States are plain JSON and come back equal."""

import json

import pytest

from flows.engine.acts import Act
from flows.engine.state import State, state_from_json, state_to_json
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk


def test_every_field_survives_json() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order", "track", code="123", size="small")
    talk.keys("4")
    talk.ask_for("hours")
    state = talk.state
    assert state_from_json(json.loads(json.dumps(state_to_json(state)))) == state


@pytest.mark.parametrize(
    "data", [None, [], {}, {"bot": 1}, {"bot": "a", "phase": "dancing"}, {"bot": "a", "stack": "x"}]
)
def test_what_is_no_state_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="state|validation"):
        state_from_json(data)


def test_the_top_is_the_last_frame() -> None:
    assert State("a").top is None
    talk = Talk(SHOP)
    talk.act(Act("start_flow", flow="order"))
    assert talk.state.top == talk.state.stack[-1]
