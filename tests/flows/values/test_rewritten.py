"""A sentence with other words, and the way back."""

from flows.values.rewritten import Edit, rewritten
from flows.values.words import Words


def test_new_tokens_know_the_old_ones() -> None:
    made = rewritten(Words.of("Well, another 20 please."), [Edit(1, 2, "an hour")])
    assert made is not None
    assert made.words.text == "Well, an hour 20 please."
    assert made.words.tokens == ("well", "an", "hour", "20", "please")
    assert made.origins == ((0, 1), (1, 2), (1, 2), (2, 3), (3, 4))
    assert made.original(1, 4) == (1, 3)
    assert made.original(2, 2) == (0, 0)
    assert made.fresh == (False, True, True, False, False)


def test_several_words_become_one() -> None:
    made = rewritten(Words.of("order to 8"), [Edit(0, 2, "quarter to")])
    assert made is not None
    assert made.origins == ((0, 2), (0, 2), (2, 3))


def test_a_part_of_a_sentence_keeps_what_touches_its_words() -> None:
    whole = Words.of("no, -5 to 6")
    part = Words(whole.text, whole.tokens[1:], whole.spans[1:])
    made = rewritten(part, [Edit(1, 2, "two")])
    assert made is not None
    assert made.words.text == "-5 two 6"


def test_words_that_are_written_together_are_parted() -> None:
    made = rewritten(Words.of("sw1a8x"), [Edit(3, 4, "a")])
    assert made is not None
    assert made.words.tokens == ("sw", "1", "a", "a", "x")
    assert made.origins == ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5))


def test_without_edits_or_words_there_is_nothing_new() -> None:
    assert rewritten(Words.of("a"), []) is None
    assert rewritten(Words.of(""), [Edit(0, 0, "a")]) is None
