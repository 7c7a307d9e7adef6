"""The event log: a header, then numbered lines."""

from typing import Any

from flows.driver.event_log import EventLog, state_hash
from flows.engine.events import UserSilent
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import NOW, Talk


def test_lines() -> None:
    lines: list[dict[str, Any]] = []
    log = EventLog(lines.append, "small", "abc")
    talk = Talk(SHOP)
    log.add(UserSilent(NOW), talk.sprint)
    assert lines[0] == {"log": 1, "bot": "small", "bot_hash": "abc"}
    assert lines[1]["seq"] == 1
    assert lines[1]["event"] == {"event": "user_silent", "now": NOW}
    assert [command["command"] for command in lines[1]["commands"]] == ["say", "listen"]
    assert lines[1]["state"] == state_hash(talk.sprint)


def test_equal_states_have_equal_hashes_and_others_others() -> None:
    first, second = Talk(SHOP), Talk(SHOP)
    assert state_hash(first.sprint) == state_hash(second.sprint)
    second.silence()
    assert state_hash(first.sprint) != state_hash(second.sprint)
