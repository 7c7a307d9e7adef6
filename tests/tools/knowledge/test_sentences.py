"""Where sentences end."""

import pytest

from tools.knowledge.sentences import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? 4 more.", ["One.", "Two!", "Three?", "4 more."]),
        ("It costs 4.50 euros. Ask Dr. Hill.", ["It costs 4.50 euros.", "Ask Dr. Hill."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("e.g. Fees apply", ["e.g. Fees apply"]),
        ("no end", ["no end"]),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
