"""Words by phrases, codes by patterns of single words."""

import pytest

from flows.definition.guardrails.pattern import Pattern
from flows.guardrails.kinds.pattern import find, matches_nothing, stands_in

RULE = Pattern(type="pattern", phrases=("acme [bank]", "(switch|change) to .. bank"), codes=("INT-[0-9]{4}",))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Is ACME better?", ["ACME"]),
        ("I could switch to another bank, or to Acme Bank.", ["switch to another bank", "Acme Bank"]),
        ("Your case is (INT-0042), and INT-7.", ["INT-0042"]),
        ("Nothing of it.", []),
    ],
)
def test_each_place_is_found_whatever_the_letters(text: str, found: list[str]) -> None:
    result = find(RULE, text)
    assert [text[start:end] for start, end in result.spans] == found if result is not None else not found


def test_what_has_no_word_of_its_own_fits_everywhere() -> None:
    assert matches_nothing("[acme]")
    assert matches_nothing("..")
    assert not matches_nothing("acme [bank]")
    assert stands_in(("acme [bank]",), "at acme")
