"""Spans of time in a sentence: where they stand and whether they are plainly no moments."""

import pytest

from flows.values.duration_words import spans_said
from flows.values.words import Words


@pytest.mark.parametrize(
    ("text", "part", "units"),
    [
        ("we stay an hour and a half or so", "an hour and a half", {"hour"}),
        ("two weeks and three days please", "two weeks and three days", {"week", "day"}),
        ("an hour twenty then", "an hour twenty", {"hour", "minute"}),
        ("two hours, twenty guests", "two hours", {"hour"}),
        ("90m walk", "90m", {"minute"}),
    ],
)
def test_where_a_span_stands(text: str, part: str, units: set[str]) -> None:
    words = Words.of(text)
    [span] = spans_said(words)
    assert words.original(span.start, span.end) == part
    assert span.units == units


def test_units_fall_from_large_to_small() -> None:
    assert [span.seconds for span in spans_said(Words.of("ten minutes two hours"))] == [600, 7200]
    assert [span.seconds for span in spans_said(Words.of("one hour one hour"))] == [3600, 3600]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("for two hours", True),
        ("in two hours", False),
        ("two days ago", False),
        ("a minute", False),
        ("a minute past", False),
    ],
)
def test_moments_are_not_plain(text: str, plain: bool) -> None:
    [span] = spans_said(Words.of(text))
    assert span.plain is plain


@pytest.mark.parametrize("text", ["two", "hours", "zero hours", "two 90 m", "a thousand years", "$5 hours"])
def test_no_spans(text: str) -> None:
    assert spans_said(Words.of(text)) == ()
