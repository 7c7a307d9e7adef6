"""House numbers and streets in what callers say, and addresses put right with them."""

import pytest

from flows.values.address_parts import address_parts, mended, number_before
from flows.values.words import Words


@pytest.mark.parametrize(
    ("old", "said", "new"),
    [
        ("twelve church street", "no the street's wrong it's station road", "twelve station road"),
        ("twelve church street", "not church street it's station road", "twelve station road"),
        ("twelve church street", "it's twelve station road not church street", "twelve station road"),
        ("twelve church street", "sorry fourteen mill lane", "fourteen mill lane"),
        ("twenty one church street", "number twelve not twenty one", "twelve church street"),
        ("twelve church street", "no number fourteen", "fourteen church street"),
        ("twelve church street", "it's upper church lane", "twelve upper church lane"),
        ("12 Church Street, London SW1A 1AA", "no it's station road", "12 station road, London SW1A 1AA"),
        ("twelve church street", "twelve church street yes", None),
        ("twelve church street", "12 church street", None),
        ("twelve church street", "not church street", None),
        ("the old mill", "it's station road", None),
        ("twelve church street", "yes that's right", None),
    ],
)
def test_the_other_parts_stay(old: str, said: str, new: str | None) -> None:
    assert mended(old, address_parts(Words.of(said))) == new


def test_what_is_not_meant() -> None:
    parts = address_parts(Words.of("number twelve not twenty one and not at mill lane but hill road"))
    assert [(part.text, part.negated) for part in parts.streets] == [("mill lane", True), ("hill road", False)]
    assert [(part.text, part.negated) for part in parts.numbers] == [("twelve", False), ("twenty one", True)]


def test_the_number_before_a_street() -> None:
    words = Words.of("i live at twenty one station road")
    number = number_before(words, 5)
    assert number is not None
    assert (number.text, number.start, number.end) == ("twenty one", 3, 5)
    assert number_before(words, 2) is None
