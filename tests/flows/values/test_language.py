"""The data files of a language: which one is read, and what its tables may hold."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from pydantic import ValidationError

from flows.values import language
from flows.values.language import Phrase, language_data, word_table


@dataclass(frozen=True)
class Table:
    """A part of a file."""

    words: frozenset[str]
    phrases: tuple[Phrase, ...]
    values: Mapping[str, int]


@pytest.mark.parametrize("unknown", ["xx", "", "../en", "en/../en", "é"])
def test_a_language_without_a_file_is_read_as_english(unknown: str) -> None:
    assert language_data("number_words", unknown) == language_data("number_words", "en")


def test_a_table_holds_what_the_dataclass_names(monkeypatch: pytest.MonkeyPatch) -> None:
    data = {"words": ["no", "on"], "phrases": ["instead of", "not"], "values": {"no": 0}, "more": []}
    monkeypatch.setattr(language, "language_data", lambda name, of: data)
    table = word_table(Table, "any")
    assert table == Table(frozenset({"no", "on"}), (("instead", "of"), ("not",)), {"no": 0})


@pytest.mark.parametrize(
    "wrong",
    [{"words": [False]}, {"phrases": [True]}, {"values": {False: 0}}, {"values": {"no": "x"}}, {"words": "no"}],
)
def test_what_yaml_makes_of_a_bare_no_is_refused(wrong: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    data = {"words": [], "phrases": [], "values": {}, **wrong}
    monkeypatch.setattr(language, "language_data", lambda name, of: data)
    with pytest.raises(ValidationError):
        word_table(Table, "any")
