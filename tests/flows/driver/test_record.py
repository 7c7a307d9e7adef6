"""The object of a turn."""

from flows.driver.record import Turn
from flows.engine.acts import Act
from flows.engine.finished import Ended
from flows.engine.state import Frame, State


def test_shows_where_the_bot_waits_and_what_has_a_value() -> None:
    state = State("a", "listening", (Frame("f", "n"), Frame("g", "m")), {"x": 1, "y": None}, {"v": None})
    shown = Turn(3, "hi", [Act("affirm", 0.98765)], ["Yes?"]).as_json(state)
    assert (shown["turn"], shown["user"], shown["flow"], shown["node"]) == (3, "hi", "g", "m")
    assert shown["stack"] == [{"flow": "f", "node": "n"}, {"flow": "g", "node": "m"}]
    assert (shown["slots"], shown["variables"], shown["ended"]) == ({"x": 1}, {}, None)
    assert shown["understood"] == {"acts": [{"act": "affirm", "confidence": 0.988}]}


def test_shows_nothing_open_when_the_call_is_over() -> None:
    state = State("a", "ended", (Frame("f", "n"),), ended=Ended("goodbye"))
    shown = Turn(0, None).as_json(state)
    assert (shown["flow"], shown["node"], shown["stack"]) == (None, None, [])
    assert shown["ended"] == {"reason": "goodbye", "detail": None}
