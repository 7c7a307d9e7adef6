"""Which of several rules decides."""

from flows.engine.trips import Trip, first_stop


def test_the_gravest_decides_and_a_flag_never() -> None:
    flag, refuse, handoff = (Trip(action, "topic", "input", action) for action in ("flag", "refuse", "handoff"))
    assert first_stop((flag, refuse, handoff)) is handoff
    assert first_stop((flag, refuse)) is refuse
    assert first_stop((flag,)) is None
    assert refuse.stops
    assert flag.as_json()["action"] == "flag"
