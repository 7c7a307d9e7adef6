"""The words with which the bot says values back, as data."""

from flows.values.said_words import said_words


def test_the_tables_are_read_once_and_whole() -> None:
    words = said_words()
    assert words is said_words()
    assert (words.noon, words.minus) == ("noon", "minus")
    assert words.counts[2] == "two"
    assert all(len(forms) == 2 for forms in words.spans.values())
