"""Messages of all callers of a bot: a crowd of one bot or workspace is told to wait, and no other."""

from runtime.signalling.crowd import Crowd
from tests.platform.clock import Clock


def test_a_crowd_of_one_bot_hinders_no_other() -> None:
    clock = Clock()
    crowd = Crowd(3, 5, clock)
    assert [crowd.allows("a", 1) for _ in range(4)] == [True, True, True, False]
    assert [crowd.allows("b", 1) for _ in range(3)] == [True, True, False]  # the workspace is at its end
    assert crowd.allows("c", 2)
    clock.now_s += 60
    assert crowd.allows("a", 1)


def test_what_is_refused_does_not_count() -> None:
    clock = Clock()
    crowd = Crowd(1, 2, clock)
    assert [crowd.allows("a", 1) for _ in range(50)] == [True] + 49 * [False]
    assert crowd.allows("b", 1)
