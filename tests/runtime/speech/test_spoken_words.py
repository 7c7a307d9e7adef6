import pytest

from flows.values.slots import SLOT_TYPES
from runtime.speech.spoken_words import Grammar, grammars, of_words

WORDS = ["one", "on", "dash"]


def may_be(grammar: Grammar, text: str) -> bool:
    return grammar.after(0, text) in grammar.ends


@pytest.mark.parametrize("text", ["▁one", "▁one▁on", "▁one,▁dash.", "▁on-one", "▁7062▁one", "▁12"])
def test_words_and_figures_follow_each_other(text: str) -> None:
    assert may_be(of_words(WORDS), text)


@pytest.mark.parametrize("text", ["▁two", "one", "▁o", "▁one▁", "▁oneone", "▁one▁,"])
def test_nothing_else_does(text: str) -> None:
    assert not may_be(of_words(WORDS), text)


def test_the_beginning_of_a_word_may_stand_but_not_end() -> None:
    grammar = of_words(WORDS)
    assert grammar.after(0, "▁das") is not None
    assert grammar.after(0, "▁das") not in grammar.ends


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("spelled", "▁alpha▁one▁b▁dash"),
        ("postcode", "▁s▁w▁one▁a"),
        ("iban", "▁g▁b▁twenty-nine"),
        ("card_number", "▁double▁four▁oh"),
        ("digits", "▁my▁pin▁is▁7"),
        ("phone", "▁plus▁four▁nine"),
    ],
)
def test_each_type_has_its_words(kind: str, text: str) -> None:
    assert may_be(grammars()[kind], text)


def test_a_card_has_no_letters() -> None:
    assert not may_be(grammars()["card_number"], "▁four▁b")


def test_they_are_types_of_slots() -> None:
    assert set(grammars()) <= set(SLOT_TYPES)
