"""Waiting longer for callers who pause long."""

from runtime.turns.pace import CUT_OFF_MS, LONGEST_MS, MOST_CUT_OFFS, MOST_PAUSES, SHORTEST_MS, Pace


def paused(*pauses: int) -> Pace:
    pace = Pace()
    for ms in pauses:
        pace = pace.paused(ms)
    return pace


def test_nothing_is_known_of_a_new_caller() -> None:
    assert Pace().at_least_ms == 0
    assert paused(400).at_least_ms == 0  # once is no habit


def test_the_usual_pause_with_a_margin() -> None:
    assert paused(300, 400, 320).at_least_ms == 400


def test_stops_within_words_are_no_pauses() -> None:
    assert paused(SHORTEST_MS - 1, SHORTEST_MS - 1, 300) == paused(300)


def test_only_the_last_pauses_count() -> None:
    assert paused(*[600] * MOST_PAUSES, *[200] * MOST_PAUSES).at_least_ms == 250


def test_nobody_is_waited_for_without_end() -> None:
    assert paused(3000, 3000).at_least_ms == LONGEST_MS


def test_who_was_cut_off_gets_more_time() -> None:
    pace = Pace()
    for count in range(1, 6):
        pace = pace.cut_off()
        assert pace.at_least_ms == CUT_OFF_MS * min(count, MOST_CUT_OFFS)
