"""Names that were spelled or have short forms in writing."""

import pytest

from flows.values.words import Words
from tests.flows.values.tables import slot


@pytest.mark.parametrize(
    ("heard", "name"),
    [
        ("Smith SMITH.", "Smith"),
        ("John JON", "Jon"),
        ("It's Smyth, SMITH.", "Smith"),
        ("John S. MIT H.", "John Smith"),
        ("Joe Smith Jr.", "Joe Smith Junior"),
        ("This is Dr. Lopez.", "Doctor Lopez"),
        ("Just a second its Peter Parker.", "Peter Parker"),
        ("Mark DJ", "Mark DJ"),
        ("JOHN SMITH", "John Smith"),
    ],
)
def test_as_said(heard: str, name: str) -> None:
    [found] = slot("person").find(Words.of(heard), asked=True)
    assert found.value == name


def test_the_place_is_that_of_the_words_as_they_are_written() -> None:
    [found] = slot("person").find(Words.of("Smith SMITH, please"), asked=True)
    assert (found.start, found.end) == (0, 2)
