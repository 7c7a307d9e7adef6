"""Sentences that are made of listed phrases."""

import pytest

from runtime.turns.phrases import file_of, made_of, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [("thank you", True), ("thank you please", True), ("thank", False), ("thank you so", False), ("", False)],
)
def test_whole_phrases_and_nothing_else(text: str, expected: bool) -> None:
    assert made_of("polite", words_of(text), "en") is expected


def test_words_as_a_recogniser_writes_them() -> None:
    assert words_of("I\u2019m  HERE, uh-huh.") == ["i'm", "here", "uh", "huh"]


@pytest.mark.parametrize("language", ["xx", "../en", ""])
def test_a_language_without_a_file_has_no_phrases(language: str) -> None:
    assert file_of(f"polite.{language}.yaml", language) is None
    assert not made_of("polite", ["please"], language)
