"""What the benchmark of signs of listening counts."""

from benchmarks.signs import MEANT, SIGNS, report


def test_signs_that_are_known_and_other_things_that_are_taken_for_one() -> None:
    figures = report(
        [
            ("a", "Okay.", {"plain": True, "as_it_is": True}),
            ("a", "Mhm.", {"plain": False, "as_it_is": True}),
            ("a", "Stop.", {"plain": False, "as_it_is": False}),
            ("b", "Them.", {"plain": False, "as_it_is": True}),
        ]
    )
    assert (figures["signs"], figures["meant"]) == (2, 2)
    assert (figures["plain_known"], figures["as_it_is_known"]) == (1, 2)
    assert (figures["plain_wrong"], figures["as_it_is_wrong"]) == ([], ["b: Them."])
    assert figures["as_it_is_taken_for_one"] == 1


def test_nothing_is_both() -> None:
    assert not set(SIGNS) & set(MEANT)
