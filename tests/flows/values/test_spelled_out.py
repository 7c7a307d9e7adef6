"""Codes as they are said."""

import pytest

from flows.values.spelled_out import in_groups, spelled_out


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        (["12", "34"], "1 2, 3 4"),
        (["ABA", "A1"], "A, B A, A 1"),
        (["A-B_C."], "A dash B underscore C dot"),
        ([["small b", "letter O", "1"]], "small b letter O 1"),
        ([["A", "small b"]], "A, small b"),
        ([], ""),
    ],
)
def test_a_pause_between_groups_and_behind_a_lone_a(groups: list[str], said: str) -> None:
    assert spelled_out(groups) == said


def test_groups() -> None:
    assert in_groups("12345", 2) == ["12", "34", "5"]
    assert in_groups("12345", 2, above=5) == ["12345"]
    assert in_groups("1234", 2, above=3) == ["12", "34"]
