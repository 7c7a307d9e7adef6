"""What a sentence begins with."""

from flows.understanding.openings import opening
from tests.flows.understanding.stage import line


def test_phrases_are_taken_away_one_by_one() -> None:
    begun = opening(line("no sorry i meant sixty"))
    assert begun.rest.tokens == ("sixty",)
    assert begun.corrects
    assert begun.takes_back
    shorter = [item.rest.tokens for item in begun.shorter()]
    assert shorter[0] == ("sixty",)
    assert shorter[-1] == ("no", "sorry", "i", "meant", "sixty")


def test_soft_openings_correct_and_take_nothing_back() -> None:
    begun = opening(line("um well actually savings please"))
    assert begun.rest.tokens == ("savings",)
    assert (begun.corrects, begun.takes_back) == (True, False)


def test_a_plain_answer_has_none() -> None:
    begun = opening(line("sixty"))
    assert (begun.kinds, begun.rest.tokens, begun.corrects) == (frozenset(), ("sixty",), False)
