"""Sentences as tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.words import LEFT_OUT, MAX_TOKENS, Words, find_phrase


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It's twenty-one, please!", ("it's", "twenty", "one", "please")),
        ("It’s $1,250.50", ("it's", "$1,250.50")),
        ("at 7:30 on the 3rd", ("at", "7:30", "on", "the", "3rd")),
        ("Žofie Müller", ("žofie", "müller")),
        ("", ()),
        ("\u200b\x00 ", ()),
    ],
)
def test_tokens(text: str, tokens: tuple[str, ...]) -> None:
    assert Words.of(text).tokens == tokens


@given(st.text())
def test_spans_point_at_the_tokens(text: str) -> None:
    words = Words.of(text)
    assert len(words) == len(words.spans) <= MAX_TOKENS
    assert all(
        text[a:b].lower().replace("’", "'") == token for token, (a, b) in zip(words.tokens, words.spans, strict=True)
    )
    assert words.original(0, 0) == ""


def test_phrases_are_found_everywhere() -> None:
    assert find_phrase(("a", "b", "a", "b"), ("a", "b")) == [0, 2]
    assert find_phrase(("a",), ()) == []


def test_what_stands_between_and_beside_tokens() -> None:
    words = Words.of("so, 10-20 it is")
    assert words.between(1, 1) == ", "
    assert words.between(2, 2) == "-"
    assert words.between(0, 0) == ""
    assert [words.token(at) for at in (-1, 0, 4, 5)] == ["", "so", "is", ""]
    assert words.pauses_before(1)
    assert not words.pauses_before(3)


def test_of_a_long_sentence_the_begin_and_the_end_are_looked_at() -> None:
    words = Words.of(" ".join(f"w{chr(97 + at % 26)}" for at in range(1_000)) + " the end")
    assert len(words) == len(words.spans) == MAX_TOKENS
    assert words.tokens[:2] == ("wa", "wb")
    assert words.tokens[-2:] == ("the", "end")
    assert words.tokens.count(LEFT_OUT) == 1
    at = words.tokens.index(LEFT_OUT)
    assert words.original(0, len(words)) == words.text
    assert words.original(at, at + 1).strip() in words.text


def test_what_is_left_out_parts_numbers() -> None:
    words = Words.of("five " * 1_000)
    assert words.tokens[MAX_TOKENS // 2] == LEFT_OUT
