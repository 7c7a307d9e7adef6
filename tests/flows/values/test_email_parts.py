"""The halves of a spoken email address."""

import pytest

from flows.values.email_parts import Domain, domain_at, local_part
from flows.values.words import Words


@pytest.mark.parametrize(
    ("said", "domain"),
    [
        ("gmail dot com", Domain("gmail.com", 3, provider=True)),
        ("gmail.com", Domain("gmail.com", 2, provider=True)),
        ("g mail com", Domain("gmail.com", 3, provider=True)),
        ("gmail please", Domain("gmail.com", 1, guessed=True, provider=True)),
        ("big shop dot co dot uk thanks", Domain("bigshop.co.uk", 6)),
        ("example dot u k", Domain("example.uk", 4)),
        ("x y z dot i o", Domain("xyz.io", 6)),
        ("example dot museum please", Domain("example.museum", 3)),
        ("home", None),
        ("dot com", None),
        ("the mall on main street dot com", None),
        ("", None),
    ],
)
def test_domains(said: str, domain: Domain | None) -> None:
    assert domain_at(Words.of(said), 0) == domain


@pytest.mark.parametrize(
    ("said", "local"),
    [
        ("john dot smith", "john.smith"),
        ("john smith", "johnsmith"),
        ("john.smith", "john.smith"),
        ("j-o-h-n", "john"),
        ("anna-lee", "anna-lee"),
        ("smith s m y t h", "smyth"),
        ("smith j o n", "smithjon"),
        ("double l", "ll"),
        ("forty two", "42"),
        ("all one word anna", "anna"),
        ("i don't know", None),
        ("one two three four five six seven words are many", "1234567wordsaremany"),
        ("these many plain words are no address", None),
        ("#", None),
        ("", None),
    ],
)
def test_what_stands_before_the_at(said: str, local: str | None) -> None:
    words = Words.of(said)
    assert local_part(words, 0, len(words)) == local
