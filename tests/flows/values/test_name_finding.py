"""Where a name stands in a sentence."""

import pytest

from flows.values.name_finding import ANSWERED, CARRIED, INTRODUCED, LONG_ANSWER, in_answer, in_request
from flows.values.names import name_words, units
from flows.values.words import Words
from tests.flows.values.tables import slot

KNOWN = name_words("en")


@pytest.mark.parametrize(
    ("said", "name", "confidence"),
    [
        ("well my name is joe smith calling about a card", "joe smith", INTRODUCED),
        ("joe smith", "joe smith", ANSWERED),
        ("maria del carmen lopez garcia", "maria del carmen lopez garcia", LONG_ANSWER),
        ("we sell long grass young people like it", "", 0), ("a table for john", "john", CARRIED),
        ("um joe please", "joe", ANSWERED), ("joe thanks bye", "joe", ANSWERED), ("bill me for it", "", 0),
        ("will and grace", "will and grace", ANSWERED), ("page price mark bill", "", 0),
    ],
)  # fmt: skip
def test_in_an_answer(said: str, name: str, confidence: float) -> None:
    words = Words.of(said)
    found = in_answer(words, units(words), KNOWN)
    assert (" ".join(unit.word for unit in found.units) if found else "") == name
    assert found is None or found.confidence == confidence


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("joe smith", ""), ("it's joe here", "joe"), ("it's joe", ""), ("this is mister smith", "mister smith"),
        ("under smith for two", "smith"), ("for smith 2 people", "smith"), ("for smith who called", "smith"),
        ("for smith blue", "smith blue"), ("for will", ""), ("For will", ""), ("For Will", "will"), ("for you", ""),
    ],
)  # fmt: skip
def test_in_a_request(said: str, name: str) -> None:
    words = Words.of(said)
    found = in_request(words, units(words), KNOWN)
    assert (" ".join(unit.word for unit in found.units) if found else "") == name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("a table for two tonight at eight name baker", "Baker"),
        ("name o'neill phone five five five zero one four two", "O'Neill"),
        ("four on friday surname van der berg thanks", "Van der Berg"),
        ("what name is it under", None),
        ("change the name please", None),
        ("sorry hang on i'm just looking for my diary", None),
    ],
)
def test_the_word_name_as_on_a_form(said: str, name: str | None) -> None:
    found = slot("person").find(Words.of(said), asked=False)
    assert [item.value for item in found] == ([name] if name is not None else [])
