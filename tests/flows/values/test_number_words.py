"""The words of numbers, as data."""

from flows.values.number_words import number_words


def test_the_tables_are_read_once_and_whole() -> None:
    words = number_words()
    assert words is number_words()
    assert (words.units["nineteen"], words.tens["ninety"], words.scales["billion"]) == (19, 90, 10**9)
    assert words.ordinals["first"] == 1
    assert words.below_zero == ("below", "zero")
    assert not words.too_large & set(words.scales)
