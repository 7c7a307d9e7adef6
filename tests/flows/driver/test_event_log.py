"""The event log: a header, then numbered lines from which the whole state can be made again."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.driver.event_log import LOG_VERSION, EventLog, changes, hash_of, plain_state, state_hash
from flows.engine.events import UserSilent
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import NOW, Talk


def test_lines() -> None:
    lines: list[dict[str, Any]] = []
    log = EventLog(lines.append, "small", "abc")
    talk = Talk(SHOP)
    log.add(UserSilent(NOW), talk.sprint)
    assert lines[0] == {"log": LOG_VERSION, "bot": "small", "bot_hash": "abc"}
    assert lines[1]["seq"] == 1
    assert lines[1]["event"] == {"event": "user_silent", "now": NOW}
    assert [command["command"] for command in lines[1]["commands"]] == ["say", "listen"]
    assert [step["why"] for step in lines[1]["trace"]] == talk.why()
    assert lines[1]["state"] == state_hash(talk.sprint)


def test_a_bot_in_the_header() -> None:
    lines: list[dict[str, Any]] = []
    EventLog(lines.append, "small", "abc", {"bot": "small"})
    assert lines == [{"log": LOG_VERSION, "bot": "small", "bot_hash": "abc", "source": {"bot": "small"}}]


def test_the_changes_of_all_lines_are_the_state() -> None:
    lines: list[dict[str, Any]] = []
    log = EventLog(lines.append, "small", "abc")
    talk = Talk(SHOP)
    state: dict[str, Any] = {}
    for step in (lambda: None, lambda: talk.ask_for("order"), lambda: talk.give(size="small"), talk.silence):
        step()
        log.add(UserSilent(NOW), talk.sprint)
        written = json.loads(json.dumps(lines[-1]))
        state |= written["changes"]
        assert state == plain_state(talk.state)
        assert hash_of(state) == written["state"]
    assert "bot" not in lines[-1]["changes"]
    assert "stack" in lines[-1]["changes"]


def test_nothing_changed() -> None:
    state = plain_state(Talk(SHOP).state)
    assert changes(state, state) == {}
    assert changes(state, {**state, "turn": 9}) == {"turn": 9}


def test_equal_states_have_equal_hashes_and_others_others() -> None:
    first, second = Talk(SHOP), Talk(SHOP)
    assert state_hash(first.sprint) == state_hash(second.sprint)
    second.silence()
    assert state_hash(first.sprint) != state_hash(second.sprint)


@given(st.dictionaries(st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)))
def test_the_order_of_keys_does_not_matter(state: dict[str, Any]) -> None:
    turned = dict(reversed(list(state.items())))
    assert hash_of(state) == hash_of(turned)
