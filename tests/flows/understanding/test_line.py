"""A sentence as patterns see it."""

from tests.flows.understanding.stage import line


def test_hesitation_and_doubled_words_are_dropped() -> None:
    assert line("um, uh the the amount").tokens == ("the", "amount")


def test_parts_know_their_words() -> None:
    whole = line("um change the amount to sixty")
    assert whole.part(3).tokens == ("to", "sixty")
    assert whole.words_of(1, 3).original(0, 2) == "the amount"
    assert len(whole.words_of(2, 2)) == 0


def test_misheard_words_sound_like_known_ones() -> None:
    assert line("the amounts").heard_as(frozenset({"amount"})).tokens == ("the", "amount")
    assert line("the banana").heard_as(frozenset({"amount"})).tokens == ("the", "banana")
    assert line("amonut").heard_as(frozenset({"amount"})).tokens == ("amount",)
    assert line("nought").heard_as(frozenset({"enough"})).tokens == ("nought",)


def test_punctuation_is_a_pause() -> None:
    told = line("savings, and what are your hours")
    assert told.pauses_before(1)
    assert not told.pauses_before(2)
