"""The tables of spelled words."""

from flows.values.spelling_words import Phrases, spelling_words


def test_the_longest_phrase_comes_first() -> None:
    phrases = Phrases([("no", 1), ("no wait", 2)])
    assert list(phrases.at(("oh", "no", "wait"), 1)) == [(2, 3), (1, 2)]
    assert phrases.end(("no", "way"), 0) == 1
    assert phrases.end(("way",), 0) is None
    assert phrases.end((), 5) is None


def test_tells_the_tokens_inside_of_phrases() -> None:
    assert Phrases([("let me see", None)]).covered(("well", "let", "me", "see", "x")) == {1, 2, 3}


def test_every_letter_has_a_word_of_the_alphabet_and_no_word_stands_for_two() -> None:
    table = spelling_words()
    letters = {
        word: {
            letter for phrases in (table.names, table.sounds, table.alphabet) for letter, _ in phrases.at((word,), 0)
        }
        for word in ("bee", "see", "you", "are", "oh", "why", "zed", "zulu", "kilo", "eff")
    }
    assert letters == {
        "bee": {"B"}, "see": {"C"}, "you": {"U"}, "are": {"R"}, "oh": {"O"}, "why": {"Y"}, "zed": {"Z"},
        "zulu": {"Z"}, "kilo": {"K"}, "eff": {"F"},
    }  # fmt: skip


def test_words_of_numbers() -> None:
    table = spelling_words()
    assert all(table.is_number(word) for word in ("zero", "twelve", "ninety", "hundred"))
    assert not any(table.is_number(word) for word in ("oh", "to", "b"))
