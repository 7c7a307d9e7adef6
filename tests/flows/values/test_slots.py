"""All slot types by their word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.slots import SLOT_TYPES
from flows.values.words import Words
from tests.flows.values.tables import slot


@pytest.mark.parametrize("kind", SLOT_TYPES)
def test_the_word_is_the_module(kind: str) -> None:
    assert SLOT_TYPES[kind].__module__ == f"flows.values.{kind}"


@pytest.mark.parametrize("kind", SLOT_TYPES)
@given(text=st.text(max_size=200), asked=st.booleans())
def test_any_words_give_values_or_none(kind: str, text: str, asked: bool) -> None:
    definition = slot(kind)
    words = Words.of(text)
    for found in definition.find(words, asked=asked):
        assert 0 <= found.start <= found.end <= len(words)
        assert isinstance(definition.say(found.value), str)
        definition.problem(found.value)


@pytest.mark.parametrize("kind", SLOT_TYPES)
@given(
    raw=st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=50), st.lists(st.integers()))
)
def test_any_data_is_read_or_refused(kind: str, raw: object) -> None:
    slot(kind).read(raw)
