import pytest

from runtime.speech.shares import MOST, shares


def test_a_vote_is_divided_by_likelihood() -> None:
    (first, most), (second, least) = shares([("eleven", -4.0), ("Seven.", -2.0)])
    assert (first, second) == ("Seven.", "eleven")
    assert float(most) + float(least) == pytest.approx(1.0, abs=0.001)
    assert float(most) > float(least) > 0.1


def test_marks_and_capitals_are_no_other_guess() -> None:
    pooled = shares([("Friday, no", -1.0), ("friday no.", -1.0), ("fry day", -1.0)])
    assert [text for text, _ in pooled] == ["Friday, no", "fry day"]
    assert float(pooled[0][1]) == pytest.approx(2 / 3, abs=0.001)


def test_only_a_few_guesses_get_a_part_and_the_weight_is_the_whole() -> None:
    found = shares([(f"guess {'abcdefgh'[number]}", -float(number)) for number in range(8)], 0.6)
    assert len(found) == MOST
    assert sum(float(share) for _, share in found) == pytest.approx(0.6, abs=0.001)


def test_marks_alone_are_no_guess() -> None:
    assert shares([("...", -1.0), ("", 0.0)]) == []
